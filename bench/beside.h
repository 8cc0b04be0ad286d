/* Two ways of doing one thing, measured beside each other in one run: a ratio holds where seconds do not. */
#pragma once
#include <stdbool.h>

#define BESIDE_ROUNDS_MAX 101

struct way {
	const char *name;
	void (*run)(void *ctx);   /* what is measured */
	void (*after)(void *ctx); /* clears up after each run, not measured; NULL: nothing to clear, so that a
				   * round may be many runs */
	void *ctx;
};
struct beside {
	double ns[2];             /* CPU time of one run, median of the rounds */
	double wall[2];           /* the same on the wall's clock */
	double ratio, ratio_wall; /* way[1] / way[0], median of the rounds' own ratios */
};
/* Runs each way once unmeasured, then in turn, round by round, the order changing; an odd number of rounds.
 */
struct beside beside(const struct way way[2], int rounds);
/* One way alone: ns of CPU time. */
double alone(const struct way *way, int rounds);

/* "1.2 us", "3.4 ms"; in one of a few static buffers. */
const char *duration(double ns);
/* One line: the times, the ratio and the reach; false when it is missed. */
bool say_faster(const char *what, const struct way way[2], const struct beside *b, double at_least);
bool say_at_most(const char *what, const char *unit, double value, double at_most);
/* Prints and ends the program. */
void fail(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
