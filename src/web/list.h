/* A list of the site: one table of columns, which is the page's table, and the list as .csv, .json and .xlsx.
 * An office fills it; nobody writes the four by hand. What the record does not hold is a cell that says so,
 * in every form. Lives in the view's arena. */
#pragma once
#include "web/frame.h"

#define LIST_BYTES_MAX (8u << 20) /* of a list as a file */
#define LIST_PAGE_ROWS 100u       /* of a list on a page, where it says nothing else */
#define LIST_API_ROWS 100u        /* of a page under /api/, where `per_page` says nothing */
#define LIST_API_ROWS_MAX 1000u   /* that `per_page` may ask for */
#define LIST_COLUMNS_MAX 96u

/* What a row says in one column. */
enum cell_kind {
	CELL_NONE,    /* there is none: no deposit of a State that made none. CSV empty, JSON null */
	CELL_UNKNOWN, /* the record does not hold it: the word "unknown" everywhere */
	CELL_TEXT,    /* in the reader's language */
	CELL_ENGLISH, /* in the record's own words */
	CELL_CODE,    /* a symbol, a code */
	CELL_NUMBER,
	CELL_DAY,
	CELL_JSON, /* text: JSON, which stands so in JSON */
};
struct cell {
	enum cell_kind kind;
	const char *text;  /* as people read it */
	const char *value; /* as programs read it, the same in every language; NULL: the text */
	day_t day;         /* of CELL_DAY, where it is exact; DAY_NONE_HIGH: the text says it */
	const char *mark;  /* a symbol of the sprite before the text; NULL none */
	const char *css; /* the class of a drawn square instead, where hundreds of marks would weigh; NULL */
	struct url to;   /* text NULL: none */
};

struct list_column {
	const char *key;   /* CSV header, JSON name, the same in every language */
	const char *title; /* English, T() */
	enum {
		COLUMN_SHOWN,
		COLUMN_HEAD,
		COLUMN_LABELLED,
		COLUMN_FILE,
		COLUMN_VERB
	} as; /* HEAD: names the row; LABELLED: with its title on a narrow page; FILE: only in files; VERB:
		 the last one: what to do about the row, only on the page */
};
enum list_form { LIST_PAGE, LIST_CSV, LIST_JSON, LIST_XLSX, LIST_FORM_COUNT };

/* A field by which the rows are chosen. */
struct list_choice {
	const char *value, *label; /* label: in the language */
};
struct list_filter {
	const char *name, *label; /* of the field; in the language */
	const char *given;        /* "" none */
	size_t n;
	const struct list_choice *choice; /* NULL: free text */
	const char *any;                  /* what stands for none of them, in the language */
	const char *wrong;                /* what is wrong with what was given, and the mend; NULL */
};

/* What else may be done there, above the rows. */
#define LIST_ACTIONS_MAX 4u
struct list_action {
	struct url to;
	const char *label; /* in the language */
};

struct list {
	const struct view *view;
	enum list_form form; /* how it is wanted */
	struct frame frame;
	const char *title, *lead, *caption, *empty; /* lead, caption "": none. empty: a sentence */
	const char *name;                           /* of its files: "obligations" */
	size_t columns_n;
	const struct list_column *column;
	size_t filters_n;
	struct list_filter filter[6];
	const char *wrong; /* the first thing that is wrong; NULL. Then there are no rows */
	size_t n, cap;
	struct cell **row;
	size_t page_rows, page, pages; /* page from 1 */
	size_t all, skipped; /* where the store counts and skips, list_window(): of all rows, before the first
				here */
	bool windowed;
	size_t actions_n;
	struct list_action action[LIST_ACTIONS_MAX];
	void (*write)(struct buf *b, const struct list *l); /* its page; NULL: the plain one */
	void *more;                                         /* what that page knows besides */
	bool api, item;                                     /* under /api/: a page of it, or its one row */
	size_t most; /* rows wanted; 0: all. For a list that goes on from a field, its `cursor` */
	const char *cursor, *next; /* of the field; with what it goes on, NULL: it ends here */
};

/* Of a route: fills the list. What is wrong with a filter goes into the list, other errors back. */
typedef int (*list_fill)(const struct view *v, const char *segment, struct list *l, struct err *e);

void list_columns(struct list *l, const struct list_column *column, size_t n);
/* The index of the choice that was given; -1: none, or a wrong one. */
int list_choose(
	struct list *l, const char *name, const char *label, const struct list_choice *choice, size_t n);
/* What is shown where the field just made is empty, if it is not all. */
void list_otherwise(struct list *l, const char *label);
const char *list_text(struct list *l, const char *name, const char *label); /* "" none */
/* The State of a code or a name, whole or in part, in the reader's language or English; 0 none, or several.
 */
uint32_t state_given(const struct view *v, const char *text);
/* One that does not say whom it means: a sentence with the mend. */
const char *state_wrong(const struct view *v, const char *given);
uint32_t list_state(struct list *l, const char *name); /* the same of a field; 0: all, or wrong */
void list_refuse(struct list *l, const char *name, const char *why); /* what was given is wrong */
struct cell *list_row(struct list *l); /* a new row: a cell a column, all CELL_NONE */
void list_act(struct list *l, struct url to, const char *label);
/* Before the rows of a list that the store turns the pages of: it has `all`; fill in ret_most rows behind the
 * first ret_skip. */
void list_window(struct list *l, size_t all, size_t *ret_most, size_t *ret_skip);

struct cell cell_text(const char *text);
struct cell cell_code(const char *text);
struct cell cell_named(const char *text, const char *value); /* a word in the language, and its code */
struct cell cell_unknown(void);
struct cell cell_english(const char *text); /* "": none */
struct cell cell_number(const struct view *v, const char *digits);
struct cell cell_count(const struct view *v, long long n);
struct cell cell_json(const char *json);               /* "": none */
struct cell cell_day(const struct view *v, day_t day); /* a mark: none */
struct cell cell_link(struct cell c, struct url to);
struct cell cell_marked(struct cell c, const char *mark);

/* ---- as a page and as files ---- */
extern const struct list_form_info {
	const char *suffix, *type, *label; /* ".csv", its media type, "CSV" */
} list_forms[LIST_FORM_COUNT];

/* An empty list that knows what was asked. */
struct list *list_new(const struct view *v);
/* After it was filled: which rows stand on the page. */
void list_ready(struct list *l);
/* 0, or ERR_INVALID with what is wrong: a page that says so itself. */
int list_verdict(const struct list *l, struct err *e);
void list_page(struct buf *b, const struct list *l); /* the page of a list that has none of its own */
int list_write(const struct list *l, enum list_form form, struct buf *b, struct err *e) ATTR_CHECK;
int list_xlsx(const struct list *l, struct buf *b, struct err *e) ATTR_CHECK;

/* What the page asks of it. */
const struct cell *list_cells(const struct list *l, size_t row);
size_t list_page_rows(const struct list *l); /* on this page */
size_t list_first(const struct list *l);     /* the row with which it begins */
size_t list_all(const struct list *l);       /* rows of all pages */
size_t list_kept(const struct list *l);      /* columns of its files */
struct url list_page_url(const struct list *l, size_t page);
bool list_filtered(const struct list *l);
bool list_given(const struct list_filter *f, const struct list_choice *c);
bool list_is(const struct list_choice *c, const char *value); /* of a form's choice */
