/* The packs of the project: each loads without a mistake, with its acts, and says what the public record
 * says. */
#include "../unit.h"

#include "acts/payload.h"
#include "base/file.h"
#include "treaty/pack.h"

struct loaded {
	struct pack *pack;
	struct draft *draft;
	size_t n;
};

static struct loaded load(struct arena *a, const char *code)
{
	struct loaded l = {0};
	struct pack_mistake *mistake;
	struct pack_bytes b;
	struct err e;
	size_t n = 0;
	int r = pack_read_dir(a, arena_printf(a, "%s/%s", PACKS_DIR, code), &b, &e);

	if (r == 0)
		r = pack_compile(a, &b, &l.pack, &mistake, &n, &e);
	if (r == 0)
		r = pack_acts(a, l.pack, &b, &l.draft, &l.n, &mistake, &n, &e);
	if (r != 0) {
		fail_msg("%s", e.text);
		abort(); /* not reached; the analyser does not know */
	}
	assert_int_equal(n, 0);
	assert_string_equal(l.pack->sha256, b.sha256);
	return l;
}

static void test_every_pack_loads(void **state)
{
	AUTO_ARENA a = arena_new("packs");
	struct err e;
	char **path;
	size_t n, packs = 0;

	(void)state;
	assert_int_equal(file_tree(a, PACKS_DIR, PACK_FILES_MAX, &path, &n, &e), 0);
	for (size_t i = 0; i < n; i++) {
		char *slash = strchr(path[i], '/');

		if (!slash || strcmp(slash, "/pack.yaml") != 0)
			continue;
		const char *code = arena_strndup(a, path[i], (size_t)(slash - path[i]));
		struct loaded l = load(a, code);

		assert_string_equal(l.pack->code, code);
		assert_int_equal(l.pack->is_world, strcmp(code, "world") == 0);
		packs++;
	}
	assert_true(packs >= 5);
}

/* How many acts of these kinds, and of how many subjects. */
static size_t count(struct arena *a, const struct loaded *l, const char *const *kinds, size_t *ret_subjects)
{
	const char **subject = NEW_ARRAY(a, const char *, l->n);
	size_t n = 0, subjects = 0;

	for (size_t i = 0; i < l->n; i++) {
		bool wanted = false, known = false;

		for (const char *const *k = kinds; *k; k++)
			wanted |= strcmp(l->draft[i].kind, *k) == 0;
		n += wanted;
		for (size_t j = 0; wanted && j < subjects; j++)
			known |= strcmp(subject[j], l->draft[i].subject) == 0;
		if (wanted && !known)
			subject[subjects++] = l->draft[i].subject;
	}
	*ret_subjects = subjects;
	return n;
}

/* UNTC MTDSG XXVI-6, status as at 3 February 2026: 108 signatures, 118 instruments, 1 withdrawal … of 125
 * States. */
static void test_ccm_treaty_actions(void **state)
{
	static const char *const kinds[] = {"signature", "ratification", "acceptance", "approval",
		"accession", "succession", "consent-to-be-bound", "provisional-application", "withdrawal",
		NULL};
	AUTO_ARENA a = arena_new("ccm");
	struct loaded l = load(a, "ccm");
	size_t states;

	(void)state;
	assert_int_equal(count(a, &l, kinds, &states), 226);
	assert_int_equal(states, 125);
}

static void test_world(void **state)
{
	static const char *const named[] = {"state-named", NULL}, *const scales[] = {"scale-adopted", NULL};
	AUTO_ARENA a = arena_new("world");
	struct loaded l = load(a, "world"), un = l;
	size_t states;

	(void)state;
	/* 193 members, two observers, Cook Islands and Niue. */
	un.draft = NEW_ARRAY(a, struct draft, l.n);
	un.n = 0;
	for (size_t i = 0; i < l.n; i++)
		if (strcmp(l.draft[i].kind, "state-joined") == 0 &&
			payload_is(l.draft[i].payload, "body", "UN"))
			un.draft[un.n++] = l.draft[i];
	assert_true(count(a, &un, (const char *const[]){"state-joined", NULL}, &states) >= 197);
	assert_int_equal(states, 197);
	assert_true(count(a, &l, named, &states) >= 197);
	assert_int_equal(states, 197);
	assert_int_equal(count(a, &l, scales, &states), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_pack_loads),
		cmocka_unit_test(test_ccm_treaty_actions),
		cmocka_unit_test(test_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
