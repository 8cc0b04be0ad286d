/* Passwords, and what is sealed under them. */
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "offices/accounts/account.h"
#include "web/secret.h"

#define AT_ONCE 2          /* each takes MEMORY and a core */
#define OPERATIONS 2       /* passes, RFC 9106 */
#define MEMORY (64u << 20) /* bytes */
#define KEPT_PARTS 5       /* argon2id$OPERATIONS$MEMORY$SALT$VERIFIER */
#define HALF 32u           /* one half proves the password, the other is the key */
#define HEX_MAX 512u

/* How many run in this process: a limit on the machine, not on a request. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t some;
	int running;
} gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

static void derive(unsigned char out[2 * HALF], const char *password, const unsigned char *salt,
	unsigned long long operations, size_t memory)
{
	pthread_mutex_lock(&gate.lock);
	while (gate.running == AT_ONCE)
		pthread_cond_wait(&gate.some, &gate.lock);
	gate.running++;
	pthread_mutex_unlock(&gate.lock);
	if (crypto_pwhash(out, 2 * HALF, password, strlen(password), salt, operations, memory,
		    crypto_pwhash_ALG_ARGON2ID13) != 0)
		abort(); /* out of memory */
	pthread_mutex_lock(&gate.lock);
	gate.running--;
	pthread_cond_signal(&gate.some);
	pthread_mutex_unlock(&gate.lock);
}

static void verifier(const unsigned char half[HALF], char out[65])
{
	unsigned char hash[32];

	crypto_generichash(hash, sizeof hash, half, HALF, NULL, 0);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}

const char *password_keep(struct arena *a, const char *password, unsigned char key[PASSWORD_KEY_BYTES])
{
	unsigned char salt[crypto_pwhash_SALTBYTES], both[2 * HALF];
	char salt_hex[2 * sizeof salt + 1], proof[65];

	secret_new(a); /* sees to it that there are random numbers */
	randombytes_buf(salt, sizeof salt);
	derive(both, password, salt, OPERATIONS, MEMORY);
	verifier(both, proof);
	memcpy(key, both + HALF, PASSWORD_KEY_BYTES);
	sodium_memzero(both, sizeof both);
	sodium_bin2hex(salt_hex, sizeof salt_hex, salt, sizeof salt);
	return arena_printf(a, "argon2id$%d$%u$%s$%s", OPERATIONS, MEMORY, salt_hex, proof);
}

struct argon {
	int64_t operations, memory;
	unsigned char salt[crypto_pwhash_SALTBYTES];
	const char *proof;
};

static bool read_kept(struct arena *a, const char *text, struct argon *ret)
{
	char **part;
	size_t len;

	return text_split(a, text, "$", &part) == KEPT_PARTS && strcmp(part[0], "argon2id") == 0 &&
		text_int(part[1], 1, 100, &ret->operations, NULL) == 0 &&
		text_int(part[2], 8192, INT32_MAX, &ret->memory, NULL) == 0 &&
		sodium_hex2bin(ret->salt, sizeof ret->salt, part[3], strlen(part[3]), NULL, &len, NULL) ==
		0 &&
		len == sizeof ret->salt && (ret->proof = part[4]) != NULL;
}

bool password_is(const char *kept, const char *password, unsigned char key[PASSWORD_KEY_BYTES])
{
	AUTO_ARENA a = arena_new("password");
	struct argon k = {OPERATIONS, MEMORY, {0}, ""};
	unsigned char both[2 * HALF];
	char proof[65];
	bool known = *kept && read_kept(a, kept, &k);

	derive(both, password, k.salt, (unsigned long long)k.operations, (size_t)k.memory);
	verifier(both, proof);
	memcpy(key, both + HALF, PASSWORD_KEY_BYTES);
	sodium_memzero(both, sizeof both);
	return secret_same(proof, k.proof) && known;
}

int password_check(const char *password, const char *again, struct err *e)
{
	if (strlen(password) < PASSWORD_LEAST)
		return err_set(e, ERR_INVALID, "%s", T("Write at least twelve characters."));
	if (strlen(password) > PASSWORD_MAX)
		return err_set(e, ERR_INVALID, "%s", T("This password is too long."));
	if (strcmp(password, again) != 0)
		return err_set(e, ERR_INVALID, "%s", T("The two passwords differ. Write the same twice."));
	return 0;
}

/* ---- sealed ---- */

const char *seal(struct arena *a, const unsigned char key[PASSWORD_KEY_BYTES], const char *text)
{
	size_t len = strlen(text), all = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + len;
	unsigned char *box = arena_zalloc(a, all);
	char *hex = arena_zalloc(a, 2 * all + 1);

	randombytes_buf(box, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, (const unsigned char *)text, len, box, key);
	return sodium_bin2hex(hex, 2 * all + 1, box, all);
}

const char *unseal(struct arena *a, const unsigned char key[PASSWORD_KEY_BYTES], const char *sealed)
{
	const size_t least = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	unsigned char box[HEX_MAX / 2];
	size_t len;

	if (strlen(sealed) > HEX_MAX ||
		sodium_hex2bin(box, sizeof box, sealed, strlen(sealed), NULL, &len, NULL) != 0 || len < least)
		return NULL;
	unsigned char *text = arena_zalloc(a, len - least + 1);
	if (crypto_secretbox_open_easy(text, box + crypto_secretbox_NONCEBYTES,
		    len - crypto_secretbox_NONCEBYTES, box, key) != 0)
		return NULL;
	return (const char *)text;
}
