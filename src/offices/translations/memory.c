/* The memory in the store: loaded into an index, added to; and the glossary. */
#include "offices/translations/memory.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/file.h"
#include "offices/translations/exchange.h"
#include "translations_sql.h"

#define TERMS_MAX 100000u

int memory_load(
	struct db *db, struct arena *a, const struct memory_pair *p, struct memory_index **ret, struct err *e)
{
	struct memory_segments_in in = {p->house, p->source_lang, p->target_lang, MEMORY_SEGMENTS_MAX + 1};
	struct memory_segments_row row;
	struct segment *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0, cap = 0;
	int r = memory_segments_start(db, &in, &st, e);
	if (r < 0)
		return r;
	while ((r = memory_segments_step(st, &row, e)) == DB_ROW) {
		GROW(a, all, n, cap);
		all[n++] = (struct segment){arena_strdup(a, row.source), arena_strdup(a, row.target),
			arena_strdup(a, row.origin), arena_strdup(a, row.note), row.at_ms};
	}
	db_finish(st);
	return r < 0 ? r : memory_index_new(a, all, n, ret, e);
}

int memory_add(struct db *db, const struct memory_pair *p, const struct segment *s, struct err *e)
{
	AUTO_ARENA a = arena_new("segment");
	const char *both = arena_printf(a, "%s\n%s", s->source, s->target);
	char sha256[65];
	sha256_hex(both, strlen(both), sha256);
	return memory_segment_add_run(db,
		&(struct memory_segment_add_in){p->house, p->source_lang, p->target_lang, sha256, s->source,
			s->target, s->origin, s->note, s->at_ms},
		e);
}

/* ---- the glossary ---- */

int terms_load(struct db *db, struct arena *a, const struct memory_pair *p, struct term **ret, size_t *ret_n,
	struct err *e)
{
	struct memory_terms_in in = {p->house, p->source_lang, p->target_lang, TERMS_MAX};
	struct memory_terms_row row;
	struct db_stmt *st = NULL;
	struct term *all = NULL;
	size_t n = 0, cap = 0;
	int r = memory_terms_start(db, &in, &st, e);
	if (r < 0)
		return r;
	while ((r = memory_terms_step(st, &row, e)) == DB_ROW) {
		GROW(a, all, n, cap);
		all[n++] = (struct term){
			arena_strdup(a, row.source), arena_strdup(a, row.target), arena_strdup(a, row.note)};
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret = all;
	*ret_n = n;
	return 0;
}

int term_put(struct db *db, const struct memory_pair *p, const struct term *t, int64_t now_ms, struct err *e)
{
	return memory_term_put_run(db,
		&(struct memory_term_put_in){
			p->house, p->source_lang, p->target_lang, t->source, t->target, t->note, now_ms},
		e);
}

static size_t caseless(struct arena *a, const char *s, uint32_t **ret)
{
	size_t n = code_points(a, s, ret);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (uint32_t)u_foldCase((UChar32)(*ret)[i], U_FOLD_CASE_DEFAULT);
	return n;
}

/* Does the term stand in the text, capitals or not? At its beginning a word begins; it may end otherwise,
 * since languages bend words. */
static bool stands(struct arena *a, const char *text, const char *term)
{
	uint32_t *c, *t;
	size_t n = caseless(a, text, &c), k = caseless(a, term, &t);
	for (size_t i = 0; k && i + k <= n; i++)
		if (memcmp(c + i, t, k * sizeof *t) == 0 &&
			(i == 0 || !u_isalnum((UChar32)c[i - 1]) ||
				u_getIntPropertyValue((UChar32)c[i], UCHAR_LINE_BREAK) == U_LB_IDEOGRAPHIC))
			return true;
	return false;
}

const char *terms_missed(
	struct arena *a, const struct term *t, size_t n, const char *source, const char *target)
{
	const char *all = "";
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA garbage = arena_child(a, "term");
		if (stands(garbage, source, t[i].source) && !stands(garbage, target, t[i].target))
			all = arena_printf(a, "%s%s\"%s\" is to be \"%s\"", all, *all ? ", " : "",
				t[i].source, t[i].target);
	}
	return all;
}
