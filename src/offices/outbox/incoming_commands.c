/* incoming add, list, show, answer. */
#include "base/file.h"
#include "base/text.h"
#include "offices/contacts/contacts.h"
#include "offices/packs/packs.h"
#include "offices/outbox/setup.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { ADD_FROM, ADD_WAY, ADD_STATE, ADD_SUBJECT, ADD_REFERENCE, ADD_FILE, ADD_ANSWERS, ADD_NOTE };
const struct option_info incoming_add_options[] = {
	[ADD_FROM] = {"--from", "WHO", "Who wrote: an office, a person"},
	[ADD_WAY] = {"--way", "WAY", "How it came: post (default), fax, hand, pouch, email"},
	[ADD_STATE] = {"--state", "ISO3", "The State that wrote"},
	[ADD_SUBJECT] = {"--subject", "TEXT", "What it is about"},
	[ADD_REFERENCE] = {"--reference", "TEXT", "Its own reference, to be cited"},
	[ADD_FILE] = {"--file", "FILE", "The scan: PDF, or an image"},
	[ADD_ANSWERS] = {"--answers", "REFERENCE", "Our letter that it answers"},
	[ADD_NOTE] = {"--note", "TEXT", "Anything else"},
	{0},
};
const struct option_info incoming_list_options[] = {{"--state", "ISO3", "From this State"}, {0}};
const struct option_info incoming_show_options[] = {
	{"--out", "FILE", "Write the scan or the mail there"}, {0}};

static const char *given(const struct run *r, int option)
{
	return r->option[option] ? r->option[option] : "";
}

static int way_of(const char *word, enum channel *ret, struct err *e)
{
	*ret = CHANNEL_POST;
	if (!*word)
		return 0;
	for (int i = 0; channel_names[i]; i++) {
		if (strcmp(channel_names[i], word) == 0) {
			*ret = (enum channel)i;
			return 0;
		}
	}
	return err_set(e, ERR_USAGE, "--way %.20s: write post, fax, hand, pouch or email", word);
}

/* The file that is named, read. */
static int scan_read(struct run *r, const char *path, struct incoming_scan *ret, struct err *e)
{
	char *data = NULL;
	size_t len = 0;
	int rc = file_read(r->arena, path, STORE_FILE_BYTES_MAX, &data, &len, e);

	*ret = (struct incoming_scan){path, data, len};
	return rc;
}

int incoming_add_run(struct run *r, struct err *e)
{
	char day[11];
	struct incoming_letter l = {.on_day = day_format(r->on, day),
		.came_ms = r->now_ms,
		.from_name = given(r, ADD_FROM),
		.from_address = "",
		.iso3 = given(r, ADD_STATE),
		.subject = given(r, ADD_SUBJECT),
		.reference = given(r, ADD_REFERENCE),
		.note = given(r, ADD_NOTE)};
	struct incoming_scan file;
	struct person who;
	struct setup s;
	const char *id = "";
	int rc = way_of(given(r, ADD_WAY), &l.way, e);

	if (rc == 0)
		rc = setup_actor(r, ROLE_DRAFTER, &s, &who, e);
	if (rc == 0 && *given(r, ADD_FILE))
		rc = scan_read(r, given(r, ADD_FILE), &file, e);
	if (rc == 0)
		rc = incoming_enter(
			&s, &who, &l, r->option[ADD_ANSWERS], *given(r, ADD_FILE) ? &file : NULL, &id, e);
	if (rc == 0)
		fprintf(r->out, "%s\n", id);
	return rc;
}

/* Somebody wrote it, until the person is forgotten. */
static const char *from_of(const struct incoming_letter *l)
{
	return *l->from_name ? l->from_name : *l->from_address ? l->from_address : "(forgotten)";
}

int incoming_list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {{"id", "Letter", false, false}, {"on", "Of", false, false},
		{"way", "By", false, false}, {"iso3", "State", false, false}, {"from", "From", false, false},
		{"reference", "Its reference", false, false}, {"subject", "About", false, false},
		{"answers", "Answers", false, false}};
	struct incoming_letter *l = NULL;
	struct setup s;
	struct table *t;
	size_t n = 0;
	int rc = setup_house(r, &s, e);

	if (rc == 0)
		rc = incoming_list(s.db, r->arena, s.house.code, given(r, 0), "", &l, &n, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++)
		table_row(t,
			(const char *const[]){l[i].id, l[i].on_day, channel_names[l[i].way], l[i].iso3,
				from_of(&l[i]), l[i].reference, l[i].subject, l[i].answers});
	return table_end(t, e);
}

int incoming_show_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"key", "Key", false, false}, {"value", "Value", false, false}};
	struct incoming_letter l = {0};
	struct file_bytes f;
	struct setup s;
	struct table *t;
	int rc = setup_house(r, &s, e);

	if (rc == 0)
		rc = incoming_get(s.db, r->arena, s.house.code, r->argv[0], &l, e);
	if (rc != 0)
		return rc;
	const char *const row[][2] = {{"id", l.id}, {"on", l.on_day}, {"way", channel_names[l.way]},
		{"state", l.iso3}, {"from", from_of(&l)}, {"address", l.from_address},
		{"reference", l.reference}, {"subject", l.subject}, {"answers", l.answers},
		{"message", l.message}, {"file", l.file_sha256}, {"note", l.note}, {"by", l.by}};

	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < COUNT(row); i++)
		if (row[i][1] && *row[i][1])
			table_row(t, row[i]);
	rc = table_end(t, e);
	if (rc < 0 || !r->option[0])
		return rc;
	if (!*l.file_sha256)
		return err_set(e, ERR_NOTFOUND, "letter %s has no file", l.id);
	rc = store_file_get(s.db, r->arena, l.file_sha256, &f, e);
	return rc < 0 ? rc : file_write(r->option[0], f.data, f.len, e);
}

int incoming_answer_run(struct run *r, struct err *e)
{
	struct person who;
	struct setup s;
	int rc = setup_actor(r, ROLE_DRAFTER, &s, &who, e);

	return rc < 0 ? rc : incoming_answers_ours(&s, r->argv[0], r->argv[1], e);
}

int incoming_state_command(struct run *r, struct err *e)
{
	struct person who;
	struct setup s;
	int rc = setup_actor(r, ROLE_DRAFTER, &s, &who, e);

	return rc < 0 ? rc : incoming_of_state(&s, r->argv[0], r->argv[1], e);
}

int incoming_attach_run(struct run *r, struct err *e)
{
	struct incoming_scan file = {0};
	struct person who;
	struct setup s;
	int rc = setup_actor(r, ROLE_DRAFTER, &s, &who, e);

	if (rc == 0)
		rc = scan_read(r, r->argv[1], &file, e);
	return rc < 0 ? rc : incoming_scanned(&s, r->argv[0], &file, e);
}
