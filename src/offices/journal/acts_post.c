/* POST of an act: the members are those that the list of acts shows, and what is done with them is what
 * `paraph act add` and `act correct` do. */
#include "offices/journal/acts_post.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/machine/machine.h"
#include "offices/packs/packs.h"

#define MEMBERS (sizeof members / sizeof *members)

/* Texts of an act by their names in JSON. */
enum { KIND, TREATY, SUBJECT, DONE, EFFECTIVE, ISSUER, SOURCE, SHA256, VISIBILITY, BEHALF, CORRECTS, ID };
static const struct member {
	const char *name, *column; /* column: as errors of draft_check() name it, where that is another */
	const char *meaning;
} members[] = {
	[KIND] = {"kind", "action", "Kind of act"},
	[TREATY] = {"treaty", NULL,
		"Code of the treaty, or world; the one of this register where it is left out"},
	[SUBJECT] = {"subject", "iso3", "What it is of: code of a State, a meeting, a resolution, a figure"},
	[DONE] = {"done_on", "date", "Day on which it was done: ISO 8601, or EDTF where it is known in part"},
	[EFFECTIVE] = {"effective", NULL, "Day on which it takes effect, where the act gives one"},
	[ISSUER] = {"issuer", NULL, "Who did it or published it"},
	[SOURCE] = {"source", NULL, "Where it can be read"},
	[SHA256] = {"source_sha256", NULL, "SHA-256 of the document"},
	[VISIBILITY] = {"visibility", NULL,
		"Who may see it: public (which it is without this), parties, house"},
	[BEHALF] = {"behalf", NULL, "On whose behalf: an id, never a name"},
	[CORRECTS] = {"corrects", NULL, "Of a correction: id of the act that it replaces or voids"},
	[ID] = {"id", NULL, "An id of its own; without it one is made of treaty, kind, subject and day"},
};

/* ---- reading ---- */

static void let_go(void *json)
{
	json_decref(json);
}

static int read_json(struct request *q, json_t **ret, struct err *e)
{
	json_error_t at;
	json_t *j;

	if (strcmp(q->media, "application/json") != 0)
		return err_set(e, ERR_INVALID, "send application/json");
	j = json_loadb(q->body, q->body_len, JSON_REJECT_DUPLICATES, &at);
	if (!j)
		return err_set(e, ERR_INVALID, "line %d, column %d: %s", at.line, at.column, at.text);
	arena_defer(q->a, let_go, j);
	if (!json_is_object(j))
		return err_set(e, ERR_INVALID, "send one JSON object: an act");
	*ret = j;
	return 0;
}

static int known_members(json_t *j, struct err *e)
{
	const char *names[MEMBERS + 2] = {NULL};
	const char *name;
	json_t *value;

	for (size_t i = 0; i < MEMBERS; i++)
		names[i] = members[i].name;
	names[MEMBERS] = "content";
	json_object_foreach(j, name, value)
	{
		bool known = false;

		for (size_t i = 0; names[i]; i++)
			known |= strcmp(names[i], name) == 0;
		const char *near = known ? NULL : text_nearest(name, names);
		if (!known)
			return err_set(e, ERR_INVALID, "%s: an act has no such member%s%s", name,
				near ? "; did you mean " : "", near ? near : "");
	}
	return 0;
}

/* "" where it is left out or null. */
static int text_member(struct request *q, const json_t *j, int i, const char **ret, struct err *e)
{
	const json_t *value = json_object_get(j, members[i].name);

	*ret = "";
	if (!value || json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return err_set(e, ERR_INVALID, "%s: write a text", members[i].name);
	*ret = arena_strdup(q->a, json_string_value(value));
	if (text_check(*ret, strlen(*ret), e) < 0)
		return err_ctx(e, "%s", members[i].name);
	return 0;
}

static int content_of(struct request *q, const json_t *j, enum act_kind kind, const char **ret, struct err *e)
{
	const json_t *content = json_object_get(j, "content");

	if (content && !json_is_object(content) && !json_is_null(content))
		return err_set(e, ERR_INVALID, "content: write an object with the fields of the kind");
	if (!content || json_is_null(content))
		return payload_canonical(q->a, kind, "{}", ret, e);
	size_t len = json_dumpb(content, NULL, 0, JSON_COMPACT);
	char *text = NEW_ARRAY(q->a, char, len + 1);
	if (json_dumpb(content, text, len, JSON_COMPACT) != len)
		return err_set(e, ERR_BUG, "content: it cannot be written");
	return payload_canonical(q->a, kind, text, ret, e);
}

/* Letters and packs are acts of their own offices, which do more than record them. */
static int may_be_sent(enum act_kind kind, struct err *e)
{
	if (kind != ACT_LETTER_ISSUED && kind != ACT_LETTER_CANCELLED && kind != ACT_PACK_ADOPTED)
		return 0;
	return err_set(e, ERR_INVALID, "kind: %s is recorded by this register itself, and not sent to it",
		act_kinds[kind].name);
}

static const char *id_of(struct request *q, const struct draft *d)
{
	if (*d->id)
		return d->id;
	return strcmp(d->visibility, visibility_names[VISIBLE_PUBLIC]) == 0 ? draft_id(q->a, d)
									    : q->run->fresh_id;
}

static const char *given(const char *text, const char *otherwise)
{
	return text && *text ? text : otherwise;
}

static int draft_of(struct request *q, json_t *j, const char *treaty, struct draft *ret, struct err *e)
{
	const char *text[MEMBERS] = {NULL};
	enum act_kind kind = ACT_CORRECTION;
	int rc = known_members(j, e);

	for (size_t i = 0; rc == 0 && i < MEMBERS; i++)
		rc = text_member(q, j, (int)i, &text[i], e);
	if (rc < 0)
		return rc;
	struct draft d = {.id = text[ID],
		.treaty = given(text[TREATY], treaty),
		.kind = text[KIND],
		.visibility = given(text[VISIBILITY], visibility_names[VISIBLE_PUBLIC]),
		.corrects = text[CORRECTS],
		.subject = text[SUBJECT],
		.on = text[DONE],
		.effective = text[EFFECTIVE],
		.issuer = text[ISSUER],
		.by = q->who.account,
		.behalf = text[BEHALF],
		.source = text[SOURCE],
		.source_sha256 = text[SHA256]};
	if (act_kind_parse(d.kind, &kind, e) < 0)
		return err_ctx(e, "kind");
	rc = may_be_sent(kind, e);
	if (rc == 0)
		rc = content_of(q, j, kind, &d.payload, e);
	if (rc < 0)
		return rc;
	d.id = id_of(q, &d);
	if (!*d.issuer && strcmp(d.visibility, visibility_names[VISIBLE_HOUSE]) == 0)
		d.issuer = q->as.house; /* by its issuer it is known whose it is */
	*ret = d;
	return draft_check(ret, e);
}

/* ---- recording ---- */

static void said(struct answer *ret, const struct book *b, const struct draft *d, const struct appended *done,
	const struct marks *marks)
{
	char recorded[25];

	ret->status = done->already ? 200 : 201;
	ret->type = "application/json";
	buf_printf(&ret->b, "{\"seq\":%" PRIu64 ",\"id\":", done->seq);
	buf_json(&ret->b, d->id);
	buf_printf(&ret->b, ",\"recorded\":\"%s\",\"outcome\":\"%s\",\"marks\":[",
		instant_format(journal_act(b->journal, done->seq)->recorded_ms, recorded),
		outcome_names[done->already ? OUTCOME_ON_FILE : OUTCOME_NEW]);
	for (size_t i = 0; i < marks->n; i++) {
		buf_puts(&ret->b, i ? "," : "");
		buf_json(&ret->b, marks->mark[i]);
	}
	buf_printf(&ret->b, "],\"address\":\"/api/v1/acts/%" PRIu64 "\"}\n", done->seq);
}

/* Errors name a field as files do; a program knows it by the name it sent. */
static int as_sent(struct err *e)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		size_t len = members[i].column ? strlen(members[i].column) : 0;

		if (len && strncmp(e->text, members[i].column, len) == 0 && e->text[len] == ':') {
			struct err given = *e;

			return err_set(e, given.code, "%s%s", members[i].name, given.text + len);
		}
	}
	return e->code;
}

static int record(struct request *q, struct answer *ret, struct err *e)
{
	const struct pack *p = NULL;
	struct appended done = {0};
	struct marks marks = {0};
	json_t *j = NULL;
	struct draft d = {0};
	struct book b = {0};
	int rc = read_json(q, &j, e);

	if (rc == 0)
		rc = book_open(q->run, &b, e);
	if (rc == 0)
		rc = book_treaty(q->run, &b, &p, e);
	if (rc == 0)
		rc = draft_of(q, j, p->code, &d, e);
	if (rc == 0)
		rc = book_record(q->run, &b, &d, 1, &done, &marks, e);
	if (rc < 0)
		return as_sent(e);
	said(ret, &b, &d, &done, &marks);
	return 0;
}

int acts_post(struct request *q, struct answer *ret, struct err *e)
{
	return machine_once(q, ret, record, e);
}

/* ---- described ---- */

static const char *const schemas[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = "{\"type\":\"string\"}",
	[FIELD_CODE] = "{\"type\":\"string\"}",
	[FIELD_CODES] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
	[FIELD_KINDS] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
	[FIELD_TEXTS] = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}",
	[FIELD_COUNT] = "{\"type\":\"integer\",\"minimum\":0}",
	[FIELD_DECIMAL] = "{\"type\":\"string\"}",
	[FIELD_DAY] = "{\"type\":\"string\",\"format\":\"date\"}",
	[FIELD_EDTF] = "{\"type\":\"string\"}",
	[FIELD_YEAR] = "{\"type\":\"integer\",\"minimum\":1,\"maximum\":9999}",
	[FIELD_STATE] = "{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"}",
	[FIELD_STATES] = "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"}}",
	[FIELD_ROLL] = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}",
	[FIELD_RATES] = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}",
	[FIELD_YES] = "{\"const\":\"yes\"}",
	[FIELD_SHA256] = "{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"}",
};

static void choices(struct buf *b, const char *words)
{
	buf_puts(b, "{\"enum\":[\"");
	for (; *words; words++) {
		if (*words == ' ')
			buf_puts(b, "\",\"");
		else
			buf_putc(b, *words);
	}
	buf_puts(b, "\"]}");
}

static void content_schema(struct buf *b, const struct act_kind_info *k)
{
	const char *before = "";

	buf_puts(b, "{\"type\":\"object\",\"properties\":{");
	for (const struct act_field *f = k->field; f->name; f++) {
		buf_puts(b, before);
		buf_json(b, f->name);
		buf_putc(b, ':');
		if (f->type == FIELD_CHOICE)
			choices(b, f->choices);
		else
			buf_puts(b, schemas[f->type]);
		before = ",";
	}
	buf_puts(b, "},\"required\":[");
	before = "";
	for (const struct act_field *f = k->field; f->name; f++)
		if (f->required) {
			buf_puts(b, before);
			buf_json(b, f->name);
			before = ",";
		}
	buf_puts(b, "]}");
}

void acts_post_schema(struct buf *b)
{
	buf_puts(b, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
	for (size_t i = 0; i < MEMBERS; i++) {
		buf_json(b, members[i].name);
		buf_puts(b, ":{\"type\":[\"string\",\"null\"],\"description\":");
		buf_json(b, members[i].meaning);
		buf_puts(b, "},");
	}
	buf_puts(b, "\"content\":{\"type\":[\"object\",\"null\"]}},\"required\":[\"kind\"],\"oneOf\":[");
	for (int k = 0, n = 0; k < ACT_KIND_COUNT; k++) {
		struct err e;

		if (may_be_sent((enum act_kind)k, &e) < 0)
			continue;
		buf_puts(b, n++ ? ",{" : "{");
		buf_puts(b, "\"title\":");
		buf_json(b, act_kinds[k].label);
		buf_puts(b, ",\"properties\":{\"kind\":{\"const\":");
		buf_json(b, act_kinds[k].name);
		buf_puts(b, "},\"content\":");
		content_schema(b, &act_kinds[k]);
		buf_puts(b, "}}");
	}
	buf_puts(b, "]}");
}

void acts_post_answer(struct buf *b)
{
	buf_puts(b,
		"{\"type\":\"object\",\"required\":[\"seq\",\"id\",\"recorded\",\"outcome\",\"marks\","
		"\"address\"],\"properties\":{\"seq\":{\"type\":\"integer\"},\"id\":{\"type\":\"string\"},"
		"\"recorded\":{\"type\":\"string\",\"format\":\"date-time\"},"
		"\"outcome\":{\"enum\":[\"new\",\"on-file\"]},"
		"\"marks\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
		"\"address\":{\"type\":\"string\"}}}");
}
