#include "acts/act.h"

#include <string.h>

#include "acts/payload.h"
#include "acts/random.h"
#include "base/file.h"
#include "base/text.h"

#define RANDOM_ID_BYTES 16u
#define TREATY_MIN 2u

const char *const visibility_names[VISIBILITY_COUNT + 1] = {"public", "parties", "house", NULL};

static int treaty_check(const struct draft *d, struct err *e)
{
	size_t len = strspn(d->treaty, "abcdefghijklmnopqrstuvwxyz0123456789");

	if (len >= TREATY_MIN && len <= ACT_TREATY_MAX && !d->treaty[len])
		return 0;
	return err_set(e, ERR_INVALID,
		"treaty: \"%.40s\" is no pack's code; write lower-case letters and digits, such as ccm",
		d->treaty);
}

static int visibility_check(const struct draft *d, struct err *e)
{
	for (size_t i = 0; i < VISIBILITY_COUNT; i++)
		if (strcmp(d->visibility, visibility_names[i]) == 0)
			return 0;
	return err_set(e, ERR_INVALID, "visibility: \"%.40s\" is not known; write public, parties or house",
		d->visibility);
}

/* One line of text: no line ends, no tabs, no white space at its ends, within `max` bytes. */
static int line_check(const char *name, const char *text, size_t max, bool required, struct err *e)
{
	size_t len = strnlen(text, max + 1);

	if (len == 0)
		return required ? err_set(e, ERR_INVALID, "%s: missing; every act needs it", name) : 0;
	if (len > max)
		return err_set(e, ERR_LIMIT, "%s: longer than %zu bytes; shorten it", name, max);
	if (text_check(text, len, e) < 0)
		return err_ctx(e, "%s", name);
	if (text[strcspn(text, "\t\n")])
		return err_set(e, ERR_INVALID, "%s: has a line end or a tab; write it in one line", name);
	if (text[0] == ' ' || text[len - 1] == ' ')
		return err_set(e, ERR_INVALID, "%s: begins or ends with a space; take it out", name);
	return 0;
}

static int lines_check(const struct draft *d, struct err *e)
{
	const struct {
		const char *name, *text;
		size_t max;
		bool required;
	} line[] = {
		{"id", d->id, ACT_ID_MAX, true},
		{"corrects", d->corrects, ACT_ID_MAX, false},
		{"subject", d->subject, ACT_TEXT_MAX, false},
		{"issuer", d->issuer, ACT_TEXT_MAX, false},
		{"by", d->by, ACT_ID_MAX, false},
		{"behalf", d->behalf, ACT_ID_MAX, false},
		{"source", d->source, ACT_TEXT_MAX, true},
	};

	for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
		int r = line_check(line[i].name, line[i].text, line[i].max, line[i].required, e);

		if (r < 0)
			return r;
	}
	if (*d->source_sha256 && (strspn(d->source_sha256, "0123456789abcdef") != 64 || d->source_sha256[64]))
		return err_set(e, ERR_INVALID,
			"source_sha256: not a SHA-256; write 64 hexadecimal digits in lower case");
	return 0;
}

static int subject_check(const struct draft *d, const struct act_kind_info *k, struct err *e)
{
	switch (k->subject) {
	case SUBJECT_STATE:
		if (text_is_iso3(d->subject))
			return 0;
		return err_set(e, ERR_INVALID,
			"iso3: \"%.40s\" is no State's code; %s is of a State: write alpha-3, such as LAO",
			d->subject, k->name);
	case SUBJECT_CODE:
		if (*d->subject)
			return 0;
		return err_set(e, ERR_INVALID,
			"subject: missing; say what %s is of: a code, a symbol or a key", k->name);
	case SUBJECT_NONE:
		if (!*d->subject)
			return 0;
		return err_set(
			e, ERR_INVALID, "subject: %s is of nothing in particular; leave it empty", k->name);
	case SUBJECT_ANY:
	case SUBJECT_COUNT:
		break;
	}
	return 0;
}

static int day_check(const char *name, const char *text, struct err *e)
{
	struct edtf day;

	return edtf_parse(text, strlen(text), &day, e) < 0 ? err_ctx(e, "%s", name) : 0;
}

static int days_check(const struct draft *d, const struct act_kind_info *k, struct err *e)
{
	int r = day_check("date", d->on, e);

	if (r == 0)
		r = day_check("effective", d->effective, e);
	if (r == 0 && k->dated && !*d->on)
		return err_set(e, ERR_INVALID,
			"date: missing; %s needs its day; of a day known in part write 2018-05 or 2018",
			k->name);
	return r;
}

static int corrects_check(const struct draft *d, enum act_kind kind, struct err *e)
{
	if (kind == ACT_CORRECTION && !*d->corrects)
		return err_set(e, ERR_INVALID, "corrects: missing; give the id of the act that is corrected");
	if (kind != ACT_CORRECTION && *d->corrects)
		return err_set(e, ERR_INVALID,
			"corrects: %s corrects nothing; leave it empty, or record a correction",
			act_kinds[kind].name);
	return 0;
}

static int payload_check(const struct draft *d, enum act_kind kind, struct err *e)
{
	AUTO_ARENA a = arena_new("draft_check");
	const char *canonical;
	int r = payload_canonical(a, kind, d->payload, &canonical, e);

	if (r == 0 && strcmp(canonical, d->payload) != 0)
		return err_set(e, ERR_INVALID,
			"payload: not in the canonical form (docs/acts.md); write %.200s", canonical);
	return r;
}

int draft_check(const struct draft *d, struct err *e)
{
	enum act_kind kind;
	int r = act_kind_parse(d->kind, &kind, e);

	if (r < 0)
		return err_ctx(e, "action");
	r = treaty_check(d, e);
	if (r == 0)
		r = visibility_check(d, e);
	if (r == 0)
		r = lines_check(d, e);
	if (r == 0)
		r = corrects_check(d, kind, e);
	if (r == 0)
		r = payload_check(d, kind, e);
	if (r < 0)
		return r;
	/* A correction that replaces has the subject and the day of what it stands for. */
	const struct act_kind_info *k = &act_kinds[payload_as(kind, d->payload)];

	r = subject_check(d, k, e);
	return r < 0 ? r : days_check(d, k, e);
}

size_t draft_mistakes(const struct draft *d, enum act_kind as, struct err ret[DRAFT_MISTAKES_MAX])
{
	const struct act_kind_info *k = &act_kinds[as];
	size_t n = 0;

	n += treaty_check(d, &ret[n]) < 0;
	n += visibility_check(d, &ret[n]) < 0;
	n += lines_check(d, &ret[n]) < 0;
	n += subject_check(d, k, &ret[n]) < 0;
	n += days_check(d, k, &ret[n]) < 0;
	return n;
}

const char *draft_id(struct arena *a, const struct draft *d)
{
	const char *id = arena_printf(a, "%s/%s%s%s%s%s", d->treaty, d->kind, *d->subject ? "/" : "",
		d->subject, *d->on ? "/" : "", d->on);
	char hash[65];

	if (strlen(id) <= ACT_ID_MAX)
		return id;
	sha256_hex(id, strlen(id), hash);
	return arena_printf(a, "%s/%s/%s", d->treaty, d->kind, hash);
}

const char *draft_random_id(struct arena *a)
{
	char hex[2 * RANDOM_ID_BYTES + 1];

	random_hex(hex, RANDOM_ID_BYTES);
	return arena_printf(a, "u-%s", hex);
}
