/* Looks at a file of somebody else's, which may be hostile, in a process of its own: with little memory,
 * little time and no file to write to. */
#pragma once
#include <stdbool.h>

#include "base/err.h"

#define APART_SECONDS 10u    /* of the other process */
#define APART_SAID_MAX 4096u /* bytes that it says, in one piece */

/* Fills `said`, which is zero before. It runs in the other process, and may be ended at any time. */
typedef void (*apart_fn)(const void *data, size_t len, void *said);
/* said: `size` bytes, as `look` left them. *ret_heard false: it broke, or was not done in time; then `said`
 * is zero. ERR_IO: there is no other process. */
int apart_look(apart_fn look, const void *data, size_t len, void *said, size_t size, bool *ret_heard,
	struct err *e) ATTR_CHECK;
