/* The same fonts in the same order as the press has them, so that both say the same. */
#include "text/glyph.h"

#include <pango/pango.h>
#include <unicode/uchar.h>

#include "text/pdf_private.h"

struct glyphs {
	const char *fonts;
	PangoFontset *set;
};

static void unref(void *object)
{
	g_object_unref(object);
}

int glyphs_open(struct arena *a, const struct lang *lang, struct glyphs **ret, struct err *e)
{
	struct tongue *t;
	int rc = tongue_open(a, lang, NULL, &t, e);
	if (rc < 0)
		return rc;
	struct glyphs *g = NEW(a, struct glyphs);
	PangoFontDescription *d = pango_font_description_from_string(t->info->family);
	pango_font_description_set_size(d, 10 * PANGO_SCALE);
	g->fonts = t->info->family;
	g->set = pango_context_load_fontset(t->context, d, pango_context_get_language(t->context));
	pango_font_description_free(d);
	arena_defer(a, unref, g->set);
	*ret = g;
	return 0;
}

struct question {
	uint32_t c;
	bool yes;
};

static gboolean ask(PangoFontset *set, PangoFont *font, gpointer data)
{
	struct question *q = data;
	(void)set;
	q->yes = pango_font_has_char(font, q->c);
	return q->yes; /* TRUE ends the walk */
}

bool glyphs_have(const struct glyphs *g, uint32_t c)
{
	struct question q = {.c = c};
	UChar32 u = (UChar32)c;
	if (u_isISOControl(u) || u_isspace(u) || u_hasBinaryProperty(u, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		return true;
	pango_fontset_foreach(g->set, ask, &q);
	return q.yes;
}

const char *glyphs_fonts(const struct glyphs *g)
{
	return g->fonts;
}
