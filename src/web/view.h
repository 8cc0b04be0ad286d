/* How a page is asked for: which language, which day, which state of knowledge. Everything that a template
 * says goes through it. Lives in its arena, for one page. */
#pragma once
#include "register/register.h"
#include "text/lang.h"
#include "web/html.h"
#include "web/say.h"

#define KEPT_MAX 6u /* fields of an address that choose what a page shows */

/* One of them, as given. */
struct kept_field {
	const char *name, *value; /* value: at most FIELD_MAX bytes, never "" */
};
struct view {
	struct arena *a;
	const struct words *words;
	bool named; /* the address says the language, though it is English */
	const struct lang *forms;
	const struct reg *reg;
	const char *path; /* without the language: "/states/LAO" */
	size_t kept_n;
	struct kept_field kept[KEPT_MAX];  /* those that the route names, in its order */
	const char *page_asked;            /* of a list; "" none */
	const char *rows_asked;            /* of a page of a list, under /api/; "" none */
	const struct route *const *routes; /* all there are: tables, as main.c hands them over */
	day_t on, today;
	bool on_given;
	const char *known; /* as given, "" none */
	int64_t known_ms;  /* INT64_MAX none */
	day_t recorded;    /* the day of knowledge: of `known`, else today */
	const char *treaty,
		*treaty_begins;        /* "the Convention", in the language; and where a sentence begins */
	const struct request *request; /* on a worker; NULL on public pages that are kept */
};

struct request; /* web/request.h */
struct answer;
struct list; /* web/list.h */

#define METHOD_GET 1u /* HEAD with it */
#define METHOD_POST 2u
#define METHOD_OPTIONS 4u /* no row has it: the site answers */

/* Who may come in. Checked from the row; docs/web.md has the rules. */
enum right {
	RIGHT_PUBLIC,
	RIGHT_SIGNED_IN, /* whoever has an account */
	RIGHT_HOUSE,     /* has the row's role in a house; without one, any role */
	RIGHT_STATE,     /* focal point of a State */
	RIGHT_ADMIN,     /* administrator of the installation */
	RIGHT_API,       /* a key with the row's scope */
	RIGHT_COUNT
};
extern const char *const right_names[RIGHT_COUNT]; /* public signed-in house state admin api */

/* A row is a public page (`page`: GET, kept and sent again while nothing is recorded) or a door (`answer`:
 * runs on a worker with a database connection, never kept). ERR_NOTFOUND, ERR_INVALID, ERR_CONFLICT,
 * ERR_LIMIT: said on a page of their own; after ERR_BUSY an answer runs again from the start. */
struct route {
	const char
		*pattern; /* "/", "/states", "/states/:" (a segment left open); the first that fits answers */
	/* segment: what the pattern left open, NULL none. A page may say itself what is wrong with what was
	 * asked, and return ERR_INVALID. */
	int (*page)(const struct view *v, const char *segment, struct buf *b, struct err *e);
	const char *help;
	int (*answer)(struct request *q, struct answer *ret, struct err *e);
	unsigned methods; /* 0: METHOD_GET. A form that is posted carries the session's token */
	enum right right;
	const char *role; /* of RIGHT_HOUSE: drafter …; of RIGHT_API: the scope; NULL any */
	size_t body_max;  /* bytes of a posted body; 0: BODY_MAX */
	const char *menu; /* T("Letters"): its label in the menu of those who may open it; NULL none */
	/* A list, which is also given as .csv, .json and .xlsx; NULL: it is none. Where `page` is NULL, its
	 * page is the plain one. Behind a door `rows` fills it, and `answer` is door_list(). */
	int (*list)(const struct view *v, const char *segment, struct list *l, struct err *e);
	const char *type; /* of what `page` writes; NULL: a page */
	bool state;       /* what the pattern leaves open is a State's code: in small letters it is sent on */
	const char *key;  /* of a list: the column that names a row, for API_ROOT/LIST/NAME; NULL none */
	void (*takes)(struct buf *b); /* of RIGHT_API: JSON Schema of what is sent there; NULL */
	void (*gives)(struct buf *b); /* and of the answer; NULL */
	const char *const *fields; /* of the address, that choose what it shows; ends with NULL; NULL none */
	int (*rows)(struct request *q, struct list *l, struct err *e); /* of a list behind a door */
	/* Its form may come from anywhere, without cookie and token, because the address itself is the secret
	 * (RFC 8058: one click in a mail program). No cookie is set. */
	bool anyone;
	/* A public page or list that reads the store: written on a worker, with v->request->run, and never
	 * kept. */
	bool store;
};

/* A page of this site, on the same day and in the same language. */
struct url view_link(const struct view *v, const char *path) ATTR_CHECK;
struct url view_link_to(
	const struct view *v, const char *folder, const char *name) ATTR_CHECK; /* "/states/", "LAO" */
/* A list, with one field given. */
struct url view_chosen(
	const struct view *v, const char *path, const char *name, const char *value) ATTR_CHECK;
struct url view_on(const struct view *v, day_t on) ATTR_CHECK;              /* this page on another day */
struct url view_today(const struct view *v) ATTR_CHECK;                     /* without any day */
struct url view_in(const struct view *v, const struct words *w) ATTR_CHECK; /* in another language */
struct url view_page(const struct view *v, size_t page) ATTR_CHECK;         /* of a list, from 1 */
struct url view_next(
	const struct view *v, const char *name, const char *value) ATTR_CHECK; /* with this field instead */
struct url view_file(const struct view *v, const char *suffix) ATTR_CHECK;     /* the list as ".csv" … */
struct url view_bare(const struct view *v) ATTR_CHECK;                         /* for a form: no fields */
const char *view_address(const struct view *v);                                /* as it may be cited */
const char *view_field(const struct view *v, const char *name); /* what was given in a kept field; "" none */

const char *view_day(const struct view *v, day_t d); /* 3 February 2026; its space does not break */
const char *view_iso(const struct view *v, day_t d); /* 2026-02-03 */
const char *view_number(const struct view *v, const char *digits); /* grouped as the language does */
const char *view_count(const struct view *v, size_t n);
const char *view_label(const struct view *v, const struct labels *l);
const char *view_state(const struct view *v, uint32_t state);                       /* short name */
const char *view_state_filed(const struct view *v, uint32_t state) ATTR_NEVER_NULL; /* its bytes, for files */
const char *view_iso3(const struct view *v, uint32_t state);
const char *view_treaty_name(const struct view *v);
void view_name_treaty(struct view *v); /* fills treaty and treaty_begins */
/* The register of today in a language, for what is written without a request: a document, an index. Lives in
 * `a`. Errors are those of lang_open(). */
int view_written(struct arena *a, const struct words *words, const struct reg *reg, day_t today,
	const char *path, struct view *ret, struct err *e) ATTR_CHECK;
struct url view_sprite(void);
struct url view_sheet(void);
struct url view_world(void); /* outlines of States: assets/world.svg */
struct url view_passkey_script(void);
day_t view_entry(const struct view *v); /* entry into force of the treaty; DAY_NONE_HIGH while not known */
day_t view_months_ago(const struct view *v, int months); /* before today */
bool view_past(const struct view *v);                    /* any day but today */
bool view_right_to_left(const struct view *v);
/* A place along a chart, in hundredths of a percent from its beginning, as SVG writes it: from the right
 * where the language runs that way. */
const char *view_x(const struct view *v, int hundredths);
/* A line of text in an SVG that runs left to right: kept in the language's own order where it begins with a
 * number. */
const char *view_line(const struct view *v, const char *text);
/* text-anchor for "start" or "end" of a line that runs with the language, in an SVG that runs left to right.
 */
const char *view_anchor(const struct view *v, bool at_end);
