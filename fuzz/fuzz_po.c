/* A translator's file from any bytes as PO. */
#include "exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_exchange(&(struct exchange_kind){.write = po_write, .read = po_read}, true, data, len);
	return 0;
}
