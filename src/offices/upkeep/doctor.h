/* What a look at everything finds. Private to the office. */
#pragma once
#include "offices/upkeep/upkeep.h"

enum finding { FINDING_OK, FINDING_NOTE, FINDING_BAD };
struct findings {
	struct run *run;
	struct table *table;
	const char *part; /* what is looked at */
	size_t bad, found;
};
void finding(struct findings *f, enum finding how, const char *text);
/* The last error, as a finding. */
void finding_err(struct findings *f, enum finding how, const struct err *e);

/* Shows a line a finding. ERR_CONFLICT when something needs mending. */
int doctor_run(struct run *r, struct err *e);

struct db;
/* Where Paraph is installed, without its database: fonts, address, TLS, mail, copies. */
void place_look(struct findings *f);
/* The file or server that it lies in; clock, outbox, keys. */
int place_look_db(struct findings *f, struct db *db, struct err *e) ATTR_CHECK;
/* Certificate and key of the settings, when there are some. */
void certificate_look(struct findings *f);
