/* A folder by IMAP, over libcurl. Private to src/post; as mailbox.h says. Mails that were read bear the
 * keyword $ParaphRead: another program's having seen them does not count. */
#pragma once
#include "post/mailbox.h"

int imap_each(const struct mailbox *m, const struct mailbox_reader *to, struct err *e) ATTR_CHECK;
int imap_find(
	const struct mailbox *m, const char *const *id, size_t n, bool *found, struct err *e) ATTR_CHECK;
