#include "offices/outbox/setup.h"

#include "base/file.h"
#include "offices/contacts/contacts.h"
#include "post/mail.h"

#define SINK "outbox-sink" /* beside where one works; nothing leaves the machine without mail.yaml */

int setup_house(struct run *r, struct setup *ret, struct err *e)
{
	int rc;

	*ret = (struct setup){.r = r, .config_name = ""};
	rc = run_db(r, &ret->db, e);
	return rc < 0 ? rc : house_open(r, ret->db, NULL, &ret->house, e);
}

int setup_actor(struct run *r, const char *role, struct setup *ret, struct person *ret_who, struct err *e)
{
	int rc = setup_house(r, ret, e);

	if (rc == 0)
		rc = house_actor(r, ret->db, &ret->house, ret_who, e);
	return rc < 0 ? rc : house_may(ret->db, &ret->house, ret_who->id, role, r->today, e);
}

static int read_config(struct run *r, const char *file, struct setup *s, struct err *e)
{
	struct pack_mistake *m = NULL;
	size_t len, n = 0;
	char *data;
	int rc = file_read(r->arena, file, CONFIG_BYTES_MAX, &data, &len, e);

	if (rc < 0)
		return rc;
	s->config_name = file;
	rc = config_read(r->arena, file, data, len, &s->config, &m, &n, e);
	for (size_t i = 0; i < n; i++)
		fprintf(r->err, "%s:%u: %s\n", file, m[i].line, m[i].text);
	return n ? err_set(e, ERR_INVALID, "mistakes in %s: %zu; mend the lines named above", file, n) : rc;
}

int setup_mail(struct run *r, const char *file, struct setup *ret, struct err *e)
{
	const char *name = file ? file : r->mail;
	int rc = setup_house(r, ret, e);

	if (rc < 0)
		return rc;
	mail_start();
	if (name)
		rc = read_config(r, name, ret, e);
	else
		config_default(&ret->config, SINK);
	if (rc == 0 && !ret->config.has_relay && !ret->config.sink)
		ret->config.sink = SINK;
	if (rc == 0 && ret->config.has_bounce)
		rc = verp_open(r->arena, ret->house.code, ret->config.bounce.domain,
			ret->config.bounce.secret, &ret->verp, e);
	return rc;
}

int setup_bad_address(void *ctx, const struct outbox_message *m, const char *why, struct err *e)
{
	struct setup *s = ctx;

	return channel_mark(
		s->db, &s->house, channel_names[m->channel], m->address, "bad", why, s->r->now_ms, e);
}

int setup_answered(void *ctx, const struct outbox_message *m, int64_t at_ms, struct err *e)
{
	struct setup *s = ctx;
	struct err none;
	int rc;

	(void)at_ms;
	if (!*m->reference)
		return 0;
	rc = written_answered(s->db, &s->house, m->reference, s->r->today, &none);
	if (rc < 0 && rc != ERR_NOTFOUND) { /* not a letter of the register: nothing to do */
		*e = none;
		return rc;
	}
	return 0;
}

int setup_unsubscribed(void *ctx, const struct outbox_message *m, struct err *e)
{
	struct setup *s = ctx;

	return stop_add(
		s->db, &s->house, m->address, "asked for it by the link in a letter", "", s->r->now_ms, e);
}
