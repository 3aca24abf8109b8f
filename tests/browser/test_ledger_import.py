"""An old ledger taken over in a real browser: looked at, a column changed, imported, sent again, undone."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Served
from tests.browser.serving import enter
from tests.browser.test_journey import Hand, opened
from tests.checkout import ROOT

SHARED = ROOT.parent / "shared" / "ledger.xlsx"
LEDGER = SHARED if SHARED.exists() else ROOT / "tests" / "published" / "ledger.xlsx"


def send(hand: Hand, page: Page) -> None:
    """Upload the ledger: choose the file, read it."""
    page.get_by_label("台账文件").set_input_files(LEDGER)
    hand.clicks += 2  # the chooser is opened and answered
    hand.click(page.get_by_role("button", name="读取并核对"))
    page.wait_for_url(re.compile(r"/ledgers/.+"))


def row(page: Page, number: int) -> Locator:
    """Return a row of the list by its number in the file."""
    return page.locator("#rows tbody tr").filter(has=page.locator("td:first-child", has_text=re.compile(rf"^\s*{number}\s*$")))


def widest(page: Page) -> int:
    """Return how wide the page is in a narrow window."""
    page.set_viewport_size({"width": 390, "height": 844})
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    page.set_viewport_size({"width": 1280, "height": 900})
    return width


def test_a_ledger_is_looked_at_imported_once_and_undone_as_a_whole(lively: Served, browser: Browser):
    with opened(browser, own=True) as page:
        enter(page, lively.address, "wang")
        hand = Hand(page)
        hand.click(page.get_by_role("link", name="台账").first)
        send(hand, page)

        expect(page.locator("main")).to_contain_text("接受 45 行，拒绝 9 行，跳过 6 行")
        expect(row(page, 4)).to_contain_text("8,000.00")
        expect(row(page, 4)).not_to_contain_text("310112199001010038")
        assert widest(page) == 390

        amount = page.locator("select[name^=column-]").filter(has=page.locator("option[value=amount][selected]"))
        place = str(amount.get_attribute("name"))
        hand.choose(page.locator(f"select[name={place}]"), "")
        hand.click(page.get_by_role("button", name="重新读取"))
        expect(page.get_by_role("status").first).to_contain_text("已按新的对应关系重新读取")
        expect(row(page, 4)).not_to_contain_text("8,000.00")
        hand.choose(page.locator(f"select[name={place}]"), "amount")
        hand.click(page.get_by_role("button", name="重新读取"))
        expect(row(page, 4)).to_contain_text("8,000.00")

        before = hand.clicks
        hand.click(page.get_by_role("button", name="导入 45 件案件"))
        expect(page.get_by_role("status").first).to_contain_text("台账已导入")
        imported = page.url
        hand.click(row(page, 4).get_by_role("link"))
        page.wait_for_url(re.compile("/cases/"))
        expect(page.locator("main")).to_contain_text("张甲子")
        expect(page.locator("main")).to_contain_text("原台账第 4 行")
        assert hand.clicks - before == 2

        hand.click(page.get_by_role("link", name="台账").first)
        send(hand, page)
        expect(page.locator("main")).to_contain_text("其中 45 行此前已导入")
        hand.click(page.get_by_role("button", name="导入 0 件案件"))
        expect(page.locator("main")).to_contain_text("接受 0 行，拒绝 9 行，跳过 51 行")
        assert widest(page) == 390

        page.goto(imported)
        hand.click(page.locator("summary", has_text="撤销整次导入"))
        hand.click(page.get_by_role("button", name="撤销整次导入"))
        expect(page.get_by_role("status").first).to_contain_text("移出 45 件案件")
        expect(page.locator("main")).not_to_contain_text("继续导入")
        assert hand.clicks <= 22


def test_the_supervisor_is_led_to_what_is_past_in_it(lively: Served, browser: Browser):
    with opened(browser) as page:
        enter(page, lively.address, "wang")
        hand = Hand(page)
        page.goto(f"{lively.address}/ledgers")
        send(hand, page)
        hand.click(page.get_by_role("button", name=re.compile("导入 45 件案件")))
        expect(page.get_by_role("status").first).to_contain_text("台账已导入")
    with opened(browser) as page:
        enter(page, lively.address, "zhan")
        page.goto(f"{lively.address}/notices")
        hand = Hand(page)
        told = page.locator("main li, main tr").filter(has_text="需要督办或已过期限")
        expect(told.first).to_contain_text(LEDGER.name)
        hand.click(told.first.get_by_role("link").or_(told.first.get_by_role("button")).first)
        page.wait_for_url(re.compile("/supervision.*ledger="))
        expect(page.get_by_label("只看这次导入的台账")).to_be_checked()
        assert page.locator("#escalations tbody tr").count() > 3
        assert hand.clicks == 1
