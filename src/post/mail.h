/* A message as it goes over the wire: MIME by GMime, all header texts UTF-8 (RFC 2047), bodies in 7 bits,
 * lines that end with CRLF. The same message gives the same bytes. mail_start() once, before any thread. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define MAIL_BYTES_MAX (48u << 20) /* a message, encoded */

struct mail_part {
	const char *name;  /* of the file, any UTF-8 */
	const char *media; /* application/pdf */
	const void *data;
	size_t len;
	bool encoded; /* data is what mail_encode() made of the file */
};
/* Texts are UTF-8 of one line, "" where there is none; the bodies may have many, LF between them. */
struct mail {
	const char *message_id; /* without its brackets */
	int64_t date_ms;
	const char *from_name, *from, *to_name, *to, *reply_to, *subject;
	const char *lang;        /* Content-Language, BCP 47 */
	const char *text, *html; /* text: required */
	const char *calendar;    /* an iCalendar object; its METHOD is named in the part's type */
	/* Both: List-Unsubscribe with one click (RFC 8058); "" none. */
	const char *unsubscribe_url, *unsubscribe_mail;
	const struct mail_part *part;
	size_t parts;
};

void mail_start(void);
/* A part that many messages have, as it goes over the wire, in `a`: the messages then only copy it. */
void mail_encode(struct arena *a, struct mail_part *part);
/* Into out, which the caller gave a limit; ERR_LIMIT over it. Safe on several threads. */
int mail_build(const struct mail *m, struct buf *out, struct err *e) ATTR_CHECK;
