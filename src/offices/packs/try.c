/* Drafts held against what is on file, before anything is recorded. */
#include "offices/packs/record.h"

#include "acts/payload.h"

#define DIFFERS_MAX 2000 /* bytes of the names of the parts that differ */

const char *const outcome_names[OUTCOME_COUNT + 1] = {"new", "on-file", "different", "refused", NULL};

struct comparison {
	struct arena *a;
	struct book *book;
	const struct draft *draft;
	size_t n;
	size_t *order; /* the drafts by id, then as given */
	uint64_t *seq; /* by draft: the act on file with its id, plus 1; 0 none */
};

static int by_id(const void *a, const void *b, void *ctx)
{
	const struct comparison *c = ctx;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	int order = strcmp(c->draft[i].id, c->draft[j].id);

	return order != 0 ? order : (i > j) - (i < j);
}

/* One walk over the record looks all ids up. */
static void find_ids(struct comparison *c)
{
	const struct journal *j = c->book->journal;

	c->order = NEW_ARRAY(c->a, size_t, c->n);
	c->seq = NEW_ARRAY(c->a, uint64_t, c->n);
	for (size_t i = 0; i < c->n; i++)
		c->order[i] = i;
	qsort_r(c->order, c->n, sizeof c->order[0], by_id, c);
	for (uint64_t seq = 0; seq < journal_put_count(j); seq++) {
		const char *id = act_id(journal_act(j, seq));
		size_t low = 0, high = c->n;

		while (low < high) {
			size_t middle = (low + high) / 2;
			if (strcmp(c->draft[c->order[middle]].id, id) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < c->n && strcmp(c->draft[c->order[low]].id, id) == 0)
			c->seq[c->order[low]] = seq + 1;
	}
}

static void note_difference(struct buf *names, const char *name)
{
	buf_printf(names, "%s%s", names->len ? " " : "", name);
}

static bool same_day(const char *text, struct edtf on)
{
	struct edtf d;
	struct err e;

	return edtf_parse(text, strlen(text), &d, &e) == 0 && d.low == on.low && d.high == on.high;
}

static bool same_value(const struct draft *d, const struct act *act, const char *name)
{
	struct slice mine, theirs;

	return payload_raw(d->payload, name, &mine) && payload_raw(act->payload, name, &theirs) &&
		mine.len == theirs.len && memcmp(mine.at, theirs.at, mine.len) == 0;
}

/* What the draft says otherwise than the act: true for more than the wording of source and note. */
static bool differs(
	const struct comparison *c, const struct draft *d, const struct act *act, struct buf *names)
{
	const struct journal *j = c->book->journal;
	struct slice payload = {d->payload, strlen(d->payload)}, key, value;
	bool more = false;
	size_t pos = 0;

	const struct {
		const char *name;
		bool differs;
	} part[] = {
		{"treaty", strcmp(d->treaty, journal_text(j, act->treaty)) != 0},
		{"kind",
			strcmp(d->kind, act_kinds[act->kind].name) != 0 &&
				strcmp(d->kind, act_kinds[act->as].name) != 0},
		{"visibility", strcmp(d->visibility, visibility_names[act->visibility]) != 0},
		{"subject", strcmp(d->subject, journal_text(j, act->subject)) != 0},
		{"date", !same_day(d->on, act->on)},
		{"effective",
			*d->effective && !(act->has_effective && same_day(d->effective, act->effective))},
		{"issuer", *d->issuer && strcmp(d->issuer, journal_text(j, act->issuer)) != 0},
	};
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
		if (part[i].differs) {
			note_difference(names, part[i].name);
			more = true;
		}
	while (payload_each(payload, &pos, &key, &value)) {
		const char *name = arena_strndup(c->a, key.at, key.len);
		if (same_value(d, act, name))
			continue;
		note_difference(names, name);
		more |= strcmp(name, "note") != 0;
	}
	if (strcmp(d->source, journal_text(j, act->source)) != 0)
		note_difference(names, "source");
	return more;
}

static void meets(struct comparison *c, size_t i, uint64_t seq, struct trial *t)
{
	const struct act *act = journal_act(c->book->journal, seq);
	struct buf names;

	buf_init(&names, c->a, DIFFERS_MAX);
	t->outcome = differs(c, &c->draft[i], act, &names) ? OUTCOME_DIFFERENT : OUTCOME_ON_FILE;
	t->met = arena_strdup(c->a, act_id(act)); /* of an act that was only put it is soon gone */
	t->differs = names.data;
}

/* Which live act about the same subject a draft may meet. */
enum meeting {
	MEETS_CORRECTED,  /* a correction to the same kind, whose id is another: only if it is the same */
	MEETS_KIND,       /* of the same kind */
	MEETS_INSTRUMENT, /* another instrument that binds: accession where ratification is on file */
};

static bool may_meet(const struct act *act, enum act_kind kind, enum meeting how)
{
	if (how == MEETS_INSTRUMENT)
		return act_kinds[kind].binds && act_kinds[act->as].binds;
	return act->as == kind && (how == MEETS_KIND || act->kind != kind);
}

/* The act that is the same but for its id; else, where one may differ, one of the same day, or the latest. */
static bool meets_subject(
	struct comparison *c, size_t i, enum act_kind kind, enum meeting how, struct trial *t)
{
	const struct journal *j = c->book->journal;
	const struct draft *d = &c->draft[i];
	uint64_t known = journal_put_count(j);
	uint32_t place = journal_last(
		j, journal_word(j, d->treaty), journal_word(j, d->subject), act_kinds[kind].family, known);
	bool met = false, same = false;

	for (; place && !same; place = journal_act(j, place - 1)->prev_subject) {
		const struct act *act = journal_act(j, place - 1);
		struct trial now = *t;

		if (!may_meet(act, kind, how) || !journal_live(j, place - 1, known))
			continue;
		meets(c, i, place - 1, &now);
		same = now.outcome == OUTCOME_ON_FILE;
		if (same || (how != MEETS_CORRECTED && (!met || same_day(d->on, act->on))))
			*t = now;
		met |= how != MEETS_CORRECTED || same;
	}
	return met;
}

static void refuse(struct comparison *c, struct trial *t, const char *why)
{
	t->outcome = OUTCOME_REFUSED;
	t->refusal = arena_strdup(c->a, why);
}

/* As if it were recorded, so that what follows is asked with it. */
static int put(struct run *r, struct book *b, const struct draft *d, struct err *e)
{
	uint64_t count = journal_put_count(b->journal);
	int64_t last = count ? journal_act(b->journal, count - 1)->recorded_ms : 0;
	struct act_row row = {.d = *d, .seq = count, .salt = "", .commitment = "", .hash = ""};

	row.recorded_ms = r->now_ms > last ? r->now_ms : last;
	return journal_put(b->journal, &row, e);
}

static void try_one(struct run *r, struct comparison *c, size_t i, struct trial *t)
{
	const struct draft *d = &c->draft[i];
	enum act_kind kind;
	struct err e;
	int rc = act_kind_parse(d->kind, &kind, &e);

	*t = (struct trial){.met = "", .differs = "", .refusal = ""};
	if (c->seq[i]) {
		meets(c, i, c->seq[i] - 1, t);
		return;
	}
	if (rc == 0 && meets_subject(c, i, kind, MEETS_CORRECTED, t))
		return;
	if (rc == 0)
		rc = act_check(r, c->book, d, NULL, &t->marks, &e);
	if (rc == 0)
		rc = put(r, c->book, d, &e);
	if (rc < 0) {
		refuse(c, t, e.text);
		if (rc == ERR_CONFLICT && !meets_subject(c, i, kind, MEETS_KIND, t))
			IGNORE(meets_subject(c, i, kind, MEETS_INSTRUMENT, t)); /* else refused */
	}
}

void book_try(struct run *r, struct book *b, const struct draft *d, size_t n, struct trial *ret)
{
	struct comparison c = {.a = r->arena, .book = b, .draft = d, .n = n};
	uint64_t before = journal_put_count(b->journal);

	find_ids(&c);
	for (size_t i = 0; i < n; i++)
		try_one(r, &c, i, &ret[i]);
	for (size_t i = 1; i < n; i++)
		if (strcmp(d[c.order[i]].id, d[c.order[i - 1]].id) == 0)
			refuse(&c, &ret[c.order[i]],
				"id: it stands twice here; give each act an id of its own");
	journal_rewind(b->journal, before);
}

int book_suppose(struct run *r, struct book *b, const struct draft *d, size_t n,
	void (*then)(void *ctx, uint64_t known), void *ctx, struct err *e)
{
	uint64_t before = journal_put_count(b->journal);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = put(r, b, &d[i], e);
	if (rc == 0)
		then(ctx, journal_put_count(b->journal));
	journal_rewind(b->journal, before);
	return rc;
}

static const char *remark(struct run *r, const struct trial *t)
{
	const char *all = t->refusal;

	for (size_t i = 0; i < t->marks.n; i++)
		all = arena_printf(r->arena, "%s%s%s", all, *all ? "; " : "", t->marks.mark[i]);
	return all;
}

int book_report(struct run *r, const struct draft *d, const unsigned *line, const struct trial *t, size_t n,
	struct err *e)
{
	static const struct column columns[] = {
		{"line", "Line", true, false},
		{"outcome", "Outcome", false, false},
		{"id", "Act", false, false},
		{"on_file", "On file", false, false},
		{"differs", "Differs in", false, true},
		{"remark", "Remark", false, false},
	};
	struct table *table = table_new(r, columns, sizeof columns / sizeof columns[0]);

	for (size_t i = 0; i < n; i++) {
		if (r->format == FORMAT_TABLE && t[i].outcome == OUTCOME_ON_FILE)
			continue;
		table_row(table,
			(const char *const[]){
				line && line[i] ? arena_printf(r->arena, "%u", line[i]) : "",
				outcome_names[t[i].outcome],
				d[i].id,
				t[i].met,
				t[i].differs,
				remark(r, &t[i]),
			});
	}
	return table_end(table, e);
}
