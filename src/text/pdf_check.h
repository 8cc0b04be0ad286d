/* Looks at a PDF of somebody else's, such as an enclosure: does it open, is it A4, are its fonts within? The
 * file may be hostile: it is read by qpdf in a process of its own, with little memory, little time and no
 * file to write to. */
#pragma once
#include "base/arena.h"
#include "text/apart.h"

#define PDF_CHECK_BYTES_MAX (10u << 20)
#define PDF_CHECK_PAGES_MAX 2000u

struct pdf_found {
	unsigned pages;
	unsigned other_size; /* the first page that is not A4, either way up; 0 none */
	int width, height;   /* its size in points */
	unsigned not_within; /* fonts that are not embedded */
	char font[64];       /* the first of them */
};

/* `path` is for messages. ERR_INVALID: it cannot be opened, wants a password, or broke the reader; ERR_LIMIT:
 * too long, too many pages. What is found in a file that opens is no error: the caller judges. */
int pdf_check(
	const char *path, const void *data, size_t len, struct pdf_found *ret, struct err *e) ATTR_CHECK;
