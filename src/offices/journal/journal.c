/* Drafts from what was said on the command line. */
#include "offices/journal/journal.h"

#include "acts/payload.h"
#include "base/file.h"
#include "base/text.h"
#include "offices/journal/drafts.h"

/* A payload's fields as CSV texts, each with room for one more. */
struct fields {
	struct arena *a;
	size_t n, cap;
	const char **name, **value;
};

static void field_put(struct fields *f, const char *name, const char *value)
{
	size_t cap = f->cap;

	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->name[i], name) == 0) {
			f->value[i] = value;
			return;
		}
	GROW(f->a, f->name, f->n, cap);
	GROW(f->a, f->value, f->n, f->cap);
	f->name[f->n] = name;
	f->value[f->n++] = value;
}

static int fields_said(struct run *r, struct fields *f, struct err *e)
{
	size_t pos = 0;

	for (const char *set; (set = run_option_each(r, SAID_SET, &pos));) {
		const char *equals = strchr(set, '=');
		if (!equals || equals == set)
			return err_set(e, ERR_USAGE,
				"--set %s: write FIELD=VALUE (paraph act kinds KIND lists the fields)", set);
		field_put(f, arena_strndup(f->a, set, (size_t)(equals - set)), equals + 1);
	}
	return 0;
}

static const char *said(const struct run *r, int option, const char *otherwise)
{
	return r->option[option] ? r->option[option] : otherwise;
}

/* --state or --subject, *ret as it was where neither is given. */
static int subject_said(const struct run *r, const char **ret, struct err *e)
{
	if (r->option[SAID_STATE] && r->option[SAID_SUBJECT])
		return err_set(e, ERR_USAGE, "--state and --subject: an act is of one thing; leave one out");
	if (r->option[SAID_STATE] && !text_is_iso3(r->option[SAID_STATE]))
		return err_set(e, ERR_USAGE, "--state %s: give an ISO 3166-1 alpha-3 code, such as LAO",
			r->option[SAID_STATE]);
	*ret = said(r, SAID_STATE, said(r, SAID_SUBJECT, *ret));
	return 0;
}

static int source_said(struct run *r, struct draft *d, struct err *e)
{
	const char *path = r->option[SAID_SOURCE_FILE];
	char hash[65], *data;
	size_t len;
	int rc;

	if (r->option[SAID_SOURCE]) {
		d->source = r->option[SAID_SOURCE];
		d->source_sha256 = "";
	}
	if (!path)
		return 0;
	rc = file_read(r->arena, path, SOURCE_FILE_MAX - 1, &data, &len, e);
	if (rc < 0)
		return err_ctx(e, "--source-file");
	sha256_hex(data, len, hash);
	d->source_sha256 = arena_strdup(r->arena, hash);
	return 0;
}

/* Everything but kind, id and payload. */
static int parts_said(struct run *r, struct draft *d, struct err *e)
{
	int rc = subject_said(r, &d->subject, e);

	d->on = said(r, SAID_ON, d->on);
	d->effective = said(r, SAID_EFFECTIVE, d->effective);
	d->issuer = said(r, SAID_ISSUER, d->issuer);
	d->by = said(r, SAID_BY, "");
	d->behalf = said(r, SAID_BEHALF, "");
	return rc == 0 ? source_said(r, d, e) : rc;
}

int treaty_said(struct run *r, const struct book *b, const char **ret, struct err *e)
{
	const struct pack *p = r->treaty && strcmp(r->treaty, "world") == 0 ? b->world : NULL;
	int rc = p ? 0 : book_treaty(r, b, &p, e);

	if (rc == 0)
		*ret = p->code;
	return rc;
}

/* draft_check() names fields by their CSV columns; on a command line they are options of nearly the same
 * name. */
int draft_said(struct run *r, const char *treaty, const char *kind, struct draft *ret, struct err *e)
{
	struct fields f = {.a = r->arena};
	struct draft d = {
		.treaty = treaty,
		.kind = kind,
		.visibility = said(r, ADD_VISIBILITY, visibility_names[VISIBLE_PUBLIC]),
		.corrects = "",
		.subject = "",
		.on = "",
		.effective = "",
		.issuer = "",
		.source = "",
		.source_sha256 = "",
	};
	enum act_kind k;
	int rc = act_kind_parse(kind, &k, e);

	if (rc == 0 && k == ACT_CORRECTION)
		rc = err_set(e, ERR_USAGE,
			"act add: a correction names the act it corrects: paraph act correct ID");
	if (rc == 0)
		rc = parts_said(r, &d, e);
	if (rc == 0)
		rc = fields_said(r, &f, e);
	if (rc == 0)
		rc = payload_from_texts(r->arena, k, f.n, f.name, f.value, &d.payload, e);
	if (rc < 0)
		return rc;
	if (r->option[ADD_ID])
		d.id = r->option[ADD_ID];
	else if (strcmp(d.visibility, visibility_names[VISIBLE_PUBLIC]) == 0)
		d.id = draft_id(r->arena, &d);
	else
		d.id = r->fresh_id;
	*ret = d;
	return draft_check(ret, e);
}

/* ---- corrections ---- */

static int corrected_already(const struct book *b, uint64_t seq, struct err *e)
{
	uint64_t known = journal_count(b->journal);
	uint32_t by = journal_corrected_by(b->journal, seq, known), last = by;
	const char *id = act_id(journal_act(b->journal, seq));

	for (uint32_t next = by; next; next = journal_corrected_by(b->journal, next - 1, known))
		last = next;
	return !by ? 0
		   : err_set(e, ERR_CONFLICT, "%s was corrected; what counts now is %s: correct that one", id,
			     act_id(journal_act(b->journal, last - 1)));
}

/* The fields that the act carries, but for those that make it a correction. */
static void fields_of(struct fields *f, enum act_kind kind, const char *payload)
{
	struct slice all = {payload, strlen(payload)}, key, value, lang, text;
	size_t pos = 0;

	while (payload_each(all, &pos, &key, &value)) {
		const char *name = arena_strndup(f->a, key.at, key.len);
		const struct act_field *field = payload_field(kind, payload, name);
		size_t inner = 0;

		if (kind == ACT_CORRECTION && (strcmp(name, "reason") == 0 || strcmp(name, "as") == 0))
			continue;
		if (!field || field->type != FIELD_TEXTS) {
			field_put(f, name, payload_to_text(f->a, kind, payload, name, NULL));
			continue;
		}
		while (payload_each(value, &inner, &lang, &text)) {
			const char *part = arena_strndup(f->a, lang.at, lang.len);
			field_put(f, arena_printf(f->a, "%s.%s", name, part),
				payload_to_text(f->a, kind, payload, name, part));
		}
	}
}

/* Each act is corrected once, so that its id makes that of its correction: ID~1, whose own is ID~2. */
static const char *next_id(struct run *r, const char *id)
{
	const char *tilde = strrchr(id, '~');
	struct err other;
	int64_t n = 0;

	if (tilde && text_int(tilde + 1, 1, INT32_MAX, &n, &other) == 0)
		id = arena_strndup(r->arena, id, (size_t)(tilde - id));
	id = arena_printf(r->arena, "%s~%lld", id, (long long)n + 1);
	return strlen(id) <= ACT_ID_MAX ? id : r->fresh_id;
}

static enum act_kind kind_of(const struct act_row *row)
{
	enum act_kind kind = ACT_CORRECTION;

	IGNORE(act_kind_parse(row->d.kind, &kind, NULL)); /* it is on file: the store knows no other */
	return kind;
}

static bool is_void(const struct act_row *row)
{
	return payload_as(kind_of(row), row->d.payload) == ACT_CORRECTION;
}

static bool anything_said(const struct run *r)
{
	bool any = r->option[CORRECT_KIND] || r->option[CORRECT_VOID];

	for (int i = 0; i < SAID_BY; i++)
		any |= r->option[i] != NULL;
	return any;
}

/* The payload of a correction that replaces. `base` is the act whose parts are carried over. */
static int replacement(struct run *r, const struct act_row *base, const char **ret, struct err *e)
{
	struct fields f = {.a = r->arena};
	enum act_kind kind = kind_of(base), as = payload_as(kind, base->d.payload);
	int rc = 0;

	fields_of(&f, kind, base->d.payload);
	rc = fields_said(r, &f, e);
	if (rc == 0 && r->option[CORRECT_KIND])
		rc = act_kind_parse(r->option[CORRECT_KIND], &as, e);
	field_put(&f, "as", act_kinds[as].name);
	field_put(&f, "reason", r->option[CORRECT_REASON]);
	return rc < 0 ? rc : payload_from_texts(r->arena, ACT_CORRECTION, f.n, f.name, f.value, ret, e);
}

static int voiding(struct run *r, const char **ret, struct err *e)
{
	const char *name = "reason";

	for (int i = 0; i <= CORRECT_KIND; i++)
		if (r->option[i] && i != SAID_BY && i != SAID_BEHALF && i != SAID_SOURCE &&
			i != SAID_SOURCE_FILE)
			return err_set(e, ERR_USAGE,
				"--void replaces the act by nothing; leave the other parts out");
	return payload_from_texts(r->arena, ACT_CORRECTION, 1, &name, &r->option[CORRECT_REASON], ret, e);
}

/* The act itself; for one that voids, the act that it voided. */
static int base_of(struct run *r, const struct book *b, const char *id, struct act_row *ret, bool *ret_voids,
	struct err *e)
{
	int rc = store_row_by_id(b->db, r->arena, id, ret, e);

	*ret_voids = rc == 0 && is_void(ret);
	while (rc == 0 && is_void(ret))
		rc = store_row_by_id(b->db, r->arena, ret->d.corrects, ret, e);
	return rc;
}

int draft_correcting(struct run *r, const struct book *b, const char *id, struct draft *ret, struct err *e)
{
	struct act_row base;
	struct draft d;
	uint64_t seq;
	bool voids;
	int rc;

	if (!r->option[CORRECT_REASON])
		return err_set(e, ERR_USAGE, "act correct: say why with --reason TEXT");
	if (!journal_find(b->journal, id, journal_count(b->journal), &seq))
		return err_set(e, ERR_NOTFOUND,
			"%s is not on file; paraph act list shows the acts with their ids", id);
	rc = corrected_already(b, seq, e);
	if (rc == 0)
		rc = base_of(r, b, id, &base, &voids, e);
	if (rc == 0 && r->option[CORRECT_VOID] && voids)
		rc = err_set(e, ERR_CONFLICT, "%s is void already; nothing is left to void", id);
	if (rc == 0 && !voids && !anything_said(r))
		rc = err_set(
			e, ERR_USAGE, "act correct: say what is right (--set, --on, --state ...) or --void");
	if (rc < 0)
		return rc;
	d = base.d;
	d.id = next_id(r, id);
	d.kind = act_kinds[ACT_CORRECTION].name;
	d.corrects = id;
	rc = parts_said(r, &d, e);
	if (rc == 0)
		rc = r->option[CORRECT_VOID] ? voiding(r, &d.payload, e)
					     : replacement(r, &base, &d.payload, e);
	if (rc < 0)
		return rc;
	*ret = d;
	return draft_check(ret, e);
}
