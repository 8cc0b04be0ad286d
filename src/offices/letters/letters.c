/* Who gets a letter, in which language, from which template. */
#include "offices/letters/letters.h"

#include <assert.h>
#include <string.h>

#include "offices/letters/facts.h"

/* A template in use: what was wanted, and what the pack has instead. */
struct edition {
	const char *wanted;
	const char *tag;
	const struct lang *lang;
	const struct template *template;
};

struct letters {
	struct arena *arena;
	const struct letter_order *order;
	const struct pack *pack, *world; /* world: NULL where there is none */
	struct pack_bytes bytes;
	struct letter_facts facts;
	size_t n, cap;
	struct edition *edition;
	struct template_mistakes mistakes; /* of the template read last */
};

static const char *template_path(struct letters *l, const char *tag)
{
	return arena_printf(l->arena, "letters/%s/%s.md", l->order->kind->name, tag);
}

/* The template for a language: its own, else that of its primary language, else English. */
static int template_find(struct letters *l, const char *wanted, const char **ret_tag,
	const struct pack_file **ret, struct err *e)
{
	const char *const tags[] = {wanted, arena_strndup(l->arena, wanted, strcspn(wanted, "-")), "en"};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		const struct pack_file *file = pack_find(&l->bytes, template_path(l, tags[i]));
		if (!file)
			continue;
		*ret_tag = tags[i];
		*ret = file;
		return 0;
	}
	return err_set(e, ERR_NOTFOUND, "pack %s has no %s; adopt an edition that has it", l->pack->code,
		template_path(l, "en"));
}

/* ---- forms ---- */

const struct letter_form_info letter_forms[LETTER_FORM_COUNT] = {
	[LETTER_NOTE_VERBALE] = {.third_person = true,
		.initialled = true,
		.numbered = true,
		.must_not = "recipient.name"},
	[LETTER_FIRST_PERSON] = {.numbered = true},
	[LETTER_CIRCULAR] = {.numbered = true, .must_not = "recipient.name"},
	[LETTER_INVITATION] = {.numbered = true, .must = "recipient.organisation"},
	[LETTER_CALL_TO_JOIN] = {.numbered = true, .must = "verb"},
	[LETTER_PARLIAMENT] = {.numbered = true, .to_persons = true, .must = "recipient.name"},
	[LETTER_INVOICE_COVER] = {.numbered = true},
	[LETTER_PAPER] = {.must_not = "recipient.name"},
};

static bool is_used(const struct letters *l, const char *key)
{
	for (size_t i = 0; i < l->facts.used_n; i++)
		if (strcmp(l->facts.used[i], key) == 0)
			return true;
	return false;
}

/* Does the template that was read last bear what its form asks for, and nothing that it forbids? */
static int form_check(const struct letters *l, const char *path, struct err *e)
{
	enum letter_form form = l->order->kind->form;
	const struct letter_form_info *info = &letter_forms[form];
	if (info->must && !is_used(l, info->must))
		return err_set(e, ERR_INVALID, "%s:1:1: a letter of form %s says {{%s}}; add it", path,
			letter_form_names[form], info->must);
	if (info->must_not && is_used(l, info->must_not))
		return err_set(e, ERR_INVALID,
			"%s:1:1: a letter of form %s goes to an office: take {{%s}} out", path,
			letter_form_names[form], info->must_not);
	return 0;
}

static int edition_find(struct letters *l, const char *wanted, const struct edition **ret, struct err *e)
{
	struct edition ed = {.wanted = wanted};
	struct lang *lang;
	struct template *template;
	for (size_t i = 0; i < l->n; i++) {
		if (strcmp(l->edition[i].wanted, wanted) != 0)
			continue;
		*ret = &l->edition[i];
		return 0;
	}
	const struct pack_file *file = NULL;
	int rc = lang_open(l->arena, wanted, &lang, e); /* a language at all? */
	if (rc == 0)
		rc = template_find(l, wanted, &ed.tag, &file, e);
	if (rc == 0 && strcmp(ed.tag, wanted) != 0)
		rc = lang_open(l->arena, ed.tag, &lang, e);
	if (rc < 0)
		return rc;
	assert(file);
	struct glyphs *glyphs = NULL;
	if (l->order->typeset) {
		rc = glyphs_open(l->arena, lang, &glyphs, e);
		if (rc < 0)
			return rc;
	}
	struct template_source s = {.path = arena_printf(l->arena, "packs/%s/%s", l->pack->code, file->path),
		.data = file->data,
		.len = file->len,
		.lang = lang,
		.find = facts_slot,
		.ctx = &l->facts,
		.glyphs = glyphs};
	l->facts.lang = lang;
	l->facts.used_n = 0;
	rc = template_parse(l->arena, &s, &template, &l->mistakes, e);
	if (rc == 0)
		rc = form_check(l, s.path, e);
	if (rc < 0)
		return rc;
	ed.lang = lang;
	ed.template = template;
	GROW(l->arena, l->edition, l->n, l->cap);
	l->edition[l->n] = ed;
	*ret = &l->edition[l->n++];
	return 0;
}

/* ---- all templates ---- */

/* The language of a file of this kind of letter; NULL: it is another file. */
static const char *template_language(struct letters *l, const char *path)
{
	const char *before = arena_printf(l->arena, "letters/%s/", l->order->kind->name);
	size_t n = strlen(before), len = strlen(path);
	if (strncmp(path, before, n) != 0 || len < n + 3 || strcmp(path + len - 3, ".md") != 0)
		return NULL;
	return arena_strndup(l->arena, path + n, len - n - 3);
}

/* Reads the template in a language and holds it against the English one, which is read first. */
static int template_check(struct letters *l, const char *tag, struct err *e)
{
	const struct edition *ed;
	const struct template *source;
	int rc = edition_find(l, "en", &ed, e);
	if (rc < 0)
		return rc;
	source = ed->template;
	rc = edition_find(l, tag, &ed, e);
	return rc == 0 ? template_compare(l->arena, ed->template, source, &l->mistakes, e) : rc;
}

/* Every template of the pack before the first letter: a mistake in one language stops them all. */
static int templates_check(struct letters *l, struct err *e)
{
	int rc = 0;
	for (size_t i = 0; i < l->bytes.n && rc == 0; i++) {
		const char *tag = template_language(l, l->bytes.file[i].path);
		if (tag)
			rc = template_check(l, tag, e);
	}
	return rc;
}

size_t letters_check(struct letters *l, FILE *out)
{
	size_t n = 0;
	for (size_t i = 0; i < l->bytes.n; i++) {
		const char *path = l->bytes.file[i].path, *tag = template_language(l, path);
		struct err e = {0};
		l->mistakes.n = 0;
		if (!tag || template_check(l, tag, &e) == 0)
			continue;
		for (size_t k = 0; k < l->mistakes.n; k++)
			fprintf(out, "packs/%s/%s:%u:%u: %s\n", l->pack->code, path, l->mistakes.at[k].line,
				l->mistakes.at[k].column, l->mistakes.at[k].text);
		if (l->mistakes.n == 0)
			fprintf(out, "packs/%s/%s: %s\n", l->pack->code, path, e.text);
		n += l->mistakes.n ? l->mistakes.n : 1;
	}
	return n;
}

size_t letters_languages(struct letters *l, const char *const **ret)
{
	const char **tags = NEW_ARRAY(l->arena, const char *, l->bytes.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < l->bytes.n; i++) {
		const char *tag = template_language(l, l->bytes.file[i].path);
		if (tag)
			tags[n++] = tag;
	}
	*ret = tags;
	return n;
}

int letters_open(struct run *r, const struct book *b, const struct pack *p, const struct letter_order *o,
	struct letters **ret, struct err *e)
{
	struct letters *l = NEW(r->arena, struct letters);
	struct stored_file *file;
	size_t n;
	*l = (struct letters){.arena = r->arena, .order = o, .pack = p, .world = b->world};
	int rc = store_pack_get(b->db, r->arena, p->sha256, &file, &n, e);
	if (rc < 0)
		return err_ctx(e, "pack %s", p->code);
	l->bytes.n = n;
	l->bytes.file = NEW_ARRAY(r->arena, struct pack_file, n);
	for (size_t i = 0; i < n; i++)
		l->bytes.file[i] = (struct pack_file){file[i].path, file[i].data, file[i].len};
	rc = facts_open(&l->facts, r->arena, b, p, o, e);
	if (rc == 0)
		*ret = l;
	return rc;
}

bool letters_file(struct letters *l, const char *tag, const char **ret, size_t *ret_len)
{
	const struct pack_file *file = pack_find(&l->bytes, template_path(l, tag));
	if (!file)
		return false;
	*ret = file->data;
	*ret_len = file->len;
	return true;
}

int letters_template(struct letters *l, const char *path, const char *tag, const char *data, size_t len,
	const struct template **ret, struct err *e)
{
	struct lang *lang;
	struct template *template;
	int rc = lang_open(l->arena, tag, &lang, e);
	if (rc < 0)
		return rc;
	struct template_source s = {
		.path = path, .data = data, .len = len, .lang = lang, .find = facts_slot, .ctx = &l->facts};
	l->facts.lang = lang;
	rc = template_parse(l->arena, &s, &template, NULL, e);
	if (rc == 0)
		*ret = template;
	return rc;
}

int letters_parsed(struct letters *l, const char *lang, const struct template **ret, struct err *e)
{
	const struct edition *ed;
	int rc = edition_find(l, lang, &ed, e);
	if (rc == 0)
		*ret = ed->template;
	return rc;
}

/* Before anyone can sign there is nothing to ask for. */
static int day_check(const struct letters *l, struct err *e)
{
	const struct terms *t = &l->pack->terms;
	day_t first = t->has_signature ? t->signature_opens : l->pack->adopted;
	char day[11], asked[11];
	if (l->order->kind->form != LETTER_CALL_TO_JOIN || l->order->on >= first)
		return 0;
	return err_set(e, ERR_INVALID, "--on %s: nobody could join before %s; give a later day",
		day_format(l->order->on, asked), day_format(first, day));
}

int letters_ready(struct letters *l, struct err *e)
{
	const struct edition *ignored;
	int rc = day_check(l, e);
	if (rc < 0)
		return rc;
	rc = edition_find(l, l->order->lang ? l->order->lang : "en", &ignored, e);
	return rc == 0 ? templates_check(l, e) : rc;
}

/* ---- who gets it ---- */

size_t letters_recipients(struct letters *l, uint32_t **ret)
{
	const struct reg *r = &l->facts.reg;
	uint32_t *state;
	size_t n = reg_states(r, l->arena, &state), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (reg_is_state(r, state[i], l->order->on) == TRI_YES && reg_verb(r, state[i], l->order->on))
			state[kept++] = state[i];
	*ret = state;
	return kept;
}

int letters_recipient(struct letters *l, const char *iso3, uint32_t *ret, struct err *e)
{
	const struct reg *r = &l->facts.reg;
	day_t on = l->order->on;
	uint32_t state = journal_word(r->journal, iso3);
	struct state_standing s;
	char day[11], deposited[EDTF_TEXT];
	day_format(on, day);
	if (!state || !reg_state_known(r, state))
		return err_set(e, ERR_NOTFOUND,
			"--state %s: no such State; give its ISO 3166-1 alpha-3 code, such as LAO (paraph"
			" status lists them)",
			iso3);
	reg_standing(r, state, on, &s);
	const struct membership *m = s.current < s.n ? &s.membership[s.current] : NULL;
	if (reg_is_state(r, state, on) != TRI_YES)
		return err_set(e, ERR_INVALID,
			"--state %s: not on file as a State on %s, so no call to join; see --on", iso3, day);
	if (!reg_verb(r, state, on) && m)
		return err_set(e, ERR_INVALID,
			"--state %s: %s %s on %s, so no call to join; give another State, or an earlier --on",
			iso3, s.deposited == TRI_YES ? "deposited" : "may have deposited",
			act_kinds[m->instrument].name, edtf_format(m->deposited, deposited));
	if (!reg_verb(r, state, on))
		return err_set(e, ERR_INVALID,
			"--state %s: standing on %s not known, so no call to join; mend the record", iso3,
			day);
	*ret = state;
	return 0;
}

/* ---- writing ---- */

struct recipient letters_state(struct letters *l, uint32_t state)
{
	return recipient_of_state(l->facts.reg.journal, state);
}

size_t letters_states(struct letters *l, uint32_t **ret)
{
	size_t n = reg_states(&l->facts.reg, l->arena, ret), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (reg_is_state(&l->facts.reg, (*ret)[i], l->order->on) == TRI_YES)
			(*ret)[kept++] = (*ret)[i];
	return kept;
}

int letters_state_named(struct letters *l, const char *iso3, struct recipient *ret, struct err *e)
{
	uint32_t state = journal_word(l->facts.reg.journal, iso3);
	if (!state || !reg_state_known(&l->facts.reg, state))
		return err_set(e, ERR_NOTFOUND,
			"--state %s: no such State; give its ISO 3166-1 alpha-3 code, such as LAO (paraph"
			" status lists them)",
			iso3);
	*ret = letters_state(l, state);
	return 0;
}

const char *letters_specimen(const struct letters *l)
{
	const char *lang = l->order->lang ? l->order->lang : "en";
	return l->world && l->world->specimen.n ? label_in(&l->world->specimen, lang) : "SPECIMEN";
}

/* For people: whom it is to. */
static const char *addressee(struct letters *l, struct arena *a, const struct recipient *to)
{
	if (to->state && !*to->name)
		return reg_state_name(&l->facts.reg, a, to->state, l->order->on, "en", false);
	return *to->name ? to->name : *to->organisation ? to->organisation : to->office_name;
}

/* Says on every page that this is no letter, in its language: above the sender, and in the footer. */
static void specimen_mark(struct letters *l, struct arena *a, struct doc *d)
{
	const char *word = l->world && l->world->specimen.n ? label_in(&l->world->specimen, lang_tag(d->lang))
							    : "SPECIMEN";
	struct piece mark = {.kind = PIECE_TEXT, .strong = true, .text = word, .field = "", .link = ""};
	struct block *all = NEW_ARRAY(a, struct block, d->n + 2);
	bool footed = false;
	all[0] = (struct block){.part = PART_SENDER, .marker = "", .n = 1, .piece = NEW(a, struct piece)};
	all[0].piece[0] = mark;
	for (size_t i = 0; i < d->n; i++) {
		struct block b = d->block[i];
		if (b.part == PART_FOOTER && b.kind == BLOCK_PARAGRAPH && !footed) {
			struct piece *pieces = NEW_ARRAY(a, struct piece, b.n + 1);
			pieces[0] = mark;
			pieces[0].text = arena_printf(a, "%s · ", word);
			for (size_t k = 0; k < b.n; k++)
				pieces[k + 1] = b.piece[k];
			b.piece = pieces;
			b.n++;
			footed = true;
		}
		all[i + 1] = b;
	}
	d->block = all;
	d->n++;
	if (!footed) {
		all[d->n] = all[0];
		all[d->n++].part = PART_FOOTER;
	}
}

int letters_write(struct letters *l, struct arena *a, const struct recipient *to, const char *lang,
	struct letter *ret, struct err *e)
{
	const char *who = *to->iso3 ? to->iso3 : *to->contact ? to->contact : to->organisation;
	const char *wanted = lang           ? lang
		: l->order->lang            ? l->order->lang
		: to->langs && to->langs[0] ? to->langs[0]
					    : pack_language(l->world, to->iso3);
	const struct edition *ed;
	struct doc doc;
	int rc = edition_find(l, wanted, &ed, e);
	if (rc < 0)
		return rc;
	struct filling f = {.on = l->order->on,
		.oldest = day_back(l->order->on, (struct step){STEP_DAYS, l->pack->letter_days}),
		.value = facts_value,
		.ctx = &l->facts};
	l->facts.a = a;
	l->facts.state = to->state;
	l->facts.to = to;
	l->facts.lang = ed->lang;
	l->facts.said = NULL;
	l->facts.said_n = l->facts.said_cap = 0;
	rc = template_fill(ed->template, a, &f, &doc, e);
	bool named = rc < 0 || !to->state || facts_named(&l->facts);
	l->facts.a = l->arena;
	if (rc < 0)
		return err_ctx(e, "letter to %s", who);
	if (l->order->specimen)
		specimen_mark(l, a, &doc);
	const char *verb = to->state ? reg_verb(&l->facts.reg, to->state, l->order->on) : NULL;
	*ret = (struct letter){.iso3 = to->iso3,
		.name = addressee(l, a, to),
		.verb = verb ? verb : "",
		.lang = ed->tag,
		.wanted = strcmp(ed->tag, wanted) == 0 ? NULL : wanted,
		.names_english = !named,
		.facts_n = l->facts.said_n,
		.fact = l->facts.said,
		.doc = doc};
	return 0;
}
