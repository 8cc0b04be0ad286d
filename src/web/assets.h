/* Files that the pages need, kept in the program. */
#pragma once
#include <stddef.h>

struct asset {
	const char *path, *type; /* "/assets/paraph-0123456789ab.css" */
	size_t len;
	const unsigned char *data;
};
extern const struct asset assets[]; /* ends with a NULL path */
