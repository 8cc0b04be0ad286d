/* Which fonts a language is set in, and which of their glyphs were used. */
#include <pango/pangofc-fontmap.h>
#include <pango/pangoft2.h>
#include <string.h>

#include "text/glyph.h"
#include "text/lang.h"
#include "text/pdf_private.h"

#define FONTS_DIR "/usr/share/fonts"
#define NOTO "truetype/noto/"
#define CJK "opentype/noto/NotoSerifCJK-"
#define AMIRI "opentype/fonts-hosny-amiri/Amiri-"
#define SERIF \
	NOTO "NotoSerif-Regular.ttf", NOTO "NotoSerif-Bold.ttf", NOTO "NotoSerif-Italic.ttf", \
		NOTO "NotoSerif-BoldItalic.ttf"
#define HAN CJK "Regular.ttc", CJK "Bold.ttc", SERIF

/* The first row that fits. Of the other languages, those that Latin, Greek or Cyrillic letters write. */
static const struct tongue_info tongues[] = {
	{"ar", "Amiri, Noto Serif", 130, 215,
		{AMIRI "Regular.ttf", AMIRI "Bold.ttf", AMIRI "Slanted.ttf", AMIRI "BoldSlanted.ttf", SERIF},
		"fonts-hosny-amiri and fonts-noto-core", false},
	{"zh-Hant", "Noto Serif CJK TC, Noto Serif", 110, 190, {HAN}, "fonts-noto-cjk and fonts-noto-core",
		true},
	{"zh", "Noto Serif CJK SC, Noto Serif", 110, 190, {HAN}, "fonts-noto-cjk and fonts-noto-core", true},
	{"ja", "Noto Serif CJK JP, Noto Serif", 110, 190, {HAN}, "fonts-noto-cjk and fonts-noto-core", true},
	{"ko", "Noto Serif CJK KR, Noto Serif", 110, 180, {HAN}, "fonts-noto-cjk and fonts-noto-core", false},
	{"", "Noto Serif", 105, 155, {SERIF}, "fonts-noto-core", false},
};

static const struct tongue_info *info_of(const char *tag)
{
	size_t i = 0;
	for (;; i++) {
		size_t len = strlen(tongues[i].lang);
		if (len == 0 || (strncmp(tongues[i].lang, tag, len) == 0 && (!tag[len] || tag[len] == '-')))
			return &tongues[i];
	}
}

const char *fonts_missing(struct arena *a, const char *tag, const char **ret_package)
{
	const struct tongue_info *info = info_of(tag);

	*ret_package = info->package;
	for (const char *const *file = info->file; *file; file++) {
		const char *path = arena_printf(a, FONTS_DIR "/%s", *file);

		if (access(path, R_OK) < 0)
			return path;
	}
	return NULL;
}

static void unref(void *object)
{
	g_object_unref(object);
}

static void config_free(void *config)
{
	FcConfigDestroy(config);
}

static void set_free(void *set)
{
	hb_set_destroy(set);
}

static void font_free(void *font)
{
	hb_font_destroy(font);
}

/* Glyphs stand where their outlines say, not where a screen's grid would have them. */
static void unhinted(FcPattern *pattern, gpointer ignored)
{
	(void)ignored;
	FcPatternAddBool(pattern, FC_HINTING, FcFalse);
	FcPatternAddInteger(pattern, FC_HINT_STYLE, FC_HINT_NONE);
	FcPatternAddBool(pattern, FC_ANTIALIAS, FcTrue);
}

static int config_make(struct arena *a, const struct tongue_info *info, FcConfig **ret, struct err *e)
{
	FcConfig *config = FcConfigCreate();
	arena_defer(a, config_free, config);
	for (const char *const *file = info->file; *file; file++) {
		const char *path = arena_printf(a, FONTS_DIR "/%s", *file);
		if (!FcConfigAppFontAddFile(config, (const FcChar8 *)path))
			return err_set(e, ERR_NOTFOUND, "%s: no such font; install %s", path, info->package);
	}
	*ret = config;
	return 0;
}

int tongue_open(
	struct arena *a, const struct lang *lang, struct images *images, struct tongue **ret, struct err *e)
{
	struct tongue *t = NEW(a, struct tongue);
	FcConfig *config;
	*t = (struct tongue){.arena = a, .lang = lang, .info = info_of(lang_tag(lang)), .images = images};
	int rc = config_make(a, t->info, &config, e);
	if (rc < 0)
		return rc;
	FcConfigSetCurrent(config); /* before Pango asks for the user's */
	PangoFontMap *map = pango_ft2_font_map_new();
	arena_defer(a, unref, map);
	pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(map), 72, 72);
	pango_fc_font_map_set_default_substitute(PANGO_FC_FONT_MAP(map), unhinted, NULL, NULL);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
	t->context = pango_font_map_create_context(map);
	arena_defer(a, unref, t->context);
	pango_context_set_round_glyph_positions(t->context, FALSE);
	pango_context_set_language(t->context, pango_language_from_string(lang_tag(lang)));
	pango_context_set_base_dir(
		t->context, lang_right_to_left(lang) ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	t->layout = pango_layout_new(t->context);
	arena_defer(a, unref, t->layout);
	pango_layout_set_auto_dir(t->layout, FALSE);
	*ret = t;
	return 0;
}

static void face_open(struct tongue *t, hb_font_t *sized, struct face *ret)
{
	struct face f = {.hb = hb_font_get_face(sized)};
	f.font = hb_font_create(f.hb);
	arena_defer(t->arena, font_free, f.font);
	hb_font_set_scale(f.font, 1000, 1000);
	hb_blob_t *cff = hb_face_reference_table(f.hb, HB_TAG('C', 'F', 'F', ' '));
	f.cff = hb_blob_get_length(cff) > 0;
	hb_blob_destroy(cff);
	f.n = hb_face_get_glyph_count(f.hb);
	f.advance = NEW_ARRAY(t->arena, int, f.n);
	for (unsigned g = 0; g < f.n; g++)
		f.advance[g] = hb_font_get_glyph_h_advance(f.font, g);
	f.codes_n = f.codes_cap = f.n;
	f.code = NEW_ARRAY(t->arena, struct code, f.n);
	for (unsigned g = 0; g < f.n; g++)
		f.code[g].glyph = g;
	f.used = hb_set_create();
	arena_defer(t->arena, set_free, f.used);
	*ret = f;
}

const struct sized_font *tongue_font(struct tongue *t, PangoFont *font)
{
	for (size_t i = 0; i < t->fonts_n; i++)
		if (t->font[i].pango == font)
			return &t->font[i];
	hb_font_t *hb = pango_font_get_hb_font(font);
	PangoFontDescription *d = pango_font_describe(font);
	struct sized_font s = {.pango = font, .size = pango_font_description_get_size(d)};
	pango_font_description_free(d);
	arena_defer(t->arena, unref, g_object_ref(font));
	while (s.face < t->faces_n && t->face[s.face].hb != hb_font_get_face(hb))
		s.face++;
	if (s.face == t->faces_n) {
		GROW(t->arena, t->face, t->faces_n, t->faces_cap);
		face_open(t, hb, &t->face[t->faces_n++]);
	}
	GROW(t->arena, t->font, t->fonts_n, t->fonts_cap);
	t->font[t->fonts_n] = s;
	return &t->font[t->fonts_n++];
}

unsigned face_code(struct tongue *t, struct face *f, unsigned glyph, const char *text, size_t len)
{
	size_t i = glyph;
	while (i < f->codes_n) {
		struct code *c = &f->code[i];
		if (c->glyph == glyph && c->text && c->len == len && memcmp(c->text, text, len) == 0)
			return (unsigned)i;
		if (i == glyph && !c->text)
			break;
		i = i < f->n ? f->n : i + 1;
	}
	if (i >= CODE_NONE || (i >= f->n && f->cff)) /* CFF has no table from codes to glyphs */
		return CODE_NONE;
	if (i == f->codes_n) {
		GROW(t->arena, f->code, f->codes_n, f->codes_cap);
		f->codes_n++;
	}
	f->code[i] = (struct code){glyph, arena_strndup(t->arena, text, len), len};
	hb_set_add(f->used, glyph);
	t->grown = true;
	return (unsigned)i;
}
