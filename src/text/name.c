/* Articles and prepositions of names, as a table. */
#include "text/name.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

static const struct {
	const char *language;
	const char *word[NAME_FORM_COUNT];
} forms[] = {
	{"en", {"the", NULL, NULL}},
	{"es", {"el", "de", "a"}},
	{"fr", {"le", "de", "à"}},
};
#define FORMS (sizeof forms / sizeof *forms)

/* What stands before the name. */
static const struct article {
	const char *language, *article;
	const char *before[NAME_FORM_COUNT];
} articles[] = {
	{"en", "the", {"the ", NULL, NULL}},
	{"en", NAME_NO_ARTICLE, {"", NULL, NULL}},
	{"es", "el", {"el ", "del ", "al "}},
	{"es", "la", {"la ", "de la ", "a la "}},
	{"es", "los", {"los ", "de los ", "a los "}},
	{"es", "las", {"las ", "de las ", "a las "}},
	{"es", NAME_NO_ARTICLE, {"", "de ", "a "}},
	{"fr", "le", {"le ", "du ", "au "}},
	{"fr", "la", {"la ", "de la ", "à la "}},
	{"fr", "l'", {"l'", "de l'", "à l'"}},
	{"fr", "les", {"les ", "des ", "aux "}},
	{"fr", NAME_NO_ARTICLE, {"", "de ", "à "}},
};
#define ARTICLES (sizeof articles / sizeof *articles)

static bool is_of(const struct lang *l, const char *language)
{
	const char *tag = lang_tag(l);
	size_t n = strlen(language);
	return strncmp(tag, language, n) == 0 && (tag[n] == '\0' || tag[n] == '-');
}

const char *name_form_word(const struct lang *l, enum name_form form)
{
	for (size_t i = 0; i < FORMS; i++)
		if (is_of(l, forms[i].language))
			return forms[i].word[form];
	return NULL;
}

bool name_form_known(const char *word)
{
	for (size_t i = 0; i < FORMS; i++)
		for (int f = 0; f < NAME_FORM_COUNT; f++)
			if (forms[i].word[f] && strcmp(forms[i].word[f], word) == 0)
				return true;
	return false;
}

static const struct article *article_find(const struct lang *l, const char *article)
{
	for (size_t i = 0; i < ARTICLES; i++)
		if (is_of(l, articles[i].language) && strcmp(articles[i].article, article) == 0)
			return &articles[i];
	return NULL;
}

bool name_article_known(const struct lang *l, const char *article)
{
	return article_find(l, article) != NULL;
}

/* The article that a name begins with. A capital would make it a part of the name: El Salvador. */
static const struct article *article_of(const struct lang *l, const char *name)
{
	for (size_t i = 0; i < ARTICLES; i++) {
		const char *with = articles[i].before[NAME_WITH];
		if (is_of(l, articles[i].language) && *with && strncmp(name, with, strlen(with)) == 0)
			return &articles[i];
	}
	return article_find(l, NAME_NO_ARTICLE);
}

const char *name_split(const struct lang *l, const char *name, const char **ret_article)
{
	const struct article *is = article_of(l, name);
	*ret_article = is ? is->article : NAME_NO_ARTICLE;
	return is ? name + strlen(is->before[NAME_WITH]) : name;
}

/* French "de" loses its e before a vowel. So it does before an h that is not sounded, and no name without
 * article begins with one that is (le Honduras has its article). */
static bool elides(const char *name)
{
	static const char vowels[] = "AEIOUHaeiouhÀÂÉÈÊËÎÏÔÙÛÜŒàâéèêëîïôùûüœ";
	uint32_t first = 0, c = 0;
	if (text_char(name, strlen(name), &first) == 0)
		return false;
	for (size_t i = 0, n; (n = text_char(vowels + i, sizeof vowels - 1 - i, &c)) > 0; i += n)
		if (c == first)
			return true;
	return false;
}

const char *name_formed(
	const struct lang *l, struct arena *a, const char *name, const char *article, enum name_form form)
{
	const char *bare = article ? name : name_split(l, name, &article);
	const struct article *is = article_find(l, article);
	assert(is && is->before[form]);
	bool apostrophe = form == NAME_OF && is_of(l, "fr") && strcmp(is->article, NAME_NO_ARTICLE) == 0 &&
		elides(bare);
	return arena_printf(a, "%s%s", apostrophe ? "d'" : is->before[form], bare);
}
