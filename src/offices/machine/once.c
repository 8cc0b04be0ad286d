/* Requests that name themselves are done once (draft-ietf-httpapi-idempotency-key-header). */
#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "machine_sql.h"
#include "offices/machine/machine.h"

#define HOUR_MS INT64_C(3600000)
#define ID_BYTES 16

struct once {
	struct request *q;
	struct db *db;
	const char *name;
	char sha256[65]; /* of what is asked */
};

static void hash_of(struct once *o)
{
	unsigned char raw[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	const char *path = o->q->url.path;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)path, strlen(path) + 1);
	crypto_hash_sha256_update(&state, (const unsigned char *)o->q->body, o->q->body_len);
	crypto_hash_sha256_final(&state, raw);
	sodium_bin2hex(o->sha256, sizeof o->sha256, raw, sizeof raw);
}

/* The same for the same key and name, and for no other. */
static const char *own_id(const struct once *o)
{
	unsigned char raw[ID_BYTES];
	char hex[2 * ID_BYTES + 1];
	crypto_generichash_state state;
	const char *key = o->q->who.account;

	crypto_generichash_init(&state, NULL, 0, sizeof raw);
	crypto_generichash_update(&state, (const unsigned char *)key, strlen(key) + 1);
	crypto_generichash_update(&state, (const unsigned char *)o->name, strlen(o->name));
	crypto_generichash_final(&state, raw, sizeof raw);
	sodium_bin2hex(hex, sizeof hex, raw, sizeof raw);
	return arena_printf(o->q->a, "u-%s", hex);
}

/* 1: it was answered, and *ret is that answer. */
static int answered(struct once *o, struct answer *ret, struct err *e)
{
	struct request *q = o->q;
	struct api_answer_get_row row;
	struct db_stmt *st = NULL;
	int rc = api_answer_get_start(o->db,
		&(struct api_answer_get_in){
			q->who.account, o->name, q->run->now_ms - ANSWERS_KEPT_HOURS * HOUR_MS},
		&st, e);

	if (rc < 0)
		return rc;
	rc = api_answer_get_step(st, &row, e);
	if (rc == DB_ROW && strcmp(row.sha256, o->sha256) != 0) {
		answer_problem(q, ret, 422,
			"another request was named so; give each a name of its own in Idempotency-Key");
	} else if (rc == DB_ROW) {
		ret->status = (int)row.status;
		ret->type = "application/json";
		buf_reset(&ret->b);
		buf_puts(&ret->b, row.answer);
	}
	db_finish(st);
	return rc == DB_ROW ? 1 : rc;
}

static int keep(struct once *o, const struct answer *ans, struct err *e)
{
	const struct request *q = o->q;
	int64_t now_ms = q->run->now_ms;
	int rc = api_answer_forget_run(
		o->db, &(struct api_answer_forget_in){now_ms - ANSWERS_KEPT_HOURS * HOUR_MS}, e);

	if (rc == 0)
		rc = api_answer_add_run(o->db,
			&(struct api_answer_add_in){q->who.account, o->name, o->sha256, ans->status,
				ans->b.len ? ans->b.data : "", now_ms},
			e);
	return rc;
}

int machine_once(struct request *q, struct answer *ret, machine_answer answer, struct err *e)
{
	struct once o = {.q = q, .name = request_header(q, "Idempotency-Key")};
	int rc = run_db(q->run, &o.db, e);

	if (rc < 0)
		return rc;
	if (!o.name)
		return answer(q, ret, e);
	if (!*o.name || strlen(o.name) > IDEMPOTENCY_KEY_MAX)
		return err_set(e, ERR_INVALID, "Idempotency-Key: write 1 to %u bytes", IDEMPOTENCY_KEY_MAX);
	if (text_check(o.name, strlen(o.name), e) < 0)
		return err_ctx(e, "Idempotency-Key");
	hash_of(&o);
	q->run->fresh_id = own_id(&o);
	rc = answered(&o, ret, e);
	if (rc != 0)
		return rc < 0 ? rc : 0;
	rc = answer(q, ret, e);
	if (rc < 0 || ret->status >= 300)
		return rc;
	rc = keep(&o, ret, e);
	if (rc == 0) /* who asked the same at the same time may have been first */
		rc = answered(&o, ret, e);
	return rc < 0 ? rc : 0;
}
