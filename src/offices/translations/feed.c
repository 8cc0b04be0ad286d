/* What was approved goes into the memory. */
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/file.h"
#include "offices/translations/memory.h"
#include "translations_sql.h"

/* ---- sentences ---- */

/* Is byte `at` within a tag? */
static bool within_tag(const char *text, size_t at)
{
	size_t pos = 0, len = 0;
	const char *tag;
	while (paragraph_tag(text, &pos, &tag, &len) && (size_t)(tag - text) < at)
		if (at < pos)
			return true;
	return false;
}

static const char *trimmed(struct arena *a, const char *s, size_t len)
{
	while (len && strchr(" \n\\", *s)) {
		s++;
		len--;
	}
	while (len && strchr(" \n\\", s[len - 1]))
		len--;
	return arena_strndup(a, s, len);
}

int sentences(
	struct arena *a, const char *lang, const char *text, const char ***ret, size_t *ret_n, struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	UText *ut = utext_openUTF8(NULL, text, (int64_t)strlen(text), &status);
	UBreakIterator *it = ubrk_open(UBRK_SENTENCE, lang, NULL, 0, &status);
	const char **all = NULL;
	size_t n = 0, cap = 0, from = 0;
	ubrk_setUText(it, ut, &status);
	for (int32_t at = U_SUCCESS(status) ? ubrk_next(it) : UBRK_DONE; at != UBRK_DONE;
		at = ubrk_next(it)) {
		if (within_tag(text, (size_t)at))
			continue;
		const char *s = trimmed(a, text + from, (size_t)at - from);
		from = (size_t)at;
		if (*s == '\0')
			continue;
		GROW(a, all, n, cap);
		all[n++] = s;
	}
	ubrk_close(it);
	utext_close(ut);
	if (U_FAILURE(status))
		return err_set(e, ERR_BUG, "sentences in %s: %s", lang, u_errorName(status));
	*ret = all;
	*ret_n = n;
	return 0;
}

/* ---- feeding ---- */

static int segment_add(struct db *db, struct arena *a, const struct gate_question *q, const struct past *p,
	const char *source, const char *target, struct err *e)
{
	const char *both = arena_printf(a, "%s\n%s", source, target);
	char sha256[65];
	sha256_hex(both, strlen(both), sha256);
	return memory_segment_add_run(db,
		&(struct memory_segment_add_in){q->house, q->source_lang, q->lang, sha256, source, target,
			"approved", arena_printf(a, "%s/%s %s", q->treaty, q->kind, p->paragraph), p->at_ms},
		e);
}

int memory_feed(struct db *db, const struct gate_question *q, const struct past *p, struct err *e)
{
	AUTO_ARENA a = arena_new("memory");
	const char **source, **target;
	size_t n = 0, m = 0;
	int r = segment_add(db, a, q, p, p->source, p->target, e);
	if (r == 0)
		r = sentences(a, q->source_lang, p->source, &source, &n, e);
	if (r == 0)
		r = sentences(a, q->lang, p->target, &target, &m, e);
	for (size_t i = 0; r == 0 && n == m && n > 1 && i < n; i++)
		r = segment_add(db, a, q, p, source[i], target[i], e);
	return r;
}
