/* Contacts from any bytes as CSV. */
#include "contacts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_read(contacts_csv, "fuzz", data, len);
	return 0;
}
