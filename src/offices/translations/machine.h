/* Drafts by a machine: any address that speaks LibreTranslate's POST /translate. Off unless an address is
 * given. Nobody stands behind what it says. Private to the office. */
#pragma once
#include "base/arena.h"

#define MACHINE_SECONDS 60L
#define MACHINE_BYTES_MAX (1u << 20) /* of an answer */

struct machine;
/* address: http:// or https://, with or without /translate at its end. Closed with the arena. */
int machine_open(struct arena *a, const char *address, struct machine **ret, struct err *e) ATTR_CHECK;
/* A draft of a canonical text. Tags do not leave as they are: each stands as a mark, and an answer that lost,
 * doubled or made one is refused: ERR_INVALID. ERR_IO: no answer, or an error that it names. Lives in `a`. */
int machine_draft(struct machine *m, struct arena *a, const char *text, const char *source_lang,
	const char *target_lang, const char **ret, struct err *e) ATTR_CHECK;

/* The parts, for tests. */
const char *machine_marked(struct arena *a, const char *text) ATTR_NEVER_NULL; /* HTML, tags as <x id="1"/> */
int machine_unmarked(
	struct arena *a, const char *text, const char *answer, const char **ret, struct err *e) ATTR_CHECK;
