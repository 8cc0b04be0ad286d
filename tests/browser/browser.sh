#!/bin/bash
# Runs a test in the browser with what scripts/setup made; left out, and said so, where that is not there.
export NODE_TOOLS=${NODE_TOOLS:-$ROOT/.cache/node/node_modules}
for tool in node chromium; do
	if ! command -v "$tool" >/dev/null; then
		echo "1..0 # SKIP no $tool here: scripts/setup check installs it"
		exit 0
	fi
done
if [ ! -d "$NODE_TOOLS" ]; then
	echo "1..0 # SKIP no $NODE_TOOLS: scripts/setup check makes it"
	exit 0
fi
exec node "$ROOT/tests/browser/$1"
