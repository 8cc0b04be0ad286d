#include "web/view.h"

#include <string.h>

#include "web/assets_gen.h"
#include "web/url.h"

#define ADDRESS_MAX (3 * URL_MAX)

static struct url link_in(
	const struct view *v, const struct words *w, const char *path, day_t on, const char *known)
{
	struct buf b;
	char day[11];
	const char *separator = "?";

	buf_init(&b, v->a, ADDRESS_MAX);
	if (w != words_all[0])
		buf_printf(&b, "/%s", w->tag);
	buf_puts(&b, path);
	if (on != DAY_NONE_LOW) {
		buf_printf(&b, "?on=%s", day_format(on, day));
		separator = "&";
	}
	if (*known) {
		buf_printf(&b, "%sknown=", separator);
		html_url_part(&b, known);
	}
	return (struct url){b.data};
}

static day_t kept_day(const struct view *v)
{
	return v->on_given ? v->on : DAY_NONE_LOW;
}

struct url view_link(const struct view *v, const char *path)
{
	return link_in(v, v->words, path, kept_day(v), v->known);
}

struct url view_link_to(const struct view *v, const char *folder, const char *name)
{
	struct buf b;

	buf_init(&b, v->a, URL_MAX);
	buf_puts(&b, folder);
	html_url_part(&b, name);
	return view_link(v, b.data);
}

struct url view_on(const struct view *v, day_t on)
{
	return link_in(v, v->words, v->path, on, v->known);
}

struct url view_today(const struct view *v)
{
	return link_in(v, v->words, v->path, DAY_NONE_LOW, "");
}

struct url view_in(const struct view *v, const struct words *w)
{
	return link_in(v, w, v->path, kept_day(v), v->known);
}

const char *view_address(const struct view *v)
{
	return link_in(v, v->words, v->path, v->on, *v->known ? v->known : view_iso(v, v->recorded)).text;
}

const char *view_day(const struct view *v, day_t d)
{
	if (d == DAY_NONE_LOW || d == DAY_NONE_HIGH)
		return "";
	const char *text = lang_date(v->forms, v->a, d);
	const char *space = strchr(text, ' ');
	if (!space || v->words->right_to_left) /* Arabic dates are long and may wrap */
		return text;
	return arena_printf(v->a, "%.*s\u00a0%s", (int)(space - text), text, space + 1);
}

const char *view_iso(const struct view *v, day_t d)
{
	char text[11];

	return arena_strdup(v->a, day_format(d, text));
}

const char *view_number(const struct view *v, const char *digits)
{
	return lang_is_number(digits) ? lang_number(v->forms, v->a, digits, NUMBER_PLAIN) : digits;
}

const char *view_count(const struct view *v, size_t n)
{
	return view_number(v, arena_printf(v->a, "%zu", n));
}

const char *view_label(const struct view *v, const struct labels *l)
{
	return label_in(l, v->words->tag);
}

const char *view_state(const struct view *v, uint32_t state)
{
	return reg_state_name(v->reg, v->a, state, v->on, v->words->tag, false);
}

const char *view_iso3(const struct view *v, uint32_t state)
{
	return journal_text(v->reg->journal, state);
}

const char *view_treaty_name(const struct view *v)
{
	return view_label(v, &v->reg->pack->label);
}

struct url view_sprite(void)
{
	return (struct url){ASSET_SPRITE_SVG};
}

struct url view_sheet(void)
{
	return (struct url){ASSET_PARAPH_CSS};
}

day_t view_entry(const struct view *v)
{
	return v->reg->nth <= v->today ? v->reg->in_force.high : DAY_NONE_HIGH;
}

day_t view_months_ago(const struct view *v, int months)
{
	return day_back(v->today, (struct step){STEP_MONTHS, months});
}

bool view_past(const struct view *v)
{
	return v->on != v->today;
}

bool view_right_to_left(const struct view *v)
{
	return v->words->right_to_left;
}

const char *view_x(const struct view *v, int hundredths)
{
	int x = v->words->right_to_left ? 10000 - hundredths : hundredths;

	return arena_printf(v->a, "%d.%02d%%", x / 100, x % 100);
}

const char *view_line(const struct view *v, const char *text)
{
	return v->words->right_to_left && *text ? arena_printf(v->a, "\u2067%s\u2069", text) : text;
}

const char *view_anchor(const struct view *v, bool at_end)
{
	return at_end != v->words->right_to_left ? "end" : "start";
}
