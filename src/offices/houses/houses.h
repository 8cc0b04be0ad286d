/* Houses: who writes. An installation serves one or more; each has its letterhead, series, contacts, drafts
 * and clearance rule, and sees nothing of the others. A house is a folder of data, house.yaml and its emblems
 * (docs/houses.md), kept whole in the store, every edition of it. */
#pragma once
#include "cli/cli.h"
#include "store/store.h"
#include "treaty/pack.h"

extern const struct office houses_office; /* house add, list, show, grant; person add, list, end */

#define HOUSE_YAML "house.yaml"
#define HOUSE_FILES_MAX 40u
#define HOUSE_BYTES_MAX (8u << 20) /* all files together */
#define HOUSE_IMAGE_MAX (1u << 20) /* bytes of an emblem or a mark */

/* Roles that the program itself asks about; a house names others in its clearance rule. */
#define ROLE_DRAFTER "drafter"     /* writes drafts, keeps contacts */
#define ROLE_SIGNATORY "signatory" /* signs, and stands under the letter */
#define ROLE_SENDER "sender"       /* issues what is cleared and signed */

enum house_form {
	HOUSE_NGO,
	HOUSE_COALITION,
	HOUSE_MISSION,
	HOUSE_PRESIDENCY,
	HOUSE_UN,
	HOUSE_SECRETARIAT,
	HOUSE_FORM_COUNT
};
extern const char *const house_form_names[HOUSE_FORM_COUNT + 1];

struct house_lines {
	const char *lang;
	size_t n;
	const char **line;
};
struct house_image {
	const char *file;  /* path in the folder: an SVG or PNG; pack_find(&h->bytes, file) has its bytes */
	struct labels alt; /* what it shows, in words */
};
struct house_series {
	const char *id;
	const char *
		pattern; /* {year}, {number} or {number:5} with zeros, {file}: ODA-{year}-{number:5}-{file} */
	const char *file; /* "" where the pattern has none */
	bool per_year;    /* numbers begin anew each year */
};
struct house_clearance {
	const char *role;
	int persons; /* how many different ones, 1 or more */
};

/* Read-only; lives in the arena it was opened with. Texts that are not given are "". */
struct house {
	const char *code, *edition; /* edition: SHA-256 of the folder, hex */
	struct labels name, place;
	enum house_form form;
	size_t addresses_n;
	struct house_lines *address; /* by language, English at least */
	struct house_image emblem;   /* file "" where there is none */
	size_t marks_n;
	struct house_image *mark; /* of the meeting: the Convention's beside the president's national one */
	size_t languages_n;
	const char **language; /* declared: a circular needs each of them approved */
	size_t series_n;
	struct house_series *series;
	size_t clearance_n;
	struct house_clearance *clearance; /* in order; none: whoever may issue does so alone */
	const char *signs_role;            /* the person with this role stands under the letter */
	struct labels signs_title;         /* as what: President of the … ; n 0: no title */
	const char *coalition;
	const char *mail, *telephone, *web;                /* as printed */
	const char *mail_from, *mail_reply, *mail_bounces; /* addresses, and the domain of returns */
	int cool_down_days;
	const char *verify_url; /* the code of a letter is added to it; "" none */
	size_t audiences_n;
	struct audience *audience; /* its own, beside those of the pack */
	struct pack_bytes bytes;   /* the folder */
};

/* Reads a folder and names every mistake, as pack_compile() does. */
int house_compile(struct arena *a, const struct pack_bytes *b, struct house *ret, struct pack_mistake **ret_m,
	size_t *ret_m_n, struct err *e) ATTR_CHECK;
/* The lines of its address in `lang`, else English. */
const struct house_lines *house_address(const struct house *h, const char *lang);

/* The house in use: `code`, else --house or $PARAPH_HOUSE, else the only one. ERR_NOTFOUND: there is none (of
 * that code); ERR_USAGE lists several. Lives in r->arena. */
int house_open(struct run *r, struct db *db, const char *code, struct house *ret, struct err *e) ATTR_CHECK;
/* As it was when a letter was issued. */
int house_edition(struct run *r, struct db *db, const char *code, const char *edition, struct house *ret,
	struct err *e) ATTR_CHECK;

struct person {
	const char *id, *name, *mail;
	const char *end_day; /* "" still serves */
};
/* ERR_NOTFOUND: no such person in this house. */
int person_get(struct arena *a, struct db *db, const struct house *h, const char *id, struct person *ret,
	struct err *e) ATTR_CHECK;
/* Everybody whom the house entered, those too who serve no longer; in the order in which they came. Lives in
 * `a`. */
int persons_all(struct arena *a, struct db *db, const struct house *h, struct person **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
/* A new person of the house, in the caller's transaction. *ret: the id. */
int person_new(struct run *r, struct db *db, const struct house *h, const char *name, const char *mail,
	const char *note, const char **ret, struct err *e) ATTR_CHECK;
/* Days as YYYY-MM-DD; "": from today, open. In the caller's transaction. ERR_CONFLICT: has it from that day.
 */
int role_give(struct run *r, struct db *db, const struct house *h, const char *person, const char *role,
	const char *from_day, const char *to_day, struct err *e) ATTR_CHECK;
/* ERR_INVALID names the roles that the house has. */
int house_role_check(struct arena *a, const struct house *h, const char *role, struct err *e) ATTR_CHECK;
/* Who acts: --as or $PARAPH_AS. ret->id is "" where nobody is named and the house has entered no person yet:
 * then whoever owns the database acts. ERR_USAGE: a house with persons needs one named. */
int house_actor(
	struct run *r, struct db *db, const struct house *h, struct person *ret, struct err *e) ATTR_CHECK;
/* Has the person the role on that day? ERR_DENIED is ERR_INVALID here: it says who has it. id "" (see
 * house_actor) may do everything. */
int house_may(struct db *db, const struct house *h, const char *person, const char *role, day_t on,
	struct err *e) ATTR_CHECK;
/* The person with the role on that day; of several the one who has had it longest. name "" where nobody has.
 */
int house_holder(struct arena *a, struct db *db, const struct house *h, const char *role, day_t on,
	struct person *ret, struct err *e) ATTR_CHECK;
