/* The journal's writer. */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "acts/journal_private.h"
#include "acts/payload.h"

#include "base/allow_malloc.h"

#define BLOCK_BYTES 262144u /* of ids and payloads; the longest act fits several times */

_Static_assert(ACT_ID_MAX <= UINT8_MAX, "an id's length fits a byte");
_Static_assert(ACT_TEXT_MAX < WORD_BYTES_MAX, "any text can be a word");

struct journal *journal_new(void)
{
	struct journal *j = calloc(1, sizeof *j);

	if (!j)
		abort();
	j->texts = (struct texts){.memory = &j->memory, .block_bytes = BLOCK_BYTES};
	words_init(&j->words, &j->memory);
	map_init(&j->heads, &j->memory);
	map_init(&j->corrections, &j->memory);
	map_init(&j->ids, &j->memory);
	return j;
}

void journal_free(struct journal *j)
{
	if (!j)
		return;
	memory_free(&j->memory);
	free(j);
}

/* ---- what a row says ---- */

/* A row, parsed; nothing of it is kept yet. */
struct incoming {
	const struct act_row *row;
	struct act act;
	size_t id_len, payload_len;
	uint64_t target; /* of a correction: seq */
};

static int kind_of(struct journal *j, const char *name, enum act_kind *ret, struct err *e)
{
	if (strcmp(name, act_kinds[j->last_kind].name) != 0 && act_kind_parse(name, &j->last_kind, e) < 0)
		return err_ctx(e, "kind");
	*ret = j->last_kind;
	return 0;
}

static int visibility_of(const char *name, uint8_t *ret, struct err *e)
{
	for (size_t i = 0; i < VISIBILITY_COUNT; i++) {
		if (strcmp(name, visibility_names[i]) == 0) {
			*ret = (uint8_t)i;
			return 0;
		}
	}
	return err_set(e, ERR_INVALID,
		"visibility \"%.40s\" is not known; the store was changed by other means", name);
}

static int days_of(const struct draft *d, struct act *ret, struct err *e)
{
	ret->has_effective = *d->effective != '\0';
	if (edtf_parse(d->on, strlen(d->on), &ret->on, e) < 0 ||
		edtf_parse(d->effective, strlen(d->effective), &ret->effective, e) < 0)
		return err_ctx(e, "day");
	return 0;
}

/* What recurs becomes words. */
static int words_of(struct journal *j, const struct draft *d, struct act *ret, struct err *e)
{
	const struct {
		const char *text;
		uint32_t *word;
	} column[] = {
		{d->treaty, &ret->treaty},
		{d->subject, &ret->subject},
		{d->issuer, &ret->issuer},
		{d->source, &ret->source},
	};

	if (!*d->treaty)
		return err_set(e, ERR_INVALID, "no treaty; every act is of a treaty or of the world");
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		size_t len = strlen(column[i].text);

		if (len > ACT_TEXT_MAX || !words_put(&j->words, column[i].text, len, column[i].word))
			return err_set(e, ERR_LIMIT,
				"a text is longer than %u bytes, or there are too many of them",
				ACT_TEXT_MAX);
	}
	return 0;
}

/* ---- corrections ---- */

/* Brings the index of ids up to what is put. Entries for acts not yet indexed are left by a rewind: used
 * again. */
static void index_ids(struct journal *j)
{
	for (; j->indexed < j->put; j->indexed++) {
		const struct act *a = journal_at(j, j->indexed);
		uint64_t key = words_hash(&j->words, act_id(a), a->id_len);
		struct map_walk w = map_walk(&j->ids, key);
		_Atomic uint64_t *value = map_next(&w);

		while (value && atomic_load_explicit(value, memory_order_relaxed) <= j->indexed)
			value = map_next(&w);
		if (value)
			atomic_store_explicit(value, j->indexed + 1, memory_order_relaxed);
		else
			map_add(&j->ids, key, j->indexed + 1);
	}
}

/* The act that the row corrects. The store says where it stands; the index is for who does not. */
static bool target_find(struct journal *j, const struct act_row *row, uint64_t *ret)
{
	const char *id = row->d.corrects;

	if (row->target > 0 && row->target <= j->put &&
		strcmp(act_id(journal_at(j, row->target - 1)), id) == 0) {
		*ret = row->target - 1;
		return true;
	}
	index_ids(j);
	struct map_walk w = map_walk(&j->ids, words_hash(&j->words, id, strlen(id)));

	for (_Atomic uint64_t *value = map_next(&w); value; value = map_next(&w)) {
		uint64_t seq = atomic_load_explicit(value, memory_order_relaxed) - 1;

		if (seq < j->put && strcmp(act_id(journal_at(j, seq)), id) == 0) {
			*ret = seq;
			return true;
		}
	}
	return false;
}

static int correction_of(struct journal *j, struct incoming *in, struct err *e)
{
	const char *id = in->row->d.corrects;
	struct slice as;
	uint64_t live;

	if (in->act.as == ACT_CORRECTION && payload_raw(in->row->d.payload, "as", &as))
		return err_set(e, ERR_INVALID,
			"as: %.*s is no kind of act; this program may be older than the record",
			as.len > ACT_ID_MAX ? (int)ACT_ID_MAX : (int)as.len, as.at);

	if (!target_find(j, in->row, &in->target))
		return err_set(e, ERR_NOTFOUND,
			"corrects: no act has the id \"%.200s\"; paraph act list shows the ids", id);
	live = in->target;
	for (uint32_t by = journal_corrected_by(j, live, j->put); by;
		by = journal_corrected_by(j, live, j->put))
		live = by - 1;
	if (live != in->target)
		return err_set(e, ERR_CONFLICT,
			"corrects: %s was %s already; the live act is %s: correct that one", id,
			journal_at(j, live)->as == ACT_CORRECTION ? "voided" : "corrected",
			act_id(journal_at(j, live)));
	if (journal_at(j, live)->treaty != in->act.treaty)
		return err_set(e, ERR_INVALID,
			"treaty: %s is an act of %s; a correction is of the same treaty", id,
			journal_text(j, journal_at(j, live)->treaty));
	return 0;
}

static void map_set(struct map *map, uint64_t key, uint64_t value)
{
	_Atomic uint64_t *old = map_first(map, key);

	if (old)
		atomic_store_explicit(old, value, memory_order_release);
	else
		map_add(map, key, value);
}

static void correction_put(struct journal *j, uint64_t target, uint64_t place)
{
	map_set(&j->corrections, target + 1, place);
	map_set(&j->corrections, correction_key(place), target + 1);
}

static void correction_forget(struct journal *j, uint64_t place)
{
	uint64_t target =
		atomic_load_explicit(map_first(&j->corrections, correction_key(place)), memory_order_relaxed);

	map_set(&j->corrections, target, 0);
}

/* ---- chains ---- */

/* Makes the act the newest of a chain that is put; gives the one before. */
static uint32_t chain_put(struct journal *j, uint64_t key, uint32_t place)
{
	_Atomic uint64_t *value = map_first(&j->heads, key);
	uint64_t both;

	if (!value) {
		map_add(&j->heads, key, place);
		return 0;
	}
	both = atomic_load_explicit(value, memory_order_relaxed);
	atomic_store_explicit(value, (both >> 32 << 32) | place, memory_order_release);
	return (uint32_t)both;
}

static void chain_publish(struct journal *j, uint64_t key, uint32_t place)
{
	_Atomic uint64_t *value = map_first(&j->heads, key);
	uint64_t both = atomic_load_explicit(value, memory_order_relaxed);

	atomic_store_explicit(value, (uint64_t)place << 32 | (uint32_t)both, memory_order_release);
}

static uint64_t subject_chain(const struct act *a)
{
	return family_key(a->treaty, a->subject, act_kinds[a->as].family);
}

static uint64_t kind_chain(const struct act *a)
{
	return kind_key(a->treaty, (enum act_kind)a->as);
}

/* ---- put, publish, rewind ---- */

static int order_check(const struct journal *j, const struct act_row *row, struct err *e)
{
	if (row->seq != j->put)
		return err_set(e, ERR_CONFLICT,
			"stands where act %" PRIu64 " should; an act is missing or out of order", j->put);
	if (j->put > 0 && row->recorded_ms < journal_at(j, j->put - 1)->recorded_ms)
		return err_set(e, ERR_CONFLICT, "recorded before the act before it; run paraph act verify");
	if (j->put == JOURNAL_ACTS_MAX)
		return err_set(
			e, ERR_LIMIT, "more than %u acts; this program holds no more", JOURNAL_ACTS_MAX);
	return 0;
}

static int sizes_check(struct incoming *in, struct err *e)
{
	const struct draft *d = &in->row->d;

	in->id_len = strnlen(d->id, ACT_ID_MAX + 1);
	in->payload_len = strnlen(d->payload, ACT_PAYLOAD_MAX + 1);
	if (in->id_len == 0 || in->id_len > ACT_ID_MAX)
		return err_set(e, ERR_LIMIT, "its id has 0 or more than %u bytes", ACT_ID_MAX);
	if (in->payload_len > ACT_PAYLOAD_MAX)
		return err_set(e, ERR_LIMIT, "its payload has more than %u bytes", ACT_PAYLOAD_MAX);
	in->act.id_len = (uint8_t)in->id_len;
	return 0;
}

static int read_row(struct journal *j, struct incoming *in, struct err *e)
{
	const struct draft *d = &in->row->d;
	enum act_kind kind;
	int r = order_check(j, in->row, e);

	if (r == 0)
		r = sizes_check(in, e);
	if (r == 0)
		r = kind_of(j, d->kind, &kind, e);
	if (r == 0)
		r = visibility_of(d->visibility, &in->act.visibility, e);
	if (r == 0)
		r = days_of(d, &in->act, e);
	if (r == 0)
		r = words_of(j, d, &in->act, e);
	if (r < 0)
		return r;
	in->act.kind = (uint8_t)kind;
	in->act.as = (uint8_t)payload_as(kind, d->payload);
	in->act.recorded_ms = in->row->recorded_ms;
	return kind == ACT_CORRECTION ? correction_of(j, in, e) : 0;
}

static void keep(struct journal *j, struct incoming *in)
{
	const struct draft *d = &in->row->d;
	char *text = texts_room(&j->texts, in->id_len + 1 + in->payload_len + 1);
	uint32_t place = (uint32_t)j->put + 1;

	memcpy(text, d->id, in->id_len + 1);
	memcpy(text + in->id_len + 1, d->payload, in->payload_len + 1);
	in->act.payload = text + in->id_len + 1;
	j->payload_bytes += in->payload_len + 1;
	if (j->put % ACT_SEGMENT == 0 && !j->segment[j->put / ACT_SEGMENT])
		j->segment[j->put / ACT_SEGMENT] = memory_take(&j->memory, ACT_SEGMENT * sizeof(struct act));
	in->act.prev_subject = chain_put(j, subject_chain(&in->act), place);
	in->act.prev_kind = chain_put(j, kind_chain(&in->act), place);
	if (in->act.kind == ACT_CORRECTION)
		correction_put(j, in->target, place);
	*journal_at(j, j->put) = in->act;
	j->put++;
}

int journal_put(struct journal *j, const struct act_row *row, struct err *e)
{
	struct incoming in = {.row = row};
	int r = read_row(j, &in, e);

	if (r < 0)
		return err_ctx(e, "act %" PRIu64 " (%.200s)", row->seq, row->d.id);
	keep(j, &in);
	return 0;
}

void journal_publish(struct journal *j)
{
	uint64_t seq = atomic_load_explicit(&j->count, memory_order_relaxed);

	for (; seq < j->put; seq++) {
		const struct act *a = journal_at(j, seq);

		chain_publish(j, subject_chain(a), (uint32_t)seq + 1);
		chain_publish(j, kind_chain(a), (uint32_t)seq + 1);
	}
	atomic_store_explicit(&j->count, j->put, memory_order_release);
}

void journal_rewind(struct journal *j, uint64_t count)
{
	assert(count >= journal_count(j) && count <= j->put);
	if (count == j->put)
		return;
	while (j->put > count) {
		const struct act *a = journal_at(j, --j->put);

		chain_put(j, subject_chain(a), a->prev_subject);
		chain_put(j, kind_chain(a), a->prev_kind);
		if (a->kind == ACT_CORRECTION)
			correction_forget(j, j->put + 1);
		j->payload_bytes -= strlen(a->payload) + 1;
	}
	texts_rewind(&j->texts, act_id(journal_at(j, count)));
	if (j->indexed > count)
		j->indexed = count;
}
