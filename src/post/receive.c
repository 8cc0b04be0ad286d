#include "post/receive.h"

#include "base/file.h"
#include "base/text.h"
#include "post/came.h"
#include "post/clean.h"
#include "post/incoming.h"
#include "post/mailbox.h"
#include "post/outbox_private.h"
#include "store/store.h"

#define REFERENCE_LEAST 5u /* bytes of a word of the subject that may be a reference */
#define WORDS_MAX 20u      /* of those, in one subject */
#define DAY_MS 86400000

const char *const found_names[FOUND_COUNT + 1] = {"return", "delayed", "relayed", "delivered", "automatic",
	"answer", "unsubscribed", "letter", "forged", "foreign", "again", NULL};

/* What is known of one mail. */
struct mail_in {
	struct arena *a;
	const char *data;
	size_t len;
	char sha256[65];
	struct came came;
	struct outbox_message m; /* what it is about */
	bool known, forged, unsubscribes;
	const char *by;    /* how it was known */
	const char *aside; /* why it could not be read as a mail, "" where it could */
};

/* ---- which message of ours ---- */

static int get(struct receiver *v, struct mail_in *in, struct db_stmt *st, const char *by, struct err *e)
{
	struct outbox_message *m;
	size_t n;
	int r = outbox_rows(st, in->a, &m, &n, e);

	if (r == 0 && n) {
		in->m = m[n - 1]; /* the last turn */
		in->known = true;
		in->by = by;
	}
	(void)v;
	return r;
}

static int by_verp(struct receiver *v, struct mail_in *in, char letter, struct err *e)
{
	char id[OUTBOX_ID_MAX];
	struct db_stmt *st;
	int r = 0;

	for (size_t i = 0; r == 0 && v->verp && !in->known && i < in->came.to.n; i++) {
		int is = verp_read(v->verp, letter, in->came.to.text[i], id);

		in->forged |= is == VERP_FORGED;
		if (is != VERP_GOOD)
			continue;
		r = outbox_one_start(v->db, &(struct outbox_one_in){v->house, id}, &st, e);
		if (r == 0)
			r = get(v, in, st, "its address", e);
	}
	return r;
}

static int by_message_id(struct receiver *v, struct mail_in *in, const char *id, struct err *e)
{
	struct db_stmt *st;
	int r;

	if (!*id || in->known)
		return 0;
	r = outbox_by_message_id_start(v->db, &(struct outbox_by_message_id_in){v->house, id}, &st, e);
	return r < 0 ? r : get(v, in, st, "the Message-ID that it answers", e);
}

static int by_reference(struct receiver *v, struct mail_in *in, struct err *e)
{
	static const char marks[] = " ,;:()[]{}<>\"'\t";
	const char *s = in->came.subject;
	unsigned words = 0;
	int r = 0;

	while (r == 0 && *s && !in->known && words < WORDS_MAX) {
		size_t n = strcspn(s, marks);
		const char *word = arena_strndup(in->a, s, n);
		struct db_stmt *st;

		if (n >= REFERENCE_LEAST && strpbrk(word, "0123456789")) {
			words++;
			/* where the copy went more than once: what went last */
			r = outbox_page_start(v->db,
				&(struct outbox_page_in){v->house, "", "", word, "", "", 0, 1, 0}, &st, e);
			if (r == 0)
				r = get(v, in, st, "the reference in its subject", e);
		}
		s += n;
		s += strspn(s, marks);
	}
	return r;
}

static int find(struct receiver *v, struct mail_in *in, struct err *e)
{
	int r = by_verp(v, in, VERP_UNSUBSCRIBE, e);

	in->unsubscribes = in->known;
	if (r == 0)
		r = by_verp(v, in, VERP_RETURN, e);
	/* A report is believed only at an address that we made, where we make them. */
	if (r == 0 && in->came.is_report && !v->verp)
		r = by_message_id(v, in, in->came.returned_id, e);
	if (r < 0 || in->came.is_report)
		return r;
	for (size_t i = 0; r == 0 && i < in->came.refers.n; i++)
		r = by_message_id(v, in, in->came.refers.text[i], e);
	return r < 0 ? r : by_reference(v, in, e);
}

/* ---- what it says ---- */

/* Not what a report says of the archive's copy. */
static const struct came_report *report_on(const struct receiver *v, const struct mail_in *in)
{
	for (size_t i = 0; i < in->came.reports; i++) {
		const struct came_report *p = &in->came.report[i];

		if (!v->c->has_archive ||
			(strcasecmp(p->recipient, v->c->archive.address) != 0 &&
				strcasecmp(p->original, v->c->archive.address) != 0))
			return p;
	}
	return NULL;
}

static bool is_bad_address(const char *status)
{
	return strncmp(status, "5.1.", 4) == 0 || strcmp(status, "5.2.1") == 0;
}

static bool moves(const struct outbox_message *m, enum outbox_state to)
{
	return m->state == OUTBOX_SENDING || m->state == OUTBOX_SENT ||
		(m->state == OUTBOX_DELIVERED && to == OUTBOX_RETURNED);
}

static int came_back(
	struct receiver *v, struct mail_in *in, const struct came_report *p, const char *why, struct err *e)
{
	int r = moves(&in->m, OUTBOX_RETURNED)
		? outbox_move_to(v->db, &in->m, OUTBOX_RETURNED, why, v->now_ms, e)
		: outbox_note(v->db, &in->m, "returned", why, v->now_ms, e);

	if (r == 0 && is_bad_address(p->status) && v->hooks->bad_address)
		r = v->hooks->bad_address(v->hooks->ctx, &in->m, why, e);
	return r;
}

static int on_report(struct receiver *v, struct mail_in *in, enum found *ret, struct err *e)
{
	const struct came_report *p = report_on(v, in);
	const char *why;

	*ret = FOUND_FOREIGN;
	if (!p)
		return 0;
	why = arena_printf(in->a, "%s %s", p->status, p->diagnostic);
	if (strcmp(p->action, "failed") == 0) {
		*ret = FOUND_RETURN;
		return came_back(v, in, p, why, e);
	}
	if (strcmp(p->action, "delivered") == 0) {
		*ret = FOUND_DELIVERED;
		return moves(&in->m, OUTBOX_DELIVERED)
			? outbox_move_to(v->db, &in->m, OUTBOX_DELIVERED, why, v->now_ms, e)
			: outbox_note(v->db, &in->m, "delivered", why, v->now_ms, e);
	}
	*ret = strcmp(p->action, "delayed") == 0 ? FOUND_DELAYED : FOUND_RELAYED;
	return outbox_note(v->db, &in->m, found_names[*ret], why, v->now_ms, e);
}

/* What it says of itself where that is a day; anybody can write the year 99999. */
static const char *day_of(const struct receiver *v, const struct came *c, char day[11])
{
	struct err none;
	day_t parsed;

	if (c->date_ms && day_parse(day_format((day_t)(c->date_ms / DAY_MS), day), 10, &parsed, &none) == 0)
		return day;
	return day_format((day_t)(v->now_ms / DAY_MS), day);
}

static const char *note_of(const struct mail_in *in)
{
	const char *known = in->known ? arena_printf(in->a, "known by %s", in->by) : "";

	if (*in->aside)
		return arena_printf(in->a, "kept whole: %s", in->aside);
	if (in->came.no_from)
		return arena_printf(in->a, "%s%sit has no From", known, *known ? "; " : "");
	return known;
}

static int keep_letter(struct receiver *v, struct mail_in *in, struct err *e)
{
	const struct came *c = &in->came;
	char day[11];
	struct incoming_letter letter = {.house = v->house,
		.way = CHANNEL_EMAIL,
		.on_day = day_of(v, c, day),
		.came_ms = v->now_ms,
		.from_name = *c->from_name || *c->from ? c->from_name : "unknown",
		.from_address = c->from,
		.iso3 = in->known ? in->m.iso3 : "",
		.subject = c->subject,
		.reference = "",
		.answers = in->known ? in->m.reference : "",
		.message = in->known ? in->m.id : "",
		.note = note_of(in),
		.by = ""};
	char sha256[65];
	const char *id;
	int r = store_file_add(v->db, "message/rfc822", in->data, in->len, v->now_ms, sha256, e);

	letter.file_sha256 = sha256;
	return r < 0 ? r : incoming_add(v->db, in->a, &letter, &id, e);
}

static int on_answer(struct receiver *v, struct mail_in *in, struct err *e)
{
	const char *what =
		arena_printf(in->a, "%s: %s (known by %s)", in->came.from, in->came.subject, in->by);
	int r = keep_letter(v, in, e);

	if (r == 0)
		r = outbox_answer_run(v->db, &(struct outbox_answer_in){v->house, in->m.id, v->now_ms}, e);
	if (r == 0)
		r = outbox_note(v->db, &in->m, "answered", what, v->now_ms, e);
	if (r == 0 && v->hooks->answered)
		r = v->hooks->answered(v->hooks->ctx, &in->m, v->now_ms, e);
	return r;
}

static int on_unsubscribe(struct receiver *v, struct mail_in *in, struct err *e)
{
	int r = outbox_note(v->db, &in->m, "unsubscribed", in->came.from, v->now_ms, e);

	if (r == 0 && v->hooks->unsubscribed)
		r = v->hooks->unsubscribed(v->hooks->ctx, &in->m, e);
	return r;
}

static int decide(struct receiver *v, struct mail_in *in, enum found *ret, struct err *e)
{
	const struct came *c = &in->came;

	if (c->is_report) {
		*ret = in->forged ? FOUND_FORGED : FOUND_FOREIGN;
		return in->known ? on_report(v, in, ret, e) : 0;
	}
	if (in->known && in->unsubscribes) {
		*ret = FOUND_UNSUBSCRIBED;
		return on_unsubscribe(v, in, e);
	}
	/* To the envelope's sender only programs write. */
	if (c->automatic || (in->known && strcmp(in->by, "its address") == 0)) {
		*ret = in->known ? FOUND_AUTOMATIC : FOUND_FOREIGN;
		return in->known ? outbox_note(v->db, &in->m, "automatic",
					   arena_printf(in->a, "%s: %s", c->from, c->subject), v->now_ms, e)
				 : 0;
	}
	*ret = in->known ? FOUND_ANSWER : FOUND_LETTER;
	return in->known ? on_answer(v, in, e) : keep_letter(v, in, e);
}

/* ---- one mail ---- */

static int was_read(struct receiver *v, const char *sha256, bool *ret, struct err *e)
{
	struct mail_read_get_row row;
	struct db_stmt *st;
	int r = mail_read_get_start(v->db, &(struct mail_read_get_in){v->house, sha256}, &st, e);

	if (r < 0)
		return r;
	r = mail_read_get_step(st, &row, e);
	*ret = r == DB_ROW;
	db_finish(st);
	return r < 0 ? r : 0;
}

static int record(struct receiver *v, struct mail_in *in, struct err *e)
{
	AUTO_TX tx = {0};
	enum found found = FOUND_AGAIN;
	bool again = false;
	int r = tx_begin(&tx, v->db, e);

	if (r == 0)
		r = was_read(v, in->sha256, &again, e);
	if (r == 0 && !again)
		r = find(v, in, e);
	if (r == 0 && !again)
		r = decide(v, in, &found, e);
	if (r == 0 && !again)
		r = mail_read_put_run(v->db,
			&(struct mail_read_put_in){v->house, in->sha256, v->now_ms, found_names[found],
				in->known ? in->m.id : ""},
			e);
	if (r == 0)
		r = tx_commit(&tx, e);
	if (r == 0)
		v->count[found]++;
	return r;
}

/* Nothing is believed of it, all of it is kept. */
static void as_bytes(struct mail_in *in, const struct err *why)
{
	const struct came none = {.message_id = "",
		.subject = "",
		.from = "",
		.from_name = "",
		.returned_id = "",
		.body = "",
		.no_from = true};

	in->came = none;
	in->known = in->forged = in->unsubscribes = false;
	in->by = "";
	in->aside = arena_strdup(in->a, why->text);
}

/* Not that the store fails: what stands in this one mail was refused. */
static bool is_of_mail(int r)
{
	return r == ERR_INVALID || r == ERR_NOTFOUND || r == ERR_CONFLICT || r == ERR_LIMIT;
}

int receive_mail(struct receiver *v, const char *name, const char *data, size_t len, struct err *e)
{
	AUTO_ARENA a = arena_new("mail");
	struct mail_in in = {.a = a, .data = data, .len = len, .by = "", .aside = ""};
	int r;

	sha256_hex(data, len, in.sha256);
	if (came_read(a, data, len, &in.came, e) < 0)
		as_bytes(&in, e);
	r = record(v, &in, e);
	if (is_of_mail(r) && !*in.aside) {
		as_bytes(&in, e);
		r = record(v, &in, e);
	}
	if (r < 0)
		return err_ctx(e, "%s", name);
	if (*in.aside && v->hooks->aside)
		v->hooks->aside(v->hooks->ctx, name,
			arena_printf(a, "kept whole in the incoming register: %s", in.aside));
	return 0;
}

static int on_mail(void *ctx, const char *name, const char *data, size_t len, struct err *e)
{
	return receive_mail(ctx, name, data, len, e);
}

static void on_left(void *ctx, const char *name, const char *why)
{
	const struct receiver *v = ctx;

	if (v->hooks->aside)
		v->hooks->aside(v->hooks->ctx, name, why);
}

int receive_all(struct receiver *v, struct err *e)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < v->c->mailboxes_n; i++)
		r = mailbox_each(&v->c->mailbox[i], &(struct mailbox_reader){on_mail, on_left, v}, e);
	return r;
}
