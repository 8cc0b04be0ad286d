/* letter kinds: what kinds of letter the treaty's pack has. */
#include "offices/letters/commands.h"
#include "offices/letters/letters.h"

int letter_kinds_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"kind", "Kind", false, false},
		{"form", "Form", false, false},
		{"label", "What it is", false, false},
		{"audience", "Goes to", false, false},
		{"about", "About", false, true},
		{"enclosures", "Enclosures", false, true},
	};
	struct book book;
	const struct pack *pack;
	int rc = book_open(r, &book, e);
	if (rc == 0)
		rc = book_treaty(r, &book, &pack, e);
	if (rc != 0)
		return rc;
	struct table *t = table_new(r, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < pack->letters_n; i++) {
		const struct letter_kind *k = &pack->letter[i];
		const char *about = "", *with = "";
		for (size_t j = 0; j < k->about_n; j++)
			about = arena_printf(r->arena, "%s%s%s", about, j ? " " : "", k->about[j].name);
		for (size_t j = 0; j < k->enclosures_n; j++)
			with = arena_printf(r->arena, "%s%s%s", with, j ? " " : "", k->enclosure[j].id);
		table_row(t,
			(const char *const[]){k->name, letter_form_names[k->form], label_in(&k->label, "en"),
				k->audience ? k->audience : "", about, with});
	}
	return table_end(t, e);
}
