#include "post/mail.h"

#include <gmime/gmime.h>
#include <openssl/evp.h>
#include <stdbool.h>

#include "base/file.h"

#define UTF8 "UTF-8" /* else GMime picks iso-8859-6 and the like, and splits a subject over two charsets */
#define METHOD_MAX 16
#define BOUNDARY_MAX 80
#define HEADERS_ROOM 1000u /* about so many bytes; more costs time and is no error */

void mail_start(void)
{
	g_mime_init();
}

/* ---- parts ---- */

#define LINE_BYTES 57u /* 76 characters of base64 */
#define LINE_CHARS 78u /* with its end */
#define LINES 64u      /* encoded together */

/* Here, in whole lines: several times faster than through GMime's filter. */
static void base64_lines(struct buf *out, const unsigned char *data, size_t len)
{
	char lines[LINES * LINE_CHARS + 1], *to = lines; /* EVP_EncodeBlock() adds a NUL */

	buf_room(out, (len / LINE_BYTES + 1) * LINE_CHARS);
	for (size_t at = 0; at < len; at += LINE_BYTES) {
		size_t n = len - at < LINE_BYTES ? len - at : LINE_BYTES;

		to += EVP_EncodeBlock((unsigned char *)to, data + at, (int)n);
		*to++ = '\r';
		*to++ = '\n';
		if (to == lines + LINES * LINE_CHARS) {
			buf_add(out, lines, sizeof lines - 1);
			to = lines;
		}
	}
	buf_add(out, lines, (size_t)(to - lines));
}

static size_t encoded_len(const struct mail_part *f)
{
	return f->encoded ? f->len : (f->len / LINE_BYTES + 1) * LINE_CHARS;
}

void mail_encode(struct arena *a, struct mail_part *part)
{
	struct buf b;

	if (part->encoded)
		return;
	buf_init(&b, a, encoded_len(part));
	base64_lines(&b, part->data, part->len);
	part->data = b.data;
	part->len = b.len;
	part->encoded = true;
}

/* Every line ends with CRLF, in whichever way it ended before. */
static void crlf_lines(struct buf *out, const char *text, size_t len)
{
	const char *s = text, *end = text + len;

	for (const char *lf; (lf = memchr(s, '\n', (size_t)(end - s))) != NULL; s = lf + 1) {
		buf_add(out, s, (size_t)(lf - s));
		buf_puts(out, lf > text && lf[-1] == '\r' ? "\n" : "\r\n");
	}
	buf_add(out, s, (size_t)(end - s));
}

/* Not readable anyway, where little of it is ASCII. */
static bool is_for_base64(const char *text, size_t len)
{
	size_t other = 0;

	for (size_t i = 0; i < len; i++)
		other += (unsigned char)text[i] >= 0x80;
	return other > len / 5;
}

static void quoted_printable(struct arena *a, struct buf *out, const char *text, size_t len)
{
	GMimeEncoding state;
	char *to;

	g_mime_encoding_init_encode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	to = arena_array(a, g_mime_encoding_outlen(&state, len) + 1, 1);
	crlf_lines(out, to, g_mime_encoding_flush(&state, text, len, to));
}

/* Lines end with CRLF within base64 too, which hides them from what the wire does. */
static void text_part(
	struct arena *a, struct buf *out, const char *subtype, const char *method, const char *text)
{
	struct buf b;
	bool base64;

	buf_init(&b, a, 2 * strlen(text));
	crlf_lines(&b, text, strlen(text));
	base64 = is_for_base64(b.data, b.len);
	buf_printf(out, "Content-Type: text/%s; charset=" UTF8 "%s%s\r\n", subtype,
		*method ? "; method=" : "", method);
	buf_printf(out, "Content-Transfer-Encoding: %s\r\n\r\n", base64 ? "base64" : "quoted-printable");
	if (base64)
		base64_lines(out, (const unsigned char *)b.data, b.len);
	else
		quoted_printable(a, out, b.data, b.len);
}

/* METHOD:REQUEST at the beginning of a line; "" none. */
static void method_of(const char *calendar, char out[METHOD_MAX])
{
	const char *at = strstr(calendar, "\nMETHOD:");
	size_t n = at ? strspn(at + 8, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;

	if (n >= METHOD_MAX)
		n = 0;
	if (n)
		memcpy(out, at + 8, n);
	out[n] = '\0';
}

/* GMime writes the parameter in the charset it likes best unless it is told. */
static void file_name(GMimeParamList *list, const char *key, const char *name)
{
	GMimeParam *param;

	g_mime_param_list_set_parameter(list, key, name);
	param = g_mime_param_list_get_parameter(list, key);
	g_mime_param_set_charset(param, UTF8);
	g_mime_param_set_encoding_method(param, GMIME_PARAM_ENCODING_METHOD_RFC2231);
}

/* What GMime gives: is freed. */
static void crlf_text(struct buf *out, char *text)
{
	crlf_lines(out, text, strlen(text));
	g_free(text);
}

static void file_part(struct buf *out, GMimeFormatOptions *format, const struct mail_part *f)
{
	const char *slash = strchr(f->media, '/');
	char *type = g_strndup(f->media, slash ? (gsize)(slash - f->media) : 0);
	GMimeContentType *media = slash ? g_mime_content_type_new(type, slash + 1)
					: g_mime_content_type_new("application", "octet-stream");
	GMimeContentDisposition *disposition = g_mime_content_disposition_new();

	g_mime_content_disposition_set_disposition(disposition, GMIME_DISPOSITION_ATTACHMENT);
	file_name(g_mime_content_disposition_get_parameters(disposition), "filename", f->name);
	file_name(g_mime_content_type_get_parameters(media), "name", f->name);
	buf_puts(out, "Content-Type:");
	crlf_text(out, g_mime_content_type_encode(media, format));
	buf_puts(out, "Content-Disposition:");
	crlf_text(out, g_mime_content_disposition_encode(disposition, format));
	buf_puts(out, "Content-Transfer-Encoding: base64\r\n\r\n");
	if (f->encoded)
		buf_add(out, f->data, f->len);
	else
		base64_lines(out, f->data, f->len);
	g_object_unref(disposition);
	g_object_unref(media);
	g_free(type);
}

/* ---- the whole ---- */

/* The same for the same message; what no text of ours holds once it is encoded, for its '='. */
static void boundary_of(const struct mail *m, const char *subtype, char out[BOUNDARY_MAX])
{
	char hash[65];

	sha256_hex(m->message_id, strlen(m->message_id), hash);
	hash[24] = '\0';
	snprintf(out, BOUNDARY_MAX, "=_%s_%s", subtype, hash);
}

static void multipart(struct buf *out, const char *subtype, const char *boundary)
{
	buf_printf(out, "Content-Type: multipart/%s;\r\n\tboundary=\"%s\"\r\n", subtype, boundary);
}

static void next_part(struct buf *out, const char *boundary)
{
	buf_printf(out, "\r\n--%s\r\n", boundary);
}

static void last_part(struct buf *out, const char *boundary)
{
	buf_printf(out, "\r\n--%s--\r\n", boundary);
}

static void body(struct arena *a, struct buf *out, const struct mail *m)
{
	char boundary[BOUNDARY_MAX], method[METHOD_MAX];

	if (!*m->html && !*m->calendar) {
		text_part(a, out, "plain", "", m->text);
		return;
	}
	boundary_of(m, "alternative", boundary);
	multipart(out, "alternative", boundary);
	next_part(out, boundary);
	text_part(a, out, "plain", "", m->text);
	if (*m->html) {
		next_part(out, boundary);
		text_part(a, out, "html", "", m->html);
	}
	if (*m->calendar) {
		method_of(m->calendar, method);
		next_part(out, boundary);
		text_part(a, out, "calendar", method, m->calendar);
	}
	last_part(out, boundary);
}

static void whole(struct arena *a, struct buf *out, GMimeFormatOptions *format, const struct mail *m)
{
	char boundary[BOUNDARY_MAX];

	buf_puts(out, "MIME-Version: 1.0\r\n");
	if (!m->parts) {
		body(a, out, m);
		return;
	}
	boundary_of(m, "mixed", boundary);
	multipart(out, "mixed", boundary);
	next_part(out, boundary);
	body(a, out, m);
	for (size_t i = 0; i < m->parts; i++) {
		next_part(out, boundary);
		file_part(out, format, &m->part[i]);
	}
	last_part(out, boundary);
}

static void text_field(struct buf *out, GMimeFormatOptions *format, const char *name, const char *value)
{
	char *encoded = g_mime_utils_header_encode_text(format, value, UTF8);
	char *line = g_strconcat(name, ": ", encoded, NULL);

	crlf_text(out, g_mime_utils_unstructured_header_fold(NULL, format, line));
	g_free(line);
	g_free(encoded);
}

static void address_field(
	struct buf *out, GMimeFormatOptions *format, const char *field, const char *name, const char *address)
{
	InternetAddressList *list = internet_address_list_new();
	InternetAddress *one = internet_address_mailbox_new(*name ? name : NULL, address);
	GString *line = g_string_new(field);

	internet_address_set_charset(one, UTF8);
	internet_address_list_add(list, one);
	g_string_append(line, ": ");
	internet_address_list_encode(list, format, line); /* with its end */
	crlf_text(out, g_string_free(line, FALSE));
	g_object_unref(one);
	g_object_unref(list);
}

static void unsubscribe_fields(struct buf *out, GMimeFormatOptions *format, const struct mail *m)
{
	char *value;

	if (!*m->unsubscribe_url || !*m->unsubscribe_mail)
		return;
	value = g_strdup_printf("<%s>, <mailto:%s>", m->unsubscribe_url, m->unsubscribe_mail);
	text_field(out, format, "List-Unsubscribe", value);
	text_field(out, format, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
	g_free(value);
}

static void fields(struct buf *out, GMimeFormatOptions *format, const struct mail *m)
{
	GDateTime *date = g_date_time_new_from_unix_utc(m->date_ms / 1000);
	char *day = g_mime_utils_header_format_date(date);

	buf_printf(out, "Date: %s\r\n", day);
	address_field(out, format, "From", m->from_name, m->from);
	if (*m->reply_to)
		address_field(out, format, "Reply-To", "", m->reply_to);
	text_field(out, format, "Subject", m->subject);
	address_field(out, format, "To", m->to_name, m->to);
	buf_printf(out, "Message-Id: <%s>\r\n", m->message_id);
	if (*m->lang)
		text_field(out, format, "Content-Language", m->lang);
	unsubscribe_fields(out, format, m);
	g_free(day);
	g_date_time_unref(date);
}

static size_t room_of(const struct mail *m)
{
	size_t room = 2 * (strlen(m->text) + strlen(m->html) + strlen(m->calendar)) + HEADERS_ROOM;

	for (size_t i = 0; i < m->parts; i++)
		room += encoded_len(&m->part[i]) + HEADERS_ROOM;
	return room;
}

int mail_build(const struct mail *m, struct buf *out, struct err *e)
{
	AUTO_ARENA a = arena_new("parts");
	GMimeFormatOptions *format = g_mime_format_options_new();

	g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_format_options_set_param_encoding_method(format, GMIME_PARAM_ENCODING_METHOD_RFC2231);
	buf_room(out, room_of(m));
	fields(out, format, m);
	whole(a, out, format, m);
	if (!out->over && out->data[out->len - 1] != '\n')
		buf_puts(out, "\r\n"); /* a text alone, without an end */
	g_mime_format_options_free(format);
	return buf_check(out, e);
}
