/* Payloads: any bytes into the canonical form of any kind, and the readers on any bytes. What is taken must
 * be read back as itself, by way of CSV too. The first byte chooses the kind. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "acts/payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t read_member(
	struct arena *a, enum act_kind kind, const char *text, const char *name, struct slice value)
{
	struct slice key, part;
	struct edtf days;
	int64_t number;
	size_t pos = 0, n = 0;

	while (payload_each(value, &pos, &key, &part)) {
		assert(part.at >= text && part.at + part.len <= text + strlen(text));
		payload_member(a, text, name, arena_strndup(a, key.at, key.len));
		n++;
	}
	assert(n <= value.len);
	payload_is(text, name, "yes");
	payload_text(a, text, name);
	payload_int(text, name, &number);
	payload_edtf(text, name, &days);
	payload_in_list(text, name, "LAO");
	payload_to_text(a, kind, text, name, NULL);
	return n;
}

static void read_any(struct arena *a, enum act_kind kind, const char *text)
{
	struct slice whole = {text, strlen(text)}, key, value;
	size_t pos = 0;

	payload_as(kind, text);
	while (payload_each(whole, &pos, &key, &value))
		read_member(a, kind, text, arena_strndup(a, key.at, key.len), value);
}

/* Canonical text to CSV texts and back. */
static void there_and_back(struct arena *a, enum act_kind kind, const char *text)
{
	enum { COLUMNS_MAX = 4096 };
	const char **name = NEW_ARRAY(a, const char *, COLUMNS_MAX),
		   **cell = NEW_ARRAY(a, const char *, COLUMNS_MAX);
	struct slice whole = {text, strlen(text)}, key, value, lang, inner;
	size_t pos = 0, n = 0;
	const char *again;
	struct err e;

	while (payload_each(whole, &pos, &key, &value)) {
		const char *field = arena_strndup(a, key.at, key.len);
		bool texts = payload_field(kind, text, field)->type == FIELD_TEXTS;
		size_t at = 0;

		while (texts && n < COLUMNS_MAX && payload_each(value, &at, &lang, &inner)) {
			const char *part = arena_strndup(a, lang.at, lang.len);

			name[n] = arena_printf(a, "%s.%s", field, part);
			cell[n++] = payload_to_text(a, kind, text, field, part);
		}
		if (!texts && n < COLUMNS_MAX) {
			name[n] = field;
			cell[n++] = payload_to_text(a, kind, text, field, NULL);
		}
	}
	int r = n < COLUMNS_MAX ? payload_from_texts(a, kind, n, name, cell, &again, &e) : 1;

	assert(r == 1 || (r == 0 && strcmp(again, text) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new("fuzz");
	enum act_kind kind = (enum act_kind)(size ? data[0] % ACT_KIND_COUNT : 0);
	const char *text = arena_strndup(a, size ? (const char *)data + 1 : "", size ? size - 1 : 0);
	const char *canonical, *again;
	struct err e;

	read_any(a, kind, text);
	if (payload_canonical(a, kind, text, &canonical, &e) < 0) {
		assert(e.text[0] && !strchr(e.text, '\n'));
		return 0;
	}
	assert(payload_canonical(a, kind, canonical, &again, &e) == 0 && strcmp(again, canonical) == 0);
	read_any(a, kind, canonical);
	there_and_back(a, kind, canonical);
	return 0;
}
