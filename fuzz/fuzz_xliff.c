/* A translator's file from any bytes as XLIFF. */
#include "exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_exchange(&(struct exchange_kind){.write = xliff_write, .read = xliff_read}, false, data, len);
	return 0;
}
