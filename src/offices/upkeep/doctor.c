/* A look at everything. */

#include "offices/upkeep/doctor.h"

#include <inttypes.h>

#include "offices/packs/packs.h"
#include "web/say.h"

#define DOCTOR_PAGE 500u /* acts read together */
#define WORDS_NAMED 5    /* texts without a translation that are named */
#define DAY_MS 86400000

static const char *const finding_names[] = {"ok", "note", "bad"};

struct doctor {
	struct findings f;
	struct run *run;
	struct book book;
};

void finding(struct findings *f, enum finding how, const char *text)
{
	f->bad += how == FINDING_BAD;
	f->found += how != FINDING_OK;
	table_row(f->table, (const char *const[]){f->part, finding_names[how], text});
}

void finding_err(struct findings *f, enum finding how, const struct err *e)
{
	finding(f, how, e->text);
}

static void bad_line(void *ctx, const char *line)
{
	finding(ctx, FINDING_BAD, line);
}

static int look_at_chain(struct doctor *d, struct db *db, struct err *e)
{
	struct head head;
	uint64_t bad;
	int rc;

	d->f.part = "chain";
	rc = store_verify(db, 0, NULL, bad_line, &d->f, &bad, &head, e);
	if (rc == 0 && bad == 0)
		finding(&d->f, FINDING_OK, arena_printf(d->run->arena, "acts: %" PRIu64, head.count));
	return rc;
}

/* Every correction must target an act that counted when it was recorded: the journal cannot be read
 * otherwise. */
static void look_at_corrections(struct doctor *d)
{
	const struct journal *j = d->book.journal;
	size_t corrections = 0, voids = 0;

	d->f.part = "corrections";
	for (uint64_t seq = 0; seq < journal_count(j); seq++) {
		const struct act *act = journal_act(j, seq);
		corrections += act->kind == ACT_CORRECTION;
		voids += act->as == ACT_CORRECTION;
	}
	finding(&d->f, FINDING_OK,
		arena_printf(d->run->arena, "corrections: %zu, of them void: %zu", corrections, voids));
}

/* The edition in force beside what lies in the folder of packs. */
static void look_at_pack(struct doctor *d, const struct pack *p)
{
	struct arena *a = d->run->arena;
	const char *dir = d->run->packs_dir;
	struct pack_mistake *mistakes;
	struct pack_bytes bytes;
	struct pack *there;
	struct err e;
	size_t n;

	d->f.part = arena_printf(a, "pack %s", p->code);
	if (!dir || pack_read_dir(a, arena_printf(a, "%s/%s", dir, p->code), &bytes, &e) < 0)
		finding(&d->f, FINDING_OK,
			arena_printf(a, "edition %s; none in the folder of packs", p->edition_text));
	else if (strcmp(bytes.sha256, p->sha256) == 0)
		finding(&d->f, FINDING_OK,
			arena_printf(a, "edition %s, as in the folder of packs", p->edition_text));
	else if (pack_compile(a, &bytes, &there, &mistakes, &n, &e) < 0)
		finding(&d->f, FINDING_BAD, arena_printf(a, "in the folder: %s", e.text));
	else if (there->edition < p->edition)
		finding(&d->f, FINDING_NOTE,
			arena_printf(a, "edition %s in force; the folder has an older one, %s",
				p->edition_text, there->edition_text));
	else
		finding(&d->f, FINDING_NOTE,
			arena_printf(a, "edition %s in force; the folder has %s %s: paraph pack adopt %s",
				p->edition_text,
				there->edition > p->edition ? "a newer one," : "other bytes of",
				there->edition_text, p->code));
}

/* The latest day that it was anywhere when the act was recorded: no place is a whole day ahead of UTC. */
static day_t day_of_recording(const struct act_row *row)
{
	return (day_t)(row->recorded_ms / DAY_MS) + 1;
}

/* What the register said, or would say, of an act when it was recorded. */
static void look_at_act(struct doctor *d, const struct act_row *row)
{
	const struct pack *p = book_pack(&d->book, row->d.treaty);
	AUTO_ARENA a = arena_child(d->run->arena, "act");
	struct marks marks = {0};
	struct reg reg;
	struct err e;

	if (!p || *row->d.corrects || !journal_live(d->book.journal, row->seq, d->book.known))
		return;
	reg_open(&reg, d->book.journal, p, row->seq);
	if (register_check(&reg, a, &row->d, day_of_recording(row), &marks, &e) < 0)
		finding(&d->f, FINDING_BAD, arena_printf(a, "%s: %s", row->d.id, e.text));
	for (size_t i = 0; i < marks.n; i++)
		finding(&d->f, FINDING_NOTE, arena_printf(a, "%s: %s", row->d.id, marks.mark[i]));
}

static int look_at_acts(struct doctor *d, struct err *e)
{
	uint64_t from = 0;
	size_t before = d->f.found;
	int rc = 0;

	d->f.part = "acts";
	while (rc == 0 && from < d->book.known) {
		AUTO_ARENA page = arena_child(d->run->arena, "acts");
		struct act_row *row;
		size_t n = 0;

		rc = store_rows(d->book.db, page, from, DOCTOR_PAGE, &row, &n, e);
		for (size_t i = 0; rc == 0 && i < n && row[i].seq < d->book.known; i++)
			look_at_act(d, &row[i]);
		if (n == 0)
			break;
		from += n;
	}
	if (rc == 0 && d->f.found == before)
		finding(&d->f, FINDING_OK, "none is marked");
	return rc;
}

static int look_at_book(struct doctor *d, struct err *e)
{
	struct err why;

	d->f.part = "record";
	if (book_open(d->run, &d->book, &why) < 0) {
		finding(&d->f, FINDING_BAD, why.text);
		return 0;
	}
	look_at_corrections(d);
	if (d->book.world)
		look_at_pack(d, d->book.world);
	for (size_t i = 0; i < d->book.n; i++)
		look_at_pack(d, d->book.pack[i]);
	return look_at_acts(d, e);
}

/* What the pages show in English for want of a translation: how many texts, and the first of them. */
static void look_at_words(struct doctor *d)
{
	struct arena *a = d->run->arena;

	for (size_t i = 1; words_all[i]; i++) {
		const char *named = "";
		size_t n = 0, pos = 0;

		for (const char *text; (text = words_missing(words_all[i], &pos)) != NULL; n++)
			if (n < WORDS_NAMED)
				named = arena_printf(a, "%s%s\"%s\"", named, n ? ", " : "", text);
		d->f.part = arena_printf(a, "pages in %s", words_all[i]->tag);
		if (n)
			finding(&d->f, FINDING_NOTE,
				arena_printf(a, "texts shown in English: %zu, among them %s", n, named));
		else
			finding(&d->f, FINDING_OK, "every text is translated");
	}
}

/* The record itself. What cannot be opened is a finding too: the others are of use all the same. */
static int look_at_record(struct doctor *d, struct err *e)
{
	struct db *db;
	struct err why;

	d->f.part = "schema";
	if (run_db(d->run, &db, &why) < 0) {
		finding_err(&d->f, FINDING_BAD, &why);
		return 0;
	}
	finding(&d->f, FINDING_OK,
		arena_printf(
			d->run->arena, "%s, as this program expects it", db_engine_names[db_engine(db)]));
	int rc = place_look_db(&d->f, db, e);
	if (rc == 0)
		rc = look_at_chain(d, db, e);
	return rc == 0 ? look_at_book(d, e) : rc;
}

int doctor_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"part", "Part", false, false},
		{"state", "State", false, false},
		{"finding", "Finding", false, false},
	};
	struct doctor d = {.run = r, .f.run = r};

	d.f.table = table_new(r, columns, sizeof columns / sizeof columns[0]);
	place_look(&d.f);
	int rc = look_at_record(&d, e);
	if (rc == 0)
		look_at_words(&d);
	if (rc == 0)
		rc = table_end(d.f.table, e);
	if (rc == 0 && d.f.bad)
		rc = err_set(e, ERR_CONFLICT, "findings that need mending: %zu; they are named 'bad' above",
			d.f.bad);
	return rc;
}
