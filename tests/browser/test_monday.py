"""The lawyer's Monday in a real browser: first page, gate, brief, article, opinion, what is left; clicks are counted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import select

from mediation import config, db
from mediation.config import Settings, clock
from mediation.domain.worktime import station_day
from mediation.models.roster import Firm, Lawyer, Shift
from mediation.models.user import User
from tests import make
from tests.browser.conftest import RULES, Tell
from tests.browser.serving import served
from tests.browser.test_journey import opened
from tests.databases import Databases
from tests.web.house import build, least, log_case, sign_in

CHARACTERS_A_MINUTE = 500
"""What a practised reader takes in of a plain Chinese page."""
CASES = (
    {"applicants[0].name": "孙昇", "respondents[0].name": "上海虹梅电子科技有限公司", "claims[0].kind": "dismissal_damages",
     "claims[0].amount": "96000", "claims[0].known_on": "2026-10-20", "claims[1].kind": "overtime",
     "claims[1].amount": "12500", "employment.ended_on": "2026-10-20", "employment.hired_on": "2019-03-01",
     "employment.relation": "labour", "employment.written_contract": "true", "willing.applicant": "true",
     "willing.respondent": "true",
     "summary": "公司以不胜任工作为由口头解除，未安排培训或者调岗，未事先通知工会；劳动者要求赔偿金和两年的加班工资，"
                "公司只愿意支付一个月工资，称加班未经审批，考勤记录以公司系统为准。"},
    {"applicants[0].name": "何静", "respondents[0].name": "上海梅陇建设有限公司", "claims[0].kind": "severance",
     "claims[0].amount": "24000"},
    {"applicants[0].name": "周曌", "respondents[0].name": "上海七宝商贸有限公司", "claims[0].kind": "severance",
     "claims[0].amount": "8000"},
)  # fmt: skip


@dataclass
class Hand:
    """A hand on the mouse that counts what it does."""

    clicks: int = 0
    steps: dict[str, tuple[int, float]] = field(default_factory=dict)
    _since: tuple[int, float] = (0, 0.0)

    def begin(self) -> None:
        """Start to count a step."""
        self._since = (self.clicks, time.perf_counter())

    def click(self, what: Locator) -> None:
        """Click."""
        what.click()
        self.clicks += 1

    def end(self, step: str) -> int:
        """Note a step; return its clicks."""
        clicks, began = self._since
        self.steps[step] = (self.clicks - clicks, round(time.perf_counter() - began, 2))
        return self.steps[step][0]

    def report(self) -> str:
        """Return every step with its clicks and seconds."""
        return "\n".join(f"{step}: {clicks} clicks, {took} s" for step, (clicks, took) in self.steps.items())


@pytest.fixture(scope="module")
def monday(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a house on a duty day that has just begun: three cases wait for the lawyer; give its address."""
    data = tmp_path_factory.mktemp("monday")
    with databases.fresh("sqlite", data) as url:
        settings = Settings(
            data_dir=data, database_url=url, rules_dir=RULES, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1
        )
        config.use(settings)
        config.ensure_keys(settings)
        app = build(settings)
        wang = sign_in(app)
        for given in CASES:
            log_case(wang, least(**given))
        _put_on_duty()
        with served(app) as address:
            yield address
        db.dispose()
        config.use(None)


def _put_on_duty() -> None:
    """Give the lawyer a duty that began a minute ago, and a lawyer of another firm the next one."""
    begins = clock.now() - timedelta(minutes=1)
    with db.transaction() as session:
        lv = session.exec(select(User).where(User.name == "lv")).one()
        hu = make.user(session, "hu", at=lv.stations[0], role="duty_lawyer", desk="law_firm", display_name="胡律师")
        for nth, user in enumerate((lv, hu)):
            firm = Firm(station_id=lv.station_ids[0], name=f"第{nth + 1}律师事务所")
            session.add(firm)
            session.flush()
            lawyer = Lawyer(station_id=firm.station_id, firm_id=firm.id, user_id=user.id, name=user.display_name)
            session.add(lawyer)
            session.flush()
            at = begins + timedelta(weeks=nth)
            on = station_day(at)
            session.add(
                Shift(
                    station_id=firm.station_id, lawyer_id=lawyer.id, on=on, pattern_on=on, starts_at=at,
                    ends_at=at + timedelta(hours=3),
                )  # fmt: skip
            )


def enter(page: Page, address: str, name: str) -> None:
    """Sign in with Enter."""
    page.goto(f"{address}/sign-in")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(make.PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def row(page: Page, name: str) -> Locator:
    """Return the row of the queue in which a name stands."""
    return page.locator("table.docket tbody tr", has_text=name)


def test_the_lawyers_monday(monday: str, browser: Browser, tell: Tell) -> None:
    hand = Hand()
    with opened(browser) as page:
        page.set_default_timeout(60_000)
        enter(page, monday, "lv")
        expect(page).to_have_url(f"{monday}/duty")
        assert "口头解除" not in page.content()
        assert "96,000" not in page.content()
        read_and_look_up(page, hand)
        write(page, hand)
        leave_behind(page, hand)
        the_others(page, hand, monday)
    with opened(browser) as page:
        enter(page, monday, "hu")
        expect(page).to_have_url(f"{monday}/")
        page.goto(f"{monday}/duty")
        expect(page.get_by_text("核对名称后显示问题")).to_be_visible()
        expect(page.get_by_text("何静").first).to_be_visible()
    tell(hand.report())


def read_and_look_up(page: Page, hand: Hand) -> None:
    """Answer the gate, read the brief, look an article up."""
    hand.begin()
    hand.click(row(page, "孙昇").get_by_role("button", name="无冲突，打开"))
    expect(page.locator(".brief")).to_contain_text("口头解除")
    assert hand.end("gate and brief") == 1
    length = len("".join(page.locator(".brief").inner_text().split()))
    assert length <= CHARACTERS_A_MINUTE * 1.5, f"{length} characters take longer than 90 seconds"
    hand.begin()
    hand.click(page.locator(".brief a[href*='/duty/articles/']").first)
    expect(page.locator("blockquote.article")).to_be_visible()
    assert hand.end("article behind a date") == 1
    page.go_back()


def write(page: Page, hand: Hand) -> None:
    """Write an opinion with an article and give it."""
    hand.begin()
    hand.click(page.get_by_role("link", name="出具意见"))
    page.get_by_label("意见必填").fill("公司未证明不胜任，也未通知工会，解除依据不足。")
    page.get_by_label("检索条文").fill("时效 一年")
    hand.click(page.get_by_role("button", name="检索", exact=True))
    hand.click(page.locator("#found").get_by_role("button").first)
    page.get_by_label("建议金额下限").fill("60000")
    page.get_by_label("建议金额上限").fill("96000")
    page.get_by_label("下一步").fill("公司七日内提交培训记录。")
    hand.click(page.get_by_role("button", name="出具意见"))
    expect(page.get_by_role("status")).to_contain_text("意见已出具")
    assert hand.end("opinion with an article") <= 4


def leave_behind(page: Page, hand: Hand) -> None:
    """Ask for evidence and leave a question to the next duty day."""
    hand.begin()
    page.get_by_label("需要的证据").fill("两年的考勤记录")
    hand.click(page.get_by_role("button", name="要求补充"))
    expect(page.locator("#evidence")).to_contain_text("两年的考勤记录")
    assert hand.end("evidence asked for") == 1
    hand.begin()
    page.get_by_label("遗留的问题").fill("考勤系统的原始数据由谁保管？")
    hand.click(page.get_by_role("button", name="留待下次"))
    expect(page.locator("#questions")).to_contain_text("原始数据")
    assert hand.end("question left open") == 1


def the_others(page: Page, hand: Hand, address: str) -> None:
    """Stand aside from one case, note that nobody came for another, seat a walk-in."""
    page.goto(f"{address}/duty")
    hand.begin()
    hand.click(row(page, "何静").locator("summary", has_text="有冲突"))
    hand.click(row(page, "何静").get_by_role("button", name="有冲突，回避"))
    expect(page.get_by_role("status")).to_contain_text("改由胡律师核对")
    assert hand.end("conflict") == 2
    hand.begin()
    hand.click(row(page, "周曌").get_by_role("button", name="未到"))
    expect(row(page, "周曌")).to_contain_text("未到")
    assert hand.end("no show") == 1
    hand.begin()
    hand.click(page.get_by_role("button", name="安排来访时段"))
    expect(page.get_by_role("status")).to_contain_text("已安排时段")
    assert hand.end("walk-in") == 1
    expect(page.locator("#h-questions").locator("xpath=ancestor::section")).to_contain_text("原始数据")


def test_the_gate_and_the_opinion_work_on_a_phone_without_scripts(monday: str, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, width=390, java_script_enabled=False, is_mobile=True, has_touch=True) as page:
        enter(page, monday, "hu")
        page.goto(f"{monday}/duty")
        page.get_by_role("button", name="无冲突，打开").first.click()
        expect(page.locator(".brief")).to_be_visible()
        page.get_by_role("link", name="出具意见").click()
        page.get_by_label("意见必填").fill("手机上写的意见。")
        page.get_by_role("button", name="保存草稿").click()
        expect(page.get_by_role("status")).to_contain_text("草稿已保存")
        assert page.locator("[name=answer]").input_value() == "手机上写的意见。"
