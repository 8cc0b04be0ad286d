/* What is done with a letter on the desk: each by the function that its command calls. */
#include <string.h>

#include "offices/letters/letters_desk_html.h"
#include "offices/letters/desk.h"

#define REFRESH_S 2u
#define NOTE_MAX 2000u /* bytes */

/* It is done; or the page of the letter says why not, with what was written. */
static int settled(struct request *q, struct answer *ret, int rc, struct err *e)
{
	if (rc == 0) {
		answer_see_other(q, ret, desk_url(q, q->open[0], ""));
		return 0;
	}
	if (rc != ERR_INVALID && rc != ERR_CONFLICT && rc != ERR_USAGE && rc != ERR_LIMIT)
		return rc;
	ret->status = rc == ERR_CONFLICT ? 409 : 400;
	return desk_letter_show(q, ret, arena_strdup(q->a, e->text), e);
}

/* A letter of another house is none, whatever else is wrong with the form. */
static int there(struct request *q, struct opened *o, struct err *e)
{
	return letter_desk_open(q, o, e);
}

static int note_check(const struct request *q, const char *note, struct err *e)
{
	return strlen(note) <= NOTE_MAX
		? 0
		: err_set(e, ERR_LIMIT, "%s",
			  say(q->view, T("This is too long: two thousand characters at most.")));
}

static int step(struct request *q, struct answer *ret, bool signing, struct err *e)
{
	const char *note = request_text(q, "note");
	struct taken_by by = {.signing = signing, .note = note};
	struct opened o;
	struct letter_row l = {0};
	int rc = there(q, &o, e);
	if (rc < 0)
		return rc;
	if (signing && *request_text(q, "seen"))
		by.seen = request_text(q, "seen");
	rc = note_check(q, note, e);
	if (rc == 0)
		rc = letter_step(q->run, o.row.id, &by, &l, e);
	return settled(q, ret, rc, e);
}

int desk_clear_answer(struct request *q, struct answer *ret, struct err *e)
{
	return step(q, ret, false, e);
}

int desk_sign_answer(struct request *q, struct answer *ret, struct err *e)
{
	return step(q, ret, true, e);
}

int desk_cancel_answer(struct request *q, struct answer *ret, struct err *e)
{
	const char *why = request_text(q, "reason");
	struct opened o;
	int rc = there(q, &o, e);
	if (rc < 0)
		return rc;
	rc = note_check(q, why, e);
	if (rc == 0 && !*why)
		rc = err_set(e, ERR_INVALID, "%s",
			say(q->view, T("Say why it is cancelled: it stands with each copy.")));
	if (rc == 0)
		rc = letter_cancel(q->run, o.row.id, why, e);
	return settled(q, ret, rc, e);
}

int desk_again_answer(struct request *q, struct answer *ret, struct err *e)
{
	const char *id = NULL, *given = request_text(q, "on");
	day_t on = q->run->today;
	struct opened o;
	int rc = there(q, &o, e);
	if (rc < 0)
		return rc;
	if (*given)
		rc = day_parse(given, strlen(given), &on, e);
	if (rc == 0)
		rc = letter_again(q->run, o.row.id, on, &id, e);
	if (rc < 0)
		return settled(q, ret, rc == ERR_NOTFOUND ? ERR_INVALID : rc, e);
	answer_see_other(q, ret, desk_url(q, id, ""));
	return 0;
}

/* ---- issuing ---- */

/* What would be refused at once is told at once. */
static int issue_may(struct request *q, struct opened *o, struct err *e)
{
	int rc = house_may(o->db, &o->house, q->as.person, ROLE_SENDER, q->run->today, e);
	if (rc < 0)
		return rc;
	if (!letter_is_open(&o->row))
		return err_set(
			e, ERR_CONFLICT, "%s", say(q->view, T("This letter is out already, or cancelled.")));
	const char *lacks = clearance_lacks(q->a, &o->house, o->step, o->steps, false);
	return lacks ? err_set(e, ERR_CONFLICT, "letter %s cannot be issued yet: %s", o->row.id, lacks) : 0;
}

int desk_issue_answer(struct request *q, struct answer *ret, struct err *e)
{
	const char *old = request_text(q, "supersedes");
	struct opened o;
	int rc = there(q, &o, e);
	if (rc < 0)
		return rc;
	rc = issue_may(q, &o, e);
	if (rc == 0)
		rc = job_begin(
			q, o.db, o.row.id, *old ? old : NULL, request_field(q, "paper") != NULL, ret, e);
	if (rc < 0)
		return settled(q, ret, rc, e);
	answer_see_other(q, ret, desk_url(q, o.row.id, "/progress"));
	return 0;
}

/* How far it is; once it has ended, the letter's own page. */
int desk_work_answer(struct request *q, struct answer *ret, struct err *e)
{
	struct job_row job = {.said = ""};
	struct opened o;
	struct frame f;
	int rc = there(q, &o, e);
	if (rc == 0)
		rc = job_get(o.db, q->a, q->as.house, o.row.id, &job, e);
	if (rc < 0)
		return rc;
	if (!job.any || job.ended_ms > 0) {
		answer_see_other(q, ret, desk_url(q, o.row.id, ""));
		return 0;
	}
	struct work_view w = {.kind = desk_kind_label(q->view, o.row.kind),
		.id = o.row.id,
		.done = job.done,
		.total = job.total,
		.lost = !job_goes_on(&job, q->run->now_ms)};
	door_frame(q->view, say(q->view, T("The letters are being issued")), &f);
	ret->refresh_s = w.lost ? 0 : REFRESH_S;
	html_desk_work(&ret->b, q->view, &f, &w);
	return 0;
}
