/* Who was told what by letters that were issued: their frozen facts, read against what the register says now.
 * Private to the office. */
#pragma once
#include "offices/letters/ledger.h"

/* What of a meeting is told, and may move. */
enum told_what {
	TOLD_OPENS,
	TOLD_CLOSES,
	TOLD_NOMINATIONS, /* last day for nominations to it */
	TOLD_REQUESTS,    /* last day for requests to be considered at it */
	TOLD_CITY,
	TOLD_VENUE,
	TOLD_FIGURE, /* any other figure, by its key */
	TOLD_COUNT
};

/* What a recipient was told last and is not so any more: for the letter that says so. Values as paraph facts
 * prints them; NULL: it was not told, or it still is so. */
struct told {
	const char *reference; /* of the recipient's copy, the last one that told any of it */
	day_t on;              /* its date */
	const char *value[TOLD_COUNT];
};

/* One copy that told one thing. */
struct telling {
	const char *reference; /* of the copy */
	const char *letter;    /* reference of the letter */
	const char *contact, *iso3;
	day_t on;
	enum told_what what;
	const char *key, *value, *now; /* now "": none, or not known */
	const char *id;                /* of the letter */
	int64_t issued_ms, n;          /* when it was issued; number of the copy */
	const char *undelivered;       /* NULL: it was told; else what became of the copy, in words */
	const char *since;             /* copy that told the same recipient something else later; NULL none */
};
/* KEY, KEY:ARGUMENT, or the code of a meeting: all that is told of it, by whatever figure. By the order in
 * which the letters were issued, up to the day `on`; `now` is as the register has it on that day.
 * ERR_NOTFOUND: no such figure or meeting. */
int told_list(struct run *r, const struct book *b, const struct pack *p, const struct house *h,
	const char *key, day_t on, struct telling **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* Does its recipient still believe it, and is it not so? */
bool telling_stale(const struct telling *t);
/* 0: the same recipient: the same contact, or, with none on file, the same State. */
int telling_recipient_cmp(const struct telling *x, const struct telling *y);

/* An audience by its name. told, told:KEY: exactly those who were told what is not so any more, each with
 * what (recipient.told); in the list too, with the reason, those whom such a letter did not reach, or who
 * were told better since. Any other: audience_of(). */
int letters_audience(
	struct sender *s, const char *name, struct recipient **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* For a letter that is none: as if it had been told what the record said before it moved. */
const struct told *told_specimen(struct letters *l, struct arena *a);
