/* Who gets a letter, in which language, from which template. */
#include "offices/letters/letters.h"

#include <assert.h>
#include <string.h>

#include "offices/letters/edition.h"

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

int letters_open(struct run *r, const struct book *b, const struct pack *p, const struct letter_order *o,
	struct letters **ret, struct err *e)
{
	struct letters *l = NEW(r->arena, struct letters);
	struct stored_file *file;
	size_t n;
	*l = (struct letters){.arena = r->arena, .db = b->db, .order = o, .pack = p, .world = b->world};
	int rc = store_pack_get(b->db, r->arena, p->sha256, &file, &n, e);
	if (rc < 0)
		return err_ctx(e, "pack %s", p->code);
	l->bytes.n = n;
	l->bytes.file = NEW_ARRAY(r->arena, struct pack_file, n);
	for (size_t i = 0; i < n; i++)
		l->bytes.file[i] = (struct pack_file){file[i].path, file[i].data, file[i].len};
	rc = facts_open(&l->facts, r->arena, b, p, o, e);
	if (rc == 0)
		rc = editions_open(l, e);
	if (rc == 0)
		*ret = l;
	return rc;
}

const char *letters_about(const struct letters *l, const char *name)
{
	return facts_about(&l->facts, name);
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
	return rc == 0 ? editions_check(l, e) : rc;
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

/* A letter to one who was told what is not so any more says so. */
static int told_check(const struct letters *l, const struct recipient *to, const struct doc *d, struct err *e)
{
	const struct left_out *why = NULL;
	bool asked = false;
	for (size_t i = 0; i < l->facts.said_n; i++) {
		const struct letter_fact *f = &l->facts.said[i];
		if (strncmp(f->key, "told.", 5) != 0 || strcmp(f->key, "told.reference") == 0 ||
			strcmp(f->key, "told.date") == 0)
			continue;
		asked = true;
		if (f->said)
			return 0;
	}
	for (size_t i = 0; i < d->left_out_n; i++)
		if (!why || strncmp(d->left_out[i].why, "told.", 5) != 0)
			why = &d->left_out[i];
	if (!to->told || !asked)
		return 0;
	return err_set(e, ERR_INVALID,
		"it would say nothing of what has changed (%s: %s); complete the record",
		why ? why->name : "no paragraph does", why ? why->why : "see the template");
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
		.said = facts_said,
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
	if (rc == 0)
		rc = told_check(l, to, &doc, e);
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
