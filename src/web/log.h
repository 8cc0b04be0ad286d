/* What the server says of what it does. Private to the site. */
#pragma once
#include "web/api.h"

/* Of a fault that is ours: to who looks after the server. */
void site_complain(const struct visit *t, const char *what);
