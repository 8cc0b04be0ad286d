/* /search: what is public. /desk/search: what is the house's own too. */
#include <string.h>

#include "offices/search/find.h"
#include "offices/search/pages.h"
#include "search_html.h"
#include "web/request.h"

#define PAGE_ROWS 20u
#define EXCERPT_MOST 240u /* bytes, or a little more */

enum { TITLE, KIND, DAY, TEXT, KEY, ADDRESS, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[TITLE] = {"title", T("Found"), COLUMN_HEAD},
	[KIND] = {"kind", T("Kind"), COLUMN_SHOWN},
	[DAY] = {"day", T("Day"), COLUMN_SHOWN},
	[TEXT] = {"text", T("Text"), COLUMN_SHOWN},
	[KEY] = {"key", T("Key"), COLUMN_FILE},
	[ADDRESS] = {"address", T("Address"), COLUMN_FILE},
};

const char *const search_fields[] = {"q", "kind", NULL};

struct asking { /* one question on a page */
	struct finding f;
	struct question q;
	struct hits hits;
};

static int choose_kind(const struct view *v, struct list *l, bool own)
{
	struct list_choice *choice = NEW_ARRAY(v->a, struct list_choice, KIND_COUNT);
	size_t n = own ? KIND_COUNT : MENTION_COUNT;

	for (size_t i = 0; i < n; i++)
		choice[i] = (struct list_choice){search_kinds[i].name, say(v, search_kinds[i].label)};
	return list_choose(l, "kind", say(v, "Kind"), choice, n);
}

static void row_add(const struct view *v, struct list *l, const struct hit *h)
{
	const struct mention *m = &h->m;
	struct cell *row = list_row(l);
	char iso[EDTF_TEXT];

	row[TITLE] = cell_link(cell_text(m->title), m->to);
	row[KIND] = cell_named(say(v, search_kinds[h->kind].label), search_kinds[h->kind].name);
	if (m->on.low != DAY_NONE_HIGH)
		row[DAY] = edtf_exact(m->on)
			? cell_day(v, m->on.low)
			: cell_named(mention_day(v, m), arena_strdup(v->a, edtf_format(m->on, iso)));
	row[TEXT] = cell_text(m->text);
	row[KEY] = cell_code(m->key);
	row[ADDRESS] = cell_code(m->to.text ? m->to.text : "");
}

/* What there is to ask, and what stands there where nothing is found. */
static const char *form(const struct view *v, struct list *l, bool own, int *ret_kind)
{
	l->title = say(v, "Search");
	l->frame = (struct frame){.title = l->title};
	list_columns(l, columns, COLUMNS);
	const char *text = list_text(l, "q", say(v, "Words"));
	*ret_kind = choose_kind(v, l, own);
	l->empty = *text
		? say(v, "Nothing has all of these words. Write fewer of them, or only how one begins.")
		: say(v, "Write one word or several. What has all of them stands here then.");
	return text;
}

static void question_check(const struct view *v, struct list *l, const struct question *q, const char *text)
{
	if (*text && q->n == 0)
		l->empty = say_fill(v->a, say(v, "“{given}” has no letter or digit that could be found."),
			(const struct fill[]){{"given", text}, {0}});
	if (q->all > SEARCH_WORDS_MAX)
		list_refuse(l, "q",
			say_fill(v->a, say(v, "These are more than {n} words. Write fewer."),
				(const struct fill[]){{"n", view_count(v, SEARCH_WORDS_MAX)}, {0}}));
}

/* The rows of this page, with what was asked marked. */
static void page_write(struct buf *b, const struct list *l)
{
	const struct asking *a = l->more;
	const struct view *v = l->view;
	size_t first = (l->page - 1) * l->page_rows;
	struct search_view s = {.list = l, .more = a->hits.more};

	s.n = a->hits.hit ? list_page_rows(l) : 0;
	s.row = NEW_ARRAY(v->a, struct found_row, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		const struct hit *h = &a->hits.hit[first + i];
		struct found_row *row = &s.row[i];

		*row = (struct found_row){.hit = h,
			.kind = say(v, search_kinds[h->kind].label),
			.day = mention_day(v, &h->m),
			.elsewhere = !h->here};
		row->titles = excerpt(&a->f, &a->q, h->m.title, EXCERPT_MOST, &row->title);
		row->texts = excerpt(&a->f, &a->q, h->m.text, EXCERPT_MOST, &row->text);
	}
	if (v->request->route->right == RIGHT_PUBLIC)
		html_search_page(b, v, &s);
	else
		html_search_desk(b, v, &s);
}

/* house: whose own is looked through too; NULL none. */
static int ask(struct list *l, struct run *r, const struct house *house, struct err *e)
{
	const struct view *v = l->view;
	struct asking *ask = NEW(v->a, struct asking);
	int kind, rc = 0;
	const char *text = form(v, l, house != NULL, &kind);

	l->write = page_write;
	l->more = ask;
	l->page_rows = PAGE_ROWS;
	ask->f = (struct finding){.v = v};
	rc = run_db(r, &ask->f.db, e);
	if (rc == 0)
		rc = question_read(&ask->f, text, &ask->q, e);
	if (rc < 0)
		return rc;
	ask->q.kind = kind;
	ask->q.house = house;
	question_check(v, l, &ask->q, text);
	if (l->wrong || ask->q.n == 0)
		return 0;
	rc = search_ready(r, e);
	if (rc == 0 && house)
		rc = search_ready_own(r, house, e);
	if (rc == 0)
		rc = question_ask(&ask->f, &ask->q, &ask->hits, e);
	for (size_t i = 0; rc == 0 && i < ask->hits.n; i++)
		row_add(v, l, &ask->hits.hit[i]);
	return rc;
}

int search_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	int kind;

	(void)segment;
	if (v->request)
		return ask(l, v->request->run, NULL, e);
	form(v, l, false, &kind); /* only what there is to ask is wanted: for the description of the API */
	return 0;
}

int search_desk_rows(struct request *q, struct list *l, struct err *e)
{
	struct house *h = NEW(q->a, struct house);
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = house_open(q->run, db, NULL, h, e);
	if (rc < 0)
		return rc;
	return ask(l, q->run, h, e);
}
