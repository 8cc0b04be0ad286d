/* report add, list, show: what a State hands in, also when it comes by other ways than its office. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "offices/packs/packs.h"
#include "offices/state_office/hand_in.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define YEAR_LEAST 1990
#define YEAR_MOST 2999

enum { ADD_STATE, ADD_REPORT, ADD_YEAR, ADD_TO };
const struct option_info report_add_options[] = {
	[ADD_STATE] = {"--state", "ISO3", "The State whose report it is"},
	[ADD_REPORT] = {"--report", "ID", "Which obligation it is to meet, such as reports.annual"},
	[ADD_YEAR] = {"--year", "YEAR", "For which year"},
	[ADD_TO] = {"--to", "MAIL", "Where the receipt goes, and answers to the forwarding"},
	{0},
};
enum { LIST_STATE };
const struct option_info report_list_options[] = {
	[LIST_STATE] = {"--state", "ISO3", "One State alone"},
	{0},
};
enum { SHOW_OUT, SHOW_RECEIPT };
const struct option_info report_show_options[] = {
	[SHOW_OUT] = {"--out", "FILE", "Write the report there"},
	[SHOW_RECEIPT] = {"--receipt", "FILE", "Write the receipt there"},
	{0},
};

struct opened {
	struct book book;
	const struct pack *pack;
	struct reg reg;
	struct house house;
};

static int open_all(struct run *r, struct opened *o, struct err *e)
{
	int rc = book_open(r, &o->book, e);

	if (rc == 0)
		rc = book_treaty(r, &o->book, &o->pack, e);
	if (rc == 0)
		rc = house_open(r, o->book.db, NULL, &o->house, e);
	if (rc == 0)
		book_reg(&o->book, o->pack, &o->reg);
	return rc;
}

static const char *option(const struct run *r, int i)
{
	return r->option[i] ? r->option[i] : "";
}

static int add_check(struct run *r, const struct opened *o, struct hand_in *in, struct err *e)
{
	const char *id = option(r, ADD_REPORT);
	int64_t year = 0;
	int rc = run_option_int(r, ADD_YEAR, YEAR_LEAST, YEAR_MOST, 0, &year, e);

	in->iso3 = option(r, ADD_STATE);
	in->state = text_is_iso3(in->iso3) ? journal_word(o->reg.journal, in->iso3) : 0;
	if (rc == 0 && (!in->state || !reg_state_known(&o->reg, in->state)))
		return err_set(
			e, ERR_USAGE, "--state: say whose report it is, by the code of its State: LAO");
	in->rule = *id ? pack_rule(o->pack, id) : NULL;
	if (rc == 0 && *id && !(in->rule && in->rule->met && in->rule->met_report))
		return err_set(e, ERR_USAGE,
			"--report %s: no report of this treaty; paraph due --state %s names them", id,
			in->iso3);
	in->year = (int)year;
	return rc;
}

int report_add_cmd(struct run *r, struct err *e)
{
	const char *slash = strrchr(r->argv[0], '/');
	struct hand_in in = {.name = slash ? slash + 1 : r->argv[0], .mail = option(r, ADD_TO)};
	struct report_file f = {.reference = ""};
	struct lang *forms = NULL;
	struct opened o;
	struct person who = {.id = ""};
	char *data = NULL;
	int rc = open_all(r, &o, e);

	if (rc == 0)
		rc = add_check(r, &o, &in, e);
	if (rc == 0)
		rc = house_actor(r, o.book.db, &o.house, &who, e);
	if (rc == 0)
		rc = house_may(o.book.db, &o.house, who.id, ROLE_DRAFTER, r->today, e);
	if (rc == 0)
		rc = lang_open(r->arena, "en", &forms, e);
	if (rc == 0)
		rc = file_read(r->arena, r->argv[0], REPORT_BYTES_MAX, &data, &in.len, e);
	if (rc < 0)
		return rc;
	in.house = &o.house;
	in.reg = &o.reg;
	in.data = data;
	in.by = who.id;
	in.words = words_all[0];
	in.forms = forms;
	rc = hand_in(r, o.book.db, &in, &f, e);
	if (rc == 0)
		fprintf(r->out, "%s\n", f.reference);
	return rc == ERR_INVALID || rc == ERR_LIMIT ? err_ctx(e, "%s", r->argv[0]) : rc;
}

int report_list_cmd(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"reference", "Reference", false, false},
		{"state", "State", false, false},
		{"report", "Report", false, false},
		{"year", "Year", true, false},
		{"came", "Handed in", false, false},
		{"forwarded", "Forwarded", false, false},
		{"address", "To", false, false},
		{"sha256", "SHA-256", false, false},
	};
	struct report_file *all = NULL;
	struct table *t;
	struct opened o;
	size_t n = 0;
	char at[25];
	int rc = open_all(r, &o, e);

	if (rc == 0)
		rc = report_files(r, o.book.db, &o.house, o.pack->code, option(r, LIST_STATE), &all, &n, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct forwarding w;

		rc = report_forwarding(r, o.book.db, &o.house, &all[i], &w, e);
		if (rc == 0)
			table_row(t,
				(const char *const[]){all[i].reference, all[i].iso3, all[i].report,
					all[i].year ? arena_printf(r->arena, "%d", all[i].year) : "",
					instant_format(all[i].came_ms, at), forwarded_names[w.how],
					all[i].address, all[i].sha256});
	}
	return rc < 0 ? rc : table_end(t, e);
}

static int write_file(struct run *r, struct db *db, int which, const char *sha256, struct err *e)
{
	struct file_bytes f = {.media = ""};
	int rc = r->option[which] ? store_file_get(db, r->arena, sha256, &f, e) : 0;

	return rc == 0 && r->option[which] ? file_write(r->option[which], f.data, f.len, e) : rc;
}

int report_show_cmd(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"key", "Key", false, false}, {"value", "Value", false, false}};
	struct report_file f = {.reference = ""};
	struct forwarding w = {FORWARD_NONE, 0};
	struct opened o;
	struct table *t;
	char at[25];
	int rc = open_all(r, &o, e);

	if (rc == 0)
		rc = report_file_get(r, o.book.db, &o.house, o.pack->code, "", r->argv[0], &f, e);
	if (rc == 0)
		rc = report_forwarding(r, o.book.db, &o.house, &f, &w, e);
	if (rc != 0)
		return rc;
	const char *const row[][2] = {{"reference", f.reference}, {"state", f.iso3}, {"report", f.report},
		{"year", f.year ? arena_printf(r->arena, "%d", f.year) : ""},
		{"came", instant_format(f.came_ms, at)}, {"name", f.name}, {"media", f.media},
		{"bytes", arena_printf(r->arena, "%lld", (long long)f.bytes)}, {"sha256", f.sha256},
		{"receipt", f.receipt}, {"incoming", f.incoming}, {"address", f.address},
		{"forwarded", forwarded_names[w.how]}};

	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < COUNT(row); i++)
		if (*row[i][1])
			table_row(t, row[i]);
	rc = table_end(t, e);
	if (rc == 0)
		rc = write_file(r, o.book.db, SHOW_OUT, f.sha256, e);
	return rc == 0 ? write_file(r, o.book.db, SHOW_RECEIPT, f.receipt, e) : rc;
}
