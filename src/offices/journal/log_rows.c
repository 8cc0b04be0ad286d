/* Who recorded what, when, and on whose behalf. */
#include <string.h>

#include "base/text.h"
#include "journal_sql.h"
#include "offices/journal/desk.h"

#define DAY_MS INT64_C(86400000)
#define LOG_MOST 20000 /* acts that are looked at, the latest */
#define LOG_PERSONS_MAX 500u
#define LOG_ROWS_SHOWN 50u

enum { AT, WHO, BEHALF, KIND, OF, STEP, SEQ, ID, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[AT] = {"recorded", T("Recorded (UTC)"), COLUMN_HEAD},
	[WHO] = {"by", T("By"), COLUMN_LABELLED},
	[BEHALF] = {"behalf", T("On behalf of"), COLUMN_LABELLED},
	[KIND] = {"action", T("Act"), COLUMN_LABELLED},
	[OF] = {"subject", T("Of"), COLUMN_LABELLED},
	[STEP] = {"corrects", T("Corrects"), COLUMN_FILE},
	[SEQ] = {"seq", T("Number"), COLUMN_FILE},
	[ID] = {"id", T("Id"), COLUMN_FILE},
};

struct named {
	const char *id, *name;
	bool ours;
};
struct log {
	const struct acts_desk *d;
	struct list *list;
	size_t n, persons;
	struct named person[LOG_PERSONS_MAX];
	struct log_line {
		uint64_t seq;
		const char *by, *behalf;
	} * line;
};

/* Each person is asked for once. */
static struct named name_of(struct log *g, const char *id)
{
	size_t i = 0;

	while (i < g->persons && strcmp(g->person[i].id, id) != 0)
		i++;
	if (i < g->persons)
		return g->person[i];
	struct named one = {id, person_words(g->d, id), person_ours(g->d, id)};
	if (*id && g->persons < LOG_PERSONS_MAX)
		g->person[g->persons++] = one;
	return one;
}

static struct cell name_cell(struct log *g, const char *id)
{
	struct named one = name_of(g, id);

	return cell_named(one.name, one.ours ? one.id : "another-house");
}

static int read_log(struct log *g, struct err *e)
{
	struct arena *a = g->d->q->a;
	struct act_log_row row;
	struct db_stmt *st = NULL;
	size_t cap = 0;
	int rc = act_log_start(g->d->book.db, &(struct act_log_in){LOG_MOST}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = act_log_step(st, &row, e); rc == DB_ROW; rc = act_log_step(st, &row, e)) {
		if ((uint64_t)row.seq >= g->d->book.known ||
			!desk_sees(g->d, journal_act(g->d->book.journal, (uint64_t)row.seq)))
			continue;
		GROW(a, g->line, g->n, cap);
		g->line[g->n++] = (struct log_line){
			(uint64_t)row.seq, arena_strdup(a, row.by_whom), arena_strdup(a, row.behalf)};
	}
	db_finish(st);
	return rc < 0 ? rc : 0;
}

struct wanted {
	int who, kind;
	const struct list_choice *whom, *which;
	day_t since;
};

/* Those who stand in the log, and what kinds of act they recorded. */
static struct wanted choose(struct log *g)
{
	const struct view *v = g->d->v;
	struct list_choice *who = NEW_ARRAY(v->a, struct list_choice, g->persons + 1);
	struct list_choice *kind = NEW_ARRAY(v->a, struct list_choice, ACT_KIND_COUNT);
	bool found[ACT_KIND_COUNT] = {false};
	struct wanted w = {.whom = who, .which = kind, .since = DAY_NONE_LOW};
	size_t persons = 0, kinds = 0;
	struct err none;

	for (size_t i = 0; i < g->n; i++)
		found[journal_act(g->d->book.journal, g->line[i].seq)->kind] = true;
	for (int k = 0; k < ACT_KIND_COUNT; k++)
		if (found[k])
			kind[kinds++] =
				(struct list_choice){act_kinds[k].name, kind_label(v, (enum act_kind)k)};
	for (size_t i = 0; i < g->persons; i++)
		if (g->person[i].ours)
			who[persons++] = (struct list_choice){g->person[i].id, g->person[i].name};
	w.who = list_choose(g->list, "who", say(v, "By"), who, persons);
	w.kind = list_choose(g->list, "kind", say(v, "Act"), kind, kinds);
	const char *since = list_text(g->list, "since", say(v, "Recorded since (2026-02-03)"));
	if (*since && day_parse(since, strlen(since), &w.since, &none) < 0)
		list_refuse(g->list, "since", say(v, "Write year, month and day: 2026-02-03"));
	return w;
}

static bool is_wanted(const struct log *g, const struct wanted *w, const struct log_line *line)
{
	const struct act *act = journal_act(g->d->book.journal, line->seq);

	if (w->who >= 0 && strcmp(line->by, w->whom[w->who].value) != 0 &&
		strcmp(line->behalf, w->whom[w->who].value) != 0)
		return false;
	return (w->kind < 0 || strcmp(act_kinds[act->kind].name, w->which[w->kind].value) == 0) &&
		act->recorded_ms / DAY_MS >= w->since;
}

static void row_of(struct log *g, const struct log_line *line)
{
	const struct journal *j = g->d->book.journal;
	const struct act *act = journal_act(j, line->seq);
	const struct view *v = g->d->v;
	struct cell *row = list_row(g->list);
	const char *subject = journal_text(j, act->subject);
	uint32_t corrects = journal_corrects(j, line->seq);
	char at[25];

	row[AT] = cell_named(
		moment_words(v, act->recorded_ms), arena_strdup(v->a, instant_format(act->recorded_ms, at)));
	row[WHO] = name_cell(g, line->by);
	row[BEHALF] = name_cell(g, line->behalf);
	row[KIND] = cell_link(cell_named(kind_label(v, (enum act_kind)act->kind), act_kinds[act->kind].name),
		act_url(v, line->seq));
	row[OF] = cell_named(subject_words(v, subject), subject);
	row[STEP] = cell_code(corrects ? arena_strdup(v->a, act_id(journal_act(j, corrects - 1))) : "");
	row[SEQ] = cell_count(v, (long long)line->seq);
	row[ID] = cell_code(arena_strdup(v->a, act_id(act)));
}

int log_rows(struct request *q, struct list *l, struct err *e)
{
	struct acts_desk *d = NEW(q->a, struct acts_desk);
	struct log *g = NEW(q->a, struct log);
	const struct view *v = q->view;
	int rc = acts_open(q, d, e);

	*g = (struct log){.d = d, .list = l};
	if (rc == 0)
		rc = read_log(g, e);
	if (rc < 0)
		return rc;
	l->title = say(v, "Who did what");
	l->lead = say(
		v, "Acts that persons recorded, the latest first. Persons of other houses are not named.");
	l->page_rows = LOG_ROWS_SHOWN;
	l->empty = say(v, "Nobody has recorded an act yet. Each stands here with its person from then on.");
	list_columns(l, columns, COLUMNS);
	for (size_t i = 0; i < g->n; i++) {
		name_of(g, g->line[i].by);
		name_of(g, g->line[i].behalf);
	}
	struct wanted w = choose(g);
	for (size_t i = 0; i < g->n && !l->wrong; i++)
		if (is_wanted(g, &w, &g->line[i]))
			row_of(g, &g->line[i]);
	return 0;
}
