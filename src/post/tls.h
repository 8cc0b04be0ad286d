/* TLS towards a server whose certificate is verified, over a socket that does not block. Private to src/post.
 */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

struct ssl_st;
struct ssl_ctx_st;

/* ca: path of the certificates that are trusted; NULL: the system's. Freed with `a`. */
int tls_context(struct arena *a, const char *ca, struct ssl_ctx_st **ret, struct err *e) ATTR_CHECK;
/* The handshake then goes on by tls_read(). host: a name, or an address, that the certificate must bear. */
int tls_start(struct ssl_ctx_st *c, int fd, const char *host, struct ssl_st **ret, struct err *e) ATTR_CHECK;
enum { TLS_AGAIN = 0, TLS_CLOSED = -1 };
/* Bytes, TLS_AGAIN, TLS_CLOSED. */
long tls_read(struct ssl_st *ssl, void *data, size_t len);
long tls_write(struct ssl_st *ssl, const void *data, size_t len);
bool tls_wants_write(struct ssl_st *ssl);
bool tls_open(struct ssl_st *ssl); /* the handshake is over */
int tls_shake(struct ssl_st *ssl); /* 1 over, TLS_AGAIN, TLS_CLOSED */
/* Why it was closed: an unknown certificate, another name … */
const char *tls_why(struct ssl_st *ssl);
void tls_free(struct ssl_st *ssl);
