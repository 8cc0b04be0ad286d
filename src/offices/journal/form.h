/* The form of an act, made from the table of its kind: the one that makes the command line. Private to the
 * office.
 */
#pragma once
#include "offices/journal/desk.h"
#include "offices/journal/kept.h"

#define FORM_FIELDS_MAX 80u
#define FORM_WRONG_MAX 24u

enum form_control { CONTROL_LINE, CONTROL_TEXT, CONTROL_CHOICE, CONTROL_SEVERAL, CONTROL_YES };
enum form_part { FORM_WHAT, FORM_FIELDS, FORM_SOURCE, FORM_RECORD, FORM_PARTS };
struct form_option {
	const char *value, *label;
	bool chosen;
};
struct form_field {
	enum form_part part;
	enum form_control control;
	const char *name, *label, *hint; /* hint: "" none */
	const char *value, *wrong;       /* wrong: NULL it is not */
	const char *list;                /* id of what it may be picked from; NULL none */
	const char *any;     /* of a choice: what stands for none of them; NULL: one has to be chosen */
	bool required, code; /* code: written from left to right in any language */
	size_t options;
	struct form_option *option;
};
/* What may be picked in a field that takes other words too. */
struct form_picks {
	const char *id;
	size_t n;
	struct form_option *option;
};
#define FORM_PICKS_MAX 7u
struct form {
	const struct acts_desk *d;
	struct request *q;
	enum act_kind kind;           /* whose fields they are; of a correction its replacement's */
	const struct act_row *target; /* the act that is corrected; NULL */
	const struct draft *from;     /* what stands in the fields before anything is posted; NULL */
	bool posted, voids, can_void;
	size_t n, picks_n;
	struct form_field field[FORM_FIELDS_MAX];
	struct form_picks pick[FORM_PICKS_MAX];
	const char *file_sha256, *file_name; /* attached already; "" none */
	const char *said;                    /* what is wrong with the whole; NULL */
	const char *title, *eyebrow, *button;
	struct url to, back;
};
/* Its fields, filled in by what was posted, else by `from`. */
void form_make(struct form *f);
struct form_field *form_named(struct form *f, const char *name); /* NULL */
/* What may be picked. */
void form_picks_make(struct form *f);
const char *form_pick_for(const struct form *f, const struct act_field *field); /* id, NULL none */
/* Fields of a part: for the template. */
size_t form_count(const struct form *f, enum form_part part);
const struct form_field *form_first(const struct form *f, enum form_part part);

/* The draft that the form means. ERR_INVALID: what is wrong stands at its fields, or in `said`. */
int form_read(struct form *f, struct draft *ret, struct err *e) ATTR_CHECK;
/* Keeps the file that came with the form. */
int form_file(struct form *f, struct err *e) ATTR_CHECK;
