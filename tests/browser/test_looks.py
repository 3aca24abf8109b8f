"""Every page, wide and narrow, in Chinese and English: nothing sticks out, axe finds nothing, every text is there."""


from playwright.sync_api import Browser

from tests.browser.conftest import Served
from tests.browser.looks import found_on_pages
from tests.browser.states import Visit


def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_its_window(lively: Served, browser: Browser) -> None:
    """Each page once, in one of the four ways; `make looks` reads each in all four."""
    visit = Visit(lively.app, lively.address, lively.at, "zh_Hans")

    assert found_on_pages(browser, visit, sparing=True) == []
