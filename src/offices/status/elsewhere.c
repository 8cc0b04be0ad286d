/* Where a source or a document of the record is on the web, as far as its text says so. */
#include <string.h>

#include "offices/status/pages.h"

#define ADDRESS_MAX 300u                 /* bytes */
#define DOCUMENTS "https://docs.un.org/" /* of the United Nations, by language and symbol */
#define SYMBOL "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-()"

static bool is_host(const char *s, size_t len)
{
	static const char *const ends[] = {".org", ".int", ".com", ".net"};

	if (len < 6 || *s == '.' || *s == '-' || strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-") < len)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (len > strlen(ends[i]) && memcmp(s + len - strlen(ends[i]), ends[i], strlen(ends[i])) == 0)
			return true;
	return false;
}

/* A word of the text, without the stop behind it. */
static struct url address(const struct view *v, const char *word, size_t len)
{
	static const char scheme[] = "https://";
	size_t begin =
		len > sizeof scheme && memcmp(word, scheme, sizeof scheme - 1) == 0 ? sizeof scheme - 1 : 0;

	while (len && strchr(".:", word[len - 1]))
		len--;
	if (len <= begin || len > ADDRESS_MAX)
		return (struct url){NULL};
	const char *host = word + begin, *slash = memchr(host, '/', len - begin);
	if (!is_host(host, slash ? (size_t)(slash - host) : len - begin))
		return (struct url){NULL};
	return (struct url){arena_printf(v->a, "%s%.*s", scheme, (int)(len - begin), host)};
}

struct url source_url(const struct view *v, const char *text)
{
	static const char between[] = " ,;()\"<>";

	for (const char *word = text + strspn(text, between); *word; word += strspn(word, between)) {
		size_t len = strcspn(word, between);
		struct url to = address(v, word, len);

		if (to.text)
			return to;
		word += len;
	}
	return (struct url){NULL};
}

struct url symbol_url(const struct view *v, const char *symbol)
{
	size_t len = strlen(symbol);

	if (!len || len > ADDRESS_MAX || *symbol < 'A' || *symbol > 'Z' || !strchr(symbol, '/') ||
		strstr(symbol, "..") || strspn(symbol, SYMBOL) < len)
		return (struct url){NULL};
	return (struct url){arena_printf(v->a, DOCUMENTS "%s/%s", v->words->tag, symbol)};
}
