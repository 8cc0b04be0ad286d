/* The press: letters laid out, waiting for their fonts. */
#include "text/pdf.h"

#include <assert.h>
#include <string.h>

#include "text/lang.h"
#include "text/pdf_private.h"

#define CONTENT_BYTES_MAX (16u << 20) /* of a page's operators */

struct press {
	struct arena *arena;
	size_t tongues_n, tongues_cap;
	struct tongue **tongue;
	struct images images;
	struct arena *batch; /* of the letters and paragraphs that are held */
	struct para_cache cache;
	size_t sheets_n, sheets_cap;
	struct sheet **sheet;
	struct writer writer;
};

static void compressor_free(void *z)
{
	libdeflate_free_compressor(z);
}

struct press *press_new(struct arena *a)
{
	struct press *p = NEW(a, struct press);
	p->arena = a;
	p->images.arena = a;
	p->writer.arena = a;
	p->writer.pages = libdeflate_alloc_compressor(DEFLATE_PAGES);
	arena_defer(a, compressor_free, p->writer.pages);
	buf_init(&p->writer.content, a, CONTENT_BYTES_MAX);
	press_clear(p);
	return p;
}

void press_clear(struct press *p)
{
	arena_free(p->batch);
	p->batch = arena_child(p->arena, "batch");
	p->cache = (struct para_cache){.arena = p->batch};
	p->sheet = NULL;
	p->sheets_n = p->sheets_cap = 0;
}

static int tongue_of(struct press *p, const struct lang *lang, struct tongue **ret, struct err *e)
{
	for (size_t i = 0; i < p->tongues_n; i++) {
		if (strcmp(lang_tag(p->tongue[i]->lang), lang_tag(lang)) != 0)
			continue;
		*ret = p->tongue[i];
		return 0;
	}
	GROW(p->arena, p->tongue, p->tongues_n, p->tongues_cap);
	int rc = tongue_open(p->arena, lang, &p->images, ret, e);
	if (rc == 0)
		p->tongue[p->tongues_n++] = *ret;
	return rc;
}

/* Numbers what is tagged on each page, in reading order. */
static void marks_number(struct arena *a, struct sheet *s)
{
	AUTO_ARENA scratch = arena_child(a, "numbers");
	unsigned *n = NEW_ARRAY(scratch, unsigned, s->pages);
	for (size_t i = 0; i < s->marks_n; i++)
		if (s->mark[i].element)
			s->mark[i].mcid = n[s->mark[i].page]++;
}

int press_add(struct press *p, const struct doc *d, size_t *ret_pages, struct err *e)
{
	struct tongue *t;
	struct sheet *s;
	int rc = tongue_of(p, d->lang, &t, e);
	if (rc == 0)
		rc = sheet_lay(p->batch, &p->cache, t, p->writer.pages, d, &s, e);
	if (rc != 0)
		return rc;
	marks_number(p->batch, s);
	GROW(p->batch, p->sheet, p->sheets_n, p->sheets_cap);
	p->sheet[p->sheets_n++] = s;
	*ret_pages = s->pages;
	return 0;
}

int press_write(struct press *p, size_t i, struct buf *out, struct err *e)
{
	assert(i < p->sheets_n);
	struct sheet *s = p->sheet[i];
	int rc = s->tongue->grown || !s->tongue->prefix || s->tongue->images_n < p->images.n
		? prefix_make(s->tongue, e)
		: 0;
	if (rc < 0)
		return rc;
	sheet_write(&p->writer, s, out);
	return buf_check(out, e);
}
