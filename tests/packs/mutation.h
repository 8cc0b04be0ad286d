/* A pack.yaml broken in every way that its own shape suggests: each key and each value in turn. It reads the
 * text by libyaml's document API, not by the reader under test. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

enum expected { REFUSED, ACCEPTED, EITHER };

/* One change of the text. */
struct mutation {
	const char *what; /* "offset.step: misspelt" */
	size_t at, cut;   /* bytes that go */
	const char *put;  /* and what comes instead */
	enum expected expected;
	unsigned from, to; /* lines of the changed text, from 1: one of them has a mistake */
	bool value;        /* a value only: what stands elsewhere is still looked at */
};

/* All of them, in the order of the text. */
size_t mutations(struct arena *a, const char *yaml, struct mutation **ret);
const char *mutated(struct arena *a, const char *yaml, const struct mutation *m);
