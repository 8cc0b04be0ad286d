/* Letters that each name another person, with an emblem and a code of their own on each page, printed as PDF
 * on one thread, then hashed and filed: CPU time, and the most memory that it took. Beside them, in the same
 * run, letter by letter, what no printing can do without: the code itself, the hash, and filing the same
 * bytes. bench_letters TEMPLATE LANG N EMBLEM FOLDER   FOLDER keeps the first letter bench_letters codes LANG
 * N                    the names, addresses and codes, one letter a line bench_letters emblem EMBLEM FILE the
 * emblem as it is printed, a PNG */
#include <errno.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <qrencode.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "beside.h"
#include "text/emblem.h"
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

static const char *address_of(struct arena *a, size_t i)
{
	uint64_t h = (i + 1) * 0x9E3779B97F4A7C15u;
	return arena_printf(a, "https://verify.example.org/v/%04X-%04X-%04X", (unsigned)(h >> 48),
		(unsigned)(h >> 32 & 0xFFFF), (unsigned)(h >> 16 & 0xFFFF));
}

struct work {
	struct arena *arena;
	struct template *template;
	struct press *press;
	struct emblem *emblem;
	const char *lang, *folder;
	size_t n, pages, bytes;
	double print_ms, file_ms, floor_ms;
};

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- what no printing can do without ---- */

/* As text/pdf_image.c makes it. */
static QRcode *code_of(const char *url)
{
	QRcode *code = QRcode_encodeString8bit(url, 0, QR_ECLEVEL_M);
	if (!code)
		fail("%s: no code", url);
	return code;
}

/* Made, written, closed: not waited for until it is on the disk. */
static void hash_and_file(int folder, const char *name, const struct buf *data)
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	SHA256((const unsigned char *)data->data, data->len,
		hash); /* by OpenSSL, which uses what the CPU has for it */
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, data->data, data->len) != (ssize_t)data->len || close(fd) < 0)
		fail("%s: cannot be filed", name);
}

static void filed(struct work *w, int folder, size_t i, const struct buf *out)
{
	AUTO_ARENA a = arena_child(w->arena, "filed");
	const char *url = address_of(a, i);
	const char *one = i ? arena_printf(a, "%zu.pdf", i) : arena_printf(a, "ours-%s.pdf", w->lang);
	const char *other = arena_printf(a, "%zu.floor", i);
	unlinkat(folder, one, 0); /* of a run before */
	double begin = cpu_ms();
	hash_and_file(folder, one, out);
	double between = cpu_ms();
	QRcode_free(code_of(url));
	hash_and_file(folder, other, out);
	double end = cpu_ms();
	w->file_ms += between - begin;
	w->floor_ms += end - between;
	unlinkat(folder, other, 0);
	if (i > 0)
		unlinkat(folder, one, 0);
}

/* ---- printing ---- */

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

static void lay(struct work *w, size_t i)
{
	AUTO_ARENA one = arena_child(w->arena, "letter");
	struct filling f = {.value = value, .ctx = arena_strdup(one, name_of(one, w->lang, i))};
	struct err e;
	struct doc d;
	size_t pages;
	if (template_fill(w->template, one, &f, &d, &e) < 0)
		fail("%s", e.text);
	d.emblems_n = 1;
	d.emblem[0] = w->emblem;
	d.code.url = address_of(one, i);
	if (press_add(w->press, &d, &pages, &e) < 0)
		fail("%s", e.text);
	w->pages += pages;
}

static void batch(struct work *w, int folder, size_t from, size_t to)
{
	AUTO_ARENA a = arena_child(w->arena, "batch");
	struct err e;
	struct buf out;
	buf_init(&out, a, PDF_BYTES_MAX);
	double begin = cpu_ms();
	for (size_t i = from; i < to; i++)
		lay(w, i);
	w->print_ms += cpu_ms() - begin;
	for (size_t i = from; i < to; i++) {
		begin = cpu_ms();
		buf_reset(&out);
		if (press_write(w->press, i - from, &out, &e) < 0)
			fail("%s", e.text);
		w->print_ms += cpu_ms() - begin;
		w->bytes += out.len;
		filed(w, folder, i, &out);
	}
	begin = cpu_ms();
	press_clear(w->press);
	w->print_ms += cpu_ms() - begin;
}

static int letters(struct work *w, const char *template, const char *emblem)
{
	struct err e;
	int folder = open(w->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		fail("%s: no such folder", w->folder);
	const size_t all = w->n;
	if (all == 0)
		fail("no letters: say how many");
	double begin = cpu_ms();
	open_template(w, template);
	if (emblem_read(w->arena, emblem, NULL, &w->emblem, &e) < 0)
		fail("%s", e.text);
	w->press = press_new(w->arena);
	w->print_ms = cpu_ms() - begin;
	for (size_t i = 0; i < w->n; i += PDF_BATCH)
		batch(w, folder, i, i + PDF_BATCH < w->n ? i + PDF_BATCH : w->n);
	close(folder);
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	double n = (double)all;
	printf("%.4f %.4f %.4f %zu %zu %ld\n", w->print_ms / n, w->file_ms / n, w->floor_ms / n,
		w->pages / all, w->bytes / all, use.ru_maxrss / 1024);
	return 0;
}

/* ---- for the other side ---- */

static int codes(const struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		AUTO_ARENA a = arena_child(w->arena, "code");
		const char *url = address_of(a, i);
		QRcode *code = code_of(url);
		printf("%s\t%s\t%d\t", name_of(a, w->lang, i), url, code->width);
		for (int k = 0; k < code->width * code->width; k++)
			putchar(code->data[k] & 1 ? '1' : '0');
		putchar('\n');
		QRcode_free(code);
	}
	return 0;
}

static int emblem_put(struct arena *a, const char *from, const char *to)
{
	struct emblem *m;
	struct err e;
	if (emblem_read(a, from, NULL, &m, &e) < 0 || file_write(to, m->png, m->png_len, &e) < 0)
		fail("%s", e.text);
	return 0;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new("bench");
	struct work w = {.arena = a, .lang = argc > 2 ? argv[2] : "", .folder = argc == 6 ? argv[5] : NULL};
	if (argc == 4 && strcmp(argv[1], "emblem") == 0)
		return emblem_put(a, argv[2], argv[3]);
	errno = 0;
	long n = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
	if (errno || n < 1 || n > 1000000 || (argc != 6 && strcmp(argv[1], "codes") != 0))
		fail("usage: bench_letters TEMPLATE LANG N EMBLEM FOLDER, codes LANG N, emblem EMBLEM FILE");
	w.n = (size_t)n;
	return argc == 6 ? letters(&w, argv[1], argv[4]) : codes(&w);
}
