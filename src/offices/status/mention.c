/* What there is to be found: each State, meeting, figure, rule, document and act as a title and a text. */
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/status/meeting.h"
#include "offices/status/rule_words.h"
#include "offices/status/status.h"

#define TEXT_MAX (64u << 10) /* bytes of a text; what is longer is cut */
#define NAMES_MAX 64u        /* names of one State */

const struct mention_info mention_kinds[MENTION_COUNT] = {
	[MENTION_STATE] = {"state", T("State")},
	[MENTION_MEETING] = {"meeting", T("Meeting")},
	[MENTION_FIGURE] = {"figure", T("Figure")},
	[MENTION_RULE] = {"rule", T("Rule")},
	[MENTION_DOCUMENT] = {"document", T("Document")},
	[MENTION_ACT] = {"act", T("Entry")},
};
static const struct edtf no_day = {DAY_NONE_HIGH, DAY_NONE_HIGH};

struct all {
	const struct view *v;
	struct mention *m;
	size_t n, cap;
};

static void put(struct all *all, struct mention m)
{
	GROW(all->v->a, all->m, all->n, all->cap);
	all->m[all->n++] = m;
}

static void piece(struct buf *b, const char *text)
{
	if (text && *text)
		buf_printf(b, "%s%s", b->len ? " · " : "", text);
}

static const char *whole(const struct buf *b)
{
	return b->len ? b->data : "";
}

/* ---- States ---- */

struct names {
	size_t n;
	const char *name[NAMES_MAX];
};

static void name_add(struct names *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->name[i], name) == 0)
			return;
	if (all->n < NAMES_MAX)
		all->name[all->n++] = name;
}

/* Every name that it has or had: Swaziland is found as Eswatini. */
static void names_of(const struct view *v, uint32_t state, struct names *all)
{
	static const char *const fields[] = {"short", "formal"};
	const struct journal *j = v->reg->journal;
	uint32_t p = journal_last(j, v->reg->world, state, act_kinds[ACT_STATE_NAMED].family, v->reg->known);

	for (; p; p = journal_act(j, p - 1)->prev_subject) {
		const struct act *act = journal_act(j, p - 1);

		if (act->as != ACT_STATE_NAMED || !journal_live(j, p - 1, v->reg->known))
			continue;
		for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
			const char *name = payload_member(v->a, act->payload, fields[f], v->words->tag);

			if (name)
				name_add(all, name);
		}
	}
}

static void states(struct all *all)
{
	const struct view *v = all->v;
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);

	for (size_t i = 0; i < n; i++) {
		struct names names = {1, {view_state_filed(v, state[i])}};
		struct buf b;

		names_of(v, state[i], &names);
		buf_init(&b, v->a, TEXT_MAX);
		piece(&b, view_iso3(v, state[i]));
		for (size_t k = 1; k < names.n; k++)
			piece(&b, names.name[k]);
		put(all,
			(struct mention){MENTION_STATE, view_iso3(v, state[i]), 0, view_state(v, state[i]),
				whole(&b), no_day, state_url(v, state[i])});
	}
}

/* ---- meetings, figures, rules ---- */

static void meetings(struct all *all)
{
	const struct view *v = all->v;
	struct meeting *m;
	size_t n = reg_meetings(v->reg, v->a, v->on, &m);

	for (size_t i = n; i-- > 0;) {
		struct gathering g = gathering_of(v, &m[i]);
		struct buf b;

		buf_init(&b, v->a, TEXT_MAX);
		piece(&b, m[i].code);
		piece(&b, *g.type ? meeting_type_words(v, g.type) : "");
		piece(&b, g.city);
		piece(&b, g.country);
		piece(&b, g.venue);
		put(all,
			(struct mention){MENTION_MEETING, m[i].code, 0, g.name, whole(&b),
				(struct edtf){m[i].opens, m[i].opens}, meeting_url(v, m[i].code)});
	}
}

static void figures(struct all *all)
{
	const struct view *v = all->v;
	const struct pack *p = v->reg->pack;

	for (size_t i = 0; i < p->facts_n; i++) {
		const char *key = fact_listed(v, &p->fact[i]);

		if (key)
			put(all,
				(struct mention){MENTION_FIGURE, p->fact[i].key, 0,
					view_label(v, &p->fact[i].label), p->fact[i].key, no_day,
					fact_url(v, key)});
	}
}

static void rule(struct all *all, const char *key, const char *label, const char *words, const char *source)
{
	const struct view *v = all->v;
	struct buf b;

	buf_init(&b, v->a, TEXT_MAX);
	piece(&b, words);
	piece(&b, source ? cited_of(v, source).text : "");
	put(all, (struct mention){MENTION_RULE, key, 0, label, whole(&b), no_day, view_link(v, "/rules")});
}

static void rules(struct all *all)
{
	const struct view *v = all->v;
	const struct pack *p = v->reg->pack;
	const struct terms *t = &p->terms;

	if (t->has_signature)
		rule(all, "signature", say(v, "Signature"), signature_words(v), t->signature_source);
	if (t->has_threshold)
		rule(all, "threshold", say(v, "Entry into force"), threshold_words(v), t->threshold_source);
	if (t->has_state_in_force)
		rule(all, "state-in-force", say(v, "Entry into force for a State"), state_words(v),
			t->state_source);
	if (t->has_withdrawal)
		rule(all, "withdrawal", say(v, "Withdrawal"), withdrawal_words(v), t->withdrawal_source);
	for (size_t i = 0; i < p->rules_n; i++)
		rule(all, arena_printf(v->a, "%zu", i), view_label(v, &p->rule[i].label),
			demand_words(v, &p->rule[i]), p->rule[i].source);
}

size_t mentions_named(const struct view *v, struct mention **ret)
{
	struct all all = {.v = v};

	states(&all);
	meetings(&all);
	figures(&all);
	rules(&all);
	*ret = all.m;
	return all.n;
}

/* ---- acts ---- */

static bool stands_for_itself(enum act_kind as)
{
	for (size_t i = 0; i < MEETING_KINDS; i++)
		if (as == meeting_kinds[i])
			return false;
	return as != ACT_CORRECTION && as != ACT_COVERAGE_STATED;
}

static bool is_document(enum act_kind as)
{
	return as == ACT_DOCUMENT_ISSUED || as == ACT_DOCUMENT_ANNOUNCED;
}

/* A text in the language, else in English. */
static const char *member_of(const struct view *v, const struct act *act, const char *field)
{
	const char *text = payload_member(v->a, act->payload, field, v->words->tag);

	if (!text)
		text = payload_member(v->a, act->payload, field, "en");
	return text ? text : "";
}

/* States by their names. */
static void states_in(const struct view *v, struct buf *b, const char *codes)
{
	char **code;
	size_t n = text_split(v->a, codes, " ", &code);

	for (size_t i = 0; i < n; i++) {
		uint32_t state = journal_word(v->reg->journal, code[i]);

		piece(b, state ? view_state(v, state) : code[i]);
	}
}

static void field_words(const struct view *v, const struct act *act, const struct act_field *f, struct buf *b)
{
	switch (f->type) {
	case FIELD_TEXTS:
		piece(b, member_of(v, act, f->name));
		break;
	case FIELD_STATE:
	case FIELD_STATES:
		states_in(v, b, payload_to_text(v->a, act->as, act->payload, f->name, NULL));
		break;
	case FIELD_TEXT:
	case FIELD_CODE:
		piece(b, payload_to_text(v->a, act->as, act->payload, f->name, NULL));
		break;
	default: /* numbers and days say little without their field */
		break;
	}
}

static const char *text_of(const struct view *v, const struct act *act, const char *skip)
{
	const struct act_field *f = act_kinds[act->as].field;
	struct buf b;

	buf_init(&b, v->a, TEXT_MAX);
	for (; f->name; f++)
		if (strcmp(f->name, skip) != 0)
			field_words(v, act, f, &b);
	piece(&b, journal_text(v->reg->journal, act->issuer));
	piece(&b, journal_text(v->reg->journal, act->source));
	return whole(&b);
}

/* The page that tells most of it. */
static struct url url_of(const struct view *v, const struct act *act, bool of_state)
{
	const char *meeting = payload_text(v->a, act->payload, "meeting");
	const char *subject = journal_text(v->reg->journal, act->subject);

	if (of_state)
		return state_url(v, act->subject);
	if (act->as == ACT_AGENDA_ADOPTED)
		return meeting_url(v, subject);
	if (act->as == ACT_RESOLUTION_ADOPTED || act->as == ACT_VOTE_RECORDED)
		return view_link(v, "/votes");
	if (act->as == ACT_FIGURE_PUBLISHED)
		return view_link(v, "/facts");
	return meeting && *meeting ? meeting_url(v, meeting) : view_link(v, "/meetings");
}

static const char *title_of(const struct view *v, const struct act *act, bool of_state)
{
	const char *subject = journal_text(v->reg->journal, act->subject);
	const char *title = is_document(act->as) ? member_of(v, act, "title") : "";
	const char *what = lang_capital(v->forms, v->a, entry_words(v, act));

	if (*title)
		return arena_printf(v->a, "%s · %s", title, subject);
	if (of_state)
		return arena_printf(v->a, "%s · %s", view_state(v, act->subject), what);
	return *subject ? arena_printf(v->a, "%s · %s", what, subject) : what;
}

bool mention_act(const struct view *v, uint64_t seq, struct mention *ret)
{
	const struct journal *j = v->reg->journal;
	const struct act *act = seq < v->reg->known ? journal_act(j, seq) : NULL;

	if (!act || act->treaty != v->reg->treaty || act->visibility != VISIBLE_PUBLIC ||
		!stands_for_itself(act->as) || !journal_live(j, seq, v->reg->known))
		return false;
	bool of_state = act->subject && reg_state_known(v->reg, act->subject);
	*ret = (struct mention){is_document(act->as) ? MENTION_DOCUMENT : MENTION_ACT, act_id(act), seq,
		title_of(v, act, of_state), text_of(v, act, is_document(act->as) ? "title" : ""), act_on(act),
		url_of(v, act, of_state)};
	return true;
}

const char *mention_day(const struct view *v, const struct mention *m)
{
	return m->on.low == DAY_NONE_HIGH && m->on.high == DAY_NONE_HIGH ? "" : edtf_words(v, m->on);
}
