"""Thirteen workers from another province claim pay: from the counter to the payment order, through the pages alone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.room_group import (
    FIRM,
    FIRST_ON,
    GENERAL,
    HELD_ON,
    HOUSEHOLD,
    LATER_ON,
    NAMES,
    SECRET,
    SPOKEN,
    bound_up,
    each_agreed,
    later,
    one_paid_one_missed,
    order_asked,
    recorded,
    sent_to_court,
    settled,
    signed,
    visited,
)
from tests.browser.room_hand import RoomHand, wang_on
from tests.browser.room_papers import GROUP_LEAVES, drafts_hold, papers_hold
from tests.office.group import roll

wang = wang_on("2026-11-16")


def test_thirteen_workers_from_another_province_are_paid_or_have_their_payment_order(wang: RoomHand, browser: Browser) -> None:
    with wang.on("2026-11-16", "first day"):
        logged(wang)
        known_already(wang)
        chained(wang)
        listed(wang)
        entered(wang)
        both_agree(wang)
        told_of_rights(wang)
        planned(wang)
        turned_away = sent_to_court(wang)
    with wang.on(HELD_ON, "session", "/sittings"):
        held(wang)
    with later(70):
        bargained(wang)
        settled(wang)
        each_agreed(wang)
        signed(wang, browser)
        recorded(wang)
    with wang.on(FIRST_ON, "first instalment"):
        one_paid_one_missed(wang)
    with wang.on(LATER_ON, "after the missed instalment"):
        visited(wang)
        order_asked(wang)
        bound_up(wang)
        issued = papers_hold(wang, NAMES[0], FIRM, never=SECRET[:5])
        assert issued | papers_hold(wang, *HOUSEHOLD, never=SECRET[:5], at=turned_away) == GROUP_LEAVES
        assert drafts_hold(wang) == {"application", "registration", "rights_notice", "file_contents", "file_cover"}


def logged(wang: RoomHand) -> None:
    """Log the thirteen at the counter, from the board."""
    page = wang.page
    with wang.work("board, after sign-in (page ≤ 1 s)", 1):
        wang.go(page.get_by_role("navigation").get_by_role("link", name="今日", exact=True))
        expect(page.get_by_role("heading", name="近期期限")).to_be_visible()
    with wang.work("walk-in", 8, 90):
        wang.go(page.get_by_role("link", name="登记来访").last)
        wang.fill(page.get_by_label("申请人姓名"), NAMES[0])
        wang.fill(page.locator('[name="respondents[0].name"]'), FIRM)
        wang.choose(page.locator('[name="claims[0].kind"]'), "unpaid_wages")
        wang.fill(page.locator('[name="claims[0].amount"]'), "104097.50")
        wang.fill(page.locator('[name="claims[0].known_on"]'), "2026-11-10")
        wang.fill(page.get_by_label("经过"), "六月起在虹梅路工地做木工，九月、十月工资没有发。")
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


def known_already(wang: RoomHand) -> None:
    """Begin to log the same worker once more: the case is told while typing, and opened instead."""
    page = wang.page
    page.goto(wang.house.address + "/intake")
    with wang.work("same worker, same firm: told while typing, the case opened instead", 2):
        wang.fill(page.get_by_label("申请人姓名"), NAMES[0])
        wang.fill(page.locator('[name="respondents[0].name"]'), FIRM)
        page.keyboard.press("Tab")
        with page.expect_popup() as known:
            wang.click(page.locator("#alike a").first)
    assert known.value.url.endswith(wang.at)
    known.value.close()
    wang.open()


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


def entered(wang: RoomHand) -> None:
    """Print the application of the thirteen with their list, and the entry in the register."""
    wang.open()
    with wang.work("application and register printed", None):
        wang.spoke("文书")
        wang.issue("application", "registration")


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
    with wang.work("proof of service issued", 1):
        wang.go(wang.button("出具", panel))
        wang.told("已出具")
    expect(page.get_by_text("应送的都已送达")).to_have_count(1)


def planned(wang: RoomHand) -> None:
    """Plan the session for Wednesday."""
    wang.open()
    with wang.work("session planned", None):
        wang.spoke("调解会")
        wang.type({"on": HELD_ON, "begins": "10:00"})
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
    with later(20):
        wang.go(page.locator("button[name=talking_with][value=applicant]"))
        with wang.work("private note in a caucus, by one key", 0):
            wang.fill(page.locator("[name=words]"), SECRET)
            page.keyboard.press("Alt+p")
            expect(page.locator(".said-list li.private")).to_contain_text(SECRET)
        wang.click(page.locator("[name=speaker_id]").locator("xpath=..").filter(has_text=NAMES[0]))
        wang.fill(page.locator("[name=words]"), SPOKEN)
        page.keyboard.press("Alt+s")
        expect(page.locator(".said-list li:not(.private)").filter(has_text=SPOKEN)).to_be_visible()
    with later(45):
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
