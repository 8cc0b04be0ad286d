/* The acts of the treaty as an Atom feed (RFC 4287), and the word that all is well. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "offices/status/feed.h"
#include "offices/status/feed_html.h"

#define ENTRIES_MAX 50u

static const char *uuid_of(const struct view *v, const char *what, const char *id)
{
	char hex[65];
	const char *name = arena_printf(v->a, "%s %s %s", v->reg->pack->code, what, id);

	sha256_hex(name, strlen(name), hex); /* RFC 9562, version 8: made from a name */
	return arena_printf(
		v->a, "urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17, hex + 20);
}

static const char *instant(const struct view *v, int64_t ms)
{
	char text[25];

	return arena_strdup(v->a, instant_format(ms, text));
}

static day_t done(const struct feed_entry *x)
{
	return x->on.high == DAY_NONE_HIGH ? x->on.low : x->on.high;
}

/* By what was recorded last, then by what was done last. */
static int newest_first(const void *a, const void *b)
{
	const struct feed_entry *x = a, *y = b;

	if (x->recorded_ms != y->recorded_ms)
		return x->recorded_ms > y->recorded_ms ? -1 : 1;
	if (done(x) != done(y))
		return done(x) > done(y) ? -1 : 1;
	return x->seq > y->seq ? -1 : x->seq < y->seq;
}

static void say_entry(const struct view *v, struct feed_entry *x)
{
	const struct act *act = journal_act(v->reg->journal, x->seq);
	bool state = act->subject && reg_state_known(v->reg, act->subject);
	const char *whom = state ? view_state(v, act->subject) : journal_text(v->reg->journal, act->subject);

	x->id = uuid_of(v, "act", act_id(act));
	x->updated = instant(v, x->recorded_ms);
	x->title = say_fill(v->a, *whom ? say(v, "{state}: {what}") : say(v, "{what}"),
		(const struct fill[]){{"state", whom}, {"what", kind_words(v, act->as)}, {0}});
	x->summary = say_fill(v->a, say(v, "{day}. Source: {source}."),
		(const struct fill[]){{"day", edtf_words(v, act->on)},
			{"source", journal_text(v->reg->journal, act->source)}, {0}});
	x->to = state ? state_url(v, act->subject) : view_link(v, "/");
}

int acts_feed(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	const struct journal *j = v->reg->journal;
	struct feed_view t = {.entry = NULL};
	size_t cap = 0;

	(void)segment;
	(void)e;
	for (uint64_t seq = 0; seq < v->reg->known; seq++) {
		const struct act *act = journal_act(j, seq);

		if (act->treaty != v->reg->treaty || act->visibility != VISIBLE_PUBLIC || !done_by(v, act) ||
			act->as == ACT_CORRECTION || act->as == ACT_COVERAGE_STATED ||
			act->as == ACT_PACK_ADOPTED || !journal_live(j, seq, v->reg->known))
			continue;
		GROW(v->a, t.entry, t.n, cap);
		t.entry[t.n++] =
			(struct feed_entry){.seq = seq, .recorded_ms = act->recorded_ms, .on = act->on};
	}
	if (t.n)
		qsort(t.entry, t.n, sizeof *t.entry, newest_first);
	t.n = t.n < ENTRIES_MAX ? t.n : ENTRIES_MAX;
	for (size_t i = 0; i < t.n; i++)
		say_entry(v, &t.entry[i]);
	t.id = uuid_of(v, "feed", v->words->tag);
	t.updated = t.n ? t.entry[0].updated : instant(v, 0);
	html_acts_feed(b, v, &t);
	return 0;
}

int health_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	(void)segment;
	(void)e;
	buf_printf(b, "ok\ntreaty %s\nacts %llu\n", v->reg->pack->code, (unsigned long long)v->reg->known);
	return 0;
}
