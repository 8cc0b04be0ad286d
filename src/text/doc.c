/* What is set on a letter once it is filled, and what is asked of its pieces. */
#include "text/doc.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/text.h"
#include "text/lang.h"

bool piece_is_apart(const struct lang *lang, const struct piece *p)
{
	bool right_to_left = lang_right_to_left(lang);
	const char *s = p->text;
	uint32_t c;
	if (p->kind != PIECE_TEXT || *p->field == '\0')
		return false;
	for (size_t len = strlen(s), n; len && (n = text_char(s, len, &c)) > 0; s += n, len -= n) {
		UCharDirection d = u_charDirection((UChar32)c);
		if (right_to_left ? d == U_LEFT_TO_RIGHT
				  : d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC)
			return true;
	}
	return false;
}

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
