/* Houses as they stand in folders: those that are right, and each mistake with its line. */
#include "../unit.h"

#include "base/file.h"
#include "offices/houses/houses.h"
#include "offices/houses/image.h"

static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";

struct compiled_house {
	int r;
	struct house h;
	struct pack_mistake *m;
	size_t n;
	struct err e;
};

static struct compiled_house compiled(struct arena *a, const char *yaml)
{
	struct pack_file *file = NEW_ARRAY(a, struct pack_file, 2);
	struct compiled_house c = {.r = 0};

	file[0] = (struct pack_file){"emblem.svg", svg, sizeof svg - 1};
	file[1] = (struct pack_file){"house.yaml", yaml, strlen(yaml)};
	c.r = house_compile(a, &(struct pack_bytes){.n = 2, .file = file}, &c.h, &c.m, &c.n, &c.e);
	return c;
}

static void folders_are_right(void **state)
{
	static const char *const folder[] = {EXAMPLE, INVENTED "/ngo", INVENTED "/member",
		INVENTED "/mission", INVENTED "/presidency", INVENTED "/un"};
	AUTO_ARENA a = arena_new("houses");

	(void)state;
	for (size_t i = 0; i < COUNT(folder); i++) {
		struct pack_bytes b;
		struct pack_mistake *m;
		struct house h = {0};
		struct err e;
		size_t n = 0;

		if (pack_read_dir(a, folder[i], &b, &e) < 0 || house_compile(a, &b, &h, &m, &n, &e) < 0)
			fail_msg("%s", e.text);
		assert_int_equal(n, 0);
		assert_true(h.series_n > 0 && h.clearance_n > 0 && h.languages_n > 0);
		assert_string_equal(h.signs_role, "signatory");
		assert_non_null(house_address(&h, "zh")->line[0]);
	}
}

/* The least that a house says; the cases below change one thing each. */
#define LEAST \
	"house: invented\nname: {en: Invented}\nform: ngo\naddress: {en: [Invented]}\n" \
	"place: {en: Invented}\n" \
	"emblem: {file: emblem.svg, alt: {en: Invented}}\n" \
	"languages: [en]\n" \
	"series: [{id: a, pattern: \"A-{year}-{number:5}-{file}\", file: CCM, per: year}]\n" \
	"clearance: [{role: signatory, persons: 1}]\n"

static const struct {
	const char *from, *to; /* to: NULL takes the line out */
	unsigned line;
	const char *says;
} mistakes[] = {
	{"house: invented", "house: Invented", 1, "house: \"Invented\" is not right"},
	{"form: ngo", "form: company", 3, "form: \"company\" is not right; write ngo, coalition"},
	{"form: ngo", "from: ngo", 3, "did you mean form?"},
	{"address: {en: [Invented]}", "address: {fr: [Invented]}", 4, "address: en is missing"},
	{"address: {en: [Invented]}", "address: {en: Invented}", 4, "en: \"Invented\" is not right"},
	{"emblem.svg", "other.svg", 6, "there is no other.svg in the folder"},
	{"languages: [en]", "languages: [english]", 7, "languages: \"english\" is not right"},
	{"languages: [en]", "languages: [en, en]", 7, "en stands twice"},
	{"{number:5}", "5", 8, "a pattern of letters"},
	{"{number:5}", "{number:x}", 8, "a pattern of letters"},
	{"A-{year}", "A {year}", 8, "a pattern of letters"},
	{"{year}-", "", 8, "put {year} into the pattern"},
	{", file: CCM", "", 8, "{file} in the pattern and the key file go together"},
	{"persons: 1", "persons: 0", 9, "persons: \"0\" is not right"},
	{"{role: signatory, persons: 1}", "{role: a, persons: 1}, {role: a, persons: 2}", 9,
		"a stands twice"},
	{"place: {en: Invented}", "place: {en: Invented}\nmail: {from: nobody}", 6, "from: \"nobody\""},
	{"place: {en: Invented}", "place: {en: Invented}\nverify-url: www.example.org", 6, "verify-url"},
	{"place: {en: Invented}", "place: {en: Invented}\ncool-down: {days: 9999}", 6, "from 0 to 3650"},
};

static const char *changed(struct arena *a, const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	assert_non_null(at);
	return arena_printf(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void mistakes_have_their_line(void **state)
{
	AUTO_ARENA a = arena_new("mistakes");
	struct compiled_house c = compiled(a, LEAST);

	(void)state;
	if (c.r < 0)
		fail_msg("%s", c.e.text);
	for (size_t i = 0; i < COUNT(mistakes); i++) {
		bool said = false;

		c = compiled(a, changed(a, LEAST, mistakes[i].from, mistakes[i].to));
		for (size_t k = 0; k < c.n; k++)
			said |= c.m[k].line == mistakes[i].line && strstr(c.m[k].text, mistakes[i].says);
		if (!said)
			fail_msg("%s: not said in line %u: %s, but: %s", mistakes[i].to, mistakes[i].line,
				mistakes[i].says, c.n ? c.m[0].text : "nothing");
	}
}

/* Each needed key taken out, one after another. */
static void needed_keys(void **state)
{
	static const char *const key[] = {
		"house", "name", "form", "address", "place", "languages", "series", "clearance"};
	AUTO_ARENA a = arena_new("keys");

	(void)state;
	for (size_t i = 0; i < COUNT(key); i++) {
		const char *at = strstr(LEAST, arena_printf(a, "%s%s:", i ? "\n" : "", key[i])) + (i > 0);
		const char *end = strchr(at, '\n') + 1;
		struct compiled_house c =
			compiled(a, arena_printf(a, "%.*s%s", (int)(at - LEAST), LEAST, end));

		assert_int_equal(c.r, ERR_INVALID);
		assert_non_null(strstr(c.m[0].text, arena_printf(a, "%s: missing in a house", key[i])));
	}
}

static void emblems(void **state)
{
	static const struct {
		const char *path, *data, *says; /* says NULL: taken */
	} image[] = {
		{"a.svg", "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>", NULL},
		{"a.svg", "<svg width=\"1\" height=\"1\"><use href=\"#a\"/></svg>", NULL},
		{"a.svg", "<svg viewBox=\"0 0 1 1\"><g fill=\"url(#a)\"/></svg>", NULL},
		{"a.png", "\x89PNG\r\n\x1a\n", NULL},
		{"a.svg", "<svg><path/></svg>", "no size"},
		{"a.svg", "<html viewBox=\"0 0 1 1\"/>", "no SVG"},
		{"a.svg", "GIF89a", "no XML"},
		{"a.svg", "<svg viewBox=\"0 0 1 1\"><script/></svg>", "'script'"},
		{"a.svg", "<svg viewBox=\"0 0 1 1\" onload=\"a()\"/>", "'onload'"},
		{"a.svg", "<svg viewBox=\"0 0 1 1\"><image href=\"https://example.org/a\"/></svg>", "'href'"},
		{"a.svg", "<svg viewBox=\"0 0 1 1\"><g fill=\"url( 'http://a')\"/></svg>", "'fill'"},
		{"a.svg", "<svg viewBox=\"0 0 1 1\"><style>@import 'a'</style></svg>", "'style'"},
		{"a.svg", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg viewBox=\"0 0 1 1\">&a;</svg>",
			"'an entity'"},
		{"a.png", "<svg/>", "no PNG"},
		{"a.pdf", "%PDF", "SVG or PNG"},
	};
	struct err e;

	(void)state;
	for (size_t i = 0; i < COUNT(image); i++) {
		int rc = image_look(image[i].path, image[i].data, strlen(image[i].data), NULL, &e);

		if (rc != (image[i].says ? ERR_INVALID : 0) || (rc && !strstr(e.text, image[i].says)))
			fail_msg("%s: %s", image[i].data, rc ? e.text : "taken");
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_are_right),
		cmocka_unit_test(mistakes_have_their_line),
		cmocka_unit_test(needed_keys),
		cmocka_unit_test(emblems),
	};

	return cmocka_run_group_tests_name("houses", tests, NULL, NULL);
}
