/* Given to every file by -include: functions with a safer neighbour do not compile here. Comes after the
 * system headers that declare them. Where one is right, the file says so by including base/allow_*.h;
 * tools/check_house.py keeps the list of those files. */
#pragma once
#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define BANNED(f) use_something_safer_than_##f
#define BANNED_HERE(f, header) f##_needs_##header

#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef stpcpy
#undef sprintf
#undef vsprintf
#undef strtok
#undef gmtime
#undef localtime
#undef localtime_r
#undef mktime
#undef ctime
#undef asctime
#undef atoi
#undef atol
#undef atoll
#undef atof
#undef sscanf
#undef gets
#undef system
#undef popen
#undef setenv
#undef putenv
#undef mktemp
#undef tmpnam
#undef rand
#undef random
#undef alloca
#define strcpy(...) BANNED(strcpy)
#define strcat(...) BANNED(strcat)
#define strncpy(...) BANNED(strncpy)
#define strncat(...) BANNED(strncat)
#define stpcpy(...) BANNED(stpcpy)
#define sprintf(...) BANNED(sprintf)
#define vsprintf(...) BANNED(vsprintf)
#define strtok(...) BANNED(strtok)
#define gmtime(...) BANNED(gmtime)
#define localtime(...) BANNED(localtime)
#define ctime(...) BANNED(ctime)
#define asctime(...) BANNED(asctime)
#define atoi(...) BANNED(atoi)
#define atol(...) BANNED(atol)
#define atoll(...) BANNED(atoll)
#define atof(...) BANNED(atof)
#define sscanf(...) BANNED(sscanf)
#define gets(...) BANNED(gets)
#define system(...) BANNED(system)
#define popen(...) BANNED(popen)
#define putenv(...) BANNED(putenv)
#define mktemp(...) BANNED(mktemp)
#define tmpnam(...) BANNED(tmpnam)
#define rand(...) BANNED(rand)
#define random(...) BANNED(random)
#define alloca(...) BANNED(alloca)

/* The clock: in cli/ only. */
#undef time
#undef gettimeofday
#undef clock_gettime
#define time(...) BANNED_HERE(time, base_allow_clock_h)
#define gettimeofday(...) BANNED_HERE(gettimeofday, base_allow_clock_h)
#define clock_gettime(...) BANNED_HERE(clock_gettime, base_allow_clock_h)
#define localtime_r(...) BANNED_HERE(localtime_r, base_allow_clock_h)
#define mktime(...) BANNED_HERE(mktime, base_allow_clock_h)

/* The environment: in cli/ only. */
#undef getenv
#undef secure_getenv
#define getenv(...) BANNED_HERE(getenv, base_allow_env_h)
#define secure_getenv(...) BANNED_HERE(secure_getenv, base_allow_env_h)
#define setenv(...) BANNED_HERE(setenv, base_allow_env_h)

/* Memory that no arena owns: the journal's segments, and what a library hands over to be freed. */
#undef malloc
#undef calloc
#undef realloc
#undef reallocarray
#undef free
#undef strdup
#undef strndup
#undef asprintf
#undef vasprintf
#define malloc(...) BANNED_HERE(malloc, base_allow_malloc_h)
#define calloc(...) BANNED_HERE(calloc, base_allow_malloc_h)
#define realloc(...) BANNED_HERE(realloc, base_allow_malloc_h)
#define reallocarray(...) BANNED_HERE(reallocarray, base_allow_malloc_h)
#define free(...) BANNED_HERE(free, base_allow_malloc_h)
#define strdup(...) BANNED(strdup)
#define strndup(...) BANNED(strndup)
#define asprintf(...) BANNED(asprintf)
#define vasprintf(...) BANNED(vasprintf)
