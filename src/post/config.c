#include "post/config.h"

#include <unistd.h>

#include "base/text.h"
#include "post/outbox.h"
#include "treaty/key.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* ---- types of value ---- */

/* 90s, 15m, 4h, 5d */
static void span_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);
	size_t digits = text ? strspn(text, "0123456789") : 0;
	int64_t unit = 0, count = 0, span;

	if (!text)
		return;
	if (digits && digits < 7 && text[digits] && !text[digits + 1])
		unit = text[digits] == 's'    ? 1000
			: text[digits] == 'm' ? MINUTE_MS
			: text[digits] == 'h' ? HOUR_MS
			: text[digits] == 'd' ? DAY_MS
					      : 0;
	if (!unit ||
		text_int(arena_strndup(r->arena, text, digits), 1, 400 * DAY_MS / unit, &count, NULL) < 0) {
		wrong(r, k, n);
		return;
	}
	span = count * unit;
	put(k, into, &span, sizeof span);
}
static const struct value_type value_span = {"a length of time: 90s, 15m, 4h or 5d, at most 400d", span_read};

static void address_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);

	if (text && outbox_is_address(text))
		put(k, into, &text, sizeof text);
	else if (text)
		wrong(r, k, n);
}
static const struct value_type value_address = {"an e-mail address", address_read};

/* What stands in envelopes, EHLO and headers. */
static bool is_host(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]_");

	return n > 0 && n <= 255 && !s[n] && *s != '-' && *s != '.';
}

static void host_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);

	if (text && is_host(text))
		put(k, into, &text, sizeof text);
	else if (text)
		wrong(r, k, n);
}
static const struct value_type value_host = {
	"the name of a machine or domain, such as mail.example.org", host_read};

static void url_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);

	if (text && strncmp(text, "https://", 8) == 0 && !strpbrk(text, " <>\"\t") && strlen(text) < 300)
		put(k, into, &text, sizeof text);
	else if (text)
		wrong(r, k, n);
}
static const struct value_type value_url = {"an address that begins with https://", url_read};

static void place_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);

	if (text && !strstr(text, "..") && *text != '/' &&
		access(arena_printf(r->arena, "/usr/share/zoneinfo/%s", text), R_OK) == 0)
		put(k, into, &text, sizeof text);
	else if (text)
		wrong(r, k, n);
}
static const struct value_type value_place = {"a time zone such as Europe/Zurich", place_read};

/* ---- tables of keys; one key a line, laid out by hand ---- */

/* clang-format off */
static const char *const security_words[] = {"none", "starttls", "tls", NULL};
static const char *const auth_words[] = {"none", "plain", "login", "xoauth2", NULL};
static const char *const flag_words[] = {"no", "yes", NULL};

static const struct key relay_keys[] = {
	{"host", &value_host, true, AT(config, relay.host)},
	{"port", &value_number, true, AT(config, relay.port), .low = 1, .high = 65535},
	{"security", &value_word, true, AT(config, relay.security), .words = security_words},
	{"auth", &value_word, false, AT(config, relay.auth), .words = auth_words},
	{"user", &value_text, false, AT(config, relay.user)},
	{"secret", &value_text, false, AT(config, relay.secret)},
	{"ca", &value_text, false, AT(config, relay.ca)},
	{"name", &value_host, false, AT(config, relay.name)},
	{"connections", &value_number, false, AT(config, relay.connections), .low = 1,
		.high = SMTP_CONNECTIONS_MAX},
	{"per-connection", &value_number, false, AT(config, relay.per_connection), .low = 1, .high = 100000},
	{"receipts", &value_flag, false, AT(config, receipts), .words = flag_words},
	{0},
};
static const struct key dkim_keys[] = {
	{"domain", &value_host, true, AT(config, dkim.domain)},
	{"selector", &value_host, true, AT(config, dkim.selector)},
	{"key", &value_text, true, AT(config, dkim.key)},
	{0},
};
static const struct key hours_keys[] = {
	{"from", &value_number, true, AT(config, hours.from), .low = 0, .high = 23},
	{"to", &value_number, true, AT(config, hours.to), .low = 1, .high = 24},
	{"weekends", &value_flag, false, AT(config, hours.weekends), .words = flag_words},
	{"place", &value_place, true, AT(config, hours.place)},
	{0},
};
static const struct key retry_keys[] = {
	{"first", &value_span, false, AT(config, retry.first_ms)},
	{"factor", &value_number, false, AT(config, retry.factor), .low = 1, .high = 10},
	{"most", &value_span, false, AT(config, retry.most_ms)},
	{"give-up", &value_span, false, AT(config, retry.give_up_ms)},
	{0},
};
static const struct key bounce_keys[] = {
	{"domain", &value_host, true, AT(config, bounce.domain)},
	{"secret", &value_text, true, AT(config, bounce.secret)},
	{0},
};
static const struct key mailbox_keys[] = {
	{"maildir", &value_text, false, AT(mailbox, maildir)},
	{"host", &value_host, false, AT(mailbox, host)},
	{"port", &value_number, false, AT(mailbox, port), .low = 1, .high = 65535},
	{"security", &value_word, false, AT(mailbox, security), .words = security_words},
	{"user", &value_text, false, AT(mailbox, user)},
	{"secret", &value_text, false, AT(mailbox, secret)},
	{"ca", &value_text, false, AT(mailbox, ca)},
	{"folder", &value_text, false, AT(mailbox, folder)},
	{0},
};
/* clang-format on */

static struct mailbox mailbox_of(struct reader *r, const char *of, const struct node *n)
{
	struct mailbox m = {
		.maildir = "", .host = "", .user = "", .secret = "", .folder = "INBOX", .security = SMTP_TLS};

	read_map(r, n, of, mailbox_keys, &m);
	if (!*m.maildir && (!*m.host || !m.port || !*m.user || !*m.secret))
		mistake(r->m, n->line, "%s: write maildir, or host, port, user and secret", of);
	else if (*m.maildir && *m.host)
		mistake(r->m, n->line, "%s: maildir and host both stand there; take one out", of);
	return m;
}

static void mailbox_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	if (n->type != NODE_MAP) {
		wrong(r, k, n);
		return;
	}
	struct mailbox m = mailbox_of(r, k->name, n);

	put(k, into, &m, sizeof m);
}
static const struct value_type value_mailbox = {
	"a mapping with maildir, or with host, port, user, secret", mailbox_read};

static void mailboxes_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct config *c = into;

	if (!is_list(r, k, n, CONFIG_MAILBOXES_MAX))
		return;
	c->mailbox = NEW_ARRAY(r->arena, struct mailbox, n->n);
	for (size_t i = 0; i < n->n; i++)
		if (n->value[i]->type == NODE_MAP)
			c->mailbox[c->mailboxes_n++] = mailbox_of(r, k->name, n->value[i]);
		else
			wrong(r, k, n->value[i]);
}
static const struct value_type value_mailboxes = {"a list of mailboxes", mailboxes_read};

/* default: 60, and domains by name. */
static void rates_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct config *c = into;

	if (n->type != NODE_MAP || n->n > CONFIG_DOMAINS_MAX) {
		wrong(r, k, n);
		return;
	}
	c->rate = NEW_ARRAY(r->arena, struct config_rate, n->n);
	for (size_t i = 0; i < n->n; i++) {
		const struct key rate = {n->key[i]->text, &value_number, true, AT(config_rate, per_minute),
			.low = 1, .high = 100000};
		struct config_rate one = {n->key[i]->text, 0};

		if (!is_host(one.domain))
			mistake(r->m, n->key[i]->line,
				"%s: \"%.60s\" is no domain; write default or a domain", k->name, one.domain);
		value_number.read(r, &rate, n->value[i], &one);
		if (strcmp(one.domain, "default") == 0)
			c->per_minute = one.per_minute;
		else
			c->rate[c->rates_n++] = one;
	}
}
static const struct value_type value_rates = {
	"a mapping of domains, and default, to messages a minute, as in {default: 60}", rates_read};

/* clang-format off */
static const struct key archive_keys[] = {
	{"address", &value_address, true, AT(config, archive.address)},
	{"wait", &value_span, false, AT(config, archive.wait_ms)},
	{"mailbox", &value_mailbox, true, AT(config, archive.mailbox)},
	{0},
};
static const struct key config_keys[] = {
	{"relay", &value_map, false, NOT_KEPT, HAS(config, has_relay), .keys = relay_keys},
	{"sink", &value_text, false, AT(config, sink)},
	{"dkim", &value_map, false, NOT_KEPT, HAS(config, has_dkim), .keys = dkim_keys},
	{"rates", &value_rates, false, NOT_KEPT},
	{"hours", &value_map, false, NOT_KEPT, HAS(config, has_hours), .keys = hours_keys},
	{"retry", &value_map, false, NOT_KEPT, .keys = retry_keys},
	{"bounce", &value_map, false, NOT_KEPT, HAS(config, has_bounce), .keys = bounce_keys},
	{"archive", &value_map, false, NOT_KEPT, HAS(config, has_archive), .keys = archive_keys},
	{"mailboxes", &value_mailboxes, false, NOT_KEPT},
	{"unsubscribe", &value_url, false, AT(config, unsubscribe)},
	{0},
};
/* clang-format on */

void config_default(struct config *ret, const char *sink)
{
	*ret = (struct config){
		.sink = sink,
		.unsubscribe = "",
		.relay = {.user = "",
			.secret = "",
			.name = "localhost",
			.connections = 4,
			.per_connection = 500},
		.retry = {5 * MINUTE_MS, 4 * HOUR_MS, 3 * DAY_MS, 2},
		.archive = {.wait_ms = 15 * MINUTE_MS},
	};
}

/* What single keys do not show. */
static void check_whole(struct reader *r, const struct node *root, const struct config *c)
{
	const struct node *relay = node_get(root, "relay");
	unsigned line = relay ? relay->line : 1;

	if (c->has_relay && c->sink)
		mistake(r->m, line, "relay and sink both stand there; take one out");
	if (c->has_relay && !c->has_bounce)
		mistake(r->m, line,
			"bounce: missing; without it a return cannot be told to which message it belongs");
	if (c->relay.auth != SMTP_AUTH_NONE && (!*c->relay.user || !*c->relay.secret))
		mistake(r->m, line, "auth needs user and secret (the path of a file)");
	if (c->relay.auth != SMTP_AUTH_NONE && c->relay.security == SMTP_PLAIN)
		mistake(r->m, line, "a secret is not sent in clear; write security: starttls or tls");
	if (c->has_hours && c->hours.from >= c->hours.to)
		mistake(r->m, node_get(root, "hours")->line, "hours: from must be before to");
}

static void beside(struct arena *a, const char *dir, const char **path)
{
	if (*path && **path && **path != '/' && *dir)
		*path = arena_printf(a, "%s/%s", dir, *path);
}

static void mailbox_beside(struct arena *a, const char *dir, struct mailbox *m)
{
	beside(a, dir, &m->maildir);
	beside(a, dir, &m->secret);
	beside(a, dir, &m->ca);
}

static void paths_beside(struct arena *a, const char *name, struct config *c)
{
	const char *slash = strrchr(name, '/');
	const char *dir = slash ? arena_strndup(a, name, (size_t)(slash - name) + (slash == name)) : "";

	beside(a, dir, &c->relay.secret);
	beside(a, dir, &c->relay.ca);
	beside(a, dir, &c->dkim.key);
	beside(a, dir, &c->bounce.secret);
	beside(a, dir, &c->sink);
	mailbox_beside(a, dir, &c->archive.mailbox);
	for (size_t i = 0; i < c->mailboxes_n; i++)
		mailbox_beside(a, dir, &c->mailbox[i]);
}

int config_read(struct arena *a, const char *name, const char *data, size_t len, struct config *ret,
	struct pack_mistake **ret_m, size_t *ret_m_n, struct err *e)
{
	const struct pack_bytes bytes = {.dir = NULL};
	struct mistakes m = {.arena = a};
	struct reader r = {.arena = a, .m = &m};
	struct config c;
	struct node *root;

	config_default(&c, NULL);
	mistakes_file(&m, name);
	root = tree_read(a, &m, data, len);
	if (root && root->type == NODE_MAP) {
		read_map(&r, root, name, config_keys, &c);
		check_whole(&r, root, &c);
	} else if (root) {
		mistake(&m, root->line, "%s stands there; write a mapping: relay, bounce, …",
			node_types[root->type]);
	}
	int rc = mistakes_end(&m, &bytes, ret_m, ret_m_n, e);

	if (rc < 0)
		return rc;
	paths_beside(a, name, &c);
	*ret = c;
	return 0;
}
