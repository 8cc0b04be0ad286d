/* What a signature stands under: the words of every copy, by their fingerprints. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "letters_sql.h"
#include "offices/letters/issue.h"

#define LIST_BYTES_MAX (32u << 20)
#define DAY_MS 86400000

/* Left out for now: may get it by the day it is issued. */
static bool for_now(const struct recipient *to)
{
	return to->rule == OUT_ANSWERED || to->rule == OUT_COOL_DOWN || to->rule == OUT_BAD_ADDRESS ||
		to->rule == OUT_DUPLICATE || to->rule == OUT_NO_CHANNEL;
}

static const char *line_of(struct arena *a, const struct made_copy *c)
{
	const struct recipient *to = c->who.to;
	return arena_printf(a, "%s %s %s", c->said, c->lang, *to->contact ? to->contact : to->iso3);
}

static const char *paper_line(struct arena *a, const struct made_paper *p)
{
	return arena_printf(a, "%s %s %s.pdf", p->said, p->lang, p->of->id);
}

struct lines {
	struct arena *a;
	size_t n, cap;
	const char **line;
};

static void line_add(struct lines *l, const char *line)
{
	GROW(l->a, l->line, l->n, l->cap);
	l->line[l->n++] = line;
}

static int by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Who is left out for now is looked at too, as far as a letter to them can be written. */
static struct issue with_left_out(const struct issue *is, size_t i)
{
	struct issue one = *is;
	struct recipient *to = NEW(is->run->arena, struct recipient);
	*to = *is->all[i].to;
	to->excluded = NULL;
	one.all = NEW(is->run->arena, struct copy_to);
	*one.all = (struct copy_to){to, is->all[i].in_copy};
	one.all_n = one.n = 1;
	one.shared_n = one.shared_cap = 0;
	one.copy = NULL;
	return one;
}

int signed_list(struct issue *is, const char **ret, struct err *e)
{
	struct lines l = {.a = is->run->arena};
	struct buf b;
	struct err none;
	int rc = is->copy ? 0 : issue_survey(is, e); /* it was, where a page has shown it */
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < is->n; i++)
		line_add(&l, line_of(l.a, &is->copy[i]));
	for (size_t i = 0; i < is->all_n; i++) {
		struct issue one;
		if (!is->all[i].to->excluded || !for_now(is->all[i].to))
			continue;
		one = with_left_out(is, i);
		if (issue_survey(&one, &none) == 0)
			line_add(&l, line_of(l.a, one.copy));
		is->papers = one.papers;
		is->papers_n = one.papers_n;
		is->papers_cap = one.papers_cap;
	}
	for (size_t i = 0; i < is->papers_n; i++)
		if (*is->papers[i].said)
			line_add(&l, paper_line(l.a, &is->papers[i]));
	if (l.n)
		qsort(l.line, l.n, sizeof *l.line, by_word);
	buf_init(&b, l.a, LIST_BYTES_MAX);
	for (size_t i = 0; i < l.n; i++)
		buf_printf(&b, "%s\n", l.line[i]);
	*ret = b.len ? b.data : "";
	return buf_check(&b, e);
}

const char *list_hash(struct arena *a, const char *list)
{
	char sha256[65];
	sha256_hex(list, strlen(list), sha256);
	return arena_strdup(a, sha256);
}

int signed_keep(struct db *db, const struct house *h, const char *letter, const char *list, struct err *e)
{
	return letter_signed_add_run(db, &(struct letter_signed_add_in){h->code, letter, list}, e);
}

/* ---- what was signed ---- */

struct signing {
	const char *role, *person, *said;
	int64_t at_ms;
};

/* Of each person and role the last one. */
static int signings(struct db *db, struct arena *a, const struct house *h, const char *letter,
	struct signing **ret, size_t *ret_n, struct err *e)
{
	struct letter_signed_list_row row;
	struct signing *all = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int rc = letter_signed_list_start(db, &(struct letter_signed_list_in){h->code, letter}, &st, e);
	if (rc < 0)
		return rc;
	for (rc = letter_signed_list_step(st, &row, e); rc == DB_ROW;
		rc = letter_signed_list_step(st, &row, e)) {
		size_t at = 0;
		while (at < n &&
			(strcmp(all[at].person, row.person) != 0 || strcmp(all[at].role, row.role) != 0))
			at++;
		if (at == n) {
			GROW(a, all, n, cap);
			n++;
		}
		all[at] = (struct signing){arena_strdup(a, row.role), arena_strdup(a, row.person),
			arena_strdup(a, row.said), row.at_ms};
	}
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return rc < 0 ? rc : 0;
}

int signed_other(struct db *db, struct arena *a, const struct house *h, const char *letter,
	const char *person, const char *list, bool *ret, struct err *e)
{
	struct signing *s = NULL;
	size_t n = 0;
	int rc = signings(db, a, h, letter, &s, &n, e);
	*ret = false;
	for (size_t i = 0; rc == 0 && i < n; i++)
		*ret |= strcmp(s[i].person, person) == 0 && strcmp(s[i].said, list) != 0;
	return rc;
}

static bool among(const struct lines *l, const char *line)
{
	return l->n && bsearch(&line, l->line, l->n, sizeof *l->line, by_word);
}

static struct lines lines_of(struct arena *a, const char *list)
{
	struct lines l = {.a = a};
	for (const char *end; (end = strchr(list, '\n')); list = end + 1)
		line_add(&l, arena_strndup(a, list, (size_t)(end - list)));
	return l;
}

static int one_check(struct issue *is, const struct signing *s, struct err *e)
{
	struct arena *a = is->run->arena;
	struct lines l = lines_of(a, s->said);
	const char *first = NULL, *others = "";
	size_t n = 0;
	char day[11];
	for (size_t i = 0; i < is->n; i++)
		if (!among(&l, line_of(a, &is->copy[i])) && n++ == 0)
			first = is->copy[i].name;
	for (size_t i = 0; i < is->papers_n; i++)
		if (*is->papers[i].said && !among(&l, paper_line(a, &is->papers[i])) && n++ == 0)
			first = is->papers[i].name;
	if (n == 0)
		return 0;
	if (n > 1)
		others = arena_printf(a, " and to %zu more", n - 1);
	return err_set(e, ERR_CONFLICT,
		"letter %s: what it says to %s%s is not what %s signed on %s: the record or a contact has"
		" changed since; look at it again, then paraph letter sign %s",
		is->row.id, first, others, *s->person ? s->person : "the owner of the database",
		day_format((day_t)(s->at_ms / DAY_MS), day), is->row.id);
}

int signed_check(struct issue *is, struct err *e)
{
	const struct sender *sender = is->sender;
	struct signing *s = NULL;
	size_t n = 0;
	int rc = signings(sender->book.db, is->run->arena, &sender->house, is->row.id, &s, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = one_check(is, &s[i], e);
	return rc;
}
