/* What the pages of letters on the desk show. Private to the office. */
#pragma once
#include "offices/letters/job.h"
#include "web/door.h"
#include "web/list.h"

/* ---- a letter as on paper ---- */
struct paper_piece {
	const char *text, *what; /* what: label of the figure */
	bool line, strong, apart;
	struct url to; /* its explanation; text NULL: it is no figure */
};
struct paper_block {
	const char *css, *marker; /* css: how its part looks */
	bool heading;
	size_t n;
	struct paper_piece *piece;
};
struct paper_view {
	const char *name, *lang, *dir, *verb; /* name: of who gets it, in English */
	bool english;                         /* the name of the State is English, for want of another */
	size_t n, at, all;                    /* at: from 1 */
	struct paper_block *block;
	struct url before, after, pdf; /* text NULL: none */
	size_t left_out;
	const struct left_out *out;
};

/* ---- the page of a draft or of an issued letter ---- */
struct desk_language {
	const char *name, *tag;
	size_t letters;
	const char *mark, *says;
};
struct desk_out {
	const char *label;
	size_t n;
};
struct desk_step {
	const char *when, *what, *role, *person, *note;
};
struct desk_choice {
	const char *value, *label;
	bool given;
};
struct letter_view {
	const char *id, *kind, *audience, *audience_label, *step, *mark, *reference, *said, *lacks, *tried;
	day_t on, complete;
	bool open, observer, can_clear, can_sign, can_issue, can_cancel, paper_given;
	/* unreached: are written and signed, and go by hand alone; would: the others, once issued all */
	size_t looked_at, would, unreached, figures, langs, outs, steps, olds, words, unused;
	struct desk_language *lang;
	struct desk_out *out;
	struct desk_step *did;
	struct desk_choice *old; /* issued letters that it may take the place of */
	struct desk_choice *word;
	struct paper_view *paper; /* NULL none */
	const char *seen, *note, *reason;
	struct url self, people, facts, follow, replaced, replaces;
	const char *replaces_reference, *replaced_reference;
	size_t became[7];    /* of issued copies, by enum became_word */
	const char *missing; /* labels of the enclosures that the sender has to give; NULL none */
};

/* ---- a new one ---- */
struct desk_field {
	const char *name, *label, *value, *hint, *wrong;
};
struct new_view {
	const char *kind, *kind_label, *said;
	size_t kinds, audiences, langs, offices, words, days;
	struct desk_choice *kind_of, *audience_of, *lang, *office;
	struct desk_field on, audience, from, place, *word, *day_text;
};
struct work_view {
	const char *kind, *id;
	size_t done, total;
	bool lost;
};

/* A letter of the house in use, opened with what it would say now. */
struct opened {
	struct sender sender;
	struct issue is;
	struct db *db;
	struct house house;
	struct letter_row row;
	size_t steps;
	struct step_row *step;
};
/* ERR_NOTFOUND: the house has no such letter. */
int letter_desk_open(struct request *q, struct opened *ret, struct err *e) ATTR_CHECK;
/* Of one that is open: who gets it, in which language. */
int letter_desk_survey(struct request *q, struct opened *o, struct err *e) ATTR_CHECK;
struct url desk_url(const struct request *q, const char *letter, const char *more); /* more: "/follow"; "" */
const char *desk_step_words(const struct view *v, const char *step);
const char *desk_language_name(const struct view *v, const char *tag);
const char *desk_rule_words(const struct view *v, enum audience_rule rule);
const char *desk_kind_label(const struct view *v, const char *kind);

/* desk_letter.c; said NULL: nothing */
int desk_letter_show(struct request *q, struct answer *ret, const char *said, struct err *e) ATTR_CHECK;
/* desk_paper.c: the copy of that key (a State's code, a contact), else the first. NULL where there is none.
 */
struct made_copy *desk_copy(struct opened *o, const char *key, size_t *ret_at);
const char *desk_key(const struct opened *o, size_t at);
int desk_paper(struct request *q, struct opened *o, const char *key, struct paper_view **ret,
	struct err *e) ATTR_CHECK;

/* Of the routes. */
int desk_letters_rows(struct request *q, struct list *l, struct err *e);
int desk_people_rows(struct request *q, struct list *l, struct err *e);
int desk_follow_rows(struct request *q, struct list *l, struct err *e);
int desk_facts_rows(struct request *q, struct list *l, struct err *e);
int desk_letter_answer(struct request *q, struct answer *ret, struct err *e);
int desk_new_answer(struct request *q, struct answer *ret, struct err *e);
int desk_pdf_answer(struct request *q, struct answer *ret, struct err *e);
int desk_copy_answer(struct request *q, struct answer *ret, struct err *e);
int desk_clear_answer(struct request *q, struct answer *ret, struct err *e);
int desk_sign_answer(struct request *q, struct answer *ret, struct err *e);
int desk_issue_answer(struct request *q, struct answer *ret, struct err *e);
int desk_cancel_answer(struct request *q, struct answer *ret, struct err *e);
int desk_again_answer(struct request *q, struct answer *ret, struct err *e);
int desk_work_answer(struct request *q, struct answer *ret, struct err *e);
