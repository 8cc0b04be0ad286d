/* Commands on contacts, and their options. Private to the office. */
#pragma once
#include "offices/contacts/contact.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* What a command on contacts has open. */
struct desk {
	struct book book;
	struct house house;
	struct reg reg; /* of the world, where it is adopted: knows the States */
	const struct reg *states;
	struct person by;
};
int contacts_open(struct run *r, struct desk *ret, struct err *e) ATTR_CHECK;
struct saving contacts_saving(struct run *r, const struct desk *d, const char *detail);
/* Outside the table's own words: what differs between two, names of fields with spaces; "" nothing. */
const char *contact_differs(struct arena *a, const struct contact *x, const struct contact *y);

/* ---- what commands and pages do, in a transaction of its own each ---- */
/* before NULL: a new one. *ret_changed false: nothing differs, and nothing is written. */
int contact_store(struct run *r, struct desk *d, const struct contact *before, const struct contact *c,
	bool *ret_changed, struct err *e) ATTR_CHECK;
/* Somebody said on r->on that all of it is right. */
int contacts_confirm(
	struct run *r, struct desk *d, const char *const *id, size_t n, struct err *e) ATTR_CHECK;
/* Asks each by e-mail, in its language, whether what is on file is right. */
int contacts_ask(struct run *r, struct desk *d, const char *const *id, size_t n, struct err *e) ATTR_CHECK;
int contacts_stop(struct run *r, struct desk *d, const char *const *address, size_t n, const char *reason,
	struct err *e) ATTR_CHECK;
/* said->on is not read: the day is r->on. */
int contact_consents(
	struct run *r, struct desk *d, const char *id, const struct consent *said, struct err *e) ATTR_CHECK;
/* Forgets who holds the offices, all of them in one transaction; a rehearsal does the same and leaves it
 * undone. ret: what went, or would, in the order given. */
int contacts_erase(struct run *r, struct desk *d, const struct contact *c, size_t n, bool rehearse,
	struct forgetting *ret, struct err *e) ATTR_CHECK;

extern const struct option_info contact_add_options[], contact_list_options[], contact_confirm_options[],
	contact_ask_options[], contact_import_options[], contact_export_options[], contact_stop_options[],
	contact_consent_options[], contact_erase_options[];
int contact_add_cmd(struct run *r, struct err *e);
int contact_set_cmd(struct run *r, struct err *e);
int contact_list_cmd(struct run *r, struct err *e);
int contact_show_cmd(struct run *r, struct err *e);
int contact_confirm_cmd(struct run *r, struct err *e);
int contact_ask_cmd(struct run *r, struct err *e);
int contact_import_cmd(struct run *r, struct err *e);
int contact_export_cmd(struct run *r, struct err *e);
int contact_stop_cmd(struct run *r, struct err *e);
int contact_consent_cmd(struct run *r, struct err *e);
int contact_erase_cmd(struct run *r, struct err *e);
