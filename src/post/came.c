#include "post/came.h"

#include <gmime/gmime.h>

#include "base/buf.h"
#include "post/clean.h"

struct reading {
	struct arena *a;
	struct came *c;
	unsigned parts;
};

static const char *kept(struct arena *a, const char *s)
{
	return s ? clean_line(a, s, CAME_TEXT_MAX) : "";
}

static const char *header(struct arena *a, GMimeObject *o, const char *name)
{
	return kept(a, g_mime_object_get_header(o, name));
}

static void list_add(struct came_list *l, const char *text)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->text[i], text) == 0)
			return;
	if (*text && l->n < CAME_LIST_MAX)
		l->text[l->n++] = text;
}

/* ---- fields ---- */

static void addresses(struct reading *r, InternetAddressList *list)
{
	int n = list ? internet_address_list_length(list) : 0;

	for (int i = 0; i < n && r->c->to.n < CAME_LIST_MAX; i++) {
		InternetAddress *one = internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_MAILBOX(one))
			list_add(&r->c->to, kept(r->a, internet_address_mailbox_get_addr((void *)one)));
		else if (INTERNET_ADDRESS_IS_GROUP(one) && r->parts++ < CAME_PARTS_MAX)
			addresses(r, internet_address_group_get_members((void *)one));
	}
}

static void delivered_to(struct reading *r, GMimeMessage *m)
{
	static const char *const names[] = {"Delivered-To", "X-Original-To", "Envelope-To", NULL};
	GMimeHeaderList *list = g_mime_object_get_header_list((GMimeObject *)m);
	int n = g_mime_header_list_get_count(list);

	for (int i = 0; i < n && i < (int)CAME_PARTS_MAX; i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);

		for (int j = 0; names[j]; j++)
			if (g_ascii_strcasecmp(g_mime_header_get_name(h), names[j]) == 0)
				list_add(&r->c->to, kept(r->a, g_mime_header_get_value(h)));
	}
}

static void references(struct reading *r, GMimeObject *o, const char *name)
{
	const char *value = g_mime_object_get_header(o, name);
	GMimeReferences *refs = value ? g_mime_references_parse(NULL, value) : NULL;
	int n = refs ? g_mime_references_length(refs) : 0;

	/* The last ones are the nearest. */
	for (int i = n - 1; i >= 0 && r->c->refers.n < CAME_LIST_MAX; i--)
		list_add(&r->c->refers, kept(r->a, g_mime_references_get_message_id(refs, i)));
	if (refs)
		g_mime_references_free(refs);
}

/* Whoever delivered it wrote down from where it came. */
static const char *envelope(struct arena *a, GMimeMessage *m)
{
	const char *path = header(a, (GMimeObject *)m, "Return-Path");
	size_t n;

	path += strspn(path, "< ");
	n = strcspn(path, "> ");
	return memchr(path, '@', n) ? arena_strndup(a, path, n) : "";
}

static void sender(struct reading *r, GMimeMessage *m)
{
	InternetAddressList *from = g_mime_message_get_from(m);
	InternetAddress *one = from && internet_address_list_length(from) > 0
		? internet_address_list_get_address(from, 0)
		: NULL;

	r->c->from_name = kept(r->a, one ? internet_address_get_name(one) : NULL);
	r->c->from = one && INTERNET_ADDRESS_IS_MAILBOX(one)
		? kept(r->a, internet_address_mailbox_get_addr((void *)one))
		: "";
	r->c->no_from = !*r->c->from_name && !*r->c->from;
	if (r->c->no_from)
		r->c->from = envelope(r->a, m);
}

/* RFC 3834, and what those wrote who came before it. */
static bool is_automatic(struct arena *a, GMimeObject *m)
{
	static const char *const bulk[] = {"bulk", "junk", "auto_reply", "list", NULL};
	const char *submitted = header(a, m, "Auto-Submitted"), *precedence = header(a, m, "Precedence");
	const char *path = header(a, m, "Return-Path");

	if (*submitted && strncasecmp(submitted, "no", 2) != 0)
		return true;
	for (int i = 0; bulk[i]; i++)
		if (strcasecmp(precedence, bulk[i]) == 0)
			return true;
	return *header(a, m, "X-Autoreply") || *header(a, m, "X-Autorespond") ||
		*header(a, m, "X-Auto-Reply") || *header(a, m, "List-Id") || strcmp(path, "<>") == 0;
}

/* GMime decodes neighbouring base64 words of one charset (RFC 2047) as one run, because some programs cut
 * within a character, and stops where one was padded: all words behind it are lost, and perhaps our reference
 * with them. A word that was padded ends between characters, so an empty one of another kind is put behind
 * it. NULL: there is none. */
static const char *words_parted(struct arena *a, const char *data, size_t len, size_t *ret_len)
{
	static const char empty[] = " =?utf-8?Q?"
				    "?="; /* no trigraph */
	size_t done = 0;
	struct buf b;

	buf_init(&b, a, 5 * len);
	for (size_t i = 0; i + 3 < len; i++) {
		if (data[i] == '\n' && (data[i + 1] == '\n' || data[i + 1] == '\r'))
			break; /* the head ends */
		if (memcmp(data + i, "=?=", 3) != 0 || !g_ascii_isspace(data[i + 3]))
			continue;
		buf_add(&b, data + done, i + 3 - done);
		buf_add(&b, empty, sizeof empty - 1);
		done = i + 3;
	}
	if (!done)
		return NULL;
	buf_add(&b, data + done, len - done);
	*ret_len = b.len;
	return b.data;
}

/* ---- parts ---- */

/* The decoded bytes, cut at limit, NUL-terminated. */
static char *content_of(struct arena *a, GMimePart *part, size_t limit)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *bytes;
	char *text = NULL;

	if (wrapper && g_mime_data_wrapper_write_to_stream(wrapper, stream) >= 0) {
		bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
		if (bytes->len) /* else there is no data at all */
			text = arena_strndup(a, (char *)bytes->data, bytes->len < limit ? bytes->len : limit);
	}
	g_object_unref(stream);
	return text ? text : arena_strdup(a, "");
}

/* "rfc822; a@b" -> "a@b" */
static const char *typed(const char *value)
{
	const char *semicolon = strchr(value, ';');

	if (!semicolon)
		return value;
	semicolon++;
	return semicolon + strspn(semicolon, " ");
}

static const char *lower(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s);

	for (char *c = out; *c; c++)
		*c = (char)g_ascii_tolower(*c);
	return out;
}

/* GMime gives message/delivery-status as raw text: each block of fields is read as the head of a message. */
static void report_block(struct reading *r, const char *text, size_t len)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeObject *fields = g_mime_parser_construct_part(parser, NULL);
	struct came *c = r->c;

	/* Some leave one of the two out. */
	if (fields && c->reports < CAME_LIST_MAX &&
		(*header(r->a, fields, "Final-Recipient") || *header(r->a, fields, "Original-Recipient")))
		c->report[c->reports++] = (struct came_report){typed(header(r->a, fields, "Final-Recipient")),
			typed(header(r->a, fields, "Original-Recipient")),
			lower(r->a, header(r->a, fields, "Action")), header(r->a, fields, "Status"),
			typed(header(r->a, fields, "Diagnostic-Code"))};
	if (fields)
		g_object_unref(fields);
	g_object_unref(parser);
	g_object_unref(stream);
}

static void report_part(struct reading *r, GMimePart *part)
{
	char *text = content_of(r->a, part, CAME_REPORT_MAX), *from = text, *to = text;

	for (; *from; from++) /* line ends as one byte */
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	for (char *block = text, *end; *block; block = end) {
		block += strspn(block, "\n"); /* some leave more than one line empty */
		end = strstr(block, "\n\n");
		end = end ? end + 2 : block + strlen(block);
		report_block(r, block, (size_t)(end - block));
	}
}

/* text/rfc822-headers: the head of the message that came back. */
static void returned_head(struct reading *r, GMimePart *part)
{
	char *text = content_of(r->a, part, CAME_REPORT_MAX);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);

	if (m) {
		r->c->returned_id = kept(r->a, g_mime_message_get_message_id(m));
		g_object_unref(m);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

/* A receipt of reading (RFC 8098) says by itself what it answers. */
static void receipt_part(struct reading *r, GMimePart *part)
{
	char *text = content_of(r->a, part, CAME_REPORT_MAX);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, strlen(text));
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeObject *fields = g_mime_parser_construct_part(parser, NULL);

	if (fields) {
		references(r, fields, "Original-Message-ID");
		g_object_unref(fields);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

/* In UTF-8: as it is where that is what it says, or says nothing else by which it could be turned. */
static const char *body_of(struct arena *a, GMimePart *part)
{
	const char *charset = g_mime_object_get_content_type_parameter((GMimeObject *)part, "charset");
	bool turn = charset && GMIME_IS_TEXT_PART(part) && g_ascii_strcasecmp(charset, "utf-8") != 0 &&
		g_ascii_strcasecmp(charset, "us-ascii") != 0;
	char *text = turn ? g_mime_text_part_get_text((GMimeTextPart *)part) : NULL;
	const char *body = clean_line(a, text ? text : content_of(a, part, CAME_BODY_MAX), CAME_BODY_MAX);

	g_free(text);
	return body;
}

static bool is_status(GMimeContentType *type)
{
	return g_mime_content_type_is_type(type, "message", "delivery-status") ||
		g_mime_content_type_is_type(type, "message", "global-delivery-status");
}

static void part(struct reading *r, GMimeObject *o, int depth)
{
	GMimeContentType *type = g_mime_object_get_content_type(o);

	if (depth > 20 || r->parts++ > CAME_PARTS_MAX)
		return;
	if (GMIME_IS_MULTIPART(o)) {
		int n = g_mime_multipart_get_count((GMimeMultipart *)o);

		for (int i = 0; i < n && i < (int)CAME_PARTS_MAX; i++)
			part(r, g_mime_multipart_get_part((GMimeMultipart *)o, i), depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(o)) {
		GMimeMessage *m = g_mime_message_part_get_message((GMimeMessagePart *)o);

		if (m && r->c->is_report)
			r->c->returned_id = kept(r->a, g_mime_message_get_message_id(m));
	} else if (!GMIME_IS_PART(o)) {
		return;
	} else if (is_status(type)) {
		report_part(r, (GMimePart *)o);
	} else if (g_mime_content_type_is_type(type, "message", "disposition-notification")) {
		receipt_part(r, (GMimePart *)o);
	} else if (r->c->is_report && g_mime_content_type_is_type(type, "text", "rfc822-headers")) {
		returned_head(r, (GMimePart *)o);
	} else if (g_mime_content_type_is_type(type, "text", "plain") && !*r->c->body) {
		r->c->body = body_of(r->a, (GMimePart *)o);
	}
}

/* ---- the whole ---- */

/* Of any kind (RFC 6522): of delivery, a receipt of reading, a complaint. */
static bool is_report(GMimeObject *o)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(o), "multipart", "report");
}

static bool is_delivery_report(GMimeObject *o)
{
	GMimeContentType *type = o ? g_mime_object_get_content_type(o) : NULL;
	const char *kind = type ? g_mime_content_type_get_parameter(type, "report-type") : NULL;

	if (!type || !is_report(o))
		return false;
	if (kind && g_ascii_strcasecmp(kind, "delivery-status") == 0)
		return true;
	/* Some do not say it: then the part does. */
	for (int i = 0; GMIME_IS_MULTIPART(o) && i < g_mime_multipart_get_count((GMimeMultipart *)o); i++)
		if (is_status(g_mime_object_get_content_type(
			    g_mime_multipart_get_part((GMimeMultipart *)o, i))))
			return true;
	return false;
}

static void read_all(struct reading *r, GMimeMessage *m)
{
	GMimeObject *o = g_mime_message_get_mime_part(m);
	GDateTime *date = g_mime_message_get_date(m);
	struct came *c = r->c;

	c->message_id = kept(r->a, g_mime_message_get_message_id(m));
	c->subject = kept(r->a, g_mime_message_get_subject(m));
	c->date_ms = date ? g_date_time_to_unix(date) * 1000 : 0;
	sender(r, m);
	delivered_to(r, m);
	addresses(r, g_mime_message_get_to(m));
	addresses(r, g_mime_message_get_cc(m));
	references(r, (GMimeObject *)m, "In-Reply-To");
	references(r, (GMimeObject *)m, "References");
	c->automatic = is_automatic(r->a, (GMimeObject *)m) || (o && is_report(o));
	c->is_report = is_delivery_report(o);
	if (o)
		part(r, o, 0);
}

int came_read(struct arena *a, const char *data, size_t len, struct came *ret, struct err *e)
{
	size_t changed_len = 0;
	const char *changed = words_parted(a, data, len, &changed_len);
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(changed ? changed : data, changed ? changed_len : len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);
	struct came c = {
		.message_id = "", .subject = "", .from = "", .from_name = "", .returned_id = "", .body = ""};
	struct reading r = {.a = a, .c = &c};

	if (m) {
		read_all(&r, m);
		g_object_unref(m);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	if (!m)
		return err_set(e, ERR_INVALID, "this is no mail: it has no head");
	*ret = c;
	return 0;
}
