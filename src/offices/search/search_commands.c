/* search: the same as /search, on a terminal. */
#include <string.h>

#include "base/text.h"
#include "offices/search/find.h"
#include "offices/search/pages.h"
#include "offices/search/search.h"
#include "web/door.h"

#define QUESTION_MAX 2000u

enum { SEARCH_KIND, SEARCH_REBUILD };
static const struct option_info options[] = {
	{"--kind", "KIND",
		"One kind alone: state, meeting, figure, rule, document, act; with --house also letter, "
		"contact, incoming"},
	{"--rebuild", NULL, "Make the index anew first; it is made from what is on file, and never lost"},
	{0},
};

static const char *words_of(struct run *r)
{
	struct buf b;

	buf_init(&b, r->arena, QUESTION_MAX);
	for (int i = 0; i < r->argc; i++)
		buf_printf(&b, "%s%s", i ? " " : "", r->argv[i]);
	return b.len ? b.data : "";
}

/* -1: all. */
static int kind_read(struct run *r, int *ret, struct err *e)
{
	const char *names[KIND_COUNT + 1] = {NULL};
	const char *kind = r->option[SEARCH_KIND];

	for (size_t i = 0; i < (r->house ? KIND_COUNT : MENTION_COUNT); i++)
		names[i] = search_kinds[i].name;
	*ret = kind ? word_index(names, kind) : -1;
	if (!kind || *ret >= 0)
		return 0;
	const char *near = text_nearest(kind, names);
	return err_set(e, ERR_USAGE, "--kind %s: no such kind%s%s; paraph search --help lists them", kind,
		near ? "; did you mean " : "", near ? near : "");
}

static int view_open(struct run *r, struct reg *reg, struct view *v, struct err *e)
{
	struct book book;
	const struct pack *pack = NULL;
	struct lang *forms = NULL;
	int rc = book_open(r, &book, e);

	if (rc == 0)
		rc = book_treaty(r, &book, &pack, e);
	if (rc == 0)
		rc = lang_open(r->arena, words_all[0]->tag, &forms, e);
	if (rc < 0)
		return rc;
	book_reg(&book, pack, reg);
	*v = (struct view){.a = r->arena,
		.words = words_all[0],
		.forms = forms,
		.reg = reg,
		.path = "/search",
		.page_asked = "",
		.on = r->on,
		.today = r->today,
		.known = "",
		.known_ms = r->known_ms,
		.recorded = r->today};
	view_name_treaty(v);
	return 0;
}

static int print(struct run *r, const struct view *v, const struct hits *hits, struct err *e)
{
	static const struct column columns[] = {
		{"kind", "Kind", false, false},
		{"title", "Found", false, false},
		{"day", "Day", false, false},
		{"text", "Text", false, false},
		{"key", "Key", false, false},
		{"address", "Address", false, false},
	};
	bool table = r->format == FORMAT_TABLE;
	struct table *t = table_new(r, columns, table ? 3 : sizeof columns / sizeof *columns);
	char iso[EDTF_TEXT];

	for (size_t i = 0; i < hits->n; i++) {
		const struct mention *m = &hits->hit[i].m;
		bool day = m->on.low != DAY_NONE_HIGH;
		const char *cell[] = {search_kinds[hits->hit[i].kind].name, m->title,
			!day            ? ""
				: table ? mention_day(v, m)
					: edtf_format(m->on, iso),
			m->text, m->key, m->to.text ? m->to.text : ""};

		table_row(t, cell);
	}
	return table_end(t, e);
}

/* What is said with --house is looked through too. */
static int find(
	struct run *r, const struct view *v, const char *text, int kind, struct hits *ret, struct err *e)
{
	struct finding f = {.v = v};
	struct question q = {0};
	struct house *h = r->house ? NEW(r->arena, struct house) : NULL;
	int rc = run_db(r, &f.db, e);

	if (rc == 0 && h)
		rc = house_open(r, f.db, NULL, h, e);
	if (rc == 0 && h)
		rc = search_ready_own(r, h, e);
	if (rc == 0)
		rc = question_read(&f, text, &q, e);
	if (rc < 0)
		return rc;
	if (q.n == 0)
		return err_set(e, ERR_INVALID, "%s: no letter or digit that could be found", text);
	if (q.all > SEARCH_WORDS_MAX)
		return err_set(e, ERR_LIMIT, "%zu words; write at most %u", q.all, SEARCH_WORDS_MAX);
	q.kind = kind;
	q.house = h;
	return question_ask(&f, &q, ret, e);
}

static int search_run(struct run *r, struct err *e)
{
	const char *text = words_of(r);
	struct hits hits = {0};
	struct view v;
	struct reg reg;
	int kind, rc = kind_read(r, &kind, e);

	if (rc == 0 && r->argc == 0 && !r->option[SEARCH_REBUILD])
		rc = err_set(e, ERR_USAGE, "write the words to search for: paraph search WORDS");
	if (rc == 0)
		rc = r->option[SEARCH_REBUILD] ? search_rebuild(r, e) : search_ready(r, e);
	if (rc < 0 || r->argc == 0)
		return rc;
	rc = view_open(r, &reg, &v, e);
	if (rc == 0)
		rc = find(r, &v, text, kind, &hits, e);
	if (rc == 0)
		rc = print(r, &v, &hits, e);
	if (rc == 0 && hits.more)
		fprintf(r->err, "paraph: there is more than is shown; add a word, or --kind\n");
	return rc;
}

static const struct command commands[] = {
	{"search", "WORDS", "Find States, meetings, figures, rules, documents and entries by their words",
		"Every word must be there; one of three letters or more may be the beginning of "
		"another. Case and marks make no difference, nor does the article in Arabic.",
		0, -1, options, search_run},
	{0},
};
static const struct route routes[] = {
	{.pattern = "/search",
		.list = search_list,
		.help = "Finds what is public by its words",
		.fields = search_fields,
		.store = true},
	{.pattern = "/desk/search",
		.help = "Finds what is public and what is the house's own",
		.answer = door_list,
		.rows = search_desk_rows,
		.right = RIGHT_HOUSE,
		.menu = T("Search"),
		.fields = search_fields},
	{0},
};
const struct office search_office = {.name = "search", .commands = commands, .routes = routes};
