/* Asking a machine for a draft. */
#include "offices/translations/machine.h"

#include <curl/curl.h>
#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "text/paragraph.h"

struct machine {
	CURL *curl;
	const char *address;
	struct curl_slist *headers;
};

/* ---- marks ---- */

static void html_put(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		const char *as = s[i] == '&' ? "&amp;" : s[i] == '<' ? "&lt;" : s[i] == '>' ? "&gt;" : NULL;
		if (as)
			buf_puts(out, as);
		else
			buf_putc(out, s[i]);
	}
}

const char *machine_marked(struct arena *a, const char *text)
{
	size_t pos = 0, from = 0, len = 0;
	unsigned n = 0;
	const char *tag = NULL;
	struct buf b;
	buf_init(&b, a, 8 * strlen(text) + 64);
	while (paragraph_tag(text, &pos, &tag, &len)) {
		html_put(&b, text + from, (size_t)(tag - text) - from);
		buf_printf(&b, "<x id=\"%u\"/>", ++n);
		from = pos;
	}
	html_put(&b, text + from, strlen(text + from));
	return b.data ? b.data : "";
}

/* A mark at s: its bytes, its number; 0 when it is none. Machines write <x id="1"></x> too. */
static size_t mark_at(const char *s, unsigned *ret)
{
	const char *at = s;
	unsigned n = 0;
	if (strncmp(at, "<x id=\"", 7) != 0)
		return 0;
	for (at += 7; *at >= '0' && *at <= '9' && n < 100000; at++)
		n = 10 * n + (unsigned)(*at - '0');
	if (*at++ != '"')
		return 0;
	at += *at == ' ';
	*ret = n;
	if (strncmp(at, "/>", 2) == 0)
		return (size_t)(at + 2 - s);
	return strncmp(at, "></x>", 5) == 0 ? (size_t)(at + 5 - s) : 0;
}

static size_t entity_at(const char *s, char *ret)
{
	static const struct {
		const char *name;
		char c;
	} names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''},
		{"&#x27;", '\''}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strncmp(s, names[i].name, strlen(names[i].name)) != 0)
			continue;
		*ret = names[i].c;
		return strlen(names[i].name);
	}
	return 0;
}

struct tags {
	size_t n, cap;
	struct mark {
		const char *s;
		size_t len;
		bool met;
	} * at;
};

static struct tags tags_of(struct arena *a, const char *text)
{
	struct tags t = {0};
	size_t pos = 0, len = 0;
	const char *tag = NULL;
	while (paragraph_tag(text, &pos, &tag, &len)) {
		GROW(a, t.at, t.n, t.cap);
		t.at[t.n++] = (struct mark){tag, len, false};
	}
	return t;
}

int machine_unmarked(struct arena *a, const char *text, const char *answer, const char **ret, struct err *e)
{
	struct tags tags = tags_of(a, text);
	struct buf b;
	struct err why = {0};
	if (text_check(answer, strlen(answer), &why) < 0)
		return err_set(e, ERR_INVALID, "the machine's answer: %s", why.text);
	buf_init(&b, a, strlen(answer) + strlen(text) * (tags.n + 1) + 64);
	for (const char *s = answer; *s;) {
		unsigned number = 0;
		char c = 0;
		size_t n = mark_at(s, &number);
		if (n) {
			struct mark *m = number && number <= tags.n ? &tags.at[number - 1] : NULL;
			if (!m || m->met)
				return err_set(
					e, ERR_INVALID, "the machine %s a field", m ? "doubled" : "made");
			m->met = true;
			buf_add(&b, m->s, m->len);
		} else if ((n = entity_at(s, &c))) {
			buf_putc(&b, c);
		} else if (*s == '<' || strncmp(s, "{{", 2) == 0) {
			return err_set(e, ERR_INVALID, "the machine's answer has a tag of its own");
		} else {
			buf_putc(&b, *s);
			n = 1;
		}
		s += n;
	}
	for (size_t i = 0; i < tags.n; i++)
		if (!tags.at[i].met)
			return err_set(e, ERR_INVALID, "the machine lost the field %.*s", (int)tags.at[i].len,
				tags.at[i].s);
	*ret = b.data ? b.data : "";
	return 0;
}

/* ---- asking ---- */

static void machine_close(void *machine)
{
	struct machine *m = machine;
	curl_slist_free_all(m->headers);
	curl_easy_cleanup(m->curl);
}

int machine_open(struct arena *a, const char *address, struct machine **ret, struct err *e)
{
	struct machine *m = NEW(a, struct machine);
	size_t len = strlen(address);
	if (strncmp(address, "http://", 7) != 0 && strncmp(address, "https://", 8) != 0)
		return err_set(
			e, ERR_USAGE, "%s: the machine's address begins with http:// or https://", address);
	while (len && address[len - 1] == '/')
		len--;
	bool whole = len > 10 && strncmp(address + len - 10, "/translate", 10) == 0;
	m->address = arena_printf(a, "%.*s%s", (int)len, address, whole ? "" : "/translate");
	m->curl = curl_easy_init();
	m->headers = curl_slist_append(NULL, "Content-Type: application/json");
	if (!m->curl || !m->headers)
		return err_set(e, ERR_IO, "libcurl cannot be used");
	arena_defer(a, machine_close, m);
	*ret = m;
	return 0;
}

static size_t answer_add(char *data, size_t size, size_t n, void *out)
{
	struct buf *b = out;
	buf_add(b, data, size * n);
	return b->over ? 0 : size * n;
}

static int post(struct machine *m, const char *body, struct buf *answer, struct err *e)
{
	long status = 0;
	curl_easy_reset(m->curl);
	curl_easy_setopt(m->curl, CURLOPT_URL, m->address);
	curl_easy_setopt(m->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(m->curl, CURLOPT_TIMEOUT, MACHINE_SECONDS);
	curl_easy_setopt(m->curl, CURLOPT_HTTPHEADER, m->headers);
	curl_easy_setopt(m->curl, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(m->curl, CURLOPT_WRITEFUNCTION, answer_add);
	curl_easy_setopt(m->curl, CURLOPT_WRITEDATA, answer);
	CURLcode code = curl_easy_perform(m->curl);
	if (code != CURLE_OK)
		return err_set(e, ERR_IO, "%s: %s", m->address,
			answer->over ? "its answer is over 1 MiB" : curl_easy_strerror(code));
	curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &status);
	json_t *json = answer->data ? json_loadb(answer->data, answer->len, 0, NULL) : NULL;
	const char *said =
		json_string_value(json_object_get(json, status == 200 ? "translatedText" : "error"));
	int r = 0;
	if (status != 200)
		r = err_set(e, ERR_IO, "%s: status %ld%s%.200s", m->address, status, said ? ": " : "",
			said ? said : "");
	else if (!said)
		r = err_set(e, ERR_IO, "%s: the answer has no translatedText", m->address);
	if (r == 0) {
		const char *kept = arena_strdup(answer->arena, said);
		buf_reset(answer);
		buf_puts(answer, kept);
		r = buf_check(answer, e);
	}
	json_decref(json);
	return r;
}

int machine_draft(struct machine *m, struct arena *a, const char *text, const char *source_lang,
	const char *target_lang, const char **ret, struct err *e)
{
	struct buf body, answer;
	buf_init(&body, a, MACHINE_BYTES_MAX);
	buf_init(&answer, a, MACHINE_BYTES_MAX);
	buf_puts(&body, "{\"q\":");
	buf_json(&body, machine_marked(a, text));
	buf_puts(&body, ",\"source\":");
	buf_json(&body, source_lang);
	buf_puts(&body, ",\"target\":");
	buf_json(&body, target_lang);
	buf_puts(&body, ",\"format\":\"html\"}");
	int r = buf_check(&body, e);
	if (r == 0)
		r = post(m, body.data, &answer, e);
	return r == 0 ? machine_unmarked(a, text, answer.data ? answer.data : "", ret, e) : r;
}
