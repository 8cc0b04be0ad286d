/* The tags of a template, taken out of its Markdown before that is read. Private to the template. */
#pragma once
#include "base/buf.h"
#include "text/name.h"
#include "text/template.h"

enum tag_kind {
	TAG_FIELD,    /* {{key}} {{key|form}} {{key|arm=text|arm=text}} */
	TAG_IF,       /* {{#key}} {{#key=word}} */
	TAG_ELSE,     /* {{^}} */
	TAG_END,      /* {{/}} */
	TAG_OPTIONAL, /* {{?name}} */
	TAG_PART,     /* {{@part}} */
};
/* Keys that the template itself knows. */
enum tag_own { OWN_NONE, OWN_AS_AT, OWN_PAGE, OWN_PAGES };
enum tag_form {
	FORM_PLAIN,
	FORM_COMPACT,
	FORM_WHOLE,
	FORM_EDITION,
	FORM_PERIOD,
	FORM_SPAN,
	FORM_WEEKDAY,
	FORM_RESOLUTION,
	FORM_CAPITAL,
	FORM_SMALL,
	FORM_NAME,
	FORM_ARMS
};

struct arm {
	const char *name, *text;
};
struct tag {
	enum tag_kind kind;
	unsigned line, column, width; /* in characters */
	bool alone;                   /* on its line: about whole paragraphs */
	bool placed;                  /* met again in the Markdown */
	const char *body; /* between sigil and braces, trimmed: IF "key=word", OPTIONAL its name, END and ELSE
			     may repeat IF's */
	/* FIELD and IF, when they are right */
	const char *key;
	enum tag_own own;
	struct slot slot;
	const char *word; /* IF: of a choice; NULL none */
	enum tag_form form;
	const char *other;   /* FORM_SPAN: key of the last day */
	enum name_form name; /* FORM_NAME */
	bool capital;        /* FORM_NAME: begins with a capital letter */
	size_t arms;
	struct arm *arm;
	enum part part; /* PART */
};

struct reading {
	struct arena *a;
	const struct template_source *source;
	struct template_mistakes mistakes;
	size_t mistakes_cap;
	size_t n, cap;
	struct tag *tag;
};

void tag_mistake(struct reading *r, unsigned line, unsigned column, const char *fmt, ...) ATTR_PRINTF(4, 5);

/* Finds the tags and checks each. In `marked`, each stands as one private-use character (TAG_MARK + its
 * index), so that Markdown cannot misread it; a tag alone on its line is a comment that holds that character,
 * a block of its own in CommonMark. Lines stay what they were.
 * False, with a mistake, when the rest could not be read. */
bool tags_read(struct reading *r, struct buf *marked);
#define TAG_MARK 0xE000u /* U+E000 to U+F8FF are 6400; TEMPLATE_TAGS_MAX fit */
#define TAG_MARK_LAST 0xF8FFu
