/* What a route gets beyond a view: who asks, by which right, the fields and files of a form; and what it
 * answers. Public pages need none of this. Rights and form tokens are checked from the route's row before
 * its function is called, never inside. Lives in request.a, for one request. */
#pragma once
#include "web/url.h"
#include "web/view.h"

#define OPEN_MAX 4u                  /* open segments of a pattern */
#define BODY_MAX (256u << 10)        /* bytes of a body where the route names no other limit */
#define BODIES_MAX (256u << 20)      /* bytes of all bodies that are read at one time */
#define FIELDS_MAX 2000u             /* of a form */
#define FIELD_BYTES_MAX (128u << 10) /* of a field's value */
#define FIELD_NAME_MAX 128u          /* bytes of a field's name */
#define FILES_MAX 20u                /* of a form */
#define FILE_NAME_MAX 255u           /* bytes */
#define COOKIE_MAX 200u              /* bytes of a cookie's value that we read */
#define COOKIES_MAX 4u               /* that an answer sets */
#define HEADER_MAX 2000u             /* bytes of a header that we read */

/* What somebody may do, as on the day of the request. house: code, "" for all of them (administrator).
 * person: of the house. state: ISO 3166-1 alpha-3, of a focal point. treaty: "" any. */
struct grant {
	const char *role, *house, *person, *treaty, *state;
};
#define ROLE_ADMINISTRATOR "administrator" /* of the installation: accounts and houses */
#define ROLE_FOCAL_POINT "focal-point"     /* of a State */
#define ROLE_OBSERVER "observer"           /* of a house: reads, and posts nothing */

struct who {
	const char *account; /* id; "" nobody is signed in */
	const char *name, *mail;
	const char *session; /* its public id, not its token */
	const char *house;   /* code of the house in use, of several; NULL none was chosen */
	const char *place;   /* its name; NULL where the page is of no desk */
	size_t n;
	const struct grant *grant;
	size_t held; /* roles that the way by which they came in does not open */
};

struct field {
	const char *name, *value; /* UTF-8; lines end with LF */
};
struct upload {
	const char *field, *name; /* of the file, without folders; "" none was chosen */
	const char *media;        /* as the browser says: a hint, nothing more */
	const void *data;         /* a NUL behind it, not counted */
	size_t len;
};

struct run; /* cli/cli.h */
struct request {
	struct arena *a;
	const char *raw; /* path and query as sent */
	unsigned method; /* METHOD_GET or METHOD_POST */
	struct asked_url url;
	const struct route *route;
	const char *open[OPEN_MAX]; /* what the pattern left open, in order; NULL none */
	struct who who;
	struct grant as;   /* by which the route was opened: acts for this house and person, or State */
	const char *token; /* stands in every form of the session; put there by the template compiler */
	struct view *view; /* the register of today */
	struct run *run;   /* as a command has it: house and actor are those of `as` */
	size_t fields;
	const struct field *field;
	size_t uploads;
	const struct upload *upload;
	const char *body; /* where the body is no form; NUL behind it */
	size_t body_len;
	const char *media; /* of the body; without parameters, in small letters */
	size_t body_max;
	void *line; /* the server's own */
	void *door; /* the site's own */
};

/* The first of that name; NULL: none. */
const char *request_field(const struct request *q, const char *name);
/* "" where there is none: for what is required and then checked. */
const char *request_text(const struct request *q, const char *name);
/* All of that name, in order; *pos starts at 0. NULL at the end. */
const char *request_each(const struct request *q, const char *name, size_t *pos);
/* NULL: none, or none was chosen. */
const struct upload *request_upload(const struct request *q, const char *name);
/* A header as sent, NULL none or over HEADER_MAX. */
const char *request_header(const struct request *q, const char *name);
const char *request_cookie(const struct request *q, const char *name); /* NULL none */
const char *request_origin(const struct request *q);              /* of this site: https://register.example */
const char *request_peer(const struct request *q);                /* address, without port */
bool request_has_role(const struct request *q, const char *role); /* in the house it acts for */
bool request_writes(const struct request *q);                     /* there, more than an observer */

/* What comes back. A fresh one is a page, status 200. */
struct answer {
	int status;
	const char *type; /* NULL: text/html; charset=utf-8 */
	struct buf b;     /* the page, at most PAGE_BYTES_MAX */
	const void *data; /* in its place: bytes in request.a */
	size_t len;
	const char *save_as;   /* name under which a browser saves it; NULL none */
	const char *see_other; /* an address of this site, or of the service that signs in: 303 (or status,
				  where it is 301 or 302). After a write nothing else answers a form */
	size_t cookies;
	const char *cookie[COOKIES_MAX];
	unsigned refresh_s; /* the browser asks for the page again after so many seconds; 0 not */
	/* Done on the worker once the answer is on its way, for what takes long: `after_arg` lives in a root
	 * arena of its own, which it frees. NULL none. Not done where the answer is an error. */
	void (*after)(void *after_arg);
	void *after_arg;
};
/* Sent back by browsers for max_age_s (0: until it closes, < 0: forgotten now), over TLS only where the site
 * is served so; no script reads it. value: of letters, digits, '-', '_'. */
void answer_cookie(
	struct request *q, struct answer *ret, const char *name, const char *value, long max_age_s);
void answer_see_other(struct request *q, struct answer *ret, struct url to);
/* What is wrong, for programs: problem+json in its place. */
void answer_problem(struct request *q, struct answer *ret, int status, const char *detail);
