/* Issuing from the desk, which takes longer than a reader waits: it goes on behind the answer, and a page
 * says how far it is. Private to the office. */
#pragma once
#include "offices/letters/issue.h"
#include "web/request.h"

struct job_row {
	bool any; /* there was a try */
	size_t done, total;
	int64_t began_ms, seen_ms, ended_ms; /* ended_ms 0: it goes on */
	const char *said;                    /* why it was refused; "" it was not */
};
int job_get(struct db *db, struct arena *a, const char *house, const char *letter, struct job_row *ret,
	struct err *e) ATTR_CHECK;
bool job_goes_on(const struct job_row *j, int64_t now_ms); /* something was heard of it lately */
/* Sets ret->after. supersedes NULL: of none. ERR_CONFLICT: it is being issued already. */
int job_begin(struct request *q, struct db *db, const char *letter, const char *supersedes, bool paper,
	struct answer *ret, struct err *e) ATTR_CHECK;
