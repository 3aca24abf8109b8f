"""Days and teams of wage talks in a real browser: few clicks, and what is found while one types."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from tests import talks_make
from tests.browser.conftest import Served
from tests.browser.serving import enter
from tests.browser.test_journey import Hand, opened


@pytest.fixture
def talks_id(lively: Served) -> str:
    """Add talks asked for twenty days ago that nobody answered."""
    today = clock.today()
    days = {"proposed_on": today - timedelta(days=21), "received_on": today - timedelta(days=20)}
    with db.transaction() as session:
        station = session.exec(select(Station).where(Station.code == "CH")).one()
        row = talks_make.talks(session, station.id, now=clock.now(), employer="漕宝精密锻造有限公司", **days)
        talks_make.team(session, row, today)
        return row.id


def test_a_reply_takes_three_clicks_a_lawful_step_four_and_findings_follow_the_typing(
    lively: Served, talks_id: str, browser: Browser
):
    with opened(browser) as page:
        enter(page, lively.address, "gong")
        page.goto(f"{lively.address}/talks")
        hand = Hand(page)

        hand.click(page.get_by_role("link", name="漕宝精密锻造有限公司"))
        expect(page.locator(".lawful li").first).to_contain_text("上海市集体合同条例 第三十四条")
        hand.click(page.get_by_text("拒绝协商"))
        hand.fill(page.get_by_label("拒绝的理由"), "订单不足，暂不协商")
        hand.click(page.get_by_role("button", name="登记答复"))
        expect(page.get_by_text("已登记答复，期限已重新计算。")).to_be_visible()
        assert hand.clicks == 3

        hand.clicks = 0
        hand.click(page.locator(".lawful summary").first)
        hand.click(page.locator(".lawful").get_by_role("button", name="登记办理").first)
        expect(page.locator(".lawful li").first).to_contain_text("已办理")
        assert hand.clicks <= 4

        page.goto(f"{lively.address}/talks/{talks_id}/team")
        expect(page.locator("#team-found")).not_to_contain_text("现为 2 人")
        page.get_by_label("姓名").fill("钱外援")
        page.get_by_label("产生方式").select_option("union")
        page.get_by_label("首席代表").check()
        expect(page.locator("#team-found")).to_contain_text(re.compile("首席代表应为一人，现为 2 人"))
        page.get_by_label("首席代表").uncheck()
        expect(page.locator("#team-found")).not_to_contain_text("现为 2 人")
