#include "web/request.h"

#include <string.h>

#include "web/site_private.h"

const char *request_each(const struct request *q, const char *name, size_t *pos)
{
	while (*pos < q->fields) {
		const struct field *f = &q->field[(*pos)++];
		if (strcmp(f->name, name) == 0)
			return f->value;
	}
	return NULL;
}

const char *request_field(const struct request *q, const char *name)
{
	size_t pos = 0;

	return request_each(q, name, &pos);
}

const char *request_text(const struct request *q, const char *name)
{
	const char *value = request_field(q, name);

	return value ? value : "";
}

const struct upload *request_upload(const struct request *q, const char *name)
{
	for (size_t i = 0; i < q->uploads; i++)
		if (strcmp(q->upload[i].field, name) == 0 && (*q->upload[i].name || q->upload[i].len))
			return &q->upload[i];
	return NULL;
}

bool request_has_role(const struct request *q, const char *role)
{
	for (size_t i = 0; i < q->who.n; i++)
		if (strcmp(q->who.grant[i].house, q->as.house) == 0 &&
			strcmp(q->who.grant[i].role, role) == 0)
			return true;
	return false;
}

bool request_writes(const struct request *q)
{
	for (size_t i = 0; i < q->who.n; i++)
		if (strcmp(q->who.grant[i].house, q->as.house) == 0 && *q->who.grant[i].person &&
			strcmp(q->who.grant[i].role, ROLE_OBSERVER) != 0)
			return true;
	return false;
}

/* Behind a proxy on this computer, which then names the address last. */
const char *request_peer(const struct request *q)
{
	const struct visit *t = q->door;
	const char *peer = http_peer(q), *named = request_header(q, "X-Forwarded-For");

	if (!t->site->source.origin || !named || (strncmp(peer, "127.", 4) != 0 && strcmp(peer, "::1") != 0))
		return peer;
	const char *last = strrchr(named, ',');
	last = last ? last + 1 : named;
	return arena_strdup(q->a, last + strspn(last, " "));
}

const char *request_origin(const struct request *q)
{
	const struct visit *t = q->door;
	const char *host = request_header(q, "Host");

	return t->site->source.origin ? t->site->source.origin
				      : arena_printf(q->a, "http://%s", host ? host : "127.0.0.1");
}

/* ---- cookies ---- */

/* With __Host- a cookie comes over TLS alone, from this host alone, for all of it (RFC 6265bis, 4.1.3). */
static const char *cookie_name(const struct request *q, const char *name)
{
	const struct visit *t = q->door;

	return arena_printf(q->a, "%sparaph-%s", t->site->strict ? "__Host-" : "", name);
}

const char *request_cookie(const struct request *q, const char *name)
{
	const char *all = request_header(q, "Cookie"), *wanted = cookie_name(q, name);
	size_t len = strlen(wanted);

	while (all && *all) {
		all += strspn(all, " \t;");
		size_t all_len = strcspn(all, ";");

		if (all_len > len && all_len - len - 1 <= COOKIE_MAX && strncmp(all, wanted, len) == 0 &&
			all[len] == '=')
			return arena_strndup(q->a, all + len + 1, all_len - len - 1);
		all += all_len;
	}
	return NULL;
}

void answer_cookie(struct request *q, struct answer *ret, const char *name, const char *value, long max_age_s)
{
	const char *full = cookie_name(q, name);
	const char *age = max_age_s ? arena_printf(q->a, "; Max-Age=%ld", max_age_s < 0 ? 0 : max_age_s) : "";

	if (ret->cookies < COOKIES_MAX)
		ret->cookie[ret->cookies++] = arena_printf(q->a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
			full, value, *full == '_' ? "; Secure" : "", age);
}

void answer_see_other(struct request *q, struct answer *ret, struct url to)
{
	ret->see_other = arena_strdup(q->a, to.text);
}

void html_form_token(struct buf *b, const struct view *v)
{
	buf_puts(b, "<input type=\"hidden\" name=\"token\" value=\"");
	html_text(b, v->request ? v->request->token : "");
	buf_puts(b, "\">");
}
