/* The other process: fork, limits, one message back. */
#include "text/apart.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY_MAX (1ul << 30) /* bytes that the other process may have */

#ifdef __has_feature
#define WITH_SANITIZER __has_feature(address_sanitizer)
#elif defined __SANITIZE_ADDRESS__
#define WITH_SANITIZER 1
#else
#define WITH_SANITIZER 0
#endif

static void limit(enum __rlimit_resource what, rlim_t most)
{
	const struct rlimit l = {most, most};
	if (setrlimit(what, &l) < 0)
		_exit(1);
}

/* Never returns. */
static void child(int to, apart_fn look, const void *data, size_t len, void *said, size_t size)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CPU, APART_SECONDS);
	if (!WITH_SANITIZER) /* which takes terabytes of addresses */
		limit(RLIMIT_AS, MEMORY_MAX);
	look(data, len, said);
	_exit(write(to, said, size) == (ssize_t)size ? 0 : 1);
}

static bool hear(int from, void *said, size_t size)
{
	struct pollfd fd = {.fd = from, .events = POLLIN};
	int ready;
	do
		ready = poll(&fd, 1, (int)APART_SECONDS * 2000);
	while (ready < 0 && errno == EINTR);
	if (ready > 0 && read(from, said, size) == (ssize_t)size)
		return true;
	memset(said, 0, size);
	return false;
}

int apart_look(
	apart_fn look, const void *data, size_t len, void *said, size_t size, bool *ret_heard, struct err *e)
{
	int ends[2], status;
	memset(said, 0, size);
	if (size > APART_SAID_MAX)
		return err_set(e, ERR_BUG, "%zu bytes are more than one piece", size);
	if (pipe(ends) < 0)
		return err_set(e, ERR_IO, "a pipe: %s", strerror(errno));
	pid_t pid = fork();
	if (pid == 0)
		child(ends[1], look, data, len, said, size);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return err_set(e, ERR_IO, "another process: %s", strerror(errno));
	}
	*ret_heard = hear(ends[0], said, size);
	close(ends[0]);
	if (!*ret_heard)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return 0;
}
