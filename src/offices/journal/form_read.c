/* What was filled into a form, as a draft: by the same functions as on the command line. */
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "journal_sql.h"
#include "offices/journal/form.h"

static const char *value(struct form *f, const char *name)
{
	const struct form_field *x = form_named(f, name);

	return x ? x->value : "";
}

/* ---- what is wrong, at its field ---- */

/* Errors begin with the column of the CSV dialect that they are about. */
static struct form_field *field_of(struct form *f, const char *text, const char **ret_rest)
{
	size_t len = strcspn(text, ":");
	const char *name = arena_strndup(f->q->a, text, len);

	*ret_rest = text;
	if (text[len] != ':')
		return NULL;
	if (strcmp(name, "iso3") == 0)
		name = "subject";
	struct form_field *x = form_named(f, name);
	if (!x) /* a State's part of a list of votes or rates */
		x = form_named(f, arena_strndup(f->q->a, name, strcspn(name, ".")));
	if (!x) /* a text that is needed is named without its language */
		x = form_named(f, arena_printf(f->q->a, "%s.en", name));
	if (x)
		*ret_rest = text + len + 1 + strspn(text + len + 1, " ");
	return x;
}

static void wrong_text(struct form *f, const char *text)
{
	const char *rest;
	struct form_field *x = field_of(f, text, &rest);

	if (x && !x->wrong)
		x->wrong = *x->value ? arena_strdup(f->q->a, rest) : say(f->d->v, "This is needed.");
	else if (!x && !f->said)
		f->said = arena_strdup(f->q->a, text);
}

static bool is_wrong(const struct form *f)
{
	bool wrong = f->said != NULL;

	for (size_t i = 0; i < f->n; i++)
		wrong |= f->field[i].wrong != NULL;
	return wrong;
}

/* Each field by itself, so that all that is wrong is said at once. */
static void check_fields(struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct form_field *x = &f->field[i];
		const char *dot = strchr(x->name, '.');
		const char *base = dot ? arena_strndup(f->q->a, x->name, (size_t)(dot - x->name)) : x->name;
		struct err e;

		if (x->part == FORM_FIELDS && (!dot || *x->value || x->required) &&
			payload_field_check(f->q->a, f->kind, *x->value ? x->name : base, x->value, &e) < 0)
			wrong_text(f, e.text);
	}
}

static void check_parts(struct form *f, const struct draft *d)
{
	struct err wrong[DRAFT_MISTAKES_MAX];
	size_t n = draft_mistakes(d, f->kind, wrong);

	for (size_t i = 0; i < n; i++)
		wrong_text(f, wrong[i].text);
}

/* ---- States by name ---- */

static const char *iso3_of(struct form *f, struct form_field *x, const char *text)
{
	const struct view *v = f->d->v;

	if (!*text || text_is_iso3(text))
		return text;
	uint32_t state = state_given(v, text);
	if (!state && x)
		x->wrong = state_wrong(v, text);
	return state ? view_iso3(v, state) : text;
}

static void subject_state(struct form *f)
{
	struct form_field *x = form_named(f, "subject");
	enum act_subject of = act_kinds[f->kind].subject;
	uint32_t state;

	if (!x || !*x->value || text_is_iso3(x->value))
		return;
	if (of == SUBJECT_STATE)
		x->value = iso3_of(f, x, x->value);
	else if (of == SUBJECT_ANY && (state = state_given(f->d->v, x->value)) != 0 &&
		strcmp(view_state(f->d->v, state), x->value) == 0)
		x->value = view_iso3(f->d->v, state); /* a whole name; anything else is a code */
}

static void states_by_comma(struct form *f, struct form_field *x)
{
	char **name;
	size_t n = strchr(x->value, ',') ? text_split(f->q->a, x->value, ",", &name) : 0;
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = arena_printf(f->q->a, "%s%s%s", all, *all ? " " : "", iso3_of(f, x, name[i]));
	x->value = n ? all : x->value;
}

static void states_read(struct form *f)
{
	subject_state(f);
	for (const struct act_field *field = act_kinds[f->kind].field; field->name; field++) {
		struct form_field *x = form_named(f, field->name);

		if (x && field->type == FIELD_STATE)
			x->value = iso3_of(f, x, x->value);
		else if (x && field->type == FIELD_STATES)
			states_by_comma(f, x);
	}
}

/* ---- the file ---- */

static int file_known(struct form *f, const char *sha256, struct err *e)
{
	struct act_file_get_row row;
	struct db_stmt *st = NULL;
	int rc = act_file_get_start(
		f->d->book.db, &(struct act_file_get_in){f->d->house.code, sha256}, &st, e);

	if (rc < 0)
		return rc;
	rc = act_file_get_step(st, &row, e);
	if (rc == DB_ROW) { /* one of this house: a SHA-256 alone opens nothing */
		f->file_sha256 = sha256;
		f->file_name = arena_strdup(f->q->a, row.name);
	}
	db_finish(st);
	return rc < 0 ? rc : 0;
}

static int file_keep(struct form *f, const struct upload *u, struct err *e)
{
	const char *media = strchr(u->media, '/') ? u->media : "application/octet-stream";
	struct request *q = f->q;
	char sha256[65];
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, f->d->book.db, e);

	if (rc == 0)
		rc = store_file_add(f->d->book.db, media, u->data, u->len, q->run->now_ms, sha256, e);
	if (rc == 0)
		rc = act_file_add_run(f->d->book.db,
			&(struct act_file_add_in){
				f->d->house.code, sha256, u->name, media, q->as.person, q->run->now_ms},
			e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc < 0)
		return rc;
	f->file_sha256 = arena_strdup(q->a, sha256);
	f->file_name = u->name;
	return 0;
}

int form_file(struct form *f, struct err *e)
{
	const struct upload *u = f->posted ? request_upload(f->q, "file") : NULL;
	const char *before = f->posted ? request_text(f->q, "file_sha256")
		: f->from              ? f->from->source_sha256
				       : "";

	f->file_sha256 = f->file_name = "";
	if (u && u->len)
		return file_keep(f, u, e);
	return *before ? file_known(f, before, e) : 0;
}

/* ---- the draft ---- */

static void said_of(struct form *f, struct said_act *s)
{
	s->subject = value(f, "subject");
	s->on = value(f, "date");
	s->effective = value(f, "effective");
	s->source = value(f, "source");
	s->source_sha256 = f->file_sha256;
	s->issuer = value(f, "issuer");
	s->by = f->q->as.person;
	s->behalf = value(f, "behalf");
	s->name = NEW_ARRAY(f->q->a, const char *, f->n + 1);
	s->value = NEW_ARRAY(f->q->a, const char *, f->n + 1);
	for (size_t i = 0; i < f->n; i++)
		if (f->field[i].part == FORM_FIELDS) {
			s->name[s->n] = f->field[i].name;
			s->value[s->n++] = f->field[i].value;
		}
}

/* An act for the house alone is the house's: by its issuer it is known whose it is. */
static void house_act(struct form *f, struct said_act *s)
{
	const char *code = f->d->house.code;
	const char *visibility = f->target ? f->target->d.visibility : value(f, "visibility");
	struct form_field *x = form_named(f, "issuer");

	if (strcmp(visibility, visibility_names[VISIBLE_HOUSE]) != 0)
		return;
	if (*s->issuer && strcmp(s->issuer, code) != 0 && x)
		x->wrong =
			say(f->d->v, "An act for this house alone is issued by the house: leave this empty.");
	s->issuer = code;
}

static void behalf_check(struct form *f)
{
	struct form_field *x = form_named(f, "behalf");

	if (x && *x->value && !person_ours(f->d, x->value))
		x->wrong = say(f->d->v, "This house has no person of this id.");
}

static int new_draft(struct form *f, struct said_act *s, struct draft *ret, struct err *e)
{
	const char *id = value(f, "id");

	s->visibility = value(f, "visibility");
	s->id = *id ? id : NULL;
	if (!book_pack(&f->d->book, value(f, "treaty")))
		form_named(f, "treaty")->wrong = say(f->d->v, "This treaty is not kept here.");
	return draft_of(f->q->a, f->q->run->fresh_id, value(f, "treaty"), act_kinds[f->kind].name, s, ret, e);
}

static int correction(struct form *f, struct said_act *s, struct draft *ret, struct err *e)
{
	struct said_correction c = {
		.act = *s, .reason = value(f, "reason"), .kind = act_kinds[f->kind].name, .voids = f->voids};

	if (!*c.reason)
		form_named(f, "reason")->wrong =
			say(f->d->v, "Say why: the reason stays with the correction.");
	if (f->voids) {
		c.act = (struct said_act){.by = s->by, .behalf = s->behalf};
		c.kind = NULL;
	}
	return draft_corrects(f->q->run, &f->d->book, f->target->d.id, &c, ret, e);
}

int form_read(struct form *f, struct draft *ret, struct err *e)
{
	struct said_act s = {.subject = NULL};
	struct draft d = {.id = "x", .corrects = ""};
	struct err wrong;

	if (!f->voids)
		states_read(f);
	said_of(f, &s);
	house_act(f, &s);
	behalf_check(f);
	if (!f->voids)
		check_fields(f);
	int rc = f->target ? correction(f, &s, &d, &wrong) : new_draft(f, &s, &d, &wrong);
	if (rc < 0 && !f->voids) {
		struct draft part = {.id = "x",
			.treaty = f->target ? f->target->d.treaty : value(f, "treaty"),
			.kind = act_kinds[f->kind].name,
			.visibility = f->target ? f->target->d.visibility : value(f, "visibility"),
			.corrects = "",
			.subject = s.subject,
			.on = s.on,
			.effective = s.effective,
			.issuer = s.issuer,
			.by = s.by,
			.behalf = s.behalf,
			.source = s.source,
			.source_sha256 = s.source_sha256,
			.payload = "{}"};
		check_parts(f, &part);
	}
	if (rc < 0 && !is_wrong(f))
		wrong_text(f, wrong.text);
	if (is_wrong(f))
		return err_set(e, ERR_INVALID, "%s", f->said ? f->said : "see the fields");
	*ret = d;
	return 0;
}
