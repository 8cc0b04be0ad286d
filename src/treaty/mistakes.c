#include "treaty/mistakes.h"

#include "base/text.h"

/* By line; those of one line keep the order in which they were found. There are few. */
static void sort(struct pack_mistake *list, size_t from, size_t end)
{
	for (size_t i = from + 1; i < end; i++) {
		struct pack_mistake moved = list[i];
		size_t to = i;

		for (; to > from && list[to - 1].line > moved.line; to--)
			list[to] = list[to - 1];
		list[to] = moved;
	}
}

void mistakes_file(struct mistakes *m, const char *path)
{
	sort(m->list, m->from, m->n - m->full);
	m->path = path;
	m->from = m->n;
	m->full = false;
}

static void add(struct mistakes *m, unsigned line, const char *text)
{
	GROW(m->arena, m->list, m->n, m->cap);
	m->list[m->n++] = (struct pack_mistake){m->path, line, arena_strdup(m->arena, text)};
}

void mistake(struct mistakes *m, unsigned line, const char *fmt, ...)
{
	struct err e;
	va_list ap;

	if (m->full)
		return;
	if (m->n - m->from == PACK_MISTAKES_MAX) {
		err_set(&e, ERR_LIMIT, "more than %u mistakes; mend those above and check again",
			PACK_MISTAKES_MAX);
		add(m, m->list[m->n - 1].line, e.text);
		m->full = true;
		return;
	}
	va_start(ap, fmt);
	err_set(&e, ERR_INVALID, "%s", arena_vprintf(m->arena, fmt, ap));
	va_end(ap);
	add(m, line, e.text);
}

void mistake_err(struct mistakes *m, const struct err *e)
{
	size_t len = strlen(m->path), digits;
	const char *text = e->text;
	int64_t line = 1;

	if (strncmp(text, m->path, len) == 0 && text[len] == ':') {
		text += len + 1;
		digits = strspn(text, "0123456789");
		if (text[digits] == ':' &&
			text_int(arena_strndup(m->arena, text, digits), 1, UINT32_MAX, &line, NULL) == 0)
			text += digits + 1;
		text += strspn(text, " ");
	}
	mistake(m, (unsigned)line, "%s", text);
}

int mistakes_end(struct mistakes *m, const struct pack_bytes *b, struct pack_mistake **ret, size_t *ret_n,
	struct err *e)
{
	const struct pack_mistake *first;

	mistakes_file(m, NULL);
	*ret = m->list;
	*ret_n = m->n;
	if (m->n == 0)
		return 0;
	first = m->list;
	return err_set(e, ERR_INVALID, "%s%s%s:%u: %s", b->dir ? b->dir : "", b->dir ? "/" : "", first->path,
		first->line, first->text);
}
