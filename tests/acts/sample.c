#include "sample.h"

/* By type: what stands in a field, as JSON. */
static const char *const value[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = "\"Some \\\"text\\\", with a line\\nand \u00e9\"",
	[FIELD_CODE] = "\"A/RES/80/52\"",
	[FIELD_CODES] = "[\"b\",\"a.1\"]",
	[FIELD_KINDS] = "[\"signature\",\"accession\"]",
	[FIELD_TEXTS] = "{\"fr\":\"R\u00e9union\",\"en\":\"Meeting\",\"zh-Hans\":\"\u4f1a\u8bae\"}",
	[FIELD_COUNT] = "1000000000000000",
	[FIELD_DECIMAL] = "\"-0.010\"",
	[FIELD_DAY] = "\"2024-02-29\"",
	[FIELD_EDTF] = "\"2017-07/2018-07\"",
	[FIELD_YEAR] = "2017",
	[FIELD_STATE] = "\"LAO\"",
	[FIELD_STATES] = "[\"LAO\",\"AUT\"]",
	[FIELD_ROLL] = "{\"LAO\":\"yes\",\"AUT\":\"non-voting\"}",
	[FIELD_RATES] = "{\"LAO\":\"0.006\",\"AUT\":\"0.679\"}",
	[FIELD_YES] = "\"yes\"",
	[FIELD_SHA256] = "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
};

static void add_fields(struct buf *b, enum act_kind kind)
{
	for (const struct act_field *f = act_kinds[kind].field; f->name; f++) {
		buf_printf(b, "%s\"%s\":", b->len > 1 ? "," : "", f->name);
		if (strcmp(f->name, "as") == 0)
			buf_puts(b, "\"declared\"");
		else if (f->type == FIELD_CHOICE)
			buf_printf(b, "\"%.*s\"", (int)strcspn(f->choices, " "), f->choices);
		else
			buf_puts(b, value[f->type]);
	}
}

const char *sample_json(struct arena *a, enum act_kind kind)
{
	struct buf b;

	buf_init(&b, a, ACT_PAYLOAD_MAX);
	buf_putc(&b, '{');
	add_fields(&b, kind);
	if (kind == ACT_CORRECTION)
		add_fields(&b, ACT_DECLARED);
	buf_putc(&b, '}');
	assert_false(b.over);
	return b.data;
}

struct draft sample_draft(struct arena *a, enum act_kind kind, const char *id)
{
	static const char *const subject[SUBJECT_COUNT] = {[SUBJECT_STATE] = "LAO",
		[SUBJECT_CODE] = "A/RES/80/52",
		[SUBJECT_NONE] = "",
		[SUBJECT_ANY] = "an office"};
	struct draft d = {.id = id,
		.treaty = "ccm",
		.kind = act_kinds[kind].name,
		.visibility = "public",
		.corrects = kind == ACT_CORRECTION ? "the/target" : "",
		.subject = subject[act_kinds[kind == ACT_CORRECTION ? ACT_DECLARED : kind].subject],
		.on = "2018-05",
		.effective = "2019",
		.issuer = "An issuer",
		.by = "u1",
		.behalf = "h1",
		.source = "Invented for the tests",
		.source_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
	struct err e;

	if (payload_canonical(a, kind, sample_json(a, kind), &d.payload, &e) < 0)
		fail_msg("%s: %s", d.kind, e.text);
	return d;
}

struct act_row sample_row(
	struct arena *a, const struct draft *d, uint64_t seq, int64_t ms, const char *previous)
{
	char *salt = arena_zalloc(a, CHAIN_SALT), *commitment = arena_zalloc(a, CHAIN_HASH),
	     *hash = arena_zalloc(a, CHAIN_HASH);
	struct act_row row = {
		.d = *d, .seq = seq, .recorded_ms = ms, .salt = salt, .commitment = commitment, .hash = hash};

	chain_salt(salt);
	chain_commit(&row, commitment);
	chain_hash(previous, &row, hash);
	return row;
}
