/* An act of a State in words, with what it is about. */
#include <string.h>

#include "acts/payload.h"
#include "offices/status/pages.h"

static const char *about(const struct view *v, const char *what, const char *label)
{
	return *label ? say_fill(v->a, say(v, "{what} ({obligation})"),
				(const struct fill[]){{"what", what}, {"obligation", label}, {0}})
		      : what;
}

/* The report that the treaty demands, by its name in the act. */
static const char *report_label(const struct view *v, const struct act *act)
{
	const struct pack *p = v->reg->pack;
	int64_t year;

	for (size_t i = 0; i < p->rules_n; i++) {
		const struct rule *r = &p->rule[i];

		if (!r->met || r->met_by != ACT_REPORT_RECEIVED || !r->met_report ||
			!payload_is(act->payload, "report", r->met_report))
			continue;
		if (!payload_int(act->payload, "year", &year))
			return view_label(v, &r->label);
		return say_fill(v->a, say(v, "{what}, for {year}"),
			(const struct fill[]){{"what", view_label(v, &r->label)},
				{"year", arena_printf(v->a, "%lld", (long long)year)}, {0}});
	}
	return "";
}

static const char *obligation_label(const struct view *v, const struct act *act)
{
	const char *id = payload_text(v->a, act->payload, "obligation");
	const struct rule *rule = id ? pack_rule(v->reg->pack, id) : NULL;

	return rule ? view_label(v, &rule->label) : "";
}

static const char *condition_label(const struct view *v, const struct act *act)
{
	const struct pack *p = v->reg->pack;

	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].kind == RULE_CONDITION &&
			payload_is(act->payload, "about", p->rule[i].condition))
			return view_label(v, &p->rule[i].label);
	return "";
}

const char *entry_words(const struct view *v, const struct act *act)
{
	switch (act->as) {
	case ACT_REPORT_RECEIVED:
		return about(v, kind_words(v, act->as), report_label(v, act));
	case ACT_EXTENSION_REQUESTED:
		return about(v, extension_words(v, act), obligation_label(v, act));
	case ACT_DECISION:
		if (!payload_is(act->payload, "matter", "extension"))
			break;
		return about(v, extension_words(v, act), obligation_label(v, act));
	case ACT_OBLIGATION_COMPLETED:
	case ACT_OBLIGATION_REOPENED:
		return about(v, kind_words(v, act->as), obligation_label(v, act));
	case ACT_DECLARED:
		if (payload_is(act->payload, "answer", "yes"))
			return about(v, kind_words(v, act->as), condition_label(v, act));
		break;
	default:
		break;
	}
	return kind_words(v, act->as);
}
