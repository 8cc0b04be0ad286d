/* Requests as libmicrohttpd hands them over: the files http*.c know it, and nothing else. Written for 0.9.75
 * and 1.0. */
#include <string.h>

#include "web/http_private.h"

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
	c->began_us = s->calls.steady_us ? s->calls.steady_us() : 0;
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
	if (c->status && s->calls.done)
		s->calls.done(s->calls.ctx, &c->q, (int)c->status,
			c->status == MHD_HTTP_NOT_MODIFIED ? 0 : http_reply_len(c->reply),
			s->calls.steady_us ? s->calls.steady_us() - c->began_us : 0);
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
	return http_send(c->connection, r, &c->status);
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

struct MHD_Daemon *http_daemon(
	struct http_server *s, int fd, unsigned threads, unsigned per_peer, const struct http_tls *tls)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0);
	char priorities[] = TLS_PRIORITIES; /* not written to, but not const either */
	struct MHD_OptionItem tls_options[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, tls ? tls->cert : NULL},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, tls ? tls->key : NULL},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, priorities},
		{MHD_OPTION_END, 0, NULL},
	};

	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, s, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_peer, MHD_OPTION_CONNECTION_TIMEOUT,
		CONNECTION_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_address, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_ARRAY, tls ? tls_options : tls_options + 3,
		MHD_OPTION_END);
}
