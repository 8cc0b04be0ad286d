/* Kinds of letter: letters/NAME/kind.yaml, one a folder of letters. docs/letters.md has the keys. */
#include <string.h>

#include "treaty/key.h"
#include "treaty/letter_kind.h"

const char *const letter_form_names[LETTER_FORM_COUNT + 1] = {
	[LETTER_NOTE_VERBALE] = "note-verbale",
	[LETTER_FIRST_PERSON] = "first-person",
	[LETTER_CIRCULAR] = "circular",
	[LETTER_INVITATION] = "invitation",
	[LETTER_CALL_TO_JOIN] = "call-to-join",
	[LETTER_PARLIAMENT] = "parliament",
	[LETTER_INVOICE_COVER] = "invoice-cover",
	[LETTER_PAPER] = "paper",
};

static const char *const yes_words[] = {"no", "yes", NULL};

/* One key a line: laid out by hand. */
/* clang-format off */
static const struct key about_keys[] = {
	{"name", &value_code, true, AT(letter_about, name)},
	{"fact", &value_key, false, AT(letter_about, fact)},
	{.name = NULL},
};
static const struct key enclosure_keys[] = {
	{"id", &value_code, true, AT(letter_enclosure, id)},
	{"label", &value_labels, true, AT(letter_enclosure, label)},
	{"generated", &value_code, false, AT(letter_enclosure, generated)},
	{.name = NULL},
};
static const struct key calendar_keys[] = {
	{"meetings", &value_codes, false, AT(letter_kind, meetings), COUNTED(letter_kind, meetings_n)},
	{"deadlines", &value_codes, false, AT(letter_kind, deadlines), COUNTED(letter_kind, deadlines_n)},
	{.name = NULL},
};
static const struct key kind_keys[] = {
	{"kind", &value_code, true, AT(letter_kind, name)},
	{"label", &value_labels, true, AT(letter_kind, label)},
	{"form", &value_word, true, AT(letter_kind, form), .words = letter_form_names, .low = 0},
	{"audience", &value_code, false, AT(letter_kind, audience)},
	{"copies-to", &value_codes, false, AT(letter_kind, copies), COUNTED(letter_kind, copies_n)},
	{"series", &value_code, false, AT(letter_kind, series)},
	{"mass", &value_flag, false, AT(letter_kind, mass), .words = yes_words},
	{"about", &value_maps, false, AT(letter_kind, about), COUNTED(letter_kind, about_n),
		.keys = about_keys, .size = sizeof(struct letter_about)},
	{"calendar", &value_map, false, NOT_KEPT, .keys = calendar_keys},
	{"enclosures", &value_maps, false, AT(letter_kind, enclosure), COUNTED(letter_kind, enclosures_n),
		.keys = enclosure_keys, .size = sizeof(struct letter_enclosure)},
	{.name = NULL},
};
/* clang-format on */

/* ---- what keys say together ---- */

static void about_check(struct reader *r, const struct node *list, const struct letter_kind *k)
{
	for (size_t i = 0; list && i < k->about_n; i++) {
		const struct letter_about *about = &k->about[i];
		unsigned line = list->value[i]->line;
		if (about->fact && !pack_fact(r->pack, about->fact))
			mistake(r->m, line, "fact: the pack has no fact %s; paraph facts lists them",
				about->fact);
		for (size_t j = 0; j < i && about->name; j++)
			if (k->about[j].name && strcmp(k->about[j].name, about->name) == 0)
				mistake(r->m, line, "name: %s stands twice; rename one", about->name);
	}
}

/* Its meetings are what the letter is about; its deadlines are rules of the pack. */
static void calendar_check(struct reader *r, const struct node *n, const struct letter_kind *k)
{
	if (!n)
		return;
	if (k->form == LETTER_PAPER)
		mistake(r->m, n->line, "calendar: a paper goes with a letter; take it out");
	for (size_t i = 0; i < k->meetings_n; i++) {
		size_t about = 0;
		if (!k->meetings[i]) /* no name: told already */
			continue;
		while (about < k->about_n &&
			(!k->about[about].name || strcmp(k->about[about].name, k->meetings[i]) != 0))
			about++; /* one without a name is told already */
		if (about == k->about_n)
			mistake(r->m, n->line, "calendar: the letter is not about %s; add it to about",
				k->meetings[i]);
	}
	for (size_t i = 0; i < k->deadlines_n; i++)
		if (k->deadlines[i] && !pack_rule(r->pack, k->deadlines[i]))
			mistake(r->m, n->line, "calendar: the pack has no rule %s", k->deadlines[i]);
}

static void enclosures_check(struct reader *r, const struct node *list, struct letter_kind *k)
{
	for (size_t i = 0; list && i < k->enclosures_n; i++) {
		k->enclosure[i].line = list->value[i]->line;
		for (size_t j = 0; j < i && k->enclosure[i].id; j++)
			if (k->enclosure[j].id && strcmp(k->enclosure[j].id, k->enclosure[i].id) == 0)
				mistake(r->m, list->value[i]->line, "id: %s stands twice; rename one",
					k->enclosure[i].id);
	}
}

static void kind_check(struct reader *r, const struct node *root, const char *folder, struct letter_kind *k)
{
	const struct node *name = node_get(root, "kind"), *audience = node_get(root, "audience");
	if (name && k->name && strcmp(k->name, folder) != 0)
		mistake(r->m, name->line,
			"kind: %s lies in the folder %s; write \"kind: %s\", or rename the folder", k->name,
			folder, folder);
	if (!audience && k->form != LETTER_PAPER)
		mistake(r->m, root->line,
			"audience: missing; name who gets it, as in \"audience: states-not-party\"");
	if (audience && k->form == LETTER_PAPER)
		mistake(r->m, audience->line, "audience: a paper goes with a letter; take it out");
	about_check(r, node_get(root, "about"), k);
	calendar_check(r, node_get(root, "calendar"), k);
	enclosures_check(r, node_get(root, "enclosures"), k);
}

/* ---- reading ---- */

/* The folder's name where `path` is that of a kind.yaml, else NULL. */
static const char *folder_of(struct arena *a, const char *path)
{
	size_t before = strlen(PACK_LETTERS), len = strlen(path), after = strlen("/" LETTER_KIND_YAML);
	if (strncmp(path, PACK_LETTERS, before) != 0 || len <= before + after ||
		strcmp(path + len - after, "/" LETTER_KIND_YAML) != 0)
		return NULL;
	return arena_strndup(a, path + before, len - before - after);
}

static void kind_read(struct reader *r, const struct pack_file *f, const char *folder, struct letter_kind *k)
{
	mistakes_file(r->m, f->path);
	const struct node *root = tree_read(r->arena, r->m, f->data, f->len);
	k->name = folder;
	if (!root)
		return;
	if (root->type != NODE_MAP) {
		mistake(r->m, root->line,
			"%s stands there; a kind of letter begins with its name, as in \"kind: join\"",
			node_types[root->type]);
		return;
	}
	read_map(r, root, "a kind of letter", kind_keys, k);
	kind_check(r, root, folder, k);
	k->name = folder; /* it says another, which is a mistake: where it lies is what others go by */
}

/* A generated enclosure is a paper of the same pack. */
static void papers_check(struct reader *r, const struct pack *p)
{
	for (size_t i = 0; i < p->letters_n; i++)
		for (size_t k = 0; k < p->letter[i].enclosures_n; k++) {
			const char *name = p->letter[i].enclosure[k].generated;
			const struct letter_kind *paper = name ? pack_letter(p, name) : NULL;
			if (!name || (paper && paper->form == LETTER_PAPER))
				continue;
			mistakes_file(r->m,
				arena_printf(
					r->arena, PACK_LETTERS "%s/" LETTER_KIND_YAML, p->letter[i].name));
			mistake(r->m, p->letter[i].enclosure[k].line,
				"enclosures: no paper is called %s; add letters/%s/kind.yaml with"
				" \"form: paper\"",
				name, name);
		}
}

void letter_kinds_read(struct reader *r, const struct pack_bytes *b)
{
	struct pack *p = r->pack;
	p->letter = NEW_ARRAY(r->arena, struct letter_kind, b->n ? b->n : 1);
	for (size_t i = 0; i < b->n; i++) {
		const char *folder = folder_of(r->arena, b->file[i].path);
		if (folder)
			kind_read(r, &b->file[i], folder, &p->letter[p->letters_n++]);
	}
	papers_check(r, p);
}

const struct letter_kind *pack_letter(const struct pack *p, const char *name)
{
	for (size_t i = 0; i < p->letters_n; i++)
		if (strcmp(p->letter[i].name, name) == 0)
			return &p->letter[i];
	return NULL;
}
