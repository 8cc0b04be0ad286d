/* Pictures in a letter: emblems, packed once for all letters of a press; the code of each letter. */
#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "text/emblem.h"
#include "text/pdf_private.h"

#define CODE_LEVEL QR_ECLEVEL_M /* an eighth of it may be stained */
#define CODE_OPS_MAX (64u << 10)

static const char *pack(struct arena *a, const unsigned char *data, size_t len, size_t *ret_len)
{
	struct libdeflate_compressor *z = libdeflate_alloc_compressor(DEFLATE_FONTS);
	size_t room = libdeflate_zlib_compress_bound(z, len);
	char *packed = arena_zalloc(a, room);
	*ret_len = libdeflate_zlib_compress(z, data, len, packed, room);
	libdeflate_free_compressor(z);
	return packed;
}

unsigned images_find(struct images *images, const struct emblem *m)
{
	for (size_t i = 0; i < images->n; i++)
		if (images->image[i].emblem == m)
			return (unsigned)i;
	GROW(images->arena, images->image, images->n, images->cap);
	struct image *made = &images->image[images->n];
	size_t n = (size_t)m->width * m->height;
	*made = (struct image){.emblem = m};
	made->rgb = pack(images->arena, m->rgb, 3 * n, &made->rgb_len);
	if (m->alpha)
		made->alpha = pack(images->arena, m->alpha, n, &made->alpha_len);
	return (unsigned)images->n++;
}

/* ---- codes ---- */

static char *put_small(char *p, unsigned v) /* below 1000, and a space */
{
	if (v >= 100)
		*p++ = (char)('0' + v / 100);
	if (v >= 10)
		*p++ = (char)('0' + v / 10 % 10);
	*p++ = (char)('0' + v % 10);
	*p++ = ' ';
	return p;
}

/* Runs of dark squares as rectangles. One below another is one rectangle, and all are filled as one path, so
 * that nothing shines through where they touch. */
static size_t code_ops(unsigned char *dark, unsigned n, char *ops)
{
	char *p = ops;
	for (unsigned y = 0; y < n; y++) {
		for (unsigned x = 0, w, h; x < n; x += w) {
			w = 1;
			if (!(dark[y * n + x] & 1))
				continue;
			while (x + w < n && dark[y * n + x + w] & 1)
				w++;
			for (h = 1; y + h < n; h++) { /* as long as the run below is the same */
				const unsigned char *row = dark + (size_t)(y + h) * n;
				unsigned k = 0;
				while (k < w && row[x + k] & 1)
					k++;
				if (k < w || (x > 0 && row[x - 1] & 1) || (x + w < n && row[x + w] & 1))
					break;
				memset(dark + (size_t)(y + h) * n + x, 0, w);
			}
			p = put_small(put_small(put_small(put_small(p, x), n - y - h), w), h);
			*p++ = 'r';
			*p++ = 'e';
			*p++ = '\n';
		}
	}
	*p++ = 'f';
	return (size_t)(p - ops);
}

int code_make(struct arena *a, struct libdeflate_compressor *z, const char *url, const struct code_form **ret,
	struct err *e)
{
	if (strlen(url) > CODE_URL_MAX)
		return err_set(e, ERR_LIMIT,
			"%.60s…: an address of over %u bytes makes a code too fine to read", url,
			CODE_URL_MAX);
	QRcode *code = QRcode_encodeString8bit(url, 0, CODE_LEVEL);
	if (!code)
		return err_set(
			e, errno == ENOMEM ? ERR_IO : ERR_INVALID, "'%.60s': cannot be put into a code", url);
	AUTO_ARENA scratch = arena_child(a, "code");
	struct code_form *f = NEW(a, struct code_form);
	f->size = (unsigned)code->width;
	char *ops = arena_zalloc(scratch, CODE_OPS_MAX);
	size_t len = code_ops(code->data, f->size, ops);
	QRcode_free(code);
	size_t room = libdeflate_zlib_compress_bound(z, len);
	char *packed = arena_zalloc(scratch, room);
	f->packed_len = libdeflate_zlib_compress(z, ops, len, packed, room);
	f->packed = memcpy(arena_zalloc(a, f->packed_len), packed, f->packed_len);
	*ret = f;
	return 0;
}
