/* Reading the kinds of letter of a pack. Private to the folder. */
#pragma once
#include "treaty/key.h"

#define LETTER_KIND_YAML "kind.yaml"

/* Every letters/NAME/kind.yaml, once the pack's facts are read. */
void letter_kinds_read(struct reader *r, const struct pack_bytes *b);
