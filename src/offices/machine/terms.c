#include "offices/machine/terms.h"

#include <string.h>

#define API_ROOT "/api/v1"

const struct term_type_info term_types[TERM_TYPE_COUNT] = {
	[TERM_TEXT] = {T("text"), "'type':['string','null']"},
	[TERM_CODE] = {T("code"), "'type':['string','null']"},
	[TERM_NUMBER] = {T("number"), "'anyOf':[{'type':'number'},{'const':'unknown'},{'type':'null'}]"},
	[TERM_DAY] = {T("day"), "'type':['string','null'],'pattern':'^(unknown|[-0-9./?~%X]+)$'"},
	[TERM_INSTANT] = {T("instant"), "'type':'string','format':'date-time'"},
	[TERM_STATE] = {T("code of a State"), "'type':['string','null'],'pattern':'^(unknown|[A-Z]{3})$'"},
	[TERM_VALUE] = {T("number, day or code"), "'type':['number','string','null']"},
	[TERM_OBJECT] = {T("JSON object"), "'type':['object','null']"},
};

static const struct term terms[] = {
	{"states", "name", TERM_TEXT, T("Name of the State on that day, as the United Nations write it")},
	{"meetings", "name", TERM_TEXT, T("Name of the meeting")},
	{"meetings", "code", TERM_CODE, T("By which the register names the meeting")},
	{"meetings", "type", TERM_CODE, T("Kind of meeting, as the rules of the treaty call it")},
	{"meetings", "source", TERM_TEXT, T("Where the dates can be read")},
	{"rules", "kind", TERM_CODE, T("Kind of rule")},
	{"rules", "id", TERM_CODE, T("By which lists and figures name the rule")},
	{"acts", "id", TERM_CODE, T("The same for ever, and in every register that holds the act")},
	{"acts", "kind", TERM_CODE,
		T("Kind of act; a correction carries what stands in the place of the act")},
	{"acts", "state", TERM_TEXT, T("Name of the State, where the act is of one")},
	{"acts", "done_on", TERM_DAY, T("Day on which the act was done")},
	{"search", "title", TERM_TEXT, T("What was found, in the language")},
	{"search", "kind", TERM_CODE, T("What it is: state, meeting, figure, rule, document, act")},
	{"search", "day", TERM_DAY, T("Day on which it was done, or begins")},
	{"search", "text", TERM_TEXT, T("What else is on file of it, in words")},
	{"search", "key", TERM_CODE, T("By which the register names it")},
	{"search", "address", TERM_TEXT, T("Page that tells of it")},
	{NULL, "seq", TERM_NUMBER, T("Place in the record, from 0: it is never given anew")},
	{NULL, "subject", TERM_CODE,
		T("What the act is of: code of a State, a meeting, a resolution, a figure")},
	{NULL, "effective", TERM_DAY, T("Day on which the act takes effect, where the act itself gives one")},
	{NULL, "issuer", TERM_TEXT,
		T("Who did the act or published it, where the source does not say it all")},
	{NULL, "source", TERM_TEXT, T("Where the act can be read")},
	{NULL, "recorded", TERM_INSTANT, T("When it was recorded here")},
	{NULL, "corrects", TERM_CODE, T("Act that this one replaces or voids")},
	{NULL, "corrected_by", TERM_CODE,
		T("Act that replaces or voids this one: then this one counts no more")},
	{NULL, "content", TERM_OBJECT, T("Fields of the kind of act: paraph act kinds KIND lists them")},
	{NULL, "state", TERM_TEXT, T("Name of the State on that day, as the United Nations write it")},
	{NULL, "iso3", TERM_STATE, T("ISO 3166-1 alpha-3")},
	{NULL, "region", TERM_CODE, T("Regional group of the United Nations")},
	{NULL, "standing", TERM_CODE, T("Whether the State is bound, and how far it is on the way")},
	{NULL, "since", TERM_DAY,
		T("Day of entry into force, deposit, signature or end, as the standing says")},
	{NULL, "signed", TERM_DAY, T("Day of signature")},
	{NULL, "instrument", TERM_CODE, T("Kind of instrument by which the State consented to be bound")},
	{NULL, "deposited", TERM_DAY, T("Day on which the instrument was deposited")},
	{NULL, "in_force", TERM_DAY, T("Day of entry into force for the State")},
	{NULL, "withdrawn", TERM_DAY, T("Day on which a notice of withdrawal takes effect")},
	{NULL, "obligation", TERM_TEXT, T("What is due, in words")},
	{NULL, "obligation_id", TERM_CODE, T("Rule from which the obligation arises")},
	{NULL, "year", TERM_CODE, T("Year that the report or the vote is about")},
	{NULL, "due", TERM_DAY, T("Last day, with extensions that were granted")},
	{NULL, "extended_to", TERM_DAY, T("Last day of the extension that was granted")},
	{NULL, "stands", TERM_CODE,
		T("What became of it: due, late, met, met-late, not-applicable, unknown")},
	{NULL, "done_on", TERM_DAY, T("Day on which it was received or declared")},
	{NULL, "days_late", TERM_NUMBER, T("Days behind the last day")},
	{NULL, "quality", TERM_CODE, T("How sure it is: exact, bounded, unknown")},
	{NULL, "article", TERM_TEXT, T("Where the treaty says so")},
	{NULL, "stage", TERM_CODE, T("What is on file of it: convened, moved, held, cancelled")},
	{NULL, "opens", TERM_DAY, T("First day")},
	{NULL, "closes", TERM_DAY, T("Last day")},
	{NULL, "city", TERM_TEXT, T("Where it is held")},
	{NULL, "country", TERM_STATE, T("State in which it is held")},
	{NULL, "presidency", TERM_STATE, T("State that presides")},
	{NULL, "venue", TERM_TEXT, T("Building in which it is held")},
	{NULL, "nominations_close", TERM_DAY, T("Last day on which delegations may be named")},
	{NULL, "cast", TERM_CODE, T("How the State voted: yes, no, abstain, non-voting")},
	{NULL, "resolution", TERM_CODE, T("Symbol of the resolution")},
	{NULL, "rule", TERM_TEXT, T("Name of the rule")},
	{NULL, "in_words", TERM_TEXT, T("What it demands, in words")},
	{NULL, "label", TERM_TEXT, T("Name of the figure")},
	{NULL, "key", TERM_CODE, T("By which the figure is cited and asked for")},
	{NULL, "value", TERM_VALUE, T("The figure; bounded where only its limits are known")},
	{NULL, "low", TERM_VALUE, T("It is not less")},
	{NULL, "high", TERM_VALUE, T("It is not more")},
	{NULL, "unit", TERM_CODE, T("What is counted")},
	{NULL, "as_at", TERM_DAY, T("Day to which the acts that count are completely on file")},
	{NULL, "explained_at", TERM_TEXT, T("Page with the acts that were counted")},
};

const struct term *term_of(const char *list, const char *key)
{
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) /* what a list says itself comes first */
		if (strcmp(terms[i].key, key) == 0 && (!terms[i].list || strcmp(terms[i].list, list) == 0))
			return &terms[i];
	return NULL;
}

static bool is_under_api(const char *pattern)
{
	return strncmp(pattern, API_ROOT "/", strlen(API_ROOT) + 1) == 0;
}

int listings_of(const struct view *v, struct listing **ret, size_t *ret_n, struct err *e)
{
	struct listing *all = NULL;
	size_t n = 0, cap = 0;

	for (const struct route *const *table = v->routes; *table; table++)
		for (const struct route *r = *table; r->pattern; r++) {
			if (!r->list)
				continue;
			struct list *l = list_new(v);
			l->most = 1;
			int rc = r->list(v, NULL, l, e);
			if (rc < 0)
				return rc;
			GROW(v->a, all, n, cap);
			all[n++] = (struct listing){r, strrchr(r->pattern, '/') + 1,
				is_under_api(r->pattern) ? r->pattern
							 : arena_printf(v->a, API_ROOT "%s", r->pattern),
				l};
		}
	*ret = all;
	*ret_n = n;
	return 0;
}
