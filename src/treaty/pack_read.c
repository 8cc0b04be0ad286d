/* A pack as bytes: what is adopted, stored and hashed. */
#include "base/buf.h"
#include "base/file.h"
#include "treaty/pack.h"

#define NETSTRING_MARKS 24u /* bytes: length in digits, ':' and ',' */

static void add_netstring(struct buf *b, const void *data, size_t len)
{
	buf_printf(b, "%zu:", len);
	buf_add(b, data, len);
	buf_putc(b, ',');
}

void pack_hash(struct pack_bytes *b)
{
	AUTO_ARENA a = arena_new("hash of a pack");
	struct buf all;
	size_t limit = 0;

	for (size_t i = 0; i < b->n; i++)
		limit += strlen(b->file[i].path) + b->file[i].len + 2 * NETSTRING_MARKS;
	buf_init(&all, a, limit);
	for (size_t i = 0; i < b->n; i++) {
		add_netstring(&all, b->file[i].path, strlen(b->file[i].path));
		add_netstring(&all, b->file[i].data, b->file[i].len);
	}
	sha256_hex(all.data, all.len, b->sha256);
}

int pack_read_dir(struct arena *a, const char *dir, struct pack_bytes *ret, struct err *e)
{
	struct pack_bytes b = {0};
	size_t left = PACK_BYTES_MAX, len = strlen(dir);
	char **path;
	int r;

	while (len > 1 && dir[len - 1] == '/')
		len--;
	b.dir = arena_strndup(a, dir, len);
	r = file_tree(a, b.dir, PACK_FILES_MAX, &path, &b.n, e);
	if (r < 0)
		return r;
	b.file = NEW_ARRAY(a, struct pack_file, b.n);
	for (size_t i = 0; i < b.n; i++) {
		char *data;

		r = file_read(a, arena_printf(a, "%s/%s", b.dir, path[i]), left, &data, &b.file[i].len, e);
		if (r == ERR_LIMIT)
			return err_set(e, ERR_LIMIT,
				"%s: the files of a pack may have %u bytes together; "
				"take out what does not belong to it",
				b.dir, PACK_BYTES_MAX);
		if (r < 0)
			return r;
		left -= b.file[i].len;
		b.file[i].path = path[i];
		b.file[i].data = data;
	}
	pack_hash(&b);
	*ret = b;
	return 0;
}

const struct pack_file *pack_find(const struct pack_bytes *b, const char *path)
{
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->file[i].path, path) == 0)
			return &b->file[i];
	return NULL;
}
