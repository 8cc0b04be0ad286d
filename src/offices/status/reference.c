/* References to articles, as packs write them in English, in the reader's language: "Article 4 (1) and (5) to
 * (8)". */
#include <string.h>

#include "base/text.h"
#include "offices/status/pages.h"

#define TOKENS "0123456789()," /* what a number of an article is made of */

static const char *with(const struct view *v, const char *text, const char *a, const char *b)
{
	return say_fill(v->a, text, (const struct fill[]){{"a", a}, {"b", b}, {0}});
}

static bool is_number(const char *token)
{
	return strspn(token, TOKENS) == strlen(token);
}

/* How many articles the clause names: numbers that do not stand in brackets. */
static size_t articles(char *const *token, size_t n)
{
	size_t count = 0;

	for (size_t i = 1; i < n; i++)
		count += token[i][0] >= '0' && token[i][0] <= '9';
	return count;
}

/* The numbers behind token `at`, up to the next word. */
static const char *numbers(const struct view *v, char *const *token, size_t n, size_t *at)
{
	const char *text = "";

	for (; *at < n && is_number(token[*at]); ++*at) {
		size_t len = strlen(token[*at]);
		bool comma = len > 1 && token[*at][len - 1] == ',';
		const char *number = arena_strndup(v->a, token[*at], comma ? len - 1 : len);

		text = *text ? arena_printf(v->a, "%s %s", text, number) : number;
		if (comma && *at + 1 < n && is_number(token[*at + 1])) {
			++*at;
			return with(v, say(v, "{a}, {b}"), text, numbers(v, token, n, at));
		}
	}
	return text;
}

/* One clause; NULL where it has other words. */
static const char *clause(const struct view *v, const char *english)
{
	char **token;
	size_t n = text_split(v->a, english, " ", &token), at = 1;

	if (n < 2 || (strcmp(token[0], "Article") != 0 && strcmp(token[0], "Articles") != 0))
		return NULL;
	const char *text = numbers(v, token, n, &at);
	while (*text && at < n) {
		const char *word = token[at++], *next = numbers(v, token, n, &at);

		if (!*next)
			return NULL;
		if (strcmp(word, "and") == 0)
			text = with(v, say(v, "{a} and {b}"), text, next);
		else if (strcmp(word, "to") == 0)
			text = with(v, say(v, "{a} to {b}"), text, next);
		else
			return NULL;
	}
	if (!*text)
		return NULL;
	return with(v, say_number(v, "Article {a}", "Articles {a}", articles(token, n)), text, "");
}

struct cited cited_of(const struct view *v, const char *english)
{
	char **part;
	size_t n = text_split(v->a, english, ";", &part);
	const char *text = "";

	for (size_t i = 0; i < n; i++) {
		const char *one = clause(v, part[i]);

		if (!one)
			return (struct cited){english, true};
		text = *text ? with(v, say(v, "{a}; {b}"), text, one) : one;
	}
	return (struct cited){text, false};
}
