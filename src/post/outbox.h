/* The outbox: one row a message, for one recipient by one channel, written in the same transaction as
 * whatever makes the message due. The worker (worker.h) sends what goes by e-mail; paper is printed and
 * handed over by people, who record it. Decides nothing about who gets what.
 *
 * States. E-mail: waiting -> sending -> sent -> delivered or returned; or failed (refused at the door, or
 * given up), cancelled, held (a person must decide). Paper: waiting -> printed -> handed -> returned. `sent`
 * says that the relay took it, `delivered` that a mail server said that it lies in the mailbox, `handed` that
 * a person recorded the handing over. An answer is kept beside the state: answered_ms.
 *
 * Texts are UTF-8, never NULL, "" where there is none. Strings that come out live in the arena given. */
#pragma once
#include "store/db.h"

#define OUTBOX_ID_MAX 23        /* m- and 20 hex digits, with its NUL */
#define OUTBOX_TEXT_MAX 2000u   /* bytes of a name, address, subject … each */
#define OUTBOX_DETAIL_MAX 1000u /* bytes of what is kept of an answer of the relay or a report */
#define OUTBOX_ENCLOSURES_MAX 32u

enum outbox_state {
	OUTBOX_WAITING,
	OUTBOX_SENDING,
	OUTBOX_SENT,
	OUTBOX_DELIVERED,
	OUTBOX_RETURNED,
	OUTBOX_FAILED,
	OUTBOX_CANCELLED,
	OUTBOX_HELD,
	OUTBOX_PRINTED,
	OUTBOX_HANDED,
	OUTBOX_STATE_COUNT
};
extern const char *const outbox_state_names[OUTBOX_STATE_COUNT + 1]; /* waiting sending … handed NULL */
enum channel { CHANNEL_EMAIL, CHANNEL_POST, CHANNEL_FAX, CHANNEL_HAND, CHANNEL_POUCH, CHANNEL_COUNT };
extern const char *const channel_names[CHANNEL_COUNT + 1]; /* email post fax hand pouch NULL */

/* An enclosure: bytes by content in the store's files. */
struct enclosure {
	const char *name;  /* of the file, as the recipient sees it */
	const char *media; /* application/pdf … */
	const char *sha256;
};

struct outbox_message {
	const char *id;     /* made by outbox_add() */
	const char *house;  /* code */
	const char *letter; /* id of the letter, "" none */
	int64_t copy;       /* its number in the letter, 0 none */
	int64_t turn;       /* 0; 1 … when the copy goes once more, to another address */
	const char *reference, *contact, *iso3, *name, *lang;
	enum channel channel;
	const char *address;                   /* e-mail, or the lines of a postal one, LF between them */
	const char *from_name, *from_address;  /* e-mail only */
	const char *reply_to;                  /* "" answers go to from_address */
	const char *subject;                   /* with the reference in it */
	const char *text_sha256, *html_sha256; /* bodies, UTF-8 */
	const char *pdf_sha256;                /* the letter as issued; attached as REFERENCE.pdf */
	const char *calendar_sha256;           /* an iCalendar object with METHOD */
	const struct enclosure *enclosure;
	size_t enclosures;
	bool mass;         /* many get it unasked: with List-Unsubscribe, one click (RFC 8058) */
	const char *place; /* time zone of the recipient's office; "" as mail.yaml says */
	const char
		*to_me; /* outbox_add() only: on trial it goes there, the true recipient in the subject; "" */
	int64_t not_before_ms; /* 0 at once */
	/* What became of it; not read by outbox_add(). */
	enum outbox_state state;
	const char *message_id; /* without its brackets; the same for ever */
	const char *detail;
	int64_t tries, next_ms, sent_ms, answered_ms;
};
/* An e-mail of which nothing is said yet: every text is "". */
extern const struct outbox_message outbox_blank;

/* Puts n messages into the outbox, in the caller's transaction: issuing a letter is one transaction with its
 * act. Sets nothing in m: outbox_of_copy() knows the ids. Paper waits for outbox print. ERR_INVALID: an
 * e-mail address that is none, a line break in a name or subject, nothing to send; ERR_CONFLICT: this copy is
 * there. */
int outbox_add(
	struct db *db, const struct outbox_message *m, size_t n, int64_t now_ms, struct err *e) ATTR_CHECK;
/* ERR_NOTFOUND also when it is another house's. */
int outbox_get(struct db *db, struct arena *a, const char *house, const char *id, struct outbox_message *ret,
	struct err *e) ATTR_CHECK;
/* Whose it is; ERR_NOTFOUND. For a link that anybody may bring: show nothing of it before its MAC is right.
 */
int outbox_house_of(
	struct db *db, struct arena *a, const char *id, const char **ret, struct err *e) ATTR_CHECK;
/* The last letter first, each in the order of its copies. NULL or "": of all letters, states, references,
 * contacts. At most `most`, behind the first `skip`. */
struct outbox_query {
	const char *house, *letter, *state;
	const char *reference; /* of one copy */
	const char *under;     /* of a copy, or of a letter: all its copies */
	const char *contact;   /* id */
	bool letters; /* what goes to recipients of the house, and no mail with a link that opens an account
		       */
	size_t most, skip;
};
int outbox_list(struct db *db, struct arena *a, const struct outbox_query *q, struct outbox_message **ret,
	size_t *ret_n, struct err *e) ATTR_CHECK;
/* How many there are in each state, and how many of all were answered; reference, most, skip do not count. */
struct outbox_sum {
	size_t n, answered, in[OUTBOX_STATE_COUNT];
};
int outbox_sum(struct db *db, const struct outbox_query *q, struct outbox_sum *ret, struct err *e) ATTR_CHECK;
/* Copies of letters that have not left. iso3, contact: "" none. */
struct outbox_unsent {
	const char *letter, *reference, *iso3, *contact, *address;
	int64_t copy;
};
int outbox_unsent(struct db *db, struct arena *a, const char *house, struct outbox_unsent **ret,
	size_t *ret_n, struct err *e) ATTR_CHECK;
int outbox_of_copy(struct db *db, struct arena *a, const char *house, const char *letter, int64_t copy,
	struct outbox_message **ret, size_t *ret_n, struct err *e) ATTR_CHECK;

struct outbox_event {
	int64_t at_ms;
	const char *what, *detail;
};
int outbox_events(struct db *db, struct arena *a, const char *house, const char *id,
	struct outbox_event **ret, size_t *ret_n, struct err *e) ATTR_CHECK;

/* May a person move it there? */
bool outbox_may_move(const struct outbox_message *m, enum outbox_state to);
/* Moves a message to `to`, writes why, in the caller's transaction. ERR_CONFLICT when it is not in a state
 * from which that goes (the text names both). `sending` is the worker's: nobody else moves it. */
int outbox_move_to(struct db *db, const struct outbox_message *m, enum outbox_state to, const char *why,
	int64_t now_ms, struct err *e) ATTR_CHECK;
/* Cancels what waits or is held of a letter's copy (copy 0: of all its copies), with the reason as a note.
 * What has gone stays gone. *ret_n (may be NULL): how many. */
int outbox_cancel_copy(struct db *db, const char *house, const char *letter, int64_t copy, const char *why,
	int64_t now_ms, size_t *ret_n, struct err *e) ATTR_CHECK;
/* The copy has another PDF from now on (it was signed on paper, and scanned), in the caller's transaction:
 * what is sent, printed or goes again hereafter has that one. Which it was before stands with each message as
 * a note. ERR_CONFLICT: one is being sent. */
int outbox_pdf(struct db *db, const char *house, const char *letter, int64_t copy, const char *sha256,
	int64_t now_ms, struct err *e) ATTR_CHECK;
/* The copy goes once more, to another address: a new message, with the next turn. *ret_id lives in `a`. */
int outbox_again(struct db *db, struct arena *a, const struct outbox_message *m, const char *address,
	int64_t now_ms, const char **ret_id, struct err *e) ATTR_CHECK;
/* Something happened that leaves the state as it is. */
int outbox_note(struct db *db, const struct outbox_message *m, const char *what, const char *detail,
	int64_t at_ms, struct err *e) ATTR_CHECK;
/* The person whom a contact was is forgotten, in the caller's transaction: what waits is cancelled with
 * `why`; names, addresses, subjects, notes and what servers and reports said go, of the messages and of what
 * came in; states, days, references and fingerprints stay. ret (zero before the first): fingerprints of what
 * bore the name, for the caller to give up where nobody else needs the bytes. ERR_CONFLICT: one is being
 * sent. */
struct outbox_forget {
	const char *house, *contact, *why;
	size_t addresses;
	const char *const *address; /* the person's own: what came from there goes too */
	int64_t now_ms;
};
struct outbox_forgotten {
	size_t cancelled, incoming;
	size_t n, cap;
	const char **sha256;
};
int outbox_forget(struct db *db, struct arena *a, const struct outbox_forget *w, struct outbox_forgotten *ret,
	struct err *e) ATTR_CHECK;
/* m- (or another letter) and 20 random hex digits. */
const char *outbox_random_id(struct arena *a, char letter);
/* local@domain, as SMTP takes it between < and > without quoting; UTF-8 allowed. */
bool outbox_is_address(const char *s);
