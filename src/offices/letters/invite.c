/* The calendar part of a copy: the meetings that the letter is about, and what the State written to owes, as
 * its kind says. An entry keeps its UID for ever, and is that of the feed (offices/calendar). */
#include <string.h>

#include "base/file.h"
#include "offices/calendar/calendar.h"
#include "offices/letters/issue.h"

#define CALENDAR_PART_MAX (1u << 20)

/* What one copy's part is made of. */
struct entries {
	struct calendar_item *item;
	size_t n, cap;
};

static void entry_add(struct arena *a, struct entries *all, const struct calendar_item *item)
{
	GROW(a, all->item, all->n, all->cap);
	all->item[all->n++] = *item;
}

static void meetings_add(const struct issue *is, const struct reg *reg, const char *lang, struct entries *all)
{
	const struct sender *s = is->sender;
	const struct letter_kind *k = s->order.kind;
	struct calendar_item item;
	for (size_t i = 0; i < k->meetings_n; i++) {
		const char *code = letters_about(s->letters, k->meetings[i]);
		if (code && calendar_meeting_of(reg, is->run->arena, code, s->order.on, lang, &item))
			entry_add(is->run->arena, all, &item);
	}
}

static void deadlines_add(
	const struct issue *is, const struct reg *reg, const struct made_copy *c, struct entries *all)
{
	const struct sender *s = is->sender;
	const struct letter_kind *k = s->order.kind;
	for (size_t i = 0; i < k->deadlines_n && c->who.to->state; i++) {
		struct calendar_item *item;
		size_t n = calendar_deadlines(
			reg, is->run->arena, c->who.to->state, k->deadlines[i], s->order.on, c->lang, &item);
		for (size_t d = 0; d < n; d++)
			entry_add(is->run->arena, all, &item[d]);
	}
}

/* RFC 5546: an object says one thing. PUBLISH may hold entries that are cancelled beside others. */
static const char *method_of(const struct entries *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!all->item[i].cancelled)
			return "PUBLISH";
	return "CANCEL";
}

/* An earlier copy that says the same: of the same language, and State where States differ. NULL: none. */
static const struct made_copy *same_part(const struct issue *is, const struct made_copy *c)
{
	for (const struct made_copy *was = c; was-- > is->copy;)
		if (strcmp(was->lang, c->lang) == 0 &&
			(!is->sender->order.kind->deadlines_n || was->who.to->state == c->who.to->state))
			return was;
	return NULL;
}

int copy_calendar(struct issue *is, struct made_copy *c, struct err *e)
{
	const struct sender *s = is->sender;
	const struct made_copy *was = same_part(is, c);
	struct entries all = {0};
	struct reg reg;
	struct buf out;
	c->calendar = "";
	c->calendar_len = 0;
	c->calendar_sha256[0] = '\0';
	if (was) {
		c->calendar = was->calendar;
		c->calendar_len = was->calendar_len;
		memcpy(c->calendar_sha256, was->calendar_sha256, sizeof c->calendar_sha256);
		return 0;
	}
	book_reg(&s->book, s->pack, &reg);
	meetings_add(is, &reg, c->lang, &all);
	deadlines_add(is, &reg, c, &all);
	if (all.n == 0)
		return 0;
	const struct calendar object = {.method = method_of(&all),
		.name = "",
		.organizer = s->has_house ? s->house.mail_from : "",
		.attendee = "",
		.stamp_ms = is->run->now_ms};
	buf_init(&out, is->run->arena, CALENDAR_PART_MAX);
	int rc = calendar_write(&object, all.item, all.n, &out, e);
	if (rc < 0)
		return err_ctx(e, "calendar part");
	c->calendar = arena_strndup(is->run->arena, out.data, out.len);
	c->calendar_len = out.len;
	sha256_hex(c->calendar, c->calendar_len, c->calendar_sha256);
	return 0;
}
