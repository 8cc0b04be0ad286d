#include "store/row.h"

#include <stddef.h>

struct act_row row_of(const struct act_page_row *in)
{
	return (struct act_row){
		.d =
			{
				.id = in->id,
				.treaty = in->treaty,
				.kind = in->kind,
				.visibility = in->visibility,
				.corrects = in->corrects,
				.subject = in->subject,
				.on = in->on_day,
				.effective = in->effective,
				.issuer = in->issuer,
				.by = in->recorded_by,
				.behalf = in->behalf,
				.source = in->source,
				.source_sha256 = in->source_sha256,
				.payload = in->payload,
			},
		.seq = (uint64_t)in->seq,
		.recorded_ms = in->recorded_ms,
		.salt = in->salt,
		.commitment = in->commitment,
		.hash = in->hash,
	};
}

struct act_row row_copy(struct arena *a, const struct act_row *row)
{
	const struct draft *d = &row->d;

	return (struct act_row){
		.d =
			{
				.id = arena_strdup(a, d->id),
				.treaty = arena_strdup(a, d->treaty),
				.kind = arena_strdup(a, d->kind),
				.visibility = arena_strdup(a, d->visibility),
				.corrects = arena_strdup(a, d->corrects),
				.subject = arena_strdup(a, d->subject),
				.on = arena_strdup(a, d->on),
				.effective = arena_strdup(a, d->effective),
				.issuer = arena_strdup(a, d->issuer),
				.by = arena_strdup(a, d->by),
				.behalf = arena_strdup(a, d->behalf),
				.source = arena_strdup(a, d->source),
				.source_sha256 = arena_strdup(a, d->source_sha256),
				.payload = arena_strdup(a, d->payload),
			},
		.seq = row->seq,
		.recorded_ms = row->recorded_ms,
		.salt = arena_strdup(a, row->salt),
		.commitment = arena_strdup(a, row->commitment),
		.hash = arena_strdup(a, row->hash),
	};
}

void head_of(const struct head_read_row *in, struct head *ret)
{
	*ret = (struct head){.count = (uint64_t)in->count, .recorded_ms = in->recorded_ms};
	/* A hash of any other length fits no act, whole or cut. */
	snprintf(ret->hash, sizeof ret->hash, "%s", in->hash);
}
