/* Files into a ZIP archive, with fixed times. */
#include <assert.h>
#include <libdeflate.h>
#include <string.h>

#include "text/markup_private.h"

#define LEVEL 6
#define NEEDED 20u /* version 2.0: deflate */
#define DEFLATE 8u
#define UTF8_NAMES 0x800u
#define FIRST_DAY 0x21u /* 1980-01-01, 00:00 */

static void put16(struct buf *b, uint32_t v)
{
	buf_putc(b, (char)(v & 0xff));
	buf_putc(b, (char)(v >> 8 & 0xff));
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xffff);
	put16(b, v >> 16);
}

/* What the header of a file and its line in the directory have in common. */
static void put_file(struct buf *b, const struct zip_file *f)
{
	put16(b, NEEDED);
	put16(b, UTF8_NAMES);
	put16(b, DEFLATE);
	put16(b, 0);
	put16(b, FIRST_DAY);
	put32(b, f->crc);
	put32(b, f->packed);
	put32(b, f->size);
	put16(b, (uint32_t)strlen(f->name));
	put16(b, 0); /* no extra field */
}

void zip_begin(struct zip *z, struct arena *a, struct buf *out)
{
	*z = (struct zip){.arena = a, .out = out};
}

void zip_add(struct zip *z, const char *name, const struct buf *data)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
	size_t room = libdeflate_deflate_compress_bound(c, data->len);
	char *packed = arena_zalloc(z->arena, room);
	size_t n = libdeflate_deflate_compress(c, data->data, data->len, packed, room);

	assert(c && n > 0 && z->n < ZIP_FILES_MAX);
	libdeflate_free_compressor(c);
	struct zip_file *f = &z->file[z->n++];
	*f = (struct zip_file){name, libdeflate_crc32(0, data->data, data->len), (uint32_t)data->len,
		(uint32_t)n, (uint32_t)z->out->len};
	put32(z->out, 0x04034b50);
	put_file(z->out, f);
	buf_puts(z->out, name);
	buf_add(z->out, packed, n);
}

void zip_end(struct zip *z)
{
	uint32_t at = (uint32_t)z->out->len;

	for (size_t i = 0; i < z->n; i++) {
		put32(z->out, 0x02014b50);
		put16(z->out, NEEDED);
		put_file(z->out, &z->file[i]);
		put16(z->out, 0); /* no comment */
		put16(z->out, 0);
		put16(z->out, 0);
		put32(z->out, 0);
		put32(z->out, z->file[i].at);
		buf_puts(z->out, z->file[i].name);
	}
	uint32_t len = (uint32_t)z->out->len - at;
	put32(z->out, 0x06054b50);
	put32(z->out, 0);
	put16(z->out, (uint32_t)z->n);
	put16(z->out, (uint32_t)z->n);
	put32(z->out, len);
	put32(z->out, at);
	put16(z->out, 0);
}
