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

/* By what the bytes are. */
static const char *media_of(const char *data, size_t len)
{
	static const struct {
		const char *begins;
		size_t n;
		const char *media;
	} known[] = {{"%PDF-", 5, "application/pdf"}, {"\x89PNG", 4, "image/png"},
		{"\xff\xd8\xff", 3, "image/jpeg"}, {"II*\0", 4, "image/tiff"}, {"MM\0*", 4, "image/tiff"}};

	for (size_t i = 0; i < COUNT(known); i++)
		if (len >= known[i].n && memcmp(data, known[i].begins, known[i].n) == 0)
			return known[i].media;
	return NULL;
}

static int scan(struct setup *s, const char *path, char sha256[65], struct err *e)
{
	const char *media;
	char *data;
	size_t len;
	int rc;

	sha256[0] = '\0';
	if (!*path)
		return 0;
	rc = file_read(s->r->arena, path, STORE_FILE_BYTES_MAX, &data, &len, e);
	if (rc < 0)
		return rc;
	media = media_of(data, len);
	if (!media)
		return err_set(e, ERR_INVALID, "%s: neither PDF nor an image (PNG, JPEG, TIFF)", path);
	return store_file_add(s->db, media, data, len, s->r->now_ms, sha256, e);
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

/* Our copy with that reference, the last that went. */
static int copy_of(struct setup *s, const char *reference, struct outbox_message *ret, struct err *e)
{
	struct outbox_query q = {.house = s->house.code, .reference = reference, .most = 100};
	struct outbox_message *m = NULL;
	size_t n = 0, last = 0;
	int rc = outbox_list(s->db, s->r->arena, &q, &m, &n, e);

	if (rc < 0)
		return rc;
	if (n == 0)
		return err_set(e, ERR_NOTFOUND,
			"no letter of ours has the reference %.60s; paraph outbox list shows them",
			reference);
	for (size_t i = 1; i < n; i++)
		if (m[i].turn > m[last].turn)
			last = i;
	*ret = m[last];
	return 0;
}

/* The register of contacts forgets an answer that was another letter's. */
static int unanswered(struct setup *s, const char *reference, struct err *e)
{
	struct outbox_query q = {.house = s->house.code, .reference = reference, .most = 100};
	struct outbox_message *m = NULL;
	size_t n = 0;
	int rc = outbox_list(s->db, s->r->arena, &q, &m, &n, e);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (m[i].answered_ms > 0)
			return 0;
	return rc < 0 ? rc : written_unanswered(s->db, &s->house, reference, e);
}

static int answers(struct setup *s, const char *id, const char *reference, struct err *e)
{
	struct incoming_letter before;
	struct outbox_message m;
	int rc = copy_of(s, reference, &m, e);

	if (rc == 0)
		rc = incoming_get(s->db, s->r->arena, s->house.code, id, &before, e);
	if (rc == 0)
		rc = incoming_answers(s->db, s->house.code, id, &m, s->r->now_ms, e);
	if (rc == 0 && *before.answers && strcmp(before.answers, m.reference) != 0)
		rc = unanswered(s, before.answers, e);
	return rc < 0 ? rc : setup_answered(s, &m, s->r->now_ms, e);
}

/* A letter cannot bear a day to come, nor come from a State that the world does not know. */
static int said_well(struct run *r, const char *iso3, struct err *e)
{
	struct book book;
	struct reg reg;
	uint32_t state;
	char day[11];
	int rc;

	if (r->on > r->today)
		return err_set(e, ERR_INVALID, "--on %s: that day has not come; write the day that it bears",
			day_format(r->on, day));
	if (!text_is_iso3(iso3)) /* "": none; else incoming_add() says what is wrong */
		return 0;
	rc = book_open(r, &book, e);
	if (rc < 0 || !book.world)
		return rc;
	book_reg(&book, book.world, &reg);
	state = journal_word(reg.journal, iso3);
	if (state && reg_state_known(&reg, state))
		return 0;
	return err_set(e, ERR_INVALID,
		"--state %s: no State has that code; write ISO 3166-1 alpha-3, such as LAO", iso3);
}

int incoming_add_run(struct run *r, struct err *e)
{
	AUTO_TX tx = {0};
	char day[11], sha256[65];
	struct incoming_letter l = {.on_day = day_format(r->on, day),
		.came_ms = r->now_ms,
		.from_name = given(r, ADD_FROM),
		.from_address = "",
		.iso3 = given(r, ADD_STATE),
		.subject = given(r, ADD_SUBJECT),
		.reference = given(r, ADD_REFERENCE),
		.answers = "",
		.message = "",
		.note = given(r, ADD_NOTE),
		.file_sha256 = sha256};
	struct person who;
	struct setup s;
	const char *id = "";
	int rc = way_of(given(r, ADD_WAY), &l.way, e);

	if (rc == 0)
		rc = setup_actor(r, ROLE_DRAFTER, &s, &who, e);
	if (rc == 0)
		rc = said_well(r, l.iso3, e);
	if (rc == 0)
		rc = tx_begin(&tx, s.db, e);
	if (rc == 0)
		rc = scan(&s, given(r, ADD_FILE), sha256, e);
	if (rc == 0) {
		l.house = s.house.code;
		l.by = who.id;
		rc = incoming_add(s.db, r->arena, &l, &id, e);
	}
	if (rc == 0 && r->option[ADD_ANSWERS])
		rc = answers(&s, id, r->option[ADD_ANSWERS], e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
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
	AUTO_TX tx = {0};
	struct person who;
	struct setup s;
	int rc = setup_actor(r, ROLE_DRAFTER, &s, &who, e);

	if (rc == 0)
		rc = tx_begin(&tx, s.db, e);
	if (rc == 0)
		rc = answers(&s, r->argv[0], r->argv[1], e);
	return rc < 0 ? rc : tx_commit(&tx, e);
}
