/* Opening the book: the journal in memory, and the packs in force compiled from the bytes in the store. */
#include "offices/packs/record.h"

#include "acts/payload.h"

static void close_journal(void *j)
{
	journal_free(j);
}

/* A code's later adoptions come first in the chain. */
static bool seen(char **codes, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return false;
}

int adopted_each(const struct journal *j, uint64_t known, adopted_fn fn, void *ctx, struct err *e)
{
	AUTO_ARENA a = arena_new("packs in force");
	uint32_t world = journal_word(j, "world");
	uint32_t place = journal_last_kind(j, world, ACT_PACK_ADOPTED, known);
	char **codes = NULL;
	size_t n = 0, cap = 0;
	int rc = 0;

	for (; rc == 0 && place; place = journal_act(j, place - 1)->prev_kind) {
		const struct act *act = journal_act(j, place - 1);
		const char *code = journal_text(j, act->subject);

		if (!journal_live(j, place - 1, known) || seen(codes, n, code))
			continue;
		GROW(a, codes, n, cap);
		codes[n++] = arena_strdup(a, code);
		rc = fn(ctx, act, code, e);
	}
	return rc;
}

void book_put(struct run *r, struct book *b, const struct pack *p)
{
	const struct pack **all = NEW_ARRAY(r->arena, const struct pack *, b->n + 1);
	size_t n = 0;
	bool put = false;

	if (p->is_world) {
		b->world = p;
		return;
	}
	for (size_t i = 0; i < b->n; i++) {
		int order = strcmp(p->code, b->pack[i]->code);

		if (order <= 0 && !put)
			all[n++] = p;
		put |= order <= 0;
		if (order != 0)
			all[n++] = b->pack[i];
	}
	if (!put)
		all[n++] = p;
	b->pack = all;
	b->n = n;
}

struct opening {
	struct run *run;
	struct book *book;
};

int adopted_pack(struct arena *a, struct db *db, const struct act *adoption, const char *code,
	const struct pack **ret, struct err *e)
{
	const char *sha256 = payload_text(a, adoption->payload, "sha256");
	struct pack_bytes bytes = {0};
	struct pack_mistake *mistakes;
	struct stored_file *file;
	struct pack *pack;
	size_t n, mistakes_n;
	int rc;

	if (!sha256)
		sha256 = "";
	rc = store_pack_get(db, a, sha256, &file, &n, e);
	if (rc < 0)
		return err_ctx(e, "pack %s as adopted", code);
	bytes.n = n;
	bytes.file = NEW_ARRAY(a, struct pack_file, n);
	for (size_t i = 0; i < n; i++)
		bytes.file[i] = (struct pack_file){file[i].path, file[i].data, file[i].len};
	pack_hash(&bytes);
	if (strcmp(bytes.sha256, sha256) != 0)
		return err_set(e, ERR_CONFLICT,
			"pack %s: its bytes are not those that were adopted (%.16s...); restore a backup",
			code, sha256);
	rc = pack_compile(a, &bytes, &pack, &mistakes, &mistakes_n, e);
	if (rc < 0)
		return err_ctx(e, "pack %s as adopted", code);
	*ret = pack;
	return 0;
}

static int compile(void *ctx, const struct act *adoption, const char *code, struct err *e)
{
	const struct opening *o = ctx;
	const struct pack *pack = NULL;
	int rc = adopted_pack(o->run->arena, o->book->db, adoption, code, &pack, e);

	if (rc == 0 && pack) /* it is there then */
		book_put(o->run, o->book, pack);
	return rc;
}

static int open_new(struct run *r, struct book *ret, struct err *e)
{
	struct book b = {.journal = journal_new()};
	int rc;

	arena_defer(r->arena, close_journal, b.journal);
	rc = run_db(r, &b.db, e);
	if (rc == 0)
		rc = store_catch_up(b.db, b.journal, e);
	if (rc < 0)
		return rc;
	b.known = r->known_ms == INT64_MAX ? journal_count(b.journal) : journal_known(b.journal, r->known_ms);
	rc = adopted_each(b.journal, b.known, compile, &(struct opening){r, &b}, e);
	if (rc < 0)
		return rc;
	*ret = b;
	return 0;
}

/* Was a pack adopted behind the first `known` acts? */
static bool adopted_since(const struct journal *j, uint64_t known)
{
	uint32_t last = journal_last_kind(j, journal_word(j, "world"), ACT_PACK_ADOPTED, journal_count(j));

	return last > known;
}

/* A worker's: brought up to what is on file; read anew where a pack was adopted or the store replaced. */
static int open_kept(struct run *r, struct book *ret, struct err *e)
{
	struct kept *k = r->kept;
	int rc = k->book ? store_catch_up(k->book->db, k->book->journal, e) : 0;

	if (rc == ERR_BUSY)
		return rc;
	if (k->book && (rc < 0 || adopted_since(k->book->journal, k->book->known))) {
		arena_free(k->book_arena);
		k->book = NULL;
	}
	if (!k->book) {
		struct run fresh = *r;
		struct book book;

		fresh.arena = arena_child(k->arena, "book");
		rc = open_new(&fresh, &book, e);
		if (rc < 0) {
			arena_free(fresh.arena);
			return rc;
		}
		k->book_arena = fresh.arena;
		k->book = NEW(fresh.arena, struct book);
		*k->book = book;
	}
	k->book->known = journal_count(k->book->journal);
	*ret = *k->book;
	return 0;
}

int book_open(struct run *r, struct book *ret, struct err *e)
{
	return r->kept && r->known_ms == INT64_MAX ? open_kept(r, ret, e) : open_new(r, ret, e);
}

static const char *codes_of(struct run *r, const struct book *b)
{
	const char *all = "";

	for (size_t i = 0; i < b->n; i++)
		all = arena_printf(r->arena, "%s%s%s", all, i ? ", " : "", b->pack[i]->code);
	return b->n ? all : "none";
}

int book_treaty(struct run *r, const struct book *b, const struct pack **ret, struct err *e)
{
	const char *then = r->known_ms == INT64_MAX ? "" : " as recorded by then";
	const struct pack *p = NULL;

	if (!r->treaty && b->n == 1) {
		*ret = b->pack[0];
		return 0;
	}
	if (r->treaty && strcmp(r->treaty, "world") != 0)
		p = book_pack(b, r->treaty);
	if (p) {
		*ret = p;
		return 0;
	}
	if (b->n == 0)
		return err_set(
			e, ERR_NOTFOUND, "no treaty is adopted%s; adopt one: paraph pack adopt CODE", then);
	if (!r->treaty)
		return err_set(e, ERR_USAGE, "several treaties are adopted; say --treaty with one of: %s",
			codes_of(r, b));
	return err_set(e, ERR_NOTFOUND,
		"--treaty %s: not adopted%s (but %s); paraph pack adopt CODE adopts one", r->treaty, then,
		codes_of(r, b));
}

const struct pack *book_pack(const struct book *b, const char *code)
{
	if (b->world && strcmp(b->world->code, code) == 0)
		return b->world;
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->pack[i]->code, code) == 0)
			return b->pack[i];
	return NULL;
}

void book_reg(const struct book *b, const struct pack *p, struct reg *ret)
{
	reg_open(ret, b->journal, p, b->known);
}
