/* An emblem from any bytes as SVG: taken, or refused with a reason. */
#include <stdint.h>
#include <stdlib.h>

#include "offices/houses/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct err e = {0};
	const char *media = NULL;

	if (image_look("fuzz.svg", (const char *)data, len, &media, &e) < 0 ? !e.text[0] : !media)
		abort();
	return 0;
}
