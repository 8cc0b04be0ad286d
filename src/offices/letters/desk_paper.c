/* A letter as it stands on paper, on the desk: each figure leads to its acts. And its PDF. */
#include <string.h>

#include "offices/letters/desk.h"

/* ---- which copy ---- */

static bool first_of_state(const struct opened *o, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(o->is.copy[i].who.to->iso3, o->is.copy[at].who.to->iso3) == 0)
			return false;
	return *o->is.copy[at].who.to->iso3 != '\0';
}

const char *desk_key(const struct opened *o, size_t at)
{
	const struct recipient *to = o->is.copy[at].who.to;
	return first_of_state(o, at) || !*to->contact ? to->iso3 : to->contact;
}

struct made_copy *desk_copy(struct opened *o, const char *key, size_t *ret_at)
{
	*ret_at = 0;
	if (o->is.n == 0 || !key || !*key)
		return o->is.n && key ? o->is.copy : NULL;
	for (size_t i = 0; i < o->is.n; i++) {
		const struct recipient *to = o->is.copy[i].who.to;
		if (strcmp(to->iso3, key) != 0 && strcmp(to->contact, key) != 0)
			continue;
		*ret_at = i;
		return &o->is.copy[i];
	}
	return NULL;
}

/* ---- figures ---- */

/* A key with the letter's words put in: meeting.opens:meeting is meeting.opens:2RC. */
static const char *resolved(const struct opened *o, struct arena *a, const char *field,
	const struct fact_rule *rule, const char *iso3)
{
	const char *colon = strchr(field, ':');
	const char *word = colon ? letters_about(o->sender.letters, colon + 1) : NULL;
	if (word)
		return arena_printf(a, "%.*s:%s", (int)(colon - field), field, word);
	return !colon && rule->argument == ARG_STATE ? arena_printf(a, "%s:%s", field, iso3) : field;
}

static struct url figure_url(struct request *q, const struct opened *o, const struct piece *p,
	const char *iso3, const char **ret_label)
{
	size_t len = strcspn(p->field, ":");
	struct view then = *q->view;
	const struct fact_rule *rule =
		*p->field ? pack_fact(q->view->reg->pack, arena_strndup(q->a, p->field, len)) : NULL;
	bool name = rule && rule->kind == FACT_STATE && strcmp(rule->what, "name") == 0;
	if (!rule || name || (rule->argument == ARG_STATE && !*iso3 && !p->field[len]))
		return (struct url){NULL};
	*ret_label = view_label(q->view, &rule->label);
	then.on = o->row.on;
	then.on_given = true;
	return view_link_to(&then, "/facts/", resolved(o, q->a, p->field, rule, iso3));
}

/* ---- blocks ---- */

static const char *const part_css[PART_COUNT] = {
	[PART_SENDER] = "from",
	[PART_REFERENCE] = "",
	[PART_DATE] = "",
	[PART_ADDRESS] = "",
	[PART_BODY] = "",
	[PART_SIGNATURE] = "sign",
	[PART_ENCLOSURES] = "soft",
	[PART_FOOTER] = "small soft",
};

static bool counts_pages(const struct block *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->piece[i].kind == PIECE_PAGE || b->piece[i].kind == PIECE_PAGES)
			return true;
	return false;
}

static void block_show(struct request *q, const struct opened *o, const struct doc *d, const struct block *b,
	const char *iso3, struct paper_block *ret)
{
	*ret = (struct paper_block){.css = part_css[b->part],
		.marker = b->marker,
		.heading = b->kind == BLOCK_HEADING,
		.piece = NEW_ARRAY(q->a, struct paper_piece, b->n + 1)};
	for (size_t i = 0; i < b->n; i++) {
		const struct piece *p = &b->piece[i];
		struct paper_piece *t = &ret->piece[ret->n++];
		*t = (struct paper_piece){.text = p->text,
			.line = p->kind == PIECE_BREAK,
			.strong = p->strong,
			.apart = piece_is_apart(d->lang, p)};
		if (p->kind == PIECE_TEXT)
			t->to = figure_url(q, o, p, iso3, &t->what);
	}
}

static struct url to_copy(struct request *q, const struct opened *o, size_t at)
{
	return view_chosen(q->view, arena_printf(q->a, "/desk/letters/%s", o->row.id), "to", desk_key(o, at));
}

static int letter_of(
	struct request *q, struct opened *o, const struct made_copy *c, struct letter *ret, struct err *e)
{
	return letters_write(o->sender.letters, q->a, c->who.to, c->lang, ret, e);
}

int desk_paper(struct request *q, struct opened *o, const char *key, struct paper_view **ret, struct err *e)
{
	struct paper_view *p = NEW(q->a, struct paper_view);
	struct letter letter;
	size_t at;
	const struct made_copy *c = desk_copy(o, key, &at);
	*ret = NULL;
	if (!c)
		return 0;
	int rc = letter_of(q, o, c, &letter, e);
	if (rc < 0)
		return rc;
	const struct doc *d = &letter.doc;
	*p = (struct paper_view){
		.name = c->who.to->state ? view_state(q->view, c->who.to->state) : letter.name,
		.lang = letter.lang,
		.dir = lang_right_to_left(d->lang) ? "rtl" : "ltr",
		.verb = letter.verb,
		.english = letter.names_english,
		.at = at + 1,
		.all = o->is.n,
		.block = NEW_ARRAY(q->a, struct paper_block, d->n + 1),
		.left_out = d->left_out_n,
		.out = d->left_out};
	for (size_t i = 0; i < d->n; i++)
		if (!counts_pages(&d->block[i]) && d->block[i].kind != BLOCK_RULE)
			block_show(q, o, d, &d->block[i], letter.iso3, &p->block[p->n++]);
	if (at > 0)
		p->before = to_copy(q, o, at - 1);
	if (at + 1 < o->is.n)
		p->after = to_copy(q, o, at + 1);
	p->pdf = desk_url(q, o->row.id, arena_printf(q->a, "/preview/%s.pdf", desk_key(o, at)));
	*ret = p;
	return 0;
}

/* ---- PDF ---- */

/* LAO of LAO.pdf; NULL: another name. */
static const char *before_pdf(struct request *q, const char *name)
{
	size_t len = strlen(name);
	return len > 4 && strcmp(name + len - 4, ".pdf") == 0 ? arena_strndup(q->a, name, len - 4) : NULL;
}

static int no_file(const struct request *q, struct err *e)
{
	return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("There is no such file.")));
}

int desk_pdf_answer(struct request *q, struct answer *ret, struct err *e)
{
	const char *key = before_pdf(q, q->open[1]);
	struct opened *o = NEW(q->a, struct opened);
	struct press *press = press_new(q->a);
	struct letter letter;
	struct buf out;
	size_t at, pages;
	int rc = letter_desk_open(q, o, e);
	if (rc == 0 && (!key || !letter_is_open(&o->row)))
		return no_file(q, e);
	if (rc == 0)
		rc = letter_desk_survey(q, o, e);
	if (rc < 0)
		return rc;
	const struct made_copy *c = desk_copy(o, key, &at);
	if (!c)
		return no_file(q, e);
	rc = letter_of(q, o, c, &letter, e);
	if (rc < 0)
		return rc;
	sender_dress(&o->sender, &letter.doc, q->a, NULL, NULL);
	buf_init(&out, q->a, PDF_BYTES_MAX);
	rc = press_add(press, &letter.doc, &pages, e);
	if (rc == 0)
		rc = press_write(press, 0, &out, e);
	ret->type = "application/pdf";
	ret->data = out.data;
	ret->len = out.len;
	return rc;
}

/* The file that was issued, or the scan that took its place. */
int desk_copy_answer(struct request *q, struct answer *ret, struct err *e)
{
	const char *number = before_pdf(q, q->open[1]);
	struct opened *o = NEW(q->a, struct opened);
	struct copy_row *c = NULL;
	struct file_bytes f;
	size_t n = 0, at = 0;
	int rc = letter_desk_open(q, o, e);
	if (rc == 0)
		rc = ledger_copies(o->db, q->a, &o->house, o->row.id, &c, &n, e);
	if (rc < 0)
		return rc;
	while (number && at < n && strcmp(arena_printf(q->a, "%lld", (long long)c[at].n), number) != 0)
		at++;
	if (!number || at == n || c[at].gone_ms)
		return no_file(q, e);
	rc = store_file_get(o->db, q->a, *c[at].scan ? c[at].scan : c[at].pdf, &f, e);
	if (rc < 0)
		return rc;
	char *name = arena_printf(q->a, "%s.pdf", c[at].reference);
	for (char *p = name; *p; p++)
		*p = *p == '/' ? '.' : *p;
	ret->type = f.media;
	ret->data = f.data;
	ret->len = f.len;
	ret->save_as = name;
	return 0;
}
