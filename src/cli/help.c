/* What the program says of itself. */
#include "cli/line.h"

static int widest(const struct option_info *o)
{
	int width = 0;

	for (; o && o->name; o++) {
		int n = (int)strlen(o->name) + (o->value ? (int)strlen(o->value) + 1 : 0);
		width = n > width ? n : width;
	}
	return width;
}

static bool stands_in(const struct option_info *table, const char *name)
{
	while (table && table->name && strcmp(table->name, name) != 0)
		table++;
	return table && table->name;
}

/* `instead`: options that take the place of those of the same name. */
static void option_lines(
	FILE *out, const char *title, const struct option_info *o, const struct option_info *instead)
{
	int width = widest(o);

	if (o && o->name)
		fprintf(out, "\n%s\n", title);
	for (; o && o->name; o++) {
		if (stands_in(instead, o->name))
			continue;
		const char *value = o->value ? o->value : "";
		int gap = width - (int)strlen(o->name) - 1 - (int)strlen(value);

		fprintf(out, "  %s %s%*s  %s\n", o->name, value, gap > 0 ? gap : 0, "", o->help);
	}
}

static bool in_group(const struct command *c, const char *group)
{
	size_t len = group ? strlen(group) : 0;

	return !group || (strncmp(c->name, group, len) == 0 && c->name[len] == ' ');
}

void help_list(FILE *out, const struct office *const *offices, const char *group)
{
	int width = 0;

	for (const struct office *const *o = offices; *o; o++)
		for (const struct command *c = (*o)->commands; c->name; c++)
			if (in_group(c, group) && (int)strlen(c->name) > width)
				width = (int)strlen(c->name);
	fputs("paraph keeps the record of a treaty: acts in, facts out\n\n"
	      "usage: paraph COMMAND …     paraph help COMMAND says more of it\n",
		out);
	for (const struct office *const *o = offices; *o; o++) {
		const char *title = (*o)->name;

		for (const struct command *c = (*o)->commands; c->name; c++) {
			if (!in_group(c, group))
				continue;
			if (title)
				fprintf(out, "\n%s\n", title);
			title = NULL;
			fprintf(out, "  %-*s  %s\n", width, c->name, c->help);
		}
	}
	option_lines(out, "everywhere", global_options, NULL);
}

void help_command(FILE *out, const struct command *c)
{
	fprintf(out, "usage: paraph %s%s%s%s\n\n%s\n", c->name, c->words && *c->words ? " " : "",
		c->words ? c->words : "", c->options ? " [OPTIONS]" : "", c->help);
	if (c->more)
		fprintf(out, "\n%s\n", c->more);
	option_lines(out, "options", c->options, NULL);
	option_lines(out, "everywhere", global_options, c->options);
}
