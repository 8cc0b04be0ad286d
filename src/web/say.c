#include "web/say.h"

#include <stdlib.h>
#include <string.h>

#include "web/html.h"
#include "web/view.h"

static int by_english(const void *key, const void *row)
{
	return strcmp(key, ((const struct words_row *)row)->english);
}

static const struct words_row *find(const struct words *w, const char *english)
{
	return w->n ? bsearch(english, w->row, w->n, sizeof *w->row, by_english) : NULL;
}

const char *say_in(const struct words *w, const char *english)
{
	const struct words_row *row = find(w, english);

	return row ? row->text[0] : english;
}

const char *say(const struct view *v, const char *english)
{
	return say_in(v->words, english);
}

const char *say_number(const struct view *v, const char *one, const char *more, size_t n)
{
	const struct words_row *row = find(v->words, one);

	if (row)
		return row->text[v->words->plural(n)];
	return n == 1 ? one : more;
}

static int slot_of(const struct say_walk *w, const char *name, size_t len)
{
	for (int i = 0; w->names[i]; i++)
		if (strlen(w->names[i]) == len && memcmp(w->names[i], name, len) == 0)
			return i;
	return -1;
}

/* The next slot: where its brace stands, and behind it; NULL when there is none. */
static const char *next_slot(struct say_walk *w, const char **ret_after)
{
	const char *open = strchr(w->text, '{');

	for (; open; open = strchr(open + 1, '{')) {
		const char *close = strchr(open, '}');

		w->slot = close ? slot_of(w, open + 1, (size_t)(close - open - 1)) : -1;
		if (w->slot < 0)
			continue;
		*ret_after = close + 1;
		return open;
	}
	return NULL;
}

bool say_next(struct say_walk *w, struct buf *b)
{
	const char *after = NULL, *open = next_slot(w, &after);
	const char *end = open ? open : w->text + strlen(w->text);

	html_text(b, arena_strndup(b->arena, w->text, (size_t)(end - w->text)));
	w->text = open ? after : end;
	return open != NULL;
}

#define FILL_MAX 16
#define FILLED_MAX 65536

const char *say_fill(struct arena *a, const char *text, const struct fill *fill)
{
	const char *names[FILL_MAX + 1] = {NULL};
	struct say_walk w = {text, names, 0};
	struct buf b;
	const char *after, *open;

	for (size_t i = 0; fill[i].name && i < FILL_MAX; i++)
		names[i] = fill[i].name;
	buf_init(&b, a, FILLED_MAX);
	while ((open = next_slot(&w, &after)) != NULL) {
		buf_add(&b, w.text, (size_t)(open - w.text));
		buf_puts(&b, fill[w.slot].text);
		w.text = after;
	}
	buf_puts(&b, w.text);
	return b.data;
}
