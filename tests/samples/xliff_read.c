/* What Paraph takes from XLIFF 2, for the samples: xliff_read FILE... prints a line of JSON for each. */
#include <jansson.h>

#include "base/file.h"
#include "offices/translations/exchange.h"

static json_t *unit(const struct exchange_unit *u)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:b}", "key", u->key, "source", u->source, "target", u->target,
		"state", exchange_state_names[u->state], "machine", u->machine);
}

static json_t *one(const char *path)
{
	AUTO_ARENA a = arena_new("sample");
	struct exchange x = {0};
	struct err e;
	char *data;
	size_t len;
	json_t *units = json_array();
	int r = file_read(a, path, EXCHANGE_BYTES_MAX, &data, &len, &e);

	if (r == 0)
		r = xliff_read(a, "", data, len, &x, &e);
	for (size_t i = 0; r == 0 && i < x.n; i++)
		json_array_append_new(units, unit(&x.unit[i]));
	if (r == 0)
		return json_pack("{s:s, s:s, s:s, s:o}", "letter", x.letter, "from", x.source_lang, "to",
			x.target_lang, "units", units);
	json_decref(units);
	return json_pack("{s:s}", "refused", e.text);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		json_t *said = one(argv[i]);

		json_dumpf(said, stdout, JSON_COMPACT);
		putchar('\n');
		json_decref(said);
	}
	return 0;
}
