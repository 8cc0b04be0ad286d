/* JSON lines of acts, out and in. */
#include "offices/journal/lines.h"

#include <errno.h>
#include <inttypes.h>

#include "acts/chain.h"
#include "acts/payload.h"
#include "acts/table.h"
#include "base/text.h"

void line_first(struct buf *b, const struct head *head)
{
	char text[HEAD_TEXT];

	buf_printf(b, "{\"acts\":%" PRIu64 ",\"format\":\"" LINES_FORMAT "\",\"head\":", head->count);
	buf_json(b, head_text(head, text));
	buf_puts(b, "}\n");
}

/* The parts of a line by name. raw: stands as it is. secret: withheld from those who may not see the content.
 */
struct part {
	const char *name, *text;
	bool raw, secret;
};

void line_act(struct buf *b, const struct act_row *row, bool withhold)
{
	const struct draft *d = &row->d;
	char recorded[25], seq[24];
	const struct part part[] = {
		{"behalf", d->behalf, false, true},
		{"by", d->by, false, true},
		{"commitment", row->commitment, false, false},
		{"corrects", d->corrects, false, false},
		{"effective", d->effective, false, true},
		{"hash", row->hash, false, false},
		{"id", d->id, false, false},
		{"issuer", d->issuer, false, true},
		{"kind", d->kind, false, false},
		{"on", d->on, false, true},
		{"payload", d->payload, true, true},
		{"recorded", instant_format(row->recorded_ms, recorded), false, false},
		{"salt", row->salt, false, true},
		{"seq", seq, true, false},
		{"source", d->source, false, true},
		{"source_sha256", d->source_sha256, false, true},
		{"subject", d->subject, false, true},
		{"treaty", d->treaty, false, false},
		{"visibility", d->visibility, false, false},
	};
	char next = '{';

	snprintf(seq, sizeof seq, "%" PRIu64, row->seq);
	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		if (withhold && part[i].secret)
			continue;
		buf_printf(b, "%c\"%s\":", next, part[i].name);
		if (part[i].raw)
			buf_puts(b, part[i].text);
		else
			buf_json(b, part[i].text);
		next = ',';
	}
	buf_puts(b, "}\n");
}

const char *head_text(const struct head *head, char out[HEAD_TEXT])
{
	*out = '\0';
	if (head->count)
		snprintf(out, HEAD_TEXT, "%" PRIu64 ":%s", head->count - 1, head->hash);
	return out;
}

int head_parse(struct arena *a, const char *text, struct head *ret, struct err *e)
{
	const char *colon = strchr(text, ':');
	const char *number = arena_strndup(a, text, colon ? (size_t)(colon - text) : 0);
	struct err other;
	int64_t seq;

	if (!colon || strspn(colon + 1, "0123456789abcdef") != 64 || strlen(colon + 1) != 64 ||
		text_int(number, 0, JOURNAL_ACTS_MAX, &seq, &other) < 0)
		return err_set(e, ERR_USAGE, "'%s' is no SEQ:HASH, as paraph act verify prints it", text);
	*ret = (struct head){.count = (uint64_t)seq + 1};
	snprintf(ret->hash, sizeof ret->hash, "%s", colon + 1);
	return 0;
}

/* ---- out ---- */

/* One reading of the acts, in pages. */
struct export
{
	struct run *run;
	struct db *db;
	uint64_t count; /* acts to go out */
	bool public_only;
	FILE *out;
	size_t n, cap;
	struct draft *draft; /* for CSV: whose columns are known at the end */
};

static bool withheld(const struct export *x, const struct act_row *row)
{
	return x->public_only && strcmp(row->d.visibility, visibility_names[VISIBLE_PUBLIC]) != 0;
}

static int take_row(struct export *x, const struct act_row *row, struct arena *a, struct err *e)
{
	struct buf line;

	if (!x->out) {
		if (withheld(x, row))
			return 0;
		if (x->n == CSV_ROWS_MAX)
			return err_set(e, ERR_LIMIT, "more than %u acts; export them as json", CSV_ROWS_MAX);
		if (x->run->treaty && strcmp(row->d.treaty, x->run->treaty) != 0)
			return 0;
		GROW(x->run->arena, x->draft, x->n, x->cap);
		x->draft[x->n++] = row->d;
		return 0;
	}
	buf_init(&line, a, EXPORT_LINE_MAX);
	line_act(&line, row, withheld(x, row));
	fwrite(line.data, 1, line.len, x->out);
	return buf_check(&line, e);
}

static int each_row(struct export *x, struct err *e)
{
	int rc = 0;

	for (uint64_t from = 0; rc == 0 && from < x->count;) {
		AUTO_ARENA page = arena_child(x->run->arena, "export");
		uint64_t left = x->count - from;
		struct act_row *row;
		size_t n = 0;

		rc = store_rows(x->db, x->out ? page : x->run->arena, from,
			left < EXPORT_PAGE ? (size_t)left : EXPORT_PAGE, &row, &n, e);
		if (rc == 0 && n == 0)
			rc = err_set(e, ERR_DB,
				"act %" PRIu64 " is not in the store; paraph act verify says more", from);
		for (size_t i = 0; rc == 0 && i < n; i++)
			rc = take_row(x, &row[i], page, e);
		from += n;
	}
	return rc;
}

/* How the record ended when the last of `count` acts had been recorded. */
static int head_at(struct export *x, struct head *ret, struct err *e)
{
	struct act_row *row;
	size_t n;
	int rc;

	*ret = (struct head){.count = x->count, .hash = CHAIN_START};
	if (x->count == 0)
		return 0;
	rc = store_rows(x->db, x->run->arena, x->count - 1, 1, &row, &n, e);
	if (rc < 0 || n == 0)
		return rc < 0
			? rc
			: err_set(e, ERR_DB, "the last act is not in the store; paraph act verify says more");
	snprintf(ret->hash, sizeof ret->hash, "%s", row->hash);
	return 0;
}

static int export_json(struct export *x, FILE *out, struct err *e)
{
	struct head head;
	struct buf first;
	int rc = head_at(x, &head, e);

	if (rc < 0)
		return rc;
	buf_init(&first, x->run->arena, EXPORT_LINE_MAX);
	line_first(&first, &head);
	fwrite(first.data, 1, first.len, out);
	x->out = out;
	return each_row(x, e);
}

static int export_csv(struct export *x, FILE *out, struct err *e)
{
	struct buf text;
	int rc = each_row(x, e);

	if (rc < 0)
		return rc;
	buf_init(&text, x->run->arena, EXPORT_CSV_MAX);
	table_write(x->run->arena, &text, x->n, x->draft);
	fwrite(text.data, 1, text.len, out);
	return buf_check(&text, e) < 0 ? err_ctx(e, "csv (json has no such limit)") : 0;
}

/* The acts are never changed, so that pages read one after the other are one record up to its count. */
int lines_export(struct run *r, FILE *out, bool csv, bool public_only, struct err *e)
{
	struct export x = {.run = r, .public_only = public_only};

	if (r->treaty && !csv)
		return err_set(e, ERR_USAGE,
			"--treaty: a record that verifies is whole; leave it out, or say --format csv");
	struct journal *j = journal_new();
	struct head head;
	int rc = run_db(r, &x.db, e);

	if (rc == 0)
		rc = store_head(x.db, &head, e);
	if (rc == 0)
		x.count = head.count;
	if (rc == 0 && r->known_ms != INT64_MAX)
		rc = store_catch_up(x.db, j, e);
	if (rc == 0 && r->known_ms != INT64_MAX)
		x.count = journal_known(j, r->known_ms);
	journal_free(j);
	if (rc < 0)
		return rc;
	return csv ? export_csv(&x, out, e) : export_json(&x, out, e);
}

/* ---- in ---- */

struct verify {
	struct run *run;
	struct arena *a; /* one line's */
	FILE *in;
	const char *path;
	char *line;
	uint64_t number; /* of the line, from 1 */
	const struct head *expect;
	bool met;
	struct head said; /* by the first line */
	struct verified v;
};

static void complain(struct verify *v, const char *what)
{
	v->v.bad++;
	fprintf(v->run->err, "%s:%" PRIu64 ": %s\n", v->path, v->number, what);
}

static void complain_of(struct verify *v, const struct act_row *row, const char *what)
{
	complain(v, arena_printf(v->a, "act %" PRIu64 " (%s): %s", row->seq, row->d.id, what));
}

/* The next line without its end: 1, 0 at the end of the file. */
static int next_line(struct verify *v, struct err *e)
{
	size_t len;

	if (!fgets(v->line, EXPORT_LINE_MAX, v->in))
		return ferror(v->in) ? err_set(e, ERR_IO, "%s: %s", v->path, strerror(errno)) : 0;
	v->number++;
	len = strlen(v->line);
	if (len && v->line[len - 1] == '\n')
		v->line[--len] = '\0';
	else if (!feof(v->in))
		return err_set(e, ERR_INVALID,
			"%s:%" PRIu64 ": no line of an export (too long, or with a zero byte)", v->path,
			v->number);
	return text_check(v->line, len, e) < 0 ? err_ctx(e, "%s:%" PRIu64 "", v->path, v->number) : 1;
}

/* One line. */
struct line {
	struct arena *a;
	const char *text;
};

static const char *text_of(const struct line *l, const char *name, bool *ret_all)
{
	const char *text = payload_text(l->a, l->text, name);

	*ret_all &= text != NULL;
	return text ? text : "";
}

/* A line as the act it was made from. false: it is no such line. */
static bool act_of(const struct line *l, struct act_row *ret, bool *ret_withheld)
{
	struct slice payload;
	struct err e;
	int64_t seq = -1;
	bool header = true, content = true;
	struct act_row row = {
		.d =
			{
				.id = text_of(l, "id", &header),
				.treaty = text_of(l, "treaty", &header),
				.kind = text_of(l, "kind", &header),
				.visibility = text_of(l, "visibility", &header),
				.corrects = text_of(l, "corrects", &header),
				.subject = text_of(l, "subject", &content),
				.on = text_of(l, "on", &content),
				.effective = text_of(l, "effective", &content),
				.issuer = text_of(l, "issuer", &content),
				.by = text_of(l, "by", &content),
				.behalf = text_of(l, "behalf", &content),
				.source = text_of(l, "source", &content),
				.source_sha256 = text_of(l, "source_sha256", &content),
				.payload = "",
			},
		.commitment = text_of(l, "commitment", &header),
		.hash = text_of(l, "hash", &header),
		.salt = text_of(l, "salt", &content),
	};
	const char *recorded = text_of(l, "recorded", &header);

	if (payload_raw(l->text, "payload", &payload))
		row.d.payload = arena_strndup(l->a, payload.at, payload.len);
	else
		content = false;
	if (!header || !payload_int(l->text, "seq", &seq) || seq < 0 ||
		instant_parse(recorded, &row.recorded_ms, &e) < 0 || strlen(row.hash) != 64)
		return false;
	row.seq = (uint64_t)seq;
	*ret_withheld = !content;
	*ret = row;
	return true;
}

/* A line that is not, byte for byte, what an export writes hides something from whoever reads it. */
static bool same_line(const struct line *l, const struct act_row *row, bool withheld)
{
	struct buf b;

	buf_init(&b, l->a, EXPORT_LINE_MAX);
	line_act(&b, row, withheld);
	return b.len > 0 && b.len - 1 == strlen(l->text) && memcmp(b.data, l->text, b.len - 1) == 0;
}

bool journal_line_read(struct arena *a, const char *line, struct act_row *ret, bool *ret_withheld)
{
	const struct line l = {a, line};

	return act_of(&l, ret, ret_withheld) && same_line(&l, ret, *ret_withheld);
}

void journal_line(struct buf *b, const struct act_row *row, bool withhold)
{
	line_act(b, row, withhold);
}

static void verify_act(struct verify *v)
{
	const struct line l = {v->a, v->line};
	struct head *head = &v->v.head;
	struct act_row row;
	struct err e;
	bool withheld;

	if (!act_of(&l, &row, &withheld)) {
		complain(v, "not an act; export the record again");
		return;
	}
	if (chain_check(head->hash, head->recorded_ms, head->count, &row, withheld, &e) < 0)
		complain(v, e.text);
	else if (!same_line(&l, &row, withheld))
		complain_of(v, &row, "the line is not as it was exported");
	else if (withheld && strcmp(row.d.visibility, visibility_names[VISIBLE_PUBLIC]) == 0)
		complain_of(v, &row, "it is public, and its content is missing");
	v->v.withheld += withheld;
	*head = (struct head){.count = row.seq + 1, .recorded_ms = row.recorded_ms};
	snprintf(head->hash, sizeof head->hash, "%s", row.hash);
	if (v->expect && v->expect->count == head->count)
		v->met = strcmp(v->expect->hash, head->hash) == 0;
}

static bool first_line(struct verify *v)
{
	const char *head = payload_text(v->a, v->line, "head");
	int64_t acts;
	struct err e;

	if (!payload_is(v->line, "format", LINES_FORMAT) || !payload_int(v->line, "acts", &acts) || !head)
		return false;
	v->said = (struct head){.hash = CHAIN_START};
	return !*head ? acts == 0
		      : head_parse(v->run->arena, head, &v->said, &e) == 0 && (uint64_t)acts == v->said.count;
}

static int verify_lines(struct verify *v, struct err *e)
{
	char text[HEAD_TEXT];
	int rc = next_line(v, e);

	if (rc < 0)
		return rc;
	if (rc == 0 || !first_line(v))
		return err_set(e, ERR_INVALID,
			"%s: not a record (the first line is missing or another); paraph act export "
			"--format json writes one",
			v->path);
	while ((rc = next_line(v, e)) > 0) {
		AUTO_ARENA a = arena_child(v->run->arena, "line");
		v->a = a;
		verify_act(v);
	}
	if (rc < 0)
		return rc;
	if (v->v.head.count != v->said.count || strcmp(v->v.head.hash, v->said.hash) != 0)
		complain(v,
			arena_printf(v->run->arena, "the record ends otherwise than its first line says (%s)",
				head_text(&v->said, text)));
	if (v->expect && !v->met)
		complain(v,
			arena_printf(v->run->arena,
				"the record does not hold the expected %s: its end was cut or "
				"rewritten",
				head_text(v->expect, text)));
	return 0;
}

static void close_file(void *f)
{
	fclose(f);
}

int lines_verify(
	struct run *r, const char *path, const struct head *expect, struct verified *ret, struct err *e)
{
	struct verify v = {.run = r,
		.path = path,
		.expect = expect,
		.v.head.hash = CHAIN_START,
		.v.head.recorded_ms = INT64_MIN};
	int rc;

	v.a = r->arena;
	v.line = NEW_ARRAY(r->arena, char, EXPORT_LINE_MAX);
	v.in = fopen(path, "re");
	if (!v.in)
		return err_set(e, errno == ENOENT ? ERR_NOTFOUND : ERR_IO,
			"%s: %s; name a file that paraph act export wrote", path, strerror(errno));
	arena_defer(r->arena, close_file, v.in);
	rc = verify_lines(&v, e);
	if (rc == 0)
		*ret = v.v;
	return rc;
}
