/* Every pack there is, broken in each of its keys and values in turn: each time there is a mistake, in the
 * line where it was broken; nothing is accepted silently, nothing crashes. */
#include "../unit.h"

#include "../treaty/compiled.h"
#include "base/buf.h"
#include "base/file.h"
#include "mutation.h"

#define FAILURES_SHOWN 20
#define PAIRS 500 /* of two mistakes at once */
/* All of them in the plain build; under the sanitizers, which are there for the memory and six times as slow,
 * one in so many: neighbours are broken alike. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EACH 7
#endif
#endif
#ifndef EACH
#define EACH 1
#endif

/* Without the languages that are read like French: the text is a third as long, and nothing else is gone. */
static const char *shortened(struct arena *a, const char *yaml)
{
	static const char *const left_out[] = {"ar", "es", "ru", "zh"};
	struct buf b;

	buf_init(&b, a, PACK_YAML_MAX);
	for (const char *line = yaml, *next; *line; line = next) {
		const char *end = strchr(line, '\n'), *word = line + strspn(line, " ");
		bool out = false;

		next = end ? end + 1 : line + strlen(line);
		for (size_t i = 0; i < COUNT(left_out); i++)
			out |= strncmp(word, left_out[i], 2) == 0 && strncmp(word + 2, ": ", 2) == 0;
		if (!out)
			buf_add(&b, line, (size_t)(next - line));
	}
	assert_false(b.over);
	return b.data;
}

struct corpus {
	struct arena *a;
	const char *yaml;
	size_t n;
	struct mutation *m;
	unsigned failures;
};

static struct corpus corpus(const char *path)
{
	struct corpus c = {.a = arena_new("corpus")};
	struct err e;
	size_t len;
	char *text;

	if (file_read(c.a, path, PACK_YAML_MAX, &text, &len, &e) < 0)
		fail_msg("%s", e.text);
	c.yaml = shortened(c.a, text);
	c.n = mutations(c.a, c.yaml, &c.m);
	return c;
}

static void failed(struct corpus *c, const struct mutation *m, const struct compiled *x)
{
	if (++c->failures > FAILURES_SHOWN)
		return;
	if (m->expected == ACCEPTED)
		print_error("# %s, in line %u: not accepted: %s\n", m->what, m->from, x->e.text);
	else if (x->r == 0)
		print_error("# %s, in line %u: accepted\n", m->what, m->from);
	else
		print_error(
			"# %s: not said in lines %u to %u, but: %s\n", m->what, m->from, m->to, x->e.text);
}

static void try_all(struct corpus *c)
{
	size_t refused = 0, tried = 0;

	for (size_t i = 0; i < c->n; i += EACH) {
		const struct mutation *m = &c->m[i];
		AUTO_ARENA a = arena_new("mutation");
		const char *text = mutated(a, c->yaml, m);
		struct compiled x = compiled(a, text, strlen(text));

		tried++;
		refused += x.r < 0;
		if (m->expected == ACCEPTED ? x.r < 0
					    : m->expected == REFUSED && !mistaken(&x, m->from, m->to, ""))
			failed(c, m, &x);
		for (size_t k = 0; k < x.n; k++)
			assert_true(x.mistake[k].line > 0 && *x.mistake[k].text);
	}
	print_message("# %zu of %zu mutations, %zu of them refused\n", tried, c->n, refused);
	assert_true(refused > tried / 2);
}

/* Two values wrong at once, far from each other: both are said. */
static void try_pairs(struct corpus *c)
{
	size_t values = 0, tried = 0;
	struct mutation *value = NEW_ARRAY(c->a, struct mutation, c->n);

	for (size_t i = 0; i < c->n; i++)
		if (c->m[i].value)
			value[values++] = c->m[i];
	for (size_t i = 0; i < values && tried < PAIRS / EACH; i++) {
		const struct mutation *m = &value[i], *k = &value[(i + values / 2 + i % 7) % values];
		const struct mutation *first = m->at < k->at ? m : k, *second = m->at < k->at ? k : m;
		AUTO_ARENA a = arena_new("pair");

		if (first->from == second->from)
			continue;
		/* The later first, so that the place of the other stays. Both stay on their lines. */
		const char *text = mutated(a, mutated(a, c->yaml, second), first);
		struct compiled x = compiled(a, text, strlen(text));

		tried++;
		if (!mistaken(&x, first->from, first->to, ""))
			failed(c, first, &x);
		if (!mistaken(&x, second->from, second->to, ""))
			failed(c, second, &x);
	}
	print_message("# %zu pairs\n", tried);
}

static void test_pack(void **state)
{
	struct corpus c = corpus(*state);
	struct compiled x = compiled(c.a, c.yaml, strlen(c.yaml));

	if (x.r < 0)
		fail_msg("%s", x.e.text);
	try_all(&c);
	if (!x.pack->is_world)
		try_pairs(&c);
	arena_free(c.a);
	if (c.failures)
		fail_msg("%u mutations went wrong", c.failures);
}

/* All the labels of all rules and facts misspelt: a hundred mistakes, and a line that says that there are
 * more. */
static void test_more_than_100(void **state)
{
	AUTO_ARENA a = arena_new("more");
	struct compiled x;
	struct buf b;
	struct err e;
	size_t len;
	char *yaml;

	(void)state;
	assert_int_equal(file_read(a, PACKS_DIR "/ccm/pack.yaml", PACK_YAML_MAX, &yaml, &len, &e), 0);
	buf_init(&b, a, PACK_YAML_MAX);
	for (const char *s = yaml; *s; s++) {
		buf_putc(&b, *s);
		if (strncmp(s, "en: ", 4) == 0 || strncmp(s, "fr: ", 4) == 0)
			buf_putc(&b, '_');
	}
	x = compiled(a, b.data, b.len);
	assert_int_equal(x.n, PACK_MISTAKES_MAX + 1);
	assert_true(mistaken(&x, 1, UINT32_MAX, "label: \"f_r\" is no language"));
	assert_non_null(strstr(x.mistake[PACK_MISTAKES_MAX].text, "more than 100 mistakes"));
}

int main(void)
{
	AUTO_ARENA a = arena_new("packs");
	struct CMUnitTest tests[PACK_FILES_MAX];
	struct err e;
	char **path;
	size_t n, cases = 0;

	if (file_tree(a, PACKS_DIR, PACK_FILES_MAX, &path, &n, &e) < 0) {
		print_error("%s\n", e.text);
		return 1;
	}
	for (size_t i = 0; i < n; i++) {
		char *slash = strchr(path[i], '/');

		if (!slash || strcmp(slash, "/pack.yaml") != 0)
			continue;
		tests[cases++] =
			(struct CMUnitTest){.name = arena_strndup(a, path[i], (size_t)(slash - path[i])),
				.test_func = test_pack,
				.initial_state = arena_printf(a, "%s/%s", PACKS_DIR, path[i])};
	}
	tests[cases++] = (struct CMUnitTest){.name = "invented",
		.test_func = test_pack,
		.initial_state = arena_strdup(a, INVENTED_DIR "/pack.yaml")};
	tests[cases++] = (struct CMUnitTest){.name = "more than 100", .test_func = test_more_than_100};
	return _cmocka_run_group_tests("mutations", tests, cases, NULL, NULL);
}
