/* Who may say what about a paragraph, and what is written down then. */
#include <string.h>

#include "base/file.h"
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

const char *unit_key(const struct unit *u)
{
	return u->source ? u->source->key : u->target->key;
}

static bool chosen(const struct stepping *s, const struct unit *u)
{
	for (size_t i = 0; i < s->keys; i++)
		if (strcmp(s->key[i], unit_key(u)) == 0)
			return true;
	return s->keys == 0;
}

/* One paragraph; what may not be is told, and the others go on. */
static int step_one(
	struct stepping *s, const struct pasts *past, const struct unit *u, enum stage stage, struct err *e)
{
	struct run *r = s->desk.run;
	struct past one = {
		.stage = stage, .person = s->desk.person, .behalf = "", .note = s->note, .at_ms = r->now_ms};
	const char *why = step_refused(r->arena, past, u, &one, s->desk.persons);
	if (why && *why)
		s->refused[s->left++] = (struct step_refusal){unit_key(u), why};
	bool back = why && !*why && s->pack && u->state == UNIT_APPROVED;
	if (why && !back)
		return 0;
	bool over = s->desk.persons > 1 && is_taken_over(u);
	s->done += !over;
	s->taken += over;
	return step_take(&s->desk, &s->version, u, &one, e);
}

int steps_run(struct stepping *s, enum stage stage, struct err *e)
{
	struct arena *a = s->desk.run->arena;
	AUTO_TX tx = {0};
	struct pasts past = {0, NULL};
	int rc = tx_begin(&tx, s->desk.book.db, e);
	s->refused = NEW_ARRAY(a, struct step_refusal, s->version.n + 1);
	if (rc == 0)
		rc = steps_load(s->desk.book.db, a, &s->version.q, &past, e);
	for (size_t i = 0; rc == 0 && i < s->version.n; i++)
		if (chosen(s, &s->version.unit[i]))
			rc = step_one(s, &past, &s->version.unit[i], stage, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int words_save(struct desk *d, const struct version *v, const struct unit *u, const char *words,
	const char *note, struct err *e)
{
	struct past one = {.stage = STAGE_TRANSLATED,
		.origin = ORIGIN_PERSON,
		.source_sha256 = u->source->sha256,
		.source = u->source->text,
		.target = words,
		.paragraph = u->source->key,
		.person = d->person,
		.behalf = "",
		.note = note,
		.at_ms = d->run->now_ms};
	char sha256[65];
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, d->book.db, e);
	sha256_hex(words, strlen(words), sha256);
	one.target_sha256 = sha256;
	if (rc == 0)
		rc = step_add(d->book.db, &v->q, &one, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}
