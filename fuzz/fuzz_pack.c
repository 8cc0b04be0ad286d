/* A pack from any bytes as its pack.yaml: it compiles or says why, in lines that are there; what compiles can
 * be asked. */
#include <stdbool.h>

#include "treaty/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_mistakes(const struct pack_mistake *m, size_t n, unsigned lines, const struct err *e)
{
	check(n > 0 && n <= PACK_MISTAKES_MAX + 1);
	check(e->code == ERR_INVALID && strncmp(e->text, "pack.yaml:", 10) == 0);
	for (size_t i = 0; i < n; i++) {
		check(m[i].line > 0 && m[i].line <= lines + 1);
		check(*m[i].text && !strpbrk(m[i].text, "\r\n"));
		check(i == 0 || m[i - 1].line <= m[i].line || i == PACK_MISTAKES_MAX);
	}
}

static void check_pack(const struct pack *p)
{
	check(p->code && *label_in(&p->label, "ar") && *p->edition_text);
	check(strlen(pack_language(p, "LUX")) >= 2);
	for (size_t i = 0; i < p->rules_n; i++) {
		const struct rule *r = &p->rule[i];

		check(r->line > 0 && r->source && *label_in(&r->label, "fr"));
		check(r->kind == RULE_CONDITION ? !r->id : pack_rule(p, r->id) == r);
		check(!r->initial || pack_rule(p, r->initial)->kind == RULE_OFFSET);
		check(!r->has_extension || pack_rule(p, r->extension_request)->kind == RULE_BEFORE);
		check(r->kind != RULE_ANNUAL || (r->due_month >= 1 && r->due_month <= 12 && r->due_day >= 1));
	}
	for (size_t i = 0; i < p->facts_n; i++) {
		const struct fact_rule *f = &p->fact[i];

		check(f->line > 0 && pack_fact(p, f->key) == f && *label_in(&f->label, "zh-Hans"));
		check(f->of < PRED_COUNT && f->among < PRED_COUNT);
		check(f->kind < FACT_DUE || f->kind > FACT_COMPLETED || f->obligation < p->rules_n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct pack_file file = {"pack.yaml", (const char *)data, len};
	struct pack_bytes b = {.n = 1, .file = &file};
	struct pack_mistake *m;
	struct pack *p = NULL;
	struct err e = {0};
	unsigned lines = 0;
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n' || data[i] == '\r';
	if (pack_compile(a, &b, &p, &m, &n, &e) < 0)
		check_mistakes(m, n, lines, &e);
	else
		check_pack(p);
	return 0;
}
