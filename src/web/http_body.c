/* Bodies: forms (application/x-www-form-urlencoded, multipart/form-data) taken apart by libmicrohttpd as they
 * come, others as they are. Every piece is counted before it is kept. */
#include <string.h>

#include "base/text.h"
#include "web/http_private.h"

#define FORM_BUFFER 4096u     /* bytes: a part's headers, and pieces of values */
#define DRAIN_MAX (16u << 20) /* bytes of a refused body that are read, so that the answer is heard */

/* A field or file that is being read. */
struct piece {
	const char *name, *file, *media;
	struct buf data;
};
struct body {
	struct MHD_PostProcessor *form; /* NULL: no form */
	size_t len;                     /* bytes so far */
	size_t counted;                 /* of the server's `reading` */
	int status;                     /* 0, or why it is refused */
	const char *why;
	struct buf raw;
	size_t pieces_n, pieces_cap, files_n;
	struct piece *piece;
};

static bool refuse(struct body *b, int status, const char *why)
{
	if (!b->status) {
		b->status = status;
		b->why = why;
	}
	return false;
}

static struct http_reply *refused(struct coming *c, int status, const char *why)
{
	return c->server->calls.refuse(c->server->calls.ctx, &c->q, status, why);
}

/* ---- the beginning ---- */

/* "Text/HTML; charset=utf-8" is text/html. */
static const char *media_of(struct coming *c)
{
	const char *type = request_header(&c->q, "Content-Type");
	char *media = arena_strndup(c->q.a, type ? type : "", type ? strcspn(type, "; \t,") : 0);

	for (char *p = media; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
	return media;
}

static bool is_form(const char *media)
{
	return strcmp(media, "application/x-www-form-urlencoded") == 0 ||
		strcmp(media, "multipart/form-data") == 0;
}

/* The name of a file as a browser sends it, without the folders that some put before it. */
static const char *file_name(struct arena *a, const char *sent)
{
	const char *last = sent;

	for (const char *p = sent; *p; p++)
		if (*p == '/' || *p == '\\')
			last = p + 1;
	return arena_strdup(a, last);
}

static struct piece *piece_new(struct coming *c, const char *name, const char *file, const char *media)
{
	struct body *b = c->body;
	struct arena *a = c->q.a;

	if (strlen(name) > FIELD_NAME_MAX || (file && strlen(file) > FILE_NAME_MAX)) {
		refuse(b, MHD_HTTP_BAD_REQUEST, "A field or file of the form has too long a name.");
		return NULL;
	}
	if (b->pieces_n == FIELDS_MAX || (file && b->files_n == FILES_MAX)) {
		refuse(b, MHD_HTTP_CONTENT_TOO_LARGE, "The form has too many fields or files.");
		return NULL;
	}
	b->files_n += file != NULL;
	GROW(a, b->piece, b->pieces_n, b->pieces_cap);
	struct piece *p = &b->piece[b->pieces_n++];
	*p = (struct piece){arena_strdup(a, name), file ? file_name(a, file) : NULL,
		arena_strdup(a, media ? media : ""), {0}};
	buf_init(&p->data, a, file ? c->q.body_max : FIELD_BYTES_MAX);
	return p;
}

static enum MHD_Result on_piece(void *cls, enum MHD_ValueKind kind, const char *key, const char *file,
	const char *media, const char *coding, const char *data, uint64_t off, size_t size)
{
	struct coming *c = cls;
	struct body *b = c->body;

	(void)kind;
	if (coding && strcasecmp(coding, "binary") != 0 && strcasecmp(coding, "8bit") != 0 &&
		strcasecmp(coding, "7bit") != 0)
		return refuse(b, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
			       "A part of the form is coded in a way that no browser uses.")
			? MHD_YES
			: MHD_NO;
	struct piece *p = off > 0 && b->pieces_n ? &b->piece[b->pieces_n - 1]
						 : piece_new(c, key ? key : "", file, media);
	if (!p)
		return MHD_NO;
	buf_add(&p->data, data, size);
	if (p->data.over)
		return refuse(b, MHD_HTTP_CONTENT_TOO_LARGE, "A field of the form is too long.") ? MHD_YES
												 : MHD_NO;
	return MHD_YES;
}

/* As the client says; SIZE_MAX where it sends in chunks. */
static size_t said_length(struct coming *c)
{
	const char *length = request_header(&c->q, "Content-Length");
	int64_t said = INT64_MAX;

	return length && text_int(length, 0, INT64_MAX, &said, NULL) == 0 ? (size_t)said : SIZE_MAX;
}

bool body_drains(struct coming *c)
{
	size_t said = said_length(c);

	return c->q.method == METHOD_POST && (said <= DRAIN_MAX || said == SIZE_MAX);
}

struct http_reply *body_begin(struct coming *c)
{
	size_t said = said_length(c);

	c->q.media = media_of(c);
	c->body = NEW(c->q.a, struct body);
	if (said != SIZE_MAX && said > c->q.body_max)
		return refused(c, MHD_HTTP_CONTENT_TOO_LARGE,
			arena_printf(c->q.a, "This takes at most %zu bytes.", c->q.body_max));
	if (!is_form(c->q.media) && c->q.route && c->q.route->right != RIGHT_API)
		return refused(c, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "This takes a form, and nothing else.");
	if (!is_form(c->q.media)) {
		buf_init(&c->body->raw, c->q.a, c->q.body_max);
		return NULL;
	}
	c->body->form = MHD_create_post_processor(c->connection, FORM_BUFFER, on_piece, c);
	return c->body->form ? NULL : refused(c, MHD_HTTP_BAD_REQUEST, "The form cannot be read.");
}

/* ---- as it comes ---- */

bool body_take(struct coming *c, const char *data, size_t len)
{
	struct http_server *s = c->server;
	struct body *b = c->body;

	if (!b)
		b = c->body = NEW(c->q.a, struct body); /* of a request that was refused at once */
	b->len += len;
	if (c->reply)
		return b->len <= DRAIN_MAX;
	if (b->len > c->q.body_max)
		refuse(b, MHD_HTTP_CONTENT_TOO_LARGE,
			arena_printf(c->q.a, "This takes at most %zu bytes.", c->q.body_max));
	if (b->status)
		return b->len <= c->q.body_max + DRAIN_MAX;
	b->counted += len;
	if (atomic_fetch_add(&s->reading, len) + len > BODIES_MAX) {
		refuse(b, MHD_HTTP_SERVICE_UNAVAILABLE,
			"Too much is being sent at this moment. Try again soon.");
		return true;
	}
	if (!b->form)
		buf_add(&b->raw, data, len);
	else if (MHD_post_process(b->form, data, len) != MHD_YES)
		refuse(b, MHD_HTTP_BAD_REQUEST, "The form cannot be read.");
	return true;
}

/* ---- the end ---- */

/* Lines of a text field end with CRLF in every browser; we keep LF. Checked once, here. */
static const char *field_text(struct buf *b, struct err *e)
{
	char *to = b->data;

	if (b->len == 0)
		return "";
	if (strlen(b->data) != b->len) {
		IGNORE(err_set(e, ERR_INVALID, "a NUL")); /* NULL says that it failed */
		return NULL;
	}
	for (const char *from = b->data; *from; from++)
		if (*from != '\r' || from[1] != '\n')
			*to++ = *from;
	*to = '\0';
	return text_check(b->data, (size_t)(to - b->data), e) < 0 ? NULL : b->data;
}

static bool sort_out(struct coming *c)
{
	struct request *q = &c->q;
	struct body *b = c->body;
	struct field *field = NEW_ARRAY(q->a, struct field, b->pieces_n + 1);
	struct upload *upload = NEW_ARRAY(q->a, struct upload, b->files_n + 1);
	struct err e;

	for (size_t i = 0; i < b->pieces_n; i++) {
		struct piece *p = &b->piece[i];
		const char *name = p->file ? p->file : "";

		if (text_check(p->name, strlen(p->name), &e) < 0 || text_check(name, strlen(name), &e) < 0 ||
			strpbrk(name, "\n\t"))
			return refuse(
				b, MHD_HTTP_BAD_REQUEST, "A field of the form has a name that is no text.");
		if (p->file) {
			upload[q->uploads++] = (struct upload){
				p->name, name, p->media, p->data.len ? p->data.data : "", p->data.len};
			continue;
		}
		field[q->fields] = (struct field){p->name, field_text(&p->data, &e)};
		if (!field[q->fields++].value)
			return refuse(b, MHD_HTTP_BAD_REQUEST,
				arena_printf(q->a, "The field %s is no text.", p->name));
	}
	q->field = field;
	q->upload = upload;
	return true;
}

struct http_reply *body_end(struct coming *c)
{
	struct body *b = c->body;

	if (!b)
		return NULL;
	if (b->form && MHD_destroy_post_processor(b->form) != MHD_YES)
		refuse(b, MHD_HTTP_BAD_REQUEST, "The form is not whole.");
	b->form = NULL;
	c->q.body = b->raw.len ? b->raw.data : "";
	c->q.body_len = b->raw.len;
	if (!b->status)
		sort_out(c);
	return b->status ? refused(c, b->status, b->why) : NULL;
}

void body_free(struct coming *c)
{
	if (!c->body)
		return;
	if (c->body->form)
		IGNORE(MHD_destroy_post_processor(c->body->form) == MHD_NO); /* the line broke off */
	atomic_fetch_sub(&c->server->reading, c->body->counted);
}
