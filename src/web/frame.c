#include "web/frame.h"

#include "acts/payload.h"

day_t frame_complete(const struct view *v)
{
	return reg_actions_as_at(v->reg, PRED_JOINED, v->today);
}

const char *frame_source(const struct view *v)
{
	const struct journal *j = v->reg->journal;
	uint32_t place = journal_last_kind(j, v->reg->treaty, ACT_COVERAGE_STATED, v->reg->known);

	for (; place; place = journal_act(j, place - 1)->prev_kind) {
		const struct act *act = journal_act(j, place - 1);

		if (journal_live(j, place - 1, v->reg->known) &&
			payload_in_list(act->payload, "kinds", act_kinds[ACT_SIGNATURE].name))
			return journal_text(j, act->source);
	}
	return "";
}

size_t frame_languages(void)
{
	size_t n = 0;

	while (words_all[n])
		n++;
	return n;
}
