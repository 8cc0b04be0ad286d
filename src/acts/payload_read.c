/* Reading canonical payloads: a walk over bytes that may, for all it knows, be anything. */
#include "acts/payload.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* Each of these steps over what begins at `at`: where it ends, NULL when it is not whole. */
static const char *string_end(const char *at, const char *end)
{
	if (at >= end || *at != '"')
		return NULL;
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\')
			at++;
	return at < end ? at + 1 : NULL;
}

/* An object or array. */
static const char *nested_end(const char *at, const char *end)
{
	size_t depth = 0;

	while (at && at < end) {
		if (*at == '"') {
			at = string_end(at, end);
			continue;
		}
		if (*at == '{' || *at == '[')
			depth++;
		else if (*at == '}' || *at == ']')
			depth--;
		at++;
		if (depth == 0)
			return at;
	}
	return NULL;
}

static const char *value_end(const char *at, const char *end)
{
	const char *begin = at;

	if (at >= end)
		return NULL;
	if (*at == '"')
		return string_end(at, end);
	if (*at == '{' || *at == '[')
		return nested_end(at, end);
	while (at < end && (*at == '-' || (*at >= '0' && *at <= '9')))
		at++;
	return at > begin ? at : NULL;
}

/* The next member of an object or array, its value as it stands. */
static bool take_member(struct slice s, size_t *pos, struct slice *ret_key, struct slice *ret_value)
{
	const char *at = s.at + *pos, *end = s.at + s.len, *behind;

	if (s.len < 2 || at >= end || (s.at[0] != '{' && s.at[0] != '[') || (*pos > 0 && *at != ','))
		return false;
	at++;
	*ret_key = (struct slice){"", 0};
	if (s.at[0] == '{') {
		behind = string_end(at, end);
		if (!behind || behind >= end || *behind != ':')
			return false;
		*ret_key = (struct slice){at + 1, (size_t)(behind - at) - 2};
		at = behind + 1;
	}
	behind = value_end(at, end);
	if (!behind)
		return false;
	*ret_value = (struct slice){at, (size_t)(behind - at)};
	*pos = (size_t)(behind - s.at);
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

/* Does `text` stand at `at` as a string? It has no character that JSON escapes. */
static bool stands(const char *at, const char *end, const char *text, size_t len)
{
	return (size_t)(end - at) >= len + 2 && at[0] == '"' && at[len + 1] == '"' &&
		memcmp(at + 1, text, len) == 0;
}

/* Where the value of `key` begins in an object, NULL when it has none; what is not looked for is stepped
 * over. */
static const char *find_at(const char *at, const char *end, const char *key)
{
	size_t len = strlen(key);

	if (at == end || *at != '{')
		return NULL;
	do {
		at++;
		bool found = stands(at, end, key, len);
		const char *behind = found ? at + len + 2 : string_end(at, end);

		if (!behind || behind == end || *behind != ':')
			return NULL;
		if (found)
			return behind + 1;
		at = value_end(behind + 1, end);
	} while (at && at < end && *at == ',');
	return NULL;
}

static bool find(struct slice object, const char *key, struct slice *ret)
{
	const char *end = object.at + object.len, *at = find_at(object.at, end, key);
	const char *behind = at ? value_end(at, end) : NULL;

	if (!behind)
		return false;
	*ret = (struct slice){at, (size_t)(behind - at)};
	return true;
}

bool payload_raw(const char *payload, const char *name, struct slice *ret)
{
	return find((struct slice){payload, strlen(payload)}, name, ret);
}

bool payload_is(const char *payload, const char *name, const char *text)
{
	const char *end = payload + strlen(payload), *at = find_at(payload, end, name);

	return at && stands(at, end, text, strlen(text));
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
