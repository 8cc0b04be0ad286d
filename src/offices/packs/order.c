/* The order in which acts are asked about. */
#include "offices/packs/packs.h"

/* What others rest on comes first; a treaty action rests on those before it, a report on the State's
 * standing, a correction on anything. */
enum group { GROUP_NAMES, GROUP_OTHER, GROUP_STANDING, GROUP_DUTY, GROUP_CORRECTIONS };

struct key {
	enum group group;
	day_t high, low; /* of treaty actions; the rest stays as it was given */
	int rank;        /* within a day */
	size_t place;
};

static enum group group_of(enum act_kind kind)
{
	static const enum group of_family[FAMILY_COUNT] = {
		[FAMILY_STANDING] = GROUP_STANDING,
		[FAMILY_DUTY] = GROUP_DUTY,
		[FAMILY_OTHER] = GROUP_OTHER,
	};

	if (kind == ACT_CORRECTION)
		return GROUP_CORRECTIONS;
	return kind == ACT_STATE_NAMED ? GROUP_NAMES : of_family[act_kinds[kind].family];
}

static struct key key_of(const struct draft *d, size_t place)
{
	struct key key = {.place = place};
	enum act_kind kind = ACT_CORRECTION;
	struct edtf on;

	IGNORE(act_kind_parse(d->kind, &kind, NULL)); /* a draft has been checked */
	key.group = group_of(kind);
	if (key.group != GROUP_STANDING || edtf_parse(d->on, strlen(d->on), &on, NULL) < 0)
		return key;
	key.high = on.high;
	key.low = on.low;
	key.rank = kind == ACT_SIGNATURE ? 0 : act_kinds[kind].binds ? 1 : kind == ACT_WITHDRAWAL ? 3 : 2;
	return key;
}

static int by_key(const void *a, const void *b)
{
	const struct key *k = a, *o = b;

	if (k->group != o->group)
		return k->group < o->group ? -1 : 1;
	if (k->high != o->high)
		return k->high < o->high ? -1 : 1;
	if (k->low != o->low)
		return k->low < o->low ? -1 : 1;
	if (k->rank != o->rank)
		return k->rank - o->rank;
	return (k->place > o->place) - (k->place < o->place);
}

void book_order(struct draft *d, unsigned *line, size_t n)
{
	AUTO_ARENA a = arena_new("order");
	struct key *key = NEW_ARRAY(a, struct key, n);
	struct draft *draft = NEW_ARRAY(a, struct draft, n);
	unsigned *lines = NEW_ARRAY(a, unsigned, n);

	for (size_t i = 0; i < n; i++)
		key[i] = key_of(&d[i], i);
	qsort(key, n, sizeof key[0], by_key);
	for (size_t i = 0; i < n; i++) {
		draft[i] = d[key[i].place];
		lines[i] = line[key[i].place];
	}
	for (size_t i = 0; i < n; i++) {
		d[i] = draft[i];
		line[i] = lines[i];
	}
}
