/* Making what leaves: who gets it, every copy, what goes with it. */
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "letters_sql.h"
#include "offices/letters/issue.h"
#include "offices/letters/sheet.h"
#include "offices/letters/told.h"
#include "text/markup.h"
#include "text/plain.h"

#define COPY_BYTES_MAX (4u << 20)
#define REFERENCE_MAX 200u

/* ---- who ---- */

static int audience_add(struct issue *is, const char *name, bool in_copy, size_t *cap, struct err *e)
{
	struct recipient *rc;
	size_t n = 0;
	int rc2 = letters_audience(is->sender, name, &rc, &n, e);
	if (rc2 < 0)
		return rc2;
	for (size_t i = 0; i < n; i++) {
		GROW(is->run->arena, is->all, is->all_n, *cap);
		is->all[is->all_n++] = (struct copy_to){&rc[i], in_copy};
	}
	return 0;
}

/* By hand, to whoever has no address: the State's name stands on the envelope. */
static struct recipient on_paper(struct issue *is, const struct recipient *to)
{
	struct recipient by_hand = *to;
	struct reg reg;
	book_reg(&is->sender->book, is->sender->pack, &reg);
	by_hand.channel = "hand";
	by_hand.address = *to->office_name ? to->office_name
		: *to->organisation        ? to->organisation
		: to->state
		? reg_state_name(&reg, is->run->arena, to->state, is->sender->order.on, "en", false)
		: "";
	return by_hand;
}

static bool same_addressee(const struct copy_row *c, const struct recipient *to)
{
	return *c->contact ? strcmp(c->contact, to->contact) == 0
			   : !*to->contact && strcmp(c->iso3, to->iso3) == 0;
}

/* A letter that takes the place of another goes to exactly those who were told. */
static int superseded_only(struct issue *is, struct err *e)
{
	const struct sender *s = is->sender;
	struct copy_row *c = NULL;
	size_t n, kept = 0;
	int rc = ledger_copies(s->book.db, is->run->arena, &s->house, is->supersedes->id, &c, &n, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < is->all_n; i++)
		for (size_t k = 0; k < n; k++)
			if (strcmp(c[k].state, "issued") == 0 && same_addressee(&c[k], is->all[i].to)) {
				is->all[kept++] = is->all[i];
				break;
			}
	is->all_n = kept;
	return 0;
}

/* One language for all is one that the letter is there in: else all would get English unasked. */
static int language_check(const struct issue *is, struct err *e)
{
	const char *lang = is->sender->order.lang, *const * have, *all = "";
	size_t n = letters_languages(is->sender->letters, &have);
	size_t primary = lang ? strcspn(lang, "-") : 0;
	if (!lang)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(have[i], lang) == 0 ||
			(strlen(have[i]) == primary && strncmp(have[i], lang, primary) == 0))
			return 0;
		all = arena_printf(is->run->arena, "%s%s%s", all, i ? ", " : "", have[i]);
	}
	return err_set(e, ERR_NOTFOUND, "--lang %s: there is no letter %s in it; there is: %s", lang,
		is->sender->order.kind->name, all);
}

int issue_audience(struct issue *is, bool sending, struct err *e)
{
	const struct letter_kind *k = is->sender->order.kind;
	size_t cap = 0;
	int rc = language_check(is, e);
	if (rc == 0)
		rc = audience_add(is, is->audience, false, &cap, e);
	for (size_t i = 0; i < k->copies_n && rc == 0; i++)
		rc = audience_add(is, k->copies[i], true, &cap, e);
	if (rc == 0 && is->supersedes)
		rc = superseded_only(is, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < is->all_n; i++) {
		struct recipient *to = NEW(is->run->arena, struct recipient);
		*to = !*is->all[i].to->channel && is->paper ? on_paper(is, is->all[i].to) : *is->all[i].to;
		/* What excludes a first letter does not exclude the one that corrects it. */
		if (is->supersedes && (to->rule == OUT_COOL_DOWN || to->rule == OUT_ANSWERED))
			to->excluded = NULL;
		if (sending)
			audience_for_sending(to, 1);
		is->all[i].to = to;
		is->n += to->excluded == NULL;
	}
	return 0;
}

/* ---- reference ---- */

int issue_number(struct issue *is, struct err *e)
{
	const struct sender *s = is->sender;
	const char *wanted = s->order.kind->series;
	struct series_last_row row;
	struct db_stmt *st;
	is->series = NULL;
	is->number = 0;
	if (!s->has_house || !letter_forms[s->order.kind->form].numbered)
		return 0;
	for (size_t i = 0; i < s->house.series_n && !is->series; i++)
		if (!wanted || strcmp(s->house.series[i].id, wanted) == 0)
			is->series = &s->house.series[i];
	if (!is->series)
		return err_set(e, ERR_NOTFOUND, "house %s has no series%s%s; add it to house.yaml",
			s->house.code, wanted ? " " : "", wanted ? wanted : "");
	is->year = is->series->per_year ? day_to_date(s->order.on).year : 0;
	int rc = series_last_start(s->book.db,
		&(struct series_last_in){s->house.code, is->series->id, is->series->file, is->year}, &st, e);
	if (rc < 0)
		return rc;
	rc = series_last_step(st, &row, e);
	is->number = rc == DB_ROW ? row.number + 1 : 1;
	db_finish(st);
	return rc < 0 ? rc : 0;
}

int issue_numbered(const struct issue *is, struct err *e)
{
	const struct sender *s = is->sender;
	return is->series ? 0
			  : err_set(e, ERR_INVALID,
				    "house %s: a letter of kind %s has no reference, so it cannot be issued",
				    s->house.code, s->order.kind->name);
}

/* ODA-{year}-{number:5}-{file}: the house's reader has checked the pattern. */
static const char *reference_of(const struct issue *is)
{
	struct buf b;
	const char *p = is->series->pattern;
	buf_init(&b, is->run->arena, REFERENCE_MAX);
	while (*p) {
		const char *open = strchr(p, '{'), *close = open ? strchr(open, '}') : NULL;
		if (!close) {
			buf_puts(&b, p);
			break;
		}
		buf_add(&b, p, (size_t)(open - p));
		if (strncmp(open, "{year", 5) == 0)
			buf_printf(&b, "%d", day_to_date(is->sender->order.on).year);
		else if (strncmp(open, "{number:", 8) == 0)
			buf_printf(&b, "%0*lld", open[8] - '0', (long long)is->number);
		else if (strncmp(open, "{number", 7) == 0)
			buf_printf(&b, "%lld", (long long)is->number);
		else
			buf_puts(&b, is->series->file);
		p = close + 1;
	}
	return b.data;
}

/* ---- copies ---- */

static const char *heading_of(const struct doc *d, struct arena *a, const char *otherwise)
{
	for (size_t i = 0; i < d->n; i++) {
		if (d->block[i].kind != BLOCK_HEADING)
			continue;
		const char *all = "";
		for (size_t k = 0; k < d->block[i].n; k++)
			all = arena_printf(a, "%s%s", all, d->block[i].piece[k].text);
		return all;
	}
	return otherwise;
}

static const char *kept(struct arena *a, const struct buf *b, size_t *ret_len)
{
	char *bytes = arena_zalloc(a, b->len + 1);
	memcpy(bytes, b->data, b->len);
	*ret_len = b->len;
	return bytes;
}

static const struct letter_fact *shared_find(const struct issue *is, const char *key)
{
	for (size_t i = 0; i < is->shared_n; i++)
		if (strcmp(is->shared[i].key, key) == 0)
			return &is->shared[i];
	return NULL;
}

static struct letter_fact fact_kept(struct arena *a, const struct letter_fact *f)
{
	return (struct letter_fact){arena_strdup(a, f->key), arena_strdup(a, f->value),
		arena_strdup(a, f->quality), arena_strdup(a, f->as_at), arena_strdup(a, f->acts), f->shared,
		f->said};
}

static bool letter_asked(const struct letter *l, const char *key)
{
	for (size_t i = 0; i < l->facts_n; i++)
		if (strcmp(l->fact[i].key, key) == 0)
			return true;
	return false;
}

/* What is the same in all copies is kept once, as the first copy has it; what a copy says otherwise, such as
 * the house's name in its language, or does not say, is the copy's own. */
static void facts_keep(struct issue *is, struct made_copy *c, const struct letter *l)
{
	struct arena *a = is->run->arena;
	bool first = c == is->copy;
	c->facts_n = 0;
	c->fact = NEW_ARRAY(a, struct letter_fact, l->facts_n + is->shared_n + 1);
	for (size_t i = 0; i < l->facts_n; i++) {
		const struct letter_fact *f = &l->fact[i];
		const struct letter_fact *there = f->shared ? shared_find(is, f->key) : NULL;
		if (there && there->said == f->said && strcmp(there->value, f->value) == 0)
			continue;
		if (f->shared && first) {
			GROW(a, is->shared, is->shared_n, is->shared_cap);
			is->shared[is->shared_n++] = fact_kept(a, f);
			continue;
		}
		c->fact[c->facts_n++] = fact_kept(a, f);
	}
	for (size_t i = 0; i < is->shared_n && !first; i++)
		if (is->shared[i].said && !letter_asked(l, is->shared[i].key)) {
			c->fact[c->facts_n] = is->shared[i];
			c->fact[c->facts_n++].said = false;
		}
}

/* The fingerprint of what a letter says, before it bears a reference. */
static int said_by(const struct doc *d, struct arena *scratch, char said[65], struct err *e)
{
	struct buf out;
	size_t pages;
	buf_init(&out, scratch, COPY_BYTES_MAX);
	plain_write(d, scratch, &out, &pages);
	sha256_hex(out.data, out.len, said);
	return buf_check(&out, e);
}

/* A copy's words. */
static int copy_say(
	struct issue *is, struct arena *scratch, struct made_copy *c, struct letter *letter, struct err *e)
{
	struct arena *a = is->run->arena;
	const struct sender *s = is->sender;
	const char *const *have, *fallback = NULL;
	letters_languages(s->letters, &have);
	const char *lang = s->order.lang ? s->order.lang
					 : recipient_language(a, s->book.world, c->who.to, have, &fallback);
	int rc = letters_write(s->letters, scratch, c->who.to, lang, letter, e);
	if (rc < 0)
		return rc;
	c->lang = letter->lang;
	c->wanted = letter->wanted ? arena_strdup(a, letter->wanted) : fallback ? fallback : "";
	c->name = arena_strdup(a, letter->name);
	c->title = arena_strdup(
		a, heading_of(&letter->doc, scratch, label_in(&s->order.kind->label, letter->lang)));
	c->left_out = left_out_names(a, &letter->doc);
	facts_keep(is, c, letter);
	return said_by(&letter->doc, scratch, c->said, e);
}

/* All of a copy but its PDF, whose pages are laid out. */
static int copy_lay(struct issue *is, struct press *press, struct made_copy *c, struct err *e)
{
	struct arena *a = is->run->arena;
	AUTO_ARENA scratch = arena_child(a, "copy");
	struct letter letter;
	struct buf out;
	size_t pages;
	int rc = copy_say(is, scratch, c, &letter, e);
	if (rc < 0)
		return rc;
	sender_dress(is->sender, &letter.doc, scratch, c->reference, c->url);
	buf_init(&out, scratch, COPY_BYTES_MAX);
	plain_write(&letter.doc, scratch, &out, &pages);
	rc = buf_check(&out, e);
	c->text = kept(a, &out, &c->text_len);
	buf_reset(&out);
	html_write(&letter.doc, scratch, &out, &pages);
	if (rc == 0)
		rc = buf_check(&out, e);
	c->html = kept(a, &out, &c->html_len);
	if (rc == 0)
		rc = copy_calendar(is, c, e);
	return rc == 0 ? press_add(press, &letter.doc, &pages, e) : rc;
}

static void copy_seal(struct issue *is, struct made_copy *c)
{
	const struct sender *s = is->sender;
	const struct recipient *to = c->who.to;
	char day[11];
	const struct seal_record r = {.house = s->house.code,
		.reference = c->reference ? c->reference : "",
		.date = day_format(s->order.on, day),
		.signatory = s->house.signs_title.n ? label_in(&s->house.signs_title, "en") : "",
		.addressee = strcmp(to->office, "parliamentarian") == 0 ? "person"
			: to->state                                     ? "state"
									: "organisation",
		.status = "issued",
		.sha256 = c->pdf_sha256,
		.code = c->code};
	c->record = seal_write(is->run->arena, &r, &is->key);
}

static int batch_write(
	struct issue *is, struct press *press, struct made_copy *c, size_t n, bool sealed, struct err *e)
{
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++) {
		AUTO_ARENA scratch = arena_child(is->run->arena, "pdf");
		struct buf out;
		buf_init(&out, scratch, PDF_BYTES_MAX);
		rc = press_write(press, i, &out, e);
		c[i].pdf = kept(is->run->arena, &out, &c[i].pdf_len);
		sha256_hex(c[i].text, c[i].text_len, c[i].text_sha256);
		sha256_hex(c[i].html, c[i].html_len, c[i].html_sha256);
		sha256_hex(c[i].pdf, c[i].pdf_len, c[i].pdf_sha256);
		if (rc == 0 && sealed)
			copy_seal(is, &c[i]);
	}
	return rc;
}

static void copies_name(struct issue *is, bool sealed)
{
	struct arena *a = is->run->arena;
	const char *reference = is->series ? reference_of(is) : NULL, *verify = is->sender->house.verify_url;
	size_t n = 0, leaving = 0, leaves = 0;
	for (size_t i = 0; i < is->all_n; i++)
		leaving += !is->all[i].to->excluded && *is->all[i].to->channel;
	size_t unreached = leaving;
	is->row.reference = reference ? reference : "";
	is->copy = NEW_ARRAY(a, struct made_copy, is->n ? is->n : 1);
	for (size_t i = 0; i < is->all_n; i++) {
		if (is->all[i].to->excluded)
			continue;
		struct made_copy *c = &is->copy[n++];
		c->who = is->all[i];
		/* In a rehearsal those who cannot be reached come after those who would get it, which so bear
		 * the references that they would bear. */
		size_t number = *c->who.to->channel ? ++leaves : ++unreached;
		c->reference = reference && (number > 1 || (leaving ? leaving : is->n) > 1)
			? arena_printf(a, "%s/%zu", reference, number)
			: reference;
		if (!sealed)
			continue;
		seal_code(c->code);
		if (verify && *verify)
			c->url = arena_printf(a, "%s%s", verify, c->code);
	}
}

/* ---- what goes with it ---- */

static bool has_paper(const struct issue *is, const char *id, const char *lang)
{
	for (size_t i = 0; i < is->papers_n; i++)
		if (strcmp(is->papers[i].of->id, id) == 0 && strcmp(is->papers[i].lang, lang) == 0)
			return true;
	return false;
}

/* The words of a paper in a language. */
static int paper_say(struct issue *is, const struct letter_enclosure *of, const char *lang,
	struct sender *paper, struct letter *letter, char said[65], struct err *e)
{
	struct arena *a = is->run->arena;
	struct recipient nobody;
	*paper = *is->sender;
	paper->order.kind = pack_letter(paper->pack, of->generated);
	paper->order.words = 0;
	int rc = letters_open(is->run, &paper->book, paper->pack, &paper->order, &paper->letters, e);
	if (rc == 0) {
		nobody = letters_state(paper->letters, 0);
		rc = letters_write(paper->letters, a, &nobody, lang, letter, e);
	}
	if (rc == 0)
		rc = said_by(&letter->doc, a, said, e);
	return rc < 0 ? err_ctx(e, "enclosure %s", of->id) : 0;
}

/* on_paper: its PDF too. */
static int paper_make(
	struct issue *is, const struct letter_enclosure *of, const char *lang, bool on_paper, struct err *e)
{
	struct arena *a = is->run->arena;
	struct press *press = press_new(a);
	struct made_paper made = {.of = of,
		.lang = lang,
		.name = arena_printf(a, "%s-%s.pdf", of->id, lang),
		.media = "application/pdf"};
	struct sender paper;
	struct letter letter;
	struct buf out;
	size_t pages;
	int rc = paper_say(is, of, lang, &paper, &letter, made.said, e);
	if (rc == 0 && on_paper) {
		sender_dress(&paper, &letter.doc, a, NULL, NULL);
		buf_init(&out, a, PDF_BYTES_MAX);
		rc = press_add(press, &letter.doc, &pages, e);
		if (rc == 0)
			rc = press_write(press, 0, &out, e);
		if (rc < 0)
			return err_ctx(e, "enclosure %s", of->id);
		made.data = out.data;
		made.len = out.len;
		sha256_hex(made.data, made.len, made.sha256);
	}
	if (rc < 0)
		return rc;
	GROW(a, is->papers, is->papers_n, is->papers_cap);
	is->papers[is->papers_n++] = made;
	return 0;
}

/* Generated papers in every language of the copies. Files of the sender's are there already. */
static int papers_make(struct issue *is, bool on_paper, struct err *e)
{
	const struct letter_kind *k = is->sender->order.kind;
	int rc = 0;
	for (size_t i = 0; i < k->enclosures_n && rc == 0; i++) {
		const struct letter_enclosure *of = &k->enclosure[i];
		if (!of->generated && on_paper && !has_paper(is, of->id, ""))
			return err_set(e, ERR_USAGE, "letter %s goes with %s: say --enclose %s=FILE", k->name,
				of->id, of->id);
		for (size_t c = 0; c < is->n && rc == 0 && of->generated; c++)
			if (!has_paper(is, of->id, is->copy[c].lang))
				rc = paper_make(is, of, is->copy[c].lang, on_paper, e);
	}
	return rc;
}

int issue_make(struct issue *is, bool sealed, struct err *e)
{
	struct press *press = press_new(is->run->arena);
	int rc = 0;
	is->shared_n = 0;
	copies_name(is, sealed);
	for (size_t from = 0; from < is->n && rc == 0; from += PDF_BATCH) {
		size_t n = is->n - from < PDF_BATCH ? is->n - from : PDF_BATCH;
		for (size_t i = 0; i < n && rc == 0; i++) {
			run_progress(is->run, "letters", from + i, is->n);
			rc = copy_lay(is, press, &is->copy[from + i], e);
		}
		if (rc == 0)
			rc = batch_write(is, press, is->copy + from, n, sealed, e);
		press_clear(press);
		run_progress(is->run, "letters", from + n, is->n);
	}
	return rc == 0 ? papers_make(is, true, e) : rc;
}

int issue_survey(struct issue *is, struct err *e)
{
	int rc = 0;
	is->shared_n = 0;
	copies_name(is, false);
	for (size_t i = 0; i < is->n && rc == 0; i++) {
		AUTO_ARENA scratch = arena_child(is->run->arena, "survey");
		struct letter letter;
		rc = copy_say(is, scratch, &is->copy[i], &letter, e);
	}
	return rc == 0 ? papers_make(is, false, e) : rc;
}
