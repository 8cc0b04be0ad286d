/* Words that the pages of letters share, and how a letter is opened for them. */
#include <string.h>

#include "offices/letters/desk.h"

struct url desk_url(const struct request *q, const char *letter, const char *more)
{
	return view_link(q->view, arena_printf(q->a, "/desk/letters/%s%s", letter, more));
}

const char *desk_step_words(const struct view *v, const char *step)
{
	static const struct {
		const char *step, *words;
	} all[] = {{"draft", T("draft")}, {"cleared", T("cleared")}, {"signed", T("signed")},
		{"issued", T("issued")}, {"superseded", T("superseded")}, {"cancelled", T("cancelled")},
		{"scanned", T("signed on paper")}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].step, step) == 0)
			return say(v, all[i].words);
	return step;
}

const char *desk_language_name(const struct view *v, const char *tag)
{
	(void)v;
	for (size_t i = 0; words_all[i]; i++)
		if (strcmp(words_all[i]->tag, tag) == 0)
			return words_all[i]->name;
	return tag;
}

const char *desk_rule_words(const struct view *v, enum audience_rule rule)
{
	static const char *const words[OUT_COUNT] = {
		[OUT_UNKNOWN] = T("The record does not say whether it belongs here"),
		[OUT_BOUND] = T("Has an instrument in effect"),
		[OUT_OPTED_OUT] = T("Asked not to be written to"),
		[OUT_ANSWERED] = T("Has answered a letter of this kind"),
		[OUT_COOL_DOWN] = T("Was written to a short time ago"),
		[OUT_BAD_ADDRESS] = T("Every address on file is bad"),
		[OUT_NOT_TOLD] = T("The earlier letter did not reach it"),
		[OUT_TOLD_SINCE] = T("Was told better since"),
		[OUT_DUPLICATE] = T("The same address gets it already"),
		[OUT_NO_CHANNEL] = T("No address is on file"),
	};
	return rule < OUT_COUNT ? say(v, words[rule]) : "";
}

const char *desk_kind_label(const struct view *v, const char *kind)
{
	const struct letter_kind *k = pack_letter(v->reg->pack, kind);
	return k ? view_label(v, &k->label) : kind;
}

int letter_desk_open(struct request *q, struct opened *ret, struct err *e)
{
	struct run *r = q->run;
	struct book book = {0};
	*ret = (struct opened){0};
	ret->is = (struct issue){.run = r, .sender = &ret->sender};
	int rc = letter_named(r, q->open[0], &book, &ret->house, &ret->row, e);
	if (rc < 0)
		return rc;
	ret->db = book.db;
	r->treaty = ret->row.treaty;
	return ledger_steps(ret->db, r->arena, &ret->house, ret->row.id, &ret->step, &ret->steps, e);
}

int letter_desk_survey(struct request *q, struct opened *o, struct err *e)
{
	struct issue *is = &o->is;
	is->row = o->row;
	is->audience = o->row.audience;
	is->look_ahead = true;
	int rc = sender_open_stored(q->run, o->row.kind, o->row.params, o->row.on, &o->sender, e);
	if (rc == 0)
		rc = issue_audience(is, false, e);
	if (rc == 0)
		rc = issue_number(is, e);
	if (rc == 0)
		rc = issue_survey(is, e);
	return rc == 0 ? issue_gates(is, e) : rc;
}
