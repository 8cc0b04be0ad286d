/* The record as JSON lines: what one installation hands to another or to the public. Each line is an object
 * in the canonical form of acts/payload.h, so that it reads back byte by byte. The first says how many acts
 * follow and how they end: {"acts":N,"format":"paraph-acts-1","head":"SEQ:HASH"}. Private to the office. */
#pragma once
#include "offices/journal/journal.h"
#include "store/store.h"

#define LINES_FORMAT JOURNAL_LINES
#define EXPORT_LINE_MAX JOURNAL_LINE_MAX
#define HEAD_TEXT (20 + 1 + 65)    /* SEQ:HASH */
#define EXPORT_PAGE 500u           /* acts read together */
#define EXPORT_CSV_MAX (64u << 20) /* bytes; as JSON there is no such limit */

void line_first(struct buf *b, const struct head *head);
/* withhold: without salt and content. */
void line_act(struct buf *b, const struct act_row *row, bool withhold);
/* "", or SEQ:HASH */
const char *head_text(const struct head *head, char out[HEAD_TEXT]);
/* SEQ:HASH; count is SEQ + 1. ERR_USAGE. */
int head_parse(struct arena *a, const char *text, struct head *ret, struct err *e) ATTR_CHECK;

/* The acts in `out`, as recorded by `known_ms`. CSV of what may be withheld leaves those acts out. */
int lines_export(struct run *r, FILE *out, bool csv, bool public_only, struct err *e) ATTR_CHECK;

struct verified {
	struct head head;
	uint64_t withheld; /* acts whose content is not there: only their headers were checked */
	uint64_t bad;
};
/* Names each act that does not verify on r->err. expect: how the record must stand at some act, or NULL. */
int lines_verify(struct run *r, const char *path, const struct head *expect, struct verified *ret,
	struct err *e) ATTR_CHECK;
