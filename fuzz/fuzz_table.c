/* Acts as CSV: any file into drafts. What is taken is written and read back as the same drafts. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "acts/table.h"
#include "base/buf.h"

#define OUT_MAX (4u << 20)
#define ENVELOPE 20u /* columns that are written and may be left out of a file */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Drafts of a file; n is 0 where it cannot be read. */
static size_t drafts(struct arena *a, const char *data, size_t len, size_t columns_max, struct draft **ret,
	size_t *ret_mistakes)
{
	struct table_defaults def = {.treaty = "ccm"};
	struct csv csv;
	struct mistake *mistake;
	unsigned *line;
	size_t n = 0;
	struct err e = {0};

	*ret_mistakes = 0;
	if (csv_read(a, "fuzz.csv", data, len, &csv, &e) < 0 || csv.columns > columns_max ||
		table_drafts(a, "fuzz.csv", &csv, &def, ret, &line, &n, &mistake, ret_mistakes, &e) < 0)
		return 0;
	assert(n <= csv.rows && *ret_mistakes <= TABLE_MISTAKES_MAX);
	for (size_t i = 0; i < *ret_mistakes; i++)
		assert(mistake[i].line > 1 && mistake[i].text[0]);
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct draft *one, *two;
	size_t mistakes, n = drafts(a, (const char *)data, size, CSV_COLUMNS_MAX - ENVELOPE, &one, &mistakes),
			 again;
	struct buf b;

	if (n == 0)
		return 0;
	buf_init(&b, a, OUT_MAX);
	table_write(a, &b, n, one);
	if (b.over)
		return 0;
	again = drafts(a, b.data, b.len, CSV_COLUMNS_MAX, &two, &mistakes);
	assert(again == n && mistakes == 0);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof *one / sizeof(const char *); k++) /* texts only */
			assert(strcmp(((const char *const *)&one[i])[k], ((const char *const *)&two[i])[k]) ==
				0);
	return 0;
}
