/* The office's pages. Private to it. */
#pragma once
#include "web/request.h"

extern const struct route letters_routes[];
int verify_check_answer(struct request *q, struct answer *ret, struct err *e);
int verify_code_answer(struct request *q, struct answer *ret, struct err *e);
int verify_record_answer(struct request *q, struct answer *ret, struct err *e);
int verify_keys_answer(struct request *q, struct answer *ret, struct err *e);
