/* One question for a figure, while it is being answered. Private to the register. */
#pragma once
#include "base/buf.h"
#include "base/text.h"
#include "register/meeting.h"

struct asked {
	const struct reg *reg;
	struct arena *a;
	day_t on;
	const struct fact_rule *rule;
	const char *argument; /* "" none */
	int year;             /* the argument, where it is one */
	struct fact *fact;
	size_t cap; /* of fact->counted */
};

void fact_counted(struct asked *q, uint32_t act, uint32_t state, bool in, const char *reason);
void fact_exact(struct asked *q, const char *value, day_t as_at);
void fact_unknown(struct asked *q);
void fact_range(struct asked *q, size_t low, size_t high,
	day_t as_at); /* exact, bounded, or unknown when as_at is DAY_NONE_LOW */
const char *fact_day(struct asked *q, day_t d);
const char *fact_rule_text(struct asked *q);

int fact_duties(struct asked *q, struct err *e);
int fact_completed(struct asked *q, struct err *e);
int fact_published(struct asked *q, struct err *e);
int fact_meeting(struct asked *q, struct err *e);
int fact_request_closes(struct asked *q, struct err *e);
int fact_held(struct asked *q, struct err *e);
int fact_annual(struct asked *q, struct err *e);
int fact_deadline(struct asked *q, struct err *e);
int fact_agenda(struct asked *q, struct err *e);
int fact_documents(struct asked *q, struct err *e);
int fact_communication(struct asked *q, struct err *e);
int fact_event(struct asked *q, struct err *e);
int fact_vote(struct asked *q, struct err *e);
