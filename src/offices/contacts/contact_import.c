/* contact import, contact export: differences first; each fault with its place; all of it or nothing. */
#include <string.h>

#include "base/file.h"
#include "contacts_sql.h"
#include "offices/contacts/import.h"

enum { IMPORT_AS, IMPORT_SET, IMPORT_YES };
const struct option_info contact_import_options[] = {
	{"--as", "FORM", "csv, vcard or popolo (when not given: by the ending: .csv, .vcf, .json)"},
	{"--set", "FIELD=TEXT...", "For every contact of the file that does not say it: state=CHE"},
	{"--yes", NULL, "Record it; else it is only shown"},
	{0},
};

static const struct contact_form_kind forms[] = {
	{"csv", ".csv", "text/csv; charset=utf-8", contacts_csv, contacts_csv_write},
	{"vcard", ".vcf", "text/vcard; charset=utf-8", contacts_vcard, contacts_vcard_write},
	{"popolo", ".json", "application/json", contacts_popolo, contacts_popolo_write},
};

int contact_form_find(const char *name, const char *path, const struct contact_form_kind **ret, struct err *e)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; i < COUNT(forms); i++)
		if (name ? strcmp(forms[i].name, name) == 0 : dot && strcasecmp(forms[i].ending, dot) == 0) {
			*ret = &forms[i];
			return 0;
		}
	if (name)
		return err_set(e, ERR_USAGE, "--as %s: say csv, vcard or popolo", name);
	return err_set(e, ERR_USAGE, "%s: its ending says no form; give --as csv, vcard or popolo", path);
}

/* ---- what becomes of each ---- */

const char *const coming_names[] = {"new", "same", "changed"};

/* What the command line says of every contact that does not say it itself. */
static int defaults(struct import *k, struct contact *c, struct err *e)
{
	struct run *r = k->run;

	for (size_t i = 0; i < k->sets; i++) {
		const char *given = k->set[i], *equals = strchr(given, '='), *field;
		struct contact none = contact_new();

		if (!equals)
			return err_set(e, ERR_USAGE, "--set %s: say what, as in state=CHE", given);
		field = arena_strndup(r->arena, given, (size_t)(equals - given));
		if (contact_set(r->arena, &none, field, equals + 1, e) < 0)
			return err_ctx(e, "--set");
		if (!*contact_get(r->arena, c, field))
			brought_set(&k->file, c, field, equals + 1);
	}
	return 0;
}

static int by_source(const void *a, const void *b)
{
	const struct contact *const *x = a, *const *y = b;
	int order = strcmp((*x)->source, (*y)->source);

	return order ? order : *x < *y ? -1 : *x > *y;
}

/* Those with a source, by it. */
static struct by_source source_index(struct arena *a, const struct contact *c, size_t n)
{
	struct by_source s = {.at = NEW_ARRAY(a, const struct contact *, n + 1)};

	for (size_t i = 0; i < n; i++)
		if (*c[i].source)
			s.at[s.n++] = &c[i];
	qsort(s.at, s.n, sizeof *s.at, by_source);
	return s;
}

static const struct contact *source_find(const struct by_source *s, const char *source)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(s->at[middle]->source, source) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n && strcmp(s->at[low]->source, source) == 0 ? s->at[low] : NULL;
}

static int by_id(const void *key, const void *member)
{
	return strcmp(key, ((const struct contact *)member)->id);
}

/* By id, else by the id that the file's own source gives it. */
static const struct contact *match(const struct import *k, const struct contact *c)
{
	static const char urn[] = "urn:paraph:";
	const char *id = c->id;

	if (!*id && strncmp(c->source, urn, strlen(urn)) == 0)
		id = c->source + strlen(urn);
	if (*id)
		return k->on_file_n ? bsearch(id, k->on_file, k->on_file_n, sizeof *k->on_file, by_id) : NULL;
	return *c->source ? source_find(&k->sources, c->source) : NULL;
}

/* Did the same one come before in the file? */
static bool came_before(struct import *k, const struct arrival *to, const struct contact *c)
{
	bool *taken = to->before ? &k->taken[to->before - k->on_file] : NULL;
	bool before = taken && *taken;

	if (taken)
		*taken = true;
	return before || (*c->source && source_find(&k->file_sources, c->source) != c);
}

static int merge(struct import *k, const struct contact *from, struct contact *into, struct err *e)
{
	struct arena *a = k->run->arena;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < from->said_n; i++) {
		const char *field = from->said[i];

		if (strcmp(field, "source") == 0 && strncmp(from->source, "urn:paraph:", 11) == 0)
			continue;
		rc = contact_set(a, into, field, contact_get(a, from, field), e);
		if (rc == 0 && strcmp(field, "bodies") == 0 && from->bodies_n) {
			into->body = from->body; /* with their names and days */
			into->bodies_n = from->bodies_n;
		}
	}
	into->line = from->line;
	into->where = from->where;
	return rc;
}

static void arrive(struct import *k, size_t i)
{
	struct run *r = k->run;
	struct contact *c = &k->file.contact[i];
	struct arrival *to = &k->arrival[i];
	struct err e = {0};

	if (c->faulty)
		return;
	to->before = match(k, c);
	to->c = to->before ? *to->before : contact_new();
	if (*c->id && !to->before) {
		err_set(&e, ERR_NOTFOUND, "id: no contact '%s' is on file; leave it empty for a new one",
			c->id);
		brought_fault(&k->file, c, &e);
		return;
	}
	if (came_before(k, to, c)) {
		err_set(&e, ERR_INVALID, "the same contact stands in the file twice; take one out");
		brought_fault(&k->file, c, &e);
		return;
	}
	if (merge(k, c, &to->c, &e) < 0 || contact_check(&to->c, k->desk.states, &e) < 0) {
		brought_fault(&k->file, c, &e);
		return;
	}
	to->differs = to->before ? contact_differs(r->arena, to->before, &to->c) : "";
	to->coming = !to->before ? COMING_NEW : *to->differs ? COMING_CHANGED : COMING_SAME;
	if (!to->before)
		to->c.id = arena_printf(r->arena, "c%s-%zu", r->fresh_id + 1, i + 1);
}

/* ---- what commands and pages do ---- */

int import_look(
	struct import *k, const struct contact_form_kind *form, const char *data, size_t len, struct err *e)
{
	struct arena *a = k->run->arena;
	int rc = contacts_open(k->run, &k->desk, e);

	k->file.a = a;
	if (rc == 0)
		rc = contacts_read(a, k->desk.book.db, &k->desk.house, &k->on_file, &k->on_file_n, e);
	if (rc == 0)
		rc = form->read(&k->file, data, len, e);
	for (size_t i = 0; rc == 0 && i < k->file.n; i++)
		rc = defaults(k, &k->file.contact[i], e);
	if (rc != 0)
		return rc;
	k->arrival = NEW_ARRAY(a, struct arrival, k->file.n + 1);
	k->taken = NEW_ARRAY(a, bool, k->on_file_n + 1);
	k->sources = source_index(a, k->on_file, k->on_file_n);
	k->file_sources = source_index(a, k->file.contact, k->file.n);
	for (size_t i = 0; i < k->file.n; i++) {
		arrive(k, i);
		k->count[k->arrival[i].coming]++;
	}
	brought_sort(&k->file);
	sha256_hex(data, len, k->sha256);
	return 0;
}

int import_record(struct import *k, struct err *e)
{
	struct run *r = k->run;
	struct saving s = contacts_saving(r, &k->desk, "");
	AUTO_TX tx = {0};
	int rc = import_verdict(k, e);

	if (rc == 0)
		rc = tx_begin(&tx, k->desk.book.db, e);
	for (size_t i = 0; rc == 0 && i < k->file.n; i++) {
		const struct arrival *to = &k->arrival[i];

		if (to->coming == COMING_SAME)
			continue;
		s.detail = arena_printf(
			r->arena, "%s%sfrom file %.16s", to->differs, *to->differs ? " " : "", k->sha256);
		rc = contact_save(r->arena, k->desk.book.db, to->before, &to->c, &s, e);
	}
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int import_verdict(const struct import *k, struct err *e)
{
	if (!k->file.faults)
		return 0;
	return err_set(e, ERR_INVALID, "faults: %zu%s; nothing recorded, mend the lines named above",
		k->file.faults, k->file.faults == FAULTS_MAX ? " or more" : "");
}

const char *import_line(const struct import *k, const struct arrival *to)
{
	return to->c.line ? arena_printf(k->run->arena, "%u", to->c.line) : to->c.where ? to->c.where : "";
}

/* ---- the commands ---- */

static int show(struct import *k, struct err *e)
{
	static const struct column columns[] = {
		{"line", "Line", true, false},
		{"outcome", "Outcome", false, false},
		{"contact", "Contact", false, false},
		{"state", "State", false, false},
		{"office", "Office", false, false},
		{"holder", "Holder", false, false},
		{"differs", "Differs in", false, true},
	};
	struct run *r = k->run;
	struct table *t = table_new(r, columns, COUNT(columns));
	int rc;

	for (size_t i = 0; i < k->file.n; i++) {
		const struct arrival *to = &k->arrival[i];

		if (r->format == FORMAT_TABLE && to->coming == COMING_SAME)
			continue;
		table_row(t,
			(const char *const[]){import_line(k, to), coming_names[to->coming],
				to->before ? to->c.id : "", to->c.state, to->c.office, to->c.holder.name,
				to->differs});
	}
	rc = table_end(t, e);
	for (size_t i = 0; i < k->file.ignored; i++)
		fprintf(r->err, "not kept: %s\n", k->file.unknown[i]);
	fprintf(r->err, "%zu new, %zu changed, %zu the same%s\n", k->count[COMING_NEW],
		k->count[COMING_CHANGED], k->count[COMING_SAME],
		r->option[IMPORT_YES] || k->count[COMING_NEW] + k->count[COMING_CHANGED] == 0
			? ""
			: "; nothing recorded yet: --yes records it");
	return rc;
}

int contact_import_cmd(struct run *r, struct err *e)
{
	struct import k = {.run = r, .file = {.path = r->argv[0]}};
	const struct contact_form_kind *form = NULL;
	const char **set = NEW_ARRAY(r->arena, const char *, r->given_n + 1), *given;
	size_t len, pos = 0;
	char *data;
	int rc = contact_form_find(r->option[IMPORT_AS], r->argv[0], &form, e);

	while ((given = run_option_each(r, IMPORT_SET, &pos)))
		set[k.sets++] = given;
	k.set = set;
	if (rc == 0)
		rc = file_read(r->arena, r->argv[0], CONTACTS_BYTES_MAX, &data, &len, e);
	if (rc == 0)
		rc = import_look(&k, form, data, len, e);
	for (size_t i = 0; rc == 0 && i < k.file.faults; i++)
		fprintf(r->err, "%s\n", k.file.fault[i].text);
	if (rc == 0)
		rc = import_verdict(&k, e);
	if (rc == 0)
		rc = show(&k, e);
	return rc == 0 && r->option[IMPORT_YES] ? import_record(&k, e) : rc;
}

enum { EXPORT_AS, EXPORT_OFFICE };
const struct option_info contact_export_options[] = {
	{"--as", "FORM", "csv (when not given), vcard, or popolo (parliamentarians alone)"},
	{"--office", "OFFICE", "One kind of office alone"},
	{0},
};

#define EXPORT_BYTES_MAX (200u << 20)

int contacts_written(struct run *r, const struct contact_form_kind *form, const char *office, struct buf *out,
	struct err *e)
{
	struct contact *all = NULL;
	struct desk d;
	size_t n = 0, kept = 0;
	int rc = contacts_open(r, &d, e);

	if (rc == 0)
		rc = contacts_read(r->arena, d.book.db, &d.house, &all, &n, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (!office || strcmp(all[i].office, office) == 0)
			all[kept++] = all[i];
	buf_init(out, r->arena, EXPORT_BYTES_MAX);
	form->write(out, r->arena, all, kept);
	return buf_check(out, e);
}

int contact_export_cmd(struct run *r, struct err *e)
{
	const struct contact_form_kind *form = NULL;
	struct buf out;
	int rc = contact_form_find(r->option[EXPORT_AS] ? r->option[EXPORT_AS] : "csv", "", &form, e);

	if (rc == 0)
		rc = contacts_written(r, form, r->option[EXPORT_OFFICE], &out, e);
	if (rc == 0)
		fwrite(out.data, 1, out.len, r->out);
	return rc;
}
