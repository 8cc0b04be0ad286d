/* Between the files of the office. */
#pragma once
#include "offices/contacts/contacts.h"
#include "offices/packs/packs.h"
#include "offices/status/status.h"
#include "text/search.h"

#define SEARCH_FOUND_MAX 1000u /* things that one question finds; more are said to be there */
#define SEARCH_GONE_NEVER INT64_MAX

/* Brings the index of what is public up to what is on file. Where others are writing, it stays as it is. */
int search_ready(struct run *r, struct err *e) ATTR_CHECK;
/* Makes it anew, the houses' parts too. */
int search_rebuild(struct run *r, struct err *e) ATTR_CHECK;

/* The same for what is the house's own. */
int search_ready_own(struct run *r, const struct house *h, struct err *e) ATTR_CHECK;

/* ---- asking ---- */
/* Kinds: those of mentions, then what is a house's own. */
enum { KIND_LETTER = MENTION_COUNT, KIND_CONTACT, KIND_INCOMING, KIND_COUNT };
extern const struct mention_info search_kinds[KIND_COUNT];

struct question {
	size_t n, all; /* words; of them at most SEARCH_WORDS_MAX are here */
	struct search_asked word[SEARCH_WORDS_MAX];
	int kind;                  /* -1 all */
	const struct house *house; /* what is its own too; NULL: what is public alone */
};
struct finding { /* who asks */
	const struct view *v;
	struct db *db;
	struct searcher *s;
};
struct piece {
	const char *text;
	bool found; /* was asked for */
};
struct hit {
	unsigned kind;
	bool here;        /* a word stands in it as it is shown; else in another language alone */
	struct mention m; /* its kind is not read where it is the house's own */
};
struct hits {
	size_t n, cap;
	struct hit *hit;
	bool more; /* there are more than SEARCH_FOUND_MAX */
};
int question_read(struct finding *f, const char *text, struct question *ret, struct err *e) ATTR_CHECK;
/* As at the view's day and as recorded by then. First what has a word in the language of the view; of that
 * the house's own, then in order of kind, the latest first. */
int question_ask(struct finding *f, const struct question *q, struct hits *ret, struct err *e) ATTR_CHECK;
/* Does it have all the words? */
bool question_fits(const struct finding *f, const struct question *q, const char *text);
void hits_add(const struct finding *f, struct hits *all, unsigned kind, struct mention m);
/* What is not in the index, because it is personal: contacts, and what came in. */
int own_find(struct finding *f, const struct question *q, struct hits *ret, struct err *e) ATTR_CHECK;
/* A letter that the index found; false: it is not there any more. */
int own_letter(struct finding *f, const struct question *q, const char *id, struct mention *ret,
	struct err *e) ATTR_CHECK; /* DB_ROW: it is there */
/* Of a kind of letter, in the language; its name where the pack has none of it. */
const char *letter_words(const struct view *v, const char *kind);
/* The text, or a part of it that shows the first word found, `most` bytes or a little more; in pieces. */
size_t excerpt(
	const struct finding *f, const struct question *q, const char *text, size_t most, struct piece **ret);

/* ---- pages ---- */
struct found_row {
	const struct hit *hit;
	const char *kind, *day;
	bool elsewhere; /* found in another language alone */
	size_t titles, texts;
	struct piece *title, *text;
};
struct search_view {
	const struct list *list;
	bool more;
	size_t n;
	struct found_row *row; /* of this page */
};
