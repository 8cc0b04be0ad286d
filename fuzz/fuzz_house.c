/* A house from any bytes as its house.yaml, beside an emblem: it compiles or says why, in lines that are
 * there. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "offices/houses/houses.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
	AUTO_ARENA a = arena_new("fuzz");
	struct pack_file file[] = {
		{"emblem.svg", svg, sizeof svg - 1}, {"house.yaml", (const char *)data, len}};
	struct pack_bytes b = {.n = 2, .file = file};
	struct pack_mistake *m;
	struct house h;
	struct err e = {0};
	size_t n = 0;

	if (house_compile(a, &b, &h, &m, &n, &e) < 0) {
		check(n > 0 && e.code == ERR_INVALID);
		for (size_t i = 0; i < n; i++)
			check(m[i].line > 0 && *m[i].text && !strpbrk(m[i].text, "\r\n"));
		return 0;
	}
	check(h.code && *label_in(&h.name, "ar") && house_address(&h, "fr")->lang && h.series_n > 0);
	for (size_t i = 0; i < h.audiences_n; i++)
		check(h.audience[i].id && h.audience[i].line > 0);
	return 0;
}
