/* Between the files of the server. Private to http*.c. */
#pragma once
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "web/http.h"
#include "web/request.h"

/* Where a request stands: each call of libmicrohttpd takes it further. */
enum stage {
	STAGE_NEW,      /* nothing asked yet */
	STAGE_ADMITTED, /* a worker looks whether the body may come */
	STAGE_BODY,
	STAGE_WORKING, /* a worker answers */
	STAGE_ANSWERED,
};
struct body;
struct coming {
	struct request q; /* first */
	struct http_server *server;
	struct MHD_Connection *connection;
	enum stage stage;
	enum http_way way;
	struct http_reply *reply; /* NULL until there is one */
	struct body *body;
	struct coming *next; /* that waits for a worker */
	int64_t began_us;    /* by the calls' clock */
	unsigned status;     /* that was sent; 0: nothing yet */
};
struct http_server {
	struct MHD_Daemon *daemon;
	struct MHD_Daemon *resting; /* ends what it had begun when the other took its place; NULL */
	int fd;                     /* where it listens */
	unsigned per_peer;          /* connections of one address */
	const char *cert, *key;     /* files; NULL: no TLS */
	struct http_calls calls;
	_Atomic unsigned running; /* requests being answered */
	_Atomic size_t reading;   /* bytes of bodies */
	struct {
		pthread_mutex_t lock;
		pthread_cond_t some;
		struct coming *first, *last;
		bool stop;
		unsigned n, busy, waiting;
		pthread_t thread[WORKERS];
	} work;
	char address[300];
};

/* What is in the files, as text. */
struct http_tls {
	char *cert, *key;
};
/* RFC 9325: 1.2 and 1.3, forward secrecy and authenticated encryption alone. */
#define TLS_PRIORITIES \
	"SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:+AES-128-GCM:" \
	"+AES-256-GCM:+CHACHA20-POLY1305:%SERVER_PRECEDENCE"
/* Takes connections at fd. tls NULL: none. NULL: it could not. */
struct MHD_Daemon *http_daemon(
	struct http_server *s, int fd, unsigned threads, unsigned per_peer, const struct http_tls *tls);

/* *ret_status: what is sent, 304 too. */
enum MHD_Result http_send(
	struct MHD_Connection *connection, const struct http_reply *r, unsigned *ret_status);

/* The body of a posted request, piece by piece. */
struct http_reply *body_begin(struct coming *c); /* NULL: it may come */
bool body_drains(struct coming *c); /* is what is unwanted short enough to be read and thrown away? */
bool body_take(struct coming *c, const char *data, size_t len); /* false: hang up, it goes on too long */
struct http_reply *body_end(struct coming *c);                  /* NULL: it is read into c->q */
void body_free(struct coming *c);

int workers_start(struct http_server *s, struct err *e) ATTR_CHECK;
void workers_stop(struct http_server *s); /* what still waits is answered with 503 */
/* Suspends the request until a worker has answered; false: the server stops, and c->reply says so. */
bool workers_take(struct coming *c);
