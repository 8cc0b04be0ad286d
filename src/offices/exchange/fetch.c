/* Asking another installation, answer by answer, until its record ends. */
#include <curl/curl.h>
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "offices/exchange/pull.h"
#include "offices/journal/journal.h"
#include "offices/letters/letters.h"

struct fetch {
	struct run *run;
	const struct peer *peer;
	CURL *curl;
	/* How far the chain was followed. */
	uint64_t count;
	char hash[CHAIN_HASH];
	int64_t recorded_ms;
	struct feed_head head; /* of the last answer */
	size_t bytes;          /* of all answers */
	size_t n, cap;
	struct act_row *row;
};

static void let_go(void *curl)
{
	curl_easy_cleanup(curl);
}

static size_t answer_add(char *data, size_t size, size_t n, void *out)
{
	struct buf *b = out;

	buf_add(b, data, size * n);
	return b->over ? 0 : size * n;
}

static int ask(struct fetch *f, struct buf *answer, struct err *e)
{
	const char *url =
		arena_printf(f->run->arena, "%s" FEED_PATH "?from=%" PRIu64, f->peer->url, f->count);
	long status = 0;

	curl_easy_reset(f->curl);
	curl_easy_setopt(f->curl, CURLOPT_URL, url);
	curl_easy_setopt(f->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(f->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(f->curl, CURLOPT_TIMEOUT, PULL_SECONDS);
	curl_easy_setopt(f->curl, CURLOPT_WRITEFUNCTION, answer_add);
	curl_easy_setopt(f->curl, CURLOPT_WRITEDATA, answer);
	CURLcode code = curl_easy_perform(f->curl);
	if (code != CURLE_OK)
		return err_set(e, ERR_IO, "%s: %s", url,
			answer->over ? "the answer is too long" : curl_easy_strerror(code));
	curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status != 200)
		return err_set(e, ERR_IO, "%s: status %ld; is it an installation of Paraph?", url, status);
	return text_check(answer->len ? answer->data : "", answer->len, e) < 0 ? err_ctx(e, "%s", url) : 0;
}

/* ---- reading an answer ---- */

/* The next line, its end cut off; NULL at the end. */
static const char *next_line(char **at)
{
	char *line = *at, *end = line ? strchr(line, '\n') : NULL;

	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

static int first_line(struct fetch *f, const char *line, struct err *e)
{
	const char *url = f->peer->url;

	if (!line || !feed_head_read(f->run->arena, line, &f->head))
		return err_set(
			e, ERR_INVALID, "%s gives no record of acts; is it an installation of Paraph?", url);
	if (!*f->head.key)
		return err_set(e, ERR_INVALID,
			"%s does not sign its record; mend there: paraph letter key export makes the key",
			url);
	if (letters_signed(f->run->arena, "those known of it", f->peer->keyring, f->head.key,
		    feed_signed(f->run->arena, f->head.acts, f->head.hash), f->head.signature, e) < 0)
		return err_ctx(e, "%s", url);
	if (f->head.acts < f->count || f->head.from != f->count)
		return err_set(e, ERR_CONFLICT,
			"%s has %" PRIu64 " acts, and had %" PRIu64
			": its record was cut; nothing is taken from it. Ask who keeps it",
			url, f->head.acts, f->count);
	return 0;
}

static int act_line(struct fetch *f, const char *line, struct err *e)
{
	struct act_row row;
	bool withheld;

	if (!journal_line_read(f->run->arena, line, &row, &withheld))
		return err_set(e, ERR_INVALID, "%s: act %" PRIu64 " is not as a record is written",
			f->peer->url, f->count);
	if (chain_check(f->hash, f->recorded_ms, f->count, &row, withheld, e) < 0)
		return err_ctx(e, "%s is not the record that it was; nothing is taken from it", f->peer->url);
	f->count++;
	memcpy(f->hash, row.hash, CHAIN_HASH);
	f->recorded_ms = row.recorded_ms;
	if (withheld || strcmp(row.d.visibility, visibility_names[VISIBLE_PUBLIC]) != 0)
		return 0;
	if (f->n == PULL_ACTS_MAX)
		return err_set(
			e, ERR_LIMIT, "%s has more than %u acts that are new", f->peer->url, PULL_ACTS_MAX);
	GROW(f->run->arena, f->row, f->n, f->cap);
	f->row[f->n++] = row;
	return 0;
}

static int one_answer(struct fetch *f, struct err *e)
{
	struct buf answer;
	uint64_t before = f->count;

	buf_init(&answer, f->run->arena, FEED_BYTES_MAX);
	int rc = ask(f, &answer, e);
	f->bytes += answer.len;
	if (rc == 0 && f->bytes > PULL_BYTES_MAX) /* whoever gives it says when it ends */
		rc = err_set(e, ERR_LIMIT, "%s gives more than %u bytes and does not end", f->peer->url,
			PULL_BYTES_MAX);
	char *at = answer.len ? answer.data : NULL;
	if (rc == 0)
		rc = first_line(f, next_line(&at), e);
	for (const char *line; rc == 0 && (line = next_line(&at));)
		rc = act_line(f, line, e);
	if (rc == 0 && f->count == before && f->count < f->head.acts)
		rc = err_set(e, ERR_INVALID, "%s: its answer breaks off; try again", f->peer->url);
	return rc;
}

/* What was signed is the end of the chain: so everything before it is signed too. */
static int ends_as_signed(const struct fetch *f, struct err *e)
{
	if (strcmp(f->hash, f->head.hash) == 0)
		return 0;
	return err_set(e, ERR_CONFLICT,
		"%s does not end as it signed, or is not the record that it was; nothing is taken from it",
		f->peer->url);
}

int pull_fetch(struct run *r, const struct peer *p, struct act_row **ret, size_t *ret_n,
	struct feed_head *ret_head, struct err *e)
{
	struct fetch f = {.run = r, .peer = p, .count = p->acts, .recorded_ms = INT64_MIN};
	int rc = 0;

	snprintf(f.hash, sizeof f.hash, "%s", p->hash);
	f.curl = curl_easy_init();
	if (!f.curl)
		return err_set(e, ERR_IO, "libcurl cannot be used");
	arena_defer(r->arena, let_go, f.curl);
	do
		rc = one_answer(&f, e);
	while (rc == 0 && f.count < f.head.acts);
	if (rc == 0)
		rc = ends_as_signed(&f, e);
	if (rc < 0)
		return rc;
	*ret = f.row;
	*ret_n = f.n;
	*ret_head = f.head;
	return 0;
}
