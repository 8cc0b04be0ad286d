/* From a publication's rows to drafts of acts: which State, which kind, which day. */
#include "offices/depositary/depositary.h"

#include <ctype.h>
#include <strings.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/depositary/page.h"

#define NOTES_MAX 200u
#define NAME_BYTES_MAX 300u
#define HEAD_BYTES 2000u /* in which a file says what it is */
#define TAIL_BYTES 2000u /* in which a page ends */

/* In any case of letters. */
static bool stands_at(const char *data, size_t len, const char *word)
{
	return len >= strlen(word) && strncasecmp(data, word, strlen(word)) == 0;
}

enum publication publication_of(const char *data, size_t len)
{
	static const char bom[] = "\xef\xbb\xbf";
	const char *head;

	if (len >= 3 && memcmp(data, bom, 3) == 0) {
		data += 3;
		len -= 3;
	}
	while (len && strchr(" \t\r\n", *data) && *data) {
		data++;
		len--;
	}
	if (len == 0 || *data != '<')
		return PUBLICATION_NONE;
	head = data;
	for (size_t i = 0; i < len && i < HEAD_BYTES; i++)
		if (stands_at(head + i, len - i, "<html") || stands_at(head + i, len - i, "<!doctype html"))
			return PUBLICATION_HTML;
	return stands_at(head, len, "<?xml") || stands_at(head, len, "<Treat") ? PUBLICATION_XML
									       : PUBLICATION_HTML;
}

/* A browser reads a page that was cut off as if nothing were missing: it must not be taken for the whole. */
static int end_check(const char *path, const char *data, size_t len, struct err *e)
{
	size_t i = len > TAIL_BYTES ? len - TAIL_BYTES : 0;

	while (i < len && !stands_at(data + i, len - i, "</html"))
		i++;
	return i < len
		? 0
		: err_set(e, ERR_INVALID,
			  "%s: it ends before </html>, so a part is missing; save the page again, whole",
			  path);
}

/* ---- names of States ---- */

struct name {
	const char *text; /* in small letters, without article, with straight apostrophes */
	const char *printed;
	const char *iso3;
	bool several; /* it was another State's too */
};
struct names {
	struct arena *a;
	size_t n, cap;
	struct name *name; /* sorted by text, each once */
};

static const char *name_form(struct arena *a, const char *s)
{
	static const char curly[] = "\xe2\x80\x99";
	char *out = arena_strdup(a, page_fold(a, s)), *to = out;

	for (const char *p = out; *p; to++)
		if (strncmp(p, curly, 3) == 0) {
			*to = '\'';
			p += 3;
		} else {
			*to = (char)tolower((unsigned char)*p++);
		}
	*to = '\0';
	return strncmp(out, "the ", 4) == 0 ? out + 4 : out;
}

static void name_add(struct names *ns, const char *text, const char *iso3)
{
	if (!text || !*text)
		return;
	GROW(ns->a, ns->name, ns->n, ns->cap);
	ns->name[ns->n++] = (struct name){name_form(ns->a, text), text, iso3, false};
}

static int by_text(const void *x, const void *y)
{
	return strcmp(((const struct name *)x)->text, ((const struct name *)y)->text);
}

/* Every English name that the world has on file on any day, and the depositary's own. */
static void names_read(struct names *ns, const struct book *b)
{
	const struct journal *j = b->journal;
	size_t kept = 0;
	uint32_t place = journal_last_kind(j, journal_word(j, "world"), ACT_STATE_NAMED, b->known);

	for (; place; place = journal_act(j, place - 1)->prev_kind) {
		const struct act *act = journal_act(j, place - 1);

		if (!journal_live(j, place - 1, b->known))
			continue;
		name_add(ns, payload_member(ns->a, act->payload, "short", "en"),
			journal_text(j, act->subject));
		name_add(ns, payload_member(ns->a, act->payload, "formal", "en"),
			journal_text(j, act->subject));
	}
	for (size_t i = 0; b->world && i < b->world->aliases_n; i++)
		name_add(ns, b->world->alias[i].name, b->world->alias[i].iso3);
	if (ns->n)
		qsort(ns->name, ns->n, sizeof *ns->name, by_text);
	for (size_t i = 0; i < ns->n; i++)
		if (kept && strcmp(ns->name[kept - 1].text, ns->name[i].text) == 0)
			ns->name[kept - 1].several |= strcmp(ns->name[kept - 1].iso3, ns->name[i].iso3) != 0;
		else
			ns->name[kept++] = ns->name[i];
	ns->n = kept;
}

static const char *name_find(struct names *ns, const char *printed, struct err *e)
{
	struct name key = {.text = name_form(ns->a, printed)}, *found;
	const char **all, *near;

	found = ns->n ? bsearch(&key, ns->name, ns->n, sizeof *ns->name, by_text) : NULL;
	if (found && !found->several)
		return found->iso3;
	if (found) {
		err_write(e, ERR_INVALID, "%s: more than one State had that name; record its acts by hand",
			printed);
		return NULL;
	}
	all = NEW_ARRAY(ns->a, const char *, ns->n + 1);
	for (size_t i = 0; i < ns->n; i++)
		all[i] = ns->name[i].text;
	near = text_nearest(key.text, all);
	for (size_t i = 0; near && i < ns->n; i++)
		if (strcmp(ns->name[i].text, near) == 0)
			near = ns->name[i].printed;
	err_write(e, ERR_NOTFOUND,
		"%.*s: no State is on file by that name%s%s; add it under depositary-names in "
		"packs/world, or "
		"leave the row out",
		NAME_BYTES_MAX, printed, near ? "; the nearest is " : "", near ? near : "");
	return NULL;
}

/* ---- rows ---- */

struct making {
	struct arena *a;
	const struct table_defaults *def;
	const struct page *page;
	struct names names;
	struct column_manners column[PARTICIPANT_COLUMNS_MAX];
	bool unread[PARTICIPANT_COLUMNS_MAX]; /* said already */
	const char *source;
	size_t cap, lines_cap;
	size_t signatories, parties; /* not in brackets */
	struct publication_acts acts;
};

static void mistake_add(struct making *m, unsigned line, const char *text)
{
	if (m->acts.mistakes_n < TABLE_MISTAKES_MAX)
		m->acts.mistake[m->acts.mistakes_n++] = (struct mistake){line, arena_strdup(m->a, text)};
}

static void note_add(struct making *m, unsigned line, const char *text)
{
	if (m->acts.notes_n < NOTES_MAX)
		m->acts.note[m->acts.notes_n++] = (struct mistake){line, text};
}

static const char *or_none(const char *s)
{
	return s ? s : "";
}

static void draft_add(struct making *m, unsigned line, int kind, const char *iso3, day_t on, day_t effective,
	const char *where)
{
	const struct table_defaults *def = m->def;
	struct publication_acts *out = &m->acts;
	char text[11];
	struct err e = {0};
	struct draft d = {
		.treaty = def->treaty,
		.kind = act_kinds[kind].name,
		.visibility = def->visibility ? def->visibility : visibility_names[VISIBLE_PUBLIC],
		.corrects = "",
		.subject = iso3,
		.on = arena_strdup(m->a, day_format(on, text)),
		.effective = effective == DAY_NONE_LOW ? "" : arena_strdup(m->a, day_format(effective, text)),
		.issuer = or_none(def->issuer),
		.by = or_none(def->by),
		.behalf = or_none(def->behalf),
		.source = *where ? arena_printf(m->a, "%s, %s", m->source, where) : m->source,
		.source_sha256 = or_none(def->source_sha256),
		.payload = "{}",
	};

	d.id = strcmp(d.visibility, visibility_names[VISIBLE_PUBLIC]) == 0 ? draft_id(m->a, &d)
									   : draft_random_id(m->a);
	if (draft_check(&d, &e) < 0) {
		mistake_add(m, line, e.text);
		return;
	}
	GROW(m->a, out->draft, out->n, m->cap);
	GROW(m->a, out->line, out->n, m->lines_cap);
	out->draft[out->n] = d;
	out->line[out->n++] = line;
}

static void cell_drafts(struct making *m, const struct page_row *row, size_t column, const char *iso3)
{
	struct cell_day day[CELL_DAYS_MAX];
	const char *title = m->page->column[column];
	struct err e = {0};
	int n = cell_read(m->a, row->cell[column], day, CELL_DAYS_MAX, &e);

	if (n < 0)
		mistake_add(m, row->line, arena_printf(m->a, "%s: %s", title, e.text));
	for (int i = 0; i < n; i++) {
		const struct manner *how = column_manner(&m->column[column], day[i].suffix);

		if (!how) {
			mistake_add(m, row->line,
				arena_printf(m->a,
					"%s: the page does not say what \"%s\" after a day stands for%s",
					row->cell[column], day[i].suffix,
					"; record it by hand (paraph act add)"));
		} else if (how->kind < 0 && !m->unread[column]) {
			m->unread[column] = true;
			note_add(m, row->line,
				arena_printf(
					m->a, "not read, here and below: %s; record it by hand", how->words));
		} else if (how->kind >= 0) {
			m->signatories += how->kind == ACT_SIGNATURE && !day[i].bracketed;
			m->parties += act_kinds[how->kind].binds && !day[i].bracketed;
			draft_add(m, row->line, how->kind, iso3, day[i].day, DAY_NONE_LOW, "");
		}
	}
}

static bool in_brackets(const struct page *p, const struct page_row *row)
{
	for (size_t i = 1; i < p->columns; i++)
		if (strchr(row->cell[i], '['))
			return true;
	return false;
}

static bool has_mark(const char *marks, const char *mark)
{
	size_t n = strlen(mark);

	for (const char *p = marks; *p; p += strspn(p, " ,")) {
		size_t len = strcspn(p, " ,");
		if (len == n && strncmp(p, mark, n) == 0)
			return true;
		p += len;
	}
	return false;
}

/* A withdrawal stands in the end notes alone; the table has brackets around what it ended. */
static void withdrawal_draft(struct making *m, const struct page_row *row, const char *iso3)
{
	const struct page *p = m->page;
	day_t notice, effect;
	bool found = false;

	for (size_t i = 0; i < p->notes_n; i++) {
		if (!has_mark(row->marks, p->note[i].mark) ||
			!withdrawal_told(m->a, p->note[i].text, &notice, &effect))
			continue;
		found = true;
		draft_add(m, row->line, ACT_WITHDRAWAL, iso3, notice, effect,
			arena_printf(m->a, "end note %s", p->note[i].mark));
	}
	if (!found && in_brackets(p, row))
		note_add(m, row->line,
			arena_printf(m->a,
				"%s: in square brackets, so withdrawn, and no end note gives the "
				"day of the notice "
				"in words that are understood; record it by hand (paraph act add withdrawal)",
				row->cell[0]));
}

static void row_drafts(struct making *m, const struct page_row *row)
{
	struct err e = {0};
	const char *iso3 = name_find(&m->names, row->cell[0], &e);

	if (!iso3) {
		mistake_add(m, row->line, e.text);
		return;
	}
	for (size_t i = 1; i < m->page->columns; i++)
		cell_drafts(m, row, i, iso3);
	withdrawal_draft(m, row, iso3);
}

/* ---- the whole ---- */

/* The number after a word, -1 where there is none. */
static int64_t printed_number(const char *s, const char *word)
{
	const char *p = strcasestr(s, word);
	int64_t n = 0;

	if (!p)
		return -1;
	p += strlen(word);
	p += strspn(p, " :");
	if (*p < '0' || *p > '9')
		return -1;
	for (; *p >= '0' && *p <= '9' && n < 100000; p++)
		n = 10 * n + (*p - '0');
	return n;
}

static void counts_compared(struct making *m)
{
	const struct {
		const char *word;
		size_t rows;
	} count[] = {{"Signatories", m->signatories}, {"Parties", m->parties}};

	for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
		int64_t n = printed_number(m->page->printed, count[i].word);
		if (n >= 0 && (size_t)n != count[i].rows)
			note_add(m, 0,
				arena_printf(m->a,
					"%s: %lld printed, %zu in the rows, without those in brackets",
					count[i].word, (long long)n, count[i].rows));
	}
}

/* The day of adoption tells treaties apart: titles are worded in several ways. */
static int treaty_check(const struct page *p, const struct pack *pack, const char *path, struct err *e)
{
	day_t day;
	char adopted[11];

	if (!pack || !spelt_day_in(p->concluded, &day) || day == pack->adopted)
		return 0;
	return err_set(e, ERR_INVALID,
		"%s: is about another treaty: %s (%s); %s was adopted on %s: see --treaty", path, p->title,
		p->concluded, pack->code, day_format(pack->adopted, adopted));
}

static const char *source_of(struct making *m)
{
	const struct page *p = m->page;
	char day[11];

	return arena_printf(m->a, "UNTC MTDSG%s%s%s%s", *p->number ? " " : "", p->number,
		p->as_at == DAY_NONE_LOW ? "" : ", status as at ", day_format(p->as_at, day));
}

int publication_read(struct arena *a, const struct book *b, const struct table_defaults *def,
	const char *path, enum publication as, const char *data, size_t len, struct publication_acts *ret,
	struct err *e)
{
	struct page page;
	struct making m = {.a = a, .def = def, .page = &page, .names = {.a = a}};
	int rc;

	if (len > PUBLICATION_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "%s: more than %u bytes", path, PUBLICATION_BYTES_MAX);
	rc = as == PUBLICATION_XML ? page_read_xml(a, path, data, len, &page, e)
				   : page_read_html(a, path, data, len, &page, e);
	if (rc == 0 && as == PUBLICATION_HTML)
		rc = end_check(path, data, len, e);
	if (rc == 0)
		rc = treaty_check(&page, book_pack(b, def->treaty), path, e);
	if (rc < 0)
		return rc;
	m.acts = (struct publication_acts){.as_at = page.as_at,
		.participants = page.rows_n,
		.mistake = NEW_ARRAY(a, struct mistake, TABLE_MISTAKES_MAX),
		.note = NEW_ARRAY(a, struct mistake, NOTES_MAX)};
	m.source = source_of(&m);
	names_read(&m.names, b);
	for (size_t i = 1; i < page.columns; i++)
		column_read(a, page.column[i], &m.column[i]);
	for (size_t i = 0; i < page.rows_n; i++)
		row_drafts(&m, &page.row[i]);
	counts_compared(&m);
	*ret = m.acts;
	return 0;
}
