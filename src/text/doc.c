/* What is set on a letter once it is filled. */
#include "text/doc.h"

#include <string.h>

#include "base/arena.h"

void doc_refer(struct doc *d, struct arena *a, const char *reference)
{
	struct block *block = NEW_ARRAY(a, struct block, d->n + 1);
	struct piece *piece = NEW(a, struct piece);
	size_t n = 0, at = 0;
	*piece = (struct piece){.text = reference, .field = "letter.reference", .link = ""};
	while (at < d->n && d->block[at].part == PART_SENDER)
		block[n++] = d->block[at++];
	block[n++] = (struct block){
		.kind = BLOCK_PARAGRAPH, .part = PART_REFERENCE, .marker = "", .n = 1, .piece = piece};
	for (; at < d->n; at++)
		if (d->block[at].part != PART_REFERENCE)
			block[n++] = d->block[at];
	d->block = block;
	d->n = n;
}
