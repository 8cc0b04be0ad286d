/* A template from any bytes: mistakes have a place within it; what is read can be filled and written, and a
 * value never becomes markup. */
#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"
#include "text/plain.h"
#include "text/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* What the first letter of a key says of it, so that every type is met. */
static int find(void *ctx, const char *key, struct slot *ret, struct err *e)
{
	static const char *const words[] = {"a", "b", NULL};
	static const char letters[] = "ndytlcq";
	(void)ctx;
	const char *at = *key ? strchr(letters, *key) : NULL;
	if (!at || strlen(key) > 3)
		return err_set(e, ERR_NOTFOUND, "no field");
	enum slot_type type = (enum slot_type)(at - letters);
	*ret = (struct slot){.type = type,
		.figure = key[1] == 'f',
		.choice = type == SLOT_CHOICE ? words : NULL,
		.name = key[1] == 'n'};
	return 0;
}

static int value(void *ctx, const char *key, struct slot_value *ret, struct err *e)
{
	static const char *const items[] = {"*one*", "{{two}}", "<!--"};
	static const char *const text[] = {
		"108", "61.4", "", "\xee\x80\x80 *t* {{t}}\n\f<!-- -->", "", "a", "yes"};
	static const char letters[] = "ndytlcq";
	const char *at = strchr(letters, *key);
	(void)ctx;
	(void)e;
	check(at != NULL);
	*ret = (struct slot_value){
		.text = text[at - letters], .day = 18340, .n = 3, .item = items, .as_at = 18340 - key[1] % 2};
	ret->why = key[1] == 'w' ? "is not known" : NULL;
	ret->edition = key[1] == 'f' ? key : NULL;
	return 0;
}

static bool has_place(const struct template_mistakes *m, const uint8_t *data, size_t len)
{
	unsigned lines = 1;
	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n';
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].line < 1 || m->at[i].line > lines || m->at[i].column < 1 ||
			m->at[i].column > len + 1 || strpbrk(m->at[i].text, "\n\r"))
			return false;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct err e = {0};
	static struct lang *lang; /* opening one takes longer than all the rest */
	struct template *t;
	struct template_mistakes m;
	struct doc d;
	struct buf out;
	size_t pages;
	if (!lang)
		check(lang_open(arena_new("fuzz"), "en", &lang, &e) == 0);
	struct template_source s = {
		.path = "t.md", .data = (const char *)data, .len = len, .lang = lang, .find = find};
	struct filling f = {.on = 18340, .oldest = 18000, .value = value};
	if (template_parse(a, &s, &t, &m, &e) < 0) {
		check(m.n > 0 && has_place(&m, data, len));
		return 0;
	}
	if (template_fill(t, a, &f, &d, &e) < 0) {
		check(e.code != ERR_BUG);
		return 0;
	}
	buf_init(&out, a, 64u << 20);
	plain_write(&d, a, &out, &pages);
	check(pages >= 1 && buf_check(&out, &e) == 0);
	size_t breaks = 1;
	for (size_t i = 0; i < out.len; i++)
		breaks += out.data[i] == '\f';
	check(breaks == pages);
	return 0;
}
