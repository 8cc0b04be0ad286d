/* Forms of a State's name where a language contracts its article: French and Spanish after "of" and "to", and
 * with the article alone, which English has too. A language without rows here has no forms: its templates are
 * phrased so that the name stands as it is. Which article a name takes is data, and asked of the caller. */
#pragma once
#include "base/arena.h"
#include "text/lang.h"

enum name_form {
	NAME_WITH, /* with its article: le Japon, el Japón, the Bahamas */
	NAME_OF,   /* du Japon, del Japón */
	NAME_TO,   /* au Japon, al Japón */
	NAME_FORM_COUNT
};
#define NAME_NO_ARTICLE "none"

/* What templates of the language call the form: "le", "de", "à"; NULL: the language has none. */
const char *name_form_word(const struct lang *l, enum name_form form);
/* Is it what some language calls a form? */
bool name_form_known(const char *word);
/* Is it an article of names in this language, or NAME_NO_ARTICLE? */
bool name_article_known(const struct lang *l, const char *article);
/* A name without the article that it begins with, and which that is. */
const char *name_split(const struct lang *l, const char *name, const char **ret_article);
/* The name in a form that the language has, in `a`. article: one that is known, for a name that stands
 * without it; NULL: the name begins with its article, in small letters, where it takes one, as formal names
 * do. */
const char *name_formed(
	const struct lang *l, struct arena *a, const char *name, const char *article, enum name_form form);
