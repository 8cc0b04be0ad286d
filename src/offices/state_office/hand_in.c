/* Taking a report in: looked at, kept, entered, receipted, forwarded; all or nothing. */
#include "offices/state_office/hand_in.h"

#include <string.h>

#include "acts/act.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "reports_sql.h"
#include "post/clean.h"
#include "post/incoming.h"
#include "store/store.h"
#include "text/docx_check.h"
#include "text/pdf.h"
#include "text/pdf_check.h"

#define REFERENCE_HEX 8
#define TEXT_MEDIA "text/plain; charset=utf-8"

const char *const forwarded_names[FORWARD_COUNT + 1] = {"none", "waits", "sent", "there", "failed", NULL};

/* ---- what is taken ---- */

#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
static const struct {
	const char *media, *suffix;
} kinds[] = {{"application/pdf", "pdf"}, {WORD, "docx"}};

static int not_opened(struct err *e)
{
	return err_set(e, ERR_INVALID, "%s",
		T("This file does not open, wants a password or has macros. Save it again as PDF or .docx, "
		  "without them."));
}

/* By its bytes: names and what browsers say are hints. */
static int look(const struct hand_in *in, const char **ret_media, struct err *e)
{
	struct pdf_found found;
	struct err why;
	bool pdf = in->len >= 5 && memcmp(in->data, "%PDF-", 5) == 0;
	bool package = in->len >= 4 && memcmp(in->data, "PK\3\4", 4) == 0;
	int rc;

	if (in->len > REPORT_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "%s", T("This file is larger than 10 MB."));
	if (!pdf && !package)
		return err_set(e, ERR_INVALID, "%s",
			T("This is neither a PDF nor a Word file (.docx). Save the report as one of them."));
	rc = pdf ? pdf_check(in->name, in->data, in->len, &found, &why)
		 : docx_check(in->name, in->data, in->len, &why);
	if (rc == ERR_INVALID || rc == ERR_LIMIT)
		return not_opened(e);
	if (rc < 0) {
		*e = why;
		return rc;
	}
	*ret_media = kinds[pdf ? 0 : 1].media;
	return 0;
}

const char *report_file_name(struct arena *a, const struct report_file *f)
{
	size_t i = strcmp(f->media, kinds[0].media) == 0 ? 0 : 1;

	return arena_printf(a, "%s.%s", f->reference, kinds[i].suffix);
}

const char *report_label(struct arena *a, const struct words *w, const struct rule *rule, int year)
{
	const char *label = rule ? label_in(&rule->label, w->tag) : say_in(w, T("Another report"));

	if (!year)
		return label;
	return say_fill(a, say_in(w, T("{what}, for {year}")),
		(const struct fill[]){{"what", label}, {"year", arena_printf(a, "%d", year)}, {0}});
}

/* ---- rows ---- */

static int rows(struct db_stmt *st, struct arena *a, struct report_file **ret, size_t *ret_n, struct err *e)
{
	struct report_file *all = NULL;
	struct report_list_row row;
	size_t n = 0, cap = 0;
	int rc;

	for (rc = report_list_step(st, &row, e); rc == DB_ROW; rc = report_list_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct report_file){arena_strdup(a, row.reference), arena_strdup(a, row.iso3),
			arena_strdup(a, row.report), (int)row.year, arena_strdup(a, row.name),
			arena_strdup(a, row.media), row.bytes, arena_strdup(a, row.sha256),
			arena_strdup(a, row.receipt), arena_strdup(a, row.incoming),
			arena_strdup(a, row.address), row.came_ms};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}

int report_files(struct run *r, struct db *db, const struct house *h, const char *treaty, const char *iso3,
	struct report_file **ret, size_t *ret_n, struct err *e)
{
	struct db_stmt *st = NULL;
	int rc = report_list_start(
		db, &(struct report_list_in){h->code, treaty, iso3, "", REPORTS_LISTED}, &st, e);

	return rc < 0 ? rc : rows(st, r->arena, ret, ret_n, e);
}

int report_file_get(struct run *r, struct db *db, const struct house *h, const char *treaty, const char *iso3,
	const char *reference, struct report_file *ret, struct err *e)
{
	struct report_file *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0;
	int rc = *reference
		? report_list_start(db, &(struct report_list_in){h->code, treaty, iso3, reference, 1}, &st, e)
		: 0;

	if (rc == 0 && st)
		rc = rows(st, r->arena, &all, &n, e);
	if (rc == 0 && n == 0)
		return err_set(e, ERR_NOTFOUND,
			"no report %.40s was handed in to %s; paraph report list names them", reference,
			h->code);
	if (rc == 0)
		*ret = all[0];
	return rc;
}

static int same(struct run *r, struct db *db, const struct hand_in *in, const char *sha256,
	struct report_file *ret, bool *ret_any, struct err *e)
{
	struct report_file *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0;
	int rc = report_same_start(db,
		&(struct report_same_in){in->house->code, in->reg->pack->code, in->iso3,
			in->rule ? in->rule->id : "", in->year, sha256},
		&st, e);

	if (rc == 0)
		rc = rows(st, r->arena, &all, &n, e);
	*ret_any = rc == 0 && n > 0;
	if (*ret_any)
		*ret = all[0];
	return rc;
}

/* ---- messages ---- */

static struct outbox_message message(const struct hand_in *in, const struct report_file *f)
{
	const struct house *h = in->house;
	struct outbox_message m = outbox_blank;

	m.house = h->code;
	m.reference = f->reference;
	m.iso3 = in->iso3;
	m.from_name = label_in(&h->name, "en");
	m.from_address = h->mail_from;
	return m;
}

static int body(struct run *r, struct db *db, const char *text, const char **ret, struct err *e)
{
	char sha256[65];
	int rc = store_file_add(db, TEXT_MEDIA, text, strlen(text), r->now_ms, sha256, e);

	if (rc == 0)
		*ret = arena_strdup(r->arena, sha256);
	return rc;
}

/* To where reports are due. */
static int forward(
	struct run *r, struct db *db, const struct hand_in *in, const struct report_file *f, struct err *e)
{
	struct arena *a = r->arena;
	const struct pack *p = in->reg->pack;
	const char *state = reg_state_name(in->reg, a, in->state, r->today, "en", false);
	const char *label = report_label(a, words_all[0], in->rule, in->year);
	const char *text = arena_printf(a,
		"To: %s\n\n%s hands in the attached report through the register that %s keeps.\n\n"
		"Report: %s\n%s%s%sFile: %s, %lld bytes\nSHA-256: %s\nReference: %s\n\n"
		"%s%s%s",
		label_in(&p->reports_to, "en"), state, label_in(&in->house->name, "en"), label,
		in->rule ? "Demanded by: " : "", in->rule ? in->rule->source : "", in->rule ? "\n" : "",
		report_file_name(a, f), (long long)f->bytes, f->sha256, f->reference,
		*in->mail ? "Please confirm to its focal point, " : "", in->mail,
		*in->mail ? ", that it was received.\n" : "");
	const struct enclosure file = {report_file_name(a, f), f->media, f->sha256};
	struct outbox_message m = message(in, f);
	int rc = body(r, db, text, &m.text_sha256, e);

	m.name = label_in(&p->reports_to, "en");
	m.lang = "en";
	m.address = f->address;
	m.reply_to = *in->mail ? in->mail : in->house->mail_reply;
	m.subject = arena_printf(a, "[%s] %s: %s", f->reference, state, label);
	m.enclosure = &file;
	m.enclosures = 1;
	return rc < 0 ? rc : outbox_add(db, &m, 1, r->now_ms, e);
}

/* A copy of the receipt to the State. */
static int tell_state(
	struct run *r, struct db *db, const struct hand_in *in, const struct report_file *f, struct err *e)
{
	struct arena *a = r->arena;
	const char *subject = say_fill(a, say_in(in->words, T("Receipt {reference}")),
		(const struct fill[]){{"reference", f->reference}, {0}});
	const char *text = arena_printf(a, "%s\n%s\n\n%s\n", subject,
		report_label(a, in->words, in->rule, in->year),
		say_in(in->words,
			*f->address ? T("The report was taken in and is being forwarded. It is submitted "
					"when it is there. The receipt is attached.")
				    : T("The report was taken in. It is not forwarded. "
					"The receipt is attached.")));
	struct outbox_message m = message(in, f);
	int rc = body(r, db, text, &m.text_sha256, e);

	m.name = in->mail;
	m.lang = in->words->tag;
	m.address = in->mail;
	m.reply_to = in->house->mail_reply;
	m.subject = subject;
	m.pdf_sha256 = f->receipt;
	return rc < 0 ? rc : outbox_add(db, &m, 1, r->now_ms, e);
}

int report_forwarding(struct run *r, struct db *db, const struct house *h, const struct report_file *f,
	struct forwarding *ret, struct err *e)
{
	static const enum forwarded how[OUTBOX_STATE_COUNT] = {[OUTBOX_WAITING] = FORWARD_WAITS,
		[OUTBOX_SENDING] = FORWARD_WAITS,
		[OUTBOX_HELD] = FORWARD_WAITS,
		[OUTBOX_PRINTED] = FORWARD_WAITS,
		[OUTBOX_SENT] = FORWARD_SENT,
		[OUTBOX_HANDED] = FORWARD_SENT,
		[OUTBOX_DELIVERED] = FORWARD_THERE,
		[OUTBOX_RETURNED] = FORWARD_FAILED,
		[OUTBOX_FAILED] = FORWARD_FAILED,
		[OUTBOX_CANCELLED] = FORWARD_FAILED};
	struct outbox_message *m = NULL;
	size_t n = 0;
	int rc = outbox_list(db, r->arena,
		&(struct outbox_query){
			.house = h->code, .letter = "", .state = "", .reference = f->reference, .most = 10},
		&m, &n, e);

	*ret = (struct forwarding){FORWARD_NONE, 0};
	for (size_t i = 0; rc == 0 && *f->address && i < n; i++) {
		if (strcmp(m[i].address, f->address) != 0)
			continue;
		*ret = (struct forwarding){how[m[i].state], m[i].sent_ms};
		if (m[i].answered_ms)
			*ret = (struct forwarding){FORWARD_THERE, m[i].answered_ms};
	}
	return rc;
}

/* ---- the whole ---- */

static int enter(struct run *r, struct db *db, const struct hand_in *in, struct report_file *f, struct err *e)
{
	struct arena *a = r->arena;
	char day[11];

	return incoming_add(db, a,
		&(struct incoming_letter){.house = in->house->code,
			.way = CHANNEL_HAND,
			.on_day = day_format(r->today, day),
			.came_ms = r->now_ms,
			.from_name = arena_printf(a, "%s, its focal point",
				reg_state_name(in->reg, a, in->state, r->today, "en", false)),
			.from_address = in->mail,
			.iso3 = in->iso3,
			.subject = arena_printf(
				a, "%s, as a file", report_label(a, words_all[0], in->rule, in->year)),
			.reference = f->reference,
			.answers = "",
			.message = "",
			.file_sha256 = f->sha256,
			.note = *f->address
				? arena_printf(a, "handed in as a file, forwarded to %s", f->address)
				: "handed in as a file, not forwarded",
			.by = in->by},
		&f->incoming, e);
}

static int keep(struct run *r, struct db *db, const struct hand_in *in, struct report_file *f, struct err *e)
{
	char sha256[65];
	struct buf receipt;
	int rc = store_file_add(db, f->media, in->data, in->len, r->now_ms, sha256, e);

	f->sha256 = arena_strdup(r->arena, rc == 0 ? sha256 : "");
	buf_init(&receipt, r->arena, PDF_BYTES_MAX);
	if (rc == 0)
		rc = receipt_write(r, in, f, &receipt, e);
	if (rc == 0)
		rc = store_file_add(db, kinds[0].media, receipt.data, receipt.len, r->now_ms, sha256, e);
	f->receipt = arena_strdup(r->arena, rc == 0 ? sha256 : "");
	return rc;
}

static int row_add(struct db *db, const struct hand_in *in, const struct report_file *f, struct err *e)
{
	return report_add_run(db,
		&(struct report_add_in){in->house->code, f->reference, in->reg->pack->code, f->iso3,
			f->report, f->year, f->name, f->media, f->bytes, f->sha256, f->receipt, f->incoming,
			f->address, in->by, f->came_ms},
		e);
}

static int record(
	struct run *r, struct db *db, const struct hand_in *in, struct report_file *f, struct err *e)
{
	int rc = keep(r, db, in, f, e);

	if (rc == 0)
		rc = enter(r, db, in, f, e);
	if (rc == 0)
		rc = row_add(db, in, f, e);
	if (rc == 0 && *f->address)
		rc = forward(r, db, in, f, e);
	if (rc == 0 && *in->mail && *in->house->mail_from)
		rc = tell_state(r, db, in, f, e);
	return rc;
}

static const char *reference(struct run *r, const char *iso3)
{
	char *id = arena_strdup(r->arena, outbox_random_id(r->arena, 'r'));

	for (char *c = id; *c; c++)
		*c = *c >= 'a' && *c <= 'f' ? (char)(*c - 'a' + 'A') : *c;
	return arena_printf(r->arena, "%s-%d-%.*s", iso3, day_to_date(r->today).year, REFERENCE_HEX, id + 2);
}

int hand_in(struct run *r, struct db *db, const struct hand_in *in, struct report_file *ret, struct err *e)
{
	const char *mail = in->reg->pack->reports_mail;
	struct report_file f = {.reference = reference(r, in->iso3),
		.iso3 = in->iso3,
		.report = in->rule ? in->rule->id : "",
		.year = in->year,
		.name = clean_line(r->arena, in->name, REPORT_NAME_MAX),
		.bytes = (int64_t)in->len,
		.address = mail && *in->house->mail_from ? mail : "",
		.came_ms = r->now_ms};
	bool before = false;
	char sha256[65];
	AUTO_TX tx = {0};
	int rc = look(in, &f.media, e);

	if (rc < 0)
		return rc;
	sha256_hex(in->data, in->len, sha256);
	rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = same(r, db, in, sha256, ret, &before, e);
	if (rc < 0 || before)
		return rc;
	rc = record(r, db, in, &f, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		*ret = f;
	return rc;
}
