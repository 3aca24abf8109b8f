"""The main job in a real browser: log, see why, accept, agree, print."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Served
from tests.browser.serving import enter, lent, window
from tests.checkout import ROOT

CASE = ROOT.parent / "shared" / "cases" / "01-langxia-thirteen-over-sixty.json"
WORKERS = "赵钱孙李周吴郑王冯陈褚卫蒋"


@contextmanager
def opened(browser: Browser, *, own: bool = False, **given: object) -> Iterator[Page]:
    """Open a window that fails the test on any script error or policy violation; `own`: used by this test alone."""
    with (closing if own else lent)(browser, locale="zh-CN", **given) as page:
        faults: list[str] = []
        strangers: list[str] = []
        listeners = {
            "pageerror": lambda fault: faults.append(str(fault)),
            "console": lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
            "request": lambda asked: strangers.append(asked.url) if "127.0.0.1" not in asked.url else None,
        }
        for event, heard in listeners.items():
            page.on(event, heard)
        yield page
        for event, heard in listeners.items():
            page.remove_listener(event, heard)
    assert (faults, strangers) == ([], [])


@contextmanager
def closing(browser: Browser, **given: object) -> Iterator[Page]:
    """Open a window and close it."""
    page = window(browser, **given)
    yield page
    page.context.close()


def case_01() -> dict:
    """Return the first shared case; this repository's own copy of its facts where the folder isn't beside it."""
    if CASE.exists():
        return json.loads(CASE.read_text("utf-8"))
    return json.loads((Path(__file__).parent / "case_01.json").read_text("utf-8"))


def log_in_form(page: Page, address: str, case: dict) -> None:
    """Type the case into the intake form and log it."""
    page.goto(address)
    page.get_by_role("link", name="登记来访").last.click()
    page.get_by_label("申请人姓名").fill(case["applicants"][0]["name"])
    page.locator('[name="respondents[0].name"]').fill(case["respondents"][0]["name"])
    page.locator('[name="claims[0].kind"]').select_option(case["claims"][0]["kind"])
    page.get_by_label("经过").fill(case["summary"])
    page.get_by_label("涉及人数").fill(str(case["workers"]))
    page.get_by_label("来源").select_option(case["channel"])
    page.locator("summary", has_text="被申请人资料").click()
    page.get_by_role("button", name="再加一个被申请单位").click()
    page.locator('[name="respondents[1].name"]').fill(case["respondents"][1]["name"])
    page.locator("summary", has_text="用工情况").click()
    page.get_by_label("用工形式").select_option(case["employment"]["relation"])
    page.locator("summary", has_text="调解意愿").click()
    page.locator('[name="willing.applicant"][value="true"]').check()
    page.locator('[name="willing.respondent"][value="true"]').check()
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile("/cases/"))


def test_a_case_is_logged_explained_accepted_settled_and_printed(lively: Served, browser: Browser):
    case = case_01()
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        log_in_form(page, lively.address, case)
        at = page.url
        expect(page.get_by_role("status")).to_contain_text("主办：工会")
        page.locator("#referrals summary", has_text="为什么").first.click()
        expect(page.locator("#referrals")).to_contain_text("十人以上群体争议由工会主办")
        expect(page.locator("#referrals .reason").first).to_be_visible()

    with opened(browser) as page:
        enter(page, lively.address, "gong")
        page.get_by_role("link", name=re.compile("收件箱")).first.click()
        row = page.get_by_role("row", name=re.compile(re.escape(case["applicants"][0]["name"]))).last
        row.get_by_role("button", name="接收").click()
        expect(page.get_by_role("status")).to_contain_text("已接收")

    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.goto(at)
        expect(page.locator("#referrals")).to_contain_text("龚工会")
        text = settle_and_download(page)
    for wanted in ("调解协议书", case["respondents"][0]["name"], "贰万陆仟元整", "赵一", "蒋一", "2099年1月15日"):
        assert wanted in text, wanted


def settle_and_download(page: Page) -> str:
    """Draft terms for the thirteen, preview, issue, download; return the text of the PDF."""
    page.get_by_role("button", name="起草调解协议").click()
    page.get_by_label("付款人").select_option(index=2)
    page.get_by_label("总额").fill("26000")
    expect(page.locator("output").first).to_have_text("贰万陆仟元整")
    page.get_by_label("第 1 期付款日").fill("2099-01-15")
    page.locator('[name="instalments[0].amount"]').fill("26,000")
    page.get_by_label("每行一人").fill("\n".join(f"{name}一 2000" for name in WORKERS))
    page.get_by_label("主要事实").fill("双方确认欠付工资共二万六千元。")
    page.get_by_role("button", name="保存并预览").last.click()
    page.wait_for_url(re.compile("/preview"))
    page.get_by_role("button", name="出具协议").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 PDF").click()
    data = Path(waiting.value.path()).read_bytes()
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages).replace("\n", "")


def test_a_case_is_logged_by_keyboard_alone(lively: Served, browser: Browser):
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
        page.goto(f"{lively.address}/intake")
        expect(page.get_by_label("申请人姓名")).to_be_focused()
        page.keyboard.type("键盘工人")
        page.keyboard.press("Tab")
        page.keyboard.type("键盘公司")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        if "/intake" in page.url:
            page.get_by_label("申请人姓名").press("Enter")
        page.wait_for_url(re.compile("/cases/"))
        expect(page.locator("h1")).to_contain_text("键盘工人 诉 键盘公司")


def test_every_fold_of_the_form_opens_by_keyboard(lively: Served, browser: Browser):
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.goto(f"{lively.address}/intake")
        folds = page.locator("details.panel > summary")

        for nth in range(folds.count()):
            folds.nth(nth).focus()
            page.keyboard.press("Enter")

        assert page.locator("details.panel[open]").count() == folds.count() == 5


def test_a_case_is_logged_and_accepted_without_javascript(lively: Served, browser: Browser):
    with opened(browser, java_script_enabled=False) as page:
        enter(page, lively.address, "wang")
        page.goto(f"{lively.address}/intake")
        page.locator('[name="applicants[0].name"]').fill("无脚本工人")
        page.get_by_role("button", name="再加一项请求").click()
        assert page.locator('[name="applicants[0].name"]').input_value() == "无脚本工人"
        page.locator('[name="claims[1].kind"]').select_option("overtime")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("#problems")).to_contain_text("被申请人 1")
        page.locator('[name="respondents[0].name"]').fill("无脚本公司")
        page.locator('[name="claims[0].kind"]').select_option("unpaid_wages")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("h1")).to_contain_text("无脚本工人 诉 无脚本公司")


def test_leaving_a_typed_form_asks_first(lively: Served, browser: Browser):
    with opened(browser, own=True) as page:
        enter(page, lively.address, "wang")
        page.goto(f"{lively.address}/intake")
        page.get_by_label("申请人姓名").press_sequentially("半份")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

        page.get_by_role("link", name="案件", exact=True).click()
        page.wait_for_url(re.compile("/cases$"))

        assert asked == ["beforeunload"]


@dataclass
class Hand:
    """Does what a person does, and counts it: clicks and Enter, and fields typed into; choosing from a list is two clicks."""

    page: Page
    clicks: int = 0
    fields: int = 0

    def click(self, target: Locator) -> None:
        """Click on something."""
        self.clicks += 1
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        """Type into a field reached by Tab."""
        self.fields += 1
        target.fill(text)

    def choose(self, target: Locator, value: str) -> None:
        """Open a list and choose from it."""
        self.clicks += 2
        self.fields += 1
        target.select_option(value)


def logged(hand: Hand, worker: str, kinds: tuple[str, ...] = ("unpaid_wages",)) -> None:
    """Log a walk-in, from the board."""
    page = hand.page
    hand.click(page.get_by_role("link", name="登记来访").last)
    hand.fill(page.get_by_label("申请人姓名"), worker)
    hand.fill(page.locator('[name="respondents[0].name"]'), "某公司")
    for nth, kind in enumerate(kinds):
        if nth:
            hand.click(page.get_by_role("button", name="再加一项请求"))
        hand.choose(page.locator(f'[name="claims[{nth}].kind"]'), kind)
    hand.click(page.get_by_role("button", name="登记", exact=True))
    page.wait_for_url(re.compile("/cases/"))


def test_a_walk_in_takes_few_clicks_and_shows_its_desk_and_why(lively: Served, browser: Browser):
    """product.md: the board in a click after sign-in, a walk-in in 12 fields and 8 clicks, the desk in none, why in one."""
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.goto(lively.address)
        expect(page.get_by_role("heading", name="近期期限")).to_be_visible()
        hand = Hand(page)

        logged(hand, "量一量")
        assert hand.clicks <= 8
        assert hand.fields <= 12
        expect(page.locator("#referrals tbody tr").first).to_be_visible()

        hand.clicks = 0
        hand.click(page.locator("#referrals summary").first)
        expect(page.locator("#referrals .reason").first).to_be_visible()
        assert hand.clicks == 1


def test_a_desk_accepts_in_two_clicks(lively: Served, browser: Browser):
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.goto(lively.address)
        logged(Hand(page), "收一收")

    with opened(browser) as page:
        enter(page, lively.address, "gong")
        page.goto(lively.address)
        hand = Hand(page)
        hand.click(page.get_by_role("link", name=re.compile("收件箱")).last)
        hand.click(page.get_by_role("row", name=re.compile("收一收")).get_by_role("button", name="接收"))
        expect(page.get_by_role("status")).to_contain_text("已接收")

        assert hand.clicks == 2


def test_terms_with_several_claims_become_a_pdf_in_five_clicks(lively: Served, browser: Browser):
    """product.md: from the case to the PDF in five clicks at most, however many claims there are."""
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.goto(lively.address)
        logged(Hand(page), "数一数", ("unpaid_wages", "overtime", "annual_leave"))
        hand = Hand(page)

        hand.click(page.get_by_role("button", name="起草调解协议"))
        hand.click(page.get_by_role("button", name="全部处理"))
        assert page.locator('input[type=radio][value="settled"]:checked').count() == 3
        hand.fill(page.get_by_label("开户银行"), "中国工商银行漕河支行")
        hand.fill(page.get_by_label("收款账号"), "6222021001116245702")
        for nth, amount in enumerate(("10000", "10000", "6000")):
            hand.fill(page.locator('[name^="amounts["]').nth(nth), amount)
        hand.fill(page.get_by_label("总额"), "26000")
        hand.fill(page.get_by_label("第 1 期付款日"), "2099-01-15")
        hand.fill(page.locator('[name="instalments[0].amount"]'), "26000")
        hand.click(page.get_by_role("button", name="保存并预览").last)
        hand.click(page.get_by_role("button", name="出具协议"))
        with page.expect_download() as waiting:
            hand.click(page.get_by_role("link", name="下载 PDF"))

        assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
        assert hand.clicks <= 5


def test_every_claim_is_settled_at_once_without_javascript(lively: Served, browser: Browser):
    with opened(browser, java_script_enabled=False) as page:
        enter(page, lively.address, "wang")
        page.goto(lively.address + lively.at.terms)
        page.get_by_label("其他约定").fill("写好的约定")

        page.get_by_role("button", name="全部处理").click()

        assert page.locator('input[type=radio][value="settled"]:checked').count() == 2
        expect(page.get_by_label("其他约定")).to_have_value(re.compile("写好的约定"))
