/* What the pages of the record say in the same way. */
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/journal/desk.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS INT64_C(86400000)

int acts_open(struct request *q, struct acts_desk *ret, struct err *e)
{
	struct acts_desk d = {.q = q, .v = q->view};
	int rc = book_open(q->run, &d.book, e);

	if (rc == 0)
		rc = house_open(q->run, d.book.db, NULL, &d.house, e);
	if (rc < 0)
		return rc;
	d.treaty = journal_word(d.book.journal, q->view->reg->pack->code);
	d.world = journal_word(d.book.journal, "world");
	d.writes = strcmp(q->as.role, ROLE_OBSERVER) != 0;
	*ret = d;
	return 0;
}

bool desk_sees(const struct acts_desk *d, const struct act *act)
{
	return act->visibility != VISIBLE_HOUSE ||
		strcmp(journal_text(d->book.journal, act->issuer), d->house.code) == 0;
}

bool desk_about(const struct acts_desk *d, const struct act *act)
{
	return act->treaty == d->treaty || act->treaty == d->world;
}

int desk_no_page(const struct view *v, struct err *e)
{
	return err_set(e, ERR_NOTFOUND, "%s",
		say(v, "Nothing stands at this address. The menu lists what there is."));
}

int desk_act(
	const struct acts_desk *d, const char *number, uint64_t *ret_seq, struct act_row *ret, struct err *e)
{
	struct act_row *row = NULL;
	struct err none;
	int64_t seq;
	size_t n = 0;

	if (text_int(number, 0, JOURNAL_ACTS_MAX, &seq, &none) < 0 || (uint64_t)seq >= d->book.known ||
		!desk_sees(d, journal_act(d->book.journal, (uint64_t)seq)))
		return err_set(e, ERR_NOTFOUND, "%s", say(d->v, "No act of this number is on file."));
	int rc = store_rows(d->book.db, d->q->a, (uint64_t)seq, 1, &row, &n, e);
	if (rc == 0 && n == 0)
		rc = err_set(e, ERR_DB, "act %lld is not in the store", (long long)seq);
	if (rc < 0)
		return rc;
	*ret_seq = (uint64_t)seq;
	*ret = row[0];
	return 0;
}

int desk_kind(const struct view *v, const char *name, enum act_kind *ret, struct err *e)
{
	struct err none;

	return act_kind_parse(name ? name : "", ret, &none) < 0 ? desk_no_page(v, e) : 0;
}

/* ---- words ---- */

const char *kind_label(const struct view *v, enum act_kind kind)
{
	return say(v, act_kinds[kind].label);
}

const char *field_label(const struct view *v, const struct act_field *f)
{
	return say(v, f->label);
}

static const struct {
	const char *code, *words;
} visibilities[] = {
	{"public", T("Public")},
	{"parties", T("The States Parties and the houses")},
	{"house", T("This house alone")},
};

const char *visibility_label(const struct view *v, const char *visibility)
{
	for (size_t i = 0; i < sizeof visibilities / sizeof *visibilities; i++)
		if (strcmp(visibilities[i].code, visibility) == 0)
			return say(v, visibilities[i].words);
	return visibility;
}

const char *subject_words(const struct view *v, const char *subject)
{
	uint32_t word = text_is_iso3(subject) ? journal_word(v->reg->journal, subject) : 0;

	return word && reg_state_known(v->reg, word) ? view_state(v, word) : subject;
}

const char *moment_words(const struct view *v, int64_t ms)
{
	int64_t minute = ms % DAY_MS / MINUTE_MS;

	return arena_printf(v->a, "%s, %02lld:%02lld", view_day(v, (day_t)(ms / DAY_MS)),
		(long long)(minute / 60), (long long)(minute % 60));
}

const char *edtf_text_words(const struct view *v, const char *edtf)
{
	struct edtf day;
	struct err none;

	return edtf_parse(edtf, strlen(edtf), &day, &none) < 0 ? edtf : edtf_words(v, day);
}

bool person_ours(const struct acts_desk *d, const char *id)
{
	struct person p;
	struct err none;

	return *id && person_get(d->q->a, d->book.db, &d->house, id, &p, &none) == 0;
}

const char *person_words(const struct acts_desk *d, const char *id)
{
	struct person p;
	struct err none;

	if (!*id)
		return "";
	if (person_get(d->q->a, d->book.db, &d->house, id, &p, &none) < 0)
		return say(d->v, "another house");
	return *p.name ? p.name : p.id;
}

struct url act_url(const struct view *v, uint64_t seq)
{
	return view_link(v, arena_printf(v->a, "/desk/acts/%llu", (unsigned long long)seq));
}

struct url kind_url(const struct view *v, enum act_kind kind, const char *tail)
{
	return view_link(v, arena_printf(v->a, "/desk/acts/%s%s", act_kinds[kind].name, tail));
}

/* "in-person" is said as "in person". */
const char *choice_label(const struct view *v, const char *choice)
{
	char *words = arena_strdup(v->a, choice);

	for (char *c = words; *c; c++)
		*c = *c == '-' ? ' ' : *c;
	return say(v, words);
}
