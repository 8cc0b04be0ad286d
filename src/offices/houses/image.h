/* Emblems and marks: what an image must be before a letter bears it. Private to the office. */
#pragma once
#include <stddef.h>

#include "base/err.h"

/* By its ending, .svg or .png; ret_media (may be NULL) is image/svg+xml or image/png. ERR_INVALID names the
 * file and what is wrong: another kind of file, too many bytes, an SVG that is no XML, has no size, runs
 * scripts or draws from elsewhere. */
int image_look(
	const char *path, const char *data, size_t len, const char **ret_media, struct err *e) ATTR_CHECK;
