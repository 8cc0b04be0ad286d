/* Templates: every mistake is named with its place before the first letter; a letter says only what may be
 * said. The facts here are invented. */
#include "../unit.h"

#include "base/buf.h"
#include "text/template.h"

/* ---- an invented house of facts ---- */

static const char *const verbs[] = {"ratify", "accede", NULL};
static const struct known {
	const char *key;
	struct slot slot;
} known[] = {
	{"parties", {.type = SLOT_NUMBER, .figure = true}},
	{"share", {.type = SLOT_DECIMAL, .figure = true}},
	{"stocks", {.type = SLOT_DECIMAL, .figure = true}},
	{"years", {.type = SLOT_NUMBER}},
	{"opens", {.type = SLOT_DAY}},
	{"closes", {.type = SLOT_DAY}},
	{"name", {.type = SLOT_TEXT, .name = true}},
	{"note", {.type = SLOT_TEXT}},
	{"latest", {.type = SLOT_LIST, .figure = true}},
	{"verb", {.type = SLOT_CHOICE, .choice = verbs}},
	{"withdrew", {.type = SLOT_YES}},
	{NULL, {.type = SLOT_TEXT}},
};

static int find(void *ctx, const char *key, struct slot *ret, struct err *e)
{
	(void)ctx;
	for (const struct known *k = known; k->key; k++) {
		if (strcmp(k->key, key) != 0)
			continue;
		*ret = k->slot;
		return 0;
	}
	return err_set(e, ERR_NOTFOUND, "no field is called '%s'", key);
}

static day_t day(const char *s)
{
	struct err e;
	day_t d;
	if (day_parse(s, strlen(s), &d, &e) < 0)
		fail_msg("%s", e.text);
	return d;
}

/* What the letter's day is told; a test changes what it is about. */
struct world {
	const char *parties, *why, *name, *article, *note, *verb, *withdrew, *years;
	const char *parties_as_at, *share_as_at, *stocks_edition;
	day_t closes;
};
static const struct world plain = {.parties = "108",
	.name = "Angola",
	.note = "",
	.verb = "ratify",
	.years = "10",
	.parties_as_at = "2020-03-19",
	.share_as_at = "2020-03-19",
	.stocks_edition = "Monitor 2019",
	.closes = 18593};

static int value(void *ctx, const char *key, struct slot_value *ret, struct err *e)
{
	static const char *const states[] = {"Angola", "Cuba", "Mali"};
	const struct world *w = ctx;
	(void)e;
	struct slot_value all[] = {
		{.text = w->parties, .why = w->why, .as_at = day(w->parties_as_at)},
		{.text = "61.4", .as_at = day(w->share_as_at), .edition = "Monitor 2019", .period = "2018"},
		{.text = "178000000", .as_at = day(w->share_as_at), .edition = w->stocks_edition},
		{.text = w->years},
		{.day = day("2020-11-23")},
		{.day = w->closes},
		{.text = w->name, .article = w->article},
		{.text = w->note},
		{.n = 3, .item = states, .as_at = day("2020-03-19")},
		{.text = w->verb},
		{.text = w->withdrew},
	};
	for (size_t i = 0; known[i].key; i++)
		if (strcmp(known[i].key, key) == 0)
			*ret = all[i];
	return 0;
}

/* ---- reading ---- */

static struct lang *open_lang(struct arena *a, const char *tag)
{
	struct err e;
	struct lang *l;
	if (lang_open(a, tag, &l, &e) < 0)
		fail_msg("%s", e.text);
	return l;
}

static int parse(struct arena *a, const char *tag, const char *text, struct template **ret,
	struct template_mistakes *m, struct err *e)
{
	struct template_source s = {.path = "join/en.md",
		.data = text,
		.len = strlen(text),
		.lang = open_lang(a, tag),
		.find = find};
	return template_parse(a, &s, ret, m, e);
}

/* One mistake a row; the message must begin with its place and hold the words. */
static const struct {
	const char *text, *place, *words;
} mistakes[] = {
	{"Dear {{nmae}}", "1:6", "no field is called 'nmae'"},
	{"Été {{nmae}}", "1:5", "no field"}, /* columns count characters */
	{"one\n\ntwo {{name}}\nthree {{nmae}}", "4:7", "no field"},
	{"{{}}", "1:1", "names nothing"},
	{"a {{name", "1:3", "is not closed: add }}"},
	{"a {{name\n}}", "1:3", "is not closed: add }}"},
	{"a }} b", "1:3", "closes no tag"},
	{"a {{name|whole}}", "1:3", "whole is for numbers with a fraction, and name is a text"},
	{"a {{opens|compact}}", "1:3", "compact is for numbers, and opens is a day"},
	{"a {{name|edition}}", "1:3", "edition is for figures"},
	{"a {{years|edition}}", "1:3", "edition is for figures"},
	{"a {{name|capitl}}", "1:3", "did you mean capital?"},
	{"a {{name|capital of}}", "1:3", "takes nothing after it"},
	{"a {{opens|span}}", "1:3", "names nothing"},
	{"a {{opens|resolution}}", "1:3", "the form resolution is for texts, and opens is a day"},
	{"a {{opens|span name}}", "1:3", "name is a text"},
	{"a {{opens|span clses}}", "1:3", "no field is called 'clses'"},
	{"a {{verb}}", "1:3", "is a choice, no text"},
	{"a {{withdrew}}", "1:3", "is a condition, no text"},
	{"a {{verb|ratify=ratify}}", "1:3", "lacks the arm 'accede'"},
	{"a {{verb|ratify=x|accede=y|sign=z}}", "1:3", "does not have the arm 'sign'"},
	{"a {{verb|ratify=x|ratify=y|accede=z}}", "1:3", "has twice the arm 'ratify'"},
	{"a {{verb|ratify=x|accede}}", "1:3", "'accede' is no arm"},
	{"a {{years|one=year}}", "1:3", "lacks the arm 'other'"},
	{"a {{years|one=x|few=y|other=z}}", "1:3", "does not have the arm 'few'"},
	{"a {{opens|one=x|other=y}}", "1:3", "arms are for whole numbers, choices and texts"},
	{"a {{name|Mali=x|Mali=y}}", "1:3", "has twice the arm 'Mali'"},
	{"a {{name|de}}", "1:3", "names have no form de in en: its forms are the"},
	{"a {{name|the capitals}}", "1:3", "after the form the stands capital or nothing"},
	{"a {{note|the}}", "1:3", "the form the is for names of States, and note is none"},
	{"a {{#verb=sign}}b{{/}}", "1:3", "never 'sign'"},
	{"a {{#verb}}b{{/}}", "1:3", "write {{#verb=WORD}}"},
	{"a {{#opens}}b{{/}}", "1:3", "is no condition"},
	{"a {{#name=x}}b{{/}}", "1:3", "take out '=x'"},
	{"a {{#nme}}b{{/}}", "1:3", "no field is called 'nme'"},
	{"a {{#note}} b", "1:3", "not closed in its paragraph"},
	{"a\n\n{{#note}}\nb", "3:1", "not closed: add {{/}} on a line of its own"},
	{"{{?x}}\nb", "1:1", "{{?x}} is not closed"},
	{"a {{/}}", "1:3", "{{/}} belongs to nothing open"},
	{"a {{^}} b", "1:3", "{{^}} belongs to nothing open"},
	{"a {{#note}}b{{^}}c{{^}}d{{/}}", "1:19", "{{^}} belongs to nothing open"},
	{"a {{#note}}b{{/name}}", "1:13", "does not belong to 'note'"},
	{"{{#note}}\na {{/}} b\n{{/}}", "2:3", "belongs to nothing open in its paragraph"},
	{"a {{?x}} b {{/}}", "1:3", "stands alone on its line"},
	{"{{?Not A Name}}\na\n{{/}}", "1:1", "names the paragraph in lower-case"},
	{"{{?x}}\n{{?y}}\na\n{{/}}\n{{/}}", "2:1", "{{?y}} stands within {{?x}}"},
	{"{{?x}}\na\n{{^}}\nb\n{{/}}", "3:1", "{{^}} belongs to nothing open"},
	{"{{@adress}}\na", "1:1", "did you mean address?"},
	{"a {{@address}}", "1:3", "stands alone on its line"},
	{"{{#note}}\n{{@address}}\na\n{{/}}", "2:1", "{{@address}} stands within 'note'"},
	{"The {{parties}} parties.", "1:5", "parties can be older than the letter"},
	{"The {{parties}}.\n\nAs at {{as-at}}, {{parties}}.", "1:5", "parties can be older"},
	{"{{#note}}The {{parties}} {{#verb=ratify}}{{as-at}}{{/}}{{/}}", "1:14", "parties can be older"},
	{"As at {{as-at}} all is well.", "1:7", "as-at stands in a paragraph without a figure"},
	{"{{#as-at}}\nx {{parties}} {{as-at}}\n{{/}}", "1:1", "as-at is known within a paragraph only"},
	{"a {{as-at|capital}}", "1:3", "one form only"},
	{"Page {{page}}", "1:6", "in the footer only"},
	{"a `{{name}}` b", "1:3", "code has no place"},
	{"a\n\n    {{name}}", "3:5", "code has no place"},
	{"> a", "1:1", "a quotation"},
	{"a ![b](c.png)", "1:3", "an image"},
	{"été {{name}} été ![b](c.png)", "1:18",
		"an image"}, /* counted in the template, not in what Markdown is given */
	{"a\nété {{name}} *é* `b`", "2:18", "code has no place"},
	{"<div>a</div>", "1:1", "HTML has no place"},
	{"a <b>b</b>", "1:3", "HTML has no place"},
	{"a [b](http://{{name}})", "1:14", "a link's address"},
	{"[b]: http://{{name}}\n\na", "1:13", "shows no text"},
	{"<!-- a\n\nb", "1:1", "the comment is not closed"},
	{"a\r\nb", "1:2", "Unix line ends"},
	{"a \xff b", "1:3", "not UTF-8"},
	{"a {{na\xff}}", "1:7", "not UTF-8"},
	{"a {{na\rme}}", "1:7", "U+000D"},
	{"a \xee\x80\x80 b", "1:3", "U+E000"},
	{"{{name}} a&#xE000; b", "1:1", "a character reference makes"},
};

static void test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(mistakes); i++) {
		AUTO_ARENA a = arena_new("test");
		struct template *t = NULL;
		struct template_mistakes m;
		struct err e = {0};
		const char *start = arena_printf(a, "join/en.md:%s: ", mistakes[i].place);
		if (parse(a, "en", mistakes[i].text, &t, &m, &e) == 0)
			fail_msg("no mistake found in: %s", mistakes[i].text);
		assert_int_equal(e.code, ERR_INVALID);
		assert_true(m.n >= 1);
		if (strncmp(e.text, start, strlen(start)) != 0 || !strstr(e.text, mistakes[i].words))
			fail_msg("for: %s\n got: %s\nwant: %s … %s", mistakes[i].text, e.text, start,
				mistakes[i].words);
	}
}

/* Where a language has no forms of names, none is taken for another's. */
static void test_no_forms(void **state)
{
	static const char *const tags[] = {"ar", "ru", "zh", "pt"};
	(void)state;
	for (size_t i = 0; i < COUNT(tags); i++) {
		AUTO_ARENA a = arena_new("test");
		struct template *t;
		struct err e;
		assert_int_equal(parse(a, tags[i], "a {{name|de}}", &t, NULL, &e), ERR_INVALID);
		assert_non_null(strstr(e.text, arena_printf(a, "1:3: names have no forms in %s", tags[i])));
	}
}

/* All mistakes come at once, in order, up to a hundred. */
static void test_all_mistakes(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct template *t;
	struct template_mistakes m;
	struct err e;
	char many[4000] = "";
	(void)state;
	assert_int_equal(
		parse(a, "en", "{{x}}\n\n{{#note}} a\n\nb {{y}} {{verb}}\n\n{{/}}", &t, &m, &e), ERR_INVALID);
	const unsigned want[][2] = {{1, 1}, {3, 1}, {5, 3}, {5, 9}, {7, 1}};
	assert_int_equal(m.n, COUNT(want));
	for (size_t i = 0; i < m.n; i++) {
		assert_int_equal(m.at[i].line, want[i][0]);
		assert_int_equal(m.at[i].column, want[i][1]);
	}
	for (size_t i = 0; i < 300; i++)
		memcpy(many + 6 * i, "{{x}}\n", 7);
	assert_int_equal(parse(a, "en", many, &t, &m, &e), ERR_INVALID);
	assert_int_equal(m.n, TEMPLATE_MISTAKES_MAX);
}

static void test_limits(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct template *t;
	struct err e;
	struct buf b;
	(void)state;
	buf_init(&b, a, 2 * (size_t)TEMPLATE_BYTES_MAX);
	for (unsigned i = 0; i <= TEMPLATE_TAGS_MAX; i++)
		buf_puts(&b, "{{name}}\n");
	assert_int_equal(parse(a, "en", b.data, &t, NULL, &e), ERR_INVALID);
	assert_string_equal(e.text, "join/en.md:2001:1: over 2000 tags: make the letter shorter");
	buf_reset(&b);
	while (b.len <= TEMPLATE_BYTES_MAX)
		buf_puts(&b, "0123456789abcdef");
	assert_int_equal(parse(a, "en", b.data, &t, NULL, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "1:1: 262160 bytes"));
	buf_reset(&b);
	for (unsigned i = 0; i <= TEMPLATE_DEPTH_MAX; i++)
		buf_puts(&b, "{{#note}}");
	assert_int_equal(parse(a, "en", b.data, &t, NULL, &e), ERR_INVALID);
	buf_reset(&b);
	for (unsigned i = 0; i <= TEMPLATE_DEPTH_MAX; i++)
		buf_printf(&b, "%*s- a\n", 2 * (int)i, "");
	assert_int_equal(parse(a, "en", b.data, &t, NULL, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "lists stand 16 deep"));
}

/* ---- filling ---- */

/* The document on one line: blocks parted by '/', list markers before them, '#' a heading, '*' emphasis, '_'
 * strong, '|' a line break, [field: its text]. */
static const char *shown(struct arena *a, const struct doc *d)
{
	struct buf b;
	buf_init(&b, a, 1 << 16);
	for (size_t i = 0; i < d->n; i++) {
		const struct block *k = &d->block[i];
		buf_printf(&b, "%s%s%s%s", i ? " / " : "",
			k->kind == BLOCK_HEADING        ? "#"
				: k->kind == BLOCK_RULE ? "---"
							: "",
			k->marker, *k->marker ? " " : "");
		for (size_t r = 0; r < k->n; r++) {
			const struct piece *p = &k->piece[r];
			const char *mark = p->strong ? "_" : p->emph ? "*" : "";
			if (p->kind == PIECE_BREAK)
				buf_puts(&b, "|");
			else if (*p->field)
				buf_printf(&b, "%s[%s: %s]%s", mark, p->field, p->text, mark);
			else
				buf_printf(&b, "%s%s%s", mark, p->text, mark);
		}
	}
	return b.data;
}

static int fill(
	struct arena *a, const char *tag, const char *text, struct world w, struct doc *ret, struct err *e)
{
	struct template *t;
	struct filling f = {.on = day("2020-03-19"), .oldest = day("2019-03-19"), .value = value, .ctx = &w};
	if (parse(a, tag, text, &t, NULL, e) < 0)
		fail_msg("%s", e->text);
	return template_fill(t, a, &f, ret, e);
}

static void check(const char *tag, const char *text, struct world w, const char *want)
{
	AUTO_ARENA a = arena_new("test");
	struct doc d;
	struct err e;
	if (fill(a, tag, text, w, &d, &e) < 0)
		fail_msg("%s\n for: %s", e.text, text);
	assert_string_equal(shown(a, &d), want);
}

static void test_forms(void **state)
{
	(void)state;
	check("en", "The *{{name}}* and **b**", plain, "The *[name: Angola]* and _b_");
	check("en", "{{years}} {{years|one=year|other=years}}", plain, "[years: 10] [years: years]");
	check("fr", "{{years}} {{years|one=an|many=d'années|other=ans}}", plain, "[years: 10] [years: ans]");
	check("en", "{{verb|ratify=ratify|accede=accede to}} it", plain, "[verb: ratify] it");
	check("en", "{{stocks|compact}}, {{share}}, {{share|whole}}{{#as-at}} {{as-at}}{{/}}", plain,
		"[stocks: 178\u00a0million], [share: 61.4], [share: 61]");
	check("en", "{{share}} ({{share|edition}}, of {{share|period}}){{#as-at}} {{as-at}}{{/}}", plain,
		"[share: 61.4] ([share: Monitor 2019], of [share: 2018])");
	check("en", "held {{opens|span closes}}, {{opens}}", plain,
		"held [opens: from 23 to 27\u00a0November\u00a02020], [opens: 23\u00a0November\u00a02020]");
	check("en", "closes on {{opens|weekday}}", plain,
		"closes on [opens: Monday, 23\u00a0November\u00a02020]");
	check("en", "{{name|resolution}}", plain, "[name: Angola]");
	check("en", "{{name|Mali=x|Angola=y z}}, {{name|Mali=x}}", plain, "[name: y z], [name: Angola]");
	check("en", "{{latest}}{{#as-at}} {{as-at}}{{/}}", plain, "[latest: Angola, Cuba and Mali]");
	struct world w = plain;
	w.name = "A/RES/74/62";
	check("en", "resolution {{name|resolution}}", w, "resolution [name: 74/62]");
	w.name = "the State";
	check("en", "{{name|capital}} of {{name}}", w, "[name: The State] of [name: the State]");
}

/* Names of States with their articles, as French and Spanish contract them. */
static void test_names(void **state)
{
	static const struct {
		const char *tag, *name, *article, *said; /* article "": the name begins with it */
	} row[] = {
		{"fr", "Japon", "le", "le Japon, du Japon, au Japon"},
		{"fr", "Suisse", "la", "la Suisse, de la Suisse, à la Suisse"},
		{"fr", "Islande", "l'", "l’Islande, de l’Islande, à l’Islande"},
		{"fr", "Îles Cook", "les", "les Îles Cook, des Îles Cook, aux Îles Cook"},
		{"fr", "Cuba", "none", "Cuba, de Cuba, à Cuba"},
		{"fr", "Haïti", "none", "Haïti, d’Haïti, à Haïti"},
		{"fr", "Israël", "none", "Israël, d’Israël, à Israël"},
		{"fr", "Monaco", "none", "Monaco, de Monaco, à Monaco"},
		{"fr", "le Royaume du Maroc", "",
			"le Royaume du Maroc, du Royaume du Maroc, au Royaume du Maroc"},
		{"fr", "les Tuvalu", "", "les Tuvalu, des Tuvalu, aux Tuvalu"},
		{"fr", "Antigua-et-Barbuda", "",
			"Antigua-et-Barbuda, d’Antigua-et-Barbuda, à Antigua-et-Barbuda"},
		{"fr-CA", "Japon", "le", "le Japon, du Japon, au Japon"},
		{"es", "Perú", "el", "el Perú, del Perú, al Perú"},
		{"es", "India", "la", "la India, de la India, a la India"},
		{"es", "Países Bajos", "los", "los Países Bajos, de los Países Bajos, a los Países Bajos"},
		{"es", "El Salvador", "none", "El Salvador, de El Salvador, a El Salvador"},
		{"es", "las Islas Cook", "", "las Islas Cook, de las Islas Cook, a las Islas Cook"},
	};
	struct world w = plain;
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("test");
		struct doc d;
		struct err e;
		w.name = row[i].name;
		w.article = row[i].article;
		bool fr = *row[i].tag == 'f';
		if (fill(a, row[i].tag,
			    fr ? "{{name|le}}, {{name|de}}, {{name|à}}"
			       : "{{name|el}}, {{name|de}}, {{name|a}}",
			    w, &d, &e) < 0)
			fail_msg("%s", e.text);
		const char *said = "";
		for (size_t k = 0; k < d.block[0].n; k++)
			said = arena_printf(a, "%s%s", said, d.block[0].piece[k].text);
		assert_string_equal(said, row[i].said);
	}
	w.name = "Bahamas";
	w.article = "the";
	check("en", "{{name|the capital}}, of {{name|the}}", w,
		"[name: The Bahamas], of [name: the Bahamas]");
	w.name = "l'Islande";
	w.article = "";
	check("fr", "{{name|de capital}}", w, "[name: De l’Islande]");
	for (int i = 0; i < 2; i++) { /* no article on file, or one that the language has not */
		AUTO_ARENA a = arena_new("test");
		struct doc d;
		struct err e;
		w.name = "Japon";
		w.article = i ? "die" : NULL;
		assert_int_equal(fill(a, "fr", "x {{name|de}}", w, &d, &e), ERR_INVALID);
		assert_non_null(
			strstr(e.text, "join/en.md:1:3: no letter can be written: \"Japon\" has no article"));
	}
}

static void test_conditions(void **state)
{
	struct world with = plain, zero = plain;
	(void)state;
	with.note = "x";
	with.withdrew = "yes";
	with.verb = "accede";
	zero.years = "0";
	const char *inside =
		"a {{#note}}b {{/}}c {{#withdrew}}d{{^}}e{{/withdrew}} {{#verb=accede}}f{{^}}g{{/}}";
	check("en", inside, plain, "a c e g");
	check("en", inside, with, "a b c d f");
	check("en", "{{#years}}a{{^}}b{{/}}", plain, "a");
	check("en", "{{#years}}a{{^}}b{{/}}", zero, "b");
	const char *around = "a\n{{#note}}\nb\n\nc\n{{^}}\nd\n{{/}}\ne";
	check("en", around, plain, "a / d / e");
	check("en", around, with, "a / b / c / e");
	/* A condition crosses emphasis, and one within another. */
	check("en", "a **b {{#note}}c** d{{/}} {{#withdrew}}{{#note}}e{{/}}{{/}}", with, "a _b c_ d e");
	check("en", "{{#note}}nothing at all{{/}}", plain, "");
}

static void test_markdown(void **state)
{
	(void)state;
	check("en",
		"# A\n\nb\\\nc  \nd\ne\n\n---\n\n1. f\n2. g\n   - h\n\n     i\n\n<!-- never {{x}} -->\n\nj",
		plain, "#A / b|c|d e / --- / 1. f / 2. g / • h / i / j");
	check("en", "- a\n{{#note}}\n- b\n{{/}}\n- c", plain, "• a / • c");
	check("en", "{{@address}}\na\n{{@footer}}\nPage {{page}} of {{pages}}", plain,
		"a / Page [page: ] of [pages: ]");
}

/* A value is never read as markup, whatever is in it. */
static void test_values_are_data(void **state)
{
	static const char *const hostile[] = {"*Angola* **b** _c_", "<b>&amp;", "[a](http://b)",
		"{{verb}}{{/}}", "# a", "- a", "1. a", "`a`", "\\", "![a](b)", "Angola & Co", "<!-- a -->",
		"\xee\x80\x80", "a|b=c"};
	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		AUTO_ARENA a = arena_new("test");
		struct world w = plain;
		w.name = hostile[i];
		check("en", "{{name}}", w, arena_printf(a, "[name: %s]", hostile[i]));
		check("en", "- *{{name}}*", w, arena_printf(a, "• *[name: %s]*", hostile[i]));
	}
	struct world w = plain;
	w.name = "a\nb\t\x01 c \xff d";
	check("en", "x {{name}}  y", w, "x [name: a b c d] y"); /* lines and controls are one space */
}

/* ---- what may be said ---- */

static const char many[] = "a\n{{?one}}\n{{parties}} b{{#as-at}} (as at {{as-at}}){{/}}\n\nc\n{{/}}\n"
			   "{{?two}}\n{{share}}, {{stocks}}{{#as-at}} (as at {{as-at}}){{/}}\n{{/}}\nd";
static const char two[] = "[share: 61.4], [stocks: 178,000,000]";

static void check_left_out(struct world w, const char *want, const char *names, const char *why)
{
	AUTO_ARENA a = arena_new("test");
	struct doc d;
	struct err e;
	const char *got = "";
	if (fill(a, "en", many, w, &d, &e) < 0)
		fail_msg("%s", e.text);
	assert_string_equal(shown(a, &d), want);
	for (size_t i = 0; i < d.left_out_n; i++)
		got = arena_printf(a, "%s%s%s", got, i ? " " : "", d.left_out[i].name);
	assert_string_equal(got, names);
	if (*names && !strstr(d.left_out[0].why, why))
		fail_msg("got %s, want %s", d.left_out[0].why, why);
}

static void test_left_out(void **state)
{
	AUTO_ARENA a = arena_new("test");
	const char *first = "a / [parties: 108] b / c", *without_one = arena_printf(a, "a / %s / d", two);
	const char *all = arena_printf(a, "%s / %s / d", first, two),
		   *without_two = arena_printf(a, "%s / d", first);
	(void)state;
	check_left_out(plain, all, "", "");
	struct world w = plain;
	w.why = "is between 107 and 109";
	check_left_out(w, without_one, "one", "parties is between 107 and 109");
	w = plain;
	w.parties = NULL;
	check_left_out(w, without_one, "one", "parties is not on file");
	w.parties = "some";
	check_left_out(w, without_one, "one", "parties is not on file");
	w = plain;
	w.parties_as_at = "2019-03-19"; /* as old as may be */
	check_left_out(w,
		arena_printf(
			a, "a / [parties: 108] b (as at [as-at: 19\u00a0March\u00a02019]) / c / %s / d", two),
		"", "");
	w.parties_as_at = "2019-03-18";
	check_left_out(w, without_one, "one", "parties is as at 2019-03-18, too old");
	w = plain;
	w.stocks_edition = "Monitor 2017";
	check_left_out(w, without_two, "two", "share is of Monitor 2019 and stocks of Monitor 2017");
	w = plain;
	w.share_as_at = "2020-02-01";
	check_left_out(w,
		arena_printf(a, "%s / %s (as at [as-at: 1\u00a0February\u00a02020]) / d", first, two), "",
		"");
	w.share_as_at = "2018-01-01";
	w.why = "is not known";
	check_left_out(w, "a / d", "one two", "parties is not known");
}

static void check_refused(const char *text, struct world w, const char *words)
{
	AUTO_ARENA a = arena_new("test");
	struct doc d;
	struct err e;
	if (fill(a, "en", text, w, &d, &e) == 0)
		fail_msg("not refused: %s", shown(a, &d));
	assert_int_equal(e.code, ERR_INVALID);
	if (!strstr(e.text, words))
		fail_msg("got %s, want %s", e.text, words);
}

static void test_refused(void **state)
{
	struct world w = plain;
	(void)state;
	w.why = "is between 107 and 109";
	check_refused("a\n\nb {{parties}}{{#as-at}}{{as-at}}{{/}}", w,
		"join/en.md:3:3: no letter can be written: parties is between 107 and 109");
	check_refused("{{#parties}}\nb\n{{/}}", w, "join/en.md:1:1: no letter");
	w = plain;
	w.parties_as_at = "2020-02-01";
	check_refused("{{parties}} {{share}} {{as-at}}", w,
		"parties is as at 2020-02-01 and share as at 2020-03-19: they cannot stand in one paragraph");
	check_refused("{{share}} {{#as-at}}a{{^}}{{parties}}{{/}} {{as-at}}", w,
		"they cannot stand in one paragraph");
	w = plain;
	w.stocks_edition = NULL;
	check_refused("{{stocks|edition}} {{as-at}}", w, "stocks is of no edition");
	check_refused("{{stocks|period}} {{as-at}}", plain, "stocks is of no stated period");
	w = plain;
	w.closes = day("2020-11-22");
	check_refused("{{opens|span closes}}", w, "closes is before opens");
	w.closes = DAY_NONE_LOW;
	check_refused("{{opens|span closes}}", w, "closes is not on file");
	w = plain;
	w.name = "";
	check_refused("{{name}}", w, "name is not on file");
	/* What is not said is not judged. */
	w.why = "is not known";
	check("en", "a{{#note}} {{parties}} {{name}}{{/}} {{#as-at}}{{as-at}}{{/}}b", plain, "a b");
	w.name = "Angola";
	check_refused("{{name}} {{parties}} {{as-at}}", w, "join/en.md:1:10: no letter");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_no_forms),
		cmocka_unit_test(test_all_mistakes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_values_are_data),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
