/* What the readers of translators' files share under the fuzzer: any bytes are refused with their place, or
 * are read, written and read again. */
#pragma once
#include "offices/translations/exchange.h"

#include <stdlib.h>
#include <string.h>

static inline void check(bool holds)
{
	if (!holds)
		abort();
}

static inline void check_same(const struct exchange *x, const struct exchange *again)
{
	check(again->n == x->n);
	for (size_t i = 0; i < x->n; i++)
		check(strcmp(again->unit[i].source, x->unit[i].source) == 0 &&
			strcmp(again->unit[i].target, x->unit[i].target) == 0);
}

/* What was read may lack what is written always, such as a language: where `always` is not said, it may then
 * be refused when it is read again. */
static inline void check_exchange(const struct exchange_kind *k, bool always, const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct exchange x = {0}, again = {0};
	struct err e = {0};
	struct buf out;

	if (k->read(a, "f", (const char *)data, len, &x, &e) < 0) {
		check(strncmp(e.text, "f:", 2) == 0 && !strchr(e.text, '\n'));
		return;
	}
	x.at = "2026-01-01T00:00:00.000Z";
	buf_init(&out, a, 64u << 20);
	k->write(&x, &out);
	check(buf_check(&out, &e) == 0);
	if (k->read(a, "f", out.data, out.len, &again, &e) == 0)
		check_same(&x, &again);
	else
		check(!always);
}
