/* What came as a sheet, and what becomes of each of its rows. */
#include "offices/journal/sheet.h"

#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/journal/workbook.h"

/* Cells between tabs, as a spreadsheet puts them on the clipboard. */
static const char *tabs_to_csv(struct arena *a, const char *text, size_t *ret_len)
{
	struct buf b;

	buf_init(&b, a, 2 * SHEET_BYTES_MAX);
	while (*text) {
		size_t len = strcspn(text, "\t\n");

		buf_csv(&b, arena_strndup(a, text, len));
		text += len;
		if (*text)
			buf_putc(&b, *text++ == '\t' ? ',' : '\n');
	}
	*ret_len = b.len;
	return b.len ? b.data : "";
}

int sheet_bytes(struct request *q, const char **ret_name, const char **ret, size_t *ret_len, struct err *e)
{
	const struct upload *u = request_upload(q, "file");
	const char *pasted = request_text(q, "pasted");
	size_t first = strcspn(pasted, "\n");

	*ret = NULL;
	*ret_name = u ? u->name : "pasted";
	*ret_len = u ? u->len : strlen(pasted);
	if (u && u->len && workbook_is(u->data, u->len))
		return workbook_csv(q->a, u->name, u->data, u->len, ret, ret_len, e);
	if (u && u->len) {
		*ret = u->data;
		return 0;
	}
	if (!*pasted)
		return 0;
	*ret_name = "pasted";
	*ret_len = strlen(pasted);
	*ret = memchr(pasted, '\t', first) ? tabs_to_csv(q->a, pasted, ret_len) : pasted;
	return 0;
}

/* ---- rows ---- */

static const struct {
	const char *words, *mark;
} outcomes[OUTCOME_COUNT] = {
	[OUTCOME_NEW] = {T("new"), "o-met"},
	[OUTCOME_ON_FILE] = {T("on file"), "o-na"},
	[OUTCOME_DIFFERENT] = {T("on file, and different"), "o-due"},
	[OUTCOME_REFUSED] = {T("cannot be"), "o-late"},
};

static void name_row(const struct acts_desk *d, struct sheet_row *row, const struct draft *x)
{
	enum act_kind kind = ACT_CORRECTION;

	IGNORE(act_kind_parse(x->kind, &kind, NULL)); /* a draft has been checked */
	row->kind = kind_label(d->v, kind);
	row->subject = subject_words(d->v, x->subject);
	row->day = *x->on ? edtf_text_words(d->v, x->on) : "";
}

static const char *part_of(const struct acts_desk *d, const struct act *act, const char *name)
{
	const struct journal *j = d->book.journal;
	char day[EDTF_TEXT];

	if (strcmp(name, "date") == 0)
		return arena_strdup(d->q->a, edtf_format(act->on, day));
	if (strcmp(name, "effective") == 0)
		return act->has_effective ? arena_strdup(d->q->a, edtf_format(act->effective, day)) : "";
	if (strcmp(name, "issuer") == 0)
		return journal_text(j, act->issuer);
	if (strcmp(name, "source") == 0)
		return journal_text(j, act->source);
	if (strcmp(name, "subject") == 0)
		return journal_text(j, act->subject);
	if (strcmp(name, "kind") == 0)
		return act_kinds[act->as].name;
	if (strcmp(name, "visibility") == 0)
		return visibility_names[act->visibility];
	return payload_to_text(d->q->a, (enum act_kind)act->kind, act->payload, name, NULL);
}

static const char *part_said(const struct acts_desk *d, const struct draft *x, const char *name)
{
	const struct {
		const char *name, *text;
	} part[] = {{"date", x->on}, {"effective", x->effective}, {"issuer", x->issuer},
		{"source", x->source}, {"subject", x->subject}, {"kind", x->kind},
		{"visibility", x->visibility}};
	enum act_kind kind = ACT_CORRECTION;

	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		if (strcmp(part[i].name, name) == 0)
			return part[i].text;
	IGNORE(act_kind_parse(x->kind, &kind, NULL)); /* a draft has been checked */
	return payload_to_text(d->q->a, kind, x->payload, name, NULL);
}

/* What the sheet says and what is on file, for each part that differs. */
static void parts(
	const struct acts_desk *d, struct sheet_row *row, const struct draft *x, const struct trial *t)
{
	uint64_t seq;
	char **name;
	size_t n;

	if (!*t->met || !journal_find(d->book.journal, t->met, d->book.known, &seq) ||
		!desk_sees(d, journal_act(d->book.journal, seq)))
		return;
	row->met = act_url(d->v, seq);
	n = text_split(d->q->a, t->differs, " ", &name);
	row->part = NEW_ARRAY(d->q->a, struct sheet_part, n + 1);
	for (size_t i = 0; i < n; i++)
		row->part[row->parts_n++] = (struct sheet_part){name[i], part_said(d, x, name[i]),
			part_of(d, journal_act(d->book.journal, seq), name[i])};
}

static const char *marks_of(const struct acts_desk *d, const struct trial *t)
{
	const char *all = t->refusal;

	for (size_t i = 0; i < t->marks.n; i++)
		all = arena_printf(d->q->a, "%s%s%s", all, *all ? "; " : "", t->marks.mark[i]);
	return all;
}

static void mistake_rows(const struct import *im, struct sheet_view *t, struct arena *a, const struct view *v)
{
	size_t n = im->mistakes_n < SHEET_ROWS_SHOWN ? im->mistakes_n : SHEET_ROWS_SHOWN;

	t->row = NEW_ARRAY(a, struct sheet_row, n + 1);
	for (size_t i = 0; i < n; i++)
		t->row[t->rows++] = (struct sheet_row){.line = im->mistake[i].line,
			.outcome = say(v, T("mistake")),
			.mark = "o-late",
			.subject = "",
			.kind = "",
			.day = "",
			.remark = im->mistake[i].text};
}

void sheet_rows(const struct acts_desk *d, const struct import *im, struct sheet_view *t)
{
	struct arena *a = d->q->a;

	t->checked = true;
	t->wrong = im->mistakes_n;
	if (im->mistakes_n && !t->compares) {
		mistake_rows(im, t, a, d->v);
		return;
	}
	t->fresh = im->count[OUTCOME_NEW];
	t->on_file = im->count[OUTCOME_ON_FILE];
	t->different = im->count[OUTCOME_DIFFERENT];
	t->row = NEW_ARRAY(a, struct sheet_row, SHEET_ROWS_SHOWN);
	for (size_t i = 0; i < im->n && t->rows < SHEET_ROWS_SHOWN; i++) {
		const struct trial *trial = &im->trial[i];

		if (trial->outcome == OUTCOME_ON_FILE && t->compares)
			continue;
		struct sheet_row *row = &t->row[t->rows++];
		*row = (struct sheet_row){.line = im->line[i],
			.outcome = say(d->v, outcomes[trial->outcome].words),
			.mark = outcomes[trial->outcome].mark,
			.remark = marks_of(d, trial)};
		name_row(d, row, &im->draft[i]);
		if (trial->outcome != OUTCOME_ON_FILE)
			parts(d, row, &im->draft[i], trial);
	}
}

struct missing {
	const struct acts_desk *d;
	struct sheet_view *view;
};

static void missing_each(void *ctx, uint64_t seq)
{
	struct missing *m = ctx;
	const struct journal *j = m->d->book.journal;
	const struct act *act = journal_act(j, seq);

	m->view->missing_n++;
	if (m->view->missing_shown == SHEET_ROWS_SHOWN)
		return;
	m->view->missing[m->view->missing_shown++] =
		(struct sheet_row){.kind = kind_label(m->d->v, (enum act_kind)act->as),
			.subject = subject_words(m->d->v, journal_text(j, act->subject)),
			.day = edtf_words(m->d->v, act->on),
			.remark = "",
			.met = act_url(m->d->v, seq)};
}

void sheet_missing(const struct acts_desk *d, const struct import *im, struct sheet_view *t)
{
	struct missing m = {d, t};

	t->missing = NEW_ARRAY(d->q->a, struct sheet_row, SHEET_ROWS_SHOWN);
	import_missing(im, missing_each, &m);
}
