/* Contacts from and to files: what all forms share, and CSV. */
#include <string.h>

#include "base/csv.h"
#include "offices/contacts/contact.h"

struct contact *brought_add(struct brought *b, struct contact c)
{
	GROW(b->a, b->contact, b->n, b->cap);
	b->contact[b->n] = c;
	return &b->contact[b->n++];
}

void brought_fault(struct brought *b, struct contact *c, const struct err *e)
{
	const char *text;

	c->faulty = true;
	if (b->faults == FAULTS_MAX)
		return;
	if (c->line)
		text = arena_printf(b->a, "%s:%u: %s", b->path, c->line, e->text);
	else
		text = arena_printf(b->a, "%s: %s: %s", b->path, c->where ? c->where : "", e->text);
	GROW(b->a, b->fault, b->faults, b->faults_cap);
	b->fault[b->faults++] = (struct fault){c->line, text};
}

/* There are few. */
void brought_sort(struct brought *b)
{
	for (size_t i = 1; i < b->faults; i++)
		for (size_t k = i; k > 0 && b->fault[k - 1].line > b->fault[k].line; k--) {
			struct fault was = b->fault[k];

			b->fault[k] = b->fault[k - 1];
			b->fault[k - 1] = was;
		}
}

void brought_ignored(struct brought *b, const char *name)
{
	for (size_t i = 0; i < b->ignored; i++)
		if (strcmp(b->unknown[i], name) == 0)
			return;
	if (b->ignored == FAULTS_MAX)
		return;
	GROW(b->a, b->unknown, b->ignored, b->ignored_cap);
	b->unknown[b->ignored++] = arena_strdup(b->a, name);
}

void brought_set(struct brought *b, struct contact *c, const char *field, const char *text)
{
	const char **said = NEW_ARRAY(b->a, const char *, c->said_n + 1);
	struct err e = {0};

	if (contact_set(b->a, c, field, text, &e) < 0) {
		brought_fault(b, c, &e);
		return;
	}
	for (size_t i = 0; i < c->said_n; i++) {
		if (strcmp(c->said[i], field) == 0)
			return;
		said[i] = c->said[i];
	}
	said[c->said_n++] = arena_strdup(b->a, field);
	c->said = said;
}

/* ---- CSV: a column a field, and `id` ---- */

/* The header names fields only: what would be lost is said before. */
static int columns_check(struct brought *b, const struct csv *csv, struct err *e)
{
	struct contact none = contact_new();

	for (size_t i = 0; i < csv->columns; i++) {
		if (strcmp(csv->column[i], "id") == 0)
			continue;
		if (contact_set(b->a, &none, csv->column[i], "", e) < 0)
			return err_ctx(e, "%s:1", b->path);
	}
	return 0;
}

static void row_read(
	struct brought *b, const struct csv *csv, const struct csv_row *row, const char *const *field)
{
	struct contact c = contact_new();
	int id = csv_column(csv, "id");

	c.line = row->line;
	c.id = id >= 0 ? row->field[id] : "";
	for (size_t i = 0; field[i]; i++) {
		int column = csv_column(csv, field[i]);

		if (column >= 0)
			brought_set(b, &c, field[i], row->field[column]);
	}
	for (size_t i = 0; i < csv->columns; i++)
		if (strncmp(csv->column[i], "title.", 6) == 0)
			brought_set(b, &c, csv->column[i], row->field[i]);
	brought_add(b, c);
}

int contacts_csv(struct brought *ret, const char *data, size_t len, struct err *e)
{
	const char **field = contact_fields(ret->a, NULL, 0);
	struct csv csv;
	int rc = csv_read(ret->a, ret->path, data, len, &csv, e);

	if (rc == 0)
		rc = columns_check(ret, &csv, e);
	if (rc == 0 && csv.rows > CONTACTS_MAX)
		rc = err_set(
			e, ERR_LIMIT, "%s: %zu rows; at most %u are read", ret->path, csv.rows, CONTACTS_MAX);
	for (size_t i = 0; rc == 0 && i < csv.rows; i++)
		row_read(ret, &csv, &csv.row[i], field);
	return rc;
}

void contacts_csv_write(struct buf *out, struct arena *a, const struct contact *c, size_t n)
{
	const char **field = contact_fields(a, c, n);

	buf_puts(out, "id");
	for (size_t k = 0; field[k]; k++)
		buf_printf(out, ",%s", field[k]);
	buf_putc(out, '\n');
	for (size_t i = 0; i < n; i++) {
		buf_csv(out, c[i].id);
		for (size_t k = 0; field[k]; k++) {
			buf_putc(out, ',');
			buf_csv(out, contact_get(a, &c[i], field[k]));
		}
		buf_putc(out, '\n');
	}
}
