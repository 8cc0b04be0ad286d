/* What went to a contact, as the outbox has it, and the mail that asks it whether all is right. Apart from
 * contact.h: each has its own list of channels. Private to the office. */
#pragma once
#include "offices/contacts/contacts.h"

struct contact_mail {
	const char *id, *reference, *subject, *address, *state, *detail;
	int64_t sent_ms, answered_ms; /* 0 not */
	bool back;                    /* did not arrive */
};
/* The last letter first, at most `most`. */
int contact_mails(struct arena *a, struct db *db, const char *house, const char *contact, size_t most,
	struct contact_mail **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* Into the outbox, in the caller's transaction. what: lines of what is on file. ERR_INVALID: the house has no
 * address to write from. */
struct contact_question {
	const char *contact, *iso3, *name, *address;
	const char *lang; /* one of the frame's, else English is written */
	const char *what;
};
int contact_question_send(struct run *r, struct db *db, const struct house *h,
	const struct contact_question *q, struct err *e) ATTR_CHECK;
