"""A counter-offer in a real browser: few clicks, seen as a redline before it is noted; on a phone without scripts too."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served, Tell
from tests.browser.serving import enter
from tests.browser.test_journey import opened
from tests.browser.test_monday import Hand

SECONDS = 10
"""How long a practised user may take for an offer, server and browser included."""


def test_a_counter_offer_takes_three_clicks_and_is_taken_back_in_two(
    lively: Served, browser: Browser, tell: Tell
) -> None:
    hand = Hand()
    with opened(browser) as page:
        page.set_default_timeout(60_000)
        enter(page, lively.address, "wang")
        page.goto(lively.address + lively.at.rounds)
        hand.begin()
        hand.click(page.get_by_role("link", name="记录企业方方案"))
        page.locator('[name="wage_level.change"]').fill("-2.5")
        hand.click(page.get_by_role("button", name="预览", exact=True).last)
        changed = page.locator("tr", has_text="年度平均工资水平及调整幅度").first
        expect(changed.locator("del")).to_contain_text("3%")
        expect(changed.locator("ins")).to_contain_text("2.5%")
        assert changed.locator("ins").evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"
        hand.click(page.get_by_role("button", name="确认记录"))
        expect(page.get_by_role("status")).to_contain_text("已记录企业方第 4 轮方案")
        assert hand.end("counter-offer") == 3
        expect(page.locator("#c-wage_level")).to_contain_text("下调2.5%")
        hand.begin()
        hand.click(page.locator("summary", has_text="撤回最后一次方案"))
        hand.click(page.get_by_role("button", name="撤回这次方案"))
        expect(page.locator("#c-wage_level")).to_contain_text("下调3%")
        assert hand.end("taken back") == 2
    tell(hand.report())


def test_a_package_is_accepted_whole_on_a_phone_without_scripts(lively: Served, browser: Browser) -> None:
    with opened(browser, width=390, java_script_enabled=False, is_mobile=True, has_touch=True) as page:
        enter(page, lively.address, "wang")
        page.goto(f"{lively.address}{lively.at.rounds}/offer?side=workers")
        page.locator("details.clause > summary", has_text="津贴和补贴").click()
        page.locator('[name="allowances.amount"]').fill("100")
        page.locator('[name="bonus.months"]').fill("一个半月")
        page.get_by_label("整体接受企业方的一揽子方案").check()
        began = time.perf_counter()
        page.get_by_role("button", name="预览", exact=True).last.click()
        expect(page.locator("#problems")).to_contain_text("不能确定数值")
        assert page.locator('[name="bonus.months"]').input_value() == "一个半月"
        expect(page.get_by_label("整体接受企业方的一揽子方案")).to_be_checked()
        page.locator('[name="bonus.months"]').fill("0.8")
        page.get_by_role("button", name="预览", exact=True).last.click()
        expect(page.locator("table.list")).to_contain_text("接受对方方案")
        page.get_by_role("button", name="确认记录").click()
        expect(page.locator("#c-job_security")).to_contain_text("已达成一致")
        expect(page.locator("#c-wage_level")).to_contain_text("已达成一致")
        expect(page.locator("#c-allowances")).to_contain_text("100.00元")
        assert time.perf_counter() - began < 3 * SECONDS
