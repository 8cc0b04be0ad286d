/* What a client asks for, taken apart and checked once, at the door: percent-decoded, UTF-8, no control
 * characters. */
#pragma once
#include "base/arena.h"
#include "web/html.h"

#define URL_MAX 2048u   /* bytes of path and query as sent */
#define QUERY_MAX 16u   /* fields */
#define FIELD_MAX 200u  /* bytes of a field that we read, such as on and known; what is longer is cut */
#define SEGMENTS_MAX 8u /* of a path */

struct asked_url {
	const char *path; /* decoded, begins with '/' */
	size_t n;
	const char *segment[SEGMENTS_MAX]; /* decoded, without the slashes; a trailing slash adds none */
	bool slash;                        /* ends with a slash, or is the root */
	size_t fields;
	struct {
		const char *name, *value;
	} field[QUERY_MAX];
};
/* raw: as the client sent it. ERR_LIMIT over URL_MAX; ERR_INVALID for what is no path, not UTF-8, or too much
 * of it. */
int url_read(struct arena *a, const char *raw, struct asked_url *ret, struct err *e) ATTR_CHECK;
/* The first field of that name; NULL when there is none. */
const char *url_field(const struct asked_url *u, const char *name);
