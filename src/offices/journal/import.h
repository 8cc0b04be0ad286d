/* Acts from a file: CSV, or a publication of the depositary. Private to the office. */
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
	IMPORT_AS,
};
int import_run(struct run *r, struct err *e);
