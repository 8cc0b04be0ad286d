/* One writer and several readers at once; run it under ThreadSanitizer too (meson setup -Db_sanitize=thread).
 * The writer often takes back what it put before publishing anything else. A reader must find, at any moment,
 * exactly the first `known` acts of the sequence that is right, which can be told from a number alone. */
#include "../unit.h"

#include <pthread.h>
#include <stdatomic.h>

#include "acts/journal.h"

enum { ACTS = 30000, READERS = 3, SUBJECTS = 40, BATCH = 37, CORRECTION_EVERY = 10, CORRECTION_OF = 5 };

static const enum act_kind kinds[] = {
	ACT_SIGNATURE, ACT_DECLARED, ACT_DECISION, ACT_RATIFICATION, ACT_STATE_NAMED};

struct shared {
	struct journal *j;
	_Atomic bool done;
	_Atomic int turns, wrong;
};

/* ---- the sequence that is right ---- */

static bool corrects(uint64_t seq)
{
	return seq % CORRECTION_EVERY == CORRECTION_EVERY - 1;
}

static enum act_kind kind_of(uint64_t seq)
{
	return kinds[seq / 3 % COUNT(kinds)];
}

static unsigned subject_of(uint64_t seq)
{
	return (unsigned)(seq * 7919 % SUBJECTS);
}

static bool live(uint64_t seq, uint64_t known)
{
	return !corrects(seq + CORRECTION_OF) || seq + CORRECTION_OF >= known;
}

/* ---- the writer ---- */

static void put(struct journal *j, uint64_t seq, bool right)
{
	char id[32], target[32] = "", subject[16], source[32], payload[64] = "{}";
	struct err e;
	struct act_row row = {
		.d = {id, "ccm", act_kinds[kind_of(seq)].name, "public", target, subject, "2018", "", "", "",
			"", source, "", payload},
		.seq = seq,
		.recorded_ms = (int64_t)seq,
	};

	snprintf(id, sizeof id, "act %llu", (unsigned long long)seq);
	snprintf(subject, sizeof subject, "S%u", right ? subject_of(seq) : subject_of(seq + 1));
	snprintf(source, sizeof source, "%s %llu", right ? "source" : "wrong", (unsigned long long)seq / 4);
	if (corrects(seq)) {
		snprintf(target, sizeof target, "act %llu",
			(unsigned long long)seq - (right ? CORRECTION_OF : 3));
		snprintf(payload, sizeof payload, "{\"as\":\"%s\",\"reason\":\"r\"}", row.d.kind);
		row.d.kind = "correction";
	}
	if (journal_put(j, &row, &e) < 0)
		fail_msg("%s", e.text);
}

static void write_all(struct journal *j)
{
	for (uint64_t seq = 0; seq < ACTS; seq = journal_count(j)) {
		uint64_t to = seq + BATCH < ACTS ? seq + BATCH : ACTS;

		for (uint64_t s = seq; s < to; s++)
			put(j, s, false);
		journal_rewind(j, seq);
		for (uint64_t s = seq; s < to; s++)
			put(j, s, true);
		journal_publish(j);
	}
}

/* ---- a reader ---- */

static int check_act(const struct journal *j, uint64_t seq, uint64_t known)
{
	const struct act *a = journal_act(j, seq);
	char id[32], source[32], subject[16];
	uint32_t by = journal_corrected_by(j, seq, known);
	bool corrected = corrects(seq + CORRECTION_OF) && seq + CORRECTION_OF < known;

	snprintf(id, sizeof id, "act %llu", (unsigned long long)seq);
	snprintf(source, sizeof source, "source %llu", (unsigned long long)seq / 4);
	snprintf(subject, sizeof subject, "S%u", subject_of(seq));
	return strcmp(act_id(a), id) != 0 || strcmp(journal_text(j, a->source), source) != 0 ||
		journal_word(j, subject) != a->subject || a->as != kind_of(seq) ||
		a->recorded_ms != (int64_t)seq || by != (corrected ? seq + CORRECTION_OF + 1 : 0) ||
		journal_live(j, seq, known) != live(seq, known);
}

/* The chain of a subject by family, or of a kind: all its acts among the first `known`, newest first. */
static int check_chain(
	const struct journal *j, uint64_t known, unsigned subject, enum act_kind kind, bool by_kind)
{
	char text[16];
	uint32_t ccm = journal_word(j, "ccm"), place;

	snprintf(text, sizeof text, "S%u", subject);
	place = by_kind ? journal_last_kind(j, ccm, kind, known)
			: journal_last(j, ccm, journal_word(j, text), act_kinds[kind].family, known);
	for (uint64_t seq = known; seq-- > 0;) {
		bool member = by_kind ? kind_of(seq) == kind
				      : subject_of(seq) == subject &&
				act_kinds[kind_of(seq)].family == act_kinds[kind].family;

		if (!member)
			continue;
		if (place != seq + 1)
			return 1;
		place = by_kind ? journal_act(j, seq)->prev_kind : journal_act(j, seq)->prev_subject;
	}
	return place != 0;
}

static void *read_all(void *arg)
{
	struct shared *s = arg;
	unsigned dice = 1;
	bool last = false;

	while (!last) {
		last = atomic_load(&s->done);
		uint64_t known = journal_count(s->j);
		int wrong = journal_known(s->j, (int64_t)known - 1) < known;

		for (int i = 0; known > 0 && i < 200; i++) {
			dice = dice * 1103515245 + 12345;
			wrong += check_act(
				s->j, i < 50 ? known - 1 - (unsigned)i % known : (dice >> 4) % known, known);
		}
		dice = dice * 1103515245 + 12345;
		wrong += check_chain(
			s->j, known, (dice >> 8) % SUBJECTS, kinds[(dice >> 16) % COUNT(kinds)], false);
		wrong += check_chain(s->j, known - known / 3, 0, kinds[(dice >> 16) % COUNT(kinds)], true);
		atomic_fetch_add(&s->wrong, wrong);
		atomic_fetch_add(&s->turns, 1);
	}
	return NULL;
}

static void test_one_writer_many_readers(void **state)
{
	struct shared s = {.j = journal_new()};
	pthread_t reader[READERS];

	(void)state;
	for (size_t i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&reader[i], NULL, read_all, &s), 0);
	while (atomic_load(&s.turns) < READERS) /* they are all at it */
		sched_yield();
	write_all(s.j);
	atomic_store(&s.done, true);
	for (size_t i = 0; i < READERS; i++)
		assert_int_equal(pthread_join(reader[i], NULL), 0);
	assert_int_equal(atomic_load(&s.wrong), 0);
	assert_true(atomic_load(&s.turns) > 2 * READERS);
	journal_free(s.j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_writer_many_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
