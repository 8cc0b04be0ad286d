#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#ifndef PACKS_DIR
#error "PACKS_DIR is given by the build"
#endif

static void put(struct made *m, struct draft d)
{
	struct err e = {0};
	struct act_row row = {.d = d,
		.seq = journal_put_count(m->j),
		.recorded_ms = m->now_ms,
		.salt = "",
		.commitment = "",
		.hash = ""};
	if (journal_put(m->j, &row, &e) < 0)
		fail_msg("%s", e.text);
	journal_publish(m->j);
}

static struct pack *load(struct made *m, const char *code, bool acts)
{
	struct pack_bytes bytes;
	struct pack *pack = NULL;
	struct pack_mistake *mistake;
	struct draft *d = NULL;
	size_t n = 0;
	struct err e = {0};
	if (pack_read_dir(m->a, arena_printf(m->a, "%s/%s", PACKS_DIR, code), &bytes, &e) < 0 ||
		pack_compile(m->a, &bytes, &pack, &mistake, &n, &e) < 0)
		fail_msg("%s", e.text);
	if (!acts)
		return pack;
	if (pack_acts(m->a, pack, &bytes, &d, &n, &mistake, &(size_t){0}, &e) < 0)
		fail_msg("%s", e.text);
	for (size_t i = 0; i < n; i++)
		put(m, d[i]);
	return pack;
}

struct made made_new(const char *code, bool acts)
{
	struct made m = {
		.a = arena_new("made"), .j = journal_new(), .now_ms = 1780272000000}; /* 2026-06-01 */
	m.world = load(&m, "world", true);
	m.pack = load(&m, code, acts);
	return m;
}

void made_free(struct made *m)
{
	journal_free(m->j);
	arena_free(m->a);
}

static struct draft invented(
	struct made *m, const char *kind, const char *subject, const char *on, const char *payload)
{
	return (struct draft){
		.id = arena_printf(m->a, "invented/%ju", (uintmax_t)journal_put_count(m->j)),
		.treaty = m->pack->code,
		.kind = kind,
		.visibility = "public",
		.corrects = "",
		.subject = subject,
		.on = on,
		.effective = "",
		.issuer = "",
		.by = "",
		.behalf = "",
		.source = "invented for this test",
		.source_sha256 = "",
		.payload = payload ? payload : "{}",
	};
}

uint64_t made_act(struct made *m, const char *kind, const char *subject, const char *on, const char *payload)
{
	put(m, invented(m, kind, subject, on, payload));
	return journal_put_count(m->j) - 1;
}

uint64_t made_effective(
	struct made *m, const char *kind, const char *subject, const char *on, const char *effective)
{
	struct draft d = invented(m, kind, subject, on, NULL);
	d.effective = effective;
	put(m, d);
	return journal_put_count(m->j) - 1;
}

uint64_t made_correct(struct made *m, uint64_t seq, const char *as, const char *subject, const char *on)
{
	const char *payload =
		as ? arena_printf(m->a, "{\"as\":\"%s\",\"reason\":\"test\"}", as) : "{\"reason\":\"test\"}";
	struct draft d = invented(m, "correction", subject, on, payload);
	d.corrects = act_id(journal_act(m->j, seq));
	put(m, d);
	return journal_put_count(m->j) - 1;
}

void made_cover(struct made *m, const char *kinds, const char *through)
{
	struct buf b;
	char **kind;
	buf_init(&b, m->a, 4096);
	size_t n = text_split(m->a, kinds, " ", &kind);
	buf_puts(&b, "{\"kinds\":[");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s\"%s\"", i ? "," : "", kind[i]);
	buf_printf(&b, "],\"scope\":[\"all\"],\"through\":\"%s\"}", through);
	made_act(m, "coverage-stated", "", through, b.data);
}

struct reg made_reg(const struct made *m)
{
	struct reg r;
	reg_open(&r, m->j, m->pack, journal_count(m->j));
	return r;
}

day_t made_day(const char *iso)
{
	day_t d;
	struct err e = {0};
	if (day_parse(iso, strlen(iso), &d, &e) < 0)
		fail_msg("%s", e.text);
	return d;
}

struct fact made_fact(const struct made *m, const char *key, const char *on)
{
	struct reg r = made_reg(m);
	struct fact f;
	struct err e = {0};
	if (reg_fact(&r, m->a, key, made_day(on), &f, &e) < 0)
		fail_msg("%s", e.text);
	return f;
}

uint32_t made_state(const struct made *m, const char *iso3)
{
	uint32_t word = journal_word(m->j, iso3);
	assert_true(word != 0);
	return word;
}
