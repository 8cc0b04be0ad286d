/* Facts about what is written and due: agendas, documents, communications, due days. */
#include <stdlib.h>
#include <string.h>

#include "register/fact.h"

#define LIST_BYTES_MAX (64u << 10)

/* ---- days that a rule sets ---- */

/* Of an annual report: the last year whose report fell due before the day, or the next due day and the year
 * that it covers. Nothing before the treaty is in force. */
int fact_annual(struct asked *q, struct err *e)
{
	(void)e;
	const struct rule *rule = &q->reg->pack->rule[q->rule->obligation];
	struct edtf start = q->reg->in_force;
	int year = day_to_date(q->on).year;
	bool next = strncmp(q->rule->what, "next", strlen("next")) == 0;
	day_t due = date_to_day((struct date){year, rule->due_month, rule->due_day});
	bool ahead = due >= q->on; /* this year's has yet to fall due: it covers the year before */
	int covered = next == ahead ? year - 1 : next ? year : year - 2;
	q->fact->type = strcmp(q->rule->what, "next-day") == 0 ? VALUE_DAY : VALUE_TEXT;
	if (!edtf_exact(start) || start.high > q->on || covered < day_to_date(start.high).year) {
		fact_unknown(q);
		return 0;
	}
	if (q->fact->type == VALUE_DAY)
		fact_exact(q,
			fact_day(q, date_to_day((struct date){covered + 1, rule->due_month, rule->due_day})),
			q->on);
	else
		fact_exact(q, arena_printf(q->a, "%d", covered), q->on);
	return 0;
}

/* What the State has yet to do, the first to fall due; NULL when nothing is known to be. */
static const struct duty *duty_running(const struct asked *q, size_t n, const struct duty *d)
{
	const struct duty *first = NULL;
	for (size_t i = 0; i < n; i++)
		if (d[i].rule == &q->reg->pack->rule[q->rule->obligation] && d[i].applies == TRI_YES &&
			d[i].done_by != TRI_YES && !edtf_never(d[i].due) &&
			(!first || duty_deadline_low(&d[i]) < duty_deadline_low(first)))
			first = &d[i];
	return first;
}

int fact_deadline(struct asked *q, struct err *e)
{
	const struct reg *r = q->reg;
	uint32_t state = journal_word(r->journal, q->argument);
	struct duty *d;
	if (!state || !reg_state_known(r, state))
		return err_set(e, ERR_NOTFOUND,
			"%s: no State with the code %s; codes are ISO 3166-1 alpha-3, see paraph status",
			q->fact->key, q->argument);
	q->fact->type = VALUE_DAY;
	size_t n = reg_duties(r, q->a, state, q->on, &d);
	const struct duty *first = duty_running(q, n, d);
	if (!first) {
		fact_unknown(q);
		return 0;
	}
	day_t low = duty_deadline_low(first), high = duty_deadline_high(first);
	if (first->condition_act)
		fact_counted(q, first->condition_act, state, true, "shows that it applies");
	if (first->extension_act)
		fact_counted(q, first->extension_act, state, true, "extended it");
	fact_exact(q, fact_day(q, high), q->on);
	if (low != high || first->done_by == TRI_MAYBE) {
		q->fact->quality = QUALITY_BOUNDED;
		q->fact->value = "";
		q->fact->low = fact_day(q, low);
	}
	return 0;
}

/* ---- the agenda ---- */

/* The last agenda of the meeting by the day. */
static const struct act *agenda_find(const struct asked *q, const char *meeting, uint32_t *ret_place)
{
	const struct act *best = NULL;
	uint32_t place, word = journal_word(q->reg->journal, meeting);
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_AGENDA_ADOPTED);
	for (const struct act *a = walk_next(&w, &place); a && word; a = walk_next(&w, &place))
		if (a->subject == word && act_by(a, q->on) == TRI_YES &&
			(!best || act_on(a).high > act_on(best).high)) {
			best = a;
			*ret_place = place;
		}
	return best;
}

const char *agenda_items(struct arena *a, const char *lines, const char *wanted)
{
	struct buf out;
	char **line, **number;
	size_t n = text_split(a, lines, "\n", &line), numbers = text_split(a, wanted, "+", &number),
	       found = 0;
	buf_init(&out, a, LIST_BYTES_MAX);
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(line[i], " ");
		bool in = numbers == 0;
		for (size_t k = 0; k < numbers && !in; k++)
			in = strlen(number[k]) == len && strncmp(number[k], line[i], len) == 0;
		if (in)
			buf_printf(&out, "%s%s", found++ ? "\n" : "", line[i]);
	}
	return numbers && found != numbers ? "" : out.data;
}

int fact_agenda(struct asked *q, struct err *e)
{
	(void)e;
	const char *slash = strchr(q->argument, '/');
	const char *meeting =
		slash ? arena_strndup(q->a, q->argument, (size_t)(slash - q->argument)) : q->argument;
	uint32_t place = 0;
	const struct act *act = agenda_find(q, meeting, &place);
	const char *lines = act ? payload_member(q->a, act->payload, "items", "en") : NULL;
	const char *items = lines ? agenda_items(q->a, lines, slash ? slash + 1 : "") : "";
	q->fact->type = VALUE_TEXT;
	if (!*items) {
		fact_unknown(q);
		return 0;
	}
	fact_counted(q, place, 0, true, payload_text(q->a, act->payload, "provisional") ? "provisional" : "");
	fact_exact(q, items, day_earlier(act_on(act).high, q->on));
	return 0;
}

/* ---- documents ---- */

struct paper {
	const char *symbol;
	uint32_t place;
};

static int paper_cmp(const void *a, const void *b)
{
	return strcmp(((const struct paper *)a)->symbol, ((const struct paper *)b)->symbol);
}

/* Is there an act of the kind, by the day, that issues this symbol, or supersedes it? */
static bool paper_is(const struct asked *q, const char *symbol, bool superseded)
{
	uint32_t word = journal_word(q->reg->journal, symbol);
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_DOCUMENT_ISSUED);
	for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL))
		if (act_by(a, q->on) == TRI_YES &&
			(superseded ? payload_is(a->payload, "supersedes", symbol) : a->subject == word))
			return true;
	return false;
}

static size_t papers_find(struct asked *q, enum act_kind kind, struct paper **ret)
{
	struct paper *all = NULL;
	size_t n = 0, cap = 0;
	uint32_t place;
	struct walk w = walk_kind(q->reg, q->reg->treaty, kind);
	for (const struct act *a = walk_next(&w, &place); a; a = walk_next(&w, &place)) {
		const char *symbol = journal_text(q->reg->journal, a->subject);
		bool in = payload_is(a->payload, "meeting", q->argument) && act_by(a, q->on) == TRI_YES &&
			!paper_is(q, symbol, true) &&
			(kind == ACT_DOCUMENT_ISSUED || !paper_is(q, symbol, false));
		for (size_t i = 0; i < n; i++)
			in = in && strcmp(all[i].symbol, symbol) != 0;
		if (!in)
			continue;
		GROW(q->a, all, n, cap);
		all[n++] = (struct paper){symbol, place};
	}
	if (n)
		qsort(all, n, sizeof *all, paper_cmp);
	*ret = all;
	return n;
}

int fact_documents(struct asked *q, struct err *e)
{
	(void)e;
	const struct reg *r = q->reg;
	bool issued = strcmp(q->rule->what, "issued") == 0;
	struct paper *p;
	struct buf list;
	size_t n = papers_find(q, issued ? ACT_DOCUMENT_ISSUED : ACT_DOCUMENT_ANNOUNCED, &p);
	day_t as_at = reg_coverage(r, r->treaty, ACT_DOCUMENT_ISSUED, 0, q->argument, DAY_NONE_LOW, q->on);
	if (!issued)
		as_at = day_earlier(as_at,
			reg_coverage(
				r, r->treaty, ACT_DOCUMENT_ANNOUNCED, 0, q->argument, DAY_NONE_LOW, q->on));
	q->fact->type = VALUE_TEXT;
	buf_init(&list, q->a, LIST_BYTES_MAX);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&list, "%s%s", i ? " " : "", p[i].symbol);
		fact_counted(q, p[i].place, 0, true, p[i].symbol);
	}
	if (as_at == DAY_NONE_LOW && n == 0) {
		fact_unknown(q);
		return 0;
	}
	fact_exact(q, list.data, as_at != DAY_NONE_LOW ? as_at : q->on);
	if (as_at == DAY_NONE_LOW) { /* there may be others */
		q->fact->quality = QUALITY_BOUNDED;
		q->fact->low = q->fact->high = "";
	}
	return 0;
}

/* ---- communications ---- */

int fact_communication(struct asked *q, struct err *e)
{
	(void)e;
	const struct act *best = NULL;
	uint32_t place, best_place = 0;
	bool day = strcmp(q->rule->what, "day") == 0;
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_COMMUNICATION_NOTED);
	for (const struct act *a = walk_next(&w, &place); a; a = walk_next(&w, &place))
		if (payload_is(a->payload, "matter", q->rule->matter) &&
			(!*q->argument || payload_is(a->payload, "meeting", q->argument)) &&
			act_by(a, q->on) == TRI_YES && edtf_exact(act_on(a)) &&
			(!best || act_on(a).high > act_on(best).high)) {
			best = a;
			best_place = place;
		}
	q->fact->type = day ? VALUE_DAY : VALUE_TEXT;
	const char *value = !best ? NULL
		: day             ? fact_day(q, act_on(best).high)
				  : payload_text(q->a, best->payload, "reference");
	if (!value) {
		fact_unknown(q);
		return 0;
	}
	fact_counted(q, best_place, 0, true, "");
	fact_exact(q, value, act_on(best).high);
	return 0;
}
