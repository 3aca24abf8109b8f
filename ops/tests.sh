#!/bin/sh
# Run every test, and beside them the types' check, which keeps but one processor busy. TURNS= (empty): tests that ask
# for a database on both kinds each, else as tests/turns.py says.
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
"$BIN/python" -m pytest -n 2 --dist worksteal ${TURNS---in-turns} || result=$?
wait "$types" || result=$?
cat "$report"
exit "$result"
