/* A mailbox by either way; here the maildir. */
#include "post/mailbox.h"

#include <dirent.h>
#include <errno.h>

#include "base/buf.h"
#include "base/file.h"
#include "post/imap.h"

#define HEAD_MAX (256u << 10) /* bytes in which a Message-ID is looked for */
#define FLAGS ":2,S"

/* Names in a folder of a maildir, sorted: they begin with the time. */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int names_in(struct arena *a, const char *dir, char ***ret, size_t *ret_n, struct err *e)
{
	DIR *d = opendir(dir);
	char **name = NULL;
	size_t n = 0, cap = 0;

	if (!d)
		return err_set(
			e, ERR_IO, "%s: %s; name a maildir, with new and cur in it", dir, strerror(errno));
	for (const struct dirent *one = readdir(d); one && n < MAILBOX_MAILS_MAX; one = readdir(d)) {
		if (one->d_name[0] == '.')
			continue;
		GROW(a, name, n, cap);
		name[n++] = arena_strdup(a, one->d_name);
	}
	closedir(d);
	if (n)
		qsort(name, n, sizeof *name, by_name);
	*ret = name;
	*ret_n = n;
	return 0;
}

/* What is read of it, is moved to where read mails lie. */
static int maildir_one(
	const struct mailbox *m, const char *name, const struct mailbox_reader *to, struct err *e)
{
	AUTO_ARENA a = arena_new("mail");
	const char *path = arena_printf(a, "%s/new/%s", m->maildir, name);
	size_t len;
	char *data;
	int r = file_read(a, path, MAILBOX_MAIL_MAX, &data, &len, e);

	if (r == ERR_NOTFOUND) /* another reader took it */
		return 0;
	if (r < 0) {
		to->left(to->ctx, path, e->text);
		return 0;
	}
	r = to->mail(to->ctx, path, data, len, e);
	if (r == 0 &&
		rename(path,
			arena_printf(a, "%s/cur/%s%s", m->maildir, name, strstr(name, ":2,") ? "" : FLAGS)) <
			0 &&
		errno != ENOENT)
		r = err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	return r;
}

static int maildir_each(const struct mailbox *m, const struct mailbox_reader *to, struct err *e)
{
	AUTO_ARENA a = arena_new("maildir");
	char **name;
	size_t n;
	int r = names_in(a, arena_printf(a, "%s/new", m->maildir), &name, &n, e);

	for (size_t i = 0; r == 0 && i < n; i++)
		r = maildir_one(m, name[i], to, e);
	return r;
}

/* The Message-ID of a head, without its brackets; "" none. */
static const char *message_id_of(struct arena *a, const char *data, size_t len)
{
	static const char name[] = "message-id:";
	const char *s = data, *end = data + len;

	while (s < end && *s != '\n' && *s != '\r') {
		const char *line = memchr(s, '\n', (size_t)(end - s));

		if ((size_t)(end - s) > sizeof name && strncasecmp(s, name, sizeof name - 1) == 0) {
			const char *open = memchr(s, '<', (size_t)(end - s));
			const char *close = open ? memchr(open, '>', (size_t)(end - open)) : NULL;

			return close ? arena_strndup(a, open + 1, (size_t)(close - open) - 1) : "";
		}
		if (!line)
			break;
		s = line + 1;
	}
	return "";
}

static int head_of(struct arena *a, const char *path, char **ret, size_t *ret_len)
{
	char *data = arena_zalloc(a, HEAD_MAX);
	FILE *f = fopen(path, "re");

	if (!f)
		return ERR_NOTFOUND;
	*ret_len = fread(data, 1, HEAD_MAX - 1, f);
	fclose(f);
	*ret = data;
	return 0;
}

static void mark_found(const char *const *id, size_t n, bool *found, const char *one)
{
	for (size_t i = 0; *one && i < n; i++)
		if (strcmp(id[i], one) == 0)
			found[i] = true;
}

static int maildir_find(const struct mailbox *m, const char *const *id, size_t n, bool *found, struct err *e)
{
	static const char *const folders[] = {"new", "cur"};
	AUTO_ARENA a = arena_new("maildir");
	int r = 0;

	for (size_t f = 0; r == 0 && f < 2; f++) {
		char **name;
		size_t names;

		r = names_in(a, arena_printf(a, "%s/%s", m->maildir, folders[f]), &name, &names, e);
		for (size_t i = 0; r == 0 && i < names; i++) {
			AUTO_ARENA one = arena_new("head");
			size_t len;
			char *head;

			if (head_of(one, arena_printf(one, "%s/%s/%s", m->maildir, folders[f], name[i]),
				    &head, &len) == 0)
				mark_found(id, n, found, message_id_of(one, head, len));
		}
	}
	return r;
}

int mailbox_each(const struct mailbox *m, const struct mailbox_reader *to, struct err *e)
{
	return *m->maildir ? maildir_each(m, to, e) : imap_each(m, to, e);
}

int mailbox_find(const struct mailbox *m, const char *const *id, size_t n, bool *found, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		found[i] = false;
	if (n == 0)
		return 0;
	return *m->maildir ? maildir_find(m, id, n, found, e) : imap_find(m, id, n, found, e);
}
