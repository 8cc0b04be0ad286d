/* libmicrohttpd: the only file that knows it. Written for 0.9.75 and 1.0. */
#include "web/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>

#include "base/file.h"
#include "base/text.h"
#include "web/gzip.h"

#define ETAG_LEN 38 /* 32 hex digits, -gz, quotes, NUL */
#define HOST_MAX 256u
#define BACKLOG 512
#define STOP_STEP_US 10000

/* As it stands, or packed by gzip: two things of one address, each with its tag. */
struct form {
	char etag[ETAG_LEN]; /* "": none */
	struct MHD_Response *full, *not_modified;
};

struct http_reply {
	_Atomic unsigned refs;
	unsigned status;
	struct form plain, packed; /* packed.full NULL: there is none */
};

struct http_server {
	struct MHD_Daemon *daemon;
	http_answer answer;
	void *ctx;
	_Atomic unsigned running; /* requests being answered */
	char address[HOST_MAX + 32];
};

/* ---- replies ---- */

static void free_arena(void *arena)
{
	arena_free(arena);
}

static void header(struct MHD_Response *r, const char *name, const char *value)
{
	if (MHD_add_response_header(r, name, value) != MHD_YES)
		abort(); /* out of memory, or a value that is none: a bug */
}

/* No script, no frame, nothing from elsewhere; nobody learns where a reader came from. */
static void header_all(struct MHD_Response *r, const struct http_made *made, const char *etag)
{
	header(r, "Content-Security-Policy",
		"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
		"object-src 'none'");
	header(r, "X-Content-Type-Options", "nosniff");
	header(r, "Referrer-Policy", "same-origin");
	header(r, "Cache-Control", made->lasting ? "public, max-age=31536000, immutable" : "no-cache");
	if (gzip_shrinks(made->type))
		header(r, "Vary", "Accept-Encoding");
	if (*etag)
		header(r, "ETag", etag);
}

static void etag_of(const struct http_made *made, const char *suffix, char out[ETAG_LEN])
{
	char hex[65];

	sha256_hex(made->data, made->len, hex);
	snprintf(out, ETAG_LEN, "\"%.32s%s\"", hex, suffix);
}

/* `arena` holds the bytes, and goes with them. */
static void form_make(
	struct form *f, const struct http_made *made, const void *bytes, size_t len, struct arena *arena)
{
	union {
		const void *read;
		void *given; /* libmicrohttpd does not write to it */
	} data = {.read = bytes};

	f->full = MHD_create_response_from_buffer_with_free_callback_cls(len, data.given, free_arena, arena);
	f->not_modified = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	if (!f->full || !f->not_modified)
		abort(); /* out of memory */
	header_all(f->full, made, f->etag);
	header_all(f->not_modified, made, f->etag);
	if (made->type)
		header(f->full, "Content-Type", made->type);
}

static void form_pack(struct form *f, const struct http_made *made)
{
	struct arena *arena = arena_new("packed"); /* may be sent longer than the other form */
	size_t len;
	const void *packed = gzip_pack(arena, made->data, made->len, made->lasting, &len);

	if (!packed) {
		arena_free(arena);
		return;
	}
	etag_of(made, "-gz", f->etag);
	form_make(f, made, packed, len, arena);
	header(f->full, "Content-Encoding", "gzip");
}

struct http_reply *http_reply_new(struct arena *arena, const struct http_made *made)
{
	static const char nothing[1];
	struct http_reply *r = NEW(arena, struct http_reply);

	atomic_init(&r->refs, 1);
	r->status = (unsigned)made->status;
	if (made->status == MHD_HTTP_OK)
		etag_of(made, "", r->plain.etag);
	form_make(&r->plain, made, made->data ? made->data : nothing, made->len, arena);
	if (made->location)
		header(r->plain.full, "Location", made->location);
	if (made->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		header(r->plain.full, "Allow", "GET, HEAD");
	if (made->status == MHD_HTTP_OK && made->len >= GZIP_LEAST && gzip_shrinks(made->type))
		form_pack(&r->packed, made);
	return r;
}

struct http_reply *http_reply_ref(struct http_reply *r)
{
	atomic_fetch_add(&r->refs, 1);
	return r;
}

int http_reply_status(const struct http_reply *r)
{
	return (int)r->status;
}

void http_reply_drop(struct http_reply *r)
{
	if (atomic_fetch_sub(&r->refs, 1) != 1)
		return;
	if (r->packed.full) {
		MHD_destroy_response(r->packed.not_modified);
		MHD_destroy_response(r->packed.full);
	}
	MHD_destroy_response(r->plain.not_modified);
	MHD_destroy_response(
		r->plain.full); /* when it was sent for the last time, it frees the arena, `r` with it */
}

/* ---- requests ---- */

/* Is the reply's tag among those that the client has? RFC 9110, 13.1.2: weakly compared, * fits all. */
static bool has_etag(const char *list, const char *etag)
{
	size_t len = strlen(etag);

	while (list && *list) {
		list += strspn(list, " \t,");
		if (*list == '*')
			return true;
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		if (strncmp(list, etag, len) == 0 && strchr(", \t", list[len]))
			return true;
		list += strcspn(list, ",");
	}
	return false;
}

static struct http_reply *not_allowed(void)
{
	static const char text[] = "This register is read with GET and HEAD.\n";

	return http_reply_new(arena_new("not allowed"),
		&(struct http_made){.status = MHD_HTTP_METHOD_NOT_ALLOWED,
			.type = "text/plain; charset=utf-8",
			.data = text,
			.len = sizeof text - 1});
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, const struct http_reply *r)
{
	const char *takes = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding");
	const char *has = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
	const struct form *f = r->packed.full && gzip_accepted(takes) ? &r->packed : &r->plain;

	if (*f->etag && has_etag(has, f->etag))
		return MHD_queue_response(connection, MHD_HTTP_NOT_MODIFIED, f->not_modified);
	return MHD_queue_response(connection, r->status, f->full);
}

struct request {
	struct arena *arena;
	const char *raw;
	bool begun;
};

/* The address as sent, before libmicrohttpd decodes it. */
static void *on_address(void *cls, const char *raw, struct MHD_Connection *connection)
{
	struct http_server *s = cls;
	struct arena *a = arena_new("request");
	struct request *request = NEW(a, struct request);

	(void)connection;
	atomic_fetch_add(&s->running, 1);
	*request = (struct request){a, arena_strdup(a, raw), false};
	return request;
}

static void on_end(
	void *cls, struct MHD_Connection *connection, void **con_cls, enum MHD_RequestTerminationCode code)
{
	struct http_server *s = cls;
	struct request *request = *con_cls;

	(void)connection;
	(void)code;
	if (!request)
		return;
	arena_free(request->arena);
	*con_cls = NULL;
	atomic_fetch_sub(&s->running, 1);
}

/* Called first when the headers are there, and again at the end of the request: who answers the first call
 * ends the connection, which is right for a method that we do not have. A reading request with a body is cut
 * off. */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload, size_t *upload_len, void **con_cls)
{
	struct http_server *s = cls;
	struct request *request = *con_cls;
	bool reads = strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;

	(void)url;
	(void)version;
	(void)upload;
	if (*upload_len)
		return MHD_NO;
	if (reads && !request->begun) {
		request->begun = true;
		return MHD_YES;
	}
	struct http_reply *r = reads ? s->answer(s->ctx, request->raw) : not_allowed();
	enum MHD_Result queued = send_reply(connection, r);
	http_reply_drop(r);
	return queued;
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

	s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_request,
		s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads(),
		MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_peer,
		MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
		on_address, s, MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_END);
	if (s->daemon)
		return 0;
	return err_set(e, ERR_IO, "the server cannot start: %s; are too many files open?", strerror(errno));
}

int http_start(struct arena *a, const char *listen, http_answer answer, void *ctx, struct http_server **ret,
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
	s->answer = answer;
	s->ctx = ctx;
	rc = bound(found, listen, &fd, e);
	if (rc == 0) {
		address_of(s, fd, host);
		rc = daemon_start(s, fd, loopback(found->ai_addr), e);
		if (rc < 0)
			close(fd);
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
	MHD_stop_daemon(s->daemon);
}
