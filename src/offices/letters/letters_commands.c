/* The commands of the office. */
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"
#include "offices/letters/letters.h"
#include "offices/letters/names.h"
#include "offices/letters/pages.h"

static const struct command commands[] = {
	{"letter kinds", "", "List the kinds of letter that the treaty's pack has", NULL, 0, 0, NULL,
		letter_kinds_run},
	{"letter preview", "KIND", "Write the letters of a kind as files, as of --on",
		"KIND is one of paraph letter kinds, such as join: the call to join, to every State without a"
		" deposit in effect on the day.\n"
		"The letters carry the date of --on, and only what the record knew and held exactly on it: an"
		" optional paragraph that needs more is left out, and the column left_out names it.",
		1, 1, letter_preview_options, letter_preview_run},
	{"letter draft", "KIND", "Begin a letter: prints its id",
		"The letter has the date of --on. Clear it, sign it,"
		" then issue it: paraph letter clear, sign, issue ID.",
		1, 1, letter_draft_options, letter_draft_run},
	{"letter again", "REF|ID", "Begin a letter like one before, with the date of --on: prints its id",
		"Kind, audience, language, sender and variables are those of that letter; the figures are"
		" those of the day.",
		1, 1, NULL, letter_again_run},
	{"letter clear", "ID", "Clear a draft, in a role that the house's rule asks for", NULL, 1, 1,
		letter_step_options, letter_clear_run},
	{"letter sign", "ID", "Sign a draft that is cleared", NULL, 1, 1, letter_step_options,
		letter_sign_run},
	{"letter issue", "KIND|ID",
		"Issue a letter: reference, frozen facts and files, and its way to everyone",
		"All of it is one transaction, with an act letter-issued in the journal. A kind is issued"
		" at once where\n"
		"the one who acts may do all that the house's rule asks for; else begin with letter"
		" draft. --rehearse\n"
		"writes what would leave, and recipients.csv with who gets what in which language, who"
		" does not and why.",
		1, 1, letter_issue_options, letter_issue_run},
	{"letter cancel", "REF|ID", "Cancel a draft, an issued letter, or one copy by its reference", NULL, 1,
		1, letter_cancel_options, letter_cancel_run},
	{"letter list", "", "List letters, the last first", NULL, 0, 0, letter_list_options, letter_list_run},
	{"letter show", "REF|ID",
		"Show a letter or one copy: what became of it, what it said, and what is true now", NULL, 1,
		1, letter_show_options, letter_show_run},
	{"letter told", "KEY|MEETING", "Show who was told what, and what is so now",
		"KEY is a figure, such as meeting.opens:2RC-PM1; a meeting's code stands for all that moves"
		" with it: days, place,\n"
		"last days for nominations and requests. Letters told it by whatever figure. Who was told"
		" what is not so\n"
		"any more gets a letter with paraph letter issue supersede.",
		1, 1, letter_told_options, letter_told_run},
	{"letter scan", "REF FILE",
		"Keep the scan of a copy that was signed on paper: it becomes the issued file", NULL, 2, 2,
		letter_scan_options, letter_scan_run},
	{"letter verify", "FILE", "Is this the very file that was issued? Exit 0 only then",
		"Of whichever house. With --key (the issuer's public keys) and the record beside it\n"
		"(FILE.paraph, or --record) no database is needed.",
		1, 1, letter_verify_options, letter_verify_run},
	{"letter key export", "",
		"The public keys that records of letters were signed with, to be given away", NULL, 0, 0,
		letter_key_export_options, letter_key_export_run},
	{"letter key list", "", "The keys, from when to when each signed, and where the secret lies", NULL, 0,
		0, NULL, letter_key_list_run},
	{"letter key rotate", "", "Sign with another key from now on; what was signed before still verifies",
		"The secret of the one before is gone. Export the keys anew afterwards.", 0, 0,
		letter_key_rotate_options, letter_key_rotate_run},
	{"letter follow", "[REF]", "What became of a letter, for each who got it",
		"answered, returned, delivered, or silent: it went, and nothing was heard since; waiting,"
		" held for a person,\n"
		"or cancelled. REF is the letter's reference, or a copy's. Without REF: cancels what has not"
		" left to States\n"
		"that have deposited meanwhile, as the worker does before it sends.",
		0, 1, letter_follow_options, letter_follow_run},
	{"letter check", "KIND", "Check a letter's templates, all languages, before any is written",
		"Names every mistake with file, line and column: an unknown field, a form that does "
		"not fit, a\n"
		"field or condition that English has and another language has not. Then every "
		"letter of --on is\n"
		"tried in every language, and none kept.",
		1, 1, NULL, letter_check_run},
	{"letter enclosure", "FILE…", "Look at PDF files that are to go with a letter",
		"Each must open without a password, have A4 pages and its fonts embedded, and be of at most"
		" 10 MiB.",
		1, -1, NULL, letter_enclosure_run},
	{"letter names", "LL", "List every form of every State's name in a language, for review",
		"LL is a language tag, such as fr. Past names too, each since its day. Where the language\n"
		"has forms, they are what {{state.name|FORM}} and {{state.formal|FORM}} say in a letter;\n"
		"? is an article missing in packs/world.",
		1, 1, NULL, names_run},
	{0},
};
const struct office letters_office = {
	.name = "letters", .commands = commands, .routes = letters_routes, .forget = letters_forget};
