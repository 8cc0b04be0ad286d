/* /desk/letters/ID: a draft with what it would say, or what was issued and became of it. */
#include <string.h>

#include "offices/letters/letters_desk_html.h"
#include "offices/letters/desk.h"

#define DAY_MS 86400000
#define OLDS_MAX 50u /* letters that one may take the place of, the last first */

static const char *day_of(const struct request *q, int64_t ms)
{
	return view_day(q->view, (day_t)(ms / DAY_MS));
}

/* ---- languages and their gates ---- */

static const struct gated *gated_of(const struct issue *is, const char *lang)
{
	for (size_t i = 0; i < is->gated_n; i++)
		if (strcmp(is->gated[i].lang, lang) == 0)
			return &is->gated[i];
	return NULL;
}

static struct desk_language *language_of(const struct request *q, struct letter_view *v, const char *tag)
{
	for (size_t i = 0; i < v->langs; i++)
		if (strcmp(v->lang[i].tag, tag) == 0)
			return &v->lang[i];
	v->lang[v->langs] = (struct desk_language){.name = desk_language_name(q->view, tag), .tag = tag};
	return &v->lang[v->langs++];
}

static void gate_show(const struct request *q, const struct issue *is, struct desk_language *l)
{
	const struct view *v = q->view;
	const struct gated *g = gated_of(is, l->tag);
	l->mark = !g ? "g-ready" : g->shut ? "g-shut" : "g-wait";
	l->says = say(v, T("ready"));
	if (!g)
		return;
	const char *text = g->shut
		? say_number(v, "may not go out: nobody stands behind {n} paragraph",
			  "may not go out: nobody stands behind {n} paragraphs", g->lacking)
		: say_number(v, "{n} paragraph waits for another reader",
			  "{n} paragraphs wait for another reader", g->lacking);
	l->says = say_fill(q->a, text, (const struct fill[]){{"n", view_count(v, g->lacking)}, {0}});
}

static void languages_show(const struct request *q, const struct issue *is, struct letter_view *v)
{
	v->lang = NEW_ARRAY(q->a, struct desk_language, is->n + is->gated_n + 1);
	for (size_t i = 0; i < is->n; i++)
		language_of(q, v, is->copy[i].lang)->letters++;
	for (size_t i = 0; i < is->gated_n; i++)
		language_of(q, v, is->gated[i].lang);
	for (size_t i = 0; i < v->langs; i++)
		gate_show(q, is, &v->lang[i]);
}

/* ---- who and what ---- */

static void outs_show(const struct request *q, const struct issue *is, struct letter_view *v)
{
	size_t of[OUT_COUNT] = {0};
	for (size_t i = 0; i < is->all_n; i++)
		if (is->all[i].to->excluded && is->all[i].to->rule < OUT_COUNT)
			of[is->all[i].to->rule]++;
	for (size_t i = 0; i < is->n; i++)
		v->unreached += !*is->copy[i].who.to->channel;
	of[OUT_NO_CHANNEL] += v->unreached;
	v->out = NEW_ARRAY(q->a, struct desk_out, OUT_COUNT);
	for (int i = 0; i < OUT_COUNT; i++)
		if (of[i])
			v->out[v->outs++] =
				(struct desk_out){desk_rule_words(q->view, (enum audience_rule)i), of[i]};
	v->looked_at = is->all_n;
	v->would = is->n - v->unreached;
}

static void figures_show(const struct issue *is, struct letter_view *v)
{
	for (size_t i = 0; i < is->shared_n; i++)
		v->figures += is->shared[i].said && strcmp(is->shared[i].quality, "given") != 0;
}

static void enclosures_show(const struct request *q, const struct letter_kind *k, struct letter_view *v)
{
	for (size_t i = 0; i < k->enclosures_n; i++)
		if (!k->enclosure[i].generated)
			v->missing = v->missing ? arena_printf(q->a, "%s, %s", v->missing,
							  view_label(q->view, &k->enclosure[i].label))
						: view_label(q->view, &k->enclosure[i].label);
}

static void words_show(const struct request *q, const struct opened *o, struct letter_view *v)
{
	const struct letter_kind *k = o->sender.order.kind;
	v->word = NEW_ARRAY(q->a, struct desk_choice, k->about_n + 1);
	for (size_t i = 0; i < k->about_n; i++) {
		const char *value = letters_about(o->sender.letters, k->about[i].name);
		v->word[v->words++] = (struct desk_choice){k->about[i].name, value ? value : "", value};
	}
}

/* ---- what was done, and what may be done ---- */

static int steps_show(const struct request *q, struct opened *o, struct letter_view *v, struct err *e)
{
	v->did = NEW_ARRAY(q->a, struct desk_step, o->steps + 1);
	for (size_t i = 0; i < o->steps; i++) {
		const struct step_row *s = &o->step[i];
		struct person p = {.name = ""};
		int rc = *s->person ? person_get(q->a, o->db, &o->house, s->person, &p, e) : 0;
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		v->did[v->steps++] = (struct desk_step){day_of(q, s->at_ms),
			desk_step_words(q->view, s->step), s->role, rc == 0 ? p.name : s->person, s->note};
	}
	return 0;
}

static int may_show(const struct request *q, struct opened *o, struct letter_view *v, struct err *e)
{
	const struct house *h = &o->house;
	struct job_row job;
	v->observer = strcmp(q->as.role, ROLE_OBSERVER) == 0;
	v->open = letter_is_open(&o->row);
	v->lacks = v->open ? clearance_lacks(q->a, h, o->step, o->steps, false) : NULL;
	bool cleared = !clearance_lacks(q->a, h, o->step, o->steps, true);
	v->can_clear = v->open && !cleared;
	v->can_sign = v->open && cleared && request_has_role(q, ROLE_SIGNATORY);
	v->can_issue = v->open && !v->lacks && request_has_role(q, ROLE_SENDER);
	v->can_cancel = strcmp(o->row.step, "cancelled") != 0 && strcmp(o->row.step, "superseded") != 0 &&
		request_has_role(q, v->open ? ROLE_DRAFTER : ROLE_SENDER);
	int rc = job_get(o->db, q->a, q->as.house, o->row.id, &job, e);
	v->tried = rc == 0 && v->open && job.any && *job.said ? job.said : NULL;
	return rc;
}

/* Letters of the house that stand in the way of each other: which this one may supersede, which it has, and
 * by which it was. */
static int others_show(struct request *q, struct opened *o, struct letter_view *v, struct err *e)
{
	struct letter_row *l = NULL;
	size_t n = 0;
	int rc = ledger_list(o->db, q->a, &o->house, "", &l, &n, e);
	v->old = NEW_ARRAY(q->a, struct desk_choice, OLDS_MAX);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (strcmp(l[i].supersedes, o->row.id) == 0 && *l[i].reference) {
			v->replaced = desk_url(q, l[i].id, "");
			v->replaced_reference = l[i].reference;
		}
		if (*o->row.supersedes && strcmp(l[i].id, o->row.supersedes) == 0) {
			v->replaces = desk_url(q, l[i].id, "");
			v->replaces_reference = l[i].reference;
		}
		if (strcmp(l[i].step, "issued") == 0 && v->olds < OLDS_MAX)
			v->old[v->olds++] = (struct desk_choice){l[i].reference,
				arena_printf(q->a, "%s, %s", l[i].reference, view_day(q->view, l[i].on)),
				strcmp(request_text(q, "supersedes"), l[i].reference) == 0};
	}
	return rc;
}

/* ---- the page ---- */

static void begin_show(const struct request *q, const struct opened *o, struct letter_view *v)
{
	const struct audience *a = audience_find(q->view->reg->pack, &o->house, o->row.audience);
	v->id = o->row.id;
	v->kind = desk_kind_label(q->view, o->row.kind);
	v->audience = o->row.audience;
	v->audience_label = a ? view_label(q->view, &a->label) : o->row.audience;
	v->step = desk_step_words(q->view, o->row.step);
	v->reference = o->row.reference;
	v->on = o->row.on;
	v->complete = frame_complete(q->view);
	v->note = request_text(q, "note");
	v->reason = request_text(q, "reason");
	v->paper_given = request_field(q, "paper") != NULL;
	v->self = desk_url(q, o->row.id, "");
	v->people = desk_url(q, o->row.id, "/recipients");
	v->facts = desk_url(q, o->row.id, "/facts");
	v->follow = desk_url(q, o->row.id, "/follow");
}

/* Of a draft: what it would say now. What keeps it from being written is said, and the rest of the page
 * stands. */
static int draft_show(struct request *q, struct opened *o, struct letter_view *v, struct err *e)
{
	const char *key = url_field(&q->url, "to"), *list = NULL;
	int rc = letter_desk_survey(q, o, e);
	if (rc == ERR_INVALID || rc == ERR_NOTFOUND || rc == ERR_CONFLICT || rc == ERR_USAGE) {
		v->tried = arena_strdup(q->a, e->text);
		v->can_sign = v->can_issue = false;
		return 0;
	}
	if (rc < 0)
		return rc;
	languages_show(q, &o->is, v);
	outs_show(q, &o->is, v);
	figures_show(&o->is, v);
	enclosures_show(q, o->sender.order.kind, v);
	words_show(q, o, v);
	rc = desk_paper(q, o, key ? key : "", &v->paper, e);
	if (rc == 0 && !v->paper && key && *key)
		rc = desk_paper(q, o, "", &v->paper, e);
	if (rc == 0 && v->can_sign) {
		rc = signed_list(&o->is, &list, e);
		v->seen = rc == 0 ? list_hash(q->a, list) : "";
	}
	if (rc == 0 && v->can_sign && strcmp(o->row.step, "signed") == 0)
		rc = signed_other(o->db, q->a, &o->house, o->row.id, q->as.person, list, &v->can_sign, e);
	return rc;
}

static int issued_show(struct request *q, struct opened *o, struct letter_view *v, struct err *e)
{
	struct became *b = NULL;
	size_t n = 0;
	int rc = copies_became(o->db, q->a, &o->house, o->row.id, &b, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		v->became[b[i].outcome]++;
	v->would = n;
	return rc;
}

int desk_letter_show(struct request *q, struct answer *ret, const char *said, struct err *e)
{
	struct opened *o = NEW(q->a, struct opened);
	struct letter_view v = {.said = said, .seen = ""};
	struct frame f;
	int rc = letter_desk_open(q, o, e);
	if (rc < 0)
		return rc;
	begin_show(q, o, &v);
	rc = may_show(q, o, &v, e);
	if (rc == 0)
		rc = steps_show(q, o, &v, e);
	if (rc == 0)
		rc = others_show(q, o, &v, e);
	if (rc == 0)
		rc = v.open ? draft_show(q, o, &v, e) : issued_show(q, o, &v, e);
	if (rc < 0)
		return rc;
	door_frame(q->view,
		say_fill(q->a, say(q->view, T("{what}, {day}")),
			(const struct fill[]){{"what", v.kind}, {"day", view_day(q->view, v.on)}, {0}}),
		&f);
	html_desk_letter(&ret->b, q->view, &f, &v);
	return 0;
}

int desk_letter_answer(struct request *q, struct answer *ret, struct err *e)
{
	return desk_letter_show(q, ret, NULL, e);
}
