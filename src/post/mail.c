#include "post/mail.h"

#include <gmime/gmime.h>
#include <openssl/evp.h>

#include "base/file.h"

#define UTF8 "UTF-8" /* else GMime picks iso-8859-6 and the like, and splits a subject over two charsets */
#define METHOD_MAX 16

void mail_start(void)
{
	g_mime_init();
}

/* ---- parts ---- */

#define LINE_BYTES 57 /* 76 characters of base64 */

/* Encoded here in whole lines: several times faster than through GMime's filter, which then only copies. */
static char *base64_lines(struct arena *a, const unsigned char *data, size_t len, size_t *ret_len)
{
	char *text = arena_array(a, len / LINE_BYTES + 1, 79), *to = text;

	for (size_t at = 0; at < len; at += LINE_BYTES) {
		size_t n = len - at < LINE_BYTES ? len - at : LINE_BYTES;

		to += EVP_EncodeBlock((unsigned char *)to, data + at, (int)n);
		*to++ = '\r';
		*to++ = '\n';
	}
	*ret_len = (size_t)(to - text);
	return text;
}

/* What is encoded lives in `a`; the part keeps its own copy. */
static void content(
	struct arena *a, GMimePart *part, const void *data, size_t len, GMimeContentEncoding encoding)
{
	GMimeContentEncoding has = GMIME_CONTENT_ENCODING_DEFAULT;
	GMimeDataWrapper *wrapper;
	GMimeStream *stream;

	if (encoding == GMIME_CONTENT_ENCODING_BASE64) {
		data = base64_lines(a, data, len, &len);
		has = encoding;
	}
	stream = g_mime_stream_mem_new_with_buffer(data, len);
	wrapper = g_mime_data_wrapper_new_with_stream(stream, has);
	g_mime_part_set_content(part, wrapper);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(wrapper);
	g_object_unref(stream);
}

/* Readable where most of it is ASCII. */
static GMimeContentEncoding encoding_of(const char *text, size_t len)
{
	size_t other = 0;

	for (size_t i = 0; i < len; i++)
		other += (unsigned char)text[i] >= 0x80;
	return other > len / 5 ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

/* Lines end with CRLF within the part too: base64 hides them from what the wire does. */
static GMimeObject *text_part(struct arena *a, const char *subtype, const char *text)
{
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	struct buf b;

	buf_init(&b, a, 2 * strlen(text));
	for (const char *s = text, *end; *s; s = end) {
		end = strchrnul(s, '\n');
		buf_add(&b, s, (size_t)(end - s));
		if (*end) {
			buf_puts(&b, end > text && end[-1] == '\r' ? "\n" : "\r\n");
			end++;
		}
	}
	g_mime_object_set_content_type_parameter((GMimeObject *)part, "charset", UTF8);
	content(a, part, b.data, b.len, encoding_of(b.data, b.len));
	return (GMimeObject *)part;
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

static GMimeObject *calendar_part(struct arena *a, const char *calendar)
{
	GMimeObject *part = text_part(a, "calendar", calendar);
	char method[METHOD_MAX];

	method_of(calendar, method);
	if (*method)
		g_mime_object_set_content_type_parameter(part, "method", method);
	return part;
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

static GMimeObject *file_part(struct arena *a, const struct mail_part *f)
{
	const char *slash = strchr(f->media, '/');
	char *type = g_strndup(f->media, slash ? (gsize)(slash - f->media) : 0);
	GMimePart *part = slash ? g_mime_part_new_with_type(type, slash + 1)
				: g_mime_part_new_with_type("application", "octet-stream");
	GMimeObject *o = (GMimeObject *)part;

	g_free(type);
	g_mime_object_set_disposition(o, GMIME_DISPOSITION_ATTACHMENT);
	file_name(g_mime_content_disposition_get_parameters(g_mime_object_get_content_disposition(o)),
		"filename", f->name);
	file_name(g_mime_content_type_get_parameters(g_mime_object_get_content_type(o)), "name", f->name);
	content(a, part, f->data, f->len, GMIME_CONTENT_ENCODING_BASE64);
	return o;
}

/* ---- the whole ---- */

/* The same for the same message; what no text of ours holds. */
static GMimeMultipart *multipart(const struct mail *m, const char *subtype)
{
	GMimeMultipart *all = g_mime_multipart_new_with_subtype(subtype);
	char hash[65], boundary[80];

	sha256_hex(m->message_id, strlen(m->message_id), hash);
	hash[24] = '\0';
	snprintf(boundary, sizeof boundary, "=_%s_%s", subtype, hash);
	g_mime_multipart_set_boundary(all, boundary);
	return all;
}

static void put(GMimeMultipart *into, GMimeObject *part)
{
	g_mime_multipart_add(into, part);
	g_object_unref(part);
}

static GMimeObject *body_of(struct arena *a, const struct mail *m)
{
	GMimeObject *text = text_part(a, "plain", m->text);

	if (!*m->html && !*m->calendar)
		return text;
	GMimeMultipart *all = multipart(m, "alternative");

	put(all, text);
	if (*m->html)
		put(all, text_part(a, "html", m->html));
	if (*m->calendar)
		put(all, calendar_part(a, m->calendar));
	return (GMimeObject *)all;
}

static GMimeObject *whole_of(struct arena *a, const struct mail *m)
{
	GMimeObject *body = body_of(a, m);

	if (!m->parts)
		return body;
	GMimeMultipart *all = multipart(m, "mixed");

	put(all, body);
	for (size_t i = 0; i < m->parts; i++)
		put(all, file_part(a, &m->part[i]));
	return (GMimeObject *)all;
}

static void address(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
	InternetAddress *one = internet_address_mailbox_new(*name ? name : NULL, address);

	internet_address_set_charset(one, UTF8);
	internet_address_list_add(g_mime_message_get_addresses(message, type), one);
	g_object_unref(one);
}

static void header(GMimeMessage *message, const char *name, const char *value)
{
	if (*value)
		g_mime_object_set_header((GMimeObject *)message, name, value, UTF8);
}

static void unsubscribe(GMimeMessage *message, const struct mail *m)
{
	char *value;

	if (!*m->unsubscribe_url || !*m->unsubscribe_mail)
		return;
	value = g_strdup_printf("<%s>, <mailto:%s>", m->unsubscribe_url, m->unsubscribe_mail);
	header(message, "List-Unsubscribe", value);
	header(message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
	g_free(value);
}

static GMimeMessage *message_of(struct arena *a, const struct mail *m)
{
	GMimeMessage *message = g_mime_message_new(TRUE); /* headers in a nice order */
	GDateTime *date = g_date_time_new_from_unix_utc(m->date_ms / 1000);
	GMimeObject *whole = whole_of(a, m);

	address(message, GMIME_ADDRESS_TYPE_FROM, m->from_name, m->from);
	address(message, GMIME_ADDRESS_TYPE_TO, m->to_name, m->to);
	if (*m->reply_to)
		address(message, GMIME_ADDRESS_TYPE_REPLY_TO, "", m->reply_to);
	g_mime_message_set_subject(message, m->subject, UTF8);
	g_mime_message_set_date(message, date);
	g_date_time_unref(date);
	g_mime_message_set_message_id(message, m->message_id);
	header(message, "Content-Language", m->lang);
	unsubscribe(message, m);
	g_mime_message_set_mime_part(message, whole);
	g_object_unref(whole);
	return message;
}

int mail_build(const struct mail *m, struct buf *out, struct err *e)
{
	AUTO_ARENA a = arena_new("parts");
	GMimeFormatOptions *format = g_mime_format_options_new();
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeMessage *message = message_of(a, m);
	GByteArray *bytes;

	g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_format_options_set_param_encoding_method(format, GMIME_PARAM_ENCODING_METHOD_RFC2231);
	g_mime_object_write_to_stream((GMimeObject *)message, format, stream);
	bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
	buf_add(out, bytes->data, bytes->len);
	g_object_unref(message);
	g_object_unref(stream);
	g_mime_format_options_free(format);
	return buf_check(out, e);
}
