/* What an XLIFF document must be before it is read. Private to the office. */
#pragma once
#include "offices/translations/xml.h"

/* The core's elements, their order, attributes, values, ids and references (XLIFF 2.1, section 4), as far as
 * docs/translations.md says. ERR_INVALID "NAME:LINE: …" with the first mistake. */
int xliff_check(struct arena *a, const char *name, const xmlNode *root, struct err *e) ATTR_CHECK;
/* An element of the core, by its name; another namespace's may have the same. */
bool xliff_is(const xmlNode *n, const char *name);
/* The <target> of a <segment> or <ignorable>, NULL; its place among the unit's targets from 1: that of its
 * segment, or what it says. */
const xmlNode *xliff_target(const xmlNode *segment);
size_t xliff_order(const xmlNode *target, size_t place);
/* xml:space, or xml:lang, of the nearest element around that says it; NULL. */
const char *xliff_inherited(const xmlNode *n, const char *name);
