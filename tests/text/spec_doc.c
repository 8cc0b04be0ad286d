/* A template and its data in, a document out, for spec.py: one JSON object a line. In: {"template": TEXT,
 * "data": {KEY: text, number, true, false or null}}. Out: {"refused": WHY} or {"blocks": [{"kind", "level",
 * "pieces": [[TEXT, EMPH, STRONG, LINK]]}]}. A break is a piece with the text "\n". */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/template.h"

static int find(void *ctx, const char *key, struct slot *ret, struct err *e)
{
	const json_t *v = json_object_get(ctx, key);
	if (!v)
		return err_set(e, ERR_NOTFOUND, "no field is called '%s'", key);
	*ret = (struct slot){.type = json_is_boolean(v) ? SLOT_YES
			: json_is_number(v)             ? SLOT_DECIMAL
							: SLOT_TEXT};
	return 0;
}

static int value(void *ctx, const char *key, struct slot_value *ret, struct err *e)
{
	static char number[64];
	const json_t *v = json_object_get(ctx, key);
	(void)e;
	*ret = (struct slot_value){.day = DAY_NONE_LOW, .as_at = DAY_NONE_LOW, .text = ""};
	if (json_is_string(v))
		ret->text = json_string_value(v);
	else if (json_is_true(v))
		ret->text = "yes";
	else if (json_is_boolean(v))
		ret->text = NULL;
	if (!json_is_number(v))
		return 0;
	snprintf(number, sizeof number, "%.12g", json_number_value(v));
	ret->text = number;
	return 0;
}

static json_t *block_json(const struct block *b)
{
	static const char *const kinds[] = {"paragraph", "heading", "item", "rule"};
	json_t *pieces = json_array();
	for (size_t i = 0; i < b->n; i++) {
		const struct piece *p = &b->piece[i];
		const char *text = p->kind == PIECE_BREAK ? "\n" : p->text;
		json_array_append_new(pieces, json_pack("[s, b, b, s]", text, p->emph, p->strong, p->link));
	}
	return json_pack("{s:s, s:i, s:o}", "kind", kinds[b->kind], "level", b->level, "pieces", pieces);
}

static json_t *answer(struct arena *a, struct lang *lang, const json_t *asked)
{
	const char *text = json_string_value(json_object_get(asked, "template"));
	json_t *data = json_object_get(asked, "data"), *blocks = json_array();
	struct err e = {0};
	struct template *t;
	struct doc d = {0};
	struct template_source s = {
		.path = "t", .data = text, .len = strlen(text), .lang = lang, .find = find, .ctx = data};
	struct filling f = {.on = 18340, .oldest = 18000, .value = value, .ctx = data};
	int r = template_parse(a, &s, &t, NULL, &e);
	if (r == 0)
		r = template_fill(t, a, &f, &d, &e);
	for (size_t i = 0; r == 0 && i < d.n; i++)
		json_array_append_new(blocks, block_json(&d.block[i]));
	if (r == 0)
		return json_pack("{s:o}", "blocks", blocks);
	json_decref(blocks);
	return json_pack("{s:s}", "refused", e.text);
}

int main(void)
{
	struct arena *kept = arena_new("lang");
	struct lang *lang;
	struct err e;
	char *line = NULL;
	size_t cap = 0;
	if (lang_open(kept, "en", &lang, &e) < 0)
		return 1;
	while (getline(&line, &cap, stdin) > 0) {
		AUTO_ARENA a = arena_new("line");
		json_t *asked = json_loads(line, 0, NULL), *said = answer(a, lang, asked);
		char *out = json_dumps(said, JSON_COMPACT);
		puts(out);
		(free)(out);
		json_decref(said);
		json_decref(asked);
	}
	(free)(line);
	arena_free(kept);
	return 0;
}
