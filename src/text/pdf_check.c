/* qpdf behind text/pdf_check.h. */
#include "text/pdf_check.h"

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "text/apart.h"

#define FORMS_DEPTH_MAX 4 /* drawings within drawings */
#define KEYS_MAX 512      /* of one dictionary of resources */
#define FONTS_MAX 10000u  /* looked at in all */
#define A4_WIDTH 595.276
#define A4_HEIGHT 841.890
#define A4_TOLERANCE 2.0 /* points: printers' rounding */

enum outcome { OUT_BROKEN, OUT_OPENED, OUT_DAMAGED, OUT_PASSWORD, OUT_NO_PAGES, OUT_PAGES };
/* What the other process says, in one piece. */
struct said {
	enum outcome outcome;
	char why[160];
	struct pdf_found found;
};

struct look {
	qpdf_data q;
	struct pdf_found *found;
	unsigned fonts;
};

/* ---- in the other process ---- */

/* The values of a dictionary; a key iterator of qpdf does not survive another one. */
static int values(qpdf_data q, qpdf_oh dict, qpdf_oh *ret)
{
	char key[KEYS_MAX][64];
	int n = 0;
	if (!qpdf_oh_is_dictionary(q, dict))
		return 0;
	qpdf_oh_begin_dict_key_iter(q, dict);
	while (qpdf_oh_dict_more_keys(q) && n < KEYS_MAX) {
		const char *name = qpdf_oh_dict_next_key(q);
		size_t len = strlen(name) + 1;
		if (len <= sizeof key[n])
			memcpy(key[n++], name, len);
	}
	for (int i = 0; i < n; i++)
		ret[i] = qpdf_oh_get_key(q, dict, key[i]);
	return n;
}

static bool within(qpdf_data q, qpdf_oh font)
{
	if (qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, font, "/Subtype"), "/Type3"))
		return true; /* its drawings are in the file */
	qpdf_oh of = qpdf_oh_get_key(q, font, "/DescendantFonts");
	if (qpdf_oh_is_array(q, of) && qpdf_oh_get_array_n_items(q, of) > 0)
		font = qpdf_oh_get_array_item(q, of, 0);
	qpdf_oh descriptor = qpdf_oh_is_dictionary(q, font) ? qpdf_oh_get_key(q, font, "/FontDescriptor")
							    : qpdf_oh_new_null(q);
	return qpdf_oh_is_dictionary(q, descriptor) &&
		(qpdf_oh_has_key(q, descriptor, "/FontFile") ||
			qpdf_oh_has_key(q, descriptor, "/FontFile2") ||
			qpdf_oh_has_key(q, descriptor, "/FontFile3"));
}

static void fonts_look(struct look *l, qpdf_oh resources, int depth)
{
	qpdf_data q = l->q;
	qpdf_oh item[KEYS_MAX];
	int n = qpdf_oh_is_dictionary(q, resources) ? values(q, qpdf_oh_get_key(q, resources, "/Font"), item)
						    : 0;
	for (int i = 0; i < n && l->fonts++ < FONTS_MAX; i++) {
		if (!qpdf_oh_is_dictionary(q, item[i]) || within(q, item[i]))
			continue;
		qpdf_oh name = qpdf_oh_get_key(q, item[i], "/BaseFont");
		if (l->found->not_within++ == 0 && qpdf_oh_is_name(q, name))
			snprintf(l->found->font, sizeof l->found->font, "%s", qpdf_oh_get_name(q, name) + 1);
	}
	n = depth < FORMS_DEPTH_MAX && qpdf_oh_is_dictionary(q, resources) && l->fonts < FONTS_MAX
		? values(q, qpdf_oh_get_key(q, resources, "/XObject"), item)
		: 0;
	for (int i = 0; i < n; i++) {
		l->fonts++;
		if (qpdf_oh_is_stream(q, item[i]))
			fonts_look(
				l, qpdf_oh_get_key(q, qpdf_oh_get_dict(q, item[i]), "/Resources"), depth + 1);
	}
}

static bool near(double x, double wanted)
{
	return x > wanted - A4_TOLERANCE && x < wanted + A4_TOLERANCE;
}

static void size_look(struct look *l, qpdf_oh page, unsigned number)
{
	qpdf_data q = l->q;
	qpdf_oh box = qpdf_oh_get_key(q, page, "/MediaBox");
	double side[4] = {0};
	for (int i = 0; i < 4 && qpdf_oh_is_array(q, box) && qpdf_oh_get_array_n_items(q, box) == 4; i++) {
		qpdf_oh x = qpdf_oh_get_array_item(q, box, i);
		side[i] = qpdf_oh_is_number(q, x) ? qpdf_oh_get_numeric_value(q, x) : 0;
	}
	double width = side[2] - side[0], height = side[3] - side[1];
	bool a4 = (near(width, A4_WIDTH) && near(height, A4_HEIGHT)) ||
		(near(width, A4_HEIGHT) && near(height, A4_WIDTH));
	if (a4 || l->found->other_size)
		return;
	l->found->other_size = number;
	l->found->width = width > 0 && width < 1e6 ? (int)width : 0;
	l->found->height = height > 0 && height < 1e6 ? (int)height : 0;
}

static enum outcome failed(qpdf_data q, struct said *s)
{
	qpdf_error why = qpdf_get_error(q);
	snprintf(s->why, sizeof s->why, "%s", why ? qpdf_get_error_message_detail(q, why) : "");
	return why && qpdf_get_error_code(q, why) == qpdf_e_password ? OUT_PASSWORD : OUT_DAMAGED;
}

static enum outcome look(const void *data, size_t len, struct said *s)
{
	qpdf_data q = qpdf_init();
	struct look l = {.q = q, .found = &s->found};
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_set_attempt_recovery(q, QPDF_FALSE);
	if (qpdf_read_memory(q, "PDF", data, len, NULL) & QPDF_ERRORS)
		return failed(q, s);
	if (qpdf_push_inherited_attributes_to_page(q) & QPDF_ERRORS)
		return failed(q, s);
	int pages = qpdf_get_num_pages(q);
	if (pages <= 0)
		return pages < 0 ? failed(q, s) : OUT_NO_PAGES;
	s->found.pages = (unsigned)pages;
	if (s->found.pages > PDF_CHECK_PAGES_MAX)
		return OUT_PAGES;
	for (unsigned i = 0; i < s->found.pages; i++) {
		qpdf_oh page = qpdf_get_page_n(q, i);
		size_look(&l, page, i + 1);
		fonts_look(&l, qpdf_oh_get_key(q, page, "/Resources"), 0);
	}
	return qpdf_has_error(q) ? failed(q, s) : OUT_OPENED;
}

static void look_at(const void *data, size_t len, void *said)
{
	struct said *s = said;
	s->outcome = look(data, len, s);
}

/* ---- here ---- */

/* What it says is a stranger's. */
static void tidy(struct said *s)
{
	s->why[sizeof s->why - 1] = s->found.font[sizeof s->found.font - 1] = '\0';
	for (char *p = s->why; *p; p++)
		*p = *p < ' ' || *p > '~' ? '?' : *p;
	for (char *p = s->found.font; *p; p++)
		*p = *p < ' ' || *p > '~' ? '?' : *p;
}

static int judge(const char *path, const struct said *s, struct err *e)
{
	switch (s->outcome) {
	case OUT_OPENED:
		return 0;
	case OUT_DAMAGED:
		return err_set(e, ERR_INVALID, "%s: cannot be opened (%s); save it again as PDF", path,
			*s->why ? s->why : "damaged");
	case OUT_PASSWORD:
		return err_set(e, ERR_INVALID, "%s: wants a password; save it without", path);
	case OUT_NO_PAGES:
		return err_set(e, ERR_INVALID, "%s: has no pages", path);
	case OUT_PAGES:
		return err_set(e, ERR_LIMIT, "%s: over %u pages", path, PDF_CHECK_PAGES_MAX);
	case OUT_BROKEN:
		break;
	}
	return err_set(e, ERR_INVALID,
		"%s: takes more than %u seconds or too much memory to read; save it anew", path,
		APART_SECONDS);
}

int pdf_check(const char *path, const void *data, size_t len, struct pdf_found *ret, struct err *e)
{
	struct said said;
	bool heard;
	if (len > PDF_CHECK_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "%s: %zu bytes; at most %u go with a letter", path, len,
			PDF_CHECK_BYTES_MAX);
	if (len < 5 || memcmp(data, "%PDF-", 5) != 0)
		return err_set(e, ERR_INVALID, "%s: no PDF; save it as PDF", path);
	int rc = apart_look(look_at, data, len, &said, sizeof said, &heard, e);
	if (rc < 0)
		return err_ctx(e, "%s", path);
	tidy(&said); /* not heard: OUT_BROKEN, which is zero */
	*ret = said.found;
	return judge(path, &said, e);
}
