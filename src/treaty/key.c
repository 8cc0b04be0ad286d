#include "treaty/key.h"

#include "base/text.h"

int word_index(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

const char *meant(struct reader *r, const char *const *words, const char *word, const char *otherwise)
{
	const char *near = text_nearest(word, words);

	return near ? arena_printf(r->arena, "; did you mean %s?", near) : otherwise;
}

void put(const struct key *k, void *into, const void *value, size_t size)
{
	if (k->at != NOWHERE)
		memcpy((char *)into + k->at, value, size);
}

/* What should stand there, in words. */
static const char *what(struct reader *r, const struct key *k)
{
	const char *all;

	if (k->type == &value_number)
		return arena_printf(r->arena, "%s from %d to %d", k->type->what, k->low, k->high);
	if (!k->words)
		return k->type->what;
	all = k->words[0];
	for (size_t i = 1; k->words[i]; i++)
		all = arena_printf(r->arena, "%s%s%s", all, k->words[i + 1] ? ", " : " or ", k->words[i]);
	return k->type == &value_words || k->type == &value_ordered
		? arena_printf(r->arena, "a list of %s", all)
		: all;
}

void wrong(struct reader *r, const struct key *k, const struct node *n)
{
	if (n->type != NODE_TEXT)
		mistake(r->m, n->line, "%s: %s stands there; write %s", k->name, node_types[n->type],
			what(r, k));
	else if (!*n->text)
		mistake(r->m, n->line, "%s: empty; write %s", k->name, what(r, k));
	else
		mistake(r->m, n->line, "%s: \"%.60s\" is not right; write %s%s", k->name, n->text, what(r, k),
			k->words ? meant(r, k->words, n->text, "") : "");
}

const char *read_text(struct reader *r, const struct key *k, const struct node *n)
{
	if (n->type == NODE_TEXT && *n->text)
		return n->text;
	wrong(r, k, n);
	return NULL;
}

bool is_list(struct reader *r, const struct key *k, const struct node *n, size_t max)
{
	if (n->type != NODE_LIST)
		wrong(r, k, n);
	else if (n->n > max)
		mistake(r->m, n->line, "%s: %zu of them; at most %zu are read", k->name, n->n, max);
	else
		return true;
	return false;
}

/* Returns the key that is meant, NULL when none is near. */
static const struct key *unknown_key(
	struct reader *r, const struct node *key, const char *of, const struct key *keys)
{
	const char *names[KEYS_MAX + 1] = {NULL};
	const char *all = "", *near;

	if (r->m->full) /* there may be as many as nodes */
		return NULL;
	for (size_t i = 0; keys[i].name; i++) {
		names[i] = keys[i].name;
		all = arena_printf(r->arena, "%s%s%s", all, i ? ", " : "", keys[i].name);
	}
	near = text_nearest(key->text, names);
	mistake(r->m, key->line, "\"%.60s\" is no key of %s%s%s%s", key->text, of,
		near ? "; did you mean " : "; it has ", near ? near : all, near ? "?" : "");
	return near ? &keys[word_index(names, near)] : NULL;
}

static const struct key *find_key(const struct key *keys, const char *name)
{
	while (keys->name && strcmp(keys->name, name) != 0)
		keys++;
	return keys->name ? keys : NULL;
}

/* The keys are read in the order of the table, so that one may build on what stands above it there. */
void read_map(struct reader *r, const struct node *n, const char *of, const struct key *keys, void *into)
{
	const struct node *key[KEYS_MAX] = {NULL}, *value[KEYS_MAX] = {NULL};
	bool misspelt[KEYS_MAX] = {false};

	for (size_t i = 0; i < n->n; i++) {
		const struct key *k = n->key[i]->type == NODE_TEXT ? find_key(keys, n->key[i]->text) : NULL;

		if (n->key[i]->type != NODE_TEXT) {
			mistake(r->m, n->key[i]->line, "%s: %s stands for a key; write its name", of,
				node_types[n->key[i]->type]);
		} else if (!k) {
			k = unknown_key(r, n->key[i], of, keys);
			if (k)
				misspelt[k - keys] = true;
		} else if (key[k - keys]) {
			mistake(r->m, n->key[i]->line,
				"%s: stands twice in %s (first in line %u); take one out", k->name, of,
				key[k - keys]->line);
		} else {
			key[k - keys] = n->key[i];
			value[k - keys] = n->value[i];
		}
	}
	for (size_t i = 0; keys[i].name; i++) {
		const struct key *k = &keys[i];

		if (!value[i] && k->required && !misspelt[i])
			mistake(r->m, n->line, "%s: missing in %s; write %s", k->name, of, what(r, k));
		if (!value[i])
			continue;
		k->type->read(r, k, value[i], into);
		if (k->has)
			*(bool *)((char *)into + k->has) = true;
	}
}

const char *read_kind(struct reader *r, const struct node *n, const char *name)
{
	const char *const words[] = {name, NULL};
	const struct key key = {.name = name, .type = &value_known};
	const struct node *kind = node_get(n, name);

	if (kind)
		return read_text(r, &key, kind);
	for (size_t i = 0; n->type == NODE_MAP && i < n->n; i++) {
		if (text_nearest(n->key[i]->text, words)) {
			mistake(r->m, n->key[i]->line, "\"%.60s\" is no key; did you mean %s?",
				n->key[i]->text, name);
			return NULL;
		}
	}
	if (n->type == NODE_MAP)
		mistake(r->m, n->line, "%s: missing; say which kind of %s it is", name, name);
	else
		mistake(r->m, n->line, "%s stands there; write a mapping that says which kind of %s it is",
			*n->text || n->type != NODE_TEXT ? node_types[n->type] : "nothing", name);
	return NULL;
}
