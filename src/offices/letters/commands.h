/* The office's commands. Private to it. */
#pragma once
#include "cli/cli.h"

extern const struct option_info letter_preview_options[];
int letter_preview_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_check_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_kinds_run(struct run *r, struct err *e) ATTR_CHECK;
extern const struct option_info letter_draft_options[], letter_step_options[], letter_cancel_options[],
	letter_issue_options[], letter_list_options[], letter_show_options[], letter_verify_options[],
	letter_key_export_options[], letter_key_rotate_options[], letter_scan_options[],
	letter_follow_options[], letter_told_options[];
int letter_draft_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_again_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_clear_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_sign_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_cancel_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_issue_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_list_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_show_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_verify_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_key_export_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_key_list_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_key_rotate_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_scan_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_told_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_follow_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_enclosure_run(struct run *r, struct err *e) ATTR_CHECK;
