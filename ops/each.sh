#!/bin/sh
# Run the given Python scripts as modules, one after the other; stop at the first that fails.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
for script in "$@"; do
    [ -f "$script" ] || fail "There is no $script."
    say "== $script"
    "$BIN/python" -m "$(printf '%s' "${script%.py}" | tr / .)"
done
