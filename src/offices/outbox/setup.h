/* What every command of this office begins with. Private to the office. */
#pragma once
#include "offices/houses/houses.h"
#include "offices/outbox/outbox.h"
#include "post/config.h"
#include "post/incoming.h"
#include "post/outbox.h"
#include "post/receive.h"
#include "post/verp.h"
#include "post/worker.h"

struct setup {
	struct run *r;
	struct db *db;
	struct house house;
	struct config config;
	const char *config_name; /* the file's, "" without one */
	struct verp verp;        /* where config.has_bounce */
};
/* Database and house. */
int setup_house(struct run *r, struct setup *ret, struct err *e) ATTR_CHECK;
/* With mail.yaml: `file`, else $PARAPH_MAIL; else all goes to a folder beside the database. Mistakes go to
 * r->err. */
int setup_mail(struct run *r, const char *file, struct setup *ret, struct err *e) ATTR_CHECK;
/* The same, with who acts, and whether they may. */
int setup_actor(
	struct run *r, const char *role, struct setup *ret, struct person *ret_who, struct err *e) ATTR_CHECK;
/* What the register learns from the post. ctx is a struct setup. */
int setup_bad_address(void *ctx, const struct outbox_message *m, const char *why, struct err *e);
int setup_answered(void *ctx, const struct outbox_message *m, int64_t at_ms, struct err *e);
int setup_unsubscribed(void *ctx, const struct outbox_message *m, struct err *e);

/* ---- what commands and pages do, in a transaction of its own each ---- */
/* `word`: a message's id, or the reference of its copy: then its last turn. */
int outbox_find(struct setup *s, const char *word, struct outbox_message *ret, struct err *e) ATTR_CHECK;
/* A person moves it; ret: as it was. */
int outbox_step(struct setup *s, const struct person *who, const char *word, enum outbox_state to,
	const char *why, struct outbox_message *ret, struct err *e) ATTR_CHECK;
/* What did not arrive goes once more, to another address, as a new message. */
int outbox_once_more(struct setup *s, const char *word, const char *address, struct outbox_message *ret,
	const char **ret_id, struct err *e) ATTR_CHECK;
/* A letter that came in: l->house and l->by are set here. reference: ours, that it answers; NULL none. data:
 * of the scan, PDF or an image; NULL none. */
struct incoming_scan {
	const char *name; /* of the file, for messages */
	const void *data;
	size_t len;
};
int incoming_enter(struct setup *s, const struct person *who, struct incoming_letter *l,
	const char *reference, const struct incoming_scan *scan, const char **ret_id,
	struct err *e) ATTR_CHECK;
int incoming_answers_ours(struct setup *s, const char *id, const char *reference, struct err *e) ATTR_CHECK;
int incoming_of_state(struct setup *s, const char *id, const char *iso3, struct err *e) ATTR_CHECK;
int incoming_scanned(
	struct setup *s, const char *id, const struct incoming_scan *scan, struct err *e) ATTR_CHECK;

/* The commands; commands.c has the one table of them. */
extern const struct option_info worker_options[], mail_options[], incoming_add_options[],
	incoming_list_options[], incoming_show_options[];
int worker_run(struct run *r, struct err *e);
int mail_read_command(struct run *r, struct err *e);
int mail_check_run(struct run *r, struct err *e);
int print_run(struct run *r, struct err *e);
int incoming_add_run(struct run *r, struct err *e);
int incoming_list_run(struct run *r, struct err *e);
int incoming_show_run(struct run *r, struct err *e);
int incoming_answer_run(struct run *r, struct err *e);
int incoming_state_command(struct run *r, struct err *e);
int incoming_attach_run(struct run *r, struct err *e);
