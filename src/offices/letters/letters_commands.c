/* The commands of the office. */
#include "offices/letters/commands.h"
#include "offices/letters/letters.h"
#include "offices/letters/names.h"

static const struct command commands[] = {
	{"letter kinds", "", "List the kinds of letter that the treaty's pack has", NULL, 0, 0, NULL,
		letter_kinds_run},
	{"letter preview", "KIND", "Write the letters of a kind as files, as of --on",
		"KIND is one of paraph letter kinds, such as join: the call to join, to every State without a"
		" deposit in effect on the day.\n"
		"The letters carry the date of --on, and only what the record knew and held exactly on it: an"
		" optional paragraph that needs more is left out, and the column left_out names it.",
		1, 1, preview_options, preview_run},
	{"letter check", "KIND", "Check a letter's templates, all languages, before any is written",
		"Names every mistake with file, line and column: an unknown field, a form that does "
		"not fit, a\n"
		"field or condition that English has and another language has not. Then every "
		"letter of --on is\n"
		"tried in every language, and none kept.",
		1, 1, NULL, check_run},
	{"letter names", "LL", "List every form of every State's name in a language, for review",
		"LL is a language tag, such as fr. Past names too, each since its day. Where the language\n"
		"has forms, they are what {{state.name|FORM}} and {{state.formal|FORM}} say in a letter;\n"
		"? is an article missing in packs/world.",
		1, 1, NULL, names_run},
	{0},
};
const struct office letters_office = {.name = "letters", .commands = commands};
