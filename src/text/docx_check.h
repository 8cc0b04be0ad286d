/* Looks at a Word file of somebody else's (Office Open XML): does it open, is it one, has it no macros? Like
 * text/pdf_check.h, in a process of its own. */
#pragma once
#include "text/apart.h"

#define DOCX_CHECK_BYTES_MAX (10u << 20)
#define DOCX_CHECK_PARTS_MAX 5000u       /* files in the archive */
#define DOCX_CHECK_PART_MAX (256u << 20) /* bytes of its text, unpacked */
#define DOCX_CHECK_TYPES_MAX (1u << 20)  /* bytes of its list of types */

/* `path` is for messages. ERR_INVALID: no Word file, damaged, of an older kind, with a password or macros;
 * ERR_LIMIT: too long. */
int docx_check(const char *path, const void *data, size_t len, struct err *e) ATTR_CHECK;
