#!/bin/sh
# Collect every message of code and pages, bring both catalogues up to date, compile them.
# The source texts are Chinese, so only English needs translating; an untranslated message fails a test.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh
translations=mediation/translations
template=$(mktemp)
trap 'rm -f "$template"' EXIT
"$BIN/pybabel" -q extract -F pyproject.toml -k N_ -k _l --no-location --sort-output --omit-header \
    --project mediation -o "$template" mediation templates rules
for locale in en zh_Hans; do
    po=$translations/$locale/LC_MESSAGES/messages.po
    mkdir -p "${po%/*}"
    if [ -f "$po" ]; then
        "$BIN/pybabel" -q update --no-fuzzy-matching --ignore-obsolete --omit-header -i "$template" -o "$po" -l "$locale"
    else
        "$BIN/pybabel" -q init -i "$template" -o "$po" -l "$locale"
    fi
    "$BIN/pybabel" compile --statistics -i "$po" -o "${po%.po}.mo"
done
