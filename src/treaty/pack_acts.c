/* The acts that come with a pack: all files first, then what is wrong, file by file, because an id may stand
 * in two. */
#include "acts/table.h"
#include "treaty/mistakes.h"

/* One file of acts. */
struct sheet {
	const char *path;
	bool readable; /* else only `e` says why not */
	struct err e;
	size_t rows, n, mistakes_n;
	struct draft *draft; /* n good ones, each with its line */
	unsigned *line;
	struct mistake *mistake;
};

/* One act of the pack. */
struct place {
	const struct sheet *sheet;
	const struct draft *draft;
	unsigned line;
	const struct place *first; /* the act before it that has its id; NULL: none */
};

static bool is_acts(const char *path)
{
	size_t len = strlen(path);

	return strncmp(path, PACK_ACTS, strlen(PACK_ACTS)) == 0 && len > strlen(".csv") &&
		strcmp(path + len - strlen(".csv"), ".csv") == 0;
}

static void sheet_read(struct arena *a, const char *code, const struct pack_file *file, struct sheet *s)
{
	const struct table_defaults defaults = {.treaty = code};
	struct csv csv;

	s->path = file->path;
	if (csv_read(a, file->path, file->data, file->len, &csv, &s->e) < 0)
		return;
	s->rows = csv.rows;
	s->readable = table_drafts(a, file->path, &csv, &defaults, &s->draft, &s->line, &s->n, &s->mistake,
			      &s->mistakes_n, &s->e) == 0;
}

/* Places lie in one array in the order of the files, so that of two the lower address is the earlier. */
static int by_id(const void *a, const void *b)
{
	const struct place *x = *(const struct place *const *)a, *y = *(const struct place *const *)b;
	int order = strcmp(x->draft->id, y->draft->id);

	return order ? order : (x > y) - (x < y);
}

static struct place *places(struct arena *a, const struct sheet *sheet, size_t sheets, size_t acts)
{
	struct place *ret = NEW_ARRAY(a, struct place, acts);
	struct place **sorted = NEW_ARRAY(a, struct place *, acts);
	size_t n = 0;

	for (const struct sheet *s = sheet; s < sheet + sheets; s++) {
		for (size_t i = 0; i < s->n; i++) {
			ret[n] = (struct place){s, &s->draft[i], s->line[i], NULL};
			sorted[n] = &ret[n];
			n++;
		}
	}
	qsort(sorted, n, sizeof *sorted, by_id);
	for (size_t i = 1; i < n; i++)
		if (strcmp(sorted[i]->draft->id, sorted[i - 1]->draft->id) == 0)
			sorted[i]->first = sorted[i - 1];
	return ret;
}

/* What a pack asks of an act beyond what every act must be. */
static void act_check(struct mistakes *m, const struct pack *p, const struct place *x)
{
	const struct draft *d = x->draft;
	struct edtf on;

	if (strcmp(d->treaty, p->code) != 0)
		mistake(m, x->line, "treaty: an act of %s in the pack %s; take it to its own", d->treaty,
			p->code);
	if (strcmp(d->kind, act_kinds[ACT_PACK_ADOPTED].name) == 0)
		mistake(m, x->line, "action: adopting the pack records pack-adopted; take it out");
	if (strcmp(d->visibility, visibility_names[VISIBLE_PUBLIC]) != 0)
		mistake(m, x->line,
			"visibility: what a pack holds is public; record acts for %s apart from it",
			d->visibility);
	if (edtf_parse(d->on, strlen(d->on), &on, NULL) == 0 && on.low > p->edition)
		mistake(m, x->line, "date: after the edition of the pack (%s); mend one of the two",
			p->edition_text);
	if (x->first)
		mistake(m, x->line, "id: %s stands in %s:%u already; give every act its own", d->id,
			x->first->sheet->path, x->first->line);
}

static void sheet_check(
	struct mistakes *m, const struct pack *p, const struct sheet *s, const struct place *x)
{
	mistakes_file(m, s->path);
	if (!s->readable) {
		mistake_err(m, &s->e);
		return;
	}
	for (size_t i = 0; i < s->mistakes_n; i++)
		mistake(m, s->mistake[i].line, "%s", s->mistake[i].text);
	if (s->n + s->mistakes_n < s->rows) /* the table stopped listing them: so that it is said */
		mistake(m, s->mistake[s->mistakes_n - 1].line, "there are more");
	for (size_t i = 0; i < s->n; i++)
		act_check(m, p, &x[i]);
}

int pack_acts(struct arena *a, const struct pack *p, const struct pack_bytes *b, struct draft **ret,
	size_t *ret_n, struct pack_mistake **ret_mistakes, size_t *ret_mistakes_n, struct err *e)
{
	struct sheet *sheet = NEW_ARRAY(a, struct sheet, b->n);
	struct mistakes m = {.arena = a};
	size_t sheets = 0, acts = 0, checked = 0;
	struct place *place;
	struct draft *draft;
	int r;

	for (size_t i = 0; i < b->n; i++) {
		if (!is_acts(b->file[i].path))
			continue;
		sheet_read(a, p->code, &b->file[i], &sheet[sheets]);
		acts += sheet[sheets++].n;
	}
	place = places(a, sheet, sheets, acts);
	for (size_t i = 0; i < sheets; checked += sheet[i++].n)
		sheet_check(&m, p, &sheet[i], &place[checked]);
	r = mistakes_end(&m, b, ret_mistakes, ret_mistakes_n, e);
	if (r < 0)
		return r;
	draft = NEW_ARRAY(a, struct draft, acts);
	for (size_t i = 0; i < acts; i++)
		draft[i] = *place[i].draft;
	*ret = draft;
	*ret_n = acts;
	return 0;
}
