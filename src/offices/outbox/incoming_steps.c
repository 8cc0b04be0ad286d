/* What people record of letters that came in. Commands and pages come here. */
#include "base/text.h"
#include "offices/contacts/contacts.h"
#include "offices/outbox/setup.h"
#include "offices/packs/packs.h"
#include "store/store.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

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

static int keep(struct setup *s, const struct incoming_scan *file, char sha256[65], struct err *e)
{
	const char *media = media_of(file->data, file->len);

	if (!media)
		return err_set(e, ERR_INVALID, "%s: neither PDF nor an image (PNG, JPEG, TIFF)", file->name);
	return store_file_add(s->db, media, file->data, file->len, s->r->now_ms, sha256, e);
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

/* None, or one that the world knows. */
static int state_known(struct run *r, const char *iso3, struct err *e)
{
	struct book book;
	struct reg reg;
	uint32_t state;
	int rc;

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

/* A letter cannot bear a day to come, nor come from a State that the world does not know. */
static int said_well(struct run *r, const struct incoming_letter *l, struct err *e)
{
	day_t day;
	int rc = day_parse(l->on_day, strlen(l->on_day), &day, e);

	if (rc < 0)
		return err_ctx(e, "--on");
	if (day > r->today)
		return err_set(e, ERR_INVALID, "--on %s: that day has not come; write the day that it bears",
			l->on_day);
	return state_known(r, l->iso3, e);
}

int incoming_enter(struct setup *s, const struct person *who, struct incoming_letter *l,
	const char *reference, const struct incoming_scan *scan, const char **ret_id, struct err *e)
{
	AUTO_TX tx = {0};
	char sha256[65] = "";
	int rc = said_well(s->r, l, e);

	if (rc == 0)
		rc = tx_begin(&tx, s->db, e);
	if (rc == 0 && scan)
		rc = keep(s, scan, sha256, e);
	l->house = s->house.code;
	l->by = who->id;
	l->answers = l->message = "";
	l->file_sha256 = sha256;
	if (rc == 0)
		rc = incoming_add(s->db, s->r->arena, l, ret_id, e);
	l->file_sha256 = "";
	if (rc == 0 && reference)
		rc = answers(s, *ret_id, reference, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int incoming_answers_ours(struct setup *s, const char *id, const char *reference, struct err *e)
{
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, s->db, e);

	if (rc == 0)
		rc = answers(s, id, reference, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int incoming_of_state(struct setup *s, const char *id, const char *iso3, struct err *e)
{
	AUTO_TX tx = {0};
	int rc = state_known(s->r, iso3, e);

	if (rc == 0)
		rc = tx_begin(&tx, s->db, e);
	if (rc == 0)
		rc = incoming_state(s->db, s->house.code, id, iso3, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int incoming_scanned(struct setup *s, const char *id, const struct incoming_scan *scan, struct err *e)
{
	AUTO_TX tx = {0};
	char sha256[65];
	int rc = tx_begin(&tx, s->db, e);

	if (rc == 0)
		rc = keep(s, scan, sha256, e);
	if (rc == 0)
		rc = incoming_attach(s->db, s->house.code, id, sha256, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}
