/* Where Paraph is installed: what a new installation, or one that was forgotten, fails by. */
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/file.h"
#include "offices/letters/letters.h"
#include "offices/upkeep/copies.h"
#include "offices/upkeep/doctor.h"
#include "post/config.h"
#include "store/store.h"
#include "text/glyph.h"
#include "upkeep_sql.h"
#include "web/say.h"

#define DAY_MS 86400000
#define COPY_DAYS 2                   /* a nightly copy that is older did not come */
#define LATE_MS (INT64_C(60) * 60000) /* a message that was due for so long: does a worker run? */
#define FREE_LEAST (256u << 20)       /* bytes that should be free beside the database; or twice its size */
#define MB (1024 * 1024)

static void look_at_fonts(struct findings *f)
{
	struct arena *a = f->run->arena;
	bool all = true;

	f->part = "fonts";
	for (size_t i = 0; words_all[i]; i++) {
		const char *package, *path = fonts_missing(a, words_all[i]->tag, &package);

		if (path)
			finding(f, FINDING_BAD,
				arena_printf(a, "letters in %s cannot be set: %s is not there; install %s",
					words_all[i]->tag, path, package));
		all &= !path;
	}
	if (all)
		finding(f, FINDING_OK, "letters can be set in every language of the pages");
}

static bool here_only(const char *text)
{
	static const char *const here[] = {"127.", "localhost", "[::1]"};

	for (size_t i = 0; i < sizeof here / sizeof here[0]; i++)
		if (strncmp(text, here[i], strlen(here[i])) == 0)
			return true;
	return false;
}

static void look_at_address(struct findings *f)
{
	const char *url = f->run->site_url, *listen = f->run->listen;

	f->part = "address";
	if (!url)
		finding(f, FINDING_NOTE,
			"PARAPH_URL is not set: links in mails lead to this computer, and to no other");
	else if (strncmp(url, "https://", 8) == 0 || (strncmp(url, "http://", 7) == 0 && here_only(url + 7)))
		finding(f, FINDING_OK, url);
	else
		finding(f, FINDING_BAD,
			arena_printf(f->run->arena,
				"PARAPH_URL is %s: write https://HOST, or passwords can be read on the "
				"way",
				url));
	if (listen && !here_only(listen) && !f->run->tls_cert)
		finding(f, FINDING_BAD,
			arena_printf(f->run->arena,
				"PARAPH_LISTEN is %s, without TLS: passwords can be read on the way; listen "
				"on 127.0.0.1 behind a proxy, or set PARAPH_TLS_CERT and PARAPH_TLS_KEY",
				listen));
}

static void look_at_mail(struct findings *f)
{
	struct run *r = f->run;
	struct pack_mistake *m = NULL;
	struct config config;
	size_t n = 0, len;
	char *text;
	struct err e;

	f->part = "mail";
	if (!r->mail) {
		finding(f, FINDING_NOTE, "PARAPH_MAIL is not set: nothing leaves this computer");
		return;
	}
	if (file_read(r->arena, r->mail, CONFIG_BYTES_MAX, &text, &len, &e) < 0 ||
		config_read(r->arena, r->mail, text, len, &config, &m, &n, &e) < 0)
		finding_err(f, FINDING_BAD, &e);
	else if (!config.has_relay)
		finding(f, FINDING_NOTE,
			arena_printf(r->arena, "%s names no relay: nothing leaves", r->mail));
	else
		finding(f, FINDING_OK,
			arena_printf(r->arena, "by %s:%d; paraph mail check says more", config.relay.host,
				config.relay.port));
}

static void look_at_copies(struct findings *f)
{
	struct run *r = f->run;
	int64_t ms = 0;
	struct err e;

	f->part = "copies";
	if (!r->backups)
		finding(f, FINDING_NOTE, "PARAPH_BACKUPS is not set: no copies are made regularly");
	else if (copies_newest(r, &ms, &e) < 0)
		finding_err(f, FINDING_BAD, &e);
	else if (ms == 0)
		finding(f, FINDING_NOTE,
			arena_printf(r->arena,
				"none in %s yet: paraph backup makes one; paraph-backup.timer one "
				"a night",
				r->backups));
	else if (r->now_ms - ms > (int64_t)COPY_DAYS * DAY_MS)
		finding(f, FINDING_BAD,
			arena_printf(r->arena,
				"the newest in %s is of %s: is the disk full? systemctl status "
				"paraph-backup says why",
				r->backups, instant_text(r->arena, ms)));
	else
		finding(f, FINDING_OK,
			arena_printf(r->arena, "the newest is of %s", instant_text(r->arena, ms)));
}

void place_look(struct findings *f)
{
	look_at_address(f);
	certificate_look(f);
	look_at_fonts(f);
	look_at_mail(f);
	look_at_copies(f);
}

/* ---- with the database ---- */

static const char *folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".";
}

/* SQLite writes its log beside the file: so the folder must be writable too. */
static void look_at_file(struct findings *f, struct db *db)
{
	struct arena *a = f->run->arena;
	const char *url = db_url(db);
	const char *path = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url, *folder = folder_of(a, path);
	struct statvfs fs;
	struct stat st;

	f->part = "file";
	if (db_engine(db) != DB_SQLITE || stat(path, &st) < 0)
		return;
	if (access(path, W_OK) < 0 || access(folder, W_OK | X_OK) < 0)
		finding(f, FINDING_NOTE,
			arena_printf(a,
				"%s or its folder may not be written to by this account: nothing can be "
				"recorded",
				path));
	else if (st.st_uid != geteuid())
		finding(f, FINDING_BAD,
			arena_printf(a,
				"%s belongs to another account (number %u): what this one adds beside it "
				"that one may not write; run paraph as its owner, or chown it",
				path, (unsigned)st.st_uid));
	if (st.st_mode & S_IROTH)
		finding(f, FINDING_NOTE,
			arena_printf(a,
				"everybody on this computer may read %s, addresses of persons too: chmod "
				"o-r",
				path));
	f->part = "disk";
	if (statvfs(folder, &fs) < 0)
		return;
	uint64_t left = (uint64_t)fs.f_bavail * fs.f_frsize, size = (uint64_t)st.st_size;
	const char *text = arena_printf(
		a, "free: %" PRIu64 " MB; the database: %" PRIu64 " MB", left / MB, size / MB + 1);
	if (fs.f_flag & ST_RDONLY)
		finding(f, FINDING_NOTE, arena_printf(a, "%s; it is read only", text));
	else if (left < FREE_LEAST || left < 2 * size)
		finding(f, FINDING_BAD,
			arena_printf(a, "%s: make room, or recording and copies will fail", text));
	else
		finding(f, FINDING_OK, text);
}

/* What is recorded never goes back: a clock that does would give every act the time of the last one. */
static int look_at_clock(struct findings *f, struct db *db, struct err *e)
{
	struct arena *a = f->run->arena;
	struct head head;
	int rc = store_head(db, &head, e);

	f->part = "clock";
	if (rc < 0)
		return rc;
	if (head.count && head.recorded_ms > f->run->now_ms)
		finding(f, FINDING_BAD,
			arena_printf(a,
				"it says %s, and the last act was recorded at %s: set it (timedatectl)",
				instant_text(a, f->run->now_ms), instant_text(a, head.recorded_ms)));
	else
		finding(f, FINDING_OK, instant_text(a, f->run->now_ms));
	return 0;
}

static int look_at_outbox(struct findings *f, struct db *db, struct err *e)
{
	struct arena *a = f->run->arena;
	struct doctor_outbox_row row = {0};
	struct db_stmt *st;
	int rc = doctor_outbox_start(db, &(struct doctor_outbox_in){f->run->now_ms - LATE_MS}, &st, e);

	f->part = "outbox";
	if (rc < 0)
		return rc;
	rc = doctor_outbox_step(st, &row, e);
	db_finish(st);
	if (rc < 0)
		return rc;
	if (row.late)
		finding(f, FINDING_BAD,
			arena_printf(a,
				"messages due for over an hour: %lld; does paraph worker run? systemctl "
				"status paraph-outbox",
				(long long)row.late));
	if (row.held)
		finding(f, FINDING_NOTE,
			arena_printf(a,
				"messages that wait for a person to decide: %lld; paraph outbox list "
				"--state held",
				(long long)row.held));
	if (!row.late && !row.held)
		finding(f, FINDING_OK,
			arena_printf(a, "nothing is late; given up: %lld", (long long)row.failed));
	return 0;
}

static void look_at_key(struct findings *f, struct db *db)
{
	const char *path = NULL;
	struct err e;

	f->part = "key";
	if (letters_key_check(f->run, db, &path, &e) < 0)
		finding_err(f, FINDING_BAD, &e);
	else if (*path)
		finding(f, FINDING_OK,
			arena_printf(f->run->arena,
				"letters are signed by %s; it is in no copy, keep one of it", path));
	else
		finding(f, FINDING_OK, "no letter was signed yet");
}

int place_look_db(struct findings *f, struct db *db, struct err *e)
{
	look_at_file(f, db);
	int rc = look_at_clock(f, db, e);
	if (rc == 0)
		rc = look_at_outbox(f, db, e);
	if (rc == 0)
		look_at_key(f, db);
	return rc;
}
