/* The kinds of official act: one table that says what each carries. It drives validation, the CSV dialect,
 * forms and lists: nothing official lacks a place. What a kind *brings about* is not here: that is the treaty
 * pack's and the register's. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum act_kind {
	ACT_SIGNATURE,
	ACT_RATIFICATION,
	ACT_ACCEPTANCE,
	ACT_APPROVAL,
	ACT_ACCESSION,
	ACT_SUCCESSION,
	ACT_CONSENT_TO_BE_BOUND,
	ACT_PROVISIONAL_APPLICATION,
	ACT_WITHDRAWAL,
	ACT_TERRITORIAL_APPLICATION,
	ACT_INTERPRETIVE_DECLARATION,
	ACT_OBJECTION,
	ACT_DECLARED,
	ACT_CAUSE_AROSE,
	ACT_OBLIGATION_COMPLETED,
	ACT_OBLIGATION_REOPENED,
	ACT_CONFLICT_BEGAN,
	ACT_CONFLICT_ENDED,
	ACT_PRACTICE_REPORTED,
	ACT_CLARIFICATION_REQUESTED,
	ACT_REPORT_RECEIVED,
	ACT_EXTENSION_REQUESTED,
	ACT_DECISION,
	ACT_MEETING_CONVENED,
	ACT_MEETING_MOVED,
	ACT_MEETING_HELD,
	ACT_MEETING_CANCELLED,
	ACT_AGENDA_ADOPTED,
	ACT_DOCUMENT_ANNOUNCED,
	ACT_DOCUMENT_ISSUED,
	ACT_COMMUNICATION_NOTED,
	ACT_EVENT_ANNOUNCED,
	ACT_EVENT_HELD,
	ACT_CANDIDACY,
	ACT_OFFICE_HELD,
	ACT_NOMINATION_RECEIVED,
	ACT_SUPPORT_REQUESTED,
	ACT_RESOLUTION_ADOPTED,
	ACT_VOTE_RECORDED,
	ACT_BUDGET_ADOPTED,
	ACT_INVOICE_ISSUED,
	ACT_PAYMENT_RECEIVED,
	ACT_FIGURE_PUBLISHED,
	ACT_STATE_NAMED,
	ACT_STATE_JOINED,
	ACT_SCALE_ADOPTED,
	ACT_LETTER_ISSUED,
	ACT_LETTER_CANCELLED,
	ACT_PACK_ADOPTED,
	ACT_COVERAGE_STATED,
	ACT_CORRECTION,
	ACT_KIND_COUNT
};

/* What an act is of. */
enum act_subject {
	SUBJECT_STATE, /* ISO 3166-1 alpha-3, the stable id of a State */
	SUBJECT_CODE,  /* a meeting's code, a resolution's symbol, a figure's key, a pack's code: text without
			  control characters */
	SUBJECT_NONE,  /* empty */
	SUBJECT_ANY,   /* a State, a code or empty */
	SUBJECT_COUNT
};

/* Acts of one State and treaty are chained by family, so that the register reads only what it needs. */
enum act_family {
	FAMILY_STANDING, /* treaty actions, and the conflicts that hold a withdrawal up */
	FAMILY_DUTY,     /* what bears on obligations */
	FAMILY_OTHER,
	FAMILY_COUNT
};

enum field_type {
	FIELD_TEXT,    /* free text; line breaks allowed */
	FIELD_CODE,    /* a short name without spaces: obligation id, meeting code, key, report kind */
	FIELD_CODES,   /* several, in CSV with spaces between; JSON array of strings, sorted, none twice */
	FIELD_KINDS,   /* several act kinds, likewise */
	FIELD_TEXTS,   /* language tag -> text; columns NAME.en, NAME.fr ...; JSON object */
	FIELD_COUNT,   /* whole number 0..10^15; JSON number */
	FIELD_DECIMAL, /* digits with an optional point, kept as text so that nothing is rounded; may begin
			  with '-' */
	FIELD_DAY,     /* an exact day */
	FIELD_EDTF,    /* a day known in part (docs/reading.md) */
	FIELD_YEAR,    /* 1 to 9999; JSON number */
	FIELD_STATE,   /* ISO3 */
	FIELD_STATES,  /* several */
	FIELD_CHOICE,  /* one of `choices` */
	FIELD_ROLL,    /* State -> yes | no | abstain | non-voting; `AFG=yes AGO=no`; JSON object */
	FIELD_RATES,   /* State -> decimal; `AFG=0.006 AGO=0.010`; JSON object */
	FIELD_YES,     /* yes, or left out */
	FIELD_SHA256,  /* 64 lower-case hex digits */
	FIELD_TYPE_COUNT
};

struct act_field {
	const char *name;  /* as in CSV and JSON: lower-case words joined by '-' or none */
	const char *label; /* English, for people; other languages by catalogue later */
	enum field_type type;
	bool required;
	const char *choices; /* FIELD_CHOICE: words separated by a space */
};
#define ACT_FIELDS_MAX 16
struct act_kind_info {
	const char *name;   /* as in CSV, JSON, SQL: "ratification" */
	const char *label;  /* "Ratification" */
	const char *source; /* where the kind comes from: treaty article, practice, decision */
	enum act_subject subject;
	enum act_family family;
	bool binds; /* expresses consent to be bound: VCLT Articles 11-16, VCST Article 17 */
	bool dated; /* the day may not be left empty */
	struct act_field
		field[ACT_FIELDS_MAX]; /* ends with a NULL name; every kind also takes `note` (text) */
};

extern const struct act_kind_info act_kinds[ACT_KIND_COUNT];
extern const char
	*const field_types[FIELD_TYPE_COUNT]; /* what is written there, in words: "a day (2018-09-18)" */

/* ERR_INVALID names the nearest kind; the caller says in which field. */
int act_kind_parse(const char *name, enum act_kind *ret, struct err *e) ATTR_CHECK;
/* NULL: none; finds `note` for all. For a correction that replaces, see payload_field(). */
const struct act_field *act_field_find(enum act_kind kind, const char *name);
