/* Addresses that name a message and cannot be forged: the envelope's sender, to which returns come, and the
 * address that unsubscribes. letter+ID-MAC@domain, the MAC by libsodium over letter, house and id. */
#pragma once
#include <stdbool.h>

#include "post/outbox.h"

#define VERP_KEY_LEAST 16u /* bytes of the secret file */
#define VERP_RETURN 'b'
#define VERP_UNSUBSCRIBE 'u'

struct verp {
	unsigned char key[32];
	const char *house, *domain;
};
/* secret: path of a file of at least VERP_KEY_LEAST bytes. */
int verp_open(struct arena *a, const char *house, const char *domain, const char *secret, struct verp *ret,
	struct err *e) ATTR_CHECK;
/* "b+0123…-4567…": what stands before the @, and in the address of the page that unsubscribes. */
const char *verp_token(struct arena *a, const struct verp *v, char letter, const char *id);
const char *verp_address(struct arena *a, const struct verp *v, char letter, const char *id);
enum { VERP_NONE = 0, VERP_GOOD = 1, VERP_FORGED = -1 };
/* Of an address or token, upper or lower case. VERP_GOOD: *id is the message's. VERP_FORGED: of that form,
 * and not ours. */
int verp_read(const struct verp *v, char letter, const char *address, char id[OUTBOX_ID_MAX]);
