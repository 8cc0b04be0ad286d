/* A file of contacts against what is on file: what is new, what differs, what is wrong. Private to the
 * office. */
#pragma once
#include "offices/contacts/commands.h"

enum coming { COMING_NEW, COMING_SAME, COMING_CHANGED, COMING_COUNT };
extern const char *const coming_names[]; /* new same changed */
struct arrival {
	enum coming coming;
	const struct contact *before;
	struct contact c; /* as it will be */
	const char *differs;
};
struct by_source { /* sorted; of one source the first of the file first */
	const struct contact **at;
	size_t n;
};
/* Set run, file.path and set before import_look(). */
struct import {
	struct run *run;
	size_t sets;
	const char *const *set;  /* FIELD=TEXT, for every contact of the file that does not say it */
	struct brought file;     /* faults by line */
	struct arrival *arrival; /* one a contact of the file */
	size_t count[COMING_COUNT];
	char sha256[65];
	struct desk desk;
	struct by_source sources, file_sources;
	bool *taken; /* by contact on file: the file brought it already */
	struct contact *on_file;
	size_t on_file_n;
};
struct contact_form_kind {
	const char *name, *ending, *media; /* csv .csv text/csv… */
	contacts_read_fn read;
	void (*write)(struct buf *out, struct arena *a, const struct contact *c, size_t n);
};
/* By its name, else by how the path ends. */
int contact_form_find(
	const char *name, const char *path, const struct contact_form_kind **ret, struct err *e) ATTR_CHECK;
/* Records nothing. Faults of the file stand in k->file; other errors come back. */
int import_look(struct import *k, const struct contact_form_kind *form, const char *data, size_t len,
	struct err *e) ATTR_CHECK;
int import_verdict(const struct import *k, struct err *e) ATTR_CHECK; /* 0, or that there are faults */
/* All of it in one transaction, or nothing. */
int import_record(struct import *k, struct err *e) ATTR_CHECK;
const char *import_line(const struct import *k, const struct arrival *to); /* its place in the file; "" */
/* The contacts of the house, of one kind of office or (NULL) all. */
int contacts_written(struct run *r, const struct contact_form_kind *form, const char *office, struct buf *out,
	struct err *e) ATTR_CHECK;
