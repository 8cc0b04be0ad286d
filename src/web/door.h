/* What stands around every page behind a door: {% wrap door(f) %}. */
#pragma once
#include "web/frame.h"
#include "web/request.h"

/* Of a page behind a door: title, and what the site knows of the reader. */
void door_frame(const struct view *v, const char *title, struct frame *ret);
