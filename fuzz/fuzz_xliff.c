/* A translator's file, as XLIFF, from any bytes: refused with
 * its place, or read, written and read again. */
#include "offices/translations/exchange.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct exchange x = {0}, again = {0};
	struct err e = {0};
	struct buf out;
	if (xliff_read(a, "f", (const char *)data, len, &x, &e) < 0) {
		check(strncmp(e.text, "f:", 2) == 0 && !strchr(e.text, '\n'));
		return 0;
	}
	x.at = "2026-01-01T00:00:00.000Z";
	buf_init(&out, a, 64u << 20);
	xliff_write(&x, &out);
	check(buf_check(&out, &e) == 0);
	/* what is well-formed may lack what is written always, such as a language: then it is refused again
	 */
	if (xliff_read(a, "f", out.data, out.len, &again, &e) == 0)
		check(again.n <= x.n);
	return 0;
}
