/* What the pages of contacts and audiences show, and the words of their fields. Private to the office. */
#pragma once
#include "offices/contacts/commands.h"
#include "web/door.h"
#include "web/list.h"

/* ---- words: contact_words.c ---- */
/* How a field of docs/contacts.md is asked for. Every field of contact_fields() has a row; those of a
 * language (title.fr) share one. */
enum field_input { INPUT_LINE, INPUT_LINES, INPUT_DAY, INPUT_STATE, INPUT_CHOICE };
struct field_words {
	const char *name;
	const char *group;        /* T(): stands over the first field of it; NULL: goes on */
	const char *label, *hint; /* T(); hint NULL none */
	enum field_input input;
	bool latin; /* addresses, codes, days: left to right in every language */
};
const struct field_words *field_words(size_t i);            /* in the order of the form; NULL at the end */
const struct field_words *field_words_of(const char *name); /* never NULL: the last row stands for the rest */
#define CONTACT_OFFICES 5u
extern const char *const contact_offices[CONTACT_OFFICES]; /* mission capital … */
#define CONTACT_ADDRESSES 3u
extern const char *const contact_addresses[CONTACT_ADDRESSES]; /* m f none */
const char *contact_address_words(const struct view *v, const char *as);
const char *contact_channel_words(const struct view *v, const char *channel);
/* What a contact is called in a list: its name, its organisation, who holds it, or the kind of office. */
const char *contact_called(const struct view *v, const struct contact *c);
uint32_t contact_state(const struct view *v, const char *iso3); /* word of the journal; 0 none */
day_t contact_day(const char *day);                             /* DAY_NONE_HIGH: "" */

/* ---- pages ---- */
#define IMPORT_BODY_MAX (33u << 20) /* bytes of a form with a file of contacts */
struct desk_contact_form_view {
	const char *id, *to; /* id "": a new one; to: where it is posted */
	const char *seen;    /* how many entries its history had when the form was made */
	const char *said;    /* what is wrong with the whole; NULL */
	size_t n;
	struct form_field {
		const struct field_words *words;
		const char *name, *label, *group, *value, *wrong; /* wrong: NULL nothing */
		size_t choices;
		const struct list_choice *choice;
	} * field;
};
struct desk_contact_view {
	const char *id, *called, *office, *state;
	struct url state_to; /* text NULL: of no State */
	const char *said;    /* after a form that was wrong; NULL */
	bool writes;         /* may post */
	bool held;           /* somebody holds it, or an address of theirs is on file */
	const char *mail;    /* "": cannot be asked by mail */
	day_t confirmed;     /* DAY_NONE_HIGH: never */
	size_t fields, troubles, consents, letters, mails, events;
	struct contact_on_file {
		const char *label, *text;
		bool latin;
	} * field;
	struct contact_trouble {
		const char *address, *state, *why;
	} * trouble;
	struct contact_said {
		const char *on, *purpose, *how;
		bool given;
	} * consent;
	struct contact_letter {
		const char *reference, *kind, *treaty;
		day_t on, answered;
	} * letter;
	struct contact_mailed {
		struct url to;
		const char *reference, *address, *state, *why;
		bool back; /* did not arrive */
		day_t on;  /* it left; DAY_NONE_HIGH: not yet */
	} * mailed;
	struct contact_event_line {
		day_t on;
		const char *what, *detail, *by;
	} * event;
};
struct erase_view {
	const char *id, *called, *holder;
	size_t letters, files, cancelled, incoming;
};
struct import_view {
	const char *said, *name, *as, *sets;
	const char *sha256; /* of the file that was looked at; NULL: none was, or it has faults */
	const char *data;   /* the same file in base64, where it is small enough to come along; NULL */
	size_t faults, rows, ignored, fresh, changed, same;
	const char **fault, **unknown;
	struct import_row {
		const char *line, *outcome, *called, *state, *office;
		size_t differs;
		struct import_differs {
			const char *label, *was, *is;
		} * differ;
	} * row;
	bool more; /* rows than are shown */
};

/* ERR_NOTFOUND in the reader's language: also when it is another house's. */
int contact_open(struct request *q, struct desk *d, struct contact *ret, struct err *e) ATTR_CHECK;
const char *contact_field_label(const struct view *v, const char *field); /* "Function (fr)" */

int contact_rows(struct request *q, struct list *l, struct err *e);
int desk_contact_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_new_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_edit_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_confirm_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_ask_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_consent_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_stop_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_erase_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_import_page(struct request *q, struct answer *ret, struct err *e);
int desk_contact_export_page(struct request *q, struct answer *ret, struct err *e);
int audience_rows(struct request *q, struct list *l, struct err *e);
int audience_one_rows(struct request *q, struct list *l, struct err *e);
extern const struct route contacts_routes[];
