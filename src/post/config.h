/* mail.yaml: by which relay a house sends, how fast, when again, where its returns and answers lie
 * (docs/post.md has every key). Without it nothing is sent: messages go to a folder. */
#pragma once
#include "post/smtp.h"
#include "treaty/pack.h"

#define CONFIG_BYTES_MAX (256u << 10)
#define CONFIG_MAILBOXES_MAX 8u
#define CONFIG_DOMAINS_MAX 200u

/* Where mail is read: a maildir, or a folder by IMAP. */
struct mailbox {
	const char *maildir; /* path; "" by IMAP */
	const char *host;
	int port;
	enum smtp_security security;
	const char *user, *secret, *ca, *folder; /* secret: path of the file; ca NULL: the system's */
};
struct config_rate {
	const char *domain; /* lower case */
	int per_minute;
};
struct config {
	struct smtp_relay relay;
	bool has_relay, has_dkim, has_hours, has_bounce, has_archive;
	bool receipts;    /* ask for reports of delivery */
	const char *sink; /* without a relay: the folder to which messages are written; NULL none */
	struct {
		const char *domain, *selector, *key;
	} dkim;
	int per_minute;           /* to one domain; 0 as fast as the relay takes it */
	struct config_rate *rate; /* of single domains */
	size_t rates_n;
	struct {
		int from, to; /* hours of the recipient's day, 0..24: from <= t < to */
		bool weekends;
		const char *place; /* time zone where the message names none */
	} hours;
	struct {
		int64_t first_ms, most_ms, give_up_ms;
		int factor;
	} retry;
	struct {
		const char *domain, *secret; /* bounce+…@domain; file with the key of the MAC */
	} bounce;
	struct {
		const char *address;
		int64_t wait_ms; /* how long the relay may take until a copy lies there */
		struct mailbox mailbox;
	} archive;
	struct mailbox *mailbox; /* where returns and answers come in */
	size_t mailboxes_n;
	const char *unsubscribe; /* https://…/ : the message's token is added; "" none */
};
/* Paths in it that do not begin with / are those beside the file. Texts live in `a`. Every mistake with its
 * line; ERR_INVALID with the first. name: of the file, for errors.
 */
int config_read(struct arena *a, const char *name, const char *data, size_t len, struct config *ret,
	struct pack_mistake **ret_m, size_t *ret_m_n, struct err *e) ATTR_CHECK;
/* What is used where there is no file: nothing is sent, all goes to the folder `sink`. */
void config_default(struct config *ret, const char *sink);
