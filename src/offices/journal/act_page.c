/* One act, with everything that it holds, and its source file. */
#include <inttypes.h>
#include <string.h>

#include "acts/payload.h"
#include "act_html.h"
#include "base/text.h"
#include "journal_sql.h"
#include "offices/journal/desk.h"

struct lines {
	const struct acts_desk *d;
	size_t n, cap;
	struct act_line *line, spare; /* spare: what is empty is not shown */
};

static struct act_line *line_add(struct lines *l, const char *label, const char *text)
{
	if (!*text)
		return &l->spare;
	GROW(l->d->q->a, l->line, l->n, l->cap);
	l->line[l->n] = (struct act_line){.label = label, .text = text};
	return &l->line[l->n++];
}

static const char *state_names(const struct view *v, const char *codes)
{
	char **code;
	size_t n = text_split(v->a, codes, " ", &code);
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = arena_printf(v->a, "%s%s%s", all, i ? " · " : "", subject_words(v, code[i]));
	return all;
}

static const char *kind_names(const struct view *v, const char *names)
{
	char **name;
	size_t n = text_split(v->a, names, " ", &name);
	const char *all = "";
	enum act_kind kind;

	for (size_t i = 0; i < n; i++)
		all = arena_printf(v->a, "%s%s%s", all, i ? " · " : "",
			act_kind_parse(name[i], &kind, NULL) < 0 ? name[i] : kind_label(v, kind));
	return all;
}

static void field_line(struct lines *l, const struct act_field *f, const char *text)
{
	const struct view *v = l->d->v;
	const char *label = field_label(v, f);

	switch (f->type) {
	case FIELD_DAY:
	case FIELD_EDTF:
		line_add(l, label, edtf_text_words(v, text));
		break;
	case FIELD_STATE:
		line_add(l, label, subject_words(v, text));
		break;
	case FIELD_STATES:
		line_add(l, label, state_names(v, text));
		break;
	case FIELD_KINDS:
		line_add(l, label, kind_names(v, text));
		break;
	case FIELD_CHOICE:
	case FIELD_YES:
		line_add(l, label, choice_label(v, text));
		break;
	case FIELD_TEXT:
		line_add(l, label, text)->english = true;
		break;
	default:
		line_add(l, label, text)->code = true;
	}
}

/* A text in each of its languages, the languages named. */
static void texts_lines(struct lines *l, const struct act_field *f, struct slice all)
{
	const struct view *v = l->d->v;
	struct slice lang, text;
	size_t pos = 0;

	while (payload_each(all, &pos, &lang, &text)) {
		const char *tag = arena_strndup(v->a, lang.at, lang.len);
		line_add(l, arena_printf(v->a, "%s (%s)", field_label(v, f), tag),
			payload_member(
				v->a, arena_printf(v->a, "{\"t\":%.*s}", (int)all.len, all.at), "t", tag));
	}
}

static void payload_lines(struct lines *l, enum act_kind kind, const char *payload)
{
	struct slice all = {payload, strlen(payload)}, key, value;
	size_t pos = 0;

	while (payload_each(all, &pos, &key, &value)) {
		const char *name = arena_strndup(l->d->q->a, key.at, key.len);
		const struct act_field *f = payload_field(kind, payload, name);

		if (!f || strcmp(name, "as") == 0)
			continue;
		if (f->type == FIELD_TEXTS)
			texts_lines(l, f, value);
		else
			field_line(l, f, payload_to_text(l->d->q->a, kind, payload, name, NULL));
	}
}

static void act_lines(struct lines *l, const struct act_row *row, enum act_kind kind)
{
	const struct view *v = l->d->v;
	const struct draft *x = &row->d;

	line_add(l, say(v, "Of"), subject_words(v, x->subject));
	line_add(l, say(v, "Done"), *x->on ? edtf_text_words(v, x->on) : "");
	line_add(l, say(v, "Takes effect"), *x->effective ? edtf_text_words(v, x->effective) : "");
	payload_lines(l, kind, x->payload);
	line_add(l, say(v, "Source"), x->source)->english = true;
	line_add(l, say(v, "Issued by"), x->issuer)->english = true;
}

static void record_lines(struct lines *l, const struct act_row *row)
{
	const struct acts_desk *d = l->d;
	const struct view *v = d->v;
	const struct journal *j = d->book.journal;
	const struct draft *x = &row->d;
	uint32_t corrects = journal_corrects(j, row->seq);

	line_add(l, say(v, "Recorded"),
		say_fill(v->a, say(v, "{moment} UTC"),
			(const struct fill[]){{"moment", moment_words(v, row->recorded_ms)}, {0}}));
	line_add(l, say(v, "By"), person_words(d, x->by));
	line_add(l, say(v, "On behalf of"), person_words(d, x->behalf));
	line_add(l, say(v, "Who may see it"), visibility_label(v, x->visibility));
	if (corrects)
		line_add(l, say(v, "Corrects"), x->corrects)->to = act_url(v, corrects - 1);
	line_add(l, say(v, "Treaty"), x->treaty)->code = true;
	line_add(l, say(v, "Number"), arena_printf(v->a, "%" PRIu64, row->seq));
	line_add(l, say(v, "Id"), x->id)->code = true;
	line_add(l, say(v, "SHA-256 of the source file"), x->source_sha256)->code = true;
	line_add(l, say(v, "Hash in the chain"), row->hash)->code = true;
}

void act_lines_of(
	const struct acts_desk *d, const struct act_row *row, enum act_kind kind, struct act_view *ret)
{
	struct lines l = {.d = d};

	act_lines(&l, row, kind);
	ret->lines_n = l.n;
	ret->line = l.line;
	ret->subject = subject_words(d->v, row->d.subject);
}

/* Bytes are a house's: another that knows their SHA-256 gets nothing. */
static int file_of(const struct acts_desk *d, const char *sha256, const char **ret_name, struct err *e)
{
	struct act_file_get_row row;
	struct db_stmt *st = NULL;

	*ret_name = NULL;
	if (!*sha256)
		return 0;
	int rc = act_file_get_start(d->book.db, &(struct act_file_get_in){d->house.code, sha256}, &st, e);
	if (rc != 0)
		return rc;
	rc = act_file_get_step(st, &row, e);
	if (rc == DB_ROW)
		*ret_name = arena_strdup(d->q->a, row.name);
	db_finish(st);
	return rc < 0 ? rc : 0;
}

static void fill(struct act_view *t, const struct acts_desk *d, const struct act_row *row, enum act_kind kind)
{
	const struct view *v = d->v;
	const struct journal *j = d->book.journal;
	enum act_kind as = payload_as(kind, row->d.payload);
	uint32_t by = journal_corrected_by(j, row->seq, d->book.known);
	struct lines r = {.d = d};

	t->kind = kind_label(v, as);
	t->kind_to = kind_url(v, as, "");
	act_lines_of(d, row, kind, t);
	record_lines(&r, row);
	t->record_n = r.n;
	t->record = r.line;
	t->live = !by;
	t->voids = kind == ACT_CORRECTION && as == ACT_CORRECTION;
	if (by)
		t->corrected_by = act_url(v, by - 1);
	else if (d->writes)
		t->correct = view_link(v, arena_printf(v->a, "/desk/acts/%" PRIu64 "/correct", row->seq));
	if (t->file_name)
		t->file = view_link(v, arena_printf(v->a, "/desk/acts/%" PRIu64 "/file", row->seq));
}

static int act_page(struct request *q, struct answer *ret, struct err *e)
{
	struct act_view t = {.kind = ""};
	struct acts_desk d;
	struct act_row row = {.seq = 0};
	struct frame f;
	enum act_kind kind = ACT_CORRECTION;
	uint64_t seq;
	int rc = acts_open(q, &d, e);

	if (rc == 0)
		rc = desk_act(&d, q->open[0], &seq, &row, e);
	if (rc == 0)
		rc = act_kind_parse(row.d.kind, &kind, e);
	if (rc == 0)
		rc = file_of(&d, row.d.source_sha256, &t.file_name, e);
	if (rc != 0)
		return rc;
	fill(&t, &d, &row, kind);
	door_frame(q->view, *t.subject ? arena_printf(q->a, "%s: %s", t.kind, t.subject) : t.kind, &f);
	html_act(&ret->b, q->view, &f, &t);
	return 0;
}

/* A number is an act, a word a kind. */
int act_or_kind_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *what = q->open[0];

	return *what >= '0' && *what <= '9' ? act_page(q, ret, e) : door_list(q, ret, e);
}

int act_file_page(struct request *q, struct answer *ret, struct err *e)
{
	struct acts_desk d;
	struct act_row row = {.seq = 0};
	struct file_bytes bytes = {.data = NULL};
	const char *name = NULL;
	uint64_t seq;
	int rc = acts_open(q, &d, e);

	if (rc == 0)
		rc = desk_act(&d, q->open[0], &seq, &row, e);
	if (rc == 0)
		rc = file_of(&d, row.d.source_sha256, &name, e);
	if (rc == 0 && !name)
		rc = err_set(e, ERR_NOTFOUND, "%s", say(q->view, "No source file of this act is kept here."));
	if (rc == 0)
		rc = store_file_get(d.book.db, q->a, row.d.source_sha256, &bytes, e);
	if (rc != 0)
		return rc;
	ret->type =
		"application/octet-stream"; /* saved, never shown: what a browser makes of it is not ours */
	ret->save_as = name;
	ret->data = bytes.data;
	ret->len = bytes.len;
	return 0;
}
