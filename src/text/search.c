/* ICU behind text/search.h. */
#include "text/search.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include "base/text.h"

#define PIECE_UNITS 256 /* bytes of a word that are looked at, and as many UTF-16 units */
#define PIECE_BYTES (12 * PIECE_UNITS)

struct searcher {
	UBreakIterator *words;
	const UNormalizer2 *fold, *apart; /* NFKC with case folded; marks apart from their letters */
};

static void searcher_close(void *arg)
{
	struct searcher *s = arg;

	ubrk_close(s->words);
}

int searcher_open(struct arena *a, struct searcher **ret, struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	struct searcher *s = NEW(a, struct searcher);

	s->words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
	s->fold = unorm2_getNFKCCasefoldInstance(&status);
	s->apart = unorm2_getNFKDInstance(&status);
	arena_defer(a, searcher_close, s);
	if (U_FAILURE(status))
		return err_set(e, ERR_BUG, "words cannot be taken apart: ICU: %s", u_errorName(status));
	*ret = s;
	return 0;
}

/* ---- folding one word ---- */

/* Letters that Unicode does not take apart, and some that Arabic writes one for the other; NULL: it stays. */
static const char *alike(uint32_t c)
{
	static const char *const digit[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
	static const struct {
		uint32_t from;
		const char *to;
	} table[] = {
		{0x0131, "i"}, /* ı */
		{0x00F8, "o"}, /* ø */
		{0x0111, "d"}, /* đ */
		{0x0142, "l"}, /* ł */
		{0x0629, "ه"}, /* ة */
		{0x0649, "ي"}, /* ى */
		{0x0671, "ا"}, /* ٱ */
	};
	int32_t value = u_charDigitValue((UChar32)c);

	if (value >= 0 && value <= 9)
		return digit[value];
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].from == c)
			return table[i].to;
	return NULL;
}

/* Marks above and below of Latin, Greek, Cyrillic and Arabic; vowel signs of other scripts are letters. */
static bool is_mark(uint32_t c)
{
	uint8_t class = u_getCombiningClass((UChar32)c);

	return c == 0x0640 || class >= 200 || (class >= 27 && class <= 35); /* tatweel; harakat */
}

static bool is_kept(uint32_t c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Normalised, as UTF-8; at most PIECE_UNITS bytes of the text are looked at. */
static size_t normalised(struct searcher *s, const char *text, size_t len, char out[PIECE_BYTES])
{
	UErrorCode status = U_ZERO_ERROR;
	UChar in[PIECE_UNITS], mid[2 * PIECE_UNITS], apart[4 * PIECE_UNITS];
	int32_t n = 0, bytes = 0;

	u_strFromUTF8WithSub(in, PIECE_UNITS, &n, text, (int32_t)(len < PIECE_UNITS ? len : PIECE_UNITS),
		0xFFFD, NULL, &status);
	n = unorm2_normalize(s->fold, in, n, mid, 2 * PIECE_UNITS, &status);
	n = unorm2_normalize(s->apart, mid, n, apart, 4 * PIECE_UNITS, &status);
	u_strToUTF8(out, PIECE_BYTES, &bytes, apart, n, &status);
	return U_SUCCESS(status) && bytes > 0 && bytes < PIECE_BYTES ? (size_t)bytes : 0;
}

static const char *folded(struct searcher *s, struct arena *a, const char *text, size_t len)
{
	char bytes[PIECE_BYTES];
	size_t n = normalised(s, text, len, bytes), used;
	struct buf b;

	buf_init(&b, a, SEARCH_WORD_MAX);
	for (size_t i = 0; i < n; i += used) {
		uint32_t c;
		const char *other;

		used = text_char(bytes + i, n - i, &c);
		if (!used)
			break;
		other = alike(c);
		if (other)
			buf_puts(&b, other);
		else if (!is_mark(c) && is_kept(c))
			buf_add(&b, bytes + i, used);
	}
	return b.len ? b.data : "";
}

static size_t letters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* ---- Arabic ---- */

#define ARTICLE_LEAST 2 /* letters that must be left behind an article */
#define LETTER_LEAST 3  /* behind a single letter */

/* The word without its article, and what is written together with it; NULL: it has none. */
static const char *without_article(const char *word)
{
	static const char *const before[] = {"وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل"};

	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		size_t len = strlen(before[i]);

		if (strncmp(word, before[i], len) == 0 && letters(word + len) >= ARTICLE_LEAST)
			return word + len;
	}
	return NULL;
}

/* "and", "so", "in", "as", "to", which are one letter each, written together with the word. */
static const char *without_letter(const char *word)
{
	static const char *const before[] = {"و", "ف", "ب", "ك", "ل"};

	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		size_t len = strlen(before[i]);

		if (strncmp(word, before[i], len) == 0 && letters(word + len) >= LETTER_LEAST)
			return word + len;
	}
	return NULL;
}

static void forms_of(struct search_word *w)
{
	const char *rest = without_article(w->form[0]);

	if (rest)
		w->form[w->forms++] = rest;
	rest = without_letter(w->form[w->forms - 1]);
	if (rest)
		w->form[w->forms++] = rest;
}

/* ---- taking apart ---- */

struct taking {
	struct searcher *s;
	struct arena *a;
	const char *text;
	size_t n, cap;
	struct search_word *all;
	size_t word, han; /* where a word, or a run of Chinese, began; NOWHERE: none is open */
	size_t han_last;  /* the last character of the run */
	bool behind_apostrophe;
};
#define NOWHERE ((size_t)-1)

static void add(struct taking *t, size_t from, size_t to, bool tail)
{
	struct search_word w = {.from = from, .to = to, .forms = 1, .tail = tail};

	w.form[0] = folded(t->s, t->a, t->text + from, to - from);
	if (!*w.form[0])
		return;
	forms_of(&w);
	GROW(t->a, t->all, t->n, t->cap);
	t->all[t->n++] = w;
}

/* d'Ivoire: what is elided is no word, nor is the s of people's. */
static void word_end(struct taking *t, size_t at, bool apostrophe)
{
	if (t->word != NOWHERE && !(at - t->word == 1 && (apostrophe || t->behind_apostrophe)))
		add(t, t->word, at, false);
	t->word = NOWHERE;
	t->behind_apostrophe = apostrophe;
}

static void han_end(struct taking *t, size_t at)
{
	if (t->han != NOWHERE)
		add(t, t->han_last, at, t->han_last != t->han);
	t->han = NOWHERE;
}

static void han_next(struct taking *t, size_t from, size_t to)
{
	if (t->han == NOWHERE)
		t->han = from;
	else
		add(t, t->han_last, to, false);
	t->han_last = from;
}

/* Written without spaces, in characters that are words or nearly so. */
static bool is_han(uint32_t c)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript((UChar32)c, &status);

	return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA;
}

static bool in_word(uint32_t c)
{
	return u_isalnum((UChar32)c) || U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK;
}

/* What stands between two boundaries of ICU. */
static void segment(struct taking *t, size_t from, size_t to)
{
	size_t used;

	for (size_t at = from; at < to; at += used) {
		uint32_t c;

		used = text_char(t->text + at, to - at, &c);
		if (!used)
			break; /* no UTF-8: nothing is found in it */
		if (is_han(c)) {
			word_end(t, at, false);
			han_next(t, at, at + used);
			continue;
		}
		han_end(t, at);
		if (!in_word(c))
			word_end(t, at, c == '\'' || c == 0x2019);
		else if (t->word == NOWHERE)
			t->word = at;
	}
	if (t->word != NOWHERE)
		word_end(t, to, false);
}

size_t search_words(struct searcher *s, struct arena *a, const char *text, struct search_word **ret)
{
	UErrorCode status = U_ZERO_ERROR;
	UText u = UTEXT_INITIALIZER;
	struct taking t = {.s = s, .a = a, .text = text, .word = NOWHERE, .han = NOWHERE};
	int32_t from = 0;

	utext_openUTF8(&u, text, -1, &status);
	ubrk_setUText(s->words, &u, &status);
	for (int32_t to = ubrk_next(s->words); U_SUCCESS(status) && to != UBRK_DONE;
		to = ubrk_next(s->words)) {
		segment(&t, (size_t)from, (size_t)to);
		from = to;
	}
	han_end(&t, (size_t)from);
	utext_close(&u);
	*ret = t.all;
	return t.n;
}

void search_column(struct searcher *s, struct arena *a, const char *text, struct buf *b)
{
	struct search_word *w;
	size_t n = search_words(s, a, text, &w);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < w[i].forms; k++)
			buf_printf(b, " %s", w[i].form[k]);
}

/* ---- a question ---- */

static bool has_digit(const char *s)
{
	return strpbrk(s, "0123456789") != NULL;
}

size_t search_asked(
	struct searcher *s, struct arena *a, const char *text, size_t most, struct search_asked *ret)
{
	struct search_word *w;
	size_t n = search_words(s, a, text, &w), asked = 0;

	for (size_t i = 0; i < n; i++) {
		const char *rest = without_article(w[i].form[0]), *word = rest ? rest : w[i].form[0];
		bool seen = w[i].tail; /* the two characters before say it */

		for (size_t k = 0; k < asked && k < most; k++)
			seen |= strcmp(ret[k].word, word) == 0;
		if (seen)
			continue;
		if (asked < most)
			ret[asked] = (struct search_asked){word,
				(letters(word) >= SEARCH_PREFIX_LEAST && !has_digit(word)) ||
					(letters(word) == 1 && strlen(word) >= 3)}; /* one of Chinese */
		asked++;
	}
	return asked;
}

bool search_fits(const struct search_asked *q, const struct search_word *w)
{
	size_t len = strlen(q->word);

	for (size_t i = 0; i < w->forms; i++)
		if (q->prefix ? strncmp(w->form[i], q->word, len) == 0 : strcmp(w->form[i], q->word) == 0)
			return true;
	return false;
}
