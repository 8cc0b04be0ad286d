/* A translator's file, as PO, from any bytes: refused with
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
	if (po_read(a, "f", (const char *)data, len, &x, &e) < 0) {
		check(strncmp(e.text, "f:", 2) == 0 && !strchr(e.text, '\n'));
		return 0;
	}
	x.at = "2026-01-01T00:00:00.000Z";
	buf_init(&out, a, 64u << 20);
	po_write(&x, &out);
	check(buf_check(&out, &e) == 0);
	if (po_read(a, "f", out.data, out.len, &again, &e) < 0)
		abort();
	check(again.n == x.n);
	for (size_t i = 0; i < x.n; i++)
		check(strcmp(again.unit[i].source, x.unit[i].source) == 0 &&
			strcmp(again.unit[i].target, x.unit[i].target) == 0);
	return 0;
}
