/* Fills the outbox for tests of what lies in it: post_made DB HOUSE FROM N. Every name and address is
 * invented, and each letter says so. Six languages; each message has a PDF of its own. */
#include "base/allow_clock.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/text.h"
#include "post/outbox.h"
#include "store/store.h"
#include "text/lang.h"
#include "text/pdf.h"

static const struct {
	const char *lang, *subject, *text, *name;
} words[] = {
	{"en", "Invented letter %s for a test", "This letter is invented, for a test, and says nothing.",
		"Mission (invented)"},
	{"fr", "Lettre inventée %s pour un essai",
		"Cette lettre est inventée, pour un essai, et ne dit rien.", "Mission permanente (inventée)"},
	{"es", "Carta inventada %s para una prueba",
		"Esta carta es inventada, para una prueba, y no dice nada. ¡Ñandú!",
		"Misión permanente (inventada)"},
	{"ar", "رسالة مخترعة %s للاختبار", "هذه رسالة مخترعة للاختبار ولا تقول شيئا.",
		"البعثة الدائمة (مخترعة)"},
	{"ru", "Вымышленное письмо %s № 1 для проверки",
		"Это вымышленное письмо для проверки, в нём ничего нет.",
		"Постоянное представительство (вымышленное)"},
	{"zh", "虚构信函 %s 测试用", "这是为测试而虚构的信函，没有任何内容。", "常驻代表团（虚构）"},
};

static void must(int r, const struct err *e)
{
	if (r >= 0)
		return;
	fprintf(stderr, "post_made: %s\n", e->text);
	exit(1);
}

static struct lang *langs[6]; /* the press knows them by their address */

static void pdf_of(struct arena *a, struct press *p, int i, const char *reference, struct buf *out)
{
	struct err e;
	struct piece piece[2] = {{.kind = PIECE_TEXT, .text = reference, .field = "", .link = ""},
		{.kind = PIECE_TEXT, .text = words[i % 6].text, .field = "", .link = ""}};
	struct block block[2] = {
		{.kind = BLOCK_PARAGRAPH, .part = PART_REFERENCE, .marker = "", .n = 1, .piece = piece},
		{.kind = BLOCK_PARAGRAPH, .part = PART_BODY, .marker = "", .n = 1, .piece = piece + 1}};
	struct doc d = {.n = 2, .block = block};
	size_t pages;

	d.lang = langs[i % 6];
	press_clear(p);
	must(press_add(p, &d, &pages, &e), &e);
	buf_init(out, a, PDF_BYTES_MAX);
	must(press_write(p, 0, out, &e), &e);
}

/* Of a hundred: one is refused at once, two come back, five wait behind a greylist. */
static const char *address_of(struct arena *a, int i)
{
	const char *domain = i % 100 == 7 ? "gone.example.org"
		: i % 50 == 11            ? "back.example.net"
		: i % 20 == 3             ? "grey.example.org"
					  : "mission.example.org";

	return arena_printf(a, "r%04d@%s", i, domain);
}

static const char *replaced(struct arena *a, const char *pattern, const char *word)
{
	const char *at = strstr(pattern, "%s");

	return arena_printf(a, "%.*s%s%s", (int)(at - pattern), pattern, word, at + 2);
}

static void one(struct db *db, struct press *p, const char *house, const char *from, int i, int64_t now)
{
	AUTO_ARENA a = arena_new("message");
	char pdf[65], text[65], html[65];
	const char *reference = arena_printf(a, "MADE-2020-%05d", i);
	struct err e;
	struct buf out;

	pdf_of(a, p, i, reference, &out);
	must(store_file_add(db, "application/pdf", out.data, out.len, now, pdf, &e), &e);
	const char *body = arena_printf(a, "%s\n%s\n.\n..dots\n", reference, words[i % 6].text);
	const char *page = arena_printf(a, "<p>%s</p>", words[i % 6].text);

	must(store_file_add(db, "text/plain", body, strlen(body), now, text, &e), &e);
	must(store_file_add(db, "text/html", page, strlen(page), now, html, &e), &e);
	struct outbox_message m = {.house = house,
		.letter = "l-made",
		.copy = i + 1,
		.reference = reference,
		.contact = "",
		.iso3 = "",
		.name = words[i % 6].name,
		.lang = words[i % 6].lang,
		.address = address_of(a, i),
		.from_name = "Maison inventée, Genève",
		.from_address = from,
		.reply_to = "",
		.subject = replaced(a, words[i % 6].subject, reference),
		.text_sha256 = text,
		.html_sha256 = html,
		.pdf_sha256 = pdf,
		.calendar_sha256 = "",
		.mass = i % 2 == 1,
		.place = "",
		.to_me = ""};

	must(outbox_add(db, &m, 1, now, &e), &e);
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new("made");
	struct timespec t;
	struct err e;
	struct db *db;
	AUTO_TX tx = {0};
	int64_t n = 0;

	if (argc != 5 || text_int(argv[4], 1, 100000, &n, &e) < 0)
		return 2;
	clock_gettime(CLOCK_REALTIME, &t);
	struct press *p = press_new(a);

	for (int i = 0; i < 6; i++)
		must(lang_open(a, words[i].lang, &langs[i], &e), &e);
	must(store_open(a, argv[1], STORE_EXISTING, &db, &e), &e);
	must(tx_begin(&tx, db, &e), &e);
	for (int i = 0; i < (int)n; i++)
		one(db, p, argv[2], argv[3], i, (int64_t)t.tv_sec * 1000);
	must(tx_commit(&tx, &e), &e);
	return 0;
}
