/* What the page of the data shows. Private to the office. */
#pragma once
#include "offices/machine/terms.h"

struct data_field {
	const char *key, *title, *type, *meaning; /* in the language; meaning "" where nobody has said it */
};
struct data_list {
	const char *name, *title;
	bool files; /* also as CSV, JSON, XLSX */
	struct url page, csv, json, xlsx, api;
	size_t n;
	const struct data_field *field;
};
struct data_view {
	struct frame frame;
	const char *cite;
	struct url description, dataset, acts, deadlines, record;
	size_t n;
	const struct data_list *list;
};
