/* Meetings: the list, and the page of one. Private to the office. */
#pragma once
#include "offices/status/pages.h"
#include "register/meeting.h"

/* What is on file of one, in the reader's language where it is; "" where it is not on file. */
struct gathering {
	const struct meeting *m;
	const char *name, *type, *city, *country, *venue, *format, *presidency, *mandate;
	bool english;           /* the name is on file in English alone */
	uint32_t country_state; /* words; 0 none */
	uint32_t presidency_state;
	day_t nominations; /* DAY_NONE_HIGH: not on file */
	const char *stage; /* held, moved, convened: the kind of its last act */
};
struct gathering gathering_of(const struct view *v, const struct meeting *m);
struct url nomination_url(const struct view *v, const char *code, const char *suffix);
/* By its code. ERR_NOTFOUND names the nearest. */
int gathering_find(const struct view *v, const char *code, struct gathering *ret, struct err *e) ATTR_CHECK;
const char *meeting_type_words(const struct view *v, const char *type);
const char *stage_words(const struct view *v, const struct gathering *g);
struct cell cell_city(const struct view *v, const struct gathering *g);
struct url meeting_url(const struct view *v, const char *code);

struct meeting_fact {
	const char *label;
	struct cell cell;
};
struct document {
	const char *symbol, *title, *note; /* title "": not on file */
	bool english;
	struct edtf on;
	const char *source;
};
struct taken { /* a decision, or a request, that names the meeting */
	struct edtf on;
	const char *state, *what, *source; /* state: its name, "" of none */
	struct url to;
};
struct meeting_view {
	struct gathering g;
	const char *lead;
	size_t facts_n, documents_n, taken_n, entries_n, agenda_n;
	struct meeting_fact fact[16];
	struct document *document;
	struct taken *taken, *entry;
	char **agenda; /* items, one a line */
	bool agenda_english;
	struct url form, sheet; /* to name a delegation; text NULL: it is over */
	struct frame frame;
};
