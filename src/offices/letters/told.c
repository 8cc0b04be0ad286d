/* Who was told what: frozen facts of issued letters, told apart by what they are about, not by the name of
 * the figure that said it. */
#include "offices/letters/told.h"

#include <stdlib.h>
#include <string.h>

#include "letters_sql.h"
#include "post/outbox.h"
#include "register/meeting.h"

/* ---- the question ---- */

static const struct {
	enum fact_kind kind;
	const char *what; /* of a meeting; NULL: any */
} whats[TOLD_FIGURE] = {
	[TOLD_OPENS] = {FACT_MEETING, "opens"},
	[TOLD_CLOSES] = {FACT_MEETING, "closes"},
	[TOLD_NOMINATIONS] = {FACT_MEETING, "nominations-close"},
	[TOLD_REQUESTS] = {FACT_REQUEST_CLOSES, NULL},
	[TOLD_CITY] = {FACT_MEETING, "city"},
	[TOLD_VENUE] = {FACT_MEETING, "venue"},
};

struct asking_told {
	struct run *run;
	const struct book *book;
	const struct pack *pack;
	const struct house *house;
	struct reg reg;
	day_t on;
	const char *meeting;           /* its code; NULL: of a figure */
	bool wanted[TOLD_COUNT];       /* what is asked of it */
	const char *now[TOLD_COUNT];   /* as it is */
	const char *key;               /* of a figure, with its argument; "" */
	const char *act, *act_meeting; /* the act asked for last, and the meeting that it is of */
	struct telling *all;
	size_t n, cap;
};

/* What a figure tells of a meeting; TOLD_FIGURE: nothing that moves. */
static enum told_what what_of(const struct fact_rule *rule)
{
	int w = 0;
	while (w < TOLD_FIGURE &&
		(rule->kind != whats[w].kind || (whats[w].what && strcmp(rule->what, whats[w].what) != 0)))
		w++;
	return (enum told_what)w;
}

static const struct fact_rule *rule_of(const struct pack *p, struct arena *a, const char *key)
{
	return pack_fact(p, arena_strndup(a, key, strcspn(key, ":")));
}

static const char *exact_value(const struct asking_told *k, const char *key)
{
	struct fact fact;
	struct err ignored; /* what is none any more is not known */
	if (reg_fact(&k->reg, k->run->arena, key, k->on, &fact, &ignored) < 0 || fact.none ||
		fact.quality != QUALITY_EXACT)
		return "";
	return fact.value;
}

/* What the register says now of each thing about the meeting: by the figure that takes a meeting. */
static void now_read(struct asking_told *k)
{
	for (int w = 0; w < TOLD_FIGURE; w++)
		k->now[w] = "";
	for (size_t i = 0; i < k->pack->facts_n; i++) {
		const struct fact_rule *rule = &k->pack->fact[i];
		enum told_what w = what_of(rule);
		if (w != TOLD_FIGURE && rule->argument == ARG_MEETING)
			k->now[w] =
				exact_value(k, arena_printf(k->run->arena, "%s:%s", rule->key, k->meeting));
	}
}

static bool is_meeting(const struct asking_told *k, const char *code)
{
	struct meeting *m;
	size_t n = reg_meetings(&k->reg, k->run->arena, k->on, &m), i = 0;
	while (i < n && strcmp(m[i].code, code) != 0)
		i++;
	return i < n;
}

static int question(struct asking_told *k, const char *key, struct err *e)
{
	const struct fact_rule *rule = rule_of(k->pack, k->run->arena, key);
	const char *colon = strchr(key, ':');
	enum told_what w = rule ? what_of(rule) : TOLD_FIGURE;
	k->key = "";
	if (rule && w != TOLD_FIGURE && colon) {
		k->meeting = colon + 1;
		k->wanted[w] = true;
	} else if (rule) {
		k->key = key;
		k->wanted[TOLD_FIGURE] = true;
		k->now[TOLD_FIGURE] = exact_value(k, key);
	} else {
		k->meeting = key;
		for (w = 0; w < TOLD_FIGURE; w++)
			k->wanted[w] = true;
	}
	if (!k->meeting)
		return 0;
	if (!is_meeting(k, k->meeting))
		return err_set(e, ERR_NOTFOUND,
			"%s: neither a figure of %s (paraph facts) nor the code of a meeting (paraph act list"
			" --kind meeting-convened)",
			key, k->pack->code);
	now_read(k);
	return 0;
}

/* ---- one fact of one letter ---- */

/* The meeting that an act is of; "": the act is not on file. */
static const char *meeting_of_act(struct asking_told *k, const char *acts)
{
	uint64_t seq;
	const char *act = arena_strndup(k->run->arena, acts, strcspn(acts, " "));
	if (k->act && strcmp(k->act, act) == 0)
		return k->act_meeting;
	k->act = act;
	k->act_meeting = *act && journal_find(k->reg.journal, act, k->reg.known, &seq)
		? journal_text(k->reg.journal, journal_act(k->reg.journal, seq)->subject)
		: "";
	return k->act_meeting;
}

/* Does the fact tell of the meeting asked for? A figure that names none is about that of its act. */
static bool tells(struct asking_told *k, const char *key, const char *acts)
{
	const char *colon = strchr(key, ':');
	if (!k->meeting)
		return strcmp(key, k->key) == 0;
	return strcmp(colon ? colon + 1 : meeting_of_act(k, acts), k->meeting) == 0;
}

static int facts_read(struct asking_told *k, const char *key, enum told_what w, struct err *e)
{
	struct arena *a = k->run->arena;
	struct told_facts_row row;
	struct err ignored; /* we wrote the day */
	struct db_stmt *st;
	char day[11];
	int rc = told_facts_start(k->book->db,
		&(struct told_facts_in){k->house->code, k->pack->code, day_format(k->on, day), key}, &st, e);
	if (rc < 0)
		return rc;
	for (rc = told_facts_step(st, &row, e); rc == DB_ROW; rc = told_facts_step(st, &row, e)) {
		if (!tells(k, row.key, row.acts))
			continue;
		GROW(a, k->all, k->n, k->cap);
		struct telling *t = &k->all[k->n++];
		*t = (struct telling){.reference = arena_strdup(a, row.copy_reference),
			.letter = arena_strdup(a, row.reference),
			.contact = arena_strdup(a, row.contact),
			.iso3 = arena_strdup(a, row.iso3),
			.what = w,
			.key = arena_strdup(a, row.key),
			.value = arena_strdup(a, row.value),
			.now = k->now[w],
			.id = arena_strdup(a, row.letter),
			.issued_ms = row.issued_ms,
			.n = row.copy};
		IGNORE(day_parse(row.on_day, strlen(row.on_day), &t->on, &ignored));
	}
	db_finish(st);
	return rc;
}

/* By issue, then letter, copy, what. */
static int issued_cmp(const void *a, const void *b)
{
	const struct telling *x = a, *y = b;
	int order =
		x->issued_ms != y->issued_ms ? (x->issued_ms < y->issued_ms ? -1 : 1) : strcmp(x->id, y->id);
	if (order == 0 && x->n != y->n)
		order = x->n < y->n ? -1 : 1;
	return order ? order : (int)x->what - (int)y->what;
}

static int facts_read_all(struct asking_told *k, struct err *e)
{
	int rc = 0;
	if (!k->meeting)
		return facts_read(k, rule_of(k->pack, k->run->arena, k->key)->key, TOLD_FIGURE, e);
	for (size_t i = 0; i < k->pack->facts_n && rc == 0; i++) {
		enum told_what w = what_of(&k->pack->fact[i]);
		if (w != TOLD_FIGURE && k->wanted[w])
			rc = facts_read(k, k->pack->fact[i].key, w, e);
	}
	if (k->n)
		qsort(k->all, k->n, sizeof *k->all, issued_cmp);
	return rc;
}

/* ---- was it delivered? ---- */

static const char *with(struct arena *a, const char *said, const char *detail)
{
	return *detail ? arena_printf(a, "%s: %s", said, detail) : said;
}

/* NULL: it was, as far as anybody can know. */
static const char *undelivered(struct arena *a, const struct outbox_message *m)
{
	switch (m->state) {
	case OUTBOX_WAITING:
	case OUTBOX_HELD:
		return arena_printf(a, "has not left yet (%s)", outbox_state_names[m->state]);
	case OUTBOX_SENDING:
		return "is being sent just now: ask again";
	case OUTBOX_PRINTED:
		return "was printed, and its handing over is not recorded: paraph outbox handed";
	case OUTBOX_RETURNED:
		return with(a, "came back", m->detail);
	case OUTBOX_FAILED:
		return with(a, "was refused", m->detail);
	case OUTBOX_CANCELLED:
		return with(a, "did not leave", m->detail);
	default:
		return NULL;
	}
}

static void message_seen(struct arena *a, struct telling *t, size_t n, const struct outbox_message *m)
{
	size_t low = 0, high = n;
	while (low < high) { /* its first telling: they lie by copy */
		size_t middle = (low + high) / 2;
		if (t[middle].n < m->copy)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && t[low].n == m->copy; low++)
		if (t[low].undelivered)
			t[low].undelivered = undelivered(a, m);
}

/* What became of the copies of one letter, which lie together: one that went twice was delivered if either
 * was.
 */
static int letter_read(struct asking_told *k, struct telling *t, size_t n, struct err *e)
{
	struct outbox_message *m = NULL;
	size_t messages = 0;
	for (size_t i = 0; i < n; i++)
		t[i].undelivered = "was put into no outbox";
	int rc = outbox_list(k->book->db, k->run->arena,
		&(struct outbox_query){.house = k->house->code, .letter = t->id, .most = LETTER_COPIES_MAX},
		&m, &messages, e);
	for (size_t i = 0; rc == 0 && i < messages; i++)
		message_seen(k->run->arena, t, n, &m[i]);
	return rc;
}

/* The same recipient: the same contact; of a State with none on file, the same State. */
int telling_recipient_cmp(const struct telling *x, const struct telling *y)
{
	int order = strcmp(x->contact, y->contact);
	return order || *x->contact ? order : strcmp(x->iso3, y->iso3);
}

/* By recipient, then by what, then in the order of issue. */
static int telling_cmp(const void *a, const void *b)
{
	const struct telling *const *x = a, *const *y = b;
	int order = telling_recipient_cmp(*x, *y);
	if (order)
		return order;
	if ((*x)->what != (*y)->what)
		return (*x)->what < (*y)->what ? -1 : 1;
	return *x < *y ? -1 : *x > *y;
}

/* What a recipient was told later, of the same thing, is what counts. */
static void since_set(struct asking_told *k)
{
	struct telling **sorted = NEW_ARRAY(k->run->arena, struct telling *, k->n + 1);
	const struct telling *later = NULL;
	for (size_t i = 0; i < k->n; i++)
		sorted[i] = &k->all[i];
	qsort(sorted, k->n, sizeof *sorted, telling_cmp);
	for (size_t i = k->n; i-- > 0;) {
		struct telling *t = sorted[i];
		bool same = later && telling_recipient_cmp(later, t) == 0 && later->what == t->what;
		if (same)
			t->since = later->reference;
		if (!t->undelivered && !same)
			later = t;
	}
}

int told_list(struct run *r, const struct book *b, const struct pack *p, const struct house *h,
	const char *key, day_t on, struct telling **ret, size_t *ret_n, struct err *e)
{
	struct asking_told k = {.run = r, .book = b, .pack = p, .house = h, .on = on};
	book_reg(b, p, &k.reg);
	int rc = question(&k, key, e);
	if (rc == 0)
		rc = facts_read_all(&k, e);
	for (size_t i = 0, end; i < k.n && rc == 0; i = end) {
		for (end = i + 1; end < k.n && strcmp(k.all[end].id, k.all[i].id) == 0;)
			end++;
		rc = letter_read(&k, &k.all[i], end - i, e);
	}
	if (rc < 0)
		return rc;
	since_set(&k);
	*ret = k.all;
	*ret_n = k.n;
	return 0;
}

bool telling_stale(const struct telling *t)
{
	return !t->undelivered && !t->since && strcmp(t->value, t->now) != 0;
}
