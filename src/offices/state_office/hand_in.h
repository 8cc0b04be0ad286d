/* A report handed in as a file: into the house's register of what came in, with a receipt, and forwarded to
 * where the treaty wants it. That it was received there is an act, which this records none of. Private to the
 * office.
 */
#pragma once
#include "base/buf.h"
#include "offices/houses/houses.h"
#include "register/register.h"
#include "text/lang.h"
#include "web/say.h"

#define REPORT_BYTES_MAX (10u << 20) /* of a file: what its checkers take */
#define REPORT_NAME_MAX 200u         /* bytes of its name that are kept */
#define REPORTS_LISTED 200u

/* Texts live in the arena of the run. */
struct report_file {
	const char *reference, *iso3;
	const char *report; /* id of the rule that it is to meet; "" another report */
	int year;           /* 0 none */
	const char *name, *media;
	int64_t bytes;
	const char *sha256, *receipt; /* of the file, and of the receipt */
	const char *incoming, *address;
	int64_t came_ms;
};
struct hand_in {
	const struct house *house;
	const struct reg *reg;
	uint32_t state;
	const char *iso3;
	const struct rule *rule; /* NULL: another report than the treaty demands */
	int year;
	const char *name;
	const void *data;
	size_t len;
	const char *by;            /* id of an account or person */
	const char *mail;          /* where the receipt goes and answers to the forwarding; "" nowhere */
	const struct words *words; /* of the receipt … */
	const struct lang *forms;  /* … in the same language */
};
/* The same file for the same report a second time is the first one. ERR_INVALID: neither Word nor PDF, or
 * does not open (texts of T()); ERR_LIMIT over REPORT_BYTES_MAX. In a transaction of its own. */
int hand_in(struct run *r, struct db *db, const struct hand_in *in, struct report_file *ret,
	struct err *e) ATTR_CHECK;
/* The newest first; iso3 "": of all States. */
int report_files(struct run *r, struct db *db, const struct house *h, const char *treaty, const char *iso3,
	struct report_file **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* ERR_NOTFOUND, also where it is another State's. */
int report_file_get(struct run *r, struct db *db, const struct house *h, const char *treaty, const char *iso3,
	const char *reference, struct report_file *ret, struct err *e) ATTR_CHECK;
/* LAO-2026-7KQ4M2XA.pdf, whatever the State called it. */
const char *report_file_name(struct arena *a, const struct report_file *f);
/* "Annual transparency report, for 2025" */
const char *report_label(
	struct arena *a, const struct words *w, const struct rule *rule, int year) ATTR_NEVER_NULL;

/* How far the forwarding is. */
enum forwarded {
	FORWARD_NONE,   /* it is not forwarded: no address, or the house sends no mail */
	FORWARD_WAITS,  /* in the outbox */
	FORWARD_SENT,   /* the mail server took it */
	FORWARD_THERE,  /* lies in the mailbox, or was answered */
	FORWARD_FAILED, /* came back, was refused or cancelled */
	FORWARD_COUNT
};
extern const char *const forwarded_names[FORWARD_COUNT + 1]; /* none waits sent there failed NULL */
struct forwarding {
	enum forwarded how;
	int64_t at_ms; /* sent, there: when; 0 not known */
};
int report_forwarding(struct run *r, struct db *db, const struct house *h, const struct report_file *f,
	struct forwarding *ret, struct err *e) ATTR_CHECK;

/* The receipt as PDF. receipt.c */
int receipt_write(struct run *r, const struct hand_in *in, const struct report_file *f, struct buf *out,
	struct err *e) ATTR_CHECK;
/* The commands: report add, list, show. report_commands.c */
extern const struct option_info report_add_options[], report_list_options[], report_show_options[];
int report_add_cmd(struct run *r, struct err *e);
int report_list_cmd(struct run *r, struct err *e);
int report_show_cmd(struct run *r, struct err *e);
