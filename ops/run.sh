#!/bin/sh
# Serve this checkout; an empty database first gets the current schema and the demo station.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
"$BIN/mediation" migrate
"$BIN/mediation" demo --if-empty
exec "$BIN/mediation" serve
