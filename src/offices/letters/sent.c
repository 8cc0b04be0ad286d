/* What a house has sent within a span of days, for who looks back on it. */
#include <stdlib.h>
#include <string.h>

#include "offices/letters/issue.h"

static int by_date(const void *a, const void *b)
{
	const struct letter_sent *x = a, *y = b;
	return x->on != y->on ? (x->on < y->on ? -1 : 1) : strcmp(x->reference, y->reference);
}

static int counts(
	struct db *db, struct arena *a, const struct house *h, struct letter_sent *ret, struct err *e)
{
	struct became *b = NULL;
	int rc = copies_became(db, a, h, ret->id, &b, &ret->copies, e);
	for (size_t i = 0; rc == 0 && i < ret->copies; i++) {
		ret->answered += b[i].outcome == BECAME_ANSWERED;
		ret->returned += b[i].outcome == BECAME_RETURNED;
		ret->waiting += b[i].outcome == BECAME_WAITING;
		ret->held += b[i].outcome == BECAME_HELD;
	}
	return rc;
}

int letters_sent_list(struct db *db, struct arena *a, const struct house *h, day_t from, day_t to,
	struct letter_sent **ret, size_t *ret_n, struct err *e)
{
	struct letter_row *l = NULL;
	size_t n = 0;
	int rc = ledger_list(db, a, h, "", &l, &n, e);
	*ret_n = 0;
	*ret = NEW_ARRAY(a, struct letter_sent, n + 1);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!*l[i].reference || l[i].on < from || l[i].on > to)
			continue;
		struct letter_sent *s = &(*ret)[(*ret_n)++];
		*s = (struct letter_sent){.id = l[i].id,
			.kind = l[i].kind,
			.audience = l[i].audience,
			.reference = l[i].reference,
			.step = l[i].step,
			.on = l[i].on};
		rc = counts(db, a, h, s, e);
	}
	if (rc == 0 && *ret_n)
		qsort(*ret, *ret_n, sizeof **ret, by_date);
	return rc;
}
