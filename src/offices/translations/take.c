/* Who may say what about a paragraph, and what is written down then. */
#include <string.h>

#include "offices/translations/desk.h"
#include "offices/translations/memory.h"

static struct judged judge_with(
	struct arena *a, const struct pasts *p, const struct unit *u, const struct past *one)
{
	struct pasts with = {p->n + 1, NEW_ARRAY(a, struct past, p->n + 1)};
	if (p->n)
		memcpy(with.at, p->at, p->n * sizeof *p->at);
	with.at[p->n] = *one;
	with.at[p->n].source_sha256 = u->source->sha256;
	with.at[p->n].target_sha256 = u->target->sha256;
	return steps_judge(&with, u->source->sha256, u->target->sha256);
}

/* Words that nobody stands behind, or that were seen against another source: whoever says that they are right
 * has translated them. */
static bool is_taken_over(const struct unit *u)
{
	return u->state == UNIT_DRAFT || u->state == UNIT_OUTDATED;
}

const char *step_refused(
	struct arena *a, const struct pasts *p, const struct unit *u, const struct past *one, int persons)
{
	if (u->state == UNIT_MISSING)
		return "is missing; translate it first";
	if (u->state == UNIT_EXTRA)
		return "the source does not say it; take it out of the template";
	if (u->state == UNIT_SAME || u->state == UNIT_APPROVED)
		return "";
	if (is_taken_over(u))
		return NULL;
	struct judged now = steps_judge(p, u->source->sha256, u->target->sha256);
	struct judged then = judge_with(a, p, u, one);
	if (one->stage == STAGE_REVIEWED && now.stage == STAGE_REVIEWED && then.persons == now.persons)
		return "";
	if (one->stage == STAGE_REVIEWED && persons > 1 && now.translated &&
		strcmp(now.translated->person, one->person) == 0)
		return "you translated it; another person reviews it";
	if (one->stage == STAGE_APPROVED && then.persons < (size_t)persons)
		return arena_printf(a,
			"with you %zu stand%s behind it, and the house wants %d; another person approves it",
			then.persons, then.persons == 1 ? "s" : "", persons);
	return NULL;
}

int step_take(
	struct desk *d, const struct version *v, const struct unit *u, const struct past *one, struct err *e)
{
	struct db *db = d->book.db;
	struct past p = *one;
	int r = 0;
	p.source_sha256 = u->source->sha256;
	p.target_sha256 = u->target->sha256;
	p.source = u->source->text;
	p.target = u->target->text;
	p.paragraph = u->source->key;
	for (size_t i = 0; i < ORIGIN_COUNT; i++)
		if (strcmp(origin_names[i], u->origin) == 0)
			p.origin = (enum origin)i;
	if (is_taken_over(u)) {
		p.stage = STAGE_TRANSLATED;
		r = step_add(db, &v->q, &p, e);
		if (d->persons > 1) /* another one goes on from here */
			return r;
		p.stage = one->stage;
	}
	if (r == 0)
		r = step_add(db, &v->q, &p, e);
	if (r == 0 && p.stage == STAGE_APPROVED)
		r = memory_feed(db, &v->q, &p, e);
	return r;
}
