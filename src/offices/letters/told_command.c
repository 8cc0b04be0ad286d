/* letter told: who was told what by the letters on file, and what is so now. */
#include "offices/letters/commands.h"
#include "offices/letters/told.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { TOLD_NOT_NOW };
const struct option_info letter_told_options[] = {
	{"--not-as-now", NULL, "Only what its recipient was told last, and is not so any more"},
	{0},
};

static int rows_write(struct run *r, const struct telling *t, size_t n, struct err *e)
{
	static const struct column columns[] = {
		{"copy", "Reference", false, false},
		{"date", "Date", false, false},
		{"iso3", "State", false, false},
		{"contact", "Contact", false, false},
		{"key", "Figure", false, false},
		{"told", "Told", false, false},
		{"now", "Now", false, false},
		{"since", "Told since by", false, false},
		{"undelivered", "Did not reach", false, true},
	};
	struct table *table = table_new(r, columns, COUNT(columns));
	char day[11];
	for (size_t i = 0; i < n; i++)
		if (!r->option[TOLD_NOT_NOW] || telling_stale(&t[i]))
			table_row(table,
				(const char *const[]){t[i].reference, day_format(t[i].on, day), t[i].iso3,
					t[i].contact, t[i].key, t[i].value, t[i].now,
					t[i].since ? t[i].since : "",
					t[i].undelivered ? t[i].undelivered : ""});
	return table_end(table, e);
}

int letter_told_run(struct run *r, struct err *e)
{
	struct book book = {0};
	struct house h = {0};
	const struct pack *p = NULL;
	struct telling *t = NULL;
	size_t n = 0;
	int rc = book_open(r, &book, e);
	if (rc == 0)
		rc = book_treaty(r, &book, &p, e);
	if (rc == 0)
		rc = house_open(r, book.db, NULL, &h, e);
	if (rc == 0)
		rc = told_list(r, &book, p, &h, r->argv[0], r->on, &t, &n, e);
	return rc == 0 ? rows_write(r, t, n, e) : rc;
}
