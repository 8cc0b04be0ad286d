/* Arenas, buffers, errors. Run under valgrind and the address sanitizer too: they see what these asserts
 * cannot. */
#include "../unit.h"

#include <signal.h>
#include <sys/wait.h>

#include "base/arena.h"
#include "base/buf.h"

static char order[16];

static void note(void *arg)
{
	size_t len = strlen(order);

	snprintf(order + len, sizeof order - len, "%s", (const char *)arg);
}

static void test_defers(void **state)
{
	struct arena *a = arena_new("test"), *kept, *gone;

	(void)state;
	order[0] = '\0';
	arena_defer(a, note, arena_strdup(a, "1"));
	kept = arena_child(a, "kept");
	arena_defer(kept, note, arena_strdup(kept, "2"));
	gone = arena_child(a, "gone");
	arena_defer(gone, note, arena_strdup(gone, "3"));
	arena_defer(a, note, arena_strdup(kept, "4")); /* lives in the child, and is there all the same */
	arena_defer(kept, note, arena_strdup(a, "5"));
	arena_free(gone);
	assert_string_equal(order, "3");
	arena_free(a);
	assert_string_equal(order, "34521");
	arena_free(NULL);
}

static void test_children_go_in_any_order(void **state)
{
	(void)state;
	for (int gone = 0; gone < 3; gone++) {
		AUTO_ARENA a = arena_new("test");
		struct arena *child[3];

		order[0] = '\0';
		for (int i = 0; i < 3; i++) {
			child[i] = arena_child(a, "child");
			arena_defer(child[i], note, arena_printf(child[i], "%d", i));
		}
		arena_free(child[gone]);
		arena_free(child[(gone + 1) % 3]);
		arena_free(a);
		a = NULL;
		assert_int_equal(strlen(order), 3);
		assert_int_equal(order[0], '0' + gone);
	}
}

static void test_memory(void **state)
{
	AUTO_ARENA a = arena_new("test");
	size_t n = 0, cap = 0, before;
	int *list = NULL;
	char *p;

	(void)state;
	p = arena_zalloc(a, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	memset(p, 1, 100);
	p = arena_grow(a, p, 100, 1000);
	assert_int_equal(p[99], 1);
	for (int i = 100; i < 1000; i++)
		assert_int_equal(p[i], 0);
	assert_non_null(arena_zalloc(a, 0));
	assert_non_null(arena_array(a, 0, 8));
	for (int i = 0; i < 1000; i++) {
		GROW(a, list, n, cap);
		list[n++] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list[i], i);
	assert_true(cap >= n && cap < 2 * n + 16);
	assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(a, "abc", 30), "abc");
	assert_string_equal(arena_printf(a, "%s %d", "Article", 7), "Article 7");
	before = arena_bytes(a);
	arena_zalloc(arena_child(a, "child"), 5000);
	assert_true(arena_bytes(a) >= before + 5000);
}

/* How a process that runs `fn` ends: the signal, or 0. */
static int end_of(void (*fn)(void))
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL); /* cmocka catches it */
		fclose(stderr);
		fn();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void ask_too_much(void)
{
	arena_array(arena_new("test"), SIZE_MAX / 4, 8);
}

static void ask_a_block_too_large(void)
{
	arena_zalloc(arena_new("test"), 256u << 20);
}

static void ask_a_large_block(void)
{
	AUTO_ARENA a = arena_new("test");

	arena_zalloc(a, (256u << 20) - 1);
}

static void test_too_much_ends_the_process(void **state)
{
	(void)state;
	assert_int_equal(end_of(ask_too_much), SIGABRT);
	assert_int_equal(end_of(ask_a_block_too_large), SIGABRT);
	assert_int_equal(end_of(ask_a_large_block), 0);
}

static void test_buf_limits(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct err e = {0};
	struct buf b;

	(void)state;
	buf_init(&b, a, 10);
	assert_string_equal(b.data, "");
	buf_puts(&b, "12345");
	buf_printf(&b, "%s", "67890");
	assert_string_equal(b.data, "1234567890");
	assert_int_equal(buf_check(&b, &e), 0);
	buf_putc(&b, 'x');
	assert_true(b.over);
	assert_int_equal(buf_check(&b, &e), ERR_LIMIT);
	assert_string_equal(b.data, "1234567890");
	buf_reset(&b);
	buf_printf(&b, "%s", "more than ten bytes");
	buf_putc(&b, 'x'); /* would fit, but nothing comes after what did not */
	assert_string_equal(b.data, "");
	assert_int_equal(buf_check(&b, NULL), ERR_LIMIT);
	buf_init(&b, a, 0);
	buf_add(&b, "", 0);
	assert_int_equal(buf_check(&b, &e), 0);
	buf_putc(&b, 'x');
	assert_int_equal(buf_check(&b, &e), ERR_LIMIT);
	buf_init(&b, a, 100000);
	for (int i = 0; i < 100000; i++)
		buf_putc(&b, (char)('a' + i % 26));
	assert_int_equal(buf_check(&b, &e), 0);
	assert_int_equal(strlen(b.data), 100000);
	assert_true(b.cap <= 100000);
}

static void test_buf_forms(void **state)
{
	static const struct {
		const char *text, *json, *csv;
	} row[] = {
		{NULL, "null", ""},
		{"", "\"\"", ""},
		{"plain", "\"plain\"", "plain"},
		{"a,b", "\"a,b\"", "\"a,b\""},
		{"say \"no\"", "\"say \\\"no\\\"\"", "\"say \"\"no\"\"\""},
		{"\"", "\"\\\"\"", "\"\"\"\""},
		{"two\nlines", "\"two\\nlines\"", "\"two\nlines\""},
		{"\r", "\"\\r\"", "\"\r\""},
		{" lead", "\" lead\"", "\" lead\""},
		{"trail\t", "\"trail\\t\"", "\"trail\t\""},
		{"C:\\path", "\"C:\\\\path\"", "C:\\path"},
		{"\x01\x1f\b\f", "\"\\u0001\\u001f\\b\\f\"", "\x01\x1f\b\f"},
		{"Côte d’Ivoire", "\"Côte d’Ivoire\"", "Côte d’Ivoire"},
	};
	AUTO_ARENA a = arena_new("test");
	struct buf b;

	(void)state;
	buf_init(&b, a, 1000);
	for (size_t i = 0; i < COUNT(row); i++) {
		buf_reset(&b);
		buf_json(&b, row[i].text);
		assert_string_equal(b.data, row[i].json);
		buf_reset(&b);
		buf_csv(&b, row[i].text);
		assert_string_equal(b.data, row[i].csv);
	}
}

static void test_errors(void **state)
{
	struct err e;
	char letters[2000];

	(void)state;
	assert_int_equal(err_set(NULL, ERR_BUSY, "nobody asked"), ERR_BUSY);
	assert_int_equal(err_set(&e, ERR_CONFLICT, "act %d", 7), ERR_CONFLICT);
	assert_int_equal(err_ctx(&e, "file %s", "a.csv"), ERR_CONFLICT);
	assert_int_equal(err_ctx(&e, "import"), ERR_CONFLICT);
	assert_string_equal(e.text, "import: file a.csv: act 7");
	e = (struct err){0};
	assert_int_equal(err_ctx(&e, "nothing went wrong"), ERR_BUG);
	err_set(&e, ERR_INVALID, "a\nb\rc\x1b[31m\x7f\xc2\x85\xff é");
	assert_string_equal(e.text, "a?b?c?[31m??? é");
	/* A cut may not leave half a character: 999 bytes hold 499 of two bytes and no more. */
	for (size_t i = 0; i + 1 < sizeof letters; i += 2)
		memcpy(letters + i, "é", 2);
	letters[sizeof letters - 2] = '\0';
	err_set(&e, ERR_INVALID, "%s", letters);
	assert_int_equal(strlen(e.text), 999);
	assert_int_equal(e.text[998], '?');
	assert_memory_equal(e.text + 996, "é", 2);
}

static void test_exit_statuses(void **state)
{
	static const struct {
		enum err_code code;
		int status;
	} row[] = {
		{ERR_INVALID, 1},
		{ERR_NOTFOUND, 1},
		{ERR_CONFLICT, 1},
		{ERR_LIMIT, 1},
		{ERR_USAGE, 2},
		{ERR_BUSY, 3},
		{ERR_IO, 3},
		{ERR_DB, 3},
		{ERR_BUG, 3},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(err_exit(row[i].code), row[i].status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defers),
		cmocka_unit_test(test_children_go_in_any_order),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_too_much_ends_the_process),
		cmocka_unit_test(test_buf_limits),
		cmocka_unit_test(test_buf_forms),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_exit_statuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
