/* Deposits and entry into force over time, as two stepped lines. Whole numbers throughout: hundredths of a
 * percent. */
#include <stdlib.h>

#include "offices/status/pages.h"

#define WHOLE 10000   /* hundredths of a percent */
#define LINES_MAX 3   /* across, above the axis */
#define YEARS_SHOWN 7 /* at most */
#define PATH_MAX_BYTES (64u << 10)
#define LABEL_GAP 80 /* hundredths, beside the line of entry into force */

struct change {
	day_t day;
	int by; /* +1, -1 */
};
struct series {
	size_t n, cap;
	struct change *change;
};

static void change(struct series *s, const struct view *v, day_t day, int by)
{
	if (day > v->on)
		return;
	GROW(v->a, s->change, s->n, s->cap);
	s->change[s->n++] = (struct change){day, by};
}

static int by_day(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return x->day < y->day ? -1 : x->day > y->day;
}

static void read_all(const struct view *v, struct series *deposited, struct series *in_force)
{
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);

	for (size_t i = 0; i < n; i++) {
		struct state_standing s;

		reg_standing(v->reg, state[i], v->on, &s);
		for (size_t k = 0; k < s.n; k++) {
			const struct membership *m = &s.membership[k];
			bool ended = m->end.high != DAY_NONE_HIGH && !m->held;

			change(deposited, v, m->deposited.high, 1);
			if (m->in_force.high != DAY_NONE_HIGH && (!ended || m->in_force.high < m->end.high))
				change(in_force, v, m->in_force.high, 1);
			if (!ended)
				continue;
			change(deposited, v, m->end.high, -1);
			if (m->in_force.high < m->end.high)
				change(in_force, v, m->end.high, -1);
		}
	}
	if (deposited->n)
		qsort(deposited->change, deposited->n, sizeof *deposited->change, by_day);
	if (in_force->n)
		qsort(in_force->change, in_force->n, sizeof *in_force->change, by_day);
}

static int highest(const struct series *s)
{
	int now = 0, most = 0;

	for (size_t i = 0; i < s->n; i++) {
		now += s->change[i].by;
		most = now > most ? now : most;
	}
	return most;
}

static int last_of(const struct series *s)
{
	int now = 0;

	for (size_t i = 0; i < s->n; i++)
		now += s->change[i].by;
	return now;
}

struct scale {
	day_t from, to;
	int step, top; /* States between two lines; at the top */
};

static int x_of(const struct scale *s, day_t day)
{
	return (int)((int64_t)(day - s->from) * WHOLE / (s->to - s->from));
}

static int y_of(const struct scale *s, int states)
{
	return WHOLE - (int)((int64_t)states * WHOLE / s->top);
}

static void number(struct buf *b, int hundredths)
{
	buf_printf(b, "%d.%02d", hundredths / 100, hundredths % 100);
}

static const char *percent(const struct view *v, int hundredths)
{
	return arena_printf(v->a, "%d.%02d%%", hundredths / 100, hundredths % 100);
}

static const char *path(const struct view *v, const struct scale *scale, const struct series *s)
{
	struct buf b;
	int now = 0;

	buf_init(&b, v->a, PATH_MAX_BYTES);
	buf_puts(&b, "M0 100");
	for (size_t i = 0; i < s->n; i++) {
		now += s->change[i].by;
		if (i + 1 < s->n && s->change[i + 1].day == s->change[i].day)
			continue;
		buf_putc(&b, 'H');
		number(&b, x_of(scale, s->change[i].day));
		buf_putc(&b, 'V');
		number(&b, y_of(scale, now));
	}
	buf_puts(&b, "H100");
	return b.data;
}

static void scale_of(struct scale *s, int most)
{
	static const int steps[] = {1, 2, 5, 10, 20, 40, 50, 100};
	size_t i = 0;

	while (i + 1 < sizeof steps / sizeof *steps && steps[i] * LINES_MAX < most)
		i++;
	s->step = steps[i];
	s->top = (most + s->step - 1) / s->step * s->step;
	if (s->top == 0)
		s->top = s->step;
}

static void lines(const struct view *v, struct chart *c, const struct scale *s)
{
	c->line = NEW_ARRAY(v->a, struct tick, (size_t)(s->top / s->step));
	for (int states = s->step; states <= s->top; states += s->step)
		c->line[c->lines_n++] = (struct tick){
			view_x(v, 0), percent(v, y_of(s, states)), view_count(v, (size_t)states)};
}

static void years(const struct view *v, struct chart *c, const struct scale *s)
{
	int every = (c->last_year - c->first_year) / YEARS_SHOWN + 1;

	c->year = NEW_ARRAY(v->a, struct tick, YEARS_SHOWN + 1);
	for (int y = c->last_year; y > c->first_year && c->years_n <= YEARS_SHOWN; y -= every) {
		int x = x_of(s, date_to_day((struct date){y, 1, 1}));

		if (x > 300 && x < WHOLE - 300) /* a year stands in the middle of its place */
			c->year[c->years_n++] =
				(struct tick){view_x(v, x), NULL, arena_printf(v->a, "%d", y)};
	}
}

struct chart chart_of(const struct view *v)
{
	struct series deposited = {0}, in_force = {0};
	struct chart c = {0};
	struct scale s = {.to = v->on};

	read_all(v, &deposited, &in_force);
	if (!deposited.n || deposited.change[0].day == DAY_NONE_LOW || deposited.change[0].day >= v->on)
		return c;
	s.from = deposited.change[0].day;
	if (v->reg->pack->terms.has_signature && v->reg->pack->terms.signature_opens < s.from)
		s.from = v->reg->pack->terms.signature_opens;
	scale_of(&s, highest(&deposited) > highest(&in_force) ? highest(&deposited) : highest(&in_force));
	c.any = true;
	c.first_year = day_to_date(s.from).year;
	c.last_year = day_to_date(s.to).year;
	c.deposited = path(v, &s, &deposited);
	c.in_force = path(v, &s, &in_force);
	c.deposited_now = (size_t)last_of(&deposited);
	c.in_force_now = (size_t)last_of(&in_force);
	c.deposited_y = percent(v, y_of(&s, last_of(&deposited)));
	c.in_force_y = percent(v, y_of(&s, last_of(&in_force)));
	lines(v, &c, &s);
	years(v, &c, &s);
	day_t entry = v->reg->in_force.high;
	if (entry > s.from && entry < s.to) {
		c.entry_x = view_x(v, x_of(&s, entry));
		c.entry_text_x = view_x(v, x_of(&s, entry) + LABEL_GAP);
	}
	return c;
}
