/* Reading what is stored: acts as rows, packs as files. */
#include <string.h>

#include "base/buf.h"
#include "store/row.h"

int store_rows(struct db *db, struct arena *a, uint64_t from, size_t most, struct act_row **ret,
	size_t *ret_n, struct err *e)
{
	const struct act_page_in in = {
		.from = from < INT64_MAX ? (int64_t)from : INT64_MAX,
		.most = most < INT64_MAX ? (int64_t)most : INT64_MAX,
	};
	struct act_page_row found;
	struct act_row *rows = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int r = act_page_start(db, &in, &st, e);

	if (r < 0)
		return r;
	for (r = act_page_step(st, &found, e); r == DB_ROW; r = act_page_step(st, &found, e)) {
		const struct act_row row = row_of(&found);

		GROW(a, rows, n, cap);
		rows[n++] = row_copy(a, &row);
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret = rows;
	*ret_n = n;
	return 0;
}

int store_row_by_id(struct db *db, struct arena *a, const char *id, struct act_row *ret, struct err *e)
{
	struct act_page_row found;
	struct db_stmt *st;
	int r = act_by_id_start(db, &(struct act_by_id_in){id}, &st, e);

	if (r < 0)
		return r;
	r = act_page_step(st, &found, e);
	if (r == DB_ROW) {
		const struct act_row row = row_of(&found);

		*ret = row_copy(a, &row);
	}
	db_finish(st);
	if (r == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"there is no act %s on file; mend: paraph act list shows their ids", id);
	return r < 0 ? r : 0;
}

static int pack_files(struct db *db, const char *sha256, int64_t *ret, struct err *e)
{
	struct pack_file_count_row row;
	struct db_stmt *st;
	int r = pack_file_count_start(db, &(struct pack_file_count_in){sha256}, &st, e);

	if (r < 0)
		return r;
	r = pack_file_count_step(st, &row, e);
	if (r == DB_ROW)
		*ret = row.files;
	db_finish(st);
	return r < 0 ? r : 0;
}

int store_pack_add(struct db *db, const char *sha256, const char *code, size_t n,
	const struct stored_file *file, struct err *e)
{
	int64_t files = 0;
	int r = pack_files(db, sha256, &files, e);

	if (r == 0 && !db_in_tx(db))
		r = err_set(e, ERR_BUG, "packs are added inside a transaction");
	if (files > 0)
		return r;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = pack_file_add_run(db,
			&(struct pack_file_add_in){sha256, file[i].path, code, {file[i].data, file[i].len}},
			e);
	return r;
}

int store_pack_get(struct db *db, struct arena *a, const char *sha256, struct stored_file **ret,
	size_t *ret_n, struct err *e)
{
	struct pack_file_list_row row;
	struct stored_file *file = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int r = pack_file_list_start(db, &(struct pack_file_list_in){sha256}, &st, e);

	if (r < 0)
		return r;
	for (r = pack_file_list_step(st, &row, e); r == DB_ROW; r = pack_file_list_step(st, &row, e)) {
		GROW(a, file, n, cap);
		file[n++] = (struct stored_file){
			.path = arena_strdup(a, row.path),
			.data = memcpy(arena_zalloc(a, row.bytes.len + 1),
				row.bytes.len ? row.bytes.data : "", row.bytes.len),
			.len = row.bytes.len,
		};
	}
	db_finish(st);
	if (r < 0)
		return r;
	if (n == 0)
		return err_set(e, ERR_NOTFOUND, "pack %s is not in this store; mend: adopt it again", sha256);
	*ret = file;
	*ret_n = n;
	return 0;
}
