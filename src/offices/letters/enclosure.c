/* letter enclosure: files that are to go with a letter, looked at before. */
#include "base/file.h"
#include "offices/letters/commands.h"
#include "text/pdf_check.h"

/* What a person should mend before it goes; "" nothing. */
static const char *remarks(struct run *r, const struct pdf_found *f)
{
	const char *all = "";
	if (f->other_size)
		all = arena_printf(
			r->arena, "page %u is %d by %d points, not A4", f->other_size, f->width, f->height);
	if (f->not_within)
		all = arena_printf(r->arena, "%s%s%u font%s not embedded, such as %s", all, *all ? "; " : "",
			f->not_within, f->not_within == 1 ? " is" : "s are", *f->font ? f->font : "one");
	return all;
}

int letter_enclosure_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"file", "File", false, false},
		{"pages", "Pages", true, false},
		{"bytes", "Bytes", true, false},
		{"mend", "To mend", false, true},
	};
	struct table *t = table_new(r, columns, sizeof columns / sizeof *columns);
	size_t bad = 0;
	for (int i = 0; i < r->argc; i++) {
		struct pdf_found found = {0};
		char *data;
		size_t len;
		int rc = file_read(r->arena, r->argv[i], PDF_CHECK_BYTES_MAX, &data, &len, e);
		if (rc == 0)
			rc = pdf_check(r->argv[i], data, len, &found, e);
		if (rc < 0)
			return rc;
		const char *mend = remarks(r, &found);
		bad += *mend != '\0';
		table_row(t,
			(const char *const[]){r->argv[i], arena_printf(r->arena, "%u", found.pages),
				arena_printf(r->arena, "%zu", len), mend});
	}
	int rc = table_end(t, e);
	if (rc == 0 && bad)
		rc = err_set(e, ERR_INVALID, "enclosures: %zu to mend; save with A4 pages and fonts embedded",
			bad);
	return rc;
}
