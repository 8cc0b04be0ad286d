/* PO, XLIFF and TMX: out and in again, and every mistake with its line. Texts are invented. */
#include "../unit.h"

#include "offices/translations/exchange.h"
#include "offices/translations/machine.h"

static const struct exchange_unit units[] = {
	{"body/1", "To the {{state.name}}, \"with\" *stress* & <care>\\\nand a second line",
		"À {{state.name}}\\\nsuite", "", "approved", "packs/x/letters/y/en.md:3", EXCHANGE_FINAL,
		false, 0},
	{"body/?a/1", "{{n|one=State has|other=States have}} joined {{n}} of {{n}}", "{{n}} ont adhéré {{n}}",
		"Old words", "outdated", "", EXCHANGE_INITIAL, false, 0},
	{"body/#verb=ratify/2", "Back\\slash {{x}}", "", "", "missing", "", EXCHANGE_INITIAL, false, 0},
	{"body/3", "Machine", "机器", "", "draft", "", EXCHANGE_INITIAL, true, 0},
};
static const struct exchange whole = {"x/y", "en", "fr", "2026-11-28T12:00:00.000Z", 4, NULL};

static void round_trip(const struct exchange_kind *k, struct arena *a, struct exchange *ret)
{
	struct exchange x = whole;
	struct exchange_unit mine[4];
	struct buf out;
	struct err e = {0};
	memcpy(mine, units, sizeof mine);
	x.unit = mine;
	buf_init(&out, a, 1u << 20);
	k->write(&x, &out);
	*ret = (struct exchange){0};
	if (k->read(a, "file", out.data, out.len, ret, &e) < 0)
		fail_msg("%s: %s\n%s", k->name, e.text, out.data);
	assert_string_equal(ret->source_lang, "en");
	assert_string_equal(ret->target_lang, "fr");
}

static void all_back(const struct exchange_kind *k)
{
	AUTO_ARENA a = arena_new("test");
	struct exchange x;
	round_trip(k, a, &x);
	assert_int_equal(x.n, 4);
	assert_string_equal(x.letter, "x/y");
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(x.unit[i].key, units[i].key);
		assert_string_equal(x.unit[i].source, units[i].source);
		assert_string_equal(x.unit[i].target, units[i].target);
		assert_int_equal(x.unit[i].machine, units[i].machine);
		assert_int_equal(x.unit[i].state == EXCHANGE_INITIAL, units[i].state == EXCHANGE_INITIAL);
	}
}

static void po_round(void **state)
{
	struct exchange_kind k = {"po", ".po", po_write, po_read};
	(void)state;
	all_back(&k);
}

static void xliff_round(void **state)
{
	struct exchange_kind k = {"xliff", ".xlf", xliff_write, xliff_read};
	(void)state;
	all_back(&k);
}

static void tmx_round(void **state)
{
	struct exchange_kind k = {"tmx", ".tmx", tmx_write, tmx_read};
	AUTO_ARENA a = arena_new("test");
	struct exchange x;
	(void)state;
	round_trip(&k, a, &x);
	assert_int_equal(x.n, 3); /* what has no translation is no segment */
	assert_string_equal(x.unit[0].source, units[0].source);
	assert_string_equal(x.unit[0].target, units[0].target);
}

/* ---- mistakes ---- */

#define X "<xliff xmlns='urn:oasis:names:tc:xliff:document:2.0' version='2.0' srcLang='en' trgLang='fr'>\n"
#define F X "<file id='f'>\n<unit id='u'>\n"
#define E "</unit></file></xliff>"
#define T \
	"<tmx version='1.4'>\n<header creationtool='c' creationtoolversion='1' segtype='block' o-tmf='t'" \
	" adminlang='en'" \
	" srclang='en' datatype='plaintext'/>\n<body>\n"

static const struct mistake {
	int (*read)(struct arena *, const char *, const char *, size_t, struct exchange *, struct err *);
	const char *data, *want;
} mistakes[] = {
	{po_read, "msgid \"a\"\nmsgstr \"b\n", "f:2: the text is not closed"},
	{po_read, "msgid \"a\"\nmsgstr \"b\\q\"\n", "f:2: \\q is no escape"},
	{po_read, "msgid \"a\\1\"\n", "f:1: \\1 is no escape"},
	{po_read, "\nmsgstr \"b\"\n", "f:2: msgstr without a msgid"},
	{po_read, "msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n", "f:3: msgstr without a msgid"},
	{po_read, "msgid \"a\"\nmsgid_plural \"b\"\n", "f:2: plural forms"},
	{po_read, "msgid \"a\"\n\nmsgid \"b\"\nmsgstr \"c\"\n", "f:3: an entry ends here without its msgstr"},
	{po_read, "msgctxt \"a\"\nmsgstr \"c\"\n", "f:2: msgstr without a msgid"},
	{po_read, "msgid \"a\" x\n", "f:1: something follows"},
	{po_read, "hello\n", "f:1: 'hello' is no line"},
	{po_read, "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n\n",
		"save the file as UTF-8"},
	{po_read, "msgid \"\xff\"\n", "f:1: "},
	{xliff_read, "<xliff>", "f:1: no well-formed XML"},
	{xliff_read, "<tmx/>", "f:1: the document is <tmx>, not <xliff>"},
	{xliff_read, "<!DOCTYPE xliff [<!ENTITY a 'b'>]><xliff/>", "declares the entity a"},
	{xliff_read, "<xliff version='1.2'/>", "is no XLIFF 2"},
	{xliff_read, X "</xliff>", "f:1: <xliff>: lacks its <file>"},
	{xliff_read, F E, "f:3: <unit>: lacks its <segment>"},
	{xliff_read, F "<segment/>" E, "f:4: <segment>: lacks its <source>"},
	{xliff_read, F "<segment state='done'><source>a</source></segment>" E,
		"state=\"done\" is none of its values"},
	{xliff_read, F "<segment><source>a<ph id='1' dataRef='d'/></source></segment>" E,
		"dataRef=\"d\" is no data"},
	{xliff_read, F "<segment><source>a<ec startRef='1'/></source></segment>" E,
		"startRef=\"1\" is no <sc> before it"},
	{xliff_read, F "<segment><source>a<b/></source></segment>" E, "f:4: <b>: does not stand in <source>"},
	{xliff_read, F "<segment><source>a</source><target xml:lang='de'>b</target></segment>" E, "says fr"},
	{xliff_read, F "<segment><source>a<ph id='1'/><ph id='1'/></source></segment>" E,
		"id=\"1\" stands twice"},
	{xliff_read, F "<segment><source>a<cp hex='0041'/></source></segment>" E,
		"is a character that XML can hold"},
	{tmx_read, "<tmx version='1.4'><body/></tmx>", "begins with no <header>"},
	{tmx_read, "<tmx version='1.4'><header/><body/></tmx>", "f:1: the <header> lacks creationtool"},
	{tmx_read, T "<tu>\n</tu></body></tmx>", "f:4: a <tu> without a <tuv>"},
	{tmx_read, T "<tu><tuv><seg>a</seg></tuv></tu></body></tmx>", "f:4: a <tuv> without xml:lang"},
	{tmx_read, T "<tu><tuv xml:lang='en'/></tu></body></tmx>", "without its <seg>"},
	{tmx_read, T "<p/></body></tmx>", "f:4: <body> has <tu> only"},
	{tmx_read, "<!DOCTYPE tmx SYSTEM 'file:///etc/passwd'><tmx version='1.4'>&x;</tmx>", "f:1: "},
};

static void said_with_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		const struct mistake *m = &mistakes[i];
		AUTO_ARENA a = arena_new("test");
		struct exchange x = {0};
		struct err e = {0};
		if (m->read(a, "f", m->data, strlen(m->data), &x, &e) == 0)
			fail_msg("%zu: read: %s", i, m->data);
		if (!strstr(e.text, m->want))
			fail_msg("%zu: %s, not %s", i, e.text, m->want);
	}
}

/* What other programs write. */
static void of_others(void **state)
{
	static const char po[] =
		"# by hand\nmsgid \"\"\nmsgstr \"\"\n\"Language: pt\\n\"\n\n#, fuzzy, c-format\n"
		"#| msgid \"o\"\n"
		"msgid \"a\"\n\"b\\t\\x41\\101\"\nmsgstr \"c\"\n#~ msgid \"gone\"\n\n"
		"msgid \"d\"\nmsgstr \"e\"\n";
	static const char tmx[] =
		T "<tu srclang='EN-GB'><tuv xml:lang='DE'><seg>x</seg></tuv><tuv xml:lang='en-GB'><seg>a <bpt"
		  " i='1'>&lt;b&gt;</bpt>b</seg></tuv><tuv xml:lang='FR-CH'>"
		  "<seg>c</seg></tuv></tu></body></tmx>";
	static const char xliff[] =
		F "<originalData><data id='d'>{{x}}</data></originalData>"
		  "<segment><source>a  <pc id='1'>b\n </pc>"
		  "<ph id='2' dataRef='d'/></source><target>c<ph id='2' dataRef='d'/></target></segment>"
		  "<ignorable><source> </source></ignorable><segment state='final'><source>d</source>"
		  "<target>e</target></segment>" E;
	AUTO_ARENA a = arena_new("test");
	struct exchange x = {0};
	struct err e = {0};
	(void)state;
	if (po_read(a, "po", po, strlen(po), &x, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(x.n, 2);
	assert_string_equal(x.target_lang, "pt");
	assert_string_equal(x.unit[0].source, "ab\tAA");
	assert_int_equal(x.unit[0].state, EXCHANGE_INITIAL);
	assert_int_equal(x.unit[1].state, EXCHANGE_TRANSLATED);
	x = (struct exchange){.target_lang = "fr"};
	if (tmx_read(a, "tmx", tmx, strlen(tmx), &x, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(x.n, 1);
	assert_string_equal(x.unit[0].source, "a <b>b");
	assert_string_equal(x.unit[0].target, "c");
	x = (struct exchange){0};
	if (xliff_read(a, "xliff", xliff, strlen(xliff), &x, &e) < 0)
		fail_msg("%s", e.text);
	assert_int_equal(x.n, 1);
	assert_string_equal(x.unit[0].source, "a b {{x}} d");
	assert_string_equal(x.unit[0].target, "c{{x}} e");
	assert_int_equal(x.unit[0].state, EXCHANGE_INITIAL);
}

static void marks(void **state)
{
	static const char text[] = "{{a}} & <b> {{c|x=y|z=w}}";
	AUTO_ARENA a = arena_new("test");
	const char *got;
	struct err e;
	(void)state;
	assert_string_equal(machine_marked(a, text), "<x id=\"1\"/> &amp; &lt;b&gt; <x id=\"2\"/>");
	assert_int_equal(
		machine_unmarked(a, text, "<x id=\"2\"></x> l&#39;&amp; <x id=\"1\"/>", &got, &e), 0);
	assert_string_equal(got, "{{c|x=y|z=w}} l'& {{a}}");
	assert_int_equal(machine_unmarked(a, text, "<x id=\"1\"/>", &got, &e), ERR_INVALID);
	assert_int_equal(
		machine_unmarked(a, text, "<x id=\"1\"/><x id=\"1\"/><x id=\"2\"/>", &got, &e), ERR_INVALID);
	assert_int_equal(
		machine_unmarked(a, text, "<x id=\"1\"/><x id=\"2\"/><x id=\"3\"/>", &got, &e), ERR_INVALID);
	assert_int_equal(machine_unmarked(a, text, "<x id=\"1\"/><x id=\"2\"/>{{d}}", &got, &e), ERR_INVALID);
	assert_int_equal(machine_unmarked(a, text, "<x id=\"1\"/><x id=\"2\"/><b>", &got, &e), ERR_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(po_round),
		cmocka_unit_test(xliff_round),
		cmocka_unit_test(tmx_round),
		cmocka_unit_test(said_with_line),
		cmocka_unit_test(of_others),
		cmocka_unit_test(marks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
