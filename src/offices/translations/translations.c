/* What becomes of each paragraph, and whether a language may leave. */
#include "offices/translations/translations.h"

#include <string.h>

#include "base/file.h"
#include "offices/houses/houses.h"
#include "offices/translations/steps.h"
#include "translations_sql.h"

const char *const unit_state_names[UNIT_STATE_COUNT + 1] = {
	"missing", "extra", "outdated", "draft", "translated", "reviewed", "approved", "same"};

/* ---- one paragraph ---- */

/* The source's words that these words were seen against, when they are not those of today. */
static const struct past *seen_against_others(const struct pasts *p, const struct paragraph_pair *pair)
{
	for (size_t i = p->n; i-- > 0;) {
		const struct past *x = &p->at[i];
		if (strcmp(x->target_sha256, pair->target->sha256) == 0 &&
			strcmp(x->source_sha256, pair->source->sha256) != 0)
			return x;
	}
	return NULL;
}

static enum unit_state state_of(const struct judged *j, int wanted)
{
	static const enum unit_state of[STAGE_COUNT] = {
		UNIT_DRAFT, UNIT_TRANSLATED, UNIT_REVIEWED, UNIT_APPROVED};
	bool enough = j->persons >= (size_t)wanted;
	return j->stage == STAGE_APPROVED && !enough ? UNIT_REVIEWED : of[j->stage];
}

static struct unit unit_of(const struct pasts *p, const struct paragraph_pair *pair, int persons)
{
	struct unit u = {.source = pair->source,
		.target = pair->target,
		.origin = "",
		.person = "",
		.was = "",
		.note = ""};
	if (!pair->source || !pair->target) {
		u.state = pair->source ? (pair->source->words ? UNIT_MISSING : UNIT_SAME) : UNIT_EXTRA;
		return u;
	}
	struct judged j = steps_judge(p, pair->source->sha256, pair->target->sha256);
	const struct past *other = j.steps ? NULL : seen_against_others(p, pair);
	const struct past *last = other ? other : j.last;
	u.state = other ? UNIT_OUTDATED : state_of(&j, persons);
	u.persons = other ? 0 : j.persons;
	u.was = other ? other->source : "";
	u.origin = origin_names[last ? last->origin : ORIGIN_PACK];
	if (last) {
		u.person = last->person;
		u.at_ms = last->at_ms;
		u.note = last->note;
	}
	if (!pair->source->words && !pair->target->words &&
		strcmp(pair->source->sha256, pair->target->sha256) == 0)
		u.state = UNIT_SAME;
	return u;
}

/* Where a language is no letter yet: what the house already has of it, as a paragraph; NULL none. */
static const struct paragraph *own_words(
	struct arena *a, const struct pasts *p, const struct paragraph *source)
{
	const struct past *own = steps_own(p, source->sha256, 0);
	if (!own)
		return NULL;
	struct paragraph *all = NEW(a, struct paragraph);
	*all = *source;
	all->text = own->target;
	sha256_hex(own->target, strlen(own->target), all->sha256);
	return all;
}

int translation_units(struct db *db, struct arena *a, const struct gate_question *q, struct unit **ret,
	size_t *ret_n, struct err *e)
{
	struct paragraph *source = NULL, *target = NULL;
	struct paragraph_pair *pair = NULL;
	struct pasts past;
	size_t n = 0, m = 0, pairs = 0;
	int r = steps_load(db, a, q, &past, e);
	if (r < 0)
		return r;
	template_paragraphs(q->source, a, &source, &n);
	if (q->target)
		template_paragraphs(q->target, a, &target, &m);
	paragraphs_pair(a, source, n, target, m, &pair, &pairs);
	for (size_t i = 0; !q->target && i < pairs; i++)
		pair[i].target = own_words(a, &past, pair[i].source);
	struct unit *all = NEW_ARRAY(a, struct unit, pairs ? pairs : 1);
	for (size_t i = 0; i < pairs; i++)
		all[i] = unit_of(&past, &pair[i], q->persons);
	*ret = all;
	*ret_n = pairs;
	return 0;
}

/* ---- the gate ---- */

int gate_check(struct db *db, struct arena *a, const struct gate_question *q, struct gate *ret, struct err *e)
{
	struct gate g = {0};
	struct unit *unit;
	size_t n;
	if (strcmp(q->lang, q->source_lang) == 0) {
		*ret = g;
		return 0;
	}
	int r = translation_units(db, a, q, &unit, &n, e);
	if (r < 0)
		return r;
	g.lack = NEW_ARRAY(a, struct unit, n ? n : 1);
	for (size_t i = 0; i < n; i++) {
		if (unit[i].state == UNIT_SAME)
			continue;
		g.paragraphs++;
		if (!q->target)
			unit[i].state = UNIT_MISSING; /* whatever the house has: it is no letter yet */
		if (unit[i].state != UNIT_APPROVED)
			g.lack[g.n++] = unit[i];
	}
	*ret = g;
	return 0;
}

#define SAID_MAX 4u /* paragraphs that one line names */

const char *gate_says(struct arena *a, const struct gate_question *q, const struct gate *g)
{
	const char *some = "";
	if (g->n == 0)
		return arena_printf(a, "%s: approved", q->lang);
	for (size_t i = 0; i < g->n && i < SAID_MAX; i++) {
		const struct unit *u = &g->lack[i];
		some = arena_printf(a, "%s%s%s (%s)", some, i ? ", " : "",
			u->source ? u->source->key : u->target->key, unit_state_names[u->state]);
	}
	return arena_printf(a,
		"%s: %zu of %zu paragraphs are not approved: %s%s; mend: paraph translation show %s"
		" --lang %s",
		q->lang, g->n, g->paragraphs, some, g->n > SAID_MAX ? " …" : "", q->kind, q->lang);
}

int translation_persons(const struct house *h)
{
	int most = 1;
	for (size_t i = 0; i < h->clearance_n; i++)
		most = h->clearance[i].persons > most ? h->clearance[i].persons : most;
	return most;
}

int translation_languages(struct db *db, struct arena *a, const struct gate_question *q,
	const char *const **ret, size_t *ret_n, struct err *e)
{
	struct translation_languages_in in = {q->house, q->treaty, q->kind, TRANSLATION_LANGUAGES_MAX};
	struct translation_languages_row row;
	struct db_stmt *st = NULL;
	const char **all = NEW_ARRAY(a, const char *, TRANSLATION_LANGUAGES_MAX);
	size_t n = 0;
	int r = translation_languages_start(db, &in, &st, e);
	if (r < 0)
		return r;
	while ((r = translation_languages_step(st, &row, e)) == DB_ROW)
		all[n++] = arena_strdup(a, row.lang);
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return r < 0 ? r : 0;
}

/* ---- the house's own words ---- */

/* A letter's paragraphs in both languages, and what was done about them. */
struct composing {
	struct pasts past;
	enum own_words own;
	int persons; /* that the house wants behind its own words; 0: it is not asked */
	size_t n, m, pairs;
	struct paragraph *source, *target; /* n and m of them */
	struct paragraph_pair *pair;
};

/* Words for a paragraph of the source: the house's own, also for what stood there before, else what the
 * pack's template has; NULL none. */
static const char *words_for(const struct composing *c, const struct paragraph_pair *pair)
{
	const struct paragraph *source = pair->source;
	const struct past *own = steps_own(&c->past, source->sha256, c->persons);
	if (!own && c->own != OWN_CURRENT && source->words)
		own = steps_former(&c->past, source->key, c->source, c->n, c->persons);
	if (own)
		return own->target;
	return pair->target ? pair->target->text : source->words ? NULL : source->text;
}

/* One text for each paragraph of the template that is written anew, NULL where it keeps its own; false when
 * one is missing. */
static bool words_all(const struct composing *c, bool in_source, const char **text)
{
	bool whole = true;
	for (size_t i = 0; i < c->pairs; i++) {
		const struct paragraph *at = in_source ? c->pair[i].source : c->pair[i].target;
		if (!c->pair[i].source || !at)
			continue;
		const char *words = words_for(c, &c->pair[i]);
		whole &= words != NULL;
		if (words && strcmp(words, at->text) != 0)
			text[at - (in_source ? c->source : c->target)] = words;
	}
	return whole;
}

int translation_compose(struct db *db, struct arena *a, const struct gate_question *q,
	const struct translation_files *f, enum own_words own, const char **ret, size_t *ret_len,
	struct err *e)
{
	struct composing c = {.own = own, .persons = own == OWN_NEWEST ? 0 : q->persons};
	struct buf out;
	int r = steps_load(db, a, q, &c.past, e);
	if (r < 0)
		return r;
	template_paragraphs(q->source, a, &c.source, &c.n);
	if (q->target)
		template_paragraphs(q->target, a, &c.target, &c.m);
	paragraphs_pair(a, c.source, c.n, c.target, c.m, &c.pair, &c.pairs);
	const char **text = NEW_ARRAY(a, const char *, c.n + c.m ? c.n + c.m : 1);
	bool whole = words_all(&c, !q->target, text);
	buf_init(&out, a, TEMPLATE_BYTES_MAX);
	if (q->target)
		paragraphs_write(f->target, f->target_len, c.target, c.m, text, &out);
	else
		paragraphs_write(f->source, f->source_len, c.source, c.n, text, &out);
	r = buf_check(&out, e);
	if (r < 0)
		return err_ctx(e, "%s in %s", q->kind, q->lang);
	*ret = whole || q->target ? out.data : NULL;
	*ret_len = out.len;
	return 0;
}
