/* The page of one figure: its value, the rule, and every act counted or left out. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "offices/status/figure.h"
#include "offices/status/figure_html.h"

#define COUNTED_FIRST 8 /* rows shown at once; the rest opens */
#define NAMES_MAX 6     /* in a line of the ledger */

/* ---- the rail: from nothing to the most possible ---- */

static bool whole_number(const char *text, size_t *ret)
{
	struct err e;
	int64_t n;

	if (text_int(text, 0, 1000000, &n, &e) < 0)
		return false;
	*ret = (size_t)n;
	return true;
}

static const char *place(const struct view *v, size_t n, size_t most)
{
	return view_x(v, most ? (int)(n * 10000 / most) : 0);
}

static void rail_of(const struct view *v, struct figure_view *t)
{
	const struct fact *f = &t->shown.fact;
	size_t low = 0, high, most = 0;
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);

	for (size_t i = 0; i < n; i++)
		most += reg_is_state(v->reg, state[i], v->on) == TRI_YES;
	if (strcmp(f->unit, "States") != 0 || f->type != VALUE_NUMBER || f->quality == QUALITY_UNKNOWN)
		return;
	if (f->quality == QUALITY_EXACT ? !whole_number(f->value, &low) : !whole_number(f->low, &low))
		return;
	high = low;
	t->rail.bounded = f->quality == QUALITY_BOUNDED;
	if (t->rail.bounded && !whole_number(f->high, &high))
		high = most;
	if (high > most)
		return;
	t->rail.any = true;
	t->rail.at = place(v, low, most);
	t->rail.low = place(v, view_right_to_left(v) ? high : low, most);
	t->rail.width = arena_printf(v->a, "%zu.%02zu%%", (high - low) * 100 / (most ? most : 1),
		(high - low) * 10000 / (most ? most : 1) % 100);
	t->rail.high_text = say_fill(v->a, say_number(v, "{n} State", "{n} States", most),
		(const struct fill[]){{"n", view_count(v, most)}, {0}});
	t->rail.mark = low * 8 > most && low * 8 < most * 7; /* where its number has room below */
	t->rail.sentence = say_fill(v->a, say(v, "{value} on a scale from 0 to {most}"),
		(const struct fill[]){{"value", *t->shown.value ? t->shown.value : t->shown.clause},
			{"most", view_count(v, most)}, {0}});
}

/* ---- the ledger ---- */

struct sum {
	size_t n, names_n;
	const char *name[NAMES_MAX + 1];
};

static void sum_add(
	const struct view *v, struct sum *s, uint32_t state, const char *text, day_t from, day_t to)
{
	s->n++;
	if (s->names_n > NAMES_MAX)
		return;
	s->name[s->names_n++] = say_fill(v->a, text,
		(const struct fill[]){{"state", view_state(v, state)}, {"from", view_day(v, from)},
			{"to", view_day(v, to)}, {0}});
}

static const char *added(const struct view *v, const char *text, const char *more)
{
	return *text
		? say_fill(v->a, say(v, "{a}; {b}"), (const struct fill[]){{"a", text}, {"b", more}, {0}})
		: more;
}

static const char *sum_names(const struct view *v, const struct sum *s)
{
	const char *text = "";

	if (s->names_n > NAMES_MAX)
		return "";
	for (size_t i = 0; i < s->names_n; i++)
		text = added(v, text, s->name[i]);
	return text;
}

static const char *kinds_words(const struct view *v, const size_t *kind)
{
	const char *text = "";

	for (int k = 0; k < ACT_KIND_COUNT; k++)
		if (kind[k])
			text = added(v, text,
				say_fill(v->a, say(v, "{kind}: {n}"),
					(const struct fill[]){{"kind", kind_words(v, (enum act_kind)k)},
						{"n", view_count(v, kind[k])}, {0}}));
	return text;
}

static void ledger_add(struct figure_view *t, const char *what, const char *sub, bool less, size_t n)
{
	if (n || !t->ledger_n)
		t->ledger[t->ledger_n++] = (struct ledger_row){what, sub, less, n};
}

/* What came in, and what was taken off. Only where it comes to the figure itself. */
static void ledger_of(const struct view *v, struct figure_view *t)
{
	const struct fact_rule *f = t->shown.fact.rule;
	size_t kind[ACT_KIND_COUNT] = {0}, deposits = 0;
	struct sum ended = {0}, pending = {0};
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);
	bool in_force = f->of == PRED_IN_FORCE;

	if (f->kind != FACT_COUNT_OF || (f->of != PRED_DEPOSITED && !in_force))
		return;
	for (size_t i = 0; i < n; i++) {
		struct state_standing s;

		reg_standing(v->reg, state[i], v->on, &s);
		for (size_t k = 0; k < s.n; k++) {
			const struct membership *m = &s.membership[k];
			if (edtf_by(m->deposited, v->on) != TRI_YES)
				continue;
			deposits++;
			kind[m->instrument]++;
			if (edtf_by(m->end, v->on) == TRI_YES)
				sum_add(v, &ended, state[i], say(v, "{state}: notice {from}, effect {to}"),
					m->notice.high, m->end.high);
			else if (in_force && edtf_by(m->in_force, v->on) == TRI_NO)
				sum_add(v, &pending, state[i],
					say(v, "{state}: deposit {from}, in force {to}"), m->deposited.high,
					m->in_force.high);
		}
	}
	if (deposits < ended.n + pending.n || deposits - ended.n - pending.n != t->shown.count ||
		t->shown.fact.quality != QUALITY_EXACT)
		return;
	t->ledger = NEW_ARRAY(v->a, struct ledger_row, 3);
	ledger_add(t, say(v, "Instruments deposited"), kinds_words(v, kind), false, deposits);
	ledger_add(t, say(v, "Withdrawal in effect"), sum_names(v, &ended), true, ended.n);
	ledger_add(t, say(v, "Deposited, not yet in force"), sum_names(v, &pending), true, pending.n);
}

/* ---- acts counted ---- */

static day_t effect_of(const struct view *v, const struct counted *c)
{
	struct state_standing s;

	if (!c->state)
		return DAY_NONE_HIGH;
	reg_standing(v->reg, c->state, v->on, &s);
	for (size_t i = 0; i < s.n; i++)
		if (s.membership[i].deposit_act == c->act && edtf_exact(s.membership[i].in_force) &&
			reg_in_force_known(v->reg, &s.membership[i], v->on))
			return s.membership[i].in_force.high;
	return DAY_NONE_HIGH;
}

static int newest_first(const void *a, const void *b)
{
	const struct counted_row *x = a, *y = b;

	if (x->on.high != y->on.high)
		return x->on.high > y->on.high ? -1 : 1;
	return strcmp(x->what, y->what);
}

static void counted_of(const struct view *v, struct figure_view *t)
{
	const struct fact *f = &t->shown.fact;
	const char **name = NEW_ARRAY(v->a, const char *, f->counted_n + 1);
	size_t names = 0;

	t->counted = NEW_ARRAY(v->a, struct counted_row, f->counted_n + 1);
	for (size_t i = 0; i < f->counted_n; i++) {
		const struct counted *c = &f->counted[i];
		const struct act *act = c->act ? journal_act(v->reg->journal, c->act - 1) : NULL;

		if (!c->in)
			continue;
		if (!act && c->state) {
			name[names++] = view_state(v, c->state);
			continue;
		}
		if (!act)
			continue;
		t->counted[t->counted_n] = (struct counted_row){.state = c->state,
			.what = kind_words(v, act->as),
			.source = journal_text(v->reg->journal, act->source),
			.reason = c->reason,
			.on = act->on,
			.effect = effect_of(v, c)};
		t->by_state |= c->state != 0;
		t->has_effect |= t->counted[t->counted_n++].effect != DAY_NONE_HIGH;
	}
	t->names = names ? lang_list(v->forms, v->a, names, name) : "";
	if (t->counted_n)
		qsort(t->counted, t->counted_n, sizeof *t->counted, newest_first);
	t->shown_n = t->counted_n > COUNTED_FIRST + 2 ? COUNTED_FIRST : t->counted_n;
}

/* ---- acts left out ---- */

/* Where obligations are counted: what became of this State's. */
static const char *duty_reason(const struct view *v, const struct fact *f, const struct counted *c)
{
	bool of_duty = f->rule->kind == FACT_DUE || f->rule->kind == FACT_OUTSTANDING ||
		f->rule->kind == FACT_COMPLETED;
	const struct rule *rule = &v->reg->pack->rule[f->rule->obligation];
	const char *year = strchr(f->key, ':');
	struct duty *d;
	size_t n = of_duty && c->state ? reg_duties(v->reg, v->a, c->state, v->on, &d) : 0;

	for (size_t i = 0; i < n; i++)
		if (d[i].rule == rule &&
			(!year || strcmp(arena_printf(v->a, "%d", d[i].period), year + 1) == 0))
			return duty_words(v, &d[i]);
	return NULL;
}

/* The register's reason for a State is its standing; for others it is a text of its own. */
static const char *reason_words(const struct view *v, const struct fact *f, const struct counted *c)
{
	static const char *const reasons[STANDING_COUNT] = {
		[STANDING_PARTY] = T("a State Party on this day"),
		[STANDING_DEPOSITED] = T("its instrument is deposited and not yet in force"),
		[STANDING_SIGNATORY] = T("a signature alone binds no State"),
		[STANDING_WITHDRAWING] = T("a State Party until its withdrawal takes effect"),
		[STANDING_WITHDRAWN] = T("ended by its withdrawal"),
		[STANDING_NOT_PARTY] = T("not a party on this day"),
		[STANDING_UNKNOWN] = T("its day is not precise enough"),
	};

	const char *duty = duty_reason(v, f, c);
	if (duty)
		return duty;
	for (size_t s = 0; s < STANDING_COUNT; s++)
		if (strcmp(c->reason, standing_names[s]) == 0)
			return say(v, reasons[s]);
	return c->reason;
}

static void left_add(
	struct figure_view *t, const char *reason, bool english, const char *name, struct arena *a)
{
	size_t at = 0;

	while (at < t->left_n && strcmp(t->left[at].reason, reason) != 0)
		at++;
	if (at == t->left_n)
		t->left[t->left_n++] = (struct left_out){reason, english, 0, ""};
	struct left_out *l = &t->left[at];
	l->n++;
	t->left_total++;
	if (*name)
		l->names = *l->names ? arena_printf(a, "%s · %s", l->names, name) : name;
}

static void left_of(const struct view *v, struct figure_view *t)
{
	const struct fact *f = &t->shown.fact;

	t->left = NEW_ARRAY(v->a, struct left_out, f->counted_n + 1);
	for (size_t i = 0; i < f->counted_n; i++) {
		const struct counted *c = &f->counted[i];
		const char *reason = reason_words(v, f, c);

		if (!c->in)
			left_add(t, reason, reason == c->reason && v->words != words_all[0],
				c->state ? view_state(v, c->state) : "", v->a);
	}
}

/* ---- pages ---- */

/* Key and argument in one text again, for the link and the citation. */
static const char *value_cited(const struct view *v, const struct shown *s)
{
	if (s->fact.quality == QUALITY_EXACT)
		return s->value;
	return s->fact.quality == QUALITY_UNKNOWN ? say(v, "unknown") : s->clause;
}

static const char *cite_of(const struct view *v, const struct shown *s)
{
	return say_fill(v->a,
		say(v, "{treaty}, register of acts: {what}, {value}, as at {on}, as recorded on {known}."),
		(const struct fill[]){{"treaty", view_treaty_name(v)}, {"what", s->label},
			{"value", value_cited(v, s)}, {"on", view_day(v, v->on)},
			{"known", view_day(v, v->recorded)}, {0}});
}

static int no_fact(const struct view *v, const char *key, const struct err *why, struct err *e)
{
	const struct pack *p = v->reg->pack;
	const char **keys = NEW_ARRAY(v->a, const char *, p->facts_n + 1);
	const char *name = arena_strndup(v->a, key, strcspn(key, ":"));

	for (size_t i = 0; i < p->facts_n; i++)
		keys[i] = p->fact[i].key;
	const char *near = text_nearest(name, keys);
	const struct fill fill[] = {{"given", key}, {"near", near ? near : ""}, {0}};
	const struct fact_rule *rule = pack_fact(p, name);
	if (rule && rule->argument == ARG_STATE)
		return err_set(e, ERR_NOTFOUND, "%s",
			say_fill(v->a,
				say(v,
					"The figure “{given}” needs the code of a State behind a "
					"colon, such as state.deposited:LAO."),
				fill));
	if (rule)
		return err_set(e, why->code == ERR_INVALID ? ERR_INVALID : ERR_NOTFOUND, "%s",
			say_fill(v->a,
				say(v,
					"The figure “{given}” needs another argument: a year or a "
					"meeting’s code behind a colon, or none. The list of "
					"figures shows how."),
				fill));
	return err_set(e, ERR_NOTFOUND, "%s",
		say_fill(v->a,
			near ? say(v, "There is no figure “{given}”. Did you mean {near}?")
			     : say(v, "There is no figure “{given}”. The list of figures has them all."),
			fill));
}

int fact_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct figure_view *t = NEW(v->a, struct figure_view);
	struct err why;
	int rc = shown_fact(v, segment, &t->shown, &why);

	if (rc == ERR_NOTFOUND || rc == ERR_INVALID)
		return no_fact(v, segment, &why, e);
	if (rc < 0) {
		*e = why;
		return rc;
	}
	const struct fact_rule *rule = t->shown.fact.rule;
	t->key = t->shown.fact.key;
	t->rule = rule_words(v, rule);
	t->source = rule_source(v, rule);
	t->complete = t->shown.fact.as_at;
	rail_of(v, t);
	ledger_of(v, t);
	counted_of(v, t);
	left_of(v, t);
	if (rule->kind == FACT_COUNT_OF && (rule->of == PRED_DEPOSITED || rule->of == PRED_IN_FORCE))
		t->chart = chart_of(v);
	t->cite = cite_of(v, &t->shown);
	t->frame = (struct frame){.title = t->shown.label, .section = SECTION_FIGURES};
	html_figure_page(b, v, t);
	return 0;
}
