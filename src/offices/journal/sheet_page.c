/* Many acts of one kind from a sheet; and a published list compared with the register. */
#include <string.h>

#include "journal_sql.h"
#include "offices/journal/sheet.h"
#include "sheet_html.h"

/* ---- a sheet that is right is kept, so that what was checked is what is recorded ---- */

static int keep(const struct acts_desk *d, const struct import *im, const char **ret, struct err *e)
{
	struct request *q = d->q;
	char sha256[65];
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, d->book.db, e);

	if (rc == 0)
		rc = store_file_add(d->book.db, "text/csv; charset=utf-8", im->order.data, im->order.len,
			q->run->now_ms, sha256, e);
	if (rc == 0)
		rc = act_file_add_run(d->book.db,
			&(struct act_file_add_in){d->house.code, sha256, im->order.name, "text/csv",
				q->as.person, q->run->now_ms},
			e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		*ret = arena_strdup(q->a, sha256);
	return rc;
}

/* The sheet that was kept, of this house. */
static int kept(const struct acts_desk *d, const char *sha256, struct import_order *o, struct err *e)
{
	struct act_file_get_row row;
	struct file_bytes bytes = {.data = NULL};
	struct db_stmt *st = NULL;
	int rc = act_file_get_start(d->book.db, &(struct act_file_get_in){d->house.code, sha256}, &st, e);

	if (rc < 0)
		return rc;
	rc = act_file_get_step(st, &row, e);
	if (rc == DB_ROW)
		o->name = arena_strdup(d->q->a, row.name);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(
			e, ERR_NOTFOUND, "%s", say(d->v, "No such sheet was checked here. Send it again."));
	if (rc < 0)
		return rc;
	rc = store_file_get(d->book.db, d->q->a, sha256, &bytes, e);
	if (rc != 0)
		return rc;
	o->data = bytes.data;
	o->len = bytes.len;
	return 0;
}

/* ---- the page ---- */

static const char *given(struct request *q, const char *name)
{
	const char *text = request_text(q, name);

	return *text ? text : NULL;
}

static void reports(const struct acts_desk *d, struct sheet_view *t)
{
	const struct pack *p = d->v->reg->pack;

	t->one_report = NEW_ARRAY(d->q->a, struct sheet_report, p->rules_n + 1);
	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].kind == RULE_ANNUAL && p->rule[i].met_report)
			t->one_report[t->reports++] = (struct sheet_report){
				p->rule[i].met_report, view_label(d->v, &p->rule[i].label)};
}

static struct import_order order_of(const struct acts_desk *d, enum act_kind kind, bool by_year)
{
	struct request *q = d->q;
	struct import_order o = {.treaty = d->v->reg->pack->code,
		.kind = act_kinds[kind].name,
		.source = given(q, "source"),
		.visibility = given(q, "visibility"),
		.report = by_year ? given(q, "report") : NULL,
		.by = q->as.person,
		.behalf = ""};

	if (o.visibility && strcmp(o.visibility, visibility_names[VISIBLE_HOUSE]) == 0)
		o.issuer = d->house.code; /* by its issuer it is known whose it is */
	return o;
}

static int show(struct request *q, struct answer *ret, struct sheet_view *t)
{
	struct frame f;

	ret->status = t->said || (t->wrong && !t->compares) ? 400 : 200;
	door_frame(q->view, t->title, &f);
	html_sheet(&ret->b, q->view, &f, t);
	return 0;
}

/* Read and held against the record. What cannot be read at all is said on the page. */
static int check(const struct acts_desk *d, struct import *im, struct sheet_view *t, struct err *e)
{
	struct err wrong;
	int rc = import_read(im, &wrong);

	if (rc == ERR_DB || rc == ERR_BUSY || rc == ERR_IO) {
		*e = wrong;
		return rc;
	}
	if (rc < 0) {
		t->said = arena_strdup(d->q->a, wrong.text);
		return 0;
	}
	import_try(im);
	sheet_rows(d, im, t);
	return 0;
}

/* One kind alone comes by its sheet: others have theirs. */
static void one_kind(
	const struct acts_desk *d, const struct import *im, enum act_kind kind, struct sheet_view *t)
{
	for (size_t i = 0; i < im->n && !t->said; i++)
		if (strcmp(im->draft[i].kind, act_kinds[kind].name) != 0)
			t->said = say_fill(d->q->a,
				say(d->v,
					"Line {n} is an act of another kind: {kind}. "
					"Each kind has its own sheet."),
				(const struct fill[]){{"n", arena_printf(d->q->a, "%u", im->line[i])},
					{"kind", im->draft[i].kind}, {0}});
}

static int record(
	const struct acts_desk *d, struct import *im, struct answer *ret, struct url to, struct err *e)
{
	int rc = import_enter(im, e);

	if (rc == 0)
		answer_see_other(d->q, ret, to);
	return rc;
}

/* What cannot be unpacked is said on the page too. */
static int bytes_of(struct request *q, struct import_order *o, struct sheet_view *t, struct err *e)
{
	int rc = sheet_bytes(q, &o->name, &o->data, &o->len, e);

	if (rc == ERR_INVALID || rc == ERR_LIMIT) {
		t->said = arena_strdup(q->a, e->text);
		return 0;
	}
	if (rc == 0 && !o->data)
		t->said = say(q->view, "Choose a file, or paste the rows with their header.");
	return rc;
}

static int sheet_posted(const struct acts_desk *d, enum act_kind kind, struct sheet_view *t,
	struct answer *ret, struct err *e)
{
	struct request *q = d->q;
	struct import im = {.run = q->run, .book = d->book, .order = order_of(d, kind, t->by_year)};
	bool records = strcmp(request_text(q, "do"), "record") == 0;
	int rc = records ? kept(d, request_text(q, "sheet"), &im.order, e) : bytes_of(q, &im.order, t, e);

	if (rc != 0)
		return rc;
	if (!t->said && t->by_year && !im.order.report)
		t->said = say(q->view, "Choose the report.");
	if (t->said)
		return show(q, ret, t);
	rc = check(d, &im, t, e);
	if (rc != 0)
		return rc;
	if (!t->said && !im.mistakes_n)
		one_kind(d, &im, kind, t);
	if (records && !t->said && !im.mistakes_n)
		return record(d, &im, ret, t->back, e);
	if (!t->said && !im.mistakes_n && t->fresh)
		rc = keep(d, &im, &t->kept, e);
	return rc == 0 ? show(q, ret, t) : rc;
}

static struct sheet_view view_of(struct request *q, const struct acts_desk *d)
{
	return (struct sheet_view){.source = request_text(q, "source"),
		.report = request_text(q, "report"),
		.pasted = request_text(q, "pasted"),
		.visibility = request_text(q, "visibility"),
		.writes = d->writes};
}

static int sheet_answer(
	struct request *q, struct answer *ret, enum act_kind kind, bool by_year, struct err *e)
{
	struct acts_desk d;
	int rc = acts_open(q, &d, e);

	if (rc != 0)
		return rc;
	struct sheet_view t = view_of(q, &d);
	t.title = kind_label(q->view, kind);
	t.by_year = by_year;
	t.to = kind_url(q->view, kind, by_year ? "/years" : "/sheet");
	t.csv = kind_url(q->view, kind, by_year ? "/years.csv" : "/sheet.csv");
	t.xlsx = kind_url(q->view, kind, by_year ? "/years.xlsx" : "/sheet.xlsx");
	t.back = kind_url(q->view, kind, "");
	if (kind == ACT_REPORT_RECEIVED && !by_year)
		t.years = kind_url(q->view, kind, "/years");
	if (by_year)
		reports(&d, &t);
	return q->method == METHOD_POST ? sheet_posted(&d, kind, &t, ret, e) : show(q, ret, &t);
}

int sheet_page(struct request *q, struct answer *ret, struct err *e)
{
	enum act_kind kind;
	int rc = desk_kind(q->view, q->open[0], &kind, e);

	if (rc == 0 && (kind == ACT_CORRECTION || kind == ACT_PACK_ADOPTED))
		return desk_no_page(q->view, e);
	if (rc != 0)
		return rc;
	return door_file_wanted(q) ? door_list(q, ret, e) : sheet_answer(q, ret, kind, false, e);
}

int years_page(struct request *q, struct answer *ret, struct err *e)
{
	enum act_kind kind;
	int rc = desk_kind(q->view, q->open[0], &kind, e);

	if (rc == 0 && kind != ACT_REPORT_RECEIVED)
		return desk_no_page(q->view, e);
	if (rc != 0)
		return rc;
	return door_file_wanted(q) ? door_list(q, ret, e) : sheet_answer(q, ret, kind, true, e);
}

/* ---- comparing ---- */

static int compared(const struct acts_desk *d, struct sheet_view *t, struct answer *ret, struct err *e)
{
	struct request *q = d->q;
	struct import im = {.run = q->run,
		.book = d->book,
		.order = {.treaty = q->view->reg->pack->code, .source = "a list that is compared", .by = ""}};
	int rc = bytes_of(q, &im.order, t, e);

	if (rc != 0)
		return rc;
	if (t->said)
		return show(q, ret, t);
	rc = check(d, &im, t, e);
	if (rc != 0)
		return rc;
	if (!t->said)
		sheet_missing(d, &im, t);
	t->notes_n = im.notes_n;
	t->note = im.note;
	return show(q, ret, t);
}

int compare_page(struct request *q, struct answer *ret, struct err *e)
{
	struct acts_desk d;
	int rc = acts_open(q, &d, e);

	if (rc != 0)
		return rc;
	struct sheet_view t = view_of(q, &d);
	t.title = say(q->view, "Compare a list with the register");
	t.compares = t.writes = true;
	t.to = t.back = view_link(q->view, "/desk/compare");
	return q->method == METHOD_POST ? compared(&d, &t, ret, e) : show(q, ret, &t);
}
