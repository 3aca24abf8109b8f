"""What a page must look like: no wider than its window, no fault that axe finds, every fold open.

`python -m tests.browser.looks` (`make looks`) reads every page by every rule of axe at both widths in both languages. In
`make test` every page and state is opened once, by every rule: its name says in which of the four ways, and text that
stands in the same colours, size and weight as text read before isn't measured against its background again.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import axe_playwright_python
from playwright.sync_api import Browser, Page

from tests.browser.serving import enter, window
from tests.browser.shots import LET_GO, lively_house, pages
from tests.browser.states import Visit, states

Way = tuple[int, str]
WAYS: tuple[Way, ...] = ((1280, "zh_Hans"), (1280, "en"), (390, "zh_Hans"), (390, "en"))
"""Width of the window and language."""
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
COLOURS_ONCE = """
const rule = axe._audit.rules.find((one) => one.id === 'color-contrast'), whole = rule.matches
const seen = new Set(JSON.parse(localStorage.colours || '[]')), behind = new Map()
const backing = (element) => {
    if (!element) return ''
    if (!behind.has(element)) {
        const style = getComputedStyle(element), above = backing(element.parentElement)
        const own = `${style.backgroundColor} ${style.backgroundImage} ${style.opacity} ${style.filter}|`
        const moved = ['absolute', 'fixed', 'sticky'].includes(style.position)
        behind.set(element, moved || above === null ? null : own === 'rgba(0, 0, 0, 0) none 1 none|' ? above : above + own)
    }
    return behind.get(element)
}
rule.matches = function (node, ...given) {
    const style = getComputedStyle(node), back = backing(node)
    const looks = `${back}${style.color} ${style.fontSize} ${style.fontWeight} ${style.textShadow}`
    if (back !== null && seen.has(looks)) return false
    const counts = whole.call(rule, node, ...given)
    if (counts) localStorage.colours = JSON.stringify([...seen.add(looks)])
    return counts
}
"""
"""A page's text has few looks. What is moved out of the flow may stand before anything, so it is always measured."""
EVERY = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RUN = """(runOnly) => axe.run(document, {runOnly, resultTypes: ['violations'], preload: false}).then(
    (found) => found.violations.map((fault) => `${fault.id}: ${fault.nodes[0].html.slice(0, 120)}`)
)"""
"""Of what holds axe writes no report, and only faults leave the browser: that took longest. There is no sound to load.
"""
OPEN = "document.querySelectorAll('main details').forEach((one) => { one.open = true })"


def found_on_pages(browser: Browser, visit: Visit, ways: Sequence[Way] = WAYS, *, sparing: bool = False) -> list[str]:
    """Open every page, and every page in each of its states, as each user; return what is wrong with them.

    Each is opened once, in one of `ways`, always the same. `sparing`: each look of text is measured on the first page only.
    """
    found = []
    windows = {width: look_through(browser, width, sparing=sparing) for width, _ in ways}
    reached = {language: states(replace(visit, language=language)) for _, language in WAYS}
    for user, paths in pages(visit.at).items():
        for page in windows.values():
            page.context.clear_cookies()
            if user:
                enter(page, visit.address, user)
        for name in (*paths, *reached[visit.language].get(user, {})):
            width, language = ways[crc32(name.encode()) % len(ways)]
            page = windows[width]
            page.context.add_cookies([{"name": "language", "value": language, "url": visit.address}])
            if name in paths:
                visit.open(page, paths[name])
            else:
                reached[language][user][name](page)
            found += [f"{name}, {width} px, {language}: {fault}" for fault in faults(page, width)]
    for page in windows.values():
        page.context.close()
    return found


def look_through(browser: Browser, width: int, *, sparing: bool) -> Page:
    """Open a window of that width with axe in it."""
    page = window(browser, width, bypass_csp=True)
    page.context.add_init_script(f"{AXE};(() => {{{COLOURS_ONCE}}})()" if sparing else AXE)
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def faults(page: Page, width: int) -> list[str]:
    """Return what sticks out of the page shown and what axe finds on it, every fold open."""
    page.evaluate(OPEN)
    page.evaluate(LET_GO)
    found = [f"wider than {width} px"] if page.evaluate("document.documentElement.scrollWidth") > width else []
    return [*found, *page.evaluate(RUN, EVERY)]


def main() -> int:
    """Look at every page of a lively house in all four ways; return 1 and print the faults if there are any."""
    wrong = 0
    for width, language in WAYS:
        with lively_house(language) as (browser, visit):
            found = found_on_pages(browser, visit, [(width, language)])
        print(f"{width} px, {language}: {len(found)} faults", *found, sep="\n  ")
        wrong += len(found)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
