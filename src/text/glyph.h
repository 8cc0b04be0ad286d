/* Which characters the fonts of a language have: asked of a template as it is read, before anything is set.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct lang;
struct glyphs;

/* Lives in `a`. ERR_NOTFOUND: a font file is not installed. */
int glyphs_open(struct arena *a, const struct lang *lang, struct glyphs **ret, struct err *e) ATTR_CHECK;
/* True as well for what is never drawn: spaces, controls, joiners. */
bool glyphs_have(const struct glyphs *g, uint32_t c);
/* The fonts by name, for messages. */
const char *glyphs_fonts(const struct glyphs *g);
/* The first font file of a language that is not installed, and the packages that bring them all; NULL: all
 * are there. */
const char *fonts_missing(struct arena *a, const char *tag, const char **ret_package);
