/* From a row of the outbox to a job for the builder: the files that it names, and the two ends of the
 * envelope.
 */
#include "post/worker_private.h"
#include "store/store.h"

#define NAME_BYTES_MAX 100u /* of an attached letter's file name */

/* REFERENCE.pdf, with what cannot stand in a file name as '-'. */
static const char *pdf_name(struct arena *a, const struct outbox_message *m)
{
	char *name = arena_strndup(a, *m->reference ? m->reference : "letter", NAME_BYTES_MAX);

	for (char *s = name; *s; s++)
		if (strchr("/\\:*?\"<>|", *s))
			*s = '-';
	return arena_printf(a, "%s.pdf", name);
}

static int text_of(struct worker *w, struct arena *a, const char *sha256, const char **ret, struct err *e)
{
	struct file_bytes f;
	int r;

	*ret = "";
	if (!*sha256)
		return 0;
	r = store_file_get(w->db, a, sha256, &f, e);
	if (r == 0 && strlen(f.data) != f.len)
		r = err_set(e, ERR_INVALID, "file %s: a body holds a NUL byte", sha256);
	if (r == 0)
		*ret = f.data;
	return r;
}

/* Enclosures are the same for many: the first few stay in memory for the round, encoded. */
static int enclosure_of(
	struct worker *w, struct arena *a, const char *sha256, struct mail_part *part, struct err *e)
{
	AUTO_ARENA raw = arena_new("file");
	struct file_bytes f;
	bool keep = w->loaded_n < WORKER_LOADED_MAX;
	int r;

	for (size_t i = 0; i < w->loaded_n; i++) {
		if (strcmp(w->loaded[i].sha256, sha256) == 0) {
			part->data = w->loaded[i].data;
			part->len = w->loaded[i].len;
			part->encoded = true;
			return 0;
		}
	}
	r = store_file_get(w->db, keep ? raw : a, sha256, &f, e);
	if (r < 0)
		return r;
	part->data = f.data;
	part->len = f.len;
	if (keep) {
		mail_encode(w->files, part);
		w->loaded[w->loaded_n++] =
			(struct loaded){arena_strdup(w->files, sha256), part->data, part->len};
	}
	return 0;
}

static int parts_of(struct worker *w, struct flight *f, struct arena *a, struct err *e)
{
	const struct outbox_message *m = &f->m;
	struct mail_part *part = NEW_ARRAY(a, struct mail_part, m->enclosures + 1);
	size_t n = 0;
	int r = 0;

	if (*m->pdf_sha256) {
		struct file_bytes pdf;

		r = store_file_get(w->db, a, m->pdf_sha256, &pdf, e);
		if (r == 0)
			part[n++] = (struct mail_part){
				pdf_name(a, m), "application/pdf", pdf.data, pdf.len, false};
	}
	for (size_t i = 0; r == 0 && i < m->enclosures; i++) {
		part[n] = (struct mail_part){m->enclosure[i].name, m->enclosure[i].media, NULL, 0, false};
		r = enclosure_of(w, a, m->enclosure[i].sha256, &part[n++], e);
	}
	f->job.mail.part = part;
	f->job.mail.parts = n;
	return r;
}

static void unsubscribe_of(struct worker *w, struct flight *f, struct arena *a)
{
	struct mail *mail = &f->job.mail;

	mail->unsubscribe_url = mail->unsubscribe_mail = "";
	if (!f->m.mass || !w->c->has_bounce || !*w->c->unsubscribe)
		return;
	mail->unsubscribe_url = arena_printf(
		a, "%s%s", w->c->unsubscribe, verp_token(a, &w->verp, VERP_UNSUBSCRIBE, f->m.id));
	mail->unsubscribe_mail = verp_address(a, &w->verp, VERP_UNSUBSCRIBE, f->m.id);
}

int flight_new(struct worker *w, const struct outbox_message *m, struct flight **ret, struct err *e)
{
	struct arena *a = arena_new("message");
	struct flight *f = NEW(a, struct flight);
	struct mail *mail = &f->job.mail;
	int r;

	f->job.arena = a;
	f->job.ctx = f;
	f->job.now_ms = worker_now(w);
	f->m = *m; /* its texts live as long as the round */
	f->sender = w->c->has_bounce ? verp_address(a, &w->verp, VERP_RETURN, m->id) : m->from_address;
	*mail = (struct mail){.message_id = m->message_id,
		.date_ms = f->job.now_ms,
		.from_name = m->from_name,
		.from = m->from_address,
		.to_name = m->name,
		.to = m->address,
		.reply_to = m->reply_to,
		.subject = m->subject,
		.lang = m->lang};
	unsubscribe_of(w, f, a);
	r = text_of(w, a, m->text_sha256, &mail->text, e);
	if (r == 0)
		r = text_of(w, a, m->html_sha256, &mail->html, e);
	if (r == 0)
		r = text_of(w, a, m->calendar_sha256, &mail->calendar, e);
	if (r == 0)
		r = parts_of(w, f, a, e);
	if (r < 0)
		arena_free(a);
	else
		*ret = f;
	return r;
}

static int64_t given_time(void *ctx)
{
	const int64_t *at_ms = ctx;

	return *at_ms;
}

int worker_mail(struct db *db, const struct config *c, const struct verp *v, const struct outbox_message *m,
	int64_t at_ms, struct buf *out, struct err *e)
{
	AUTO_ARENA files = arena_new("files");
	const struct worker_hooks hooks = {.now = given_time, .ctx = &at_ms};
	struct worker w = {
		.arena = files, .db = db, .house = m->house, .c = c, .hooks = &hooks, .files = files};
	struct flight *f = NULL;

	if (v)
		w.verp = *v;
	int r = flight_new(&w, m, &f, e);
	if (r < 0)
		return r;
	r = mail_build(&f->job.mail, out, e);
	arena_free(f->job.arena);
	return r;
}
