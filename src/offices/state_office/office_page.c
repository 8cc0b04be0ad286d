/* The first page of a State's office. */
#include <string.h>

#include "office_html.h"
#include "offices/letters/letters.h"
#include "offices/state_office/hand_in.h"
#include "offices/state_office/seat.h"

#define LETTERS_SHOWN 20
#define ENTRIES_SHOWN 12
#define REPORTS_SHOWN 10
#define DAY_MS INT64_C(86400000)
#define UNKNOWN_SHOWN 6
#define DUE_SHOWN 5 /* the others are opened */

static const struct {
	const char *word, *text;
} done[] = {
	{"confirmed", T("Thank you: the contact is confirmed as of today.")},
	{"proposed", T("Your correction is with the support unit, which enters it.")},
	{"asked", T("Your question is with the support unit. The answer goes to your address.")},
};

static const char *said(const struct request *q)
{
	const char *word = url_field(&q->url, "said");

	for (size_t i = 0; word && i < sizeof done / sizeof *done; i++)
		if (strcmp(done[i].word, word) == 0)
			return done[i].text;
	return NULL;
}

/* ---- what is due ---- */

static void dues(const struct view *v, const struct seat *s, struct office_view *o)
{
	struct owed *all;
	size_t n = owed_of(v, s->state, &all);

	o->due = NEW_ARRAY(v->a, struct due_line, n + 1);
	o->unknown = NEW_ARRAY(v->a, struct due_line, UNKNOWN_SHOWN);
	for (size_t i = 0; i < n; i++) {
		struct due_line line = {all[i].label, all[i].mark, all[i].words, all[i].day,
			all[i].day == DAY_NONE_HIGH ? 0 : all[i].day - v->on};

		if (all[i].open)
			o->due[o->dues++] = line;
		else if (all[i].duty->now == DUTY_UNKNOWN && o->unknowns < UNKNOWN_SHOWN)
			o->unknown[o->unknowns++] = line;
	}
	o->shown = o->dues < DUE_SHOWN ? o->dues : DUE_SHOWN;
}

/* ---- reports that were handed in ---- */

static int reports(struct request *q, struct seat *s, struct office_view *o, struct err *e)
{
	const struct pack *p = q->view->reg->pack;
	struct report_file *f = NULL;
	size_t n = 0;
	int rc = report_files(q->run, s->db, &s->house, p->code, s->iso3, &f, &n, e);

	o->report = NEW_ARRAY(q->a, struct report_line, REPORTS_SHOWN);
	for (size_t i = 0; rc == 0 && i < n && o->reports < REPORTS_SHOWN; i++) {
		struct forwarding w;

		rc = report_forwarding(q->run, s->db, &s->house, &f[i], &w, e);
		if (rc == 0)
			o->report[o->reports++] = (struct report_line){f[i].reference,
				report_label(q->a, q->view->words,
					*f[i].report ? pack_rule(p, f[i].report) : NULL, f[i].year),
				forwarding_mark(&w), forwarding_words(q, &f[i], &w),
				(day_t)(f[i].came_ms / DAY_MS)};
	}
	return rc;
}

/* ---- letters ---- */

static const char *status_words(const struct view *v, const char *status)
{
	if (strcmp(status, "superseded") == 0)
		return say(v, T("another letter has taken its place"));
	return strcmp(status, "cancelled") == 0 ? say(v, T("cancelled")) : NULL;
}

static int letters(struct request *q, const struct seat *s, struct office_view *o, struct err *e)
{
	const struct pack *p = q->view->reg->pack;
	struct letter_to_state *l = NULL;
	size_t n = 0;
	int rc = letters_to_state(s->db, q->a, s->house.code, p->code, s->iso3, &l, &n, e);

	o->letter = NEW_ARRAY(q->a, struct letter_line, LETTERS_SHOWN);
	for (size_t i = 0; rc == 0 && i < n && o->letters < LETTERS_SHOWN; i++) {
		const struct letter_kind *kind = pack_letter(p, l[i].kind);
		struct letter_line line = {kind ? view_label(q->view, &kind->label) : l[i].kind,
			l[i].reference, l[i].code, status_words(q->view, l[i].status), DAY_NONE_HIGH};

		if (day_parse(l[i].on_day, strlen(l[i].on_day), &line.on, NULL) < 0)
			line.on = DAY_NONE_HIGH;
		o->letter[o->letters++] = line;
	}
	return rc;
}

/* A name for its file that every system takes. */
static const char *file_name(struct arena *a, const char *reference)
{
	char *name = arena_printf(a, "%s.pdf", reference);

	for (char *p = name; *p; p++)
		if (*p == '/' || *p == '\\')
			*p = '.';
	return name;
}

int letter_file_page(struct request *q, struct answer *ret, struct err *e)
{
	struct letter_to_state l = {.code = ""};
	struct file_bytes f = {.media = ""};
	struct seat s;
	int rc = seat_open_housed(q, &s, e);

	if (rc == 0)
		rc = letter_to_state(
			s.db, q->a, s.house.code, q->view->reg->pack->code, s.iso3, q->open[0], &l, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(q->view, T("No letter to your State is at this address.")));
	if (rc == 0)
		rc = store_file_get(s.db, q->a, l.file, &f, e);
	if (rc < 0)
		return rc;
	ret->type = f.media;
	ret->data = f.data;
	ret->len = f.len;
	ret->save_as = file_name(q->a, l.reference);
	return 0;
}

/* ---- contacts ---- */

static int contacts(struct request *q, const struct seat *s, struct office_view *o, struct err *e)
{
	const struct view *v = q->view;
	struct state_contact *c = NULL;
	int rc = contacts_of_state(q->a, s->db, &s->house, s->iso3, v->on, &c, &o->contacts, e);

	o->contact = NEW_ARRAY(q->a, struct contact_line, o->contacts + 1);
	for (size_t i = 0; rc == 0 && i < o->contacts; i++) {
		struct contact_line *line = &o->contact[i];

		*line = (struct contact_line){&c[i], contact_office_words(v, c[i].office),
			label_in(&c[i].titles, v->words->tag), DAY_NONE_LOW};
		if (!*c[i].confirmed ||
			day_parse(c[i].confirmed, strlen(c[i].confirmed), &line->confirmed, NULL) < 0)
			line->confirmed = DAY_NONE_LOW;
		o->to_confirm += c[i].due;
	}
	return rc;
}

/* ---- the page ---- */

int office_page(struct request *q, struct answer *ret, struct err *e)
{
	const struct view *v = q->view;
	struct office_view o = {.said = said(q)};
	struct frame f;
	struct seat s;
	int rc = seat_open(q, &s, e);

	if (rc < 0)
		return rc;
	o.iso3 = s.iso3;
	o.name = s.name;
	dues(v, &s, &o);
	o.received = entries_about(v, s.state, ENTRIES_SHOWN, &o.entry);
	o.page_to = view_link_to(v, "/states/", s.iso3);
	o.calendar_to = view_chosen(v, "/feeds/deadlines.ics", "state", s.iso3);
	o.calendar = arena_printf(q->a, "%s%s", request_origin(q), o.calendar_to.text);
	if (s.housed) {
		o.house = label_in(&s.house.name, v->words->tag);
		rc = letters(q, &s, &o, e);
	}
	if (rc == 0 && s.housed)
		rc = reports(q, &s, &o, e);
	if (rc == 0 && s.housed)
		rc = contacts(q, &s, &o, e);
	if (rc < 0)
		return rc;
	door_frame(v, s.name, &f);
	html_office(&ret->b, v, &f, &o);
	return 0;
}
