/* Acts from a CSV file. Private to the office. */
#pragma once
#include "offices/journal/journal.h"
#include "offices/packs/packs.h"

enum {
	IMPORT_YES,
	IMPORT_THROUGH,
	IMPORT_ISSUER,
	IMPORT_VISIBILITY,
	IMPORT_BY,
	IMPORT_BEHALF,
};
int import_run(struct run *r, struct err *e);
