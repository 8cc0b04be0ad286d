/* A server that answers anything: no message is reported twice or lost, none is called sent without a 2xx
 * after its last line, and nothing is written beyond the limits. The first byte chooses what is configured.
 */
#include "base/buf.h"
#include "post/smtp_session.h"

#define MESSAGES 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct talk {
	int given;
	int reported[MESSAGES];
};

static int next(void *ctx, struct smtp_message *ret, struct err *e)
{
	struct talk *t = ctx;

	(void)e;
	if (t->given == MESSAGES)
		return SMTP_NONE;
	*ret = (struct smtp_message){.sender = "s@x",
		.to = {t->given % 3 ? "a@x" : "\xc3\xa9@x", "archive@x"},
		.to_n = 1 + (size_t)t->given % 2,
		.receipts = true,
		.id = "m",
		.head = "A: b\r\n",
		.head_len = 6,
		.data = "\r\n.\r\n",
		.data_len = 5,
		.ctx = &t->reported[t->given]};
	t->given++;
	return SMTP_MESSAGE;
}

static int done(void *ctx, const struct smtp_message *m, const struct smtp_result *result, struct err *e)
{
	int *reported = m->ctx;

	(void)ctx;
	(void)e;
	if ((*reported)++ || (result->outcome == SMTP_SENT && result->code / 100 != 2))
		abort();
	return 0;
}

/* In pieces, as the network brings them. */
static void talk(struct session *s, const char *data, size_t len)
{
	struct err e;
	size_t from = 0, used = 0;
	int r = 0;

	for (size_t to = 1; r >= 0 && to <= len; to += 1 + to % 7) {
		r = session_feed(s, data + from, to - from, &used, &e);
		if (r < 0)
			break;
		from += used;
		if (s->start_tls)
			session_secured(s);
		r = session_next(s, &e);
		buf_reset(&s->out);
		if (s->expect_n > SESSION_EXPECT_MAX)
			abort();
	}
	if (session_lost(s, "gone", &e) < 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct smtp_relay relay = {.host = "h",
		.port = 25,
		.name = "me",
		.user = "u",
		.connections = 1,
		.per_connection = MESSAGES};
	struct talk t = {0};
	const struct smtp_source source = {next, done, -1, &t};
	struct session s;

	if (len < 1)
		return 0;
	relay.security = (enum smtp_security)(data[0] % 3);
	relay.auth = (enum smtp_auth)(data[0] / 3 % 4);
	session_init(&s, a, &relay, "secret", relay.security == SMTP_TLS);
	s.source = &source;
	talk(&s, (const char *)data + 1, len - 1);
	for (int i = 0; i < t.given; i++)
		if (t.reported[i] != 1)
			abort();
	return 0;
}
