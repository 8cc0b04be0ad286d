#include "post/outbox.h"

#include <jansson.h>
#include <sodium.h>

#include "base/buf.h"
#include "base/text.h"
#include "post/clean.h"
#include "post/outbox_private.h"

const struct outbox_message outbox_blank = {.id = "",
	.house = "",
	.letter = "",
	.reference = "",
	.contact = "",
	.iso3 = "",
	.name = "",
	.lang = "",
	.channel = CHANNEL_EMAIL,
	.address = "",
	.from_name = "",
	.from_address = "",
	.reply_to = "",
	.subject = "",
	.text_sha256 = "",
	.html_sha256 = "",
	.pdf_sha256 = "",
	.calendar_sha256 = "",
	.place = "",
	.to_me = "",
	.message_id = "",
	.detail = ""};

#define ID_BYTES 10u
#define ENCLOSURES_JSON_MAX (64u << 10) /* bytes */
#define PAGE_MAX 1000u                  /* messages read at a time */
#define UNSENT_MAX 1000000              /* copies looked at before anything leaves */

const char *const outbox_state_names[OUTBOX_STATE_COUNT + 1] = {"waiting", "sending", "sent", "delivered",
	"returned", "failed", "cancelled", "held", "printed", "handed", NULL};
const char *const channel_names[CHANNEL_COUNT + 1] = {"email", "post", "fax", "hand", "pouch", NULL};

const char *outbox_random_id(struct arena *a, char letter)
{
	unsigned char raw[ID_BYTES];
	char hex[2 * ID_BYTES + 1];

	if (sodium_init() < 0) /* no source of random numbers */
		abort();
	randombytes_buf(raw, sizeof raw);
	sodium_bin2hex(hex, sizeof hex, raw, sizeof raw);
	return arena_printf(a, "%c-%s", letter, hex);
}

/* ---- what may be put ---- */

static bool is_local(unsigned char c)
{
	return c >= 0x80 || (c > ' ' && c < 0x7f && !strchr("\"(),:;<>@[\\]", c));
}

bool outbox_is_address(const char *s)
{
	const char *at = strrchr(s, '@');
	size_t local = at ? (size_t)(at - s) : 0, domain = at ? strlen(at + 1) : 0;

	/* RFC 5321 4.5.3.1: 64 bytes, 255 bytes */
	if (local < 1 || local > 64 || domain < 1 || domain > 255 || at[1] == '.' || at[1] == '-')
		return false;
	for (size_t i = 0; i < local; i++)
		if (!is_local((unsigned char)s[i]))
			return false;
	for (const char *c = at + 1; *c; c++)
		if ((unsigned char)*c < 0x80 &&
			!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"0123456789.-",
				*c))
			return false;
	return text_check(s, strlen(s), NULL) == 0 && s[local - 1] != '.' && *s != '.';
}

/* One line, UTF-8. */
static int check_line(const char *what, const char *s, struct err *e)
{
	int r = text_check(s, strlen(s), e);

	if (r < 0)
		return err_ctx(e, "%s", what);
	if (strchr(s, '\n') || strlen(s) > OUTBOX_TEXT_MAX)
		return err_set(
			e, ERR_INVALID, "%s: give one line of at most %u bytes", what, OUTBOX_TEXT_MAX);
	return 0;
}

static int check_address(const char *what, const char *s, struct err *e)
{
	if (outbox_is_address(s))
		return 0;
	return err_set(
		e, ERR_INVALID, "%s: \"%.100s\" is no e-mail address; write it as name@domain", what, s);
}

static int check_email(const struct outbox_message *m, struct err *e)
{
	int r = check_address("address", m->address, e);

	if (r == 0)
		r = check_address("from", m->from_address, e);
	if (r == 0 && *m->reply_to)
		r = check_address("reply-to", m->reply_to, e);
	if (r == 0 && *m->to_me)
		r = check_address("to-me", m->to_me, e);
	if (r == 0 && !*m->text_sha256)
		r = err_set(e, ERR_INVALID, "an e-mail needs a body as plain text");
	return r;
}

static int check(const struct outbox_message *m, struct err *e)
{
	const struct {
		const char *what, *text;
	} line[] = {{"house", m->house}, {"letter", m->letter}, {"reference", m->reference},
		{"contact", m->contact}, {"name", m->name}, {"language", m->lang}, {"from", m->from_name},
		{"subject", m->subject}, {"place", m->place}};
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof line / sizeof line[0]; i++)
		r = check_line(line[i].what, line[i].text, e);
	if (r == 0 && !*m->house)
		r = err_set(e, ERR_INVALID, "house: missing; say which house writes");
	if (r == 0 && m->enclosures > OUTBOX_ENCLOSURES_MAX)
		r = err_set(e, ERR_LIMIT, "%zu enclosures; at most %u go with one letter", m->enclosures,
			OUTBOX_ENCLOSURES_MAX);
	for (size_t i = 0; r == 0 && i < m->enclosures; i++)
		r = check_line("enclosure", m->enclosure[i].name, e);
	if (r == 0 && m->channel == CHANNEL_EMAIL)
		r = check_email(m, e);
	else if (r == 0 && !*m->pdf_sha256)
		r = err_set(e, ERR_INVALID, "a letter on paper needs its PDF");
	return r;
}

static const char *enclosures_json(struct arena *a, const struct outbox_message *m)
{
	struct buf b;

	buf_init(&b, a, ENCLOSURES_JSON_MAX);
	buf_putc(&b, '[');
	for (size_t i = 0; i < m->enclosures; i++) {
		buf_puts(&b, i ? ",{\"name\":" : "{\"name\":");
		buf_json(&b, m->enclosure[i].name);
		buf_puts(&b, ",\"media\":");
		buf_json(&b, m->enclosure[i].media);
		buf_puts(&b, ",\"sha256\":");
		buf_json(&b, m->enclosure[i].sha256);
		buf_putc(&b, '}');
	}
	buf_putc(&b, ']');
	return b.over ? NULL : b.data;
}

static int event(struct db *db, const char *id, const char *house, const char *what, const char *detail,
	int64_t at_ms, struct err *e)
{
	AUTO_ARENA a = arena_new("event");

	return outbox_event_add_run(db,
		&(struct outbox_event_add_in){
			id, house, at_ms, what, clean_line(a, detail, OUTBOX_DETAIL_MAX)},
		e);
}

static int add_one(struct db *db, struct arena *a, const struct outbox_message *m, int64_t now_ms,
	const char **ret_id, struct err *e)
{
	const char *id = outbox_random_id(a, 'm');
	const char *domain = m->channel == CHANNEL_EMAIL ? strrchr(m->from_address, '@') : "";
	const char *enclosures = enclosures_json(a, m);
	const char *subject = m->subject, *address = m->address;
	int r = check(m, e);

	if (*m->to_me) {
		subject = arena_printf(a, "[for %s] %s", m->address, m->subject);
		address = m->to_me;
	}
	if (r == 0 && !enclosures)
		r = err_set(e, ERR_LIMIT, "the names of the enclosures are too long");
	if (r < 0)
		return err_ctx(e, "message to %.100s", *m->name ? m->name : m->address);
	r = outbox_put_run(db,
		&(struct outbox_put_in){id, m->house, m->letter, m->copy, m->turn, m->reference, m->contact,
			m->iso3, m->name, m->lang, channel_names[m->channel], address, m->from_name,
			m->from_address, m->reply_to, subject, m->text_sha256, m->html_sha256, m->pdf_sha256,
			m->calendar_sha256, enclosures, m->mass, m->place,
			arena_printf(a, "%s%s", id, domain), now_ms, outbox_state_names[OUTBOX_WAITING],
			m->not_before_ms > now_ms ? m->not_before_ms : now_ms},
		e);
	if (r == ERR_CONFLICT)
		return err_set(e, ERR_CONFLICT, "copy %lld of letter %s is in the outbox already",
			(long long)m->copy, m->letter);
	if (r < 0)
		return r;
	*ret_id = id;
	return event(db, id, m->house, outbox_state_names[OUTBOX_WAITING], "", now_ms, e);
}

/* Nothing goes again to somebody who was forgotten: neither name nor letter are here. */
static int check_here(struct db *db, const struct outbox_message *m, struct err *e)
{
	struct outbox_gone_row row = {0};
	struct db_stmt *st;
	int r = outbox_gone_start(db, &(struct outbox_gone_in){m->house, m->id}, &st, e);

	if (r < 0)
		return r;
	r = outbox_gone_step(st, &row, e);
	bool gone = r == DB_ROW && row.gone_ms > 0;
	db_finish(st);
	if (gone)
		return err_set(e, ERR_CONFLICT,
			"message %s cannot go again: its recipient was forgotten; mend: issue a letter to "
			"who holds the office now",
			m->id);
	return r < 0 ? r : 0;
}

int outbox_again(struct db *db, struct arena *a, const struct outbox_message *m, const char *address,
	int64_t now_ms, const char **ret_id, struct err *e)
{
	struct outbox_message next = *m, *all;
	size_t n;
	int r = check_here(db, m, e);

	if (r == 0)
		r = outbox_of_copy(db, a, m->house, m->letter, m->copy, &all, &n, e);
	if (r < 0)
		return r;
	next.address = address;
	next.not_before_ms = 0;
	for (size_t i = 0; *m->letter && i < n; i++)
		if (all[i].turn >= next.turn)
			next.turn = all[i].turn + 1;
	r = add_one(db, a, &next, now_ms, ret_id, e);
	return r < 0
		? r
		: outbox_note(db, m, "again", arena_printf(a, "as %s, to %s", *ret_id, address), now_ms, e);
}

int outbox_add(struct db *db, const struct outbox_message *m, size_t n, int64_t now_ms, struct err *e)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		AUTO_ARENA a = arena_new("message");
		const char *id;

		r = add_one(db, a, &m[i], now_ms, &id, e);
	}
	return r;
}

/* ---- reading ---- */

static const char *member(struct arena *a, json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));

	return arena_strdup(a, text ? text : "");
}

/* Written by outbox_add(): what does not read is left out. */
static void enclosures_of(struct arena *a, const char *text, struct outbox_message *m)
{
	json_t *list = json_loads(text, 0, NULL);
	size_t n = json_array_size(list);

	m->enclosures = n > OUTBOX_ENCLOSURES_MAX ? OUTBOX_ENCLOSURES_MAX : n;
	struct enclosure *enclosure = NEW_ARRAY(a, struct enclosure, m->enclosures);

	for (size_t i = 0; i < m->enclosures; i++) {
		json_t *o = json_array_get(list, i);

		enclosure[i] = (struct enclosure){
			member(a, o, "name"), member(a, o, "media"), member(a, o, "sha256")};
	}
	m->enclosure = enclosure;
	json_decref(list);
}

static int index_of(const char *const *names, const char *name, int otherwise)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return otherwise; /* the table's CHECK allows no other */
}

static struct outbox_message message_of(struct arena *a, const struct outbox_one_row *row)
{
	struct outbox_message m = {
		.id = arena_strdup(a, row->id),
		.house = arena_strdup(a, row->house),
		.letter = arena_strdup(a, row->letter),
		.copy = row->copy,
		.turn = row->turn,
		.reference = arena_strdup(a, row->reference),
		.contact = arena_strdup(a, row->contact),
		.iso3 = arena_strdup(a, row->iso3),
		.name = arena_strdup(a, row->name),
		.lang = arena_strdup(a, row->lang),
		.channel = (enum channel)index_of(channel_names, row->channel, CHANNEL_POST),
		.address = arena_strdup(a, row->address),
		.from_name = arena_strdup(a, row->from_name),
		.from_address = arena_strdup(a, row->from_address),
		.reply_to = arena_strdup(a, row->reply_to),
		.subject = arena_strdup(a, row->subject),
		.text_sha256 = arena_strdup(a, row->text_sha256),
		.html_sha256 = arena_strdup(a, row->html_sha256),
		.pdf_sha256 = arena_strdup(a, row->pdf_sha256),
		.calendar_sha256 = arena_strdup(a, row->calendar_sha256),
		.mass = row->mass != 0,
		.place = arena_strdup(a, row->place),
		.to_me = "",
		.state = (enum outbox_state)index_of(outbox_state_names, row->state, OUTBOX_HELD),
		.message_id = arena_strdup(a, row->message_id),
		.detail = arena_strdup(a, row->detail),
		.tries = row->tries,
		.next_ms = row->next_ms,
		.sent_ms = row->sent_ms,
		.answered_ms = row->answered_ms,
	};

	enclosures_of(a, row->enclosures, &m);
	return m;
}

int outbox_rows(
	struct db_stmt *st, struct arena *a, struct outbox_message **ret, size_t *ret_n, struct err *e)
{
	struct outbox_message *m = NULL;
	struct outbox_one_row row;
	size_t n = 0, cap = 0;
	int r;

	for (r = outbox_one_step(st, &row, e); r == DB_ROW; r = outbox_one_step(st, &row, e)) {
		GROW(a, m, n, cap);
		m[n++] = message_of(a, &row);
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret = m;
	*ret_n = n;
	return 0;
}

int outbox_get(struct db *db, struct arena *a, const char *house, const char *id, struct outbox_message *ret,
	struct err *e)
{
	struct outbox_message *m = NULL;
	struct db_stmt *st;
	size_t n = 0;
	int r = outbox_one_start(db, &(struct outbox_one_in){house, id}, &st, e);

	if (r == 0)
		r = outbox_rows(st, a, &m, &n, e);
	if (r < 0)
		return r;
	if (n == 0)
		return err_set(e, ERR_NOTFOUND,
			"no message %.40s in the outbox of %s; paraph outbox list names them", id, house);
	*ret = m[0];
	return 0;
}

static const char *any(const char *s)
{
	return s ? s : "";
}

int outbox_house_of(struct db *db, struct arena *a, const char *id, const char **ret, struct err *e)
{
	struct outbox_house_row row;
	struct db_stmt *st;
	int r = outbox_house_start(db, &(struct outbox_house_in){id}, &st, e);

	if (r < 0)
		return r;
	r = outbox_house_step(st, &row, e);
	if (r == DB_ROW)
		*ret = arena_strdup(a, row.house);
	db_finish(st);
	return r == DB_DONE ? err_set(e, ERR_NOTFOUND, "there is no message %s", id) : r < 0 ? r : 0;
}

int outbox_list(struct db *db, struct arena *a, const struct outbox_query *q, struct outbox_message **ret,
	size_t *ret_n, struct err *e)
{
	struct db_stmt *st;
	int r = outbox_page_start(db,
		&(struct outbox_page_in){q->house, any(q->letter), any(q->state), any(q->reference),
			any(q->under), any(q->contact), q->letters, (int64_t)q->most, (int64_t)q->skip},
		&st, e);

	return r < 0 ? r : outbox_rows(st, a, ret, ret_n, e);
}

int outbox_sum(struct db *db, const struct outbox_query *q, struct outbox_sum *ret, struct err *e)
{
	struct outbox_count_row row;
	struct db_stmt *st;
	int r = outbox_count_start(db,
		&(struct outbox_count_in){
			q->house, any(q->letter), any(q->state), any(q->under), any(q->contact), q->letters},
		&st, e);

	*ret = (struct outbox_sum){0};
	if (r < 0)
		return r;
	for (r = outbox_count_step(st, &row, e); r == DB_ROW; r = outbox_count_step(st, &row, e)) {
		ret->in[index_of(outbox_state_names, row.state, OUTBOX_HELD)] = (size_t)row.messages;
		ret->n += (size_t)row.messages;
		ret->answered += (size_t)row.answered;
	}
	db_finish(st);
	return r;
}

int outbox_unsent(struct db *db, struct arena *a, const char *house, struct outbox_unsent **ret,
	size_t *ret_n, struct err *e)
{
	struct outbox_unsent_row row;
	struct db_stmt *st;
	size_t cap = 0;
	int r = outbox_unsent_start(db, &(struct outbox_unsent_in){house, UNSENT_MAX}, &st, e);

	*ret = NULL;
	*ret_n = 0;
	if (r < 0)
		return r;
	for (r = outbox_unsent_step(st, &row, e); r == DB_ROW; r = outbox_unsent_step(st, &row, e)) {
		GROW(a, *ret, *ret_n, cap);
		(*ret)[(*ret_n)++] = (struct outbox_unsent){arena_strdup(a, row.letter),
			arena_strdup(a, row.reference), arena_strdup(a, row.iso3),
			arena_strdup(a, row.contact), arena_strdup(a, row.address), row.copy};
	}
	db_finish(st);
	return r;
}

int outbox_of_copy(struct db *db, struct arena *a, const char *house, const char *letter, int64_t copy,
	struct outbox_message **ret, size_t *ret_n, struct err *e)
{
	struct db_stmt *st;
	int r = outbox_of_copy_start(db, &(struct outbox_of_copy_in){house, letter, copy}, &st, e);

	return r < 0 ? r : outbox_rows(st, a, ret, ret_n, e);
}

int outbox_events(struct db *db, struct arena *a, const char *house, const char *id,
	struct outbox_event **ret, size_t *ret_n, struct err *e)
{
	struct outbox_event *list = NULL;
	struct outbox_event_list_row row;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int r = outbox_event_list_start(db, &(struct outbox_event_list_in){house, id}, &st, e);

	if (r < 0)
		return r;
	for (r = outbox_event_list_step(st, &row, e); r == DB_ROW; r = outbox_event_list_step(st, &row, e)) {
		GROW(a, list, n, cap);
		list[n++] = (struct outbox_event){
			row.at_ms, arena_strdup(a, row.what), arena_strdup(a, row.detail)};
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret = list;
	*ret_n = n;
	return 0;
}

/* ---- moving ---- */

#define FROM(state) (1u << OUTBOX_##state)
/* From which states a person, or a mail that came in, may move a message; the worker's own moves are not
 * here. */
static const unsigned may_come_from[OUTBOX_STATE_COUNT] = {
	[OUTBOX_WAITING] = FROM(HELD) | FROM(FAILED),
	[OUTBOX_SENT] = FROM(HELD),
	/* A report of what becomes of it may come before the worker has written that it went. */
	[OUTBOX_DELIVERED] = FROM(SENDING) | FROM(SENT),
	[OUTBOX_RETURNED] = FROM(SENDING) | FROM(SENT) | FROM(DELIVERED) | FROM(HANDED),
	[OUTBOX_CANCELLED] = FROM(WAITING) | FROM(HELD) | FROM(PRINTED),
	[OUTBOX_HELD] = FROM(WAITING),
	[OUTBOX_PRINTED] = FROM(WAITING),
	[OUTBOX_HANDED] = FROM(WAITING) | FROM(PRINTED),
};

bool outbox_may_cancel(const struct outbox_message *m)
{
	return may_come_from[OUTBOX_CANCELLED] & (1u << m->state);
}

static int may_move(const struct outbox_message *m, enum outbox_state to, struct err *e)
{
	bool paper_only = to == OUTBOX_PRINTED || to == OUTBOX_HANDED;
	bool mail_only = to == OUTBOX_SENT || to == OUTBOX_DELIVERED;

	if (!(may_come_from[to] & (1u << m->state)))
		return err_set(e, ERR_CONFLICT, "message %s is %s: from there it does not become %s", m->id,
			outbox_state_names[m->state], outbox_state_names[to]);
	if (m->channel == CHANNEL_EMAIL ? paper_only : mail_only)
		return err_set(e, ERR_CONFLICT, "message %s goes by %s: it does not become %s", m->id,
			channel_names[m->channel], outbox_state_names[to]);
	return 0;
}

bool outbox_may_move(const struct outbox_message *m, enum outbox_state to)
{
	struct err none;

	return may_move(m, to, &none) == 0;
}

int outbox_move_to(struct db *db, const struct outbox_message *m, enum outbox_state to, const char *why,
	int64_t now_ms, struct err *e)
{
	AUTO_ARENA a = arena_new("move");
	const char *detail = clean_line(a, why, OUTBOX_DETAIL_MAX);
	int r = may_move(m, to, e);

	if (r == 0 && to == OUTBOX_WAITING)
		r = check_here(db, m, e);
	if (r == 0)
		r = outbox_move_run(db,
			&(struct outbox_move_in){m->house, m->id, outbox_state_names[m->state],
				outbox_state_names[to], now_ms,
				to == OUTBOX_SENT || to == OUTBOX_HANDED ? now_ms : 0, detail},
			e);
	return r < 0 ? r : event(db, m->id, m->house, outbox_state_names[to], detail, now_ms, e);
}

int outbox_pdf(struct db *db, const char *house, const char *letter, int64_t copy, const char *sha256,
	int64_t now_ms, struct err *e)
{
	AUTO_ARENA a = arena_new("pdf");
	struct outbox_message *m;
	size_t n;
	int r = outbox_of_copy(db, a, house, letter, copy, &m, &n, e);

	for (size_t i = 0; r == 0 && i < n; i++) {
		if (m[i].state == OUTBOX_SENDING)
			return err_set(e, ERR_CONFLICT,
				"message %s of %s is being sent; mend: wait until paraph outbox show %s says "
				"what became of it",
				m[i].id, m[i].reference, m[i].id);
		r = outbox_note(
			db, &m[i], "scanned", arena_printf(a, "before: %s", m[i].pdf_sha256), now_ms, e);
	}
	return r < 0 ? r : outbox_pdf_run(db, &(struct outbox_pdf_in){house, letter, copy, sha256}, e);
}

int outbox_note(struct db *db, const struct outbox_message *m, const char *what, const char *detail,
	int64_t at_ms, struct err *e)
{
	return event(db, m->id, m->house, what, detail, at_ms, e);
}

static int cancel_some(struct db *db, const struct outbox_message *m, size_t n, const char *why,
	int64_t now_ms, size_t *count, struct err *e)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		if (!outbox_may_cancel(&m[i]))
			continue;
		r = outbox_move_to(db, &m[i], OUTBOX_CANCELLED, why, now_ms, e);
		(*count)++;
	}
	return r;
}

int outbox_cancel_copy(struct db *db, const char *house, const char *letter, int64_t copy, const char *why,
	int64_t now_ms, size_t *ret_n, struct err *e)
{
	struct outbox_query q = {.house = house, .letter = letter, .most = PAGE_MAX};
	struct outbox_message *m;
	size_t count = 0, n = PAGE_MAX;
	int r = 0;

	for (; r == 0 && n == PAGE_MAX; q.skip += PAGE_MAX) {
		AUTO_ARENA a = arena_new("cancel");

		r = copy ? outbox_of_copy(db, a, house, letter, copy, &m, &n, e)
			 : outbox_list(db, a, &q, &m, &n, e);
		if (r == 0)
			r = cancel_some(db, m, n, why, now_ms, &count, e);
	}
	if (r == 0 && ret_n)
		*ret_n = count;
	return r;
}
