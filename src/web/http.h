/* HTTP/1.1 for reading: GET and HEAD. What a page is made of is a reply: made once, sent any number of times,
 * by several threads at once. libmicrohttpd stands behind it, in http.c alone; TLS and HTTP/2 are for a proxy
 * in front. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

#define CONNECTIONS_MAX 1000u        /* at once */
#define CONNECTIONS_PER_PEER_MAX 64u /* of one address, where no proxy stands in front (not on loopback) */
#define CONNECTION_SECONDS 30u       /* without a byte, then it is closed */
#define CONNECTION_MEMORY 16384u     /* bytes: request line and headers, URL_MAX with them */
#define THREADS_MAX 32u
#define STOP_SECONDS 5 /* for requests that run when the server stops */

struct http_reply;
struct http_made {
	int status;
	const char *type;     /* Content-Type; NULL without a body */
	const char *location; /* of a redirect; NULL */
	bool lasting;         /* never changes under its address; else asked for anew each time (ETag) */
	const void *data;     /* lives in `arena`, or for ever */
	size_t len;
};
/* `arena` (a root) is the reply's from then on, and freed when it was sent for the last time. */
struct http_reply *http_reply_new(struct arena *arena, const struct http_made *made);
struct http_reply *http_reply_ref(struct http_reply *r);
int http_reply_status(const struct http_reply *r);
void http_reply_drop(struct http_reply *r);

/* Called by several threads at once. raw: the address as sent, path and query. The reply is dropped once. */
typedef struct http_reply *(*http_answer)(void *ctx, const char *raw);

struct http_server;
/* listen: ADDRESS:PORT, [ADDRESS]:PORT for IPv6; port 0 takes a free one. ERR_USAGE for what is none, ERR_IO
 * where it cannot listen, with the mend. */
int http_start(struct arena *a, const char *listen, http_answer answer, void *ctx, struct http_server **ret,
	struct err *e) ATTR_CHECK;
const char *http_address(const struct http_server *s); /* "http://127.0.0.1:8080/" */
/* Takes no new connection, lets what runs end (STOP_SECONDS), then closes. */
void http_stop(struct http_server *s);
