/* Letters on file. */
#include "offices/letters/ledger.h"

#include <string.h>

#include "acts/payload.h"
#include "letters_sql.h"

#define PARAMS_BYTES_MAX (256u << 10)
#define LIST_MAX 1000

bool letter_is_open(const struct letter_row *l)
{
	return strcmp(l->step, "draft") == 0 || strcmp(l->step, "cleared") == 0 ||
		strcmp(l->step, "signed") == 0;
}

/* ---- reading ---- */

static struct letter_row row_of(struct arena *a, const struct letter_get_row *row)
{
	struct err ignored;
	struct letter_row l = {.id = arena_strdup(a, row->id),
		.treaty = arena_strdup(a, row->treaty),
		.kind = arena_strdup(a, row->kind),
		.audience = arena_strdup(a, row->audience),
		.params = arena_strdup(a, row->params),
		.step = arena_strdup(a, row->step),
		.reference = arena_strdup(a, row->reference),
		.edition = arena_strdup(a, row->edition),
		.pack = arena_strdup(a, row->pack),
		.manifest = arena_strdup(a, row->manifest),
		.supersedes = arena_strdup(a, row->supersedes),
		.on = DAY_NONE_LOW,
		.made_ms = row->made_ms};
	IGNORE(day_parse(row->on_day, strlen(row->on_day), &l.on, &ignored)); /* we wrote it */
	return l;
}

int ledger_get(struct db *db, struct arena *a, const struct house *h, const char *name,
	struct letter_row *ret, struct err *e)
{
	struct letter_get_row row;
	struct db_stmt *st;
	int rc = letter_get_start(db, &(struct letter_get_in){h->code, name}, &st, e);
	if (rc < 0)
		return rc;
	rc = letter_get_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = row_of(a, &row);
	db_finish(st);
	if (rc == DB_ROW)
		return 0;
	if (rc >= 0)
		return err_set(e, ERR_NOTFOUND,
			"house %s has no letter '%s'; paraph letter list shows ids and references", h->code,
			name);
	return rc;
}

int ledger_list(struct db *db, struct arena *a, const struct house *h, const char *kind,
	struct letter_row **ret, size_t *ret_n, struct err *e)
{
	struct letter_get_row row;
	struct db_stmt *st;
	size_t cap = 0;
	*ret = NULL;
	*ret_n = 0;
	int rc = letter_list_start(db, &(struct letter_list_in){h->code, kind, LIST_MAX}, &st, e);
	if (rc < 0)
		return rc;
	for (rc = letter_get_step(st, &row, e); rc == DB_ROW; rc = letter_get_step(st, &row, e)) {
		GROW(a, *ret, *ret_n, cap);
		(*ret)[(*ret_n)++] = row_of(a, &row);
	}
	db_finish(st);
	return rc;
}

static struct copy_row copy_of(struct arena *a, const struct copy_list_row *row)
{
	return (struct copy_row){.n = row->n,
		.in_copy = row->in_copy != 0,
		.letter = arena_strdup(a, row->letter),
		.reference = arena_strdup(a, row->reference),
		.contact = arena_strdup(a, row->contact),
		.iso3 = arena_strdup(a, row->iso3),
		.category = arena_strdup(a, row->category),
		.lang = arena_strdup(a, row->lang),
		.wanted = arena_strdup(a, row->wanted),
		.code = arena_strdup(a, row->code),
		.pdf = arena_strdup(a, row->pdf),
		.text = arena_strdup(a, row->text),
		.html = arena_strdup(a, row->html),
		.scan = arena_strdup(a, row->scan),
		.record = arena_strdup(a, row->record),
		.state = arena_strdup(a, row->state),
		.reason = arena_strdup(a, row->reason),
		.gone_ms = row->gone_ms};
}

static int copies_of(struct db_stmt *st, struct arena *a, struct copy_row **ret, size_t *ret_n, struct err *e)
{
	struct copy_list_row row;
	size_t cap = 0;
	int rc;
	*ret = NULL;
	*ret_n = 0;
	for (rc = copy_list_step(st, &row, e); rc == DB_ROW; rc = copy_list_step(st, &row, e)) {
		GROW(a, *ret, *ret_n, cap);
		(*ret)[(*ret_n)++] = copy_of(a, &row);
	}
	db_finish(st);
	return rc;
}

int ledger_count(struct db *db, const struct house *h, const char *letter, size_t *ret_copies, struct err *e)
{
	struct copy_count_row row = {0};
	struct db_stmt *st;
	int rc = copy_count_start(db, &(struct copy_count_in){h->code, letter}, &st, e);
	if (rc < 0)
		return rc;
	rc = copy_count_step(st, &row, e);
	db_finish(st);
	*ret_copies = rc == DB_ROW ? (size_t)row.copies : 0;
	return rc < 0 ? rc : 0;
}

int ledger_copies(struct db *db, struct arena *a, const struct house *h, const char *letter,
	struct copy_row **ret, size_t *ret_n, struct err *e)
{
	struct db_stmt *st;
	int rc = copy_list_start(db, &(struct copy_list_in){h->code, letter}, &st, e);
	return rc < 0 ? rc : copies_of(st, a, ret, ret_n, e);
}

int ledger_copies_to(struct db *db, struct arena *a, const struct house *h, const char *contact,
	struct copy_row **ret, size_t *ret_n, struct err *e)
{
	struct db_stmt *st;
	int rc = copy_of_contact_start(db, &(struct copy_of_contact_in){h->code, contact}, &st, e);
	return rc < 0 ? rc : copies_of(st, a, ret, ret_n, e);
}

static int copy_one(struct db_stmt *st, struct arena *a, struct copy_row *ret, struct err *e)
{
	struct copy_list_row row;
	int rc = copy_list_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = copy_of(a, &row);
	db_finish(st);
	return rc;
}

int ledger_copy(struct db *db, struct arena *a, const struct house *h, const char *reference,
	struct copy_row *ret, struct err *e)
{
	struct db_stmt *st;
	int rc = copy_by_reference_start(db, &(struct copy_by_reference_in){h->code, reference}, &st, e);
	return rc < 0 ? rc : copy_one(st, a, ret, e);
}

int ledger_copy_of_file(
	struct db *db, struct arena *a, const char *sha256, struct copy_row *ret, struct err *e)
{
	struct db_stmt *st;
	int rc = copy_by_file_start(db, &(struct copy_by_file_in){sha256}, &st, e);
	return rc < 0 ? rc : copy_one(st, a, ret, e);
}

int ledger_copy_of_bytes(
	struct db *db, struct arena *a, const char *sha256, struct copy_row *ret, struct err *e)
{
	struct db_stmt *st;
	int rc = copy_by_bytes_start(db, &(struct copy_by_bytes_in){sha256}, &st, e);
	return rc < 0 ? rc : copy_one(st, a, ret, e);
}

int ledger_copy_of_code(struct db *db, struct arena *a, const char *code, struct copy_row *ret, struct err *e)
{
	struct db_stmt *st;
	int rc = copy_by_code_start(db, &(struct copy_by_code_in){code}, &st, e);
	return rc < 0 ? rc : copy_one(st, a, ret, e);
}

int ledger_steps(struct db *db, struct arena *a, const struct house *h, const char *letter,
	struct step_row **ret, size_t *ret_n, struct err *e)
{
	struct letter_steps_row row;
	struct db_stmt *st;
	size_t cap = 0;
	*ret = NULL;
	*ret_n = 0;
	int rc = letter_steps_start(db, &(struct letter_steps_in){h->code, letter}, &st, e);
	if (rc < 0)
		return rc;
	for (rc = letter_steps_step(st, &row, e); rc == DB_ROW; rc = letter_steps_step(st, &row, e)) {
		GROW(a, *ret, *ret_n, cap);
		(*ret)[(*ret_n)++] = (struct step_row){row.n, row.at_ms, arena_strdup(a, row.step),
			arena_strdup(a, row.role), arena_strdup(a, row.person), arena_strdup(a, row.behalf),
			arena_strdup(a, row.note)};
	}
	db_finish(st);
	return rc;
}

/* ---- writing ---- */

int ledger_step(struct run *r, struct db *db, const struct house *h, const struct taken *s,
	const char *behalf, struct err *e)
{
	int rc = letter_step_add_run(db,
		&(struct letter_step_add_in){h->code, s->letter, s->what, s->role ? s->role : "",
			r->actor ? r->actor : "", behalf ? behalf : "", r->now_ms, s->note ? s->note : ""},
		e);
	if (rc == 0 && s->step)
		rc = letter_step_set_run(db, &(struct letter_step_set_in){h->code, s->letter, s->step}, e);
	return rc;
}

int ledger_claim(
	struct db *db, const struct house *h, const struct letter_row *l, const char *step, struct err *e)
{
	struct letter_claim_row row;
	struct db_stmt *st;
	int rc = letter_claim_start(db, &(struct letter_claim_in){h->code, l->id, l->step, step}, &st, e);
	if (rc < 0)
		return rc;
	rc = letter_claim_step(st, &row, e);
	bool ours = rc == DB_ROW;
	if (ours) /* to its end, so that the statement is done */
		rc = letter_claim_step(st, &row, e);
	db_finish(st);
	if (rc < 0 || ours)
		return rc < 0 ? rc : 0;
	return err_set(e, ERR_BUSY, "letter %s is %s no more, since this moment; try again", l->id, l->step);
}

int ledger_draft(struct run *r, struct db *db, const struct house *h, const struct letter_row *l,
	const char *behalf, struct err *e)
{
	char day[11];
	int rc = letter_add_run(db,
		&(struct letter_add_in){h->code, l->id, l->treaty, l->kind, day_format(l->on, day),
			l->audience, l->params, l->supersedes, r->now_ms},
		e);
	if (rc == 0)
		rc = ledger_step(r, db, h, &(struct taken){.letter = l->id, .what = "draft"}, behalf, e);
	return rc;
}

/* ---- what the sender said ---- */

static void member(struct buf *b, const char *name, const char *value)
{
	if (!value)
		return;
	buf_puts(b, b->len > 1 ? "," : "");
	buf_json(b, name);
	buf_putc(b, ':');
	buf_json(b, value);
}

static void open_object(struct buf *b, const char *name)
{
	buf_puts(b, b->len > 1 ? "," : "");
	buf_json(b, name);
	buf_puts(b, ":{");
}

const char *params_write(struct arena *a, const struct letter_order *o)
{
	struct buf b;
	buf_init(&b, a, PARAMS_BYTES_MAX);
	buf_putc(&b, '{');
	if (o->words) {
		open_object(&b, "about");
		for (size_t i = 0; i < o->words; i++) {
			buf_puts(&b, i ? "," : "");
			buf_json(&b, o->word[i].name);
			buf_putc(&b, ':');
			buf_json(&b, o->word[i].value);
		}
		buf_putc(&b, '}');
	}
	if (o->circumstances) {
		open_object(&b, "circumstance");
		for (size_t i = 0; i < o->circumstances; i++) {
			buf_puts(&b, i ? "," : "");
			buf_json(&b, o->circumstance[i].lang);
			buf_putc(&b, ':');
			buf_json(&b, o->circumstance[i].text);
		}
		buf_putc(&b, '}');
	}
	member(&b, "from", o->from);
	member(&b, "lang", o->lang);
	member(&b, "place", o->place);
	member(&b, "to", o->to);
	buf_putc(&b, '}');
	return b.data;
}

/* Names of an object's members; their values by payload_member(). */
static size_t members(struct arena *a, const char *params, const char *name, const char ***ret)
{
	struct slice map, key, value;
	size_t pos = 0, n = 0, cap = 0;
	*ret = NULL;
	if (!payload_raw(params, name, &map))
		return 0;
	while (payload_each(map, &pos, &key, &value)) {
		GROW(a, *ret, n, cap);
		(*ret)[n++] = arena_strndup(a, key.at, key.len);
	}
	return n;
}

int params_read(struct arena *a, const char *params, struct letter_order *ret, struct err *e)
{
	const char **name;
	size_t n = members(a, params, "about", &name);
	struct letter_word *word = NEW_ARRAY(a, struct letter_word, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		word[i] = (struct letter_word){name[i], payload_member(a, params, "about", name[i])};
	ret->words = n;
	ret->word = word;
	n = members(a, params, "circumstance", &name);
	struct circumstance *circumstance = NEW_ARRAY(a, struct circumstance, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		circumstance[i] =
			(struct circumstance){name[i], payload_member(a, params, "circumstance", name[i])};
	ret->circumstances = n;
	ret->circumstance = circumstance;
	ret->from = payload_text(a, params, "from");
	ret->lang = payload_text(a, params, "lang");
	ret->place = payload_text(a, params, "place");
	ret->to = payload_text(a, params, "to");
	for (size_t i = 0; i < ret->words; i++)
		if (!ret->word[i].value)
			return err_set(e, ERR_DB, "a draft's own words cannot be read; write it anew");
	return 0;
}

/* ---- clearance ---- */

size_t clearance_persons(const struct house_clearance *c, const struct step_row *s, size_t n)
{
	size_t persons = 0;
	for (size_t i = 0; i < n; i++) {
		bool counts = strcmp(s[i].role, c->role) == 0 &&
			(strcmp(s[i].step, "cleared") == 0 || strcmp(s[i].step, "signed") == 0);
		for (size_t k = 0; k < i && counts; k++)
			counts = strcmp(s[k].role, c->role) != 0 || strcmp(s[k].person, s[i].person) != 0;
		persons += counts;
	}
	return persons;
}

const char *clearance_lacks(
	struct arena *a, const struct house *h, const struct step_row *s, size_t n, bool signing)
{
	const char *all = "";
	for (size_t i = 0; i < h->clearance_n; i++) {
		const struct house_clearance *c = &h->clearance[i];
		size_t have = clearance_persons(c, s, n), want = (size_t)c->persons;
		if (have >= want || (signing && strcmp(c->role, ROLE_SIGNATORY) == 0))
			continue;
		all = arena_printf(
			a, "%s%s%zu more with the role %s", all, *all ? ", " : "", want - have, c->role);
	}
	return *all ? all : NULL;
}

int letters_open_list(struct db *db, struct arena *a, const struct house *h, struct letter_open **ret,
	size_t *ret_n, struct err *e)
{
	struct letter_open *all = NULL;
	struct letter_row *l = NULL;
	size_t n = 0, open = 0;
	int rc = ledger_list(db, a, h, "", &l, &n, e);

	all = NEW_ARRAY(a, struct letter_open, n + 1);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct step_row *s = NULL;
		size_t done = 0;

		if (!letter_is_open(&l[i]))
			continue;
		rc = ledger_steps(db, a, h, l[i].id, &s, &done, e);
		all[open++] = (struct letter_open){l[i].id, l[i].kind, l[i].audience, l[i].step,
			rc == 0 ? clearance_lacks(a, h, s, done, false) : NULL, l[i].on, l[i].made_ms};
	}
	*ret = all;
	*ret_n = open;
	return rc;
}
