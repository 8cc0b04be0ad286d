/* Drafts and their clearance: letter draft, clear, sign, cancel. */
#include <string.h>

#include "acts/random.h"
#include "letters_sql.h"
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"
#include "post/outbox.h"

/* Opens the house and the letter that a command names. */
int letter_named(struct run *r, const char *name, struct book *b, struct house *h, struct letter_row *ret,
	struct err *e)
{
	int rc = book_open(r, b, e);
	if (rc == 0)
		rc = house_open(r, b->db, NULL, h, e);
	return rc == 0 ? ledger_get(b->db, r->arena, h, name, ret, e) : rc;
}

const char *letter_fresh_id(struct arena *a)
{
	char id[2 + 2 * 10 + 1] = "l-";
	random_hex(id + 2, 10);
	return arena_strdup(a, id);
}

static int not_open(const struct letter_row *l, const char *what, struct err *e)
{
	return err_set(e, ERR_CONFLICT, "letter %s is %s: it cannot be %s any more", l->id, l->step, what);
}

/* --behalf names a person of the house. */
static int behalf_check(
	struct run *r, struct db *db, const struct house *h, const char *behalf, struct err *e)
{
	struct person ignored;
	int rc = behalf ? person_get(r->arena, db, h, behalf, &ignored, e) : 0;
	return rc < 0 ? err_ctx(e, "--behalf") : 0;
}

/* ---- letter draft ---- */

enum { DRAFT_AUDIENCE = SENDER_OPTIONS, DRAFT_BEHALF };
const struct option_info letter_draft_options[] = {
	SENDER_OPTION_ROWS,
	{"--audience", "NAME", "Whom, in place of the kind's own audience (paraph audience list)"},
	{"--behalf", "PERSON", "On whose behalf: the id of a person of the house"},
	{0},
};

/* What could never be issued is refused now, before others clear and sign it. */
static int draft_issuable(struct run *r, struct sender *s, const char *audience, struct err *e)
{
	struct issue is = {.run = r, .sender = s, .audience = audience};
	int rc = issue_audience(&is, false, e);
	if (rc == 0)
		rc = issue_number(&is, e);
	return rc == 0 ? issue_numbered(&is, e) : rc;
}

int letter_draft(struct run *r, struct sender *s, const char *audience, const char *behalf, const char **ret,
	struct err *e)
{
	AUTO_TX tx = {0};
	struct person actor = {0};
	int rc = house_actor(r, s->book.db, &s->house, &actor, e);
	if (rc == 0)
		rc = house_may(s->book.db, &s->house, actor.id, ROLE_DRAFTER, r->today, e);
	if (rc == 0)
		rc = behalf_check(r, s->book.db, &s->house, behalf, e);
	if (rc < 0)
		return rc;
	audience = audience ? audience : s->order.kind->audience;
	if (!audience)
		return err_set(e, ERR_INVALID, "letter %s: a paper goes with a letter, and is not one itself",
			s->order.kind->name);
	struct letter_row l = {.id = letter_fresh_id(r->arena),
		.treaty = s->pack->code,
		.kind = s->order.kind->name,
		.on = s->order.on,
		.audience = audience,
		.params = params_write(r->arena, &s->order),
		.supersedes = ""};
	rc = draft_issuable(r, s, audience, e);
	if (rc == 0)
		rc = tx_begin(&tx, s->book.db, e);
	if (rc == 0)
		rc = ledger_draft(r, s->book.db, &s->house, &l, behalf, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	*ret = l.id;
	return rc;
}

int letter_draft_run(struct run *r, struct err *e)
{
	struct sender s;
	const char *id;
	int rc = sender_open(r, r->argv[0], SENDER_HOUSE | SENDER_TYPESET, &s, e);
	if (rc == 0)
		rc = letter_draft(r, &s, r->option[DRAFT_AUDIENCE], r->option[DRAFT_BEHALF], &id, e);
	if (rc == 0)
		fprintf(r->out, "%s\n", id);
	return rc;
}

int letter_again(struct run *r, const char *name, day_t on, const char **ret, struct err *e)
{
	struct book book = {0};
	struct house h = {0};
	struct letter_row l = {0};
	struct sender s;
	int rc = letter_named(r, name, &book, &h, &l, e);
	if (rc < 0)
		return rc;
	r->treaty = l.treaty;
	rc = sender_open_stored(r, l.kind, l.params, on, &s, e);
	return rc == 0 ? letter_draft(r, &s, l.audience, NULL, ret, e) : rc;
}

int letter_again_run(struct run *r, struct err *e)
{
	const char *id;
	int rc = letter_again(r, r->argv[0], r->on, &id, e);
	if (rc == 0)
		fprintf(r->out, "%s\n", id);
	return rc;
}

/* ---- clearing and signing ---- */

/* Somebody clears or signs. */
struct taking {
	struct run *run;
	struct db *db;
	const struct house *house;
	const struct letter_row *letter;
	const struct taken_by *by;
	const char *person, *role;
	const char *list; /* what is signed: signed_list() */
	bool again;       /* has signed it already, when it said something else */
	size_t n;
	struct step_row *step; /* so far */
};

static int step_take(struct taking *t, struct err *e)
{
	struct run *r = t->run;
	const struct house *h = t->house;
	bool signing = t->by->signing;
	struct taken step = {.letter = t->letter->id,
		.what = signing ? "signed" : "cleared",
		.role = t->role,
		.note = t->by->note};
	int rc = ledger_step(r, t->db, h, &step, t->by->behalf, e);
	if (rc == 0 && signing)
		rc = signed_keep(t->db, h, t->letter->id, t->list, e);
	if (rc == 0)
		rc = ledger_steps(t->db, r->arena, h, t->letter->id, &t->step, &t->n, e);
	if (rc < 0)
		return rc;
	const char *to = signing && !clearance_lacks(r->arena, h, t->step, t->n, false) ? "signed"
		: !signing && !clearance_lacks(r->arena, h, t->step, t->n, true)        ? "cleared"
											: NULL;
	return to ? ledger_claim(t->db, h, t->letter, to, e) : 0;
}

static bool did(const struct taking *t, const char *role)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->step[i].role, role) == 0 && strcmp(t->step[i].person, t->person) == 0)
			return true;
	return false;
}

/* The first entry of the house's rule that is not fulfilled, that the actor has the role for, and has not
 * done yet; or has signed when the letter said something else. */
static int role_find(struct taking *t, struct err *e)
{
	const struct house *h = t->house;
	bool signing = t->by->signing;
	struct err why = {0};
	for (size_t i = 0; i < h->clearance_n; i++) {
		const struct house_clearance *c = &h->clearance[i];
		bool signs = strcmp(c->role, ROLE_SIGNATORY) == 0, mine = did(t, c->role);
		bool full = clearance_persons(c, t->step, t->n) >= (size_t)c->persons;
		if (signs != signing || (full && !(mine && t->again)))
			continue;
		if (mine && !t->again) {
			err_set(&why, ERR_CONFLICT, "%s has %s it already; another person is needed",
				t->person, signing ? "signed" : "cleared");
			continue;
		}
		t->role = c->role;
		if (house_may(t->db, h, t->person, c->role, t->run->today, &why) == 0)
			return 0;
	}
	if (why.code)
		return err_set(e, why.code, "%s", why.text);
	return err_set(e, ERR_CONFLICT, "letter %s: house %s asks for no more %s", t->letter->id, h->code,
		signing ? "signatures" : "clearance");
}

/* What would be signed, as the record and the contacts are now. */
static int signing_list(struct run *r, const struct letter_row *l, const char **ret, struct err *e)
{
	struct sender s;
	struct issue is = {.run = r, .sender = &s, .audience = l->audience, .row = *l};
	int rc = sender_open_stored(r, l->kind, l->params, l->on, &s, e);
	if (rc == 0)
		rc = issue_audience(&is, false, e);
	return rc == 0 ? signed_list(&is, ret, e) : rc;
}

/* Is the letter one that may be taken a step further? */
static int step_may(struct taking *t, struct err *e)
{
	const struct letter_row *l = t->letter;
	bool signing = t->by->signing;
	if (strcmp(l->step, "draft") != 0 && strcmp(l->step, "cleared") != 0 &&
		!(t->again && strcmp(l->step, "signed") == 0))
		return not_open(l, signing ? "signed" : "cleared", e);
	const char *lacks = signing ? clearance_lacks(t->run->arena, t->house, t->step, t->n, true) : NULL;
	return lacks ? err_set(e, ERR_CONFLICT, "letter %s is not cleared yet: %s", l->id, lacks)
		     : role_find(t, e);
}

int letter_step(
	struct run *r, const char *name, const struct taken_by *by, struct letter_row *ret, struct err *e)
{
	AUTO_TX tx = {0};
	struct book book = {0};
	struct house h = {0};
	struct person actor = {0};
	struct taking t = {.run = r, .house = &h, .letter = ret, .by = by};
	int rc = letter_named(r, name, &book, &h, ret, e);
	if (rc == 0)
		rc = house_actor(r, book.db, &h, &actor, e);
	if (rc == 0)
		rc = behalf_check(r, book.db, &h, by->behalf, e);
	if (rc == 0 && by->signing && letter_is_open(ret))
		rc = signing_list(r, ret, &t.list, e);
	if (rc == 0 && by->seen && t.list && strcmp(by->seen, list_hash(r->arena, t.list)) != 0)
		rc = err_set(e, ERR_CONFLICT,
			"letter %s says something else since you looked at it: look at it again", ret->id);
	if (rc == 0)
		rc = tx_begin(&tx, book.db, e);
	if (rc == 0)
		rc = ledger_get(book.db, r->arena, &h, name, ret, e); /* as it is now */
	if (rc == 0)
		rc = ledger_steps(book.db, r->arena, &h, ret->id, &t.step, &t.n, e);
	if (rc == 0 && t.list)
		rc = signed_other(book.db, r->arena, &h, ret->id, actor.id, t.list, &t.again, e);
	if (rc != 0)
		return rc;
	t.db = book.db;
	t.person = actor.id;
	rc = step_may(&t, e);
	if (rc == 0)
		rc = step_take(&t, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	return rc == 0 ? ledger_get(book.db, r->arena, &h, ret->id, ret, e) : rc;
}

static int clear_or_sign(struct run *r, bool signing, struct err *e)
{
	const struct taken_by by = {.signing = signing, .note = r->option[0], .behalf = r->option[1]};
	struct letter_row l = {0};
	int rc = letter_step(r, r->argv[0], &by, &l, e);
	if (rc == 0)
		fprintf(r->out, "%s %s\n", l.id, l.step);
	return rc;
}

const struct option_info letter_step_options[] = {
	{"--note", "TEXT", "What there is to say about it"},
	{"--behalf", "PERSON", "On whose behalf: the id of a person of the house"},
	{0},
};

int letter_clear_run(struct run *r, struct err *e)
{
	return clear_or_sign(r, false, e);
}

int letter_sign_run(struct run *r, struct err *e)
{
	return clear_or_sign(r, true, e);
}

/* One person who may do all that the house asks for does it at once. */
int clearance_by_one(struct run *r, struct db *db, const struct house *h, const char *letter, struct err *e)
{
	struct person actor = {0};
	int rc = house_actor(r, db, h, &actor, e);
	for (size_t i = 0; i < h->clearance_n && rc == 0; i++) {
		const struct house_clearance *c = &h->clearance[i];
		bool signs = strcmp(c->role, ROLE_SIGNATORY) == 0;
		if (c->persons > 1)
			return err_set(e, ERR_INVALID,
				"house %s wants %d persons with the role %s: begin with paraph letter draft",
				h->code, c->persons, c->role);
		rc = house_may(db, h, actor.id, c->role, r->today, e);
		if (rc == 0)
			rc = ledger_step(r, db, h,
				&(struct taken){.letter = letter,
					.what = signs ? "signed" : "cleared",
					.role = c->role,
					.step = signs ? "signed" : "cleared"},
				NULL, e);
	}
	return rc;
}

/* ---- letter cancel ---- */

struct cancelling {
	struct run *run;
	struct db *db;
	const struct house *house;
	const struct letter_row *letter;
	int64_t copy; /* 0: all */
	const char *why;
};

static int cancel_rows(void *ctx, struct err *e)
{
	struct cancelling *c = ctx;
	const char *house = c->house->code, *letter = c->letter->id;
	/* A draft that was issued since it was read is cancelled as what it is now: by an act, in another
	 * try. */
	int rc = ledger_claim(c->db, c->house, c->letter, c->copy ? c->letter->step : "cancelled", e);
	if (rc == 0)
		rc = copy_state_set_run(
			c->db, &(struct copy_state_set_in){house, letter, c->copy, "cancelled", c->why}, e);
	if (rc == 0)
		rc = outbox_cancel_copy(c->db, house, letter, c->copy, c->why, c->run->now_ms, NULL, e);
	if (rc == 0)
		rc = copy_unwritten_run(c->db, &(struct copy_unwritten_in){house, letter}, e);
	if (rc == 0)
		rc = ledger_step(c->run, c->db, c->house,
			&(struct taken){.letter = letter,
				.what = "cancelled",
				.note = c->copy ? arena_printf(c->run->arena, "copy %lld: %s",
							  (long long)c->copy, c->why)
						: c->why},
			NULL, e);
	return rc;
}

/* An issued letter is cancelled by an act; a draft and a single copy by their rows. */
static int cancel_act(struct cancelling *c, struct book *b, struct err *e)
{
	struct run *r = c->run;
	struct appended done;
	struct marks marks;
	struct buf payload;
	char day[11];
	buf_init(&payload, r->arena, ACT_PAYLOAD_MAX);
	buf_puts(&payload, "{\"grounds\":");
	buf_json(&payload, c->why);
	buf_puts(&payload, "}");
	struct draft d = {.id = r->fresh_id,
		.treaty = c->letter->treaty,
		.kind = act_kinds[ACT_LETTER_CANCELLED].name,
		.visibility = visibility_names[VISIBLE_HOUSE],
		.corrects = "",
		.subject = c->letter->reference,
		.on = arena_strdup(r->arena, day_format(r->today, day)),
		.effective = "",
		.issuer = c->house->code,
		.by = r->actor ? r->actor : "",
		.behalf = "",
		.source = arena_printf(r->arena, "letter %s of the house %s", c->letter->id, c->house->code),
		.source_sha256 = "",
		.payload = payload.data};
	return book_record_with(r, b, &d, 1, &done, &marks, cancel_rows, c, e);
}

const struct option_info letter_cancel_options[] = {
	{"--reason", "TEXT", "Why; it stands with each copy"},
	{0},
};

int letter_cancel(struct run *r, const char *name, const char *why, struct err *e)
{
	AUTO_TX tx = {0};
	struct book book = {0};
	struct house h = {0};
	struct letter_row l = {0};
	struct person actor = {0};
	struct copy_row copy = {0};
	int rc = letter_named(r, name, &book, &h, &l, e);
	if (rc == 0)
		rc = house_actor(r, book.db, &h, &actor, e);
	if (rc == 0)
		rc = house_may(book.db, &h, actor.id, *l.reference ? ROLE_SENDER : ROLE_DRAFTER, r->today, e);
	if (rc != 0)
		return rc;
	if (strcmp(l.step, "cancelled") == 0 || strcmp(l.step, "superseded") == 0)
		return not_open(&l, "cancelled", e);
	struct cancelling c = {r, book.db, &h, &l, 0, why};
	if (*l.reference && strcmp(l.reference, name) != 0 && strcmp(l.id, name) != 0) {
		rc = ledger_copy(book.db, r->arena, &h, name, &copy, e);
		c.copy = copy.n;
	}
	if (rc < 0)
		return rc;
	if (*l.reference && !c.copy)
		return cancel_act(&c, &book, e);
	rc = tx_begin(&tx, book.db, e);
	if (rc == 0)
		rc = cancel_rows(&c, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int letter_cancel_run(struct run *r, struct err *e)
{
	if (!r->option[0] || !*r->option[0])
		return err_set(e, ERR_USAGE, "letter cancel: say why, as in --reason \"the meeting moved\"");
	return letter_cancel(r, r->argv[0], r->option[0], e);
}
