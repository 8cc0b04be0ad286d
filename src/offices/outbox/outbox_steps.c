/* What people do about a message: hold, release, cancel, record, send once more. Commands and pages come
 * here. */
#include "offices/outbox/setup.h"

int outbox_find(struct setup *s, const char *word, struct outbox_message *ret, struct err *e)
{
	struct outbox_query q = {.house = s->house.code, .reference = word, .most = 100};
	struct outbox_message *m = NULL;
	size_t n = 0;
	int rc = outbox_list(s->db, s->r->arena, &q, &m, &n, e);

	if (rc < 0 || n == 0)
		return rc < 0 ? rc : outbox_get(s->db, s->r->arena, s->house.code, word, ret, e);
	*ret = m[0];
	for (size_t i = 1; i < n; i++)
		if (m[i].turn > ret->turn)
			*ret = m[i];
	return 0;
}

int outbox_step(struct setup *s, const struct person *who, const char *word, enum outbox_state to,
	const char *why, struct outbox_message *ret, struct err *e)
{
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, s->db, e);

	if (rc == 0)
		rc = outbox_find(s, word, ret, e);
	if (rc == 0)
		rc = outbox_move_to(s->db, ret, to,
			*who->id ? arena_printf(s->r->arena, "%s (by %s)", why, who->id) : why, s->r->now_ms,
			e);
	if (rc == 0 && to == OUTBOX_RETURNED)
		rc = setup_bad_address(s, ret, *why ? why : "came back", e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int outbox_once_more(struct setup *s, const char *word, const char *address, struct outbox_message *ret,
	const char **ret_id, struct err *e)
{
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, s->db, e);

	if (rc == 0)
		rc = outbox_find(s, word, ret, e);
	if (rc == 0 && ret->state != OUTBOX_RETURNED && ret->state != OUTBOX_FAILED &&
		ret->state != OUTBOX_CANCELLED)
		rc = err_set(e, ERR_CONFLICT,
			"message %s is %s; another address is for one that did not arrive", ret->id,
			outbox_state_names[ret->state]);
	if (rc == 0)
		rc = outbox_again(s->db, s->r->arena, ret, address, s->r->now_ms, ret_id, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}
