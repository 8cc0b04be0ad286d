/* Addresses compared. Private to the office. */
#pragma once

/* Fingerprint of an address in lower case (ASCII), by which the stop list knows it. */
void address_sha256(const char *address, char ret[65]);
