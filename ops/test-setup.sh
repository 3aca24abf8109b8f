#!/bin/sh
# Add to a set-up checkout what its tests need: test packages, a browser, PDF tools, a PostgreSQL server.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh

has_browser() {
    for browser in "$BIN/chromium" chromium-headless-shell chromium google-chrome; do
        command -v "$browser" >/dev/null 2>&1 && return 0
    done
    return 1
}

# Ubuntu's Chromium is only a pointer to a snap, which headless tests can't use: there Playwright brings its own. Of
# Debian's, the one without a window takes half the time.
need_browser() {
    has_browser && return
    if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then playwright_browser=yes; else need chromium-headless-shell; fi
}

# install_playwright_browser: fetch it, and put it where the tests find a Chromium.
install_playwright_browser() {
    say "Installing Playwright's Chromium"
    twice "$BIN/playwright" install --with-deps chromium ||
        fail "No Chromium here, and Playwright could not fetch one. Install Chromium or Chrome, then run make test again."
    place=$("$BIN/python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as playwright: print(playwright.chromium.executable_path)')
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$place" >"$BIN/chromium"
    chmod +x "$BIN/chromium"
}

has_postgresql() {
    [ -n "${TEST_DATABASE_URL:-}" ] ||
        "$BIN/python" -c 'from tests import postgres; postgres.find_binaries().version()' 2>/dev/null
}

current=$(stamp_of tests/requirements.lock)
if ! stamped test-setup.stamp "$current"; then
    say "Installing the test packages from tests/requirements.lock"
    locked_install tests/requirements.lock
    has_postgresql || need postgresql
    printf '%s\n' "$current" >"$VENV/test-setup.stamp"
fi
playwright_browser=no
need_browser
command -v pdftotext >/dev/null 2>&1 || need poppler-utils
install_needed
[ "$playwright_browser" = no ] || install_playwright_browser
