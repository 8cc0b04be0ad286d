/* Mails from any bytes: whoever wrote them, what is kept of them is UTF-8 of one line and within its limits.
 */
#include <stdbool.h>

#include "base/text.h"
#include "post/came.h"
#include "post/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void line(const char *s, size_t max)
{
	if (!s || strlen(s) > max || strchr(s, '\n') || text_check(s, strlen(s), NULL) < 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static bool started;
	AUTO_ARENA a = arena_new("fuzz");
	struct came c;
	struct err e;

	if (!started)
		mail_start();
	started = true;
	if (came_read(a, (const char *)data, len, &c, &e) < 0)
		return 0;
	line(c.message_id, CAME_TEXT_MAX);
	line(c.subject, CAME_TEXT_MAX);
	line(c.from, CAME_TEXT_MAX);
	line(c.from_name, CAME_TEXT_MAX);
	line(c.returned_id, CAME_TEXT_MAX);
	line(c.body, CAME_BODY_MAX);
	if (c.to.n > CAME_LIST_MAX || c.refers.n > CAME_LIST_MAX || c.reports > CAME_LIST_MAX)
		abort();
	for (size_t i = 0; i < c.to.n; i++)
		line(c.to.text[i], CAME_TEXT_MAX);
	for (size_t i = 0; i < c.refers.n; i++)
		line(c.refers.text[i], CAME_TEXT_MAX);
	for (size_t i = 0; i < c.reports; i++) {
		line(c.report[i].recipient, CAME_TEXT_MAX);
		line(c.report[i].action, CAME_TEXT_MAX);
		line(c.report[i].status, CAME_TEXT_MAX);
		line(c.report[i].diagnostic, CAME_TEXT_MAX);
	}
	return 0;
}
