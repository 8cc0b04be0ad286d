/* Contacts from any bytes as Popolo. */
#include "contacts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_read(contacts_popolo, "fuzz", data, len);
	return 0;
}
