/* The public acts of the treaty, in the order of recording. Programs read on from the number of the last one
 * they have. */
#include "offices/journal/acts_list.h"

#include <inttypes.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"

enum {
	SEQ,
	ID,
	KIND,
	SUBJECT,
	STATE,
	DONE,
	EFFECTIVE,
	ISSUER,
	SOURCE,
	RECORDED,
	CORRECTS,
	CORRECTED_BY,
	CONTENT,
	COLUMNS
};
static const struct list_column columns[COLUMNS] = {
	[SEQ] = {"seq", T("Number"), COLUMN_HEAD},
	[ID] = {"id", T("Its name in files"), COLUMN_FILE},
	[KIND] = {"kind", T("Kind"), COLUMN_SHOWN},
	[SUBJECT] = {"subject", T("Code"), COLUMN_FILE},
	[STATE] = {"state", T("State"), COLUMN_SHOWN},
	[DONE] = {"done_on", T("Done on"), COLUMN_SHOWN},
	[EFFECTIVE] = {"effective", T("Takes effect"), COLUMN_FILE},
	[ISSUER] = {"issuer", T("Issued by"), COLUMN_FILE},
	[SOURCE] = {"source", T("Source"), COLUMN_SHOWN},
	[RECORDED] = {"recorded", T("Recorded"), COLUMN_FILE},
	[CORRECTS] = {"corrects", T("Corrects"), COLUMN_FILE},
	[CORRECTED_BY] = {"corrected_by", T("Corrected by"), COLUMN_FILE},
	[CONTENT] = {"content", T("Content"), COLUMN_FILE},
};

struct asked {
	int kind;       /* -1: all */
	uint32_t state; /* 0: all */
	uint64_t from;  /* the first that may be shown */
	bool none;
};

static void choose(const struct view *v, struct list *l, struct asked *a)
{
	struct list_choice *kind = NEW_ARRAY(v->a, struct list_choice, ACT_KIND_COUNT);
	int64_t after;
	struct err e;

	for (int k = 0; k < ACT_KIND_COUNT; k++)
		kind[k] = (struct list_choice){act_kinds[k].name, act_kinds[k].label};
	a->kind = list_choose(l, "kind", say(v, "Kind"), kind, ACT_KIND_COUNT);
	const char *state = list_text(l, "state", say(v, "Code"));
	a->state = journal_word(v->reg->journal, state);
	a->none = *state && !a->state;
	if (*state && !text_is_iso3(state))
		list_refuse(l, "state", say(v, "Write the code of a State, such as LAO."));
	const char *given = list_text(l, "after", say(v, "Number"));
	if (*given && text_int(given, 0, JOURNAL_ACTS_MAX, &after, &e) < 0)
		list_refuse(l, "after", say(v, "Write the number of an act: those behind it are shown."));
	else if (*given)
		a->from = (uint64_t)after + 1;
}

static bool is_public(const struct view *v, const struct act *act)
{
	return act->treaty == v->reg->treaty && act->visibility == VISIBLE_PUBLIC &&
		edtf_by(act_on(act), v->on) == TRI_YES;
}

static bool fits(const struct view *v, const struct asked *a, const struct act *act)
{
	return is_public(v, act) && (a->kind < 0 || act->as == a->kind) &&
		(!a->state || act->subject == a->state);
}

static struct cell day_cell(const struct view *v, struct edtf day)
{
	char text[EDTF_TEXT];

	if (edtf_exact(day))
		return cell_day(v, day.low);
	if (day.low == DAY_NONE_LOW && day.high == DAY_NONE_HIGH)
		return cell_unknown();
	return (struct cell){
		.kind = CELL_DAY, .text = arena_strdup(v->a, edtf_format(day, text)), .day = DAY_NONE_HIGH};
}

static struct cell id_cell(const struct view *v, uint32_t place)
{
	return cell_code(place ? act_id(journal_act(v->reg->journal, place - 1)) : "");
}

static void row_of(const struct view *v, struct list *l, uint64_t seq)
{
	const struct journal *j = v->reg->journal;
	const struct act *act = journal_act(j, seq);
	struct cell *row = list_row(l);
	char recorded[25];

	row[SEQ] = cell_count(v, (long long)seq);
	row[ID] = cell_code(act_id(act));
	row[KIND] = cell_named(act_kinds[act->as].label, act_kinds[act->kind].name);
	row[SUBJECT] = cell_code(journal_text(j, act->subject));
	if (act->subject && reg_state_known(v->reg, act->subject))
		row[STATE] = cell_named(view_state(v, act->subject), view_state_filed(v, act->subject));
	row[DONE] = day_cell(v, act->on);
	if (act->has_effective)
		row[EFFECTIVE] = day_cell(v, act->effective);
	row[ISSUER] = cell_english(journal_text(j, act->issuer));
	row[SOURCE] = cell_english(journal_text(j, act->source));
	row[RECORDED] = cell_code(arena_strdup(v->a, instant_format(act->recorded_ms, recorded)));
	row[CORRECTS] = id_cell(v, journal_corrects(j, seq));
	row[CORRECTED_BY] = id_cell(v, journal_corrected_by(j, seq, v->reg->known));
	row[CONTENT] = cell_json(act->payload);
}

/* One act by its number, where that is public. */
static void one(const struct view *v, struct list *l, const char *segment)
{
	int64_t seq;
	struct err e;

	if (text_int(segment, 0, JOURNAL_ACTS_MAX, &seq, &e) == 0 && (uint64_t)seq < v->reg->known &&
		is_public(v, journal_act(v->reg->journal, (uint64_t)seq)))
		row_of(v, l, (uint64_t)seq);
}

int acts_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	struct asked a = {.kind = -1};
	uint64_t last = 0;

	(void)e;
	l->title = say(v, "Acts");
	l->cursor = "after";
	list_columns(l, columns, COLUMNS);
	choose(v, l, &a);
	if (segment) {
		one(v, l, segment);
		return 0;
	}
	for (uint64_t seq = a.from; seq < v->reg->known && !l->wrong && !a.none; seq++) {
		if (!fits(v, &a, journal_act(v->reg->journal, seq)))
			continue;
		if (l->most && l->n == l->most) {
			l->next = arena_printf(v->a, "%" PRIu64, last);
			break;
		}
		row_of(v, l, seq);
		last = seq;
	}
	return 0;
}
