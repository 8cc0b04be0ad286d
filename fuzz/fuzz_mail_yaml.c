/* mail.yaml from any bytes: it is read, or every mistake has a line and a text; a secret never goes in clear.
 */
#include "post/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct pack_mistake *m = NULL;
	struct config c;
	struct err e;
	size_t n = 0;
	int r = config_read(a, "fuzz/mail.yaml", (const char *)data, len, &c, &m, &n, &e);

	if ((r < 0) != (n > 0))
		abort();
	for (size_t i = 0; i < n; i++)
		if (m[i].line < 1 || !*m[i].text || strchr(m[i].text, '\n'))
			abort();
	if (r == 0 && c.relay.auth != SMTP_AUTH_NONE && c.relay.security == SMTP_PLAIN)
		abort();
	return 0;
}
