/* Houses in the store: keeping a folder, opening the one in use. */
#include "offices/houses/keep.h"

#include <string.h>

#include "houses_sql.h"
#include "offices/houses/image.h"

#define YAML_MEDIA "application/yaml"

/* Compiles an edition from the bytes kept. */
int house_edition(
	struct run *r, struct db *db, const char *code, const char *edition, struct house *ret, struct err *e)
{
	struct house_file_list_row row;
	struct pack_bytes b = {0};
	struct pack_mistake *m;
	struct db_stmt *st;
	size_t cap = 0, m_n;
	int rc = house_file_list_start(db, &(struct house_file_list_in){code, edition}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = house_file_list_step(st, &row, e); rc == DB_ROW; rc = house_file_list_step(st, &row, e)) {
		GROW(r->arena, b.file, b.n, cap);
		b.file[b.n++] = (struct pack_file){arena_strdup(r->arena, row.path),
			arena_strdup(r->arena, row.sha256), 0}; /* the bytes take the place of their name */
	}
	db_finish(st);
	for (size_t i = 0; rc >= 0 && i < b.n; i++) {
		struct file_bytes f;

		rc = store_file_get(db, r->arena, b.file[i].data, &f, e);
		if (rc == 0) {
			b.file[i].data = f.data;
			b.file[i].len = f.len;
		}
	}
	if (rc < 0)
		return err_ctx(e, "house %s", code);
	if (b.n == 0)
		return err_set(e, ERR_NOTFOUND, "house %s has no edition %.16s... on file", code, edition);
	pack_hash(&b);
	if (strcmp(b.sha256, edition) != 0)
		return err_set(e, ERR_CONFLICT,
			"house %s: its files are not those of edition %.16s...; mend: restore a backup", code,
			edition);
	rc = house_compile(r->arena, &b, ret, &m, &m_n, e);
	return rc < 0 ? err_ctx(e, "house %s as kept", code) : 0;
}

int houses_all(struct arena *a, struct db *db, struct house_kept **ret, size_t *ret_n, struct err *e)
{
	struct house_list_row row;
	struct house_kept *all = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int rc = house_list_start(db, &st, e);

	if (rc < 0)
		return rc;
	for (rc = house_list_step(st, &row, e); rc == DB_ROW; rc = house_list_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct house_kept){arena_strdup(a, row.code), arena_strdup(a, row.edition),
			arena_strdup(a, row.coalition)};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}

int house_open(struct run *r, struct db *db, const char *code, struct house *ret, struct err *e)
{
	struct house_kept *all = NULL;
	const char *codes = "";
	size_t n = 0;
	int rc = houses_all(r->arena, db, &all, &n, e);

	if (rc < 0)
		return rc;
	code = code ? code : r->house;
	for (size_t i = 0; i < n; i++) {
		if (!code ? n == 1 : strcmp(all[i].code, code) == 0)
			return house_edition(r, db, all[i].code, all[i].edition, ret, e);
		codes = arena_printf(r->arena, "%s%s%s", codes, i ? ", " : "", all[i].code);
	}
	if (n == 0)
		return err_set(e, ERR_NOTFOUND,
			"no house is on file%s%s; add one: paraph house add DIR (copy houses/example)",
			code ? ", so not " : "", code ? code : "");
	if (!code)
		return err_set(e, ERR_USAGE, "there are several houses; say --house with one of: %s", codes);
	return err_set(e, ERR_NOTFOUND, "no house is called '%s'; there is: %s", code, codes);
}

int house_keep(struct db *db, const struct house *h, int64_t now_ms, struct err *e)
{
	AUTO_TX tx = {0};
	char sha256[65];
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = house_add_run(db, &(struct house_add_in){h->code, h->edition, h->coalition, now_ms}, e);
	for (size_t i = 0; rc == 0 && i < h->bytes.n; i++) {
		const struct pack_file *f = &h->bytes.file[i];
		const char *media = YAML_MEDIA;

		if (strcmp(f->path, HOUSE_YAML) != 0)
			rc = image_look(f->path, f->data, f->len, &media, e);
		if (rc == 0)
			rc = store_file_add(db, media, f->data, f->len, now_ms, sha256, e);
		if (rc == 0)
			rc = house_file_add_run(
				db, &(struct house_file_add_in){h->code, h->edition, f->path, sha256}, e);
	}
	if (rc == 0)
		rc = tx_commit(&tx, e);
	return rc < 0 ? err_ctx(e, "house %s", h->code) : 0;
}
