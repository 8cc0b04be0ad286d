/* Where it listens, with TLS of its own or without, and how it stops. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include "base/file.h"
#include "base/text.h"
#include "web/http_private.h"

#define HOST_MAX 256u
#define BACKLOG 512
#define STOP_STEP_US 10000
#define PEM_BYTES_MAX (256u << 10)

/* "127.0.0.1:8080", "[::1]:8080" */
static int split(const char *listen, char host[HOST_MAX], const char **ret_port, struct err *e)
{
	const char *colon = strrchr(listen, ':');
	size_t len = colon ? (size_t)(colon - listen) : 0;
	const char *from = listen;

	if (len >= 2 && listen[0] == '[' && listen[len - 1] == ']') {
		from++;
		len -= 2;
	}
	int64_t number; /* getaddrinfo() takes what is too large */
	if (len == 0 || len >= HOST_MAX || text_int(colon + 1, 0, UINT16_MAX, &number, e) < 0)
		return err_set(
			e, ERR_USAGE, "--listen %s: write ADDRESS:PORT, such as 127.0.0.1:8080", listen);
	memcpy(host, from, len);
	host[len] = '\0';
	*ret_port = colon + 1;
	return 0;
}

static int bound(const struct addrinfo *ai, const char *listen_at, int *ret, struct err *e)
{
	int one = 1, fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
		bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) {
		*ret = fd;
		return 0;
	}
	int why = errno;
	if (fd >= 0)
		close(fd);
	return err_set(e, ERR_IO, "cannot listen on %s: %s%s", listen_at, strerror(why),
		why == EADDRINUSE ? "; stop what listens there, or name another with --listen" : "");
}

static bool loopback(const struct sockaddr *sa)
{
	union {
		const struct sockaddr *any;
		const struct sockaddr_in *v4;
		const struct sockaddr_in6 *v6;
	} u = {sa};

	if (sa->sa_family == AF_INET)
		return ntohl(u.v4->sin_addr.s_addr) >> 24 == 127;
	return sa->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&u.v6->sin6_addr);
}

static void address_of(struct http_server *s, int fd, const char *host)
{
	struct sockaddr_storage at = {0};
	socklen_t len = sizeof at;
	union {
		struct sockaddr_storage *all;
		struct sockaddr *any;
		struct sockaddr_in *v4;
		struct sockaddr_in6 *v6;
	} u = {&at};

	if (getsockname(fd, u.any, &len) < 0)
		abort(); /* it was just bound */
	unsigned port = ntohs(at.ss_family == AF_INET6 ? u.v6->sin6_port : u.v4->sin_port);
	bool brackets = strchr(host, ':') != NULL;
	snprintf(s->address, sizeof s->address, "%s://%s%s%s:%u/", s->cert ? "https" : "http",
		brackets ? "[" : "", host, brackets ? "]" : "", port);
}

static unsigned threads(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	long n = 4 * (cores < 1 ? 1 : cores);

	return n > (long)THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

/* ---- one daemon, and the one that takes its place when a certificate is renewed ---- */

static int tls_read(struct arena *a, const struct http_server *s, struct http_tls *ret, struct err *e)
{
	size_t len;
	int rc = file_read(a, s->cert, PEM_BYTES_MAX, &ret->cert, &len, e);

	if (rc == 0)
		rc = file_read(a, s->key, PEM_BYTES_MAX, &ret->key, &len, e);
	return rc < 0 ? err_ctx(e, "TLS") : 0;
}

static int daemon_start(struct http_server *s, int fd, struct MHD_Daemon **ret, struct err *e)
{
	AUTO_ARENA a = arena_new("certificate"); /* libmicrohttpd keeps what it makes of it */
	struct http_tls tls = {0};
	int rc = s->cert ? tls_read(a, s, &tls, e) : 0;

	if (rc < 0)
		return rc;
	struct MHD_Daemon *daemon = http_daemon(s, fd, threads(), s->per_peer, s->cert ? &tls : NULL);
	if (daemon) {
		*ret = daemon;
		return 0;
	}
	if (s->cert)
		return err_set(e, ERR_INVALID,
			"TLS cannot be spoken with %s and %s; are both PEM, and do they belong together?",
			s->cert, s->key);
	return err_set(e, ERR_IO, "the server cannot start: %s; are too many files open?", strerror(errno));
}

int http_start(struct arena *a, const struct http_place *place, const struct http_calls *calls,
	struct http_server **ret, struct err *e)
{
	struct http_server *s = NEW(a, struct http_server);
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found = NULL;
	char host[HOST_MAX];
	const char *port = NULL;
	int rc = split(place->listen, host, &port, e);

	if (rc < 0)
		return rc;
	int looked = getaddrinfo(host, port, &hints, &found);
	if (looked != 0)
		return err_set(e, ERR_USAGE, "--listen %s: %s; write ADDRESS:PORT, such as 127.0.0.1:8080",
			place->listen, gai_strerror(looked));
	s->calls = *calls;
	s->cert = place->tls_cert ? arena_strdup(a, place->tls_cert) : NULL;
	s->key = place->tls_key ? arena_strdup(a, place->tls_key) : NULL;
	s->per_peer = loopback(found->ai_addr) ? CONNECTIONS_MAX : CONNECTIONS_PER_PEER_MAX;
	rc = bound(found, place->listen, &s->fd, e);
	if (rc == 0) {
		address_of(s, s->fd, host);
		rc = workers_start(s, e);
		if (rc == 0)
			rc = daemon_start(s, s->fd, &s->daemon, e);
		if (rc < 0) {
			workers_stop(s);
			close(s->fd);
		}
	}
	freeaddrinfo(found);
	if (rc == 0)
		*ret = s;
	return rc;
}

const char *http_address(const struct http_server *s)
{
	return s->address;
}

/* The listening socket of a daemon that is told to rest is ours to close. */
static void rest(struct MHD_Daemon *daemon)
{
	MHD_socket fd = MHD_quiesce_daemon(daemon);

	if (fd != MHD_INVALID_SOCKET)
		close(fd);
}

/* libmicrohttpd reads a certificate once: so a second daemon takes the new one on the same address, and the
 * first goes on with the connections that it has. */
int http_renew(struct http_server *s, struct err *e)
{
	struct MHD_Daemon *fresh;
	int fd = dup(s->fd);
	if (fd < 0)
		return err_set(e, ERR_IO, "TLS: %s; the certificate before stays in use", strerror(errno));
	int rc = daemon_start(s, fd, &fresh, e);
	if (rc < 0) {
		close(fd);
		return err_ctx(e, "the certificate before stays in use");
	}
	if (s->resting)
		MHD_stop_daemon(s->resting);
	rest(s->daemon);
	s->resting = s->daemon;
	s->daemon = fresh;
	s->fd = fd;
	return 0;
}

void http_stop(struct http_server *s)
{
	rest(s->daemon);
	for (long waited = 0; atomic_load(&s->running) > 0 && waited < STOP_SECONDS * 1000000L;
		waited += STOP_STEP_US)
		usleep(STOP_STEP_US);
	workers_stop(s); /* no request may be suspended when the server goes */
	if (s->resting)
		MHD_stop_daemon(s->resting);
	MHD_stop_daemon(s->daemon);
}
