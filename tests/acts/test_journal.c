/* The journal: what is put, what is known, chains, corrections, rewinding. */
#include "sample.h"

#include "acts/journal.h"

/* A journal being filled, with a row of its own. */
struct fill {
	struct journal *j;
	int64_t ms;
};

struct put {
	const char *id, *kind, *subject, *on, *corrects, *payload, *treaty;
};

static int try_put(struct fill *f, const struct put *p, struct err *e)
{
	struct act_row row = {
		.d = {p->id, p->treaty ? p->treaty : "ccm", p->kind, "public", p->corrects ? p->corrects : "",
			p->subject ? p->subject : "", p->on ? p->on : "", "", "", "", "", "S", "",
			p->payload ? p->payload : "{}"},
		.seq = journal_put_count(f->j),
		.recorded_ms = f->ms++,
		.salt = "",
		.commitment = "",
		.hash = "",
	};

	return journal_put(f->j, &row, e);
}

static uint64_t put(struct fill *f, struct put p)
{
	struct err e;

	if (try_put(f, &p, &e) < 0)
		fail_msg("%s", e.text);
	return journal_put_count(f->j) - 1;
}

static void refused(struct fill *f, struct put p, enum err_code code, const char *says)
{
	uint64_t before = journal_put_count(f->j);
	struct err e;

	assert_int_equal(try_put(f, &p, &e), code);
	assert_int_equal(journal_put_count(f->j), before);
	if (!strstr(e.text, says))
		fail_msg("\"%s\" lacks \"%s\"", e.text, says);
}

static int begin(void **state)
{
	static struct fill f;

	f = (struct fill){.j = journal_new(), .ms = 1000};
	*state = &f;
	return 0;
}

static int end(void **state)
{
	journal_free(((struct fill *)*state)->j);
	return 0;
}

static void test_kept(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct fill *f = *state;

	for (size_t k = 0; k < ACT_KIND_COUNT; k++) {
		struct draft d = sample_draft(a, (enum act_kind)k, arena_printf(a, "act %zu", k));
		struct err e;

		d.corrects = k == ACT_CORRECTION ? "act 3" : "";
		d.visibility = visibility_names[k % VISIBILITY_COUNT];
		struct act_row row = sample_row(a, &d, k, (int64_t)k, CHAIN_START);

		if (journal_put(f->j, &row, &e) < 0)
			fail_msg("%s", e.text);
		const struct act *act = journal_act(f->j, k);

		assert_int_equal(act->kind, k);
		assert_int_equal(act->as, k == ACT_CORRECTION ? ACT_DECLARED : k);
		assert_int_equal(act->visibility, k % VISIBILITY_COUNT);
		assert_int_equal(act->recorded_ms, k);
		assert_string_equal(act_id(act), d.id);
		assert_string_equal(act->payload, d.payload);
		assert_string_equal(journal_text(f->j, act->treaty), "ccm");
		assert_string_equal(journal_text(f->j, act->subject), d.subject);
		assert_string_equal(journal_text(f->j, act->issuer), d.issuer);
		assert_string_equal(journal_text(f->j, act->source), d.source);
		assert_true(act->has_effective);
		assert_int_equal(act->effective.high - act->effective.low, 364);
		assert_int_equal(act->on.high - act->on.low, 30);
		assert_ptr_not_equal(act->payload, d.payload);
	}
	assert_int_equal(journal_count(f->j), 0);
	assert_int_equal(journal_put_count(f->j), ACT_KIND_COUNT);
	journal_publish(f->j);
	assert_int_equal(journal_count(f->j), ACT_KIND_COUNT);
}

static void test_words(void **state)
{
	struct fill *f = *state;
	char text[16];

	assert_int_equal(journal_word(f->j, "LAO"), 0);
	assert_int_equal(journal_word(f->j, ""), 0);
	assert_string_equal(journal_text(f->j, 0), "");
	for (int i = 0; i < 20000; i++) {
		snprintf(text, sizeof text, "s%d", i % 10000);
		put(f, (struct put){.id = "x", .kind = "meeting-held", .subject = text});
	}
	for (int i = 0; i < 10000; i++) {
		snprintf(text, sizeof text, "s%d", i);
		assert_int_equal(journal_word(f->j, text), journal_act(f->j, (uint64_t)i)->subject);
		assert_int_equal(journal_act(f->j, (uint64_t)i)->subject,
			journal_act(f->j, (uint64_t)i + 10000)->subject);
		assert_string_equal(journal_text(f->j, journal_word(f->j, text)), text);
	}
	assert_int_equal(journal_word(f->j, "s10000"), 0);
}

static void test_days(void **state)
{
	static const struct {
		const char *on;
		int64_t recorded_ms;
		const char *low, *high;
	} row[] = {
		{"2018-09-18", 0, "2018-09-18", "2018-09-18"},
		{"", 1780271999999, "", "2026-05-31"},
		{"2019-08/..", 1780271999999, "2019-08-01", "2026-05-31"},
		{"../2019-08", 1780271999999, "", "2019-08-31"},
		{"", 1780272000000, "", "2026-06-01"},
		/* never ends before it begins */
		{"2030/..", 1780272000000, "2030-01-01", "2030-01-01"},
	};
	struct fill *f = *state;

	for (size_t i = 0; i < COUNT(row); i++) {
		char text[11];

		f->ms = row[i].recorded_ms;
		struct edtf on = act_on(journal_act(
			f->j, put(f, (struct put){.id = "x", .kind = "declared", .on = row[i].on})));

		assert_string_equal(day_format(on.low, text), row[i].low);
		assert_string_equal(day_format(on.high, text), row[i].high);
	}
}

static void test_day_before_1970(void **state)
{
	struct fill *f = *state;
	char text[11];

	f->ms = -1;
	uint64_t seq = put(f, (struct put){.id = "x", .kind = "declared"});

	assert_string_equal(day_format(act_on(journal_act(f->j, seq)).high, text), "1969-12-31");
}

static void test_refused(void **state)
{
	struct fill *f = *state;
	struct act_row row = {
		.d = {"x", "ccm", "declared", "public", "", "LAO", "", "", "", "", "", "S", "", "{}"},
		.seq = 1,
		.recorded_ms = 5000};
	char *long_text;
	AUTO_ARENA a = arena_new("test");
	struct err e;

	put(f, (struct put){.id = "x", .kind = "declared", .subject = "LAO"});
	refused(f, (struct put){.id = "y", .kind = "declred"}, ERR_INVALID, "did you mean declared");
	refused(f, (struct put){.id = "y", .kind = "declared", .on = "2018-99"}, ERR_INVALID, "day");
	refused(f, (struct put){.id = "y", .kind = "declared", .treaty = ""}, ERR_INVALID, "treaty");
	refused(f, (struct put){.id = "", .kind = "declared"}, ERR_LIMIT, "id");
	long_text = arena_zalloc(a, ACT_PAYLOAD_MAX + 2);
	memset(long_text, 'x', ACT_PAYLOAD_MAX + 1);
	refused(f, (struct put){.id = "y", .kind = "declared", .payload = long_text}, ERR_LIMIT, "payload");
	refused(f, (struct put){.id = "y", .kind = "declared", .subject = long_text}, ERR_LIMIT,
		"2000 bytes");
	long_text[ACT_ID_MAX + 1] = '\0';
	refused(f, (struct put){.id = long_text, .kind = "declared"}, ERR_LIMIT, "id");
	row.seq = 2;
	assert_int_equal(journal_put(f->j, &row, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "should"));
	row.seq = 0;
	assert_int_equal(journal_put(f->j, &row, &e), ERR_CONFLICT);
	row.seq = 1;
	row.recorded_ms = 999;
	assert_int_equal(journal_put(f->j, &row, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "recorded"));
	row.recorded_ms = 1000;
	row.d.visibility = "secret";
	assert_int_equal(journal_put(f->j, &row, &e), ERR_INVALID);
	row.d.visibility = "house";
	row.d.effective = "never";
	assert_int_equal(journal_put(f->j, &row, &e), ERR_INVALID);
	row.d.effective = "";
	assert_int_equal(journal_put(f->j, &row, &e), 0);
	assert_int_equal(journal_put_count(f->j), 2);
}

static void test_known(void **state)
{
	static const int64_t recorded[] = {10, 20, 20, 20, 30, 50};
	static const struct {
		int64_t ms;
		uint64_t known;
	} row[] = {{INT64_MIN, 0}, {9, 0}, {10, 1}, {19, 1}, {20, 4}, {29, 4}, {30, 5}, {49, 5}, {50, 6},
		{INT64_MAX, 6}};
	struct fill *f = *state;

	assert_int_equal(journal_known(f->j, INT64_MAX), 0);
	for (size_t i = 0; i < COUNT(recorded); i++) {
		f->ms = recorded[i];
		put(f, (struct put){.id = "x", .kind = "declared"});
	}
	assert_int_equal(journal_known(f->j, 20), 0);
	journal_publish(f->j);
	f->ms = 50;
	put(f, (struct put){.id = "not published", .kind = "declared"});
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(journal_known(f->j, row[i].ms), row[i].known);
}

/* Walks a chain as a reader does. */
static size_t walk(const struct journal *j, uint32_t place, bool kind, uint64_t *ret)
{
	size_t n = 0;

	for (; place;
		place = kind ? journal_act(j, place - 1)->prev_kind : journal_act(j, place - 1)->prev_subject)
		ret[n++] = place - 1;
	return n;
}

/* All chains of a made-up sequence against a plain search, at every state of knowledge. */
static void test_chains(void **state)
{
	static const char *const subject[] = {"LAO", "AUT", "BIH"}, *const treaty[] = {"ccm", "att"};
	static const enum act_kind kind[] = {ACT_SIGNATURE, ACT_RATIFICATION, ACT_DECLARED, ACT_STATE_NAMED};
	enum { N = 500 };
	struct fill *f = *state;
	uint64_t chain[N];
	unsigned dice = 1;

	for (int i = 0; i < N; i++) {
		dice = dice * 1103515245 + 12345;
		put(f,
			(struct put){.id = "x",
				.kind = act_kinds[kind[dice >> 8 & 3]].name,
				.subject = subject[(dice >> 16) % 3],
				.treaty = treaty[dice >> 24 & 1]});
		if (i == N / 2)
			journal_publish(f->j);
	}
	for (uint64_t known = 0; known <= N; known += 7) {
		for (size_t t = 0; t < COUNT(treaty); t++) {
			uint32_t t_word = journal_word(f->j, treaty[t]);

			for (size_t s = 0; s < COUNT(subject) * FAMILY_COUNT; s++) {
				uint32_t s_word = journal_word(f->j, subject[s / FAMILY_COUNT]);
				enum act_family family = (enum act_family)(s % FAMILY_COUNT);
				size_t n = walk(f->j, journal_last(f->j, t_word, s_word, family, known),
					       false, chain),
				       at = 0;

				for (uint64_t seq = known; seq-- > 0;) {
					const struct act *act = journal_act(f->j, seq);

					if (act->treaty != t_word || act->subject != s_word ||
						act_kinds[act->kind].family != family)
						continue;
					assert_true(at < n);
					assert_int_equal(chain[at++], seq);
				}
				assert_int_equal(at, n);
			}
			for (size_t k = 0; k < COUNT(kind); k++) {
				size_t n = walk(f->j, journal_last_kind(f->j, t_word, kind[k], known), true,
					       chain),
				       at = 0;

				for (uint64_t seq = known; seq-- > 0;)
					if (journal_act(f->j, seq)->treaty == t_word &&
						journal_act(f->j, seq)->as == kind[k])
						assert_int_equal(chain[at++], seq);
				assert_int_equal(at, n);
			}
		}
	}
	assert_int_equal(journal_last(f->j, 0, 0, FAMILY_OTHER, N), 0);
	assert_int_equal(journal_last_kind(f->j, journal_word(f->j, "ccm"), ACT_DECISION, N), 0);
}

#define AS_DECLARED "{\"about\":\"a\",\"answer\":\"no\",\"as\":\"declared\",\"reason\":\"r\"}"
#define VOID "{\"reason\":\"r\"}"

static struct put correction(const char *id, const char *target, const char *payload)
{
	return (struct put){
		.id = id, .kind = "correction", .subject = "LAO", .corrects = target, .payload = payload};
}

static void test_corrections(void **state)
{
	struct fill *f = *state;
	struct journal *j = f->j;
	uint32_t ccm, lao;
	uint64_t first = put(f, (struct put){.id = "first", .kind = "report-received", .subject = "LAO"});
	uint64_t second = put(f, correction("second", "first", AS_DECLARED));
	uint64_t third = put(f, correction("third", "second", AS_DECLARED));
	uint64_t fourth = put(f, correction("fourth", "third", VOID));

	journal_publish(j);
	ccm = journal_word(j, "ccm");
	lao = journal_word(j, "LAO");
	/* in whose place it stands */
	assert_int_equal(journal_act(j, second)->kind, ACT_CORRECTION);
	assert_int_equal(journal_act(j, second)->as, ACT_DECLARED);
	assert_int_equal(journal_act(j, fourth)->as, ACT_CORRECTION);
	assert_int_equal(journal_last_kind(j, ccm, ACT_DECLARED, 4), third + 1);
	assert_int_equal(journal_last_kind(j, ccm, ACT_DECLARED, 2), second + 1);
	assert_int_equal(journal_last_kind(j, ccm, ACT_CORRECTION, 3), 0);
	assert_int_equal(journal_last_kind(j, ccm, ACT_CORRECTION, 4), fourth + 1);
	assert_int_equal(journal_last(j, ccm, lao, FAMILY_DUTY, 4), third + 1);
	/* by whom */
	assert_int_equal(journal_corrected_by(j, first, 1), 0);
	assert_int_equal(journal_corrected_by(j, first, 2), second + 1);
	assert_int_equal(journal_corrected_by(j, second, 2), 0);
	assert_int_equal(journal_corrected_by(j, second, 4), third + 1);
	/* live, at each state of knowledge */
	for (uint64_t known = 1; known <= 4; known++)
		for (uint64_t seq = 0; seq < known; seq++)
			assert_int_equal(journal_live(j, seq, known), seq == known - 1 && seq != fourth);
	/* what was superseded is refused, and the live act named */
	refused(f, correction("x", "first", VOID), ERR_CONFLICT, "the live act is fourth");
	refused(f, correction("x", "second", AS_DECLARED), ERR_CONFLICT, "voided");
	refused(f, correction("x", "nowhere", VOID), ERR_NOTFOUND, "nowhere");
	refused(f, correction("x", "", VOID), ERR_NOTFOUND, "corrects");
	refused(f, correction("x", "fourth", "{\"as\":\"declred\",\"reason\":\"r\"}"), ERR_INVALID,
		"declred");
	struct put foreign = correction("x", "fourth", VOID);

	foreign.treaty = "att";
	refused(f, foreign, ERR_INVALID, "fourth is an act of ccm");
	/* a void may itself have been wrong: what replaces it counts again */
	uint64_t fifth = put(f, correction("fifth", "fourth", AS_DECLARED));

	assert_true(journal_live(j, fifth, 5));
	assert_false(journal_live(j, third, 5));
	assert_false(journal_live(j, first, 5));
	assert_true(journal_live(j, first, 1));
	refused(f, correction("x", "first", VOID), ERR_CONFLICT, "corrected already; the live act is fifth");
}

static void test_find(void **state)
{
	struct fill *f = *state;
	uint64_t seq = 7;

	put(f, (struct put){.id = "a", .kind = "declared"});
	put(f, (struct put){.id = "b", .kind = "declared"});
	assert_true(journal_find(f->j, "b", 2, &seq));
	assert_int_equal(seq, 1);
	assert_false(journal_find(f->j, "b", 1, &seq));
	assert_false(journal_find(f->j, "c", 2, &seq));
	assert_false(journal_find(f->j, "a", 0, &seq));
}

/* What a reader sees while the writer is at work: nothing of it before it is published. */
static void test_publication(void **state)
{
	struct fill *f = *state;
	struct journal *j = f->j;
	uint32_t ccm, lao;

	put(f, (struct put){.id = "a", .kind = "declared", .subject = "LAO"});
	journal_publish(j);
	ccm = journal_word(j, "ccm");
	lao = journal_word(j, "LAO");
	put(f, (struct put){.id = "b", .kind = "declared", .subject = "LAO"});
	put(f, correction("c", "a", VOID));
	assert_int_equal(journal_count(j), 1);
	assert_int_equal(journal_last(j, ccm, lao, FAMILY_DUTY, 1), 1);
	assert_int_equal(journal_last_kind(j, ccm, ACT_DECLARED, 1), 1);
	assert_int_equal(journal_last_kind(j, ccm, ACT_CORRECTION, 1), 0);
	assert_true(journal_live(j, 0, 1));
	/* the writer sees all that is put */
	assert_int_equal(journal_last(j, ccm, lao, FAMILY_DUTY, 3), 2);
	assert_int_equal(journal_last_kind(j, ccm, ACT_CORRECTION, 3), 3);
	assert_false(journal_live(j, 0, 3));
	journal_publish(j);
	assert_int_equal(journal_last(j, ccm, lao, FAMILY_DUTY, 3), 2);
	assert_int_equal(journal_last(j, ccm, lao, FAMILY_DUTY, 1), 1);
}

static void test_rewind(void **state)
{
	struct fill *f = *state;
	struct journal *j = f->j;
	size_t payload[3], bytes[3];

	put(f, (struct put){.id = "a", .kind = "declared", .subject = "LAO"});
	put(f, (struct put){.id = "b", .kind = "declared", .subject = "LAO"});
	journal_publish(j);
	journal_rewind(j, 2);
	uint32_t ccm = journal_word(j, "ccm"), lao = journal_word(j, "LAO");

	journal_bytes(j, &payload[0]);
	for (int turn = 0; turn < 50; turn++) {
		char id[16];

		for (int i = 0; i < 5000; i++) { /* more than a segment and several blocks of text */
			snprintf(id, sizeof id, "%d.%d", turn & 3, i);
			put(f,
				(struct put){.id = id,
					.kind = i & 1 ? "declared" : "accession",
					.subject = i & 2 ? "LAO" : "AUT",
					.payload = AS_DECLARED});
		}
		put(f, correction("c", "a", VOID));
		put(f, correction("d", turn & 1 ? id : "b", AS_DECLARED));
		refused(f, correction("x", "a", VOID), ERR_CONFLICT, "the live act is c");
		refused(f, correction("x", "absent", VOID), ERR_NOTFOUND, "absent");
		assert_false(journal_live(j, 0, 5004));
		bytes[turn ? 2 : 1] = journal_bytes(j, &payload[1]);
		assert_true(payload[1] > payload[0]);
		if (turn > 4) /* it uses again what it had: a word of ids may have made a table grow */
			assert_int_equal(bytes[2], bytes[0]);
		bytes[0] = bytes[turn ? 2 : 1];
		journal_rewind(j, 3);
		assert_int_equal(journal_put_count(j), 3);
		journal_rewind(j, 2);
		assert_int_equal(journal_put_count(j), 2);
		assert_int_equal(journal_last(j, ccm, lao, FAMILY_DUTY, 2), 2);
		assert_int_equal(journal_last_kind(j, ccm, ACT_DECLARED, 99), 2);
		assert_int_equal(journal_last_kind(j, ccm, ACT_ACCESSION, 99), 0);
		assert_int_equal(journal_last_kind(j, ccm, ACT_CORRECTION, 99), 0);
		assert_int_equal(journal_corrected_by(j, 0, 9999), 0);
		assert_int_equal(journal_corrected_by(j, 1, 9999), 0);
		journal_bytes(j, &payload[2]);
		assert_int_equal(payload[2], payload[0]);
		refused(f, correction("x", "c", VOID), ERR_NOTFOUND, "\"c\"");
	}
	uint64_t c = put(f, correction("c", "a", AS_DECLARED));

	assert_int_equal(c, 2);
	assert_string_equal(act_id(journal_act(j, 1)), "b");
	assert_string_equal(act_id(journal_act(j, 2)), "c");
	assert_int_equal(journal_corrected_by(j, 0, 3), 3);
	journal_publish(j);
	assert_true(journal_live(j, 2, 3));
	assert_int_equal(journal_last(j, ccm, lao, FAMILY_DUTY, 3), 3);
}

/* Acts do not move, and memory stays within its bound. */
static void test_many(void **state)
{
	enum { N = 100000 };
	struct fill *f = *state;
	const struct act *first;
	size_t payload, bytes;

	put(f, (struct put){.id = "first", .kind = "declared", .subject = "LAO"});
	first = journal_act(f->j, 0);
	for (int i = 1; i < N; i++) {
		char id[64];

		snprintf(id, sizeof id, "ccm/obligation-completed/LAO/2018-09-18#%d", i);
		put(f,
			(struct put){.id = id,
				.kind = "obligation-completed",
				.subject = "LAO",
				.on = "2018-09-18",
				.payload = "{\"obligation\":\"clearance\"}"});
	}
	put(f,
		correction("last", "ccm/obligation-completed/LAO/2018-09-18#77777",
			VOID)); /* makes the index of ids */
	journal_publish(f->j);
	assert_ptr_equal(journal_act(f->j, 0), first);
	assert_string_equal(act_id(first), "first");
	assert_string_equal(act_id(journal_act(f->j, 4096)), "ccm/obligation-completed/LAO/2018-09-18#4096");
	assert_int_equal(journal_corrected_by(f->j, 77777, N + 1), N + 1);
	bytes = journal_bytes(f->j, &payload);
	assert_int_equal(payload, 3 + (N - 1) * sizeof "{\"obligation\":\"clearance\"}" + sizeof VOID);
	if ((bytes - payload) / N > 256)
		fail_msg("%zu bytes an act", (bytes - payload) / N);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kept, begin, end),
		cmocka_unit_test_setup_teardown(test_words, begin, end),
		cmocka_unit_test_setup_teardown(test_days, begin, end),
		cmocka_unit_test_setup_teardown(test_day_before_1970, begin, end),
		cmocka_unit_test_setup_teardown(test_refused, begin, end),
		cmocka_unit_test_setup_teardown(test_known, begin, end),
		cmocka_unit_test_setup_teardown(test_chains, begin, end),
		cmocka_unit_test_setup_teardown(test_corrections, begin, end),
		cmocka_unit_test_setup_teardown(test_find, begin, end),
		cmocka_unit_test_setup_teardown(test_publication, begin, end),
		cmocka_unit_test_setup_teardown(test_rewind, begin, end),
		cmocka_unit_test_setup_teardown(test_many, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
