"""The main job in a real browser: log, see why, accept, agree, print."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Served
from tests.browser.serving import enter
from tests.checkout import ROOT

CASE = ROOT.parent / "shared" / "cases" / "01-langxia-thirteen-over-sixty.json"
WORKERS = "赵钱孙李周吴郑王冯陈褚卫蒋"


@contextmanager
def opened(browser: Browser, **given: object) -> Iterator[Page]:
    """Open a window that fails the test on any script error or policy violation."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", **given)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    strangers: list[str] = []
    page.on("request", lambda asked: strangers.append(asked.url) if "127.0.0.1" not in asked.url else None)
    yield page
    context.close()
    assert (faults, strangers) == ([], [])


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
    page.get_by_label("收款人").select_option(index=1)
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
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.goto(f"{lively.address}/intake")
        page.get_by_label("申请人姓名").press_sequentially("半份")
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

        page.get_by_role("link", name="案件", exact=True).click()
        page.wait_for_url(re.compile("/cases$"))

        assert asked == ["beforeunload"]


def test_the_targets_of_a_practised_mediator_are_kept(lively: Served, browser: Browser):
    """product.md: a walk-in in 12 fields and 8 clicks at most; the desk in no click, why in one."""
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        page.goto(lively.address)
        page.evaluate("sessionStorage.clear()")
        clicks = 0
        page.get_by_role("link", name="登记来访").last.click()
        clicks += 1
        page.get_by_label("申请人姓名").fill("量一量")
        page.locator('[name="respondents[0].name"]').fill("某公司")
        page.locator('[name="claims[0].kind"]').select_option("unpaid_wages")
        clicks += 2
        page.get_by_role("button", name="登记", exact=True).click()
        clicks += 1
        page.wait_for_url(re.compile("/cases/"))

        assert clicks <= 8
        assert page.locator("#referrals tbody tr").first.is_visible()
        page.locator("#referrals summary").first.click()
        assert page.locator("#referrals .reason").first.is_visible()
