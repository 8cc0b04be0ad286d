/* Packs compiled from texts, for tests. */
#pragma once
#include "treaty/pack.h"

struct compiled {
	int r;
	struct pack *pack; /* NULL with mistakes */
	size_t n;
	struct pack_mistake *mistake;
	struct err e;
};

/* A pack of this pack.yaml and nothing else. */
struct compiled compiled(struct arena *a, const char *yaml, size_t len);
/* The invented pack's pack.yaml. */
const char *invented(struct arena *a);
/* `text` with the first `from` replaced; `from` must be there. Its line, from 1, in *ret_line. */
const char *with(struct arena *a, const char *text, const char *from, const char *to, unsigned *ret_line);
/* Is there a mistake in these lines whose text has `part`? */
bool mistaken(const struct compiled *c, unsigned from, unsigned to, const char *part);
