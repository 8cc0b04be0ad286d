/* Threads for what takes long: a request is suspended, and goes on when one of them has answered it. */
#include <string.h>

#include "web/http_private.h"

static struct http_reply *stopping(struct coming *c)
{
	const struct http_calls *calls = &c->server->calls;

	return calls->refuse(
		calls->ctx, &c->q, MHD_HTTP_SERVICE_UNAVAILABLE, "The server stops. Try again soon.");
}

/* The next that waits; NULL: it is time to stop. worked: this thread has just done one. */
static struct coming *next(struct http_server *s, bool worked)
{
	pthread_mutex_lock(&s->work.lock);
	s->work.busy -= worked;
	while (!s->work.first && !s->work.stop)
		pthread_cond_wait(&s->work.some, &s->work.lock);
	struct coming *c = s->work.stop ? NULL : s->work.first;
	if (c) {
		s->work.first = c->next;
		s->work.busy++;
		s->work.waiting--;
	}
	pthread_mutex_unlock(&s->work.lock);
	return c;
}

static void *work(void *server)
{
	struct http_server *s = server;
	AUTO_ARENA a = arena_new("worker");
	struct http_worker w = {.arena = a};
	struct coming *c;

	for (bool worked = false; (c = next(s, worked)) != NULL; worked = true) {
		c->reply = s->calls.work(s->calls.ctx, &w, &c->q, c->stage == STAGE_WORKING);
		MHD_resume_connection(c->connection);
		if (w.after)
			w.after(w.after_arg);
		w.after = NULL;
	}
	return NULL;
}

int workers_start(struct http_server *s, struct err *e)
{
	pthread_mutex_init(&s->work.lock, NULL);
	pthread_cond_init(&s->work.some, NULL);
	for (; s->work.n < WORKERS; s->work.n++)
		if (pthread_create(&s->work.thread[s->work.n], NULL, work, s) != 0)
			return err_set(e, ERR_IO, "the server cannot start a thread; are there too many?");
	return 0;
}

void workers_stop(struct http_server *s)
{
	pthread_mutex_lock(&s->work.lock);
	s->work.stop = true;
	pthread_cond_broadcast(&s->work.some);
	pthread_mutex_unlock(&s->work.lock);
	while (s->work.n > 0)
		pthread_join(s->work.thread[--s->work.n], NULL);
	for (struct coming *c = s->work.first, *after; c; c = after) {
		after = c->next; /* who is resumed may be gone at once */
		c->reply = stopping(c);
		MHD_resume_connection(c->connection);
	}
	s->work.first = NULL;
}

void http_load(const struct request *q, struct http_load *ret)
{
	const struct coming *c = q->line;
	struct http_server *s = c->server;

	pthread_mutex_lock(&s->work.lock);
	*ret = (struct http_load){.workers = s->work.n,
		.busy = s->work.busy,
		.waiting = s->work.waiting,
		.running = atomic_load(&s->running)};
	pthread_mutex_unlock(&s->work.lock);
}

bool workers_take(struct coming *c)
{
	struct http_server *s = c->server;

	pthread_mutex_lock(&s->work.lock);
	if (!s->work.stop) {
		MHD_suspend_connection(c->connection); /* before a worker can resume it */
		c->next = NULL;
		if (s->work.first)
			s->work.last->next = c;
		else
			s->work.first = c;
		s->work.last = c;
		s->work.waiting++;
		pthread_cond_signal(&s->work.some);
	}
	bool taken = !s->work.stop;
	pthread_mutex_unlock(&s->work.lock);
	if (!taken)
		c->reply = stopping(c);
	return taken;
}
