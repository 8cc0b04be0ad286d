/* Bytes by their content. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "store/store.h"
#include "store_sql.h"

#define MEDIA_BYTES_MAX 127u /* RFC 6838 section 4.2 allows 127 for each half */

/* type/subtype and perhaps parameters: one line of printable ASCII. */
static bool is_media(const char *media)
{
	size_t len = strlen(media);

	if (len > MEDIA_BYTES_MAX || !strchr(media, '/'))
		return false;
	for (size_t i = 0; i < len; i++)
		if (media[i] < ' ' || media[i] > '~')
			return false;
	return true;
}

int store_file_add(struct db *db, const char *media, const void *data, size_t len, int64_t now_ms,
	char ret_sha256[65], struct err *e)
{
	char sha256[65];
	int r;

	if (!is_media(media))
		return err_set(
			e, ERR_INVALID, "'%s' is no media type; write one such as application/pdf", media);
	if (len > STORE_FILE_BYTES_MAX)
		return err_set(
			e, ERR_LIMIT, "a file of %zu bytes; at most %u are kept", len, STORE_FILE_BYTES_MAX);
	sha256_hex(data, len, sha256);
	r = file_add_run(db, &(struct file_add_in){sha256, media, {len ? data : "", len}, now_ms}, e);
	if (r < 0)
		return err_ctx(e, "file %.16s...", sha256);
	memcpy(ret_sha256, sha256, sizeof sha256);
	return 0;
}

int store_file_get(struct db *db, struct arena *a, const char *sha256, struct file_bytes *ret, struct err *e)
{
	struct file_get_row row;
	struct db_stmt *st;
	char held[65];
	int r = file_get_start(db, &(struct file_get_in){sha256}, &st, e);

	if (r < 0)
		return r;
	r = file_get_step(st, &row, e);
	if (r == DB_DONE) {
		r = err_set(e, ERR_NOTFOUND,
			"there is no file %.64s in this store; mend: add it again, or restore a backup",
			sha256);
	} else if (r == DB_ROW && row.gone_ms > 0) {
		r = err_set(
			e, ERR_NOTFOUND, "file %.64s was forgotten; only that it was there is kept", sha256);
	} else if (r == DB_ROW) {
		char *data = arena_zalloc(a, row.data.len + 1);

		if (row.data.len)
			memcpy(data, row.data.data, row.data.len);
		*ret = (struct file_bytes){arena_strdup(a, row.media), data, row.data.len};
		sha256_hex(data, row.data.len, held);
		r = 0;
		if (strcmp(held, sha256) != 0)
			r = err_set(e, ERR_CONFLICT,
				"file %.64s: its bytes are not those of that name; mend: restore a backup",
				sha256);
	}
	db_finish(st);
	return r;
}

int store_file_forget(struct db *db, const char *sha256, int64_t now_ms, struct err *e)
{
	return file_forget_run(db, &(struct file_forget_in){sha256, {"", 0}, now_ms}, e);
}
