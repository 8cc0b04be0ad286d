/* Rows as people and programs see them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>

#include "cli/cli.h"

#include "base/allow_malloc.h"

static const struct column columns[] = {
	{"name", "Name", false, false},
	{"n", "Count", true, false},
	{"states", "States", false, true},
	{"note", "Note", false, false},
};
static const char *const cells[][4] = {
	{"Lao PDR", "7", "LAO", "plain"},
	{"老挝", "12.50", "AFG  AGO", "a \"few\", 1"},
	{"Côte d’Ivoire", "", "", NULL},
	{"e\xcc\x81"
	 "crit",
		"n/a", NULL, "two\nlines\x1b[31m"},
	{"\xd9\x84\xd8\xa7", "007", "", "-"},
};

/* What a table of these rows writes. */
static char *written(struct arena *a, enum format format, size_t rows)
{
	struct run run = {.arena = a, .format = format};
	struct table *t;
	struct err e;
	char *text = NULL, *copy;
	size_t len = 0;

	run.out = open_memstream(&text, &len);
	assert_non_null(run.out);
	t = table_new(&run, columns, 4);
	for (size_t i = 0; i < rows; i++)
		table_row(t, cells[i]);
	assert_int_equal(table_end(t, &e), 0);
	fclose(run.out);
	copy = arena_strndup(a, text, len);
	free(text);
	return copy;
}

static void for_people(void **state)
{
	AUTO_ARENA a = arena_new("test");
	(void)state;

	setlocale(LC_CTYPE, "C.UTF-8");
	assert_string_equal(written(a, FORMAT_TABLE, 5),
		"Name           Count  States    Note\n"
		"Lao PDR            7  LAO       plain\n"
		"老挝           12.50  AFG  AGO  a \"few\", 1\n"
		"Côte d’Ivoire\n"
		"e\xcc\x81"
		"crit            n/a            two lines [31m\n"
		"\xd9\x84\xd8\xa7               007            -\n");
	assert_string_equal(written(a, FORMAT_TABLE, 0), "Nothing.\n");
}

static void as_csv(void **state)
{
	AUTO_ARENA a = arena_new("test");
	(void)state;

	assert_string_equal(written(a, FORMAT_CSV, 3),
		"name,n,states,note\n"
		"Lao PDR,7,LAO,plain\n"
		"老挝,12.50,AFG  AGO,\"a \"\"few\"\", 1\"\n"
		"Côte d’Ivoire,,,\n");
	assert_string_equal(written(a, FORMAT_CSV, 0), "name,n,states,note\n");
}

static void as_json(void **state)
{
	AUTO_ARENA a = arena_new("test");
	(void)state;

	assert_string_equal(written(a, FORMAT_JSON, 5),
		"[{\"name\":\"Lao PDR\",\"n\":7,\"states\":[\"LAO\"],\"note\":\"plain\"},\n"
		"{\"name\":\"老挝\",\"n\":12.50,\"states\":[\"AFG\",\"AGO\"],\"note\":\"a \\\"few\\\", 1\"},\n"
		"{\"name\":\"Côte d’Ivoire\",\"n\":null,\"states\":[],\"note\":null},\n"
		"{\"name\":\"e\xcc\x81"
		"crit\",\"n\":\"n/a\",\"states\":[],\"note\":\"two\\nlines\\u001b[31m\"},\n"
		"{\"name\":\"\xd9\x84\xd8\xa7\",\"n\":\"007\",\"states\":[],\"note\":\"-\"}]\n");
	assert_string_equal(written(a, FORMAT_JSON, 0), "[]\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(for_people),
		cmocka_unit_test(as_csv),
		cmocka_unit_test(as_json),
	};

	return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
