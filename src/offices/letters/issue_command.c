/* letter issue: by the kind at once, or a draft that was cleared; really, or as a rehearsal. */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "letters_sql.h"
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"

enum {
	ISSUE_AUDIENCE = SENDER_OPTIONS,
	ISSUE_REHEARSE,
	ISSUE_OUT,
	ISSUE_TO_ME,
	ISSUE_PAPER,
	ISSUE_ENCLOSE,
	ISSUE_SUPERSEDES,
	ISSUE_SECRET
};
const struct option_info letter_issue_options[] = {
	SENDER_OPTION_ROWS,
	{"--audience", "NAME", "Whom, in place of the kind's own audience (paraph audience list)"},
	{"--rehearse", NULL, "Write what would leave to --out, and record nothing"},
	{"--out", "DIR", "Folder for the letters, each with its record; rehearsal: and recipients.csv"},
	{"--to-me", "ADDRESS", "Rehearsal: send all to this address, the true recipient in the subject"},
	{"--paper", NULL, "Who has no address on file gets it on paper, by hand"},
	{"--enclose", "ID=FILE...", "A PDF that goes with the letter, by its id in the kind"},
	{"--supersedes", "REF", "The letter that this one takes the place of: goes to those who got it"},
	{"--secret", "FILE",
		"The signing key (else as paraph letter key list says; made where there is none)"},
	{0},
};

#define ROWS_FOR_PEOPLE 100u /* of a long list of copies */

/* ---- what goes with it ---- */

/* The enclosure of the kind that ID=FILE names. */
static int enclosure_named(struct issue *is, const char *given, const struct letter_enclosure **ret_of,
	const char **ret_path, struct err *e)
{
	const struct letter_kind *k = is->sender->order.kind;
	const char *equals = strchr(given, '=');
	size_t len = equals ? (size_t)(equals - given) : 0;
	for (size_t i = 0; equals && i < k->enclosures_n; i++) {
		const struct letter_enclosure *of = &k->enclosure[i];
		if (strlen(of->id) != len || strncmp(of->id, given, len) != 0)
			continue;
		if (of->generated)
			return err_set(e, ERR_USAGE,
				"--enclose %s: %s is made with the letter; leave the option out", given,
				of->id);
		*ret_of = of;
		*ret_path = equals + 1;
		return 0;
	}
	return err_set(
		e, ERR_USAGE, "--enclose %s: write ID=FILE, ID being an enclosure of %s", given, k->name);
}

static int enclosure_read(struct issue *is, const char *given, struct err *e)
{
	const struct letter_enclosure *of = NULL;
	struct looked_at f;
	const char *path = NULL;
	int rc = enclosure_named(is, given, &of, &path, e);
	if (rc < 0)
		return rc;
	rc = enclosure_look(is->run->arena, path, &f, e);
	if (rc == 0 && *f.mend)
		rc = err_set(e, ERR_INVALID, "%s: %s; " ENCLOSURE_MEND, path, f.mend);
	if (rc < 0)
		return err_ctx(e, "--enclose %s", of->id);
	const char *slash = strrchr(path, '/');
	GROW(is->run->arena, is->papers, is->papers_n, is->papers_cap);
	struct made_paper *p = &is->papers[is->papers_n++];
	*p = (struct made_paper){.of = of,
		.lang = "",
		.name = slash ? slash + 1 : path,
		.data = f.data,
		.media = "application/pdf",
		.len = f.len};
	sha256_hex(p->data, p->len, p->sha256);
	return 0;
}

static int enclosures_read(struct issue *is, struct err *e)
{
	size_t pos = 0;
	const char *given;
	int rc = 0;
	while (rc == 0 && (given = run_option_each(is->run, ISSUE_ENCLOSE, &pos)))
		rc = enclosure_read(is, given, e);
	return rc;
}

/* ---- opening ---- */

/* What was cleared and signed is issued as it is: nothing of it is said anew with the command. */
static int not_given(const struct run *r, struct err *e)
{
	static const int settled[] = {SENDER_LANG, SENDER_TO, SENDER_FROM, SENDER_PLACE, SENDER_CIRCUMSTANCE,
		SENDER_ABOUT, ISSUE_AUDIENCE};
	const char *given = r->on_given ? "--on" : NULL;
	for (size_t i = 0; i < sizeof settled / sizeof *settled && !given; i++)
		if (r->option[settled[i]])
			given = letter_issue_options[settled[i]].name;
	return !given ? 0
		      : err_set(e, ERR_USAGE,
				"%s: letter %s has it from its draft; leave it out, or write another draft "
				"with paraph letter draft",
				given, r->argv[0]);
}

int issue_open(struct issue *is, const char *id, bool rehearse, struct err *e)
{
	struct run *r = is->run;
	struct book book = {0};
	struct house h = {0};
	struct step_row *s = NULL;
	size_t n = 0;
	int rc = letter_named(r, id, &book, &h, &is->row, e);
	if (rc == 0)
		rc = ledger_steps(book.db, r->arena, &h, is->row.id, &s, &n, e);
	if (rc < 0)
		return rc;
	if (!letter_is_open(&is->row))
		return err_set(e, ERR_CONFLICT, "letter %s is %s%s%s: it cannot be issued again", is->row.id,
			is->row.step, *is->row.reference ? " as " : "", is->row.reference);
	const char *lacks = clearance_lacks(r->arena, &h, s, n, false);
	if (lacks && !rehearse)
		return err_set(e, ERR_CONFLICT, "letter %s cannot be issued yet: %s", is->row.id, lacks);
	is->audience = is->row.audience;
	return sender_open_stored(r, is->row.kind, is->row.params, is->row.on, is->sender, e);
}

/* A draft, with what it says; or the kind, with what the command says. */
static int stored(struct issue *is, struct err *e)
{
	int rc = not_given(is->run, e);
	return rc < 0 ? rc : issue_open(is, is->run->argv[0], is->run->option[ISSUE_REHEARSE] != NULL, e);
}

static int by_kind(struct issue *is, struct err *e)
{
	struct run *r = is->run;
	struct sender *s = is->sender;
	int rc = sender_open(
		r, r->argv[0], SENDER_TYPESET | (r->option[ISSUE_REHEARSE] ? 0 : SENDER_HOUSE), s, e);
	if (rc < 0)
		return rc;
	is->fresh = true;
	is->audience = r->option[ISSUE_AUDIENCE] ? r->option[ISSUE_AUDIENCE] : s->order.kind->audience;
	if (!is->audience)
		return err_set(e, ERR_INVALID, "letter %s: a paper goes with a letter, and is not one itself",
			s->order.kind->name);
	is->row = (struct letter_row){.id = letter_fresh_id(r->arena),
		.treaty = s->pack->code,
		.kind = s->order.kind->name,
		.on = s->order.on,
		.audience = is->audience,
		.params = params_write(r->arena, &s->order),
		.reference = "",
		.supersedes = ""};
	return 0;
}

int issue_supersede(struct issue *is, const char *name, struct err *e)
{
	struct letter_row *old = NEW(is->run->arena, struct letter_row);
	if (!name)
		return 0;
	int rc = ledger_get(is->sender->book.db, is->run->arena, &is->sender->house, name, old, e);
	if (rc < 0)
		return err_ctx(e, "--supersedes");
	if (strcmp(old->step, "issued") != 0)
		return err_set(e, ERR_CONFLICT, "--supersedes %s: that letter is %s", name, old->step);
	is->supersedes = old;
	is->row.supersedes = old->id;
	return 0;
}

/* ---- after it ---- */

/* Its name in the folder, without an ending. */
static const char *path_of(const struct issue *is, const struct made_copy *c, const char *dir)
{
	char *name = arena_strdup(is->run->arena, c->reference);
	for (char *p = name; *p; p++)
		*p = *p == '/' ? '.' : *p;
	return arena_printf(is->run->arena, "%s/%s", dir, name);
}

/* No file in the folder would be overwritten. */
static int files_free(const struct issue *is, const char *dir, struct err *e)
{
	static const char *const ending[] = {".pdf", ".pdf.paraph", ".ics"};
	for (size_t i = 0; i < is->n; i++)
		for (size_t k = 0; k < sizeof ending / sizeof *ending; k++) {
			const char *path = arena_printf(
				is->run->arena, "%s%s", path_of(is, &is->copy[i], dir), ending[k]);
			if (access(path, F_OK) == 0)
				return err_set(e, ERR_CONFLICT,
					"%s: is there already; name an empty folder with --out", path);
		}
	return 0;
}

static int files_write(struct issue *is, const char *dir, struct err *e)
{
	struct arena *a = is->run->arena;
	int rc = files_free(is, dir, e); /* the number may have become another */
	for (size_t i = 0; i < is->n && rc == 0; i++) {
		const struct made_copy *c = &is->copy[i];
		const char *path = path_of(is, c, dir);
		rc = copy_write(is, c, path, e);
		if (rc == 0)
			rc = file_add(
				arena_printf(a, "%s.pdf.paraph", path), c->record, strlen(c->record), e);
		run_progress(is->run, "files", i + 1, is->n);
	}
	return rc == 0 ? file_flush(dir, e) : rc;
}

/* The letter is issued, whatever becomes of its files: who reads the line must not issue it again. */
static int files_after(struct issue *is, const char *dir, struct err *e)
{
	struct err why = {0};
	if (files_write(is, dir, &why) == 0)
		return 0;
	return err_set(e, ERR_IO,
		"letter %s is issued, but its files are not all in %s: %s; then: paraph letter show %s"
		" --out DIR",
		is->row.reference, dir, why.text, is->row.reference);
}

static int rows_write(struct issue *is, struct err *e)
{
	static const struct column columns[] = {
		{"reference", "Reference", false, false},
		{"iso3", "State", false, false},
		{"name", "To", false, false},
		{"lang", "Language", false, false},
		{"channel", "By", false, false},
		{"code", "Code", false, false},
		{"sha256", "SHA-256", false, false},
	};
	struct run *r = is->run;
	bool people = r->format == FORMAT_TABLE;
	struct table *t = table_new(r, columns, people ? 6 : 7);
	size_t shown = people && is->n > ROWS_FOR_PEOPLE ? ROWS_FOR_PEOPLE : is->n;
	for (size_t i = 0; i < shown; i++) {
		const struct made_copy *c = &is->copy[i];
		table_row(t,
			(const char *const[]){c->reference ? c->reference : "", c->who.to->iso3, c->name,
				c->lang, c->who.to->channel, c->code, c->pdf_sha256});
	}
	if (people && is->n < is->all_n)
		fprintf(r->err, "left out: %zu of %zu; --rehearse writes each with its reason\n",
			is->all_n - is->n, is->all_n);
	int rc = table_end(t, e);
	if (rc == 0 && shown < is->n)
		fprintf(r->err, "shown: %zu of %zu; as --format csv all come\n", shown, is->n);
	return rc;
}

int issue_send(struct issue *is, const char *dir, const char *secret, struct err *e)
{
	struct run *r = is->run;
	struct sender *s = is->sender;
	struct person actor = {0};
	int rc = house_actor(r, s->book.db, &s->house, &actor, e);
	if (rc == 0)
		rc = house_may(s->book.db, &s->house, actor.id, ROLE_SENDER, r->today, e);
	if (rc == 0 && dir)
		rc = file_mkdirs(dir, e);
	if (rc == 0 && dir)
		rc = file_try(dir, e);
	if (rc == 0)
		rc = key_open(r, s->book.db, secret, &is->key, e);
	if (rc == 0)
		rc = issue_make(is, true, e);
	if (rc == 0 && !is->fresh)
		rc = signed_check(is, e);
	if (rc == 0 && dir)
		rc = files_free(is, dir, e);
	return rc == 0 ? issue_record(is, e) : rc;
}

static int issue_nobody(const struct issue *is, struct err *e)
{
	return err_set(e, ERR_NOTFOUND,
		"nobody of the audience %s would get it (of %zu looked at); --rehearse writes each"
		" with its reason, and --paper goes by hand to who has no address",
		is->audience, is->all_n);
}

int letter_issue(
	struct run *r, const char *id, const char *supersedes, bool paper, struct issue *ret, struct err *e)
{
	*ret = (struct issue){.run = r, .sender = NEW(r->arena, struct sender), .paper = paper};
	int rc = issue_open(ret, id, false, e);
	if (rc == 0)
		rc = issue_supersede(ret, supersedes, e);
	if (rc == 0)
		rc = issue_audience(ret, true, e);
	if (rc == 0 && ret->n == 0)
		rc = issue_nobody(ret, e);
	if (rc == 0)
		rc = issue_number(ret, e);
	return rc == 0 ? issue_send(ret, NULL, NULL, e) : rc;
}

int letter_issue_run(struct run *r, struct err *e)
{
	struct sender sender;
	struct issue is = {.run = r, .sender = &sender, .paper = r->option[ISSUE_PAPER] != NULL};
	bool rehearse = r->option[ISSUE_REHEARSE] != NULL;
	if (rehearse && !r->option[ISSUE_OUT])
		return err_set(
			e, ERR_USAGE, "letter issue --rehearse: say where to, as in --out out/rehearsal");
	if (!rehearse && r->option[ISSUE_TO_ME])
		return err_set(e, ERR_USAGE,
			"--to-me goes with --rehearse: a letter that is issued goes to whom it is for");
	int rc = strncmp(r->argv[0], "l-", 2) == 0 ? stored(&is, e) : by_kind(&is, e);
	if (rc == 0)
		rc = issue_supersede(&is, r->option[ISSUE_SUPERSEDES], e);
	if (rc == 0)
		rc = issue_audience(&is, !rehearse, e);
	if (rc == 0 && is.n == 0 && !rehearse)
		rc = issue_nobody(&is, e);
	if (rc == 0)
		rc = issue_number(&is, e);
	if (rc == 0)
		rc = enclosures_read(&is, e);
	if (rc == 0 && rehearse)
		rc = issue_make(&is, false, e);
	if (rc == 0)
		rc = rehearse ? issue_rehearse(&is, r->option[ISSUE_OUT], r->option[ISSUE_TO_ME], e)
			      : issue_send(&is, r->option[ISSUE_OUT], r->option[ISSUE_SECRET], e);
	if (rc == 0)
		rc = rows_write(&is, e);
	if (rc == 0 && rehearse)
		return rehearsal_says(&is, e);
	return rc == 0 && r->option[ISSUE_OUT] ? files_after(&is, r->option[ISSUE_OUT], e) : rc;
}
