/* The hand-over book: what whoever takes the house over has to know, as PDF. No person's name stands in it.
 */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "offices/contacts/contacts.h"
#include "offices/desk/year.h"
#include "post/outbox.h"
#include "text/glyph.h"
#include "text/pdf.h"

#define TEXT_MAX (64u << 10) /* bytes of a line */
#define LINES_MOST 60u       /* of one list; then it says how many more there are */
#define DUE_DAYS 120         /* ahead, of what is open */
#define OUTBOX_MOST 1000u

struct book_of {
	const struct view *v;
	struct arena *a;
	const struct house *house;
	const struct glyphs *fonts;
	struct doc doc;
	size_t cap;
};

/* ---- writing ---- */

/* What the fonts of the language do not have is left out: a name in another script stands in the register. */
static const char *drawn(struct book_of *b, const char *text)
{
	struct buf out;
	size_t len = strlen(text);
	bool gone = false;
	uint32_t c;

	buf_init(&out, b->a, TEXT_MAX);
	for (size_t n; (n = text_char(text, len, &c)) > 0; text += n, len -= n) {
		bool there = c >= ' ' && glyphs_have(b->fonts, c);

		if (there)
			buf_add(&out, text, n);
		else if (!gone)
			buf_puts(&out, "…");
		gone = !there;
	}
	return out.len ? out.data : "";
}

static struct piece words(struct book_of *b, const char *text, bool strong)
{
	return (struct piece){.text = drawn(b, text), .field = "", .link = "", .strong = strong};
}

static struct block *block(struct book_of *b, enum block_kind kind, enum part part, size_t pieces)
{
	GROW(b->a, b->doc.block, b->doc.n, b->cap);
	struct block *k = &b->doc.block[b->doc.n++];
	*k = (struct block){.kind = kind,
		.part = part,
		.level = 1,
		.marker = "",
		.piece = NEW_ARRAY(b->a, struct piece, pieces)};
	return k;
}

static void line(struct book_of *b, enum block_kind kind, int level, const char *marker, const char *text)
{
	struct block *k = block(b, kind, PART_BODY, 1);

	k->level = level;
	k->marker = marker;
	k->piece[k->n++] = words(b, text, false);
}

static void heading(struct book_of *b, const char *text)
{
	line(b, BLOCK_HEADING, 2, "", text);
}

static void paragraph(struct book_of *b, const char *text)
{
	line(b, BLOCK_PARAGRAPH, 1, "", text);
}

static void item(struct book_of *b, const char *text)
{
	line(b, BLOCK_ITEM, 1, "•", text);
}

static void dated(struct book_of *b, day_t day, const char *text)
{
	item(b, day == DAY_NONE_LOW ? text : arena_printf(b->a, "%s: %s", view_day(b->v, day), text));
}

/* Behind the first of a long list. */
static void more(struct book_of *b, size_t n, const char *where)
{
	if (n > LINES_MOST)
		paragraph(b,
			say_fill(b->a, say(b->v, T("And {n} more: {where}")),
				(const struct fill[]){
					{"n", view_count(b->v, n - LINES_MOST)}, {"where", where}, {0}}));
}

static const char *kind_label(const struct view *v, const char *kind)
{
	const struct letter_kind *k = pack_letter(v->reg->pack, kind);

	return k ? view_label(v, &k->label) : kind;
}

/* ---- chapters ---- */

static int open_letters(struct book_of *b, struct db *db, struct err *e)
{
	struct letter_open *l = NULL;
	size_t n = 0;
	int rc = letters_open_list(db, b->a, b->house, &l, &n, e);

	for (size_t i = 0; rc == 0 && i < n && i < LINES_MOST; i++)
		dated(b, l[i].on,
			arena_printf(b->a, "%s (%s): %s", kind_label(b->v, l[i].kind), l[i].audience,
				l[i].lacks ? l[i].lacks : say(b->v, T("may be issued"))));
	if (rc == 0 && n == 0)
		paragraph(b, say(b->v, T("No letter is in preparation.")));
	return rc;
}

/* What a person has to decide, as a number: the desk lists it with addresses, this book does not. */
static int held_messages(struct book_of *b, struct db *db, struct err *e)
{
	static const enum outbox_state states[] = {OUTBOX_RETURNED, OUTBOX_FAILED, OUTBOX_HELD};
	size_t all = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof states / sizeof *states; i++) {
		struct outbox_message *m = NULL;
		size_t n = 0;

		rc = outbox_list(db, b->a,
			&(struct outbox_query){.house = b->house->code,
				.letter = "",
				.state = outbox_state_names[states[i]],
				.reference = "",
				.most = OUTBOX_MOST},
			&m, &n, e);
		all += n;
	}
	if (rc == 0 && all)
		paragraph(b,
			say_fill(b->a,
				say_number(b->v, "{n} message came back or waits for a person.",
					"{n} messages came back or wait for a person.", all),
				(const struct fill[]){{"n", view_count(b->v, all)}, {0}}));
	return rc;
}

static int tasks(struct book_of *b, struct db *db, struct err *e)
{
	struct coming *c = NULL;
	size_t n = coming_of(b->v, LINES_MOST, &c), told = 0;

	heading(b, say(b->v, T("1. Open tasks")));
	int rc = open_letters(b, db, e);
	if (rc == 0)
		rc = held_messages(b, db, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (c[i].days <= DUE_DAYS) {
			dated(b, c[i].day, c[i].what);
			told++;
		}
	if (rc == 0 && told == 0)
		paragraph(b, say(b->v, T("Nothing that the record knows of falls due.")));
	return rc;
}

static int letters_out(struct book_of *b, struct db *db, struct err *e)
{
	struct letter_sent *l = NULL;
	size_t n = 0;
	int rc = letters_sent_list(db, b->a, b->house,
		day_back(b->v->today, (struct step){STEP_MONTHS, YEAR_MONTHS}), b->v->today, &l, &n, e);

	heading(b, say(b->v, T("2. Letters of the last twelve months")));
	for (size_t i = 0; rc == 0 && i < n && i < LINES_MOST; i++) {
		const struct letter_sent *s = &l[i];

		dated(b, s->on,
			say_fill(b->a,
				say(b->v,
					T("{letter}, {reference}, to {audience}: {copies} copies, {answered} "
					  "answered, {returned} returned, {waiting} waiting")),
				(const struct fill[]){{"letter", kind_label(b->v, s->kind)},
					{"reference", s->reference}, {"audience", s->audience},
					{"copies", view_count(b->v, s->copies)},
					{"answered", view_count(b->v, s->answered)},
					{"returned", view_count(b->v, s->returned + s->held)},
					{"waiting", view_count(b->v, s->waiting)}, {0}}));
	}
	if (rc == 0 && n == 0)
		paragraph(b, say(b->v, T("No letter went out within these months.")));
	if (rc == 0)
		more(b, n, "/desk/letters");
	return rc;
}

static const char *office_line(struct book_of *b, const struct contact_office *o)
{
	uint32_t state = *o->iso3 ? journal_word(b->v->reg->journal, o->iso3) : 0;
	const char *all = state ? arena_printf(b->a, "%s: %s", view_state(b->v, state), o->name) : o->name;

	all = *o->place ? arena_printf(b->a, "%s, %s", all, o->place) : all;
	if (!*o->address)
		return arena_printf(b->a, "%s (%s)", all, say(b->v, T("No address is on file")));
	/* an address by post has lines */
	char *address = arena_strdup(b->a, o->address);
	for (char *c = address; *c; c++)
		*c = *c == '\n' ? ' ' : *c;
	return arena_printf(b->a, "%s, %s", all, address);
}

static int contacts(struct book_of *b, struct db *db, struct err *e)
{
	struct contact_office *o = NULL;
	size_t n = 0, of = 0;
	int rc = contacts_offices(db, b->a, b->house, b->v->today, &o, &n, e);

	heading(b, say(b->v, T("3. Contacts by function")));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		bool first = i == 0 || strcmp(o[i].office, o[i - 1].office) != 0;
		bool last = i + 1 == n || strcmp(o[i].office, o[i + 1].office) != 0;

		if (first)
			line(b, BLOCK_HEADING, 3, "", contact_office_words(b->v, o[i].office));
		of = first ? 1 : of + 1;
		if (of <= LINES_MOST)
			item(b, office_line(b, &o[i]));
		if (last)
			more(b, of, "/desk/contacts");
	}
	if (rc == 0 && n == 0)
		paragraph(b, say(b->v, T("No contact is on file.")));
	return rc;
}

static int calendar(struct book_of *b, struct db *db, struct err *e)
{
	struct year_month *m = NEW_ARRAY(b->a, struct year_month, YEAR_MONTHS);
	int rc = year_of(b->v, db, b->house, m, e);

	heading(b, say(b->v, T("4. Calendar of the coming twelve months")));
	for (int i = 0; rc == 0 && i < YEAR_MONTHS; i++) {
		line(b, BLOCK_HEADING, 3, "", m[i].name);
		for (size_t k = 0; k < m[i].due.n && k < LINES_MOST; k++)
			dated(b, m[i].due.line[k].day, m[i].due.line[k].what);
		for (size_t k = 0; k < m[i].done.n && k < LINES_MOST; k++)
			item(b,
				say_fill(b->a, say(b->v, T("A year before: {what}")),
					(const struct fill[]){{"what", m[i].done.line[k].what}, {0}}));
		if (m[i].due.n + m[i].done.n == 0)
			paragraph(b, say(b->v, T("Nothing that the record knows of.")));
	}
	return rc;
}

static int places(struct book_of *b, struct db *db, struct err *e)
{
	static const struct {
		const char *what, *where;
	} all[] = {
		{T("Letters, with their files and what became of them"), "/desk/letters"},
		{T("Contacts and audiences"), "/desk/contacts, paraph contact export"},
		{T("Month by month"), "/desk/year"},
		{T("Words of letters in other languages"), "paraph translation list"},
		{T("Letterhead, series, clearance"), "paraph house show"},
		{T("Who has which role"), "paraph person list"},
		{T("The key that letters are signed with"), "paraph letter key list"},
		{T("A copy of everything"), "paraph backup"},
		{T("What is wrong and how to mend it"), "paraph doctor"},
	};
	struct head head;
	int rc = store_head(db, &head, e);

	if (rc < 0)
		return rc;
	heading(b, say(b->v, T("5. Where things are")));
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		item(b, arena_printf(b->a, "%s: %s", say(b->v, all[i].what), all[i].where));
	paragraph(b,
		say_fill(b->a,
			say(b->v, T("Head of the journal on this day: {head}. paraph act verify compares.")),
			(const struct fill[]){{"head",
						      arena_printf(b->a, "%llu:%.16s…",
							      (unsigned long long)head.count, head.hash)},
				{0}}));
	return 0;
}

/* ---- the whole ---- */

static void front(struct book_of *b)
{
	static const char *const chapters[] = {T("1. Open tasks"), T("2. Letters of the last twelve months"),
		T("3. Contacts by function"), T("4. Calendar of the coming twelve months"),
		T("5. Where things are")};
	const struct view *v = b->v;
	struct block *sender = block(b, BLOCK_PARAGRAPH, PART_SENDER, 1);

	sender->piece[sender->n++] = words(b, label_in(&b->house->name, v->words->tag), true);
	struct block *date = block(b, BLOCK_PARAGRAPH, PART_DATE, 1);
	date->piece[date->n++] = words(b, view_day(v, v->today), false);
	line(b, BLOCK_HEADING, 1, "",
		say_fill(b->a, say(v, T("Hand-over book: {treaty}")),
			(const struct fill[]){{"treaty", view_treaty_name(v)}, {0}}));
	paragraph(b,
		say(v,
			T("For whoever takes this house over. It was made from the register on this day: "
			  "names of persons stand there alone.")));
	for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++)
		paragraph(b, say(v, chapters[i]));
}

static void foot(struct book_of *b)
{
	struct block *k = block(b, BLOCK_PARAGRAPH, PART_FOOTER, 3);
	static const struct piece page = {.kind = PIECE_PAGE, .text = "", .field = "", .link = ""},
				  pages = {.kind = PIECE_PAGES, .text = "", .field = "", .link = ""};

	k->piece[k->n++] = page;
	k->piece[k->n++] = words(b, " / ", false);
	k->piece[k->n++] = pages;
}

int handover_write(const struct view *v, struct db *db, const struct house *h, struct buf *out, struct err *e)
{
	struct book_of b = {.v = v, .a = v->a, .house = h, .doc = {.lang = v->forms}};
	struct press *press = press_new(v->a);
	struct glyphs *fonts = NULL;
	size_t pages;
	int rc = glyphs_open(v->a, v->forms, &fonts, e);

	if (rc < 0)
		return rc;
	b.fonts = fonts;
	front(&b);
	rc = tasks(&b, db, e);
	if (rc == 0)
		rc = letters_out(&b, db, e);
	if (rc == 0)
		rc = contacts(&b, db, e);
	if (rc == 0)
		rc = calendar(&b, db, e);
	if (rc == 0)
		rc = places(&b, db, e);
	foot(&b);
	if (rc == 0)
		rc = press_add(press, &b.doc, &pages, e);
	return rc == 0 ? press_write(press, 0, out, e) : rc;
}

int handover_page(struct request *q, struct answer *ret, struct err *e)
{
	struct house h = {0};
	struct db *db = NULL;
	struct buf out;
	int rc = run_db(q->run, &db, e);

	buf_init(&out, q->a, PDF_BYTES_MAX);
	if (rc == 0)
		rc = house_open(q->run, db, NULL, &h, e);
	if (rc == 0)
		rc = handover_write(q->view, db, &h, &out, e);
	if (rc < 0)
		return rc;
	ret->type = "application/pdf";
	ret->data = out.data;
	ret->len = out.len;
	ret->save_as = arena_printf(q->a, "handover-%s-%s.pdf", h.code, view_iso(q->view, q->view->today));
	return 0;
}

/* ---- desk handover ---- */

enum { HANDOVER_OUT, HANDOVER_LANG };
const struct option_info handover_options[] = {
	[HANDOVER_OUT] = {"--out", "FILE", "The PDF to be written"},
	[HANDOVER_LANG] = {"--lang", "LL", "Its language: en (when not given), ar, es, fr, ru or zh"},
	{0},
};

static int language(const char *tag, const struct words **ret, struct err *e)
{
	*ret = words_all[0];
	for (size_t i = 0; tag && words_all[i]; i++)
		if (strcmp(words_all[i]->tag, tag) == 0) {
			*ret = words_all[i];
			return 0;
		}
	return tag ? err_set(e, ERR_USAGE, "--lang %s: say en, ar, es, fr, ru or zh", tag) : 0;
}

static int view_open(struct run *r, const struct book *book, struct reg *reg, struct view *v, struct err *e)
{
	const struct pack *pack = NULL;
	const struct words *words = words_all[0];
	int rc = language(r->option[HANDOVER_LANG], &words, e);

	if (rc == 0)
		rc = book_treaty(r, book, &pack, e);
	if (rc < 0)
		return rc;
	book_reg(book, pack, reg);
	return view_written(r->arena, words, reg, r->today, "/desk/handover.pdf", v, e);
}

int handover_run(struct run *r, struct err *e)
{
	struct book book = {0};
	struct house h = {0};
	struct view v = {0};
	struct reg reg = {0};
	struct buf out;

	if (!r->option[HANDOVER_OUT])
		return err_set(e, ERR_USAGE, "desk handover: say where to, as in --out handover.pdf");
	int rc = book_open(r, &book, e);
	if (rc == 0)
		rc = house_open(r, book.db, NULL, &h, e);
	if (rc == 0)
		rc = view_open(r, &book, &reg, &v, e);
	if (rc != 0)
		return rc;
	buf_init(&out, r->arena, PDF_BYTES_MAX);
	rc = handover_write(&v, book.db, &h, &out, e);
	return rc == 0 ? file_write(r->option[HANDOVER_OUT], out.data, out.len, e) : rc;
}
