/* The payload of an act: a JSON object in one canonical form (keys sorted by byte, no spaces, UTF-8 unescaped but for `"`, `\` and control
 * characters, numbers whole, decimals as strings), so that the same content has the same bytes. The readers here walk
 * canonical text without allocating; they are safe on any bytes, and find nothing in what is not canonical. */
#pragma once
#include "acts/kind.h"
#include "base/arena.h"
#include "base/date.h"


struct slice { const char *at; size_t len; };

/* Builds the canonical text from any JSON object text, checked against the kind's fields (for a correction: also those of `as`). */
int payload_canonical(struct arena *a, enum act_kind kind, const char *json, const char **ret, struct err *e) ATTR_CHECK;

/* Fields given as CSV texts: name[i] may be dotted (short.en). Empty values are left out. Unknown names -> ERR_INVALID. */
int payload_from_texts(struct arena *a, enum act_kind kind, size_t n, const char *const *name, const char *const *value,
	const char **ret, struct err *e) ATTR_CHECK;
/* The reverse: one field as a CSV text ("" when absent); `part` is the language of a FIELD_TEXTS, else NULL. */
const char *payload_to_text(struct arena *a, enum act_kind kind, const char *payload, const char *name, const char *part);

bool payload_raw(const char *payload, const char *name, struct slice *ret);     /* raw JSON value */
bool payload_is(const char *payload, const char *name, const char *text);       /* string field equal to text (no escapes in text) */
const char *payload_text(struct arena *a, const char *payload, const char *name); /* string unescaped, number as text; NULL when absent */
bool payload_int(const char *payload, const char *name, int64_t *ret);
bool payload_edtf(const char *payload, const char *name, struct edtf *ret);      /* false when absent or empty */
bool payload_in_list(const char *payload, const char *name, const char *word);   /* FIELD_CODES / FIELD_STATES contains it */
/* Walks an object or array value: returns false at the end. *pos starts at 0. key is empty for arrays; both are unescaped only if they hold no escape. */
bool payload_each(struct slice value, size_t *pos, struct slice *ret_key, struct slice *ret_value);
/* Member `key` of an object field, unescaped into `a`; NULL when absent: names in a language, one State's vote. */
const char *payload_member(struct arena *a, const char *payload, const char *name, const char *key);
