/* A treaty pack in memory: what a treaty demands, as data (docs/packs.md). Loaded from a folder's bytes;
 * knows nothing of acts on file. */
#pragma once
#include "acts/act.h"

#define PACK_BYTES_MAX (32u << 20) /* all files together */
#define PACK_FILES_MAX 500u
#define PACK_YAML_MAX (1u << 20)
#define PACK_RULES_MAX 64u
#define PACK_FACTS_MAX 256u
#define PACK_MISTAKES_MAX 100u /* a file; one more line then says that there are more */
#define PACK_TEXT_MAX 2000u    /* bytes of one text in pack.yaml */
#define PACK_LIST_MAX 300u     /* members of one list or map of names there */

struct pack_file {
	const char *path; /* in the pack, '/' separated */
	const char *data;
	size_t len;
};
struct pack_bytes {
	size_t n;
	struct pack_file *file; /* sorted by path */
	char sha256[65];        /* over netstrings of path and data of every file, in order */
	const char *dir;        /* the folder, for errors; NULL: from elsewhere */
};
void pack_hash(struct pack_bytes *b); /* sets sha256 from the files */
/* ERR_LIMIT over one of the limits above. */
int pack_read_dir(struct arena *a, const char *dir, struct pack_bytes *ret, struct err *e) ATTR_CHECK;
const struct pack_file *pack_find(const struct pack_bytes *b, const char *path);

struct label {
	const char *lang, *text;
};
struct labels {
	size_t n;
	struct label *label;
};
/* The text in `lang`, else in its primary language, else English. Never NULL for a checked pack. */
const char *label_in(const struct labels *l, const char *lang);

/* Index of `word` among `words`, -1 when it is none. */
int word_index(const char *const *words, const char *word);
bool is_language(const char *tag); /* by its shape: en, zh-Hans */

enum predicate {
	PRED_DEPOSITED,
	PRED_IN_FORCE,
	PRED_SIGNATORY,
	PRED_SIGNED,
	PRED_JOINED,
	PRED_NOT_PARTY,
	PRED_STATE,
	PRED_COUNT
};
extern const char *const predicate_names[PRED_COUNT + 1];

enum closes { CLOSES_NEVER, CLOSES_ON_DAY, CLOSES_ENTRY_INTO_FORCE };

/* The rules that stand once. */
struct terms {
	bool has_signature, has_threshold, has_state_in_force, has_withdrawal;
	day_t signature_opens;
	enum closes closes;
	day_t closes_on; /* CLOSES_ON_DAY: the first day on which signing is no longer possible */
	const char *signature_source;
	int threshold;                       /* the n-th deposit … */
	bool threshold_kind[ACT_KIND_COUNT]; /* … of these kinds */
	struct step threshold_step;
	const char *threshold_source;
	struct step state_step;
	bool between_with_treaty; /* a deposit after the n-th and before entry into force: with the treaty */
	const char *state_source;
	bool succession_effective; /* a succession takes effect on the day it gives */
	struct step withdrawal_step;
	bool held_by_conflict;
	const char *withdrawal_source;
};

enum rule_kind {
	RULE_OFFSET,
	RULE_ANNUAL,
	RULE_DEADLINE_SET,
	RULE_WINDOW,
	RULE_RECURRENCE,
	RULE_BEFORE,
	RULE_CONDITION,
	RULE_KIND_COUNT
};
extern const char *const rule_names[]; /* "offset" … NULL, by enum rule_kind */

struct rule {
	enum rule_kind kind;
	const char *id;
	struct labels label;
	const char *source;
	unsigned line;    /* in pack.yaml */
	struct step step; /* offset, window, before; recurrence: first */
	bool minus_one_day;
	day_t founders;         /* DAY_NONE_LOW when not given */
	int due_month, due_day; /* annual */
	bool initial_absorbs;
	const char *initial;     /* annual: id of the initial report's rule, or NULL */
	const char *condition;   /* or NULL */
	enum act_kind opened_by; /* window */
	bool met;
	enum act_kind met_by;
	const char *met_report; /* met_report or NULL */
	bool has_extension;
	struct step extension_at_most;
	const char *extension_request; /* id of a `before` rule, or NULL */
	bool extension_renewable;
	const char *meeting, *until; /* recurrence: meeting types; until NULL */
	bool has_every;
	struct step every;
};

enum fact_kind {
	FACT_COUNT_OF,
	FACT_PERCENT,
	FACT_IN_FORCE_ON,
	FACT_YEARS,
	FACT_ANNIVERSARY,
	FACT_LATEST,
	FACT_DUE,
	FACT_OUTSTANDING,
	FACT_COMPLETED,
	FACT_PUBLISHED,
	FACT_MEETING,
	FACT_REQUEST_CLOSES,
	FACT_VOTE,
	FACT_STATE,
	FACT_HELD,
	FACT_ANNUAL,
	FACT_DEADLINE,
	FACT_AGENDA,
	FACT_DOCUMENTS,
	FACT_COMMUNICATION,
	FACT_EVENT,
	FACT_KIND_COUNT
};
enum which { WHICH_NEXT, WHICH_SECOND, WHICH_THIRD, WHICH_LAST, WHICH_MOVED }; /* of several meetings */
enum fact_argument { ARG_NONE, ARG_YEAR, ARG_STATE, ARG_MEETING };
struct fact_rule {
	const char *key; /* without argument */
	enum fact_kind kind;
	enum fact_argument argument;
	struct labels label;
	unsigned line;
	enum predicate of, among;
	const char *what;   /* see docs/packs.md; NULL where the kind has none */
	size_t obligation;  /* index into rules: due, outstanding, completed, request-closes, annual, deadline
			     */
	const char *figure; /* published, completed */
	const char *series; /* vote */
	const char *matter; /* communication */
	enum which which;   /* meeting */
	size_t types_n;
	const char **types; /* meeting, held, event */
	size_t since_n;
	const char *
		*since; /* held: types of the meeting after whose close it counts; none: from the beginning */
};

/* ---- audiences: named queries over the register and the contacts ---- */
enum audience_whom {
	WHOM_STATES, /* one letter a State: to the best office on file */
	WHOM_MISSIONS,
	WHOM_CAPITALS,
	WHOM_FOCAL_POINTS,
	WHOM_ORGANISATIONS,
	WHOM_PARLIAMENTARIANS,
	WHOM_COUNT
};
extern const char *const whom_names[WHOM_COUNT + 1];
/* Who is left out, and why: the first that fits is the reason. */
enum audience_rule {
	OUT_UNKNOWN,     /* the record does not hold whether it belongs here */
	OUT_BOUND,       /* the State has an instrument in effect */
	OUT_OPTED_OUT,   /* said so, or stands on the stop list */
	OUT_ANSWERED,    /* has answered a letter of this kind */
	OUT_COOL_DOWN,   /* was written to a short time ago, by this house or its coalition */
	OUT_BAD_ADDRESS, /* every address on file is known bad */
	OUT_NOT_TOLD,    /* of those who were told: the letter that says it did not reach this one */
	OUT_TOLD_SINCE,  /* was told better since */
	OUT_DUPLICATE,   /* the same address gets it already */
	OUT_NO_CHANNEL,  /* nothing to send it by; asked when it is sent, not before */
	OUT_COUNT
};
extern const char *const out_names[OUT_COUNT + 1]; /* bound, opted-out … */
#define AUDIENCE_TOLD "told" /* made from the letters on file: no pack or house has one of this name */
struct audience {
	const char *id;
	struct labels label;
	unsigned line; /* in its file */
	enum audience_whom whom;
	unsigned standing;              /* bits of enum predicate, any of which will do; 0: every State */
	const char *vote_series, *cast; /* the latest resolution of the series, and how it voted; NULL */
	const char *category, *body;    /* of the organisation; that it sits on; NULL */
	const char *place;              /* where the office sits; NULL */
	bool by_state;                  /* takes a State's code as its argument: members:CHE */
	size_t offices_n;
	const char **offices; /* states: which offices will do, the best first; none: all */
	const char *consent;  /* a purpose that must have been agreed to; NULL */
	unsigned exclude;     /* bits of enum audience_rule: bound, answered, cool-down */
};

/* ---- kinds of letter: letters/NAME/kind.yaml ---- */
enum letter_form {
	LETTER_NOTE_VERBALE,
	LETTER_FIRST_PERSON,
	LETTER_CIRCULAR,
	LETTER_INVITATION,
	LETTER_CALL_TO_JOIN,
	LETTER_PARLIAMENT,
	LETTER_INVOICE_COVER,
	LETTER_PAPER, /* no letter: a paper that goes with one, made from a template too */
	LETTER_FORM_COUNT
};
extern const char *const letter_form_names[LETTER_FORM_COUNT + 1]; /* note-verbale … */
/* What a letter is about: a word that stands for a meeting's code, a year … in the arguments of its figures.
 */
struct letter_about {
	const char *name;
	const char *fact; /* whose value it has where the sender says nothing; NULL: the sender must say */
};
struct letter_enclosure {
	const char *id;
	struct labels label;
	const char *generated; /* a kind of form paper; NULL: a file that the sender gives */
	unsigned line;         /* in kind.yaml */
};
struct letter_kind {
	const char *name; /* of its folder */
	struct labels label;
	enum letter_form form;
	const char *audience; /* named query; NULL: a paper */
	size_t copies_n;
	const char **copies; /* audiences that get a copy */
	const char *series;  /* of the house; NULL: its first */
	bool mass;           /* to many who did not ask: can be left with one click */
	size_t about_n;
	struct letter_about *about;
	/* entries of its calendar part: meetings, by words of `about`; what the State written to owes, by
	 * rules */
	size_t meetings_n, deadlines_n;
	const char **meetings, **deadlines;
	size_t enclosures_n;
	struct letter_enclosure *enclosure;
};

/* How one begins and ends: the first row of the table that fits. */
struct courtesy {
	unsigned forms, ranks,
		as; /* bits of enum letter_form, letter_rank_names, letter_address_names; 0: any */
	struct labels salutation, closing;
};
/* Forms of address turn on these words; NULL-terminated, the first for what is none of them. */
extern const char *const letter_rank_names[], *const letter_address_names[];

struct state_language {
	const char *iso3, *lang;
};
struct state_alias {
	const char *iso3, *name;
};

/* Which article a State's short name takes in a language, by the name. */
struct name_article {
	const char *lang, *name, *article;
};

struct pack {
	const char *code, *edition_text;
	day_t edition;      /* acts of a fresh database are recorded at the last ms of this day, UTC */
	const char *sha256; /* of its bytes */
	struct labels label;
	bool is_world; /* what stands down to the mark is the world's alone; what follows a treaty's */
	struct labels specimen; /* the word for a letter that is none; n 0: SPECIMEN */
	size_t courtesies_n;
	struct courtesy *courtesy;
	size_t langs_n;
	struct state_language *langs; /* sorted by iso3 */
	size_t aliases_n;
	struct state_alias *alias; /* as the depositary names States, where no name on file says it */
	size_t articles_n, articles_cap;
	struct name_article *article; /* sorted by language and name */
	/* ---- */
	day_t adopted; /* its text */
	struct terms terms;
	size_t rules_n;
	struct rule *rule;
	size_t facts_n;
	struct fact_rule *fact;
	size_t conditions_n;
	const char **condition;
	unsigned states_line; /* of the first of the three below, in pack.yaml */
	size_t statuses_n;
	const char **status; /* statuses of states.statuses */
	size_t also_n;
	const char **also;
	size_t except_n;
	const char **except;
	struct labels reports_to; /* who takes reports; n 0: not said, and the two below are NULL */
	const char *reports_mail, *reports_source;
	int letter_days; /* how old a figure may be in a letter */
	const char *verb_signatory, *verb_open, *verb_closed, *verb_withdrawn;
	size_t audiences_n;
	struct audience *audience;
	size_t letters_n; /* kinds, by name */
	struct letter_kind *letter;
};

struct pack_mistake {
	const char *path;
	unsigned line;
	const char *text;
};

/* Compiles pack.yaml, and looks at the names of the other files. With mistakes: returns ERR_INVALID, *e holds
 * the first with the folder ("packs/ccm/pack.yaml:12: …"), and all are in *ret_mistakes with paths in the
 * pack
 * ("pack.yaml"), by file and line. */
int pack_compile(struct arena *a, const struct pack_bytes *b, struct pack **ret,
	struct pack_mistake **ret_mistakes, size_t *ret_mistakes_n, struct err *e) ATTR_CHECK;
/* The acts that come with it, in file order, checked field by field (acts/table.h). Mistakes as above. */
int pack_acts(struct arena *a, const struct pack *p, const struct pack_bytes *b, struct draft **ret,
	size_t *ret_n, struct pack_mistake **ret_mistakes, size_t *ret_mistakes_n, struct err *e) ATTR_CHECK;

const struct rule *pack_rule(const struct pack *p, const char *id);            /* NULL */
const struct fact_rule *pack_fact(const struct pack *p, const char *key);      /* without argument; NULL */
const struct letter_kind *pack_letter(const struct pack *p, const char *name); /* NULL */
/* By the world's table, for a rank and a form of address of the lists above; NULL: it has no row that fits.
 */
const struct courtesy *pack_courtesy(
	const struct pack *world, enum letter_form form, const char *rank, const char *as);
/* In which language a State is written to, by the world's table; "en" where that says nothing or is NULL. */
const char *pack_language(const struct pack *world, const char *iso3);
/* Which article that short name takes in a language, by the world's table: "le", "none"; NULL: it is not
 * there, or world is NULL. */
const char *pack_article(const struct pack *world, const char *lang, const char *name);
