/* What the pages of accounts show. Private to the office. */
#pragma once
#include "web/view.h"

struct sign_in_view {
	const char *said, *mail, *to; /* said: NULL nothing */
	bool passkeys;                /* can be used here */
	const char *service;          /* another one that signs in, by its host; NULL none */
};
struct setup_view {
	const char *said, *mail, *secret, *key, *qr;
	int qr_size;
};
struct renew_view {
	const char *said, *mail, *key, *qr;
	int qr_size;
};
struct codes_view {
	size_t n;
	const char *const *code;
	const char *next;
};
struct account_view {
	const char *name, *mail;
	size_t grants, houses, sessions, codes, passkeys;
	bool keys_here;   /* passkeys can be made here */
	bool password;    /* has one */
	const char *held; /* roles are held back: said; NULL none */
	const char **grant;
	struct passkey_view {
		const char *id, *name, *made, *used; /* used NULL: never */
	} * passkey;
	struct house_choice {
		const char *code;
		bool here;
	} * house;
	struct session_view {
		const char *id, *made, *seen, *address, *agent;
		bool here;
	} * session;
};
struct accounts_view {
	const char *said, *link, *mail;
	size_t rows;
	struct account_row {
		const char *id, *mail, *name, *roles, *made;
		bool closed, here;
	} * row;
};
