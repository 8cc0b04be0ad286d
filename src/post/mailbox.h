/* Mail that came in: read from a maildir, or from a folder by IMAP (libcurl). */
#pragma once
#include "post/config.h"

#define MAILBOX_MAIL_MAX (64u << 20) /* bytes of one mail; a larger one is left where it is */
#define MAILBOX_MAILS_MAX 100000u    /* mails looked at in one folder */

struct mailbox_reader {
	/* 0 when it may be marked as read, < 0 to stop. name: where it lies. */
	int (*mail)(void *ctx, const char *name, const char *data, size_t len, struct err *e);
	/* One that cannot be read, or is too large, stays where it is; those behind it are read. */
	void (*left)(void *ctx, const char *name, const char *why);
	void *ctx;
};
/* Each mail that was not yet read. A mail that cannot be marked comes again: the caller knows it by its
 * bytes. */
int mailbox_each(const struct mailbox *m, const struct mailbox_reader *to, struct err *e) ATTR_CHECK;
/* Which of n Message-IDs (without brackets) lie there. found: n of them. */
int mailbox_find(
	const struct mailbox *m, const char *const *id, size_t n, bool *found, struct err *e) ATTR_CHECK;
