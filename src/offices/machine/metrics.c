/* /metrics: what Prometheus reads. A key with the scope metrics opens it: behind a proxy on the same computer
 * every reader is local, so that "local only" would protect nothing. */
#include <inttypes.h>

#include "machine_sql.h"
#include "offices/machine/machine.h"
#include "offices/machine/pages.h"
#include "store/store.h"
#include "web/site.h"

static int outbox(struct db *db, struct buf *b, struct err *e)
{
	struct outbox_states_row row;
	struct db_stmt *st = NULL;
	int rc = outbox_states_start(db, &st, e);

	if (rc < 0)
		return rc;
	buf_puts(b,
		"# HELP paraph_outbox_messages Messages of all houses, by where they stand.\n"
		"# TYPE paraph_outbox_messages gauge\n");
	for (rc = outbox_states_step(st, &row, e); rc == DB_ROW; rc = outbox_states_step(st, &row, e))
		buf_printf(b, "paraph_outbox_messages{state=\"%s\"} %" PRId64 "\n", row.state, row.n);
	db_finish(st);
	return rc;
}

int metrics_answer(struct request *q, struct answer *ret, struct err *e)
{
	struct db *db = NULL;
	struct head head = {0};
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = store_head(db, &head, e);
	if (rc < 0)
		return rc;
	ret->type = "text/plain; version=0.0.4; charset=utf-8";
	buf_printf(&ret->b,
		"# HELP paraph_acts Acts on file.\n# TYPE paraph_acts gauge\nparaph_acts %" PRIu64 "\n"
		"# HELP paraph_acts_shown Of them, those that the pages of this server show.\n"
		"# TYPE paraph_acts_shown gauge\nparaph_acts_shown %" PRIu64 "\n"
		"# HELP paraph_last_act_seconds When the last was recorded, since 1970.\n"
		"# TYPE paraph_last_act_seconds gauge\nparaph_last_act_seconds %" PRId64 "\n",
		head.count, q->view->reg->known, head.recorded_ms / 1000);
	rc = outbox(db, &ret->b, e);
	if (rc == 0)
		site_metrics(q, &ret->b);
	return rc;
}
