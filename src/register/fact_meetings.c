/* Facts about meetings and events: where and when, who presides, what convened them, how many were held. */
#include <string.h>

#include "register/fact.h"

static bool of_types(size_t n, const char *const *types, const char *type)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(types[i], type) == 0)
			return true;
	return n == 0;
}

/* The meeting moved or cancelled last, of those not held yet; NULL when none was. */
static const struct meeting *meeting_moved(const struct asked *q, size_t n, const struct meeting *m)
{
	const struct meeting *last = NULL;
	for (size_t i = 0; i < n; i++)
		if (of_types(q->rule->types_n, q->rule->types, m[i].type) && !m[i].held &&
			(m[i].act->as == ACT_MEETING_MOVED || m[i].cancelled) &&
			(!last || act_on(m[i].act).high > act_on(last->act).high))
			last = &m[i];
	return last;
}

/* The last of these meetings that closed before the day; NULL when none did. */
static const struct meeting *meeting_last(
	const struct asked *q, size_t n, const struct meeting *m, size_t types_n, const char *const *types)
{
	const struct meeting *last = NULL;
	for (size_t i = 0; i < n; i++)
		if (of_types(types_n, types, m[i].type) && m[i].closes < q->on && !m[i].cancelled &&
			(!last || m[i].closes > last->closes))
			last = &m[i];
	return last;
}

/* The meeting with the code asked for, or by type: of those that close on the day or after, by their opening,
 * the first, the second or the third; or the last that closed before. */
static const struct meeting *meeting_asked(struct asked *q)
{
	struct meeting *m;
	size_t n = reg_meetings(q->reg, q->a, q->on, &m), to_come = 0;
	const struct fact_rule *rule = q->rule;
	if (!*q->argument && rule->which == WHICH_LAST)
		return meeting_last(q, n, m, rule->types_n, rule->types);
	if (!*q->argument && rule->which == WHICH_MOVED)
		return meeting_moved(q, n, m);
	for (size_t i = 0; i < n; i++) {
		if (*q->argument && strcmp(m[i].code, q->argument) == 0)
			return &m[i];
		if (!*q->argument && of_types(rule->types_n, rule->types, m[i].type) &&
			m[i].opens != DAY_NONE_HIGH && m[i].closes >= q->on && !m[i].cancelled &&
			to_come++ == (size_t)rule->which)
			return &m[i];
	}
	return NULL;
}

/* Does any act on file tell of the meeting asked for, whatever its day? */
static bool meeting_known(const struct asked *q)
{
	uint32_t code = journal_word(q->reg->journal, q->argument);
	for (size_t k = 0; code && k < MEETING_KINDS; k++) {
		struct walk w = walk_kind(q->reg, q->reg->treaty, meeting_kinds[k]);
		for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL))
			if (a->subject == code)
				return true;
	}
	return false;
}

static int no_such_meeting(const struct asked *q, const char *by_then, struct err *e)
{
	return err_set(e, ERR_NOTFOUND,
		"%s: no meeting %s on file%s; paraph act list --kind meeting-convened lists them",
		q->fact->key, q->argument, by_then);
}

static day_t meeting_as_at(const struct asked *q, const struct meeting *m)
{
	return act_undated(m->act) ? q->on : day_earlier(act_on(m->act).high, q->on);
}

/* ---- one meeting ---- */

/* What convened it, as written: a symbol, then perhaps ", para. 8". */
static const char *mandate(struct asked *q, const struct meeting *m, const char *what)
{
	const char *text = meeting_text(q->reg, q->a, m, q->on, "mandate", NULL);
	const char *symbol = arena_strndup(q->a, text, strcspn(text, ","));
	const char *paragraph = strstr(text, "para. ");
	if (strcmp(what, "convened-by") == 0)
		return symbol;
	if (strcmp(what, "convened-paragraph") == 0) {
		const char *from = paragraph ? paragraph + strlen("para. ") : "";
		return arena_strndup(q->a, from, strspn(from, "0123456789"));
	}
	uint32_t place, word = *symbol ? journal_word(q->reg->journal, symbol) : 0;
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_RESOLUTION_ADOPTED);
	for (const struct act *a = walk_next(&w, &place); a && word; a = walk_next(&w, &place)) {
		if (a->subject != word || act_by(a, q->on) != TRI_YES || !edtf_exact(act_on(a)))
			continue;
		fact_counted(q, place, 0, true, "");
		return fact_day(q, act_on(a).high);
	}
	return "";
}

static bool is_day(const char *what)
{
	static const char *const days[] = {
		"opens", "closes", "nominations-close", "convened-on", "cancelled-on", NULL};
	const char *const *d = days;
	while (*d && strcmp(*d, what) != 0)
		d++;
	return *d != NULL;
}

static const char *cancelled_on(struct asked *q, const struct meeting *m)
{
	return m->cancelled && edtf_exact(m->act->on) ? fact_day(q, m->act->on.high) : "";
}

static const char *meeting_value(struct asked *q, const struct meeting *m, const char *what)
{
	if (strcmp(what, "opens") == 0 || strcmp(what, "closes") == 0) {
		day_t day = strcmp(what, "opens") == 0 ? m->opens : m->closes;
		return day == DAY_NONE_HIGH ? "" : fact_day(q, day);
	}
	if (strcmp(what, "code") == 0)
		return m->code;
	if (strcmp(what, "cancelled-on") == 0)
		return cancelled_on(q, m);
	if (strncmp(what, "convened", strlen("convened")) == 0)
		return mandate(q, m, what);
	return meeting_text(q->reg, q->a, m, q->on, what, strcmp(what, "name") == 0 ? "en" : NULL);
}

/* When and where a cancelled meeting would have been is no more; what it was called and who convened it is.
 */
static bool is_off(const struct meeting *m, const char *what)
{
	static const char *const kept[] = {"name", "code", "presidency", "cancelled-on", NULL};
	const char *const *k = kept;
	while (*k && strcmp(*k, what) != 0)
		k++;
	return m->cancelled && !*k && strncmp(what, "convened", strlen("convened")) != 0;
}

int fact_meeting(struct asked *q, struct err *e)
{
	const struct meeting *m = meeting_asked(q);
	const char *what = q->rule->what;
	q->fact->type = is_day(what) ? VALUE_DAY : VALUE_TEXT;
	if (!m && *q->argument && !meeting_known(q))
		return no_such_meeting(q, "", e);
	if (!m) {
		fact_unknown(q);
		return 0;
	}
	fact_counted(q, m->place, 0, true, "");
	const char *value = is_off(m, what) ? "" : meeting_value(q, m, what);
	if (*value)
		fact_exact(q, value, meeting_as_at(q, m));
	else
		fact_unknown(q);
	return 0;
}

int fact_request_closes(struct asked *q, struct err *e)
{
	const struct rule *rule = &q->reg->pack->rule[q->rule->obligation];
	const struct meeting *m = meeting_asked(q);
	q->fact->type = VALUE_DAY;
	if (!m && *q->argument)
		return no_such_meeting(q, " by that day", e);
	if (!m || m->opens == DAY_NONE_HIGH || m->cancelled) {
		fact_unknown(q);
		return 0;
	}
	fact_counted(q, m->place, 0, true, arena_printf(q->a, "%s opens %s", m->code, fact_day(q, m->opens)));
	fact_exact(q, fact_day(q, day_back(m->opens, rule->step)), meeting_as_at(q, m));
	return 0;
}

/* ---- how many were held ---- */

/* Was it held by the day? An undated act counts on every day. */
static enum tri was_held(const struct asked *q, const struct meeting *m)
{
	enum tri held = TRI_NO;
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_MEETING_HELD);
	for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL))
		if (a->subject == m->act->subject)
			held = tri_or(held, act_undated(a) ? TRI_YES : act_by(a, q->on));
	return held;
}

static day_t held_as_at(const struct asked *q, day_t from)
{
	day_t as_at = q->on;
	for (size_t i = 0; i < q->rule->types_n; i++)
		as_at = day_earlier(as_at,
			reg_coverage(
				q->reg, q->reg->treaty, ACT_MEETING_HELD, 0, q->rule->types[i], from, q->on));
	return as_at;
}

int fact_held(struct asked *q, struct err *e)
{
	(void)e;
	const struct fact_rule *rule = q->rule;
	struct meeting *m;
	size_t n = reg_meetings(q->reg, q->a, q->on, &m), low = 0, high = 0;
	day_t since = DAY_NONE_LOW;
	q->fact->unit = "meetings";
	if (rule->since_n) {
		const struct meeting *last = meeting_last(q, n, m, rule->since_n, rule->since);
		if (!last) {
			fact_unknown(q);
			return 0;
		}
		since = last->closes;
		fact_counted(q, last->place, 0, false,
			arena_printf(q->a, "counted from its close, %s", fact_day(q, since)));
	}
	for (size_t i = 0; i < n; i++) {
		if (!of_types(rule->types_n, rule->types, m[i].type) || m[i].opens == DAY_NONE_HIGH ||
			m[i].opens <= since)
			continue;
		enum tri held = was_held(q, &m[i]);
		low += held == TRI_YES;
		high += held != TRI_NO;
		if (held != TRI_NO)
			fact_counted(q, m[i].place, 0, held == TRI_YES, m[i].code);
	}
	fact_range(q, low, high, held_as_at(q, since));
	return 0;
}

/* ---- events ---- */

struct event {
	const struct act *act;
	uint32_t place;
	struct edtf opens, closes;
};

static bool edtf_of(struct arena *a, const struct act *act, const char *field, struct edtf *ret)
{
	struct err ignored;
	const char *text = payload_text(a, act->payload, field);
	return text && edtf_parse(text, strlen(text), ret, &ignored) == 0;
}

/* Has a later announcement of the same event come by the day? */
static bool announced_anew(const struct asked *q, const struct act *act, uint32_t place)
{
	uint32_t other;
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_EVENT_ANNOUNCED);
	for (const struct act *a = walk_next(&w, &other); a; a = walk_next(&w, &other))
		if (other != place && a->subject == act->subject && act_by(a, q->on) == TRI_YES &&
			(act_on(a).high > act_on(act).high ||
				(act_on(a).high == act_on(act).high && other > place)))
			return true;
	return false;
}

/* The next event: of those announced by the day that close on it or later, the first to open. */
static bool event_next(struct asked *q, struct event *ret)
{
	bool found = false;
	uint32_t place;
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_EVENT_ANNOUNCED);
	for (const struct act *a = walk_next(&w, &place); a; a = walk_next(&w, &place)) {
		struct event ev = {a, place, EDTF_NEVER, EDTF_NEVER};
		const char *type = payload_text(q->a, a->payload, "type");
		if (!type || !of_types(q->rule->types_n, q->rule->types, type) ||
			act_by(a, q->on) != TRI_YES || announced_anew(q, a, place) ||
			!edtf_of(q->a, a, "opens", &ev.opens))
			continue;
		if (!edtf_of(q->a, a, "closes", &ev.closes))
			ev.closes = ev.opens;
		if (ev.closes.high < q->on || (found && ev.opens.low >= ret->opens.low))
			continue;
		*ret = ev;
		found = true;
	}
	return found;
}

static void event_day(struct asked *q, struct edtf day, day_t as_at)
{
	q->fact->type = VALUE_DAY;
	if (edtf_exact(day)) {
		fact_exact(q, fact_day(q, day.high), as_at);
		return;
	}
	q->fact->quality = QUALITY_BOUNDED;
	q->fact->as_at = as_at;
	q->fact->low = day.low == DAY_NONE_LOW ? "" : fact_day(q, day.low);
	q->fact->high = day.high == DAY_NONE_HIGH ? "" : fact_day(q, day.high);
}

int fact_event(struct asked *q, struct err *e)
{
	(void)e;
	const char *what = q->rule->what, *value;
	struct event ev = {NULL, 0, EDTF_NEVER, EDTF_NEVER};
	q->fact->type = is_day(what) ? VALUE_DAY : VALUE_TEXT;
	if (!event_next(q, &ev)) {
		fact_unknown(q);
		return 0;
	}
	day_t as_at = day_earlier(act_on(ev.act).high, q->on);
	fact_counted(q, ev.place, 0, true, "");
	if (is_day(what)) {
		event_day(q, strcmp(what, "opens") == 0 ? ev.opens : ev.closes, as_at);
		return 0;
	}
	if (strcmp(what, "code") == 0)
		value = journal_text(q->reg->journal, ev.act->subject);
	else if (strcmp(what, "title") == 0)
		value = payload_member(q->a, ev.act->payload, "title", "en");
	else
		value = payload_text(q->a, ev.act->payload, what);
	if (value && *value)
		fact_exact(q, value, as_at);
	else
		fact_unknown(q);
	return 0;
}
