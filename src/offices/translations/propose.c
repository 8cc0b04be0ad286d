/* translation propose: what the memory has, and, where it is asked for, what a machine says. */
#include <string.h>

#include "base/file.h"

#include "offices/translations/columns.h"
#include "offices/translations/commands.h"
#include "offices/translations/desk.h"
#include "offices/translations/machine.h"
#include "offices/translations/memory.h"

#define LEAST_PERCENT 70
#define SHOWN 3u /* near matches of one paragraph */

const struct option_info propose_options[] = {
	{"--lang", "LL", "The language"},
	{"--least", "PERCENT", "How like a segment must be to be shown (70)"},
	{"--machine", NULL, "Ask the machine at $PARAPH_MACHINE for what the memory does not have"},
	{"--dry", NULL, "Show, keep nothing"},
	{0},
};

struct proposing {
	struct desk desk;
	struct version version;
	struct memory_index *memory;
	struct machine *machine; /* NULL: it is not asked */
	struct term *term;
	size_t terms, kept;
	int64_t least;
};

static int open_all(struct run *r, struct proposing *p, struct err *e)
{
	const char *lang = r->option[PROPOSE_LANG];
	struct arena *a = r->arena;
	if (!lang)
		return err_set(e, ERR_USAGE, "translation propose: say the language, as in --lang fr");
	int rc = run_option_int(r, PROPOSE_LEAST, 1, 100, LEAST_PERCENT, &p->least, e);
	if (rc == 0 && r->option[PROPOSE_MACHINE] && !r->machine)
		rc = err_set(e, ERR_USAGE,
			"no machine is set, as it comes; mend: PARAPH_MACHINE=http://… of a server that"
			" speaks"
			" LibreTranslate's POST /translate");
	if (rc == 0)
		rc = desk_open(r, r->argv[0], &p->desk, e);
	if (rc == 0)
		rc = version_open(&p->desk, lang, &p->version, e);
	if (rc < 0)
		return rc;
	struct memory_pair pair = {p->desk.house, SOURCE_LANG, lang};
	rc = memory_load(p->desk.book.db, a, &pair, &p->memory, e);
	if (rc == 0)
		rc = terms_load(p->desk.book.db, a, &pair, &p->term, &p->terms, e);
	if (rc == 0 && r->option[PROPOSE_MACHINE])
		rc = machine_open(a, r->machine, &p->machine, e);
	return rc;
}

/* A draft, in the caller's transaction. */
static int keep(struct proposing *p, const struct unit *u, enum origin origin, const char *target,
	const char *note, struct err *e)
{
	char sha256[65];
	const char *missed = terms_missed(p->desk.run->arena, p->term, p->terms, u->source->text, target);
	sha256_hex(target, strlen(target), sha256);
	struct past one = {.stage = STAGE_DRAFT,
		.origin = origin,
		.source_sha256 = u->source->sha256,
		.target_sha256 = sha256,
		.source = u->source->text,
		.target = target,
		.paragraph = u->source->key,
		.person = "",
		.behalf = p->desk.person,
		.note = *missed ? arena_printf(p->desk.run->arena, "%s%sglossary: %s", note,
					  *note ? "; " : "", missed)
				: note,
		.at_ms = p->desk.run->now_ms};
	fprintf(p->desk.run->out, "%s%s\n", target,
		*missed ? arena_printf(p->desk.run->arena, "\n  glossary: %s", missed) : "");
	p->kept++;
	return p->desk.run->option[PROPOSE_DRY] ? 0 : step_add(p->desk.book.db, &p->version.q, &one, e);
}

/* Names of States have forms in some languages only: without them. */
static const char *without_forms(struct arena *a, const char *text)
{
	size_t pos = 0, from = 0, len = 0;
	const char *tag = NULL;
	struct buf b;
	buf_init(&b, a, strlen(text) + 1);
	while (paragraph_tag(text, &pos, &tag, &len)) {
		const char *bar = strncmp(tag, "{{state.", 8) == 0 ? memchr(tag, '|', len) : NULL;
		if (!bar || memchr(bar, '=', len - (size_t)(bar - tag)))
			continue;
		buf_add(&b, text + from, (size_t)(bar - text) - from);
		from = pos - 2;
	}
	buf_puts(&b, text + from);
	return b.data ? b.data : "";
}

/* What can stand in the letter is kept. */
static int keep_if_right(struct proposing *p, const struct unit *u, enum origin origin, const char *target,
	const char *note, struct err *e)
{
	const char *lang = p->version.q.lang, *words = NULL;
	struct arena *a = p->desk.run->arena;
	struct err why = {0};
	if (words_read(&p->desk, lang, u->source, target, &words, &why) == 0 ||
		words_read(&p->desk, lang, u->source, without_forms(a, target), &words, &why) == 0)
		return keep(p, u, origin, words, note, e);
	fprintf(p->desk.run->out, "no draft: %s\n", why.text);
	return 0;
}

static int propose_one(struct proposing *p, const struct unit *u, struct err *e)
{
	struct run *r = p->desk.run;
	AUTO_ARENA a = arena_child(r->arena, "match");
	struct match match[SHOWN];
	struct err why = {0};
	const char *draft, *tell;
	size_t n = memory_find(p->memory, a, u->source->text, (unsigned)p->least, SHOWN, match);
	fprintf(r->out, "%s (%s)\n  %s\n", u->source->key, unit_state_names[u->state], u->source->text);
	if (n && match[0].kind != MATCH_FUZZY) {
		tell = match[0].kind == MATCH_EXACT ? "said before" : "said before with other numbers";
		fprintf(r->out, "  %s (%s): ", tell, match[0].segment->note);
		return keep_if_right(p, u, ORIGIN_MEMORY, arena_strdup(r->arena, match[0].target), tell, e);
	}
	for (size_t i = 0; i < n; i++)
		fprintf(r->out, "  %u%% (%s): %s\n      %s\n", match[i].percent, match[i].segment->note,
			columns_changed(a, match[i].segment->source, u->source->text), match[i].target);
	if (!p->machine)
		return 0;
	if (machine_draft(p->machine, r->arena, u->source->text, SOURCE_LANG, p->version.q.lang, &draft,
		    &why) < 0) {
		fprintf(r->out, "  no draft: %s\n", why.text);
		return why.code == ERR_IO ? err_set(e, why.code, "%s", why.text) : 0;
	}
	fprintf(r->out, "  machine: ");
	return keep_if_right(p, u, ORIGIN_MACHINE, draft, "", e);
}

static bool is_wanted(const struct unit *u)
{
	return u->source && u->source->words && (u->state == UNIT_MISSING || u->state == UNIT_OUTDATED);
}

int translation_propose_run(struct run *r, struct err *e)
{
	struct proposing p = {0};
	AUTO_TX tx = {0};
	size_t wanted = 0;
	int rc = open_all(r, &p, e);
	if (rc == 0)
		rc = tx_begin(&tx, p.desk.book.db, e);
	for (size_t i = 0; rc == 0 && i < p.version.n; i++) {
		if (!is_wanted(&p.version.unit[i]))
			continue;
		wanted++;
		rc = propose_one(&p, &p.version.unit[i], e);
	}
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		fprintf(r->out, "%s %s: %zu paragraphs lack a translation, %zu drafts%s\n", p.desk.kind.name,
			p.version.q.lang, wanted, p.kept, r->option[PROPOSE_DRY] ? ", none kept" : "");
	return rc;
}
