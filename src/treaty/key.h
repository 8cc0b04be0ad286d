/* What a mapping of pack.yaml may hold: one table of keys says the names, the types and where the values go,
 * and so drives reading, checking and the words of every mistake. For this folder, and for an office that
 * reads a folder of data of its own. */
#pragma once
#include <stddef.h>

#include "treaty/tree.h"

#define KEYS_MAX 32u /* keys of one table */

struct reader {
	struct arena *arena;
	struct mistakes *m;
	struct pack *pack; /* being filled: a table reads its keys in its own order */
};

struct key;
/* One type of value: what is written there, and how it is read. `into` is the struct that the table fills. A
 * mistake is added where the value is not what it should be. */
struct value_type {
	const char *what; /* "a day such as 2008-12-03"; NULL where the key has words */
	void (*read)(struct reader *r, const struct key *k, const struct node *n, void *into);
};

#define NOWHERE SIZE_MAX
/* For the rows of a table. */
#define AT(type, member) .at = offsetof(struct type, member)
#define HAS(type, member) .has = offsetof(struct type, member)
#define COUNTED(type, member) .count = offsetof(struct type, member)
#define NOT_KEPT .at = NOWHERE
struct key {
	const char *name;
	const struct value_type *type;
	bool required;
	size_t at;                /* offset of the value's place, or NOWHERE: checked and not kept */
	size_t has;               /* offset of a bool: does the key stand there? 0: nobody asks */
	size_t count;             /* lists: offset of the number of members */
	const char *const *words; /* what may stand there, NULL-terminated */
	int low, high;            /* numbers: the range; words: low is what the first one stands for */
	unsigned kinds;           /* ids of rules: kinds of rule that may be meant, a bit each */
	const struct key *keys;   /* maps, lists of maps */
	size_t size;              /* lists of maps: of the struct that one fills; of words: none */
};

/* Reads a mapping, which n must be; `of` names it in mistakes ("rule threshold"). */
void read_map(struct reader *r, const struct node *n, const char *of, const struct key *keys, void *into);
/* What the kind of an entry says, under `name` ("rule", "fact"); NULL, with a mistake, when nothing does. */
const char *read_kind(struct reader *r, const struct node *n, const char *name);
/* Is it a list of at most `max`? Else false, with a mistake. */
bool is_list(struct reader *r, const struct key *k, const struct node *n, size_t max);
/* The text of a scalar; NULL, with a mistake, for anything else and for nothing. */
const char *read_text(struct reader *r, const struct key *k, const struct node *n);
void wrong(struct reader *r, const struct key *k, const struct node *n); /* says what should stand there */
/* Copies to the key's place, if it has one. What is wrong is not put: the place stays zero. */
void put(const struct key *k, void *into, const void *value, size_t size);
/* "; did you mean X?", else `otherwise`. */
const char *meant(struct reader *r, const char *const *words, const char *word, const char *otherwise);
/* Is it a mapping? Then its languages are checked, each once. */
bool by_language(struct reader *r, const struct key *k, const struct node *n);

/* Types of value, and what they fill. */
extern const struct value_type value_text;   /* const char * */
extern const struct value_type value_code;   /* const char *: letters, digits, '-', '.' */
extern const struct value_type value_codes;  /* const char **, and how many */
extern const struct value_type value_states; /* likewise, ISO codes */
extern const struct value_type value_texts;  /* likewise, texts */
extern const struct value_type value_key; /* const char *: words joined by dots, such as parties.in_force */
extern const struct value_type value_domain; /* const char *: example.org */
extern const struct value_type value_mail;   /* const char *: office@example.org */
extern const struct value_type value_day;    /* day_t */
extern const struct value_type value_number; /* int */
extern const struct value_type value_word;   /* an enum: low for the first word, low + 1, ... */
extern const struct value_type value_flag;   /* bool: the second of two words */
extern const struct value_type value_name;   /* const char *: one of the words */
extern const struct value_type value_step;   /* struct step */
extern const struct value_type value_labels; /* struct labels */
extern const struct value_type value_map;    /* by `keys`, into the same struct */
extern const struct value_type value_maps;   /* each by `keys` into a struct of `size`: array, and how many */
extern const struct value_type value_words;  /* unsigned: a bit for each of the words that stands in a list */
extern const struct value_type value_ordered; /* const char **, and how many: words, in their order */
extern const struct value_type value_tags;    /* const char **, and how many: language tags */
extern const struct value_type value_known;   /* nothing: it was looked at before */

/* Those that know of treaties: rule_value.c. */
#define BIT(rule_kind) (1u << (rule_kind))
extern const struct value_type value_rule;       /* const char *: id of a rule of one of `kinds` */
extern const struct value_type value_rule_index; /* size_t: likewise, its place in the pack */
extern const struct value_type value_condition;  /* const char *: one of the pack's conditions */
extern const struct value_type value_kind;       /* enum act_kind, of those that bear on obligations */
extern const struct value_type value_kinds;      /* bool[ACT_KIND_COUNT], of those that bind */
extern const struct value_type value_closes;     /* closes and closes_on of struct terms */
extern const struct value_type value_month_day;  /* due_month and due_day of struct rule */
/* The two lists: rules.c; facts.c, for which the rules have been read. */
extern const struct value_type value_rules;
extern const struct value_type value_facts;
/* struct audience *, and how many: audience.c. */
extern const struct value_type value_audiences;
