/* What stands around every page. */
#pragma once
#include "web/view.h"

enum section {
	SECTION_NONE,
	SECTION_HOME,
	SECTION_STATES,
	SECTION_OBLIGATIONS,
	SECTION_MEETINGS,
	SECTION_VOTES,
	SECTION_FIGURES,
	SECTION_RULES
};

struct frame {
	const char *title;
	enum section section;
	const char *on_text, *known_text; /* in the fields of the dateline; NULL: as the view has them */
	bool on_wrong, known_wrong;
	/* Behind a door: */
	const char *place, *reader; /* the house, who is signed in; NULL none */
	size_t menus;
	const struct menu *menu; /* what they may open */
};
#define MENU_MAX 40u
struct menu {
	const char *path, *label; /* label: English, said by the template */
	bool here;
};
/* The last day to which every treaty action is on file; DAY_NONE_LOW when it is not known. */
day_t frame_complete(const struct view *v);
const char *frame_source(const struct view *v); /* whose publication says so; "" */
size_t frame_languages(void);
