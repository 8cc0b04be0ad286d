/* What is a house's own. Its letters are in the index; contacts and what came in are looked through where
 * they stand, because personal data stands in one place alone. Every statement names the house. */
#include <string.h>

#include "acts/payload.h"
#include "offices/search/find.h"
#include "post/incoming.h"
#include "search_sql.h"

#define SEEN_MAX 20000u /* contacts that one question looks through; more are said to be there */
#define TEXT_MAX (64u << 10)
#define DAY_MS INT64_C(86400000)

static const struct edtf no_day = {DAY_NONE_HIGH, DAY_NONE_HIGH};

static void piece(struct buf *b, const char *text)
{
	if (*text)
		buf_printf(b, "%s%s", b->len ? " · " : "", text);
}

static const char *whole(const struct buf *b)
{
	return b->len ? b->data : "";
}

static const char *state_words(const struct view *v, const char *iso3)
{
	uint32_t state = *iso3 ? journal_word(v->reg->journal, iso3) : 0;

	return state && reg_state_known(v->reg, state) ? view_state(v, state) : iso3;
}

/* Where there is such a page. */
static struct url page_of(const struct view *v, const char *folder, const char *id)
{
	for (const struct route *const *table = v->routes; table && *table; table++)
		for (const struct route *r = *table; r->pattern; r++)
			if (strncmp(r->pattern, folder, strlen(folder)) == 0 &&
				strcmp(r->pattern + strlen(folder), ":") == 0)
				return view_link_to(v, folder, id);
	return (struct url){NULL};
}

/* ---- letters ---- */

const char *letter_words(const struct view *v, const char *kind)
{
	const struct pack *p = v->reg->pack;

	for (size_t i = 0; i < p->letters_n; i++)
		if (strcmp(p->letter[i].name, kind) == 0)
			return view_label(v, &p->letter[i].label);
	return kind;
}

static struct edtf day_of(const char *iso)
{
	struct err ignored;
	day_t day;

	return day_parse(iso, strlen(iso), &day, &ignored) == 0 ? edtf_day(day) : no_day;
}

int own_letter(
	struct finding *f, const struct question *q, const char *id, struct mention *ret, struct err *e)
{
	const struct view *v = f->v;
	struct letter_one_row row = {0};
	struct db_stmt *st = NULL;
	struct buf b;
	int rc = q->house ? letter_one_start(f->db, &(struct letter_one_in){q->house->code, id}, &st, e)
			  : DB_DONE;

	if (rc < 0 || !st)
		return rc;
	rc = letter_one_step(st, &row, e);
	if (rc == DB_ROW) {
		const struct audience *to = audience_find(v->reg->pack, q->house, row.audience);
		const char *kind = letter_words(v, row.kind);

		buf_init(&b, v->a, TEXT_MAX);
		piece(&b, to ? view_label(v, &to->label) : row.audience);
		*ret = (struct mention){.key = arena_strdup(v->a, id),
			.title = *row.reference ? arena_printf(v->a, "%s · %s", kind, row.reference) : kind,
			.text = whole(&b),
			.on = day_of(row.on_day),
			.to = page_of(v, "/desk/letters/", id)};
	}
	db_finish(st);
	return rc;
}

/* ---- contacts ---- */

static void contact_look(
	struct finding *f, const struct question *q, const struct contact_seen_row *c, struct hits *ret)
{
	const struct view *v = f->v;
	const char *state = state_words(v, c->state);
	const char *called = *c->name ? c->name : *c->organisation ? c->organisation : state;
	AUTO_ARENA garbage = arena_child(v->a, "contact");
	struct buf b;

	buf_init(&b, garbage, TEXT_MAX);
	piece(&b, c->holder);
	piece(&b, called == c->organisation ? "" : c->organisation);
	piece(&b, c->short_name);
	piece(&b, called == state ? "" : state);
	piece(&b, c->place);
	if (question_fits(f, q, arena_printf(garbage, "%s %s %s", called, whole(&b), c->state)))
		hits_add(f, ret, KIND_CONTACT,
			(struct mention){.key = arena_strdup(v->a, c->id),
				.title = arena_strdup(v->a, called),
				.text = arena_strdup(v->a, whole(&b)),
				.on = no_day,
				.to = page_of(v, "/desk/contacts/", c->id)});
}

static int contacts_find(struct finding *f, const struct question *q, struct hits *ret, struct err *e)
{
	struct contact_seen_row row;
	struct db_stmt *st = NULL;
	size_t seen = 0;
	int rc = contact_seen_start(f->db, &(struct contact_seen_in){q->house->code, SEEN_MAX + 1}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = contact_seen_step(st, &row, e); rc == DB_ROW && seen++ < SEEN_MAX;
		rc = contact_seen_step(st, &row, e))
		contact_look(f, q, &row, ret);
	db_finish(st);
	ret->more |= seen > SEEN_MAX;
	return rc < 0 ? rc : 0;
}

/* ---- what came in ---- */

static int incoming_find(struct finding *f, const struct question *q, struct hits *ret, struct err *e)
{
	const struct view *v = f->v;
	struct incoming_letter *l = NULL;
	size_t n = 0;
	int rc = incoming_list(f->db, v->a, q->house->code, "", "", &l, &n, e);

	for (size_t i = n; rc == 0 && i-- > 0;) {
		struct buf b;

		buf_init(&b, v->a, TEXT_MAX);
		piece(&b, l[i].from_name);
		piece(&b, state_words(v, l[i].iso3));
		piece(&b, l[i].reference);
		piece(&b, l[i].answers);
		piece(&b, l[i].note);
		if (question_fits(f, q, arena_printf(v->a, "%s %s", l[i].subject, whole(&b))))
			hits_add(f, ret, KIND_INCOMING,
				(struct mention){.key = l[i].id,
					.title = *l[i].subject ? l[i].subject : l[i].from_name,
					.text = whole(&b),
					.on = edtf_day((day_t)(l[i].came_ms / DAY_MS)),
					.to = page_of(v, "/desk/incoming/", l[i].id)});
	}
	return rc;
}

int own_find(struct finding *f, const struct question *q, struct hits *ret, struct err *e)
{
	int rc = 0;

	if (q->kind < 0 || q->kind == KIND_CONTACT)
		rc = contacts_find(f, q, ret, e);
	if (rc == 0 && (q->kind < 0 || q->kind == KIND_INCOMING))
		rc = incoming_find(f, q, ret, e);
	return rc;
}
