/* Mail that came in, and what it says of what went out: returns and delays (RFC 3464), automatic answers (RFC
 * 3834), answers of people, who unsubscribes, and letters that answer nothing of ours. A message of ours is
 * known by the address that only we could make (verp.h), by Message-IDs, or by its reference in the subject.
 * A report that comes to an address that we did not make is ignored: anybody can write one. */
#pragma once
#include "post/config.h"
#include "post/outbox.h"
#include "post/verp.h"

enum found {
	FOUND_RETURN,
	FOUND_DELAYED,
	FOUND_RELAYED,
	FOUND_DELIVERED,
	FOUND_AUTOMATIC,
	FOUND_ANSWER,
	FOUND_UNSUBSCRIBED,
	FOUND_LETTER, /* answers nothing of ours */
	FOUND_FORGED,
	FOUND_FOREIGN, /* a report that is not about a message of ours */
	FOUND_AGAIN,   /* was read before */
	FOUND_COUNT
};
extern const char *const found_names[FOUND_COUNT + 1];

struct receive_hooks {
	/* In the transaction that records it; each may be NULL. */
	int (*bad_address)(void *ctx, const struct outbox_message *m, const char *why, struct err *e);
	int (*answered)(void *ctx, const struct outbox_message *m, int64_t at_ms, struct err *e);
	int (*unsubscribed)(void *ctx, const struct outbox_message *m, struct err *e);
	/* Outside of it: a mail that could not be read as one, and what became of it. */
	void (*aside)(void *ctx, const char *name, const char *what);
	void *ctx;
};
struct receiver {
	struct db *db;
	const char *house;
	const struct config *c;
	const struct verp *verp; /* NULL: without bounce in mail.yaml */
	int64_t now_ms;
	const struct receive_hooks *hooks;
	size_t count[FOUND_COUNT];
};
/* One mail, in a transaction of its own; counts what it was. Whatever stands in it, it is kept and the next
 * can be read: only the store fails here. name: where it lies. */
int receive_mail(
	struct receiver *v, const char *name, const char *data, size_t len, struct err *e) ATTR_CHECK;
/* All that is new in the mailboxes of the configuration. */
int receive_all(struct receiver *v, struct err *e) ATTR_CHECK;
