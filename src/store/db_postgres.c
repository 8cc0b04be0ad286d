/* PostgreSQL by libpq: every statement prepared on the server, every value bound and, with whole numbers as
 * eight bytes, both ways in binary. */
#include <assert.h>
#include <endian.h>
#include <libpq-fe.h>
#include <string.h>

#include "store/db_driver.h"

#define CONNECT_TIMEOUT_S "10"
#define TEXT_OF(x) TEXT_OF_(x)
#define TEXT_OF_(x) #x

/* Type numbers fixed in PostgreSQL's pg_type.dat. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25 };

struct pg_stmt {
	char name[24];
	int n; /* parameters */
	const char *value[DB_PARAMS_MAX];
	int length[DB_PARAMS_MAX];
	int format[DB_PARAMS_MAX];
	uint64_t number[DB_PARAMS_MAX];
	PGresult *result;
	int row; /* in result */
};

/* lock_timeout: waits as long for another writer as SQLite does, instead of for ever. */
static const char settings[] =
	"SET lock_timeout = " TEXT_OF(DB_BUSY_TIMEOUT_MS) ";"
							  "SET client_min_messages = warning;"
							  "SET client_encoding = 'UTF8';";
static const char settings_read[] = "SET default_transaction_read_only = on;";

/* SQLSTATE, or its class: what to do about it. */
static const struct {
	const char *state;
	enum err_code code;
} states[] = {
	{"23", ERR_CONFLICT},    /* integrity constraint violation */
	{"40", ERR_BUSY},        /* serialization failure, deadlock */
	{"55P03", ERR_BUSY},     /* lock not available */
	{"57P", ERR_BUSY},       /* the server stops or starts */
	{"08", ERR_BUSY},        /* connection lost */
	{"53300", ERR_BUSY},     /* too many connections */
	{"3D000", ERR_NOTFOUND}, /* no such database */
};

static void ignore_notice(void *arg, const PGresult *result)
{
	(void)arg;
	(void)result;
}

/* Of a failed result, or, where there is none, of the connection: the first line of what libpq says. */
static int failed(struct db *db, const PGresult *result, const char *what, struct err *e)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	enum err_code code = ERR_DB;

	for (size_t i = 0; state && i < sizeof states / sizeof states[0]; i++)
		if (strncmp(state, states[i].state, strlen(states[i].state)) == 0)
			code = states[i].code;
	if (PQstatus(db->pg) == CONNECTION_BAD)
		code = ERR_BUSY;
	const char *text = primary ? primary : PQerrorMessage(db->pg);

	return err_set(e, code, "%s: %.*s%s%s", what, (int)strcspn(text, "\n"), text,
		state ? ", SQLSTATE " : "", state ? state : "");
}

static int exec(struct db *db, const char *sql, struct err *e)
{
	PGresult *result = PQexec(db->pg, sql);
	ExecStatusType status = PQresultStatus(result);
	int r = 0;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
		r = failed(db, result, "PostgreSQL cannot run it", e);
	/* COMMIT of a transaction that had failed is answered with ROLLBACK and no error. */
	else if (strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(result), "ROLLBACK") == 0)
		r = err_set(e, ERR_BUG, "PostgreSQL rolled back: a statement before COMMIT had failed");
	PQclear(result);
	return r;
}

static int settle(struct db *db, struct err *e)
{
	const char *encoding = PQparameterStatus(db->pg, "server_encoding");

	PQsetNoticeReceiver(db->pg, ignore_notice, NULL);
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return err_set(e, ERR_DB,
			"the database's encoding is %s; mend: CREATE DATABASE … ENCODING 'UTF8'",
			encoding ? encoding : "unknown");
	int r = exec(db, settings, e);

	if (r == 0 && db->how == DB_READ)
		r = exec(db, settings_read, e);
	return r;
}

static int db_postgres_open(struct db *db, struct err *e)
{
	/* libpq refuses what it does not understand; the last word on a name is the url's. */
	static const char *const name[] = {"application_name", "connect_timeout", "dbname", NULL};
	const char *const value[] = {"paraph", CONNECT_TIMEOUT_S, db->url, NULL};

	db->pg = PQconnectdbParams(name, value, 1);
	const char *text = PQerrorMessage(db->pg);

	if (PQstatus(db->pg) != CONNECTION_OK)
		return err_set(e, ERR_DB,
			"PostgreSQL cannot be reached: %.*s; mend: check the address and the server",
			(int)strcspn(text, "\n"), text);
	return settle(db, e);
}

static void db_postgres_close(struct db *db)
{
	PQfinish(db->pg);
}

/* The server keeps prepared statements only as long as the connection. */
static int reopen(struct db *db, struct err *e)
{
	if (PQstatus(db->pg) == CONNECTION_OK)
		return 0;
	for (size_t i = 0; i < DB_CACHE_BUCKETS; i++)
		for (struct db_stmt *st = db->cache[i]; st; st = st->next)
			st->prepared = false;
	PQreset(db->pg);
	if (PQstatus(db->pg) != CONNECTION_OK)
		return failed(db, NULL, "PostgreSQL cannot be reached", e);
	return settle(db, e);
}

static int prepare(struct db_stmt *st, struct err *e)
{
	struct db *db = st->db;

	if (!st->pg)
		st->pg = NEW(db->arena, struct pg_stmt);
	st->pg->n = (int)strlen(st->sql->in);
	assert(st->pg->n <= DB_PARAMS_MAX);
	snprintf(st->pg->name, sizeof st->pg->name, "s%llx", (unsigned long long)(uintptr_t)st->sql);
	PGresult *result = PQprepare(db->pg, st->pg->name, st->sql->text[DB_POSTGRES], 0, NULL);
	int r = 0;

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		r = failed(db, result, st->sql->name, e);
	PQclear(result);
	return r;
}

static bool type_fits(char letter, Oid type)
{
	switch (letter) {
	case 'i':
		return type == OID_INT8 || type == OID_INT4 || type == OID_INT2;
	case 'b':
		return type == OID_BYTEA;
	default:
		return type == OID_TEXT;
	}
}

static int check(struct db_stmt *st, struct err *e)
{
	PGresult *result = PQdescribePrepared(st->db->pg, st->pg->name);
	const char *out = st->sql->out;
	int cols = PQnfields(result), r = 0;

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		r = failed(st->db, result, st->sql->name, e);
	else if (PQnparams(result) != st->pg->n || cols != (int)strlen(out))
		r = err_set(e, ERR_BUG,
			"%s: %d parameters and %zu columns are declared, PostgreSQL finds %d and %d",
			st->sql->name, st->pg->n, strlen(out), PQnparams(result), cols);
	for (int i = 0; r == 0 && i < cols; i++)
		if (!type_fits(out[i], PQftype(result, i)))
			r = err_set(e, ERR_BUG, "%s: column %s is not of the declared type (type number %u)",
				st->sql->name, PQfname(result, i), PQftype(result, i));
	PQclear(result);
	return r;
}

static void unprepare(struct db_stmt *st)
{
	if (st->pg)
		PQclear(st->pg->result);
}

static void bind(struct pg_stmt *p, int i, const void *value, size_t len, int format)
{
	assert(i < p->n && len <= INT32_MAX);
	p->value[i] = value;
	p->length[i] = (int)len;
	p->format[i] = format;
}

static void bind_int(struct db_stmt *st, int i, int64_t v)
{
	st->pg->number[i] = htobe64((uint64_t)v);
	bind(st->pg, i, &st->pg->number[i], sizeof st->pg->number[i], 1);
}

static void bind_text(struct db_stmt *st, int i, const char *v)
{
	bind(st->pg, i, v, 0, 0);
}

static void bind_bytes(struct db_stmt *st, int i, struct db_bytes v)
{
	bind(st->pg, i, v.len ? v.data : "", v.len, 1);
}

static int fetch(struct db_stmt *st, struct err *e)
{
	struct pg_stmt *p = st->pg;

	PQclear(p->result);
	p->row = 0;
	p->result = st->sql->stream
		? PQgetResult(st->db->pg)
		: PQexecPrepared(st->db->pg, p->name, p->n, p->value, p->length, p->format, 1);
	switch (PQresultStatus(p->result)) {
	case PGRES_SINGLE_TUPLE:
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK:
		return 0;
	default:
		return failed(st->db, p->result, st->sql->name, e);
	}
}

static int step(struct db_stmt *st, struct err *e)
{
	struct pg_stmt *p = st->pg;
	int r = 0;

	p->row++; /* fetch() begins again at 0 */
	if (!p->result && st->sql->stream &&
		(!PQsendQueryPrepared(st->db->pg, p->name, p->n, p->value, p->length, p->format, 1) ||
			!PQsetSingleRowMode(st->db->pg)))
		return failed(st->db, NULL, st->sql->name, e);
	/* A stream's result is one row, and at the end one without rows. */
	if (!p->result || PQresultStatus(p->result) == PGRES_SINGLE_TUPLE)
		r = fetch(st, e);
	if (r < 0)
		return r;
	return p->row < PQntuples(p->result) ? DB_ROW : DB_DONE;
}

static int queue(struct db_stmt *st, struct err *e)
{
	struct pg_stmt *p = st->pg;

	if (PQpipelineStatus(st->db->pg) == PQ_PIPELINE_OFF && !PQenterPipelineMode(st->db->pg))
		return failed(st->db, NULL, st->sql->name, e);
	if (!PQsendQueryPrepared(st->db->pg, p->name, p->n, p->value, p->length, p->format, 1))
		return failed(st->db, NULL, st->sql->name, e);
	return 0;
}

/* Reads a result for each queued statement, then that of the sync; the first error is the one that counts:
 * the server skipped the rest. */
static int flush(struct db *db, struct err *e)
{
	unsigned left = db->queued;
	int r = 0;

	db->queued = 0;
	if (!PQpipelineSync(db->pg))
		r = failed(db, NULL, "queued statements", e);
	while (PQstatus(db->pg) == CONNECTION_OK) {
		PGresult *result = PQgetResult(db->pg);
		ExecStatusType status = PQresultStatus(result);

		if (!result && left-- == 0)
			break; /* libpq gives NULL after each statement; one more would be ours to blame */
		if (result && status != PGRES_COMMAND_OK && status != PGRES_PIPELINE_SYNC && r == 0)
			r = failed(db, result, "queued statements", e);
		PQclear(result);
		if (status == PGRES_PIPELINE_SYNC)
			break;
	}
	if (PQstatus(db->pg) == CONNECTION_OK && !PQexitPipelineMode(db->pg) && r == 0)
		r = failed(db, NULL, "queued statements", e);
	return r;
}

static bool column_null(struct db_stmt *st, int i)
{
	return PQgetisnull(st->pg->result, st->pg->row, i) != 0;
}

static int64_t column_int(struct db_stmt *st, int i)
{
	const char *v = PQgetvalue(st->pg->result, st->pg->row, i);
	uint64_t whole;
	uint32_t half;
	uint16_t quarter;

	switch (PQgetlength(st->pg->result, st->pg->row, i)) {
	case sizeof whole:
		memcpy(&whole, v, sizeof whole);
		return (int64_t)be64toh(whole);
	case sizeof half:
		memcpy(&half, v, sizeof half);
		return (int32_t)be32toh(half);
	case sizeof quarter:
		memcpy(&quarter, v, sizeof quarter);
		return (int16_t)be16toh(quarter);
	default:
		return 0; /* NULL */
	}
}

static const char *column_text(struct db_stmt *st, int i)
{
	if (column_null(st, i))
		return NULL;
	return PQgetvalue(st->pg->result, st->pg->row, i);
}

static struct db_bytes column_bytes(struct db_stmt *st, int i)
{
	return (struct db_bytes){
		.data = column_text(st, i),
		.len = (size_t)PQgetlength(st->pg->result, st->pg->row, i),
	};
}

static void finish(struct db_stmt *st)
{
	struct pg_stmt *p = st->pg;

	/* A stream that is left early: the rest must be read before the connection is of use again. */
	if (st->sql->stream && st->stepped && PQstatus(st->db->pg) == CONNECTION_OK)
		for (PGresult *rest; (rest = PQgetResult(st->db->pg)) != NULL;)
			PQclear(rest);
	PQclear(p->result);
	p->result = NULL;
	memset(p->value, 0, sizeof p->value);
}

const struct db_driver db_postgres = {
	.begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
	.begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	.open = db_postgres_open,
	.close = db_postgres_close,
	.ready = reopen,
	.exec = exec,
	.prepare = prepare,
	.check = check,
	.unprepare = unprepare,
	.bind_int = bind_int,
	.bind_text = bind_text,
	.bind_bytes = bind_bytes,
	.step = step,
	.queue = queue,
	.flush = flush,
	.column_null = column_null,
	.column_int = column_int,
	.column_text = column_text,
	.column_bytes = column_bytes,
	.finish = finish,
};
