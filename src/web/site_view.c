/* What a page is written with: the language, the register of the day asked for. */
#include <string.h>

#include "web/site_private.h"

#define DAYS_AHEAD_MAX 36525 /* a hundred years: each adds what falls due in it to the work for a page */

struct desk *desk_take(struct site *s)
{
	pthread_mutex_lock(&s->lock);
	struct desk *d = s->free_desks;
	if (d)
		s->free_desks = d->next;
	else
		d = NEW(s->arena, struct desk); /* as many as threads that ever wrote at once */
	pthread_mutex_unlock(&s->lock);
	return d;
}

void desk_give(struct site *s, struct desk *d)
{
	pthread_mutex_lock(&s->lock);
	d->next = s->free_desks;
	s->free_desks = d;
	pthread_mutex_unlock(&s->lock);
}

static int desk_language(struct site *s, struct desk *d, size_t language, struct err *e)
{
	int rc = 0;

	if (d->forms[language])
		return 0;
	pthread_mutex_lock(&s->lock); /* the arena is shared */
	rc = lang_open(s->arena, words_all[language]->tag, &d->forms[language], e);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

const char *visit_field(const struct visit *t, const char *name)
{
	const char *value = url_field(&t->q->url, name);

	return value ? value : "";
}

/* What is longer than we read is cut, between two characters. */
static const char *cut_text(const struct visit *t, const char *value)
{
	size_t len = strnlen(value, FIELD_MAX);

	while (len && ((unsigned char)value[len] & 0xC0) == 0x80)
		len--;
	return arena_strndup(t->a, value, len);
}

static const char *cut(const struct visit *t, const char *name)
{
	return cut_text(t, visit_field(t, name));
}

void visit_kept(struct visit *t)
{
	const struct route *r = t->q->route;
	struct view *v = &t->view;

	v->page_asked = r && (r->list || r->rows) ? cut(t, "page") : "";
	v->rows_asked = r && r->list && t->api ? cut(t, "per_page") : "";
	for (size_t i = 0; r && r->fields && r->fields[i] && v->kept_n < KEPT_MAX; i++) {
		const char *value = cut(t, r->fields[i]);

		if (*value)
			v->kept[v->kept_n++] = (struct kept_field){r->fields[i], value};
	}
}

/* The day asked for; today where it is none, and then the page says so. */
int visit_day(struct visit *t, struct err *e)
{
	const char *on = visit_field(t, "on");

	t->view.on = t->view.today;
	if (!*on)
		return 0;
	if (strlen(on) <= FIELD_MAX && day_parse(on, strlen(on), &t->view.on, e) == 0) {
		t->view.on_given = true;
		t->far = t->view.on - t->view.today > DAYS_AHEAD_MAX;
		if (!t->far)
			return 0;
		t->view.on_given = false;
		t->view.on = t->view.today;
	}
	t->frame.on_wrong = true;
	t->frame.on_text = cut_text(t, on);
	return ERR_INVALID;
}

int visit_known(struct visit *t, struct err *e)
{
	const char *known = visit_field(t, "known");

	t->view.known = "";
	t->view.known_ms = INT64_MAX;
	if (!*known)
		return 0;
	if (strlen(known) <= FIELD_MAX && instant_parse(known, &t->view.known_ms, e) == 0) {
		t->view.known = known;
		return 0;
	}
	t->frame.known_wrong = true;
	t->frame.known_text = cut_text(t, known);
	return ERR_INVALID;
}

int visit_days_wrong(const struct visit *t, bool day, bool known, struct err *e)
{
	const char *text = say(&t->view, "“{given}” is no day. Write year, month and day: 2026-02-03.");
	const char *given = day ? t->frame.on_text : t->frame.known_text;

	if (!day && !known)
		return 0;
	if (day && t->far)
		text = say(&t->view, "“{given}” is too far ahead. Choose a day of the next hundred years.");
	return err_set(
		e, ERR_INVALID, "%s", say_fill(t->a, text, (const struct fill[]){{"given", given}, {0}}));
}

#define DAY_MS 86400000

/* What the page is read with: everything but the page itself. */
int visit_view(struct visit *t, struct desk *d, struct err *e)
{
	struct view *v = &t->view;
	int64_t known_ms = v->known_ms;
	int rc = desk_language(t->site, d, t->language, e);

	if (rc == 0)
		rc = t->site->source.open(t->site->source.ctx, known_ms, &t->reg, e);
	if (rc == ERR_NOTFOUND) { /* nothing was adopted then: the page that says so is framed as of now */
		struct err now;

		if (t->site->source.open(t->site->source.ctx, INT64_MAX, &t->reg, &now) < 0)
			return rc;
		t->frame.known_text = v->known;
		v->known = "";
		v->known_ms = INT64_MAX;
	} else if (rc < 0) {
		return rc;
	}
	v->forms = d->forms[t->language];
	v->reg = &t->reg;
	v->recorded = v->known_ms / DAY_MS < v->today ? (day_t)(v->known_ms / DAY_MS) : v->today;
	view_name_treaty(v);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(v,
				"The register held nothing of this treaty then. Choose a later day "
				"for: as recorded on."));
	return 0;
}
