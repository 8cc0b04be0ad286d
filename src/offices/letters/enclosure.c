/* Files that are to go with a letter, looked at before: by letter enclosure, and by letter issue. */
#include "base/file.h"
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"
#include "text/pdf_check.h"

static const char *remarks(struct arena *a, const struct pdf_found *f)
{
	const char *all = "";
	if (f->other_size)
		all = arena_printf(
			a, "page %u is %d by %d points, not A4", f->other_size, f->width, f->height);
	if (f->not_within)
		all = arena_printf(a, "%s%s%u font%s not embedded, such as %s", all, *all ? "; " : "",
			f->not_within, f->not_within == 1 ? " is" : "s are", *f->font ? f->font : "one");
	return all;
}

int enclosure_look(struct arena *a, const char *path, struct looked_at *ret, struct err *e)
{
	struct pdf_found found = {0};
	char *data;
	size_t len;
	int rc = file_read(a, path, PDF_CHECK_BYTES_MAX, &data, &len, e);
	if (rc == 0)
		rc = pdf_check(path, data, len, &found, e);
	if (rc < 0)
		return rc;
	*ret = (struct looked_at){data, len, found.pages, remarks(a, &found)};
	return 0;
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
		struct looked_at f;
		int rc = enclosure_look(r->arena, r->argv[i], &f, e);
		if (rc < 0)
			return rc;
		bad += *f.mend != '\0';
		table_row(t,
			(const char *const[]){r->argv[i], arena_printf(r->arena, "%u", f.pages),
				arena_printf(r->arena, "%zu", f.len), f.mend});
	}
	int rc = table_end(t, e);
	if (rc == 0 && bad)
		rc = err_set(e, ERR_INVALID, "enclosures: %zu to mend; " ENCLOSURE_MEND, bad);
	return rc;
}
