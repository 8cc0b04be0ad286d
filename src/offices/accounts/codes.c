/* Codes beside a password: of a generator (RFC 6238, by liboath), and for when it is lost. */
#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>
#include <string.h>

#include "offices/accounts/account.h"
#include "web/secret.h"

#define SECRET_BYTES 20u /* RFC 4226, 4: 160 bits */
#define SECRET_CHARS (SECRET_BYTES * 8 / 5)
#define STEP_SECONDS 30u
#define WINDOW 1u /* steps before and behind: clocks differ */
#define CODE_DIGITS 6u
#define RECOVERY_CHARS 10u
#define ADDRESS_MAX 1000u
#define PATH_MAX_BYTES 60000u

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648, 6 */
/* Without 0 1 i l o u: nothing that is misread. */
static const char recovery_alphabet[] = "23456789abcdefghjkmnpqrstvwxyz";

const char *totp_new(struct arena *a)
{
	char *text = arena_zalloc(a, SECRET_CHARS + 1);

	secret_new(a); /* sees to it that there are random numbers */
	for (unsigned i = 0; i < SECRET_CHARS; i++)
		text[i] = base32[randombytes_uniform(sizeof base32 - 1)];
	return text;
}

/* Eight characters are five bytes. */
static bool secret_read(const char *text, unsigned char out[SECRET_BYTES])
{
	unsigned bits = 0, value = 0;
	size_t n = 0;

	if (strlen(text) != SECRET_CHARS)
		return false;
	for (; *text; text++) {
		const char *at = strchr(base32, *text);

		if (!at)
			return false;
		value = (value << 5 | (unsigned)(at - base32)) & 0xffff;
		bits += 5;
		if (bits >= 8)
			out[n++] = (unsigned char)(value >> (bits -= 8) & 0xff);
	}
	return true;
}

bool totp_is(const char *secret)
{
	return strlen(secret) == SECRET_CHARS && strspn(secret, base32) == SECRET_CHARS;
}

int64_t totp_step(const char *secret, const char *code, int64_t now_ms)
{
	unsigned char bytes[SECRET_BYTES];
	uint64_t step = 0;
	int place = 0;

	if (strlen(code) != CODE_DIGITS || strspn(code, "0123456789") != CODE_DIGITS ||
		!secret_read(secret, bytes))
		return -1;
	int rc = oath_totp_validate3((const char *)bytes, sizeof bytes, (time_t)(now_ms / 1000), STEP_SECONDS,
		0, WINDOW, &place, &step, code);
	sodium_memzero(bytes, sizeof bytes);
	return rc >= 0 ? (int64_t)step : -1;
}

const char *totp_address(struct arena *a, const char *secret, const char *issuer, const char *mail)
{
	struct buf b;

	buf_init(&b, a, ADDRESS_MAX);
	buf_puts(&b, "otpauth://totp/");
	html_url_part(&b, issuer);
	buf_putc(&b, ':');
	html_url_part(&b, mail);
	buf_printf(&b, "?secret=%s&issuer=", secret);
	html_url_part(&b, issuer);
	return b.data;
}

const char *qr_path(struct arena *a, const char *text, int *ret_size)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	struct buf b;

	buf_init(&b, a, PATH_MAX_BYTES);
	*ret_size = code ? code->width : 0; /* none where the text is too long: it stands beside as text */
	for (int y = 0; code && y < code->width; y++)
		for (int x = 0, end; x < code->width; x = end + 1) {
			for (end = x; end < code->width && code->data[y * code->width + end] & 1; end++)
				;
			if (end > x)
				buf_printf(&b, "M%d %dh%dv1h-%dz", x, y, end - x, end - x);
		}
	QRcode_free(code);
	return b.len ? b.data : "";
}

const char *recovery_new(struct arena *a)
{
	char *text = arena_zalloc(a, RECOVERY_CHARS + 2);
	size_t n = 0;

	for (unsigned i = 0; i < RECOVERY_CHARS; i++) {
		if (i == RECOVERY_CHARS / 2)
			text[n++] = '-';
		text[n++] = recovery_alphabet[randombytes_uniform(sizeof recovery_alphabet - 1)];
	}
	return text;
}

const char *recovery_read(struct arena *a, const char *given)
{
	char *text = arena_zalloc(a, RECOVERY_CHARS + 1);
	size_t n = 0;

	for (const char *p = given; *p; p++) {
		char c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;

		if (c == ' ' || c == '-')
			continue;
		if (n == RECOVERY_CHARS || !strchr(recovery_alphabet, c))
			return NULL;
		text[n++] = c;
	}
	return n == RECOVERY_CHARS ? text : NULL;
}
