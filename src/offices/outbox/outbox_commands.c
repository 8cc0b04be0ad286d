/* outbox list, show, cancel, hold, retry, sent, handed, returned; and the one table of the office. */
#include "offices/outbox/outbox_pages.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define LIST_MAX 1000000
#define MOST_DEFAULT 100 /* rows for people */

enum { LIST_LETTER, LIST_STATE, LIST_REFERENCE, LIST_MOST, LIST_SKIP };
static const struct option_info list_options[] = {
	[LIST_LETTER] = {"--letter", "ID", "Of this letter"},
	[LIST_STATE] = {"--state-of", "STATE", "In this state: waiting, sent, returned …"},
	[LIST_REFERENCE] = {"--reference", "REFERENCE", "Of this copy, or of all copies of this letter"},
	[LIST_MOST] = {"--most", "N", "At most N rows (default: 100 for people, all as CSV or JSON)"},
	[LIST_SKIP] = {"--skip", "N", "Behind the first N"},
	{0},
};
static const struct option_info reason_options[] = {{"--reason", "TEXT", "Why, in words"}, {0}};
static const struct option_info retry_options[] = {
	{"--reason", "TEXT", "Why, in words"},
	{"--address", "ADDRESS", "Once more, to another address: a new message"},
	{0},
};

/* Everything that goes has a name or an address, until the person is forgotten. */
static const char *name_of(const struct outbox_message *m)
{
	return *m->name || *m->address ? m->name : "(forgotten)";
}

static int list_query(struct run *r, struct outbox_query *ret, struct err *e)
{
	const char *state = r->option[LIST_STATE];
	int64_t most = LIST_MAX, skip = 0;
	int rc = run_option_int(
		r, LIST_MOST, 1, LIST_MAX, r->format == FORMAT_TABLE ? MOST_DEFAULT : LIST_MAX, &most, e);

	if (rc == 0)
		rc = run_option_int(r, LIST_SKIP, 0, LIST_MAX, 0, &skip, e);
	if (rc == 0 && state && word_index(outbox_state_names, state) < 0)
		rc = err_set(e, ERR_USAGE,
			"--state-of %.20s: say waiting, sending, sent, delivered, returned, failed,"
			" cancelled, held, printed or handed",
			state);
	ret->letter = r->option[LIST_LETTER];
	ret->state = state;
	ret->under = r->option[LIST_REFERENCE];
	ret->most = (size_t)most;
	ret->skip = (size_t)skip;
	return rc;
}

/* "1000 messages: 30 returned, 970 sent; 20 of all answered" */
static void say_sum(struct run *r, const struct outbox_sum *sum)
{
	const char *before = ": ";

	fprintf(r->out, "%zu message%s", sum->n, sum->n == 1 ? "" : "s");
	for (int i = 0; i < OUTBOX_STATE_COUNT; i++) {
		if (sum->in[i] == 0)
			continue;
		fprintf(r->out, "%s%zu %s", before, sum->in[i], outbox_state_names[i]);
		before = ", ";
	}
	if (sum->answered)
		fprintf(r->out, "; answered: %zu", sum->answered);
	fputc('\n', r->out);
}

static int list_table(struct run *r, const struct outbox_message *m, size_t n, struct err *e)
{
	static const struct column columns[] = {{"id", "Message", false, false},
		{"reference", "Reference", false, false}, {"iso3", "State", false, false},
		{"name", "To", false, false}, {"channel", "By", false, false},
		{"address", "Address", false, false}, {"lang", "Language", false, false},
		{"state", "Is", false, false}, {"answered", "Answered", false, false},
		{"tries", "Tries", true, false}, {"detail", "Says", false, false}};
	struct table *t = table_new(r, columns, COUNT(columns));

	for (size_t i = 0; i < n; i++)
		table_row(t,
			(const char *const[]){m[i].id, m[i].reference, m[i].iso3, name_of(&m[i]),
				channel_names[m[i].channel], m[i].address, m[i].lang,
				outbox_state_names[m[i].state], instant_text(r->arena, m[i].answered_ms),
				arena_printf(r->arena, "%lld", (long long)m[i].tries), m[i].detail});
	return table_end(t, e);
}

static int list_run(struct run *r, struct err *e)
{
	struct outbox_query q = {0};
	struct outbox_message *m = NULL;
	struct outbox_sum sum;
	struct setup s = {.r = r};
	size_t n = 0;
	int rc = list_query(r, &q, e);

	if (rc == 0)
		rc = setup_house(r, &s, e);
	if (rc < 0)
		return rc;
	q.house = s.house.code;
	rc = outbox_sum(s.db, &q, &sum, e);
	if (rc == 0)
		rc = outbox_list(s.db, r->arena, &q, &m, &n, e);
	if (rc < 0)
		return rc;
	if (r->format == FORMAT_TABLE)
		say_sum(r, &sum);
	rc = list_table(r, m, n, e);
	if (rc == 0 && q.skip + n < sum.n)
		fprintf(r->err, "shown: %zu to %zu of %zu; --skip %zu shows what follows\n", q.skip + (n > 0),
			q.skip + n, sum.n, q.skip + n);
	return rc;
}

static int show_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"at", "At", false, false}, {"what", "What", false, false}, {"detail", "Says", false, false}};
	struct outbox_message m = {.reference = "", .name = "", .address = ""};
	struct outbox_event *event = NULL;
	struct setup s;
	struct table *t;
	size_t n = 0;
	int rc = setup_house(r, &s, e);

	if (rc == 0)
		rc = outbox_find(&s, r->argv[0], &m, e);
	if (rc == 0)
		rc = outbox_events(s.db, r->arena, s.house.code, m.id, &event, &n, e);
	if (rc < 0)
		return rc;
	if (r->format == FORMAT_TABLE)
		fprintf(r->out, "%s to %s <%s>: %s\n%s\n", *m.reference ? m.reference : m.id, name_of(&m),
			m.address, outbox_state_names[m.state], m.subject);
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++)
		table_row(t,
			(const char *const[]){
				instant_text(r->arena, event[i].at_ms), event[i].what, event[i].detail});
	return table_end(t, e);
}

/* ---- moving ---- */

static int move(struct run *r, enum outbox_state to, struct err *e)
{
	struct outbox_message m = {0};
	struct person who;
	struct setup s;
	const char *why = r->option && r->option[0] ? r->option[0] : "";
	int rc = setup_actor(r, ROLE_SENDER, &s, &who, e);

	if (rc == 0)
		rc = outbox_step(&s, &who, r->argv[0], to, why, &m, e);
	if (rc == 0)
		fprintf(r->err, "%s is %s\n", m.id, outbox_state_names[to]);
	return rc;
}

static int cancel_run(struct run *r, struct err *e)
{
	return move(r, OUTBOX_CANCELLED, e);
}
static int hold_run(struct run *r, struct err *e)
{
	return move(r, OUTBOX_HELD, e);
}
static int sent_run(struct run *r, struct err *e)
{
	return move(r, OUTBOX_SENT, e);
}
static int handed_run(struct run *r, struct err *e)
{
	return move(r, OUTBOX_HANDED, e);
}
static int returned_run(struct run *r, struct err *e)
{
	return move(r, OUTBOX_RETURNED, e);
}

static int retry_run(struct run *r, struct err *e)
{
	struct outbox_message m = {0};
	struct person who;
	struct setup s;
	const char *id = "";
	int rc;

	if (!r->option[1])
		return move(r, OUTBOX_WAITING, e);
	rc = setup_actor(r, ROLE_SENDER, &s, &who, e);
	if (rc == 0)
		rc = outbox_once_more(&s, r->argv[0], r->option[1], &m, &id, e);
	if (rc == 0)
		fprintf(r->err, "%s goes once more as %s\n", m.id, id);
	return rc;
}

static const struct option_info print_options[] = {
	{"--out", "FILE", "The PDF to be printed"},
	{"--again", NULL, "Those already printed too"},
	{0},
};

static const struct command commands[] = {
	{"outbox list", "", "Messages, and what became of each", NULL, 0, 0, list_options, list_run},
	{"outbox show", "MESSAGE", "What happened to a message", NULL, 1, 1, NULL, show_run},
	{"outbox cancel", "MESSAGE", "Do not send it", "MESSAGE is an id, or the reference of the copy.", 1,
		1, reason_options, cancel_run},
	{"outbox hold", "MESSAGE", "Do not send it until outbox retry", NULL, 1, 1, reason_options, hold_run},
	{"outbox retry", "MESSAGE", "Send what is held or failed; with --address, what did not arrive", NULL,
		1, 1, retry_options, retry_run},
	{"outbox sent", "MESSAGE", "Record that a held message did go", NULL, 1, 1, reason_options, sent_run},
	{"outbox handed", "MESSAGE", "Record that a letter on paper was posted or handed over", NULL, 1, 1,
		reason_options, handed_run},
	{"outbox returned", "MESSAGE", "Record that a letter came back; its address is marked as bad", NULL,
		1, 1, reason_options, returned_run},
	{"outbox print", "", "Write all letters on paper into one file, each behind a sheet with its address",
		"What was written is marked as printed; outbox handed records that it was posted.", 0, 0,
		print_options, print_run},
	{"worker", "", "Send what is due from the outbox, read what came in, and go on",
		"Several may run at once. What a worker that died had begun is looked up in the archive "
		"before it is sent again. Ends with SIGTERM or Ctrl-C.",
		0, 0, worker_options, worker_run},
	{"mail read", "", "Read returns, answers and letters from the mailboxes", NULL, 0, 0, mail_options,
		mail_read_command},
	{"mail check", "", "Check mail.yaml; print the DNS record of its DKIM key", NULL, 0, 0, mail_options,
		mail_check_run},
	{"incoming add", "", "Enter a letter that came in; --on is the day that it bears", NULL, 0, 0,
		incoming_add_options, incoming_add_run},
	{"incoming list", "", "Letters that came in", NULL, 0, 0, incoming_list_options, incoming_list_run},
	{"incoming show", "LETTER", "One of them; its scan or mail with --out", NULL, 1, 1,
		incoming_show_options, incoming_show_run},
	{"incoming state", "LETTER ISO3", "Say which State wrote it", NULL, 2, 2, NULL,
		incoming_state_command},
	{"incoming attach", "LETTER FILE", "Add the scan of one that has none: PDF, or an image", NULL, 2, 2,
		NULL, incoming_attach_run},
	{"incoming answer", "LETTER REFERENCE", "Record that it answers our letter with that reference", NULL,
		2, 2, NULL, incoming_answer_run},
	{0},
};
const struct office outbox_office = {.name = "outbox", .commands = commands, .routes = outbox_routes};
