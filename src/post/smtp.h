/* An SMTP client to one relay: several connections, each used for many messages, commands pipelined (RFC
 * 2920) where the server does it, DATA too when there is one recipient; TLS by OpenSSL with the certificate
 * verified, AUTH PLAIN, LOGIN and XOAUTH2. The message is sent only when the server took every one of its
 * recipients: two of them get it together or neither. Retries nothing: says what became of each message. One
 * thread. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "post/smtp_reply.h"

#define SMTP_CONNECTIONS_MAX 64
#define SMTP_RECIPIENTS_MAX 2 /* of a message: the addressee, and the archive */
#define SMTP_SECRET_MAX 8192u /* bytes of a password or token */

enum smtp_security { SMTP_PLAIN, SMTP_STARTTLS, SMTP_TLS };
enum smtp_auth { SMTP_AUTH_NONE, SMTP_AUTH_PLAIN, SMTP_AUTH_LOGIN, SMTP_AUTH_XOAUTH2 };
struct smtp_relay {
	const char *host;
	int port;
	enum smtp_security security;
	enum smtp_auth auth;
	const char *user;
	const char *secret; /* path of the file: read for each connection, so that a token may be renewed */
	const char *ca;     /* path of the certificates trusted; NULL: the system's */
	const char *name;   /* for EHLO */
	int connections;    /* 1..SMTP_CONNECTIONS_MAX */
	int per_connection; /* messages after which it is opened anew */
};

struct smtp_message {
	const char *sender; /* the envelope's, VERP */
	const char *to[SMTP_RECIPIENTS_MAX];
	size_t to_n;
	bool receipts;  /* ask for a report of delivery to to[0], where the server can (RFC 3461) */
	const char *id; /* ENVID */
	const char *head,
		*data; /* what is sent, one after the other; CRLF, not dot-stuffed; data ends with CRLF */
	size_t head_len, data_len;
	void *ctx; /* the caller's */
};

enum smtp_outcome {
	SMTP_SENT,
	SMTP_LATER,   /* refused for now (4xx), or the connection broke before the message was on its way */
	SMTP_REFUSED, /* for good (5xx) */
	SMTP_UNKNOWN, /* the connection broke while the message was on its way: it may have been taken */
	SMTP_FAULT,   /* not the message's fault: the archive's address, the sender, the relay's own rules */
};
struct smtp_result {
	enum smtp_outcome outcome;
	int code; /* of the reply, 0 none */
	char enhanced[12];
	char text[SMTP_TEXT_MAX + 1];
};

enum { SMTP_NONE = 0, SMTP_MESSAGE = 1, SMTP_WAIT = 2 };
struct smtp_source {
	/* Asked when a connection can take one more. SMTP_NONE: there is none and none will come until a
	 * message that is under way has come to its end; SMTP_WAIT: soon, wake_fd will say so; < 0 stops. */
	int (*next)(void *ctx, struct smtp_message *ret, struct err *e);
	/* Once for each message that next() gave. The message must live until then. < 0 stops. */
	int (*done)(void *ctx, const struct smtp_message *m, const struct smtp_result *result, struct err *e);
	int wake_fd; /* readable when next() should be asked again; -1 none */
	void *ctx;
};

struct smtp;
int smtp_open(struct arena *a, const struct smtp_relay *relay, struct smtp **ret, struct err *e) ATTR_CHECK;
/* Until the source has no more. < 0: the relay cannot be reached, or refuses us (each message that was under
 * way was reported first), or a callback stopped. Connections are kept for the next run. */
int smtp_run(struct smtp *s, const struct smtp_source *source, struct err *e) ATTR_CHECK;
void smtp_quit(struct smtp *s); /* says QUIT and closes; smtp_run() opens them again */
