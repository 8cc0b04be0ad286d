/* HTTP/1.1. What a page is made of is a reply: made once, sent any number of times, by several threads at
 * once. Quick answers are given on the threads that wait for clients; what reads or writes the database, or
 * takes long, is suspended and done by a worker. libmicrohttpd stands behind it, in http*.c alone. It can
 * speak TLS itself; HTTP/2 is for a proxy in front. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

#define CONNECTIONS_MAX 1000u        /* at once */
#define CONNECTIONS_PER_PEER_MAX 64u /* of one address, where no proxy stands in front (not on loopback) */
#define CONNECTION_SECONDS 30u       /* without a byte, then it is closed */
#define CONNECTION_MEMORY 16384u     /* bytes: request line and headers, URL_MAX with them */
#define THREADS_MAX 32u
#define WORKERS 4u     /* threads for what takes long */
#define STOP_SECONDS 5 /* for requests that run when the server stops */

struct http_reply;
struct http_made {
	int status;
	const char *type;     /* Content-Type; NULL without a body */
	const char *location; /* of a redirect; NULL */
	const char *allow;    /* of 405; NULL: GET, HEAD */
	const char *save_as;  /* file name; NULL */
	bool lasting;         /* never changes under its address; else asked for anew each time (ETag) */
	bool strict;          /* the site is reached by TLS alone, and browsers are told so (RFC 6797) */
	unsigned refresh_s;   /* asked for again after so many seconds; 0 not */
	bool secret;          /* for one reader: nobody keeps it, and it is not packed */
	bool open;            /* a script of any other site may read it (CORS); of 204: may ask for it */
	const char *link;     /* Link (RFC 8288); NULL */
	const void *data;     /* lives in `arena`, or for ever */
	size_t len;
	const char *const *cookie; /* Set-Cookie; ends with NULL; NULL none */
};
/* `arena` (a root) is the reply's from then on, and freed when it was sent for the last time. */
struct http_reply *http_reply_new(struct arena *arena, const struct http_made *made);
struct http_reply *http_reply_ref(struct http_reply *r);
int http_reply_status(const struct http_reply *r);
size_t http_reply_len(const struct http_reply *r); /* bytes, not packed */
void http_reply_drop(struct http_reply *r);

struct request;
enum http_way {
	HTTP_NOW,    /* answer() here, when the request is whole */
	HTTP_WORK,   /* work() on a worker */
	HTTP_REFUSE, /* answer() here and now, the body unread */
};
/* A thread for what takes long. `state` is kept from one request to the next, in `arena`. */
struct http_worker {
	struct arena *arena;
	void *state;
	void (*after)(void *arg); /* set by work(): called once the reply is on its way; NULL */
	void *after_arg;
};
/* Called by several threads at once. Replies are dropped once. */
struct http_calls {
	void *ctx;
	/* The headers are there: which way it goes. q has a, raw, method; sets q->body_max. */
	enum http_way (*way)(void *ctx, struct request *q);
	struct http_reply *(*answer)(void *ctx, struct request *q);
	/* Of a request that posts, called twice: whole false, before the body is read, NULL to have it read;
	 * then whole. Others are whole at once. */
	struct http_reply *(*work)(void *ctx, struct http_worker *w, struct request *q, bool whole);
	/* The body is not what it may be: status 400, 413 or 415 (503: too much is being read), text says
	 * why. Status 405: a method that no row can name; then q has raw alone. */
	struct http_reply *(*refuse)(void *ctx, struct request *q, int status, const char *text);
	/* It was answered, from its first line to the end in took_us. NULL: nobody wants to know. */
	void (*done)(void *ctx, const struct request *q, int status, size_t bytes, int64_t took_us);
	int64_t (*steady_us)(void); /* a clock that never goes back; NULL: none */
};

const char *http_peer(const struct request *q); /* address of who is connected, without port */

struct http_place {
	const char *listen;             /* ADDRESS:PORT, [ADDRESS]:PORT for IPv6; port 0 takes a free one */
	const char *tls_cert, *tls_key; /* PEM files: the certificate with its chain, its key; NULL: no TLS */
};
/* How much there is to do at this moment. */
struct http_load {
	unsigned workers, busy, waiting; /* waiting: requests for a worker */
	unsigned running;                /* requests being answered */
};
void http_load(const struct request *q, struct http_load *ret);

struct http_server;
/* ERR_USAGE for a place that is none, ERR_IO where it cannot listen, ERR_INVALID for a certificate or key
 * that is none, with the mend. */
int http_start(struct arena *a, const struct http_place *place, const struct http_calls *calls,
	struct http_server **ret, struct err *e) ATTR_CHECK;
const char *http_address(const struct http_server *s); /* "http://127.0.0.1:8080/" */
/* Reads certificate and key (there must be some) anew, for connections that come from now on. When they are
 * no good those before stay. */
int http_renew(struct http_server *s, struct err *e) ATTR_CHECK;
/* Takes no new connection, lets what runs end (STOP_SECONDS), then closes. */
void http_stop(struct http_server *s);
