/* Days in part and instants from any bytes: what is read is in bounds, and reads back as itself. */
#include "base/arena.h"
#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void fuzz_edtf(const char *s, size_t len)
{
	struct edtf d, back;
	char text[EDTF_TEXT];

	if (edtf_parse(s, len, &d, NULL) < 0)
		return;
	check(d.low <= d.high);
	edtf_format(d, text);
	check(strlen(text) <= len); /* the shortest form */
	check(edtf_parse(text, strlen(text), &back, NULL) == 0);
	check(back.low == d.low && back.high == d.high);
}

static void fuzz_instant(const char *s)
{
	int64_t ms, back;
	char text[25];

	if (instant_parse(s, &ms, NULL) < 0)
		return;
	check(strlen(instant_format(ms, text)) == 24);
	check(instant_parse(text, &back, NULL) == 0 && back == ms);
}

static void fuzz_day(const char *s, size_t len)
{
	struct err e = {0};
	day_t d;
	char text[11];

	if (day_parse(s, len, &d, &e) < 0)
		check(e.code == ERR_INVALID && e.text[0] && !strpbrk(e.text, "\r\n"));
	else
		check(memcmp(day_format(d, text), s, 10) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	const char *s = (const char *)data;

	fuzz_edtf(s, len);
	fuzz_day(s, len);
	fuzz_instant(arena_strndup(a, s, len));
	return 0;
}
