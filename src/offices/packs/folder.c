/* Packs as they lie in folders. */
#include "offices/packs/folder.h"

#include <sys/stat.h>

#include "acts/payload.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/text.h"

struct mistakes {
	struct pack_mistake *list;
	size_t n;
};

static int folder_path(struct run *r, const char *code_or_dir, const char **ret, struct err *e)
{
	struct stat st;
	char **codes;
	size_t n;

	*ret = code_or_dir;
	if (strchr(code_or_dir, '/') || strcmp(code_or_dir, ".") == 0)
		return 0;
	if (folder_codes(r, &codes, &n, e) < 0)
		return e->code;
	*ret = arena_printf(r->arena, "%s/%s", r->packs_dir, code_or_dir);
	if (stat(*ret, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	const char *all = n ? codes[0] : "none";
	for (size_t i = 1; i < n; i++)
		all = arena_printf(r->arena, "%s, %s", all, codes[i]);
	return err_set(e, ERR_NOTFOUND,
		"no pack '%s' in %s (there: %s); name one of these, or a folder with a '/' in it",
		code_or_dir, r->packs_dir, all);
}

int folder_codes(struct run *r, char ***ret, size_t *ret_n, struct err *e)
{
	char **path, **codes = NULL;
	size_t n, codes_n = 0, cap = 0;
	int rc;

	if (!r->packs_dir)
		return err_set(e, ERR_NOTFOUND,
			"no folder of packs beside the program; say --packs DIR or set PARAPH_PACKS");
	rc = file_tree(r->arena, r->packs_dir, PACK_FILES_MAX, &path, &n, e);
	if (rc < 0)
		return err_ctx(e, "--packs");
	for (size_t i = 0; i < n; i++) {
		const char *slash = strchr(path[i], '/');
		if (!slash || strcmp(slash, "/pack.yaml") != 0)
			continue;
		GROW(r->arena, codes, codes_n, cap);
		codes[codes_n++] = arena_strndup(r->arena, path[i], (size_t)(slash - path[i]));
	}
	*ret = codes;
	*ret_n = codes_n;
	return 0;
}

/* Reads, compiles, reads the acts. */
static int load(struct run *r, const char *dir, struct folder *ret, struct mistakes *m, struct err *e)
{
	struct folder f = {.dir = dir};
	int rc = pack_read_dir(r->arena, dir, &f.bytes, e);

	if (rc == 0)
		rc = pack_compile(r->arena, &f.bytes, &f.pack, &m->list, &m->n, e);
	if (rc == 0)
		rc = pack_acts(r->arena, f.pack, &f.bytes, &f.acts, &f.acts_n, &m->list, &m->n, e);
	if (rc < 0)
		return rc;
	f.row = NEW_ARRAY(r->arena, unsigned, f.acts_n);
	for (size_t i = 0; i < f.acts_n; i++)
		f.row[i] = (unsigned)i;
	book_order(f.acts, f.row, f.acts_n);
	*ret = f;
	return 0;
}

int folder_read(struct run *r, const char *code_or_dir, struct folder *ret, struct err *e)
{
	struct mistakes m = {0};
	const char *dir;
	int rc = folder_path(r, code_or_dir, &dir, e);

	if (rc == 0)
		rc = load(r, dir, ret, &m, e);
	if (rc < 0 && m.n > 1)
		err_ctx(e, "%zu mistakes (paraph pack check %s lists them), the first", m.n, dir);
	return rc;
}

/* Where the acts stand: all rows of acts/ in the order of the files' names. */
struct place {
	const char *path;
	unsigned line;
};

static int places(struct run *r, const struct folder *f, struct place *ret, struct err *e)
{
	size_t at = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < f->bytes.n; i++) {
		const struct pack_file *file = &f->bytes.file[i];
		size_t len = strlen(file->path);
		struct csv csv;

		if (strncmp(file->path, "acts/", 5) != 0 || strcmp(file->path + len - 4, ".csv") != 0)
			continue;
		rc = csv_read(r->arena, file->path, file->data, file->len, &csv, e);
		for (size_t k = 0; rc == 0 && k < csv.rows && at < f->acts_n; k++)
			ret[at++] = (struct place){file->path, csv.row[k].line};
	}
	return rc;
}

/* ---- its `states` held against the acts of the world ---- */

#define STATUSES_MAX 32 /* different ones in the world: they are few */

static bool is_member(const struct draft *d)
{
	return strcmp(d->kind, act_kinds[ACT_STATE_JOINED].name) == 0 && payload_is(d->payload, "body", "UN");
}

/* The statuses that States of the world have; NULL ends. */
static const char **statuses_of(struct run *r, const struct folder *world)
{
	const char **all = NEW_ARRAY(r->arena, const char *, STATUSES_MAX + 1);
	size_t n = 0;

	for (size_t i = 0; i < world->acts_n && n < STATUSES_MAX; i++) {
		const char *status = is_member(&world->acts[i])
			? payload_text(r->arena, world->acts[i].payload, "status")
			: NULL;
		size_t k = 0;

		while (status && k < n && strcmp(all[k], status) != 0)
			k++;
		if (status && k == n)
			all[n++] = status;
	}
	return all;
}

static bool is_named(const struct folder *world, const char *iso3)
{
	for (size_t i = 0; i < world->acts_n; i++)
		if (strcmp(world->acts[i].kind, act_kinds[ACT_STATE_NAMED].name) == 0 &&
			strcmp(world->acts[i].subject, iso3) == 0)
			return true;
	return false;
}

static size_t statuses_wrong(struct run *r, const struct folder *f, const struct folder *world)
{
	const char **known = statuses_of(r, world), *all = "none";
	const struct pack *p = f->pack;
	size_t wrong = 0;

	for (size_t k = 0; known[k]; k++)
		all = arena_printf(r->arena, "%s%s%s", k ? all : "", k ? ", " : "", known[k]);
	for (size_t i = 0; i < p->statuses_n; i++) {
		size_t k = 0;

		while (known[k] && strcmp(known[k], p->status[i]) != 0)
			k++;
		if (known[k])
			continue;
		fprintf(r->err,
			"%s/pack.yaml:%u: statuses: no State of the world has the status '%s'; it knows %s\n",
			f->dir, p->states_line, p->status[i], all);
		wrong++;
	}
	return wrong;
}

static size_t codes_wrong(struct run *r, const struct folder *f, const struct folder *world, const char *key,
	size_t n, const char *const *code)
{
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_named(world, code[i]))
			continue;
		fprintf(r->err,
			"%s/pack.yaml:%u: %s: the world names no State %s; mend the code, or add the State\n",
			f->dir, f->pack->states_line, key, code[i]);
		wrong++;
	}
	return wrong;
}

/* Every mistake is said; how many. */
static size_t states_wrong(struct run *r, const struct folder *f, const struct folder *world)
{
	const struct pack *p = f->pack;

	return statuses_wrong(r, f, world) + codes_wrong(r, f, world, "also", p->also_n, p->also) +
		codes_wrong(r, f, world, "except", p->except_n, p->except);
}

/* Its acts held against the acts of the world alone. `refused`: mistakes named before. */
static int acts_refused(
	struct run *r, const struct folder *f, const struct folder *world, size_t refused, struct err *e)
{
	struct book b = {.journal = journal_new()};
	size_t n = f->pack->is_world ? 0 : world->acts_n;
	struct draft *d = NEW_ARRAY(r->arena, struct draft, n + f->acts_n);
	struct trial *t = NEW_ARRAY(r->arena, struct trial, n + f->acts_n);
	struct place *place = NEW_ARRAY(r->arena, struct place, f->acts_n);
	int rc = places(r, f, place, e);

	book_put(r, &b, f->pack->is_world ? f->pack : world->pack);
	book_put(r, &b, f->pack);
	for (size_t i = 0; i < n; i++)
		d[i] = world->acts[i];
	for (size_t i = 0; i < f->acts_n; i++)
		d[n + i] = f->acts[i];
	book_try(r, &b, d, n + f->acts_n, t);
	journal_free(b.journal);
	for (size_t i = 0; rc == 0 && i < f->acts_n; i++) {
		const char *why = t[n + i].refusal;
		if (t[n + i].outcome == OUTCOME_NEW)
			continue;
		if (++refused <= PACK_MISTAKES_MAX)
			fprintf(r->err, "%s/%s:%u: %s\n", f->dir, place[f->row[i]].path,
				place[f->row[i]].line,
				*why ? why : "the same act stands above; leave one out");
	}
	if (rc == 0 && refused)
		rc = err_set(
			e, ERR_INVALID, "%s: mistakes: %zu; mend the lines named above", f->dir, refused);
	return rc;
}

int folder_check(struct run *r, const char *dir, struct folder *ret, struct err *e)
{
	struct folder world = {0};
	struct mistakes m = {0};
	const char *path;
	int rc = folder_path(r, dir, &path, e);

	if (rc < 0)
		return rc;
	rc = load(r, path, ret, &m, e);
	for (size_t i = 0; i < m.n; i++)
		fprintf(r->err, "%s/%s:%u: %s\n", path, m.list[i].path, m.list[i].line, m.list[i].text);
	if (rc < 0 && m.n)
		return err_set(e, ERR_INVALID, "%s: mistakes: %zu; mend the lines named above", path, m.n);
	if (rc == 0 && !ret->pack->is_world)
		rc = folder_read(r, "world", &world, e);
	if (rc == 0)
		rc = acts_refused(r, ret, &world, ret->pack->is_world ? 0 : states_wrong(r, ret, &world), e);
	return rc;
}
