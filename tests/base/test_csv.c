#include "../unit.h"

#include "base/buf.h"
#include "base/csv.h"

/* What a file reads as: its columns, then each row with its line, in one text. */
static const char *shown(struct arena *a, const struct csv *c)
{
	struct buf b;

	buf_init(&b, a, 10000);
	for (size_t i = 0; i < c->columns; i++)
		buf_printf(&b, "[%s]", c->column[i]);
	for (size_t i = 0; i < c->rows; i++) {
		buf_printf(&b, " %u:", c->row[i].line);
		for (size_t k = 0; k < c->columns; k++)
			buf_printf(&b, "[%s]", c->row[i].field[k]);
	}
	return b.data;
}

static void test_reads(void **state)
{
	static const struct {
		const char *text, *shown;
	} row[] = {
		{"a", "[a]"},
		{"a,b\n", "[a][b]"},
		{"a,b\n1,2\n3,4\n", "[a][b] 2:[1][2] 3:[3][4]"},
		{"a,b\n1,2", "[a][b] 2:[1][2]"},
		{"a,b\r\n1,2\r\n", "[a][b] 2:[1][2]"},
		{"a,b\r1,2\r3,4", "[a][b] 2:[1][2] 3:[3][4]"},
		{"\xef\xbb\xbf"
		 "a,b\n1,2\n",
			"[a][b] 2:[1][2]"},
		{" a ,\tb\n 1 , 2\t\n", "[a][b] 2:[1][2]"},
		{"a,b\n\" 1 \",2\n", "[a][b] 2:[ 1 ][2]"},
		{"a,b\n1,\n,2\n,\n", "[a][b] 2:[1][] 3:[][2] 4:[][]"},
		{"a,b\n\"x,y\",\"say \"\"no\"\"\"\n", "[a][b] 2:[x,y][say \"no\"]"},
		{"a,b\n\"two\nlines\",2\n3,4\n", "[a][b] 2:[two\nlines][2] 4:[3][4]"},
		{"a,b\n\"two\r\nlines\",2\r\n3,4\n", "[a][b] 2:[two\nlines][2] 4:[3][4]"},
		{"a,b\n\"two\rlines\",2\r3,4\n", "[a][b] 2:[two\nlines][2] 4:[3][4]"},
		{"a,b\n\"\n\n\",2\n\n\n3,4\n", "[a][b] 2:[\n\n][2] 7:[3][4]"},
		{"\n\n a,b\n\n  \n1,2\n\n", "[a][b] 6:[1][2]"},
		{"\n\"a\nb\"\n1\n", "[a\nb] 4:[1]"},
		{"a\n\"\"\n1\n", "[a] 2:[] 3:[1]"},
		{"\"a\",\"b\"\n\"1\",\"2\"", "[a][b] 2:[1][2]"},
		{"é,中国\nñ,’\n", "[é][中国] 2:[ñ][’]"},
		{"a;b\n1;2\n", "[a;b] 2:[1;2]"},
	};
	AUTO_ARENA a = arena_new("test");

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct err e;
		struct csv c;

		if (csv_read(a, "t.csv", row[i].text, strlen(row[i].text), &c, &e) < 0)
			fail_msg("row %zu: %s", i, e.text);
		assert_string_equal(shown(a, &c), row[i].shown);
	}
}

static void test_refuses(void **state)
{
	static const struct {
		const char *text;
		size_t len; /* 0: to the NUL */
		const char *says;
	} row[] = {
		{"", 0, "t.csv:1: empty"},
		{"\n\n  \n", 0, "t.csv:1: empty"},
		{"\xef\xbb\xbf", 0, "t.csv:1: empty"},
		{"a,b\n1\n", 0, "t.csv:2: 1 fields, but the header has 2"},
		{"a,b\n1,2\n1,2,3\n", 0, "t.csv:3: 3 fields"},
		{"a,b\n\"x\ny\",1\n\n1,2,3\n", 0, "t.csv:5: 3 fields"},
		{"a,b\n1,2\n\"x\ny\"\n", 0, "t.csv:3: 1 fields"},
		{"a,b,\n", 0, "t.csv:1: column 3 has no name"},
		{"a,,b\n", 0, "t.csv:1: column 2 has no name"},
		{"a,b,a\n", 0, "t.csv:1: column \"a\" stands twice"},
		{"a, a\n", 0, "t.csv:1: column \"a\" stands twice"},
		{"\n\na,a\n", 0, "t.csv:3: column"},
		{"a\n1\n\"open\n2\n3\n", 0, "t.csv:3: a quotation mark is opened"},
		{"a\nx\"y\n", 0, "t.csv:2: a quotation mark out of place"},
		{"a\n\"x\"y\n", 0, "t.csv:2: a quotation mark out of place"},
		{"a\n1\0002\n", 6, "t.csv:2: the control character U+0000"},
		{"a\n1\n\x1b\n", 0, "t.csv:3: the control character U+001B"},
		{"a\r1\r\x0c\r", 0, "t.csv:3: the control character U+000C"},
		{"a\r\n1\r\n\xff\r\n", 0, "t.csv:3: not UTF-8"},
		{"a\nC\xf4te d'Ivoire\n", 0, "t.csv:2: not UTF-8"},
		{"a\n\xff\xfe", 0, "t.csv:2: not UTF-8"},
	};
	AUTO_ARENA a = arena_new("test");

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct err e = {0};
		struct csv c = {.columns = 77};
		size_t len = row[i].len ? row[i].len : strlen(row[i].text);

		if (csv_read(a, "t.csv", row[i].text, len, &c, &e) != ERR_INVALID)
			fail_msg("row %zu was read", i);
		if (strncmp(e.text, row[i].says, strlen(row[i].says)) != 0)
			fail_msg("\"%s\" does not begin \"%s\"", e.text, row[i].says);
		assert_int_equal(c.columns, 77);
	}
}

static int read_buf(struct arena *a, const struct buf *b, struct csv *ret, struct err *e)
{
	int r = buf_check(b, e);

	return r == 0 ? csv_read(a, "t.csv", b->data, b->len, ret, e) : r;
}

static void columns(struct buf *b, unsigned n)
{
	buf_reset(b);
	for (unsigned i = 0; i < n; i++)
		buf_printf(b, "%sc%u", i ? "," : "", i);
	buf_putc(b, '\n');
}

static void field(struct buf *b, unsigned n)
{
	buf_reset(b);
	buf_puts(b, "a\n");
	for (unsigned i = 0; i < n; i++)
		buf_putc(b, 'x');
}

static void rows(struct buf *b, unsigned n)
{
	buf_reset(b);
	buf_puts(b, "a\n");
	for (unsigned i = 0; i < n; i++)
		buf_add(b, "x\n", 2);
}

/* n fields in rows of 128. */
static void cells(struct buf *b, unsigned n)
{
	columns(b, 128);
	for (unsigned i = 0; i < n; i++)
		buf_putc(b, i % 128 == 127 ? '\n' : ',');
}

static void test_limits(void **state)
{
	static const struct {
		void (*fill)(struct buf *b, unsigned n);
		unsigned most;
		unsigned line; /* of the first that is too much: all before it was read */
	} row[] = {
		{columns, CSV_COLUMNS_MAX, 1},
		{field, CSV_FIELD_MAX, 2},
		{rows, CSV_ROWS_MAX, 2 + CSV_ROWS_MAX},
		{cells, CSV_CELLS_MAX, 2 + CSV_CELLS_MAX / 128},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("test");
		struct err e = {0};
		struct csv c;
		struct buf b;

		buf_init(&b, a, CSV_BYTES_MAX);
		row[i].fill(&b, row[i].most + 1);
		assert_int_equal(read_buf(a, &b, &c, &e), ERR_LIMIT);
		const char *where = arena_printf(a, "t.csv:%u: ", row[i].line);

		if (strncmp(e.text, where, strlen(where)) != 0)
			fail_msg("\"%s\" does not begin \"%s\"", e.text, where);
		if (row[i].line > 2)
			continue; /* the sanitizers take seconds */
		row[i].fill(&b, row[i].most);
		assert_int_equal(read_buf(a, &b, &c, &e), 0);
	}
}

static void test_too_long(void **state)
{
	struct err e = {0};
	struct csv c;

	(void)state;
	/* Nothing is read before the length is looked at. */
	assert_int_equal(csv_read(NULL, "t.csv", NULL, CSV_BYTES_MAX + 1, &c, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "t.csv: longer than 67108864 bytes"));
}

/* What buf_csv() writes, csv_read() reads. */
static void test_round_trip(void **state)
{
	static const char *const field[] = {
		"",
		"plain",
		"a,b",
		"\"",
		"\"\"",
		" lead",
		"trail ",
		"\ttab\t",
		"two\nlines",
		"\n",
		",",
		"a\"b",
		" ",
		"Côte d’Ivoire",
		"’",
		"#",
		"-",
		"=1+1",
	};
	AUTO_ARENA a = arena_new("test");
	struct buf b;
	struct csv c;
	struct err e;

	(void)state;
	buf_init(&b, a, 1000000);
	buf_puts(&b, "x,y,z\n");
	for (size_t i = 0; i < COUNT(field); i++)
		for (size_t k = 0; k < COUNT(field); k++) {
			buf_csv(&b, field[i]);
			buf_putc(&b, ',');
			buf_csv(&b, field[k]);
			buf_puts(&b, ",.\n");
		}
	if (read_buf(a, &b, &c, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(c.rows, COUNT(field) * COUNT(field));
	for (size_t i = 0; i < c.rows; i++) {
		assert_string_equal(c.row[i].field[0], field[i / COUNT(field)]);
		assert_string_equal(c.row[i].field[1], field[i % COUNT(field)]);
	}
	assert_int_equal(csv_column(&c, "y"), 1);
	assert_int_equal(csv_column(&c, "Y"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
