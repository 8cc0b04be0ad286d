/* Between the files of the site. Private to site*.c and door.c. */
#pragma once
#include <pthread.h>

#include "web/cache.h"
#include "web/list.h"
#include "web/request.h"
#include "web/site.h"

#define LANGUAGES_MAX 8

/* What one thread writes pages with: ICU's objects are for one thread at a time. */
struct desk {
	struct desk *next;
	struct lang *forms[LANGUAGES_MAX]; /* by words_all; opened when asked for */
};

struct site {
	const struct route *const *routes;
	struct site_source source;
	bool strict; /* reached by https:// alone */
	struct arena *arena;
	size_t assets_n;
	struct http_reply **asset;
	pthread_mutex_t lock; /* of the desks */
	struct desk *free_desks;
	struct cache cache;
	struct metrics *metrics;
};

/* One request on its way. */
struct visit {
	struct site *site;
	struct arena *a; /* the request's */
	struct request *q;
	size_t language;     /* in words_all */
	size_t from;         /* first segment behind the language */
	enum list_form form; /* how a list is wanted */
	bool api;            /* under /api/ */
	const char *item;    /* the row of it that is asked for there; NULL: the list */
	struct list *list;   /* once it was filled; NULL */
	struct reg reg;
	struct view view;
	struct frame frame;
	bool far;       /* the day is over DAYS_AHEAD_MAX from today */
	int url_rc;     /* of the address; then nothing of the address is there */
	const char *to; /* it has moved there; NULL */
	bool for_now;   /* for this reader alone */
	struct err url_e;
};

struct desk *desk_take(struct site *s);
void desk_give(struct site *s, struct desk *d);
const char *visit_field(const struct visit *t, const char *name); /* of the query; "" */
/* The fields that the route names, into the view. */
void visit_kept(struct visit *t);
/* The days asked for; ERR_INVALID where one is none, and then the frame says so. */
int visit_day(struct visit *t, struct err *e) ATTR_CHECK;
int visit_known(struct visit *t, struct err *e) ATTR_CHECK;
/* What is wrong with them, in the reader's language. */
int visit_days_wrong(const struct visit *t, bool day, bool known, struct err *e) ATTR_CHECK;
/* What the page is read with: everything but the page itself. */
int visit_view(struct visit *t, struct desk *d, struct err *e) ATTR_CHECK;

/* The row that fits path and method; one that fits the path alone where there is none. NULL. */
const struct route *site_route(struct visit *t);
struct http_reply *site_fault(struct visit *t, const struct err *e);
/* secret: for who asks alone. */
struct http_reply *site_said(struct visit *t, int status, const char *title, const char *text);
struct http_reply *site_plain(int status, const char *text, const char *allow);
/* A door's request on a worker; http.h has whole. */
struct http_reply *door_work(struct visit *t, struct http_worker *w, bool whole);
