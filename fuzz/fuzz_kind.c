/* A kind of letter from any bytes as its kind.yaml, in the least of packs: it compiles or says why, in lines
 * that are there. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "treaty/pack.h"

#define FOLDER "letters/made/kind.yaml"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const char pack_yaml[] = "pack: x2\nedition: 2026-05-31\nlabel: {en: X}\nadopted: 2001-01-01\n"
				"place: x\ndepositary: x\nsource: x\n"
				"states: {statuses: [member], also: [], except: []}\nconditions: []\n"
				"letters: {as-at-within: {days: 1}}\n"
				"verbs: {signatory: ratify, open: sign, closed: accede, withdrawn: accede}\n"
				"rules: []\nfacts: []\n";

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_kind(const struct letter_kind *k)
{
	check(k && k->form < LETTER_FORM_COUNT && *label_in(&k->label, "ar"));
	check((k->audience == NULL) == (k->form == LETTER_PAPER));
	for (size_t i = 0; i < k->about_n; i++)
		check(k->about[i].name && !k->about[i].fact); /* the pack has no facts */
	for (size_t i = 0; i < k->enclosures_n; i++)
		check(k->enclosure[i].id && *label_in(&k->enclosure[i].label, "en"));
	check(k->deadlines_n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct pack_file file[] = {
		{FOLDER, (const char *)data, len}, {"pack.yaml", pack_yaml, sizeof pack_yaml - 1}};
	struct pack_bytes b = {.n = 2, .file = file};
	struct pack_mistake *m;
	struct pack *p = NULL;
	struct err e = {0};
	unsigned lines = 0;
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n' || data[i] == '\r';
	if (pack_compile(a, &b, &p, &m, &n, &e) == 0) {
		check_kind(pack_letter(p, "made"));
		return 0;
	}
	check(n > 0 && n <= PACK_MISTAKES_MAX + 1 && e.code == ERR_INVALID);
	check(strncmp(e.text, FOLDER ":", strlen(FOLDER ":")) == 0);
	for (size_t i = 0; i < n; i++)
		check(m[i].line > 0 && m[i].line <= lines + 1 && *m[i].text && !strpbrk(m[i].text, "\r\n"));
	return 0;
}
