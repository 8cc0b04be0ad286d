/* What an SMTP server answers (RFC 5321 4.2), read from bytes that come as they come. */
#pragma once
#include <stddef.h>

#define SMTP_REPLY_MAX (64u << 10) /* bytes of one reply, all its lines */
#define SMTP_TEXT_MAX 500          /* bytes of its text that are kept */

struct smtp_reply {
	int code;                     /* 200..599 */
	char enhanced[12];            /* 5.1.1, from its first line; "" none (RFC 2034) */
	char text[SMTP_TEXT_MAX + 1]; /* of all lines, spaces between, control characters as '?' */
	const char *lines;            /* the raw lines, within the data given */
	size_t len;                   /* how many bytes it took */
};
/* 1: *ret is a whole reply at the beginning of data; 0: it goes on; -1: this is no SMTP. */
int smtp_reply_read(const char *data, size_t len, struct smtp_reply *ret);
/* The arguments of an EHLO keyword ("AUTH" -> "PLAIN LOGIN"), NUL-terminated into out (cut at `size`); NULL
 * when the server does not have it. */
const char *smtp_reply_keyword(const struct smtp_reply *r, const char *keyword, char *out, size_t size);
