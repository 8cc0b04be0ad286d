/* Two texts beside each other on a screen of fixed widths. Private to the office. */
#pragma once
#include <stdio.h>

#include "text/lang.h"

#define COLUMN_WIDTH 53u /* two of them and what stands between: 109 columns */

struct side {
	const struct lang *lang;
	const char *text; /* UTF-8; its line ends stay */
};
void columns_print(FILE *out, struct arena *a, struct side left, struct side right);
/* One text with what was taken out of `before` as [-…-] and what was added as {+…+}, by words. */
const char *columns_changed(struct arena *a, const char *before, const char *after) ATTR_NEVER_NULL;
