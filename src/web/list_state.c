/* Which State is meant by what somebody wrote into a field. */
#include <strings.h>

#include "text/order.h"
#include "web/list.h"

/* By code, then by a whole name, then by a part that one name alone has. */
uint32_t state_given(const struct view *v, const char *text)
{
	const struct order *o = order_open(v->a, v->words->tag);
	uint32_t *state, part = 0;
	size_t n = reg_states(v->reg, v->a, &state), parts = 0;

	for (size_t i = 0; i < n; i++)
		if (strcasecmp(view_iso3(v, state[i]), text) == 0)
			return state[i];
	for (size_t i = 0; i < n; i++) {
		const char *name = view_state(v, state[i]);
		const char *english = reg_state_name(v->reg, v->a, state[i], v->on, "en", false);

		if (strcasecmp(name, text) == 0 || strcasecmp(english, text) == 0)
			return state[i];
		if (order_finds(o, name, text) || order_finds(o, english, text)) {
			part = state[i];
			parts++;
		}
	}
	return parts == 1 ? part : 0;
}

const char *state_wrong(const struct view *v, const char *given)
{
	return say_fill(v->a,
		say(v,
			"No State, or more than one, is called “{given}”. Write its code, such as LAO, or "
			"its name."),
		(const struct fill[]){{"given", given}, {0}});
}

uint32_t list_state(struct list *l, const char *name)
{
	const char *given = list_text(l, name, say(l->view, "State (code or name)"));
	uint32_t state = *given ? state_given(l->view, given) : 0;

	if (*given && !state)
		list_refuse(l, name, state_wrong(l->view, given));
	return state;
}
