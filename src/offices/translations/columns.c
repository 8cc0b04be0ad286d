/* Side by side: lines broken where the language allows it, padded by their width on a screen. */
#include "offices/translations/columns.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

#define WORDS_MAX 2000u /* of one text that is compared word by word */

struct lines {
	size_t n, cap;
	struct line {
		const char *s;
		size_t len;
	} * at;
};

static void line_add(struct arena *a, struct lines *l, const char *s, size_t len)
{
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\n'))
		len--;
	GROW(a, l->at, l->n, l->cap);
	l->at[l->n++] = (struct line){s, len};
}

static struct lines wrapped(struct arena *a, struct side side)
{
	struct lines l = {0};
	size_t *end, n = lang_breaks(side.lang, a, side.text, &end), from = 0, kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (kept > from && lang_columns(side.text + from, end[i] - from) > COLUMN_WIDTH + 1) {
			line_add(a, &l, side.text + from, kept - from);
			from = kept;
		}
		kept = end[i];
		if (kept > from && side.text[kept - 1] == '\n') {
			line_add(a, &l, side.text + from, kept - from);
			from = kept;
		}
	}
	if (kept > from)
		line_add(a, &l, side.text + from, kept - from);
	return l;
}

void columns_print(FILE *out, struct arena *a, struct side left, struct side right)
{
	AUTO_ARENA garbage = arena_child(a, "columns");
	struct lines l = wrapped(garbage, left), r = wrapped(garbage, right);
	for (size_t i = 0; i < l.n || i < r.n; i++) {
		struct line x = i < l.n ? l.at[i] : (struct line){"", 0};
		struct line y = i < r.n ? r.at[i] : (struct line){"", 0};
		size_t width = lang_columns(x.s, x.len);
		fprintf(out, "%.*s%*s", (int)x.len, x.s,
			(int)(width < COLUMN_WIDTH ? COLUMN_WIDTH - width : 0), "");
		fprintf(out, "%s%.*s\n", y.len ? " | " : " |", (int)y.len, y.s);
	}
}

/* ---- what changed ---- */

/* The longest row of words that both have in this order: its length from (i, j) on stands in same[i][j]. */
static unsigned short *common(struct arena *a, char **x, size_t n, char **y, size_t m)
{
	unsigned short *same = NEW_ARRAY(a, unsigned short, (n + 1) * (m + 1));
	for (size_t i = n; i-- > 0;)
		for (size_t j = m; j-- > 0;) {
			unsigned short down = same[(i + 1) * (m + 1) + j], right = same[i * (m + 1) + j + 1];
			same[i * (m + 1) + j] = strcmp(x[i], y[j]) == 0
				? (unsigned short)(same[(i + 1) * (m + 1) + j + 1] + 1)
				: (down > right ? down : right);
		}
	return same;
}

/* Words of one sort stand together between its signs. */
static void word_put(struct buf *b, char *sort, char now, const char *word)
{
	static const char *const opens[] = {['='] = "", ['-'] = "[-", ['+'] = "{+"};
	static const char *const closes[] = {['='] = "", ['-'] = "-]", ['+'] = "+}"};
	if (*sort != now) {
		buf_printf(b, "%s%s%s", closes[(unsigned char)*sort], b->len ? " " : "",
			opens[(unsigned char)now]);
	} else if (b->len) {
		buf_putc(b, ' ');
	}
	*sort = now;
	buf_puts(b, word);
}

const char *columns_changed(struct arena *a, const char *before, const char *after)
{
	char **x, **y, sort = '=';
	size_t n = text_split(a, before, " ", &x), m = text_split(a, after, " ", &y), i = 0, j = 0;
	struct buf b;
	if (n > WORDS_MAX || m > WORDS_MAX)
		return arena_strdup(a, after);
	unsigned short *same = common(a, x, n, y, m);
	buf_init(&b, a, 4 * (strlen(before) + strlen(after)) + 16);
	while (i < n || j < m) {
		if (i < n && j < m && strcmp(x[i], y[j]) == 0) {
			word_put(&b, &sort, '=', x[i++]);
			j++;
		} else if (j == m || (i < n && same[(i + 1) * (m + 1) + j] >= same[i * (m + 1) + j + 1])) {
			word_put(&b, &sort, '-', x[i++]);
		} else {
			word_put(&b, &sort, '+', y[j++]);
		}
	}
	buf_puts(&b, sort == '-' ? "-]" : sort == '+' ? "+}" : "");
	return b.data ? b.data : arena_strdup(a, "");
}
