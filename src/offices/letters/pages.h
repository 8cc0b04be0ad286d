/* The office's pages. Private to it. */
#pragma once
#include "web/view.h"

extern const struct route letters_routes[];
