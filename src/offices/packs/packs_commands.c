/* init, pack adopt, pack check, pack list. */
#include "offices/packs/packs.h"

#include "offices/packs/folder.h"

enum { INIT_PACK, INIT_BARE };
static const struct option_info init_options[] = {
	{"--pack", "CODE...", "A treaty to adopt: a folder of --packs, or any folder with a '/' in its name"},
	{"--bare", NULL, "Adopt the treaties without the acts that come with them"},
	{0},
};

/* A line for whoever waits at a terminal. */
static void progress(const struct run *r, const char *text, size_t n)
{
	if (isatty(fileno(r->err)))
		fprintf(r->err, "%s: %zu\n", text, n);
}

static int adoption_rows(struct run *r, const struct adoption *ad, size_t n, struct err *e)
{
	static const struct column columns[] = {
		{"pack", "Pack", false, false},
		{"edition", "Edition", false, false},
		{"acts", "Acts recorded", true, false},
		{"recorded", "Recorded", false, false},
		{"sha256", "SHA-256", false, false},
	};
	struct table *t = table_new(r, columns, sizeof columns / sizeof columns[0]);
	char recorded[25];

	for (size_t i = 0; i < n; i++) {
		const struct pack *p = ad[i].folder->pack;
		table_row(t,
			(const char *const[]){p->code, p->edition_text,
				arena_printf(r->arena, "%zu", ad[i].acts_n),
				instant_format(ad[i].recorded_ms, recorded), ad[i].folder->bytes.sha256});
	}
	return table_end(t, e);
}

static bool among(const struct folder *f, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(f[i].pack->code, code) == 0)
			return true;
	return false;
}

static int init_run(struct run *r, struct err *e)
{
	struct folder *folder = NEW_ARRAY(r->arena, struct folder, r->given_n + 1);
	struct adoption *done = NEW_ARRAY(r->arena, struct adoption, r->given_n + 1);
	size_t n = 1, pos = 0, acts = 0;
	int rc = book_writable(r, e);

	if (rc == 0 && !r->option[INIT_PACK])
		rc = err_set(e, ERR_USAGE, "init: say which treaty, such as --pack ccm");
	if (rc == 0)
		rc = folder_read(r, "world", &folder[0], e);
	for (const char *code; rc == 0 && (code = run_option_each(r, INIT_PACK, &pos));) {
		rc = folder_read(r, code, &folder[n], e);
		if (rc == 0 && !among(folder, n, folder[n].pack->code))
			n++;
	}
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		acts += folder[i].acts_n;
	progress(r, "acts to record", acts);
	rc = packs_init(r, folder, n, r->option[INIT_BARE] != NULL, done, e);
	return rc < 0 ? rc : adoption_rows(r, done, n, e);
}

static int adopt_run(struct run *r, struct err *e)
{
	struct folder f;
	struct adoption done;
	struct trial *t;
	size_t different = 0;
	int rc = folder_read(r, r->argv[0], &f, e);

	if (rc < 0)
		return rc;
	progress(r, "acts to hold against what is on file", f.acts_n);
	rc = packs_adopt(r, &f, &done, &t, e);
	if (rc == 0)
		rc = book_report(r, f.acts, NULL, t, f.acts_n, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < f.acts_n; i++)
		different += t[i].outcome == OUTCOME_DIFFERENT;
	fprintf(r->err, "pack %s, edition %s: %s; %zu acts recorded", f.pack->code, f.pack->edition_text,
		done.recorded_ms == INT64_MAX ? "in force already" : "adopted", done.acts_n);
	if (different)
		fprintf(r->err,
			"; %zu differ from what is on file and were left (paraph act correct mends them)",
			different);
	fputc('\n', r->err);
	return 0;
}

static int check_run(struct run *r, struct err *e)
{
	struct folder f;
	int rc = folder_check(r, r->argv[0], &f, e);

	if (rc < 0)
		return rc;
	fprintf(r->out, "ok: %zu rules, %zu facts, %zu acts\n", f.pack->rules_n, f.pack->facts_n, f.acts_n);
	return 0;
}

/* One row a pack: in the folder, adopted, or both. */
static void list_row(
	struct run *r, struct table *t, const char *code, const struct pack *there, const struct pack *p)
{
	const struct pack *said = there ? there : p;

	table_row(t,
		(const char *const[]){
			code,
			p ? p->edition_text : "",
			there ? there->edition_text : "",
			said ? arena_printf(r->arena, "%zu", said->rules_n) : "",
			said ? arena_printf(r->arena, "%zu", said->facts_n) : "",
			said ? label_in(&said->label, "en") : "it has mistakes: paraph pack check",
		});
}

static int list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"pack", "Pack", false, false},
		{"adopted", "Edition in force", false, false},
		{"there", "Edition in the folder", false, false},
		{"rules", "Rules", true, false},
		{"facts", "Facts", true, false},
		{"label", "Title", false, false},
	};
	struct book b = {0};
	struct folder *f;
	struct table *t;
	struct err other;
	char **codes = NULL;
	size_t n = 0;
	int rc = book_open(r, &b, e);

	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (r->packs_dir && folder_codes(r, &codes, &n, e) < 0)
		return e->code;
	f = NEW_ARRAY(r->arena, struct folder, n);
	t = table_new(r, columns, sizeof columns / sizeof columns[0]);
	for (size_t i = 0; i < n; i++) {
		bool good = folder_read(r, codes[i], &f[i], &other) == 0;
		list_row(r, t, codes[i], good ? f[i].pack : NULL, book_pack(&b, codes[i]));
	}
	for (size_t i = 0; i < b.n; i++) {
		bool in_folder = false;
		for (size_t k = 0; k < n; k++)
			in_folder |= strcmp(codes[k], b.pack[i]->code) == 0;
		if (!in_folder)
			list_row(r, t, b.pack[i]->code, NULL, b.pack[i]);
	}
	return table_end(t, e);
}

static const struct command commands[] = {
	{"init", "--pack CODE...", "Create the database, adopt the packs, record their acts",
		"The world (States, scales) comes first, then each treaty: --pack may be repeated.\n"
		"The acts of a pack are recorded as of the end of its edition's day.",
		0, 0, init_options, init_run},
	{"pack adopt", "CODE|DIR", "Adopt another treaty, or a newer edition of a pack",
		"Records what is new of its acts and shows it, with what differs from the acts on file.\n"
		"What was believed under the edition before stays as it was: see --known.",
		1, 1, NULL, adopt_run},
	{"pack check", "CODE|DIR", "Read a whole pack and name every mistake with file and line",
		"Holds its acts against the world of --packs too. Needs no database.", 1, 1, NULL, check_run},
	{"pack list", "", "Packs in the folder of packs, and the editions in force", NULL, 0, 0, NULL,
		list_run},
	{0},
};
const struct office packs_office = {.name = "packs", .commands = commands};
