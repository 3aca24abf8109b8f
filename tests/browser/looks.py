"""What a page must look like: no wider than its window, no fault that axe finds, every fold open.

`python -m tests.browser.looks` (`make looks`) reads every page by every rule of axe at both widths in both languages.
"""

import sys
from pathlib import Path

import axe_playwright_python
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
WITHOUT_COLOURS = {"color-contrast": {"enabled": False}}
"""Colours are the same at every width and in every language, and reading them takes two thirds of the time."""
RUN = f"""(rules) => axe.run(document, {{runOnly: {TAGS}, resultTypes: ['violations'], rules}}).then(
    (found) => found.violations.map((fault) => `${{fault.id}}: ${{fault.nodes[0].html.slice(0, 120)}}`)
)"""
"""Every rule of these tags. Of what holds axe writes no report, and only faults leave the browser: that took longest."""
OPEN = "document.querySelectorAll('main details').forEach((one) => { one.open = true })"


def found_on_pages(browser: Browser, visit: Visit, width: int, *, colours: bool = True) -> list[str]:
    """Open every page, and every page in each of its states, as each user; return what is wrong with them."""
    found = []
    ways = states(visit)
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
            found += [f"{name}: {fault}" for fault in faults(page, width, colours=colours)]
        for name, reach in ways.get(user, {}).items():
            reach(page)
            found += [f"{name}: {fault}" for fault in faults(page, width, colours=colours)]
        context.close()
    return found


def faults(page: Page, width: int, *, colours: bool = True) -> list[str]:
    """Return what sticks out of the page shown and what axe finds on it, every fold open."""
    page.evaluate(OPEN)
    page.evaluate(LET_GO)
    found = []
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"wider than {width} px")
    return [*found, *page.evaluate(RUN, {} if colours else WITHOUT_COLOURS)]


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
