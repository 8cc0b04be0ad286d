/* Signs the message on stdin: post_sign KEY; writes it, signed, to stdout. With no input, the DNS record. */
#include "base/buf.h"
#include "post/dkim.h"

#define INPUT_MAX (1u << 20)

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new("sign");
	char *data = arena_zalloc(a, INPUT_MAX);
	size_t len = fread(data, 1, INPUT_MAX - 1, stdin);
	struct dkim *d;
	struct buf head;
	struct err e;

	if (argc != 2 || dkim_open(a, "example.net", "s1", argv[1], &d, &e) < 0)
		return 2;
	if (len == 0) {
		puts(dkim_record(d));
		return 0;
	}
	buf_init(&head, a, DKIM_HEADER_MAX);
	if (dkim_sign(d, data, len, 1600000000000, &head, &e) < 0)
		return 1;
	fwrite(head.data, 1, head.len, stdout);
	fwrite(data, 1, len, stdout);
	return 0;
}
