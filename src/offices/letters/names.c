/* letter names: every form of every State's name on file, for who reviews them. */
#include "offices/letters/names.h"

#include <string.h>

#include "acts/payload.h"
#include "base/date.h"
#include "base/text.h"
#include "offices/packs/packs.h"
#include "text/lang.h"
#include "text/name.h"

/* One name as an act tells it. */
struct named {
	const char *iso3, *since, *name;
	bool formal;
};

struct naming {
	struct run *run;
	struct book book;
	const struct lang *lang;
	size_t n, cap;
	struct named *name;
};

static int by_state(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int order = strcmp(a->iso3, b->iso3);
	/* a range ("../1997") is before a day */
	if (order == 0)
		order = (*b->since == '.') - (*a->since == '.');
	if (order == 0)
		order = strcmp(a->since, b->since);
	return order ? order : a->formal - b->formal;
}

static void name_add(struct naming *ns, const struct act *act, const char *since, bool formal)
{
	struct arena *a = ns->run->arena;
	const char *tag = lang_tag(ns->lang);
	const char *name = payload_member(
		a, act->payload, formal ? "formal" : "short", arena_strndup(a, tag, strcspn(tag, "-")));
	if (!name)
		return;
	GROW(a, ns->name, ns->n, ns->cap);
	ns->name[ns->n++] = (struct named){journal_text(ns->book.journal, act->subject), since, name, formal};
}

static void names_read(struct naming *ns)
{
	const struct journal *j = ns->book.journal;
	uint32_t place = journal_last_kind(j, journal_word(j, "world"), ACT_STATE_NAMED, ns->book.known);
	for (; place; place = journal_act(j, place - 1)->prev_kind) {
		const struct act *act = journal_act(j, place - 1);
		char day[EDTF_TEXT];
		if (!journal_live(j, place - 1, ns->book.known))
			continue;
		const char *since = arena_strdup(ns->run->arena, edtf_format(act->on, day));
		name_add(ns, act, since, false);
		name_add(ns, act, since, true);
	}
	if (ns->n)
		qsort(ns->name, ns->n, sizeof *ns->name, by_state);
}

/* A form as letters have it: "" where the language has none, "?" where no article is on file. */
static const char *formed(const struct naming *ns, const struct named *n, enum name_form form)
{
	struct arena *a = ns->run->arena;
	const char *tag = lang_tag(ns->lang);
	const char *article = n->formal
		? NULL
		: pack_article(ns->book.world, arena_strndup(a, tag, strcspn(tag, "-")), n->name);
	if (!name_form_word(ns->lang, form))
		return "";
	if (!n->formal && strchr(n->name, '('))
		return ""; /* for lists alone: in a letter the formal name stands for it */
	if (!n->formal && !(article && name_article_known(ns->lang, article)))
		return "?";
	return text_apostrophes(a, name_formed(ns->lang, a, n->name, article, form));
}

static int rows_write(struct naming *ns, struct err *e)
{
	const char *word[NAME_FORM_COUNT];
	for (int i = 0; i < NAME_FORM_COUNT; i++) {
		word[i] = name_form_word(ns->lang, (enum name_form)i);
		word[i] = word[i] ? arena_printf(ns->run->arena, "|%s", word[i]) : "";
	}
	const struct column columns[] = {
		{"iso3", "", false, false},
		{"since", "Since", false, false},
		{"which", "Which", false, false},
		{"name", "Name", false, false},
		{"with", word[NAME_WITH], false, false},
		{"of", word[NAME_OF], false, false},
		{"to", word[NAME_TO], false, false},
	};
	struct table *t = table_new(ns->run, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < ns->n; i++) {
		const struct named *n = &ns->name[i];
		table_row(t,
			(const char *const[]){n->iso3, n->since, n->formal ? "formal" : "short", n->name,
				formed(ns, n, NAME_WITH), formed(ns, n, NAME_OF), formed(ns, n, NAME_TO)});
	}
	return table_end(t, e);
}

int names_run(struct run *r, struct err *e)
{
	struct naming ns = {.run = r};
	struct lang *lang;
	int rc = lang_open(r->arena, r->argv[0], &lang, e);
	if (rc == 0)
		rc = book_open(r, &ns.book, e);
	if (rc != 0)
		return rc;
	ns.lang = lang;
	names_read(&ns);
	if (ns.n == 0)
		return err_set(e, ERR_NOTFOUND, "no State's name is on file in %s; letters have English ones",
			r->argv[0]);
	return rows_write(&ns, e);
}
