/* The register of what came in, by whatever way, so that "your letter of …" can be cited and answered. */
#pragma once
#include "base/date.h"
#include "post/outbox.h"

/* Texts are UTF-8, "" where there is none. */
struct incoming_letter {
	const char *id; /* made by incoming_add() */
	const char *house;
	enum channel way;
	const char *on_day; /* YYYY-MM-DD: the day that it bears */
	int64_t came_ms;
	const char *from_name, *from_address, *iso3, *subject;
	const char *reference;   /* theirs */
	const char *answers;     /* our reference */
	const char *message;     /* id in the outbox of what it answers */
	const char *file_sha256; /* the mail, or the scan */
	const char *note, *by; /* by: who recorded it, a person or the account of a focal point; "" read from
				  the mailbox */
};
int incoming_add(struct db *db, struct arena *a, const struct incoming_letter *l, const char **ret_id,
	struct err *e) ATTR_CHECK;
int incoming_get(struct db *db, struct arena *a, const char *house, const char *id,
	struct incoming_letter *ret, struct err *e) ATTR_CHECK; /* ERR_NOTFOUND */
/* In order of coming; iso3, message: "" all. */
int incoming_list(struct db *db, struct arena *a, const char *house, const char *iso3, const char *message,
	struct incoming_letter **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* Which State wrote; iso3 "": none. In the caller's transaction. ERR_INVALID: no code. */
int incoming_state(
	struct db *db, const char *house, const char *id, const char *iso3, struct err *e) ATTR_CHECK;
/* The scan of one that has none yet, in the caller's transaction. ERR_CONFLICT: it has one. */
int incoming_attach(
	struct db *db, const char *house, const char *id, const char *sha256, struct err *e) ATTR_CHECK;
/* Says which message of ours it answers, in the caller's transaction; the message is answered from then on,
 * and the one that it was said to answer before is not, but for other answers. */
int incoming_answers(struct db *db, const char *house, const char *id, const struct outbox_message *m,
	int64_t now_ms, struct err *e) ATTR_CHECK;
