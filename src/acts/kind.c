#include "acts/kind.h"

#include <string.h>

#include "base/text.h"

const char *const field_types[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = "a text",
	[FIELD_CODE] = "a short name without spaces",
	[FIELD_CODES] = "short names with spaces between",
	[FIELD_KINDS] = "act kinds with spaces between",
	[FIELD_TEXTS] = "a text in each language",
	[FIELD_COUNT] = "a whole number",
	[FIELD_DECIMAL] = "a number such as 12 or 0.010",
	[FIELD_DAY] = "a day such as 2018-09-18",
	[FIELD_EDTF] = "a day or period such as 2018-09-18 or 2018-09",
	[FIELD_YEAR] = "a year such as 2018",
	[FIELD_STATE] = "a State's code such as LAO",
	[FIELD_STATES] = "States' codes with spaces between",
	[FIELD_CHOICE] = "one of a few words",
	[FIELD_ROLL] = "votes such as AFG=yes AGO=no",
	[FIELD_RATES] = "rates such as AFG=0.006 AGO=0.010",
	[FIELD_YES] = "yes, or nothing",
	[FIELD_SHA256] = "64 hexadecimal digits",
};

/* One row a kind, several fields a line: laid out by hand. */
/* clang-format off */
#define MAY(name, label, type)      {name, label, FIELD_##type, false, NULL}
#define MUST(name, label, type)     {name, label, FIELD_##type, true, NULL}
#define MAY_BE(name, label, words)  {name, label, FIELD_CHOICE, false, words}
#define MUST_BE(name, label, words) {name, label, FIELD_CHOICE, true, words}

/* What several kinds carry alike. */
#define NOTIFICATION MAY("notification", "Depositary notification", CODE)
#define INSTRUMENT   NOTIFICATION, MAY("instrument-dated", "Date of the instrument itself", EDTF)
#define OBLIGATION   MUST("obligation", "Obligation", CODE)
#define CAUSE        MAY("cause", "Cause", CODE)
#define MEETING      MAY("meeting", "Meeting", CODE)
#define SYMBOL       MAY("symbol", "Document symbol", CODE)
#define GROUNDS      MAY("grounds", "Grounds given", TEXT)
#define ARTICLES     MAY("articles", "Articles concerned", TEXT)
#define WORDING      MAY("text", "Text", TEXTS)
#define TITLE        MAY("title", "Title", TEXTS)
#define PERIOD       MAY("period", "Period", TEXT)
#define SPAN         MAY("from", "From", EDTF), MAY("through", "Through", EDTF)
#define SUM          MUST("amount", "Amount", DECIMAL), MUST("currency", "Currency", CODE)
#define VOTES        MAY("yes", "In favour", COUNT), MAY("no", "Against", COUNT), \
	MAY("abstain", "Abstaining", COUNT)
#define GATHERING    MAY("opens", "Opens", EDTF), MAY("closes", "Closes", EDTF), MAY("city", "City", TEXT), \
	MAY("country", "Country", STATE), MAY("venue", "Venue", TEXT), \
	MAY_BE("format", "Format", "in-person virtual hybrid written"), \
	MAY("attendance", "Attendance", TEXT), MAY("present", "States present", STATES)
#define MEETING_ROW  MAY("name", "Name", TEXTS), MAY("type", "Type of meeting", CODE), GATHERING, \
	MAY("presidency", "Presidency", STATE), MAY("mandate", "Convened by", TEXT), \
	MAY("nominations-close", "Last day for nominations", DAY), SYMBOL
#define EVENT_ROW    TITLE, MAY("type", "Type of event", CODE), GATHERING, \
	MAY("organiser", "Organiser", TEXT), MEETING
#define DOCUMENT_ROW TITLE, MAY("type", "Type of document", CODE), MEETING, \
	MAY("agenda-item", "Agenda item", CODE), MAY("author", "Author", TEXT), \
	MAY("languages", "Languages", CODES)
#define OFFICE       MUST("office", "Office", CODE), MAY("theme", "Theme", CODE), MEETING, SPAN

/* Name, label, source; what it is of, its chain, does it bind, must it have a day; fields. */
const struct act_kind_info act_kinds[ACT_KIND_COUNT] = {
	[ACT_SIGNATURE] = {"signature", "Signature", "VCLT Articles 12 and 18; CCM Article 15",
		SUBJECT_STATE, FAMILY_STANDING, false, true, {
		NOTIFICATION, MAY("place", "Place", TEXT), MAY("ad-referendum", "Ad referendum", YES),
	}},
	[ACT_RATIFICATION] = {"ratification", "Ratification", "VCLT Articles 14 and 16; CCM Article 16",
		SUBJECT_STATE, FAMILY_STANDING, true, true, {
		INSTRUMENT,
	}},
	[ACT_ACCEPTANCE] = {"acceptance", "Acceptance", "VCLT Articles 14 and 16; CCM Article 16",
		SUBJECT_STATE, FAMILY_STANDING, true, true, {
		INSTRUMENT,
	}},
	[ACT_APPROVAL] = {"approval", "Approval", "VCLT Articles 14 and 16; CCM Article 16",
		SUBJECT_STATE, FAMILY_STANDING, true, true, {
		INSTRUMENT,
	}},
	[ACT_ACCESSION] = {"accession", "Accession", "VCLT Articles 15 and 16; CCM Article 16",
		SUBJECT_STATE, FAMILY_STANDING, true, true, {
		INSTRUMENT,
	}},
	[ACT_SUCCESSION] = {"succession", "Succession", "VCST Articles 17, 22 and 23",
		SUBJECT_STATE, FAMILY_STANDING, true, true, {
		INSTRUMENT, MAY("predecessor", "Predecessor State", STATE),
	}},
	[ACT_CONSENT_TO_BE_BOUND] = {"consent-to-be-bound", "Consent to be bound",
		"VCLT Articles 11, 12 and 16", SUBJECT_STATE, FAMILY_STANDING, true, true, {
		INSTRUMENT, MAY("means", "Means (such as definitive signature)", TEXT),
	}},
	[ACT_PROVISIONAL_APPLICATION] = {"provisional-application", "Provisional application",
		"VCLT Article 25; CCM Article 18", SUBJECT_STATE, FAMILY_STANDING, false, true, {
		NOTIFICATION, ARTICLES, MAY("until", "Until", EDTF),
	}},
	[ACT_WITHDRAWAL] = {"withdrawal", "Withdrawal", "VCLT Articles 54, 56 and 67; CCM Article 20",
		SUBJECT_STATE, FAMILY_STANDING, false, true, {
		INSTRUMENT, GROUNDS,
	}},
	[ACT_TERRITORIAL_APPLICATION] = {"territorial-application", "Territorial application",
		"VCLT Article 29", SUBJECT_STATE, FAMILY_STANDING, false, true, {
		MUST_BE("extent", "Extent", "extended excluded limited"),
		MUST("territory", "Territory", TEXT), NOTIFICATION,
	}},
	[ACT_INTERPRETIVE_DECLARATION] = {"interpretive-declaration", "Interpretive declaration",
		"practice of the depositary; CCM Article 19",
		SUBJECT_STATE, FAMILY_STANDING, false, true, {
		MAY_BE("upon", "Made upon",
			"signature ratification acceptance approval accession succession "
			"consent-to-be-bound later"),
		ARTICLES, WORDING, NOTIFICATION,
		MAY("withdraws", "Withdraws the declaration (id)", TEXT),
	}},
	[ACT_OBJECTION] = {"objection", "Objection", "VCLT Article 20; practice of the depositary",
		SUBJECT_STATE, FAMILY_STANDING, false, true, {
		MUST("to", "To an act of", STATE), MAY("against", "Against the act (id)", TEXT),
		ARTICLES, WORDING, NOTIFICATION, MAY("precludes", "Precludes treaty relations", YES),
		MAY("withdraws", "Withdraws the objection (id)", TEXT),
	}},
	[ACT_DECLARED] = {"declared", "Declaration on a condition",
		"CCM Articles 3, 4, 5 and 7; TPNW Article 2", SUBJECT_STATE, FAMILY_DUTY, false, false, {
		MUST("about", "About", CODE), MUST_BE("answer", "Answer", "yes no unknown"),
		MAY("quantity", "Quantity", DECIMAL), MAY("unit", "Unit", TEXT), SYMBOL,
	}},
	[ACT_CAUSE_AROSE] = {"cause-arose", "Further cause of an obligation",
		"CCM Articles 4 (1) (b) and 7 (1) (g)", SUBJECT_STATE, FAMILY_DUTY, false, false, {
		OBLIGATION, CAUSE, GROUNDS, MAY("place", "Place", TEXT), SYMBOL,
	}},
	[ACT_OBLIGATION_COMPLETED] = {"obligation-completed", "Obligation completed",
		"CCM Articles 3 and 4 (1) (c)", SUBJECT_STATE, FAMILY_DUTY, false, false, {
		OBLIGATION, CAUSE, MEETING, SYMBOL,
	}},
	[ACT_OBLIGATION_REOPENED] = {"obligation-reopened", "Obligation reopened",
		"practice: new finds after completion", SUBJECT_STATE, FAMILY_DUTY, false, false, {
		OBLIGATION, CAUSE, GROUNDS, MEETING, SYMBOL,
	}},
	[ACT_CONFLICT_BEGAN] = {"conflict-began", "Armed conflict began", "CCM Article 20 (3)",
		SUBJECT_STATE, FAMILY_STANDING, false, false, {
		MAY("conflict", "Conflict", TEXT), MAY("parties", "States engaged", STATES),
	}},
	[ACT_CONFLICT_ENDED] = {"conflict-ended", "Armed conflict ended", "CCM Article 20 (3)",
		SUBJECT_STATE, FAMILY_STANDING, false, false, {
		MAY("conflict", "Conflict", TEXT), MAY("by-agreement", "Ended by (agreement)", TEXT),
	}},
	[ACT_PRACTICE_REPORTED] = {"practice-reported", "Practice reported (a publisher's claim)",
		"CCM Articles 1 and 21; publishers' reports", SUBJECT_ANY, FAMILY_OTHER, false, false, {
		MUST_BE("practice", "Practice", "use production transfer possession"),
		MUST("publisher", "Publisher", TEXT), MAY("edition", "Edition", TEXT), PERIOD,
		MAY("place", "Place", TEXT), MAY("to", "Transferred to", STATE),
		MAY("claim", "What is claimed", TEXT),
	}},
	[ACT_CLARIFICATION_REQUESTED] = {"clarification-requested",
		"Request for clarification (of the State asked)", "CCM Article 8 (2)",
		SUBJECT_STATE, FAMILY_DUTY, false, false, {
		MAY("from", "Requested by", STATE), MAY("matter", "Matter", TEXT), ARTICLES, SYMBOL,
	}},
	[ACT_REPORT_RECEIVED] = {"report-received", "Report received", "CCM Article 7",
		SUBJECT_STATE, FAMILY_DUTY, false, false, {
		MUST("report", "Report", CODE), MAY("year", "Year covered", YEAR), SPAN, CAUSE,
		MAY("forms", "Forms sent", CODES), MAY("unchanged", "Forms marked unchanged", CODES),
		MAY("languages", "Languages", CODES), MAY_BE("access", "Open to", "public parties"),
		SYMBOL,
	}},
	[ACT_EXTENSION_REQUESTED] = {"extension-requested", "Extension requested",
		"CCM Articles 3 (3) and 4 (5)", SUBJECT_STATE, FAMILY_DUTY, false, false, {
		OBLIGATION, CAUSE, MAY("until", "Until", DAY), MEETING, GROUNDS, SYMBOL,
	}},
	[ACT_DECISION] = {"decision", "Decision",
		"CCM Articles 3 (5), 4 (7), 11 and 12; rules of procedure",
		SUBJECT_ANY, FAMILY_DUTY, false, false, {
		MUST("matter", "Matter", CODE), MAY("obligation", "Obligation", CODE), CAUSE,
		MUST_BE("outcome", "Outcome",
			"granted refused adopted approved noted elected designated deferred withdrawn"),
		MAY_BE("way", "Taken by", "meeting silence"), MEETING, MAY("until", "Until", DAY),
		MAY("years", "Years", COUNT), MAY("months", "Months", COUNT),
		MAY("days", "Days", COUNT), MAY("conditions", "Conditions", TEXT), SYMBOL, VOTES,
	}},
	[ACT_MEETING_CONVENED] = {"meeting-convened", "Meeting convened", "CCM Articles 11 and 12",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MEETING_ROW,
	}},
	[ACT_MEETING_MOVED] = {"meeting-moved", "Meeting moved", "decision of the States Parties",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MEETING_ROW,
	}},
	[ACT_MEETING_HELD] = {"meeting-held", "Meeting held", "CCM Articles 11 and 12",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MEETING_ROW,
	}},
	[ACT_MEETING_CANCELLED] = {"meeting-cancelled", "Meeting cancelled", "decision of the States Parties",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		GROUNDS, SYMBOL,
	}},
	[ACT_AGENDA_ADOPTED] = {"agenda-adopted", "Agenda (of the meeting)", "rules of procedure",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MAY("items", "Items, one a line", TEXTS), MAY("provisional", "Provisional", YES),
		SYMBOL,
	}},
	[ACT_DOCUMENT_ANNOUNCED] = {"document-announced", "Document announced",
		"practice of secretariats", SUBJECT_CODE, FAMILY_OTHER, false, false, {
		DOCUMENT_ROW, MAY("expected", "Expected", EDTF),
	}},
	[ACT_DOCUMENT_ISSUED] = {"document-issued", "Document issued", "practice of secretariats",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		DOCUMENT_ROW, MAY("advance", "Advance copy", YES), MAY("supersedes", "Supersedes", CODE),
		MAY("sha256", "SHA-256 of the file", SHA256),
	}},
	[ACT_COMMUNICATION_NOTED] = {"communication-noted", "Communication by others",
		"practice; CCM Articles 8 and 21", SUBJECT_ANY, FAMILY_DUTY, false, false, {
		MAY("from", "From", TEXT), MAY("to", "To", TEXT), MAY("matter", "Matter", TEXT),
		MAY("form", "Form (letter, note verbale)", TEXT),
		MAY("reference", "Their reference", TEXT), MAY("answers", "Answers the act (id)", TEXT),
		MEETING, WORDING, SYMBOL,
	}},
	[ACT_EVENT_ANNOUNCED] = {"event-announced", "Event announced", "practice",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		EVENT_ROW,
	}},
	[ACT_EVENT_HELD] = {"event-held", "Event held", "practice",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		EVENT_ROW,
	}},
	[ACT_CANDIDACY] = {"candidacy", "Candidacy", "rules of procedure; practice",
		SUBJECT_ANY, FAMILY_OTHER, false, false, {
		OFFICE, MAY("withdrawn", "Candidacy withdrawn", YES),
	}},
	[ACT_OFFICE_HELD] = {"office-held", "Office held", "rules of procedure; decisions of meetings",
		SUBJECT_ANY, FAMILY_OTHER, false, false, {
		OFFICE,
	}},
	[ACT_NOMINATION_RECEIVED] = {"nomination-received", "Nomination of a delegation received",
		"rules of procedure; the invitation", SUBJECT_ANY, FAMILY_OTHER, false, false, {
		MUST("meeting", "Meeting", CODE),
		MAY_BE("capacity", "Takes part as", "state-party signatory observer-state observer"),
		MAY("size", "Delegates", COUNT), MAY("reference", "Their reference", TEXT),
	}},
	[ACT_SUPPORT_REQUESTED] = {"support-requested", "Support requested",
		"CCM Article 6; sponsorship programmes", SUBJECT_ANY, FAMILY_OTHER, false, false, {
		MAY("theme", "Theme", CODE), MAY("obligation", "Obligation", CODE), MEETING,
		MAY("matter", "Matter", TEXT), MAY("amount", "Amount", DECIMAL),
		MAY("currency", "Currency", CODE), PERIOD,
	}},
	[ACT_RESOLUTION_ADOPTED] = {"resolution-adopted", "Resolution adopted",
		"UN Charter, Article 18", SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MAY("series", "Series", CODE), TITLE, MAY("body", "Body", CODE),
		MAY("session", "Session", COUNT), MAY("draft", "Draft resolution", CODE),
		MAY_BE("adopted", "Adopted", "with-vote without-vote"),
	}},
	[ACT_VOTE_RECORDED] = {"vote-recorded", "Vote recorded",
		"UN Charter, Article 18; rules of procedure", SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MUST_BE("body", "Body", "plenary first-committee meeting"), VOTES,
		MAY("non-voting", "Not voting", COUNT), MAY("roll", "Roll call", ROLL), MEETING,
		MAY("resolution", "Resolution, where the vote was on its draft", CODE),
	}},
	[ACT_BUDGET_ADOPTED] = {"budget-adopted", "Budget adopted",
		"CCM Article 14; decisions of meetings", SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MAY("amount", "Amount", DECIMAL), MAY("currency", "Currency", CODE), PERIOD, MEETING, SYMBOL,
		MAY("lines", "Lines, one a line", TEXT),
	}},
	[ACT_INVOICE_ISSUED] = {"invoice-issued", "Invoice issued",
		"CCM Article 14; financial procedures", SUBJECT_ANY, FAMILY_OTHER, false, false, {
		MUST("invoice", "Invoice number", CODE), SUM, MAY("budget", "Budget", CODE),
		PERIOD, MAY("due", "Due", DAY), MAY("rate", "Share, percent", DECIMAL), MEETING,
	}},
	[ACT_PAYMENT_RECEIVED] = {"payment-received", "Payment received",
		"CCM Article 14; financial procedures", SUBJECT_ANY, FAMILY_OTHER, false, false, {
		MAY("invoice", "Invoice number", CODE), SUM, MAY("budget", "Budget", CODE),
		PERIOD, MAY("booked", "Booked as", DECIMAL), MAY("booked-currency", "Booked in", CODE),
		MEETING,
	}},
	[ACT_FIGURE_PUBLISHED] = {"figure-published", "Figure published", "publishers' reports",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MUST("value", "Value", DECIMAL), MAY("unit", "Unit", TEXT), PERIOD,
		MUST("publisher", "Publisher", TEXT), MAY("edition", "Edition", TEXT),
		MAY_BE("precision", "Printed as", "exactly about at-least at-most"),
		MAY("states", "States named", STATES),
	}},
	[ACT_STATE_NAMED] = {"state-named", "Name of a State", "UNTERM; ISO 3166-1; UN M49",
		SUBJECT_STATE, FAMILY_OTHER, false, false, {
		MUST("short", "Short name", TEXTS), MAY("formal", "Formal name", TEXTS),
		MAY("iso2", "ISO 3166-1 alpha-2", CODE), MAY("m49", "UN M49", CODE),
		MAY("predecessors", "Predecessor States", STATES),
	}},
	[ACT_STATE_JOINED] = {"state-joined", "Membership of a State", "UN Charter, Article 4",
		SUBJECT_STATE, FAMILY_OTHER, false, false, {
		MUST("body", "Body or group", CODE), MUST("status", "Status", CODE),
	}},
	[ACT_SCALE_ADOPTED] = {"scale-adopted", "Scale of assessments adopted",
		"UN Charter, Article 17 (2)", SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MUST("period", "Period", TEXT), MUST("rates", "Rates, percent", RATES),
		MAY("symbol", "Resolution", CODE),
	}},
	[ACT_LETTER_ISSUED] = {"letter-issued", "Letter issued (by its reference)",
		"practice; docs/letters.md", SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MUST("letter", "Kind of letter", CODE), MAY("form", "Form", CODE),
		MUST("copies", "Copies", COUNT), MAY("languages", "Languages", CODES),
		MUST("sha256", "SHA-256 of the list of its copies", SHA256),
		MAY("supersedes", "Supersedes the letter", CODE),
	}},
	[ACT_LETTER_CANCELLED] = {"letter-cancelled", "Letter cancelled (by its reference)",
		"practice; docs/letters.md", SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MUST("grounds", "Grounds given", TEXT),
	}},
	[ACT_PACK_ADOPTED] = {"pack-adopted", "Treaty pack adopted", "docs/packs.md",
		SUBJECT_CODE, FAMILY_OTHER, false, false, {
		MUST("edition", "Edition", DAY), MUST("sha256", "SHA-256 of its bytes", SHA256),
		MAY("files", "Files", COUNT), MAY("path", "Read from", TEXT),
	}},
	[ACT_COVERAGE_STATED] = {"coverage-stated", "Coverage stated", "docs/reading.md, Coverage",
		SUBJECT_NONE, FAMILY_OTHER, false, false, {
		MUST("kinds", "Kinds of act", KINDS), MAY("scope", "Scope", CODES),
		MAY("from", "From", DAY), MUST("through", "Through", DAY),
	}},
	[ACT_CORRECTION] = {"correction", "Correction", "docs/reading.md, Which acts count",
		SUBJECT_ANY, FAMILY_OTHER, false, false, {
		MUST("reason", "Reason", TEXT), MAY("as", "Replaced by an act of the kind", CODE),
	}},
};
/* clang-format on */

/* The kinds by name, so that a name is found in six steps. The tests hold it to the table. */
static const unsigned char by_name[ACT_KIND_COUNT] = {
	ACT_ACCEPTANCE,
	ACT_ACCESSION,
	ACT_AGENDA_ADOPTED,
	ACT_APPROVAL,
	ACT_BUDGET_ADOPTED,
	ACT_CANDIDACY,
	ACT_CAUSE_AROSE,
	ACT_CLARIFICATION_REQUESTED,
	ACT_COMMUNICATION_NOTED,
	ACT_CONFLICT_BEGAN,
	ACT_CONFLICT_ENDED,
	ACT_CONSENT_TO_BE_BOUND,
	ACT_CORRECTION,
	ACT_COVERAGE_STATED,
	ACT_DECISION,
	ACT_DECLARED,
	ACT_DOCUMENT_ANNOUNCED,
	ACT_DOCUMENT_ISSUED,
	ACT_EVENT_ANNOUNCED,
	ACT_EVENT_HELD,
	ACT_EXTENSION_REQUESTED,
	ACT_FIGURE_PUBLISHED,
	ACT_INTERPRETIVE_DECLARATION,
	ACT_INVOICE_ISSUED,
	ACT_LETTER_CANCELLED,
	ACT_LETTER_ISSUED,
	ACT_MEETING_CANCELLED,
	ACT_MEETING_CONVENED,
	ACT_MEETING_HELD,
	ACT_MEETING_MOVED,
	ACT_NOMINATION_RECEIVED,
	ACT_OBJECTION,
	ACT_OBLIGATION_COMPLETED,
	ACT_OBLIGATION_REOPENED,
	ACT_OFFICE_HELD,
	ACT_PACK_ADOPTED,
	ACT_PAYMENT_RECEIVED,
	ACT_PRACTICE_REPORTED,
	ACT_PROVISIONAL_APPLICATION,
	ACT_RATIFICATION,
	ACT_REPORT_RECEIVED,
	ACT_RESOLUTION_ADOPTED,
	ACT_SCALE_ADOPTED,
	ACT_SIGNATURE,
	ACT_STATE_JOINED,
	ACT_STATE_NAMED,
	ACT_SUCCESSION,
	ACT_SUPPORT_REQUESTED,
	ACT_TERRITORIAL_APPLICATION,
	ACT_VOTE_RECORDED,
	ACT_WITHDRAWAL,
};

static const struct act_field note = MAY("note", "Note", TEXT);

static int unknown_kind(const char *name, struct err *e)
{
	const char *names[ACT_KIND_COUNT + 1] = {NULL};

	for (size_t i = 0; i < ACT_KIND_COUNT; i++)
		names[i] = act_kinds[i].name;
	const char *near = text_nearest(name, names);

	return err_set(e, ERR_INVALID, "\"%.60s\" is no kind of act; %s%s", name,
		near ? "did you mean " : "docs/acts.md lists them", near ? near : "");
}

int act_kind_parse(const char *name, enum act_kind *ret, struct err *e)
{
	size_t low = 0, high = ACT_KIND_COUNT;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, act_kinds[by_name[middle]].name);

		if (order == 0) {
			*ret = (enum act_kind)by_name[middle];
			return 0;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return unknown_kind(name, e);
}

const struct act_field *act_field_find(enum act_kind kind, const char *name)
{
	for (const struct act_field *f = act_kinds[kind].field; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return strcmp(name, note.name) == 0 ? &note : NULL;
}
