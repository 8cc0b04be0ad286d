/* Steps: read, added, judged. */
#include "offices/translations/steps.h"

#include <assert.h>
#include <string.h>

#include "translations_sql.h"

const char *const stage_names[STAGE_COUNT + 1] = {"draft", "translated", "reviewed", "approved"};
const char *const origin_names[ORIGIN_COUNT + 1] = {"pack", "person", "file", "memory", "machine"};

/* Both lists are those of the table's own checks. */
static unsigned index_of(const char *const *names, const char *name)
{
	unsigned i = 0;
	while (names[i] && strcmp(names[i], name) != 0)
		i++;
	assert(names[i]);
	return i;
}

static struct past past_of(struct arena *a, const struct translation_steps_row *row)
{
	return (struct past){.stage = (enum stage)index_of(stage_names, row->step),
		.origin = (enum origin)index_of(origin_names, row->origin),
		.source_sha256 = arena_strdup(a, row->source_sha256),
		.target_sha256 = arena_strdup(a, row->target_sha256),
		.source = arena_strdup(a, row->source),
		.target = arena_strdup(a, row->target),
		.paragraph = arena_strdup(a, row->paragraph),
		.person = arena_strdup(a, row->person),
		.behalf = arena_strdup(a, row->behalf),
		.note = arena_strdup(a, row->note),
		.at_ms = row->at_ms};
}

int steps_load(
	struct db *db, struct arena *a, const struct gate_question *q, struct pasts *ret, struct err *e)
{
	struct translation_steps_in in = {q->house, q->treaty, q->kind, q->lang, TRANSLATION_STEPS_MAX + 1};
	struct translation_steps_row row;
	struct db_stmt *st = NULL;
	struct pasts all = {0};
	size_t cap = 0;
	int r = translation_steps_start(db, &in, &st, e);
	if (r < 0)
		return r;
	while ((r = translation_steps_step(st, &row, e)) == DB_ROW) {
		GROW(a, all.at, all.n, cap);
		all.at[all.n++] = past_of(a, &row);
	}
	db_finish(st);
	if (r < 0)
		return err_ctx(e, "translations of %s in %s", q->kind, q->lang);
	if (all.n > TRANSLATION_STEPS_MAX)
		return err_set(e, ERR_LIMIT,
			"translations of %s in %s: over %u steps are on file; mend: give the"
			" letter a new name",
			q->kind, q->lang, TRANSLATION_STEPS_MAX);
	*ret = all;
	return 0;
}

int step_add(struct db *db, const struct gate_question *q, const struct past *p, struct err *e)
{
	struct translation_step_add_in in = {
		.house = q->house,
		.treaty = q->treaty,
		.kind = q->kind,
		.lang = q->lang,
		.source_sha256 = p->source_sha256,
		.target_sha256 = p->target_sha256,
		.at_ms = p->at_ms,
		.step = stage_names[p->stage],
		.origin = origin_names[p->origin],
		.paragraph = p->paragraph,
		.person = p->person,
		.behalf = p->behalf,
		.note = p->note,
	};
	int r = translation_text_add_run(
		db, &(struct translation_text_add_in){q->house, p->source_sha256, p->source}, e);
	if (r == 0)
		r = translation_text_add_run(
			db, &(struct translation_text_add_in){q->house, p->target_sha256, p->target}, e);
	return r == 0 ? translation_step_add_run(db, &in, e) : r;
}

/* Does this person, or the pack, already stand behind the pair, in an earlier step since `from`? */
static bool stood_before(const struct pasts *p, size_t from, size_t at)
{
	const struct past *x = &p->at[at];
	for (size_t i = from; i < at; i++) {
		const struct past *y = &p->at[i];
		if (strcmp(y->source_sha256, x->source_sha256) == 0 &&
			strcmp(y->target_sha256, x->target_sha256) == 0 && strcmp(y->person, x->person) == 0)
			return true;
	}
	return false;
}

struct judged steps_judge(const struct pasts *p, const char *source_sha256, const char *target_sha256)
{
	struct judged j = {.stage = STAGE_TRANSLATED, .persons = 1};
	size_t from = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct past *x = &p->at[i];
		if (strcmp(x->source_sha256, source_sha256) != 0 ||
			strcmp(x->target_sha256, target_sha256) != 0)
			continue;
		if (j.steps++ == 0)
			j.persons = x->origin == ORIGIN_PACK;
		if (x->stage == STAGE_DRAFT) { /* all over again */
			j.persons = 0;
			j.translated = NULL;
			from = i + 1;
		} else if (*x->person) {
			j.persons += !stood_before(p, from, i);
		}
		if (x->stage == STAGE_TRANSLATED)
			j.translated = x;
		j.stage = x->stage;
		j.last = x;
	}
	return j;
}

static bool is_approved(const struct pasts *p, const struct past *x, int persons)
{
	struct judged j = steps_judge(p, x->source_sha256, x->target_sha256);
	return j.stage == STAGE_APPROVED && j.persons >= (size_t)persons;
}

const struct past *steps_own(const struct pasts *p, const char *source_sha256, int persons)
{
	for (size_t i = p->n; i-- > 0;) {
		const struct past *x = &p->at[i];
		if (strcmp(x->source_sha256, source_sha256) == 0 && (!persons || is_approved(p, x, persons)))
			return x->origin == ORIGIN_PACK ? NULL : x;
	}
	return NULL;
}

static bool stands(const struct paragraph *source, size_t n, const char *sha256)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(source[i].sha256, sha256) == 0)
			return true;
	return false;
}

const struct past *steps_former(
	const struct pasts *p, const char *key, const struct paragraph *source, size_t n, int persons)
{
	for (size_t i = p->n; i-- > 0;) {
		const struct past *x = &p->at[i];
		if (strcmp(x->paragraph, key) == 0 && !stands(source, n, x->source_sha256) &&
			(!persons || is_approved(p, x, persons)))
			return x->origin == ORIGIN_PACK ? NULL : x;
	}
	return NULL;
}
