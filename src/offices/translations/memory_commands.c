/* memory list, search, import, export, term. */
#include <string.h>

#include "base/file.h"
#include "offices/translations/columns.h"
#include "offices/translations/commands.h"
#include "offices/translations/desk.h"
#include "offices/translations/exchange.h"
#include "offices/translations/memory.h"
#include "translations_sql.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define PAIRS_MAX 10000u
#define SHOWN 10u
#define LEAST_PERCENT 60

#define OPT_PAIR \
	{"--lang", "LL", "The language"}, \
	{ \
		"--from", "LL", "What it is translated from (en)" \
	}
const struct option_info memory_options[] = {OPT_PAIR, {0}};
const struct option_info memory_search_options[] = {
	OPT_PAIR, {"--least", "PERCENT", "How like a segment must be (60)"}, {0}};
const struct option_info memory_export_options[] = {
	OPT_PAIR, {"--out", "FILE", "Where to; memory-FROM-LL.tmx when not given"}, {0}};
const struct option_info memory_term_options[] = {OPT_PAIR, {"--note", "TEXT", "In words"}, {0}};

static int pair_open(struct run *r, struct desk *d, struct memory_pair *ret, struct err *e)
{
	const char *lang = r->option[MEMORY_LANG], *from = r->option[MEMORY_FROM];
	struct lang *opened;
	if (!lang)
		return err_set(e, ERR_USAGE, "%s: say the language, as in --lang fr", r->command->name);
	int rc = lang_open(r->arena, lang, &opened, e);
	if (rc == 0 && from)
		rc = lang_open(r->arena, from, &opened, e);
	if (rc == 0)
		rc = desk_open(r, NULL, d, e);
	if (rc == 0)
		*ret = (struct memory_pair){d->house, from ? from : SOURCE_LANG, lang};
	return rc;
}

int memory_list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {{"source_lang", "From", false, false},
		{"target_lang", "To", false, false}, {"segments", "Segments", true, false}};
	struct memory_pairs_row row;
	struct db_stmt *st = NULL;
	struct desk d = {0};
	int rc = desk_open(r, NULL, &d, e);
	if (rc == 0)
		rc = memory_pairs_start(d.book.db, &(struct memory_pairs_in){d.house, PAIRS_MAX}, &st, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, COUNT(columns));
	while ((rc = memory_pairs_step(st, &row, e)) == DB_ROW)
		table_row(t,
			(const char *const[]){row.source_lang, row.target_lang,
				arena_printf(r->arena, "%lld", (long long)row.segments)});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

/* ---- search ---- */

static const struct column match_columns[] = {
	{"match", "", false, false},
	{"percent", "", true, false},
	{"source", "", false, false},
	{"target", "", false, false},
	{"origin", "", false, false},
	{"note", "", false, false},
};

static void match_put(struct run *r, struct table *t, const char *how, unsigned percent, const char *target,
	const struct segment *s)
{
	const char *many = percent ? arena_printf(r->arena, "%u", percent) : "";
	if (t)
		table_row(t, (const char *const[]){how, many, s->source, target, s->origin, s->note});
	else
		fprintf(r->out, "%s%s%s (%s%s%s)\n  %s\n  %s\n", how, *many ? " " : "",
			*many ? arena_printf(r->arena, "%s%%", many) : "", s->origin, *s->note ? ", " : "",
			s->note, s->source, target);
}

/* Segments like the text, then those in which its words stand. */
int memory_search_run(struct run *r, struct err *e)
{
	struct memory_index *m = NULL;
	struct memory_pair pair = {0};
	struct match match[SHOWN];
	const struct segment *within[SHOWN];
	struct desk d = {0};
	int64_t least = 0;
	int rc = run_option_int(r, MEMORY_OWN, 1, 100, LEAST_PERCENT, &least, e);
	if (rc == 0)
		rc = pair_open(r, &d, &pair, e);
	if (rc == 0)
		rc = memory_load(d.book.db, r->arena, &pair, &m, e);
	if (rc != 0)
		return rc;
	struct table *t =
		r->format == FORMAT_TABLE ? NULL : table_new(r, match_columns, COUNT(match_columns));
	size_t n = memory_find(m, r->arena, r->argv[0], (unsigned)least, SHOWN, match);
	for (size_t i = 0; i < n; i++)
		match_put(r, t, match_kind_names[match[i].kind], match[i].percent, match[i].target,
			match[i].segment);
	size_t k = memory_grep(m, r->arena, r->argv[0], SHOWN, within);
	for (size_t i = 0; i < k; i++)
		match_put(r, t, "within", 0, within[i]->target, within[i]);
	if (t)
		return table_end(t, e);
	fprintf(r->out, "%zu of %zu segments\n", n + k, memory_index_count(m));
	return 0;
}

/* ---- files ---- */

int memory_import_run(struct run *r, struct err *e)
{
	const struct exchange_kind *as = NULL;
	struct exchange x = {.target_lang = r->option[MEMORY_LANG]};
	const char *path = r->argv[0], *slash = strrchr(path, '/');
	struct desk d = {0};
	AUTO_TX tx = {0};
	char *data = NULL;
	size_t len = 0, taken = 0;
	int rc = exchange_kind_find(path, true, &as, e);
	if (rc == 0)
		rc = file_read(r->arena, path, EXCHANGE_BYTES_MAX, &data, &len, e);
	if (rc == 0)
		rc = as->read(r->arena, path, data, len, &x, e);
	if (rc == 0 && !*x.target_lang)
		rc = err_set(e, ERR_USAGE, "%s does not say its language; add --lang LL", path);
	if (rc == 0)
		rc = desk_open(r, NULL, &d, e);
	if (rc == 0)
		rc = tx_begin(&tx, d.book.db, e);
	for (size_t i = 0; rc == 0 && i < x.n; i++) {
		const struct exchange_unit *u = &x.unit[i];
		if (!*u->source || !*u->target || u->machine || u->state == EXCHANGE_INITIAL)
			continue; /* nobody stands behind it */
		struct memory_pair pair = {d.house,
			r->option[MEMORY_FROM] ? r->option[MEMORY_FROM] : x.source_lang,
			r->option[MEMORY_LANG] ? r->option[MEMORY_LANG] : x.target_lang};
		taken++;
		rc = memory_add(d.book.db, &pair,
			&(struct segment){u->source, u->target, slash ? slash + 1 : path, u->key, r->now_ms},
			e);
	}
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		fprintf(r->out, "%s: %zu segments of %zu, %s to %s\n", path, taken, x.n, x.source_lang,
			x.target_lang);
	return rc;
}

int memory_export_run(struct run *r, struct err *e)
{
	struct memory_segments_row row;
	struct memory_pair pair = {0};
	struct exchange x = {.letter = "", .at = ""};
	struct db_stmt *st = NULL;
	struct buf out;
	struct desk d = {0};
	size_t cap = 0;
	int rc = pair_open(r, &d, &pair, e);
	if (rc == 0)
		rc = memory_segments_start(d.book.db,
			&(struct memory_segments_in){
				pair.house, pair.source_lang, pair.target_lang, EXCHANGE_UNITS_MAX},
			&st, e);
	if (rc < 0)
		return rc;
	while ((rc = memory_segments_step(st, &row, e)) == DB_ROW) {
		GROW(r->arena, x.unit, x.n, cap);
		x.unit[x.n++] = (struct exchange_unit){.key = "",
			.source = arena_strdup(r->arena, row.source),
			.target = arena_strdup(r->arena, row.target),
			.was = "",
			.note = arena_strdup(r->arena, row.note),
			.place = "",
			.state = EXCHANGE_FINAL};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	x.source_lang = pair.source_lang;
	x.target_lang = pair.target_lang;
	buf_init(&out, r->arena, EXCHANGE_BYTES_MAX);
	tmx_write(&x, &out);
	rc = buf_check(&out, e);
	const char *path = r->option[MEMORY_OWN]
		? r->option[MEMORY_OWN]
		: arena_printf(r->arena, "memory-%s-%s.tmx", x.source_lang, x.target_lang);
	if (rc == 0)
		rc = file_write(path, out.data, out.len, e);
	if (rc == 0)
		fprintf(r->out, "%s: %zu segments\n", path, x.n);
	return rc;
}

/* ---- the glossary ---- */

int memory_term_add_run(struct run *r, struct err *e)
{
	struct memory_pair pair = {0};
	struct desk d = {0};
	struct term t = {r->argv[0], r->argv[1], r->option[MEMORY_OWN] ? r->option[MEMORY_OWN] : ""};
	int rc = pair_open(r, &d, &pair, e);
	if (rc == 0 && (!*t.source || !*t.target))
		rc = err_set(e, ERR_USAGE, "memory term add: a term and its translation, both not empty");
	if (rc == 0)
		rc = term_put(d.book.db, &pair, &t, r->now_ms, e);
	if (rc == 0)
		fprintf(r->out, "%s: %s\n", t.source, t.target);
	return rc;
}

int memory_term_list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {{"source", "Term", false, false},
		{"target", "Is to be", false, false}, {"note", "Note", false, false}};
	struct memory_pair pair = {0};
	struct term *term = NULL;
	struct desk d = {0};
	size_t n = 0;
	int rc = pair_open(r, &d, &pair, e);
	if (rc == 0)
		rc = terms_load(d.book.db, r->arena, &pair, &term, &n, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++)
		table_row(t, (const char *const[]){term[i].source, term[i].target, term[i].note});
	return table_end(t, e);
}
