#include "made.h"

#include <string.h>

#include "base/date.h"
#include "store/store.h"

#define BATCH 10000u /* acts of one transaction */
#define SOURCES 300
#define ISSUERS 40
#define NOTE_MAX 130 /* so that a payload has 40 to 200 bytes */
#define CORRECTED_EVERY 100u
#define CORRECTED_BACK 50u
#define FIRST_MS INT64_C(1700000000000) /* when the first batch was recorded */
#define BATCH_MS INT64_C(60000)
#define ACTIONS_MAX (MADE_STATES * MADE_TREATIES * 3)

/* A treaty action: signature, instrument, withdrawal. */
struct action {
	int treaty, state;
	enum act_kind kind;
	day_t day;
};

struct maker {
	uint64_t random;
	struct arena *arena; /* of a batch */
	struct action action[ACTIONS_MAX];
	unsigned actions, actions_done;
};

/* xorshift64* (Vigna, 2016): the same numbers everywhere. */
static unsigned below(struct maker *m, unsigned n)
{
	m->random ^= m->random >> 12;
	m->random ^= m->random << 25;
	m->random ^= m->random >> 27;
	return (unsigned)((m->random * UINT64_C(0x2545f4914f6cdd1d) >> 32) % n);
}

const char *made_state(int i, char out[MADE_CODE])
{
	snprintf(out, MADE_CODE, "X%c%c", 'A' + i / 26, 'A' + i % 26);
	return out;
}

const char *made_treaty(int i, char out[MADE_CODE])
{
	snprintf(out, MADE_CODE, "made%02d", i + 1);
	return out;
}

void made_pack(const char *code, struct pack *ret)
{
	*ret = (struct pack){
		.code = code,
		.terms =
			{
				.has_signature = true,
				.has_threshold = true,
				.has_state_in_force = true,
				.has_withdrawal = true,
				.threshold = 50,
				.threshold_kind = {[ACT_RATIFICATION] = true,
					[ACT_ACCEPTANCE] = true,
					[ACT_APPROVAL] = true,
					[ACT_ACCESSION] = true},
				.threshold_step = {STEP_FIRST_OF_MONTH, 6},
				.state_step = {STEP_FIRST_OF_MONTH, 6},
				.withdrawal_step = {STEP_MONTHS, 6},
			},
	};
}

/* ---- treaty actions: few, and at most one of each for a State ---- */

static day_t day_within(struct maker *m, int first_year, int years)
{
	/* Not after the 27th, the day after it not after the 28th: SQL ends months otherwise than we do. */
	return date_to_day((struct date){
		first_year + (int)below(m, (unsigned)years), 1 + (int)below(m, 12), 1 + (int)below(m, 27)});
}

static int action_cmp(const void *a, const void *b)
{
	const struct action *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	int i = x->treaty * MADE_STATES + x->state, j = y->treaty * MADE_STATES + y->state;
	return i != j ? i - j : (int)x->kind - (int)y->kind;
}

static void action_add(struct maker *m, int treaty, int state, enum act_kind kind, day_t day)
{
	m->action[m->actions++] = (struct action){treaty, state, kind, day};
}

static void actions_make(struct maker *m)
{
	static const enum act_kind upon_signature[] = {ACT_RATIFICATION, ACT_RATIFICATION, ACT_RATIFICATION,
		ACT_RATIFICATION, ACT_ACCEPTANCE, ACT_APPROVAL};
	for (int t = 0; t < MADE_TREATIES; t++) {
		for (int s = 0; s < MADE_STATES; s++) {
			bool signs = below(m, 100) < 60;
			enum act_kind binds = signs ? upon_signature[below(m, 6)] : ACT_ACCESSION;
			if (signs)
				action_add(m, t, s, ACT_SIGNATURE, day_within(m, 2000, 2));
			if (below(m, 100) < 25)
				continue;
			action_add(m, t, s, binds, day_within(m, 2002, 18));
			if (below(m, 100) < 1)
				action_add(m, t, s, ACT_WITHDRAWAL, day_within(m, 2021, 4));
		}
	}
	qsort(m->action, m->actions, sizeof *m->action, action_cmp);
}

/* ---- everything else ---- */

static const char *note(struct maker *m)
{
	static const char words[] =
		"invented note of a made world that nobody wrote and nobody needs to read "
		"except a program that measures how long reading it takes again and again";
	_Static_assert(sizeof words > NOTE_MAX, "there are words enough");
	return arena_strndup(m->arena, words, 10 + below(m, NOTE_MAX - 10));
}

static const char *day_text(struct maker *m, day_t day)
{
	char text[11];
	day_format(day, text);
	return arena_strndup(
		m->arena, text, below(m, 100) < 4 ? 7 : 10); /* of some only the month is known */
}

static const char *payload(struct maker *m, enum act_kind kind, int year)
{
	unsigned n = below(m, 1000000);
	const char *about = note(m);
	switch (kind) {
	case ACT_REPORT_RECEIVED:
		return arena_printf(m->arena,
			"{\"languages\":[\"en\"],\"note\":\"%s\",\"report\":\"annual\",\"year\":%d}", about,
			year);
	case ACT_DECISION:
		return arena_printf(m->arena,
			"{\"matter\":\"made\",\"meeting\":\"%uMSP\",\"note\":\"%s\",\"outcome\":\"adopted\"}",
			n % 30, about);
	case ACT_FIGURE_PUBLISHED:
		return arena_printf(m->arena,
			"{\"note\":\"%s\",\"publisher\":\"Invented Monitor\",\"value\":\"%u\"}", about, n);
	case ACT_COMMUNICATION_NOTED:
		return arena_printf(m->arena,
			"{\"from\":\"invented\",\"matter\":\"%s\",\"reference\":\"made/%u\"}", about, n);
	case ACT_DECLARED:
		return arena_printf(
			m->arena, "{\"about\":\"made\",\"answer\":\"no\",\"note\":\"%s\"}", about);
	case ACT_PAYMENT_RECEIVED:
		return arena_printf(
			m->arena, "{\"amount\":\"%u\",\"currency\":\"XTS\",\"note\":\"%s\"}", n, about);
	default:
		return arena_printf(m->arena, "{\"note\":\"%s\",\"notification\":\"made.%u\"}", about, n);
	}
}

static enum act_kind other_kind(struct maker *m)
{
	static const struct {
		enum act_kind kind;
		unsigned percent;
	} mix[] = {
		{ACT_REPORT_RECEIVED, 34},
		{ACT_COMMUNICATION_NOTED, 22},
		{ACT_DECISION, 14},
		{ACT_FIGURE_PUBLISHED, 14},
		{ACT_DOCUMENT_ISSUED, 8},
		{ACT_PAYMENT_RECEIVED, 5},
		{ACT_DECLARED, 3},
	};
	unsigned at = below(m, 100), i = 0;
	while (at >= mix[i].percent)
		at -= mix[i++].percent;
	return mix[i].kind;
}

static void draft_of(struct maker *m, unsigned place, unsigned acts, struct draft *ret)
{
	struct arena *a = m->arena;
	char state[MADE_CODE], treaty[MADE_CODE];
	struct action it = {(int)below(m, MADE_TREATIES), (int)below(m, MADE_STATES), other_kind(m),
		day_within(m, 2000, 24)};
	/* Treaty actions are strewn evenly through the sequence. */
	bool action =
		m->actions_done < m->actions && (uint64_t)(place + 1) * m->actions / acts > m->actions_done;
	if (action)
		it = m->action[m->actions_done++];
	made_state(it.state, state);
	made_treaty(it.treaty, treaty);
	const struct act_kind_info *kind = &act_kinds[it.kind];
	const char *subject = kind->subject == SUBJECT_CODE ? arena_printf(a, "made.code.%u", below(m, 500))
							    : arena_strdup(a, state);
	char day[11];
	*ret = (struct draft){
		.id = arena_printf(
			a, "%s/%s/%s/%s/%u", treaty, kind->name, subject, day_format(it.day, day), place),
		.treaty = arena_strdup(a, treaty),
		.kind = kind->name,
		.visibility = visibility_names[below(m, 100) < 95 ? VISIBLE_PUBLIC : VISIBLE_HOUSE],
		.corrects = "",
		.subject = subject,
		.on = action ? arena_strdup(a, day) : day_text(m, it.day),
		.effective = "",
		.issuer = below(m, 3) ? "" : arena_printf(a, "Invented issuer %u", below(m, ISSUERS)),
		.by = "u-made",
		.behalf = "",
		.source = arena_printf(
			a, "Invented source, page %u, read for this measurement", below(m, SOURCES)),
		.source_sha256 = "",
		.payload = payload(m, it.kind, day_to_date(it.day).year),
	};
}

/* Voids the act, or gives a treaty action the day after. */
static void correct(struct maker *m, const struct draft *target, unsigned place, struct draft *ret)
{
	enum act_kind kind = ACT_CORRECTION;
	day_t day;
	IGNORE(act_kind_parse(target->kind, &kind, NULL)); /* it is one of ours */
	*ret = *target;
	ret->id = arena_printf(m->arena, "%s/correction/%s/%u", target->treaty, target->subject, place);
	ret->kind = act_kinds[ACT_CORRECTION].name;
	ret->corrects = target->id;
	if (act_kinds[kind].family == FAMILY_STANDING && day_parse(target->on, 10, &day, NULL) == 0) {
		char text[11];
		ret->on = arena_strdup(m->arena, day_format(day + 1, text));
		ret->payload = arena_printf(
			m->arena, "{\"as\":\"%s\",\"reason\":\"the day was copied wrongly\"}", target->kind);
	} else {
		ret->payload = "{\"reason\":\"invented by mistake, for a made world\"}";
	}
}

static int allow(void *ctx, const struct draft *d, struct err *e)
{
	(void)ctx, (void)d, (void)e;
	return 0;
}

static int batch_write(
	struct maker *m, struct db *db, struct journal *j, unsigned from, unsigned acts, struct err *e)
{
	unsigned n = acts - from < BATCH ? acts - from : BATCH;
	struct draft *d = NEW_ARRAY(m->arena, struct draft, n);
	struct appended *done = NEW_ARRAY(m->arena, struct appended, n);
	AUTO_TX tx = {NULL};
	for (unsigned i = 0; i < n; i++) {
		if (i % CORRECTED_EVERY == CORRECTED_EVERY - 1)
			correct(m, &d[i - CORRECTED_BACK], from + i, &d[i]);
		else
			draft_of(m, from + i, acts, &d[i]);
	}
	int r = tx_begin(&tx, db, e);
	if (r == 0)
		r = journal_append(db, j, d, n, FIRST_MS + from / BATCH * BATCH_MS, allow, NULL, done, e);
	if (r == 0)
		r = tx_commit(&tx, e);
	if (r == 0)
		journal_publish(j);
	return r;
}

int made_write(const char *path, unsigned acts, struct err *e)
{
	AUTO_ARENA a = arena_new("made");
	struct maker *m = NEW(a, struct maker);
	struct journal *j = journal_new();
	struct db *db;
	m->random = 20080530;
	actions_make(m);
	int r = store_open(a, path, STORE_CREATE, &db, e);
	if (r == 0)
		r = db_exec(db, "PRAGMA synchronous = OFF", e); /* it is thrown away */
	for (unsigned from = 0; r == 0 && from < acts; from += BATCH) {
		m->arena = arena_child(a, "batch");
		r = batch_write(m, db, j, from, acts, e);
		arena_free(m->arena);
	}
	journal_free(j);
	return r;
}
