/* The API described in OpenAPI 3.1: from the table of routes, the columns of the lists and the fields that
 * choose. What a table knows stands nowhere here. */
#include <string.h>

#include "offices/machine/machine.h"
#include "offices/machine/pages.h"
#include "offices/machine/terms.h"
#include "web/request.h"

/* Members of an object or array, with their commas. */
struct out {
	struct buf *b;
	const struct view *v;
};

static void comma(struct out *o)
{
	char last = o->b->len ? o->b->data[o->b->len - 1] : '{';

	if (last != '{' && last != '[' && last != ':')
		buf_putc(o->b, ',');
}

static void key(struct out *o, const char *name)
{
	comma(o);
	buf_json(o->b, name);
	buf_putc(o->b, ':');
}

static void text(struct out *o, const char *name, const char *value)
{
	key(o, name);
	buf_json(o->b, value);
}

static void open(struct out *o, const char *name)
{
	if (name)
		key(o, name);
	else
		comma(o);
	buf_putc(o->b, '{');
}

static void shut(struct out *o)
{
	buf_putc(o->b, '}');
}

/* What is the same for every answer: JSON that stands so, with ' for ". */
static void raw(struct out *o, const char *json)
{
	comma(o);
	for (; *json; json++)
		buf_putc(o->b, (char)(*json == '\'' ? '"' : *json));
}

/* ---- what may be asked ---- */

static const char days[] = "{'$ref':'#/components/parameters/on'},"
			   "{'$ref':'#/components/parameters/known'}";
static const char pages[] = "{'$ref':'#/components/parameters/per_page'}";
static const char page[] = "{'$ref':'#/components/parameters/page'}";

static void parameter(struct out *o, const char *in, const char *name, const char *about)
{
	open(o, NULL);
	text(o, "name", name);
	text(o, "in", in);
	if (strcmp(in, "path") == 0)
		raw(o, "'required':true");
	text(o, "description", about);
	open(o, "schema");
	text(o, "type", "string");
}

static void filter(struct out *o, const struct list_filter *f)
{
	parameter(o, "query", f->name, f->label);
	if (f->choice) {
		key(o, "enum");
		buf_putc(o->b, '[');
		for (size_t i = 0; i < f->n; i++) {
			comma(o);
			buf_json(o->b, f->choice[i].value);
		}
		buf_putc(o->b, ']');
	}
	shut(o);
	shut(o);
}

/* item: of the path that names one row. */
static void parameters(struct out *o, const struct listing *l, bool item)
{
	key(o, "parameters");
	buf_putc(o->b, '[');
	if (item) {
		const struct term *t = term_of(l->name, l->route->key);

		parameter(o, "path", l->route->key, t ? say(o->v, t->meaning) : l->route->key);
		shut(o);
		shut(o);
	}
	raw(o, days);
	for (size_t i = 0; !item && i < l->list->filters_n; i++)
		filter(o, &l->list->filter[i]);
	if (!item)
		raw(o, pages);
	if (!item && !l->list->cursor)
		raw(o, page);
	buf_putc(o->b, ']');
}

/* ---- what comes back ---- */

static const char *const refusals[] = {"400", "401", "403", "409", "413", "422", "503", NULL};

static void responses(struct out *o, const char *schema)
{
	open(o, "responses");
	open(o, "200");
	text(o, "description", "As at the day asked for");
	raw(o,
		"'headers':{'ETag':{'$ref':'#/components/headers/ETag'},"
		"'Link':{'$ref':'#/components/headers/Link'}}");
	open(o, "content");
	open(o, "application/json");
	open(o, "schema");
	text(o, "$ref", arena_printf(o->v->a, "#/components/schemas/%s", schema));
	shut(o);
	shut(o);
	shut(o);
	shut(o);
	raw(o,
		"'304':{'description':'Not modified since the answer with that ETag'},"
		"'400':{'$ref':'#/components/responses/problem'},"
		"'404':{'$ref':'#/components/responses/problem'}");
	shut(o);
}

/* What is sent with a key, where a row takes it. */
static void post(struct out *o, const struct route *r)
{
	open(o, "post");
	text(o, "operationId", arena_printf(o->v->a, "%s-add", strrchr(r->pattern, '/') + 1));
	text(o, "summary", r->help);
	raw(o, "'security':[{'key':[]}]");
	raw(o, "'parameters':[{'$ref':'#/components/parameters/Idempotency-Key'}]");
	if (r->takes) {
		raw(o, "'requestBody':{'required':true,'content':{'application/json':{'schema':");
		r->takes(o->b);
		buf_puts(o->b, "}}}");
	}
	raw(o, "'responses':{'201':{'description':'Recorded'");
	if (r->gives) {
		raw(o, "'content':{'application/json':{'schema':");
		r->gives(o->b);
		buf_puts(o->b, "}}");
	}
	buf_putc(o->b, '}');
	if (r->gives) {
		raw(o, "'200':{'description':'On file already','content':{'application/json':{'schema':");
		r->gives(o->b);
		buf_puts(o->b, "}}}");
	}
	for (size_t i = 0; refusals[i]; i++)
		raw(o, arena_printf(o->v->a, "'%s':{'$ref':'#/components/responses/problem'}", refusals[i]));
	shut(o);
	shut(o);
}

static void posts(struct out *o, const char *path)
{
	for (const struct route *const *table = o->v->routes; *table; table++)
		for (const struct route *r = *table; r->pattern; r++)
			if (r->right == RIGHT_API && r->methods == METHOD_POST &&
				strcmp(r->pattern, path) == 0)
				post(o, r);
}

static void operation(struct out *o, const struct listing *l, bool item)
{
	const char *name = item ? arena_printf(o->v->a, "%s-one", l->name) : l->name;

	open(o, item ? arena_printf(o->v->a, "%s/{%s}", l->path, l->route->key) : l->path);
	open(o, "get");
	text(o, "operationId", name);
	text(o, "summary", l->route->help);
	raw(o, "'security':[]");
	parameters(o, l, item);
	responses(o, name);
	shut(o);
	if (!item)
		posts(o, l->path);
	shut(o);
}

static void row(struct out *o, const struct listing *l)
{
	open(o, arena_printf(o->v->a, "%s-row", l->name));
	text(o, "type", "object");
	key(o, "required");
	buf_putc(o->b, '[');
	for (size_t i = 0; i < l->list->columns_n; i++) {
		comma(o);
		buf_json(o->b, l->list->column[i].key);
	}
	buf_putc(o->b, ']');
	raw(o, "'additionalProperties':false");
	open(o, "properties");
	for (size_t i = 0; i < l->list->columns_n; i++) {
		const struct list_column *c = &l->list->column[i];
		const struct term *t = term_of(l->name, c->key);

		open(o, c->key);
		text(o, "title", say(o->v, c->title));
		if (t)
			text(o, "description", say(o->v, t->meaning));
		if (t)
			raw(o, term_types[t->type].schema);
		shut(o);
	}
	shut(o);
	shut(o);
}

/* A list is what every list says of itself, and its rows. */
static void answer(struct out *o, const struct listing *l, bool item)
{
	const char *as = item ? "one" : l->list->cursor ? "stretch" : "page";
	const char *name = item ? arena_printf(o->v->a, "%s-one", l->name) : l->name;

	open(o, name);
	raw(o, arena_printf(o->v->a, "'allOf':[{'$ref':'#/components/schemas/%s'}]", as));
	raw(o, arena_printf(o->v->a, "'required':['%s']", item ? "row" : "rows"));
	open(o, "properties");
	open(o, item ? "row" : "rows");
	if (!item)
		raw(o, "'type':'array','items':{");
	text(o, "$ref", arena_printf(o->v->a, "#/components/schemas/%s-row", l->name));
	if (!item)
		shut(o);
	shut(o);
	shut(o);
	shut(o);
}

/* ---- what is the same everywhere ---- */

#define DAY "{'type':'string','format':'date'}"
#define TEXT "{'type':'string'}"
#define COUNT "{'type':'integer','minimum':0}"
#define LIKE(schema) "'allOf':[{'$ref':'#/components/schemas/" schema "'}]"
/* What web/list.c writes around the rows. */
static const char *const frames[] = {
	"'list':{'type':'object','required':['list','treaty','title','language','on','known',"
	"'treaty_actions_complete_to','address','columns'],'properties':{'list':" TEXT ",'treaty':" TEXT
	",'title':" TEXT ",'language':" TEXT ",'on':" DAY ",'known':{'type':['string','null']},"
	"'treaty_actions_complete_to':{'anyOf':[" DAY ",{'const':'unknown'}]},'address':" TEXT ","
	"'columns':{'type':'array','items':{'type':'object','required':['key','title'],"
	"'properties':{'key':" TEXT ",'title':" TEXT "}}}}}",
	"'page':{" LIKE("list") ",'required':['page','pages','per_page','total'],'properties':{"
				"'page':" COUNT ",'pages':" COUNT ",'per_page':" COUNT ",'total':" COUNT "}}",
	"'stretch':{" LIKE("list") ",'required':['next'],"
				   "'properties':{'next':{'type':['string','null']}}}",
	"'one':{" LIKE("list") "}",
	"'problem':{'description':'RFC 9457','type':'object','required':['title','status','detail'],"
	"'properties':{'type':" TEXT ",'title':" TEXT ",'status':" COUNT ",'detail':" TEXT ","
	"'instance':" TEXT ",'errors':{'type':'array','items':{'type':'object',"
	"'required':['field','detail'],'properties':{'field':" TEXT ",'detail':" TEXT "}}}}}",
	NULL,
};
static const char responses_all[] =
	"'responses':{'problem':{'description':'Says what is wrong, and how to mend it','content':"
	"{'application/problem+json':{'schema':{'$ref':'#/components/schemas/problem'}}}}}";
static const char headers_all[] =
	"'headers':{'ETag':{'description':'For If-None-Match','schema':" TEXT "},"
	"'Link':{'description':'first, prev, next, last (RFC 8288)','schema':" TEXT "}}";

static void parameters_all(struct out *o)
{
	const struct view *v = o->v;

	open(o, "parameters");
	raw(o, "'on':{'name':'on','in':'query','schema':" DAY);
	text(o, "description", say(v, "The register as at this day; without it, today"));
	shut(o);
	raw(o, "'known':{'name':'known','in':'query','schema':{'type':'string'}");
	text(o, "description", say(v, "What was on file then: a day, or an instant"));
	shut(o);
	raw(o,
		"'page':{'name':'page','in':'query','schema':"
		"{'type':'integer','minimum':1}");
	text(o, "description", say(v, "Page of the list, from 1"));
	shut(o);
	raw(o,
		arena_printf(v->a,
			"'per_page':{'name':'per_page','in':'query',"
			"'schema':{'type':'integer',"
			"'minimum':1,'maximum':%u,'default':%u}",
			LIST_API_ROWS_MAX, LIST_API_ROWS));
	text(o, "description", say(v, "Rows of a page"));
	shut(o);
	raw(o,
		arena_printf(v->a,
			"'Idempotency-Key':{'name':'Idempotency-Key','in':'header',"
			"'schema':{'type':'string','minLength':1,'maxLength':%u}",
			IDEMPOTENCY_KEY_MAX));
	text(o, "description",
		say(v, "A name of the request: sent again with it, it is done once and answered the same"));
	shut(o);
	shut(o);
}

static void servers(struct out *o)
{
	raw(o,
		"'servers':[{'url':'/'},{'url':'/{language}',"
		"'description':'Names and titles in "
		"another language','variables':{'language':{'default':'en','enum':[");
	for (size_t i = 0; words_all[i]; i++) {
		comma(o);
		buf_json(o->b, words_all[i]->tag);
	}
	buf_puts(o->b, "]}}}]");
}

int openapi_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct out out = {b, v}, *o = &out;
	struct listing *l = NULL;
	size_t n = 0;
	int rc = listings_of(v, &l, &n, e);

	(void)segment;
	if (rc < 0)
		return rc;
	open(o, NULL);
	text(o, "openapi", "3.1.0");
	open(o, "info");
	text(o, "title", view_treaty_name(v));
	text(o, "version", "1");
	raw(o, "'license':{'name':'CC BY 4.0','identifier':'CC-BY-4.0'}");
	shut(o);
	servers(o);
	open(o, "paths");
	for (size_t i = 0; i < n; i++) {
		operation(o, &l[i], false);
		if (l[i].route->key)
			operation(o, &l[i], true);
	}
	shut(o);
	open(o, "components");
	open(o, "schemas");
	for (size_t i = 0; frames[i]; i++)
		raw(o, frames[i]);
	for (size_t i = 0; i < n; i++) {
		row(o, &l[i]);
		answer(o, &l[i], false);
		if (l[i].route->key)
			answer(o, &l[i], true);
	}
	shut(o);
	parameters_all(o);
	raw(o, responses_all);
	raw(o, headers_all);
	raw(o, "'securitySchemes':{'key':{'type':'http','scheme':'bearer'}}");
	shut(o);
	shut(o);
	buf_putc(b, '\n');
	return 0;
}
