#include "web/say.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* ---- which language ---- */

#define QUALITY_FULL 1000

/* "q=0.8" in thousandths. */
static int quality_of(const char *parameters, size_t len)
{
	const char *q = memmem(parameters, len, "q=", 2);
	int value = 0, unit = QUALITY_FULL;

	if (!q)
		return QUALITY_FULL;
	for (q += 2; q < parameters + len && ((*q >= '0' && *q <= '9') || *q == '.') && unit; q++) {
		if (*q == '.')
			continue;
		value += (*q - '0') * unit;
		unit /= 10;
	}
	return value > QUALITY_FULL ? QUALITY_FULL : value;
}

static const struct words *words_of(const char *tag, size_t len)
{
	for (size_t i = 0; words_all[i]; i++) {
		size_t own = strlen(words_all[i]->tag);

		if (own <= len && strncasecmp(words_all[i]->tag, tag, own) == 0 &&
			(own == len || tag[own] == '-'))
			return words_all[i];
	}
	return NULL;
}

const struct words *words_named(const char *tag)
{
	const struct words *w = words_of(tag, strcspn(tag, "-"));

	return w ? w : words_all[0];
}

const struct words *words_wished(const char *accept)
{
	const struct words *best = words_all[0];
	int best_quality = 0;

	while (accept && *accept) {
		accept += strspn(accept, " \t,");
		size_t whole = strcspn(accept, ","), tag = strcspn(accept, ",; \t");
		const struct words *w = words_of(accept, tag);
		int quality = quality_of(accept + tag, whole - tag);

		if (w && quality > best_quality) {
			best = w;
			best_quality = quality;
		}
		accept += whole;
	}
	return best;
}

/* Every text stands in some language: those that are whole have them all. */
const char *words_missing(const struct words *w, size_t *pos)
{
	size_t at = *pos;

	for (size_t i = 1; words_all[i]; i++) {
		if (at >= words_all[i]->n) {
			at -= words_all[i]->n;
			continue;
		}
		for (; at < words_all[i]->n; at++) {
			const char *english = words_all[i]->row[at].english;
			bool seen = false;

			(*pos)++;
			for (size_t k = 1; k < i; k++)
				seen |= find(words_all[k], english) != NULL;
			if (!seen && !find(w, english))
				return english;
		}
		at = 0;
	}
	return NULL;
}
