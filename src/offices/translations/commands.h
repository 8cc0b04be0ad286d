/* The commands that stand in files of their own. Private to the office. */
#pragma once
#include "cli/cli.h"

enum { PROPOSE_LANG, PROPOSE_LEAST, PROPOSE_MACHINE, PROPOSE_DRY };
extern const struct option_info propose_options[];
int translation_propose_run(struct run *r, struct err *e);

enum { EXPORT_LANG, EXPORT_AS, EXPORT_OUT };
extern const struct option_info export_options[];
int translation_export_run(struct run *r, struct err *e);
enum { IMPORT_LANG, IMPORT_KIND, IMPORT_DRY };
extern const struct option_info import_options[];
int translation_import_run(struct run *r, struct err *e);

enum { MEMORY_LANG, MEMORY_FROM, MEMORY_OWN }; /* the last is each command's own */
extern const struct option_info memory_search_options[], memory_options[], memory_export_options[],
	memory_term_options[];
int memory_list_run(struct run *r, struct err *e);
int memory_search_run(struct run *r, struct err *e);
int memory_import_run(struct run *r, struct err *e);
int memory_export_run(struct run *r, struct err *e);
int memory_term_add_run(struct run *r, struct err *e);
int memory_term_list_run(struct run *r, struct err *e);
