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
	EVP_MD_CTX *hashes, *signs; /* begun, and copied for each message: to begin costs more */
	bool ed25519;
};

static void dkim_free(void *arg)
{
	struct dkim *d = arg;

	EVP_MD_CTX_free(d->signs);
	EVP_MD_CTX_free(d->hashes);
	EVP_PKEY_free(d->key);
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

static int failed(struct err *e)
{
	return err_set(e, ERR_BUG, "DKIM: OpenSSL does not sign with this key");
}

static int begin(struct dkim *d, struct err *e)
{
	d->hashes = EVP_MD_CTX_new();
	d->signs = EVP_MD_CTX_new();
	if (!d->hashes || !d->signs || EVP_DigestInit_ex(d->hashes, EVP_sha256(), NULL) != 1 ||
		EVP_DigestSignInit(d->signs, NULL, d->ed25519 ? NULL : EVP_sha256(), NULL, d->key) != 1)
		return failed(e);
	return 0;
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
	arena_defer(a, dkim_free, d);
	d->ed25519 = EVP_PKEY_is_a(d->key, "ED25519");
	if (!d->ed25519 && (!EVP_PKEY_is_a(d->key, "RSA") || EVP_PKEY_get_bits(d->key) < DKIM_RSA_LEAST))
		return err_set(e, ERR_INVALID, "%s: DKIM signs with RSA of at least %d bits, or Ed25519", key,
			DKIM_RSA_LEAST);
	d->domain = arena_strdup(a, domain);
	d->selector = arena_strdup(a, selector);
	d->name = arena_printf(a, "%s._domainkey.%s", selector, domain);
	d->record = record_of(a, d);
	r = begin(d, e);
	if (r == 0)
		*ret = d;
	return r;
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

/* Without the empty lines at the end (blanks in a line are nothing) and the end of the last line. */
static size_t body_len(const char *body, size_t len)
{
	for (;;) {
		while (len && is_blank(body[len - 1]))
			len--;
		if (len < 2 || body[len - 2] != '\r' || body[len - 1] != '\n')
			return len;
		len -= 2;
	}
}

static const char *find(char c, const char *s, const char *end)
{
	const char *at = memchr(s, c, (size_t)(end - s));

	return at ? at : end;
}

/* Only blanks change, so only they are looked for: most of a mail is base64 and has none. What lies between
 * those that change is hashed at once. */
static void relaxed_body(EVP_MD_CTX *md, const char *body, size_t len)
{
	const char *end = body + body_len(body, len), *kept = body; /* hashed up to there */
	const char *space = find(' ', body, end), *tab = find('\t', body, end);

	if (end == body)
		return;
	while (space < end || tab < end) {
		const char *from = space < tab ? space : tab, *to = from;

		while (to < end && is_blank(*to))
			to++;
		bool line_ends = end - to >= 2 && to[0] == '\r' && to[1] == '\n';

		if (line_ends || to > from + 1 || *from != ' ') {
			EVP_DigestUpdate(md, kept, (size_t)(from - kept));
			EVP_DigestUpdate(md, " ", line_ends ? 0 : 1);
			kept = to;
		}
		if (space < to)
			space = find(' ', to, end);
		if (tab < to)
			tab = find('\t', to, end);
	}
	EVP_DigestUpdate(md, kept, (size_t)(end - kept));
	EVP_DigestUpdate(md, "\r\n", 2);
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
	good = good && EVP_MD_CTX_copy_ex(md, d->signs) == 1 &&
		EVP_DigestSign(md, out, len, data, data_len) == 1;
	EVP_MD_CTX_free(md);
	return good ? 0 : failed(e);
}

static int body_hash(const struct dkim *d, const char *body, size_t len, unsigned char out[32], struct err *e)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	bool good = md && EVP_MD_CTX_copy_ex(md, d->hashes) == 1;

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
	int r = body_hash(d, message + head + 2, blank ? len - head - 2 : 0, hash, e);

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
