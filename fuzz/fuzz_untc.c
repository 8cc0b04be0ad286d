/* The depositary's own pages: any bytes as HTML or XML, then every cell, title and end note of what was read.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "offices/depositary/depositary.h"
#include "offices/depositary/page.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One line of UTF-8, folded. */
static void whole(const char *s)
{
	struct err e;

	assert(s && text_check(s, strlen(s), &e) == 0 && !strpbrk(s, "\t\n") && s[0] != ' ');
}

static void cells(struct arena *a, const struct page *p, const struct page_row *row)
{
	struct cell_day day[CELL_DAYS_MAX];
	struct column_manners how;
	struct err e;

	for (size_t i = 0; i < p->columns; i++) {
		int n = cell_read(a, row->cell[i], day, CELL_DAYS_MAX, &e);

		whole(row->cell[i]);
		assert(n <= (int)CELL_DAYS_MAX);
		column_read(a, p->column[i], &how);
		for (int k = 0; k < n; k++)
			if (!column_manner(&how, day[k].suffix))
				assert(how.n != 1 || *day[k].suffix);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new("fuzz");
	char *text = arena_zalloc(a, size + 1);
	enum publication form = publication_of((const char *)data, size);
	struct page p;
	struct err e = {0};
	day_t notice, effect;
	int rc;

	memcpy(text, data, size);
	rc = form == PUBLICATION_XML ? page_read_xml(a, "fuzz", text, size, &p, &e)
				     : page_read_html(a, "fuzz", text, size, &p, &e);

	if (rc < 0) {
		assert(e.text[0]);
		return 0;
	}
	whole(p.number);
	whole(p.title);
	whole(p.concluded);
	assert(p.rows_n <= PARTICIPANTS_MAX && p.columns <= PARTICIPANT_COLUMNS_MAX);
	for (size_t i = 0; i < p.rows_n; i++)
		cells(a, &p, &p.row[i]);
	for (size_t i = 0; i < p.notes_n; i++) {
		whole(p.note[i].text);
		if (withdrawal_told(a, p.note[i].text, &notice, &effect))
			assert(notice != DAY_NONE_LOW);
	}
	return 0;
}
