/* A mail that came in, read by GMime: who wrote, what it answers, whether a program wrote it (RFC 3834), and
 * what a report of delivery says (RFC 3464). All of it is what others wrote: texts are one line, cut, UTF-8.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define CAME_TEXT_MAX 1000u          /* bytes of one text that are kept */
#define CAME_LIST_MAX 50u            /* addresses, references, reports that are looked at */
#define CAME_PARTS_MAX 500u          /* parts of a mail that are looked at */
#define CAME_BODY_MAX 4000u          /* bytes of the body that are kept */
#define CAME_REPORT_MAX (256u << 10) /* bytes of a report */

struct came_report {
	const char *recipient, *original; /* address: where it ended, and where it was sent */
	const char *action;               /* failed delayed delivered relayed expanded, lower case */
	const char *status, *diagnostic;
};
struct came_list {
	const char *text[CAME_LIST_MAX];
	size_t n;
};
struct came {
	const char *message_id, *subject, *from_name, *from;
	bool no_from;            /* it has no From; `from` is its Return-Path, "" none */
	int64_t date_ms;         /* 0 none */
	struct came_list to;     /* every address it came to, as far as fields say */
	struct came_list refers; /* Message-IDs of In-Reply-To and References, without brackets */
	bool automatic;          /* a program wrote it */
	bool is_report;          /* multipart/report of delivery */
	struct came_report report[CAME_LIST_MAX];
	size_t reports;
	const char *returned_id; /* report: Message-ID of the message that it is about, "" none */
	const char *body;        /* the beginning of its text, lines joined */
};
/* ERR_INVALID: no mail at all. Never fails for what stands in it. mail_start() first. */
int came_read(struct arena *a, const char *data, size_t len, struct came *ret, struct err *e) ATTR_CHECK;
