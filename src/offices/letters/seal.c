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
#include "base/text.h"

#define KEY_FILE_MAX 200u /* bytes */

/* ---- keys ---- */

void seal_key_of(const unsigned char seed[32], struct seal_key *ret)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES];
	crypto_sign_seed_keypair(public, ret->secret, seed);
	sodium_bin2hex(ret->public, sizeof ret->public, public, sizeof public);
}

static int io(const char *path, struct err *e)
{
	return err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
}

/* The folder of the file, for its owner alone where it is made here. */
static int folder_make(struct arena *a, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	const char *dir = slash && slash > path ? arena_strndup(a, path, (size_t)(slash - path)) : NULL;
	if (!dir || access(dir, F_OK) == 0)
		return 0;
	mode_t before = umask(077);
	int rc = file_mkdirs(dir, e);
	umask(before);
	return rc;
}

/* Written beside, then given its name: a name that is taken is another process's, which was first. */
int seal_key_make(struct arena *a, const char *path, bool replace, struct err *e)
{
	char seed[2 * crypto_sign_SEEDBYTES + 2];
	const char *beside = arena_printf(a, "%s.%ld", path, (long)getpid());
	int rc = folder_make(a, path, e);
	if (rc < 0)
		return rc;
	int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return io(beside, e);
	random_hex(seed, crypto_sign_SEEDBYTES);
	seed[2 * crypto_sign_SEEDBYTES] = '\n';
	if (write(fd, seed, sizeof seed - 1) != (ssize_t)(sizeof seed - 1) || fsync(fd) < 0)
		rc = io(beside, e);
	close(fd);
	sodium_memzero(seed, sizeof seed);
	if (rc == 0 && replace && rename(beside, path) < 0)
		rc = io(path, e);
	if (rc == 0 && !replace && link(beside, path) < 0 && errno != EEXIST)
		rc = io(path, e);
	if (rc < 0 || !replace)
		unlink(beside);
	return rc;
}

int seal_key_open(struct arena *a, const char *path, struct seal_key *ret, struct err *e)
{
	unsigned char seed[crypto_sign_SEEDBYTES];
	struct stat st;
	char *text;
	size_t len;
	if (stat(path, &st) < 0)
		return errno == ENOENT ? err_set(e, ERR_NOTFOUND, "%s: there is no signing key", path)
				       : io(path, e);
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
	seal_key_of(seed, ret);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(text, len);
	return 0;
}

static bool is_hex(const char *s, size_t len)
{
	return strlen(s) == len && strspn(s, "0123456789abcdef") == len;
}

/* ---- public keys ---- */

const char *seal_id(struct arena *a, const char *public)
{
	return arena_strndup(a, public, SEAL_ID_HEX - 1);
}

void seal_ring_add(struct arena *a, struct seal_ring *k, struct seal_public key)
{
	GROW(a, k->key, k->n, k->cap);
	k->key[k->n++] = key;
}

const char *seal_ring_write(struct arena *a, const struct seal_ring *k)
{
	struct buf b;
	buf_init(&b, a, SEAL_RING_BYTES_MAX);
	buf_puts(&b, "# Public keys of letters (Ed25519): key, first day, last day; -: it signs still\n");
	for (size_t i = 0; i < k->n; i++)
		buf_printf(&b, "%s %s %s\n", k->key[i].public, *k->key[i].from ? k->key[i].from : "-",
			*k->key[i].to ? k->key[i].to : "-");
	return b.data;
}

static const char *day_word(const char *word)
{
	struct err none;
	day_t day;
	if (strcmp(word, "-") == 0)
		return "";
	return day_parse(word, strlen(word), &day, &none) == 0 ? word : NULL;
}

static bool ring_line(struct arena *a, const char *line, struct seal_ring *ret)
{
	char **word;
	size_t n = text_split(a, line, " ", &word);
	const char *from = n > 1 ? day_word(word[1]) : "", *to = n > 2 ? day_word(word[2]) : "";
	if (n < 1 || n > 3 || !is_hex(word[0], SEAL_KEY_HEX - 1) || !from || !to)
		return false;
	seal_ring_add(a, ret, (struct seal_public){word[0], from, to});
	return true;
}

int seal_ring_parse(struct arena *a, const char *name, const char *text, struct seal_ring *ret, struct err *e)
{
	struct seal_ring k = {.whose = name};
	char **line;
	size_t n = text_split(a, text, "\n", &line);
	for (size_t i = 0; i < n; i++)
		if (*line[i] != '#' && !ring_line(a, line[i], &k))
			return err_set(e, ERR_INVALID,
				"%s:%zu: no public key: 64 hexadecimal digits and its days, as paraph letter "
				"key export writes them",
				name, i + 1);
	if (!k.n)
		return err_set(e, ERR_INVALID, "%s: no public key is in it", name);
	*ret = k;
	return 0;
}

int seal_ring_read(struct arena *a, const char *path, struct seal_ring *ret, struct err *e)
{
	char *text;
	size_t len;
	int rc = file_read(a, path, SEAL_RING_BYTES_MAX, &text, &len, e);
	return rc == 0 ? seal_ring_parse(a, path, text, ret, e) : rc;
}

/* By its id; by all of it in records of before there were ids. */
static const struct seal_public *ring_find(const struct seal_ring *k, const char *name, bool whole)
{
	for (size_t i = 0; i < k->n; i++)
		if (strncmp(k->key[i].public, name, whole ? SEAL_KEY_HEX : SEAL_ID_HEX - 1) == 0)
			return &k->key[i];
	return NULL;
}

void seal_code(char ret[SEAL_CODE])
{
	unsigned char raw[SEAL_CODE - 1];
	random_bytes(raw, sizeof raw);
	for (size_t i = 0; i < sizeof raw; i++)
		ret[i] = SEAL_LETTERS[raw[i] % 32];
	ret[5] = '-';
	ret[SEAL_CODE - 1] = '\0';
}

/* ---- records ---- */

#define FIELDS 10
static const char *const names[FIELDS] = {"paraph-letter", "house", "reference", "date", "signatory",
	"addressee", "status", "sha256", "code", "key"};

const char *seal_sign(struct arena *a, const char *lines, size_t len, const struct seal_key *k)
{
	unsigned char signature[crypto_sign_BYTES];
	char hex[2 * crypto_sign_BYTES + 1];
	crypto_sign_detached(signature, NULL, (const unsigned char *)lines, len, k->secret);
	sodium_bin2hex(hex, sizeof hex, signature, sizeof signature);
	return arena_printf(a, "%.*ssignature: %s\n", (int)len, lines, hex);
}

const char *seal_write(struct arena *a, const struct seal_record *r, const struct seal_key *k)
{
	const char *const value[FIELDS] = {"2", r->house, r->reference, r->date, r->signatory, r->addressee,
		r->status, r->sha256, r->code, seal_id(a, k->public)};
	struct buf b;
	buf_init(&b, a, SEAL_RECORD_MAX);
	for (size_t i = 0; i < FIELDS; i++)
		buf_printf(&b, "%s: %s\n", names[i], value[i]);
	return seal_sign(a, b.data, b.len, k);
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

bool seal_signed(const char *text, size_t len, const char *key, const char *signature)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES], raw[crypto_sign_BYTES];
	if (!is_hex(key, 2 * sizeof public) || !is_hex(signature, 2 * sizeof raw) ||
		sodium_hex2bin(public, sizeof public, key, 2 * sizeof public, NULL, NULL, NULL) < 0 ||
		sodium_hex2bin(raw, sizeof raw, signature, 2 * sizeof raw, NULL, NULL, NULL) < 0)
		return false;
	return crypto_sign_verify_detached(raw, (const unsigned char *)text, len, public) == 0;
}

int seal_read(struct arena *a, const char *name, const char *text, const struct seal_ring *ring,
	struct seal_record *ret, struct err *e)
{
	const char *value[FIELDS], *at = text;
	for (size_t i = 0; i < FIELDS; i++) {
		value[i] = line_read(a, &at, names[i]);
		if (!value[i])
			return err_set(e, ERR_INVALID, "%s:%zu: no record of a letter: \"%s: …\" is missing",
				name, i + 1, names[i]);
	}
	size_t len = (size_t)(at - text);
	const char *signature = line_read(a, &at, "signature"), *id = value[FIELDS - 1];
	bool whole = strcmp(value[0], "1") == 0;
	if ((!whole && strcmp(value[0], "2") != 0) || !signature || *at ||
		!is_hex(id, whole ? SEAL_KEY_HEX - 1 : SEAL_ID_HEX - 1))
		return err_set(
			e, ERR_INVALID, "%s: a record of another form; a newer program may know it", name);
	const struct seal_public *key = ring_find(ring, id, whole);
	if (!key)
		return err_set(e, ERR_INVALID, "%s: signed with the key %.16s, which is none of %s", name, id,
			ring->whose);
	if (!seal_signed(text, len, key->public, signature))
		return err_set(e, ERR_INVALID, "%s: its signature is not of the key that it names", name);
	*ret = (struct seal_record){value[1], value[2], value[3], value[4], value[5], value[6], value[7],
		value[8], signature, key};
	return 0;
}
