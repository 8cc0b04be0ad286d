#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#define READ_BYTES_FIRST (64u << 10)
#define TEMPORARY_TRIES_MAX 100

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define AUTO_FD __attribute__((cleanup(close_fd))) int

/* What the system refused, with the path. */
static int refused(const char *path, struct err *e)
{
	static const struct {
		int number;
		enum err_code code;
		const char *text;
	} known[] = {
		{ENOENT, ERR_NOTFOUND, "there is no such file or folder; check the path"},
		{EACCES, ERR_IO, "not allowed; check the owner and rights of the file and its folder"},
		{EISDIR, ERR_IO, "is a folder; name a file"},
		{ENOTDIR, ERR_IO, "is not a folder, or lies in something that is not one; check the path"},
		{ENOSPC, ERR_IO, "the disk is full; make room and run it again"},
	};
	int number = errno;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].number == number)
			return err_set(e, known[i].code, "%s: %s", path, known[i].text);
	return err_set(e, ERR_IO, "%s: %s", path, strerror(number));
}

static ssize_t read_some(int fd, char *to, size_t len)
{
	ssize_t n;

	do
		n = read(fd, to, len);
	while (n < 0 && errno == EINTR);
	return n;
}

int file_read(struct arena *a, const char *path, size_t limit, char **ret, size_t *ret_len, struct err *e)
{
	AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0, cap = READ_BYTES_FIRST;
	struct stat st;
	char *data;

	if (fd < 0 || fstat(fd, &st) < 0)
		return refused(path, e);
	/* A regular file says its size; a pipe says 0, and a file may grow while it is read. */
	if (st.st_size > 0)
		cap = (size_t)st.st_size;
	if (cap > limit)
		cap = limit;
	data = arena_zalloc(a, cap + 1);
	for (;;) {
		char beyond;
		ssize_t n = len < cap ? read_some(fd, data + len, cap - len) : read_some(fd, &beyond, 1);

		if (n < 0)
			return refused(path, e);
		if (n == 0)
			break;
		if (len == limit)
			return err_set(e, ERR_LIMIT, "%s: longer than %zu bytes; split it", path, limit);
		if (len == cap) {
			size_t more = cap > limit / 2 ? limit : 2 * cap;

			data = arena_grow(a, data, cap + 1, more + 1);
			cap = more;
			data[len] = beyond;
		}
		len += (size_t)n;
	}
	data[len] = '\0';
	*ret = data;
	*ret_len = len;
	return 0;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* Opens a new hidden file beside `path`: what a crash leaves there is no file of file_tree(). mkstemp() would
 * ignore the umask. Returns -1 with errno. */
static int temporary_open(const char *path, char out[FILE_PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? (int)(slash + 1 - path) : 0;

	for (int i = 0; i < TEMPORARY_TRIES_MAX; i++) {
		int n = snprintf(
			out, FILE_PATH_MAX, "%.*s.%s.%ld.%d", dir, path, path + dir, (long)getpid(), i);

		if (n < 0 || n >= FILE_PATH_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		int fd = open(out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* The new name itself is on disk only when its folder is. */
static bool sync_folder(const char *path)
{
	char dir[FILE_PATH_MAX];
	const char *slash = strrchr(path, '/');
	int n = slash ? snprintf(dir, sizeof dir, "%.*s", (int)(slash + 1 - path), path)
		      : snprintf(dir, sizeof dir, ".");

	if (n < 0 || n >= FILE_PATH_MAX) {
		errno = ENAMETOOLONG;
		return false;
	}
	AUTO_FD fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && fsync(fd) == 0;
}

static int put(const char *path, const void *data, size_t len, bool sync, struct err *e)
{
	char temporary[FILE_PATH_MAX];
	AUTO_FD fd = temporary_open(path, temporary);

	if (fd < 0)
		return refused(path, e);
	if (!write_all(fd, data, len) || (sync && fsync(fd) < 0) || rename(temporary, path) < 0) {
		int r = refused(path, e);

		unlink(temporary);
		return r;
	}
	return 0;
}

int file_write(const char *path, const void *data, size_t len, struct err *e)
{
	int r = put(path, data, len, true, e);

	return r < 0 || sync_folder(path) ? r : refused(path, e);
}

int file_add(const char *path, const void *data, size_t len, struct err *e)
{
	return put(path, data, len, false, e);
}

int file_flush(const char *dir, struct err *e)
{
	AUTO_FD fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && syncfs(fd) == 0 ? 0 : refused(dir, e);
}

int file_try(const char *dir, struct err *e)
{
	char path[FILE_PATH_MAX], temporary[FILE_PATH_MAX];
	int n = snprintf(path, sizeof path, "%s/try", dir);

	if (n < 0 || n >= FILE_PATH_MAX) {
		errno = ENAMETOOLONG;
		return refused(dir, e);
	}
	AUTO_FD fd = temporary_open(path, temporary);

	if (fd < 0)
		return refused(dir, e);
	unlink(temporary);
	return 0;
}

int file_mkdirs(const char *path, struct err *e)
{
	char dir[FILE_PATH_MAX];
	struct stat st;
	int n = snprintf(dir, sizeof dir, "%s", path);

	if (n < 0 || n >= FILE_PATH_MAX) {
		errno = ENAMETOOLONG;
		return refused(path, e);
	}
	/* Each parent, by cutting the path at its slashes, then the whole. */
	for (char *slash = dir + 1; n > 0; slash++) {
		bool last = *slash == '\0';

		if (!last && *slash != '/')
			continue;
		*slash = '\0';
		if (mkdir(dir, 0777) < 0 && errno != EEXIST)
			return refused(dir, e);
		if (last)
			break;
		*slash = '/';
	}
	if (stat(path, &st) < 0)
		return refused(path, e);
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return refused(path, e);
	}
	return 0;
}

struct tree {
	struct arena *arena;
	const char *root;
	char **path;
	size_t n, cap, max;
};

static void close_dir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

static int tree_walk(struct tree *t, const char *below, int depth, struct err *e);

/* `name` in the folder `below` of the root, or in the root where `below` is NULL. */
static int tree_entry(struct tree *t, DIR *dir, const char *below, const char *name, int depth, struct err *e)
{
	struct stat st;
	char *path = below ? arena_printf(t->arena, "%s/%s", below, name) : arena_strdup(t->arena, name);

	if (fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return refused(path, e);
	if (S_ISDIR(st.st_mode))
		return tree_walk(t, path, depth + 1, e);
	if (!S_ISREG(st.st_mode))
		return 0;
	if (t->n == t->max)
		return err_set(e, ERR_LIMIT, "%s: more than %zu files; take some out", t->root, t->max);
	GROW(t->arena, t->path, t->n, t->cap);
	t->path[t->n++] = path;
	return 0;
}

static int tree_walk(struct tree *t, const char *below, int depth, struct err *e)
{
	const char *path = below ? arena_printf(t->arena, "%s/%s", t->root, below) : t->root;
	const struct dirent *entry;
	int r = 0;

	if (depth > FILE_DEPTH_MAX)
		return err_set(
			e, ERR_LIMIT, "%s: more than %d folders deep; flatten it", path, FILE_DEPTH_MAX);
	__attribute__((cleanup(close_dir))) DIR *dir = opendir(path);

	if (!dir)
		return refused(path, e);
	while (r == 0) {
		errno = 0;
		entry = readdir(dir);
		if (!entry)
			break;
		if (entry->d_name[0] != '.')
			r = tree_entry(t, dir, below, entry->d_name, depth, e);
	}
	if (r == 0 && errno != 0)
		return refused(path, e);
	return r;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int file_tree(struct arena *a, const char *dir, size_t max, char ***ret, size_t *ret_n, struct err *e)
{
	struct tree t = {.arena = a, .root = dir, .max = max};
	int r = tree_walk(&t, NULL, 1, e);

	if (r < 0)
		return r;
	if (t.n > 0)
		qsort(t.path, t.n, sizeof *t.path, by_bytes);
	*ret = t.path;
	*ret_n = t.n;
	return 0;
}

void sha256_hex(const void *data, size_t len, char out[65])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, data, len);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}
