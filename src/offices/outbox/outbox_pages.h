/* What the pages of the outbox and of the incoming register show. Private to the office. */
#pragma once
#include "offices/outbox/setup.h"
#include "web/door.h"
#include "web/list.h"

#define SCAN_BODY_MAX (32u << 20) /* bytes of a form with a scan */
#define MAIL_FILE_MAX (48u << 20) /* bytes of a message as a file */

struct message_view {
	const char *id, *title, *subject, *name, *address, *channel, *state, *lang, *detail, *reference,
		*said;
	struct url contact, edit; /* text NULL: of no contact */
	bool writes, back, mail, pdf;
	day_t sent, answered; /* DAY_NONE_HIGH not */
	size_t moves, events;
	struct message_move {
		const char *value, *label; /* label in the language */
	} * move;
	struct message_event {
		const char *at, *what, *detail;
	} * event;
};
struct incoming_view {
	const struct incoming_letter *l;
	const char *from, *way, *state, *by, *said;
	struct url state_to, answers; /* text NULL: none */
	day_t on, came;
	bool writes;
};
struct incoming_form {
	const char *said;
	const char *from, *on, *state, *subject, *reference, *answers, *note, *way;
	size_t ways;
	const struct list_choice *way_choice;
};
const char *outbox_state_words(const struct view *v, enum outbox_state state);
const char *outbox_channel_words(const struct view *v, enum channel channel);
/* The house, for pages that only read. */
int outbox_page_open(struct request *q, struct setup *ret, struct err *e) ATTR_CHECK;

int outbox_desk_rows(struct request *q, struct list *l, struct err *e);
int outbox_page(struct request *q, struct answer *ret, struct err *e);
int outbox_move_page(struct request *q, struct answer *ret, struct err *e);
int outbox_again_page(struct request *q, struct answer *ret, struct err *e);
int outbox_mail_file(struct request *q, struct answer *ret, struct err *e);
int outbox_pdf_file(struct request *q, struct answer *ret, struct err *e);
int incoming_rows(struct request *q, struct list *l, struct err *e);
int incoming_page(struct request *q, struct answer *ret, struct err *e);
int incoming_new_page(struct request *q, struct answer *ret, struct err *e);
int incoming_answer_page(struct request *q, struct answer *ret, struct err *e);
int incoming_state_page(struct request *q, struct answer *ret, struct err *e);
int incoming_attach_page(struct request *q, struct answer *ret, struct err *e);
int incoming_file(struct request *q, struct answer *ret, struct err *e);
int unsubscribe_page(struct request *q, struct answer *ret, struct err *e);
extern const struct route outbox_routes[];
