/* One line of a vCard 4.0 (RFC 6350, sections 3.2 to 3.4), unfolded and taken apart. Private to vcard*.c. */
#pragma once
#include "offices/contacts/contact.h"

#define VCARD_FOLD_BYTES 75u /* of a line, without its end: section 3.2 */
#define VCARD_PARAMS_MAX 16u
#define VCARD_COMPONENTS_MAX 16u /* of ADR, ORG, N */
#define VCARD_OWN "X-PARAPH-"    /* fields that the standard has no place for */
#define VCARD_PREF_LAST 101u     /* of what says no PREF: behind all that do (5.3) */

struct property {
	unsigned line, pref;
	char *name, *value; /* the name in capitals, without its group */
	size_t params;
	struct {
		char *name, *value; /* members of a list parted by commas */
	} param[VCARD_PARAMS_MAX];
};
/* The next line with its continuations; NULL at the end. *next, *line: its number, and that of its beginning.
 */
char *vcard_unfolded(struct arena *a, const char **at, const char *end, unsigned *next, unsigned *line);
/* In place; false: not NAME:VALUE. */
bool vcard_property(char *line, struct property *p);
const char *vcard_param(const struct property *p, const char *name); /* the first; NULL */
/* Is it a word of any parameter of that name? Capitals do not count. */
bool vcard_param_has(const struct property *p, const char *name, const char *word);
/* In place: a text without its escapes (3.4), tabs and line ends as spaces, and its components. */
char *vcard_text(char *s);
char *vcard_one_line(char *s);
size_t vcard_components(char *s, char separator, char *part[VCARD_COMPONENTS_MAX]);
