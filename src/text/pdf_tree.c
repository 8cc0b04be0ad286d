/* What is on the pages and in the tree, in the order in which it is read. */
#include "text/pdf_lay.h"

#include <assert.h>

static void kid_add(struct laying *l, unsigned element, enum kid_kind kind, size_t index)
{
	struct sheet *s = l->sheet;
	struct element *e = &s->element[element];
	GROW(l->arena, s->kid, s->kids_n, s->kids_cap);
	s->kid[s->kids_n++] = (struct kid){.kind = kind, .index = (unsigned)index};
	if (e->first)
		s->kid[e->last - 1].next = (unsigned)s->kids_n;
	else
		e->first = (unsigned)s->kids_n;
	e->last = (unsigned)s->kids_n;
}

unsigned element_add(struct laying *l, enum role role, unsigned parent)
{
	struct sheet *s = l->sheet;
	GROW(l->arena, s->element, s->elements_n, s->elements_cap);
	unsigned made = (unsigned)s->elements_n++;
	s->element[made] = (struct element){.role = role, .parent = parent};
	if (made > 0)
		kid_add(l, parent, KID_ELEMENT, made);
	return made;
}

unsigned element_of(struct laying *l, const struct block *b, unsigned *ret_marker)
{
	*ret_marker = 0;
	if (b->kind != BLOCK_ITEM) {
		l->depth = 0;
		enum role h = ROLE_H1 + (b->level < 1 ? 0 : b->level > 6 ? 5 : (enum role)(b->level - 1));
		return element_add(l, b->kind == BLOCK_HEADING ? h : ROLE_P, 0);
	}
	int level = b->level > (int)TEMPLATE_DEPTH_MAX ? (int)TEMPLATE_DEPTH_MAX : b->level;
	if (l->depth > level)
		l->depth = level;
	bool fresh = l->depth < level;
	for (; l->depth < level; l->depth++) {
		l->list[l->depth + 1] = element_add(l, ROLE_L, l->depth ? l->body[l->depth] : 0);
		if (l->depth + 1 < level)
			l->body[l->depth + 1] =
				element_add(l, ROLE_LBODY, element_add(l, ROLE_LI, l->list[l->depth + 1]));
	}
	if (fresh || *b->marker) {
		unsigned item = element_add(l, ROLE_LI, l->list[level]);
		*ret_marker = *b->marker ? element_add(l, ROLE_LBL, item) : 0;
		l->body[level] = element_add(l, ROLE_LBODY, item);
	}
	return element_add(l, ROLE_P, l->body[level]);
}

void mark_add(struct laying *l, const struct mark *m)
{
	struct sheet *s = l->sheet;
	GROW(l->arena, s->mark, s->marks_n, s->marks_cap);
	assert(s->mark);
	s->mark[s->marks_n] = *m;
	if (m->element)
		kid_add(l, m->element, KID_MARK, s->marks_n);
	s->marks_n++;
}

/* A link may go on in the next line. */
static unsigned link_element(struct laying *l, unsigned element, unsigned link)
{
	if (l->link_in != element || l->link_of != link)
		l->link = element_add(l, ROLE_LINK, element);
	l->link_in = element;
	l->link_of = link;
	return l->link;
}

static void hot_add(struct laying *l, const struct para *p, const struct set_part *part,
	const struct place *at, unsigned element)
{
	struct sheet *s = l->sheet;
	GROW(l->arena, s->hot, s->hots_n, s->hots_cap);
	s->hot[s->hots_n] = (struct hot){.page = at->page,
		.element = element,
		.x = at->x + part->x + part->left,
		.y = at->y - ascent(p->leading),
		.width = part->right - part->left,
		.height = p->leading,
		.url = p->link[part->link - 1]};
	kid_add(l, element, KID_LINK, s->hots_n++);
}

void line_place(struct laying *l, const struct para *p, unsigned line, const struct place *at)
{
	struct sheet *s = l->sheet;
	for (unsigned i = p->begin[line]; i < p->begin[line + 1]; i++) {
		const struct set_part *part = &p->part[i];
		bool linked = part->link && at->element;
		unsigned element = linked ? link_element(l, at->element, part->link) : at->element;
		struct mark *last = s->marks_n ? &s->mark[s->marks_n - 1] : NULL;
		if (last && last->kind == MARK_TEXT && last->para == p && last->page == at->page &&
			last->element == element && last->first + last->n == i)
			last->n++;
		else
			mark_add(l,
				&(struct mark){.kind = MARK_TEXT,
					.para = p,
					.first = i,
					.n = 1,
					.page = at->page,
					.element = element,
					.x = at->x,
					.y = at->y,
					.grey = at->grey});
		if (linked)
			hot_add(l, p, part, at, element);
	}
}

void para_place(struct laying *l, const struct para *p, const struct place *at)
{
	struct place line = *at;
	for (unsigned k = 0; k < p->n; k++, line.y += p->leading)
		line_place(l, p, k, &line);
}
