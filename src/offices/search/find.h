/* Between the files of the office. */
#pragma once
#include "offices/packs/packs.h"
#include "offices/status/status.h"
#include "text/search.h"

#define SEARCH_FOUND_MAX 1000u /* things that one question finds; more are said to be there */
#define SEARCH_GONE_NEVER INT64_MAX

/* Brings the index of what is public up to what is on file. Where others are writing, it stays as it is. */
int search_ready(struct run *r, struct err *e) ATTR_CHECK;
/* Makes it anew, the houses' parts too. */
int search_rebuild(struct run *r, struct err *e) ATTR_CHECK;

/* ---- asking ---- */
struct question {
	size_t n, all; /* words; of them at most SEARCH_WORDS_MAX are here */
	struct search_asked word[SEARCH_WORDS_MAX];
	const char *kind;  /* name of a kind, "" all */
	const char *house; /* code: what is its own too; "" what is public alone */
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
	struct mention m;
	const char *house; /* "" public */
};
int question_read(struct finding *f, const char *text, struct question *ret, struct err *e) ATTR_CHECK;
/* As at the view's day and as recorded by then; in order of kind, the latest first. *ret_more: there are
 * more.
 */
int question_ask(struct finding *f, const struct question *q, struct hit **ret, size_t *ret_n, bool *ret_more,
	struct err *e) ATTR_CHECK;
/* The text, or a part of it that shows the first word found, `most` bytes or a little more; in pieces. */
size_t excerpt(
	const struct finding *f, const struct question *q, const char *text, size_t most, struct piece **ret);

/* ---- pages ---- */
struct found_row {
	const struct hit *hit;
	const char *kind, *day;
	size_t titles, texts;
	struct piece *title, *text;
};
struct search_view {
	struct list *list;
	bool asked, more;
	size_t n;
	struct found_row *row; /* of this page */
};
