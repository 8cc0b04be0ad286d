/* What a look at everything finds. Private to the office. */
#pragma once
#include "offices/upkeep/upkeep.h"

enum finding { FINDING_OK, FINDING_NOTE, FINDING_BAD };
/* Shows a line a finding. ERR_CONFLICT when something needs mending. */
int doctor_run(struct run *r, struct err *e);
