/* Memory for the journal: zeroed, never moved, given back all at once. Beside the arenas because a journal
 * lives as long as its process and is read by many threads. Running out of memory ends the process. Private
 * to the folder. */
#pragma once
#include <stddef.h>

struct memory {
	struct memory_block *first;
	size_t bytes; /* of everything held */
};
void *memory_take(struct memory *m, size_t size);
void memory_free(struct memory *m);

/* Text put one behind the other into blocks. */
struct texts {
	struct memory *memory;
	size_t block_bytes; /* no text is longer */
	struct text_block *now;
	size_t used; /* of the block `now` */
};
char *texts_room(struct texts *t, size_t len); /* for the caller to fill */
void texts_rewind(struct texts *t,
	const char *at); /* gives back `at`, what texts_room() gave, and all that came after */
