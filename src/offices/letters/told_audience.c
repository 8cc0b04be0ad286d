/* The audience of a letter that says that something is not so any more: exactly those who were told it. */
#include <stdlib.h>
#include <string.h>

#include "offices/letters/edition.h"
#include "register/meeting.h"
#include "offices/letters/told.h"

/* What was told to one recipient, in the order of issue. */
struct group {
	const struct telling *const *at;
	size_t n;
};

/* By recipient, then as they were. */
static int by_recipient(const void *a, const void *b)
{
	const struct telling *const *x = a, *const *y = b;
	int order = telling_recipient_cmp(*x, *y);
	return order ? order : *x < *y ? -1 : *x > *y;
}

/* What one was told that is not so any more; NULL: nothing. Opens and closes go together: a span is told. */
static const struct told *stale_of(struct arena *a, const struct group *g)
{
	struct told *told = NEW(a, struct told);
	const char *said[TOLD_COUNT] = {NULL};
	bool any = false;
	*told = (struct told){.reference = ""};
	for (size_t i = 0; i < g->n; i++) {
		const struct telling *t = g->at[i];
		if (t->undelivered || t->since)
			continue;
		said[t->what] = t->value;
		if (!telling_stale(t))
			continue;
		any = true;
		told->value[t->what] = t->value;
		told->reference = t->reference;
		told->on = t->on;
	}
	if (told->value[TOLD_OPENS] || told->value[TOLD_CLOSES])
		for (int w = TOLD_OPENS; w <= TOLD_CLOSES; w++)
			told->value[w] = said[w] ? said[w] : said[TOLD_OPENS];
	return any ? told : NULL;
}

/* Why one to whom a letter with what is not so was addressed gets none; NULL: was told only what is so. */
static const char *why_not(struct arena *a, const struct group *g, enum audience_rule *ret_rule)
{
	const char *why = NULL;
	*ret_rule = OUT_NOT_TOLD;
	for (size_t i = 0; i < g->n; i++) {
		const struct telling *t = g->at[i];
		if (strcmp(t->value, t->now) == 0)
			continue;
		if (t->since) {
			*ret_rule = OUT_TOLD_SINCE;
			return arena_printf(a, "was told so since, by %s", t->since);
		}
		if (t->undelivered)
			why = arena_printf(a, "the letter %s %s", t->reference, t->undelivered);
	}
	return why;
}

/* False: nothing is to be said to this one. */
static bool addressee(struct arena *a, const struct journal *j, const struct group *g, struct recipient *ret)
{
	const struct telling *t = g->at[0];
	enum audience_rule rule = OUT_COUNT;
	const struct told *told = stale_of(a, g);
	const char *why = told ? NULL : why_not(a, g, &rule);
	if (!told && !why)
		return false;
	*ret = recipient_of_state(j, *t->iso3 ? journal_word(j, t->iso3) : 0);
	ret->contact = t->contact;
	ret->told = told;
	ret->excluded = why;
	ret->rule = rule;
	return true;
}

/* By State, then contact. */
static int by_state(const void *a, const void *b)
{
	const struct recipient *x = a, *y = b;
	int order = strcmp(x->iso3, y->iso3);
	return order ? order : strcmp(x->contact, y->contact);
}

static size_t addressees(
	struct run *r, const struct journal *j, const struct telling *all, size_t n, struct recipient **ret)
{
	const struct telling **sorted = NEW_ARRAY(r->arena, const struct telling *, n + 1);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		sorted[i] = &all[i];
	qsort(sorted, n, sizeof *sorted, by_recipient);
	*ret = NEW_ARRAY(r->arena, struct recipient, n + 1);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && telling_recipient_cmp(sorted[i], sorted[end]) == 0;)
			end++;
		kept += addressee(r->arena, j, &(struct group){sorted + i, end - i}, &(*ret)[kept]);
	}
	qsort(*ret, kept, sizeof **ret, by_state);
	return kept;
}

/* `told` alone asks of the meeting that the letter is about. */
static int argument(const struct sender *s, const char *name, const char **ret, struct err *e)
{
	const char *about = letters_about(s->letters, "meeting"), *colon = strchr(name, ':');
	*ret = colon ? colon + 1 : about;
	if (!*ret)
		return err_set(e, ERR_USAGE,
			"audience %s: told what? Say the meeting (--about meeting=CODE), or told:KEY, as in"
			" told:meeting.opens:2RC-PM1",
			name);
	const char *of = strchr(*ret, ':') ? strchr(*ret, ':') + 1 : *ret;
	if (about && strcmp(of, about) != 0)
		return err_set(e, ERR_USAGE, "audience %s: the letter is about %s; say --about meeting=%s",
			name, about, of);
	return 0;
}

static int told_audience(
	struct sender *s, const char *name, struct recipient **ret, size_t *ret_n, struct err *e)
{
	struct telling *all = NULL;
	const char *key = NULL;
	size_t n = 0;
	if (!s->has_house)
		return err_set(e, ERR_NOTFOUND, "audience %s: no house, so nobody was told anything", name);
	int rc = argument(s, name, &key, e);
	if (rc == 0)
		rc = told_list(s->run, &s->book, s->pack, &s->house, key, s->order.on, &all, &n, e);
	if (rc < 0)
		return rc;
	*ret_n = addressees(s->run, s->book.journal, all, n, ret);
	return audience_of_known(s->run, &s->book, s->pack, &s->house, s->order.on, *ret, *ret_n, e);
}

int letters_audience(struct sender *s, const char *name, struct recipient **ret, size_t *ret_n, struct err *e)
{
	size_t len = strcspn(name, ":");
	if (len == strlen(AUDIENCE_TOLD) && strncmp(name, AUDIENCE_TOLD, len) == 0)
		return told_audience(s, name, ret, ret_n, e);
	return audience_of(s->run, &s->book, s->pack, s->has_house ? &s->house : NULL, name,
		s->order.kind->name, s->order.on, ret, ret_n, e);
}

/* ---- a letter that is none ---- */

static const char *day_text(struct arena *a, day_t day)
{
	char text[11];
	return arena_strdup(a, day_format(day, text));
}

const struct told *told_specimen(struct letters *l, struct arena *a)
{
	const struct reg *reg = &l->facts.reg;
	const char *code = letters_about(l, "meeting");
	struct told *told = NEW(a, struct told);
	struct meeting *m;
	*told = (struct told){.reference = letters_specimen(l), .on = l->order->on};
	for (size_t i = 0, n = code ? reg_meetings(reg, a, l->order->on, &m) : 0; i < n; i++) {
		day_t before = act_on(m[i].act).low - 1;
		struct meeting *was;
		size_t k = 0, then = strcmp(m[i].code, code) == 0 ? reg_meetings(reg, a, before, &was) : 0;
		while (k < then && strcmp(was[k].code, code) != 0)
			k++;
		if (k == then || was[k].opens == DAY_NONE_HIGH)
			continue;
		told->value[TOLD_OPENS] = day_text(a, was[k].opens);
		told->value[TOLD_CLOSES] = day_text(a, was[k].closes);
	}
	return told;
}
