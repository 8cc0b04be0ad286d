#include "web/url.h"

#include <string.h>

#include "base/text.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* plus: '+' is a space, as forms write it. */
static int decode(struct arena *a, const char *s, size_t len, bool plus, const char **ret, struct err *e)
{
	char *out = arena_strndup(a, s, len);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		int high = i + 2 < len ? hex(s[i + 1]) : -1, low = high >= 0 ? hex(s[i + 2]) : -1;

		if (s[i] != '%') {
			out[n++] = plus && s[i] == '+' ? ' ' : s[i];
			continue;
		}
		if (low < 0 || high * 16 + low == 0)
			return err_set(e, ERR_INVALID, "the address has a %% that begins no character");
		out[n++] = (char)(high * 16 + low);
		i += 2;
	}
	out[n] = '\0';
	if (strpbrk(out, "\t\n"))
		return err_set(e, ERR_INVALID, "the address has a tab or a line break");
	*ret = out;
	return text_check(out, n, e);
}

static int read_path(struct arena *a, const char *raw, size_t len, struct asked_url *u, struct err *e)
{
	int rc = 0;

	if (len == 0 || raw[0] != '/')
		return err_set(e, ERR_INVALID, "an address begins with /");
	u->slash = raw[len - 1] == '/';
	for (size_t at = 1; rc == 0 && at < len;) {
		size_t end = at;

		while (end < len && raw[end] != '/')
			end++;
		if (u->n == SEGMENTS_MAX || end == at)
			return err_set(e, ERR_INVALID, "no page has an address like that");
		rc = decode(a, raw + at, end - at, false, &u->segment[u->n++], e);
		at = end + 1;
	}
	return rc < 0 ? rc : decode(a, raw, len, false, &u->path, e);
}

static int read_query(struct arena *a, const char *raw, struct asked_url *u, struct err *e)
{
	int rc = 0;

	while (rc == 0 && *raw) {
		size_t len = strcspn(raw, "&"), name = strcspn(raw, "=&");

		if (u->fields == QUERY_MAX)
			return err_set(e, ERR_LIMIT, "the address has more than %u fields", QUERY_MAX);
		if (len > 0) {
			size_t value = name < len ? name + 1 : len;

			rc = decode(a, raw, name, true, &u->field[u->fields].name, e);
			if (rc == 0)
				rc = decode(a, raw + value, len - value, true,
					&u->field[u->fields].value, e);
			u->fields++;
		}
		raw += len + (raw[len] == '&');
	}
	return rc;
}

int url_read(struct arena *a, const char *raw, struct asked_url *ret, struct err *e)
{
	struct asked_url u = {0};
	size_t len = strcspn(raw, "?");
	int rc;

	if (strlen(raw) > URL_MAX)
		return err_set(e, ERR_LIMIT, "the address has more than %u bytes", URL_MAX);
	rc = read_path(a, raw, len, &u, e);
	if (rc == 0 && raw[len] == '?')
		rc = read_query(a, raw + len + 1, &u, e);
	if (rc == 0)
		*ret = u;
	return rc;
}

const char *url_field(const struct asked_url *u, const char *name)
{
	for (size_t i = 0; i < u->fields; i++)
		if (strcmp(u->field[i].name, name) == 0)
			return u->field[i].value;
	return NULL;
}
