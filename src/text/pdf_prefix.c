/* What every letter of a run in one language begins with: its fonts, subset to the glyphs that the run uses.
 */
#include <hb-ot.h>
#include <hb-subset.h>
#include <sodium.h>
#include <string.h>

#include "text/emblem.h"
#include "text/pdf_private.h"

#define OBJECTS_OF_A_FACE 6u /* Type0, descendant, descriptor, file, ToUnicode, map of glyphs */
#define NAME_MAX_BYTES 64u
#define CMAP_BLOCK 100u /* entries; PDF allows no more in one */

/* Of what the font tells, PDF needs the outlines; the rest is told in its own objects. */
static const char *const dropped[] = {
	"GSUB", "GPOS", "GDEF", "BASE", "VORG", "vmtx", "vhea", "DSIG", "name", "OS/2", "post", "STAT"};

struct subset {
	hb_face_t *face;
	hb_blob_t *blob;
	const char *data;
	unsigned len;
	char name[NAME_MAX_BYTES + 8]; /* ABCDEF+NotoSerif */
};

static void face_free(void *face)
{
	hb_face_destroy(face);
}

static void blob_free(void *blob)
{
	hb_blob_destroy(blob);
}

/* A font's name in PDF has a tag of six letters before it that differs with its glyphs: from its bytes. */
static void name_make(const struct face *f, struct subset *s)
{
	unsigned char hash[8] = {0};
	unsigned len = NAME_MAX_BYTES;
	char name[NAME_MAX_BYTES];
	hb_ot_name_get_utf8(f->hb, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &len, name);
	crypto_shorthash_siphash24(
		hash, (const unsigned char *)s->data, s->len, (const unsigned char[16]){0});
	for (int i = 0; i < 6; i++)
		s->name[i] = (char)('A' + hash[i] % 26);
	snprintf(s->name + 6, sizeof s->name - 6, "+%s", *name ? name : "Font");
}

/* TrueType glyphs keep their numbers, and so do the characters of a CID font, which the PDF names. */
static int subset_make(struct arena *a, const struct face *f, struct subset *ret, struct err *e)
{
	struct subset s = {0};
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_union(hb_subset_input_glyph_set(input), f->used);
	hb_set_add(hb_subset_input_glyph_set(input), 0);
	hb_subset_input_set_flags(input,
		HB_SUBSET_FLAGS_NO_HINTING |
			(f->cff ? HB_SUBSET_FLAGS_DESUBROUTINIZE : HB_SUBSET_FLAGS_RETAIN_GIDS));
	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
		hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG),
			hb_tag_from_string(dropped[i], -1));
	s.face = hb_subset_or_fail(f->hb, input);
	hb_subset_input_destroy(input);
	if (!s.face)
		return err_set(e, ERR_BUG, "a font could not be subset; install its package anew");
	arena_defer(a, face_free, s.face);
	s.blob = f->cff ? hb_face_reference_table(s.face, HB_TAG('C', 'F', 'F', ' '))
			: hb_face_reference_blob(s.face);
	arena_defer(a, blob_free, s.blob);
	s.data = hb_blob_get_data(s.blob, &s.len);
	name_make(f, &s);
	*ret = s;
	return 0;
}

/* ---- objects ---- */

static void object_begin(struct prefix *p)
{
	buf_printf(&p->xref, "%010zu 00000 n \n", p->bytes.len);
	buf_printf(&p->bytes, "%u 0 obj\n", ++p->objects);
}

static void object_end(struct prefix *p)
{
	buf_puts(&p->bytes, "\nendobj\n");
}

static void stream(
	struct prefix *p, struct libdeflate_compressor *z, const char *dict, const char *data, size_t len)
{
	size_t room = libdeflate_zlib_compress_bound(z, len);
	char *packed = arena_zalloc(p->arena, room);
	size_t n = libdeflate_zlib_compress(z, data, len, packed, room);
	object_begin(p);
	buf_printf(&p->bytes, "<<%s/Filter/FlateDecode/Length %zu>>stream\n", dict, n);
	buf_add(&p->bytes, packed, n);
	buf_puts(&p->bytes, "\nendstream");
	object_end(p);
}

static int metric(const struct face *f, hb_ot_metrics_tag_t tag, int otherwise)
{
	hb_position_t v;
	return hb_ot_metrics_get_position(f->font, tag, &v) ? v : otherwise;
}

/* A signed 16-bit number of the font's head, scaled. */
static int head_number(const struct face *f, unsigned at)
{
	hb_blob_t *head = hb_face_reference_table(f->hb, HB_TAG('h', 'e', 'a', 'd'));
	unsigned len, em = hb_face_get_upem(f->hb);
	const unsigned char *d = (const unsigned char *)hb_blob_get_data(head, &len);
	int v = at + 2 <= len ? (int16_t)(d[at] << 8 | d[at + 1]) : 0;
	hb_blob_destroy(head);
	return v * 1000 / (int)em;
}

static void descriptor(struct prefix *p, const struct face *f, const struct subset *s, unsigned file)
{
	enum { SERIF = 2, SYMBOLIC = 4, ITALIC = 64 };
	double angle = (double)hb_style_get_value(f->font, HB_STYLE_TAG_SLANT_ANGLE);
	int slant = (int)(angle < 0 ? angle - 0.5 : angle + 0.5);
	object_begin(p);
	buf_printf(&p->bytes,
		"<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d", s->name,
		SERIF | SYMBOLIC | (slant ? ITALIC : 0), head_number(f, 36), head_number(f, 38),
		head_number(f, 40), head_number(f, 42), slant);
	buf_printf(&p->bytes, "/Ascent %d/Descent %d/CapHeight %d/StemV 80/%s %u 0 R>>",
		metric(f, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 800),
		metric(f, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -200),
		metric(f, HB_OT_METRICS_TAG_CAP_HEIGHT, 700), f->cff ? "FontFile3" : "FontFile2", file);
	object_end(p);
}

/* The character map from glyphs back to text. */
static void unicode_map(const struct face *f, struct buf *out)
{
	unsigned n = 0;
	buf_puts(out,
		"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
		"1 begincodespacerange<0000><FFFF>endcodespacerange\n");
	for (size_t i = 0; i < f->codes_n; i++)
		n += f->code[i].text != NULL;
	unsigned left = 0;
	for (size_t i = 0; i < f->codes_n; i++) {
		if (!f->code[i].text)
			continue;
		if (left == 0) {
			left = n < CMAP_BLOCK ? n : CMAP_BLOCK;
			n -= left;
			buf_printf(out, "%u beginbfchar\n", left);
		}
		buf_printf(out, "<%04zX><", i);
		put_utf16(out, f->code[i].text, f->code[i].len);
		buf_puts(out, --left ? ">\n" : ">\nendbfchar\n");
	}
	buf_puts(out, "endcmap CMapName currentdict/CMap defineresource pop end end");
}

static void widths(const struct face *f, struct buf *out)
{
	size_t last = f->codes_n;
	buf_puts(out, "/DW 1000/W[");
	for (size_t i = 0; i < f->codes_n; i++) {
		if (!f->code[i].text)
			continue;
		if (last == f->codes_n || i != last + 1)
			buf_printf(out, "%s%zu[", last == f->codes_n ? "" : "]", i);
		else
			buf_putc(out, ' ');
		buf_printf(out, "%d", f->advance[f->code[i].glyph]);
		last = i;
	}
	buf_puts(out, last == f->codes_n ? "]" : "]]");
}

/* From codes to glyphs, where they differ. */
static void glyph_map(struct prefix *p, struct libdeflate_compressor *z, const struct face *f)
{
	char *map = arena_zalloc(p->arena, 2 * f->codes_n);
	for (size_t i = 0; i < f->codes_n; i++) {
		map[2 * i] = (char)(f->code[i].glyph >> 8);
		map[2 * i + 1] = (char)(f->code[i].glyph & 0xFF);
	}
	stream(p, z, "", map, 2 * f->codes_n);
}

static int face_write(struct prefix *p, struct libdeflate_compressor *z, const struct face *f, struct err *e)
{
	struct subset s;
	struct buf map;
	unsigned first = p->objects + 1;
	int rc = subset_make(p->arena, f, &s, e);
	if (rc < 0)
		return rc;
	object_begin(p);
	buf_printf(&p->bytes,
		"<</Type/Font/Subtype/Type0/BaseFont/%s%s/Encoding/Identity-H/DescendantFonts[%u 0 R]"
		"/ToUnicode %u 0 R>>",
		s.name, f->cff ? "-Identity-H" : "", first + 1, first + 4);
	object_end(p);
	object_begin(p);
	buf_printf(&p->bytes,
		"<</Type/Font/Subtype/CIDFontType%d/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
		"/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R%s",
		f->cff ? 0 : 2, s.name, first + 2,
		f->cff ? "" : arena_printf(p->arena, "/CIDToGIDMap %u 0 R", first + 5));
	widths(f, &p->bytes);
	buf_puts(&p->bytes, ">>");
	object_end(p);
	descriptor(p, f, &s, first + 3);
	stream(p, z, f->cff ? "/Subtype/CIDFontType0C" : arena_printf(p->arena, "/Length1 %u", s.len), s.data,
		s.len);
	buf_init(&map, p->arena, PDF_BYTES_MAX);
	unicode_map(f, &map);
	stream(p, z, "", map.data, map.len);
	glyph_map(p, z, f);
	return buf_check(&map, e);
}

static void image_write(struct prefix *p, const struct image *m, unsigned own)
{
	const char *size = arena_printf(p->arena,
		"/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8/Filter/FlateDecode",
		m->emblem->width, m->emblem->height);
	object_begin(p);
	buf_printf(&p->bytes, "<<%s/ColorSpace/DeviceRGB/Length %zu", size, m->rgb_len);
	if (m->alpha)
		buf_printf(&p->bytes, "/SMask %u 0 R", own + 1);
	buf_puts(&p->bytes, ">>stream\n");
	buf_add(&p->bytes, m->rgb, m->rgb_len);
	buf_puts(&p->bytes, "\nendstream");
	object_end(p);
	object_begin(p);
	if (m->alpha) {
		buf_printf(&p->bytes, "<<%s/ColorSpace/DeviceGray/Length %zu>>stream\n", size, m->alpha_len);
		buf_add(&p->bytes, m->alpha, m->alpha_len);
		buf_puts(&p->bytes, "\nendstream");
	} else {
		buf_puts(&p->bytes, "null");
	}
	object_end(p);
}

/* What the colours mean: they are those of sRGB. */
static void intent_write(struct prefix *p, struct libdeflate_compressor *z)
{
	stream(p, z, "/N 3", (const char *)srgb_data, srgb_len);
	object_begin(p);
	buf_printf(&p->bytes,
		"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
		"/Info(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)/DestOutputProfile %u 0 R>>",
		p->objects - 1);
	object_end(p);
	p->intent = p->objects;
}

static void compressor_free(void *z)
{
	libdeflate_free_compressor(z);
}

static int prefix_write(struct prefix *p, struct tongue *t, struct libdeflate_compressor *z, struct err *e)
{
	int rc = 0;
	buf_puts(&p->bytes, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	for (size_t i = 0; i < t->faces_n && rc == 0; i++)
		rc = face_write(p, z, &t->face[i], e);
	object_begin(p);
	buf_puts(&p->bytes, "<<");
	for (size_t i = 0; i < t->faces_n; i++)
		buf_printf(&p->bytes, "/F%zu %zu 0 R", i, 1 + i * OBJECTS_OF_A_FACE);
	buf_puts(&p->bytes, ">>");
	object_end(p);
	p->fonts = p->objects;
	p->first_image = p->objects + 1;
	for (size_t i = 0; i < t->images->n; i++)
		image_write(p, &t->images->image[i], p->objects + 1);
	intent_write(p, z);
	return rc == 0 ? buf_check(&p->bytes, e) : rc;
}

int prefix_make(struct tongue *t, struct err *e)
{
	struct arena *a = arena_child(t->arena, "prefix");
	struct prefix *p = NEW(a, struct prefix);
	struct libdeflate_compressor *z = libdeflate_alloc_compressor(DEFLATE_FONTS);
	arena_defer(a, compressor_free, z);
	p->arena = a;
	buf_init(&p->bytes, a, PDF_BYTES_MAX);
	buf_init(&p->xref, a, PDF_BYTES_MAX);
	int rc = prefix_write(p, t, z, e);
	if (rc < 0) {
		arena_free(a);
		return rc;
	}
	if (t->prefix)
		arena_free(t->prefix->arena);
	t->prefix = p;
	t->images_n = t->images->n;
	t->grown = false;
	return 0;
}
