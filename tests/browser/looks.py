"""What a page must look like: no wider than its window, no fault that axe finds, every fold open.

`python -m tests.browser.looks` (`make looks`) reads every page by every rule of axe at both widths in both languages.
"""

import sys
from pathlib import Path

import axe_playwright_python
from flask import request
from playwright.sync_api import Browser, Page

from tests.browser.serving import enter
from tests.browser.shots import LET_GO, lively_house, pages
from tests.browser.states import Visit, states

SAME_COLORS = """
const Color = axe.commons.color.Color, parse = Color.prototype.parseString, known = new Map()
Color.prototype.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text)
    else {
        parse.call(this, text)
        known.set(text, [this.r, this.g, this.b, this.alpha])
    }
    return this
}
"""
"""For every element axe reads the colour of every element behind it: a page has few colours, so each is read once."""
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8") + f";(() => {{{SAME_COLORS}}})()"
"""Given to a window once, for every page it will open: given to each page anew, it takes a seventh of the whole."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY: dict[str, object] = {"type": "tag", "values": TAGS}
CHANGING: dict[str, object] = {"type": "rule", "values": [
    "document-title", "html-has-lang", "html-lang-valid", "valid-lang", "button-name", "link-name", "label", "select-name",
    "summary-name", "input-button-name", "aria-command-name", "aria-dialog-name", "empty-heading", "empty-table-header",
    "landmark-unique", "table-duplicate-name", "image-alt", "svg-img-alt", "role-img-alt",
    "target-size", "scrollable-region-focusable", "aria-hidden-focus", "skip-link", "heading-order", "page-has-heading-one",
    "landmark-one-main", "th-has-data-cells", "td-headers-attr", "scope-attr-valid", "meta-viewport",
]}  # fmt: skip
"""What another language (the first three lines) or another width can break. Colours, roles and nesting stay the same."""
RUN = """(runOnly) => axe.run(document, {runOnly, resultTypes: ['violations'], preload: false}).then(
    (found) => found.violations.map((fault) => `${fault.id}: ${fault.nodes[0].html.slice(0, 120)}`)
)"""
"""Of what holds axe writes no report, and only faults leave the browser: that took longest. There is no sound to load.
"""
OPEN = "document.querySelectorAll('main details').forEach((one) => { one.open = true })"


def found_on_pages(browser: Browser, visit: Visit, width: int, *, again: bool = False) -> list[str]:
    """Open every page, and every page in each of its states, as each user; return what is wrong with them.

    `again`: another width and language were read by every rule; axe reads each kind of page once, by what may change.
    """
    found = []
    ways = states(visit)
    read: set[str | None] = set()
    for user, paths in pages(visit.at).items():
        context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
        context.add_cookies([{"name": "language", "value": visit.language, "url": visit.address}])
        context.add_init_script(AXE)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        if user:
            enter(page, visit.address, user)
        for name, path in paths.items():
            visit.open(page, path)
            kind = _kind(visit, path)
            rules = EVERY if not again else None if kind in read else CHANGING
            read.add(kind)
            found += [f"{name}: {fault}" for fault in faults(page, width, rules)]
        for name, reach in ways.get(user, {}).items():
            reach(page)
            found += [f"{name}: {fault}" for fault in faults(page, width, CHANGING if again else EVERY)]
        context.close()
    return found


def _kind(visit: Visit, path: str) -> str | None:
    """Name the view that answers at `path`, which many pages share."""
    with visit.app.test_request_context(path):
        return request.endpoint


def faults(page: Page, width: int, rules: dict[str, object] | None = EVERY) -> list[str]:
    """Return what sticks out of the page shown and what axe finds on it by `rules`, every fold open."""
    page.evaluate(OPEN)
    page.evaluate(LET_GO)
    found = []
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"wider than {width} px")
    return [*found, *(page.evaluate(RUN, rules) if rules else [])]


def main() -> int:
    """Look at every page of a lively house in all four ways; return 1 and print the faults if there are any."""
    wrong = 0
    for width, language in ((1280, "zh_Hans"), (1280, "en"), (390, "zh_Hans"), (390, "en")):
        with lively_house(language) as (browser, visit):
            found = found_on_pages(browser, visit, width)
        print(f"{width} px, {language}: {len(found)} faults", *found, sep="\n  ")
        wrong += len(found)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
