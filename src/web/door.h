/* What stands around every page behind a door: {% wrap door(f) %}. */
#pragma once
#include "web/frame.h"
#include "web/request.h"

/* Of a page behind a door: title, and what the site knows of the reader. */
void door_frame(const struct view *v, const char *title, struct frame *ret);
/* `answer` of a route whose `rows` fill a list: the page behind its door, or the file that was asked for. */
int door_list(struct request *q, struct answer *ret, struct err *e);
/* Is the list of the row asked for as a file, .csv or another? */
bool door_file_wanted(const struct request *q);
