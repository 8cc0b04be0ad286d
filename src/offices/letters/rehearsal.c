/* What a rehearsal says besides its letters: what would stop them, and the folder that they are written to.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "offices/letters/issue.h"

#define FOLDER_FILES_MAX 500000u /* two a letter and some papers */

/* ---- the folder ---- */

struct names {
	struct arena *arena;
	size_t n, cap;
	const char **name;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void name_add(struct names *l, const char *name)
{
	if (!*name || *name == '.' || strchr(name, '/'))
		return;
	GROW(l->arena, l->name, l->n, l->cap);
	l->name[l->n++] = name;
}

/* Names of a column, REHEARSAL_BETWEEN between them: there is no slash in the name of a file. */
static void names_add(struct names *l, const char *all)
{
	const char *end;
	for (; (end = strstr(all, REHEARSAL_BETWEEN)); all = end + strlen(REHEARSAL_BETWEEN))
		name_add(l, arena_strndup(l->arena, all, (size_t)(end - all)));
	name_add(l, all);
}

/* What the former rehearsal wrote, as its table says; nothing where there is none. */
static int former_names(struct names *l, const char *dir, struct err *e)
{
	const char *path = arena_printf(l->arena, "%s/" REHEARSAL_TABLE, dir);
	struct err none;
	struct csv csv;
	char *data;
	size_t len;
	if (access(path, F_OK) < 0)
		return 0;
	int rc = file_read(l->arena, path, CSV_BYTES_MAX, &data, &len, e);
	if (rc < 0)
		return rc;
	rc = csv_read(l->arena, path, data, len, &csv, &none);
	int file = rc == 0 ? csv_column(&csv, "file") : -1, with = rc == 0 ? csv_column(&csv, "with") : -1;
	if (file < 0 || with < 0)
		return err_set(e, ERR_CONFLICT,
			"%s: is not the table of a rehearsal; say another folder with --out", path);
	name_add(l, REHEARSAL_TABLE);
	for (size_t i = 0; i < csv.rows; i++) {
		name_add(l, csv.row[i].field[file]);
		names_add(l, csv.row[i].field[with]);
	}
	return 0;
}

int rehearsal_room(struct arena *a, const char *dir, struct err *e)
{
	struct names former = {.arena = a};
	char **file;
	size_t n;
	if (access(dir, F_OK) < 0)
		return 0;
	int rc = file_tree(a, dir, FOLDER_FILES_MAX, &file, &n, e);
	if (rc == 0)
		rc = former_names(&former, dir, e);
	if (rc < 0)
		return err_ctx(e, "--out");
	if (former.n)
		qsort(former.name, former.n, sizeof *former.name, by_name);
	for (size_t i = 0; i < n; i++)
		if (!former.n || !bsearch(&file[i], former.name, former.n, sizeof *former.name, by_name))
			return err_set(e, ERR_CONFLICT,
				"--out %s: holds %s, which no rehearsal wrote; say another folder", dir,
				file[i]);
	/* The table goes last, by being replaced: what is cut short can be rehearsed again. */
	for (size_t i = 0; i < n; i++) {
		const char *path = arena_printf(a, "%s/%s", dir, file[i]);
		if (strcmp(file[i], REHEARSAL_TABLE) != 0 && unlink(path) < 0)
			return err_set(e, ERR_IO, "--out: %s: cannot be removed: %s", path, strerror(errno));
	}
	return 0;
}

/* ---- what would stop it ---- */

static int clearance_lacking(struct issue *is, const char **ret, struct err *e)
{
	const struct sender *s = is->sender;
	struct step_row *step = NULL;
	size_t n = 0;
	*ret = NULL;
	if (is->fresh)
		return 0;
	int rc = ledger_steps(s->book.db, is->run->arena, &s->house, is->row.id, &step, &n, e);
	if (rc == 0)
		*ret = clearance_lacks(is->run->arena, &s->house, step, n, false);
	return rc;
}

int rehearsal_says(struct issue *is, struct err *e)
{
	FILE *f = is->run->err;
	struct err none;
	const char *lacks;
	size_t leaving = 0;
	int rc = clearance_lacking(is, &lacks, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < is->n; i++)
		leaving += *is->copy[i].who.to->channel != '\0';
	fprintf(f, "rehearsal: of %zu looked at %zu would get it, %zu are left out, %zu have no channel\n",
		is->all_n, leaving, is->all_n - is->n, is->n - leaving);
	if (is->n > leaving)
		fprintf(f,
			"  no-channel: their letters are here to be looked at, and would not leave;"
			" --paper goes by hand to who has no address\n");
	if (leaving == 0)
		fprintf(f, "  would be refused: nobody of the audience %s would get it\n", is->audience);
	if (!is->sender->has_house)
		fprintf(f, "  would be refused: there is no house that issues it\n");
	else if (issue_numbered(is, &none) < 0)
		fprintf(f, "  would be refused: %s\n", none.text);
	if (lacks)
		fprintf(f, "  would be refused: letter %s cannot be issued yet: %s\n", is->row.id, lacks);
	if (!is->fresh && signed_check(is, &none) < 0)
		fprintf(f, "  would be refused: %s\n", none.text);
	for (size_t i = 0; i < is->gated_n; i++)
		fprintf(f, "  would be refused: %s\n", is->gated[i].says);
	return 0;
}
