#include "store/migrate.h"
#include "store/store.h"

int store_open(struct arena *a, const char *url, enum store_open how, struct db **ret, struct err *e)
{
	static const enum db_how opens[] = {
		[STORE_EXISTING] = DB_EXISTING,
		[STORE_CREATE] = DB_CREATE,
		[STORE_READ] = DB_READ,
	};
	struct db *db;
	int r = db_open(a, url, opens[how], &db, e);

	if (r < 0)
		return r;
	if (how == STORE_CREATE)
		r = migrate_run(db, MIGRATE_NOTHING, store_migrations, store_migrations_n, e);
	else
		r = migrate_check(db, store_migrations, store_migrations_n, e);
	if (r < 0)
		return r;
	*ret = db;
	return 0;
}
