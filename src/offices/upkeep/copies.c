#include "offices/upkeep/copies.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"

#define FRONT "paraph-"
#define BACK ".backup"
#define WHEN_LEN (sizeof "2026-11-28T021000Z" - 1)

/* The time in a name; 0: the file is none of ours. */
static int64_t when_made(struct arena *a, const char *name)
{
	size_t front = sizeof FRONT - 1;
	int64_t ms;
	struct err e;

	if (strlen(name) != front + WHEN_LEN + sizeof BACK - 1 || memcmp(name, FRONT, front) != 0 ||
		strcmp(name + front + WHEN_LEN, BACK) != 0)
		return 0;
	const char *when = name + front;
	const char *text =
		arena_printf(a, "%.13s:%.2s:%.3s", when, when + strlen("2026-11-28T02"), when + WHEN_LEN - 3);
	return instant_parse(text, &ms, &e) < 0 ? 0 : ms;
}

/* Their names, oldest first: sorted by byte is sorted by time. */
static int list(struct run *r, const char ***ret, size_t *ret_n, struct err *e)
{
	char **all = NULL;
	size_t n = 0, ours = 0;
	int rc = file_tree(r->arena, r->backups, COPIES_MAX, &all, &n, e);

	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	const char **named = NEW_ARRAY(r->arena, const char *, n + 1);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (when_made(r->arena, all[i]))
			named[ours++] = all[i];
	*ret = named;
	*ret_n = ours;
	return 0;
}

int copies_next(struct run *r, const char **ret, struct err *e)
{
	char when[25];
	char *name;

	if (!r->backups)
		return err_set(
			e, ERR_USAGE, "say where: paraph backup FILE, or set PARAPH_BACKUPS to a folder");
	int rc = file_mkdirs(r->backups, e);
	if (rc < 0)
		return rc;
	instant_format(r->now_ms, when);
	name = arena_printf(
		r->arena, "%s/" FRONT "%.13s%.2s%.2sZ" BACK, r->backups, when, when + 14, when + 17);
	*ret = name;
	return 0;
}

int copies_drop(struct run *r, size_t keep, struct err *e)
{
	const char **named;
	size_t n;
	int rc = list(r, &named, &n, e);

	for (size_t i = 0; rc == 0 && i + keep < n; i++) {
		const char *path = arena_printf(r->arena, "%s/%s", r->backups, named[i]);

		if (unlink(path) < 0)
			rc = err_set(
				e, ERR_IO, "%s: an old copy cannot be removed: %s", path, strerror(errno));
		else
			fprintf(r->out, "removed, for newer ones are kept: %s\n", path);
	}
	return rc;
}

int copies_newest(struct run *r, int64_t *ret_ms, struct err *e)
{
	const char **named;
	size_t n;
	int rc = list(r, &named, &n, e);

	if (rc == 0)
		*ret_ms = n ? when_made(r->arena, named[n - 1]) : 0;
	return rc;
}
