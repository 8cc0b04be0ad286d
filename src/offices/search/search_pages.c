/* /search: what is public. */
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
	size_t n;
	struct hit *hit;
	bool more;
};

static const char *choose_kind(const struct view *v, struct list *l)
{
	struct list_choice *choice = NEW_ARRAY(v->a, struct list_choice, MENTION_COUNT);

	for (size_t i = 0; i < MENTION_COUNT; i++)
		choice[i] = (struct list_choice){mention_kinds[i].name, say(v, mention_kinds[i].label)};
	int chosen = list_choose(l, "kind", say(v, "Kind"), choice, MENTION_COUNT);
	return chosen < 0 ? "" : choice[chosen].value;
}

static void row_add(const struct view *v, struct list *l, const struct hit *h)
{
	const struct mention *m = &h->m;
	struct cell *row = list_row(l);
	char iso[EDTF_TEXT];

	row[TITLE] = cell_link(cell_text(m->title), m->to);
	row[KIND] = cell_named(say(v, mention_kinds[m->kind].label), mention_kinds[m->kind].name);
	if (m->on.low != DAY_NONE_HIGH)
		row[DAY] = edtf_exact(m->on)
			? cell_day(v, m->on.low)
			: cell_named(mention_day(v, m), arena_strdup(v->a, edtf_format(m->on, iso)));
	row[TEXT] = cell_text(m->text);
	row[KEY] = cell_code(m->key);
	row[ADDRESS] = cell_code(m->to.text);
}

/* What there is to ask, and what stands there where nothing is found. */
static const char *form(const struct view *v, struct list *l, const char **ret_kind)
{
	l->title = say(v, "Search");
	l->frame = (struct frame){.title = l->title};
	list_columns(l, columns, COLUMNS);
	const char *text = list_text(l, "q", say(v, "Words"));
	*ret_kind = choose_kind(v, l);
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

static int ask(const struct view *v, struct list *l, struct asking *ask, struct err *e)
{
	const char *kind, *text = form(v, l, &kind);

	ask->f = (struct finding){.v = v};
	if (!v->request) /* only what there is to ask is wanted: for the description of the API */
		return 0;
	int rc = run_db(v->request->run, &ask->f.db, e);
	if (rc == 0)
		rc = question_read(&ask->f, text, &ask->q, e);
	if (rc < 0)
		return rc;
	ask->q.kind = kind;
	question_check(v, l, &ask->q, text);
	if (l->wrong || ask->q.n == 0)
		return 0;
	rc = search_ready(v->request->run, e);
	if (rc == 0)
		rc = question_ask(&ask->f, &ask->q, &ask->hit, &ask->n, &ask->more, e);
	for (size_t i = 0; rc == 0 && i < ask->n; i++)
		row_add(v, l, &ask->hit[i]);
	return rc;
}

int search_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	struct asking a = {0};

	(void)segment;
	return ask(v, l, &a, e);
}

static void shown(const struct view *v, const struct list *l, const struct asking *a, struct search_view *s)
{
	size_t first = (l->page - 1) * l->page_rows;

	s->n = a->hit ? list_page_rows(l) : 0;
	s->row = NEW_ARRAY(v->a, struct found_row, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		const struct hit *h = &a->hit[first + i];
		struct found_row *row = &s->row[i];

		*row = (struct found_row){.hit = h,
			.kind = say(v, mention_kinds[h->m.kind].label),
			.day = mention_day(v, &h->m)};
		row->titles = excerpt(&a->f, &a->q, h->m.title, EXCERPT_MOST, &row->title);
		row->texts = excerpt(&a->f, &a->q, h->m.text, EXCERPT_MOST, &row->text);
	}
}

int search_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct list *l = list_new(v);
	struct search_view s = {.list = l};
	struct asking a = {0};
	int rc = ask(v, l, &a, e);

	(void)segment;
	if (rc < 0)
		return rc;
	l->page_rows = PAGE_ROWS;
	list_ready(l);
	s.asked = a.q.n > 0;
	s.more = a.more;
	shown(v, l, &a, &s);
	html_search_page(b, v, &s);
	return list_verdict(l, e);
}
