/* One value of a payload field: its shape and what may stand in it. Private to the folder. */
#pragma once
#include "acts/payload.h"
#include "base/text.h"

enum value_shape { SHAPE_ONE, SHAPE_LIST, SHAPE_MAP };

enum value_shape value_shape(enum field_type type);
bool value_is_number(enum field_type type);     /* a number in JSON */
bool value_may_be_number(enum field_type type); /* a number is read in JSON, whatever is written */
const char *value_digits(const char *text);     /* without leading zeros */
/* Without white space around it; `text` itself where there is none, else a copy in `a`. */
const char *value_trim(struct arena *a, const char *text);
/* Is `text`, not empty, right for the field? `key`: the member of a map, else "". ERR_INVALID says why and
 * the mend. */
int value_check(const struct act_field *f, const char *key, const char *text, struct err *e) ATTR_CHECK;
