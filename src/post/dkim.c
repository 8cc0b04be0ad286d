#include "post/dkim.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdbool.h>

#include "base/file.h"

#define SIGNATURE_MAX 1024u /* bytes: RSA of 8192 bits */
#define HEADERS_MAX 200     /* fields of a message that are looked at */

/* Signed where they are there, each time they are there; From once more, so that none can be added (RFC 6376
 * 5.4). What unsubscribes must be signed (RFC 8058 4). */
static const char *const signed_fields[] = {"From", "Reply-To", "Subject", "Date", "To", "Cc", "Message-Id",
	"In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
	"Content-Language", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted"};
#define FIELDS (sizeof signed_fields / sizeof signed_fields[0])

struct dkim {
	const char *domain, *selector, *name, *record;
	EVP_PKEY *key;
	bool ed25519;
};

static void key_free(void *key)
{
	EVP_PKEY_free(key);
}

static const char *base64(struct arena *a, const unsigned char *data, size_t len)
{
	char *text = arena_array(a, 4 * ((len + 2) / 3) + 1, 1);

	EVP_EncodeBlock((unsigned char *)text, data, (int)len);
	return text;
}

static const char *record_of(struct arena *a, const struct dkim *d)
{
	unsigned char raw[32], *der = NULL;
	size_t raw_len = sizeof raw;
	const char *text = "";
	int len;

	if (d->ed25519)
		return EVP_PKEY_get_raw_public_key(d->key, raw, &raw_len) == 1
			? arena_printf(a, "v=DKIM1; k=ed25519; p=%s", base64(a, raw, raw_len))
			: "";
	len = i2d_PUBKEY(d->key, &der);
	if (len > 0)
		text = arena_printf(a, "v=DKIM1; k=rsa; p=%s", base64(a, der, (size_t)len));
	OPENSSL_free(der);
	return text;
}

int dkim_open(struct arena *a, const char *domain, const char *selector, const char *key, struct dkim **ret,
	struct err *e)
{
	struct dkim *d = NEW(a, struct dkim);
	size_t len;
	char *pem, none[] = ""; /* no passphrase is asked for */
	BIO *bio;
	int r = file_read(a, key, DKIM_KEY_MAX, &pem, &len, e);

	if (r < 0)
		return err_ctx(e, "DKIM key");
	bio = BIO_new_mem_buf(pem, (int)len);
	d->key = PEM_read_bio_PrivateKey(bio, NULL, NULL, none);
	BIO_free(bio);
	OPENSSL_cleanse(pem, len);
	if (!d->key)
		return err_set(e, ERR_INVALID,
			"%s: no private key in PEM; make one: openssl genrsa -out FILE 2048", key);
	arena_defer(a, key_free, d->key);
	d->ed25519 = EVP_PKEY_is_a(d->key, "ED25519");
	if (!d->ed25519 && (!EVP_PKEY_is_a(d->key, "RSA") || EVP_PKEY_get_bits(d->key) < DKIM_RSA_LEAST))
		return err_set(e, ERR_INVALID, "%s: DKIM signs with RSA of at least %d bits, or Ed25519", key,
			DKIM_RSA_LEAST);
	d->domain = arena_strdup(a, domain);
	d->selector = arena_strdup(a, selector);
	d->name = arena_printf(a, "%s._domainkey.%s", selector, domain);
	d->record = record_of(a, d);
	*ret = d;
	return 0;
}

const char *dkim_record(const struct dkim *d)
{
	return d->record;
}

/* ---- relaxed body: RFC 6376 3.4.4 ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* One line without its CRLF. */
static void relaxed_line(EVP_MD_CTX *md, const char *s, size_t len)
{
	size_t from = 0, i = 0;

	while (len && is_blank(s[len - 1]))
		len--;
	while (i < len) {
		if (!is_blank(s[i])) {
			i++;
			continue;
		}
		EVP_DigestUpdate(md, s + from, i - from);
		EVP_DigestUpdate(md, " ", 1);
		while (i < len && is_blank(s[i]))
			i++;
		from = i;
	}
	EVP_DigestUpdate(md, s + from, len - from);
	EVP_DigestUpdate(md, "\r\n", 2);
}

static bool line_is_blank(const char *s, size_t len)
{
	while (len && is_blank(s[len - 1]))
		len--;
	return len == 0;
}

/* Is it already as it is to be hashed? Most lines of a mail are base64. */
static bool line_is_relaxed(const char *s, size_t len)
{
	if (memchr(s, '\t', len) || is_blank(s[len - 1]))
		return false;
	for (const char *c = memchr(s, ' ', len); c; c = memchr(c, ' ', len - (size_t)(c - s)))
		if (*++c == ' ')
			return false;
	return true;
}

/* memchr is many times faster than a search for two bytes. */
static const char *line_end(const char *s, const char *end)
{
	for (const char *c = memchr(s, '\r', (size_t)(end - s)); c && c + 1 < end;
		c = memchr(c + 1, '\r', (size_t)(end - c - 1)))
		if (c[1] == '\n')
			return c;
	return NULL;
}

/* Lines that go as they are are hashed together. Empty lines are held back: at the end they do not count. */
static void relaxed_body(EVP_MD_CTX *md, const char *body, size_t len)
{
	const char *s = body, *end = body + len;
	const char *span = body,
		   *kept = body; /* not yet hashed: from there; to the end of the last line with text */
	size_t empty = 0;        /* lines held back before the span */

	for (const char *next; s < end; s = next) {
		const char *crlf = line_end(s, end);
		size_t line = (size_t)((crlf ? crlf : end) - s);

		next = crlf ? crlf + 2 : end;
		if (line == 0)
			continue;
		if (line_is_blank(s, line)) {
			EVP_DigestUpdate(md, span, (size_t)(kept - span));
			empty += (size_t)(s - kept) / 2 + 1;
			span = kept = next;
			continue;
		}
		for (; empty; empty--)
			EVP_DigestUpdate(md, "\r\n", 2);
		if (crlf && line_is_relaxed(s, line)) {
			kept = next;
			continue;
		}
		EVP_DigestUpdate(md, span, (size_t)(s - span));
		relaxed_line(md, s, line);
		span = kept = next;
	}
	EVP_DigestUpdate(md, span, (size_t)(kept - span));
}

/* ---- relaxed header: 3.4.2 ---- */

struct field {
	const char *name, *value; /* value: after the colon, with its folds, to before the CRLF */
	size_t name_len, value_len;
	bool used;
};

static size_t fields_of(const char *head, size_t len, struct field *field)
{
	size_t n = 0;

	while (len && n < HEADERS_MAX) {
		size_t end = 0;

		do {
			const char *crlf = memmem(head + end, len - end, "\r\n", 2);

			end = crlf ? (size_t)(crlf - head) + 2 : len;
		} while (end < len && is_blank(head[end]));
		const char *colon = memchr(head, ':', end);

		if (colon)
			field[n++] = (struct field){head, colon + 1, (size_t)(colon - head),
				end - (size_t)(colon - head) - 1, false};
		head += end;
		len -= end;
	}
	return n;
}

static void relaxed_header(struct buf *b, const char *name, size_t name_len, const char *value, size_t len)
{
	size_t i = 0;

	for (size_t j = 0; j < name_len; j++)
		buf_putc(b, (char)(name[j] >= 'A' && name[j] <= 'Z' ? name[j] + 32 : name[j]));
	buf_putc(b, ':');
	while (len && strchr(" \t\r\n", value[len - 1]))
		len--;
	while (i < len && strchr(" \t\r\n", value[i]))
		i++;
	while (i < len) {
		size_t from = i;

		while (i < len && !strchr(" \t\r\n", value[i]))
			i++;
		buf_add(b, value + from, i - from);
		if (i < len)
			buf_putc(b, ' ');
		while (i < len && strchr(" \t\r\n", value[i]))
			i++;
	}
}

/* The last one of that name that was not used yet: fields count from below (5.4.2). */
static struct field *field_find(struct field *field, size_t n, const char *name)
{
	while (n--)
		if (!field[n].used && field[n].name_len == strlen(name) &&
			strncasecmp(field[n].name, name, field[n].name_len) == 0)
			return &field[n];
	return NULL;
}

static void sign_fields(struct buf *input, struct buf *names, const char *head, size_t len)
{
	struct field field[HEADERS_MAX];
	size_t n = fields_of(head, len, field);

	for (size_t i = 0; i < FIELDS; i++) {
		for (struct field *f = field_find(field, n, signed_fields[i]); f;
			f = field_find(field, n, signed_fields[i])) {
			f->used = true;
			relaxed_header(input, f->name, f->name_len, f->value, f->value_len);
			buf_puts(input, "\r\n");
			buf_printf(names, "%s%s", names->len ? ":" : "", signed_fields[i]);
		}
		if (i == 0)
			buf_puts(names, names->len ? ":From" : "From");
	}
}

/* ---- the signature ---- */

static int failed(struct err *e)
{
	return err_set(e, ERR_BUG, "DKIM: OpenSSL does not sign with this key");
}

static int sign(const struct dkim *d, const struct buf *input, unsigned char *out, size_t *len, struct err *e)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char hash[32];
	const unsigned char *data = (const unsigned char *)input->data;
	size_t data_len = input->len;
	bool good = md != NULL;

	if (good && d->ed25519) { /* signs the hash, not the text: RFC 8463 3 */
		good = EVP_Digest(data, data_len, hash, NULL, EVP_sha256(), NULL) == 1;
		data = hash;
		data_len = sizeof hash;
	}
	good = good && EVP_DigestSignInit(md, NULL, d->ed25519 ? NULL : EVP_sha256(), NULL, d->key) == 1 &&
		EVP_DigestSign(md, out, len, data, data_len) == 1;
	EVP_MD_CTX_free(md);
	return good ? 0 : failed(e);
}

static int body_hash(const char *body, size_t len, unsigned char out[32], struct err *e)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	bool good = md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) == 1;

	if (good) {
		relaxed_body(md, body, len);
		good = EVP_DigestFinal_ex(md, out, NULL) == 1;
	}
	EVP_MD_CTX_free(md);
	return good ? 0 : failed(e);
}

/* Folded, so that no line is longer than 78. */
static void fold(struct buf *out, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i += 72) {
		buf_puts(out, "\r\n ");
		buf_add(out, text + i, len - i < 72 ? len - i : 72);
	}
}

static void names_folded(struct buf *out, const char *names)
{
	size_t column = 4;

	for (const char *s = names; *s;) {
		size_t len = strcspn(s, ":") + 1;

		if (column + len > 72) {
			buf_puts(out, "\r\n ");
			column = 1;
		}
		buf_add(out, s, s[len - 1] ? len : len - 1);
		column += len;
		s += s[len - 1] ? len : len - 1;
	}
}

int dkim_sign(
	const struct dkim *d, const char *message, size_t len, int64_t now_ms, struct buf *out, struct err *e)
{
	AUTO_ARENA a = arena_new("dkim");
	const char *blank = memmem(message, len, "\r\n\r\n", 4);
	unsigned char hash[32], signature[SIGNATURE_MAX];
	size_t head = blank ? (size_t)(blank - message) + 2 : len, size = sizeof signature, start = out->len;
	struct buf input, names;
	int r = body_hash(message + head + 2, blank ? len - head - 2 : 0, hash, e);

	if (r < 0)
		return r;
	buf_init(&input, a, 2 * head + DKIM_HEADER_MAX);
	buf_init(&names, a, DKIM_HEADER_MAX);
	sign_fields(&input, &names, message, head);
	buf_printf(out, "DKIM-Signature: v=1; a=%s; c=relaxed/relaxed;\r\n d=%s; s=%s; t=%lld;\r\n h=",
		d->ed25519 ? "ed25519-sha256" : "rsa-sha256", d->domain, d->selector,
		(long long)(now_ms / 1000));
	names_folded(out, names.data);
	buf_printf(out, ";\r\n bh=%s;\r\n b=", base64(a, hash, sizeof hash));
	if (!out->over)
		relaxed_header(&input, "dkim-signature", 14, out->data + start + 15, out->len - start - 15);
	r = buf_check(&input, e);
	if (r == 0)
		r = sign(d, &input, signature, &size, e);
	if (r < 0)
		return r;
	fold(out, base64(a, signature, size));
	buf_puts(out, "\r\n");
	return buf_check(out, e);
}

const char *dkim_record_name(const struct dkim *d)
{
	return d->name;
}
