/* Keys of programs. Private to the office. */
#pragma once
#include "cli/cli.h"

#define KEY_PREFIX "paraph-" /* before the secret, so that who finds one knows what it opens */
#define KEY_NAME_MAX 200u    /* bytes */
#define KEYS_SHOWN 1000

extern const struct option_info key_create_options[];
int key_create_run(struct run *r, struct err *e);
int key_list_run(struct run *r, struct err *e);
int key_revoke_run(struct run *r, struct err *e);
