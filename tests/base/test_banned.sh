#!/bin/bash
# banned.h: each banned call stops the build and says why; the three opt-ins lift their own, and the headers of
# our libraries pass.
n=0
compile() {
	printf '%b' "$1" | ${CC:-cc} -std=gnu17 -D_GNU_SOURCE -I"$ROOT/src" -include "$ROOT/src/base/banned.h" \
		-I/usr/include/postgresql -Wall -Werror -fsyntax-only -x c - 2>&1
}
report() { # good?, name
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

for f in strcpy strcat strncpy strncat stpcpy sprintf vsprintf strtok gmtime localtime ctime asctime atoi atol \
	atoll atof sscanf gets system popen putenv mktemp tmpnam rand random alloca strdup strndup asprintf vasprintf; do
	compile "void x(void);\nvoid x(void) { $f(0); }\n" | grep -q "use_something_safer_than_$f"
	report $? "$f"
done

while read -r header functions; do
	for f in $functions; do
		compile "void x(void);\nvoid x(void) { $f(0); }\n" | grep -q "${f}_needs_base_${header}_h"
		report $? "$f"
		compile "#include \"base/$header.h\"\nvoid *x(void);\nvoid *x(void) { return (void *)$f; }\n" >/dev/null
		report $? "$f with $header.h"
	done
done <<'LIST'
allow_clock time gettimeofday clock_gettime localtime_r mktime
allow_env getenv secure_getenv setenv
allow_malloc malloc calloc realloc reallocarray free
LIST

for header in talloc.h sodium.h jansson.h yaml.h sqlite3.h libpq-fe.h csv.h cmark.h unicode/ucol.h; do
	out=$(compile "#include <$header>\n#include <stdint.h>\nint x;\n")
	report $? "<$header>"
	[ -z "$out" ] || echo "$out" | sed 's/^/# /'
done
echo "1..$n"
