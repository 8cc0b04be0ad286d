/* Records and keys. */
#include "offices/letters/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acts/random.h"
#include "base/buf.h"
#include "base/file.h"

#define KEY_FILE_MAX 200u /* bytes */

/* ---- keys ---- */

static void of_seed(const unsigned char *seed, struct seal_key *ret)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES];
	crypto_sign_seed_keypair(public, ret->secret, seed);
	sodium_bin2hex(ret->public, sizeof ret->public, public, sizeof public);
}

/* Complete or absent: it is written beside, then linked to its name, which must be free. */
static int key_make(struct arena *a, const char *path, struct err *e)
{
	char seed[2 * crypto_sign_SEEDBYTES + 2];
	const char *beside = arena_printf(a, "%s.%ld", path, (long)getpid());
	random_hex(seed, crypto_sign_SEEDBYTES);
	seed[2 * crypto_sign_SEEDBYTES] = '\n';
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), rc = 0;
	if (fd < 0)
		return err_set(e, ERR_IO, "%s: %s", beside, strerror(errno));
	if (write(fd, seed, sizeof seed - 1) != (ssize_t)(sizeof seed - 1) || fsync(fd) < 0)
		rc = err_set(e, ERR_IO, "%s: %s", beside, strerror(errno));
	close(fd);
	if (rc == 0 && link(beside, path) < 0 && errno != EEXIST) /* another process may have been first */
		rc = err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	unlink(beside);
	sodium_memzero(seed, sizeof seed);
	return rc;
}

int seal_key_open(struct arena *a, const char *path, bool make, struct seal_key *ret, struct err *e)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	struct stat st;
	char *text;
	size_t len;
	if (stat(path, &st) < 0 && errno == ENOENT) {
		if (!make)
			return err_set(e, ERR_NOTFOUND,
				"%s: there is no signing key; paraph letter issue makes it, or say --secret"
				" FILE",
				path);
		int rc = key_make(a, path, e);
		if (rc < 0)
			return err_ctx(e, "signing key");
		if (stat(path, &st) < 0)
			return err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	}
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return err_set(e, ERR_INVALID, "%s: others may read the signing key; mend: chmod 600 %s",
			path, path);
	int rc = file_read(a, path, KEY_FILE_MAX, &text, &len, e);
	if (rc < 0)
		return rc;
	size_t found = 0;
	if (len != 2 * sizeof seed + 1 || text[len - 1] != '\n' ||
		sodium_hex2bin(seed, sizeof seed, text, len - 1, NULL, &found, NULL) < 0 ||
		found != sizeof seed)
		return err_set(
			e, ERR_INVALID, "%s: no signing key: 64 hexadecimal digits and a line end", path);
	of_seed(seed, ret);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(text, len);
	return 0;
}

static bool is_hex(const char *s, size_t len)
{
	return strlen(s) == len && strspn(s, "0123456789abcdef") == len;
}

int seal_public_read(struct arena *a, const char *path, const char **ret, struct err *e)
{
	char *text;
	size_t len;
	int rc = file_read(a, path, KEY_FILE_MAX, &text, &len, e);
	if (rc < 0)
		return rc;
	if (len && text[len - 1] == '\n')
		text[len - 1] = '\0';
	if (!is_hex(text, SEAL_KEY_HEX - 1))
		return err_set(e, ERR_INVALID,
			"%s: no public key: 64 hexadecimal digits, as paraph letter key writes them", path);
	*ret = text;
	return 0;
}

void seal_code(char ret[SEAL_CODE])
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned char raw[SEAL_CODE - 1];
	random_bytes(raw, sizeof raw);
	for (size_t i = 0; i < sizeof raw; i++)
		ret[i] = letters[raw[i] % 32];
	ret[5] = '-';
	ret[SEAL_CODE - 1] = '\0';
}

/* ---- records ---- */

#define FIELDS 10
static const char *const names[FIELDS] = {"paraph-letter", "house", "reference", "date", "signatory",
	"addressee", "status", "sha256", "code", "key"};

const char *seal_write(struct arena *a, const struct seal_record *r, const struct seal_key *k)
{
	const char *const value[FIELDS] = {"1", r->house, r->reference, r->date, r->signatory, r->addressee,
		r->status, r->sha256, r->code, k->public};
	unsigned char signature[crypto_sign_BYTES];
	char hex[2 * crypto_sign_BYTES + 1];
	struct buf b;
	buf_init(&b, a, SEAL_RECORD_MAX);
	for (size_t i = 0; i < FIELDS; i++)
		buf_printf(&b, "%s: %s\n", names[i], value[i]);
	crypto_sign_detached(signature, NULL, (const unsigned char *)b.data, b.len, k->secret);
	sodium_bin2hex(hex, sizeof hex, signature, sizeof signature);
	buf_printf(&b, "signature: %s\n", hex);
	return b.data;
}

/* The value of the next line, which must be NAME's; NULL: it is not. */
static const char *line_read(struct arena *a, const char **at, const char *name)
{
	size_t n = strlen(name);
	const char *end = strchr(*at, '\n'), *from = *at + n + 2;
	if (!end || strncmp(*at, name, n) != 0 || (*at)[n] != ':' || (*at)[n + 1] != ' ' || from > end)
		return NULL;
	*at = end + 1;
	return arena_strndup(a, from, (size_t)(end - from));
}

static bool is_signed(const char *text, size_t len, const char *key, const char *signature)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], raw[crypto_sign_BYTES];
	if (!is_hex(key, 2 * sizeof public) || !is_hex(signature, 2 * sizeof raw) ||
		sodium_hex2bin(public, sizeof public, key, 2 * sizeof public, NULL, NULL, NULL) < 0 ||
		sodium_hex2bin(raw, sizeof raw, signature, 2 * sizeof raw, NULL, NULL, NULL) < 0)
		return false;
	return crypto_sign_verify_detached(raw, (const unsigned char *)text, len, public) == 0;
}

int seal_read(struct arena *a, const char *name, const char *text, struct seal_record *ret, struct err *e)
{
	const char *value[FIELDS], *at = text;
	for (size_t i = 0; i < FIELDS; i++) {
		value[i] = line_read(a, &at, names[i]);
		if (!value[i])
			return err_set(e, ERR_INVALID, "%s:%zu: no record of a letter: \"%s: …\" is missing",
				name, i + 1, names[i]);
	}
	size_t len = (size_t)(at - text);
	const char *signature = line_read(a, &at, "signature");
	if (strcmp(value[0], "1") != 0 || !signature || *at)
		return err_set(
			e, ERR_INVALID, "%s: a record of another form; a newer program may know it", name);
	if (!is_signed(text, len, value[9], signature))
		return err_set(e, ERR_INVALID, "%s: its signature is not of the key that it names", name);
	*ret = (struct seal_record){
		value[1], value[2], value[3], value[4], value[5], value[6], value[7], value[8], value[9]};
	return 0;
}
