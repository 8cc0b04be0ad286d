/* The payload of an act: a JSON object in one canonical form (keys sorted by byte, no spaces, UTF-8 unescaped
 * but for
 * `"`, `\` and control characters, numbers whole, decimals as strings, lists of names sorted, what is empty
 * left out), so that the same content has the same bytes. The readers walk canonical text without copying;
 * they are safe on any bytes, and find nothing behind the place where a text stops being of that form. */
#pragma once
#include "acts/act.h"

#define PAYLOAD_JSON_MAX 524288u  /* bytes of JSON that is brought into the form: escapes, spaces */
#define PAYLOAD_MEMBERS_MAX 2000u /* members of one list or map */
#define PAYLOAD_CODE_MAX 200u     /* bytes of a FIELD_CODE: long enough for an act's id */
#define PAYLOAD_DIGITS_MAX 40u    /* bytes of a FIELD_DECIMAL */

struct slice {
	const char *at;
	size_t len;
};

/* Builds the canonical text from any JSON object text, checked against the kind's fields (for a correction:
 * also those of `as`). Lives in `a`. Errors begin with the field's name. */
int payload_canonical(
	struct arena *a, enum act_kind kind, const char *json, const char **ret, struct err *e) ATTR_CHECK;

/* Fields given as CSV texts: name[i] may be dotted (short.en). Empty values are left out. ERR_INVALID for a
 * name that the kind does not have. */
int payload_from_texts(struct arena *a, enum act_kind kind, size_t n, const char *const *name,
	const char *const *value, const char **ret, struct err *e) ATTR_CHECK;
/* One such field alone, "" where it is not given: so that a form can say what is wrong at each of its fields.
 * as: the kind whose field it is, or of which a correction's replacement is. */
int payload_field_check(
	struct arena *a, enum act_kind as, const char *name, const char *value, struct err *e) ATTR_CHECK;
/* The reverse: one field as a CSV text ("" when absent); `part` is the language of a FIELD_TEXTS, else NULL.
 */
const char *payload_to_text(
	struct arena *a, enum act_kind kind, const char *payload, const char *name, const char *part);

/* The kind that an act stands for: `kind`, but for a correction that of its replacement (ACT_CORRECTION: it
 * voids). */
enum act_kind payload_as(enum act_kind kind, const char *payload);
/* act_field_find(), for a correction also among the fields of its replacement. */
const struct act_field *payload_field(enum act_kind kind, const char *payload, const char *name);

bool payload_raw(const char *payload, const char *name, struct slice *ret); /* raw JSON value */
bool payload_is(
	const char *payload, const char *name, const char *text); /* string equal to text without escapes */
const char *payload_text(
	struct arena *a, const char *payload, const char *name); /* string, number as text; NULL: absent */
bool payload_int(const char *payload, const char *name, int64_t *ret);
bool payload_edtf(const char *payload, const char *name, struct edtf *ret); /* false when absent */
bool payload_in_list(
	const char *payload, const char *name, const char *word); /* a list of names contains it */
/* Walks an object or array: returns false at the end. *pos starts at 0. The key is empty for arrays; strings
 * come without their quotes, with the escapes they hold. */
bool payload_each(struct slice value, size_t *pos, struct slice *ret_key, struct slice *ret_value);
/* Member `key` of an object field, unescaped into `a`; NULL when absent: names in a language, one State's
 * vote. */
const char *payload_member(struct arena *a, const char *payload, const char *name, const char *key);
