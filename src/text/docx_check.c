/* libzip behind text/docx_check.h. */
#include "text/docx_check.h"

#include <string.h>
#include <zip.h>

#define TYPES "[Content_Types].xml"
#define TEXT "word/document.xml"
#define TEXT_TYPE "wordprocessingml.document.main+xml"
#define MACROS "vbaProject.bin"
#define PIECE 65536u

enum outcome { OUT_BROKEN, OUT_OPENED, OUT_DAMAGED, OUT_PASSWORD, OUT_MACROS, OUT_OTHER, OUT_LONG };

/* Unpacks a file of the archive: its first bytes to `first`, the rest only to see that it is whole. */
static enum outcome unpack(zip_t *z, const char *name, char *first, size_t room, zip_uint64_t most)
{
	static char piece[PIECE]; /* of this process alone */
	zip_stat_t st;
	zip_uint64_t all = 0;
	zip_int64_t n;
	if (zip_stat(z, name, 0, &st) < 0)
		return OUT_OTHER;
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE)
		return OUT_PASSWORD;
	zip_file_t *f = zip_fopen(z, name, 0);
	if (!f)
		return OUT_DAMAGED;
	while ((n = zip_fread(f, piece, sizeof piece)) > 0) {
		size_t keep = all < room ? room - (size_t)all : 0;
		if (keep)
			memcpy(first + all, piece, (size_t)n < keep ? (size_t)n : keep);
		all += (zip_uint64_t)n;
		if (all > most)
			return OUT_LONG;
	}
	return n < 0 || zip_fclose(f) != 0 || all == 0 ? OUT_DAMAGED : OUT_OPENED;
}

static bool has_macros(zip_t *z)
{
	for (zip_int64_t i = 0; i < zip_get_num_entries(z, 0); i++) {
		const char *name = zip_get_name(z, (zip_uint64_t)i, 0);
		if (name && strstr(name, MACROS))
			return true;
	}
	return false;
}

static enum outcome parts(zip_t *z)
{
	static char types[DOCX_CHECK_TYPES_MAX + 1];
	zip_int64_t n = zip_get_num_entries(z, 0);
	if (n < 1)
		return OUT_OTHER;
	if (n > DOCX_CHECK_PARTS_MAX)
		return OUT_LONG;
	enum outcome o = unpack(z, TYPES, types, DOCX_CHECK_TYPES_MAX, DOCX_CHECK_TYPES_MAX);
	if (o == OUT_OPENED && has_macros(z))
		return OUT_MACROS;
	if (o == OUT_OPENED && !strstr(types, TEXT_TYPE))
		return OUT_OTHER;
	return o == OUT_OPENED ? unpack(z, TEXT, NULL, 0, DOCX_CHECK_PART_MAX) : o;
}

static void look_at(const void *data, size_t len, void *said)
{
	enum outcome *o = said;
	zip_error_t none;
	zip_error_init(&none);
	zip_source_t *s = zip_source_buffer_create(data, len, 0, &none);
	zip_t *z = s ? zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, &none) : NULL;
	*o = z ? parts(z) : OUT_DAMAGED;
}

int docx_check(const char *path, const void *data, size_t len, struct err *e)
{
	enum outcome o;
	bool heard;
	if (len > DOCX_CHECK_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "%s: %zu bytes; at most %u", path, len, DOCX_CHECK_BYTES_MAX);
	if (len < 4 || memcmp(data, "PK\3\4", 4) != 0)
		return err_set(e, ERR_INVALID, "%s: no Word file; save it as .docx", path);
	int rc = apart_look(look_at, data, len, &o, sizeof o, &heard, e);
	if (rc < 0)
		return err_ctx(e, "%s", path);
	switch (o) {
	case OUT_OPENED:
		return 0;
	case OUT_DAMAGED:
		return err_set(e, ERR_INVALID, "%s: cannot be opened; save it again as .docx", path);
	case OUT_PASSWORD:
		return err_set(e, ERR_INVALID, "%s: wants a password; save it without", path);
	case OUT_MACROS:
		return err_set(e, ERR_INVALID, "%s: has macros; save it as .docx without them", path);
	case OUT_OTHER:
		return err_set(e, ERR_INVALID, "%s: a package, and no Word file; save it as .docx", path);
	case OUT_LONG:
		return err_set(e, ERR_LIMIT, "%s: unpacks to more than a text needs", path);
	case OUT_BROKEN:
		break;
	}
	return err_set(e, ERR_INVALID,
		"%s: takes more than %u seconds or too much memory to read; save it anew", path,
		APART_SECONDS);
}
