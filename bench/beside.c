#include "beside.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/allow_clock.h"

#define ROUND_NS \
	5e6 /* a round is many runs of what is short, so that the clock's own cost does not count \
	     */

struct span {
	double cpu, wall;
};

static double now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static struct span measure(const struct way *w, long runs)
{
	struct span s = {0, 0};
	if (w->after) {
		for (long i = 0; i < runs; i++) {
			double cpu = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
			w->run(w->ctx);
			s.wall += now(CLOCK_MONOTONIC) - wall;
			s.cpu += now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
			w->after(w->ctx);
		}
	} else {
		double cpu = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
		for (long i = 0; i < runs; i++)
			w->run(w->ctx);
		s.wall = now(CLOCK_MONOTONIC) - wall;
		s.cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	}
	return (struct span){s.cpu / (double)runs, s.wall / (double)runs};
}

static long runs_of(const struct way *w)
{
	long runs = 1;
	measure(w, 1);
	while (!w->after && measure(w, runs).cpu * (double)runs < ROUND_NS)
		runs *= 2;
	return runs;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double median(double *value, int n)
{
	qsort(value, (size_t)n, sizeof *value, ascending);
	return value[n / 2];
}

struct beside beside(const struct way way[2], int rounds)
{
	double cpu[2][BESIDE_ROUNDS_MAX], wall[2][BESIDE_ROUNDS_MAX], ratio[BESIDE_ROUNDS_MAX],
		ratio_wall[BESIDE_ROUNDS_MAX];
	long runs[2] = {runs_of(&way[0]), runs_of(&way[1])};
	if (rounds > BESIDE_ROUNDS_MAX)
		rounds = BESIDE_ROUNDS_MAX;
	for (int i = 0; i < rounds; i++) {
		for (int k = 0; k < 2; k++) {
			int at = (i + k) % 2;
			struct span s = measure(&way[at], runs[at]);
			cpu[at][i] = s.cpu;
			wall[at][i] = s.wall;
		}
		ratio[i] = cpu[1][i] / cpu[0][i];
		ratio_wall[i] = wall[1][i] / wall[0][i];
	}
	return (struct beside){
		.ns = {median(cpu[0], rounds), median(cpu[1], rounds)},
		.wall = {median(wall[0], rounds), median(wall[1], rounds)},
		.ratio = median(ratio, rounds),
		.ratio_wall = median(ratio_wall, rounds),
	};
}

double alone(const struct way *way, int rounds)
{
	double cpu[BESIDE_ROUNDS_MAX];
	long runs = runs_of(way);
	if (rounds > BESIDE_ROUNDS_MAX)
		rounds = BESIDE_ROUNDS_MAX;
	for (int i = 0; i < rounds; i++)
		cpu[i] = measure(way, runs).cpu;
	return median(cpu, rounds);
}

const char *duration(double ns)
{
	static char text[8][32];
	static unsigned next;
	char *out = text[next++ % 8];
	const char *unit = ns < 1e3 ? "ns" : ns < 1e6 ? "us" : ns < 1e9 ? "ms" : "s";
	double value = ns < 1e3 ? ns : ns < 1e6 ? ns / 1e3 : ns < 1e9 ? ns / 1e6 : ns / 1e9;
	snprintf(out, sizeof text[0], "%.*f %s", value < 100 ? 1 : 0, value, unit);
	return out;
}

bool say_faster(const char *what, const struct way way[2], const struct beside *b, double at_least)
{
	bool reached = b->ratio >= at_least;
	printf("%s: %s %s, %s %s, ratio %.1f (wall %.1f; reach %g%s)\n", what, way[0].name,
		duration(b->ns[0]), way[1].name, duration(b->ns[1]), b->ratio, b->ratio_wall, at_least,
		reached ? "" : ", MISSED");
	fflush(stdout);
	return reached;
}

bool say_at_most(const char *what, const char *unit, double value, double at_most)
{
	bool reached = value <= at_most;
	printf("%s: %.*f%s (reach: at most %g%s)\n", what, value < 10 ? 2 : 0, value, unit, at_most,
		reached ? "" : ", MISSED");
	fflush(stdout);
	return reached;
}

void fail(const char *fmt, ...)
{
	va_list ap;
	fflush(stdout);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}
