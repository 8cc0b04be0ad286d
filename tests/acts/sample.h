/* Invented acts for the tests of the folder: a payload that fills every field of a kind, a draft, a row. */
#pragma once
#include "../unit.h"

#include "acts/chain.h"
#include "acts/payload.h"
#include "base/buf.h"

/* A JSON payload with every field of the kind (without the note); for a correction one that replaces. */
const char *sample_json(struct arena *a, enum act_kind kind);
/* A draft that passes draft_check(), with every field of its kind. */
struct draft sample_draft(struct arena *a, enum act_kind kind, const char *id);
/* A row as stored: salted, committed, hashed upon `previous`. */
struct act_row sample_row(
	struct arena *a, const struct draft *d, uint64_t seq, int64_t ms, const char *previous);
