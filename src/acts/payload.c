/* Building canonical payloads. JSON and CSV both become fields with parts; parts are checked one by one by
 * their type, sorted, and written. */
#include "acts/payload.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "acts/value.h"

#define FIELDS_MAX (2 * ACT_FIELDS_MAX + 1) /* of a correction and of its replacement, and the note */

struct part {
	const char *key; /* "" but in maps */
	const char *text;
};
struct value {
	const struct act_field *field;
	size_t n, cap;
	struct part *part;
};
struct build {
	struct arena *a;
	enum act_kind kind, as; /* as: of the replacement; = kind where nothing is replaced */
	size_t n;
	struct value value[FIELDS_MAX];
};

/* `as`: what a correction says it stands for; "" or NULL: nothing. */
static int build_begin(struct build *b, struct arena *a, enum act_kind kind, const char *as, struct err *e)
{
	*b = (struct build){.a = a, .kind = kind, .as = kind};
	if (kind != ACT_CORRECTION || !as || !*as)
		return 0;
	if (act_kind_parse(as, &b->as, e) < 0)
		return err_ctx(e, "as");
	if (b->as == ACT_CORRECTION)
		return err_set(e, ERR_INVALID,
			"as: a correction cannot stand for a correction; name the kind of act "
			"that is right, or leave it empty to void");
	return 0;
}

static const struct act_field *build_field(const struct build *b, const char *name)
{
	const struct act_field *f = act_field_find(b->kind, name);

	return f || b->as == b->kind ? f : act_field_find(b->as, name);
}

static int unknown_field(const struct build *b, const char *name, struct err *e)
{
	const char *names[FIELDS_MAX + 1] = {"note"};
	enum act_kind kinds[2] = {b->kind, b->as};
	size_t n = 1;

	for (size_t k = 0; k < 2; k++)
		for (const struct act_field *f = act_kinds[kinds[k]].field; f->name; f++)
			if (k == 0 || b->as != b->kind)
				names[n++] = f->name;
	const char *near = text_nearest(name, names);

	return err_set(e, ERR_INVALID, "%.60s: %s has no such field; %s%s", name, act_kinds[b->as].name,
		near ? "did you mean " : "docs/acts.md lists its fields", near ? near : "");
}

static struct value *build_value(struct build *b, const struct act_field *field)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->value[i].field == field)
			return &b->value[i];
	b->value[b->n] = (struct value){.field = field};
	return &b->value[b->n++];
}

/* One part of a field; what is empty is left out. */
static int build_add(
	struct build *b, const struct act_field *f, const char *key, const char *text, struct err *e)
{
	const char *trimmed = value_trim(b->a, text);
	struct value *v;

	if (!*trimmed)
		return 0;
	if (value_check(f, key, trimmed, e) < 0)
		return *key ? err_ctx(e, "%s.%.60s", f->name, key) : err_ctx(e, "%s", f->name);
	v = build_value(b, f);
	if (v->n == PAYLOAD_MEMBERS_MAX)
		return err_set(e, ERR_LIMIT, "%s: more than %u entries; split the act", f->name,
			PAYLOAD_MEMBERS_MAX);
	GROW(b->a, v->part, v->n, v->cap);
	v->part[v->n++] = (struct part){key, trimmed};
	return 0;
}

/* ---- out ---- */

static int value_cmp(const void *a, const void *b)
{
	return strcmp(((const struct value *)a)->field->name, ((const struct value *)b)->field->name);
}

static int part_cmp(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order || *x->key ? order : strcmp(x->text, y->text);
}

static int value_finish(struct value *v, struct err *e)
{
	enum value_shape shape = value_shape(v->field->type);

	if (shape == SHAPE_ONE)
		return 0;
	qsort(v->part, v->n, sizeof *v->part, part_cmp);
	for (size_t i = 1; i < v->n; i++)
		if (part_cmp(&v->part[i - 1], &v->part[i]) == 0)
			return err_set(e, ERR_INVALID, "%s: %.60s stands twice; take one out", v->field->name,
				shape == SHAPE_MAP ? v->part[i].key : v->part[i].text);
	return 0;
}

static void value_write(struct buf *out, const struct value *v)
{
	static const char open[] = {[SHAPE_LIST] = '[', [SHAPE_MAP] = '{'},
			  close[] = {[SHAPE_LIST] = ']', [SHAPE_MAP] = '}'};
	enum value_shape shape = value_shape(v->field->type);

	buf_json(out, v->field->name);
	buf_putc(out, ':');
	if (shape != SHAPE_ONE)
		buf_putc(out, open[shape]);
	for (size_t i = 0; i < v->n; i++) {
		if (i > 0)
			buf_putc(out, ',');
		if (shape == SHAPE_MAP) {
			buf_json(out, v->part[i].key);
			buf_putc(out, ':');
		}
		if (value_is_number(v->field->type))
			buf_puts(out, value_digits(v->part[i].text));
		else
			buf_json(out, v->part[i].text);
	}
	if (shape != SHAPE_ONE)
		buf_putc(out, close[shape]);
}

static int missing(const struct act_field *f, enum act_kind kind, struct err *e)
{
	return err_set(e, ERR_INVALID, "%s: %s needs it; give %s%s%s", f->name, act_kinds[kind].name,
		field_types[f->type], f->choices ? ": " : "", f->choices ? f->choices : "");
}

static int required(const struct build *b, enum act_kind kind, struct err *e)
{
	for (const struct act_field *f = act_kinds[kind].field; f->name; f++) {
		size_t i = 0;

		while (i < b->n && b->value[i].field != f)
			i++;
		if (f->required && i == b->n)
			return missing(f, kind, e);
	}
	return 0;
}

static int build_end(struct build *b, const char **ret, struct err *e)
{
	struct buf out;
	int r = required(b, b->kind, e);

	if (r == 0 && b->as != b->kind)
		r = required(b, b->as, e);
	for (size_t i = 0; r == 0 && i < b->n; i++)
		r = value_finish(&b->value[i], e);
	if (r < 0)
		return r;
	if (b->n > 1)
		qsort(b->value, b->n, sizeof *b->value, value_cmp);
	buf_init(&out, b->a, ACT_PAYLOAD_MAX);
	buf_putc(&out, '{');
	for (size_t i = 0; i < b->n; i++) {
		if (i > 0)
			buf_putc(&out, ',');
		value_write(&out, &b->value[i]);
	}
	buf_putc(&out, '}');
	if (buf_check(&out, e) < 0)
		return err_set(
			e, ERR_LIMIT, "payload: longer than %u bytes; shorten its texts", ACT_PAYLOAD_MAX);
	*ret = out.data;
	return 0;
}

/* ---- from JSON ---- */

static int json_part(
	struct build *b, const struct act_field *f, const char *key, const json_t *j, struct err *e)
{
	if (json_is_null(j) || (json_is_false(j) && f->type == FIELD_YES))
		return 0;
	if (json_is_string(j))
		return build_add(b, f, key, json_string_value(j), e);
	if (json_is_true(j) && f->type == FIELD_YES)
		return build_add(b, f, key, "yes", e);
	if (json_is_integer(j) && value_may_be_number(f->type))
		return build_add(
			b, f, key, arena_printf(b->a, "%" JSON_INTEGER_FORMAT, json_integer_value(j)), e);
	if (json_is_real(j) && value_may_be_number(f->type))
		return err_set(e, ERR_INVALID,
			"%s: a number with a point would be rounded; write it in quotes", f->name);
	return err_set(e, ERR_INVALID, "%s: wrong type of JSON value; give %s%s", f->name,
		field_types[f->type], value_is_number(f->type) ? "" : ", in quotes");
}

static int json_field(struct build *b, const struct act_field *f, json_t *j, struct err *e)
{
	static const char *const wanted[] = {
		[SHAPE_LIST] = "an array of strings", [SHAPE_MAP] = "an object with strings"};
	enum value_shape shape = value_shape(f->type);
	const char *key;
	json_t *member;
	size_t i;
	int r = 0;

	if (shape == SHAPE_ONE || json_is_null(j))
		return json_part(b, f, "", j, e);
	if (shape == SHAPE_LIST ? !json_is_array(j) : !json_is_object(j))
		return err_set(
			e, ERR_INVALID, "%s: wrong type of JSON value; give %s", f->name, wanted[shape]);
	if (shape == SHAPE_LIST)
		json_array_foreach(j, i, member) r = r < 0 ? r : json_part(b, f, "", member, e);
	else
		json_object_foreach(j, key, member) r = r < 0 ? r : json_part(b, f, key, member, e);
	return r;
}

static int json_build(struct build *b, struct arena *a, enum act_kind kind, json_t *root, struct err *e)
{
	const char *name;
	json_t *j;
	int r;

	if (!json_is_object(root))
		return err_set(e, ERR_INVALID, "payload: not a JSON object; write {\"field\":\"value\"}");
	r = build_begin(b, a, kind, json_string_value(json_object_get(root, "as")), e);
	if (r < 0)
		return r;
	json_object_foreach(root, name, j)
	{
		const struct act_field *f = build_field(b, name);

		r = f ? json_field(b, f, j, e) : unknown_field(b, name, e);
		if (r < 0)
			return r;
	}
	return 0;
}

int payload_canonical(struct arena *a, enum act_kind kind, const char *json, const char **ret, struct err *e)
{
	struct build b;
	json_error_t je;
	json_t *root;
	size_t len = strnlen(json, PAYLOAD_JSON_MAX + 1);
	int r;

	if (len > PAYLOAD_JSON_MAX)
		return err_set(e, ERR_LIMIT, "payload: longer than %u bytes of JSON; shorten its texts",
			PAYLOAD_JSON_MAX);
	root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &je);
	if (!root)
		return err_set(e, ERR_INVALID,
			"payload: line %d, column %d: %s; write one JSON object, in UTF-8", je.line,
			je.column, je.text);
	r = json_build(&b, a, kind, root, e);
	if (r == 0)
		r = build_end(&b, ret, e);
	json_decref(root); /* the parts point into it until they are written */
	return r;
}

/* ---- from CSV ---- */

static int text_parts(struct build *b, const struct act_field *f, const char *text, struct err *e)
{
	char **word;
	size_t n = text_split(b->a, text, " ", &word);

	for (size_t i = 0; i < n; i++) {
		char *key = word[i], *equals = strchr(word[i], '=');
		int r;

		if (value_shape(f->type) == SHAPE_LIST) {
			r = build_add(b, f, "", word[i], e);
		} else if (!equals || !equals[1]) {
			r = err_set(e, ERR_INVALID, "%s: \"%.40s\" lacks its State or its value; give %s",
				f->name, word[i], field_types[f->type]);
		} else {
			*equals = '\0';
			r = build_add(b, f, key, equals + 1, e);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

/* name may be dotted: the field, and the language of its text. */
static int text_field(struct build *b, const char *name, const char *text, struct err *e)
{
	const char *dot = strchr(name, '.'),
		   *base = dot ? arena_strndup(b->a, name, (size_t)(dot - name)) : name;
	const struct act_field *f = build_field(b, base);

	if (!f || (dot && f->type != FIELD_TEXTS))
		return unknown_field(b, name, e);
	if (f->type == FIELD_TEXTS && !dot)
		return err_set(
			e, ERR_INVALID, "%s: say in which language; call the column %s.en", name, name);
	if (f->type == FIELD_TEXTS)
		return build_add(b, f, arena_strdup(b->a, dot + 1), text, e);
	return value_shape(f->type) == SHAPE_ONE ? build_add(b, f, "", text, e) : text_parts(b, f, text, e);
}

int payload_from_texts(struct arena *a, enum act_kind kind, size_t n, const char *const *name,
	const char *const *value, const char **ret, struct err *e)
{
	const char *as = NULL;
	struct build b;
	int r;

	for (size_t i = 0; i < n; i++)
		if (strcmp(name[i], "as") == 0)
			as = value_trim(a, value[i]);
	r = build_begin(&b, a, kind, as, e);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (*value_trim(a, value[i]))
			r = text_field(&b, name[i], value[i], e);
	return r < 0 ? r : build_end(&b, ret, e);
}

int payload_field_check(struct arena *a, enum act_kind as, const char *name, const char *value, struct err *e)
{
	const struct act_field *f = act_field_find(as, name);
	struct build b;
	int r = build_begin(&b, a, as, NULL, e);

	if (r == 0 && *value_trim(a, value))
		r = text_field(&b, name, value, e);
	else if (r == 0 && f && f->required)
		r = missing(f, as, e);
	return r == 0 && b.n ? value_finish(&b.value[0], e) : r;
}
