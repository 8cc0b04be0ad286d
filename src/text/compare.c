/* Two templates of one letter, held against each other: what one says in its language, the other must say in
 * its own. Compared are fields, conditions and optional paragraphs, each within the optional paragraph it
 * stands in; not their order, nor how often they stand there. */
#include <stdlib.h>
#include <string.h>

#include "text/op.h"

struct use {
	const char *scope; /* name of the optional paragraph around it; "" none */
	const char *what;  /* as it is written: {{#verb=ratify}} */
	unsigned line, column;
};
struct uses {
	size_t n, cap;
	struct use *use;
};

static int use_cmp(const void *x, const void *y)
{
	const struct use *a = x, *b = y;
	int order = strcmp(a->scope, b->scope);
	return order ? order : strcmp(a->what, b->what);
}

static void use_add(struct arena *a, struct uses *u, const char *scope, const char *sign, const char *name,
	const struct tag *t)
{
	GROW(a, u->use, u->n, u->cap);
	u->use[u->n++] = (struct use){scope, arena_printf(a, "{{%s%s}}", sign, name), t->line, t->column};
}

/* Each use once, sorted, the first in the file standing for all. */
static void uses_of(struct arena *a, const struct template *t, struct uses *ret)
{
	const char *scope = "";
	size_t kept = 0;
	*ret = (struct uses){0};
	for (size_t i = 0; i < t->n; i++) {
		const struct op *o = &t->op[i];
		if (o->kind == OP_FIELD) {
			use_add(a, ret, scope, "", o->tag->key, o->tag);
			if (o->tag->form == FORM_SPAN)
				use_add(a, ret, scope, "", o->tag->other, o->tag);
		} else if (o->kind == OP_IF) {
			use_add(a, ret, scope, "#", o->tag->body, o->tag);
		} else if (o->kind == OP_OPTIONAL) {
			use_add(a, ret, "", "?", o->tag->body, o->tag);
			scope = o->tag->body;
		} else if (o->kind == OP_END && o->tag->kind == TAG_OPTIONAL) {
			scope = "";
		}
	}
	if (ret->n)
		qsort(ret->use, ret->n, sizeof *ret->use, use_cmp);
	for (size_t i = 0; i < ret->n; i++) {
		struct use *last = kept ? &ret->use[kept - 1] : NULL;
		if (!last || use_cmp(last, &ret->use[i]) != 0)
			ret->use[kept++] = ret->use[i];
		else if (ret->use[i].line < last->line)
			*last = ret->use[i];
	}
	ret->n = kept;
}

static const struct use *use_find(const struct uses *u, const char *scope, const char *what)
{
	const struct use key = {.scope = scope, .what = what};
	return u->n ? bsearch(&key, u->use, u->n, sizeof *u->use, use_cmp) : NULL;
}

static void said(struct template_mistakes *m, unsigned line, unsigned column, const char *text)
{
	if (m->n < TEMPLATE_MISTAKES_MAX)
		m->at[m->n++] = (struct template_mistake){line, column, text};
}

static const char *within(struct arena *a, const char *scope)
{
	return *scope ? arena_printf(a, " within {{?%s}}", scope) : "";
}

/* What the source has and t lacks is said where the paragraph begins that lacks it. */
static void missing(struct arena *a, const struct template *source, const struct uses *theirs,
	const struct uses *ours, struct template_mistakes *m)
{
	for (size_t i = 0; i < theirs->n; i++) {
		const struct use *u = &theirs->use[i];
		const struct use *around = use_find(ours, "", arena_printf(a, "{{?%s}}", u->scope));
		if (use_find(ours, u->scope, u->what) || (*u->scope && !around))
			continue; /* the paragraph as a whole is missing: that was said */
		said(m, around ? around->line : 1, around ? around->column : 1,
			arena_printf(a, "%s stands%s in %s:%u:%u and not here: say it here too", u->what,
				within(a, u->scope), source->path, u->line, u->column));
	}
}

static int by_place(const void *x, const void *y)
{
	const struct template_mistake *a = x, *b = y;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->column != b->column ? (a->column < b->column ? -1 : 1) : strcmp(a->text, b->text);
}

int template_compare(struct arena *a, const struct template *t, const struct template *source,
	struct template_mistakes *ret_mistakes, struct err *e)
{
	struct template_mistakes m = {.at = NEW_ARRAY(a, struct template_mistake, TEMPLATE_MISTAKES_MAX)};
	struct uses ours, theirs;
	uses_of(a, t, &ours);
	uses_of(a, source, &theirs);
	for (size_t i = 0; i < ours.n; i++) {
		const struct use *u = &ours.use[i];
		if (!use_find(&theirs, u->scope, u->what) &&
			(!*u->scope || use_find(&theirs, "", arena_printf(a, "{{?%s}}", u->scope))))
			said(&m, u->line, u->column,
				arena_printf(a,
					"%s stands%s here and not in %s: take it out, or add it there",
					u->what, within(a, u->scope), source->path));
	}
	missing(a, source, &theirs, &ours, &m);
	if (m.n)
		qsort(m.at, m.n, sizeof *m.at, by_place);
	if (ret_mistakes)
		*ret_mistakes = m;
	if (m.n)
		return err_set(
			e, ERR_INVALID, "%s:%u:%u: %s", t->path, m.at[0].line, m.at[0].column, m.at[0].text);
	return 0;
}
