/* outbox print: letters on paper as one file, each behind a sheet with its address, for whoever prints, folds
 * and posts them. */
#include <qpdf/qpdf-c.h>

#include "base/file.h"
#include "base/text.h"
#include "offices/outbox/setup.h"
#include "text/lang.h"
#include "text/pdf.h"

#define PRINT_MAX 5000u /* letters of one file */

struct printing {
	struct setup s;
	qpdf_data all;
	struct press *press;
	/* What was added stays open until the whole is written. */
	qpdf_data *part;
	size_t parts, cap;
};

static int failed(qpdf_data q, const char *what, struct err *e)
{
	qpdf_error error = qpdf_has_error(q) ? qpdf_get_error(q) : NULL;

	return err_set(
		e, ERR_INVALID, "%s: %s", what, error ? qpdf_get_error_message_detail(q, error) : "no PDF");
}

static int add_pdf(struct printing *p, const char *what, const void *data, size_t len, struct err *e)
{
	struct arena *a = p->s.r->arena;
	qpdf_data q = qpdf_init();
	int pages;

	GROW(a, p->part, p->parts, p->cap);
	p->part[p->parts++] = q;
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	if (qpdf_read_memory(q, what, data, len, NULL) & QPDF_ERRORS)
		return failed(q, what, e);
	pages = qpdf_get_num_pages(q);
	for (int i = 0; i < pages; i++)
		if (qpdf_add_page(p->all, q, qpdf_get_page_n(q, (size_t)i), QPDF_FALSE) & QPDF_ERRORS)
			return failed(p->all, what, e);
	return 0;
}

/* ---- the sheet with the address ---- */

static void line(struct block *b, struct arena *a, enum part part, const char *text)
{
	struct piece *piece = NEW(a, struct piece);

	*piece = (struct piece){.kind = PIECE_TEXT, .text = text, .field = "", .link = ""};
	*b = (struct block){.kind = BLOCK_PARAGRAPH, .part = part, .marker = "", .n = 1, .piece = piece};
}

static int sheet(struct printing *p, const struct outbox_message *m, struct err *e)
{
	AUTO_ARENA a = arena_new("sheet");
	char **lines;
	size_t n = text_split(a, m->address, "\n", &lines), pages;
	struct block *block = NEW_ARRAY(a, struct block, n + 3);
	struct doc doc = {.n = n + 3, .block = block};
	struct lang *lang;
	struct buf out;
	int rc = lang_open(p->s.r->arena, *m->lang ? m->lang : "en", &lang, e);

	doc.lang = lang;
	line(&block[0], a, PART_REFERENCE, *m->reference ? m->reference : m->id);
	line(&block[1], a, PART_ADDRESS, m->name);
	for (size_t i = 0; i < n; i++)
		line(&block[2 + i], a, PART_ADDRESS, lines[i]);
	line(&block[n + 2], a, PART_BODY, channel_names[m->channel]);
	press_clear(p->press);
	if (rc == 0)
		rc = press_add(p->press, &doc, &pages, e);
	buf_init(&out, p->s.r->arena, PDF_BYTES_MAX);
	if (rc == 0)
		rc = press_write(p->press, 0, &out, e);
	return rc < 0 ? rc : add_pdf(p, "address sheet", out.data, out.len, e);
}

/* ---- all of it ---- */

static int letter(struct printing *p, const struct outbox_message *m, struct err *e)
{
	struct arena *a = p->s.r->arena; /* qpdf reads the bytes when it writes */
	struct file_bytes f;
	int rc = sheet(p, m, e);

	if (rc == 0)
		rc = store_file_get(p->s.db, a, m->pdf_sha256, &f, e);
	if (rc == 0)
		rc = add_pdf(p, m->id, f.data, f.len, e);
	for (size_t i = 0; rc == 0 && i < m->enclosures; i++) {
		if (strcmp(m->enclosure[i].media, "application/pdf") != 0)
			continue; /* what is no PDF is enclosed by hand: the letter lists it */
		rc = store_file_get(p->s.db, a, m->enclosure[i].sha256, &f, e);
		if (rc == 0)
			rc = add_pdf(p, m->enclosure[i].name, f.data, f.len, e);
	}
	if (rc == 0 && m->state == OUTBOX_WAITING)
		rc = outbox_move_to(p->s.db, m, OUTBOX_PRINTED, "", p->s.r->now_ms, e);
	return rc < 0 ? err_ctx(e, "%s", m->id) : 0;
}

static int state_of_paper(struct printing *p, const char *state, size_t *count, struct err *e)
{
	struct outbox_message *m;
	size_t n;
	int rc = outbox_list(p->s.db, p->s.r->arena,
		&(struct outbox_query){.house = p->s.house.code, .state = state, .most = PRINT_MAX}, &m, &n,
		e);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (m[i].channel == CHANNEL_EMAIL)
			continue;
		rc = letter(p, &m[i], e);
		(*count)++;
	}
	return rc;
}

static int write_all(struct printing *p, const char *path, struct err *e)
{
	if (qpdf_init_write_memory(p->all) & QPDF_ERRORS)
		return failed(p->all, path, e);
	qpdf_set_deterministic_ID(p->all, QPDF_TRUE);
	if (qpdf_write(p->all) & QPDF_ERRORS)
		return failed(p->all, path, e);
	return file_write(path, qpdf_get_buffer(p->all), qpdf_get_buffer_length(p->all), e);
}

static void close_all(struct printing *p)
{
	for (size_t i = 0; i < p->parts; i++)
		qpdf_cleanup(&p->part[i]);
	qpdf_cleanup(&p->all);
}

int print_run(struct run *r, struct err *e)
{
	AUTO_TX tx = {0};
	struct printing p = {0};
	struct person who;
	size_t n = 0;
	int rc;

	if (!r->option[0])
		return err_set(e, ERR_USAGE, "say into which file: --out FILE");
	rc = setup_actor(r, ROLE_SENDER, &p.s, &who, e);
	if (rc < 0)
		return rc;
	p.press = press_new(r->arena);
	p.all = qpdf_init();
	if (qpdf_empty_pdf(p.all) & QPDF_ERRORS)
		rc = failed(p.all, "qpdf", e);
	if (rc == 0)
		rc = tx_begin(&tx, p.s.db, e);
	if (rc == 0)
		rc = state_of_paper(&p, "waiting", &n, e);
	if (rc == 0 && r->option[1])
		rc = state_of_paper(&p, "printed", &n, e);
	/* Written before it is recorded: a file too many is better than a letter that nobody prints. */
	if (rc == 0 && n)
		rc = write_all(&p, r->option[0], e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	close_all(&p);
	if (rc == 0)
		fprintf(r->err, n ? "%zu letters in %s\n" : "%zu letters to print\n", n, r->option[0]);
	return rc;
}
