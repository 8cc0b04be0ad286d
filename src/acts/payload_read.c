/* Reading canonical payloads: a walk over bytes that may, for all it knows, be anything. */
#include "acts/payload.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* The string that begins at *pos, without its quotes; *pos goes behind it. */
static bool take_string(struct slice s, size_t *pos, struct slice *ret)
{
	size_t at = *pos;

	if (at >= s.len || s.at[at] != '"')
		return false;
	for (size_t i = at + 1; i < s.len; i++) {
		if (s.at[i] == '"') {
			*ret = (struct slice){s.at + at + 1, i - at - 1};
			*pos = i + 1;
			return true;
		}
		if (s.at[i] == '\\')
			i++;
	}
	return false;
}

/* The object or array that begins at *pos, as it stands. */
static bool take_nested(struct slice s, size_t *pos, struct slice *ret)
{
	struct slice string;
	size_t begin = *pos, i = begin, depth = 0;

	while (i < s.len) {
		if (s.at[i] == '"') {
			if (!take_string(s, &i, &string))
				return false;
			continue;
		}
		if (s.at[i] == '{' || s.at[i] == '[')
			depth++;
		else if (s.at[i] == '}' || s.at[i] == ']')
			depth--;
		i++;
		if (depth == 0) {
			*ret = (struct slice){s.at + begin, i - begin};
			*pos = i;
			return true;
		}
	}
	return false;
}

/* Any value as it stands, quotes included. */
static bool take_value(struct slice s, size_t *pos, struct slice *ret)
{
	size_t begin = *pos, i = begin;

	if (i >= s.len)
		return false;
	if (s.at[i] == '{' || s.at[i] == '[')
		return take_nested(s, pos, ret);
	if (s.at[i] == '"') {
		if (!take_string(s, pos, ret))
			return false;
		*ret = (struct slice){s.at + begin, *pos - begin};
		return true;
	}
	while (i < s.len && (s.at[i] == '-' || (s.at[i] >= '0' && s.at[i] <= '9')))
		i++;
	*ret = (struct slice){s.at + begin, i - begin};
	*pos = i;
	return i > begin;
}

/* The next member of an object or array, its value as it stands. */
static bool take_member(struct slice s, size_t *pos, struct slice *ret_key, struct slice *ret_value)
{
	size_t i = *pos;

	if (s.len < 2 || i >= s.len || (s.at[0] != '{' && s.at[0] != '['))
		return false;
	if (i > 0 && s.at[i] != ',')
		return false;
	i++;
	*ret_key = (struct slice){"", 0};
	if (s.at[0] == '{') {
		if (!take_string(s, &i, ret_key) || i >= s.len || s.at[i] != ':')
			return false;
		i++;
	}
	if (!take_value(s, &i, ret_value))
		return false;
	*pos = i;
	return true;
}

static bool is_string(struct slice raw)
{
	return raw.len >= 2 && raw.at[0] == '"';
}

static struct slice inner(struct slice raw)
{
	return is_string(raw) ? (struct slice){raw.at + 1, raw.len - 2} : raw;
}

static bool equal(struct slice s, const char *text)
{
	return strlen(text) == s.len && memcmp(s.at, text, s.len) == 0;
}

bool payload_each(struct slice value, size_t *pos, struct slice *ret_key, struct slice *ret_value)
{
	struct slice raw;

	if (!take_member(value, pos, ret_key, &raw))
		return false;
	*ret_value = inner(raw);
	return true;
}

static bool find(struct slice object, const char *key, struct slice *ret)
{
	struct slice k, value;
	size_t pos = 0;

	while (take_member(object, &pos, &k, &value)) {
		if (object.at[0] == '{' && equal(k, key)) {
			*ret = value;
			return true;
		}
	}
	return false;
}

bool payload_raw(const char *payload, const char *name, struct slice *ret)
{
	return find((struct slice){payload, strlen(payload)}, name, ret);
}

bool payload_is(const char *payload, const char *name, const char *text)
{
	struct slice raw;

	return payload_raw(payload, name, &raw) && is_string(raw) && equal(inner(raw), text);
}

static size_t utf8(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

/* Four hex digits; what no text can hold (NUL, half of a pair, no digits) becomes U+FFFD. */
static uint32_t escaped_char(const char *s, size_t len)
{
	uint32_t c = 0;

	for (size_t i = 0; i < 4; i++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit = i < len && s[i] ? strchr(digits, s[i]) : NULL;

		if (!digit)
			return 0xfffd;
		c = c << 4 | (uint32_t)(digit - digits);
	}
	return c == 0 || (c >= 0xd800 && c <= 0xdfff) ? 0xfffd : c;
}

/* The text that a JSON string stands for. */
static const char *unescape(struct arena *a, struct slice s)
{
	static const char from[] = "btnfr", to[] = "\b\t\n\f\r";
	struct buf b;

	if (!memchr(s.at, '\\', s.len))
		return arena_strndup(a, s.at, s.len);
	buf_init(&b, a, 2 * s.len); /* a broken \u may take more room than it had */
	for (size_t i = 0; i < s.len; i++) {
		const char *letter;
		char bytes[4];

		if (s.at[i] != '\\' || i + 1 == s.len) {
			buf_putc(&b, s.at[i]);
			continue;
		}
		i++;
		letter = strchr(from, s.at[i]);
		if (s.at[i] == 'u') {
			buf_add(&b, bytes, utf8(escaped_char(s.at + i + 1, s.len - i - 1), bytes));
			i = i + 4 < s.len ? i + 4 : s.len - 1;
		} else {
			buf_putc(&b, letter ? to[letter - from] : s.at[i]);
		}
	}
	return b.data;
}

const char *payload_text(struct arena *a, const char *payload, const char *name)
{
	struct slice raw;

	return payload_raw(payload, name, &raw) ? unescape(a, inner(raw)) : NULL;
}

bool payload_int(const char *payload, const char *name, int64_t *ret)
{
	struct slice raw;
	char digits[24];

	if (!payload_raw(payload, name, &raw) || raw.len >= sizeof digits)
		return false;
	memcpy(digits, raw.at, raw.len);
	digits[raw.len] = '\0';
	return text_int(digits, INT64_MIN, INT64_MAX, ret, NULL) == 0;
}

bool payload_edtf(const char *payload, const char *name, struct edtf *ret)
{
	struct slice raw;

	return payload_raw(payload, name, &raw) && is_string(raw) && raw.len > 2 &&
		edtf_parse(raw.at + 1, raw.len - 2, ret, NULL) == 0;
}

bool payload_in_list(const char *payload, const char *name, const char *word)
{
	struct slice list, key, value;
	size_t pos = 0;

	if (!payload_raw(payload, name, &list) || list.at[0] != '[')
		return false;
	while (payload_each(list, &pos, &key, &value))
		if (equal(value, word))
			return true;
	return false;
}

const char *payload_member(struct arena *a, const char *payload, const char *name, const char *key)
{
	struct slice object, raw;

	if (!payload_raw(payload, name, &object) || !find(object, key, &raw))
		return NULL;
	return unescape(a, inner(raw));
}

enum act_kind payload_as(enum act_kind kind, const char *payload)
{
	struct slice raw;

	if (kind != ACT_CORRECTION || !payload_raw(payload, "as", &raw))
		return kind;
	for (size_t k = 0; k < ACT_KIND_COUNT; k++)
		if (equal(inner(raw), act_kinds[k].name))
			return (enum act_kind)k;
	return kind;
}

const struct act_field *payload_field(enum act_kind kind, const char *payload, const char *name)
{
	const struct act_field *f = act_field_find(kind, name);
	enum act_kind as = payload_as(kind, payload);

	return f || as == kind ? f : act_field_find(as, name);
}

static const char *joined(struct arena *a, struct slice value)
{
	struct slice key, member;
	size_t pos = 0;
	struct buf b;

	buf_init(&b, a, 2 * value.len + 1);
	while (payload_each(value, &pos, &key, &member)) {
		if (b.len > 0)
			buf_putc(&b, ' ');
		buf_add(&b, key.at, key.len);
		if (key.len > 0)
			buf_putc(&b, '=');
		buf_add(&b, member.at, member.len);
	}
	return b.data;
}

const char *payload_to_text(
	struct arena *a, enum act_kind kind, const char *payload, const char *name, const char *part)
{
	const struct act_field *f = payload_field(kind, payload, name);
	struct slice raw;
	const char *text;

	if (!f || !payload_raw(payload, name, &raw))
		return "";
	if (f->type == FIELD_TEXTS) {
		text = part ? payload_member(a, payload, name, part) : NULL;
		return text ? text : "";
	}
	if (raw.at[0] == '{' || raw.at[0] == '[')
		return joined(a, raw);
	return unescape(a, inner(raw));
}
