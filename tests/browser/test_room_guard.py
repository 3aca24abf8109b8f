"""A dismissed pregnant worker settles below what she is owed: guard, second reader, four signatures, court, closing."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.room_hand import RoomHand, text_of, wang_on
from tests.browser.room_papers import GUARD_LEAVES, drafts_hold, papers_hold
from tests.browser.test_journey import opened
from tests.office.evidence import given

WORKER, FIRM = "林静", "上海漕河食品有限公司"
REASON = "快生了，打官司要拖一年，我愿意少拿一点，马上拿到钱。"
AGENT = "周敏"
COURT, NUMBER = "上海市闵行区人民法院", "（2026）沪0112民特1号"


wang = wang_on("2026-11-16")


def test_a_dismissed_pregnant_worker_settles_below_the_floor_knowing_it_and_the_court_confirms(
    wang: RoomHand, browser: Browser
) -> None:
    with wang.on("2026-11-16", "first day"):
        logged(wang)
        worked_out(wang)
        both_agree(wang)
        accepted(wang, browser)
        prolonged(wang)
    with wang.on("2026-11-17", "the firm wants no more of it"):
        refused(wang)
    with wang.on("2026-11-18", "the firm comes back"):
        reopened(wang, browser)
        authorised(wang)
        stopped(wang)
        read_by_another(wang, browser)
        issued(wang)
        signed_by_four(wang, browser)
    with wang.on("2026-11-20", "to the court", "/afterwards"):
        applied(wang)
    with wang.on("2026-12-07", "confirmed and closed", "/afterwards"):
        granted(wang)
        closed(wang)
        assert papers_hold(wang, WORKER, FIRM, never=REASON[:6]) == GUARD_LEAVES
        assert drafts_hold(wang) == {
            "application", "registration", "acceptance_notice", "rights_notice", "court_confirmation_application",
        }  # fmt: skip


def logged(wang: RoomHand) -> None:
    """Log her claims: damages for the dismissal, and what maternity gives."""
    page = wang.page
    page.goto(wang.house.address)
    with wang.work("walk-in with two claims", 8):
        wang.go(page.get_by_role("link", name="登记来访").last)
        wang.fill(page.get_by_label("申请人姓名"), WORKER)
        wang.fill(page.locator('[name="respondents[0].name"]'), FIRM)
        wang.choose(page.locator('[name="claims[0].kind"]'), "dismissal_damages")
        wang.go(page.get_by_role("button", name="再加一项请求"))
        wang.choose(page.locator('[name="claims[1].kind"]'), "maternity")
        wang.fill(page.locator('[name="claims[0].known_on"]'), "2026-11-06")
        wang.fill(page.locator('[name="claims[1].known_on"]'), "2026-11-06")
        wang.fill(page.get_by_label("经过"), "怀孕六个月，公司以旷工为由当天口头解除，未通知工会。")
        wang.press_last("登记")
        page.wait_for_url(re.compile("/cases/"))
    wang.at = wang.path()
    expect(page.locator("#referrals")).to_contain_text("三期")


def worked_out(wang: RoomHand) -> None:
    """Work out 2N on the page of the claim."""
    page = wang.page
    with wang.work("claim worked out (2N)", None):
        wang.go(page.locator("a[href*='/claims/']").first)
        wang.type({"hired_on": "2021-03-01", "left_on": "2026-11-06", "average_wage": "9000"})
        wang.press("测算并保存")
    expect(page.locator("#kept")).to_contain_text("108,000.00")


def both_agree(wang: RoomHand) -> None:
    """Record that both want to mediate."""
    wang.open("/consents")
    with wang.work("consent of both sides", 2):
        for name in (WORKER, FIRM):
            wang.go(wang.button("同意调解", wang.page.locator("section[id^=party-]", has_text=name)))
            wang.told("已登记该方对调解的答复")


def accepted(wang: RoomHand, browser: Browser) -> None:
    """Let the union, which leads, take the case; print the notice that mediation begins, with both of its clocks."""
    with opened(browser) as page:
        page.set_default_timeout(60_000)
        gong = RoomHand(page, house=wang.house, name="gong")
        with gong.on("2026-11-16", "desk"), gong.work("case taken by the desk that leads", 2):
            gong.go(page.get_by_role("link", name=re.compile("收件箱")).last)
            gong.go(gong.button("接收"))
            gong.told("已接收")
    wang.measured |= gong.measured
    wang.open("/papers")
    with wang.work("notice of acceptance", 1):
        wang.issue("acceptance_notice")


def prolonged(wang: RoomHand) -> None:
    """Wait for an appraisal: both agree to more time; the new date and how it was reached are shown."""
    wang.open("/clocks?because=appraisal")
    with wang.work("more time while an appraisal is awaited, with reason and both consents", None):
        wang.choose_last(wang.page.locator("[name='extension.target']"))
        wang.type({"extension.on": "2026-12-10", "extension.evidence": "等待医院出具孕期鉴定意见；双方签名的同意书存卷"})
        for side, who in (("applicant", WORKER), ("respondent", FIRM)):
            wang.type({f"extension.{side}_who": who, f"extension.{side}_how": "书面", f"extension.{side}_on": "2026-11-16"})
        wang.press("查看将变动的期限", wang.page.locator("#note-extension"))
        expect(wang.page.locator("#preview")).to_contain_text("2026-12-10")
        expect(wang.page.locator("#preview")).to_contain_text("计算过程")
        wang.press("确认登记")
    wang.open("#dates")
    expect(wang.page.locator("#dates")).to_contain_text("2026-12-10")


def refused(wang: RoomHand) -> None:
    """Note that the firm wants no more of it: mediation ends, and both are told of the ways that stay open."""
    page = wang.page
    wang.open("/consents")
    with wang.work("refusal noted, with the ways that stay open", 1):
        wang.go(wang.button("不同意调解", page.locator("section[id^=party-]", has_text=FIRM)))
    expect(page.locator("#h-refused")).to_contain_text("调解即行终止")
    wang.open()
    with wang.work("mediation ended, notice of it issued", 3):
        wang.click(page.locator("#closing summary"))
        wang.click(page.locator("#closing").get_by_label("一方明确表示不愿意调解"))
        wang.press("结案", page.locator("#closing"))
    expect(page.get_by_text("已出具《调解终止告知书》")).to_be_visible()


def reopened(wang: RoomHand, browser: Browser) -> None:
    """Have the case taken up again by the supervisor, with the reason; note that the firm agrees now."""
    with opened(browser) as page:
        page.set_default_timeout(60_000)
        zhan = RoomHand(page, house=wang.house, name="zhan", at=wang.at)
        with zhan.on("2026-11-18", "case taken up again"), zhan.work("case taken up again, with the reason", 1):
            zhan.fill(page.locator("[name=reopen_reason]"), "公司十一月十八日来站，表示愿意继续调解。")
            zhan.press("恢复办理")
    wang.measured |= zhan.measured
    wang.open("/consents")
    wang.go(wang.button("同意调解", wang.page.locator("section[id^=party-]", has_text=FIRM)))
    wang.told("已登记该方对调解的答复")


def authorised(wang: RoomHand) -> None:
    """Note who acts for the firm and in what; print the authority, and put the signed one on file."""
    page = wang.page
    wang.open("/people")
    with wang.work("representative with authority and scope", None):
        wang.go(page.get_by_role("link", name=f"登记代理人 {FIRM}"))
        wang.type({"name": AGENT, "office": "人事经理", "given_on": "2026-11-18"})
        wang.choose(page.locator("[name=capacity]"), "staff")
        wang.pick("authority", "special")
        for power in ("admit", "settle", "receive_papers", "sign"):
            wang.click(page.locator(f"[name=power_{power}]"))
        wang.press("登记代理人")
        wang.told("已登记代理人")
    wang.open("/papers")
    wang.issue("power_of_attorney")
    wang.take("公司盖章的授权委托书", given.pdf(1))
    wang.open("/people")
    with wang.work("signed authority put on file", None):
        wang.go(page.get_by_role("link", name=f"补交授权书、终止代理 {AGENT}"))
        wang.choose_last(page.locator("[name=evidence_id]"))
        wang.press("保存")
        wang.told("已补交授权委托书")


def stopped(wang: RoomHand) -> None:
    """Put in terms far below 2N: the guard stops them until her reason is recorded and read back to her."""
    page = wang.page
    wang.open()
    with wang.work("terms to preview", None):
        wang.press("起草调解协议")
        wang.click(page.get_by_role("button", name="全部处理"))
        wang.fill(page.locator('[name^="amounts["]').first, "60000")
        wang.fill(page.locator('[name^="amounts["]').last, "5000")
        wang.fill(page.get_by_label("开户银行"), "中国工商银行漕河支行")
        wang.fill(page.get_by_label("收款账号"), "6222021001116245702")
        wang.fill(page.get_by_label("总额"), "65000")
        wang.fill(page.get_by_label("第 1 期付款日"), "2026-12-04")
        wang.fill(page.locator('[name="instalments[0].amount"]'), "65000")
        wang.press_last("保存并预览")
    wang.settlement = wang.path()
    floor = page.locator("#h-guard").locator("xpath=ancestor::section")
    expect(floor).to_contain_text("少 48,000.00")
    expect(page.locator("main")).to_contain_text("完成“最低权益核对”后才能出具")
    with wang.work("reason recorded and read back", 3):
        wang.fill(page.locator("[name=reason]"), REASON)
        wang.press("保存理由")
        wang.fill(page.locator("[name=read_back_to]").first, f"{WORKER}本人")
        wang.press("登记已宣读")
    expect(floor).to_contain_text(REASON)
    expect(floor).to_contain_text("等待另一人复核")


def read_by_another(wang: RoomHand, browser: Browser) -> None:
    """Let the supervisor read it, too."""
    with opened(browser) as page:
        page.set_default_timeout(60_000)
        zhan = RoomHand(page, house=wang.house, name="zhan", at=wang.settlement)
        with zhan.on("2026-11-18", "second reader", "/preview"), zhan.work("second reader", 2):
            expect(page.locator("main")).to_contain_text(REASON)
            zhan.pick("second_agrees", "yes")
            zhan.press("登记复核")
    wang.measured |= zhan.measured


def issued(wang: RoomHand) -> None:
    """Issue what is allowed now."""
    wang.visit("/preview")
    with wang.work("issued after the second reader", 1):
        wang.press("出具协议")
    wang.told("协议已出具")


def signed_by_four(wang: RoomHand, browser: Browser) -> None:
    """She signs on a phone, firm (by its representative) and mediator on paper, the station seals: in force and genuine."""
    page = wang.page
    wang.take("单位和调解员签名的协议", given.pdf(2))
    wang.visit("/signing")
    expect(page.locator("table.list tbody tr")).to_have_count(4)
    firm = page.locator("table.list tbody tr", has_text=FIRM)
    wang.choose(firm.locator("[name=agent]"), firm.locator("option", has_text=AGENT).get_attribute("value") or "")
    wang.press("更改", firm)
    expect(firm).to_contain_text(AGENT)
    wang.go(page.get_by_role("button", name=f"手机签署 {WORKER}"))
    wang.sign_on_phone(browser, page.locator("main .digest").inner_text())
    wang.visit("/signing")
    for box in page.locator("#f-signers label.check").all():
        wang.click(box.locator("input"))
    wang.choose_last(page.locator("[name=evidence_id]"))
    wang.press("登记纸质签署")
    expect(page.locator("main")).to_contain_text("已签 3 / 4")
    wang.press("我已加盖印章")
    expect(page.locator("main")).to_contain_text("全部签署，已生效")
    wang.verified()


def applied(wang: RoomHand) -> None:
    """Take the packet for the court, note that it was filed."""
    page = wang.page
    with wang.work("packet for the court's confirmation", 1), page.expect_download() as waiting:
        wang.click(wang.button("备齐材料", page.locator("section[id^=routes-] tbody tr", has_text="司法确认").first))
    text = text_of(Path(waiting.value.path()).read_bytes())
    for wanted in (WORKER, FIRM, "65,000.00", "司法确认申请书"):
        assert wanted in text, wanted
    stepped(wang, "filed", "2026-11-20")


def stepped(wang: RoomHand, step: str, on: str) -> None:
    """Note a step before the court."""
    with wang.work(f"step noted: {step}", None):
        wang.unfold("登记途径的进展")
        ways = wang.page.locator('[name="step.route"]')
        wang.choose(ways, ways.locator("option", has_text="司法确认").get_attribute("value") or "")
        wang.choose(wang.page.locator('[name="step.step"]'), step)
        wang.type({"step.on": on, "step.authority": COURT, "step.number": NUMBER})
        wang.press("登记途径的进展")
        wang.told("已登记进展")


def granted(wang: RoomHand) -> None:
    """Note that the court confirmed it, and that the money came."""
    page = wang.page
    stepped(wang, "granted", "2026-12-04")
    expect(page.locator("section[id^=routes-]")).to_contain_text("已获准许")
    wang.go(wang.button("今天已付", page.locator("#payments")))
    wang.told("已登记付款")


def closed(wang: RoomHand) -> None:
    """Close the case with its ending; print cover, closing report and contents of its file."""
    page = wang.page
    wang.open()
    with wang.work("case closed with its ending", 3):
        wang.click(page.locator("#closing summary"))
        wang.click(page.locator("#closing").get_by_label("达成调解协议"))
        wang.press("结案", page.locator("#closing"))
    expect(page.get_by_text("已结案").first).to_be_visible()
    wang.open("/papers")
    wang.issue("file_cover")
    row = page.locator("tr#closing_report")
    with wang.work("closing report", 1):
        wang.go(wang.button("出具", row))
        wang.told("已出具")
    with page.expect_download() as waiting:
        row.get_by_role("link", name=re.compile("下载 PDF")).first.click()
    text = text_of(Path(waiting.value.path()).read_bytes())
    for wanted in ("结案报告", WORKER, FIRM, "65,000.00"):
        assert wanted in text, wanted
    assert REASON[:6] not in text
    wang.issue("file_contents")
