/* The register: a pure function of journal × pack × (known, on). It reads no clock, no file, no database, and
 * answers for one State alone or for all. How acts are read is docs/reading.md; this is that page in C. All
 * results live in the arena given. */
#pragma once
#include "acts/journal.h"
#include "acts/payload.h"
#include "treaty/pack.h"

/* One treaty at one state of knowledge. */
struct reg {
	const struct journal *journal;
	const struct pack *pack;
	uint64_t known;         /* only acts with seq < known exist */
	uint32_t treaty, world; /* words of the journal */
	day_t nth;              /* day of the last needed deposit; DAY_NONE_HIGH: not reached (surely) */
	day_t nth_low;          /* earliest it may have been, where days are imprecise */
	struct edtf in_force;   /* entry into force of the treaty; both DAY_NONE_HIGH when not reached */
};
/* Cheap: one walk over the treaty's instruments. Nothing is allocated. */
void reg_open(struct reg *ret, const struct journal *j, const struct pack *p, uint64_t known);

/* ---- standing ---- */
enum standing {
	STANDING_NOT_PARTY,
	STANDING_SIGNATORY,
	STANDING_DEPOSITED,
	STANDING_PARTY,
	STANDING_WITHDRAWING,
	STANDING_WITHDRAWN,
	STANDING_UNKNOWN,
	STANDING_COUNT
};
extern const char *const standing_names[STANDING_COUNT + 1];

#define MEMBERSHIPS_MAX 8 /* of one State in one treaty; later ones are refused by register_check */
struct membership {
	struct edtf deposited; /* the instrument's day */
	struct edtf in_force;  /* its entry into force for the State; high DAY_NONE_HIGH: not yet known */
	struct edtf notice;    /* of withdrawal; both DAY_NONE_HIGH: none */
	struct edtf end;       /* withdrawal takes effect; both DAY_NONE_HIGH: not */
	uint32_t deposit_act, notice_act; /* place + 1 in the journal, 0 none */
	uint8_t instrument;               /* enum act_kind */
	bool held;                        /* the end was put off by an armed conflict */
};
struct state_standing {
	uint32_t state; /* word */
	enum standing standing;
	enum tri signed_by, deposited, ever_deposited, in_force_by, ended; /* on the day asked */
	struct edtf signed_on;                                             /* both DAY_NONE_HIGH: never */
	uint32_t signature_act;                                            /* place + 1 */
	size_t n; /* memberships, oldest first, whether or not they have begun on the day */
	struct membership membership[MEMBERSHIPS_MAX];
	size_t current; /* index of the last membership deposited by the day (yes or maybe), n when there is
			   none */
};
void reg_standing(const struct reg *r, uint32_t state, day_t on, struct state_standing *ret);
/* Is the membership's day of entry into force settled by what was deposited by the day asked? */
bool reg_in_force_known(const struct reg *r, const struct membership *m, day_t on);
enum tri standing_is(const struct state_standing *s, enum predicate p); /* all but PRED_STATE */

/* Every State the world knows by name, by ISO code: words. */
size_t reg_states(const struct reg *r, struct arena *a, uint32_t **ret);
enum tri reg_is_state(
	const struct reg *r, uint32_t state, day_t on);    /* a State of the world, by the pack's policy */
bool reg_state_known(const struct reg *r, uint32_t state); /* named in the world at all */
/* The act that names a State on a day, its place + 1; 0: none. */
uint32_t reg_state_namer(const struct reg *r, uint32_t state, day_t on);
/* Short or formal name on a day, in lang or English; the ISO code where none is on file. */
const char *reg_state_name(
	const struct reg *r, struct arena *a, uint32_t state, day_t on, const char *lang, bool formal);

/* ---- coverage ---- */
/* Last day c <= on such that the record holds every act of this kind from `from` (DAY_NONE_LOW: the
 * beginning) through c; DAY_NONE_LOW when it is not covered. `state` (a word, 0: of every State) and `part`
 * (the kind's own subdivision, such as an obligation's id or "plenary"; NULL: all of them) say of what. */
day_t reg_coverage(const struct reg *r, uint32_t treaty, enum act_kind kind, uint32_t state, const char *part,
	day_t from, day_t on);

/* The last day <= on to which the record holds all treaty actions that a predicate rests on (PRED_JOINED: all
 * there are); DAY_NONE_LOW where one kind is not covered. */
day_t reg_actions_as_at(const struct reg *r, enum predicate p, day_t on);

/* ---- quality ---- */
enum quality { QUALITY_EXACT, QUALITY_BOUNDED, QUALITY_UNKNOWN, QUALITY_COUNT };
extern const char *const quality_names[QUALITY_COUNT + 1];

/* ---- obligations ---- */
enum duty_state {
	DUTY_DUE,
	DUTY_LATE,
	DUTY_MET,
	DUTY_MET_LATE,
	DUTY_NOT_APPLICABLE,
	DUTY_UNKNOWN,
	DUTY_STATE_COUNT
};
extern const char *const duty_names[DUTY_STATE_COUNT + 1]; /* due late met met-late not-applicable unknown */
struct duty {
	const struct rule *rule;
	uint32_t state;      /* word; 0: the treaty's own */
	int period;          /* year or ordinal; 0 none */
	const char *cause;   /* "" for the first membership's own */
	struct edtf due;     /* without extension; both DAY_NONE_HIGH: not known */
	day_t extended_to;   /* DAY_NONE_LOW: not extended */
	struct edtf done;    /* both DAY_NONE_HIGH: not done */
	enum tri applies;    /* the rule's condition, as known on the day; TRI_YES without one */
	enum tri done_by;    /* done by the day asked, and not reopened */
	enum duty_state now; /* the column `state` */
	enum quality quality;
	uint32_t met_act, extension_act; /* place + 1, 0 none */
	uint32_t condition_act;          /* what shows that it applies, or opened it: place + 1, 0 none */
};
/* All obligations of one State (0: the treaty's own) on a day, by rule and period. */
size_t reg_duties(const struct reg *r, struct arena *a, uint32_t state, day_t on, struct duty **ret);
/* Of every State and the treaty, by State. */
size_t reg_duties_all(const struct reg *r, struct arena *a, day_t on, struct duty **ret);
day_t duty_deadline_low(const struct duty *d); /* with extension */
day_t duty_deadline_high(const struct duty *d);

/* ---- facts ---- */
enum value_type { VALUE_NUMBER, VALUE_DECIMAL, VALUE_DAY, VALUE_TEXT, VALUE_STATES };
struct counted {
	uint32_t act;       /* place + 1; 0: the entry is about a State, not one act */
	uint32_t state;     /* word, 0 none */
	bool in;            /* counted, or left out */
	const char *reason; /* why left out, or what it counts as; "" when plain */
};
struct fact {
	const char *key; /* with its argument */
	const struct fact_rule *rule;
	enum value_type type;
	const char *value; /* as printed in CSV: number, ISO day, text, ISO codes with spaces; "" when unknown
			      or bounded */
	const char *low, *high; /* bounded: the bounds ("" none); exact: the value */
	const char *unit;       /* "" none */
	enum quality quality;
	bool none;                                /* exact, and there is none: the value is "none" */
	day_t as_at;                              /* DAY_NONE_LOW when unknown */
	const char *publisher, *edition, *period; /* published figures; "" else */
	const char *published; /* a published figure that stands beside our own count; "" none */
	const char *rule_text; /* the rule applied and its source, one sentence */
	size_t counted_n;
	struct counted *counted; /* acts counted and acts left out, by State */
};
/* key with an optional ":ARG". ERR_NOTFOUND names the nearest key; ERR_INVALID a missing or bad argument. */
int reg_fact(const struct reg *r, struct arena *a, const char *key, day_t on, struct fact *ret,
	struct err *e) ATTR_CHECK;

/* Lines of an agenda, each "NUMBER TITLE", those with the numbers `wanted` ("5+5(b)"; "" all): "" when one of
 * them is not there. */
const char *agenda_items(struct arena *a, const char *lines, const char *wanted);
/* May it be asked without an argument? */
bool fact_argument_optional(const struct fact_rule *rule);

/* ---- votes ---- */
/* The plenary vote on the latest resolution of a series, as its roll call tells it. */
struct latest_vote {
	const char *resolution;
	day_t on; /* its day */
	struct slice roll;
};
/* False: no resolution by that day, or no roll call of it is on file. */
bool reg_latest_vote(const struct reg *r, const char *series, day_t on, struct latest_vote *ret);
/* yes, no, abstain or non-voting; NULL: the State is not in the roll. */
const char *latest_vote_of(const struct reg *r, const struct latest_vote *v, uint32_t state);

/* ---- what may be recorded ---- */
enum { MARKS_MAX = 4 };
struct marks {
	size_t n;
	const char *mark[MARKS_MAX]; /* texts of the program's own, not in an arena */
};                                   /* late, voluntary, early …: accepted, and said */
/* Refuses only the impossible: an unknown State, a signature outside its time, an instrument of a State
 * already bound, a withdrawal of one that is not, a name the pack does not have. `r` is open at everything on
 * file; `today` is the day of recording. Errors end with the mend. */
int register_check(const struct reg *r, struct arena *a, const struct draft *d, day_t today,
	struct marks *ret, struct err *e) ATTR_CHECK;

/* Verb for the call to join on a day (pack's table): NULL for a State that has a deposit in effect, or may
 * have. */
const char *reg_verb(const struct reg *r, uint32_t state, day_t on);
