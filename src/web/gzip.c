#include "web/gzip.h"

#include <libdeflate.h>
#include <string.h>
#include <strings.h>

#define LEVEL 6
#define LEVEL_HARD 12

bool gzip_shrinks(const char *type)
{
	static const char *const begin[] = {
		"text/", "image/svg+xml", "application/json", "application/atom+xml", NULL};

	for (size_t i = 0; type && begin[i]; i++)
		if (strncmp(type, begin[i], strlen(begin[i])) == 0)
			return true;
	return false;
}

const void *gzip_pack(struct arena *a, const void *data, size_t len, bool hard, size_t *ret_len)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(hard ? LEVEL_HARD : LEVEL);
	unsigned char *out = NEW_ARRAY(a, unsigned char, len);

	*ret_len = c ? libdeflate_gzip_compress(c, data, len, out, len) : 0; /* 0: it has no room */
	libdeflate_free_compressor(c);
	return *ret_len ? out : NULL;
}

/* "q=0", "q=0.000": not at all. */
static bool refused(const char *parameters, size_t len)
{
	size_t at = strspn(parameters, "; \t");

	if (at + 3 > len || strncasecmp(parameters + at, "q=0", 3) != 0)
		return false;
	at += 3;
	at += strspn(parameters + at, ".0");
	return at >= len || strchr(" \t", parameters[at]) != NULL;
}

bool gzip_accepted(const char *header)
{
	while (header && *header) {
		header += strspn(header, " \t,");
		size_t len = strcspn(header, ","), name = strcspn(header, "; \t,");

		if (name == 4 && strncasecmp(header, "gzip", 4) == 0)
			return !refused(header + name, len - name);
		header += len;
	}
	return false;
}
