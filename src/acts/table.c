#include "acts/table.h"

#include <stddef.h>
#include <string.h>

#include "acts/payload.h"
#include "acts/value.h"
#include "acts/words.h"
#include "base/buf.h"
#include "base/text.h"

#define NOTE_SEPARATOR "; "

/* The columns that are not of the payload, and where they go. */
static const struct {
	const char *name;
	size_t at;
	bool always; /* written even where no act has it */
} envelope[] = {
	{"action", offsetof(struct draft, kind), true},
	{"iso3", offsetof(struct draft, subject), true},
	{"subject", offsetof(struct draft, subject), true},
	{"date", offsetof(struct draft, on), true},
	{"effective", offsetof(struct draft, effective), false},
	{"source", offsetof(struct draft, source), true},
	{"id", offsetof(struct draft, id), true},
	{"treaty", offsetof(struct draft, treaty), true},
	{"issuer", offsetof(struct draft, issuer), false},
	{"visibility", offsetof(struct draft, visibility), true},
	{"corrects", offsetof(struct draft, corrects), false},
	{"by", offsetof(struct draft, by), false},
	{"behalf", offsetof(struct draft, behalf), false},
	{"source_sha256", offsetof(struct draft, source_sha256), false},
};
enum {
	ENVELOPE_ACTION,
	ENVELOPE_ISO3,
	ENVELOPE_SUBJECT,
	ENVELOPE_COUNT = sizeof envelope / sizeof *envelope
};

static const char **draft_text(struct draft *d, size_t column)
{
	return (const char **)((char *)d + envelope[column].at);
}

static size_t envelope_find(const char *name)
{
	size_t i = 0;

	while (i < ENVELOPE_COUNT && strcmp(envelope[i].name, name) != 0)
		i++;
	return i;
}

/* ---- reading ---- */

/* A file being read. */
struct reading {
	struct arena *a;
	const struct csv *csv;
	const struct table_defaults *def;
	const char **name, **value;       /* room for the fields of one payload */
	size_t envelope[CSV_COLUMNS_MAX]; /* of each column; ENVELOPE_COUNT: of the payload, or kept as note
					   */
	struct memory memory;
	struct words *ids;      /* of the file, by number: */
	unsigned *line, *times; /* where it stood first, how often it was derived */
	size_t lines, capacity;
};

/* The kind that fields are looked up for besides `kind`: that of a correction's replacement. */
static enum act_kind row_as(const struct reading *t, const struct csv_row *row, enum act_kind kind)
{
	enum act_kind as = kind;
	int column = csv_column(t->csv, "as");

	/* A kind that is not known is said when the payload is built. */
	if (kind == ACT_CORRECTION && column >= 0)
		IGNORE(act_kind_parse(value_trim(t->a, row->field[column]), &as, NULL));
	return as;
}

static bool is_field(enum act_kind kind, enum act_kind as, const char *column)
{
	char base[64];
	const char *dot = strchr(column, '.');
	size_t len = dot ? (size_t)(dot - column) : strlen(column);
	const struct act_field *f;

	if (len >= sizeof base)
		return false;
	memcpy(base, column, len);
	base[len] = '\0';
	f = act_field_find(kind, base);
	if (!f)
		f = act_field_find(as, base);
	return f && (!dot || f->type == FIELD_TEXTS);
}

/* The payload's fields by name; what the kind does not have goes into the note. */
static int row_payload(
	struct reading *t, const struct csv_row *row, enum act_kind kind, const char **ret, struct err *e)
{
	enum act_kind as = row_as(t, row, kind);
	const char *note = "";
	size_t n = 0;

	for (size_t i = 0; i < t->csv->columns; i++) {
		const char *column = t->csv->column[i], *cell = value_trim(t->a, row->field[i]);

		if (t->envelope[i] < ENVELOPE_COUNT || !*cell)
			continue;
		if (strcmp(column, "note") != 0 && is_field(kind, as, column)) {
			t->name[n] = column;
			t->value[n++] = cell;
		} else {
			bool own = strcmp(column, "note") == 0;

			note = arena_printf(t->a, "%s%s%s%s%s", note, *note ? NOTE_SEPARATOR : "",
				own ? "" : column, own ? "" : ": ", cell);
		}
	}
	t->name[n] = "note";
	t->value[n++] = note;
	return payload_from_texts(t->a, kind, n, t->name, t->value, ret, e);
}

/* What a row is of: the State in iso3, or what stands in subject. */
static int row_subject(
	enum act_kind as, const char *iso3, const char *subject, const char **ret, struct err *e)
{
	if (*iso3 && *subject && strcmp(iso3, subject) != 0)
		return err_set(
			e, ERR_INVALID, "subject: iso3 says what the act is of; leave one of the two empty");
	if (*iso3 && act_kinds[as].subject == SUBJECT_CODE)
		return err_set(e, ERR_INVALID,
			"iso3: %s is not of a State; give a code, symbol or key in subject alone",
			act_kinds[as].name);
	*ret = *iso3 ? iso3 : subject;
	return 0;
}

static const char *text_or(const char *text, const char *otherwise)
{
	return *text || !otherwise ? text : otherwise;
}

static int row_draft(struct reading *t, const struct csv_row *row, struct draft *ret, struct err *e)
{
	const char *cell[ENVELOPE_COUNT];
	enum act_kind kind;
	int r;

	for (size_t i = 0; i < ENVELOPE_COUNT; i++)
		cell[i] = "";
	for (size_t i = 0; i < t->csv->columns; i++)
		if (t->envelope[i] < ENVELOPE_COUNT)
			cell[t->envelope[i]] = value_trim(t->a, row->field[i]);
	for (size_t i = 0; i < ENVELOPE_COUNT; i++)
		*draft_text(ret, i) = cell[i];
	ret->kind = text_or(ret->kind, t->def->kind);
	ret->source = text_or(ret->source, t->def->source);
	r = act_kind_parse(ret->kind, &kind, e);
	if (r < 0)
		return err_ctx(e, "action");
	ret->treaty = text_or(ret->treaty, t->def->treaty);
	ret->issuer = text_or(ret->issuer, t->def->issuer);
	ret->visibility =
		text_or(ret->visibility, t->def->visibility ? t->def->visibility : visibility_names[0]);
	ret->source_sha256 = text_or(ret->source_sha256, t->def->source_sha256);
	ret->by = t->def->by ? t->def->by : ret->by;
	ret->behalf = t->def->behalf ? t->def->behalf : ret->behalf;
	r = row_payload(t, row, kind, &ret->payload, e);
	if (r == 0)
		r = row_subject(payload_as(kind, ret->payload), cell[ENVELOPE_ISO3], cell[ENVELOPE_SUBJECT],
			&ret->subject, e);
	return r;
}

/* The number of an id among those of the file, and whether it is new; 0: too long to be one. */
static uint32_t id_number(struct reading *t, const char *id, bool *ret_new)
{
	uint32_t before = t->ids->n, number = 0;

	*ret_new = words_put(t->ids, id, strlen(id), &number) && number >= before;
	while (number >= t->capacity) {
		size_t capacity = t->capacity ? 2 * t->capacity : 64;

		t->line =
			arena_grow(t->a, t->line, t->capacity * sizeof *t->line, capacity * sizeof *t->line);
		t->times = arena_grow(
			t->a, t->times, t->capacity * sizeof *t->times, capacity * sizeof *t->times);
		t->capacity = capacity;
	}
	return number;
}

static int row_id(struct reading *t, unsigned line, struct draft *d, struct err *e)
{
	bool given = *d->id, is_new;

	if (!given && strcmp(d->visibility, visibility_names[VISIBLE_PUBLIC]) != 0) {
		d->id = draft_random_id(t->a);
		return 0;
	}
	if (!given)
		d->id = draft_id(t->a, d);
	uint32_t number = id_number(t, d->id, &is_new), first = number;

	if (given && number && !is_new)
		return err_set(e, ERR_INVALID, "id: %s stands in line %u already; give every act its own",
			d->id, t->line[number]);
	for (const char *derived = d->id; number && !is_new; number = id_number(t, d->id, &is_new))
		d->id = arena_printf(t->a, "%s#%u", derived, ++t->times[first] + 1);
	t->line[number] = line; /* one too long (number 0) is refused by draft_check() */
	return 0;
}

static int header_check(
	const char *name, const struct csv *csv, const struct table_defaults *def, struct err *e)
{
	const struct {
		const char *column, *otherwise;
	} needed[] = {{"action", def->kind}, {"source", def->source}};

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (csv_column(csv, needed[i].column) < 0 && !needed[i].otherwise)
			return err_set(e, ERR_INVALID,
				"%s:1: no column \"%s\"; every act needs it (docs/packs.md, Acts as CSV)",
				name, needed[i].column);
	return 0;
}

static void reading_begin(
	struct reading *t, struct arena *a, const struct csv *csv, const struct table_defaults *def)
{
	*t = (struct reading){.a = a, .csv = csv, .def = def};
	t->name = NEW_ARRAY(a, const char *, csv->columns + 1);
	t->value = NEW_ARRAY(a, const char *, csv->columns + 1);
	for (size_t i = 0; i < csv->columns; i++)
		t->envelope[i] = envelope_find(csv->column[i]);
	t->ids = memory_take(&t->memory, sizeof *t->ids);
	words_init(t->ids, &t->memory);
}

int table_drafts(struct arena *a, const char *name, const struct csv *csv, const struct table_defaults *def,
	struct draft **ret, unsigned **ret_line, size_t *ret_n, struct mistake **ret_mistakes,
	size_t *ret_mistakes_n, struct err *e)
{
	struct draft *draft = NEW_ARRAY(a, struct draft, csv->rows + 1);
	unsigned *line = NEW_ARRAY(a, unsigned, csv->rows + 1);
	struct mistake *mistake = NEW_ARRAY(a, struct mistake, TABLE_MISTAKES_MAX);
	size_t n = 0, mistakes = 0;
	struct reading t;
	int r = header_check(name, csv, def, e);

	if (r < 0)
		return r;
	reading_begin(&t, a, csv, def);
	for (size_t i = 0; i < csv->rows; i++) {
		struct err wrong;

		r = row_draft(&t, &csv->row[i], &draft[n], &wrong);
		if (r == 0)
			r = row_id(&t, csv->row[i].line, &draft[n], &wrong);
		if (r == 0)
			r = draft_check(&draft[n], &wrong);
		if (r == 0)
			line[n++] = csv->row[i].line;
		else if (mistakes < TABLE_MISTAKES_MAX)
			mistake[mistakes++] = (struct mistake){csv->row[i].line, arena_strdup(a, wrong.text)};
	}
	memory_free(&t.memory);
	*ret = draft;
	*ret_line = line;
	*ret_n = n;
	*ret_mistakes = mistake;
	*ret_mistakes_n = mistakes;
	return 0;
}

/* ---- writing ---- */

/* A column of the payload: a field, or its text in one language. */
struct column {
	const char *name, *part; /* part NULL but for texts */
};
struct writing {
	struct arena *a;
	size_t n, cap;
	struct column *column;
};

static void column_add(struct writing *w, struct slice name, struct slice part)
{
	for (size_t i = 0; i < w->n; i++) {
		const char *p = w->column[i].part ? w->column[i].part : "";

		if (strlen(w->column[i].name) == name.len &&
			memcmp(w->column[i].name, name.at, name.len) == 0 && strlen(p) == part.len &&
			memcmp(p, part.at, part.len) == 0)
			return;
	}
	GROW(w->a, w->column, w->n, w->cap);
	w->column[w->n++] = (struct column){arena_strndup(w->a, name.at, name.len),
		part.len ? arena_strndup(w->a, part.at, part.len) : NULL};
}

static void columns_of(struct writing *w, const struct draft *d, struct arena *a)
{
	struct slice payload = {d->payload, strlen(d->payload)}, name, value, part, text;
	size_t pos = 0;

	while (payload_each(payload, &pos, &name, &value)) {
		const struct act_field *f = NULL;
		enum act_kind kind;
		size_t inner = 0;

		if (act_kind_parse(d->kind, &kind, NULL) == 0)
			f = payload_field(kind, d->payload, arena_strndup(a, name.at, name.len));
		if (!f || f->type != FIELD_TEXTS)
			column_add(w, name, (struct slice){"", 0});
		else
			while (payload_each(value, &inner, &part, &text))
				column_add(w, name, part);
	}
}

/* The envelope's columns as a row shows them: a State under iso3, anything else under subject. */
static const char *envelope_cell(const struct draft *d, size_t column)
{
	struct draft copy = *d;

	if (column == ENVELOPE_ISO3 || column == ENVELOPE_SUBJECT) {
		enum act_kind kind;
		bool code = act_kind_parse(d->kind, &kind, NULL) == 0 &&
			act_kinds[payload_as(kind, d->payload)].subject == SUBJECT_CODE;
		bool state = !code && text_is_iso3(d->subject);

		return state == (column == ENVELOPE_ISO3) ? d->subject : "";
	}
	return *draft_text(&copy, column);
}

static void row_write(
	const struct writing *w, struct buf *out, const bool *written, const struct draft *d, struct arena *a)
{
	bool first = true;

	for (size_t i = 0; i < ENVELOPE_COUNT; i++) {
		if (!written[i])
			continue;
		if (!first)
			buf_putc(out, ',');
		first = false;
		buf_csv(out, d ? envelope_cell(d, i) : envelope[i].name);
	}
	for (size_t i = 0; i < w->n; i++) {
		const struct column *c = &w->column[i];
		enum act_kind kind;

		buf_putc(out, ',');
		if (!d)
			buf_csv(out, c->part ? arena_printf(a, "%s.%s", c->name, c->part) : c->name);
		else if (act_kind_parse(d->kind, &kind, NULL) == 0)
			buf_csv(out, payload_to_text(a, kind, d->payload, c->name, c->part));
	}
	buf_putc(out, '\n');
}

void table_write(struct arena *a, struct buf *out, size_t n, const struct draft *d)
{
	struct writing w = {.a = a};
	bool written[ENVELOPE_COUNT];

	for (size_t i = 0; i < ENVELOPE_COUNT; i++)
		written[i] = envelope[i].always;
	for (size_t k = 0; k < n; k++) {
		AUTO_ARENA row = arena_child(a, "row");

		for (size_t i = 0; i < ENVELOPE_COUNT; i++)
			written[i] = written[i] || *envelope_cell(&d[k], i);
		columns_of(&w, &d[k], row);
	}
	row_write(&w, out, written, NULL, a);
	for (size_t k = 0; k < n; k++) {
		AUTO_ARENA row = arena_child(a, "row");

		row_write(&w, out, written, &d[k], row);
	}
}
