#!/bin/sh
# The examples of the mustache and CommonMark specifications; the latter's where scripts/setup brought them by npm.
set -eu
spec=${NODE_TOOLS:-$ROOT/.cache/node/node_modules}/commonmark-spec
json=$(mktemp)
trap 'rm -f "$json"' EXIT
if command -v node >/dev/null && [ -d "$spec" ]; then
	node -e 'process.stdout.write(JSON.stringify(require(process.argv[1]).tests))' "$spec" >"$json"
else
	rm -f "$json"
fi
/usr/bin/python3 "$ROOT/tests/text/spec.py" "$1" "$ROOT/tests/text/spec/mustache" "$json"
