/* Who sits here, and what they say to the house. */
#include "offices/state_office/seat.h"

#include <string.h>

#include "acts/act.h"
#include "base/text.h"
#include "post/outbox.h"
#include "store/store.h"

int seat_open(struct request *q, struct seat *ret, struct err *e)
{
	const struct view *v = q->view;
	struct seat s = {.iso3 = q->as.state,
		.state = journal_word(v->reg->journal, q->as.state),
		.housed = *q->as.house != '\0'};
	int rc = run_db(q->run, &s.db, e);

	if (rc == 0 && (!s.state || !reg_state_known(v->reg, s.state)))
		return err_set(e, ERR_NOTFOUND, "%s",
			say_fill(q->a, say(v, T("The register knows no State with the code {code}.")),
				(const struct fill[]){{"code", q->as.state}, {0}}));
	if (rc == 0 && s.housed)
		rc = house_open(q->run, s.db, q->as.house, &s.house, e);
	if (rc < 0)
		return rc;
	s.name = view_state(v, s.state);
	s.english = reg_state_name(v->reg, q->a, s.state, v->on, "en", false);
	*ret = s;
	return 0;
}

int seat_open_housed(struct request *q, struct seat *ret, struct err *e)
{
	int rc = seat_open(q, ret, e);

	if (rc == 0 && !ret->housed)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(q->view,
				T("No support unit keeps your account yet, so nobody would read this.")));
	return rc;
}

int line_check(struct request *q, const char *what, const char *text, struct err *e)
{
	const struct fill fill[] = {{"field", what}, {"n", arena_printf(q->a, "%u", LINE_BYTES_MAX)}, {0}};

	if (*text && strlen(text) <= LINE_BYTES_MAX && text_check(text, strlen(text), NULL) == 0 &&
		!strpbrk(text, "\n\t"))
		return 0;
	return err_set(e, ERR_INVALID, "%s",
		say_fill(q->a,
			say(q->view,
				*text ? T("{field}: write one line of at most {n} bytes.")
				      : T("{field}: this is empty. Write it, and send the form again.")),
			fill));
}

int text_long_check(struct request *q, const char *what, const char *text, struct err *e)
{
	const struct fill fill[] = {{"field", what}, {"n", arena_printf(q->a, "%u", TEXT_BYTES_MAX)}, {0}};

	if (text[strspn(text, " \n\t")] && strlen(text) <= TEXT_BYTES_MAX)
		return 0;
	return err_set(e, ERR_INVALID, "%s",
		say_fill(q->a,
			say(q->view,
				*text && strlen(text) > TEXT_BYTES_MAX
					? T("{field}: write at most {n} bytes.")
					: T("{field}: this is empty. Write it, and send the form again.")),
			fill));
}

/* ---- to the house ---- */

static int mail_it(struct request *q, struct seat *s, const char *subject, const char *sha256, struct err *e)
{
	const struct house *h = &s->house;
	struct outbox_message m = outbox_blank;

	if (!q->run->mail || !*h->mail_from)
		return 0; /* the register of what came in has it */
	m.house = h->code;
	m.iso3 = s->iso3;
	m.name = label_in(&h->name, "en");
	m.lang = "en";
	m.address = *h->mail_reply ? h->mail_reply : h->mail_from;
	m.from_name = label_in(&h->name, "en");
	m.from_address = h->mail_from;
	m.reply_to = q->who.mail;
	m.subject = subject;
	m.text_sha256 = sha256;
	return outbox_add(s->db, &m, 1, q->run->now_ms, e);
}

int seat_tell(struct request *q, struct seat *s, const struct word_to_house *w, struct err *e)
{
	const char *subject = arena_printf(q->a, "%s: %s", s->iso3, w->subject), *id = NULL;
	const char *text = arena_printf(q->a, "%s\n%s <%s>, focal point of %s\n\n%s\n", w->subject,
		q->who.name, q->who.mail, s->english, w->text);
	char sha256[65], day[11];
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, s->db, e);

	if (rc == 0)
		rc = store_file_add(
			s->db, "text/plain; charset=utf-8", text, strlen(text), q->run->now_ms, sha256, e);
	if (rc == 0)
		rc = incoming_add(s->db, q->a,
			&(struct incoming_letter){.house = s->house.code,
				.way = CHANNEL_HAND,
				.on_day = day_format(q->run->today, day),
				.came_ms = q->run->now_ms,
				.from_name = q->who.name,
				.from_address = q->who.mail,
				.iso3 = s->iso3,
				.subject = w->subject,
				.reference = "",
				.answers = "",
				.message = "",
				.file_sha256 = sha256,
				.note = "written at the State's office of this register",
				.by = q->who.account},
			&id, e);
	if (rc == 0)
		rc = mail_it(q, s, subject, sha256, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}
