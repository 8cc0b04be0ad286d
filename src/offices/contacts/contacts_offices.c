/* The offices that a house writes to, by function, for who takes its work over: no person's name. */
#include <stdlib.h>
#include <string.h>

#include "offices/contacts/contact.h"

static const char *own_address(const struct contact *c)
{
	for (size_t i = 0; i < c->channels_n; i++) {
		const struct channel *h = &c->channel[i];

		if (*h->address && !h->personal && strcmp(h->state, "bad") != 0)
			return h->address;
	}
	return "";
}

static int by_function(const void *a, const void *b)
{
	const struct contact_office *x = a, *y = b;
	int r = strcmp(x->office, y->office);

	r = r ? r : strcmp(x->iso3, y->iso3);
	return r ? r : strcmp(x->name, y->name);
}

int contacts_offices(struct db *db, struct arena *a, const struct house *h, day_t on,
	struct contact_office **ret, size_t *ret_n, struct err *e)
{
	struct contact *c = NULL;
	size_t n = 0;
	int rc = contacts_read(a, db, h, &c, &n, e);

	*ret_n = 0;
	*ret = NEW_ARRAY(a, struct contact_office, n + 1);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!contact_valid(&c[i], on) || strcmp(c[i].office, "parliamentarian") == 0)
			continue;
		(*ret)[(*ret_n)++] = (struct contact_office){c[i].office, c[i].state,
			*c[i].name ? c[i].name : c[i].org_name, c[i].place, own_address(&c[i])};
	}
	if (rc == 0 && *ret_n)
		qsort(*ret, *ret_n, sizeof **ret, by_function);
	return rc;
}
