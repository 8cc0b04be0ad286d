/* What the parts of one unit of XLIFF demand of each other: ids, references, starts and ends, places. */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "offices/translations/xliff_private.h"

static size_t slot_of(const struct ids *ids, const char *id)
{
	size_t hash = 5381;
	for (const char *s = id; *s; s++)
		hash = hash * 33 + (unsigned char)*s;
	for (hash &= ids->slots - 1; ids->slot[hash] && strcmp(ids->at[ids->slot[hash] - 1].id, id) != 0;)
		hash = (hash + 1) & (ids->slots - 1);
	return hash;
}

struct id *xliff_id_find(const struct ids *ids, const char *id)
{
	size_t at = ids->n ? ids->slot[slot_of(ids, id)] : 0;
	return at ? &ids->at[at - 1] : NULL;
}

static void id_put(struct check *c, struct ids *ids, const char *id, const xmlNode *n)
{
	GROW(c->a, ids->at, ids->n, ids->cap);
	assert(ids->at);
	ids->at[ids->n++] = (struct id){id, n, false};
	if (2 * ids->n <= ids->slots) {
		ids->slot[slot_of(ids, id)] = ids->n;
		return;
	}
	ids->slots = 4 * ids->cap;
	ids->slot = NEW_ARRAY(c->a, size_t, ids->slots);
	for (size_t i = 0; i < ids->n; i++)
		ids->slot[slot_of(ids, ids->at[i].id)] = i + 1;
}

int xliff_id_add(struct check *c, struct ids *ids, const xmlNode *n)
{
	const char *id = xml_attribute(n, NULL, "id");
	if (!id)
		return 0;
	if (xliff_id_find(ids, id))
		return xliff_bad(c, n, "id=\"%.40s\" stands twice", id);
	id_put(c, ids, id, n);
	return 0;
}

static int references_check(struct check *c, const xmlNode *n, const struct ids *data)
{
	static const char *const names[] = {"dataRef", "dataRefStart", "dataRefEnd"};
	for (size_t i = 0; i < 3; i++) {
		const char *ref = xml_attribute(n, NULL, names[i]);
		if (ref && !xliff_id_find(data, ref))
			return xliff_bad(c, n, "%s=\"%.40s\" is no data of the unit", names[i], ref);
	}
	return 0;
}

static const char *said(const xmlNode *n, const char *name, const char *otherwise)
{
	const char *value = xml_attribute(n, NULL, name);
	return value ? value : otherwise;
}

/* What may be done with a start may be done with its end; the first that may not be moved has an end that may
 * not. */
static int hints_check(struct check *c, const xmlNode *sc, const xmlNode *ec)
{
	static const char *const hints[] = {"canCopy", "canDelete", "canOverlap", "canReorder"};
	for (size_t i = 0; i < 4; i++) {
		const char *start = said(sc, hints[i], "yes"), *end = said(ec, hints[i], "yes");
		if (strcmp(strcmp(start, "firstNo") == 0 ? "no" : start, end) != 0)
			return xliff_bad(
				c, ec, "%s=\"%.10s\", and its start says %.10s", hints[i], end, start);
	}
	return 0;
}

/* A start and its end: <sc> and <ec>, <sm> and <em>. */
static int end_check(struct check *c, const xmlNode *n, const struct ids *ids, const char *start)
{
	const char *ref = xml_attribute(n, NULL, "startRef");
	struct id *id = ref ? xliff_id_find(ids, ref) : NULL;
	if (ref && (!id || !xliff_is(id->node, start) || id->closed))
		return xliff_bad(c, n, "startRef=\"%.40s\" is no <%s> before it", ref, start);
	if (!id)
		return 0;
	id->closed = true;
	return strcmp(start, "sc") == 0 ? hints_check(c, id->node, n) : 0;
}

/* All of a unit's sources, or all of its targets: ids are unique within them. Depth is bounded by xml_open().
 */
static int inline_check(struct check *c, const xmlNode *list, const struct ids *data, struct ids *ids)
{
	int r = 0;
	for (const xmlNode *n = xml_element(list); n && r == 0; n = xml_element(n->next)) {
		r = references_check(c, n, data);
		if (r == 0)
			r = xliff_id_add(c, ids, n);
		if (r == 0 && xliff_is(n, "ec"))
			r = end_check(c, n, ids, "sc");
		if (r == 0 && xliff_is(n, "em"))
			r = end_check(c, n, ids, "sm");
		if (r == 0)
			r = inline_check(c, n->children, data, ids);
	}
	return r;
}

static int open_check(struct check *c, const struct ids *ids)
{
	for (size_t i = 0; i < ids->n; i++) {
		const xmlNode *n = ids->at[i].node;
		const char *isolated = xml_attribute(n, NULL, "isolated");
		bool alone = isolated && strcmp(isolated, "yes") == 0;
		if ((xliff_is(n, "sm") || (xliff_is(n, "sc") && !alone)) && !ids->at[i].closed)
			return xliff_bad(c, n, "is not closed");
		if (xliff_is(n, "sc") && alone && ids->at[i].closed)
			return xliff_bad(c, n, "is isolated, and yet closed in its unit");
		const char *copy = xml_attribute(n, NULL, "copyOf");
		if (copy && !xliff_id_find(ids, copy))
			return xliff_bad(c, n, "copyOf=\"%.40s\" is no code of the unit", copy);
	}
	return 0;
}

static int side_check(struct check *c, const xmlNode *unit, const char *side, const struct ids *data)
{
	struct ids ids = {0};
	int r = 0;
	for (const xmlNode *s = xml_element(unit->children); s && r == 0; s = xml_element(s->next)) {
		if (!xliff_is(s, "segment") && !xliff_is(s, "ignorable"))
			continue;
		r = xliff_id_add(c, &ids, s);
		for (const xmlNode *x = xml_element(s->children); x && r == 0; x = xml_element(x->next))
			if (xliff_is(x, side))
				r = inline_check(c, x->children, data, &ids);
	}
	return r == 0 ? open_check(c, &ids) : r;
}

/* Targets stand in the place of their segment, or where `order` says: no place twice, and none beyond the
 * last. */
static int orders_check(struct check *c, const xmlNode *unit)
{
	size_t n = 0, place = 0;
	for (const xmlNode *s = xml_element(unit->children); s; s = xml_element(s->next))
		n += xliff_is(s, "segment") || xliff_is(s, "ignorable");
	const xmlNode **at = NEW_ARRAY(c->a, const xmlNode *, n + 1);
	for (const xmlNode *s = xml_element(unit->children); s; s = xml_element(s->next)) {
		if (!xliff_is(s, "segment") && !xliff_is(s, "ignorable"))
			continue;
		const xmlNode *target = xliff_target(s);
		size_t order = xliff_order(target, ++place);
		if (order > n)
			return xliff_bad(c, target, "order=\"%zu\", and the unit has %zu places", order, n);
		if (target && at[order])
			return xliff_bad(c, target, "order=\"%zu\" stands twice", order);
		at[order] = target ? target : at[order];
	}
	return 0;
}

/* A comment that is a note is one of the unit: #n=ID, or #f=…/u=UNIT/n=ID. */
static int comment_check(struct check *c, const xmlNode *n, const char *unit_id, const struct ids *notes)
{
	const char *ref = said(n, "ref", ""), *last = strrchr(ref, '/');
	const char *note = last ? last + 1 : *ref == '#' ? ref + 1 : "";
	const char *of = arena_printf(c->a, "/u=%s/", unit_id);
	bool own = !last || strstr(ref, of) || strncmp(ref + 1, of + 1, strlen(of) - 1) == 0;
	if (strncmp(note, "n=", 2) != 0 || !own || !xliff_id_find(notes, note + 2))
		return xliff_bad(c, n, "ref=\"%.60s\" is no note of the unit", ref);
	return 0;
}

/* Depth is bounded by xml_open(). */
static int comments_check(struct check *c, const xmlNode *list, const char *unit_id, const struct ids *notes)
{
	int r = 0;
	for (const xmlNode *n = xml_element(list); n && r == 0; n = xml_element(n->next)) {
		bool mark = xliff_is(n, "mrk") || xliff_is(n, "sm");
		if (mark && strcmp(said(n, "type", ""), "comment") == 0 && xml_attribute(n, NULL, "ref"))
			r = comment_check(c, n, unit_id, notes);
		if (r == 0)
			r = comments_check(c, n->children, unit_id, notes);
	}
	return r;
}

/* The ids of the notes, and of the data, of one element. */
int xliff_children_ids(struct check *c, const xmlNode *n, const char *list, struct ids *ids)
{
	int r = 0;
	for (const xmlNode *x = xml_element(n->children); x; x = xml_element(x->next))
		for (const xmlNode *y = xliff_is(x, list) ? xml_element(x->children) : NULL; y && r == 0;
			y = xml_element(y->next))
			r = xliff_id_add(c, ids, y);
	return r;
}

int xliff_unit_check(struct check *c, const xmlNode *unit, const struct ids *notes)
{
	struct ids data = {0};
	int r = xliff_children_ids(c, unit, "originalData", &data);
	if (r == 0)
		r = side_check(c, unit, "source", &data);
	if (r == 0)
		r = side_check(c, unit, "target", &data);
	if (r == 0)
		r = orders_check(c, unit);
	for (const xmlNode *s = xml_element(unit->children); s && r == 0; s = xml_element(s->next))
		if (xliff_is(s, "segment") || xliff_is(s, "ignorable"))
			r = comments_check(c, s->children, said(unit, "id", ""), notes);
	return r;
}
