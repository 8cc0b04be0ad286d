/* Words and flags of a command line. */
#include "cli/line.h"

#include "base/text.h"

const struct option_info global_options[GLOBAL_COUNT + 1] = {
	[GLOBAL_ON] = {"--on", "DATE", "As at this day (default: today in $PARAPH_PLACE, else Geneva)"},
	[GLOBAL_KNOWN] = {"--known", "TIMESTAMP", "As recorded by then: a day, or 2026-11-21T02:10:00Z"},
	[GLOBAL_TREATY] = {"--treaty", "CODE", "Which treaty, where several are adopted"},
	[GLOBAL_FORMAT] = {"--format", "FORMAT", "How to print: table, csv or json"},
	[GLOBAL_DB] = {"--db", "URL", "A file, or postgresql://… (default: $PARAPH_DB, else paraph.db)"},
	[GLOBAL_PACKS] = {"--packs", "DIR",
		"Folder of the packs (default: $PARAPH_PACKS, else beside the program)"},
	[GLOBAL_HOUSE] = {"--house", "CODE", "For which house, where there are several (or $PARAPH_HOUSE)"},
	[GLOBAL_ACTOR] = {"--as", "PERSON", "Who does it: the id of a person of the house (or $PARAPH_AS)"},
	[GLOBAL_HELP] = {"--help", NULL, "What a command does"},
	[GLOBAL_VERSION] = {"--version", NULL, "The program's version"},
};

static bool is_flag(const char *arg)
{
	return arg[0] == '-' && arg[1] == '-' && arg[2];
}

/* Index in the table, -1 when there is none. A flag may hold its value: --on=2020-01-01. */
static int option_find(const struct option_info *table, const char *arg)
{
	size_t len = strcspn(arg, "=");

	for (int i = 0; table && table[i].name; i++)
		if (strlen(table[i].name) == len && memcmp(table[i].name, arg, len) == 0)
			return i;
	return -1;
}

/* *i is the flag's place; it moves on when the value is the next word. */
static int option_value(
	const struct line *l, const struct option_info *o, int *i, const char **ret, struct err *e)
{
	const char *equals = strchr(l->argv[*i], '=');

	if (!o->value && equals)
		return err_set(e, ERR_USAGE, "%s takes no value", o->name);
	if (!o->value || equals) {
		*ret = equals ? equals + 1 : "";
		return 0;
	}
	if (*i + 1 >= l->argc || is_flag(l->argv[*i + 1]) || strcmp(l->argv[*i + 1], "--") == 0)
		return err_set(e, ERR_USAGE, "%s needs a value: %s", o->name, o->value);
	*ret = l->argv[++*i];
	return 0;
}

static int unknown_flag(const struct line *l, const char *arg, struct err *e)
{
	const char *names[64] = {NULL}, *near;
	size_t n = 0;

	for (int i = 0; i < GLOBAL_COUNT; i++)
		names[n++] = global_options[i].name;
	for (const struct option_info *o = l->command ? l->command->options : NULL; o && o->name && n < 63;
		o++)
		names[n++] = o->name;
	near = text_nearest(arg, names);
	return err_set(e, ERR_USAGE, "%s: no such flag%s%s%s", arg, near ? "; did you mean " : "",
		near ? near : "", l->command ? "" : "; the flags of a command come after its name");
}

static int unknown_command(const struct line *l, const char *word, struct err *e)
{
	size_t n = 0, cap = 0;
	const char **names = NULL, *near;

	for (const struct office *const *o = l->offices; *o; o++)
		for (const struct command *c = (*o)->commands; c->name; c++) {
			GROW(l->arena, names, n, cap);
			names[n++] = c->name;
			GROW(l->arena, names, n, cap);
			names[n++] = arena_strndup(l->arena, c->name, strcspn(c->name, " "));
		}
	GROW(l->arena, names, n, cap);
	near = text_nearest(word, names);
	return err_set(e, ERR_USAGE, "%s: no such command; %s%s", word,
		near ? "did you mean paraph " : "paraph lists them", near ? near : "");
}

/* The next word of a command's name. */
static int name_add(struct line *l, int i, struct err *e)
{
	const char *name = l->argv[i];
	size_t len;
	bool begins = false;

	if (l->group)
		name = arena_printf(l->arena, "%s %s", l->group, name);
	len = strlen(name);
	for (const struct office *const *o = l->offices; *o; o++)
		for (const struct command *c = (*o)->commands; c->name; c++) {
			if (strcmp(c->name, name) == 0)
				l->command = c;
			begins |= strncmp(c->name, name, len) == 0 && c->name[len] == ' ';
		}
	if (!l->command && !begins)
		return unknown_command(l, name, e);
	l->taken[i] = true;
	l->words_end = i + 1;
	l->group = l->command ? NULL : name;
	return 0;
}

/* Finds the command: the first words, whatever global flags stand before or between them. */
static int find_command(struct line *l, struct err *e)
{
	bool words = false;
	int rc = 0;

	for (int i = 1; rc == 0 && i < l->argc && !l->command; i++) {
		const char *value;
		int g = is_flag(l->argv[i]) ? option_find(global_options, l->argv[i]) : -1;

		if (strcmp(l->argv[i], "--") == 0)
			rc = err_set(e, ERR_USAGE, "--: name the command first");
		else if (g >= 0)
			rc = option_value(l, &global_options[g], &i, &value, e);
		else if (l->argv[i][0] == '-')
			rc = unknown_flag(l, l->argv[i], e);
		else if (!words && strcmp(l->argv[i], "help") == 0)
			words = l->help = l->taken[i] = true;
		else
			rc = name_add(l, i, e);
		words |= l->group != NULL;
	}
	return rc;
}

static int given_add(struct line *l, struct run *r, const struct option_info *o, int option,
	const char *value, struct err *e)
{
	size_t len = o->value ? strlen(o->value) : 0;
	bool several = len > 3 && strcmp(o->value + len - 3, "...") == 0;

	if (r->option[option] && !several)
		return err_set(e, ERR_USAGE, "%s is given twice", o->name);
	GROW(l->arena, l->given, r->given_n, l->given_cap);
	l->given[r->given_n++] = (struct given){option, value};
	r->given = l->given;
	r->option[option] = value;
	return 0;
}

static int read_flag(struct line *l, struct run *r, int *i, struct err *e)
{
	const char *value = NULL;
	const struct option_info *own = l->command ? l->command->options : NULL;
	int at = option_find(own, l->argv[*i]), g = option_find(global_options, l->argv[*i]), rc;

	if (at < 0 && g < 0)
		return unknown_flag(l, l->argv[*i], e);
	if (g >= 0 && *i < l->words_end)
		at = -1;
	const struct option_info *o = own && at >= 0 ? &own[at] : &global_options[g];

	rc = option_value(l, o, i, &value, e);
	if (rc < 0)
		return rc;
	if (at >= 0)
		return given_add(l, r, o, at, value, e);
	if (l->value[g] && global_options[g].value)
		return err_set(e, ERR_USAGE, "%s is given twice", global_options[g].name);
	l->value[g] = value;
	return 0;
}

int line_read(struct line *l, struct run *r, struct err *e)
{
	size_t options = 0;
	bool flags = true;
	int rc = 0;

	l->taken = NEW_ARRAY(l->arena, bool, (size_t)l->argc + 1);
	for (int i = 1; rc == 0 && i < l->argc; i++) {
		if (text_check(l->argv[i], strlen(l->argv[i]), e) < 0)
			rc = err_set(e, ERR_USAGE, "word %d is not UTF-8 text; give plain text", i);
		else if (strcmp(l->argv[i], "-h") == 0)
			l->argv[i] = arena_strdup(l->arena, global_options[GLOBAL_HELP].name);
	}
	if (rc == 0)
		rc = find_command(l, e);
	if (rc < 0)
		return rc;
	while (l->command && l->command->options && l->command->options[options].name)
		options++;
	r->option = NEW_ARRAY(l->arena, const char *, options + 1);
	r->argv = NEW_ARRAY(l->arena, const char *, (size_t)l->argc + 1);
	r->command = l->command;
	for (int i = 1; rc == 0 && i < l->argc; i++) {
		if (l->taken[i])
			continue;
		if (flags && strcmp(l->argv[i], "--") == 0)
			flags = false;
		else if (flags && l->argv[i][0] == '-' && l->argv[i][1])
			rc = read_flag(l, r, &i, e);
		else
			r->argv[r->argc++] = l->argv[i];
	}
	l->help |= l->value[GLOBAL_HELP] != NULL;
	return rc;
}
