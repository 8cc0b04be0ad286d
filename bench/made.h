/* A made world: invented acts of invented treaties by States that do not exist (XAA to XHO: codes that ISO
 * 3166-1 leaves to users). The same number of acts is always the same world. */
#pragma once
#include "treaty/pack.h"

#define MADE_STATES 197
#define MADE_TREATIES 20
#define MADE_CODE 16

const char *made_state(int i, char out[MADE_CODE]);  /* 0 <= i < MADE_STATES; returns out */
const char *made_treaty(int i, char out[MADE_CODE]); /* 0 <= i < MADE_TREATIES */
/* What those treaties demand; code lives with the caller. */
void made_pack(const char *code, struct pack *ret);
/* A new SQLite database with so many acts. */
int made_write(const char *path, unsigned acts, struct err *e) ATTR_CHECK;
