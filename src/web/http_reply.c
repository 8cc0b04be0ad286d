/* What is sent: made once, with its headers. */
#include <sodium.h>
#include <string.h>

#include "web/gzip.h"
#include "web/http_private.h"

#define STRICT_SECONDS "31536000" /* a year */
#define ETAG_LEN 38               /* 32 hex digits, -gz, quotes, NUL */

/* As it stands, or packed by gzip: two things of one address, each with its tag. */
struct form {
	char etag[ETAG_LEN]; /* "": none */
	struct MHD_Response *full, *not_modified;
};

struct http_reply {
	_Atomic unsigned refs;
	unsigned status;
	size_t len;
	struct form plain, packed; /* packed.full NULL: there is none */
};

static void free_arena(void *arena)
{
	arena_free(arena);
}

static void header(struct MHD_Response *r, const char *name, const char *value)
{
	if (MHD_add_response_header(r, name, value) != MHD_YES)
		abort(); /* out of memory, or a value that is none: a bug */
}

/* No script, no frame, nothing from elsewhere; nobody learns where a reader came from. */
static void header_all(struct MHD_Response *r, const struct http_made *made, const char *etag)
{
	header(r, "Content-Security-Policy",
		"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
		"object-src 'none'");
	header(r, "X-Content-Type-Options", "nosniff");
	header(r, "Referrer-Policy", "same-origin");
	header(r, "Cache-Control",
		made->secret            ? "no-store"
			: made->lasting ? "public, max-age=31536000, immutable"
					: "no-cache");
	if (made->strict)
		header(r, "Strict-Transport-Security", "max-age=" STRICT_SECONDS);
	if (gzip_shrinks(made->type) && !made->secret)
		header(r, "Vary", "Accept-Encoding");
	if (made->open) {
		header(r, "Access-Control-Allow-Origin", "*");
		header(r, "Access-Control-Expose-Headers", "ETag, Link");
	}
	if (made->link)
		header(r, "Link", made->link);
	if (*etag)
		header(r, "ETag", etag);
}

/* What only the whole answer says. */
static void header_full(struct MHD_Response *r, const struct http_made *made)
{
	if (made->status == MHD_HTTP_METHOD_NOT_ALLOWED)
		header(r, "Allow", made->allow ? made->allow : "GET, HEAD");
	if (made->status == MHD_HTTP_UNAUTHORIZED)
		header(r, "WWW-Authenticate", "Bearer realm=\"paraph\"");
	if (made->status == MHD_HTTP_NO_CONTENT && made->open) {
		header(r, "Access-Control-Allow-Methods", "GET, HEAD");
		header(r, "Access-Control-Allow-Headers", "Accept-Language, If-None-Match");
		header(r, "Access-Control-Max-Age", "86400");
	}
}

static void etag_of(const struct http_made *made, const char *suffix, char out[ETAG_LEN])
{
	unsigned char hash[crypto_generichash_BYTES_MIN]; /* BLAKE2b: a third of the time of SHA-256 */
	char hex[2 * sizeof hash + 1];

	crypto_generichash(hash, sizeof hash, made->data, made->len, NULL, 0);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	snprintf(out, ETAG_LEN, "\"%s%s\"", hex, suffix);
}

/* `arena` holds the bytes, and goes with them. */
static void form_make(
	struct form *f, const struct http_made *made, const void *bytes, size_t len, struct arena *arena)
{
	union {
		const void *read;
		void *given; /* libmicrohttpd does not write to it */
	} data = {.read = bytes};

	f->full = MHD_create_response_from_buffer_with_free_callback_cls(len, data.given, free_arena, arena);
	f->not_modified = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	if (!f->full || !f->not_modified)
		abort(); /* out of memory */
	header_all(f->full, made, f->etag);
	header_all(f->not_modified, made, f->etag);
	if (made->type)
		header(f->full, "Content-Type", made->type);
}

static void form_pack(struct form *f, const struct http_made *made)
{
	struct arena *arena = arena_new("packed"); /* may be sent longer than the other form */
	size_t len;
	const void *packed = gzip_pack(arena, made->data, made->len, made->lasting, &len);

	if (!packed) {
		arena_free(arena);
		return;
	}
	etag_of(made, "-gz", f->etag);
	form_make(f, made, packed, len, arena);
	header(f->full, "Content-Encoding", "gzip");
}

/* RFC 6266: the name in ASCII, and as it is. */
static void header_save_as(struct MHD_Response *r, const char *name)
{
	AUTO_ARENA a = arena_new("save as");
	struct buf coded;
	char *plain = arena_strdup(a, name);

	for (char *c = plain; *c; c++)
		if (*c < ' ' || *c > '~' || strchr("\"\\%;", *c))
			*c = '_';
	buf_init(&coded, a, 4 * HEADER_MAX);
	html_url_part(&coded, name);
	header(r, "Content-Disposition",
		arena_printf(a, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain,
			coded.len ? coded.data : ""));
}

struct http_reply *http_reply_new(struct arena *arena, const struct http_made *made)
{
	static const char nothing[1];
	struct http_reply *r = NEW(arena, struct http_reply);

	atomic_init(&r->refs, 1);
	r->status = (unsigned)made->status;
	r->len = made->len;
	if (made->status == MHD_HTTP_OK && !made->secret)
		etag_of(made, "", r->plain.etag);
	form_make(&r->plain, made, made->data ? made->data : nothing, made->len, arena);
	if (made->location)
		header(r->plain.full, "Location", made->location);
	header_full(r->plain.full, made);
	if (made->save_as)
		header_save_as(r->plain.full, made->save_as);
	if (made->refresh_s) {
		AUTO_ARENA a = arena_new("refresh");
		header(r->plain.full, "Refresh", arena_printf(a, "%u", made->refresh_s));
	}
	for (size_t i = 0; made->cookie && made->cookie[i]; i++)
		header(r->plain.full, "Set-Cookie", made->cookie[i]);
	if (made->status == MHD_HTTP_OK && !made->secret && made->len >= GZIP_LEAST &&
		gzip_shrinks(made->type)) /* a secret is not packed: its length would tell of it */
		form_pack(&r->packed, made);
	if (made->save_as && r->packed.full)
		header_save_as(r->packed.full, made->save_as);
	return r;
}

struct http_reply *http_reply_ref(struct http_reply *r)
{
	atomic_fetch_add(&r->refs, 1);
	return r;
}

int http_reply_status(const struct http_reply *r)
{
	return (int)r->status;
}

size_t http_reply_len(const struct http_reply *r)
{
	return r->len;
}

void http_reply_drop(struct http_reply *r)
{
	if (atomic_fetch_sub(&r->refs, 1) != 1)
		return;
	if (r->packed.full) {
		MHD_destroy_response(r->packed.not_modified);
		MHD_destroy_response(r->packed.full);
	}
	MHD_destroy_response(r->plain.not_modified);
	MHD_destroy_response(
		r->plain.full); /* when it was sent for the last time, it frees the arena, `r` with it */
}

/* Is the reply's tag among those that the client has? RFC 9110, 13.1.2: weakly compared, * fits all. */
static bool has_etag(const char *list, const char *etag)
{
	size_t len = strlen(etag);

	while (list && *list) {
		list += strspn(list, " \t,");
		if (*list == '*')
			return true;
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		if (strncmp(list, etag, len) == 0 && strchr(", \t", list[len]))
			return true;
		list += strcspn(list, ",");
	}
	return false;
}

enum MHD_Result http_send(struct MHD_Connection *connection, const struct http_reply *r, unsigned *ret_status)
{
	const char *takes = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding");
	const char *has = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
	const struct form *f = r->packed.full && gzip_accepted(takes) ? &r->packed : &r->plain;

	bool same = *f->etag && has_etag(has, f->etag);

	*ret_status = same ? MHD_HTTP_NOT_MODIFIED : r->status;
	return MHD_queue_response(connection, *ret_status, same ? f->not_modified : f->full);
}
