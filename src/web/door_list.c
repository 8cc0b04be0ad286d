/* A list behind a door, as its page and as files. */
#include "web/door_list_html.h"
#include "web/site_private.h"

static const char *name_of(const struct request *q)
{
	const char *slash = strrchr(q->route->pattern, '/');

	for (size_t i = OPEN_MAX; i > 0; i--)
		if (q->open[i - 1])
			return q->open[i - 1];
	return slash + 1;
}

static int as_file(struct request *q, const struct list *l, struct answer *ret, struct err *e)
{
	struct buf b;

	buf_init(&b, q->a, LIST_BYTES_MAX);
	int rc = list_write(l, l->form, &b, e);
	if (rc < 0)
		return rc;
	ret->type = list_forms[l->form].type;
	ret->save_as = arena_printf(
		q->a, "%s-%s%s", l->name, view_iso(q->view, q->view->today), list_forms[l->form].suffix);
	ret->data = b.len ? b.data : "";
	ret->len = b.len;
	return 0;
}

int door_list(struct request *q, struct answer *ret, struct err *e)
{
	const struct visit *t = q->door;
	struct list *l = list_new(q->view);

	l->form = t->form;
	l->name = name_of(q);
	int rc = q->route->rows(q, l, e);
	if (rc < 0)
		return rc;
	list_ready(l);
	if (l->form != LIST_PAGE)
		return as_file(q, l, ret, e);
	ret->status = l->wrong ? 400 : 200;
	door_frame(q->view, l->title, &l->frame);
	if (l->write)
		l->write(&ret->b, l);
	else
		html_door_list(&ret->b, q->view, l);
	return 0;
}

bool door_file_wanted(const struct request *q)
{
	const struct visit *t = q->door;

	return t->form != LIST_PAGE;
}
