/* Files by their content. */
#include "kit.h"

#include "base/file.h"

static void kept(struct kit *k)
{
	char sha256[65], again[65], none[65];
	struct file_bytes f;

	kit_create(k);
	MUST(k, store_file_add(k->db, "image/svg+xml", "<svg\0/>", 7, 1000, sha256, &k->e));
	MUST(k, store_file_add(k->db, "text/plain", "<svg\0/>", 7, 2000, again, &k->e));
	assert_string_equal(sha256, again);
	MUST(k, store_file_get(k->db, k->a, sha256, &f, &k->e));
	assert_int_equal(f.len, 7);
	assert_memory_equal(f.data, "<svg\0/>", 8);
	assert_string_equal(f.media, "image/svg+xml");
	MUST(k, store_file_add(k->db, "text/plain", NULL, 0, 1000, none, &k->e));
	MUST(k, store_file_get(k->db, k->a, none, &f, &k->e));
	assert_int_equal(f.len, 0);
	FAILS(k, ERR_INVALID, store_file_add(k->db, "svg", "a", 1, 1000, again, &k->e));
	FAILS(k, ERR_LIMIT, store_file_add(k->db, "a/b", "a", STORE_FILE_BYTES_MAX + 1, 1000, again, &k->e));
	sha256_hex("never", 5, again);
	FAILS(k, ERR_NOTFOUND, store_file_get(k->db, k->a, again, &f, &k->e));
}

static void forgotten(struct kit *k)
{
	char sha256[65];
	struct file_bytes f;

	kit_create(k);
	MUST(k, store_file_add(k->db, "text/plain", "a name", 6, 1000, sha256, &k->e));
	MUST(k, store_file_forget(k->db, sha256, 2000, &k->e));
	FAILS(k, ERR_NOTFOUND, store_file_get(k->db, k->a, sha256, &f, &k->e));
	kit_says(k, "forgotten");
	MUST(k, store_file_add(k->db, "text/plain", "a name", 6, 3000, sha256, &k->e));
	MUST(k, store_file_get(k->db, k->a, sha256, &f, &k->e));
	assert_int_equal(f.len, 6);
}

static void spoilt(struct kit *k)
{
	static const char *const sql[DB_ENGINE_COUNT] = {[DB_SQLITE] = "UPDATE file SET data = x'00'",
		[DB_POSTGRES] = "UPDATE file SET data = '\\x00'"};
	char sha256[65];
	struct file_bytes f;

	kit_create(k);
	MUST(k, store_file_add(k->db, "text/plain", "as issued", 9, 1000, sha256, &k->e));
	MUST(k, db_exec(k->db, sql[k->engine], &k->e));
	FAILS(k, ERR_CONFLICT, store_file_get(k->db, k->a, sha256, &f, &k->e));
}

/* A copy takes files with it, and what names them after them. */
static void copied(struct kit *k)
{
	const char *path = kit_path(k, "copy.db");
	char sha256[65];
	struct file_bytes f;
	struct db *into;

	kit_create(k);
	MUST(k, store_file_add(k->db, "text/plain", "\0\xff", 2, 1000, sha256, &k->e));
	const char *rows = arena_printf(k->a,
		"INSERT INTO house VALUES ('invented', 'x', '', 1, 1);"
		"INSERT INTO house_file VALUES ('invented', 'x', 'a.svg', '%s');"
		"INSERT INTO contact VALUES ('invented', 'c', 'mission', 'LAO', '', '', '', '', '', '', '',"
		"'', 'letters', '', '', '', 1);"
		"INSERT INTO contact_holder VALUES ('invented', 'c', 1, 'Invented', '', '', '', '', '', 0);",
		sha256);

	MUST(k, db_exec(k->db, rows, &k->e));
	MUST(k, store_backup(k->db, path, &k->e));
	for (enum db_engine engine = 0; engine < DB_ENGINE_COUNT; engine++) {
		MUST(k, store_open(k->a, kit_place(k, engine), STORE_CREATE, &into, &k->e));
		MUST(k, store_restore(into, path, &k->e));
		MUST(k, store_file_get(into, k->a, sha256, &f, &k->e));
		assert_memory_equal(f.data, "\0\xff", 2);
		/* The holder came with its contact, and holds it. */
		FAILS(k, ERR_CONFLICT, db_exec(into, "DELETE FROM contact", &k->e));
	}
}

int main(void)
{
	static const struct kit_test tests[] = {
		{"files are kept by their content", kept},
		{"a file is forgotten, and comes back", forgotten},
		{"bytes that are not those of their name", spoilt},
		{"files and working tables in a copy", copied},
	};

	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT);
}
