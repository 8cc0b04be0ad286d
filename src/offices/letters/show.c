/* letter list, letter show: what was issued, what it said and rested on, and what is true now. */
#include <string.h>

#include "base/file.h"
#include "letters_sql.h"
#include "offices/letters/commands.h"
#include "offices/letters/facts.h"
#include "offices/letters/issue.h"
#include "post/outbox.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define DAY_MS 86400000

/* ---- letter list ---- */

const struct option_info letter_list_options[] = {
	{"--kind", "KIND", "Of one kind alone"},
	{0},
};

int letter_list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"reference", "Reference", false, false},
		{"date", "Date", false, false},
		{"kind", "Kind", false, false},
		{"step", "Step", false, false},
		{"audience", "Audience", false, false},
		{"copies", "Copies", true, false},
		{"id", "Id", false, false},
	};
	struct db *db = NULL;
	struct house h = {0};
	struct letter_row *l = NULL;
	size_t n = 0, copies = 0;
	char day[11];
	int rc = run_db(r, &db, e);
	if (rc == 0)
		rc = house_open(r, db, NULL, &h, e);
	if (rc == 0)
		rc = ledger_list(db, r->arena, &h, r->option[0] ? r->option[0] : "", &l, &n, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n && rc == 0; i++) {
		rc = ledger_count(db, &h, l[i].id, &copies, e);
		if (rc == 0)
			table_row(t,
				(const char *const[]){l[i].reference, day_format(l[i].on, day), l[i].kind,
					l[i].step, l[i].audience,
					copies ? arena_printf(r->arena, "%zu", copies) : "", l[i].id});
	}
	return rc == 0 ? table_end(t, e) : rc;
}

/* ---- letter show ---- */

enum { SHOW_FACTS, SHOW_NOW, SHOW_STEPS, SHOW_OUT };
const struct option_info letter_show_options[] = {
	{"--facts", NULL, "What it said, each with its quality, its as-at day and the acts behind it"},
	{"--then-and-now", NULL,
		"What was true then, what is known now of that day, and what is true on --on"},
	{"--steps", NULL, "Who did what when, on whose behalf"},
	{"--out", "DIR", "The files that were issued, each with its record"},
	{0},
};

struct shown {
	struct run *run;
	struct book book;
	struct house house;
	struct letter_row letter;
	struct copy_row copy; /* n 0: no copy was named */
};

static int facts_of(struct shown *s, struct letter_facts_row **ret, size_t *ret_n, struct err *e)
{
	struct arena *a = s->run->arena;
	struct letter_facts_row row, *all = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int rc = letter_facts_start(s->book.db,
		&(struct letter_facts_in){s->house.code, s->letter.id, s->copy.n ? s->copy.n : 1}, &st, e);
	if (rc < 0)
		return rc;
	for (rc = letter_facts_step(st, &row, e); rc == DB_ROW; rc = letter_facts_step(st, &row, e)) {
		/* The copy's own comes behind that of all copies, and takes its place. */
		bool own = n && strcmp(all[n - 1].key, row.key) == 0;
		GROW(a, all, n, cap);
		n -= own;
		all[n++] = (struct letter_facts_row){row.copy, row.n, arena_strdup(a, row.key),
			arena_strdup(a, row.value), arena_strdup(a, row.quality), arena_strdup(a, row.as_at),
			arena_strdup(a, row.acts)};
	}
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return rc;
}

static int show_facts(struct shown *s, struct err *e)
{
	static const struct column columns[] = {
		{"key", "Key", false, false},
		{"value", "Value", false, false},
		{"quality", "Quality", false, false},
		{"as_at", "As at", false, false},
		{"acts", "Acts", false, true},
	};
	struct letter_facts_row *f = NULL;
	size_t n = 0;
	int rc = facts_of(s, &f, &n, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(s->run, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++)
		table_row(
			t, (const char *const[]){f[i].key, f[i].value, f[i].quality, f[i].as_at, f[i].acts});
	return table_end(t, e);
}

/* What the letter worked out itself, in its own language: NULL where the key is no such. */
static const char *own_on(const struct shown *s, const struct reg *r, const char *key, day_t on)
{
	const struct letter_order order = {.on = on};
	struct letter_facts f = {.a = s->run->arena,
		.arena = s->run->arena,
		.reg = *r,
		.order = &order,
		.world = s->book.world,
		.state = *s->copy.iso3 ? journal_word(r->journal, s->copy.iso3) : 0};
	struct lang *lang;
	struct err ignored;
	if (!s->copy.lang || lang_open(f.a, s->copy.lang, &lang, &ignored) < 0)
		return NULL;
	f.lang = lang;
	return facts_own_on(&f, key);
}

/* A figure on a day, by what is known now; "" where it is no figure of the pack any more. */
static const char *figure_on(
	const struct shown *s, const struct reg *r, const char *key, day_t on, const char **ret_quality)
{
	struct arena *a = s->run->arena;
	struct fact fact;
	struct err ignored;
	const char *own = own_on(s, r, key, on);
	*ret_quality = own && *own ? quality_names[QUALITY_EXACT] : "";
	if (own)
		return own;
	if (!strchr(key, ':') && *s->copy.iso3) { /* of the State written to */
		const struct fact_rule *rule = pack_fact(r->pack, key);
		if (rule && rule->argument == ARG_STATE)
			key = arena_printf(a, "%s:%s", key, s->copy.iso3);
	}
	if (reg_fact(r, a, key, on, &fact, &ignored) < 0)
		return "";
	*ret_quality = quality_names[fact.quality];
	if (fact.quality == QUALITY_BOUNDED && (*fact.low || *fact.high))
		return arena_printf(a, "%s..%s", fact.low, fact.high);
	return fact.value;
}

static int show_now(struct shown *s, struct err *e)
{
	static const struct column columns[] = {
		{"key", "Key", false, false},
		{"then", "Said then", false, false},
		{"then_known_now", "Of that day, known now", false, false},
		{"now", "Now", false, false},
		{"quality", "Quality now", false, false},
		{"differs", "Differs", false, false},
	};
	const struct pack *p = book_pack(&s->book, s->letter.treaty);
	struct letter_facts_row *f = NULL;
	struct reg reg;
	size_t n = 0;
	int rc = facts_of(s, &f, &n, e);
	if (rc < 0)
		return rc;
	if (!p)
		return err_set(e, ERR_NOTFOUND, "%s: not adopted any more", s->letter.treaty);
	book_reg(&s->book, p, &reg);
	struct table *t = table_new(s->run, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const char *quality, *ignored;
		if (strcmp(f[i].quality, "given") == 0)
			continue;
		const char *known = figure_on(s, &reg, f[i].key, s->letter.on, &ignored);
		const char *now = figure_on(s, &reg, f[i].key, s->run->on, &quality);
		if (!*ignored && !*quality)
			continue;
		const char *differs = strcmp(f[i].value, known) != 0 ? "mended"
			: strcmp(f[i].value, now) != 0               ? "changed"
								     : "";
		table_row(t, (const char *const[]){f[i].key, f[i].value, known, now, quality, differs});
	}
	return table_end(t, e);
}

static int show_steps(struct shown *s, struct err *e)
{
	static const struct column columns[] = {
		{"at", "When", false, false},
		{"step", "Step", false, false},
		{"role", "As", false, false},
		{"person", "Person", false, false},
		{"behalf", "On behalf of", false, false},
		{"note", "Note", false, false},
	};
	struct step_row *steps = NULL;
	size_t n = 0;
	char at[25];
	int rc = ledger_steps(s->book.db, s->run->arena, &s->house, s->letter.id, &steps, &n, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(s->run, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++)
		table_row(t,
			(const char *const[]){instant_format(steps[i].at_ms, at), steps[i].step,
				steps[i].role, steps[i].person, steps[i].behalf, steps[i].note});
	return table_end(t, e);
}

/* What became of a copy, in words: why it was cancelled, when it was forgotten. */
static const char *became(struct arena *a, const struct copy_row *c)
{
	char day[11];
	if (!c->gone_ms)
		return c->reason;
	return arena_printf(a, "%s%sforgotten on %s", c->reason, *c->reason ? "; " : "",
		day_format((day_t)(c->gone_ms / DAY_MS), day));
}

static int show_copies(struct shown *s, struct err *e)
{
	static const struct column columns[] = {
		{"reference", "Reference", false, false},
		{"iso3", "State", false, false},
		{"contact", "Contact", false, false},
		{"lang", "Language", false, false},
		{"state", "State of it", false, false},
		{"post", "Post", false, false},
		{"sha256", "SHA-256", false, false},
		{"reason", "Why", false, false},
	};
	struct run *r = s->run;
	struct copy_row *c = NULL;
	size_t n = 0;
	int rc = ledger_copies(s->book.db, r->arena, &s->house, s->letter.id, &c, &n, e);
	if (rc < 0)
		return rc;
	char day[11];
	if (r->format == FORMAT_TABLE)
		fprintf(r->out, "%s %s of %s: %s%s%s\n", s->letter.kind, s->letter.id,
			day_format(s->letter.on, day), s->letter.step, *s->letter.reference ? " as " : "",
			s->letter.reference);
	struct copy_post *post;
	rc = copies_post(s->book.db, r->arena, &s->house, s->letter.id, c, n, &post, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++)
		if (!s->copy.n || c[i].n == s->copy.n)
			table_row(t,
				(const char *const[]){c[i].reference, c[i].iso3, c[i].contact, c[i].lang,
					c[i].state,
					post[i].last ? outbox_state_names[post[i].last->state] : "",
					*c[i].scan ? c[i].scan : c[i].pdf, became(r->arena, &c[i])});
	return table_end(t, e);
}

/* Its calendar part lies with the message that it went by. */
static int calendar_out(struct shown *s, const struct copy_row *c, const char *path, struct err *e)
{
	struct outbox_message *m;
	struct file_bytes f;
	size_t n;
	int rc = outbox_of_copy(s->book.db, s->run->arena, s->house.code, s->letter.id, c->n, &m, &n, e);
	if (rc < 0 || n == 0 || !*m[0].calendar_sha256)
		return rc;
	rc = store_file_get(s->book.db, s->run->arena, m[0].calendar_sha256, &f, e);
	return rc == 0 ? file_write(path, f.data, f.len, e) : rc;
}

static int copies_out(struct shown *s, const char *dir, struct err *e)
{
	struct arena *a = s->run->arena;
	struct copy_row *c = NULL;
	size_t n = 0;
	int rc = ledger_copies(s->book.db, a, &s->house, s->letter.id, &c, &n, e);
	if (rc == 0)
		rc = file_mkdirs(dir, e);
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct file_bytes f;
		char *name = arena_strdup(a, c[i].reference);
		if (s->copy.n && c[i].n != s->copy.n)
			continue;
		for (char *p = name; *p; p++)
			*p = *p == '/' ? '.' : *p;
		if (c[i].gone_ms)
			fprintf(s->run->err, "%s: %s; its record alone is written\n", c[i].reference,
				became(a, &c[i]));
		else
			rc = store_file_get(s->book.db, a, *c[i].scan ? c[i].scan : c[i].pdf, &f, e);
		if (rc == 0 && !c[i].gone_ms)
			rc = file_add(arena_printf(a, "%s/%s.pdf", dir, name), f.data, f.len, e);
		if (rc == 0)
			rc = file_add(arena_printf(a, "%s/%s.pdf.paraph", dir, name), c[i].record,
				strlen(c[i].record), e);
		if (rc == 0)
			rc = calendar_out(s, &c[i], arena_printf(a, "%s/%s.ics", dir, name), e);
		run_progress(s->run, "files", i + 1, n);
	}
	return rc == 0 ? file_flush(dir, e) : rc;
}

int letter_show_run(struct run *r, struct err *e)
{
	struct shown s = {.run = r};
	int rc = letter_named(r, r->argv[0], &s.book, &s.house, &s.letter, e);
	if (rc == 0)
		rc = ledger_copy(s.book.db, r->arena, &s.house, r->argv[0], &s.copy, e);
	if (rc < 0)
		return rc;
	if (rc == DB_DONE &&
		*s.letter.reference) { /* the whole letter: figures of a State are those of its first copy */
		struct copy_row *c = NULL;
		size_t n = 0;
		rc = ledger_copies(s.book.db, r->arena, &s.house, s.letter.id, &c, &n, e);
		if (rc < 0)
			return rc;
		s.copy.iso3 = n ? c[0].iso3 : "";
		s.copy.lang = n ? c[0].lang : NULL;
	}
	if (!s.copy.iso3)
		s.copy.iso3 = "";
	if (r->option[SHOW_OUT])
		return copies_out(&s, r->option[SHOW_OUT], e);
	return r->option[SHOW_FACTS]    ? show_facts(&s, e)
		: r->option[SHOW_NOW]   ? show_now(&s, e)
		: r->option[SHOW_STEPS] ? show_steps(&s, e)
					: show_copies(&s, e);
}
