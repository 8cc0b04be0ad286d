/* Letters that each name another person, laid out and written as PDF on one thread: CPU time, and the most
 * memory that it took.
 *   bench_letters TEMPLATE LANG N [FOLDER]   FOLDER: the first letter is kept there
 *   bench_letters names LANG N               the names, one a line */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "base/file.h"
#include "beside.h"
#include "text/pdf.h"
#include "text/template.h"

#include "base/allow_clock.h"

#define TEMPLATE_LIMIT (256u << 10)
#define PARTS 22u /* PARTS³ names */

static const char *const latin[3][PARTS] = {
	{"Ada", "Bruno", "Chloé", "Dagmar", "Edda", "Femi", "Grace", "Hugo", "Ines", "Jonas", "Käthe",
		"Łukasz", "Maud", "Noor", "Óscar", "Pía", "Quentin", "Rosa", "Søren", "Tove", "Uma",
		"Viktor"},
	{"A.", "B.", "C.", "D.", "E.", "F.", "G.", "H.", "I.", "J.", "K.", "L.", "M.", "N.", "O.", "P.", "Q.",
		"R.", "S.", "T.", "U.", "V."},
	{"Achterberg", "Bonfils", "Castellanos", "Dupont", "Eriksson", "Fofana", "Gonçalves", "Hämäläinen",
		"Ibarra", "Jansen", "Kovač", "Lindqvist", "Müller", "Ngata", "O'Brien", "Petrović", "Quispe",
		"Romanescu", "Świątek", "Tamayo", "Usman", "Vesterager"},
};
static const char *const arabic[3][PARTS] = {
	{"أحمد", "بشرى", "تميم", "ثريا", "جمال", "حنان", "خالد", "دلال", "رامي", "زينب", "سامي", "شيماء",
		"صالح", "ضحى", "طارق", "عائشة", "غسان", "فاطمة", "قاسم", "كريمة", "ليث", "مريم"},
	{"بن علي", "بن حسن", "بن عمر", "بن سعيد", "بن يوسف", "بن إبراهيم", "بن محمود", "بن ناصر", "بن راشد",
		"بن فهد", "بن جابر", "بن منصور", "بن ماجد", "بن هاشم", "بن وليد", "بن زيد", "بن أنور",
		"بن باسم", "بن توفيق", "بن جلال", "بن حمد", "بن خليل"},
	{"الأمين", "البغدادي", "التونسي", "الثعالبي", "الجزائري", "الحلبي", "الخطيب", "الدمشقي", "الرفاعي",
		"الزهراني", "السعدي", "الشريف", "الصباح", "الطائي", "العمري", "الغزالي", "الفاسي", "القرشي",
		"الكندي", "اللبناني", "المصري", "النجار"},
};

static const char *name_of(struct arena *a, const char *lang, size_t i)
{
	const char *const(*part)[PARTS] = strcmp(lang, "ar") == 0 ? arabic : latin;
	return arena_printf(a, "%s %s %s", part[0][i % PARTS], part[1][i / PARTS % PARTS],
		part[2][i / PARTS / PARTS % PARTS]);
}

static int find(void *ctx, const char *key, struct slot *ret, struct err *e)
{
	(void)ctx;
	*ret = (struct slot){.type = SLOT_TEXT};
	return strcmp(key, "name") == 0 ? 0 : err_set(e, ERR_NOTFOUND, "no %s", key);
}

static int value(void *ctx, const char *key, struct slot_value *ret, struct err *e)
{
	(void)key;
	(void)e;
	ret->text = ctx;
	return 0;
}

struct work {
	struct arena *arena;
	struct template *template;
	struct press *press;
	const char *lang, *folder;
	size_t n, pages, bytes;
};

static void open_template(struct work *w, const char *path)
{
	struct err e;
	struct lang *lang = NULL;
	struct template_source s = {.path = path, .find = find};
	char *data = NULL;
	int rc = file_read(w->arena, path, TEMPLATE_LIMIT, &data, &s.len, &e);
	s.data = data;
	if (rc == 0)
		rc = lang_open(w->arena, w->lang, &lang, &e);
	s.lang = lang;
	if (rc == 0)
		rc = template_parse(w->arena, &s, &w->template, NULL, &e);
	if (rc < 0)
		fail("%s", e.text);
}

static void batch(struct work *w, size_t from, size_t to)
{
	AUTO_ARENA a = arena_child(w->arena, "batch");
	struct err e;
	struct buf out;
	buf_init(&out, a, PDF_BYTES_MAX);
	for (size_t i = from; i < to; i++) {
		AUTO_ARENA one = arena_child(a, "letter");
		char *name = arena_strdup(one, name_of(one, w->lang, i));
		struct filling f = {.value = value, .ctx = name};
		struct doc d;
		size_t pages;
		if (template_fill(w->template, one, &f, &d, &e) < 0 ||
			press_add(w->press, &d, &pages, &e) < 0)
			fail("%s", e.text);
		w->pages += pages;
	}
	for (size_t i = from; i < to; i++) {
		buf_reset(&out);
		if (press_write(w->press, i - from, &out, &e) < 0)
			fail("%s", e.text);
		w->bytes += out.len;
		if (i == 0 && w->folder &&
			file_write(arena_printf(a, "%s/ours-%s.pdf", w->folder, w->lang), out.data, out.len,
				&e) < 0)
			fail("%s", e.text);
	}
	press_clear(w->press);
}

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new("bench");
	struct work w = {.arena = a, .lang = argc > 2 ? argv[2] : "", .folder = argc > 4 ? argv[4] : NULL};
	errno = 0;
	long n = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
	if (errno || n < 1 || n > 1000000)
		fail("usage: bench_letters TEMPLATE LANG N [FOLDER], bench_letters names LANG N");
	w.n = (size_t)n;
	if (strcmp(argv[1], "names") == 0) {
		for (size_t i = 0; i < w.n; i++)
			puts(name_of(a, w.lang, i));
		return 0;
	}
	double begin = cpu_ms();
	open_template(&w, argv[1]);
	w.press = press_new(a);
	for (size_t i = 0; i < w.n; i += PDF_BATCH)
		batch(&w, i, i + PDF_BATCH < w.n ? i + PDF_BATCH : w.n);
	double ms = cpu_ms() - begin;
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	if (w.n)
		printf("%.4f %zu %zu %ld\n", ms / (double)w.n, w.pages / w.n, w.bytes / w.n,
			use.ru_maxrss / 1024);
	return 0;
}
