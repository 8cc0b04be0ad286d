/* Paragraphs of a template: keys, canonical words, pairs, other words put in. The letters are invented. */
#include "../unit.h"

#include "base/buf.h"
#include "text/paragraph.h"

static int find(void *ctx, const char *key, struct slot *ret, struct err *e)
{
	static const char *const verbs[] = {"ratify", "accede", NULL};
	(void)ctx;
	(void)e;
	*ret = (struct slot){.type = strcmp(key, "verb") == 0 ? SLOT_CHOICE : SLOT_TEXT, .choice = verbs};
	return 0;
}

struct letter {
	const char *data;
	size_t n;
	struct paragraph *p;
};

static struct letter letter(struct arena *a, const char *data)
{
	struct letter l = {.data = data};
	struct template *t;
	struct lang *lang;
	struct err e;
	if (lang_open(a, "en", &lang, &e) < 0)
		fail_msg("%s", e.text);
	struct template_source s = {
		.path = "t.md", .data = data, .len = strlen(data), .lang = lang, .find = find};
	if (template_parse(a, &s, &t, NULL, &e) < 0)
		fail_msg("%s", e.text);
	template_paragraphs(t, a, &l.p, &l.n);
	return l;
}

static const char shape[] = "<!-- a comment -->\n"
			    "{{@date}}\n{{a}}\n\n"
			    "{{@body}}\n"
			    "# One _two_ <!-- said -->three\n\n"
			    "{{#verb=ratify}}\nFirst\nline & \"more\"\n\nSecond\n{{^}}\nThird\n{{/}}\n"
			    "{{?news}}\n{{#b}}\nDeep\\\nbroken\n{{/}}\n{{/}}\n"
			    "- an *item* {{#b}}with {{b}}{{^}}without{{/}}\n- another\n  of two lines\n\n"
			    "---\n"
			    "{{#verb=ratify}}\n1\\. no list\n{{/}}\n";

static void keys_and_words(void **state)
{
	static const struct {
		const char *key, *text;
		unsigned line;
		bool words;
	} want[] = {
		{"date/1", "{{a}}", 3, false},
		{"body/1", "One *two* three", 6, true},
		{"body/#verb=ratify/1", "First line & \"more\"", 9, true},
		{"body/#verb=ratify/2", "Second", 12, true},
		{"body/^verb=ratify/1", "Third", 14, true},
		{"body/?news/#b/1", "Deep\\\nbroken", 18, true},
		{"body/2", "an *item* {{#b}}with {{b}}{{^}}without{{/}}", 22, true},
		{"body/3", "another of two lines", 23, true},
		{"body/#verb=ratify/3", "1\\. no list", 28, true},
	};
	AUTO_ARENA a = arena_new("test");
	struct letter l = letter(a, shape);
	(void)state;
	assert_int_equal(l.n, sizeof want / sizeof *want);
	for (size_t i = 0; i < l.n; i++) {
		assert_string_equal(l.p[i].key, want[i].key);
		assert_string_equal(l.p[i].text, want[i].text);
		assert_int_equal(l.p[i].line, want[i].line);
		assert_int_equal(l.p[i].words, want[i].words);
	}
}

/* Written anew with its own words, every paragraph is what it was. */
static void written_anew(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct letter l = letter(a, shape), again;
	const char **text = NEW_ARRAY(a, const char *, l.n);
	struct buf out;
	(void)state;
	for (size_t i = 0; i < l.n; i++)
		text[i] = l.p[i].text;
	buf_init(&out, a, 10000);
	paragraphs_write(l.data, strlen(l.data), l.p, l.n, text, &out);
	again = letter(a, out.data);
	assert_int_equal(again.n, l.n);
	for (size_t i = 0; i < l.n; i++) {
		assert_string_equal(again.p[i].text, l.p[i].text);
		assert_string_equal(again.p[i].key, l.p[i].key);
		assert_int_equal(again.p[i].kind, l.p[i].kind);
		text[i] = i == 3 ? "Other\\\nwords" : NULL;
	}
	buf_reset(&out);
	paragraphs_write(l.data, strlen(l.data), l.p, l.n, text, &out);
	again = letter(a, out.data);
	for (size_t i = 0; i < l.n; i++)
		assert_string_equal(again.p[i].text, i == 3 ? "Other\\\nwords" : l.p[i].text);
	assert_non_null(strstr(out.data, "<!-- said -->"));
}

static void pairs(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct letter s = letter(a,
		"One of {{a}}.\n\nTwo of {{b}}.\n\n{{?x}}\nX\n{{/}}\nThree, and long enough to be"
		" told from others.\n\nFour {{c}}.\n");
	struct letter t = letter(a,
		"Un, {{a}}.\n\n{{?x}}\nX un\n\nX deux\n{{/}}\nTrois, et assez long pour que cela se"
		" voie.\n\nQuatre {{c}}.\n\n{{?y}}\nY\n{{/}}\n");
	struct paragraph_pair *p;
	size_t n;
	struct buf b;
	(void)state;
	paragraphs_pair(a, s.p, s.n, t.p, t.n, &p, &n);
	buf_init(&b, a, 400);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%.4s=%.4s;", p[i].source ? p[i].source->text : "-",
			p[i].target ? p[i].target->text : "-");
	assert_string_equal(b.data, "One =Un, ;Two =-;X=X un;-=X de;Thre=Troi;Four=Quat;-=Y;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_and_words),
		cmocka_unit_test(written_anew),
		cmocka_unit_test(pairs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
