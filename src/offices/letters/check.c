/* letter check: templates in all languages, and every letter of a call to join tried. */
#include "offices/letters/commands.h"
#include "offices/letters/sheet.h"
#include "offices/letters/told.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Whom the letters of the kind are tried with: every State that a call to join goes to; else one specimen. */
static size_t tried(struct run *r, struct letters *l, const struct letter_kind *k, struct recipient **ret)
{
	uint32_t *state;
	bool joins = k->form == LETTER_CALL_TO_JOIN;
	size_t n = joins ? letters_recipients(l, &state) : letters_states(l, &state);
	n = joins || n == 0 ? n : 1;
	*ret = NEW_ARRAY(r->arena, struct recipient, n ? n : 1);
	for (size_t i = 0; i < n; i++) {
		(*ret)[i] = letters_state(l, state[i]);
		(*ret)[i].told = told_specimen(l, r->arena);
		if (!joins)
			(*ret)[i].name = (*ret)[i].organisation = (*ret)[i].office_name = (*ret)[i].title =
				letters_specimen(l);
	}
	return n;
}

/* Every letter in one language, laid out and kept nowhere. */
static int language_try(struct run *r, struct letters *l, const struct recipient *to, size_t n,
	const char *lang, const char **ret_left_out, struct err *e)
{
	size_t pages;
	struct press *press = press_new(r->arena); /* what letters share is set once */
	*ret_left_out = "";
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA a = arena_child(r->arena, "letter");
		struct letter letter;
		int rc = letters_write(l, a, &to[i], lang, &letter, e);
		if (rc == 0)
			rc = press_add(press, &letter.doc, &pages, e);
		if (rc < 0)
			return rc;
		if (i == 0)
			*ret_left_out = left_out_names(r->arena, &letter.doc);
	}
	return 0;
}

static int check_rows(struct run *r, struct letters *l, const struct letter_kind *k, struct err *e)
{
	static const struct column columns[] = {
		{"lang", "Language", false, false},
		{"letters", "Letters", true, false},
		{"left_out", "Left out of the first", false, true},
	};
	const char *const *lang;
	struct recipient *to;
	size_t n = letters_languages(l, &lang), letters = tried(r, l, k, &to);
	struct table *t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const char *left_out;
		int rc = language_try(r, l, to, letters, lang[i], &left_out, e);
		if (rc < 0)
			return rc;
		table_row(
			t, (const char *const[]){lang[i], arena_printf(r->arena, "%zu", letters), left_out});
	}
	return table_end(t, e);
}

int letter_check_run(struct run *r, struct err *e)
{
	struct letter_order order = {.on = r->on, .typeset = true};
	struct letters *letters;
	struct book book;
	const struct pack *pack;
	size_t mistakes;
	int rc = book_open(r, &book, e);
	if (rc == 0)
		rc = book_treaty(r, &book, &pack, e);
	if (rc == 0)
		rc = sender_kind(r, pack, r->argv[0], &order.kind, e);
	if (rc == 0)
		rc = letters_open(r, &book, pack, &order, &letters, e);
	if (rc != 0)
		return rc;
	mistakes = letters_check(letters, r->err);
	if (mistakes)
		return err_set(e, ERR_INVALID, "mistakes: %zu; mend the lines named above", mistakes);
	return check_rows(r, letters, order.kind, e);
}
