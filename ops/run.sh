#!/bin/sh
# Serve this checkout with its background jobs; an empty database is first filled with the demo station.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
"$BIN/mediation" demo --if-empty
exec "$BIN/mediation" serve --with-worker
