/* What an XLIFF document must be before it is read. Private to the office. */
#pragma once
#include "offices/translations/xml.h"

/* The core's elements, their order, attributes, values, ids and references (XLIFF 2.1, section 4), as far as
 * docs/translations.md says. ERR_INVALID "NAME:LINE: …" with the first mistake. */
int xliff_check(struct arena *a, const char *name, const xmlNode *root, struct err *e) ATTR_CHECK;
