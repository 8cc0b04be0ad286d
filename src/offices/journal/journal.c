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

static void fields_put(struct fields *f, const struct said_act *said)
{
	for (size_t i = 0; i < said->n; i++)
		field_put(f, said->name[i], said->value[i]);
}

/* ---- on a command line ---- */

static int fields_said(struct run *r, struct said_act *said, struct err *e)
{
	struct fields f = {.a = r->arena};
	size_t pos = 0;

	for (const char *set; (set = run_option_each(r, SAID_SET, &pos));) {
		const char *equals = strchr(set, '=');
		if (!equals || equals == set)
			return err_set(e, ERR_USAGE,
				"--set %s: write FIELD=VALUE (paraph act kinds KIND lists the fields)", set);
		field_put(&f, arena_strndup(f.a, set, (size_t)(equals - set)), equals + 1);
	}
	said->n = f.n;
	said->name = f.name;
	said->value = f.value;
	return 0;
}

/* --state or --subject. */
static int subject_said(const struct run *r, const char **ret, struct err *e)
{
	const char *state = r->option[SAID_STATE];

	if (state && r->option[SAID_SUBJECT])
		return err_set(e, ERR_USAGE, "--state and --subject: an act is of one thing; leave one out");
	if (state && !text_is_iso3(state))
		return err_set(
			e, ERR_USAGE, "--state %s: give an ISO 3166-1 alpha-3 code, such as LAO", state);
	*ret = state ? state : r->option[SAID_SUBJECT];
	return 0;
}

static int source_file_said(struct run *r, struct said_act *said, struct err *e)
{
	const char *path = r->option[SAID_SOURCE_FILE];
	char hash[65], *data;
	size_t len;

	if (!path)
		return 0;
	if (file_read(r->arena, path, SOURCE_FILE_MAX - 1, &data, &len, e) < 0)
		return err_ctx(e, "--source-file");
	sha256_hex(data, len, hash);
	said->source_sha256 = arena_strdup(r->arena, hash);
	return 0;
}

static int said_read(struct run *r, struct said_act *ret, struct err *e)
{
	struct said_act s = {
		.on = r->option[SAID_ON],
		.effective = r->option[SAID_EFFECTIVE],
		.issuer = r->option[SAID_ISSUER],
		.source = r->option[SAID_SOURCE],
		.by = r->option[SAID_BY],
		.behalf = r->option[SAID_BEHALF],
	};
	int rc = subject_said(r, &s.subject, e);

	if (rc == 0)
		rc = source_file_said(r, &s, e);
	if (rc == 0)
		rc = fields_said(r, &s, e);
	if (rc == 0)
		*ret = s;
	return rc;
}

int treaty_said(struct run *r, const struct book *b, const char **ret, struct err *e)
{
	const struct pack *p = r->treaty && strcmp(r->treaty, "world") == 0 ? b->world : NULL;
	int rc = p ? 0 : book_treaty(r, b, &p, e);

	if (rc == 0)
		*ret = p->code;
	return rc;
}

int draft_said(struct run *r, const char *treaty, const char *kind, struct draft *ret, struct err *e)
{
	struct said_act s = {.subject = NULL};
	int rc = said_read(r, &s, e);

	if (rc < 0)
		return rc;
	s.visibility = r->option[ADD_VISIBILITY];
	if (r->house && !s.issuer && s.visibility &&
		strcmp(s.visibility, visibility_names[VISIBLE_HOUSE]) == 0)
		s.issuer = r->house; /* by its issuer it is known whose it is */
	s.id = r->option[ADD_ID];
	return draft_of(r->arena, r->fresh_id, treaty, kind, &s, ret, e);
}

/* ---- an act ---- */

static const char *either(const char *said, const char *otherwise)
{
	return said ? said : otherwise;
}

/* Everything but kind, id and payload. */
static void parts_put(struct draft *d, const struct said_act *said)
{
	d->subject = either(said->subject, d->subject);
	d->on = either(said->on, d->on);
	d->effective = either(said->effective, d->effective);
	d->issuer = either(said->issuer, d->issuer);
	d->by = either(said->by, "");
	d->behalf = either(said->behalf, "");
	if (said->source || said->source_sha256)
		d->source_sha256 = either(said->source_sha256, "");
	d->source = either(said->source, d->source);
}

/* draft_check() names fields by their CSV columns; on a command line they are options of nearly the same
 * name. */
int draft_of(struct arena *a, const char *fresh_id, const char *treaty, const char *kind,
	const struct said_act *said, struct draft *ret, struct err *e)
{
	struct fields f = {.a = a};
	struct draft d = {
		.treaty = treaty,
		.kind = kind,
		.visibility = either(said->visibility, visibility_names[VISIBLE_PUBLIC]),
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
	if (rc < 0)
		return rc;
	parts_put(&d, said);
	fields_put(&f, said);
	rc = payload_from_texts(a, k, f.n, f.name, f.value, &d.payload, e);
	if (rc < 0)
		return rc;
	d.id = said->id                                                       ? said->id
		: strcmp(d.visibility, visibility_names[VISIBLE_PUBLIC]) == 0 ? draft_id(a, &d)
									      : fresh_id;
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

static bool anything_said(const struct said_correction *c)
{
	const struct said_act *s = &c->act;

	return c->kind || c->voids || s->subject || s->on || s->effective || s->issuer || s->source ||
		s->source_sha256 || s->n;
}

/* The payload of a correction that replaces. `base` is the act whose parts are carried over. */
static int replacement(struct arena *a, const struct act_row *base, const struct said_correction *c,
	const char **ret, struct err *e)
{
	struct fields f = {.a = a};
	enum act_kind kind = kind_of(base), as = payload_as(kind, base->d.payload);
	int rc = c->kind ? act_kind_parse(c->kind, &as, e) : 0;

	fields_of(&f, kind, base->d.payload);
	fields_put(&f, &c->act);
	field_put(&f, "as", act_kinds[as].name);
	field_put(&f, "reason", c->reason);
	return rc < 0 ? rc : payload_from_texts(a, ACT_CORRECTION, f.n, f.name, f.value, ret, e);
}

static int voiding(struct arena *a, const struct said_correction *c, const char **ret, struct err *e)
{
	const struct said_act *s = &c->act;
	const char *name = "reason";

	if (c->kind || s->subject || s->on || s->effective || s->issuer || s->n)
		return err_set(e, ERR_USAGE, "--void replaces the act by nothing; leave the other parts out");
	return payload_from_texts(a, ACT_CORRECTION, 1, &name, &c->reason, ret, e);
}

int draft_base(struct run *r, const struct book *b, const char *id, struct act_row *ret, bool *ret_voids,
	struct err *e)
{
	int rc = store_row_by_id(b->db, r->arena, id, ret, e);

	*ret_voids = rc == 0 && is_void(ret);
	while (rc == 0 && is_void(ret))
		rc = store_row_by_id(b->db, r->arena, ret->d.corrects, ret, e);
	return rc;
}

int draft_corrects(struct run *r, const struct book *b, const char *id, const struct said_correction *c,
	struct draft *ret, struct err *e)
{
	struct act_row base = {.seq = 0};
	struct draft d;
	uint64_t seq;
	bool voids;
	int rc;

	if (!c->reason)
		return err_set(e, ERR_USAGE, "act correct: say why with --reason TEXT");
	if (!journal_find(b->journal, id, journal_count(b->journal), &seq))
		return err_set(e, ERR_NOTFOUND,
			"%s is not on file; paraph act list shows the acts with their ids", id);
	rc = corrected_already(b, seq, e);
	if (rc == 0)
		rc = draft_base(r, b, id, &base, &voids, e);
	if (rc == 0 && c->voids && voids)
		rc = err_set(e, ERR_CONFLICT, "%s is void already; nothing is left to void", id);
	if (rc == 0 && !voids && !anything_said(c))
		rc = err_set(
			e, ERR_USAGE, "act correct: say what is right (--set, --on, --state ...) or --void");
	if (rc < 0)
		return rc;
	d = base.d;
	d.id = next_id(r, id);
	d.kind = act_kinds[ACT_CORRECTION].name;
	d.corrects = id;
	parts_put(&d, &c->act);
	rc = c->voids ? voiding(r->arena, c, &d.payload, e) : replacement(r->arena, &base, c, &d.payload, e);
	if (rc < 0)
		return rc;
	*ret = d;
	return draft_check(ret, e);
}

int draft_correcting(struct run *r, const struct book *b, const char *id, struct draft *ret, struct err *e)
{
	struct said_correction c = {
		.reason = r->option[CORRECT_REASON],
		.kind = r->option[CORRECT_KIND],
		.voids = r->option[CORRECT_VOID] != NULL,
	};
	int rc = said_read(r, &c.act, e);

	return rc == 0 ? draft_corrects(r, b, id, &c, ret, e) : rc;
}
