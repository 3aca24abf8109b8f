#!/bin/sh
# Run every test, and beside them the types' check, which keeps but one processor busy.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
PATH="$(cd "$BIN" && pwd):$PATH"
export PATH
report=$(mktemp)
trap 'rm -f "$report"' EXIT
"$BIN/mypy" >"$report" 2>&1 &
types=$!
result=0
"$BIN/python" -m pytest -n 2 --dist worksteal || result=$?
wait "$types" || result=$?
cat "$report"
exit "$result"
