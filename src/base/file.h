/* Whole files, with limits. */
#pragma once
#include "base/arena.h"

#define FILE_DEPTH_MAX 16  /* folders within folders that file_tree() follows */
#define FILE_PATH_MAX 4096 /* bytes of a path, with its NUL */

/* NUL added, not counted. ERR_NOTFOUND when there is none, ERR_LIMIT over `limit` bytes, ERR_IO. A pipe may
 * be read. */
int file_read(struct arena *a, const char *path, size_t limit, char **ret, size_t *ret_len,
	struct err *e) ATTR_CHECK;
/* Writes beside the target, syncs, renames: the file is wholly old or wholly new. */
int file_write(const char *path, const void *data, size_t len, struct err *e) ATTR_CHECK;
/* One of many: as file_write(), but on disk only when file_flush() has returned, once for all of a folder. */
int file_add(const char *path, const void *data, size_t len, struct err *e) ATTR_CHECK;
int file_flush(const char *dir, struct err *e) ATTR_CHECK;
int file_try(const char *dir, struct err *e) ATTR_CHECK;     /* files can be made in it; none is left there */
int file_mkdirs(const char *path, struct err *e) ATTR_CHECK; /* with its parents; there already is fine */
/* Paths relative to `dir` of all regular files below it, sorted by byte. Names that begin with a dot and
 * symbolic links are left out (dir itself may be one). ERR_LIMIT over `max` files, ERR_NOTFOUND without
 * `dir`. */
int file_tree(
	struct arena *a, const char *dir, size_t max, char ***ret, size_t *ret_n, struct err *e) ATTR_CHECK;
void sha256_hex(const void *data, size_t len, char out[65]);
