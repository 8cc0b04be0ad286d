/* The post without a network: addresses that cannot be forged, mail.yaml, hours and retries, SMTP replies and
 * a session, mails that came in. Every name and address is invented. */
#include "../unit.h"

#include <string.h>

#include "base/file.h"
#include "post/came.h"
#include "post/config.h"
#include "post/mail.h"
#include "post/outbox.h"
#include "post/smtp_session.h"
#include "post/verp.h"
#include "post/worker.h"

static struct config read_ok(struct arena *a, const char *text)
{
	struct pack_mistake *m;
	struct config c;
	struct err e;
	size_t n;

	if (config_read(a, "/etc/made/mail.yaml", text, strlen(text), &c, &m, &n, &e) < 0)
		fail_msg("%s", e.text);
	return c;
}

static void config_good(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct config c = read_ok(a,
		"relay: {host: mail.example.org, port: 587, security: starttls, auth: login, "
		"user: u, secret: s/relay}\n"
		"bounce: {domain: b.example.org, secret: /run/key}\n"
		"rates: {default: 60, slow.example: 6}\n"
		"archive: {address: a@example.org, wait: 4h, mailbox: {maildir: archive}}\n"
		"retry: {first: 90s, factor: 3, most: 1h, give-up: 2d}\n");

	(void)state;
	assert_true(c.has_relay && c.has_bounce && c.has_archive && !c.has_dkim && !c.sink);
	assert_string_equal(c.relay.secret, "/etc/made/s/relay");
	assert_string_equal(c.bounce.secret, "/run/key");
	assert_string_equal(c.archive.mailbox.maildir, "/etc/made/archive");
	assert_int_equal(c.archive.wait_ms, 4 * 3600000);
	assert_int_equal(c.relay.auth, SMTP_AUTH_LOGIN);
	assert_int_equal(c.per_minute, 60);
	assert_int_equal(c.rates_n, 1);
	assert_int_equal(retry_after(&c, 1), 90000);
	assert_int_equal(retry_after(&c, 2), 270000);
	assert_int_equal(retry_after(&c, 10), 3600000);
	assert_int_equal(retry_after(&c, 200), 0);
}

static void config_bad(void **state)
{
	static const struct {
		const char *text, *says;
	} bad[] = {
		{"relay: {host: mail.example.org, port: 25, security: none}\n", "bounce: missing"},
		{"relay: {host: m.example.org, port: 70000, security: none}\n", "port: \"70000\""},
		{"relay: {host: m.example.org, port: 25, security: none, auth: plain, user: u, secret: s}\n"
		 "bounce: {domain: b, secret: s}\n",
			"not sent in clear"},
		{"relay: {host: \"m.example.org\\r\\nQUIT\", port: 25, security: none}\n", "host"},
		{"hours: {from: 18, to: 8, place: Europe/Zurich}\n", "from must be before to"},
		{"hours: {from: 8, to: 18, place: Europe/Nowhere}\n", "place"},
		{"hours: {from: 8, to: 18, place: ../../etc/passwd}\n", "place"},
		{"retry: {first: 5}\n", "a length of time"},
		{"retry: {first: 99999d}\n", "a length of time"},
		{"archive: {address: nobody, mailbox: {maildir: x}}\n", "e-mail address"},
		{"archive: {address: a@b, mailbox: {host: h}}\n", "write maildir, or host"},
		{"rates: {default: 0}\n", "default"},
		{"relais: {}\n", "did you mean relay"},
		{"- a\n", "write a mapping"},
		{"unsubscribe: http://example.org/\n", "https://"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		AUTO_ARENA a = arena_new("test");
		struct pack_mistake *m = NULL;
		struct config c;
		struct err e;
		size_t n = 0;
		bool said = false;

		assert_true(
			config_read(a, "mail.yaml", bad[i].text, strlen(bad[i].text), &c, &m, &n, &e) < 0);
		for (size_t k = 0; k < n; k++)
			said |= strstr(m[k].text, bad[i].says) != NULL;
		if (!said)
			fail_msg("%s: says %s", bad[i].says, e.text);
	}
}

static void verp(void **state)
{
	AUTO_ARENA a = arena_new("test");
	char path[] = "/tmp/paraph-verp.XXXXXX", id[OUTBOX_ID_MAX];
	int fd = mkstemp(path);
	struct verp v, other;
	struct err e;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "0123456789", 10), 10);
	assert_int_equal(verp_open(a, "one", "b.example.org", path, &v, &e), ERR_INVALID); /* too short */
	assert_int_equal(write(fd, "0123456789", 10), 10);
	close(fd);
	assert_int_equal(verp_open(a, "one", "b.example.org", path, &v, &e), 0);
	assert_int_equal(verp_open(a, "two", "b.example.org", path, &other, &e), 0);
	unlink(path);

	const char *message = "m-0123456789abcdef0123";
	char *address = arena_strdup(a, verp_address(a, &v, VERP_RETURN, message));

	assert_true(outbox_is_address(address));
	assert_int_equal(verp_read(&v, VERP_RETURN, address, id), VERP_GOOD);
	assert_string_equal(id, message);
	assert_int_equal(verp_read(&other, VERP_RETURN, address, id), VERP_FORGED);
	assert_int_equal(verp_read(&v, VERP_UNSUBSCRIBE, address, id), VERP_NONE);
	address[0] = VERP_UNSUBSCRIBE; /* a return's MAC is not an unsubscription's */
	assert_int_equal(verp_read(&v, VERP_UNSUBSCRIBE, address, id), VERP_FORGED);
	address[0] = 'B';
	assert_int_equal(verp_read(&v, VERP_RETURN, address, id), VERP_GOOD);
	address[5] = address[5] == '1' ? '2' : '1';
	assert_int_equal(verp_read(&v, VERP_RETURN, address, id), VERP_FORGED);
	assert_int_equal(verp_read(&v, VERP_RETURN, "office@example.org", id), VERP_NONE);
}

static int64_t ms(const char *text)
{
	struct err e;
	int64_t at;

	if (instant_parse(text, &at, &e) < 0)
		fail_msg("%s", e.text);
	return at;
}

static void hours(void **state)
{
	/* A Friday evening in Geneva is Saturday morning in Vientiane; Nepal's hours begin at a quarter. */
	static const struct {
		const char *place, *now, *next;
	} table[] = {
		{"Europe/Zurich", "2026-11-27T09:30:00Z", "2026-11-27T09:30:00Z"},
		{"Europe/Zurich", "2026-11-27T06:10:00Z", "2026-11-27T07:00:00Z"},
		{"Europe/Zurich", "2026-11-27T17:00:00Z", "2026-11-30T07:00:00Z"},
		{"", "2026-07-31T16:00:00Z", "2026-08-03T06:00:00Z"},
		{"Asia/Vientiane", "2026-11-27T17:30:00Z", "2026-11-30T01:00:00Z"},
		{"Asia/Kathmandu", "2026-11-25T01:00:00Z", "2026-11-25T02:15:00Z"},
		{"America/New_York", "2026-11-25T12:59:59.999Z", "2026-11-25T13:00:00Z"},
	};
	AUTO_ARENA a = arena_new("test");
	struct config c = read_ok(a, "hours: {from: 8, to: 18, place: Europe/Zurich}\n");

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		char got[25], want[25];

		assert_string_equal(instant_format(hours_next(&c, table[i].place, ms(table[i].now)), got),
			instant_format(ms(table[i].next), want));
	}
}

static void replies(void **state)
{
	static const struct {
		const char *data;
		int r, code;
		const char *enhanced, *text;
	} table[] = {
		{"250 2.1.0 Ok\r\n", 1, 250, "2.1.0", "Ok"},
		{"250-one\r\n250-SIZE 10\r\n250 two\r\n", 1, 250, "", "one SIZE 10 two"},
		{"550-5.1.1 no such\r\n550 5.1.1 user\r\n", 1, 550, "5.1.1", "no such user"},
		{"354\r\n", 1, 354, "", ""},
		{"220 a\n", 1, 220, "", "a"},
		{"250-a\r\n250 b", 0, 0, "", ""},
		{"450 4.2.0 \x1b[31mred\r\n", 1, 450, "4.2.0", "?[31mred"},
		{"250-a\r\n550 b\r\n", -1, 0, "", ""},
		{"HTTP/1.1 400\r\n", -1, 0, "", ""},
		{"999 x\r\n", -1, 0, "", ""},
		{"25\r\n", -1, 0, "", ""},
		{"250 5.1.1 other class\r\n", 1, 250, "", "5.1.1 other class"},
	};
	char words[20];

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct smtp_reply r = {0};

		assert_int_equal(smtp_reply_read(table[i].data, strlen(table[i].data), &r), table[i].r);
		if (table[i].r != 1)
			continue;
		assert_int_equal(r.code, table[i].code);
		assert_string_equal(r.enhanced, table[i].enhanced);
		assert_string_equal(r.text, table[i].text);
		assert_int_equal(r.len, strlen(table[i].data));
	}
	struct smtp_reply r;
	const char *hello = "250-x\r\n250-AUTH PLAIN LOGIN\r\n250-size\r\n250 PIPELINING\r\n";

	assert_int_equal(smtp_reply_read(hello, strlen(hello), &r), 1);
	assert_string_equal(smtp_reply_keyword(&r, "AUTH", words, sizeof words), "PLAIN LOGIN");
	assert_string_equal(smtp_reply_keyword(&r, "SIZE", words, sizeof words), "");
	assert_null(smtp_reply_keyword(&r, "PIPE", words, sizeof words));
}

/* ---- a session, its server being this test ---- */

struct talk {
	struct session s;
	struct smtp_message m[4];
	int next, n;
	struct smtp_result result[4];
	int done;
};

static int talk_next(void *ctx, struct smtp_message *ret, struct err *e)
{
	struct talk *t = ctx;

	(void)e;
	if (t->next == t->n)
		return SMTP_NONE;
	*ret = t->m[t->next++];
	return SMTP_MESSAGE;
}

static int talk_done(void *ctx, const struct smtp_message *m, const struct smtp_result *result, struct err *e)
{
	struct talk *t = ctx;

	(void)e;
	*(struct smtp_result *)m->ctx = *result;
	t->done++;
	return 0;
}

static void server(struct talk *t, const char *says, const char *client)
{
	struct err e;
	size_t used;

	buf_reset(&t->s.out);
	if (session_feed(&t->s, says, strlen(says), &used, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(used, strlen(says));
	if (session_next(&t->s, &e) < 0)
		fail_msg("%s", e.text);
	assert_string_equal(t->s.out.data, client);
}

static void talk_start(struct talk *t, struct arena *a, const struct smtp_relay *relay,
	const struct smtp_source *source, int n)
{
	*t = (struct talk){.n = n};
	session_init(&t->s, a, relay, "", false);
	t->s.source = source;
	for (int i = 0; i < n; i++)
		t->m[i] = (struct smtp_message){.sender = "s@x",
			.to = {"a@x", "archive@x"},
			.to_n = 2,
			.id = "m",
			.head = "",
			.data = ".dot\r\n..\r\n",
			.data_len = 10,
			.ctx = &t->result[i]};
}

#define ENVELOPE "MAIL FROM:<s@x>\r\nRCPT TO:<a@x>\r\nRCPT TO:<archive@x>\r\n"

#define ALONE "MAIL FROM:<s@x>\r\nRCPT TO:<a@x>\r\nDATA\r\n"

static void sessions(void **state)
{
	AUTO_ARENA a = arena_new("test");
	const struct smtp_relay relay = {
		.host = "h", .port = 25, .name = "me", .connections = 1, .per_connection = 9};
	struct talk t;
	const struct smtp_source source = {talk_next, talk_done, -1, &t};
	struct err e;

	(void)state;
	/* Both recipients or neither: the second one's refusal is no message without an archive. */
	talk_start(&t, a, &relay, &source, 3);
	server(&t, "220 hello\r\n", "EHLO me\r\n");
	server(&t, "250-h\r\n250 PIPELINING\r\n", ENVELOPE);
	server(&t, "250 ok\r\n250 ok\r\n452 archive full\r\n", "RSET\r\n" ENVELOPE);
	assert_int_equal(t.result[0].outcome, SMTP_FAULT);
	server(&t, "250 reset\r\n250 ok\r\n450 4.2.0 grey\r\n250 ok\r\n", "RSET\r\n" ENVELOPE);
	assert_int_equal(t.result[1].outcome, SMTP_LATER);
	assert_string_equal(t.result[1].enhanced, "4.2.0");
	server(&t, "250 reset\r\n250 ok\r\n250 ok\r\n250 ok\r\n", "DATA\r\n");
	server(&t, "354 go\r\n", "..dot\r\n...\r\n.\r\n");
	server(&t, "250 2.0.0 taken\r\n", "");
	assert_int_equal(t.result[2].outcome, SMTP_SENT);

	/* One recipient: DATA goes with it, and what follows a refusal is a message to nobody. */
	talk_start(&t, a, &relay, &source, 4);
	for (int i = 0; i < t.n; i++)
		t.m[i].to_n = 1;
	server(&t, "220 hello\r\n", "EHLO me\r\n");
	server(&t, "250-h\r\n250 PIPELINING\r\n", ALONE);
	server(&t, "250 ok\r\n550 who\r\n", "");
	server(&t, "554 nobody\r\n", "RSET\r\n" ALONE);
	assert_int_equal(t.result[0].outcome, SMTP_REFUSED);
	assert_int_equal(t.result[0].code, 550);
	server(&t, "250 reset\r\n250 ok\r\n450 later\r\n354 go\r\n", ".\r\n" ALONE);
	assert_int_equal(t.result[1].outcome, SMTP_LATER);
	server(&t, "554 nobody\r\n250 ok\r\n250 ok\r\n354 go\r\n", "..dot\r\n...\r\n.\r\n" ALONE);
	server(&t, "250 taken\r\n", "");
	assert_int_equal(t.result[2].outcome, SMTP_SENT);
	/* Refuses the sender and takes the recipient: nothing may go, not even an empty message. */
	server(&t, "550 no\r\n250 ok\r\n354 go\r\n", "");
	assert_true(t.s.closing);
	assert_int_equal(session_lost(&t.s, "gone", &e), 0);
	assert_int_equal(t.result[3].outcome, SMTP_FAULT);

	/* The connection breaks: before the message was on its way, and after. */
	talk_start(&t, a, &relay, &source, 2);
	server(&t, "220 hello\r\n250-h\r\n250 PIPELINING\r\n", "EHLO me\r\n" ENVELOPE);
	server(&t, "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n", "DATA\r\n..dot\r\n...\r\n.\r\n" ENVELOPE);
	assert_int_equal(session_lost(&t.s, "gone", &e), 0);
	assert_int_equal(t.result[0].outcome, SMTP_UNKNOWN);
	assert_int_equal(t.result[1].outcome, SMTP_LATER);
	assert_int_equal(t.done, 2);

	/* One command at a time where the server cannot do more. */
	talk_start(&t, a, &relay, &source, 1);
	server(&t, "220 hello\r\n250 h\r\n", "EHLO me\r\nMAIL FROM:<s@x>\r\n");
	server(&t, "250 ok\r\n", "RCPT TO:<a@x>\r\n");
	server(&t, "550 5.1.1 nobody\r\n", "RCPT TO:<archive@x>\r\n");
	server(&t, "250 ok\r\n", "RSET\r\n");
	assert_int_equal(t.result[0].outcome, SMTP_REFUSED);
}

static struct came came(struct arena *a, const char *text)
{
	struct came c;
	struct err e;

	if (came_read(a, text, strlen(text), &c, &e) < 0)
		fail_msg("%s", e.text);
	return c;
}

static void mails(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct came c;

	(void)state;
	mail_start();
	c = came(a,
		"From: =?UTF-8?B?5Lit?= <a@x.example>\nTo: b+1@y, z@y\nDelivered-To: q@y\n"
		"In-Reply-To: <1@h>\n"
		"References: <0@h> <1@h>\nSubject: Re: \n =?utf-8?Q?caf=C3=A9?=\n"
		"Message-ID: <2@x>\n\nbody\n");
	assert_string_equal(c.from_name, "中");
	assert_string_equal(c.subject, "Re: café");
	assert_int_equal(c.to.n, 3);
	assert_int_equal(c.refers.n, 2);
	assert_string_equal(c.refers.text[0], "1@h");
	assert_string_equal(c.body, "body");
	assert_false(c.automatic || c.is_report);
	assert_true(came(a, "From: a@x\nAuto-Submitted: auto-replied\n\n").automatic);
	assert_true(came(a, "From: a@x\nPrecedence: bulk\n\n").automatic);
	assert_false(came(a, "From: a@x\nAuto-Submitted: no\n\n").automatic);

	c = came(a,
		"From: mta\nTo: b+1@y\nMIME-Version: 1.0\n"
		"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n"
		"Content-Type: message/delivery-status\n\nReporting-MTA: dns; m\n\n"
		"Final-Recipient: rfc822; one@y\nAction: Failed\nStatus: 5.1.1\n"
		"Diagnostic-Code: smtp; 550 no\n such user\n\n"
		"Final-Recipient: rfc822; two@y\nAction: delayed\nStatus: 4.4.1\n\n--x\n"
		"Content-Type: text/rfc822-headers\n\nMessage-ID: <9@h>\n\n--x--\n");
	assert_true(c.is_report);
	assert_int_equal(c.reports, 2);
	assert_string_equal(c.report[0].recipient, "one@y");
	assert_string_equal(c.report[0].action, "failed");
	assert_string_equal(c.report[0].diagnostic, "550 no such user");
	assert_string_equal(c.report[1].status, "4.4.1");
	assert_string_equal(c.returned_id, "9@h");
}

/* A message that is built: each line ends with CRLF, the last too, and a file encoded before gives the same.
 */
static void built(void **state)
{
	AUTO_ARENA a = arena_new("test");
	char bytes[57 * 70 + 3];
	struct mail_part part[] = {{"a.pdf", "application/pdf", bytes, sizeof bytes, false},
		{"b.bin", "odd", bytes, 57 * 64, false}, {"c", "text/csv", bytes, 0, false}};
	struct mail m = {.message_id = "m@example.net",
		.from = "a@example.net",
		.to = "b@example.org",
		.subject = "x",
		.lang = "en",
		.text = "no end",
		.from_name = "",
		.to_name = "",
		.reply_to = "",
		.html = "",
		.calendar = "",
		.unsubscribe_url = "",
		.unsubscribe_mail = ""};
	struct buf one, other;
	struct err e;

	(void)state;
	mail_start();
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 7);
	for (m.parts = 0; m.parts <= 3; m.parts += 3) {
		buf_init(&one, a, MAIL_BYTES_MAX);
		buf_init(&other, a, MAIL_BYTES_MAX);
		m.part = part;
		assert_int_equal(mail_build(&m, &one, &e), 0);
		for (size_t i = 0; i < m.parts; i++)
			mail_encode(a, &part[i]);
		assert_int_equal(mail_build(&m, &other, &e), 0);
		assert_string_equal(one.data, other.data);
		assert_string_equal(one.data + one.len - 2, "\r\n");
		for (const char *lf = one.data; (lf = strchr(lf, '\n')) != NULL; lf++)
			assert_true(lf[-1] == '\r');
	}
	assert_non_null(strstr(one.data, "name=b.bin"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(config_good),
		cmocka_unit_test(config_bad),
		cmocka_unit_test(verp),
		cmocka_unit_test(hours),
		cmocka_unit_test(replies),
		cmocka_unit_test(sessions),
		cmocka_unit_test(mails),
		cmocka_unit_test(built),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
