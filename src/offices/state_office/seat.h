/* What every page of a State's office begins with, and how a focal point says something to the house. Private
 * to the office. */
#pragma once
#include "offices/houses/houses.h"
#include "post/incoming.h"
#include "web/door.h"

#define LINE_BYTES_MAX 200u  /* of a field of one line */
#define TEXT_BYTES_MAX 8000u /* of a text in a form */
#define ASKS_MAX 6           /* questions and corrections of an account within a quarter of an hour */
#define REPORTS_MAX 10       /* likewise: reports handed in */
#define INVITES_MAX 6        /* likewise: invitations */

/* The State, and the house that keeps its focal points. */
struct seat {
	struct db *db;
	uint32_t state;
	const char *iso3, *name; /* name: in the reader's language */
	const char *english;     /* and in English, for what the house reads */
	bool housed;             /* else no house keeps them yet: house is not set */
	struct house house;
};
/* ERR_NOTFOUND: the register knows no such State. */
int seat_open(struct request *q, struct seat *ret, struct err *e) ATTR_CHECK;
/* The same, where it cannot go without a house: ERR_NOTFOUND then. */
int seat_open_housed(struct request *q, struct seat *ret, struct err *e) ATTR_CHECK;

/* One line that is needed; ERR_INVALID. what: its label, in the reader's language. */
int line_check(struct request *q, const char *what, const char *text, struct err *e) ATTR_CHECK;
/* A text of several lines that is needed. */
int text_long_check(struct request *q, const char *what, const char *text, struct err *e) ATTR_CHECK;

/* What a focal point says to the house: into the register of what came in, its text as a file of it, and by
 * mail to the house where mail is configured. In a transaction of its own. */
struct word_to_house {
	const char *subject, *text;
};
int seat_tell(struct request *q, struct seat *s, const struct word_to_house *w, struct err *e) ATTR_CHECK;

struct report_file;
struct forwarding;
/* How far the forwarding of a report is, in words, and the mark of it. */
const char *forwarding_words(struct request *q, const struct report_file *f, const struct forwarding *w);
const char *forwarding_mark(const struct forwarding *w);

int report_form_page(struct request *q, struct answer *ret, struct err *e);
int report_page(struct request *q, struct answer *ret, struct err *e);
int report_file_page(struct request *q, struct answer *ret, struct err *e);
int report_receipt_page(struct request *q, struct answer *ret, struct err *e);
int office_page(struct request *q, struct answer *ret, struct err *e);
int letter_file_page(struct request *q, struct answer *ret, struct err *e);
int contact_confirm_page(struct request *q, struct answer *ret, struct err *e);
int contact_page(struct request *q, struct answer *ret, struct err *e);
int colleagues_page(struct request *q, struct answer *ret, struct err *e);
int colleague_end_page(struct request *q, struct answer *ret, struct err *e);
int ask_page(struct request *q, struct answer *ret, struct err *e);
