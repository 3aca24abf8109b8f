#!/bin/sh
# Collect every message of code and pages into the English catalogue; translate what is new in it by hand.
# The messages themselves are the Chinese texts, so Chinese needs no catalogue. A test fails while one is untranslated.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
english=mediation/translations/en/LC_MESSAGES/messages.po
template=$(mktemp)
trap 'rm -f "$template"' EXIT
"$BIN/pybabel" -q extract -F pyproject.toml -k N_ -k _l --no-location --sort-output -o "$template" .
"$BIN/pybabel" -q update --no-fuzzy-matching --ignore-obsolete --omit-header -i "$template" -o "$english" -l en
"$BIN/pybabel" compile --statistics --use-fuzzy -i "$english" -o /dev/null
