/* Walking the live acts of a chain, newest first, and small arithmetic on yes, no, maybe. Private to the
 * register. */
#pragma once
#include "acts/payload.h"
#include "register/register.h"

struct walk {
	const struct journal *j;
	uint64_t known;
	uint32_t next; /* place + 1 */
	bool by_kind;
};

static inline struct walk walk_kind(const struct reg *r, uint32_t treaty, enum act_kind kind)
{
	return (struct walk){
		r->journal, r->known, journal_last_kind(r->journal, treaty, kind, r->known), true};
}

/* Acts of one State under a treaty, of the family of `kind`; the caller picks the kinds. */
static inline struct walk walk_subject(
	const struct reg *r, uint32_t treaty, uint32_t subject, enum act_kind kind)
{
	enum act_family family = act_kinds[kind].family;
	return (struct walk){
		r->journal, r->known, journal_last(r->journal, treaty, subject, family, r->known), false};
}

/* The next act that counts, NULL at the end; its place + 1 in *ret_place (may be NULL). */
static inline const struct act *walk_next(struct walk *w, uint32_t *ret_place)
{
	while (w->next) {
		uint32_t place = w->next;
		const struct act *a = journal_act(w->j, place - 1);
		w->next = w->by_kind ? a->prev_kind : a->prev_subject;
		if (journal_live(w->j, place - 1, w->known)) {
			if (ret_place)
				*ret_place = place;
			return a;
		}
	}
	return NULL;
}

static inline enum tri tri_not(enum tri a)
{
	return (enum tri)(TRI_YES - a);
}

static inline enum tri tri_and(enum tri a, enum tri b)
{
	return a < b ? a : b;
}

static inline enum tri tri_or(enum tri a, enum tri b)
{
	return a > b ? a : b;
}

#define EDTF_NEVER ((struct edtf){DAY_NONE_HIGH, DAY_NONE_HIGH})
static inline bool edtf_never(struct edtf d)
{
	return d.low == DAY_NONE_HIGH;
}
static inline day_t day_later(day_t a, day_t b)
{
	return a > b ? a : b;
}
static inline day_t day_earlier(day_t a, day_t b)
{
	return a < b ? a : b;
}

/* The same step on both bounds. */
static inline struct edtf edtf_add(struct edtf d, struct step s)
{
	return (struct edtf){day_add(d.low, s), day_add(d.high, s)};
}

/* Does the predicate rest on acts of this kind? */
bool predicate_rests_on(enum predicate p, enum act_kind kind);

/* Was the act done by `on`? */
static inline enum tri act_by(const struct act *a, day_t on)
{
	return edtf_by(act_on(a), on);
}
/* Is its day not found at all? Such an act counts on every day where reading.md says so. */
static inline bool act_undated(const struct act *a)
{
	return a->on.low == DAY_NONE_LOW && a->on.high == DAY_NONE_HIGH;
}
