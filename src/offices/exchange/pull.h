/* Taking over the public acts of another installation. Private to the office. */
#pragma once
#include "offices/exchange/feed.h"
#include "store/store.h"

#define PULL_ACTS_MAX 1000000u      /* of one pull; the next goes on */
#define PULL_BYTES_MAX (512u << 20) /* of all answers of one pull */
#define PULL_SECONDS 60L            /* for one answer */
#define PULL_URL_MAX 500u           /* bytes */
#define PEERS_SHOWN 1000

/* What is known of another installation. */
struct peer {
	const char *url, *keyring;
	uint64_t acts;
	const char *hash; /* of the last of them, there */
};

/* Everything behind what is known of it, checked against chain and signature. Rows with content withheld are
 * left out; *ret_head is where the record ends there. ERR_CONFLICT: it is not the record that it was. */
int pull_fetch(struct run *r, const struct peer *p, struct act_row **ret, size_t *ret_n,
	struct feed_head *ret_head, struct err *e) ATTR_CHECK;

extern const struct option_info pull_options[];
int pull_run(struct run *r, struct err *e);
int peers_run(struct run *r, struct err *e);
