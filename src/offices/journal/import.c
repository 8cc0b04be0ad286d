/* Reading a file of acts, in any of its forms: all of it is held against what is on file before any of it is
 * recorded. */
#include "offices/journal/import.h"

#include "acts/payload.h"
#include "acts/table.h"
#include "base/file.h"
#include "base/text.h"
#include "offices/depositary/depositary.h"
#include "offices/journal/drafts.h"

#define KINDS_TEXT_MAX 4000 /* bytes of the names of all kinds */

struct import {
	struct run *run;
	struct book book;
	const char *path, *treaty;
	char sha256[65];
	size_t n; /* drafts; with a statement of coverage it is the last */
	struct draft *draft;
	unsigned *line; /* 0: the statement */
	struct trial *trial;
	size_t count[OUTCOME_COUNT];
	bool published; /* by the depositary */
	day_t as_at;    /* its own day; DAY_NONE_LOW none */
};

/* ---- reading ---- */

static int by_line(const void *a, const void *b)
{
	const struct mistake *m = a, *o = b;

	return (m->line > o->line) - (m->line < o->line);
}

static int mistakes_out(const struct import *im, struct mistake *m, size_t n, struct err *e)
{
	if (n == 0)
		return 0;
	qsort(m, n, sizeof *m, by_line);
	for (size_t i = 0; i < n && i < TABLE_MISTAKES_MAX; i++)
		fprintf(im->run->err, "%s:%u: %s\n", im->path, m[i].line, m[i].text);
	return err_set(e, ERR_INVALID, "%s: mistakes: %zu%s; nothing is recorded: mend the lines named above",
		im->path, n, n >= TABLE_MISTAKES_MAX ? " or more" : "");
}

static int csv_acts(
	struct import *im, const struct table_defaults *def, const char *data, size_t len, struct err *e)
{
	struct arena *a = im->run->arena;
	struct mistake *mistakes;
	struct csv csv;
	size_t n;
	int rc = csv_read(a, im->path, data, len, &csv, e);

	if (rc == 0)
		rc = table_drafts(a, im->path, &csv, def, &im->draft, &im->line, &im->n, &mistakes, &n, e);
	return rc == 0 ? mistakes_out(im, mistakes, n, e) : rc;
}

static int published_acts(struct import *im, const struct table_defaults *def, enum publication as,
	const char *data, size_t len, struct err *e)
{
	struct run *r = im->run;
	struct publication_acts acts;
	char day[11];
	int rc = publication_read(r->arena, &im->book, def, im->path, as, data, len, &acts, e);

	if (rc == 0)
		rc = mistakes_out(im, acts.mistake, acts.mistakes_n, e);
	if (rc < 0)
		return rc;
	im->n = acts.n;
	im->draft = NEW_ARRAY(r->arena, struct draft, acts.n + 1); /* and the statement */
	im->line = NEW_ARRAY(r->arena, unsigned, acts.n + 1);
	for (size_t i = 0; i < acts.n; i++) {
		im->draft[i] = acts.draft[i];
		im->line[i] = acts.line[i];
	}
	im->published = true;
	im->as_at = acts.as_at;
	fprintf(r->err, "%s: %zu States, %zu treaty actions%s%s\n", im->path, acts.participants, acts.n,
		acts.as_at == DAY_NONE_LOW ? "" : ", status as at ", day_format(acts.as_at, day));
	for (size_t i = 0; i < acts.notes_n; i++)
		fprintf(r->err, acts.note[i].line ? "%s:%u: note: %s\n" : "%s: %.0unote: %s\n", im->path,
			acts.note[i].line, acts.note[i].text);
	return 0;
}

static int form_said(
	const struct import *im, const char *data, size_t len, enum publication *ret, struct err *e)
{
	static const char *const form[] = {
		[PUBLICATION_NONE] = "csv",
		[PUBLICATION_HTML] = "untc-html",
		[PUBLICATION_XML] = "mtdsg-xml",
		NULL,
	};
	const char *said = im->run->option[IMPORT_AS];
	int i = 0;

	*ret = publication_of(data, len);
	if (!said)
		return 0;
	while (form[i] && strcmp(form[i], said) != 0)
		i++;
	if (!form[i])
		return err_set(e, ERR_USAGE, "--as %s: say csv, untc-html or mtdsg-xml", said);
	*ret = (enum publication)i;
	return 0;
}

static int read_file(struct import *im, struct err *e)
{
	struct run *r = im->run;
	const struct table_defaults def = {
		.treaty = im->treaty,
		.issuer = r->option[IMPORT_ISSUER],
		.visibility = r->option[IMPORT_VISIBILITY],
		.source_sha256 = im->sha256,
		.by = r->option[IMPORT_BY],
		.behalf = r->option[IMPORT_BEHALF],
	};
	enum publication as;
	char *data = NULL;
	size_t len = 0;
	int rc = file_read(r->arena, im->path, CSV_BYTES_MAX, &data, &len, e);

	if (rc < 0)
		return rc;
	sha256_hex(data, len, im->sha256);
	rc = form_said(im, data, len, &as, e);
	if (rc < 0)
		return rc;
	return as == PUBLICATION_NONE ? csv_acts(im, &def, data, len, e)
				      : published_acts(im, &def, as, data, len, e);
}

/* ---- coverage ---- */

static bool is_treaty_action(int kind)
{
	return kind == ACT_SIGNATURE || act_kinds[kind].binds || kind == ACT_PROVISIONAL_APPLICATION ||
		kind == ACT_WITHDRAWAL;
}

/* The kinds in the file. A list of treaty actions that is complete and has no withdrawal says that there is
 * none: so they stand together. */
static const char *kinds_covered(const struct import *im)
{
	bool found[ACT_KIND_COUNT] = {false}, actions = false;
	struct buf kinds;

	for (size_t i = 0; i < im->n; i++) {
		enum act_kind kind;
		if (act_kind_parse(im->draft[i].kind, &kind, NULL) == 0) {
			found[kind] = true;
			actions |= is_treaty_action((int)kind);
		}
	}
	buf_init(&kinds, im->run->arena, KINDS_TEXT_MAX);
	for (int k = 0; k < ACT_KIND_COUNT; k++)
		if (found[k] || (actions && is_treaty_action(k)))
			buf_printf(&kinds, "%s%s", kinds.len ? " " : "", act_kinds[k].name);
	return kinds.data;
}

/* --complete-through: one act more. */
static int state_coverage(struct import *im, struct err *e)
{
	static const char *const name[] = {"kinds", "scope", "through"};
	struct run *r = im->run;
	const char *through = r->option[IMPORT_THROUGH];
	struct draft *d = &im->draft[im->n];
	day_t day;

	if (!through)
		return 0;
	if (day_parse(through, strlen(through), &day, e) < 0) {
		err_ctx(e, "--complete-through");
		return e->code = ERR_USAGE;
	}
	if (day > r->today)
		return err_set(e, ERR_USAGE, "--complete-through %s: that day has not come yet", through);
	if (im->published && im->as_at != DAY_NONE_LOW && day > im->as_at) {
		char printed[11];
		return err_set(e, ERR_INVALID,
			"--complete-through %s: the page shows the status as at %s and knows nothing later; "
			"give that day, or save the page anew",
			through, day_format(im->as_at, printed));
	}
	if (im->n == 0)
		return err_set(e, ERR_INVALID,
			"%s: no acts; --complete-through needs some to say of which kinds", im->path);
	*d = (struct draft){
		.id = arena_printf(r->arena, "%s/coverage-stated/%s/%.16s", im->treaty, through, im->sha256),
		.treaty = im->treaty,
		.kind = act_kinds[ACT_COVERAGE_STATED].name,
		.visibility = visibility_names[VISIBLE_PUBLIC],
		.corrects = "",
		.subject = "",
		.on = through,
		.effective = "",
		.issuer = r->option[IMPORT_ISSUER] ? r->option[IMPORT_ISSUER] : "",
		.by = r->option[IMPORT_BY] ? r->option[IMPORT_BY] : "",
		.behalf = r->option[IMPORT_BEHALF] ? r->option[IMPORT_BEHALF] : "",
		.source = im->draft[0].source,
		.source_sha256 = im->sha256,
	};
	const char *const value[] = {kinds_covered(im), "all", through};
	int rc = payload_from_texts(r->arena, ACT_COVERAGE_STATED, 3, name, value, &d->payload, e);
	if (rc == 0)
		rc = draft_check(d, e);
	if (rc < 0)
		return err_ctx(e, "--complete-through");
	im->line[im->n++] = 0;
	return 0;
}

/* ---- recording ---- */

static int hold_against(struct import *im, struct err *e)
{
	struct mistake *m = NEW_ARRAY(im->run->arena, struct mistake, im->n);
	size_t n = 0;

	im->trial = NEW_ARRAY(im->run->arena, struct trial, im->n);
	book_try(im->run, &im->book, im->draft, im->n, im->trial);
	for (size_t i = 0; i < im->n; i++) {
		im->count[im->trial[i].outcome]++;
		if (im->trial[i].outcome == OUTCOME_REFUSED)
			m[n++] = (struct mistake){im->line[i], im->trial[i].refusal};
	}
	return mistakes_out(im, m, n, e);
}

/* What differs is shown, then nobody can say that the record is complete as this file has it. */
static int settled(struct import *im, struct err *e)
{
	if (!im->run->option[IMPORT_THROUGH] || !im->count[OUTCOME_DIFFERENT])
		return 0;
	if (book_report(im->run, im->draft, im->line, im->trial, im->n, e) < 0)
		return e->code;
	return err_set(e, ERR_CONFLICT,
		"--complete-through: %zu acts of %s differ from what is on file; settle them first "
		"(paraph act correct)",
		im->count[OUTCOME_DIFFERENT], im->path);
}

static int record(struct import *im, struct err *e)
{
	struct arena *a = im->run->arena;
	struct draft *fresh = NEW_ARRAY(a, struct draft, im->n);
	size_t n = 0;

	if (!im->run->option[IMPORT_YES])
		return 0;
	for (size_t i = 0; i < im->n; i++)
		if (im->trial[i].outcome == OUTCOME_NEW)
			fresh[n++] = im->draft[i];
	return n ? book_record(im->run, &im->book, fresh, n, NEW_ARRAY(a, struct appended, n),
			   NEW_ARRAY(a, struct marks, n), e)
		 : 0;
}

static bool is_met(const struct import *im, const char *id)
{
	for (size_t i = 0; i < im->n; i++)
		if (strcmp(im->trial[i].met, id) == 0)
			return true;
	return false;
}

/* A status page has every act of its treaty up to its day: what it lacks is a difference too. */
static void missing_out(const struct import *im)
{
	const struct journal *j = im->book.journal;
	uint32_t treaty = journal_word(j, im->treaty);

	for (uint64_t seq = 0; im->published && im->as_at != DAY_NONE_LOW && seq < im->book.known; seq++) {
		const struct act *act = journal_act(j, seq);

		if (act->treaty == treaty && is_treaty_action(act->as) && act->visibility == VISIBLE_PUBLIC &&
			journal_live(j, seq, im->book.known) && act_on(act).high <= im->as_at &&
			!is_met(im, act_id(act)))
			fprintf(im->run->err, "%s: note: on file and not there: %s\n", im->path, act_id(act));
	}
}

static void summary(const struct import *im)
{
	const size_t *c = im->count;
	bool yes = im->run->option[IMPORT_YES] != NULL;

	fprintf(im->run->err, "%s: %zu new, %zu on file, %zu different; ", im->path, c[OUTCOME_NEW],
		c[OUTCOME_ON_FILE], c[OUTCOME_DIFFERENT]);
	if (c[OUTCOME_NEW] == 0)
		fputs("nothing to record", im->run->err);
	else
		fprintf(im->run->err,
			yes ? "%zu recorded" : "nothing recorded yet: --yes records the %zu new ones",
			c[OUTCOME_NEW]);
	if (c[OUTCOME_DIFFERENT])
		fputs("; what differs is left (paraph act correct mends it)", im->run->err);
	fputc('\n', im->run->err);
	if (im->published && im->as_at != DAY_NONE_LOW && !im->run->option[IMPORT_THROUGH]) {
		char day[11];
		fprintf(im->run->err, "if the page is complete: --complete-through %s\n",
			day_format(im->as_at, day));
	}
}

int import_run(struct run *r, struct err *e)
{
	struct import im = {.run = r, .path = r->argv[0]};
	int rc = r->known_ms == INT64_MAX
		? 0
		: err_set(e, ERR_USAGE, "--known is for reading; leave it out to record");

	if (rc == 0)
		rc = book_open(r, &im.book, e);
	if (rc == 0)
		rc = treaty_said(r, &im.book, &im.treaty, e);
	if (rc == 0)
		rc = read_file(&im, e);
	if (rc < 0)
		return rc;
	book_order(im.draft, im.line, im.n);
	rc = state_coverage(&im, e);
	if (rc == 0)
		rc = hold_against(&im, e);
	if (rc == 0)
		missing_out(&im);
	if (rc == 0)
		rc = settled(&im, e);
	if (rc == 0)
		rc = record(&im, e);
	if (rc == 0)
		rc = book_report(r, im.draft, im.line, im.trial, im.n, e);
	if (rc == 0)
		summary(&im);
	return rc;
}
