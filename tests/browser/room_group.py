"""The second half of the story of thirteen workers: agreement, signatures, instalments, payment order, bound file."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect

from mediation.config import clock
from mediation.office.papers import bound
from tests.browser.room_hand import RoomHand, text_of
from tests.browser.talks_hand import morning
from tests.office.evidence import given

NAMES = ("赵大勇", "钱秀兰", "孙建国", "李桂芳", "周海涛", "吴小玲", "郑和平", "王伟", "冯春花", "陈志强", "褚卫东", "卫红梅", "蒋文")
SECRET = "底线七万五，家里等钱过年；不想让单位知道。"
SPOKEN = "我们十三个人六月一起进场，考勤都记在小本上，工资一直按天算。"
HOUSEHOLD = ("何巧云", "徐汉文")
"""The wife of one of the thirteen, who keeps house for a family: no employer, no labour dispute."""
HELD_ON = "2026-11-18"
FIRST_ON, LATER_ON = "2026-11-30", "2026-12-31"
FIRM, GENERAL = "安徽兴业劳务分包有限公司", "上海虹梅建设集团有限公司"


def later(minutes: int) -> AbstractContextManager[None]:
    """Let the clock stand so many minutes after the session's beginning."""
    return clock.at(morning(HELD_ON) + timedelta(minutes=minutes))


def sent_to_court(wang: RoomHand) -> str:
    """Log what the wife of a worker is owed for keeping house; tell her in writing that it isn't for this station."""
    page = wang.page
    wang.page.goto(wang.house.address + "/intake")
    with wang.work("not a labour dispute: turned away in writing", None):
        wang.fill(page.get_by_label("申请人姓名"), HOUSEHOLD[0])
        wang.fill(page.locator('[name="respondents[0].name"]'), HOUSEHOLD[1])
        wang.choose(page.locator('[name="claims[0].kind"]'), "unpaid_wages")
        wang.type({"claims[0].amount": "3600", "claims[0].known_on": "2026-11-01"})
        wang.unfold("被申请人资料")
        wang.choose(page.locator('[name="respondents[0].kind"]'), "person")
        wang.unfold("用工情况")
        wang.choose(page.locator('[name="employment.relation"]'), "none")
        wang.press_last("登记")
        page.wait_for_url(re.compile("/cases/"))
        wang.spoke("文书")
        wang.issue("non_acceptance_notice")
    return wang.path()


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
        wang.press_last("保存并预览")
        with wang.work("agreement printed (PDF ≤ 2 s)", 1):
            wang.press("出具协议")
        with page.expect_download() as waiting:
            wang.click(page.get_by_role("link", name="下载 PDF"))
        text = text_of(Path(waiting.value.path()).read_bytes())
    wang.settlement = wang.path()
    for wanted in ("柒万捌仟元整", FIRM, NAMES[12], "2026年11月30日", "2026年12月30日", "双方确认十三人九月、十月工资未发",
                   "分别付至各劳动者本人的账户"):
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


def recorded(wang: RoomHand) -> None:
    """Print the records of the session and of the talk in it, and the application for review that both may sign."""
    wang.open("/papers")
    with wang.work("records, and application for review", 3):
        wang.issue("mediation_record", "interview_record", "arbitration_review_application")


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


def visited(wang: RoomHand) -> None:
    """Ring the worker up after the missed instalment; put down what he says."""
    wang.open("/afterwards")
    with wang.work("visit after the missed instalment", None):
        wang.unfold("登记回访")
        wang.pick("visit.performance", "partly")
        wang.type({"visit.words": "第一期收到，第二期没有收到，公司说等总包结算。", "visit.next_step": "协助申请支付令。"})
        wang.press("登记回访")
        wang.told("已登记回访")
    wang.open("/papers")
    wang.issue("follow_up_record")


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
    with wang.work("what the application lacks, put right", 2):
        wang.go(page.locator("#lacks").get_by_role("link", name=re.compile("^去办理.*住所地")))
        wang.fill(page.locator("[name=address]"), "安徽省阜阳市颍州区清河路1号")
        wang.press("保存")
    wang.open("/afterwards")
    with wang.work("payment-order packet", 1), page.expect_download() as waiting:
        wang.click(packet)
    text = text_of(Path(waiting.value.path()).read_bytes())
    for wanted in (FIRM, NAMES[0], "39,000.00", "支付令申请书", "调解协议书", "付款和欠款情况表", "未足额收款的劳动者"):
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
