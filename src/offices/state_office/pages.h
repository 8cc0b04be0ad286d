/* What the pages of a State's office show. Private to the office. */
#pragma once
#include "offices/contacts/contacts.h"
#include "offices/state_office/hand_in.h"
#include "offices/status/status.h"

struct due_line {
	const char *label, *mark, *words;
	day_t day; /* DAY_NONE_HIGH: not known */
	int days;  /* to it; < 0 since */
};
struct letter_line {
	const char *kind, *reference, *code,
		*status; /* status: a mark beside it where it is not as issued; NULL */
	day_t on;
};
struct contact_line {
	const struct state_contact *c;
	const char *office, *title; /* office: in words */
	day_t confirmed;            /* DAY_NONE_LOW never */
};
struct office_view {
	const char *iso3, *name, *house, *said; /* house: NULL none; said: what was done just now, NULL */
	const char *calendar;                   /* its address, to be pasted */
	struct url calendar_to, page_to;
	size_t dues, shown, unknowns, received, reports, letters, contacts, to_confirm;
	struct report_line *report;
	struct due_line *due, *unknown;
	struct entry *entry;
	struct letter_line *letter;
	struct contact_line *contact;
};

/* ---- reports: report_page.c ---- */
struct report_line {
	const char *reference, *label, *mark, *words;
	day_t day;
};
struct report_choice {
	const char *value, *label;
	const struct rule *rule; /* NULL another */
	int year;
};
struct report_form {
	const char *said, *wrong, *chosen, *where;
	size_t choices;
	struct report_choice *choice;
};
struct report_view {
	const struct report_file *file;
	const char *label, *mark, *words, *minute, *bytes;
	day_t day;
	struct url own;
};

/* A form's field that is wrong: `wrong` is its name, said what is wrong; both NULL: nothing. */
struct ask_view {
	const char *said, *wrong, *subject, *text;
};
struct contact_form {
	const char *said, *id; /* id: "new" for one that is not on file */
	const char *office, *name, *place, *holder, *title, *since, *email, *post, *note;
};
struct colleagues_view {
	const char *said, *mail, *name, *link, *invited;
	size_t rows, most;
	struct colleague_row {
		const char *account, *name, *mail;
		day_t since;
		bool here;
	} * row;
};
