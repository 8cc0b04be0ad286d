#include "post/incoming.h"

#include "base/text.h"
#include "post/clean.h"
#include "post/outbox_private.h"

#define LIST_MAX 10000

static int check(const struct incoming_letter *l, struct err *e)
{
	day_t day;
	int r = day_parse(l->on_day, strlen(l->on_day), &day, e);

	if (r < 0)
		return err_ctx(e, "day");
	if (*l->iso3 && !text_is_iso3(l->iso3))
		return err_set(
			e, ERR_INVALID, "state: \"%.20s\" is no code of three capital letters", l->iso3);
	if (!*l->from_name && !*l->from_address)
		return err_set(e, ERR_INVALID, "from: missing; say who wrote");
	return 0;
}

int incoming_add(
	struct db *db, struct arena *a, const struct incoming_letter *l, const char **ret_id, struct err *e)
{
	const char *id = outbox_random_id(a, 'i');
	int r = check(l, e);

	if (r == 0)
		r = incoming_put_run(db,
			&(struct incoming_put_in){id, l->house, channel_names[l->way], l->on_day, l->came_ms,
				clean_line(a, l->from_name, OUTBOX_TEXT_MAX),
				clean_line(a, l->from_address, OUTBOX_TEXT_MAX), l->iso3,
				clean_line(a, l->subject, OUTBOX_TEXT_MAX),
				clean_line(a, l->reference, OUTBOX_TEXT_MAX), l->answers, l->message,
				l->file_sha256, clean_line(a, l->note, OUTBOX_TEXT_MAX), l->by},
			e);
	if (r == 0)
		*ret_id = id;
	return r;
}

static struct incoming_letter letter_of(
	struct arena *a, const char *house, const struct incoming_one_row *row)
{
	struct incoming_letter l = {.id = arena_strdup(a, row->id),
		.house = house,
		.way = CHANNEL_POST,
		.on_day = arena_strdup(a, row->on_day),
		.came_ms = row->came_ms,
		.from_name = arena_strdup(a, row->from_name),
		.from_address = arena_strdup(a, row->from_address),
		.iso3 = arena_strdup(a, row->iso3),
		.subject = arena_strdup(a, row->subject),
		.reference = arena_strdup(a, row->reference),
		.answers = arena_strdup(a, row->answers),
		.message = arena_strdup(a, row->message),
		.file_sha256 = arena_strdup(a, row->file_sha256),
		.note = arena_strdup(a, row->note),
		.by = arena_strdup(a, row->by_person)};

	for (int i = 0; channel_names[i]; i++)
		if (strcmp(channel_names[i], row->way) == 0)
			l.way = (enum channel)i;
	return l;
}

static int rows(struct db_stmt *st, struct arena *a, const char *house, struct incoming_letter **ret,
	size_t *ret_n, struct err *e)
{
	struct incoming_letter *list = NULL;
	struct incoming_one_row row;
	size_t n = 0, cap = 0;
	int r;

	for (r = incoming_one_step(st, &row, e); r == DB_ROW; r = incoming_one_step(st, &row, e)) {
		GROW(a, list, n, cap);
		list[n++] = letter_of(a, house, &row);
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret = list;
	*ret_n = n;
	return 0;
}

int incoming_get(struct db *db, struct arena *a, const char *house, const char *id,
	struct incoming_letter *ret, struct err *e)
{
	struct incoming_letter *list = NULL;
	struct db_stmt *st;
	size_t n = 0;
	int r = incoming_one_start(db, &(struct incoming_one_in){house, id}, &st, e);

	if (r == 0)
		r = rows(st, a, house, &list, &n, e);
	if (r < 0)
		return r;
	if (n == 0)
		return err_set(e, ERR_NOTFOUND,
			"no letter %.40s came in to %s; paraph incoming list names them", id, house);
	*ret = list[0];
	return 0;
}

int incoming_list(struct db *db, struct arena *a, const char *house, const char *iso3, const char *message,
	struct incoming_letter **ret, size_t *ret_n, struct err *e)
{
	struct db_stmt *st;
	int r = incoming_page_start(
		db, &(struct incoming_page_in){house, iso3, message, 0, "", LIST_MAX}, &st, e);

	return r < 0 ? r : rows(st, a, house, ret, ret_n, e);
}

static int take_back(
	struct db *db, struct arena *a, const struct incoming_letter *l, int64_t now_ms, struct err *e)
{
	const struct outbox_message before = {.house = l->house, .id = l->message};
	int r = outbox_unanswer_run(db, &(struct outbox_unanswer_in){l->house, l->message}, e);

	return r < 0
		? r
		: outbox_note(db, &before, "not answered",
			  arena_printf(a, "%s, letter of %s, answers another", l->id, l->on_day), now_ms, e);
}

int incoming_answers(struct db *db, const char *house, const char *id, const struct outbox_message *m,
	int64_t now_ms, struct err *e)
{
	AUTO_ARENA a = arena_new("answers");
	struct incoming_letter l;
	int r = incoming_get(db, a, house, id, &l, e);

	if (r == 0)
		r = incoming_settle_run(
			db, &(struct incoming_settle_in){house, id, m->reference, m->id, m->iso3}, e);
	if (r == 0 && *l.message && strcmp(l.message, m->id) != 0)
		r = take_back(db, a, &l, now_ms, e);
	if (r == 0)
		r = outbox_answer_run(db, &(struct outbox_answer_in){house, m->id, now_ms}, e);
	return r < 0 ? r
		     : outbox_note(db, m, "answered", arena_printf(a, "%s, letter of %s", id, l.on_day),
			       now_ms, e);
}

int incoming_state(struct db *db, const char *house, const char *id, const char *iso3, struct err *e)
{
	AUTO_ARENA a = arena_new("state");
	struct incoming_letter l;
	int r = incoming_get(db, a, house, id, &l, e);

	if (r == 0 && *iso3 && !text_is_iso3(iso3))
		r = err_set(e, ERR_INVALID, "state: \"%.20s\" is no code of three capital letters", iso3);
	return r < 0 ? r : incoming_state_run(db, &(struct incoming_state_in){house, id, iso3}, e);
}

int incoming_attach(struct db *db, const char *house, const char *id, const char *sha256, struct err *e)
{
	AUTO_ARENA a = arena_new("attach");
	struct incoming_letter l;
	int r = incoming_get(db, a, house, id, &l, e);

	if (r == 0 && *l.file_sha256)
		r = err_set(e, ERR_CONFLICT,
			"letter %s has its file already; enter another letter for this one", id);
	return r < 0 ? r : incoming_file_run(db, &(struct incoming_file_in){house, id, sha256}, e);
}
