/* The drafts of the house. */
#include <string.h>

#include "acts/payload.h"
#include "offices/journal/desk.h"
#include "offices/journal/kept.h"

enum { WHAT, OF, ON, WHO, AT, ID, VERB, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[WHAT] = {"action", T("Act"), COLUMN_HEAD},
	[OF] = {"subject", T("Of"), COLUMN_LABELLED},
	[ON] = {"date", T("Done"), COLUMN_LABELLED},
	[WHO] = {"by", T("Written down by"), COLUMN_LABELLED},
	[AT] = {"made", T("On"), COLUMN_LABELLED},
	[ID] = {"id", T("Id"), COLUMN_FILE},
	[VERB] = {"", T("Open"), COLUMN_VERB},
};

int drafts_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct draft_kept *all = NULL;
	struct acts_desk d;
	size_t n = 0;
	int rc = acts_open(q, &d, e);

	if (rc == 0)
		rc = draft_rows(d.book.db, q->a, d.house.code, &all, &n, e);
	if (rc < 0)
		return rc;
	l->title = say(v, "Drafts of acts");
	l->lead = say(v, "Written down and checked, not recorded. No other house sees them.");
	l->empty =
		say(v, "No draft waits. One stands here from its form until it is recorded or thrown away.");
	list_columns(l, columns, COLUMNS);
	list_act(l, view_link(v, "/desk/acts"), say(v, "All kinds"));
	for (size_t i = 0; i < n; i++) {
		const struct draft_kept *k = &all[i];
		struct cell *row = list_row(l);
		struct url to = view_link_to(v, "/desk/acts/drafts/", k->id);
		enum act_kind kind = ACT_CORRECTION;
		char made[25];

		IGNORE(act_kind_parse(k->d.kind, &kind, NULL)); /* it was checked when it was kept */
		row[WHAT] = cell_link(cell_named(kind_label(v, kind), k->d.kind), to);
		row[OF] = cell_named(subject_words(v, k->d.subject), k->d.subject);
		row[ON] = cell_named(*k->d.on ? edtf_text_words(v, k->d.on) : "", k->d.on);
		row[WHO] = cell_text(person_words(&d, k->by));
		row[AT] = cell_named(
			moment_words(v, k->made_ms), arena_strdup(v->a, instant_format(k->made_ms, made)));
		row[ID] = cell_code(k->id);
		row[VERB] = cell_link(cell_text(say(v, "Open")), to);
	}
	return 0;
}
