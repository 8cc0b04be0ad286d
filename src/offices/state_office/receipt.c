/* The receipt of a report that was handed in, as a PDF in the reader's language. */
#include <string.h>

#include "base/text.h"
#include "offices/state_office/hand_in.h"
#include "text/pdf.h"

#define BLOCKS_MAX 40u
#define MINUTE_MS INT64_C(60000)
#define DAY_MINUTES 1440

struct paper {
	struct arena *a;
	struct doc *doc;
};

static struct piece text(const char *s, const char *field, bool strong)
{
	return (struct piece){.kind = PIECE_TEXT, .text = s, .field = field, .link = "", .strong = strong};
}

static void block(struct paper *p, enum block_kind kind, enum part part, size_t n, struct piece *piece)
{
	if (p->doc->n < BLOCKS_MAX)
		p->doc->block[p->doc->n++] = (struct block){
			.kind = kind, .part = part, .level = 1, .marker = "", .n = n, .piece = piece};
}

static void line(struct paper *p, enum block_kind kind, enum part part, const char *s)
{
	struct piece *piece = NEW(p->a, struct piece);

	*piece = text(s, "", kind == BLOCK_HEADING);
	block(p, kind, part, 1, piece);
}

/* "SHA-256: …": what it is, and below it the value. */
static void fact(struct paper *p, const char *label, const char *value)
{
	struct piece *piece = NEW_ARRAY(p->a, struct piece, 3);

	piece[0] = text(label, "", true);
	piece[1] = (struct piece){.kind = PIECE_BREAK, .text = "", .field = "", .link = ""};
	piece[2] = text(value, "value", false);
	block(p, BLOCK_PARAGRAPH, PART_BODY, 3, piece);
}

static void sender(struct paper *p, const struct hand_in *in)
{
	const struct house_lines *address = house_address(in->house, in->words->tag);
	size_t n = address ? address->n : 0;
	struct piece *piece = NEW_ARRAY(p->a, struct piece, 1 + 2 * n);

	piece[0] = text(label_in(&in->house->name, in->words->tag), "house", true);
	for (size_t i = 0; i < n; i++) {
		piece[1 + 2 * i] = (struct piece){.kind = PIECE_BREAK, .text = "", .field = "", .link = ""};
		piece[2 + 2 * i] = text(address->line[i], "address", false);
	}
	block(p, BLOCK_PARAGRAPH, PART_SENDER, 1 + 2 * n, piece);
}

static void body(struct paper *p, struct run *r, const struct hand_in *in, const struct report_file *f)
{
	const struct words *w = in->words;
	struct arena *a = p->a;
	int minutes = (int)(f->came_ms / MINUTE_MS % DAY_MINUTES);
	const char *state = reg_state_name(in->reg, a, in->state, r->today, w->tag, true);

	line(p, BLOCK_HEADING, PART_BODY, say_in(w, T("Receipt of a report")));
	fact(p, say_in(w, T("State")), lang_capital(in->forms, a, text_apostrophes(a, state)));
	fact(p, say_in(w, T("Report")), report_label(a, w, in->rule, in->year));
	fact(p, say_in(w, T("Received")),
		arena_printf(a, "%s, %02d:%02d UTC",
			lang_date(in->forms, a, (day_t)(f->came_ms / MINUTE_MS / DAY_MINUTES)), minutes / 60,
			minutes % 60));
	fact(p, say_in(w, T("Reference")), f->reference);
	fact(p, say_in(w, T("File")),
		say_fill(a, say_in(w, T("{name}, {n} bytes")),
			(const struct fill[]){{"name", f->name},
				{"n",
					lang_number(in->forms, a,
						arena_printf(a, "%lld", (long long)f->bytes), NUMBER_PLAIN)},
				{0}}));
	fact(p, "SHA-256", f->sha256);
	if (*f->address)
		fact(p, say_in(w, T("Forwarded to")),
			arena_printf(a, "%s, %s", label_in(&in->reg->pack->reports_to, w->tag), f->address));
	line(p, BLOCK_PARAGRAPH, PART_BODY,
		*f->address
			? say_in(w,
				  T("This receipt says that the file was taken in. The report is submitted "
				    "when it is where it is due; the page of this reference says how far it "
				    "is."))
			: say_in(w,
				  T("This receipt says that the file was taken in. It is not forwarded: send "
				    "the report yourself to where it is due.")));
}

int receipt_write(
	struct run *r, const struct hand_in *in, const struct report_file *f, struct buf *out, struct err *e)
{
	struct doc doc = {.lang = in->forms, .block = NEW_ARRAY(r->arena, struct block, BLOCKS_MAX)};
	struct paper p = {r->arena, &doc};
	struct press *press = press_new(r->arena);
	size_t pages;

	sender(&p, in);
	line(&p, BLOCK_PARAGRAPH, PART_REFERENCE, f->reference);
	line(&p, BLOCK_PARAGRAPH, PART_DATE, lang_date(in->forms, r->arena, r->today));
	body(&p, r, in, f);
	int rc = press_add(press, &doc, &pages, e);
	return rc < 0 ? rc : press_write(press, 0, out, e);
}
