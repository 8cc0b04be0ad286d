/* Accounts as the store holds them. Private to the office. Texts live in the arena given. */
#pragma once
#include "offices/accounts/accounts.h"
#include "offices/houses/houses.h"

#define MAIL_MAX 254u      /* bytes of an e-mail address */
#define PASSWORD_LEAST 12u /* characters, as bytes */
#define PASSWORD_MAX 256u  /* bytes */
#define CODES 10           /* recovery codes that are made at once */
#define SESSION_IDLE_HOURS 12
#define SESSION_DAYS 7 /* at most, however often it is used */
#define INVITE_DAYS 14
#define LINK_MINUTES 30    /* of a link to sign in */
#define ATTEMPT_MINUTES 15 /* in which these may fail: */
#define ATTEMPTS_PER_ACCOUNT 10
#define ATTEMPTS_PER_ADDRESS 30
#define LINKS_PER_ACCOUNT 3 /* asked for in ATTEMPT_MINUTES */
#define CHALLENGE_MINUTES 10
#define CHALLENGES_PER_ADDRESS 120 /* in ATTEMPT_MINUTES */
#define PASSKEYS_MAX 20            /* of an account */

struct account {
	const char *id, *mail, *name, *lang;
	int64_t made_ms, closed_ms;
};
/* ERR_NOTFOUND: no open account has this address. */
int account_by(
	struct db *db, struct arena *a, const char *mail, struct account *ret, struct err *e) ATTR_CHECK;
int account_get(
	struct db *db, struct arena *a, const char *id, struct account *ret, struct err *e) ATTR_CHECK;
int account_list(
	struct db *db, struct arena *a, struct account **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* What it may do on a day, words for people: drafter of ngo, focal-point of LAO. */
int account_grants(struct db *db, struct arena *a, const char *account, day_t on, struct grant **ret,
	size_t *ret_n, struct err *e) ATTR_CHECK;
const char *grant_words(struct arena *a, const struct grant *g);
/* In the caller's transaction. by: id of an account, "" the owner of the database. */
int account_note(struct db *db, const char *account, const char *what, const char *detail, const char *by,
	int64_t now_ms, struct err *e) ATTR_CHECK;
/* All that it signs in with is gone; in the caller's transaction. */
int ways_clear(struct db *db, const char *account, struct err *e) ATTR_CHECK;
/* Closes it: its sessions, links and what it signs in with are gone, name and address forgotten. */
int account_shut(
	struct run *r, struct db *db, const struct account *acc, const char *by, struct err *e) ATTR_CHECK;
/* An address as it is kept: in small letters. ERR_INVALID: it is none. */
int mail_read(struct arena *a, const char *given, const char **ret, struct err *e) ATTR_CHECK;

/* ---- passwords: Argon2id, two at a time, in about 70 ms each ---- */
#define PASSWORD_KEY_BYTES 32u
/* What is kept of a password, and the key that seals what belongs to it. */
const char *password_keep(struct arena *a, const char *password, unsigned char key[PASSWORD_KEY_BYTES]);
/* kept "": takes as long, and is never right. */
bool password_is(const char *kept, const char *password, unsigned char key[PASSWORD_KEY_BYTES]);
/* ERR_INVALID says what is wrong with it, in words of T(). */
int password_check(const char *password, const char *again, struct err *e) ATTR_CHECK;
const char *seal(struct arena *a, const unsigned char key[PASSWORD_KEY_BYTES], const char *text);
const char *unseal(
	struct arena *a, const unsigned char key[PASSWORD_KEY_BYTES], const char *sealed); /* or NULL */

/* ---- codes: RFC 6238, six digits, 30 seconds ---- */
const char *totp_new(struct arena *a); /* a secret, base32 */
bool totp_is(const char *secret);      /* has the form of one */
/* The time step of the code, one before and one behind now; -1: none. */
int64_t totp_step(const char *secret, const char *code, int64_t now_ms);
/* For a code generator: otpauth://…, and as the path of an SVG in squares of 1, `*ret_size` of them wide. */
const char *totp_address(struct arena *a, const char *secret, const char *issuer, const char *mail);
const char *qr_path(struct arena *a, const char *text, int *ret_size);
#define QR_MARGIN 8 /* squares around it that stay white: four on each side */
/* A recovery code: xxxxx-xxxxx; as given, with whatever case, blanks and hyphens, to what is hashed. */
const char *recovery_new(struct arena *a);
const char *recovery_read(struct arena *a, const char *given); /* NULL: it is none */

/* ---- signing in ---- */
/* What is said to whom a way in holds roles back: words of T(). */
const char *held_said(void);
/* way: password, recovery, passkey, oidc, link. */
bool way_opens(const char *way, const char *role);
/* Those that it opens, in their order, at the beginning of g; how many. */
size_t way_keep(const char *way, struct grant *g, size_t n);
/* Opens a session, in the caller's transaction; *ret_secret is for the cookie. */
int session_new(struct request *q, struct db *db, const struct account *acc, const char *way,
	const char **ret_secret, struct err *e) ATTR_CHECK;
/* Password and code (or a recovery code), as they were given. */
struct proof {
	const char *mail, *password, *code;
};
struct proved {
	struct account account;
	const char *way; /* password, recovery */
	unsigned char key[PASSWORD_KEY_BYTES];
};
/* Are they right? Then a transaction is open in which the code was taken, for the caller to go on and to
 * commit. ERR_INVALID: not so, whatever it was, and it is counted; ERR_LIMIT: too often. */
int proof_take(struct request *q, struct db *db, const struct proof *p, struct tx *tx, struct proved *ret,
	struct err *e) ATTR_CHECK;
int sign_in(struct request *q, struct db *db, const struct proof *p, const char **ret_secret,
	struct err *e) ATTR_CHECK;
/* Sets password, code generator and recovery codes; ret_code: CODES of them. In the caller's transaction. */
struct secrets {
	const char *password, *totp; /* kept, sealed */
	int64_t step;                /* of the code that was shown: it is taken */
};
int credentials_set(struct db *db, struct arena *a, const char *account, const struct secrets *s,
	int64_t now_ms, const char **ret_code, struct err *e) ATTR_CHECK;
/* CODES new recovery codes, in place of all before. In the caller's transaction. */
int recovery_set(struct db *db, struct arena *a, const char *account, int64_t now_ms, const char **ret_code,
	struct err *e) ATTR_CHECK;
/* DB_ROW: this step of time was not taken yet, and is now; DB_DONE: it was. */
int totp_take(struct db *db, const char *account, int64_t step, struct err *e) ATTR_CHECK;
/* What is kept of it: password or totp; "" none. */
int credential_of(struct db *db, struct arena *a, const char *account, const char *kind, const char **ret,
	struct err *e) ATTR_CHECK;
/* Has `subject` failed `most` times? Then ERR_LIMIT. */
int attempts_check(struct db *db, const char *subject, int most, int64_t now_ms, struct err *e) ATTR_CHECK;
int attempt_note(struct db *db, const char *subject, int64_t now_ms, struct err *e) ATTR_CHECK;
const char *attempt_of_mail(struct arena *a, const char *mail);
const char *attempt_of_address(struct request *q);

/* ---- links ---- */
/* A new one, in the caller's transaction; *ret is its secret. */
int link_new(struct db *db, struct arena *a, const char *account, const char *purpose, int64_t now_ms,
	int64_t end_ms, const char **ret, struct err *e) ATTR_CHECK;
/* Whose it is, and for what; ERR_NOTFOUND: used, too old, or none. */
struct link {
	struct account account;
	const char *purpose, *pending;
	char token[65];
};
int link_open(struct db *db, struct arena *a, const char *secret, int64_t now_ms, struct link *ret,
	struct err *e) ATTR_CHECK;
/* The secret of the code generator that the link sets up: made the first time, the same then. */
int link_pend(struct db *db, struct arena *a, const char *secret, int64_t now_ms, struct link *l,
	struct err *e) ATTR_CHECK;
/* Puts a mail with the link into the outbox of the house; false in *ret_sent: no mail is configured. In the
 * caller's transaction. */
struct link_mail {
	const struct account *to;
	const char *house;          /* code of the one that sends; "" the only one, or the first */
	const char *subject, *text; /* of the account's language */
};
int link_send(
	struct run *r, struct db *db, const struct link_mail *m, bool *ret_sent, struct err *e) ATTR_CHECK;

/* ---- what a browser is asked, to be answered once ---- */
struct challenge {
	const char *purpose; /* register, passkey, oidc */
	const char *account; /* register: whose; else "" */
	const char *browser; /* what only this browser has: of a cookie */
};
/* Kept for CHALLENGE_MINUTES; *ret is for the browser. ERR_LIMIT: too many. Not in a transaction. */
int challenge_new(struct request *q, struct db *db, const struct challenge *c, const char **ret,
	struct err *e) ATTR_CHECK;
/* ERR_INVALID: it was not asked so, or is answered or too old. Whatever follows, it is gone then: so not in a
 * transaction that may be taken back. */
int challenge_take(struct request *q, struct db *db, const char *secret, const struct challenge *c,
	struct err *e) ATTR_CHECK;

/* ---- passkeys ---- */
struct passkey_row {
	const char *id, *name;
	int64_t made_ms, used_ms; /* used 0: never */
};
int passkey_list(struct db *db, struct arena *a, const char *account, struct passkey_row **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
/* ERR_NOTFOUND: the account has no such passkey. In the caller's transaction. */
int passkey_drop(struct db *db, const char *account, const char *id, const char *by, int64_t now_ms,
	struct err *e) ATTR_CHECK;
/* The host for which browsers make passkeys here: that of this site over TLS, or this computer; NULL: they
 * make none. */
const char *passkey_site(struct request *q);

/* Who is invited to what. Empty texts: none. */
struct invitation {
	const char *mail, *name, *role, *house, *state, *treaty, *organisation, *lang, *from_day, *to_day;
	const char *origin; /* https://register.example, without a slash */
};
/* Makes account, person and grant, as far as they are not there, and a link. by: id of an account, "". */
int invite(struct run *r, struct db *db, const struct invitation *i, const char *by, const char **ret_link,
	bool *ret_sent, struct err *e) ATTR_CHECK;
/* The same in the caller's transaction. */
int invite_in_tx(struct run *r, struct db *db, const struct invitation *i, const char *by,
	const char **ret_link, bool *ret_sent, struct err *e) ATTR_CHECK;

extern const struct route accounts_routes[];
int account_page(struct request *q, struct answer *ret, struct err *e);
int session_end_page(struct request *q, struct answer *ret, struct err *e);
int house_page(struct request *q, struct answer *ret, struct err *e);
int accounts_page(struct request *q, struct answer *ret, struct err *e);
int account_close_page(struct request *q, struct answer *ret, struct err *e);
int start_page(struct request *q, struct answer *ret, struct err *e);
int sign_in_page(struct request *q, struct answer *ret, struct err *e);
/* The form again, with what was wrong in words of T(). */
int sign_in_again(struct request *q, struct answer *ret, int status, const char *said);
/* After signing in: the cookie, and to the page that was wanted. */
void sign_in_done(struct request *q, struct answer *ret, const char *secret);
int passkey_ask_page(struct request *q, struct answer *ret, struct err *e);
int passkey_add_page(struct request *q, struct answer *ret, struct err *e);
int passkey_remove_page(struct request *q, struct answer *ret, struct err *e);
int passkey_sign_in_page(struct request *q, struct answer *ret, struct err *e);
int oidc_page(struct request *q, struct answer *ret, struct err *e);
int oidc_back_page(struct request *q, struct answer *ret, struct err *e);
int sign_out_page(struct request *q, struct answer *ret, struct err *e);
int link_ask_page(struct request *q, struct answer *ret, struct err *e);
int link_page(struct request *q, struct answer *ret, struct err *e);
int renew_page(struct request *q, struct answer *ret, struct err *e);
int setup_page(struct request *q, struct answer *ret, struct err *e);
