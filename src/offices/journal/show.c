/* act list, act show, act kinds. */
#include "offices/journal/show.h"

#include <inttypes.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/journal/lines.h"
#include "offices/packs/packs.h"

#define LIST_PEOPLE_COLUMNS 10 /* of the columns below, for people */
#define SHOW_TEXT_MAX (4u << 20)

/* ---- list ---- */

struct wanted {
	struct run *run;
	const struct journal *journal;
	uint64_t known;
	uint32_t treaty, state; /* words */
	enum act_kind kind;     /* ACT_KIND_COUNT: all */
	day_t since;
};

/* Who looks for a house sees nothing that is another house's own. */
static bool is_foreign(const struct run *r, const struct journal *j, const struct act *act)
{
	return r->house && act->visibility == VISIBLE_HOUSE &&
		strcmp(journal_text(j, act->issuer), r->house) != 0;
}

static bool is_wanted(const struct wanted *w, const struct act *act)
{
	const struct run *r = w->run;
	struct edtf on = act_on(act);

	if (is_foreign(r, w->journal, act))
		return false;
	if (w->kind != ACT_KIND_COUNT && act->kind != w->kind && act->as != w->kind)
		return false;
	if ((r->treaty && act->treaty != w->treaty) || (r->option[LIST_STATE] && act->subject != w->state))
		return false;
	if (r->on_given && edtf_by(on, r->on) == TRI_NO)
		return false;
	return on.high >= w->since;
}

/* place + 1; 0 gives "" */
static const char *id_at(const struct journal *j, uint64_t place)
{
	return place ? act_id(journal_act(j, place - 1)) : "";
}

static void list_row(const struct wanted *w, struct table *t, uint64_t seq)
{
	AUTO_ARENA a = arena_child(w->run->arena, "row");
	const struct journal *j = w->journal;
	const struct act *act = journal_act(j, seq);
	char on[EDTF_TEXT], effective[EDTF_TEXT], recorded[25];

	table_row(t,
		(const char *const[]){
			arena_printf(a, "%" PRIu64, seq),
			act_id(act),
			journal_text(j, act->treaty),
			act_kinds[act->kind].name,
			journal_text(j, act->subject),
			edtf_format(act->on, on),
			act->has_effective ? edtf_format(act->effective, effective) : "",
			instant_format(act->recorded_ms, recorded),
			journal_text(j, act->source),
			id_at(j, journal_corrected_by(j, seq, w->known)),
			id_at(j, journal_corrects(j, seq)),
			act->kind == act->as ? "" : act_kinds[act->as].name,
			visibility_names[act->visibility],
			journal_text(j, act->issuer),
			act->payload,
		});
}

/* What needs no book. */
static int options_read(struct run *r, struct wanted *ret, int64_t *ret_limit, struct err *e)
{
	const char *since = r->option[LIST_SINCE];
	int rc = run_option_int(r, LIST_LIMIT, 1, JOURNAL_ACTS_MAX, JOURNAL_ACTS_MAX, ret_limit, e);

	*ret = (struct wanted){.run = r, .kind = ACT_KIND_COUNT, .since = DAY_NONE_LOW};
	if (rc == 0 && r->option[LIST_KIND])
		rc = act_kind_parse(r->option[LIST_KIND], &ret->kind, e);
	if (rc == 0 && since && day_parse(since, strlen(since), &ret->since, e) < 0) {
		err_ctx(e, "--since");
		rc = e->code = ERR_USAGE;
	}
	return rc;
}

static int words_read(struct run *r, const struct book *b, struct wanted *w, struct err *e)
{
	const char *state = r->option[LIST_STATE];

	w->journal = b->journal;
	w->known = b->known;
	w->treaty = r->treaty ? journal_word(b->journal, r->treaty) : 0;
	w->state = state ? journal_word(b->journal, state) : 0;
	if (r->treaty && !book_pack(b, r->treaty))
		return err_set(e, ERR_NOTFOUND, "--treaty %s: not adopted; paraph pack list shows what is",
			r->treaty);
	if (state && !w->state)
		return err_set(e, ERR_NOTFOUND, "--state %s: no act is of it; paraph status lists the States",
			state);
	return 0;
}

int list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"seq", "Seq", true, false},
		{"id", "Id", false, false},
		{"treaty", "Treaty", false, false},
		{"kind", "Kind", false, false},
		{"subject", "Of", false, false},
		{"on", "On", false, false},
		{"effective", "Effective", false, false},
		{"recorded", "Recorded", false, false},
		{"source", "Source", false, false},
		{"corrected_by", "Corrected by", false, false},
		{"corrects", "Corrects", false, false},
		{"as", "As", false, false},
		{"visibility", "Visibility", false, false},
		{"issuer", "Issuer", false, false},
		{"payload", "Payload", false, false},
	};
	struct wanted w;
	struct book b;
	struct table *t;
	uint64_t from;
	int64_t limit;
	int rc = options_read(r, &w, &limit, e);

	if (rc == 0)
		rc = book_open(r, &b, e);
	if (rc == 0)
		rc = words_read(r, &b, &w, e);
	if (rc < 0)
		return rc;
	for (from = w.known; from > 0 && limit > 0; from--)
		limit -= is_wanted(&w, journal_act(w.journal, from - 1));
	t = table_new(r, columns,
		r->format == FORMAT_TABLE ? LIST_PEOPLE_COLUMNS : sizeof columns / sizeof columns[0]);
	table_json(t, sizeof columns / sizeof columns[0] - 1);
	for (uint64_t seq = from; seq < w.known; seq++)
		if (is_wanted(&w, journal_act(w.journal, seq)))
			list_row(&w, t, seq);
	return table_end(t, e);
}

/* ---- show ---- */

static void pair(struct table *t, const char *name, const char *value)
{
	if (*value)
		table_row(t, (const char *const[]){name, value});
}

static void show_payload(struct run *r, struct table *t, const struct act_row *row)
{
	struct slice all = {row->d.payload, strlen(row->d.payload)}, key, value;
	enum act_kind kind = ACT_CORRECTION;
	size_t pos = 0;

	IGNORE(act_kind_parse(row->d.kind, &kind, NULL)); /* it is on file: the store knows no other */
	while (payload_each(all, &pos, &key, &value)) {
		const char *name = arena_strndup(r->arena, key.at, key.len);
		const struct act_field *f = payload_field(kind, row->d.payload, name);
		struct slice lang, text;
		size_t inner = 0;

		if (!f || f->type != FIELD_TEXTS) {
			pair(t, name, payload_to_text(r->arena, kind, row->d.payload, name, NULL));
			continue;
		}
		while (payload_each(value, &inner, &lang, &text)) {
			const char *part = arena_strndup(r->arena, lang.at, lang.len);
			pair(t, arena_printf(r->arena, "%s.%s", name, part),
				payload_to_text(r->arena, kind, row->d.payload, name, part));
		}
	}
}

static int show_pairs(struct run *r, const struct act_row *row, const char *corrected_by, struct err *e)
{
	static const struct column columns[] = {
		{"field", "Field", false, false}, {"value", "Value", false, false}};
	const struct draft *d = &row->d;
	struct table *t = table_new(r, columns, 2);
	char recorded[25];

	pair(t, "seq", arena_printf(r->arena, "%" PRIu64, row->seq));
	pair(t, "id", d->id);
	pair(t, "treaty", d->treaty);
	pair(t, "kind", d->kind);
	pair(t, "subject", d->subject);
	pair(t, "on", d->on);
	pair(t, "effective", d->effective);
	show_payload(r, t, row);
	pair(t, "source", d->source);
	pair(t, "source_sha256", d->source_sha256);
	pair(t, "issuer", d->issuer);
	pair(t, "visibility", d->visibility);
	pair(t, "by", d->by);
	pair(t, "behalf", d->behalf);
	pair(t, "recorded", instant_format(row->recorded_ms, recorded));
	pair(t, "corrects", d->corrects);
	pair(t, "corrected_by", corrected_by);
	pair(t, "salt", row->salt);
	pair(t, "commitment", row->commitment);
	pair(t, "hash", row->hash);
	return table_end(t, e);
}

/* The line of an export, and what corrected it. */
static int show_json(struct run *r, const struct act_row *row, const char *corrected_by, struct err *e)
{
	struct buf line, out;

	buf_init(&line, r->arena, EXPORT_LINE_MAX);
	buf_init(&out, r->arena, SHOW_TEXT_MAX);
	line_act(&line, row, false);
	buf_puts(&out, "[{\"corrected_by\":");
	buf_json(&out, *corrected_by ? corrected_by : NULL);
	buf_putc(&out, ',');
	buf_add(&out, line.data + 1, line.len - 2); /* without its brace and its line end */
	buf_puts(&out, "]\n");
	fwrite(out.data, 1, out.len, r->out);
	return buf_check(&line, e) < 0 ? e->code : buf_check(&out, e);
}

int show_run(struct run *r, struct err *e)
{
	const char *id = r->argv[0], *corrected_by;
	struct act_row *row;
	struct book b;
	struct err other;
	uint64_t seq = 0;
	int64_t number;
	size_t n;
	int rc = book_open(r, &b, e);

	if (rc < 0)
		return rc;
	if (text_int(id, 0, JOURNAL_ACTS_MAX, &number, &other) == 0 && (uint64_t)number < b.known)
		seq = (uint64_t)number;
	else if (!journal_find(b.journal, id, b.known, &seq))
		seq = b.known;
	if (seq == b.known || is_foreign(r, b.journal, journal_act(b.journal, seq)))
		return err_set(e, ERR_NOTFOUND,
			"%s is not on file%s; paraph act list shows the acts with their ids", id,
			r->known_ms == INT64_MAX ? "" : " as recorded by then");
	rc = store_rows(b.db, r->arena, seq, 1, &row, &n, e);
	if (rc == 0 && n == 0)
		rc = err_set(e, ERR_DB, "%s is not in the store; paraph act verify says more", id);
	if (rc < 0)
		return rc;
	corrected_by = id_at(b.journal, journal_corrected_by(b.journal, seq, b.known));
	return r->format == FORMAT_JSON ? show_json(r, row, corrected_by, e)
					: show_pairs(r, row, corrected_by, e);
}

/* ---- kinds ---- */

static const char *const subject_words[SUBJECT_COUNT] = {
	[SUBJECT_STATE] = "a State",
	[SUBJECT_CODE] = "a code",
	[SUBJECT_NONE] = "nothing",
	[SUBJECT_ANY] = "a State, a code or nothing",
};

static const char *names_of(struct run *r, const struct act_kind_info *k, bool required)
{
	const char *all = "";

	for (const struct act_field *f = k->field; f->name; f++)
		if (f->required == required)
			all = arena_printf(r->arena, "%s%s%s", all, *all ? " " : "", f->name);
	return all;
}

static int all_kinds(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"kind", "Kind", false, false},
		{"label", "Title", false, false},
		{"subject", "Of", false, false},
		{"required", "Fields it needs", false, true},
		{"optional", "Fields it may have", false, true},
		{"source", "Where the kind comes from", false, false},
	};
	struct table *t = table_new(r, columns, sizeof columns / sizeof columns[0]);

	for (int i = 0; i < ACT_KIND_COUNT; i++) {
		const struct act_kind_info *k = &act_kinds[i];
		table_row(t,
			(const char *const[]){k->name, k->label, subject_words[k->subject],
				names_of(r, k, true), names_of(r, k, false), k->source});
	}
	return table_end(t, e);
}

static void field_row(struct table *t, const struct act_field *f)
{
	table_row(t,
		(const char *const[]){f->name, f->label, field_types[f->type], f->required ? "yes" : "",
			f->choices ? f->choices : ""});
}

int kinds_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"field", "Field", false, false},
		{"label", "Title", false, false},
		{"type", "What is written there", false, false},
		{"required", "Needed", false, false},
		{"choices", "One of", false, true},
	};
	enum act_kind kind;
	struct table *t;
	int rc;

	if (r->argc == 0)
		return all_kinds(r, e);
	rc = act_kind_parse(r->argv[0], &kind, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, sizeof columns / sizeof columns[0]);
	for (const struct act_field *f = act_kinds[kind].field; f->name; f++)
		field_row(t, f);
	field_row(t, act_field_find(kind, "note"));
	return table_end(t, e);
}
