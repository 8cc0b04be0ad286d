/* Audiences: who gets a letter, who does not, and why. */
#include <string.h>

#include "base/text.h"
#include "offices/contacts/asking.h"

/* ---- finding ---- */

static const struct audience *named(const struct audience *all, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(all[i].id) == len && memcmp(all[i].id, name, len) == 0)
			return &all[i];
	return NULL;
}

const struct audience *audience_find(const struct pack *p, const struct house *h, const char *name)
{
	size_t len = strcspn(name, ":");
	const struct audience *own = h ? named(h->audience, h->audiences_n, name, len) : NULL;

	return own ? own : named(p->audience, p->audiences_n, name, len);
}

static int not_found(
	struct arena *a, const struct pack *p, const struct house *h, const char *name, struct err *e)
{
	size_t own = h ? h->audiences_n : 0, n = own + p->audiences_n;
	const char **names = NEW_ARRAY(a, const char *, n + 1), *all = "", *near;

	for (size_t i = 0; i < n; i++) {
		names[i] = i < own ? h->audience[i].id : p->audience[i - own].id;
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", names[i]);
	}
	near = text_nearest(name, names);
	return err_set(e, ERR_NOTFOUND, "no audience is called '%s'; %s%s%s", name,
		near ? "did you mean " : "there is: ",
		near        ? near
			: n ? all
			    : "none",
		near ? "?" : "");
}

/* The State behind the colon. */
static int argument(struct asking *k, const char *name, struct err *e)
{
	const char *colon = strchr(name, ':');

	if (!colon && k->q->by_state)
		return err_set(e, ERR_INVALID, "audience %s: say of which State, as in %s:CHE", name, name);
	if (!colon)
		return 0;
	if (!k->q->by_state)
		return err_set(e, ERR_INVALID, "audience %s takes no State; leave out %s", k->q->id, colon);
	k->only = journal_word(k->reg.journal, colon + 1);
	if (!k->only || !reg_state_known(&k->reg, k->only))
		return err_set(e, ERR_NOTFOUND,
			"audience %s: no such State; give its ISO 3166-1 alpha-3 code, such as LAO", name);
	return 0;
}

/* ---- States ---- */

void asking_add(struct asking *k, const struct recipient *rc)
{
	GROW(k->a, k->list, k->n, k->cap);
	k->list[k->n++] = *rc;
}

void recipient_leave_out(struct recipient *rc, enum audience_rule rule, const char *why)
{
	if (rc->excluded)
		return;
	rc->rule = rule;
	rc->excluded = why;
}

struct recipient recipient_of_state(const struct journal *j, uint32_t state)
{
	static const char *const no_langs[] = {NULL};

	return (struct recipient){.contact = "",
		.state = state,
		.iso3 = state ? journal_text(j, state) : "",
		.organisation = "",
		.office = "",
		.office_name = "",
		.name = "",
		.title = "",
		.rank = "",
		.address_as = "",
		.place = "",
		.langs = no_langs,
		.channel = "",
		.address = "",
		.rule = OUT_COUNT};
}

/* Is it of the standing asked for? */
static enum tri standing_fits(const struct audience *q, const struct state_standing *s)
{
	enum tri fits = q->standing ? TRI_NO : TRI_YES;

	for (int p = 0; p < PRED_STATE; p++) {
		enum tri one = q->standing & 1u << p ? standing_is(s, (enum predicate)p) : TRI_NO;

		fits = one > fits ? one : fits;
	}
	return q->standing & 1u << PRED_STATE ? TRI_YES : fits;
}

static const char *bound_words(struct asking *k, const struct state_standing *s)
{
	const struct membership *m = s->current < s->n ? &s->membership[s->current] : NULL;
	char day[EDTF_TEXT];

	if (!m)
		return "has an instrument in effect";
	return arena_printf(k->a, "%s its %s on %s",
		s->deposited == TRI_YES ? "deposited" : "may have deposited", act_kinds[m->instrument].name,
		edtf_format(m->deposited, day));
}

/* How the State voted, where the audience asks: TRI_MAYBE without a roll call. */
static enum tri vote_fits(const struct asking *k, uint32_t state)
{
	const char *cast;

	if (!k->q->cast)
		return TRI_YES;
	if (!k->voted)
		return TRI_MAYBE;
	cast = latest_vote_of(&k->reg, &k->vote, state);
	return cast && strcmp(cast, k->q->cast) == 0 ? TRI_YES : TRI_NO;
}

/* Whether a State belongs to the audience: false, and it is not even listed; else it is, perhaps with the
 * reason why it is left out. */
static bool state_fits(struct asking *k, uint32_t state, struct recipient *ret)
{
	struct state_standing s;
	enum tri is = reg_is_state(&k->reg, state, k->on), fits, voted = vote_fits(k, state);
	bool out_bound = k->q->exclude & 1u << OUT_BOUND;

	if (is == TRI_NO || voted == TRI_NO || (k->only && state != k->only))
		return false;
	*ret = recipient_of_state(k->reg.journal, state);
	reg_standing(&k->reg, state, k->on, &s);
	fits = standing_fits(k->q, &s);
	if (s.standing == STANDING_UNKNOWN && k->q->standing)
		fits = fits == TRI_NO ? TRI_NO : TRI_MAYBE;
	if (fits == TRI_NO && !(out_bound && s.deposited != TRI_NO))
		return false;
	if (out_bound && s.deposited != TRI_NO)
		recipient_leave_out(ret, OUT_BOUND, bound_words(k, &s));
	if (is == TRI_MAYBE || fits == TRI_MAYBE)
		recipient_leave_out(ret, OUT_UNKNOWN, "its standing on that day is not on file");
	if (voted == TRI_MAYBE)
		recipient_leave_out(ret, OUT_UNKNOWN, "no roll call of the latest resolution is on file");
	return true;
}

static void ask_states(struct asking *k)
{
	uint32_t *state;
	size_t n = reg_states(&k->reg, k->a, &state);

	k->voted = k->q->cast && reg_latest_vote(&k->reg, k->q->vote_series, k->on, &k->vote);
	for (size_t i = 0; i < n; i++) {
		struct recipient rc;

		if (state_fits(k, state[i], &rc))
			ask_contacts(k, &rc);
	}
}

int audience_of(struct run *r, const struct book *b, const struct pack *p, const struct house *h,
	const char *name, const char *kind, day_t on, struct recipient **ret, size_t *ret_n, struct err *e)
{
	struct asking k = {.a = r->arena, .house = h, .on = on, .kind = kind, .treaty = p->code};
	int rc;

	k.q = audience_find(p, h, name);
	if (!k.q)
		return not_found(r->arena, p, h, name, e);
	book_reg(b, p, &k.reg);
	rc = argument(&k, name, e);
	if (rc == 0 && h)
		rc = asking_read(&k, b->db, e);
	if (rc < 0)
		return rc;
	if (k.q->whom == WHOM_ORGANISATIONS)
		ask_organisations(&k);
	else
		ask_states(&k);
	asking_duplicates(&k);
	*ret = k.list;
	*ret_n = k.n;
	return 0;
}

int audience_of_known(struct run *r, const struct book *b, const struct pack *p, const struct house *h,
	day_t on, struct recipient *rc, size_t n, struct err *e)
{
	static const struct audience known = {.id = AUDIENCE_TOLD, .whom = WHOM_STATES};
	struct asking k = {.a = r->arena, .house = h, .q = &known, .on = on, .treaty = p->code};
	int got;

	book_reg(b, p, &k.reg);
	got = asking_read(&k, b->db, e);
	if (got < 0)
		return got;
	for (size_t i = 0; i < n; i++)
		ask_known(&k, &rc[i]);
	asking_duplicates(&k);
	for (size_t i = 0; i < n; i++)
		rc[i] = k.list[i];
	return 0;
}

void audience_for_sending(struct recipient *rc, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!*rc[i].channel)
			recipient_leave_out(&rc[i], OUT_NO_CHANNEL,
				*rc[i].contact ? "no address is on file" : "no contact is on file");
}

/* ---- languages ---- */

static const char *among(const char *const *have, const char *tag, size_t len)
{
	for (; *have; have++)
		if (strlen(*have) == len && strncmp(*have, tag, len) == 0)
			return *have;
	return NULL;
}

static const char *in_language(const char *const *have, const char *tag)
{
	const char *found = among(have, tag, strlen(tag));

	return found ? found : among(have, tag, strcspn(tag, "-"));
}

const char *recipient_language(struct arena *a, const struct pack *world, const struct recipient *rc,
	const char *const *have, const char **ret_fallback)
{
	const char *own = *rc->iso3 ? pack_language(world, rc->iso3) : "en";
	const char *wanted = rc->langs[0] ? rc->langs[0] : own, *found = in_language(have, wanted);

	*ret_fallback = NULL;
	if (found)
		return found;
	for (size_t i = 1; rc->langs[0] && rc->langs[i] && !found; i++)
		found = in_language(have, rc->langs[i]);
	if (!found)
		found = in_language(have, own);
	if (!found)
		found = "en";
	*ret_fallback = arena_printf(a, "no text in %s; written in %s", wanted, found);
	return found;
}
