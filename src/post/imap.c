#include "post/imap.h"

#include <curl/curl.h>
#include <sodium.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"

#define KEYWORD "$ParaphRead"
#define CONNECT_SECONDS 30L
#define STALL_SECONDS 60L   /* without a byte */
#define LIST_MAX (4u << 20) /* bytes of an answer to a search */

struct imap {
	struct arena *arena;
	const struct mailbox *m;
	CURL *curl;
	const char *url; /* of the folder */
	struct buf in;
};

static size_t receive(char *data, size_t size, size_t n, void *arg)
{
	struct imap *i = arg;

	buf_add(&i->in, data, size * n);
	return i->in.over ? 0 : size * n;
}

static void imap_free(void *arg)
{
	curl_easy_cleanup(arg);
}

static int secure(struct imap *i, struct err *e)
{
	size_t len;
	char *secret;
	int r = file_read(i->arena, i->m->secret, SMTP_SECRET_MAX, &secret, &len, e);

	if (r < 0)
		return err_ctx(e, "secret of mailbox %s", i->m->user);
	secret[strcspn(secret, "\r\n")] = '\0';
	curl_easy_setopt(i->curl, CURLOPT_USERNAME, i->m->user);
	curl_easy_setopt(i->curl, CURLOPT_PASSWORD, secret);
	sodium_memzero(secret, len);
	if (i->m->security == SMTP_STARTTLS)
		curl_easy_setopt(i->curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (i->m->ca)
		curl_easy_setopt(i->curl, CURLOPT_CAINFO, i->m->ca);
	return 0;
}

static int imap_open(struct arena *a, const struct mailbox *m, struct imap *i, struct err *e)
{
	char *folder;

	*i = (struct imap){.arena = a, .m = m, .curl = curl_easy_init()};
	if (!i->curl)
		return err_set(e, ERR_BUG, "libcurl does not start");
	arena_defer(a, imap_free, i->curl);
	folder = curl_easy_escape(i->curl, m->folder, 0);
	i->url = arena_printf(a, "%s://%s:%d/%s", m->security == SMTP_TLS ? "imaps" : "imap", m->host,
		m->port, folder ? folder : "INBOX");
	curl_free(folder);
	curl_easy_setopt(i->curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
	curl_easy_setopt(i->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(i->curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(i->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(i->curl, CURLOPT_LOW_SPEED_TIME, STALL_SECONDS);
	curl_easy_setopt(i->curl, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(i->curl, CURLOPT_WRITEDATA, i);
	return secure(i, e);
}

/* request NULL: what the url names. */
static int ask(struct imap *i, const char *url, const char *request, size_t limit, struct err *e)
{
	CURLcode code;

	buf_init(&i->in, i->arena, limit);
	curl_easy_setopt(i->curl, CURLOPT_URL, url);
	curl_easy_setopt(i->curl, CURLOPT_CUSTOMREQUEST, request);
	code = curl_easy_perform(i->curl);
	if (i->in.over)
		return err_set(
			e, ERR_LIMIT, "mailbox %s at %s: more than %zu bytes", i->m->user, i->m->host, limit);
	if (code != CURLE_OK)
		return err_set(e, ERR_IO, "mailbox %s at %s:%d: %s", i->m->user, i->m->host, i->m->port,
			curl_easy_strerror(code));
	return 0;
}

/* "* SEARCH 4 7 12" */
static size_t numbers_of(struct arena *a, const char *text, int64_t **ret)
{
	const char *s = strstr(text, "* SEARCH");
	int64_t *list = NULL;
	size_t n = 0, cap = 0;

	s = s ? s + 8 : "";
	while (*s == ' ' && n < MAILBOX_MAILS_MAX) {
		size_t len = strspn(++s, "0123456789");
		int64_t number;

		if (len && text_int(arena_strndup(a, s, len), 1, UINT32_MAX, &number, NULL) == 0) {
			GROW(a, list, n, cap);
			list[n++] = number;
		}
		s += len;
	}
	*ret = list;
	return n;
}

static int one(struct imap *i, int64_t uid, const struct mailbox_reader *to, struct err *e)
{
	AUTO_ARENA a = arena_new("mail");
	struct arena *kept = i->arena;
	const char *name = arena_printf(a, "%s UID %lld", i->url, (long long)uid);
	int r;

	i->arena = a;
	r = ask(i, arena_printf(a, "%s/;UID=%lld", i->url, (long long)uid), NULL, MAILBOX_MAIL_MAX, e);
	if (r == ERR_LIMIT) { /* it must not stand before those behind it */
		to->left(to->ctx, name, e->text);
		i->arena = kept;
		return 0;
	}
	if (r == 0)
		r = to->mail(to->ctx, name, i->in.data, i->in.len, e);
	if (r == 0)
		r = ask(i, i->url,
			arena_printf(a, "UID STORE %lld +FLAGS.SILENT (" KEYWORD ")", (long long)uid),
			LIST_MAX, e);
	i->arena = kept;
	return r;
}

int imap_each(const struct mailbox *m, const struct mailbox_reader *to, struct err *e)
{
	AUTO_ARENA a = arena_new("imap");
	int64_t *uid = NULL;
	size_t n = 0;
	struct imap i;
	int r = imap_open(a, m, &i, e);

	if (r == 0)
		r = ask(&i, i.url, "UID SEARCH UNKEYWORD " KEYWORD, LIST_MAX, e);
	if (r == 0)
		n = numbers_of(a, i.in.data, &uid);
	for (size_t k = 0; r == 0 && k < n; k++)
		r = one(&i, uid[k], to, e);
	return r;
}

/* Ids are ours: letters, digits, '-', '.', '@'. */
int imap_find(const struct mailbox *m, const char *const *id, size_t n, bool *found, struct err *e)
{
	AUTO_ARENA a = arena_new("imap");
	int64_t *uid;
	struct imap i;
	int r = imap_open(a, m, &i, e);

	for (size_t k = 0; r == 0 && k < n; k++) {
		if (strpbrk(id[k], "\"\\\r\n"))
			continue;
		r = ask(&i, i.url, arena_printf(a, "UID SEARCH HEADER Message-ID \"%s\"", id[k]), LIST_MAX,
			e);
		found[k] = r == 0 && numbers_of(a, i.in.data, &uid) > 0;
	}
	return r;
}
