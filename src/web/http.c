/* libmicrohttpd: the files http*.c know it, and nothing else. Written for 0.9.75 and 1.0. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include "base/text.h"
#include "web/http_private.h"

#define HOST_MAX 256u
#define BACKLOG 512
#define STOP_STEP_US 10000

/* ---- requests ---- */

/* A row of the site can name POST; what no row can name is refused here. */
static bool known_method(const char *method, unsigned *ret)
{
	if (strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0)
		*ret = METHOD_GET;
	else if (strcmp(method, MHD_HTTP_METHOD_POST) == 0)
		*ret = METHOD_POST;
	else if (strcmp(method, MHD_HTTP_METHOD_OPTIONS) == 0)
		*ret = METHOD_OPTIONS;
	else
		return false;
	return true;
}

/* The address as sent, before libmicrohttpd decodes it. */
static void *on_address(void *cls, const char *raw, struct MHD_Connection *connection)
{
	struct http_server *s = cls;
	struct arena *a = arena_new("request");
	struct coming *c = NEW(a, struct coming);

	atomic_fetch_add(&s->running, 1);
	c->server = s;
	c->connection = connection;
	c->q.a = a;
	c->q.raw = arena_strdup(a, raw);
	c->q.line = c;
	return c;
}

static void on_end(
	void *cls, struct MHD_Connection *connection, void **con_cls, enum MHD_RequestTerminationCode code)
{
	struct http_server *s = cls;
	struct coming *c = *con_cls;

	(void)connection;
	(void)code;
	if (!c)
		return;
	if (c->reply)
		http_reply_drop(c->reply);
	body_free(c);
	arena_free(c->q.a);
	*con_cls = NULL;
	atomic_fetch_sub(&s->running, 1);
}

static enum MHD_Result answered(struct coming *c, struct http_reply *r)
{
	c->stage = STAGE_ANSWERED;
	c->reply = r;
	return http_send(c->connection, r);
}

/* An answer to a body that is not wanted. A client that is still sending would not hear it: so the body is
 * read to its end and thrown away, unless it is very long. */
static enum MHD_Result refused(struct coming *c, struct http_reply *r)
{
	if (!body_drains(c))
		return answered(c, r);
	c->reply = r;
	c->stage = STAGE_BODY;
	return MHD_YES;
}

/* The headers are there. Who answers now ends the connection: right for a method that we do not have. */
static enum MHD_Result on_headers(struct coming *c, const char *method)
{
	const struct http_calls *calls = &c->server->calls;

	if (!known_method(method, &c->q.method))
		return answered(c,
			calls->refuse(calls->ctx, &c->q, MHD_HTTP_METHOD_NOT_ALLOWED,
				"This register is read with GET and HEAD."));
	c->way = calls->way(calls->ctx, &c->q);
	if (c->way == HTTP_REFUSE)
		return refused(c, calls->answer(calls->ctx, &c->q));
	c->stage = STAGE_BODY;
	if (c->q.method == METHOD_GET)
		return MHD_YES;
	struct http_reply *unwanted = body_begin(c);
	if (unwanted)
		return refused(c, unwanted);
	if (c->way == HTTP_WORK) {
		c->stage = STAGE_ADMITTED;
		return workers_take(c) ? MHD_YES : answered(c, c->reply);
	}
	return MHD_YES;
}

static enum MHD_Result on_whole(struct coming *c)
{
	const struct http_calls *calls = &c->server->calls;
	struct http_reply *unwanted = body_end(c);

	if (unwanted)
		return answered(c, unwanted);
	if (c->way == HTTP_NOW)
		return answered(c, calls->answer(calls->ctx, &c->q));
	c->stage = STAGE_WORKING;
	return workers_take(c) ? MHD_YES : answered(c, c->reply);
}

/* Called when the headers are there, for each piece of a body, at the end of the request, and when a worker
 * is done. A reading request with a body is cut off. */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload, size_t *upload_len, void **con_cls)
{
	struct coming *c = *con_cls;

	(void)cls;
	(void)connection;
	(void)url;
	(void)version;
	if (*upload_len) {
		bool goes_on = c->stage == STAGE_BODY && c->q.method == METHOD_POST &&
			body_take(c, upload, *upload_len);

		*upload_len = 0;
		return goes_on ? MHD_YES : MHD_NO;
	}
	if (c->stage == STAGE_NEW)
		return on_headers(c, method);
	if (c->reply)
		return c->stage == STAGE_ADMITTED ? refused(c, c->reply) : answered(c, c->reply);
	if (c->stage == STAGE_BODY)
		return on_whole(c);
	c->stage = STAGE_BODY; /* admitted: the body may come */
	return MHD_YES;
}

/* ---- the server ---- */

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
	snprintf(s->address, sizeof s->address, "http://%s%s%s:%u/", brackets ? "[" : "", host,
		brackets ? "]" : "", port);
}

static unsigned threads(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	long n = 4 * (cores < 1 ? 1 : cores);

	return n > (long)THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

static int daemon_start(struct http_server *s, int fd, bool behind_proxy, struct err *e)
{
	unsigned per_peer = behind_proxy ? CONNECTIONS_MAX : CONNECTIONS_PER_PEER_MAX;

	s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
		on_request, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads(),
		MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_peer,
		MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
		on_address, s, MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_END);
	if (s->daemon)
		return 0;
	return err_set(e, ERR_IO, "the server cannot start: %s; are too many files open?", strerror(errno));
}

int http_start(struct arena *a, const char *listen, const struct http_calls *calls, struct http_server **ret,
	struct err *e)
{
	struct http_server *s = NEW(a, struct http_server);
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found = NULL;
	char host[HOST_MAX];
	const char *port = NULL;
	int fd = -1, rc = split(listen, host, &port, e);

	if (rc < 0)
		return rc;
	int looked = getaddrinfo(host, port, &hints, &found);
	if (looked != 0)
		return err_set(e, ERR_USAGE, "--listen %s: %s; write ADDRESS:PORT, such as 127.0.0.1:8080",
			listen, gai_strerror(looked));
	s->calls = *calls;
	rc = bound(found, listen, &fd, e);
	if (rc == 0) {
		address_of(s, fd, host);
		rc = workers_start(s, e);
		if (rc == 0)
			rc = daemon_start(s, fd, loopback(found->ai_addr), e);
		if (rc < 0) {
			workers_stop(s);
			close(fd);
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

void http_stop(struct http_server *s)
{
	MHD_socket fd = MHD_quiesce_daemon(s->daemon);

	if (fd != MHD_INVALID_SOCKET)
		close(fd);
	for (long waited = 0; atomic_load(&s->running) > 0 && waited < STOP_SECONDS * 1000000L;
		waited += STOP_STEP_US)
		usleep(STOP_STEP_US);
	workers_stop(s); /* no request may be suspended when the server goes */
	MHD_stop_daemon(s->daemon);
}
