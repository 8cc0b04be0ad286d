/* Issuing: one transaction, all of it or nothing; and its rehearsal, which records nothing. */
#include "offices/letters/issue.h"

#include <string.h>

#include "base/file.h"
#include "letters_sql.h"
#include "offices/translations/translations.h"
#include "post/outbox.h"

#define MANIFEST_BYTES_MAX (64u << 20)
#define TABLE_BYTES_MAX (32u << 20)
#define SOURCE_LANG "en"

/* ---- the gate ---- */

static int gate_ask(struct issue *is, const char *lang, struct err *e)
{
	struct arena *a = is->run->arena;
	const struct sender *s = is->sender;
	struct gate gate = {0};
	struct gate_question q = {.house = s->house.code,
		.treaty = s->pack->code,
		.kind = s->order.kind->name,
		.lang = lang,
		.source_lang = SOURCE_LANG,
		.persons = translation_persons(&s->house)};
	int rc = letters_parsed(s->letters, SOURCE_LANG, &q.source, e);
	if (rc == 0)
		rc = letters_parsed(s->letters, lang, &q.target, e);
	if (rc == 0)
		rc = gate_check(s->book.db, a, &q, &gate, e);
	if (rc < 0 || gate.n == 0)
		return rc;
	GROW(a, is->gated, is->gated_n, is->gated_cap);
	struct gated *g = &is->gated[is->gated_n++];
	*g = (struct gated){lang, gate_says(a, &q, &gate), gate.n, false};
	for (size_t i = 0; i < gate.n; i++)
		g->shut |= gate.lack[i].state == UNIT_MISSING || gate.lack[i].state == UNIT_EXTRA ||
			gate.lack[i].state == UNIT_DRAFT;
	return 0;
}

static bool gate_needs(const struct issue *is, size_t i)
{
	return is->look_ahead || *is->copy[i].who.to->channel;
}

static bool gate_asks(const struct issue *is, size_t i)
{
	const struct made_copy *c = &is->copy[i];
	bool asks = gate_needs(is, i) && strcmp(c->lang, SOURCE_LANG) != 0;
	for (size_t k = 0; k < i && asks; k++)
		asks = !gate_needs(is, k) || strcmp(is->copy[k].lang, c->lang) != 0;
	return asks;
}

static const struct gated *gated_find(const struct issue *is, const char *lang)
{
	for (size_t i = 0; i < is->gated_n; i++)
		if (strcmp(is->gated[i].lang, lang) == 0)
			return &is->gated[i];
	return NULL;
}

/* Every language that leaves is approved against the source as it is now; of a circular, every one that the
 * house declares. Those that are not are in is->gated. */
int issue_gates(struct issue *is, struct err *e)
{
	const struct house *h = &is->sender->house;
	int rc = 0;
	is->gated_n = 0;
	if (!is->sender->has_house)
		return 0;
	for (size_t i = 0; i < is->n && rc == 0; i++)
		rc = gate_asks(is, i) ? gate_ask(is, is->copy[i].lang, e) : 0;
	if (is->sender->order.kind->form != LETTER_CIRCULAR)
		return rc;
	for (size_t i = 0; i < h->languages_n && rc == 0; i++)
		if (strcmp(h->language[i], SOURCE_LANG) != 0 && !gated_find(is, h->language[i]))
			rc = gate_ask(is, h->language[i], e);
	return rc;
}

static int gate_pass(struct issue *is, struct err *e)
{
	int rc = issue_gates(is, e);
	return rc < 0 || is->gated_n == 0 ? rc : err_set(e, ERR_INVALID, "%s", is->gated[0].says);
}

/* ---- what is recorded ---- */

/* The list of copies that the act names by its SHA-256: one line each. */
static const char *manifest_of(const struct issue *is, char sha256[65])
{
	struct buf b;
	buf_init(&b, is->run->arena, MANIFEST_BYTES_MAX);
	for (size_t i = 0; i < is->n; i++)
		buf_printf(&b, "%s %s %s\n", is->copy[i].pdf_sha256, is->copy[i].lang,
			is->copy[i].reference ? is->copy[i].reference : "");
	sha256_hex(b.data, b.len, sha256);
	return b.data;
}

static int by_word(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *payload_of(const struct issue *is, const char *sha256)
{
	struct arena *a = is->run->arena;
	const char **lang = NEW_ARRAY(a, const char *, is->n), *languages = "";
	size_t n = 0;
	for (size_t i = 0; i < is->n; i++) {
		bool there = false;
		for (size_t k = 0; k < n && !there; k++)
			there = strcmp(lang[k], is->copy[i].lang) == 0;
		if (!there)
			lang[n++] = is->copy[i].lang;
	}
	qsort(lang, n, sizeof *lang, by_word);
	for (size_t i = 0; i < n; i++)
		languages = arena_printf(a, "%s%s\"%s\"", languages, i ? "," : "", lang[i]);
	return arena_printf(a,
		"{\"copies\":%zu,\"form\":\"%s\",\"languages\":[%s],\"letter\":\"%s\","
		"\"sha256\":\"%s\"%s%s%s}",
		is->n, letter_form_names[is->sender->order.kind->form], languages,
		is->sender->order.kind->name, sha256, is->supersedes ? ",\"supersedes\":\"" : "",
		is->supersedes ? is->supersedes->reference : "", is->supersedes ? "\"" : "");
}

/* What a copy consists of, by content. */
static int copy_files(const struct issue *is, const struct made_copy *c, struct err *e)
{
	const struct {
		const char *media, *data;
		size_t len;
	} file[] = {
		{"application/pdf", c->pdf, c->pdf_len},
		{"text/plain; charset=utf-8", c->text, c->text_len},
		{"text/html; charset=utf-8", c->html, c->html_len},
		{"text/calendar; charset=utf-8", c->calendar, c->calendar_len},
	};
	char sha256[65];
	int rc = 0;
	for (size_t i = 0; i < sizeof file / sizeof *file && rc == 0; i++)
		if (file[i].len)
			rc = store_file_add(is->sender->book.db, file[i].media, file[i].data, file[i].len,
				is->run->now_ms, sha256, e);
	return rc;
}

/* copy 0: of all copies. */
static int facts_record(struct issue *is, int64_t copy, const struct letter_fact *f, size_t n, struct err *e)
{
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = letter_fact_add_run(is->sender->book.db,
			&(struct letter_fact_add_in){is->sender->house.code, is->row.id, copy, (int64_t)i + 1,
				f[i].key, f[i].value, f[i].quality, f[i].as_at, f[i].acts, f[i].said},
			e);
	return rc;
}

static int copy_record(struct issue *is, size_t i, struct err *e)
{
	const struct sender *s = is->sender;
	const struct made_copy *c = &is->copy[i];
	const struct recipient *to = c->who.to;
	struct db *db = s->book.db;
	int rc = copy_files(is, c, e);
	if (rc == 0)
		rc = copy_add_run(db,
			&(struct copy_add_in){s->house.code, is->row.id, (int64_t)i + 1, c->reference,
				to->contact, to->iso3,
				strcmp(to->office, "parliamentarian") == 0 ? "person"
					: to->state                        ? "state"
									   : "organisation",
				c->who.in_copy, c->lang, c->wanted, c->code, c->pdf_sha256, c->text_sha256,
				c->html_sha256, c->record},
			e);
	if (rc == 0)
		rc = written_add(db, &s->house,
			&(struct written){c->reference, s->order.kind->name, s->pack->code, to->iso3,
				to->contact, s->order.on},
			e);
	return rc == 0 ? facts_record(is, (int64_t)i + 1, c->fact, c->facts_n, e) : rc;
}

static int papers_record(struct issue *is, struct err *e)
{
	const struct sender *s = is->sender;
	char sha256[65];
	int rc = 0;
	for (size_t i = 0; i < is->papers_n && rc == 0; i++) {
		const struct made_paper *p = &is->papers[i];
		rc = store_file_add(s->book.db, p->media, p->data, p->len, is->run->now_ms, sha256, e);
		if (rc == 0)
			rc = letter_enclosure_add_run(s->book.db,
				&(struct letter_enclosure_add_in){s->house.code, is->row.id, p->lang,
					(int64_t)i + 1, p->of->id, p->name, p->media, p->sha256},
				e);
	}
	return rc;
}

static struct enclosure *enclosures_of(const struct issue *is, const struct made_copy *c, size_t *ret_n)
{
	struct enclosure *all = NEW_ARRAY(is->run->arena, struct enclosure, is->papers_n ? is->papers_n : 1);
	*ret_n = 0;
	for (size_t i = 0; i < is->papers_n; i++)
		if (!*is->papers[i].lang || strcmp(is->papers[i].lang, c->lang) == 0)
			all[(*ret_n)++] = (struct enclosure){
				is->papers[i].name, is->papers[i].media, is->papers[i].sha256};
	return all;
}

static int channel_of(const char *name)
{
	for (int i = 0; channel_names[i]; i++)
		if (strcmp(channel_names[i], name) == 0)
			return i;
	return CHANNEL_HAND;
}

int issue_messages(struct issue *is, const char *to_me, struct err *e)
{
	const struct sender *s = is->sender;
	struct outbox_message *m = NEW_ARRAY(is->run->arena, struct outbox_message, is->n ? is->n : 1);
	for (size_t i = 0; i < is->n; i++) {
		const struct made_copy *c = &is->copy[i];
		const struct recipient *to = c->who.to;
		size_t enclosures;
		const struct enclosure *with = enclosures_of(is, c, &enclosures);
		m[i] = (struct outbox_message){.house = s->house.code,
			.letter = to_me ? "" : is->row.id,
			.copy = to_me ? 0 : (int64_t)i + 1,
			.reference = c->reference ? c->reference : "",
			.contact = to->contact,
			.iso3 = to->iso3,
			.name = c->name,
			.lang = c->lang,
			.channel = to_me ? CHANNEL_EMAIL : (enum channel)channel_of(to->channel),
			.address = to_me ? to_me : to->address,
			.from_name = label_in(&s->house.name, c->lang),
			.from_address = s->house.mail_from,
			.reply_to = s->house.mail_reply,
			.subject = c->reference
				? arena_printf(is->run->arena, "[%s] %s", c->reference, c->title)
				: c->title,
			.text_sha256 = c->text_sha256,
			.html_sha256 = c->html_sha256,
			.pdf_sha256 = c->pdf_sha256,
			.calendar_sha256 = c->calendar_sha256,
			.enclosure = with,
			.enclosures = enclosures,
			.mass = s->order.kind->mass,
			.place = "",
			.to_me = to_me ? to_me : ""};
		if (m[i].channel != CHANNEL_EMAIL)
			m[i].from_name = m[i].from_address = m[i].reply_to = "";
	}
	return outbox_add(s->book.db, m, is->n, is->run->now_ms, e);
}

/* What the letter takes the place of: told so, and kept from leaving where it has not left. */
static int supersede(struct issue *is, struct err *e)
{
	const struct sender *s = is->sender;
	const char *old = is->supersedes->id,
		   *why = arena_printf(is->run->arena, "superseded by %s", is->row.reference);
	int rc = copy_state_set_run(
		s->book.db, &(struct copy_state_set_in){s->house.code, old, 0, "superseded", why}, e);
	if (rc == 0)
		rc = ledger_step(is->run, s->book.db, &s->house,
			&(struct taken){.letter = old, .what = "superseded", .note = why}, NULL, e);
	if (rc == 0)
		rc = outbox_cancel_copy(s->book.db, s->house.code, old, 0, why, is->run->now_ms, NULL, e);
	if (rc == 0)
		rc = copy_unwritten_run(s->book.db, &(struct copy_unwritten_in){s->house.code, old}, e);
	return rc;
}

/* ---- the transaction ---- */

struct recording_letter {
	struct issue *issue;
	struct draft *draft;
};

static int number_take(struct issue *is, struct err *e)
{
	const struct sender *s = is->sender;
	struct series_take_row row;
	struct db_stmt *st;
	if (!is->series)
		return 0;
	int rc = series_take_start(s->book.db,
		&(struct series_take_in){s->house.code, is->series->id, is->series->file, is->year}, &st, e);
	if (rc < 0)
		return rc;
	rc = series_take_step(st, &row, e);
	int64_t number = rc == DB_ROW ? row.number : 0;
	if (rc == DB_ROW) /* to its end, so that the statement is done */
		rc = series_take_step(st, &row, e);
	db_finish(st);
	if (rc < 0 || number == is->number)
		return rc < 0 ? rc : 0;
	is->number = number; /* somebody was faster: the number is ours now, and the letters say it */
	return issue_make(is, true, e);
}

static int rows_record(struct issue *is, const char *manifest, struct err *e)
{
	const struct sender *s = is->sender;
	struct db *db = s->book.db;
	int rc = is->fresh ? ledger_draft(is->run, db, &s->house, &is->row, NULL, e) : 0;
	if (rc == 0 && is->fresh)
		rc = clearance_by_one(is->run, db, &s->house, is->row.id, e);
	if (rc == 0)
		rc = letter_issue_set_run(db,
			&(struct letter_issue_set_in){s->house.code, is->row.id, is->row.reference,
				s->house.edition, s->pack->sha256, manifest, is->row.supersedes},
			e);
	if (rc == 0)
		rc = ledger_step(is->run, db, &s->house,
			&(struct taken){.letter = is->row.id, .what = "issued"}, NULL, e);
	if (rc == 0)
		rc = key_use(db, is->run->arena, &is->key, is->run->now_ms, e);
	if (rc == 0)
		rc = facts_record(is, 0, is->shared, is->shared_n, e);
	for (size_t i = 0; i < is->n && rc == 0; i++) {
		rc = copy_record(is, i, e);
		run_progress(is->run, "recorded", i + 1, is->n);
	}
	if (rc == 0)
		rc = papers_record(is, e);
	if (rc == 0)
		rc = issue_messages(is, NULL, e);
	return rc == 0 && is->supersedes ? supersede(is, e) : rc;
}

static int before(void *ctx, struct err *e)
{
	struct recording_letter *rec = ctx;
	struct issue *is = rec->issue;
	const struct sender *s = is->sender;
	char manifest[65];
	int rc = 0;
	if (!is->fresh) /* whoever cancelled or issued it since it was read was first */
		rc = ledger_claim(s->book.db, &s->house, &is->row, "issued", e);
	if (rc == 0 && is->supersedes) /* one letter alone takes its place */
		rc = ledger_claim(s->book.db, &s->house, is->supersedes, "superseded", e);
	if (rc == 0)
		rc = number_take(is, e);
	if (rc < 0)
		return rc;
	manifest_of(is, manifest);
	rec->draft->subject = is->row.reference;
	rec->draft->payload = payload_of(is, manifest);
	return rows_record(is, manifest, e);
}

int issue_record(struct issue *is, struct err *e)
{
	struct sender *s = is->sender;
	struct run *r = is->run;
	struct appended done;
	struct marks marks;
	char day[11];
	struct draft d = {.id = r->fresh_id,
		.treaty = s->pack->code,
		.kind = act_kinds[ACT_LETTER_ISSUED].name,
		.visibility = visibility_names[VISIBLE_HOUSE],
		.corrects = "",
		.subject = "",
		.on = arena_strdup(r->arena, day_format(s->order.on, day)),
		.effective = "",
		.issuer = s->house.code,
		.by = r->actor ? r->actor : "",
		.behalf = "",
		.source = arena_printf(r->arena, "letter %s of the house %s", is->row.id, s->house.code),
		.source_sha256 = "",
		.payload = "{}"};
	struct recording_letter rec = {is, &d};
	int rc = gate_pass(is, e);
	if (rc < 0)
		return rc;
	rc = issue_numbered(is, e);
	if (rc < 0)
		return rc;
	return book_record_with(r, &s->book, &d, 1, &done, &marks, before, &rec, e);
}

/* ---- rehearsal ---- */

/* Its name without an ending. */
static const char *file_of(const struct issue *is, size_t i)
{
	const struct made_copy *c = &is->copy[i];
	struct arena *a = is->run->arena;
	const char *who = *c->who.to->iso3 ? c->who.to->iso3
		: *c->who.to->contact      ? c->who.to->contact
					   : "letter";
	size_t before = 0;
	for (size_t k = 0; k < i; k++) {
		const struct recipient *to = is->copy[k].who.to;
		const char *other = *to->iso3 ? to->iso3 : *to->contact ? to->contact : "letter";
		before += strcmp(other, who) == 0 && strcmp(is->copy[k].lang, c->lang) == 0;
	}
	return before ? arena_printf(a, "%s-%s-%zu", who, c->lang, before + 1)
		      : arena_printf(a, "%s-%s", who, c->lang);
}

/* The names of what goes with a copy. */
static const char *with_of(const struct issue *is, size_t i)
{
	const struct made_copy *c = &is->copy[i];
	struct arena *a = is->run->arena;
	const char *all = c->calendar_len ? arena_printf(a, "%s.ics", file_of(is, i)) : "";
	size_t n;
	const struct enclosure *with = enclosures_of(is, c, &n);
	for (size_t k = 0; k < n; k++)
		all = arena_printf(a, "%s%s%s", all, *all ? REHEARSAL_BETWEEN : "", with[k].name);
	return all;
}

/* By which rule somebody gets no letter, or would get none, and why. */
static void why_of(const struct issue *is, const struct copy_to *who, const char *lang, const char **ret_rule,
	const char **ret)
{
	bool channel = *who->to->channel;
	*ret_rule = who->to->excluded  ? out_names[who->to->rule]
		: !channel             ? out_names[OUT_NO_CHANNEL]
		: gated_find(is, lang) ? "not-approved"
				       : "";
	*ret = who->to->excluded ? who->to->excluded
		: !channel       ? "there is no address to which it could go"
		: gated_find(is, lang)
		? arena_printf(is->run->arena, "%s is not approved: nothing is issued", lang)
		: who->in_copy ? "in copy"
			       : "";
}

/* i: of is->all; n: of its copy, where it has one. */
static void table_line(const struct issue *is, struct buf *b, size_t i, size_t n)
{
	const struct recipient *to = is->all[i].to;
	const struct made_copy *c = to->excluded ? NULL : &is->copy[n];
	const char *rule, *why;
	why_of(is, &is->all[i], c ? c->lang : "", &rule, &why);
	const char *const cell[] = {to->contact, to->iso3, to->organisation, c ? c->lang : "",
		c ? c->wanted : "", to->channel,
		c ? arena_printf(is->run->arena, "%s.pdf", file_of(is, n)) : "", c ? c->pdf_sha256 : "", rule,
		why, c ? with_of(is, n) : ""};
	for (size_t k = 0; k < sizeof cell / sizeof *cell; k++) {
		buf_puts(b, k ? "," : "");
		buf_csv(b, cell[k]);
	}
	buf_puts(b, "\n");
}

static int table_write(struct issue *is, const char *dir, struct err *e)
{
	struct buf b;
	size_t n = 0;
	buf_init(&b, is->run->arena, TABLE_BYTES_MAX);
	buf_puts(&b, "contact,iso3,organisation,lang,wanted,channel,file,sha256,excluded,reason,with\n");
	for (size_t i = 0; i < is->all_n; i++) {
		table_line(is, &b, i, n);
		n += is->all[i].to->excluded == NULL;
	}
	int rc = buf_check(&b, e);
	return rc < 0
		? rc
		: file_write(arena_printf(is->run->arena, "%s/" REHEARSAL_TABLE, dir), b.data, b.len, e);
}

static int trial_record(struct issue *is, const char *to_me, struct err *e)
{
	AUTO_TX tx = {0};
	char sha256[65];
	struct db *db = is->sender->book.db;
	int64_t now = is->run->now_ms;
	int rc = tx_begin(&tx, db, e);
	for (size_t i = 0; i < is->n && rc == 0; i++)
		rc = copy_files(is, &is->copy[i], e);
	for (size_t i = 0; i < is->papers_n && rc == 0; i++)
		rc = store_file_add(
			db, is->papers[i].media, is->papers[i].data, is->papers[i].len, now, sha256, e);
	if (rc == 0)
		rc = issue_messages(is, to_me, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int copy_write(const struct issue *is, const struct made_copy *c, const char *path, struct err *e)
{
	struct arena *a = is->run->arena;
	int rc = file_add(arena_printf(a, "%s.pdf", path), c->pdf, c->pdf_len, e);
	if (rc == 0 && c->calendar_len)
		rc = file_add(arena_printf(a, "%s.ics", path), c->calendar, c->calendar_len, e);
	return rc;
}

int issue_rehearse(struct issue *is, const char *dir, const char *to_me, struct err *e)
{
	int rc = issue_gates(is, e);
	if (rc == 0)
		rc = rehearsal_room(is->run->arena, dir, e);
	if (rc == 0)
		rc = file_mkdirs(dir, e);
	if (rc == 0) /* first: it names what the next rehearsal may remove, even when this one is cut short */
		rc = table_write(is, dir, e);
	for (size_t i = 0; i < is->n && rc == 0; i++) {
		const char *path = arena_printf(is->run->arena, "%s/%s", dir, file_of(is, i));
		rc = copy_write(is, &is->copy[i], path, e);
		run_progress(is->run, "files", i + 1, is->n);
	}
	for (size_t i = 0; i < is->papers_n && rc == 0; i++)
		rc = file_add(arena_printf(is->run->arena, "%s/%s", dir, is->papers[i].name),
			is->papers[i].data, is->papers[i].len, e);
	if (rc == 0)
		rc = file_flush(dir, e);
	return rc == 0 && to_me ? trial_record(is, to_me, e) : rc;
}
