/* act add, correct, import, export, verify, list, show, kinds. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>

#include "offices/journal/desk.h"
#include "offices/journal/drafts.h"
#include "offices/journal/import.h"
#include "offices/journal/journal.h"
#include "offices/journal/kept.h"
#include "offices/journal/lines.h"
#include "offices/journal/show.h"

/* clang-format off */
#define SAID_OPTIONS \
	[SAID_STATE] = {"--state", "ISO3", "The State it is of"}, \
	[SAID_SUBJECT] = {"--subject", "TEXT", "What it is of: a meeting's code, a symbol, a key"}, \
	[SAID_ON] = {"--on", "DATE", "The day it was done: 2018-09-18, 2018-05, 2017/2018, ../2019"}, \
	[SAID_EFFECTIVE] = {"--effective", "DATE", "The day it takes effect, where the act gives one"}, \
	[SAID_SOURCE] = {"--source", "TEXT", "Where it can be read"}, \
	[SAID_SOURCE_FILE] = {"--source-file", "FILE", "The document itself: its SHA-256 is recorded"}, \
	[SAID_ISSUER] = {"--issuer", "TEXT", "Who did it or published it"}, \
	[SAID_SET] = {"--set", "FIELD=VALUE...", "A field of its kind (paraph act kinds KIND lists them)"}, \
	[SAID_BY] = {"--by", "ID", "Who records it: an id, never a name"}, \
	[SAID_BEHALF] = {"--behalf", "ID", "On whose behalf: an id, never a name"}
/* clang-format on */
static const struct option_info add_options[] = {
	SAID_OPTIONS,
	[ADD_VISIBILITY] = {"--visibility", "WHO", "Who may see it: public (default), parties or house"},
	[ADD_ID] = {"--id", "ID", "An id of its own (default: from treaty, kind, subject and day)"},
	{0},
};
static const struct option_info correct_options[] = {
	SAID_OPTIONS,
	[CORRECT_KIND] = {"--kind", "KIND", "The kind of act that it is"},
	[CORRECT_REASON] = {"--reason", "TEXT", "Why it is corrected"},
	[CORRECT_VOID] = {"--void", NULL, "The act was never done: nothing stands in its place"},
	{0},
};
static const struct option_info import_options[] = {
	[IMPORT_YES] = {"--yes", NULL, "Record what is new; without it nothing is recorded"},
	[IMPORT_THROUGH] = {"--complete-through", "DATE",
		"The file holds every act of its kinds up to this day"},
	[IMPORT_ISSUER] = {"--issuer", "TEXT", "Who did or published the acts, where a row does not say"},
	[IMPORT_VISIBILITY] = {"--visibility", "WHO",
		"Who may see them: public (default), parties or house, where a row does not say"},
	[IMPORT_BY] = {"--by", "ID", "Who records them: an id, never a name"},
	[IMPORT_BEHALF] = {"--behalf", "ID", "On whose behalf: an id, never a name"},
	[IMPORT_AS] = {"--as", "FORM",
		"What the file is: csv, untc-html or mtdsg-xml (default: by how it begins)"},
	[IMPORT_SOURCE] = {"--source", "TEXT", "Where they can be read, where a row does not say"},
	[IMPORT_BY_YEAR] = {"--by-year", "REPORT",
		"The file has iso3 and a column a year: the day on which this report was received"},
	{0},
};
static const struct option_info list_options[] = {
	[LIST_KIND] = {"--kind", "KIND", "Only acts of this kind, and corrections that stand for one"},
	[LIST_STATE] = {"--state", "ISO3", "Only acts of this State"},
	[LIST_SINCE] = {"--since", "DATE", "Only acts done on or after this day (or that may have been)"},
	[LIST_LIMIT] = {"--limit", "N", "Only the N recorded last"},
	{0},
};
enum { EXPORT_PUBLIC, EXPORT_OUT };
static const struct option_info export_options[] = {
	[EXPORT_PUBLIC] = {"--public", NULL, "Without the content of acts that are not public"},
	[EXPORT_OUT] = {"--out", "FILE", "Write there (default: standard output)"},
	{0},
};
enum { VERIFY_EXPECT };
static const struct option_info verify_options[] = {
	[VERIFY_EXPECT] = {"--expect", "SEQ:HASH",
		"The record must hold this act with this hash, as noted earlier"},
	{0},
};

/* ---- recording ---- */

static const char *marks_text(struct run *r, const struct marks *m)
{
	const char *all = "";

	for (size_t i = 0; i < m->n; i++)
		all = arena_printf(r->arena, "%s%s%s", all, *all ? "; " : "", m->mark[i]);
	return all;
}

static int record_one(struct run *r, struct book *b, const struct draft *d, struct err *e)
{
	static const struct column columns[] = {
		{"seq", "Seq", true, false},
		{"id", "Id", false, false},
		{"recorded", "Recorded", false, false},
		{"outcome", "Outcome", false, false},
		{"marks", "Marks", false, false},
	};
	struct appended done;
	struct marks marks = {0};
	struct table *t;
	char recorded[25];
	int rc = book_record(r, b, d, 1, &done, &marks, e);

	if (rc < 0)
		return rc;
	t = table_new(r, columns, sizeof columns / sizeof columns[0]);
	table_row(t,
		(const char *const[]){
			arena_printf(r->arena, "%" PRIu64, done.seq),
			d->id,
			instant_format(journal_act(b->journal, done.seq)->recorded_ms, recorded),
			outcome_names[done.already ? OUTCOME_ON_FILE : OUTCOME_NEW],
			marks_text(r, &marks),
		});
	return table_end(t, e);
}

static int add_run(struct run *r, struct err *e)
{
	const char *treaty;
	struct draft d;
	struct book b;
	int rc = book_open(r, &b, e);

	if (rc == 0)
		rc = treaty_said(r, &b, &treaty, e);
	if (rc == 0)
		rc = draft_said(r, treaty, r->argv[0], &d, e);
	return rc == 0 ? record_one(r, &b, &d, e) : rc;
}

static int correct_run(struct run *r, struct err *e)
{
	struct draft d;
	struct book b;
	int rc = book_open(r, &b, e);

	if (rc == 0)
		rc = draft_correcting(r, &b, r->argv[0], &d, e);
	return rc == 0 ? record_one(r, &b, &d, e) : rc;
}

/* ---- handing on ---- */

/* Beside the target, then renamed: the file is wholly there or not. */
static int export_file(struct run *r, const char *path, struct err *e)
{
	const char *part = arena_printf(r->arena, "%s.part", path);
	FILE *out = fopen(part, "we");
	int rc;

	if (!out)
		return err_set(e, ERR_IO, "%s: %s; name a file that can be made", part, strerror(errno));
	rc = lines_export(r, out, r->format == FORMAT_CSV, r->option[EXPORT_PUBLIC] != NULL, e);
	if (rc == 0 && (fflush(out) != 0 || ferror(out) || fsync(fileno(out)) < 0))
		rc = err_set(e, ERR_IO, "%s: cannot be written whole; is the disk full?", part);
	fclose(out);
	if (rc == 0 && rename(part, path) < 0)
		rc = err_set(e, ERR_IO, "%s: %s; name a file that can be made", path, strerror(errno));
	if (rc < 0)
		unlink(part);
	return rc;
}

static int export_run(struct run *r, struct err *e)
{
	if (r->option[EXPORT_OUT])
		return export_file(r, r->option[EXPORT_OUT], e);
	return lines_export(r, r->out, r->format == FORMAT_CSV, r->option[EXPORT_PUBLIC] != NULL, e);
}

static void bad_line(void *ctx, const char *line)
{
	struct run *r = ctx;

	fprintf(r->err, "%s\n", line);
}

static int verify_store(struct run *r, const struct head *expect, struct verified *ret, struct err *e)
{
	struct db *db;
	int rc = run_db(r, &db, e);

	if (rc < 0)
		return rc;
	*ret = (struct verified){0};
	return store_verify(db, expect ? expect->count : 0, expect ? expect->hash : NULL, bad_line, r,
		&ret->bad, &ret->head, e);
}

static int verify_run(struct run *r, struct err *e)
{
	const char *path = r->argc ? r->argv[0] : NULL, *text = r->option[VERIFY_EXPECT];
	struct verified v = {0};
	struct head expect;
	char head[HEAD_TEXT];
	int rc = text ? head_parse(r->arena, text, &expect, e) : 0;

	if (rc == 0)
		rc = path ? lines_verify(r, path, text ? &expect : NULL, &v, e)
			  : verify_store(r, text ? &expect : NULL, &v, e);
	if (rc < 0)
		return rc;
	if (v.bad)
		return err_set(e, ERR_CONFLICT,
			"%s does not verify: mistakes: %" PRIu64 ", named above; compare it with a backup "
			"or with another's copy",
			path ? path : "the record", v.bad);
	if (r->format != FORMAT_TABLE) {
		static const struct column columns[] = {
			{"acts", "Acts", true, false}, {"head", "Head", false, false}};
		const char *cell[] = {arena_printf(r->arena, "%" PRIu64, v.head.count),
			v.head.count ? head_text(&v.head, head) : ""};
		struct table *t = table_new(r, columns, 2);
		table_row(t, cell);
		return table_end(t, e);
	}
	fprintf(r->out, "%" PRIu64 " acts, head %s", v.head.count,
		v.head.count ? head_text(&v.head, head) : "none");
	if (v.withheld)
		fprintf(r->out, ", content withheld of %" PRIu64, v.withheld);
	fputc('\n', r->out);
	return 0;
}

static const struct command commands[] = {
	{"act add", "KIND", "Record an act",
		"Only the impossible is refused. Late, early and voluntary acts are recorded, and marked.\n"
		"The same act twice is recorded once.",
		1, 1, add_options, add_run},
	{"act draft add", "KIND", "Write an act down for the house, checked and not recorded",
		"Prints the id of the draft. No other house sees it.", 1, 1, add_options, draft_add_run},
	{"act draft list", "", "Drafts of the house", NULL, 0, 0, NULL, draft_list_run},
	{"act draft record", "DRAFT", "Record a draft", "Prints the number and the id of the act.", 1, 1,
		NULL, draft_record_run},
	{"act draft drop", "DRAFT", "Throw a draft away", NULL, 1, 1, NULL, draft_drop_run},
	{"act correct", "ID", "Replace an act that is wrong, or void it",
		"What is not said is carried over. The act itself stays on file: see --known.\n"
		"To correct a correction, name the correction. To bring back an act that was voided,\n"
		"correct the act that voided it.",
		1, 1, correct_options, correct_run},
	{"act import", "FILE", "Record acts from a file: all of it, or nothing",
		"Shows what is new, what is on file and what differs; --yes records what is new.\n"
		"CSV has the columns iso3 or subject, action, date, source, and any field of the kind\n"
		"(docs/packs.md, Acts as CSV). A status page of the United Nations Treaty Collection, saved\n"
		"as HTML, is read as it is; so is a treaty as MTDSG XML (docs/packs.md, The depositary's\n"
		"own pages).",
		1, 1, import_options, import_run},
	{"act list", "", "Acts in the order of recording", NULL, 0, 0, list_options, list_run},
	{"act show", "ID", "Everything about one act", "ID may be its number in the sequence.", 1, 1, NULL,
		show_run},
	{"act kinds", "[KIND]", "The kinds of act, or the fields of one", NULL, 0, 1, NULL, kinds_run},
	{"act export", "", "The record for others, as JSON lines that verify, or as CSV",
		"--format csv writes the dialect of act import; otherwise one act a line, with its place in\n"
		"the chain. Both hold the acts recorded by --known, with corrections as acts of their own.",
		0, 0, export_options, export_run},
	{"act verify", "[FILE]", "Check the whole chain, of the database or of a file that act export wrote",
		"Prints how many acts there are and SEQ:HASH of the last. Note it elsewhere: --expect then\n"
		"shows a record whose end was cut or rewritten.",
		0, 1, verify_options, verify_run},
	{0},
};
const struct office journal_office = {.name = "journal", .commands = commands, .routes = acts_routes};
