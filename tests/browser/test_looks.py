"""Every page, wide and narrow: nothing sticks out, axe finds nothing, every text is there."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Served
from tests.browser.looks import found_on_pages
from tests.browser.states import Visit


@pytest.mark.parametrize(("width", "language"), [(1280, "zh_Hans"), (390, "en")])
def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_its_window(
    lively: Served, browser: Browser, width: int, language: str
):
    visit = Visit(lively.app, lively.address, lively.at, language)

    found = found_on_pages(browser, visit, width, again=width == 390)  # `make looks` reads them in all four ways

    assert found == []
