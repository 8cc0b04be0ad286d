/* A journal in memory for tests: the real packs, and acts made up for one case (invented, as their source
 * says). */
#pragma once
#include "base/buf.h"
#include "base/text.h"
#include "register/register.h"

struct made {
	struct arena *a;
	struct journal *j;
	struct pack *world, *pack;
	int64_t now_ms;
};

/* packs/world with its acts, and packs/CODE; its acts too when `acts`. Fails the test on any mistake. */
struct made made_new(const char *code, bool acts);
void made_free(struct made *m);
/* Records an invented act; returns its seq. payload: canonical JSON. */
uint64_t made_act(struct made *m, const char *kind, const char *subject, const char *on, const char *payload);
uint64_t made_effective(
	struct made *m, const char *kind, const char *subject, const char *on, const char *effective);
/* Corrects the act at seq: as NULL voids it. */
uint64_t made_correct(struct made *m, uint64_t seq, const char *as, const char *subject, const char *on);
/* The acts of bind kinds and withdrawal, covered through a day. */
void made_cover(struct made *m, const char *kinds, const char *through);
struct reg made_reg(const struct made *m); /* everything known */
day_t made_day(const char *iso);
struct fact made_fact(const struct made *m, const char *key, const char *on);
uint32_t made_state(const struct made *m, const char *iso3);
