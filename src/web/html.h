/* Writing HTML: what the compiled templates (tools/htmlc.py) call. Each function escapes for its place; none
 * writes a value as it is. */
#pragma once
#include "base/buf.h"

/* An address that may begin an attribute such as href: a path of this site, or https://… of another. Made by
 * view_link() and its like, which never take a scheme from data. */
struct url {
	const char *text;
};

void html_text(struct buf *b, const char *s); /* in text and in quoted attributes: & < > " ' */
void html_int(struct buf *b, long long n);
void html_size(struct buf *b, unsigned long long n);
void html_url(struct buf *b, struct url u);
void html_url_part(struct buf *b, const char *s); /* percent-coded: all but letters, digits and -._~: */

struct view;
/* In every form that is posted, behind its tag: put there by the compiler, so that none is without. */
void html_form_token(struct buf *b, const struct view *v);
/* {% call script(view_passkey_script()) %}: a script of ours, from its file. There is no other. */
void html_script(struct buf *b, const struct view *v, struct url src);

#define html_put(b, x) \
	_Generic((x), \
		const char *: html_text, \
		char *: html_text, \
		int: html_int, \
		long: html_int, \
		long long: html_int, \
		unsigned: html_size, \
		unsigned long: html_size, \
		unsigned long long: html_size)((b), (x))
#define html_put_url_part(b, x) \
	_Generic((x), const char *: html_url_part, char *: html_url_part, int: html_int, size_t: html_size)( \
		(b), (x))
