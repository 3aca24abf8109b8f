#!/bin/sh
# Serve this checkout; an empty database is first filled with the demo station.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
"$BIN/mediation" demo --if-empty
exec "$BIN/mediation" serve
