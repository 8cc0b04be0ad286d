/* Whole files, with limits. */
#pragma once
#include "base/arena.h"

int file_read(struct arena *a, const char *path, size_t limit, char **ret, size_t *ret_len, struct err *e) ATTR_CHECK; /* NUL added */
/* Writes beside the target, syncs, renames: the file is wholly old or wholly new. */
int file_write(const char *path, const void *data, size_t len, struct err *e) ATTR_CHECK;
int file_mkdirs(const char *path, struct err *e) ATTR_CHECK;
/* Paths relative to `dir` of all regular files below it, sorted by byte; dot files left out. ERR_LIMIT over `max`. */
int file_tree(struct arena *a, const char *dir, size_t max, char ***ret, size_t *ret_n, struct err *e) ATTR_CHECK;
void sha256_hex(const void *data, size_t len, char out[65]);
