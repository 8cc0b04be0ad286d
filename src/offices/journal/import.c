/* Reading a file of acts, in any of its forms: all of it is held against what is on file before any of it is
 * recorded. */
#include "offices/journal/import.h"

#include "acts/payload.h"
#include "base/file.h"
#include "base/text.h"
#include "offices/journal/years.h"

#define KINDS_TEXT_MAX 4000 /* bytes of the names of all kinds */

/* ---- reading ---- */

static int by_line(const void *a, const void *b)
{
	const struct mistake *m = a, *o = b;

	return (m->line > o->line) - (m->line < o->line);
}

static void mistakes_put(struct import *im, struct mistake *m, size_t n)
{
	if (n)
		qsort(m, n, sizeof *m, by_line);
	im->mistake = m;
	im->mistakes_n = n;
}

static int csv_acts(struct import *im, const struct table_defaults *def, struct err *e)
{
	struct arena *a = im->run->arena;
	const struct import_order *o = &im->order;
	struct mistake *mistakes;
	struct csv csv;
	size_t n;
	int rc = csv_read(a, o->name, o->data, o->len, &csv, e);

	if (rc == 0 && o->report)
		rc = years_melt(a, o->name, &csv, o->report, &csv, e);
	if (rc == 0)
		rc = table_drafts(a, o->name, &csv, def, &im->draft, &im->line, &im->n, &mistakes, &n, e);
	if (rc == 0)
		mistakes_put(im, mistakes, n);
	return rc;
}

static int published_acts(
	struct import *im, const struct table_defaults *def, enum publication as, struct err *e)
{
	struct arena *a = im->run->arena;
	struct publication_acts acts;
	int rc = publication_read(
		a, &im->book, def, im->order.name, as, im->order.data, im->order.len, &acts, e);

	if (rc < 0)
		return rc;
	mistakes_put(im, acts.mistake, acts.mistakes_n);
	im->n = acts.n;
	im->draft = NEW_ARRAY(a, struct draft, acts.n + 1); /* and the statement */
	im->line = NEW_ARRAY(a, unsigned, acts.n + 1);
	for (size_t i = 0; i < acts.n; i++) {
		im->draft[i] = acts.draft[i];
		im->line[i] = acts.line[i];
	}
	im->published = true;
	im->as_at = acts.as_at;
	im->participants = acts.participants;
	im->actions = acts.n;
	im->notes_n = acts.notes_n;
	im->note = acts.note;
	return 0;
}

int import_read(struct import *im, struct err *e)
{
	const struct import_order *o = &im->order;
	const struct table_defaults def = {
		.treaty = o->treaty,
		.kind = o->kind,
		.source = o->source,
		.issuer = o->issuer,
		.visibility = o->visibility,
		.source_sha256 = im->sha256,
		.by = o->by,
		.behalf = o->behalf,
	};
	enum publication as = o->as_said ? o->as : publication_of(o->data, o->len);

	im->as_at = DAY_NONE_LOW;
	sha256_hex(o->data, o->len, im->sha256);
	int rc = as == PUBLICATION_NONE ? csv_acts(im, &def, e) : published_acts(im, &def, as, e);
	if (rc == 0)
		book_order(im->draft, im->line, im->n);
	return rc;
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
int import_coverage(struct import *im, struct err *e)
{
	static const char *const name[] = {"kinds", "scope", "through"};
	struct run *r = im->run;
	const char *through = im->order.through;
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
			"%s: no acts; --complete-through needs some to say of which kinds", im->order.name);
	*d = (struct draft){
		.id = arena_printf(
			r->arena, "%s/coverage-stated/%s/%.16s", im->order.treaty, through, im->sha256),
		.treaty = im->order.treaty,
		.kind = act_kinds[ACT_COVERAGE_STATED].name,
		.visibility = visibility_names[VISIBLE_PUBLIC],
		.corrects = "",
		.subject = "",
		.on = through,
		.effective = "",
		.issuer = im->order.issuer ? im->order.issuer : "",
		.by = im->order.by ? im->order.by : "",
		.behalf = im->order.behalf ? im->order.behalf : "",
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

/* ---- held against what is on file ---- */

void import_try(struct import *im)
{
	size_t n = im->mistakes_n; /* those of its form stay */
	struct mistake *m = NEW_ARRAY(im->run->arena, struct mistake, n + im->n + 1);

	if (n)
		memcpy(m, im->mistake, n * sizeof *m);
	im->trial = NEW_ARRAY(im->run->arena, struct trial, im->n + 1);
	book_try(im->run, &im->book, im->draft, im->n, im->trial);
	for (size_t i = 0; i < im->n; i++) {
		im->count[im->trial[i].outcome]++;
		if (im->trial[i].outcome == OUTCOME_REFUSED)
			m[n++] = (struct mistake){im->line[i], im->trial[i].refusal};
	}
	mistakes_put(im, m, n);
}

int import_enter(struct import *im, struct err *e)
{
	struct arena *a = im->run->arena;
	struct draft *fresh = NEW_ARRAY(a, struct draft, im->n + 1);
	size_t n = 0;

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

/* A status page has every treaty action up to its day; a list all acts of its kinds, if it is whole. */
static bool should_be_there(const struct import *im, const bool *kinds, const struct act *act)
{
	if (im->published)
		return im->as_at != DAY_NONE_LOW && is_treaty_action(act->as) &&
			act_on(act).high <= im->as_at;
	return kinds[act->as];
}

void import_missing(const struct import *im, void (*each)(void *ctx, uint64_t seq), void *ctx)
{
	const struct journal *j = im->book.journal;
	uint32_t treaty = journal_word(j, im->order.treaty);
	bool kinds[ACT_KIND_COUNT] = {false};
	enum act_kind kind;

	for (size_t i = 0; i < im->n; i++)
		if (act_kind_parse(im->draft[i].kind, &kind, NULL) == 0)
			kinds[kind] = true;
	for (uint64_t seq = 0; seq < im->book.known; seq++) {
		const struct act *act = journal_act(j, seq);

		if (act->treaty == treaty && act->visibility == VISIBLE_PUBLIC &&
			journal_live(j, seq, im->book.known) && should_be_there(im, kinds, act) &&
			!is_met(im, act_id(act)))
			each(ctx, seq);
	}
}
