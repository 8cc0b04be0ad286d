/* Manual pages in mdoc, from the tables that --help reads: paraph(1), one page an office, paraph.conf(5). */
#include <string.h>

#include "base/file.h"
#include "cli/line.h"

#define MAN_BYTES_MAX (1u << 20)
#define MAN_WIDTH 78 /* of a line of text */

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"};

/* ---- text ---- */

static void word_put(struct buf *b, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\\')
			buf_puts(b, "\\e");
		else if (s[i] == '-')
			buf_puts(b, "\\-");
		else
			buf_putc(b, s[i]);
}

/* Running text: what begins like a request does not, each sentence on a line of its own. */
static void text_put(struct buf *b, const char *s)
{
	size_t column = 0;

	while (*s) {
		s += strspn(s, " \n\t");
		size_t len = strcspn(s, " \n\t");

		if (!len)
			break;
		if (column && column + len + 1 > MAN_WIDTH) {
			buf_putc(b, '\n');
			column = 0;
		} else if (column) {
			buf_putc(b, ' ');
		}
		if (!column && (*s == '.' || *s == '\''))
			buf_puts(b, "\\&");
		word_put(b, s, len);
		column += len + 1;
		if (len > 1 && strchr(".?!", s[len - 1]))
			column = MAN_WIDTH;
		s += len;
	}
	buf_putc(b, '\n');
}

/* An argument of a macro: one word, and never a macro itself. */
static void arg_put(struct buf *b, const char *s)
{
	buf_puts(b, " \"\\&");
	for (const char *c = s; *c; c++)
		if (*c == '"')
			buf_puts(b, "\"\"");
		else
			word_put(b, c, 1);
	buf_putc(b, '"');
}

static void macro(struct buf *b, const char *name, const char *arg)
{
	buf_printf(b, ".%s", name);
	if (arg && *arg)
		arg_put(b, arg);
	buf_putc(b, '\n');
}

/* ---- parts of a page ---- */

static void head_put(struct buf *b, day_t day, const char *name, const char *section, const char *what)
{
	struct date d = day_to_date(day);
	char upper[64] = "";

	for (size_t i = 0; name[i] && i < sizeof upper - 1; i++)
		upper[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 'a' + 'A' : name[i]);
	buf_printf(b, ".Dd %s %d, %d\n.Dt %s %s\n.Os\n.Sh NAME\n.Nm %s\n", months[d.month - 1], d.day, d.year,
		upper, section, name);
	macro(b, "Nd", what);
}

static void options_put(struct buf *b, const struct option_info *o, const char *macro_name)
{
	if (!o || !o->name)
		return;
	buf_puts(b, ".Bl -tag -width Ds\n");
	for (; o->name; o++) {
		buf_printf(b, ".It %s", macro_name);
		arg_put(b, strcmp(macro_name, "Fl") == 0 ? o->name + 1 : o->name);
		if (o->value) {
			buf_puts(b, " Ar");
			arg_put(b, o->value);
		}
		buf_putc(b, '\n');
		text_put(b, o->help);
	}
	buf_puts(b, ".El\n");
}

static void command_put(struct buf *b, const struct command *c)
{
	macro(b, "Ss", arena_printf(b->arena, "paraph %s", c->name));
	macro(b, "Nm", "paraph");
	macro(b, "Cm", c->name);
	if (c->options && c->options->name)
		macro(b, "Op Ar", "options");
	if (c->words && *c->words)
		macro(b, "Ar", c->words);
	buf_puts(b, ".Pp\n");
	text_put(b, arena_printf(b->arena, "%s.", c->help));
	if (c->more) {
		buf_puts(b, ".Pp\n");
		text_put(b, c->more);
	}
	options_put(b, c->options, "Fl");
}

static int by_name(const void *a, const void *b)
{
	const struct office *const *one = a, *const *two = b;

	return strcmp((*one)->name, (*two)->name);
}

/* The other pages, in the order that man has: section, then name. */
static void also_put(struct buf *b, const struct office *const *offices, const char *but)
{
	size_t n = 0;

	while (offices[n])
		n++;
	const struct office **sorted = NEW_ARRAY(b->arena, const struct office *, n + 1);
	memcpy(sorted, offices, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_name);
	buf_puts(b, ".Sh SEE ALSO\n");
	if (but)
		buf_puts(b, ".Xr paraph 1 ,\n");
	for (size_t i = 0; i < n; i++)
		if (sorted[i]->commands->name && (!but || strcmp(sorted[i]->name, but) != 0))
			buf_printf(b, ".Xr paraph-%s 1 ,\n", sorted[i]->name);
	buf_puts(b, ".Xr paraph.conf 5\n");
}

/* ---- pages ---- */

/* The first words of its commands, which say what the office is for: "backup, restore, doctor". */
static const char *office_words(struct arena *a, const struct office *o)
{
	const char *words = "";
	const char *last = "";
	size_t last_len = 0;

	for (const struct command *c = o->commands; c->name; c++) {
		size_t len = strcspn(c->name, " ");

		if (len == last_len && memcmp(c->name, last, len) == 0)
			continue;
		last = c->name;
		last_len = len;
		words = arena_printf(a, "%s%s%.*s", words, *words ? ", " : "", (int)len, c->name);
	}
	return words;
}

static void office_page(struct buf *b, const struct run *r, const struct office *o)
{
	const char *name = arena_printf(b->arena, "paraph-%s", o->name);

	head_put(b, r->on, name, "1",
		arena_printf(b->arena, "keep the record of a treaty: %s", office_words(b->arena, o)));
	buf_puts(b, ".Sh SYNOPSIS\n.Nm paraph\n.Ar command\n.Op Ar options\n.Sh DESCRIPTION\n");
	text_put(b, "What each command of this office does. The options that all have are in");
	buf_puts(b, ".Xr paraph 1 .\n");
	for (const struct command *c = o->commands; c->name; c++)
		command_put(b, c);
	also_put(b, r->offices, o->name);
}

static void first_page(struct buf *b, const struct run *r)
{
	head_put(b, r->on, "paraph", "1", "keep the record of a treaty: acts in, facts out");
	buf_puts(b,
		".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar options\n.Nm\n.Cm help\n.Op Ar command\n"
		".Sh DESCRIPTION\n");
	text_put(b,
		"Paraph stores official acts of a treaty, each with its source, and works out "
		"everything else from them for any date. What the record does not hold is unknown, never "
		"zero. The pages of the offices say more of each command.");
	for (const struct office *const *o = r->offices; *o; o++) {
		if (!(*o)->commands->name)
			continue;
		macro(b, "Ss", (*o)->name);
		buf_printf(b, "See\n.Xr paraph-%s 1 .\n.Bl -tag -width Ds\n", (*o)->name);
		for (const struct command *c = (*o)->commands; c->name; c++) {
			macro(b, "It Cm", c->name);
			text_put(b, c->help);
		}
		buf_puts(b, ".El\n");
	}
	buf_puts(b, ".Sh OPTIONS\n");
	text_put(b, "Everywhere:");
	options_put(b, global_options, "Fl");
	buf_puts(b, ".Sh ENVIRONMENT\n");
	text_put(b, "The settings of");
	buf_puts(b, ".Xr paraph.conf 5 ,\nand\n.Bl -tag -width Ds\n.It Ev PARAPH_CONF\n");
	text_put(b, "The file that they are read from; empty: none.");
	buf_puts(b, ".El\n.Sh FILES\n.Bl -tag -width Ds\n.It Pa /etc/paraph/paraph.conf\n");
	text_put(b, "Settings of the installed package.");
	buf_puts(b, ".It Pa /var/lib/paraph\n");
	text_put(b, "The register that the package's services keep.");
	buf_puts(b, ".It Pa /usr/share/paraph/packs\n");
	text_put(b, "Treaties, as data.");
	buf_puts(b, ".El\n.Sh EXIT STATUS\n");
	text_put(b,
		"0 done; 1 refused or not found, with one line that names the thing and the mend; 2 wrong "
		"usage; 3 the store, a file or the network failed.");
	also_put(b, r->offices, NULL);
}

static void settings_page(struct buf *b, const struct run *r)
{
	head_put(b, r->on, "paraph.conf", "5", "settings of Paraph");
	buf_puts(b, ".Sh SYNOPSIS\n.Pa /etc/paraph/paraph.conf\n.Sh DESCRIPTION\n");
	text_put(b,
		"A line a setting, NAME=VALUE; lines that begin with # are left out, quotes around a value "
		"are taken off. Variables of the environment come before the file, options of a command "
		"before both. The file belongs to root and the group paraph, for a database's address may "
		"hold a password; who may not read it has a register of their own. What is not given is as "
		"in parentheses.");
	options_put(b, settings, "Ev");
	buf_puts(b, ".Sh SEE ALSO\n.Xr paraph 1\n");
}

/* Into the folder of its section, as man looks for it. */
static int page_write(
	const struct run *r, const char *dir, const char *name, const struct buf *b, struct err *e)
{
	const char *section = arena_printf(r->arena, "%s/man%s", dir, strrchr(name, '.') + 1);
	int rc = buf_check(b, e);

	if (rc == 0)
		rc = file_mkdirs(section, e);
	return rc < 0 ? rc : file_add(arena_printf(r->arena, "%s/%s", section, name), b->data, b->len, e);
}

int man_write(struct run *r, const char *dir, struct err *e)
{
	struct buf b;

	buf_init(&b, r->arena, MAN_BYTES_MAX);
	first_page(&b, r);
	int rc = page_write(r, dir, "paraph.1", &b, e);
	buf_init(&b, r->arena, MAN_BYTES_MAX);
	settings_page(&b, r);
	if (rc == 0)
		rc = page_write(r, dir, "paraph.conf.5", &b, e);
	for (const struct office *const *o = r->offices; rc == 0 && *o; o++) {
		if (!(*o)->commands->name)
			continue;
		buf_init(&b, r->arena, MAN_BYTES_MAX);
		office_page(&b, r, *o);
		rc = page_write(r, dir, arena_printf(r->arena, "paraph-%s.1", (*o)->name), &b, e);
	}
	return rc == 0 ? file_flush(dir, e) : rc;
}
