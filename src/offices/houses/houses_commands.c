/* house add, list, show, grant, revoke; person add, list, end, erase. */
#include <string.h>

#include "acts/act.h"
#include "base/text.h"
#include "houses_sql.h"
#include "offices/houses/keep.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define NAME_BYTES_MAX 200u

static int db_of(struct run *r, struct db **ret, struct err *e)
{
	return run_db(r, ret, e);
}

static int house_of(struct run *r, const char *code, struct db **ret_db, struct house *ret, struct err *e)
{
	int rc = db_of(r, ret_db, e);

	return rc < 0 ? rc : house_open(r, *ret_db, code, ret, e);
}

/* ---- house add, list, show ---- */

static int folder_read(struct run *r, const char *dir, struct house *ret, struct err *e)
{
	struct pack_bytes b;
	struct pack_mistake *m = NULL;
	size_t n = 0;
	int rc = pack_read_dir(r->arena, dir, &b, e);

	if (rc == 0)
		rc = house_compile(r->arena, &b, ret, &m, &n, e);
	for (size_t i = 0; i < n; i++)
		fprintf(r->err, "%s/%s:%u: %s\n", b.dir, m[i].path, m[i].line, m[i].text);
	return n ? err_set(e, ERR_INVALID, "mistakes: %zu; mend the lines named above", n) : rc;
}

static int add_run(struct run *r, struct err *e)
{
	struct house_kept *all = NULL;
	struct house h;
	struct db *db;
	size_t n = 0;
	const char *before = NULL;
	int rc = folder_read(r, r->argv[0], &h, e);

	if (rc == 0)
		rc = db_of(r, &db, e);
	if (rc == 0)
		rc = houses_all(r->arena, db, &all, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (strcmp(all[i].code, h.code) == 0)
			before = all[i].edition;
	if (rc == 0 && before && strcmp(before, h.edition) == 0) {
		fprintf(r->err, "house %s: this edition is on file; nothing to do\n", h.code);
		return 0;
	}
	if (rc == 0)
		rc = house_keep(db, &h, r->now_ms, e);
	if (rc == 0)
		fprintf(r->err, "house %s: %s %.16s...\n", h.code, before ? "new edition" : "added, edition",
			h.edition);
	return rc;
}

static int list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"house", "House", false, false},
		{"name", "Name", false, false},
		{"form", "Form", false, false},
		{"coalition", "Coalition", false, false},
		{"languages", "Languages", false, true},
		{"edition", "Edition", false, false},
	};
	struct house_kept *all = NULL;
	struct table *t;
	struct db *db;
	size_t n = 0;
	int rc = db_of(r, &db, e);

	if (rc == 0)
		rc = houses_all(r->arena, db, &all, &n, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const char *languages = "";
		struct house h;

		rc = house_edition(r, db, all[i].code, all[i].edition, &h, e);
		if (rc < 0)
			return rc;
		for (size_t k = 0; k < h.languages_n; k++)
			languages = arena_printf(r->arena, "%s%s%s", languages, k ? " " : "", h.language[k]);
		table_row(t,
			(const char *const[]){h.code, label_in(&h.name, "en"), house_form_names[h.form],
				h.coalition, languages,
				r->format == FORMAT_TABLE ? arena_strndup(r->arena, h.edition, 16)
							  : h.edition});
	}
	return table_end(t, e);
}

static const char *joined(struct arena *a, const struct house_lines *l)
{
	const char *all = "";

	for (size_t i = 0; i < l->n; i++)
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", l->line[i]);
	return all;
}

static void labels_rows(struct arena *a, struct table *t, const char *key, const struct labels *l)
{
	for (size_t i = 0; i < l->n; i++)
		table_row(t,
			(const char *const[]){
				arena_printf(a, "%s %s", key, l->label[i].lang), l->label[i].text});
}

static int show_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"key", "Key", false, false}, {"value", "Value", false, false}};
	struct arena *a = r->arena;
	struct house h;
	struct table *t;
	struct db *db;
	int rc = house_of(r, r->argv[0], &db, &h, e);

	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	const char *const rows[][2] = {{"house", h.code}, {"form", house_form_names[h.form]},
		{"edition", h.edition}, {"coalition", h.coalition}, {"mail", h.mail},
		{"telephone", h.telephone}, {"web", h.web}, {"from", h.mail_from}, {"reply-to", h.mail_reply},
		{"verify-url", h.verify_url}, {"emblem", h.emblem.file}};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (*rows[i][1])
			table_row(t, rows[i]);
	labels_rows(a, t, "name", &h.name);
	labels_rows(a, t, "place", &h.place);
	for (size_t i = 0; i < h.addresses_n; i++)
		table_row(t,
			(const char *const[]){
				arena_printf(a, "address %s", h.address[i].lang), joined(a, &h.address[i])});
	for (size_t i = 0; i < h.marks_n; i++)
		table_row(t, (const char *const[]){"mark", h.mark[i].file});
	for (size_t i = 0; i < h.series_n; i++)
		table_row(t,
			(const char *const[]){
				arena_printf(a, "series %s", h.series[i].id), h.series[i].pattern});
	for (size_t i = 0; i < h.clearance_n; i++)
		table_row(t,
			(const char *const[]){"clearance",
				arena_printf(a, "%s: %d", h.clearance[i].role, h.clearance[i].persons)});
	labels_rows(a, t, "signs as", &h.signs_title);
	for (size_t i = 0; i < h.audiences_n; i++)
		table_row(t, (const char *const[]){"audience", h.audience[i].id});
	return table_end(t, e);
}

/* ---- grant, revoke ---- */

enum { GRANT_PERSON, GRANT_ROLE, GRANT_FROM, GRANT_TO };
static const struct option_info grant_options[] = {
	{"--person", "ID", "Who"},
	{"--role", "ROLE", "drafter, signatory, sender, observer, or a role of the house's clearance rule"},
	{"--from", "DATE", "First day (when not given: today)"},
	{"--to", "DATE", "Last day (when not given: until revoked)"},
	{0},
};
static const struct option_info revoke_options[] = {
	{"--person", "ID", "Who"},
	{"--role", "ROLE", "Which role"},
	{0},
};

/* A day given as an option, `otherwise` where it is not. */
static int day_option(struct run *r, int option, day_t otherwise, day_t *ret, struct err *e)
{
	const char *text = r->option[option];

	*ret = otherwise;
	if (text && day_parse(text, strlen(text), ret, e) < 0) {
		err_ctx(e, "%s", r->command->options[option].name);
		return e->code = ERR_USAGE;
	}
	return 0;
}

static int grant_open(
	struct run *r, struct db **db, struct house *h, struct person *who, struct person *by, struct err *e)
{
	int rc;

	if (!r->option[GRANT_PERSON] || !r->option[GRANT_ROLE])
		return err_set(e, ERR_USAGE, "say who and what: --person ID --role ROLE");
	rc = house_of(r, r->argv[0], db, h, e);
	if (rc == 0)
		rc = person_get(r->arena, *db, h, r->option[GRANT_PERSON], who, e);
	if (rc == 0)
		rc = house_role_check(r->arena, h, r->option[GRANT_ROLE], e);
	*by = (struct person){"", "", "", ""};
	if (rc == 0 && r->actor)
		rc = person_get(r->arena, *db, h, r->actor, by, e);
	return rc;
}

static int grant_run(struct run *r, struct err *e)
{
	struct person who = {"", "", "", ""}, by = who;
	struct house h;
	struct db *db;
	char from_day[11] = "", to_day[11] = "";
	day_t from = r->today, to = DAY_NONE_HIGH;
	int rc = grant_open(r, &db, &h, &who, &by, e);

	if (rc == 0)
		rc = day_option(r, GRANT_FROM, r->today, &from, e);
	if (rc == 0)
		rc = day_option(r, GRANT_TO, DAY_NONE_HIGH, &to, e);
	if (rc == 0 && to < from)
		rc = err_set(e, ERR_USAGE, "--to: before the first day; mend one of them");
	if (rc < 0)
		return rc;
	rc = role_add_run(db,
		&(struct role_add_in){h.code, who.id, r->option[GRANT_ROLE], day_format(from, from_day),
			day_format(to, to_day), by.id, r->now_ms},
		e);
	if (rc == ERR_CONFLICT)
		return err_set(e, ERR_CONFLICT, "%s has the role %s from %s already; nothing changed", who.id,
			r->option[GRANT_ROLE], from_day);
	if (rc == 0)
		fprintf(r->err, "%s is %s of house %s from %s%s%s\n", who.id, r->option[GRANT_ROLE], h.code,
			from_day, *to_day ? " to " : "", to_day);
	return rc;
}

static int revoke_run(struct run *r, struct err *e)
{
	struct person who = {"", "", "", ""}, by = who;
	struct house h;
	struct db *db;
	char day[11];
	int rc = grant_open(r, &db, &h, &who, &by, e);

	if (rc < 0)
		return rc;
	day_format(r->on, day);
	return role_end_run(db, &(struct role_end_in){h.code, who.id, r->option[GRANT_ROLE], day}, e);
}

/* ---- persons ---- */

enum { PERSON_NAME, PERSON_MAIL, PERSON_NOTE };
static const struct option_info person_options[] = {
	{"--name", "TEXT", "As the house shows it"},
	{"--mail", "ADDRESS", "For notices"},
	{"--note", "TEXT", "The house's own words"},
	{0},
};

static int line_check(const char *option, const char *text, struct err *e)
{
	if (text &&
		(!*text || strlen(text) > NAME_BYTES_MAX || text_check(text, strlen(text), NULL) < 0 ||
			strpbrk(text, "\n\t")))
		return err_set(
			e, ERR_USAGE, "%s: one line of text, at most %u bytes", option, NAME_BYTES_MAX);
	return 0;
}

static int person_add(struct run *r, struct err *e)
{
	struct house h;
	struct db *db;
	const char *id = NULL;
	int rc = 0;

	if (!r->option[PERSON_NAME])
		rc = err_set(e, ERR_USAGE, "say the name: --name TEXT");
	for (int i = 0; rc == 0 && i <= PERSON_NOTE; i++)
		rc = line_check(person_options[i].name, r->option[i], e);
	if (rc == 0)
		rc = house_of(r, NULL, &db, &h, e);
	if (rc == 0)
		rc = person_new(r, db, &h, r->option[PERSON_NAME],
			r->option[PERSON_MAIL] ? r->option[PERSON_MAIL] : "",
			r->option[PERSON_NOTE] ? r->option[PERSON_NOTE] : "", &id, e);
	if (rc == 0)
		fprintf(r->out, "%s\n", id);
	return rc;
}

/* What a person may do on a day, as words. */
static int roles_of(struct run *r, struct db *db, const struct house *h, const char *person, const char **ret,
	struct err *e)
{
	struct role_list_row row;
	struct db_stmt *st;
	const char *all = "";
	char day[11];
	int rc = role_list_start(db, &(struct role_list_in){h->code}, &st, e);

	if (rc < 0)
		return rc;
	day_format(r->on, day);
	for (rc = role_list_step(st, &row, e); rc == DB_ROW; rc = role_list_step(st, &row, e))
		if (strcmp(row.person, person) == 0 && strcmp(row.from_day, day) <= 0 &&
			(!*row.to_day || strcmp(row.to_day, day) >= 0))
			all = arena_printf(r->arena, "%s%s%s", all, *all ? " " : "", row.role);
	db_finish(st);
	*ret = all;
	return rc < 0 ? rc : 0;
}

static int person_rows(struct run *r, struct db *db, const struct house *h, struct person **ret,
	size_t *ret_n, struct err *e)
{
	struct person_list_row row;
	struct person *all = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int rc = person_list_start(db, &(struct person_list_in){h->code}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = person_list_step(st, &row, e); rc == DB_ROW; rc = person_list_step(st, &row, e)) {
		GROW(r->arena, all, n, cap);
		all[n++] = (struct person){arena_strdup(r->arena, row.id),
			arena_strdup(r->arena, row.gone_ms ? "(forgotten)" : row.name),
			arena_strdup(r->arena, row.mail), arena_strdup(r->arena, row.end_day)};
	}
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return rc < 0 ? rc : 0;
}

static int person_list(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"person", "Person", false, false},
		{"name", "Name", false, false},
		{"mail", "Mail", false, false},
		{"roles", "Roles", false, true},
		{"end", "Last day", false, false},
	};
	struct person *all = NULL;
	struct house h;
	struct table *t;
	struct db *db;
	size_t n = 0;
	int rc = house_of(r, NULL, &db, &h, e);

	if (rc == 0)
		rc = person_rows(r, db, &h, &all, &n, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const char *roles = "";

		rc = roles_of(r, db, &h, all[i].id, &roles, e);
		if (rc < 0)
			return rc;
		table_row(
			t, (const char *const[]){all[i].id, all[i].name, all[i].mail, roles, all[i].end_day});
	}
	return table_end(t, e);
}

/* The person whom a command names, and their house. */
static int person_of(struct run *r, struct db **ret_db, struct house *ret, struct person *who, struct err *e)
{
	int rc = house_of(r, NULL, ret_db, ret, e);

	return rc < 0 ? rc : person_get(r->arena, *ret_db, ret, r->argv[0], who, e);
}

static int person_end(struct run *r, struct err *e)
{
	struct person who;
	struct house h;
	struct db *db;
	char day[11];
	int rc = person_of(r, &db, &h, &who, e);

	return rc < 0
		? rc
		: person_end_run(db, &(struct person_end_in){h.code, who.id, day_format(r->on, day)}, e);
}

static int person_erase(struct run *r, struct err *e)
{
	struct person who;
	struct house h;
	struct db *db;
	char day[11];
	int rc = person_of(r, &db, &h, &who, e);

	return rc < 0
		? rc
		: person_forget_run(db,
			  &(struct person_forget_in){h.code, who.id, day_format(r->today, day), r->now_ms},
			  e);
}

static const struct command commands[] = {
	{"house add", "DIR", "Take a house from its folder, or a newer edition of it",
		"Every mistake is named with file and line. Editions before are kept: a letter shows the\n"
		"house as it was on its day.",
		1, 1, NULL, add_run},
	{"house list", "", "The houses on file", NULL, 0, 0, NULL, list_run},
	{"house show", "CODE", "What a house is", NULL, 1, 1, NULL, show_run},
	{"house grant", "CODE", "Give a person a role in a house", NULL, 1, 1, grant_options, grant_run},
	{"house revoke", "CODE", "Take a role back; its last day is --on", NULL, 1, 1, revoke_options,
		revoke_run},
	{"person add", "", "Enter a person of the house; prints the id",
		"Acts and histories name the id alone, never the name.", 0, 0, person_options, person_add},
	{"person list", "", "Persons of the house, and their roles on --on", NULL, 0, 0, NULL, person_list},
	{"person end", "ID", "A person leaves the house; the last day is --on", NULL, 1, 1, NULL, person_end},
	{"person erase", "ID", "Forget name, address and note; what was done stays under the id", NULL, 1, 1,
		NULL, person_erase},
	{0},
};
const struct office houses_office = {.name = "houses", .commands = commands};
