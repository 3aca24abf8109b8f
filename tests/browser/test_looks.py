"""Every page, wide and narrow: nothing sticks out, axe finds nothing, every text is there."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served
from tests.browser.serving import enter
from tests.browser.shots import LET_GO, pages
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
RUN = f"""axe.run(document, {{runOnly: {TAGS}, resultTypes: ['violations']}}).then(
    (found) => found.violations.map((fault) => `${{fault.id}}: ${{fault.nodes[0].html.slice(0, 120)}}`)
)"""
"""Every rule of these tags. Of what holds axe writes no report, and only faults leave the browser: that took longest."""
OPEN = "document.querySelectorAll('main details').forEach((one) => { one.open = true })"


@pytest.mark.parametrize(("width", "language"), [(1280, "zh_Hans"), (390, "en")])
def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_its_window(
    lively: Served, browser: Browser, width: int, language: str
):
    found = []
    visit = Visit(lively.app, lively.address, lively.at, language)
    ways = states(visit)
    for user, paths in pages(lively.at).items():
        context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
        context.add_cookies([{"name": "language", "value": language, "url": lively.address}])
        context.add_init_script(AXE)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        if user:
            enter(page, lively.address, user)
        for name, path in paths.items():
            visit.open(page, path)
            found += [f"{name}: {fault}" for fault in faults(page, width)]
        for name, reach in ways.get(user, {}).items():
            reach(page)
            found += [f"{name}: {fault}" for fault in faults(page, width)]
        context.close()

    assert found == []


def faults(page: Page, width: int) -> list[str]:
    """Return what sticks out of the page shown and what axe finds on it, every fold open."""
    page.evaluate(OPEN)
    page.evaluate(LET_GO)
    found = []
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"wider than {width} px")
    return [*found, *page.evaluate(RUN)]
