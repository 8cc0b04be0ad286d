/* What a treaty demands, in the reader's words, from the numbers of its pack. Private to the office. */
#pragma once
#include "offices/status/pages.h"

const char *span_words(const struct view *v, struct step s); /* "8 years" */
/* The rules that stand once: sentences. */
const char *signature_words(const struct view *v);
const char *threshold_words(const struct view *v);
const char *state_words(const struct view *v);
const char *withdrawal_words(const struct view *v);
const char *demand_words(const struct view *v, const struct rule *r);
