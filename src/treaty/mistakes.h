/* What is wrong in a pack, or in another folder of data, file by file. */
#pragma once
#include "treaty/pack.h"

/* Where the parts of a pack lie. */
#define PACK_YAML "pack.yaml"
#define PACK_ACTS "acts/"
#define PACK_LETTERS "letters/"

struct mistakes {
	struct arena *arena;
	const char *path; /* the file being read */
	struct pack_mistake *list;
	size_t n, cap;
	size_t from; /* the first of this file */
	bool full;   /* PACK_MISTAKES_MAX of this file are listed, and a line that says there are more */
};

/* The mistakes of the file before are in order by line from then on. */
void mistakes_file(struct mistakes *m, const char *path);
/* Line from 1; ends with the mend. Beyond PACK_MISTAKES_MAX a file nothing is added. */
void mistake(struct mistakes *m, unsigned line, const char *fmt, ...) ATTR_PRINTF(3, 4);
/* For errors that begin with "PATH:LINE: " or "PATH: ", as csv_read() words them. */
void mistake_err(struct mistakes *m, const struct err *e);
/* Hands the list out; 0 when it is empty, else ERR_INVALID with the first. */
int mistakes_end(struct mistakes *m, const struct pack_bytes *b, struct pack_mistake **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
