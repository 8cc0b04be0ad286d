/* contact ask: the office is asked, in its language, whether what is on file of it is right. */
#include <string.h>

#include "offices/contacts/contact_post.h"
#include "offices/contacts/contacts_pages.h"

const struct option_info contact_ask_options[] = {{0}};

/* What the office itself may see of it: nothing of the house's own words. */
static const char *what_is_on_file(struct arena *a, const struct contact *c, const char *lang)
{
	static const char *const shown[] = {"name", "holder", "place", "email", "post", "fax", "write"};
	const struct words *w = words_named(lang);
	const struct labels titles = {c->titles_n, c->title};
	const char *all = "";

	for (size_t i = 0; i < COUNT(shown); i++) {
		const char *value = contact_get(a, c, shown[i]);

		if (*value)
			all = arena_printf(
				a, "%s%s: %s\n", all, say_in(w, field_words_of(shown[i])->label), value);
	}
	if (c->titles_n)
		all = arena_printf(a, "%s%s: %s\n", all, say_in(w, T("Function")), label_in(&titles, w->tag));
	return all;
}

static const char *mail_of(const struct contact *c)
{
	for (size_t i = 0; i < c->channels_n; i++)
		if (c->channel[i].kind == CHANNEL_EMAIL && strcmp(c->channel[i].state, "bad") != 0)
			return c->channel[i].address;
	return "";
}

static int ask(
	struct run *r, struct desk *d, const struct contact *c, const struct opted_out *out, struct err *e)
{
	const char *address = mail_of(c), *why = opted_out_why(r->arena, out, c->id, address);
	const char *lang = arena_strndup(r->arena, c->write, strcspn(c->write, " "));

	if (!*address)
		return err_set(e, ERR_CONFLICT,
			"contact %s: no good e-mail address is on file; ask by another way, then "
			"contact confirm",
			c->id);
	if (why)
		return err_set(e, ERR_CONFLICT, "contact %s: %s; it is not written to", c->id, why);
	return contact_question_send(r, d->book.db, &d->house,
		&(struct contact_question){c->id, c->state, *c->holder.name ? c->holder.name : c->name,
			address, lang, what_is_on_file(r->arena, c, lang)},
		e);
}

int contacts_ask(struct run *r, struct desk *d, const char *const *id, size_t n, struct err *e)
{
	struct opted_out out;
	struct contact c;
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, d->book.db, e);

	if (rc == 0)
		rc = opted_out_read(r->arena, d->book.db, &d->house, "letters", r->today, &out, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = contact_read(r->arena, d->book.db, &d->house, id[i], &c, e);
		if (rc == 0)
			rc = ask(r, d, &c, &out, e);
	}
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int contact_ask_cmd(struct run *r, struct err *e)
{
	struct desk d;
	int rc = contacts_open(r, &d, e);

	return rc < 0 ? rc : contacts_ask(r, &d, r->argv, (size_t)r->argc, e);
}
