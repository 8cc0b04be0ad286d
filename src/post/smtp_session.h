/* One SMTP connection as a protocol: bytes in, bytes out, no socket. Private to src/post and its fuzzer. */
#pragma once
#include "base/buf.h"
#include "post/smtp.h"

#define SESSION_EXPECT_MAX 8u        /* replies that may be due at once */
#define SESSION_OUT_MAX (128u << 20) /* bytes that wait to be written */
#define SESSION_KEYWORD_MAX 128u     /* bytes of an EHLO keyword's arguments */

enum smtp_step {
	STEP_GREETING,
	STEP_EHLO,
	STEP_STARTTLS,
	STEP_AUTH,
	STEP_MAIL,
	STEP_TO,
	STEP_DATA,
	STEP_BODY,
	STEP_EMPTY,
	STEP_RSET
};

/* A message under way. */
struct transfer {
	bool on;
	struct smtp_message m;
	size_t asked, answered; /* recipients */
	struct smtp_result result;
	bool failed;
	bool data;  /* DATA was said, with RCPT */
	bool taken; /* a recipient */
};
struct session {
	const struct smtp_relay *relay;
	const struct smtp_source *source;
	const char *secret;
	struct buf out; /* to be written; the caller empties it */
	enum smtp_step expect[SESSION_EXPECT_MAX];
	unsigned expect_n;
	bool tls, start_tls, ready; /* start_tls: the caller shakes hands now, then calls session_secured() */
	bool closing;               /* the server said that it closes */
	bool pipelining, utf8, dsn;
	int64_t size; /* the server's limit of a message, 0 none known */
	int auth_step;
	int messages; /* begun on this connection */
	struct transfer envelope, body;
};

void session_init(
	struct session *s, struct arena *a, const struct smtp_relay *relay, const char *secret, bool tls);
void session_secured(struct session *s); /* after STARTTLS: all that was learned before is forgotten */
/* Takes what is whole in data; *ret_used bytes. < 0: not SMTP, or the relay does not want us. */
int session_feed(struct session *s, const char *data, size_t len, size_t *ret_used, struct err *e) ATTR_CHECK;
/* Begins the next message where one fits; what next() said. */
int session_next(struct session *s, struct err *e) ATTR_CHECK;
/* The connection is gone: reports what was under way. */
int session_lost(struct session *s, const char *why, struct err *e) ATTR_CHECK;
bool session_idle(const struct session *s);
