/* The pages of the record behind the desk of a house: acts by kind, one act, the forms that record, correct
 * and void, drafts, sheets, comparing, and who did what. Private to the office. What a page shows is worked
 * out here before a template writes it, and lives in the request's arena. */
#pragma once
#include "offices/houses/houses.h"
#include "offices/journal/drafts.h"
#include "offices/packs/packs.h"
#include "offices/status/status.h"
#include "web/door.h"
#include "web/list.h"

#define ACT_FILE_MAX_MB 24u
#define ACT_FILE_MAX (ACT_FILE_MAX_MB << 20) /* bytes of a form with a source file that is attached */
#define SHEET_BYTES_MAX (4u << 20) /* of an uploaded or pasted sheet, and of a list that is compared */

/* A request at the desk: the book of this worker, and of whom it is. */
struct acts_desk {
	struct request *q;
	const struct view *v;
	struct book book;
	struct house house;
	uint32_t treaty, world; /* words of the book's journal */
	bool writes;            /* who only observes has nothing to press */
};
int acts_open(struct request *q, struct acts_desk *ret, struct err *e) ATTR_CHECK;

/* Would the house see it? Acts that are another house's own are not there for it. */
bool desk_sees(const struct acts_desk *d, const struct act *act);
/* Of the treaty that is served, or of the world. */
bool desk_about(const struct acts_desk *d, const struct act *act);
/* The act whose number stands in the address, with its kind. ERR_NOTFOUND, in the reader's language. */
int desk_act(const struct acts_desk *d, const char *number, uint64_t *ret_seq, struct act_row *ret,
	struct err *e) ATTR_CHECK;
int desk_kind(const struct view *v, const char *name, enum act_kind *ret, struct err *e) ATTR_CHECK;
int desk_no_page(const struct view *v, struct err *e);

/* ---- words ---- */
const char *kind_label(const struct view *v, enum act_kind kind);
const char *field_label(const struct view *v, const struct act_field *f);
const char *choice_label(const struct view *v, const char *choice);
const char *visibility_label(const struct view *v, const char *visibility);
/* The name of a State, or the code as it stands. */
const char *subject_words(const struct view *v, const char *subject);
const char *moment_words(const struct view *v, int64_t ms); /* "28 November 2026, 23:10" UTC */
/* An EDTF text in words; as it stands where it is none. */
const char *edtf_text_words(const struct view *v, const char *edtf);
/* Who it was: a person of the house by name; of another house, that alone. "" nobody is named. */
const char *person_words(const struct acts_desk *d, const char *id);
bool person_ours(const struct acts_desk *d, const char *id); /* a person of this house */
struct url act_url(const struct view *v, uint64_t seq);
struct url kind_url(const struct view *v, enum act_kind kind, const char *tail); /* tail: "/new", "" */

/* ---- lists ---- */
int kinds_rows(struct request *q, struct list *l, struct err *e);
int kind_rows(struct request *q, struct list *l, struct err *e);
int log_rows(struct request *q, struct list *l, struct err *e);
int drafts_rows(struct request *q, struct list *l, struct err *e);
int sheet_columns(struct request *q, struct list *l, struct err *e);
int years_rows(struct request *q, struct list *l, struct err *e);

/* ---- pages ---- */
int act_or_kind_page(struct request *q, struct answer *ret, struct err *e);
int act_file_page(struct request *q, struct answer *ret, struct err *e);
int new_act_page(struct request *q, struct answer *ret, struct err *e);
int correct_page(struct request *q, struct answer *ret, struct err *e);
int draft_page(struct request *q, struct answer *ret, struct err *e);
int draft_change_page(struct request *q, struct answer *ret, struct err *e);
int sheet_page(struct request *q, struct answer *ret, struct err *e);
int years_page(struct request *q, struct answer *ret, struct err *e);
int compare_page(struct request *q, struct answer *ret, struct err *e);
extern const struct route acts_routes[];

struct act_line {
	const char *label, *text;
	bool english; /* in the record's own words */
	bool code;    /* runs left to right */
	struct url to;
};
struct act_view {
	const char *kind, *subject, *lead;
	struct url kind_to;
	size_t lines_n, record_n;
	struct act_line *line, *record;
	struct url corrected_by, correct, file; /* text NULL: none */
	const char *file_name;
	bool live, voids;
};
#define ACT_FILE_NAME_MAX 255u /* bytes */
/* What it says, line by line. */
void act_lines_of(
	const struct acts_desk *d, const struct act_row *row, enum act_kind kind, struct act_view *ret);
