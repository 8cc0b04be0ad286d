/* DKIM (RFC 6376, RFC 8463): rsa-sha256 or ed25519-sha256, as the key is; relaxed/relaxed. The key is read
 * once. */
#pragma once
#include <stdint.h>

#include "base/buf.h"

#define DKIM_HEADER_MAX 4096u    /* bytes of a DKIM-Signature field */
#define DKIM_KEY_MAX (16u << 10) /* bytes of a PEM file */
#define DKIM_RSA_LEAST 2048      /* bits; RFC 8301 wants 1024 refused as too weak for what lasts */

struct dkim;
/* key: path of an unencrypted private key in PEM. ERR_INVALID: no such key, or too weak. Freed with `a`. */
int dkim_open(struct arena *a, const char *domain, const char *selector, const char *key, struct dkim **ret,
	struct err *e) ATTR_CHECK;
/* Signs a message as it goes over the wire (CRLF) and writes the field that goes in front of it, with its
 * CRLF. Safe on several threads. */
int dkim_sign(const struct dkim *d, const char *message, size_t len, int64_t now_ms, struct buf *out,
	struct err *e) ATTR_CHECK;
/* SELECTOR._domainkey.DOMAIN and the text of the record that stands there. */
const char *dkim_record_name(const struct dkim *d);
const char *dkim_record(const struct dkim *d);
