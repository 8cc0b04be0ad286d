#include "web/view.h"

#include <string.h>

#include "base/text.h"
#include "web/assets_gen.h"
#include "web/url.h"

#define ADDRESS_MAX (3 * URL_MAX)

/* What stands behind the '?' of an address, piece by piece. */
static void query_add(struct buf *b, const char *name, const char *value)
{
	if (!*value)
		return;
	buf_puts(b, strchr(b->data, '?') ? "&" : "?");
	buf_printf(b, "%s=", name);
	html_url_part(b, value);
}

static struct buf begin(const struct view *v, const struct words *w, const char *path)
{
	struct buf b;

	buf_init(&b, v->a, ADDRESS_MAX);
	if (w != words_all[0] || v->named)
		buf_printf(&b, "/%s", w->tag);
	buf_puts(&b, path);
	return b;
}

static void days_add(struct buf *b, day_t on, const char *known)
{
	char day[11];

	query_add(b, "on", on == DAY_NONE_LOW ? "" : day_format(on, day));
	query_add(b, "known", known);
}

static struct url link_in(
	const struct view *v, const struct words *w, const char *path, day_t on, const char *known)
{
	struct buf b = begin(v, w, path);

	days_add(&b, on, known);
	return (struct url){b.data};
}

/* This page again, with the fields that choose what it shows. */
static struct url this_in(const struct view *v, const struct words *w, const char *suffix, day_t on,
	const char *known, const char *page)
{
	struct buf b = begin(v, w, v->path);

	buf_puts(&b, suffix);
	days_add(&b, on, known);
	for (size_t i = 0; i < v->kept_n; i++)
		query_add(&b, v->kept[i].name, v->kept[i].value);
	query_add(&b, "page", page);
	query_add(&b, "per_page", v->rows_asked);
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

struct url view_chosen(const struct view *v, const char *path, const char *name, const char *value)
{
	struct buf b = begin(v, v->words, path);

	days_add(&b, kept_day(v), v->known);
	query_add(&b, name, value);
	return (struct url){b.data};
}

struct url view_on(const struct view *v, day_t on)
{
	return this_in(v, v->words, "", on, v->known, "");
}

struct url view_today(const struct view *v)
{
	return this_in(v, v->words, "", DAY_NONE_LOW, "", "");
}

struct url view_in(const struct view *v, const struct words *w)
{
	struct view other = *v;

	other.named = true; /* who chose English is not sent elsewhere by what the browser asks for */
	return this_in(&other, w, "", kept_day(v), v->known, v->page_asked);
}

struct url view_page(const struct view *v, size_t page)
{
	return this_in(
		v, v->words, "", kept_day(v), v->known, page > 1 ? arena_printf(v->a, "%zu", page) : "");
}

struct url view_next(const struct view *v, const char *name, const char *value)
{
	struct view next = *v;
	size_t i = 0;

	while (i < next.kept_n && strcmp(next.kept[i].name, name) != 0)
		i++;
	if (i < KEPT_MAX)
		next.kept[i] = (struct kept_field){name, value};
	next.kept_n += i == next.kept_n && i < KEPT_MAX;
	return this_in(&next, v->words, "", kept_day(v), v->known, "");
}

struct url view_file(const struct view *v, const char *suffix)
{
	return this_in(v, v->words, suffix, kept_day(v), v->known, "");
}

struct url view_bare(const struct view *v)
{
	return link_in(v, v->words, v->path, DAY_NONE_LOW, "");
}

const char *view_address(const struct view *v)
{
	return this_in(v, v->words, "", v->on, *v->known ? v->known : view_iso(v, v->recorded), v->page_asked)
		.text;
}

const char *view_field(const struct view *v, const char *name)
{
	for (size_t i = 0; i < v->kept_n; i++)
		if (strcmp(v->kept[i].name, name) == 0)
			return v->kept[i].value;
	return "";
}

const char *view_day(const struct view *v, day_t d)
{
	if (d == DAY_NONE_LOW || d == DAY_NONE_HIGH)
		return "";
	static const char joined[] = "\u00a0";
	const char *text = lang_date(v->forms, v->a, d), *out = "";
	bool keep = !v->words->right_to_left; /* the first two stay together; Arabic dates are long and may
						 wrap */
	for (const char *at; (at = strstr(text, joined)); text = at + sizeof joined - 1, keep = false)
		out = arena_printf(v->a, "%s%.*s%s", out, (int)(at - text), text, keep ? joined : " ");
	return arena_printf(v->a, "%s%s", out, text);
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

const char *view_state_filed(const struct view *v, uint32_t state)
{
	return reg_state_name(v->reg, v->a, state, v->on, v->words->tag, false);
}

const char *view_state(const struct view *v, uint32_t state)
{
	return text_apostrophes(v->a, view_state_filed(v, state));
}

const char *view_iso3(const struct view *v, uint32_t state)
{
	return journal_text(v->reg->journal, state);
}

const char *view_treaty_name(const struct view *v)
{
	return view_label(v, &v->reg->pack->label);
}

/* Registers of treaties are called by what they are: Convention or Treaty. */
void view_name_treaty(struct view *v)
{
	bool convention = strstr(label_in(&v->reg->pack->label, "en"), "Convention") != NULL;

	v->treaty = say(v, convention ? T("the Convention") : T("the Treaty"));
	v->treaty_begins = lang_capital(v->forms, v->a, v->treaty);
}

int view_written(struct arena *a, const struct words *words, const struct reg *reg, day_t today,
	const char *path, struct view *ret, struct err *e)
{
	struct lang *forms = NULL;
	int rc = lang_open(a, words->tag, &forms, e);

	if (rc < 0)
		return rc;
	*ret = (struct view){.a = a,
		.words = words,
		.forms = forms,
		.reg = reg,
		.path = path,
		.page_asked = "",
		.on = today,
		.today = today,
		.known = "",
		.known_ms = INT64_MAX,
		.recorded = today};
	view_name_treaty(ret);
	return 0;
}

struct url view_sprite(void)
{
	return (struct url){ASSET_SPRITE_SVG};
}

struct url view_passkey_script(void)
{
	return (struct url){ASSET_PASSKEY_JS};
}

struct url view_world(void)
{
	return (struct url){ASSET_WORLD_SVG};
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
