"""Thirteen workers from another province claim pay: from the counter to the payment order, through the pages alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mediation.config import clock
from mediation.office.papers import bound
from tests.browser.room_hand import RoomHand, text_of
from tests.browser.talks_hand import house
from tests.browser.test_journey import opened
from tests.databases import Databases
from tests.office.evidence import given
from tests.office.group import roll

NAMES = ("赵大勇", "钱秀兰", "孙建国", "李桂芳", "周海涛", "吴小玲", "郑和平", "王伟", "冯春花", "陈志强", "褚卫东", "卫红梅", "蒋文")
SECRET = "底线七万五，家里等钱过年；不想让单位知道。"
FIRST_ON, LATER_ON = "2026-11-30", "2026-12-31"
FIRM, GENERAL = "安徽兴业劳务分包有限公司", "上海虹梅建设集团有限公司"


@pytest.fixture
def wang(databases: Databases, tmp_path: Path, browser: Browser, capsys: pytest.CaptureFixture[str]) -> Iterator[RoomHand]:
    """The mediator at a house that opens on a Monday; her clicks are told."""
    with house(databases, tmp_path / "house", "2026-11-16") as office, opened(browser) as page:
        page.set_default_timeout(8_000)
        hand = RoomHand(page, house=office)
        yield hand
    with capsys.disabled():
        print("\n" + hand.report())


def test_thirteen_workers_from_another_province_are_paid_or_have_their_payment_order(wang: RoomHand, browser: Browser) -> None:
    with wang.on("2026-11-16", "first day"):
        logged(wang)
        chained(wang)
        listed(wang)
        both_agree(wang)
        told_of_rights(wang)
        planned(wang)
    with wang.on("2026-11-18", "session", "/sittings"):
        held(wang)
        bargained(wang)
        settled(wang)
        each_agreed(wang)
        signed(wang, browser)
    with wang.on(FIRST_ON, "first instalment"):
        one_paid_one_missed(wang)
    with wang.on(LATER_ON, "after the missed instalment"):
        order_asked(wang)
        bound_up(wang)


def logged(wang: RoomHand) -> None:
    """Log the thirteen at the counter, from the board."""
    page = wang.page
    with wang.work("board, after sign-in", 1, 2.3):
        wang.go(page.get_by_role("navigation").get_by_role("link", name="今日", exact=True))
        expect(page.get_by_role("heading", name="近期期限")).to_be_visible()
    with wang.work("walk-in", 8, 90):
        wang.go(page.get_by_role("link", name="登记来访").last)
        wang.fill(page.get_by_label("申请人姓名"), NAMES[0])
        wang.fill(page.locator('[name="respondents[0].name"]'), FIRM)
        wang.choose(page.locator('[name="claims[0].kind"]'), "unpaid_wages")
        wang.fill(page.locator('[name="claims[0].amount"]'), "104097.50")
        wang.fill(page.locator('[name="claims[0].known_on"]'), "2026-11-10")
        wang.fill(page.get_by_label("涉及人数"), "13")
        wang.unfold("申请人资料")
        wang.pick("applicants[0].migrant", "true")
        wang.press("登记")
        page.wait_for_url(re.compile("/cases/"))
    wang.at = wang.path()
    assert wang.measured["walk-in"].fields <= 12
    with wang.work("the desk", 0):
        expect(page.locator("#referrals tbody tr").first).to_be_visible()
    with wang.work("why this desk", 1):
        wang.click(page.locator("#referrals summary", has_text="为什么").first)
        expect(page.locator("#referrals")).to_contain_text("十人以上")


def chained(wang: RoomHand) -> None:
    """Correct the chain: the subcontractor who pays, the general contractor above him."""
    page = wang.page
    with wang.work("general contractor put into the chain", 4):
        wang.spoke("用工链")
        wang.fill(page.locator('[name="fresh.name"]'), GENERAL)
        wang.choose(page.locator('[name="fresh.chain_role"]'), "general_contractor")
        wang.press("保存用工链")
        wang.told("已保存用工链")
    with wang.work("role of the firm named, with a sign", None):
        wang.choose(page.locator('[name="firms[0].chain_role"]'), "subcontractor")
        wang.choose(page.locator('[name="firms[0].sign_kind"]'), "site_board")
        wang.fill(page.locator('[name="firms[0].words"]'), "工地公示牌上写明劳务分包")
        wang.press("保存用工链")
        wang.told("已保存用工链")
    expect(page.locator(".map svg")).to_contain_text("施工总承包单位")
    expect(page.locator(".map svg")).to_contain_text("分包单位")


def listed(wang: RoomHand) -> None:
    """Paste the list, note the representatives."""
    page = wang.page
    text = roll(len(NAMES))
    for nth in range(len(NAMES), 0, -1):
        text = text.replace(f"工人{nth}\t", f"{NAMES[nth - 1]}\t")
    wang.open()
    with wang.work("list of thirteen pasted", None):
        wang.spoke("工人名册")
        page.locator("[name=roll]").fill(text)  # pasted: one key
        wang.press("录入名单")
        wang.told("新增 13 人")
    with wang.work("representatives", None):
        wang.go(page.get_by_role("link", name="登记代表"))
        for name in NAMES[:3]:
            wang.click(page.get_by_label(name))
        wang.fill(page.locator("[name=elected_how]"), "全体到场举手推举")
        wang.press("保存")
        wang.told("已登记代表")
    expect(page.locator("main")).to_contain_text("推举的代表")


def both_agree(wang: RoomHand) -> None:
    """Record the worker's consent and invite the firm; the clock and its article are on the page."""
    page = wang.page
    wang.open("/consents")
    worker, firm = page.locator("section[id^=party-]", has_text=NAMES[0]), page.locator("section[id^=party-]", has_text=FIRM)
    with wang.work("consent and invitation", 2):
        wang.go(wang.button("同意调解", worker))
        wang.told("已登记该方对调解的答复")
        wang.go(wang.button("邀请", firm))
        wang.told("邀请已制作")
    expect(page.locator("#clocks")).to_contain_text("同意")


def told_of_rights(wang: RoomHand) -> None:
    """Let the firms agree; issue the rights notice of the workers, and note that it was taken."""
    page = wang.page
    for firm in (FIRM, GENERAL):
        wang.go(wang.button("同意调解", page.locator("section[id^=party-]", has_text=firm)))
        wang.told("已登记该方对调解的答复")
    expect(page.locator("#clocks")).not_to_contain_text("尚不清楚")
    with wang.work("rights notice issued and served", None):
        wang.go(page.get_by_role("link", name="文书送达"))
        panel = page.locator("section[id^=party-]", has_text=NAMES[0])
        wang.go(wang.button("出具", panel))
        wang.told("已出具")
        wang.fill(panel.locator("[name$='.place']"), "漕河联合调解工作站")
        wang.go(wang.button("登记送达", panel))
        wang.told("送达已登记")
    expect(page.get_by_text("应送的都已送达")).to_have_count(1)


def planned(wang: RoomHand) -> None:
    """Plan the session for Wednesday."""
    wang.open()
    with wang.work("session planned", None):
        wang.spoke("调解会")
        wang.type({"on": "2026-11-18", "begins": "10:00"})
        wang.press("安排")
        wang.told("调解会已安排")


def held(wang: RoomHand) -> None:
    """Hold the session: who came, notes by one key, agreed facts, offers and counter-offers."""
    page = wang.page
    wang.go(page.get_by_role("link", name="第 1 次", exact=True))
    with wang.work("session opened with who came", None):
        for fieldset in page.locator("#f-attendance fieldset").all():
            wang.click(fieldset.locator("input[value=present]"))
        wang.press("开始调解会")
        wang.told("调解会已开始")
    with wang.work("shared note, by one key", 0):
        wang.fill(page.locator("[name=words]"), "九月、十月工资没有发，因总包没有付进度款。")
        page.keyboard.press("Alt+s")
        expect(page.locator(".said-list li").first).to_contain_text("总包没有付进度款")
    expect(page.locator(".said-list li.private")).to_have_count(0)
    wang.go(page.locator("button[name=talking_with][value=applicant]"))
    with wang.work("private note in a caucus, by one key", 0):
        wang.fill(page.locator("[name=words]"), SECRET)
        page.keyboard.press("Alt+p")
        expect(page.locator(".said-list li.private")).to_contain_text(SECRET)
    wang.go(page.locator("button[name=talking_with][value=joint]"))
    for fact in ("双方确认十三人九月、十月工资未发", "双方确认欠薪共 104,097.50 元"):
        wang.fill(page.locator("[name=fact_words]"), fact)
        wang.press("双方无争议")
        expect(page.locator("#facts li").filter(has_text=fact)).to_be_visible()


def bargained(wang: RoomHand) -> None:
    """Note what each side offers until one is taken."""
    page = wang.page
    form = page.locator("form.offer")
    for nth, (side, amount) in enumerate((("applicant", "104097.50"), ("respondent", "60000"), ("applicant", "90000"))):
        with wang.work(f"offer {nth + 1}, {side}", None, 10):
            assert form.locator(f"[name=offer_side][value={side}]").is_checked(), f"it is the turn of the {side}"
            wang.fill(form.locator("[name=amount]"), amount)
            page.keyboard.press("Enter")
            expect(page.locator("#ledger table.list tbody tr")).to_have_count(nth + 1)
    with wang.work("offer 4, in two instalments", None, 15):
        wang.fill(form.locator("[name=amount]"), "78000")
        wang.unfold("付款日期、分期", form)
        wang.fill(form.locator("[name=pay_on]"), FIRST_ON)
        wang.fill(form.locator("[name=count]"), "2")
        wang.go(wang.button("记录方案", form))
        expect(page.locator("#ledger table.list tbody tr")).to_have_count(4)
    expect(page.locator(".gaps")).to_contain_text("12,000.00")
    wang.go(wang.button("对方接受"))
    expect(page.locator("#ledger")).to_contain_text("已接受")
    wang.fill(page.locator("[name=result]"), "达成协议：共 78,000 元，分两期支付。")
    wang.press("结束")
    wang.told("调解会已结束")


def settled(wang: RoomHand) -> None:
    """Share the sum out, make the agreement from the offer and the list, and print it."""
    page = wang.page
    wang.open("/group")
    with wang.work("sum shared out among the thirteen", None):
        wang.unfold("分配协商金额")
        wang.fill(page.locator("[name=share_total]"), "78000")
        wang.press("分配")
        wang.told("已分配各人金额")
    wang.open("/offers")
    with wang.work("accepted offer to agreement PDF", 5):
        wang.press("据此制作协议")
        wang.press("取自名册")
        wang.fill(page.get_by_label("开户银行"), "中国工商银行漕河支行")
        wang.fill(page.get_by_label("收款账号"), "6222021001116245702")
        wang.press_last("保存并预览")
        wang.press("出具协议")
        with page.expect_download() as waiting:
            wang.click(page.get_by_role("link", name="下载 PDF"))
        text = text_of(Path(waiting.value.path()).read_bytes())
    wang.settlement = wang.path()
    for wanted in ("柒万捌仟元整", FIRM, NAMES[12], "2026年11月30日", "2026年12月30日", "双方确认十三人九月、十月工资未发"):
        assert wanted in text, wanted
    assert SECRET[:5] not in text


def each_agreed(wang: RoomHand) -> None:
    """Note what twelve signed; the thirteenth is missing."""
    page = wang.page
    wang.take("十二名工人签名的名册", given.pdf(2))
    wang.open("/group/answers")
    with wang.work("own consent of twelve, by their signed list", None):
        wang.click(page.get_by_role("button", name="勾选全部"))
        wang.click(page.get_by_label(NAMES[12]))
        wang.pick("answer", "agreed")
        wang.pick("group_way", "signed_list")
        wang.choose_last(page.locator("[name=evidence_id]"))
        wang.press("登记")
        wang.told("已登记 12 人的意见")
    expect(page.locator("main")).to_contain_text("尚未表态 1 人")


def signed(wang: RoomHand, browser: Browser) -> None:
    """Let all but one sign on paper: nothing is in force; the thirteenth signs on a phone, and it is."""
    page = wang.page
    wang.take("各方签名盖章的协议", given.pdf(3))
    wang.visit("/signing")
    with wang.work("paper signatures, with one scan", None):
        for box in page.locator("#f-signers label.check").all():
            if NAMES[12] not in box.inner_text():
                wang.click(box.locator("input"))
        wang.choose_last(page.locator("[name=evidence_id]"))
        wang.press("登记纸质签署")
        wang.told("已登记纸质签署")
    wang.press("我已加盖印章")
    expect(page.locator("main")).to_contain_text("已签 17 / 18")
    assert wang.main.get_by_role("button", name="登记生效").count() == 0
    with wang.work("phone of the thirteenth, code shown", 1):
        wang.go(page.get_by_role("button", name=f"手机签署 {NAMES[12]}"))
        expect(page.locator("img.qr")).to_be_visible()
    wang.sign_on_phone(browser, page.locator("main .digest").inner_text())
    wang.visit("/signing")
    expect(page.locator("main")).to_contain_text("全部签署，已生效")
    wang.verified()


def one_paid_one_missed(wang: RoomHand) -> None:
    """See what is due today in a click, note it as paid."""
    page = wang.page
    page.goto(wang.house.address)
    with wang.work("instalments of today", 1):
        wang.go(page.get_by_role("link", name="今日付款").first)
        expect(page.locator("#due tbody tr")).to_have_count(1)
    with wang.work("instalment noted as paid", 1):
        wang.go(wang.button("今天已付", page.locator("#due")))
        wang.told("已登记付款")
    expect(page.locator("#paid tbody tr")).to_have_count(1)


def order_asked(wang: RoomHand) -> None:
    """See which ways are open after the default and why the court's confirmation isn't; take the packet."""
    page = wang.page
    wang.open("/afterwards")
    expect(page.locator("#payments")).to_contain_text("逾期未付")
    rows = page.locator("section[id^=routes-] tbody tr")
    expect(rows.filter(has_text="司法确认").first).to_contain_text("逾期申请不予受理")
    expect(rows.filter(has_text="支付令").first).to_contain_text("可以持调解协议书申请支付令")
    packet = wang.button("备齐材料", rows.filter(has_text="支付令").first)
    wang.go(packet)
    expect(page.get_by_role("status").first).to_contain_text("没有登记住所地，支付令须能够送达")
    with wang.work("what the application lacks, put right", 4):
        wang.go(page.get_by_role("link", name=re.compile("^申请书.*支付令")))
        lacking = page.locator("tr[id^=payment_order_application]")
        wang.go(lacking.get_by_role("link", name=re.compile("^去办理.*住所地")))
        card = page.locator(".subrow[id^=party-]", has_text=FIRM)
        wang.go(card.get_by_role("link", name=re.compile("^更正")))
        wang.fill(page.locator("[name=address]"), "安徽省阜阳市颍州区清河路1号")
        wang.press("保存")
    wang.open("/afterwards")
    with wang.work("payment-order packet", 1), page.expect_download() as waiting:
        wang.click(packet)
    with zipfile.ZipFile(waiting.value.path()) as handed_in:
        names = handed_in.namelist()
        application = next(one for one in names if "支付令申请书" in one)
        text = text_of(handed_in.read(application))
        owed = handed_in.read(next(one for one in names if one.endswith("欠款计算.csv"))).decode("utf-8-sig")
    assert "39000.00" in owed
    assert any("调解协议" in one for one in names), names
    for wanted in (FIRM, NAMES[0], "39,000.00"):
        assert wanted in text, wanted


def bound_up(wang: RoomHand) -> None:
    """Have the whole file bound; the private note is nowhere in it."""
    page = wang.page
    wang.open("/papers")
    with wang.work("bound file asked for", 1):
        wang.go(wang.button("装订案卷"))
    assert bound.run_due(clock.now()) == 1
    page.reload()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载案卷").click()
    text = text_of(Path(waiting.value.path()).read_bytes())
    for wanted in ("卷内目录", "调解协议书", "支付令申请书", "权利义务告知书"):
        assert wanted in text, wanted
    assert SECRET[:5] not in text
