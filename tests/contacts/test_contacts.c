/* What other offices say to the contacts: letters that went, answers, returns, the stop list. All invented.
 */
#include "kit.h"

#include "offices/contacts/contact.h"

static const struct house a_house = {.code = "a", .coalition = "both"},
			  b_house = {.code = "b", .coalition = "both"};

static void two_houses(struct kit *k)
{
	kit_create(k);
	MUST(k,
		db_exec(k->db,
			"INSERT INTO house VALUES ('a', 'x', 'both', 1, 1);"
			"INSERT INTO house VALUES ('b', 'x', 'both', 1, 1)",
			&k->e));
}

static struct contact mission(struct kit *k, const char *id, const char *mail)
{
	struct contact c = contact_new();

	c.id = id;
	MUST(k, contact_set(k->a, &c, "office", "mission", &k->e));
	MUST(k, contact_set(k->a, &c, "state", "LAO", &k->e));
	MUST(k, contact_set(k->a, &c, "holder", "Invented Holder", &k->e));
	MUST(k, contact_set(k->a, &c, "purpose", "letters", &k->e));
	MUST(k, contact_set(k->a, &c, "email", mail, &k->e));
	return c;
}

static void saved(struct kit *k, const struct house *h, const struct contact *before, const struct contact *c)
{
	struct saving s = {h, "p-invented", 20000, 5, ""};
	AUTO_TX tx = {0};

	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, contact_save(k->a, k->db, before, c, &s, &k->e));
	MUST(k, tx_commit(&tx, &k->e));
}

static struct contact on_file(struct kit *k, const struct house *h, const char *id)
{
	struct contact c = contact_new();

	MUST(k, contact_read(k->a, k->db, h, id, &c, &k->e));
	return c;
}

static void letters_that_went(struct kit *k)
{
	struct written w = {"A-1", "join", "ccm", "LAO", "", 20000};

	two_houses(k);
	MUST(k, written_add(k->db, &a_house, &w, &k->e));
	/* The same reference twice is a broken series; another house has its own. */
	FAILS(k, ERR_CONFLICT, written_add(k->db, &a_house, &w, &k->e));
	MUST(k, written_add(k->db, &b_house, &w, &k->e));
	MUST(k, written_answered(k->db, &a_house, "A-1", 20010, &k->e));
	MUST(k, written_answered(k->db, &a_house, "A-1", 20005, &k->e));
	MUST(k, written_answered(k->db, &a_house, "A-1", 20020, &k->e));
	FAILS(k, ERR_NOTFOUND, written_answered(k->db, &a_house, "A-2", 20010, &k->e));
	/* 20005 is 2024-10-09. */
	MUST(k,
		db_exec(k->db,
			"INSERT INTO written SELECT 'a', 'kept', '', '', '', '', '', '', '' FROM written "
			"WHERE house = 'a' AND answered_day = '2024-10-09'",
			&k->e));
	MUST(k, written_answered(k->db, &a_house, "kept", 20010, &k->e));
}

static void returns(struct kit *k)
{
	struct contact c, d;

	two_houses(k);
	c = mission(k, "c-1", "one@example.org two@example.org");
	saved(k, &a_house, NULL, &c);
	d = mission(k, "c-1", "ONE@example.org");
	saved(k, &b_house, NULL, &d);
	MUST(k,
		channel_mark(
			k->db, &a_house, "email", "One@example.org", "bad", "no such mailbox", 9, &k->e));
	c = on_file(k, &a_house, "c-1");
	assert_string_equal(c.channel[0].state, "bad");
	assert_string_equal(c.channel[0].reason, "no such mailbox");
	assert_string_equal(c.channel[1].state, "good");
	/* Of the other house nothing was marked. */
	assert_string_equal(on_file(k, &b_house, "c-1").channel[0].state, "good");
	/* What is known of an address stays when others change. */
	d = c;
	MUST(k, contact_set(k->a, &d, "email", "three@example.org one@example.org", &k->e));
	saved(k, &a_house, &c, &d);
	c = on_file(k, &a_house, "c-1");
	assert_int_equal(c.channels_n, 2);
	assert_string_equal(c.channel[1].state, "bad");
}

static void stop_list(struct kit *k)
{
	const char **stop;
	size_t n;

	two_houses(k);
	MUST(k, stop_add(k->db, &a_house, "Two@Example.org", "asked", "", 7, &k->e));
	MUST(k, stop_add(k->db, &a_house, "two@example.org", "again", "", 8, &k->e));
	MUST(k, stops_read(k->a, k->db, &a_house, &stop, &n, &k->e));
	assert_int_equal(n, 1);
	assert_true(stop_has(stop, n, "TWO@example.ORG"));
	assert_false(stop_has(stop, n, "three@example.org"));
	MUST(k, stops_read(k->a, k->db, &b_house, &stop, &n, &k->e));
	assert_int_equal(n, 0);
}

static void who_was_forgotten(struct kit *k)
{
	struct saving s = {&a_house, "", 20000, 11, ""};
	struct contact c, after;
	AUTO_TX tx = {0};
	const char **stop;
	size_t n;

	two_houses(k);
	c = mission(k, "c-1", "own@example.org");
	c.channel[0].personal = true;
	MUST(k, contact_set(k->a, &c, "post", "Invented Street | Geneva", &k->e));
	saved(k, &a_house, NULL, &c);
	MUST(k, stop_add(k->db, &a_house, "own@example.org", "asked", "", 7, &k->e));
	c = on_file(k, &a_house, "c-1");
	assert_string_equal(contact_get(k->a, &c, "post"), "Invented Street\nGeneva");
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, contact_forget(k->db, &c, &s, &k->e));
	MUST(k, tx_commit(&tx, &k->e));
	after = on_file(k, &a_house, "c-1");
	assert_string_equal(after.holder.name, "");
	assert_true(after.holder.gone);
	assert_int_equal(after.channels_n, 1);
	assert_string_equal(contact_get(k->a, &after, "post"), "Invented Street\nGeneva");
	/* The one who was forgotten stays left in peace. */
	MUST(k, stops_read(k->a, k->db, &a_house, &stop, &n, &k->e));
	assert_true(stop_has(stop, n, "own@example.org"));
	/* A successor is another holder. */
	c = after;
	MUST(k, contact_set(k->a, &c, "holder", "Invented Successor", &k->e));
	saved(k, &a_house, &after, &c);
	assert_int_equal(on_file(k, &a_house, "c-1").holder.n, 2);
}

static void languages(struct kit *k)
{
	static const char *const have[] = {"en", "fr", "zh", NULL}, *const none[] = {NULL},
				 *const chinese[] = {"zh-Hans", NULL}, *const more[] = {"lo", "fr", NULL};
	struct recipient rc = {.iso3 = "LAO", .langs = none};
	const char *why;

	assert_string_equal(recipient_language(k->a, NULL, &rc, have, &why), "en");
	assert_null(why);
	rc.langs = chinese;
	assert_string_equal(recipient_language(k->a, NULL, &rc, have, &why), "zh");
	assert_null(why);
	rc.langs = more;
	assert_string_equal(recipient_language(k->a, NULL, &rc, have, &why), "fr");
	assert_string_equal(why, "no text in lo; written in fr");
}

int main(void)
{
	static const struct kit_test tests[] = {
		{"letters that went, and answers", letters_that_went},
		{"returns mark an address of one house", returns},
		{"the stop list", stop_list},
		{"who was forgotten", who_was_forgotten},
		{"the language of a copy", languages},
	};

	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT);
}
