/* act import: a file of acts, as a command reads it. */
#include "base/file.h"
#include "offices/journal/drafts.h"
#include "offices/journal/import.h"
#include "offices/journal/workbook.h"

static int mistakes_out(const struct import *im, struct err *e)
{
	if (im->mistakes_n == 0)
		return 0;
	for (size_t i = 0; i < im->mistakes_n && i < TABLE_MISTAKES_MAX; i++)
		fprintf(im->run->err, "%s:%u: %s\n", im->order.name, im->mistake[i].line,
			im->mistake[i].text);
	return err_set(e, ERR_INVALID, "%s: mistakes: %zu%s; nothing is recorded: mend the lines named above",
		im->order.name, im->mistakes_n, im->mistakes_n >= TABLE_MISTAKES_MAX ? " or more" : "");
}

static void notes_out(const struct import *im)
{
	FILE *err = im->run->err;
	char day[11];

	if (!im->published)
		return;
	fprintf(err, "%s: %zu States, %zu treaty actions%s%s\n", im->order.name, im->participants,
		im->actions, im->as_at == DAY_NONE_LOW ? "" : ", status as at ", day_format(im->as_at, day));
	for (size_t i = 0; i < im->notes_n; i++)
		fprintf(err, im->note[i].line ? "%s:%u: note: %s\n" : "%s: %.0unote: %s\n", im->order.name,
			im->note[i].line, im->note[i].text);
}

static int form_said(struct import *im, struct err *e)
{
	static const char *const form[] = {
		[PUBLICATION_NONE] = "csv",
		[PUBLICATION_HTML] = "untc-html",
		[PUBLICATION_XML] = "mtdsg-xml",
		NULL,
	};
	const char *said = im->run->option[IMPORT_AS];
	int i = 0;

	if (!said)
		return 0;
	while (form[i] && strcmp(form[i], said) != 0)
		i++;
	if (!form[i])
		return err_set(e, ERR_USAGE, "--as %s: say csv, untc-html or mtdsg-xml", said);
	im->order.as_said = true;
	im->order.as = (enum publication)i;
	return 0;
}

static int read_file(struct import *im, struct err *e)
{
	struct run *r = im->run;
	char *data = NULL;
	int rc = file_read(r->arena, r->argv[0], CSV_BYTES_MAX, &data, &im->order.len, e);

	if (rc < 0)
		return rc;
	im->order.data = data;
	if (workbook_is(data, im->order.len))
		rc = workbook_csv(
			r->arena, r->argv[0], data, im->order.len, &im->order.data, &im->order.len, e);
	if (rc < 0)
		return rc;
	im->order.issuer = r->option[IMPORT_ISSUER];
	im->order.visibility = r->option[IMPORT_VISIBILITY];
	if (r->house && !im->order.issuer && im->order.visibility &&
		strcmp(im->order.visibility, visibility_names[VISIBLE_HOUSE]) == 0)
		im->order.issuer = r->house; /* by its issuer it is known whose it is */
	im->order.by = r->option[IMPORT_BY];
	im->order.behalf = r->option[IMPORT_BEHALF];
	im->order.through = r->option[IMPORT_THROUGH];
	im->order.report = r->option[IMPORT_BY_YEAR];
	im->order.source = r->option[IMPORT_SOURCE];
	rc = form_said(im, e);
	if (rc == 0)
		rc = import_read(im, e);
	if (rc == 0)
		rc = mistakes_out(im, e);
	if (rc == 0)
		notes_out(im);
	return rc;
}

/* What differs is shown, then nobody can say that the record is complete as this file has it. */
static int settled(struct import *im, struct err *e)
{
	if (!im->order.through || !im->count[OUTCOME_DIFFERENT])
		return 0;
	if (book_report(im->run, im->draft, im->line, im->trial, im->n, e) < 0)
		return e->code;
	return err_set(e, ERR_CONFLICT,
		"--complete-through: %zu acts of %s differ from what is on file; settle them first "
		"(paraph act correct)",
		im->count[OUTCOME_DIFFERENT], im->order.name);
}

static void missing_out(void *ctx, uint64_t seq)
{
	const struct import *im = ctx;

	if (im->published) /* of a list nobody has said that it is whole */
		fprintf(im->run->err, "%s: note: on file and not there: %s\n", im->order.name,
			act_id(journal_act(im->book.journal, seq)));
}

static void summary(const struct import *im)
{
	const size_t *c = im->count;
	bool yes = im->run->option[IMPORT_YES] != NULL;

	fprintf(im->run->err, "%s: %zu new, %zu on file, %zu different; ", im->order.name, c[OUTCOME_NEW],
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
	if (im->published && im->as_at != DAY_NONE_LOW && !im->order.through) {
		char day[11];
		fprintf(im->run->err, "if the page is complete: --complete-through %s\n",
			day_format(im->as_at, day));
	}
}

int import_run(struct run *r, struct err *e)
{
	struct import im = {.run = r, .order = {.name = r->argv[0]}};
	int rc = r->known_ms == INT64_MAX
		? 0
		: err_set(e, ERR_USAGE, "--known is for reading; leave it out to record");

	if (rc == 0)
		rc = book_open(r, &im.book, e);
	if (rc == 0)
		rc = treaty_said(r, &im.book, &im.order.treaty, e);
	if (rc == 0)
		rc = read_file(&im, e);
	if (rc == 0)
		rc = import_coverage(&im, e);
	if (rc < 0)
		return rc;
	import_try(&im);
	rc = mistakes_out(&im, e);
	if (rc == 0)
		import_missing(&im, missing_out, &im);
	if (rc == 0)
		rc = settled(&im, e);
	if (rc == 0 && r->option[IMPORT_YES])
		rc = import_enter(&im, e);
	if (rc == 0)
		rc = book_report(r, im.draft, im.line, im.trial, im.n, e);
	if (rc == 0)
		summary(&im);
	return rc;
}
