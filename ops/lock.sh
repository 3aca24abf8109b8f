#!/bin/sh
# Write requirements.lock and tests/requirements.lock from pyproject.toml: versions and hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
uv=$(PATH=$BIN:$PATH command -v uv) || fail "make lock needs uv:  $BIN/python -m pip install uv"
"$uv" lock
export_lock() {
    "$uv" export --quiet --format requirements.txt --no-emit-project --no-annotate --no-default-groups --no-header "$@"
}
export_lock -o requirements.lock
export_lock --group test -o tests/requirements.lock
if grep -n '://' requirements.lock tests/requirements.lock; then fail "A lock file holds an address; see above."; fi
