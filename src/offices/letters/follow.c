/* letter follow: what became of each copy; and what has not left to States that are bound by now, or to
 * whom asked meanwhile not to be written to, is cancelled. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letters_sql.h"
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"
#include "post/outbox.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define MOST_DEFAULT 100 /* rows for people */

/* ---- what has not left is cancelled ---- */

/* Why the State gets no letter any more; NULL: it may. */
static const char *bound_by_now(struct run *r, const struct book *b, const struct pack *p, const char *iso3)
{
	struct state_standing st;
	struct reg reg;
	char day[EDTF_TEXT];
	book_reg(b, p, &reg);
	reg_standing(&reg, journal_word(b->journal, iso3), r->today, &st);
	if (st.deposited != TRI_YES || st.current >= st.n)
		return NULL;
	const struct membership *m = &st.membership[st.current];
	return arena_printf(r->arena, "%s deposited its %s on %s", iso3, act_kinds[m->instrument].name,
		edtf_format(m->deposited, day));
}

static int copy_cancel(struct run *r, const struct book *b, const struct house *h,
	const struct outbox_unsent *u, const char *why, size_t *cancelled, struct err *e)
{
	size_t n = 0;
	int rc = outbox_cancel_copy(b->db, h->code, u->letter, u->copy, why, r->now_ms, &n, e);
	if (rc < 0 || n == 0) /* it has left: it was right on its day */
		return rc;
	*cancelled += 1;
	rc = copy_state_set_run(
		b->db, &(struct copy_state_set_in){h->code, u->letter, u->copy, "cancelled", why}, e);
	if (rc == 0)
		rc = copy_unwritten_run(b->db, &(struct copy_unwritten_in){h->code, u->letter}, e);
	if (rc == 0)
		rc = ledger_step(r, b->db, h,
			&(struct taken){.letter = u->letter,
				.what = "cancelled",
				.note = arena_printf(r->arena, "%s: %s", u->reference, why)},
			NULL, e);
	return rc;
}

/* What is asked once more of each copy of a letter before it leaves. */
struct last_look {
	const struct pack *bound; /* bound States of this treaty are left out; NULL */
	struct opted_out out;
};

static int last_look(struct run *r, const struct book *b, const struct house *h, const char *id,
	struct last_look *ret, struct err *e)
{
	struct letter_row l = {0};
	const char *purpose = "letters";
	struct last_look was = *ret;
	int rc = ledger_get(b->db, r->arena, h, id, &l, e);
	*ret = (struct last_look){.bound = NULL};
	if (rc == 0) {
		const struct pack *p = book_pack(b, l.treaty);
		const struct audience *q = p ? audience_find(p, h, l.audience) : NULL;
		ret->bound = q && q->exclude & 1u << OUT_BOUND ? p : NULL;
		purpose = q && q->consent ? q->consent : purpose;
	} else if (rc !=
		ERR_NOTFOUND) { /* else it is not of this register: those asked for hold all the same */
		return rc;
	}
	ret->out = was.out;
	return was.out.purpose && strcmp(was.out.purpose, purpose) == 0
		? 0
		: opted_out_read(r->arena, b->db, h, purpose, r->today, &ret->out, e);
}

static const char *why_not(
	struct run *r, const struct book *b, const struct last_look *k, const struct outbox_unsent *u)
{
	const char *why = k->bound && *u->iso3 ? bound_by_now(r, b, k->bound, u->iso3) : NULL;
	return why ? why : opted_out_why(r->arena, &k->out, u->contact, u->address);
}

int letters_follow(
	struct run *r, const struct book *b, const struct house *h, size_t *ret_cancelled, struct err *e)
{
	AUTO_TX tx = {0};
	struct outbox_unsent *u = NULL;
	struct last_look k = {.bound = NULL};
	size_t n = 0;
	bool begun = false;
	*ret_cancelled = 0;
	int rc = outbox_unsent(b->db, r->arena, h->code, &u, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (i == 0 || strcmp(u[i].letter, u[i - 1].letter) != 0)
			rc = last_look(r, b, h, u[i].letter, &k, e);
		const char *why = rc == 0 ? why_not(r, b, &k, &u[i]) : NULL;
		if (why && !begun) { /* seldom: nobody waits for a lock where nothing is to be cancelled */
			rc = tx_begin(&tx, b->db, e);
			begun = true;
		}
		if (why && rc == 0)
			rc = copy_cancel(r, b, h, &u[i], why, ret_cancelled, e);
	}
	return rc == 0 && begun ? tx_commit(&tx, e) : rc;
}

/* ---- what became of it ---- */

int copies_post(struct db *db, struct arena *a, const struct house *h, const char *letter,
	const struct copy_row *c, size_t n, struct copy_post **ret, struct err *e)
{
	struct copy_post *post = NEW_ARRAY(a, struct copy_post, n ? n : 1);
	struct outbox_message *m;
	size_t messages, k = 0;
	int rc = outbox_list(db, a,
		&(struct outbox_query){.house = h->code, .letter = letter, .most = LETTER_COPIES_MAX}, &m,
		&messages, e);
	if (rc < 0)
		return rc;
	/* In the order of the copies, but that one which went once more was made later, and stands before. */
	for (size_t i = 0; i < messages; i++) {
		k = k < n && c[k].n <= m[i].copy ? k : 0;
		while (k < n && c[k].n < m[i].copy)
			k++;
		if (k == n || c[k].n != m[i].copy)
			continue;
		if (!post[k].last || post[k].last->turn < m[i].turn)
			post[k].last = &m[i];
		if (m[i].answered_ms > 0)
			post[k].answered_ms = m[i].answered_ms;
	}
	*ret = post;
	return 0;
}

const char *const became_names[BECAME_COUNT + 1] = {
	"returned", "held", "waiting", "answered", "delivered", "silent", "cancelled", NULL};

static enum became_word word_of(const struct copy_row *c, const struct copy_post *p)
{
	static const enum became_word of[OUTBOX_STATE_COUNT] = {
		[OUTBOX_WAITING] = BECAME_WAITING,
		[OUTBOX_SENDING] = BECAME_WAITING,
		[OUTBOX_SENT] = BECAME_SILENT,
		[OUTBOX_DELIVERED] = BECAME_DELIVERED,
		[OUTBOX_RETURNED] = BECAME_RETURNED,
		[OUTBOX_FAILED] = BECAME_RETURNED,
		[OUTBOX_CANCELLED] = BECAME_CANCELLED,
		[OUTBOX_HELD] = BECAME_HELD,
		[OUTBOX_PRINTED] = BECAME_WAITING,
		[OUTBOX_HANDED] = BECAME_SILENT,
	};
	if (p->answered_ms > 0)
		return BECAME_ANSWERED;
	if (!p->last)
		return strcmp(c->state, "issued") == 0 ? BECAME_HELD : BECAME_CANCELLED;
	return of[p->last->state];
}

static int by_outcome(const void *a, const void *b)
{
	const struct became *x = a, *y = b;
	return x->outcome != y->outcome   ? (int)x->outcome - (int)y->outcome
		: x->copy->n < y->copy->n ? -1
					  : x->copy->n > y->copy->n;
}

static void became_row(struct run *r, struct table *t, const struct became *b)
{
	static const struct outbox_message none = {
		.name = "", .channel = CHANNEL_COUNT, .address = "", .detail = ""};
	const struct outbox_message *m = b->post->last ? b->post->last : &none;
	/* Whatever goes has a name or an address, until the person is forgotten. */
	const char *name = !b->post->last || *m->name || *m->address ? m->name : "(forgotten)";
	table_row(t,
		(const char *const[]){b->copy->reference, b->copy->iso3, name, b->copy->lang,
			m->channel < CHANNEL_COUNT ? channel_names[m->channel] : "", m->address,
			became_names[b->outcome],
			instant_text(r->arena, b->outcome == BECAME_WAITING ? 0 : m->next_ms),
			instant_text(r->arena, b->post->answered_ms),
			b->outcome == BECAME_CANCELLED && *b->copy->reason ? b->copy->reason : m->detail});
}

static void summary(struct run *r, const struct letter_row *l, const struct became *b, size_t n)
{
	size_t of[BECAME_COUNT] = {0};
	char day[11];
	bool any = false;
	for (size_t i = 0; i < n; i++)
		of[b[i].outcome]++;
	fprintf(r->out, "%s, %s of %s, %zu %s: ", *l->reference ? l->reference : l->id, l->kind,
		day_format(l->on, day), n, n == 1 ? "copy" : "copies");
	for (int i = 0; i < BECAME_COUNT; i++)
		if (of[i]) {
			fprintf(r->out, "%s%zu %s", any ? ", " : "", of[i], became_names[i]);
			any = true;
		}
	fprintf(r->out, "%s\n", any ? "" : "not issued yet");
}

enum { FOLLOW_ONLY, FOLLOW_MOST };
const struct option_info letter_follow_options[] = {
	[FOLLOW_ONLY] = {"--only", "WORD", "Only those that were returned, held, answered, silent …"},
	[FOLLOW_MOST] = {"--most", "N", "At most N rows (default: 100 for people, all as CSV or JSON)"},
	{0},
};

static int became_table(struct run *r, const struct became *b, size_t n, struct err *e)
{
	static const struct column columns[] = {
		{"reference", "Reference", false, false},
		{"iso3", "State", false, false},
		{"name", "To", false, false},
		{"lang", "Language", false, false},
		{"channel", "By", false, false},
		{"address", "Address", false, false},
		{"outcome", "Is", false, false},
		{"since", "Since", false, false},
		{"answered", "Answered", false, false},
		{"says", "Says", false, false},
	};
	const char *only = r->option[FOLLOW_ONLY];
	bool people = r->format == FORMAT_TABLE;
	size_t shown = 0, fit = 0;
	int64_t most = 0;
	int rc = run_option_int(
		r, FOLLOW_MOST, 1, LETTER_COPIES_MAX, people ? MOST_DEFAULT : LETTER_COPIES_MAX, &most, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		if (only && strcmp(only, became_names[b[i].outcome]) != 0)
			continue;
		if (shown < (size_t)most) {
			became_row(r, t, &b[i]);
			shown++;
		}
		fit++;
	}
	rc = table_end(t, e);
	if (rc == 0 && shown < fit)
		fprintf(r->err, "shown: %zu of %zu; --most N shows more, --only WORD those of one outcome\n",
			shown, fit);
	return rc;
}

static int only_check(const char *only, struct err *e)
{
	if (!only || word_index(became_names, only) >= 0)
		return 0;
	return err_set(e, ERR_USAGE,
		"--only %.20s: say returned, held, waiting, answered, delivered, silent or cancelled", only);
}

int copies_became(struct db *db, struct arena *a, const struct house *h, const char *letter,
	struct became **ret, size_t *ret_n, struct err *e)
{
	struct copy_row *c = NULL;
	struct copy_post *post = NULL;
	int rc = ledger_copies(db, a, h, letter, &c, ret_n, e);
	if (rc == 0)
		rc = copies_post(db, a, h, letter, c, *ret_n, &post, e);
	if (rc < 0)
		return rc;
	assert(post);
	*ret = NEW_ARRAY(a, struct became, *ret_n ? *ret_n : 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct became){&c[i], &post[i], word_of(&c[i], &post[i])};
	return 0;
}

static int follow_one(struct run *r, struct err *e)
{
	struct book book = {0};
	struct house h = {0};
	struct letter_row l = {0};
	struct copy_row named = {0};
	struct became *b = NULL;
	size_t n = 0, kept = 0;
	int rc = only_check(r->option[FOLLOW_ONLY], e);
	if (rc == 0)
		rc = letter_named(r, r->argv[0], &book, &h, &l, e);
	if (rc == 0)
		rc = copies_became(book.db, r->arena, &h, l.id, &b, &n, e);
	if (rc == 0)
		rc = ledger_copy(book.db, r->arena, &h, r->argv[0], &named, e);
	if (rc < 0)
		return rc;
	assert(b);
	for (size_t i = 0; i < n; i++)
		if (!named.n || b[i].copy->n == named.n)
			b[kept++] = b[i];
	if (r->format == FORMAT_TABLE) {
		qsort(b, kept, sizeof *b, by_outcome);
		summary(r, &l, b, kept);
	}
	return became_table(r, b, kept, e);
}

int letter_follow_run(struct run *r, struct err *e)
{
	struct book book = {0};
	struct house h = {0};
	size_t cancelled;
	if (r->argc)
		return follow_one(r, e);
	if (r->option[FOLLOW_ONLY] || r->option[FOLLOW_MOST])
		return err_set(e, ERR_USAGE, "letter follow: --only and --most go with a reference");
	int rc = book_open(r, &book, e);
	if (rc == 0)
		rc = house_open(r, book.db, NULL, &h, e);
	if (rc == 0)
		rc = letters_follow(r, &book, &h, &cancelled, e);
	if (rc == 0)
		fprintf(r->out, "cancelled: %zu\n", cancelled);
	return rc;
}
