#include "offices/exchange/feed.h"

#include <inttypes.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/journal/journal.h"
#include "offices/letters/letters.h"
#include "store/store.h"
#include "web/url.h"

const char *feed_signed(struct arena *a, uint64_t acts, const char *hash)
{
	return arena_printf(a, JOURNAL_LINES "\nacts: %" PRIu64 "\nhash: %s\n", acts, hash);
}

bool feed_head_read(struct arena *a, const char *line, struct feed_head *ret)
{
	const char *head = payload_text(a, line, "head"), *key = payload_text(a, line, "key");
	const char *signature = payload_text(a, line, "signature"), *colon = head ? strchr(head, ':') : NULL;
	int64_t acts, from;

	if (!payload_is(line, "format", JOURNAL_LINES) || !payload_int(line, "acts", &acts) || acts < 0 ||
		!payload_int(line, "from", &from) || from < 0 || !head || (acts > 0) != (colon != NULL) ||
		(colon && strlen(colon + 1) != CHAIN_HASH - 1))
		return false;
	*ret = (struct feed_head){(uint64_t)acts, (uint64_t)from, colon ? colon + 1 : CHAIN_START,
		key ? key : "", signature ? signature : ""};
	return true;
}

/* ---- giving ---- */

static int from_asked(struct request *q, uint64_t acts, uint64_t *ret, struct err *e)
{
	const char *given = url_field(&q->url, "from");
	int64_t from = 0;

	if (given && text_int(given, 0, JOURNAL_ACTS_MAX, &from, e) < 0)
		return err_ctx(e, "from");
	*ret = (uint64_t)from < acts ? (uint64_t)from : acts;
	return 0;
}

/* Where no key was made yet the record is given without a signature, and says so by lacking it. */
static int first_line(
	struct request *q, struct db *db, const struct head *h, uint64_t from, struct buf *b, struct err *e)
{
	const char *key = NULL, *signature = NULL;
	int rc = letters_sign(q->run, db, feed_signed(q->a, h->count, h->hash), &key, &signature, e);

	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	buf_printf(b,
		"{\"acts\":%" PRIu64 ",\"format\":\"" JOURNAL_LINES "\",\"from\":%" PRIu64 ",\"head\":\"",
		h->count, from);
	if (h->count)
		buf_printf(b, "%" PRIu64 ":%s", h->count - 1, h->hash);
	buf_putc(b, '"');
	if (rc == 0)
		buf_printf(b, ",\"key\":\"%s\",\"signature\":\"%s\"", key, signature);
	buf_puts(b, "}\n");
	return 0;
}

int feed_answer(struct request *q, struct answer *ret, struct err *e)
{
	struct act_row *row = NULL;
	struct db *db = NULL;
	struct head h = {0};
	uint64_t from = 0;
	size_t n = 0;
	struct buf b;
	int rc = run_db(q->run, &db, e);

	buf_init(&b, q->a, FEED_BYTES_MAX);
	if (rc == 0)
		rc = store_head(db, &h, e);
	if (rc == 0)
		rc = from_asked(q, h.count, &from, e);
	if (rc == 0)
		rc = first_line(q, db, &h, from, &b, e);
	if (rc == 0)
		rc = store_rows(db, q->a, from, FEED_ACTS, &row, &n, e);
	for (size_t i = 0; rc == 0 && i < n && row[i].seq < h.count; i++)
		journal_line(&b, &row[i], strcmp(row[i].d.visibility, visibility_names[VISIBLE_PUBLIC]) != 0);
	if (rc == 0)
		rc = buf_check(&b, e);
	ret->type = "application/jsonl; charset=utf-8";
	ret->data = b.data;
	ret->len = b.len;
	return rc;
}
