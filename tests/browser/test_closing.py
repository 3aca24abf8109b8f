"""A case is closed in three clicks, counts in the month's figures at once, and stands in the list behind the number."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served
from tests.browser.serving import enter
from tests.browser.test_journey import Hand, logged, opened


def test_a_closed_case_is_in_the_months_figures_and_one_click_behind_them(lively: Served, browser: Browser):
    """product.md: closed in three clicks; every number opens into its cases."""
    with opened(browser) as page:
        enter(page, lively.address, "zhan")
        page.goto(f"{lively.address}/figures")
        before = number_of(page.get_by_role("row", name=re.compile("^结案件数")).first.get_by_role("cell").inner_text())
        page.goto(lively.address)
        logged(Hand(page), "温归来")
        title = page.locator("h1").inner_text()
        number = re.search(r"[A-Z]{2}-\d{4}-\d{4,}", title + page.content())
        assert number is not None

        closing = Hand(page)
        closing.click(page.locator("#closing summary"))
        closing.click(page.locator("#closing").get_by_label("申请人撤回申请"))
        page.locator("#closing").get_by_label("申请人声明的日期").fill(page.locator("#f-closed_on").input_value())
        closing.click(page.locator("#closing").get_by_role("button", name="结案", exact=True))
        expect(page.get_by_role("status").first).to_be_visible()
        assert closing.clicks == 3

        looking = Hand(page)
        looking.click(page.get_by_role("navigation").get_by_role("link", name="统计", exact=True))
        row = page.get_by_role("row", name=re.compile("^结案件数")).first
        assert number_of(row.get_by_role("cell").inner_text()) == before + 1
        looking.click(row.get_by_role("cell").get_by_role("link"))
        expect(page.locator("h1")).to_contain_text(str(before + 1))
        case = page.get_by_role("link", name=number[0], exact=True)
        expect(case).to_be_visible()
        looking.click(case)
        expect(page.get_by_text("已结案").first).to_be_visible()
        assert looking.clicks == 3


def number_of(text: str) -> int:
    """Read the number at the beginning of a cell."""
    found = re.match(r"[\d,]+", text)
    return int(found[0].replace(",", "")) if found else 0
