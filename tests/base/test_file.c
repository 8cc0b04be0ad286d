#include "../unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "base/file.h"

#define LIMIT (8u << 20)

static struct arena *arena;
static const char *dir;

static const char *in_dir(const char *name)
{
	return arena_printf(arena, "%s/%s", dir, name);
}

/* Each test works in an empty folder of its own. */
static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test");
	char *made = arena_strdup(arena, "/tmp/paraph-test-XXXXXX");

	dir = mkdtemp(made);
	return dir ? 0 : -1;
}

static void clear(const char *path)
{
	char **file;
	size_t n;

	if (file_tree(arena, path, 1000, &file, &n, NULL) == 0)
		for (size_t i = 0; i < n; i++)
			unlink(arena_printf(arena, "%s/%s", path, file[i]));
}

static int tear_down(void **state)
{
	static const char *const left[] = {".hidden", "link", "loop", "a/b/c/d", "a/b/c", "a/b", "a", ""};

	(void)state;
	clear(dir);
	for (size_t i = 0; i < COUNT(left); i++)
		if (unlink(in_dir(left[i])) < 0)
			rmdir(in_dir(left[i]));
	arena_free(arena);
	return 0;
}

static void put(const char *name, const char *text)
{
	struct err e;

	if (file_write(in_dir(name), text, strlen(text), &e) < 0)
		fail_msg("%s", e.text);
}

static void check_is(const char *name, const char *text)
{
	struct err e;
	char *data;
	size_t len;

	if (file_read(arena, in_dir(name), LIMIT, &data, &len, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(len, strlen(text));
	assert_string_equal(data, text);
}

static size_t count_files(void)
{
	char **file;
	size_t n = 0;

	assert_int_equal(file_tree(arena, dir, 1000, &file, &n, NULL), 0);
	return n;
}

static void test_write_and_read(void **state)
{
	struct stat st;
	mode_t mask = umask(027);

	(void)state;
	put("f", "");
	check_is("f", "");
	put("f", "new");
	check_is("f", "new");
	assert_int_equal(stat(in_dir("f"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640); /* as the umask says */
	umask(mask);
	assert_int_equal(count_files(), 1);
}

static void test_read_limits(void **state)
{
	struct err e = {0};
	char *data = NULL;
	size_t len = 77;

	(void)state;
	put("f", "12345");
	assert_int_equal(file_read(arena, in_dir("f"), 5, &data, &len, &e), 0);
	assert_int_equal(len, 5);
	len = 77;
	assert_int_equal(file_read(arena, in_dir("f"), 4, &data, &len, &e), ERR_LIMIT);
	assert_int_equal(file_read(arena, in_dir("f"), 0, &data, &len, &e), ERR_LIMIT);
	assert_int_equal(file_read(arena, in_dir("none"), 5, &data, &len, &e), ERR_NOTFOUND);
	assert_int_equal(file_read(arena, dir, 5, &data, &len, &e), ERR_IO);
	assert_non_null(strstr(e.text, "is a folder"));
	assert_int_equal(file_read(arena, in_dir("f/x"), 5, &data, &len, &e), ERR_IO);
	assert_int_equal(len, 77);
}

/* A pipe does not say how long it will be. */
static void test_read_a_pipe(void **state)
{
	static char bytes[300000];
	const char *path = in_dir("pipe");
	struct err e;
	char *data;
	size_t len;

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	assert_int_equal(mkfifo(path, 0600), 0);
	for (int over = 0; over < 2; over++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0) {
			int fd = open(path, O_WRONLY);

			signal(SIGPIPE, SIG_IGN);
			for (size_t n = 0; n < sizeof bytes;) {
				ssize_t w = write(fd, bytes + n, sizeof bytes - n);

				if (w < 0)
					break;
				n += (size_t)w;
			}
			_exit(0);
		}
		int r = file_read(arena, path, sizeof bytes - (size_t)over, &data, &len, &e);

		assert_int_equal(r, over ? ERR_LIMIT : 0);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
	}
	assert_int_equal(len, sizeof bytes);
	assert_memory_equal(data, bytes, len);
	unlink(path);
}

/* A disk that takes only part of it: the old file stays, and nothing is left beside it. */
static void test_failed_write_leaves_the_old(void **state)
{
	struct rlimit old, small;
	struct err e = {0};
	char *large = arena_zalloc(arena, 1u << 20);
	int r;

	(void)state;
	put("f", "old");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){4096, old.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	r = file_write(in_dir("f"), large, 1u << 20, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(r, ERR_IO);
	check_is("f", "old");
	assert_int_equal(rmdir(dir), -1); /* f is in it */
	assert_int_equal(unlink(in_dir("f")), 0);
	assert_int_equal(rmdir(dir), 0); /* and nothing else was */
}

static void test_write_refused(void **state)
{
	struct err e = {0};
	char *longest = arena_zalloc(arena, FILE_PATH_MAX + 1);

	(void)state;
	assert_int_equal(file_write(in_dir("none/f"), "x", 1, &e), ERR_NOTFOUND);
	put("f", "old");
	assert_int_equal(file_write(in_dir("f/x"), "x", 1, &e), ERR_IO);
	assert_int_equal(mkdir(in_dir("a"), 0700), 0);
	assert_int_equal(file_write(in_dir("a"), "x", 1, &e), ERR_IO); /* a folder is not replaced */
	assert_int_equal(count_files(), 1);
	memset(longest, 'x', FILE_PATH_MAX);
	assert_int_equal(file_write(longest, "x", 1, &e), ERR_IO);
	assert_int_equal(file_mkdirs(longest, &e), ERR_IO);
}

/* Many in one folder, on disk when all are written. */
static void test_add_and_flush(void **state)
{
	struct err e = {0};

	(void)state;
	put("a", "old");
	assert_int_equal(file_add(in_dir("a"), "new", 3, &e), 0);
	assert_int_equal(file_add(in_dir("b"), "", 0, &e), 0);
	assert_int_equal(file_flush(dir, &e), 0);
	check_is("a", "new");
	check_is("b", "");
	assert_int_equal(count_files(), 2);
	assert_int_equal(file_add(in_dir("none/f"), "x", 1, &e), ERR_NOTFOUND);
	assert_int_equal(file_flush(in_dir("none"), &e), ERR_NOTFOUND);
}

static void write_for_ever(const char *path, char *data, size_t len)
{
	for (int i = 0;; i++) {
		memset(data, 'A' + i % 26, len);
		if (file_write(path, data, len, NULL) < 0)
			_exit(1);
	}
}

/* A reader beside a writer that is killed in the midst: it never sees a file that is neither old nor new. */
static void test_readers_see_it_whole(void **state)
{
	const size_t len = 200000;
	const char *path = in_dir("f");
	char *data = arena_zalloc(arena, len);
	int seen = 0;

	(void)state;
	put("f", "B");
	for (int round = 0; round < 5; round++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0)
			write_for_ever(path, data, len);
		for (int i = 0; i < 40; i++) {
			AUTO_ARENA a = arena_new("read");
			char *now;
			size_t n;

			usleep(500);
			assert_int_equal(file_read(a, path, LIMIT, &now, &n, NULL), 0);
			assert_true(n == 1 || n == len);
			for (size_t k = 1; k < n; k++)
				if (now[k] != now[0])
					fail_msg("byte %zu differs", k);
			seen += n == len;
		}
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		assert_int_equal(count_files(), 1); /* what the killed one left is hidden */
		for (int i = 0; i < 100; i++)
			unlink(in_dir(arena_printf(arena, ".f.%ld.%d", (long)pid, i)));
	}
	assert_true(seen > 0);
}

static void test_mkdirs(void **state)
{
	struct err e = {0};
	struct stat st;

	(void)state;
	assert_int_equal(file_mkdirs(in_dir("a/b//c/"), &e), 0);
	assert_int_equal(stat(in_dir("a/b/c"), &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(file_mkdirs(in_dir("a/b/c"), &e), 0);
	assert_int_equal(file_try(in_dir("a/b/c"), &e), 0);
	assert_int_equal(rmdir(in_dir("a/b/c")), 0); /* nothing was left in it */
	assert_int_equal(file_try(in_dir("a/b/c"), &e), ERR_NOTFOUND);
	assert_int_equal(file_mkdirs("/", &e), 0);
	assert_int_equal(file_mkdirs(".", &e), 0);
	put("f", "x");
	assert_int_equal(file_mkdirs(in_dir("f"), &e), ERR_IO);
	assert_int_equal(file_mkdirs(in_dir("f/g"), &e), ERR_IO);
	assert_non_null(strstr(e.text, "not a folder"));
}

static void test_tree(void **state)
{
	static const char *const want[] = {"Z", "a.txt", "a/b/c/deep", "a/b.csv", "a/b/x", "z"};
	struct err e = {0};
	char **file, *path;
	size_t n = 77;

	(void)state;
	assert_int_equal(file_tree(arena, dir, 0, &file, &n, &e), 0);
	assert_int_equal(n, 0);
	assert_int_equal(file_mkdirs(in_dir("a/b/c"), &e), 0);
	for (size_t i = 0; i < COUNT(want); i++)
		put(want[i], "x");
	put(".hidden", "x");
	assert_int_equal(symlink("z", in_dir("link")), 0);
	assert_int_equal(symlink("..", in_dir("loop")), 0);
	assert_int_equal(file_tree(arena, dir, COUNT(want), &file, &n, &e), 0);
	assert_int_equal(n, COUNT(want));
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(file[i - 1], file[i]) < 0);
	for (size_t i = 0; i < n; i++) {
		bool found = false;

		for (size_t k = 0; k < n; k++)
			found = found || strcmp(want[i], file[k]) == 0;
		if (!found)
			fail_msg("%s is not in the list", want[i]);
	}
	assert_int_equal(file_tree(arena, dir, COUNT(want) - 1, &file, &n, &e), ERR_LIMIT);
	assert_int_equal(file_tree(arena, in_dir("none"), 9, &file, &n, &e), ERR_NOTFOUND);
	assert_int_equal(file_tree(arena, in_dir("z"), 9, &file, &n, &e), ERR_IO);

	/* Too deep; made and cleared from the inside. */
	path = arena_strdup(arena, in_dir("deep"));
	for (int i = 0; i < FILE_DEPTH_MAX; i++)
		path = arena_printf(arena, "%s/d", path);
	assert_int_equal(file_mkdirs(path, &e), 0);
	assert_int_equal(file_tree(arena, dir, 100, &file, &n, &e), ERR_LIMIT);
	for (; strlen(path) > strlen(dir); *strrchr(path, '/') = '\0')
		assert_int_equal(rmdir(path), 0);
}

/* FIPS 180-4 examples, and one longer than a block. */
static void test_sha256(void **state)
{
	static const struct {
		const char *text, *hash;
	} row[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};
	char hex[65];

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		sha256_hex(row[i].text, strlen(row[i].text), hex);
		assert_string_equal(hex, row[i].hash);
	}
}

#define FILE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILE_TEST(test_write_and_read),
		FILE_TEST(test_read_limits),
		FILE_TEST(test_read_a_pipe),
		FILE_TEST(test_failed_write_leaves_the_old),
		FILE_TEST(test_write_refused),
		FILE_TEST(test_add_and_flush),
		FILE_TEST(test_readers_see_it_whole),
		FILE_TEST(test_mkdirs),
		FILE_TEST(test_tree),
		cmocka_unit_test(test_sha256),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
