/* The table of kinds, held to its own promises and to docs/acts.md. */
#include "sample.h"

#include "base/file.h"
#include "base/text.h"

#include "base/allow_env.h"

static void test_names(void **state)
{
	(void)state;
	for (size_t k = 0; k < ACT_KIND_COUNT; k++) {
		struct err e;
		enum act_kind kind = ACT_KIND_COUNT;

		assert_non_null(act_kinds[k].name);
		assert_true(text_is_code(act_kinds[k].name, 40));
		assert_true(strlen(act_kinds[k].label) > 3);
		assert_true(strlen(act_kinds[k].source) > 3);
		assert_int_equal(act_kind_parse(act_kinds[k].name, &kind, &e), 0);
		assert_int_equal(kind, k);
	}
}

static void test_unknown_names(void **state)
{
	static const struct {
		const char *name, *says;
	} row[] = {
		{"ratificaton", "did you mean ratification"},
		{"Signature", "did you mean signature"},
		{"", "docs/acts.md"},
		{"deposit of an instrument that has a very long name which no kind of act can have",
			"docs/acts.md"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		enum act_kind kind = ACT_DECISION;
		struct err e;

		assert_int_equal(act_kind_parse(row[i].name, &kind, &e), ERR_INVALID);
		assert_int_equal(kind, ACT_DECISION);
		assert_non_null(strstr(e.text, row[i].says));
		assert_int_equal(act_kind_parse(row[i].name, &kind, NULL), ERR_INVALID);
	}
}

/* Fields: named once, not as a column of the envelope, nor as what a correction needs for itself. */
static void test_fields(void **state)
{
	static const char *const taken[] = {"action", "iso3", "subject", "date", "effective", "source", "id",
		"treaty", "issuer", "visibility", "corrects", "by", "behalf", "source_sha256", "kind",
		"recorded", "note"};
	(void)state;
	for (size_t k = 0; k < ACT_KIND_COUNT; k++) {
		size_t n = 0;

		for (const struct act_field *f = act_kinds[k].field; f->name; f++, n++) {
			assert_true(n + 1 < ACT_FIELDS_MAX);
			assert_true(text_is_code(f->name, 40));
			assert_null(strchr(f->name, '.'));
			assert_true(strlen(f->label) > 1);
			assert_true(f->type < FIELD_TYPE_COUNT);
			assert_int_equal(f->type == FIELD_CHOICE, f->choices != NULL);
			for (size_t i = 0; i < COUNT(taken); i++)
				assert_string_not_equal(f->name, taken[i]);
			for (const struct act_field *g = act_kinds[k].field; g != f; g++)
				assert_string_not_equal(f->name, g->name);
			if (k != ACT_CORRECTION)
				for (const struct act_field *g = act_kinds[ACT_CORRECTION].field; g->name;
					g++)
					assert_string_not_equal(f->name, g->name);
			assert_ptr_equal(act_field_find((enum act_kind)k, f->name), f);
		}
		assert_non_null(act_field_find((enum act_kind)k, "note"));
		assert_null(act_field_find((enum act_kind)k, "nonsense"));
	}
}

static void test_binds(void **state)
{
	(void)state;
	for (size_t k = 0; k < ACT_KIND_COUNT; k++) {
		bool binds = k == ACT_RATIFICATION || k == ACT_ACCEPTANCE || k == ACT_APPROVAL ||
			k == ACT_ACCESSION || k == ACT_SUCCESSION || k == ACT_CONSENT_TO_BE_BOUND;

		assert_int_equal(act_kinds[k].binds, binds);
		if (act_kinds[k].dated)
			assert_int_equal(act_kinds[k].family, FAMILY_STANDING);
		if (binds || k == ACT_SIGNATURE || k == ACT_WITHDRAWAL)
			assert_true(act_kinds[k].dated);
	}
}

static const char *field_words(struct arena *a, const struct act_field *f)
{
	const char *what = f->choices ? f->choices : field_types[f->type];

	return arena_printf(a, "| `%s`%s | %s | %s |\n", f->name, f->required ? " *" : "", f->label, what);
}

/* The list of kinds in docs/acts.md is this table; BLESS=1 writes it anew. */
static void test_documented(void **state)
{
	AUTO_ARENA a = arena_new("test");
	const char *path = arena_printf(a, "%s/docs/acts.md", getenv("ROOT"));
	struct buf b;
	struct err e;
	size_t len;
	char *page, *list;

	(void)state;
	buf_init(&b, a, 1u << 20);
	for (size_t k = 0; k < ACT_KIND_COUNT; k++) {
		const struct act_kind_info *info = &act_kinds[k];
		static const char *const of[] = {"a State (`iso3`)", "a code (`subject`)",
			"nothing in particular", "a State, a code or nothing"};

		buf_printf(&b, "\n### `%s`\n\n%s. Of %s%s. Source: %s.\n\n| field | | |\n|---|---|---|\n",
			info->name, info->label, of[info->subject], info->dated ? "; needs its day" : "",
			info->source);
		for (const struct act_field *f = info->field; f->name; f++)
			buf_puts(&b, field_words(a, f));
	}
	if (file_read(a, path, 1u << 20, &page, &len, &e) < 0)
		fail_msg("%s", e.text);
	list = strstr(page, "\n### ");
	assert_non_null(list);
	if (getenv("BLESS")) {
		page = arena_printf(a, "%.*s%s", (int)(list - page), page, b.data);
		assert_int_equal(file_write(path, page, strlen(page), &e), 0);
		return;
	}
	if (strcmp(list, b.data) != 0)
		fail_msg("docs/acts.md is not the table; write it anew: BLESS=1 meson test test_kind");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_unknown_names),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_binds),
		cmocka_unit_test(test_documented),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
