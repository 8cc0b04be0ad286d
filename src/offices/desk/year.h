/* Twelve months: what was done a year before, and what is to be done. Private to the office. */
#pragma once
#include "offices/desk/desk.h"
#include "offices/houses/houses.h"
#include "offices/letters/letters.h"
#include "offices/status/status.h"
#include "web/door.h"

#define YEAR_MONTHS 12

struct year_line {
	day_t day;
	const char *what;   /* a sentence without a full stop, in the language or English */
	struct url to;      /* text NULL: none */
	const char *letter; /* id of a letter that may be begun again; NULL */
	day_t again;        /* with which date */
};
struct year_lines {
	size_t n, cap;
	struct year_line *line;
};
struct year_month {
	day_t first, last; /* of what is to be done; what was done is a year before */
	const char *name;
	struct year_lines due, done;
};
/* The twelve months from that of v->today on. Lives in v->a. */
int year_of(const struct view *v, struct db *db, const struct house *h, struct year_month ret[YEAR_MONTHS],
	struct err *e) ATTR_CHECK;

struct year_view {
	struct year_month *month; /* YEAR_MONTHS of them */
	struct url book;          /* the hand-over book */
	bool drafts;              /* the reader may begin a letter */
};
int year_page(struct request *q, struct answer *ret, struct err *e);

/* ---- handover.c ---- */
/* The hand-over book of a house, as PDF. */
int handover_write(const struct view *v, struct db *db, const struct house *h, struct buf *out,
	struct err *e) ATTR_CHECK;
int handover_page(struct request *q, struct answer *ret, struct err *e);
extern const struct option_info handover_options[];
int handover_run(struct run *r, struct err *e);
