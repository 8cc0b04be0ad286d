/* What a pack is compiled to: every kind of rule and fact of the invented pack. */
#include "../unit.h"

#include "base/file.h"
#include "compiled.h"

struct fixture {
	struct arena *a;
	const struct pack *p;
};

static int set_up(void **state)
{
	static struct fixture f;
	struct compiled c;
	const char *text;

	f.a = arena_new("test_pack");
	text = invented(f.a);
	c = compiled(f.a, text, strlen(text));
	if (c.r < 0)
		fail_msg("%s", c.e.text);
	f.p = c.pack;
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(f->a);
	return 0;
}

static day_t day(const char *iso)
{
	day_t d = 0;

	assert_int_equal(day_parse(iso, strlen(iso), &d, NULL), 0);
	return d;
}

static const struct rule *rule(const struct pack *p, const char *id, enum rule_kind kind)
{
	const struct rule *r = pack_rule(p, id);

	assert_non_null(r);
	assert_int_equal(r->kind, kind);
	return r;
}

static const struct fact_rule *fact(const struct pack *p, const char *key, enum fact_kind kind)
{
	const struct fact_rule *f = pack_fact(p, key);

	assert_non_null(f);
	assert_int_equal(f->kind, kind);
	assert_string_equal(f->key, key);
	return f;
}

static void assert_step(struct step s, enum step_unit unit, int n)
{
	assert_int_equal(s.unit, unit);
	assert_int_equal(s.n, n);
}

static void test_root(void **state)
{
	const struct pack *p = ((struct fixture *)*state)->p;

	assert_string_equal(p->code, "invented2");
	assert_string_equal(p->edition_text, "2026-05-31");
	assert_int_equal(p->edition, day("2026-05-31"));
	assert_false(p->is_world);
	assert_string_equal(p->sha256, ""); /* these bytes were not hashed */
	assert_int_equal(p->statuses_n, 2);
	assert_string_equal(p->status[1], "observer");
	assert_int_equal(p->also_n, 2);
	assert_string_equal(p->also[0], "COK");
	assert_int_equal(p->except_n, 1);
	assert_string_equal(p->except[0], "VAT");
	assert_int_equal(p->conditions_n, 2);
	assert_string_equal(p->condition[0], "stockpile");
	assert_int_equal(p->letter_days, 400);
	assert_string_equal(p->verb_signatory, "approve");
	assert_string_equal(p->verb_open, "sign");
	assert_string_equal(p->verb_closed, "accede");
	assert_string_equal(p->verb_withdrawn, "accept");
}

static void test_labels_fall_back(void **state)
{
	const struct pack *p = ((struct fixture *)*state)->p;
	static struct label swiss[] = {{"en", "x"}, {"de-CH", "y"}, {"de", "z"}};
	const struct labels l = {3, swiss};

	assert_string_equal(label_in(&p->label, "fr"), "Convention inventée");
	assert_string_equal(label_in(&p->label, "fr-CA"), "Convention inventée");
	assert_string_equal(label_in(&p->label, "ar"), "Invented Convention");
	assert_string_equal(label_in(&p->label, "zh-Hans"), "虚构公约");
	assert_string_equal(label_in(&p->label, "zh"), "Invented Convention");
	assert_string_equal(label_in(&p->label, "f"), "Invented Convention");
	assert_string_equal(label_in(&l, "de-CH"), "y");
	assert_string_equal(label_in(&l, "de-AT"), "z");
	assert_string_equal(label_in(&l, ""), "x");
}

static void test_terms(void **state)
{
	const struct terms *t = &((struct fixture *)*state)->p->terms;

	assert_true(t->has_signature && t->has_threshold && t->has_state_in_force && t->has_withdrawal);
	assert_int_equal(t->signature_opens, day("2001-03-01"));
	assert_int_equal(t->closes, CLOSES_ON_DAY);
	assert_int_equal(t->closes_on, day("2002-03-01"));
	assert_string_equal(t->signature_source, "Article 1");
	assert_int_equal(t->threshold, 7);
	for (int i = 0; i < ACT_KIND_COUNT; i++)
		assert_int_equal(t->threshold_kind[i], i == ACT_RATIFICATION || i == ACT_CONSENT_TO_BE_BOUND);
	assert_step(t->threshold_step, STEP_MONTHS, 3);
	assert_string_equal(t->threshold_source, "Article 2");
	assert_int_equal(t->state_step.unit, STEP_SAME_DAY);
	assert_true(t->between_with_treaty);
	assert_string_equal(t->state_source, "Article 3");
	assert_false(t->succession_effective);
	assert_step(t->withdrawal_step, STEP_YEARS, 1);
	assert_false(t->held_by_conflict);
	assert_string_equal(t->withdrawal_source, "Article 5");
}

/* The other words of the rules that stand once. */
static void test_terms_otherwise(void **state)
{
	static const struct {
		const char *from, *to;
		size_t at; /* of a bool that is then true */
	} row[] = {
		{"in-force: deposit", "in-force: effective", offsetof(struct terms, succession_effective)},
		{"held-by: none", "held-by: armed-conflict", offsetof(struct terms, held_by_conflict)},
	};
	struct arena *a = ((struct fixture *)*state)->a;
	unsigned line;

	for (size_t i = 0; i < COUNT(row); i++) {
		const char *text = with(a, invented(a), row[i].from, row[i].to, &line);
		struct compiled c = compiled(a, text, strlen(text));

		assert_int_equal(c.r, 0);
		assert_true(*(const bool *)((const char *)&c.pack->terms + row[i].at));
	}
	const char *never = with(a, invented(a), "closes: 2002-03-01", "closes: never", &line);
	const char *eif = with(a, invented(a), "closes: 2002-03-01", "closes: entry-into-force", &line);
	const char *own = with(a, invented(a), "between: with-the-treaty", "between: own", &line);

	assert_int_equal(compiled(a, never, strlen(never)).pack->terms.closes, CLOSES_NEVER);
	assert_int_equal(compiled(a, eif, strlen(eif)).pack->terms.closes, CLOSES_ENTRY_INTO_FORCE);
	assert_false(compiled(a, own, strlen(own)).pack->terms.between_with_treaty);
}

static void test_offset(void **state)
{
	const struct pack *p = ((struct fixture *)*state)->p;
	const struct rule *plan = rule(p, "plan", RULE_OFFSET),
			  *first = rule(p, "reports.first", RULE_OFFSET);

	assert_string_equal(label_in(&plan->label, "en"), "Plan");
	assert_string_equal(plan->source, "Article 7");
	assert_step(plan->step, STEP_FIRST_OF_MONTH, 2);
	assert_true(plan->minus_one_day);
	assert_int_equal(plan->founders, day("2003-12-23"));
	assert_string_equal(plan->condition, "stockpile");
	assert_true(plan->met);
	assert_int_equal(plan->met_by, ACT_OBLIGATION_COMPLETED);
	assert_null(plan->met_report);
	assert_true(plan->has_extension);
	assert_step(plan->extension_at_most, STEP_MONTHS, 18);
	assert_string_equal(plan->extension_request, "asking");
	assert_true(plan->extension_renewable);

	assert_step(first->step, STEP_DAYS, 36500);
	assert_false(first->minus_one_day);
	assert_int_equal(first->founders, DAY_NONE_LOW);
	assert_null(first->condition);
	assert_false(first->has_extension);
	assert_int_equal(first->met_by, ACT_REPORT_RECEIVED);
	assert_string_equal(first->met_report, "initial");
	assert_true(first->line > plan->line);
}

static void test_annual(void **state)
{
	const struct pack *p = ((struct fixture *)*state)->p;
	const struct rule *r = rule(p, "reports.annual", RULE_ANNUAL),
			  *o = rule(p, "reports.other", RULE_ANNUAL);

	assert_int_equal(r->due_month, 5);
	assert_int_equal(r->due_day, 31);
	assert_true(r->initial_absorbs);
	assert_string_equal(r->initial, "reports.first");
	assert_string_equal(r->condition, "victims");
	assert_int_equal(r->founders, DAY_NONE_LOW);
	assert_false(o->initial_absorbs);
	assert_null(o->initial);
	assert_null(o->met_report);
	assert_int_equal(o->due_month, 2);
	assert_int_equal(o->due_day, 28);
}

static void test_other_rules(void **state)
{
	const struct pack *p = ((struct fixture *)*state)->p;
	const struct rule *d = rule(p, "destruction", RULE_DEADLINE_SET), *w = rule(p, "answer", RULE_WINDOW);
	const struct rule *m = rule(p, "meetings", RULE_RECURRENCE), *v = rule(p, "reviews", RULE_RECURRENCE);
	const struct rule *b = rule(p, "asking", RULE_BEFORE), *c = &p->rule[p->rules_n - 1];

	assert_string_equal(d->condition, "stockpile");
	assert_step(d->extension_at_most, STEP_YEARS, 2);
	assert_false(d->extension_renewable);
	assert_int_equal(w->opened_by, ACT_CLARIFICATION_REQUESTED);
	assert_step(w->step, STEP_DAYS, 28);
	assert_int_equal(w->met_by, ACT_COMMUNICATION_NOTED);
	assert_string_equal(m->meeting, "assembly");
	assert_step(m->step, STEP_YEARS, 1);
	assert_true(m->has_every);
	assert_step(m->every, STEP_YEARS, 2);
	assert_string_equal(m->until, "review-conference");
	assert_false(m->met);
	assert_false(v->has_every);
	assert_null(v->until);
	assert_step(b->step, STEP_MONTHS, 9);
	assert_int_equal(c->kind, RULE_CONDITION);
	assert_null(c->id);
	assert_string_equal(c->condition, "victims");
	assert_string_equal(label_in(&c->label, "en"), "Has victims");
	assert_null(pack_rule(p, "nosuch"));
	for (int i = 0; i < RULE_KIND_COUNT; i++)
		assert_non_null(rule_names[i]);
	assert_null(rule_names[RULE_KIND_COUNT]);
}

static void test_facts(void **state)
{
	const struct pack *p = ((struct fixture *)*state)->p;
	const struct fact_rule *f = fact(p, "parties", FACT_COUNT_OF);

	assert_int_equal(f->of, PRED_DEPOSITED);
	assert_int_equal(f->argument, ARG_NONE);
	assert_null(f->what);
	f = fact(p, "not_party.share", FACT_PERCENT);
	assert_int_equal(f->of, PRED_NOT_PARTY);
	assert_int_equal(f->among, PRED_STATE);
	fact(p, "in_force.on", FACT_IN_FORCE_ON);
	fact(p, "years", FACT_YEARS);
	fact(p, "anniversary", FACT_ANNIVERSARY);
	f = fact(p, "latest", FACT_LATEST);
	assert_int_equal(f->of, PRED_DEPOSITED);
	assert_string_equal(f->what, "states");
	f = fact(p, "first.due", FACT_DUE);
	assert_string_equal(p->rule[f->obligation].id, "reports.first");
	assert_int_equal(f->argument, ARG_NONE);
	f = fact(p, "annual.outstanding", FACT_OUTSTANDING);
	assert_string_equal(p->rule[f->obligation].id, "reports.annual");
	assert_int_equal(f->argument, ARG_YEAR);
	f = fact(p, "destruction.completed", FACT_COMPLETED);
	assert_string_equal(p->rule[f->obligation].id, "destruction");
	assert_string_equal(f->figure, "destruction.done");
	f = fact(p, "casualties", FACT_PUBLISHED);
	assert_string_equal(f->figure, "casualties.all");
	f = fact(p, "next", FACT_MEETING);
	assert_int_equal(f->types_n, 2);
	assert_string_equal(f->types[0], "assembly");
	assert_string_equal(f->what, "opens");
	f = fact(p, "asking.closes", FACT_REQUEST_CLOSES);
	assert_string_equal(p->rule[f->obligation].id, "asking");
	assert_int_equal(f->argument, ARG_MEETING);
	f = fact(p, "votes.yes", FACT_VOTE);
	assert_string_equal(f->series, "invented");
	assert_string_equal(f->what, "yes");
	f = fact(p, "standing", FACT_STATE);
	assert_string_equal(f->what, "standing");
	assert_int_equal(f->argument, ARG_STATE);
	assert_string_equal(label_in(&f->label, "en"), "Standing");
	f = fact(p, "held", FACT_HELD);
	assert_string_equal(f->types[0], "committee");
	assert_string_equal(f->since[0], "assembly");
	f = fact(p, "last.year", FACT_ANNUAL);
	assert_string_equal(p->rule[f->obligation].id, "reports.annual");
	f = fact(p, "destruction.by", FACT_DEADLINE);
	assert_int_equal(f->argument, ARG_STATE);
	fact(p, "agenda", FACT_AGENDA);
	f = fact(p, "papers", FACT_DOCUMENTS);
	assert_string_equal(f->what, "issued");
	f = fact(p, "message", FACT_COMMUNICATION);
	assert_string_equal(f->matter, "papers");
	f = fact(p, "seminar", FACT_EVENT);
	assert_string_equal(f->types[0], "seminar");
	assert_int_equal(p->facts_n, FACT_KIND_COUNT); /* one of each kind */
	assert_null(pack_fact(p, "nosuch"));
	for (int i = 0; i < PRED_COUNT; i++)
		assert_non_null(predicate_names[i]);
	assert_null(predicate_names[PRED_COUNT]);
}

static void test_steps(void **state)
{
	static const struct {
		const char *text;
		bool good;
		enum step_unit unit;
		int n;
	} row[] = {
		{"{days: 0}", true, STEP_DAYS, 0},
		{"{days: 36500}", true, STEP_DAYS, 36500},
		{"{days: 36501}", false, 0, 0},
		{"{days: -1}", false, 0, 0},
		{"{days: 010}", false, 0, 0},
		{"{days: \"10\"}", false, 0, 0},
		{"{days: 1.0}", false, 0, 0},
		{"{days: }", false, 0, 0},
		{"{months: 1200}", true, STEP_MONTHS, 1200},
		{"{months: 1201}", false, 0, 0},
		{"{years: 100}", true, STEP_YEARS, 100},
		{"{years: 101}", false, 0, 0},
		{"{first-of-month: 1200}", true, STEP_FIRST_OF_MONTH, 1200},
		{"{first-of-month: 1201}", false, 0, 0},
		{"{same-day: yes}", true, STEP_SAME_DAY, 0},
		{"{same-day: no}", false, 0, 0},
		{"{weeks: 3}", false, 0, 0},
		{"{days: 1, months: 1}", false, 0, 0},
		{"{}", false, 0, 0},
		{"[days, 1]", false, 0, 0},
		{"28", false, 0, 0},
	};
	struct arena *a = ((struct fixture *)*state)->a;
	unsigned line;

	for (size_t i = 0; i < COUNT(row); i++) {
		const char *text = with(a, invented(a), "{days: 28}", row[i].text, &line);
		struct compiled c = compiled(a, text, strlen(text));

		if ((c.r == 0) != row[i].good)
			fail_msg("%s: %s", row[i].text, c.r == 0 ? "read" : c.e.text);
		if (row[i].good)
			assert_step(pack_rule(c.pack, "answer")->step, row[i].unit, row[i].n);
		else
			assert_true(mistaken(&c, line, line, ""));
	}
}

/* SHA-256 over 6:a/b.cd,3:x\0y, and 9:pack.yaml,2:p\n, reckoned outside of the program. */
static void test_hash(void **state)
{
	struct pack_file file[] = {{"a/b.cd", "x\0y", 3}, {"pack.yaml", "p\n", 2}};
	struct pack_bytes b = {.n = 2, .file = file}, empty = {0}, moved;
	struct pack_file other[] = {{"a/b.c", "dx\0y", 4}, {"pack.yaml", "p\n", 2}};

	(void)state;
	pack_hash(&b);
	assert_string_equal(b.sha256, "abfcac7311c10be8c096f2e1a8801356d52ff474d6783c0ab747fa03923f396b");
	pack_hash(&empty);
	assert_string_equal(empty.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	moved = (struct pack_bytes){.n = 2, .file = other};
	pack_hash(&moved);
	assert_string_not_equal(moved.sha256, b.sha256);
}

static void test_read_dir(void **state)
{
	struct arena *a = ((struct fixture *)*state)->a;
	struct pack_bytes b, again;
	struct err e;
	char sha256[65];

	assert_int_equal(pack_read_dir(a, INVENTED_DIR "//", &b, &e), 0);
	assert_int_equal(pack_read_dir(a, INVENTED_DIR, &again, &e), 0);
	assert_string_equal(b.dir, INVENTED_DIR);
	assert_int_equal(b.n, 1);
	assert_string_equal(b.file[0].path, "pack.yaml");
	assert_string_equal(b.sha256, again.sha256);
	memcpy(sha256, b.sha256, sizeof sha256);
	pack_hash(&b);
	assert_string_equal(b.sha256, sha256);
	assert_ptr_equal(pack_find(&b, "pack.yaml"), &b.file[0]);
	assert_null(pack_find(&b, "acts/x.csv"));
	assert_int_equal(pack_read_dir(a, INVENTED_DIR "/nosuch", &b, &e), ERR_NOTFOUND);
}

/* All files together have a limit. */
static void test_too_many_bytes(void **state)
{
	struct arena *a = ((struct fixture *)*state)->a;
	char dir[] = "/tmp/test_pack.XXXXXX";
	struct pack_bytes b;
	struct err e;

	assert_non_null(mkdtemp(dir));
	const char *large = arena_printf(a, "%s/a", dir), *small = arena_printf(a, "%s/b", dir);

	assert_int_equal(file_write(large, "", 0, &e), 0);
	assert_int_equal(truncate(large, PACK_BYTES_MAX), 0); /* takes no room on the disk */
	assert_int_equal(pack_read_dir(a, dir, &b, &e), 0);
	assert_int_equal(file_write(small, "x", 1, &e), 0);
	assert_int_equal(pack_read_dir(a, dir, &b, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "33554432 bytes together"));
	assert_int_equal(unlink(large) | unlink(small) | rmdir(dir), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_root),
		cmocka_unit_test(test_labels_fall_back),
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_terms_otherwise),
		cmocka_unit_test(test_offset),
		cmocka_unit_test(test_annual),
		cmocka_unit_test(test_other_rules),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_read_dir),
		cmocka_unit_test(test_too_many_bytes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
