/* What a sender decides: the book, the house, the order, read from a command's words and options. Private to
 * the office. */
#pragma once
#include "offices/letters/letters.h"
#include "text/emblem.h"

/* The first options of every command that writes letters. */
enum {
	SENDER_LANG,
	SENDER_TO,
	SENDER_FROM,
	SENDER_PLACE,
	SENDER_CIRCUMSTANCE,
	SENDER_ABOUT,
	SENDER_EMBLEM,
	SENDER_OPTIONS
};
#define SENDER_OPTION_ROWS \
	{"--lang", "LL", "One language for every recipient, in place of each one's own"}, \
		{"--to", "OFFICE", \
			"Whom: minister (of foreign affairs; when not given), head-of-government or" \
			" permanent-representative"}, \
		{"--from", "TEXT", "Who signs: name, title, organisation; else who signs for the house"}, \
		{"--place", "TEXT", "Where it is written; else the house's place"}, \
		{"--circumstance", "LL=FILE...", "A paragraph of the day, a text file for each language"}, \
		{"--about", "NAME=VALUE...", \
			"What it is about, such as meeting=2RC-PM2; else as the kind and the record say"}, \
	{ \
		"--emblem", "FILE[=WORDS]...", \
			"A picture beside the sender, SVG or PNG, two at most; WORDS say what it shows" \
	}

struct sender {
	struct run *run;
	struct book book;
	const struct pack *pack;
	bool has_house;
	struct house house;
	struct person signatory;
	struct letter_order order;
	struct letters *letters;
	size_t emblems_n;
	struct emblem *emblem[EMBLEMS_MAX];
};

/* How a sender is opened. */
enum {
	SENDER_HOUSE = 1,     /* ERR_NOTFOUND where there is none; else it is used where there is one */
	SENDER_TYPESET = 2,   /* as letter_order.typeset */
	SENDER_UNAPPROVED = 4 /* as letter_order.unapproved */
};
/* `kind` as typed. Letters are opened and checked. ret must stay where it is. */
int sender_open(struct run *r, const char *kind, unsigned how, struct sender *ret, struct err *e) ATTR_CHECK;
/* The same, with the order as it stands in the store: `params` of a letter of that day. */
int sender_open_stored(struct run *r, const char *kind, const char *params, day_t on, struct sender *ret,
	struct err *e) ATTR_CHECK;
/* The same, with an order that somebody filled in and checked; its kind is set from `kind`. */
int sender_open_order(struct run *r, const char *kind, const struct letter_order *o, struct sender *ret,
	struct err *e) ATTR_CHECK;
bool sender_line(const char *text); /* one line of text that is there, without control characters */
/* For a command that only checks. */
int sender_kind(const struct run *r, const struct pack *p, const char *name, const struct letter_kind **ret,
	struct err *e) ATTR_CHECK;
/* Sets what a letter bears besides its text. url NULL: no code; reference NULL: none. Both outlive the doc.
 */
void sender_dress(
	const struct sender *s, struct doc *d, struct arena *a, const char *reference, const char *url);
