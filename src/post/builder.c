#include "post/builder.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>

struct builder {
	const struct dkim *dkim;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct builder_job *first, **last; /* to be done */
	struct builder_job *done;          /* newest first */
	struct builder_job *ready;         /* the caller's: taken out together, oldest first */
	pthread_t thread[BUILDER_THREADS_MAX];
	int threads;
	int fd;
	bool stop;
	size_t busy;
};

static void build(const struct builder *p, struct builder_job *j)
{
	buf_init(&j->data, j->arena, MAIL_BYTES_MAX);
	buf_init(&j->head, j->arena, DKIM_HEADER_MAX);
	j->r = mail_build(&j->mail, &j->data, &j->err);
	if (j->r == 0 && p->dkim)
		j->r = dkim_sign(p->dkim, j->data.data, j->data.len, j->now_ms, &j->head, &j->err);
}

static void *work(void *arg)
{
	struct builder *p = arg;
	uint64_t one = 1;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (!p->first && !p->stop)
			pthread_cond_wait(&p->work, &p->lock);
		struct builder_job *j = p->first;

		if (!j)
			break;
		p->first = j->next;
		if (!p->first)
			p->last = &p->first;
		pthread_mutex_unlock(&p->lock);
		build(p, j);
		pthread_mutex_lock(&p->lock);
		j->next = p->done;
		p->done = j;
		if (!j->next) /* else it was said already: all are taken out together */
			IGNORE(write(p->fd, &one, sizeof one) < 0); /* full: it is readable anyway */
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static void stop(void *arg)
{
	struct builder *p = arg;

	pthread_mutex_lock(&p->lock);
	p->stop = true;
	p->first = NULL;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->threads; i++)
		pthread_join(p->thread[i], NULL);
	pthread_cond_destroy(&p->work);
	pthread_mutex_destroy(&p->lock);
	close(p->fd);
}

int builder_open(struct arena *a, const struct dkim *dkim, int threads, struct builder **ret, struct err *e)
{
	struct builder *p = NEW(a, struct builder);

	p->dkim = dkim;
	p->last = &p->first;
	p->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (p->fd < 0)
		return err_set(e, ERR_IO, "eventfd: %s", strerror(errno));
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	arena_defer(a, stop, p);
	for (; p->threads < threads && p->threads < BUILDER_THREADS_MAX; p->threads++) {
		int error = pthread_create(&p->thread[p->threads], NULL, work, p);

		if (error)
			return err_set(e, ERR_IO, "no thread: %s", strerror(error));
	}
	*ret = p;
	return 0;
}

void builder_put(struct builder *p, struct builder_job *job)
{
	job->next = NULL;
	pthread_mutex_lock(&p->lock);
	*p->last = job;
	p->last = &job->next;
	pthread_cond_signal(&p->work);
	pthread_mutex_unlock(&p->lock);
	p->busy++;
}

struct builder_job *builder_take(struct builder *p)
{
	struct builder_job *j = p->ready, *done;
	uint64_t n;

	if (!j) {
		IGNORE(read(p->fd, &n, sizeof n) < 0); /* nothing there: nothing was done */
		pthread_mutex_lock(&p->lock);
		done = p->done;
		p->done = NULL;
		pthread_mutex_unlock(&p->lock);
		while (done) {
			struct builder_job *next = done->next;

			done->next = j;
			j = done;
			done = next;
		}
	}
	if (!j)
		return NULL;
	p->ready = j->next;
	p->busy--;
	return j;
}

size_t builder_busy(const struct builder *p)
{
	return p->busy;
}

int builder_fd(const struct builder *p)
{
	return p->fd;
}
