/* Every edition ever adopted, for a process that answers for any `known`. */
#include <stdatomic.h>

#include "offices/packs/record.h"

/* Written once, before readers see it; newest first. */
struct edition {
	const struct edition *older;
	uint32_t place; /* of its adoption, + 1 */
	const char *code;
	const struct pack *pack;
};

struct shelf {
	struct arena *arena; /* of the thread that catches up */
	struct db *db;
	struct journal *journal;
	_Atomic(const struct edition *) newest;
	_Atomic uint64_t count; /* acts whose packs are compiled */
};

static void close_journal(void *j)
{
	journal_free(j);
}

static int add_edition(struct shelf *s, const struct act *act, uint32_t place, struct err *e)
{
	struct edition *one = NEW(s->arena, struct edition);
	const char *code = journal_text(s->journal, act->subject);
	int rc = adopted_pack(s->arena, s->db, act, code, &one->pack, e);

	if (rc < 0)
		return rc;
	one->older = atomic_load(&s->newest);
	one->place = place;
	one->code = code;
	atomic_store(&s->newest, one);
	return 0;
}

/* Those of the journal that are not on the shelf yet, oldest first: the chain gives the newest first. */
static int add_editions(struct shelf *s, uint32_t place, uint32_t until, struct err *e)
{
	int rc = 0;

	if (place <= until)
		return 0;
	const struct act *act = journal_act(s->journal, place - 1);
	rc = add_editions(s, act->prev_kind, until, e);
	return rc < 0 ? rc : add_edition(s, act, place, e);
}

int shelf_catch_up(struct shelf *s, struct err *e)
{
	const struct edition *newest = atomic_load(&s->newest);
	int rc = store_catch_up(s->db, s->journal, e);
	uint64_t count = journal_count(s->journal);

	if (rc < 0 || count == atomic_load(&s->count))
		return rc;
	uint32_t world = journal_word(s->journal, "world");
	uint32_t last = journal_last_kind(s->journal, world, ACT_PACK_ADOPTED, count);
	rc = add_editions(s, last, newest ? newest->place : 0, e);
	if (rc == 0)
		atomic_store(&s->count, count);
	return rc;
}

int shelf_open(struct run *r, struct shelf **ret, struct err *e)
{
	struct shelf *s = NEW(r->arena, struct shelf);
	int rc;

	s->arena = r->arena;
	s->journal = journal_new();
	arena_defer(r->arena, close_journal, s->journal);
	rc = store_open(r->arena, r->db_url, STORE_EXISTING, &s->db, e);
	if (rc == 0)
		rc = shelf_catch_up(s, e);
	if (rc == 0)
		*ret = s;
	return rc;
}

uint64_t shelf_count(const struct shelf *s)
{
	return atomic_load(&s->count);
}

/* In force: the latest adoption of its code that counts. */
static bool in_force(const struct shelf *s, const struct edition *one, uint64_t known)
{
	if (one->place > known || !journal_live(s->journal, one->place - 1, known))
		return false;
	for (const struct edition *e = atomic_load(&s->newest); e != one; e = e->older)
		if (strcmp(e->code, one->code) == 0 && e->place <= known &&
			journal_live(s->journal, e->place - 1, known))
			return false;
	return true;
}

int shelf_reg(const struct shelf *s, const char *treaty, int64_t known_ms, struct reg *ret, struct err *e)
{
	uint64_t count = shelf_count(s), known = count;
	const struct pack *found = NULL;
	size_t n = 0;

	if (known_ms != INT64_MAX) {
		known = journal_known(s->journal, known_ms);
		known = known < count ? known : count;
	}
	for (const struct edition *one = atomic_load(&s->newest); one; one = one->older) {
		if (one->pack->is_world || (treaty && strcmp(one->code, treaty) != 0) ||
			!in_force(s, one, known))
			continue;
		found = one->pack;
		n++;
	}
	if (n == 0)
		return err_set(e, ERR_NOTFOUND,
			"%s: not adopted by then; paraph pack adopt CODE adopts a treaty",
			treaty ? treaty : "no treaty");
	if (n > 1)
		return err_set(e, ERR_USAGE,
			"several treaties are adopted; say --treaty with one of them"
			" (paraph pack list)");
	reg_open(ret, s->journal, found, known);
	return 0;
}
