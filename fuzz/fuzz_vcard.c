/* Contacts from any bytes as vCard. */
#include "contacts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check_read(contacts_vcard, "fuzz", data, len);
	return 0;
}
