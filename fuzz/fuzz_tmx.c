/* A translator's file from any bytes as TMX. */
#include "exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_exchange(&(struct exchange_kind){.write = tmx_write, .read = tmx_read}, false, data, len);
	return 0;
}
