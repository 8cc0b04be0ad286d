/* Finding tags and checking each by itself: its key, its form, its arms. */
#include "text/tag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define ARMS_MAX 200u      /* of one field */
#define NAME_MAX_BYTES 40u /* of an optional paragraph */

const char *const part_names[PART_COUNT + 1] = {
	[PART_SENDER] = "sender",
	[PART_REFERENCE] = "reference",
	[PART_DATE] = "date",
	[PART_ADDRESS] = "address",
	[PART_BODY] = "body",
	[PART_SIGNATURE] = "signature",
	[PART_ENCLOSURES] = "enclosures",
	[PART_FOOTER] = "footer",
};

#define TYPE(t) (1u << SLOT_##t)
static const char *const type_words[SLOT_TYPE_COUNT] = {
	[SLOT_NUMBER] = "a number",
	[SLOT_DECIMAL] = "a number",
	[SLOT_DAY] = "a day",
	[SLOT_TEXT] = "a text",
	[SLOT_LIST] = "a list",
	[SLOT_CHOICE] = "a choice",
	[SLOT_YES] = "a condition",
};
#define ANY_FIGURE 0u
static const struct form_info {
	const char *name;
	enum tag_form form;
	unsigned types; /* ANY_FIGURE: of every figure */
	const char *of;
} forms[] = {
	{"compact", FORM_COMPACT, TYPE(NUMBER) | TYPE(DECIMAL), "numbers"},
	{"whole", FORM_WHOLE, TYPE(DECIMAL), "numbers with a fraction"},
	{"edition", FORM_EDITION, ANY_FIGURE, "figures"},
	{"period", FORM_PERIOD, ANY_FIGURE, "figures"},
	{"span", FORM_SPAN, TYPE(DAY), "days"},
	{"weekday", FORM_WEEKDAY, TYPE(DAY), "days"},
	{"resolution", FORM_RESOLUTION, TYPE(TEXT), "texts"},
	{"capital", FORM_CAPITAL, TYPE(TEXT), "texts"},
	{"small", FORM_SMALL, TYPE(TEXT), "texts"},
};
#define FORMS (sizeof forms / sizeof *forms)

static const struct own_info {
	const char *key;
	enum tag_own own;
	enum slot_type type;
} owns[] = {
	{"as-at", OWN_AS_AT, SLOT_DAY},
	{"page", OWN_PAGE, SLOT_NUMBER},
	{"pages", OWN_PAGES, SLOT_NUMBER},
};

/* ---- mistakes ---- */

void tag_mistake(struct reading *r, unsigned line, unsigned column, const char *fmt, ...)
{
	struct template_mistakes *m = &r->mistakes;
	va_list ap;
	if (m->n == TEMPLATE_MISTAKES_MAX)
		return;
	GROW(r->a, m->at, m->n, r->mistakes_cap);
	va_start(ap, fmt);
	m->at[m->n++] = (struct template_mistake){line, column, arena_vprintf(r->a, fmt, ap)};
	va_end(ap);
}

/* The words of a list with commas, for messages. */
static const char *words_of(struct arena *a, const char *const *word)
{
	const char *all = "";
	for (size_t i = 0; word[i]; i++)
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", word[i]);
	return all;
}

static const char *did_you_mean(struct reading *r, const char *word, const char *const *words)
{
	const char *near = text_nearest(word, words);
	return near ? arena_printf(r->a, "did you mean %s?", near)
		    : arena_printf(r->a, "write one of %s", words_of(r->a, words));
}

static const char *trimmed(struct arena *a, const char *s, size_t len)
{
	while (len && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	return arena_strndup(a, s, len);
}

/* Notes a character that cannot be set. */
static void glyph_check(struct reading *r, unsigned line, unsigned column, const char *s, size_t len)
{
	const struct glyphs *g = r->source->glyphs;
	uint32_t c = 0;
	for (size_t i = 0, n; g && i < len && (n = text_char(s + i, len - i, &c)) > 0; i += n)
		if (!glyphs_have(g, c))
			tag_mistake(r, line, column,
				"no font has U+%04X (\"%.*s\", set in %s): write it in letters that it has",
				(unsigned)c, (int)n, s + i, glyphs_fonts(g));
}

/* ---- keys ---- */

static bool key_find(
	struct reading *r, const struct tag *t, const char *key, enum tag_own *ret_own, struct slot *ret)
{
	struct err e = {0};
	*ret = (struct slot){0};
	*ret_own = OWN_NONE;
	for (size_t i = 0; i < sizeof owns / sizeof *owns; i++) {
		if (strcmp(key, owns[i].key) != 0)
			continue;
		*ret_own = owns[i].own;
		ret->type = owns[i].type;
		return true;
	}
	if (*key == '\0')
		tag_mistake(r, t->line, t->column, "the tag names nothing: write a key between {{ and }}");
	else if (r->source->find(r->source->ctx, key, ret, &e) < 0)
		tag_mistake(r, t->line, t->column, "%s", e.text);
	else
		return true;
	return false;
}

/* ---- fields ---- */

static bool has_arm(const struct tag *t, const char *name, size_t upto)
{
	for (size_t i = 0; i < upto; i++)
		if (strcmp(t->arm[i].name, name) == 0)
			return true;
	return false;
}

static bool has_word(const char *const *words, const char *word)
{
	while (*words && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

/* The arms of a choice are exactly its words, those of a number the plural categories of the language. Those
 * of a text say it in the template's language; a text without an arm stands as it is. */
static bool arms_check(struct reading *r, const struct tag *t)
{
	const char *const *want =
		t->slot.type == SLOT_NUMBER ? lang_plurals(r->source->lang) : t->slot.choice;
	size_t before = r->mistakes.n;
	if (t->slot.type != SLOT_NUMBER && t->slot.type != SLOT_CHOICE && t->slot.type != SLOT_TEXT)
		tag_mistake(r, t->line, t->column,
			"%s is %s: arms are for whole numbers, choices and texts; take them out", t->key,
			type_words[t->slot.type]);
	for (size_t i = 0; i < t->arms; i++) {
		if (has_arm(t, t->arm[i].name, i))
			tag_mistake(r, t->line, t->column, "%s has twice the arm '%s': take one out", t->key,
				t->arm[i].name);
		else if (want && !has_word(want, t->arm[i].name))
			tag_mistake(r, t->line, t->column, "%s does not have the arm '%s': its arms are %s",
				t->key, t->arm[i].name, words_of(r->a, want));
	}
	for (size_t k = 0; want && want[k]; k++)
		if (!has_arm(t, want[k], t->arms))
			tag_mistake(r, t->line, t->column, "%s lacks the arm '%s': add |%s=…", t->key,
				want[k], want[k]);
	return r->mistakes.n == before;
}

static bool arms_read(struct reading *r, struct tag *t, const char *s)
{
	size_t cap = 0;
	for (const char *end; s; s = end ? end + 1 : NULL) {
		end = strchr(s, '|');
		size_t len = end ? (size_t)(end - s) : strlen(s);
		const char *equals = memchr(s, '=', len);
		if (!equals) {
			tag_mistake(r, t->line, t->column, "'%.*s' is no arm: write name=text",
				(int)(len < NAME_MAX_BYTES ? len : NAME_MAX_BYTES), s);
			return false;
		}
		if (t->arms == ARMS_MAX) {
			tag_mistake(r, t->line, t->column, "over %u arms: say it more simply", ARMS_MAX);
			return false;
		}
		GROW(r->a, t->arm, t->arms, cap);
		t->arm[t->arms++] = (struct arm){trimmed(r->a, s, (size_t)(equals - s)),
			trimmed(r->a, equals + 1, len - (size_t)(equals + 1 - s))};
		glyph_check(r, t->line, t->column, equals + 1, len - (size_t)(equals + 1 - s));
	}
	t->form = FORM_ARMS;
	return arms_check(r, t);
}

/* {{state.name|de}} and {{state.name|de capital}}: where the language has the form. */
static bool name_form_read(struct reading *r, struct tag *t, const char *word, const char *rest)
{
	const char *all = "";
	int found = NAME_FORM_COUNT;
	for (int i = 0; i < NAME_FORM_COUNT; i++) {
		const char *has = name_form_word(r->source->lang, (enum name_form)i);
		if (has && strcmp(has, word) == 0)
			found = i;
		all = has ? arena_printf(r->a, "%s%s%s", all, *all ? ", " : "", has) : all;
	}
	t->form = FORM_NAME;
	t->name = (enum name_form)found;
	t->capital = strcmp(rest, "capital") == 0;
	if (!t->slot.name)
		tag_mistake(r, t->line, t->column,
			"the form %s is for names of States, and %s is none: take out |%s", word, t->key,
			word);
	else if (found == NAME_FORM_COUNT && *all)
		tag_mistake(r, t->line, t->column, "names have no form %s in %s: its forms are %s", word,
			lang_tag(r->source->lang), all);
	else if (found == NAME_FORM_COUNT)
		tag_mistake(r, t->line, t->column,
			"names have no forms in %s: take out |%s, and phrase it so that the name stands"
			" as it is",
			lang_tag(r->source->lang), word);
	else if (*rest && !t->capital)
		tag_mistake(r, t->line, t->column,
			"after the form %s stands capital or nothing: take out '%s'", word, rest);
	else
		return true;
	return false;
}

static bool form_read(struct reading *r, struct tag *t, const char *s)
{
	const char *names[FORMS + 1] = {NULL};
	const char *space = strchr(s, ' '), *name = trimmed(r->a, s, space ? (size_t)(space - s) : strlen(s));
	const char *rest = space ? trimmed(r->a, space, strlen(space)) : "";
	const struct form_info *f = NULL;
	if (name_form_known(name))
		return name_form_read(r, t, name, rest);
	for (size_t i = 0; i < FORMS; i++) {
		names[i] = forms[i].name;
		if (strcmp(name, forms[i].name) == 0)
			f = &forms[i];
	}
	bool fits = f && (f->types == ANY_FIGURE ? t->slot.figure : (f->types >> t->slot.type & 1u) != 0);
	if (!f) {
		tag_mistake(r, t->line, t->column, "no form is called '%s': %s", name,
			did_you_mean(r, name, names));
	} else if (!fits) {
		tag_mistake(r, t->line, t->column, "the form %s is for %s, and %s is %s: take out |%s", name,
			f->of, t->key, f->types == ANY_FIGURE ? "none" : type_words[t->slot.type], name);
	} else if (f->form == FORM_SPAN) {
		struct slot last;
		enum tag_own own;
		if (!key_find(r, t, rest, &own, &last))
			return false;
		t->other = rest;
		fits = last.type == SLOT_DAY && own == OWN_NONE;
		if (!fits)
			tag_mistake(r, t->line, t->column,
				"span needs the key of the last day, and %s is %s: write |span KEY", rest,
				type_words[last.type]);
	} else if (*rest) {
		fits = false;
		tag_mistake(r, t->line, t->column, "the form %s takes nothing after it: take out '%s'", name,
			rest);
	}
	if (f)
		t->form = f->form;
	return fits;
}

static bool plain_check(struct reading *r, const struct tag *t)
{
	if (t->slot.type == SLOT_CHOICE)
		tag_mistake(r, t->line, t->column,
			"%s is a choice, no text: write its words, {{%s|NAME=text|…}} for each of %s", t->key,
			t->key, words_of(r->a, t->slot.choice));
	else if (t->slot.type == SLOT_YES)
		tag_mistake(r, t->line, t->column, "%s is a condition, no text: write {{#%s}} … {{/}}",
			t->key, t->key);
	else
		return true;
	return false;
}

static bool field_read(struct reading *r, struct tag *t)
{
	const char *bar = strchr(t->body, '|');
	t->key = bar ? trimmed(r->a, t->body, (size_t)(bar - t->body)) : t->body;
	if (!key_find(r, t, t->key, &t->own, &t->slot))
		return false;
	if (!bar)
		return plain_check(r, t);
	if (t->own != OWN_NONE) {
		tag_mistake(r, t->line, t->column, "%s has one form only: take out what follows |", t->key);
		return false;
	}
	bar += 1 + strspn(bar + 1, " \t");
	return strchr(bar, '=') ? arms_read(r, t, bar) : form_read(r, t, bar);
}

/* ---- the other kinds ---- */

/* A condition on a choice names one of its words. */
static bool word_check(struct reading *r, const struct tag *t)
{
	assert(t->slot.choice);
	if (t->word && has_word(t->slot.choice, t->word))
		return true;
	if (t->word)
		tag_mistake(r, t->line, t->column, "%s is never '%s': %s", t->key, t->word,
			did_you_mean(r, t->word, t->slot.choice));
	else
		tag_mistake(r, t->line, t->column, "%s is a choice: write {{#%s=WORD}} with one of %s",
			t->key, t->key, words_of(r->a, t->slot.choice));
	return false;
}

static bool condition_read(struct reading *r, struct tag *t)
{
	const char *equals = strchr(t->body, '=');
	t->key = equals ? trimmed(r->a, t->body, (size_t)(equals - t->body)) : t->body;
	t->word = equals ? trimmed(r->a, equals + 1, strlen(equals + 1)) : NULL;
	if (!key_find(r, t, t->key, &t->own, &t->slot))
		return false;
	if (t->own == OWN_AS_AT && !t->word)
		return true;
	if (t->own == OWN_NONE && t->slot.type == SLOT_CHOICE)
		return word_check(r, t);
	bool asks = t->slot.type == SLOT_YES || t->slot.type == SLOT_TEXT || t->slot.type == SLOT_NUMBER;
	if (asks && t->own == OWN_NONE && !t->word)
		return true;
	tag_mistake(r, t->line, t->column, "%s %s: %s", t->key, t->word ? "is no choice" : "is no condition",
		t->word ? arena_printf(r->a, "take out '=%s'", t->word)
			: "ask for a text, a whole number or a choice");
	return false;
}

static bool optional_read(struct reading *r, struct tag *t)
{
	bool good = t->alone && text_is_code(t->body, NAME_MAX_BYTES);
	if (!good)
		tag_mistake(r, t->line, t->column, "{{?NAME}} %s",
			t->alone ? "names the paragraph in lower-case letters, digits, - and ."
				 : "stands alone on its line, before its paragraph; its {{/}} after it");
	return good;
}

static bool part_read(struct reading *r, struct tag *t)
{
	for (int i = 0; i < PART_COUNT; i++) {
		if (strcmp(part_names[i], t->body) != 0)
			continue;
		t->part = (enum part)i;
		if (!t->alone)
			tag_mistake(r, t->line, t->column,
				"{{@%s}} stands alone on its line, before what belongs to it", t->body);
		return t->alone;
	}
	tag_mistake(r, t->line, t->column, "a letter has no part '%s': %s", t->body,
		did_you_mean(r, t->body, part_names));
	return false;
}

static bool nothing_to_read(struct reading *r, struct tag *t)
{
	(void)r;
	(void)t; /* {{^}} and {{/}} are checked where they are matched */
	return true;
}

static const struct {
	char sigil;
	bool (*read)(struct reading *r, struct tag *t); /* false: a mistake was noted */
} kinds[] = {
	[TAG_FIELD] = {'\0', field_read},
	[TAG_IF] = {'#', condition_read},
	[TAG_ELSE] = {'^', nothing_to_read},
	[TAG_END] = {'/', nothing_to_read},
	[TAG_OPTIONAL] = {'?', optional_read},
	[TAG_PART] = {'@', part_read},
};

/* ---- finding ---- */

struct scan {
	struct reading *r;
	struct buf *marked;
	const char *s;
	size_t at, len;
	unsigned line, column;
	size_t line_out; /* where the line begins in `marked` */
	bool unsaid;     /* within a comment */
};

static bool begins(const struct scan *s, const char *what)
{
	size_t n = strlen(what);
	return s->len - s->at >= n && memcmp(s->s + s->at, what, n) == 0;
}

/* Bytes of the character at `at`, which stands in `column`; 0 when the rest cannot be read. *ret_fit: it may
 * stand in a letter. */
static size_t look(struct scan *s, size_t at, unsigned column, uint32_t *ret, bool *ret_fit)
{
	size_t n = text_char(s->s + at, s->len - at, ret);
	bool control = n && text_is_control(*ret) && *ret != '\n' && *ret != '\t';
	*ret_fit = n && !control && !(*ret >= TAG_MARK && *ret <= TAG_MARK_LAST);
	if (n == 0)
		tag_mistake(s->r, s->line, column, "these bytes are not UTF-8: save the file as UTF-8");
	else if (!*ret_fit)
		tag_mistake(s->r, s->line, column, "U+%04X has no place in a letter: take it out%s",
			(unsigned)*ret, *ret == '\r' ? " (save the file with Unix line ends)" : "");
	return n;
}

/* Copies one character. False: the rest cannot be read. */
static bool character(struct scan *s)
{
	uint32_t c = 0;
	bool fit;
	size_t n = look(s, s->at, s->column, &c, &fit);
	if (fit)
		buf_add(s->marked, s->s + s->at, n);
	if (fit && !s->unsaid)
		glyph_check(s->r, s->line, s->column, s->s + s->at, n);
	s->at += n;
	s->column++;
	if (c == '\n') {
		s->line++;
		s->column = 1;
		s->line_out = s->marked->len;
	}
	return n > 0;
}

/* Do only characters that may stand in a letter make up the next `len` bytes, which are of one line? */
static bool fit_to_read(struct scan *s, size_t len)
{
	unsigned column = s->column;
	bool fit = true;
	for (size_t i = 0, n; i < len && fit; i += n) {
		uint32_t c = 0;
		n = look(s, s->at + i, column++, &c, &fit);
	}
	return fit;
}

static bool comment(struct scan *s)
{
	unsigned line = s->line, column = s->column;
	s->unsaid = true;
	while (s->at < s->len) {
		bool last = begins(s, "-->");
		for (int i = 0; i < (last ? 3 : 1); i++)
			if (!character(s))
				return false;
		s->unsaid = !last;
		if (last)
			return true;
	}
	tag_mistake(s->r, line, column, "the comment is not closed: add -->");
	return false;
}

static bool blank(const char *s, size_t len)
{
	size_t i = 0;
	while (i < len && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i == len;
}

static unsigned characters(const char *s, size_t len)
{
	unsigned n = 0;
	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

static void mark(struct scan *s, size_t index, bool block)
{
	uint32_t c = TAG_MARK + (uint32_t)index;
	char utf8[3] = {(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f))};
	buf_puts(s->marked, block ? "<!--" : "");
	buf_add(s->marked, utf8, sizeof utf8);
	buf_puts(s->marked, block ? "-->" : "");
}

static bool tag(struct scan *s)
{
	struct reading *r = s->r;
	const char *open = s->s + s->at, *rest = open + 2;
	const char *newline = memchr(open, '\n', s->len - s->at);
	size_t line_len = (newline ? (size_t)(newline - open) : s->len - s->at);
	const char *close = memmem(rest, line_len - 2, "}}", 2);
	if (!close) {
		tag_mistake(r, s->line, s->column, "{{ is not closed: add }} on the same line");
		return character(s) && character(s);
	}
	if (r->n == TEMPLATE_TAGS_MAX) {
		tag_mistake(
			r, s->line, s->column, "over %u tags: make the letter shorter", TEMPLATE_TAGS_MAX);
		return false;
	}
	if (!fit_to_read(s, (size_t)(close - open)))
		return false;
	struct tag t = {.kind = TAG_FIELD, .line = s->line, .column = s->column};
	for (enum tag_kind k = TAG_IF; k <= TAG_PART; k++)
		if (*rest == kinds[k].sigil)
			t.kind = k;
	rest += t.kind != TAG_FIELD;
	t.body = trimmed(r->a, rest, (size_t)(close - rest));
	const char *after = close + 2;
	bool before = blank(s->marked->data + s->line_out, s->marked->len - s->line_out);
	t.alone = before && blank(after, line_len - (size_t)(after - open)) && t.kind != TAG_FIELD;
	IGNORE(kinds[t.kind].read(r, &t)); /* mistakes are noted; the structure is read on */
	GROW(r->a, r->tag, r->n, r->cap);
	r->tag[r->n++] = t;
	if (t.alone) { /* from the first column, so that it is never taken for code or a list's own */
		s->marked->len = s->line_out;
		after = open + line_len;
	}
	mark(s, r->n - 1, t.alone);
	r->tag[r->n - 1].width = characters(open, (size_t)(after - open));
	s->column += r->tag[r->n - 1].width;
	s->at += (size_t)(after - open);
	return true;
}

bool tags_read(struct reading *r, struct buf *marked)
{
	struct scan s = {.r = r,
		.marked = marked,
		.s = r->source->data,
		.len = r->source->len,
		.line = 1,
		.column = 1};
	bool more = true;
	while (more && s.at < s.len) {
		if (begins(&s, "<!--")) {
			more = comment(&s);
		} else if (begins(&s, "{{")) {
			more = tag(&s);
		} else if (begins(&s, "}}")) {
			tag_mistake(
				r, s.line, s.column, "}} closes no tag: add {{ before it, or take it out");
			more = character(&s) && character(&s);
		} else {
			more = character(&s);
		}
	}
	return more;
}
