/* What is wrong in a pack: each mistake is said once, with its line and the mend, and all of them together.
 */
#include "../unit.h"

#include "base/buf.h"
#include "compiled.h"

struct row {
	const char *from, *to; /* in the invented pack */
	const char *said;      /* part of the mistake */
	int lines;             /* how far below the line of `from` it is said */
};

static void check(const struct row *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA a = arena_new("row");
		unsigned line;
		const char *text = with(a, invented(a), row[i].from, row[i].to, &line);
		struct compiled c = compiled(a, text, strlen(text));

		line += (unsigned)row[i].lines;
		if (c.r == 0)
			fail_msg("accepted: %s", row[i].to);
		assert_int_equal(c.r, ERR_INVALID);
		assert_null(c.pack);
		if (!mistaken(&c, line, line, row[i].said))
			fail_msg("%s: not said in line %u, but: %s", row[i].to, line, c.e.text);
		for (size_t k = 0; k < c.n; k++) {
			assert_string_equal(c.mistake[k].path, "pack.yaml");
			assert_true(k == 0 || c.mistake[k].line >= c.mistake[k - 1].line);
		}
	}
}

static void test_keys(void **state)
{
	static const struct row row[] = {
		{"adopted: ", "adoptde: ", "\"adoptde\" is no key of a pack; did you mean adopted?", 0},
		{"count: 7", "tally: 7", "\"tally\" is no key of rule threshold; it has rule, source, count",
			0},
		{"place: Nowhere", "adopted: 2001-02-28", "adopted: stands twice in a pack (first in line 6)",
			0},
		{"    count: 7\n", "", "count: missing in rule threshold; write a whole number", -2},
		{"place: Nowhere", "place: [Nowhere]", "place: a list stands there; write a text", 0},
		{"place: Nowhere", "place:", "place: empty; write a text", 0},
		{"place: Nowhere", "place: |\n  Nowhere", "over several lines", 0},
		{"place: Nowhere", "? [a, b]\n: x", "a list stands for a key", 0},
		{"verbs: {signatory: approve,", "verbs: {signatory: aprove,", "did you mean approve?", 0},
		{"label: {en: Plan}", "label: {fr: Plan}", "en is missing", 0},
		{"label: {en: Plan}", "label: {en: Plan, en: Plan}", "en stands twice", 0},
		{"label: {en: Plan}", "label: {en: Plan, English: Plan}", "\"English\" is no language", 0},
		{"label: {en: Plan}", "label: Plan", "write a mapping of languages to texts", 0},
		{"except: [VAT]", "except: [NIU]", "NIU stands under also too", 0},
	};

	(void)state;
	check(row, COUNT(row));
}

static void test_values(void **state)
{
	static const struct row row[] = {
		{"pack: invented2", "pack: Invented", "write 2 to 16 lower-case letters", 0},
		{"pack: invented2", "pack: i", "write 2 to 16 lower-case letters", 0},
		{"pack: invented2", "pack: world", "\"rules\" is no key of the world's pack", 20},
		{"edition: 2026-05-31", "edition: 2026-06-31", "edition: ", 0},
		{"edition: 2026-05-31", "edition: 2026", "edition: ", 0},
		{"count: 7", "count: 201", "a whole number, without quotes, from 1 to 200", 0},
		{"count: 7", "count: 0", "count: \"0\" is not right", 0},
		{"count: 7", "count: \"7\"", "without quotes", 0},
		{"due: 05-31", "due: 02-29", "month and day of every year", 0},
		{"due: 05-31", "due: 5-31", "month and day of every year", 0},
		{"due: 05-31", "due: 31-05", "month and day of every year", 0},
		{"closes: 2002-03-01", "closes: 2001-03-01", "not later than it opens", 0},
		{"closes: 2002-03-01", "closes: soon", "never, entry-into-force or a day", 0},
		{"founders: 2003-12-23", "founders: never", "founders: ", 0},
		{"renewable: yes", "renewable: true", "write no or yes", 0},
		{"id: plan", "id: Plan", "id: \"Plan\" is not right", 0},
		{"key: annual.outstanding", "key: annual..outstanding", "words joined by dots", 0},
		{"key: annual.outstanding", "key: annual.", "words joined by dots", 0},
		{"key: annual.outstanding", "key: annual-outstanding", "words joined by dots", 0},
		{"types: [assembly, review-conference]", "types: []", "types: none", 0},
		{"kinds: [ratification, consent-to-be-bound]", "kinds: []", "kinds: none", 0},
	};

	(void)state;
	check(row, COUNT(row));
}

static void test_names_that_point_nowhere(void **state)
{
	static const struct row row[] = {
		{"kinds: [ratification,", "kinds: [ratificatoin,", "did you mean ratification", 0},
		{"kinds: [ratification,", "kinds: [signature,", "signature binds nobody", 0},
		{"kinds: [ratification,", "kinds: [consent-to-be-bound,", "stands twice", 0},
		{"request: asking", "request: askign", "no rule has the id \"askign\"; did you mean asking?",
			0},
		{"request: asking", "request: reports.annual",
			"a rule of kind annual, which cannot stand here", 0},
		{"initial: reports.first", "initial: nosuch", "no rule has the id \"nosuch\"", 0},
		{"initial: reports.first", "initial: reports.other", "of kind annual", 0},
		{"obligation: destruction", "obligation: distraction", "no rule has the id", 0},
		{"obligation: destruction", "obligation: reports.annual", "of kind annual", 0},
		{"obligation: reports.annual", "obligation: asking", "of kind before", 0},
		{"rule: asking,", "rule: plan,", "of kind offset", 0},
		{"condition: stockpile", "condition: stokpile", "did you mean stockpile?", 0},
		{"on: victims", "on: contamination", "is not among the pack's conditions", 0},
		{"conditions: [stockpile, victims]", "conditions: [stockpile]", "not among the pack's", 64},
		{"{kind: obligation-completed}", "{kind: obligation-complete}",
			"did you mean obligation-completed", 0},
		{"{kind: obligation-completed}", "{kind: vote-recorded}", "bears on no obligation of a State",
			0},
		{"{kind: obligation-completed}", "{kind: obligation-completed, report: x}", "report: ", 0},
		{"{kind: report-received, report: annual}", "{kind: obligation-completed}", "no field year",
			0},
		{"{kind: communication-noted}", "{kind: report-received}", "no field answers", 0},
		{"opened-by: clarification-requested", "opened-by: clarification", "is no kind of act", 0},
		{"of: not-party", "of: not-a-party", "did you mean not-party?", 0},
		{"what: opens", "what: open", "did you mean opens?", 0},
	};

	(void)state;
	check(row, COUNT(row));
}

static void test_rules_and_facts(void **state)
{
	static const struct row row[] = {
		{"rule: window", "rule: bundle", "bundle is reserved for later", 0},
		{"rule: window", "rule: majority", "majority is reserved for later", 0},
		{"rule: window", "rule: windwo", "no kind of rule; did you mean window?", 0},
		{"rule: window", "rule: xyzzy", "no kind of rule; docs/packs.md lists them", 0},
		{"rule: window", "rule: [window]", "rule: a list stands there", 0},
		{"  - rule: window\n    id", "  - id", "rule: missing", 0},
		{"  - rule: calendar", "  - window\n  - rule: calendar",
			"a text stands there; write a mapping that says which kind of rule", 0},
		{"rule: calendar", "rule: threshold", "a second threshold (the first in line 28)", 0},
		{"id: reviews", "id: meetings", "meetings stands twice", 0},
		{"rule: condition", "rule: condition\n    on: victims", "on: stands twice", 2},
		{"  - rule: condition\n",
			"  - {rule: condition, on: victims, label: {en: x}, source: y}\n"
			"  - rule: condition\n",
			"victims has a condition rule already", 2},
		{"    initial: reports.first\n", "", "initial: missing", -7},
		{"initial-absorbs: yes", "initial-absorbs: no", "of use only with", 1},
		{"fact: published", "fact: publish", "did you mean published?", 0},
		{"fact: published,", "", "fact: missing", 0},
		{"  - key: first.due", "  - 7\n  - key: first.due", "which kind of fact it is", 0},
		{"    fact: due", "    fatc: due", "\"fatc\" is no key; did you mean fact?", 0},
		{"states:\n", "states:\nplaces:\n", "states: empty; write a mapping", 0},
		{"key: years,", "key: parties,", "parties stands twice (first in the fact of line 130)", 0},
		{"    argument: year\n", "", "argument: missing; reports.annual is annual", -3},
		{"obligation: reports.first", "obligation: reports.first\n    argument: year",
			"is not annual", 1},
		{"what: standing, argument: state,", "what: standing,", "argument: missing", 0},
		{"rules:\n", "rules: none\nlost:\n", "rules: \"none\" is not right; write a list of rules",
			0},
	};

	(void)state;
	check(row, COUNT(row));
}

static void test_yaml(void **state)
{
	static const struct row row[] = {
		{"place: Nowhere", "place: &here Nowhere", "an anchor (&here)", 0},
		{"place: Nowhere", "place: *here", "an alias (*)", 0},
		{"place: Nowhere", "place: !!str Nowhere", "a tag (tag:yaml.org,2002:str)", 0},
		{"place: Nowhere", "place: !secret Nowhere", "a tag (!secret)", 0},
		{"place: Nowhere", "place: \"No\\nwhere\"", "on one line", 0},
		{"place: Nowhere", "place: \"No\\0where\"", "on one line", 0},
		{"place: Nowhere", "place: \"Nowhere", "over several lines", 0},
		{"place: Nowhere", "place: [Nowhere", "not YAML: while parsing a flow", 0},
		{"place: Nowhere", "place: Nowhere\n  else", "over several lines", 0},
		{"place: Nowhere", "place: a: b", "not YAML: mapping values are not allowed", 0},
		{"place: Nowhere", "place: N\xff", "not UTF-8; save", 0},
		{"place: Nowhere", "place: \xc3(", "not UTF-8; save", 0},
		{"place: Nowhere", "place: \xed\xa0\x80", "not UTF-8", 0},
		{"place: Nowhere", "place: a\x01", "a control character; take it out", 0},
		{"place: Nowhere", "place: a\xe2\x80\xa8", "U+2028", 0},
		{"place: Nowhere", "place: a\xef\xbf\xbe", "not YAML: control characters", 0},
		{"    step: {days: 28}", "\tstep: {days: 28}", "indented with a tab", 0},
		{"    step: {days: 28}", "    \tstep: {days: 28}", "indented with a tab", 0},
		{"rules:\n", "---\nrules:\n", "a second document", 0},
		{"rules:\n", "%YAML 1.1\nrules:\n", "a directive", 0},
		{"    step: {days: 28}", "   step: {days: 28}", "not YAML", 0},
	};

	(void)state;
	check(row, COUNT(row));
}

static void test_line_ends(void **state)
{
	static const char *const ends[] = {"\r\n", "\r"};
	AUTO_ARENA a = arena_new("line ends");
	unsigned line;
	const char *broken = with(a, invented(a), "count: 7", "count: 0", &line);

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct buf b;
		struct compiled c;

		buf_init(&b, a, PACK_YAML_MAX);
		for (const char *s = broken; *s; s++)
			buf_add(&b, *s == '\n' ? ends[i] : s, *s == '\n' ? strlen(ends[i]) : 1);
		c = compiled(a, b.data, b.len);
		assert_int_equal(c.n, 1);
		assert_int_equal(c.mistake[0].line, line);
	}
}

static void test_empty(void **state)
{
	static const char *const text[] = {"", "\n", "# only a remark\n", "---\n...\n", "\xef\xbb\xbf",
		"pack\n", "[]\n", "[a, {b: c}]\n"};
	AUTO_ARENA a = arena_new("empty");
	struct pack_bytes none = {0};
	struct compiled c;

	(void)state;
	for (size_t i = 0; i < COUNT(text); i++) {
		c = compiled(a, text[i], strlen(text[i]));
		assert_int_equal(c.r, ERR_INVALID);
		assert_true(c.n > 0 && c.mistake[0].line >= 1);
	}
	c.r = pack_compile(a, &none, &c.pack, &c.mistake, &c.n, &c.e);
	assert_int_equal(c.r, ERR_INVALID);
	assert_string_equal(c.e.text, "pack.yaml:1: there is none; a pack begins with this file");
}

#define WORLD "pack: world\nedition: 2026-05-31\nlabel: {en: World}\nsource: x\n"
static const char world_yaml[] =
	WORLD "languages: {official: {fr: [LUX, BEN]}, customary: {fr: [MAR], pt-BR: [BRA]}}\n"
	      "depositary-names: {CIV: [Ivory Coast, \"Côte d'Ivoire (Republic of)\"], KOR: [South Korea]}\n"
	      "articles: {fr: {le: [Japon], none: [Cuba]}, es: {el: [Japón], none: [Cuba]}}\n";

#define REST "languages: {official: {}, customary: {}}\ndepositary-names: {}\n"

/* What the world's pack alone has. */
static void test_world(void **state)
{
	static const struct {
		const char *yaml, *text;
	} row[] = {
		{WORLD "languages: {official: {fr: [LUX]}, customary: {en: [LUX]}}\ndepositary-names: {}\n",
			"LUX has a language already"},
		{WORLD "languages: {official: {fr: [Lux]}, customary: {}}\ndepositary-names: {}\n",
			"\"Lux\" is not right; write a State's code"},
		{WORLD "languages: {official: {}, customary: {}}\ndepositary-names: {civ: [a]}\n",
			"begin with a State's code"},
		{WORLD "languages: {official: {}, customary: {}}\ndepositary-names: {CIV: [a], KOR: [a]}\n",
			"\"a\" stands twice"},
		{WORLD "languages: {official: {}, customary: {}}\ndepositary-names: {CIV: [a], CIV: [b]}\n",
			"CIV stands twice"},
		{WORLD "languages: {official: {}}\ndepositary-names: {}\n", "customary"},
		{WORLD "languages: {official: {}, customary: {}}\ndepositary-names: [a]\n",
			"a mapping of States' codes to names"},
		{WORLD "articles: {fr: {le: [Japon], la: [Japon]}}\n" REST, "\"Japon\" stands twice in fr"},
		{WORLD "articles: {fr: {le: [Japon], le: [Mali]}}\n" REST, "le stands twice in fr"},
		{WORLD "articles: {fr: [Japon]}\n" REST, "a mapping of languages to articles and names"},
		{WORLD "articles: {fr: {Le: [Japon]}}\n" REST, "begin with an article"},
		{WORLD "articles: {French: {le: [Japon]}}\n" REST, "\"French\" is no language"},
		{WORLD "articles: {fr: {le: Japon}}\n" REST, "a list of texts"},
	};
	AUTO_ARENA a = arena_new("world");
	struct compiled c = compiled(a, world_yaml, strlen(world_yaml));
	const struct pack *p = c.pack;
	const char *bad = arena_printf(a, "%sfacts: []\n", world_yaml);

	(void)state;
	assert_int_equal(c.r, 0);
	assert_true(p->is_world);
	assert_int_equal(p->langs_n, 4);
	assert_string_equal(pack_language(p, "BEN"), "fr");
	assert_string_equal(pack_language(p, "LUX"), "fr");
	assert_string_equal(pack_language(p, "MAR"), "fr");
	assert_string_equal(pack_language(p, "BRA"), "pt-BR");
	assert_string_equal(pack_language(p, "AFG"), "en");
	assert_string_equal(pack_language(p, "ZWE"), "en");
	assert_string_equal(pack_language(NULL, "LUX"), "en");
	assert_int_equal(p->aliases_n, 3);
	assert_string_equal(p->alias[1].name, "Côte d'Ivoire (Republic of)");
	assert_string_equal(p->alias[1].iso3, "CIV");
	assert_string_equal(pack_article(p, "fr", "Japon"), "le");
	assert_string_equal(pack_article(p, "es", "Cuba"), "none");
	assert_null(pack_article(p, "es", "Japon"));
	assert_null(pack_article(p, "en", "Cuba"));
	assert_null(pack_article(NULL, "fr", "Japon"));
	c = compiled(a, bad, strlen(bad));
	assert_int_equal(c.n, 1);
	assert_true(mistaken(&c, 8, 8, "\"facts\" is no key of the world's pack; it has pack, edition"));
	for (size_t i = 0; i < COUNT(row); i++) {
		c = compiled(a, row[i].yaml, strlen(row[i].yaml));
		if (c.n != 1)
			fail_msg("%s: %zu mistakes", row[i].text, c.n);
		assert_true(mistaken(&c, 5, 6, row[i].text));
	}
}

/* Of a misspelt key it is not said that it is missing too. */
static void test_once(void **state)
{
	AUTO_ARENA a = arena_new("once");
	unsigned line;
	const char *text = with(a, invented(a), "depositary: ", "depository: ", &line);
	struct compiled c = compiled(a, text, strlen(text));

	(void)state;
	assert_int_equal(c.n, 1);
	assert_true(mistaken(&c, line, line, "did you mean depositary?"));
}

static void test_two_at_once(void **state)
{
	AUTO_ARENA a = arena_new("two");
	unsigned first, second;
	const char *text = with(a, invented(a), "count: 7", "count: many", &first);

	(void)state;
	text = with(a, text, "series: invented", "series: Invented", &second);
	struct compiled c = compiled(a, text, strlen(text));

	assert_int_equal(c.n, 2);
	assert_int_equal(c.mistake[0].line, first);
	assert_int_equal(c.mistake[1].line, second);
	assert_string_equal(c.e.text,
		arena_printf(a, "pack.yaml:%u: %s", first, c.mistake[0].text)); /* the first, by line */
}

static void test_at_most_100(void **state)
{
	AUTO_ARENA a = arena_new("many");
	struct buf b;

	(void)state;
	for (unsigned n = 99; n <= 101; n++) {
		buf_init(&b, a, PACK_YAML_MAX);
		buf_puts(&b, world_yaml);
		for (unsigned i = 0; i < n; i++)
			buf_printf(&b, "x%u: y\n", i);
		struct compiled c = compiled(a, b.data, b.len);

		assert_int_equal(c.n, n);
		assert_int_equal(c.mistake[98].line, 99 + 7);
		if (n == 101)
			assert_string_equal(c.mistake[100].text,
				"more than 100 mistakes; mend those above and check again");
	}
}

/* More of something than its limit: refused by name, and soon. */
static void test_limits(void **state)
{
	static const struct {
		const char *head, *each, *tail;
		unsigned n;
		const char *said;
	} row[] = {
		{"a: [", "[", "", 20, "more than 16 levels deep"},
		{"a: {", "b: {", "", 20, "more than 16 levels deep"},
		{"a: [", "b, ", "]\n", 20000, "more than 20000 keys and values"},
		{"a: ", "bbbbbbbbbb", "\n", 201, "a text of 2010 bytes; at most 2000"},
		{"a: b # ", "bbbbbbbbbb", "\n", PACK_YAML_MAX / 10, "longer than 1048576 bytes"},
		{"pack: ccm\nrules:\n", "- {rule: window}\n", "", 65, "rules: 65 of them; at most 64"},
		{"pack: ccm\nfacts:\n", "- {fact: count}\n", "", 257, "facts: 257 of them; at most 256"},
		{"pack: ccm\nconditions: [", "b, ", "]\n", 301, "conditions: 301 of them; at most 300"},
		{"pack: ccm\nlabel: {", "fr: b, ", "}\n", 101, "label: 101 languages; at most 100"},
		{"pack: world\nlanguages: {official: {", "fr: [], ", "}}\n", 101,
			"101 languages; at most 100"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("limit");
		struct buf b;

		buf_init(&b, a, 2 * PACK_YAML_MAX);
		buf_puts(&b, row[i].head);
		for (unsigned k = 0; k < row[i].n; k++)
			buf_puts(&b, row[i].each);
		buf_puts(&b, row[i].tail);
		struct compiled c = compiled(a, b.data, b.len);

		assert_int_equal(c.r, ERR_INVALID);
		if (!mistaken(&c, 1, 3, row[i].said))
			fail_msg("%s: not said, but: %s", row[i].said, c.e.text);
	}
}

/* Aliases that would stand for 10^9 texts. */
static void test_bomb(void **state)
{
	AUTO_ARENA a = arena_new("bomb");
	struct buf b;

	(void)state;
	buf_init(&b, a, PACK_YAML_MAX);
	buf_puts(&b, "a0: &a0 [x]\n");
	for (int i = 1; i < 10; i++)
		buf_printf(&b, "a%d: &a%d [*a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1, i - 1);
	struct compiled c = compiled(a, b.data, b.len);

	assert_true(mistaken(&c, 1, 1, "an anchor (&a0)"));
	assert_true(mistaken(&c, 2, 2, "an alias"));
	assert_true(arena_bytes(a) < 100000);
}

static void test_names_of_files(void **state)
{
	static const struct {
		const char *path;
		bool part;
	} row[] = {
		{"acts/treaty-actions.csv", true},
		{"letters/join/en.md", true},
		{"letters/join/zh-Hans.md", true},
		{"acts/votes.CSV", false},
		{"acts/votes.csv~", false},
		{"acts/.csv", false},
		{"acts/more/votes.csv", false},
		{"acts/Votes.csv", false},
		{"letters/en.md", false},
		{"letters/join/english.md", false},
		{"letters/join/en.txt", false},
		{"letters/join/more/en.md", false},
		{"letters//en.md", false},
		{"pack.yml", false},
		{"README.md", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("row");
		const char *yaml = invented(a);
		struct pack_file file[] = {{row[i].path, "", 0}, {"pack.yaml", yaml, strlen(yaml)}};
		struct pack_bytes b = {.n = 2, .file = file, .dir = "packs/ccm"};
		struct compiled c;

		c.r = pack_compile(a, &b, &c.pack, &c.mistake, &c.n, &c.e);
		if ((c.r == 0) != row[i].part)
			fail_msg("%s: %s", row[i].path, c.r == 0 ? "taken for a part" : c.e.text);
		if (row[i].part)
			continue;
		assert_int_equal(c.n, 1);
		assert_string_equal(c.mistake[0].path, row[i].path);
		assert_non_null(
			strstr(c.e.text, arena_printf(a, "packs/ccm/%s:1: no part of a pack", row[i].path)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_names_that_point_nowhere),
		cmocka_unit_test(test_rules_and_facts),
		cmocka_unit_test(test_yaml),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_world),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_two_at_once),
		cmocka_unit_test(test_at_most_100),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_bomb),
		cmocka_unit_test(test_names_of_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
