/* Pages that record: the form of a new act and of a correction, and a draft with what it would change. */
#include <inttypes.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "form_html.h"
#include "offices/journal/form.h"
#include "offices/journal/rehearse.h"

static struct url draft_url(const struct view *v, const char *id)
{
	return view_link_to(v, "/desk/acts/drafts/", id);
}

static int show_form(struct request *q, struct answer *ret, struct form *f, bool wrong)
{
	struct frame frame;

	ret->status = wrong ? 400 : 200;
	door_frame(q->view, f->title, &frame);
	html_act_form(&ret->b, q->view, &frame, f);
	return 0;
}

/* Shown, or read and kept as a draft, which says what it would change. id: of a draft that is changed; NULL.
 */
static int form_answer(struct request *q, struct answer *ret, struct form *f, const char *id, struct err *e)
{
	const char *kept = NULL;
	struct draft d;
	int rc = form_file(f, e);

	f->posted = q->method == METHOD_POST;
	if (rc != 0)
		return rc;
	form_make(f);
	if (!f->posted)
		return show_form(q, ret, f, false);
	rc = form_read(f, &d, e);
	if (rc == ERR_INVALID)
		return show_form(q, ret, f, true);
	if (rc == 0)
		rc = draft_row_keep(q->run, f->d->book.db, f->d->house.code, id, &d, &kept, e);
	if (rc == 0)
		answer_see_other(q, ret, draft_url(q->view, kept));
	return rc;
}

static struct form form_new(struct request *q, const struct acts_desk *d, enum act_kind kind)
{
	return (struct form){.d = d,
		.q = q,
		.kind = kind,
		.posted = q->method == METHOD_POST,
		.title = kind_label(q->view, kind),
		.eyebrow = say(q->view, "Record an act"),
		.button = say(q->view, "See what it would change"),
		.back = kind_url(q->view, kind, "")};
}

/* A correction begins at the act that it corrects. */
static int which_act(struct request *q, struct answer *ret, struct err *e)
{
	struct frame frame;
	const char *number = request_text(q, "number");

	(void)e;
	if (q->method == METHOD_POST && *number && strspn(number, "0123456789") == strlen(number)) {
		answer_see_other(
			q, ret, view_link(q->view, arena_printf(q->a, "/desk/acts/%.12s/correct", number)));
		return 0;
	}
	ret->status = q->method == METHOD_POST ? 400 : 200;
	door_frame(q->view, kind_label(q->view, ACT_CORRECTION), &frame);
	html_which_act(&ret->b, q->view, &frame,
		q->method == METHOD_POST ? say(q->view, "Write the number of an act, as its page gives it.")
					 : NULL);
	return 0;
}

int new_act_page(struct request *q, struct answer *ret, struct err *e)
{
	struct form *f = NEW(q->a, struct form);
	struct acts_desk d;
	enum act_kind kind;
	int rc = desk_kind(q->view, q->open[0], &kind, e);

	if (rc == 0 && kind == ACT_PACK_ADOPTED)
		rc = err_set(e, ERR_INVALID, "%s",
			say(q->view,
				"A treaty's rules are adopted on the command line: paraph pack adopt CODE."));
	if (rc != 0)
		return rc;
	if (kind == ACT_CORRECTION)
		return which_act(q, ret, e);
	rc = acts_open(q, &d, e);
	if (rc != 0)
		return rc;
	*f = form_new(q, &d, kind);
	f->to = kind_url(q->view, kind, "/new");
	return form_answer(q, ret, f, NULL, e);
}

/* ---- correcting ---- */

/* The form of a correction shows the act as it stands; of a voided one as it stood. */
static int correct_form(struct request *q, const struct acts_desk *d, const struct act_row *target,
	struct form *f, struct err *e)
{
	struct act_row *base = NEW(q->a, struct act_row);
	enum act_kind kind = ACT_CORRECTION;
	bool voids;
	int rc = draft_base(q->run, &d->book, target->d.id, base, &voids, e);

	if (rc == 0)
		rc = act_kind_parse(base->d.kind, &kind, e);
	if (rc != 0)
		return rc;
	*f = form_new(q, d, payload_as(kind, base->d.payload));
	f->target = target;
	f->from = &base->d;
	f->voids = strcmp(request_text(q, "do"), "void") == 0;
	f->can_void = !voids;
	f->eyebrow = say(q->view, "Correct an act");
	return 0;
}

int correct_page(struct request *q, struct answer *ret, struct err *e)
{
	struct form *f = NEW(q->a, struct form);
	struct act_row target = {.seq = 0};
	struct acts_desk d;
	uint64_t seq = 0;
	int rc = acts_open(q, &d, e);

	if (rc == 0)
		rc = desk_act(&d, q->open[0], &seq, &target, e);
	if (rc == 0 && journal_corrected_by(d.book.journal, seq, d.book.known))
		rc = err_set(e, ERR_CONFLICT, "%s",
			say(q->view, "This entry was corrected already. Correct the one that counts now."));
	if (rc == 0)
		rc = correct_form(q, &d, &target, f, e);
	if (rc != 0)
		return rc;
	f->to = view_link(q->view, arena_printf(q->a, "/desk/acts/%" PRIu64 "/correct", seq));
	f->back = act_url(q->view, seq);
	return form_answer(q, ret, f, NULL, e);
}

/* ---- a draft ---- */

int draft_change_page(struct request *q, struct answer *ret, struct err *e)
{
	struct form *f = NEW(q->a, struct form);
	struct act_row *target = NEW(q->a, struct act_row);
	struct draft_kept k = {.id = ""};
	struct acts_desk d;
	enum act_kind kind = ACT_CORRECTION;
	int rc = acts_open(q, &d, e);

	if (rc == 0)
		rc = draft_row_get(d.book.db, q->a, d.house.code, q->open[0], &k, e);
	if (rc == 0)
		rc = act_kind_parse(k.d.kind, &kind, e);
	if (rc == 0 && *k.d.corrects)
		rc = store_row_by_id(d.book.db, q->a, k.d.corrects, target, e);
	if (rc == 0 && *k.d.corrects)
		rc = correct_form(q, &d, target, f, e);
	else if (rc == 0)
		*f = form_new(q, &d, kind);
	if (rc != 0)
		return rc;
	if (payload_as(kind, k.d.payload) != ACT_CORRECTION)
		f->from = &k.d;
	f->to = view_link(q->view, arena_printf(q->a, "/desk/acts/drafts/%s/change", k.id));
	f->back = draft_url(q->view, k.id);
	return form_answer(q, ret, f, k.id, e);
}

/* What becomes of it, in words; whether it may be recorded. */
static bool outcome_words(const struct acts_desk *d, const struct trial *t, struct draft_view *view)
{
	const struct view *v = d->v;
	uint64_t seq;

	if (*t->met && journal_find(d->book.journal, t->met, d->book.known, &seq) &&
		desk_sees(d, journal_act(d->book.journal, seq)))
		view->met = act_url(v, seq);
	view->marks = t->marks;
	switch (t->outcome) {
	case OUTCOME_NEW:
		return true;
	case OUTCOME_ON_FILE:
		view->stop = say(v, "The same act is on file already: there is nothing to record.");
		break;
	case OUTCOME_DIFFERENT:
		view->stop = say(v,
			"An act on file says otherwise. Correct that one; or, where this is another act, "
			"change the draft and give it an id of its own.");
		view->why = *t->refusal ? t->refusal : t->differs;
		break;
	default:
		view->stop = say(v, "This cannot be recorded as it is. Change the draft.");
		view->why = t->refusal;
	}
	return false;
}

static int draft_show(struct request *q, const struct acts_desk *d, const struct draft_kept *k,
	struct answer *ret, struct err *e)
{
	struct act_row row = {.d = k->d};
	struct rehearsal r = {.n = 0};
	struct draft_view view = {.id = k->id, .act = k->d.id, .why = ""};
	enum act_kind kind = ACT_CORRECTION;
	struct frame frame;
	int rc = act_kind_parse(k->d.kind, &kind, e);

	if (rc == 0)
		rc = rehearse(d, &k->d, &r, e);
	if (rc != 0)
		return rc;
	act_lines_of(d, &row, kind, &view.act_view);
	view.voids = payload_as(kind, k->d.payload) == ACT_CORRECTION;
	view.kind = kind_label(q->view, payload_as(kind, k->d.payload));
	view.by = person_words(d, k->by);
	view.made = moment_words(q->view, k->made_ms);
	view.ready = outcome_words(d, &r.trial, &view) && d->writes;
	view.effects_n = r.n;
	view.effect = r.effect;
	view.here = draft_url(q->view, k->id);
	view.change = view_link(q->view, arena_printf(q->a, "/desk/acts/drafts/%s/change", k->id));
	view.writes = d->writes;
	if (*k->d.corrects) {
		uint64_t seq;
		if (journal_find(d->book.journal, k->d.corrects, d->book.known, &seq))
			view.corrects = act_url(q->view, seq);
	}
	door_frame(q->view, say(q->view, "Draft of an act"), &frame);
	html_draft(&ret->b, q->view, &frame, &view);
	return 0;
}

/* Recorded by somebody a moment ago, or by this very form sent twice: its act is shown. */
static bool recorded_already(struct request *q, const struct acts_desk *d, struct answer *ret)
{
	uint64_t seq;

	if (!journal_find(d->book.journal, request_text(q, "act"), d->book.known, &seq) ||
		!desk_sees(d, journal_act(d->book.journal, seq)))
		return false;
	answer_see_other(q, ret, act_url(q->view, seq));
	return true;
}

static int draft_done(
	struct request *q, struct acts_desk *d, const struct draft_kept *k, struct answer *ret, struct err *e)
{
	const char *what = request_text(q, "do");
	struct appended done = {0};
	struct marks marks;
	int rc;

	if (strcmp(what, "drop") == 0) {
		rc = draft_row_drop(d->book.db, d->house.code, k->id, e);
		if (rc == 0)
			answer_see_other(q, ret, view_link(q->view, "/desk/acts/drafts"));
		return rc;
	}
	if (strcmp(what, "record") != 0)
		return err_set(e, ERR_INVALID, "%s", say(q->view, "Record the draft, or throw it away."));
	rc = draft_record(q->run, &d->book, d->house.code, k, &done, &marks, e);
	if (rc == 0)
		answer_see_other(q, ret, act_url(q->view, done.seq));
	return rc;
}

int draft_page(struct request *q, struct answer *ret, struct err *e)
{
	struct draft_kept k = {.id = ""};
	struct acts_desk d;
	int rc = acts_open(q, &d, e);

	if (rc == 0)
		rc = draft_row_get(d.book.db, q->a, d.house.code, q->open[0], &k, e);
	if (rc == ERR_NOTFOUND && q->method == METHOD_POST && recorded_already(q, &d, ret))
		return 0;
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(q->view, "There is no such draft: it was recorded or thrown away."));
	if (rc != 0)
		return rc;
	return q->method == METHOD_POST ? draft_done(q, &d, &k, ret, e) : draft_show(q, &d, &k, ret, e);
}
