/* contact erase: the person is forgotten, here and by every office that holds anything of them. */
#include <string.h>

#include "offices/contacts/commands.h"

enum { ERASE_DUE, ERASE_REHEARSE };
const struct option_info contact_erase_options[] = {
	{"--due", NULL, "Everybody whose day of retention is past on --on"},
	{"--rehearse", NULL, "Show who and what would be forgotten, and forget nothing"},
	{0},
};

/* Is anything personal left, past the day to which it may be kept? */
static bool is_due(const struct contact *c, const char *day)
{
	bool personal = c->holder.n && !c->holder.gone;

	for (size_t i = 0; i < c->channels_n; i++)
		personal |= c->channel[i].personal;
	return personal && *c->retain && strcmp(c->retain, day) < 0;
}

static void addresses_of(struct arena *a, const struct contact *c, struct forgotten *ret)
{
	const char **all = NEW_ARRAY(a, const char *, c->channels_n + 1);

	for (size_t i = 0; i < c->channels_n; i++)
		if (c->channel[i].personal && c->channel[i].kind == CHANNEL_EMAIL)
			all[ret->addresses++] = c->channel[i].address;
	ret->address = all;
}

static bool among(const struct contact *list, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].id, id) == 0)
			return true;
	return false;
}

/* Those named and those that are due, each once. */
static int chosen(struct run *r, struct desk *d, struct contact **ret, size_t *ret_n, struct err *e)
{
	struct contact *all = NULL, *list, one;
	size_t n = 0, all_n = 0;
	char day[11];
	int rc = 0;

	if (r->option[ERASE_DUE])
		rc = contacts_read(r->arena, d->book.db, &d->house, &all, &all_n, e);
	list = NEW_ARRAY(r->arena, struct contact, all_n + (size_t)r->argc + 1);
	for (int i = 0; rc == 0 && i < r->argc; i++) {
		rc = contact_read(r->arena, d->book.db, &d->house, r->argv[i], &one, e);
		if (rc == 0 && !among(list, n, one.id))
			list[n++] = one;
	}
	day_format(r->on, day);
	size_t named = n;
	for (size_t i = 0; rc == 0 && i < all_n; i++)
		if (is_due(&all[i], day) && !among(list, named, all[i].id))
			list[n++] = all[i];
	*ret = list;
	*ret_n = n;
	return rc;
}

static const char *counted(struct arena *a, const struct forgotten *f)
{
	return arena_printf(a, "letters=%zu files=%zu cancelled=%zu incoming=%zu", f->letters, f->files,
		f->cancelled, f->incoming);
}

int contacts_erase(struct run *r, struct desk *d, const struct contact *c, size_t n, bool rehearse,
	struct forgetting *ret, struct err *e)
{
	struct forgetting f = {.db = d->book.db, .house = &d->house, .n = n};
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, d->book.db, e);

	f.person = NEW_ARRAY(r->arena, struct forgotten, n ? n : 1);
	for (size_t i = 0; i < n; i++) {
		f.person[i].contact = c[i].id;
		addresses_of(r->arena, &c[i], &f.person[i]);
	}
	for (size_t i = 0; rc == 0 && r->offices[i]; i++)
		if (r->offices[i]->forget)
			rc = r->offices[i]->forget(r, &f, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct saving s = contacts_saving(r, d, counted(r->arena, &f.person[i]));

		rc = contact_forget(d->book.db, &c[i], &s, e);
	}
	if (rc == 0)
		*ret = f;
	return rc == 0 && !rehearse ? tx_commit(&tx, e) : rc;
}

static int erased_rows(struct run *r, const struct contact *c, const struct forgetting *f, struct err *e)
{
	static const struct column columns[] = {
		{"contact", "Contact", false, false},
		{"office", "Office", false, false},
		{"state", "State", false, false},
		{"holder", "Holder", false, false},
		{"retain", "Kept until", false, false},
		{"letters", "Letters", true, false},
		{"files", "Files", true, false},
		{"cancelled", "Cancelled", true, false},
		{"incoming", "Came in", true, false},
	};
	struct table *t = table_new(r, columns, COUNT(columns));

	for (size_t i = 0; i < f->n; i++) {
		const struct forgotten *p = &f->person[i];

		table_row(t,
			(const char *const[]){c[i].id, c[i].office, c[i].state,
				r->option[ERASE_REHEARSE] ? c[i].holder.name : "", c[i].retain,
				arena_printf(r->arena, "%zu", p->letters),
				arena_printf(r->arena, "%zu", p->files),
				arena_printf(r->arena, "%zu", p->cancelled),
				arena_printf(r->arena, "%zu", p->incoming)});
	}
	return table_end(t, e);
}

int contact_erase_cmd(struct run *r, struct err *e)
{
	struct forgetting f = {0};
	struct contact *c = NULL;
	struct desk d;
	int rc = 0;

	if (!r->argc && !r->option[ERASE_DUE])
		rc = err_set(e, ERR_USAGE, "say whom: the id of a contact, or --due");
	if (rc == 0)
		rc = contacts_open(r, &d, e);
	if (rc == 0)
		rc = chosen(r, &d, &c, &f.n, e);
	if (rc != 0)
		return rc;
	rc = contacts_erase(r, &d, c, f.n, r->option[ERASE_REHEARSE] != NULL, &f, e);
	if (rc == 0)
		rc = erased_rows(r, c, &f, e);
	if (rc == 0)
		fprintf(r->err,
			r->option[ERASE_REHEARSE]
				? "%zu would be forgotten; nothing is recorded\n"
				: "%zu forgotten; the offices, and that letters went, stay\n",
			f.n);
	return rc;
}
