/* ICU behind text/order.h. */
#include "text/order.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/usearch.h>
#include <unicode/ustring.h>

#define TEXT_UNITS 512 /* UTF-16 units that are looked at; what is longer is cut */

struct order {
	UCollator *whole, *loose; /* loose: letters alone */
};

static void order_close(void *arg)
{
	struct order *o = arg;

	ucol_close(o->whole);
	ucol_close(o->loose);
}

struct order *order_open(struct arena *a, const char *tag)
{
	UErrorCode status = U_ZERO_ERROR;
	struct order *o = NEW(a, struct order);

	o->whole = ucol_open(tag, &status);
	o->loose = ucol_open(tag, &status);
	if (U_SUCCESS(status)) {
		ucol_setStrength(o->loose, UCOL_PRIMARY);
		ucol_setAttribute(o->loose, UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, &status); /* ' is ’ */
	}
	arena_defer(a, order_close, o);
	return U_SUCCESS(status) ? o : NULL;
}

int order_compare(const struct order *o, const char *x, const char *y)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollationResult r = o ? ucol_strcollUTF8(o->whole, x, -1, y, -1, &status) : UCOL_EQUAL;

	return r != UCOL_EQUAL && U_SUCCESS(status) ? (int)r : strcmp(x, y);
}

static int32_t units(const char *s, UChar out[TEXT_UNITS])
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;

	u_strFromUTF8WithSub(out, TEXT_UNITS, &n, s, -1, 0xFFFD, NULL, &status);
	return n < TEXT_UNITS ? n : TEXT_UNITS;
}

bool order_finds(const struct order *o, const char *text, const char *part)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar in[TEXT_UNITS], what[TEXT_UNITS];
	int32_t in_n = units(text, in), what_n = units(part, what);

	if (!*part || !o || in_n == 0)
		return !*part || strstr(text, part);
	UStringSearch *search = usearch_openFromCollator(what, what_n, in, in_n, o->loose, NULL, &status);
	bool found = U_SUCCESS(status) && usearch_first(search, &status) != USEARCH_DONE;
	usearch_close(search);
	return found && U_SUCCESS(status);
}
