/* The outbox on both engines. All houses, persons and addresses are invented. */
#include "kit.h"

#include "post/outbox.h"

#define NOW 1000000

static struct outbox_message made(const char *house, int64_t copy)
{
	return (struct outbox_message){.house = house,
		.letter = "l-1",
		.copy = copy,
		.reference = "MADE-2020-00001/1",
		.contact = "c-1",
		.iso3 = "LAO",
		.name = "Permanent Mission",
		.lang = "fr",
		.address = "mission@example.org",
		.from_name = "Maison, inventée",
		.from_address = "office@example.net",
		.reply_to = "",
		.subject = "Note verbale",
		.text_sha256 = "aa",
		.html_sha256 = "",
		.pdf_sha256 = "bb",
		.calendar_sha256 = "",
		.place = "",
		.to_me = ""};
}

static void add(struct kit *k, const struct outbox_message *m, size_t n)
{
	AUTO_TX tx = {0};

	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, outbox_add(k->db, m, n, NOW, &k->e));
	MUST(k, tx_commit(&tx, &k->e));
}

static struct outbox_message of_copy(struct kit *k, const char *house, int64_t copy)
{
	struct outbox_message *m;
	size_t n;

	MUST(k, outbox_of_copy(k->db, k->a, house, "l-1", copy, &m, &n, &k->e));
	assert_int_equal(n, 1);
	return m[0];
}

static void put_and_found(struct kit *k)
{
	static const struct enclosure enclosure[] = {
		{"brochure \"one\".pdf", "application/pdf", "cc"}, {"中.txt", "text/plain", "dd"}};
	struct outbox_message in[] = {made("ngo", 1), made("ngo", 2), made("mission", 1)}, *list, one;
	struct outbox_event *event;
	size_t n;

	in[1].enclosure = enclosure;
	in[1].enclosures = 2;
	in[1].to_me = "me@example.net";
	in[1].not_before_ms = NOW + 5;
	kit_create(k);
	add(k, in, 3);

	one = of_copy(k, "ngo", 2);
	assert_string_equal(one.address, "me@example.net");
	assert_string_equal(one.subject, "[for mission@example.org] Note verbale");
	assert_int_equal(one.enclosures, 2);
	assert_string_equal(one.enclosure[0].name, enclosure[0].name);
	assert_string_equal(one.enclosure[1].sha256, "dd");
	assert_int_equal(one.next_ms, NOW + 5);
	assert_non_null(strstr(one.message_id, "@example.net"));
	assert_string_equal(one.from_name, "Maison, inventée");
	MUST(k, outbox_events(k->db, k->a, "ngo", one.id, &event, &n, &k->e));
	assert_int_equal(n, 1);
	assert_string_equal(event[0].what, "waiting");

	/* A house sees its own only. */
	FAILS(k, ERR_NOTFOUND, outbox_get(k->db, k->a, "mission", one.id, &one, &k->e));
	MUST(k,
		outbox_list(
			k->db, k->a, &(struct outbox_query){.house = "ngo", .most = 9}, &list, &n, &k->e));
	assert_int_equal(n, 2);
	FAILS(k, ERR_CONFLICT, outbox_add(k->db, in, 1, NOW, &k->e));
	kit_says(k, "in the outbox already");
}

static void moved(struct kit *k)
{
	struct outbox_message in[] = {made("ngo", 1), made("ngo", 2), made("ngo", 3), made("mission", 1)};
	struct outbox_message m;
	size_t n = 0;

	in[1].channel = CHANNEL_HAND;
	in[1].address = "Rue inventée 1\nGenève";
	kit_create(k);
	add(k, in, 4);
	m = of_copy(k, "ngo", 1);
	FAILS(k, ERR_CONFLICT, outbox_move_to(k->db, &m, OUTBOX_DELIVERED, "", NOW, &k->e));
	kit_says(k, "is waiting");
	FAILS(k, ERR_CONFLICT, outbox_move_to(k->db, &m, OUTBOX_HANDED, "", NOW, &k->e));
	MUST(k, outbox_move_to(k->db, &m, OUTBOX_HELD, "a person asked\r\nfor it", NOW, &k->e));
	m = of_copy(k, "ngo", 1);
	assert_string_equal(m.detail, "a person asked for it");
	m = of_copy(k, "ngo", 2);
	MUST(k, outbox_move_to(k->db, &m, OUTBOX_HANDED, "by Ana", NOW + 7, &k->e));
	assert_int_equal(of_copy(k, "ngo", 2).sent_ms, NOW + 7);

	/* Held and waiting ones are cancelled; the handed one, and the other house's, are not. */
	MUST(k, outbox_cancel_copy(k->db, "ngo", "l-1", 0, "the State deposited", NOW, &n, &k->e));
	assert_int_equal(n, 2);
	assert_int_equal(of_copy(k, "ngo", 1).state, OUTBOX_CANCELLED);
	assert_int_equal(of_copy(k, "ngo", 2).state, OUTBOX_HANDED);
	assert_int_equal(of_copy(k, "ngo", 3).state, OUTBOX_CANCELLED);
	assert_int_equal(of_copy(k, "mission", 1).state, OUTBOX_WAITING);

	struct outbox_forgotten gone = {0};
	MUST(k,
		outbox_forget(k->db, k->a,
			&(struct outbox_forget){.house = "ngo", .contact = "c-1", .why = "forgotten"}, &gone,
			&k->e));
	assert_string_equal(of_copy(k, "ngo", 2).address, "");
	assert_string_equal(of_copy(k, "ngo", 2).reference, "MADE-2020-00001/1");
	assert_string_equal(of_copy(k, "mission", 1).address, "mission@example.org");
}

static void refused(struct kit *k)
{
	static const char *const bad[] = {"", "@", "a@", "@b", "a b@example.org", "a@b@example.org",
		"a@exa mple.org", "a\r\nRCPT TO:<x@y.z>@example.org", "a@example.org>", "<a@example.org",
		".a@example.org", "a@-b", "\xff@b.org"};
	static const char *const good[] = {
		"a@b", "Ana.B+c=d@example.org", "مكتب@مثال.example", "o'brien@example.org"};
	struct outbox_message m = made("ngo", 1);

	kit_create(k);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		m.address = bad[i];
		FAILS(k, ERR_INVALID, outbox_add(k->db, &m, 1, NOW, &k->e));
	}
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(outbox_is_address(good[i]));
	m = made("ngo", 1);
	m.subject = "one\nBcc: two";
	FAILS(k, ERR_INVALID, outbox_add(k->db, &m, 1, NOW, &k->e));
	m = made("ngo", 1);
	m.channel = CHANNEL_POST;
	m.pdf_sha256 = "";
	FAILS(k, ERR_INVALID, outbox_add(k->db, &m, 1, NOW, &k->e));
	kit_says(k, "PDF");
}

int main(void)
{
	static const struct kit_test tests[] = {
		{"put and found again", put_and_found}, {"moved and cancelled", moved}, {"refused", refused}};

	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT);
}
