/* A letter as it will be written, before anyone decides on paper, screen or mail: blocks of pieces, each
 * block in a part of the letter. Every writer (text/plain.h; later PDF, HTML, Word) takes this and nothing
 * else. All texts are UTF-8 without control characters, in logical order, never NULL. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct emblem; /* text/emblem.h */
struct lang;

/* The parts of a letter, as a template names them. */
enum part {
	PART_SENDER,
	PART_REFERENCE,
	PART_DATE,
	PART_ADDRESS,
	PART_BODY,
	PART_SIGNATURE,
	PART_ENCLOSURES,
	PART_FOOTER,
	PART_COUNT
};
extern const char *const part_names[PART_COUNT + 1]; /* "sender" … NULL */

enum piece_kind {
	PIECE_TEXT,
	PIECE_BREAK, /* a new line in the same paragraph */
	PIECE_PAGE,  /* number of the page; in the footer only */
	PIECE_PAGES, /* how many there are */
};
struct piece {
	enum piece_kind kind;
	bool emph, strong;
	const char *text;  /* "" but for PIECE_TEXT */
	const char *field; /* the field that this text fills, "" where the template's own words stand */
	const char *link;  /* address, "" none */
};

enum block_kind { BLOCK_PARAGRAPH, BLOCK_HEADING, BLOCK_ITEM, BLOCK_RULE };
struct block {
	enum block_kind kind;
	enum part part;
	int level;          /* heading 1..6; item: depth of its list, from 1 */
	const char *marker; /* item: "1." or "•"; "" for its further paragraphs and for the other kinds */
	size_t n;
	struct piece *piece; /* none: BLOCK_RULE only */
};

/* An optional paragraph that had to go, and why. */
struct left_out {
	const char *name, *why;
};

/* Where anyone can ask whether a letter is genuine. Every page bears it, as a QR code and in words; plain
 * text, HTML and Word say the words alone. */
struct doc_code {
	const char *url;  /* what the QR code says: http: or https:, CODE_URL_MAX bytes; NULL: no code */
	const char *text; /* said beside it, in the letter's language: one line of text; NULL: the url */
};
#define CODE_URL_MAX 120u
#define EMBLEMS_MAX 2u /* a strip: that of the presidency beside that of the Convention */

struct doc {
	const struct lang *lang;
	size_t n;
	struct block *block;
	size_t left_out_n;
	struct left_out *left_out; /* each name once, in the template's order */
	size_t emblems_n;
	const struct emblem *emblem[EMBLEMS_MAX]; /* beside the sender; they outlive whatever writes it */
	struct doc_code code;
};

/* A value with letters that run against the letter's direction is held apart from what stands around it: else
 * these would pull a number or a stop beside it to their side. Markup does it by elements; where there is
 * nothing but text, these two characters stand around it (UAX 9), which are not seen. */
#define APART_BEGIN "\u2068"
#define APART_END "\u2069"
bool piece_is_apart(const struct lang *lang, const struct piece *p);

/* Sets what a filled template does not know: the letter's reference, one line, as the only block of
 * PART_REFERENCE, before the date. Lives in `a`; `reference` must outlive it. */
void doc_refer(struct doc *d, struct arena *a, const char *reference);
