/* What outside translators work with: PO, XLIFF 2 and TMX, out and in. Pure: bytes and structs. Private to
 * the office.
 *
 * Readers take any file of their kind, not only ours; what is not understood is refused with NAME:LINE. No
 * entity of a document is expanded but XML's own five, and nothing is fetched. */
#pragma once
#include "base/buf.h"

#define EXCHANGE_BYTES_MAX (64u << 20)
#define EXCHANGE_UNITS_MAX 500000u
#define EXCHANGE_DEPTH_MAX 64u /* elements within elements */

enum exchange_state { /* XLIFF's words for it */
	EXCHANGE_INITIAL,
	EXCHANGE_TRANSLATED,
	EXCHANGE_REVIEWED,
	EXCHANGE_FINAL,
	EXCHANGE_STATE_COUNT
};
extern const char *const exchange_state_names[EXCHANGE_STATE_COUNT + 1];

struct exchange_unit {
	const char *key;    /* of the paragraph; "" none */
	const char *source; /* canonical text; tags as {{…}} */
	const char *target; /* "" none */
	const char *was;    /* the source's words that the target was made for; "" those of today */
	const char *note;   /* for the translator; "" none */
	const char *place;  /* PATH:LINE of the source; "" none */
	enum exchange_state state;
	bool machine;  /* nobody has looked at the target */
	unsigned line; /* in the file it was read from */
};
struct exchange {
	const char *letter;                    /* ccm/join; "" another file */
	const char *source_lang, *target_lang; /* BCP 47; target "" in PO files that do not say */
	const char *at;                        /* 2026-11-28T12:00:00Z */
	size_t n;
	struct exchange_unit *unit;
};

struct exchange_kind {
	const char *name, *ending; /* po .po */
	void (*write)(const struct exchange *x, struct buf *out);
	/* ERR_INVALID "NAME:LINE: …", ERR_LIMIT. Lives in `a`. */
	int (*read)(struct arena *a, const char *name, const char *data, size_t len, struct exchange *ret,
		struct err *e);
};
extern const struct exchange_kind exchange_kinds[]; /* ends with a NULL name */
/* By its name, or by how a file's name ends. */
int exchange_kind_find(
	const char *name, bool ending, const struct exchange_kind **ret, struct err *e) ATTR_CHECK;

void po_write(const struct exchange *x, struct buf *out);
int po_read(struct arena *a, const char *name, const char *data, size_t len, struct exchange *ret,
	struct err *e) ATTR_CHECK;
void xliff_write(const struct exchange *x, struct buf *out);
int xliff_read(struct arena *a, const char *name, const char *data, size_t len, struct exchange *ret,
	struct err *e) ATTR_CHECK;
void tmx_write(const struct exchange *x, struct buf *out);
/* Of a file with several languages: the source language of its header with the first other one; with `lang`
 * given in ret->target_lang beforehand ("" any), that one. */
int tmx_read(struct arena *a, const char *name, const char *data, size_t len, struct exchange *ret,
	struct err *e) ATTR_CHECK;
