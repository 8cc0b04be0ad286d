/* Sockets, TLS and time of the SMTP client; what is said on them is smtp_session.c. */
#include "post/smtp.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include "base/file.h"
#include "post/smtp_session.h"
#include "post/tls.h"

#define IN_MAX (2 * SMTP_REPLY_MAX)
#define TICK_SECONDS 1
#define CONNECT_SECONDS 30u /* until the connection stands */
#define ANSWER_SECONDS 300u /* until the server answers (RFC 5321 4.5.3.2: 5 minutes) */
#define TAKEN_SECONDS 600u  /* until it says that it has taken a message (10 minutes) */
#define BREAKS_MAX 3        /* connections that break one after another before anything was sent on them */

enum where { CLOSED, CONNECTING, SHAKING, OPEN };
struct conn {
	enum where where;
	int fd;
	struct ssl_st *ssl;
	struct arena *arena;
	struct session session;
	char *in;
	size_t in_n, out_at;
	unsigned deadline; /* a tick */
};
struct smtp {
	struct arena *arena;
	struct smtp_relay relay;
	struct ssl_ctx_st *tls;
	struct addrinfo *address;
	struct conn conn[SMTP_CONNECTIONS_MAX];
	int timer;
	unsigned ticks;
	int most; /* connections that the relay seems to allow */
	int breaks;
	bool asked_in_vain; /* the source has none until something comes to its end */
	bool waits;         /* it said SMTP_WAIT */
	const struct smtp_source *source;
	struct err fault; /* why the last connection could not be used */
};

static void smtp_free(void *arg)
{
	struct smtp *s = arg;

	smtp_quit(s);
	if (s->address)
		freeaddrinfo(s->address);
	close(s->timer);
}

int smtp_open(struct arena *a, const struct smtp_relay *relay, struct smtp **ret, struct err *e)
{
	struct smtp *s = NEW(a, struct smtp);
	int r = 0;

	s->arena = a;
	s->relay = *relay;
	s->most = relay->connections;
	for (int i = 0; i < SMTP_CONNECTIONS_MAX; i++)
		s->conn[i].fd = -1;
	if (relay->security != SMTP_PLAIN)
		r = tls_context(a, relay->ca, &s->tls, e);
	if (r < 0)
		return r;
	s->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (s->timer < 0 ||
		timerfd_settime(
			s->timer, 0, &(struct itimerspec){{TICK_SECONDS, 0}, {TICK_SECONDS, 0}}, NULL) < 0)
		return err_set(e, ERR_IO, "no timer: %s", strerror(errno));
	arena_defer(a, smtp_free, s);
	*ret = s;
	return 0;
}

/* ---- opening and closing ---- */

static int resolve(struct smtp *s, struct err *e)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	char port[16];
	int r;

	if (s->address)
		return 0;
	snprintf(port, sizeof port, "%d", s->relay.port);
	r = getaddrinfo(s->relay.host, port, &hints, &s->address);
	if (r != 0)
		return err_set(e, ERR_IO, "relay %s: %s", s->relay.host, gai_strerror(r));
	return 0;
}

static void conn_close(struct conn *c)
{
	tls_free(c->ssl);
	c->ssl = NULL;
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	c->where = CLOSED;
	arena_free(c->arena);
	c->arena = NULL;
}

/* Reports what was under way; < 0 when a callback stops. */
static int conn_lost(struct smtp *s, struct conn *c, const char *why, struct err *e)
{
	bool begun = c->session.messages > 0;
	int r = c->where == OPEN ? session_lost(&c->session, why, e) : 0;

	s->breaks = begun ? 0 : s->breaks + 1;
	if (!begun)
		IGNORE(err_set(&s->fault, ERR_IO, "%s:%d: %s", s->relay.host, s->relay.port, why)); /* kept */
	s->asked_in_vain = false;
	conn_close(c);
	return r;
}

static int read_secret(struct smtp *s, struct arena *a, const char **ret, struct err *e)
{
	size_t len;
	char *text;
	int r;

	*ret = "";
	if (s->relay.auth == SMTP_AUTH_NONE)
		return 0;
	r = file_read(a, s->relay.secret, SMTP_SECRET_MAX, &text, &len, e);
	if (r < 0)
		return err_ctx(e, "secret of the relay");
	text[strcspn(text, "\r\n")] = '\0';
	*ret = text;
	return 0;
}

static int conn_open(struct smtp *s, struct conn *c, struct err *e)
{
	const struct addrinfo *ai;
	const char *secret;
	int one = 1, r = resolve(s, e);

	if (r < 0)
		return r;
	c->arena = arena_new("connection");
	r = read_secret(s, c->arena, &secret, e);
	for (ai = s->address; r == 0 && ai; ai = ai->ai_next) {
		c->fd = socket(
			ai->ai_family, ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);
		if (c->fd >= 0 && (connect(c->fd, ai->ai_addr, ai->ai_addrlen) == 0 || errno == EINPROGRESS))
			break;
		if (c->fd >= 0)
			close(c->fd);
		c->fd = -1;
	}
	if (r == 0 && c->fd < 0)
		r = err_set(e, ERR_IO, "relay %s:%d: %s", s->relay.host, s->relay.port, strerror(errno));
	if (r < 0) {
		conn_close(c);
		return r;
	}
	IGNORE(setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one)); /* faster, no more */
	c->in = arena_zalloc(c->arena, IN_MAX);
	c->in_n = c->out_at = 0;
	session_init(&c->session, c->arena, &s->relay, secret, s->relay.security == SMTP_TLS);
	c->session.source = s->source;
	c->where = CONNECTING;
	c->deadline = s->ticks + CONNECT_SECONDS;
	return 0;
}

static int shaken(struct smtp *s, struct conn *c, struct err *e)
{
	int done = tls_shake(c->ssl);

	if (done < 0)
		return conn_lost(s, c, tls_why(c->ssl), e);
	if (done == TLS_AGAIN)
		return 0;
	c->where = OPEN;
	if (s->relay.security == SMTP_STARTTLS)
		session_secured(&c->session);
	return 0;
}

static int conn_shake(struct smtp *s, struct conn *c, struct err *e)
{
	int r = tls_start(s->tls, c->fd, s->relay.host, &c->ssl, e);

	if (r < 0)
		return r;
	c->where = SHAKING;
	c->deadline = s->ticks + CONNECT_SECONDS;
	return shaken(s, c, e); /* we speak first */
}

/* ---- bytes ---- */

static void touch(struct smtp *s, struct conn *c)
{
	bool body = c->session.body.on && c->out_at == c->session.out.len;

	c->deadline = s->ticks + (body ? TAKEN_SECONDS : ANSWER_SECONDS);
}

/* 0, or -1: it is gone. */
static int flush(struct smtp *s, struct conn *c)
{
	struct buf *out = &c->session.out;

	while (c->where == OPEN && c->out_at < out->len) {
		const char *data = out->data + c->out_at;
		size_t len = out->len - c->out_at;
		long n = c->ssl ? tls_write(c->ssl, data, len) : (long)send(c->fd, data, len, MSG_NOSIGNAL);

		if (!c->ssl && n < 0)
			n = errno == EAGAIN || errno == EINTR ? 0 : -1;
		if (n < 0)
			return -1;
		if (n == 0)
			return 0;
		c->out_at += (size_t)n;
		touch(s, c);
	}
	if (c->out_at && c->out_at == out->len) {
		c->out_at = 0;
		buf_reset(out);
	}
	return 0;
}

/* Bytes, 0 none now, -1 gone. */
static long receive(struct conn *c)
{
	long n;

	if (c->ssl)
		return tls_read(c->ssl, c->in + c->in_n, IN_MAX - c->in_n);
	n = (long)recv(c->fd, c->in + c->in_n, IN_MAX - c->in_n, 0);
	if (n == 0)
		return -1;
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	return n;
}

static int conn_read(struct smtp *s, struct conn *c, struct err *e)
{
	size_t used = 0, room;
	long n = 1;
	bool more = true;
	int r = 0;

	while (more && r == 0 && c->where == OPEN) {
		room = IN_MAX - c->in_n;
		n = receive(c);
		more = c->ssl || (size_t)n == room; /* a socket that gives less has no more */
		if (n <= 0)
			break;
		touch(s, c);
		c->in_n += (size_t)n;
		r = session_feed(&c->session, c->in, c->in_n, &used, e);
		if (r == 0) {
			c->in_n -= used;
			memmove(c->in, c->in + used, c->in_n);
			s->asked_in_vain = s->asked_in_vain && used == 0;
			s->breaks = c->session.messages ? 0 : s->breaks;
		}
		if (r == 0 && c->session.start_tls) {
			r = conn_shake(s, c, e);
			more = false;
		}
	}
	if (r == 0 && (n < 0 || (c->session.closing && session_idle(&c->session))))
		return conn_lost(s, c, "the server closed the connection", e);
	if (r == 0 && c->session.closing)
		return conn_lost(s, c, "the server says that it closes", e);
	return r;
}

/* ---- the loop ---- */

static int connected(struct smtp *s, struct conn *c, struct err *e)
{
	socklen_t len = sizeof(int);
	int error = 0;

	if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0 || error)
		return conn_lost(s, c, strerror(error), e);
	if (s->relay.security == SMTP_TLS)
		return conn_shake(s, c, e);
	c->where = OPEN;
	return 0;
}

/* A refusal is the relay's word on this connection; what is under way on others goes on. */
static int refused(struct smtp *s, struct conn *c, struct err *e)
{
	struct err why = *e;
	int r = conn_lost(s, c, why.text, e);

	s->fault = why;
	s->breaks = BREAKS_MAX;
	return r;
}

static int conn_turn(struct smtp *s, struct conn *c, short events, struct err *e)
{
	bool nothing_due = c->where == OPEN && c->session.ready && session_idle(&c->session);
	int r = 0;

	if (events == 0 && (s->ticks < c->deadline || nothing_due))
		return 0;
	if (events == 0)
		return conn_lost(s, c, "the server does not answer", e);
	if (c->where == CONNECTING)
		r = connected(s, c, e);
	if (r == 0 && c->where == SHAKING)
		r = shaken(s, c, e);
	if (r == 0 && c->where == OPEN && (c->ssl || events != POLLOUT))
		r = conn_read(s, c, e);
	if (r == ERR_IO && c->where != CLOSED)
		r = refused(s, c, e);
	return r;
}

static bool under_way(const struct smtp *s)
{
	for (int i = 0; i < s->relay.connections; i++)
		if (s->conn[i].where == OPEN && !session_idle(&s->conn[i].session))
			return true;
	return false;
}

/* Gives each connection that is free what is next. A used-up one is closed, to be opened anew. */
static int hand_out(struct smtp *s, struct err *e)
{
	int r = 0;

	s->waits = false;
	for (int i = 0; r >= 0 && i < s->relay.connections && !s->asked_in_vain && !s->waits; i++) {
		struct conn *c = &s->conn[i];

		if (c->where != OPEN || !c->session.ready)
			continue;
		if (c->session.messages >= s->relay.per_connection && session_idle(&c->session)) {
			conn_close(c);
			continue;
		}
		if (c->session.envelope.on || (c->session.body.on && !c->session.pipelining) ||
			c->session.messages >= s->relay.per_connection)
			continue;
		r = session_next(&c->session, e);
		s->waits = r == SMTP_WAIT;
		s->asked_in_vain = r == SMTP_NONE;
	}
	for (int i = 0; r >= 0 && i < s->relay.connections; i++)
		if (s->conn[i].where == OPEN && flush(s, &s->conn[i]) < 0)
			r = conn_lost(s, &s->conn[i], "the server closed the connection", e);
	return r < 0 ? r : 0;
}

/* One more connection at a time, while there is something to send. */
static int open_more(struct smtp *s, struct err *e)
{
	struct conn *closed = NULL;
	int n = 0;

	for (int i = 0; i < s->relay.connections; i++) {
		const struct conn *c = &s->conn[i];

		n += c->where != CLOSED;
		if (c->where == CLOSED && !closed)
			closed = &s->conn[i];
		if (c->where == CONNECTING || c->where == SHAKING || (c->where == OPEN && !c->session.ready))
			return 0;
	}
	if (!closed || n >= s->most || s->asked_in_vain)
		return 0;
	return conn_open(s, closed, e);
}

static int wait_for_events(struct smtp *s, struct err *e)
{
	struct pollfd p[SMTP_CONNECTIONS_MAX + 2];
	nfds_t n = 0;
	uint64_t ticks = 0;
	int r = 0;

	for (int i = 0; i < s->relay.connections; i++) {
		const struct conn *c = &s->conn[i];
		bool write = c->where == CONNECTING || (c->where == SHAKING && tls_wants_write(c->ssl)) ||
			(c->where == OPEN && c->out_at < c->session.out.len);

		p[n++] = (struct pollfd){c->fd, (short)(POLLIN | (write ? POLLOUT : 0)), 0};
	}
	p[n++] = (struct pollfd){s->timer, POLLIN, 0};
	p[n++] = (struct pollfd){s->waits ? s->source->wake_fd : -1, POLLIN, 0};
	if (poll(p, n, -1) < 0 && errno != EINTR)
		return err_set(e, ERR_IO, "poll: %s", strerror(errno));
	if (p[s->relay.connections].revents && read(s->timer, &ticks, sizeof ticks) == sizeof ticks)
		s->ticks += (unsigned)ticks;
	for (int i = 0; r == 0 && i < s->relay.connections; i++)
		if (s->conn[i].where != CLOSED)
			r = conn_turn(s, &s->conn[i], p[i].revents, e);
	return r;
}

/* Fewer connections than wished for will do. */
static int too_many_breaks(struct smtp *s, struct err *e)
{
	int open = 0;

	for (int i = 0; i < s->relay.connections; i++)
		open += s->conn[i].where == OPEN && s->conn[i].session.ready;
	s->breaks = 0;
	if (open == 0) {
		*e = s->fault;
		return s->fault.code;
	}
	s->most = open;
	return 0;
}

static int run(struct smtp *s, struct err *e)
{
	int r = 0;

	while (r == 0) {
		r = hand_out(s, e);
		if (r == 0 && s->asked_in_vain && !under_way(s))
			return 0;
		if (r == 0)
			r = open_more(s, e);
		if (r == 0)
			r = wait_for_events(s, e);
		if (r == 0 && s->breaks >= BREAKS_MAX)
			r = too_many_breaks(s, e);
	}
	return r;
}

int smtp_run(struct smtp *s, const struct smtp_source *source, struct err *e)
{
	struct err other;
	uint64_t ticks;
	int r;

	s->source = source;
	s->asked_in_vain = false;
	s->breaks = 0;
	s->most = s->relay.connections;
	if (read(s->timer, &ticks, sizeof ticks) == sizeof ticks) /* those between two runs do not count */
		s->ticks += (unsigned)ticks;
	for (int i = 0; i < s->relay.connections; i++) {
		s->conn[i].session.source = source;
		s->conn[i].deadline = s->ticks + ANSWER_SECONDS;
	}
	r = run(s, e);
	for (int i = 0; r < 0 && i < s->relay.connections; i++)
		if (s->conn[i].where != CLOSED)
			IGNORE(conn_lost(s, &s->conn[i], "broken off", &other)); /* the first error counts */
	return r;
}

void smtp_quit(struct smtp *s)
{
	for (int i = 0; i < s->relay.connections; i++) {
		struct conn *c = &s->conn[i];

		if (c->where == OPEN && c->session.ready && session_idle(&c->session)) {
			buf_puts(&c->session.out, "QUIT\r\n");
			IGNORE(flush(s, c)); /* politeness */
		}
		if (c->where != CLOSED)
			conn_close(c);
	}
}
