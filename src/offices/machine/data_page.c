/* The data with its dictionary: for people, and as a Dataset of schema.org. A page of ours holds no script,
 * not even one of data, so that the description has an address of its own. */
#include <string.h>

#include "data_html.h"
#include "offices/machine/data.h"
#include "offices/machine/pages.h"

static const struct data_field *fields_of(const struct view *v, const struct listing *l)
{
	struct data_field *all = NEW_ARRAY(v->a, struct data_field, l->list->columns_n + 1);

	for (size_t i = 0; i < l->list->columns_n; i++) {
		const struct list_column *c = &l->list->column[i];
		const struct term *t = term_of(l->name, c->key);

		all[i] = (struct data_field){c->key, say(v, c->title),
			t ? say(v, term_types[t->type].label) : "", t ? say(v, t->meaning) : ""};
	}
	return all;
}

static struct url file_of(const struct view *v, const struct listing *l, const char *suffix)
{
	return view_link(v, arena_printf(v->a, "%s%s", l->route->pattern, suffix));
}

static int lists_of(const struct view *v, struct data_list **ret, size_t *ret_n, struct err *e)
{
	struct listing *l = NULL;
	size_t n = 0;
	int rc = listings_of(v, &l, &n, e);

	if (rc < 0)
		return rc;
	*ret = NEW_ARRAY(v->a, struct data_list, n + 1);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct data_list){l[i].name, l[i].list->title,
			strcmp(l[i].route->pattern, l[i].path) != 0, file_of(v, &l[i], ""),
			file_of(v, &l[i], ".csv"), file_of(v, &l[i], ".json"), file_of(v, &l[i], ".xlsx"),
			view_link(v, l[i].path), l[i].list->columns_n, fields_of(v, &l[i])};
	*ret_n = n;
	return 0;
}

int data_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct data_view *t = NEW(v->a, struct data_view);
	struct data_list *l = NULL;
	int rc = lists_of(v, &l, &t->n, e);

	(void)segment;
	if (rc < 0)
		return rc;
	t->list = l;
	t->frame = (struct frame){.title = say(v, "Data")};
	t->cite =
		say_fill(v->a, say(v, "{treaty}: register of acts. As at {day}, as recorded on {recorded}."),
			(const struct fill[]){{"treaty", view_treaty_name(v)}, {"day", view_day(v, v->on)},
				{"recorded", view_day(v, v->recorded)}, {0}});
	t->description = view_link(v, "/api/v1/openapi.json");
	t->dataset = view_link(v, "/data.jsonld");
	t->acts = view_link(v, "/feeds/acts.atom");
	t->deadlines = view_link(v, "/feeds/deadlines.ics");
	t->record = (struct url){"/feeds/acts.jsonl"};
	html_data_page(b, v, t);
	return 0;
}

/* ---- for machines ---- */

static void member(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, value);
}

static void download(struct buf *b, const char *before, const char *name, const char *type, struct url at)
{
	buf_printf(b, "%s\n{\"@type\":\"DataDownload\"", before);
	member(b, "name", name);
	member(b, "encodingFormat", type);
	member(b, "contentUrl", at.text);
	buf_putc(b, '}');
}

static void downloads(struct buf *b, const struct data_list *l, size_t n)
{
	const char *before = "";

	buf_puts(b, ",\"distribution\":[");
	for (size_t i = 0; i < n; i++) {
		const struct url at[LIST_FORM_COUNT] = {
			[LIST_CSV] = l[i].csv, [LIST_JSON] = l[i].json, [LIST_XLSX] = l[i].xlsx};

		for (int f = LIST_PAGE + 1; f < LIST_FORM_COUNT && l[i].files; f++) {
			download(b, before, l[i].title, list_forms[f].type, at[f]);
			before = ",";
		}
		download(b, before, l[i].title, list_forms[LIST_JSON].type, l[i].api);
		before = ",";
	}
	buf_puts(b, "]");
}

static void variables(struct buf *b, const struct data_list *l, size_t n)
{
	const char *before = "";

	buf_puts(b, ",\"variableMeasured\":[");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < l[i].n; k++) {
			buf_printf(b, "%s\n{\"@type\":\"PropertyValue\"", before);
			member(b, "propertyID", l[i].field[k].key);
			member(b, "name", l[i].field[k].title);
			member(b, "description", l[i].field[k].meaning);
			buf_putc(b, '}');
			before = ",";
		}
	buf_puts(b, "]");
}

int dataset_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct data_list *l = NULL;
	size_t n = 0;
	int rc = lists_of(v, &l, &n, e);

	(void)segment;
	if (rc < 0)
		return rc;
	buf_puts(b, "{\"@context\":\"https://schema.org/\",\"@type\":\"Dataset\"");
	member(b, "name", view_treaty_name(v));
	member(b, "description",
		say(v,
			"Everything that this register shows can be taken away, for any day: by hand, as a "
			"file, or by a program."));
	member(b, "url", view_link(v, "/data").text);
	member(b, "license", "https://creativecommons.org/licenses/by/4.0/");
	member(b, "inLanguage", v->words->tag);
	member(b, "temporalCoverage", arena_printf(v->a, "../%s", view_iso(v, v->on)));
	member(b, "dateModified", view_iso(v, v->recorded));
	buf_puts(b, ",\"isAccessibleForFree\":true");
	downloads(b, l, n);
	variables(b, l, n);
	buf_puts(b, "}\n");
	return 0;
}
