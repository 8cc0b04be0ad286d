#include "compiled.h"

#include "../unit.h"

#include "base/file.h"

struct compiled compiled(struct arena *a, const char *yaml, size_t len)
{
	struct pack_file file = {"pack.yaml", yaml, len};
	struct pack_bytes b = {.n = 1, .file = &file};
	struct compiled c = {0};

	c.r = pack_compile(a, &b, &c.pack, &c.mistake, &c.n, &c.e);
	return c;
}

const char *invented(struct arena *a)
{
	struct err e = {0};
	size_t len;
	char *text;

	if (file_read(a, INVENTED_DIR "/pack.yaml", PACK_YAML_MAX, &text, &len, &e) < 0)
		fail_msg("%s", e.text);
	return text;
}

const char *with(struct arena *a, const char *text, const char *from, const char *to, unsigned *ret_line)
{
	const char *at = strstr(text, from);

	if (!at)
		fail_msg("the pack has no \"%s\"", from);
	*ret_line = 1;
	for (const char *c = text; c < at; c++)
		*ret_line += *c == '\n';
	return arena_printf(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

bool mistaken(const struct compiled *c, unsigned from, unsigned to, const char *part)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->mistake[i].line >= from && c->mistake[i].line <= to &&
			strstr(c->mistake[i].text, part))
			return true;
	return false;
}
