/* Errors. A function that can fail returns 0 or a negative enum err_code; its last parameter is
 * `struct err *`; results are written only on success. Library folders never log and never exit: the
 * edge (a command, a request) prints the error once. Nothing here allocates. */
#pragma once
#include <stddef.h>

enum err_code {
	ERR_INVALID = -1,  /* what the person or file gave is wrong: say which field and how to mend it */
	ERR_NOTFOUND = -2, /* the thing named is not on file */
	ERR_CONFLICT = -3, /* it contradicts what is on file, e.g. an id recorded with other content */
	ERR_LIMIT = -4,    /* over a named limit */
	ERR_BUSY = -5,     /* run the whole use case again */
	ERR_IO = -6,       /* file or system call */
	ERR_DB = -7,       /* the store failed */
	ERR_BUG = -8,      /* cannot happen */
	ERR_USAGE = -9,    /* wrong words on the command line */
};

struct err {
	enum err_code code;
	char text[1000]; /* one line for people, no newline, ends with the mend */
};

#define ATTR_CHECK __attribute__((warn_unused_result))
#define ATTR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
/* For a result that does not matter here; a comment at the call says why. */
#define IGNORE(call) \
	do { \
		if (call) { \
		} \
	} while (0)

/* Sets *e (may be NULL) and is `code`, so that `return err_set(...)` works. Arguments may quote what a file
 * or person gave: control characters become '?', broken UTF-8 too, a long text is cut between characters. */
#define err_set(e, code, ...) err_known(err_write((e), (code), __VA_ARGS__))
int err_write(struct err *e, enum err_code code, const char *fmt, ...) ATTR_PRINTF(3, 4);

/* Puts "context: " before the text. Is e->code; e may not be NULL and has been set. */
#define err_ctx(e, ...) err_known(err_prefix((e), __VA_ARGS__))
int err_prefix(struct err *e, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* Compilers and analysers see here that an error is below zero, and so when a result was written. */
static inline int err_known(int code)
{
	return code < 0 ? code : ERR_BUG;
}

/* Exit status of the command line: 1 refused or not found, 2 usage, 3 store or system. */
int err_exit(enum err_code code);
