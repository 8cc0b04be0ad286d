#include "post/smtp_session.h"

#include <sodium.h>

#include "base/text.h"

static void expect(struct session *s, enum smtp_step step)
{
	s->expect[s->expect_n++] = step; /* at most: body, MAIL, RCPT, RCPT, RSET */
}

void session_init(
	struct session *s, struct arena *a, const struct smtp_relay *relay, const char *secret, bool tls)
{
	*s = (struct session){.relay = relay, .secret = secret, .tls = tls};
	buf_init(&s->out, a, SESSION_OUT_MAX);
	expect(s, STEP_GREETING);
}

static void hello(struct session *s)
{
	buf_printf(&s->out, "EHLO %s\r\n", s->relay->name);
	expect(s, STEP_EHLO);
}

void session_secured(struct session *s)
{
	s->tls = true;
	s->start_tls = false;
	s->pipelining = s->utf8 = s->dsn = false;
	s->size = 0;
	hello(s);
}

/* ---- coming in: greeting, EHLO, STARTTLS, AUTH ---- */

static int refused(const struct session *s, const char *what, const struct smtp_reply *r, struct err *e)
{
	return err_set(e, ERR_IO, "%s:%d refuses %s: %d %s %s", s->relay->host, s->relay->port, what, r->code,
		r->enhanced, r->text);
}

/* In base64, with an end of line. What was in `data` is wiped. */
static void put_secret(struct session *s, const char *before, char *data, size_t len)
{
	AUTO_ARENA a = arena_new("secret");
	size_t size = sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_zalloc(a, size);

	sodium_bin2base64(text, size, (unsigned char *)data, len, sodium_base64_VARIANT_ORIGINAL);
	buf_printf(&s->out, "%s%s\r\n", before, text);
	sodium_memzero(text, size);
	sodium_memzero(data, len);
}

static void authenticate(struct session *s)
{
	AUTO_ARENA a = arena_new("auth");
	const char *user = s->relay->user;
	char *data;

	switch (s->relay->auth) {
	case SMTP_AUTH_PLAIN:
		data = arena_printf(a, "%c%s%c%s", 1, user, 1, s->secret);
		data[0] = data[1 + strlen(user)] = '\0';
		put_secret(s, "AUTH PLAIN ", data, 2 + strlen(user) + strlen(s->secret));
		break;
	case SMTP_AUTH_XOAUTH2:
		data = arena_printf(a, "user=%s\001auth=Bearer %s\001\001", user, s->secret);
		put_secret(s, "AUTH XOAUTH2 ", data, strlen(data));
		break;
	case SMTP_AUTH_LOGIN:
		buf_puts(&s->out, "AUTH LOGIN\r\n");
		break;
	case SMTP_AUTH_NONE:
		s->ready = true;
		return;
	}
	s->auth_step = 0;
	expect(s, STEP_AUTH);
}

static int on_auth(struct session *s, const struct smtp_reply *r, struct err *e)
{
	AUTO_ARENA a = arena_new("auth");
	char *data;

	if (r->code == 235) {
		s->ready = true;
		return 0;
	}
	if (r->code != 334 || s->auth_step > 1)
		return refused(s, "user and secret", r, e);
	if (s->relay->auth == SMTP_AUTH_LOGIN) {
		data = arena_strdup(a, s->auth_step ? s->secret : s->relay->user);
		put_secret(s, "", data, strlen(data));
	} else { /* XOAUTH2: what is wrong is told after an empty line */
		buf_puts(&s->out, "\r\n");
	}
	s->auth_step++;
	expect(s, STEP_AUTH);
	return 0;
}

static int on_hello(struct session *s, const struct smtp_reply *r, struct err *e)
{
	char words[SESSION_KEYWORD_MAX];
	int64_t size = 0;

	if (r->code != 250)
		return refused(s, "EHLO", r, e);
	if (s->relay->security == SMTP_STARTTLS && !s->tls) {
		if (!smtp_reply_keyword(r, "STARTTLS", words, sizeof words))
			return err_set(e, ERR_IO,
				"%s:%d has no STARTTLS; nothing was sent; write security: tls",
				s->relay->host, s->relay->port);
		buf_puts(&s->out, "STARTTLS\r\n");
		expect(s, STEP_STARTTLS);
		return 0;
	}
	s->pipelining = smtp_reply_keyword(r, "PIPELINING", words, sizeof words) != NULL;
	s->utf8 = smtp_reply_keyword(r, "SMTPUTF8", words, sizeof words) != NULL;
	s->dsn = smtp_reply_keyword(r, "DSN", words, sizeof words) != NULL;
	if (smtp_reply_keyword(r, "SIZE", words, sizeof words) && *words)
		IGNORE(text_int(words, 0, INT64_MAX, &size, NULL)); /* a number or no limit known */
	s->size = size;
	authenticate(s);
	return 0;
}

/* ---- a message ---- */

static bool is_ascii(const char *s)
{
	while (*s && (unsigned char)*s < 0x80)
		s++;
	return !*s;
}

static bool needs_utf8(const struct smtp_message *m)
{
	for (size_t i = 0; i < m->to_n; i++)
		if (!is_ascii(m->to[i]))
			return true;
	return !is_ascii(m->sender);
}

static void fail(struct transfer *t, enum smtp_outcome outcome, const struct smtp_reply *r)
{
	if (t->failed)
		return; /* what failed first is why */
	t->failed = true;
	t->result.outcome = outcome;
	t->result.code = r->code;
	memcpy(t->result.enhanced, r->enhanced, sizeof t->result.enhanced);
	memcpy(t->result.text, r->text, sizeof t->result.text);
}

static int report(struct session *s, struct transfer *t, struct err *e)
{
	struct transfer done = *t;

	*t = (struct transfer){0};
	return s->source->done(s->source->ctx, &done.m, &done.result, e);
}

static void ask_recipient(struct session *s)
{
	struct transfer *t = &s->envelope;
	const char *notify = "";

	if (s->dsn && t->asked > 0)
		notify = " NOTIFY=NEVER";
	else if (s->dsn && t->m.receipts)
		notify = " NOTIFY=SUCCESS,FAILURE,DELAY";
	buf_printf(&s->out, "RCPT TO:<%s>%s\r\n", t->m.to[t->asked++], notify);
	expect(s, STEP_TO);
}

static void ask_data(struct session *s)
{
	buf_puts(&s->out, "DATA\r\n");
	expect(s, STEP_DATA);
}

static void begin(struct session *s)
{
	struct transfer *t = &s->envelope;

	buf_printf(&s->out, "MAIL FROM:<%s>", t->m.sender);
	if (s->size)
		buf_printf(&s->out, " SIZE=%zu", t->m.head_len + t->m.data_len);
	if (needs_utf8(&t->m))
		buf_puts(&s->out, " SMTPUTF8");
	if (s->dsn)
		buf_printf(&s->out, " RET=HDRS ENVID=%s", t->m.id);
	buf_puts(&s->out, "\r\n");
	expect(s, STEP_MAIL);
	while (s->pipelining && t->asked < t->m.to_n)
		ask_recipient(s);
	/* Not with two, of whom the server may take one: what DATA began can only be ended by breaking off.
	 */
	t->data = s->pipelining && t->m.to_n == 1;
	if (t->data)
		ask_data(s);
}

/* What can be known before anything is sent. */
static bool fits(const struct session *s, struct transfer *t)
{
	struct smtp_reply r = {.code = 0};

	if (s->size && (int64_t)(t->m.head_len + t->m.data_len) > s->size) {
		snprintf(r.text, sizeof r.text, "%zu bytes; the relay takes %lld",
			t->m.head_len + t->m.data_len, (long long)s->size);
		fail(t, SMTP_REFUSED, &r);
	} else if (needs_utf8(&t->m) && !s->utf8) {
		snprintf(r.text, sizeof r.text, "the relay takes no addresses beyond ASCII (SMTPUTF8)");
		fail(t, SMTP_REFUSED, &r);
	}
	return !t->failed;
}

int session_next(struct session *s, struct err *e)
{
	struct transfer *t = &s->envelope;
	int r = SMTP_NONE;

	if (!s->ready || s->closing || t->on || (s->body.on && !s->pipelining))
		return SMTP_NONE;
	if (s->messages >= s->relay->per_connection)
		return SMTP_NONE;
	for (;;) {
		r = s->source->next(s->source->ctx, &t->m, e);
		if (r != SMTP_MESSAGE)
			return r;
		t->on = true;
		if (fits(s, t))
			break;
		r = report(s, t, e);
		if (r < 0)
			return r;
	}
	s->messages++;
	begin(s);
	return SMTP_MESSAGE;
}

static int reset(struct session *s, struct err *e)
{
	buf_puts(&s->out, "RSET\r\n");
	expect(s, STEP_RSET);
	return report(s, &s->envelope, e);
}

static int envelope_done(struct session *s, struct err *e)
{
	struct transfer *t = &s->envelope;

	if (t->data)
		return 0; /* its answer comes */
	if (t->failed)
		return reset(s, e);
	ask_data(s);
	return 0;
}

static int on_mail(struct session *s, const struct smtp_reply *r, struct err *e)
{
	struct transfer *t = &s->envelope;

	if (r->code / 100 != 2)
		fail(t, r->code / 100 == 4 ? SMTP_LATER : SMTP_FAULT, r);
	if (t->failed && !s->pipelining)
		return reset(s, e);
	if (!s->pipelining)
		ask_recipient(s);
	return 0;
}

static int on_recipient(struct session *s, const struct smtp_reply *r, struct err *e)
{
	struct transfer *t = &s->envelope;
	bool addressee = t->answered++ == 0;

	t->taken |= r->code / 100 == 2;
	if (r->code / 100 != 2 && !addressee)
		fail(t, SMTP_FAULT, r);
	else if (r->code / 100 != 2)
		fail(t, r->code / 100 == 4 ? SMTP_LATER : SMTP_REFUSED, r);
	if (t->answered < t->m.to_n) {
		if (!s->pipelining)
			ask_recipient(s);
		return 0;
	}
	return envelope_done(s, e);
}

/* A line that begins with a dot gets one more (RFC 5321 4.5.2). Dots are looked for: base64 has none, but
 * many lines. */
static void put_stuffed(struct buf *out, const char *data, size_t len)
{
	const char *from = data, *at = data, *end = data + len;

	if (len == 0)
		return;
	for (const char *dot; (dot = memchr(at, '.', (size_t)(end - at))) != NULL; at = dot + 1) {
		if (dot > data && dot[-1] != '\n')
			continue;
		buf_add(out, from, (size_t)(dot - from));
		buf_putc(out, '.');
		from = dot;
	}
	buf_add(out, from, (size_t)(end - from));
}

/* The server wants a message to nobody: it gets an empty one (RFC 2920 3.1). Had it taken somebody all the
 * same, who is not to get that, the connection is broken off.
 */
static int empty(struct session *s, struct err *e)
{
	if (s->envelope.taken) {
		s->closing = true;
		return 0;
	}
	buf_puts(&s->out, ".\r\n");
	expect(s, STEP_EMPTY);
	return report(s, &s->envelope, e);
}

static int on_data(struct session *s, const struct smtp_reply *r, struct err *e)
{
	struct transfer *t = &s->envelope;
	int n;

	if (r->code != 354) {
		fail(t, r->code / 100 == 4 ? SMTP_LATER : SMTP_REFUSED, r);
		return reset(s, e);
	}
	if (t->failed)
		return empty(s, e);
	put_stuffed(&s->out, t->m.head, t->m.head_len);
	put_stuffed(&s->out, t->m.data, t->m.data_len);
	buf_puts(&s->out, ".\r\n");
	s->body = *t;
	*t = (struct transfer){0};
	expect(s, STEP_BODY);
	n = session_next(s, e);
	return n < 0 ? n : 0;
}

static int on_body(struct session *s, const struct smtp_reply *r, struct err *e)
{
	struct transfer *t = &s->body;

	if (r->code / 100 == 2) {
		t->result.outcome = SMTP_SENT;
		t->result.code = r->code;
		memcpy(t->result.enhanced, r->enhanced, sizeof t->result.enhanced);
		memcpy(t->result.text, r->text, sizeof t->result.text);
	} else {
		fail(t, r->code / 100 == 4 ? SMTP_LATER : SMTP_REFUSED, r);
	}
	return report(s, t, e);
}

/* ---- replies ---- */

static int on_reply(struct session *s, enum smtp_step step, const struct smtp_reply *r, struct err *e)
{
	switch (step) {
	case STEP_GREETING:
		if (r->code != 220)
			return refused(s, "the connection", r, e);
		hello(s);
		return 0;
	case STEP_EHLO:
		return on_hello(s, r, e);
	case STEP_STARTTLS:
		if (r->code != 220)
			return refused(s, "STARTTLS", r, e);
		s->start_tls = true;
		return 0;
	case STEP_AUTH:
		return on_auth(s, r, e);
	case STEP_MAIL:
		return on_mail(s, r, e);
	case STEP_TO:
		return on_recipient(s, r, e);
	case STEP_DATA:
		return on_data(s, r, e);
	case STEP_BODY:
		return on_body(s, r, e);
	case STEP_EMPTY:
	case STEP_RSET:
		return 0;
	}
	return 0;
}

int session_feed(struct session *s, const char *data, size_t len, size_t *ret_used, struct err *e)
{
	struct smtp_reply reply;
	size_t used = 0;
	int r = 0;

	while (r == 0 && used < len && !s->start_tls && !s->closing) {
		int got = smtp_reply_read(data + used, len - used, &reply);

		if (got == 0)
			break;
		if (got < 0)
			return err_set(
				e, ERR_IO, "%s:%d does not speak SMTP", s->relay->host, s->relay->port);
		used += reply.len;
		s->closing = reply.code == 421;
		if (s->expect_n == 0)
			break; /* said without being asked, as a server that closes does */
		enum smtp_step step = s->expect[0];

		memmove(s->expect, s->expect + 1, --s->expect_n * sizeof s->expect[0]);
		r = on_reply(s, step, &reply, e);
	}
	/* What came in clear before the handshake is not from who shakes hands: it is dropped. */
	*ret_used = s->start_tls ? len : used;
	return r < 0 ? r : buf_check(&s->out, e);
}

int session_lost(struct session *s, const char *why, struct err *e)
{
	struct smtp_reply reply = {.code = 0};
	int r = 0;

	snprintf(reply.text, sizeof reply.text, "%s", why);
	if (s->body.on) {
		fail(&s->body, SMTP_UNKNOWN, &reply);
		r = report(s, &s->body, e);
	}
	if (r == 0 && s->envelope.on) {
		fail(&s->envelope, SMTP_LATER, &reply);
		r = report(s, &s->envelope, e);
	}
	return r;
}

bool session_idle(const struct session *s)
{
	return !s->envelope.on && !s->body.on;
}
