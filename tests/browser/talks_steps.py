"""What the union's officer does at the pages of wage talks, step by step, each through the forms and counted."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.talks_hand import Talker
from tests.browser.test_journey import opened
from tests.web.house import Visitor

WORKERS = """姓名	职务	性别	方式	首席
方红	工会主席	女	因职务担任	是
李强	铣工	男	选派
赵敏	质检员	女	选派"""
EMPLOYER = """姓名	职务	性别	方式	首席
周明	法定代表人	男	因职务担任	是
吴刚	人事经理	男	指派
郑洁	财务经理	女	指派"""
MINUTES = {
    "recorder": "上级工会 钱敏", "said_workers": "物价上涨，请求调整工资并稳定岗位。", "said_employer": "订单下降，先保岗位。",
    "result": "双方同意以书面方案继续协商。",
}  # fmt: skip
WORKERS_FIRST = {
    "reason": "物价上涨，本市同行业普遍上调。", "wage_level.change": "5", "minimum_pay.amount": "3300",
    "job_security.from": "2026-12-16", "job_security.until": "2027-12-15", "term.from": "2026-12-16",
    "term.until": "2027-12-15",
}  # fmt: skip
EMPLOYER_FIRST = {
    "wage_level.change": "1", "minimum_pay.amount": "2700", "job_security.from": "2026-12-16",
    "job_security.until": "2027-06-30", "package.wage_level": "A", "package.job_security": "A",
}  # fmt: skip
EMPLOYER_SECOND = {
    "wage_level.change": "2", "job_security.until": "2027-12-15", "minimum_pay": "accept", "term": "accept",
}  # fmt: skip


def begin(hand: Talker, firm: str, *, clauses: tuple[str, ...], **given: str) -> None:
    """Open talks with a firm from the list; `clauses` come onto the agenda besides those the law names."""
    page = hand.page
    hand.click(page.get_by_role("link", name="发起集体协商").first)
    fields = {
        "firms[0].name": firm, "firms[0].staff": "200", "firms[0].legal_representative": "周明", "district": "徐汇区",
        "industry": "制造业", "union_name": f"{firm}工会委员会", "meeting_place": "公司二楼会议室", **given,
    }  # fmt: skip
    hand.type(fields)
    hand.pick("women_committee", "true")
    for one in clauses:
        hand.pick(f"agenda.{one}", "true")
    hand.press("发起")
    hand.told("已发起集体协商")
    hand.at = page.url.removeprefix(hand.house.address).removesuffix("/base")


def ask(hand: Talker, sent: str, received: str) -> None:
    """Note when the request was sent and received."""
    hand.type({"proposed_on": sent, "received_on": received})
    hand.press("登记要约日期")
    hand.told("已登记要约日期")


def reply(hand: Talker, answer: str, reason: str = "") -> None:
    """Note today's written answer."""
    form = hand.page.locator("#deed-reply")
    hand.pick("reply", answer, form)
    if reason:
        hand.type({"refusal_reason": reason}, form)
    hand.press("登记答复", form)
    hand.told("已登记答复")


def step(hand: Talker, name: str, note: str) -> None:
    """Note that a lawful step was taken today."""
    row = hand.page.locator(f"#step-{name}")
    hand.click(row.locator("summary"))
    hand.type({"step_note": note}, row)
    hand.press("登记办理", row)
    hand.told("已登记")


def name_teams(hand: Talker, day: str) -> None:
    """Paste both teams, and note that they were named on `day`."""
    for side, roll in (("workers", WORKERS), ("employer", EMPLOYER)):
        form = hand.page.locator("#list")
        if side != "workers":
            hand.pick("roll_side", side, form)
        hand.type({"roll": roll}, form)
        hand.press("录入名单", form)
        hand.told("已录入名单")
    form = hand.page.locator("#named")
    hand.type({"named_workers_on": day, "named_employer_on": day}, form)
    hand.press("登记书面告知", form)
    hand.told("已登记书面告知")


def offer(hand: Talker, side: str, given: dict[str, str], *, whole: bool = False, stored: bool = True) -> None:
    """Note an offer of a side: fields by name; `accept`, `reopen` and the like of a clause are clicked."""
    page = hand.page
    hand.click(page.get_by_role("link", name=f"记录{ {'workers': '职工方', 'employer': '企业方'}[side]}方案"))
    if whole:
        hand.click(page.get_by_label(re.compile("整体接受")))
    fill_clauses(hand, given)
    if stored:
        store(hand)
    else:
        hand.press("预览")


def store(hand: Talker) -> None:
    """Look at the offer as it would be noted, and note it."""
    hand.press("预览")
    hand.press("确认记录")
    hand.told("已记录")


def fill_clauses(hand: Talker, given: dict[str, str]) -> None:
    """Fill fields of clauses, opening those that are closed."""
    for name, value in given.items():
        key = name.removeprefix("package.").partition(".")[0]
        panel = _clause(hand, key)
        if panel.count() and panel.get_attribute("open") is None:
            hand.click(panel.locator("summary"))
        if name.startswith("package."):
            hand.choose(panel.locator(f'[name="{name}"]'), value)
        elif name == key and panel.count():
            hand.pick(name, value, panel)
        else:
            hand.type({name: value})


def _clause(hand: Talker, key: str) -> Locator:
    return hand.page.locator("details.clause", has=hand.page.locator(f'[name="package.{key}"]'))


def inform(hand: Talker, what: str) -> None:
    """Note today that the employer was asked for information."""
    hand.click(hand.page.locator("details.others > summary"))
    form = hand.page.locator("#deed-ask")
    hand.type({"asked_what": what}, form)
    hand.press("登记要求", form)
    hand.told("已登记要求")


def given(hand: Talker, day: str) -> None:
    """Note that the information was given."""
    part = hand.page.locator("section", has=hand.page.locator("#h-asks"))
    hand.click(part.locator("summary"))
    hand.type({"given_on": day}, part)
    hand.press("登记", part)
    hand.told("已登记资料")


def sign_draft(hand: Talker) -> None:
    """Note that both chiefs signed the draft today."""
    hand.click(hand.page.get_by_role("link", name="协议草案"))
    hand.pick("signed_workers", "yes")
    hand.pick("signed_employer", "yes")
    hand.press("记录草案签字")
    hand.told("签字")


def hold(hand: Talker, day: str, given: dict[str, str]) -> None:
    """Plan the session that the request proposed, write its minutes, and note both chiefs' signatures."""
    page = hand.page
    plan = page.locator("#plan")
    expect(plan.locator('[name="on"]')).to_have_value(day)
    hand.type({"begins": "13:30", "ends": "16:00"}, plan)
    for one in ("wage_level", "job_security"):
        hand.pick(f"topics.{one}", "yes", plan)
    hand.press("安排会议")
    hand.told("已安排会议")
    form = page.locator("form", has=page.locator('[name="chair"]'))
    for box in form.locator('[name^="attended."]').all():
        hand.click(box)
    hand.type(given, form)
    hand.press("保存会议记录")
    hand.told("会议记录已保存")
    hand.type({"signed_workers_on": day, "signed_employer_on": day}, page.locator("#sign"))
    hand.press("登记签字")
    expect(page.get_by_text("双方首席代表已签字")).to_be_visible()


def plan_vote(hand: Talker, way: str, **given: str) -> None:
    """Plan a vote of the congress on the draft."""
    hand.part("表决")
    form = hand.page.locator("section", has=hand.page.locator("#h-plan"))
    hand.pick("body", "congress", form)
    if way != "paper":
        hand.pick("way", way, form)
    hand.type(given, form)
    hand.press("安排表决", form)
    hand.told("已安排表决")


def count(hand: Talker, **given: str) -> None:
    """Enter the right count after the wrong one."""
    hand.type(given)
    hand.press("登记结果")
    hand.told("已登记计票结果")


def miscount(hand: Talker) -> None:
    """Enter more people present than there are delegates, and more ballots than people: refused, each beside its field."""
    hand.type({"present": "8", "yes": "6", "no": "3"})
    hand.pick("secret", "yes")
    hand.press("登记结果")
    wrong = hand.page.locator("#problems")
    expect(wrong).to_contain_text("到会人数多于代表（职工）总数")
    expect(wrong).to_contain_text("票数合计 9 多于到会人数 8：请重新计票")
    expect(hand.page.locator('[name="yes"]')).to_have_value("6")


def by_phone(hand: Talker, choices: tuple[str, ...], phones: Browser, *, left: int) -> None:
    """Print the codes, open the vote, let phones vote, end it; `left` slips stay unused.

    The first code is typed on a phone, the second one's picture opens its page, the rest vote without a browser.
    """
    page, house = hand.page, hand.house
    hand.press("生成并打印表决码")
    codes = page.locator(".slip .code").all_inner_texts()
    assert len(set(codes)) == len(choices) + left
    hand.click(page.get_by_role("link", name="返回表决"))
    hand.press("开始手机表决")
    hand.told("手机表决已开始")
    with opened(phones, is_mobile=True, has_touch=True) as phone:
        phone.goto(f"{house.address}/ballot")
        phone.get_by_label("表决码").fill(codes[0].lower())
        phone.get_by_role("button", name="下一步").click()
        vote_on(phone, choices[0])
        phone.goto(f"{house.address}/ballot/{codes[1]}")
        vote_on(phone, choices[1])
    for code, choice in zip(codes[2:], choices[2:], strict=False):
        other = Visitor(house.app.test_client())
        other.get(f"/ballot/{code}")
        assert other.post(f"/ballot/{code}", {"choice": choice}).status_code == 303
    page.reload()
    expect(page.locator("main")).to_contain_text(f"已投 {len(choices)} / 表决码 {len(codes)}")
    hand.press("提前结束表决并计票")
    hand.told("已结束并计票")


def vote_on(phone: Page, choice: str) -> None:
    """Read the draft and vote."""
    expect(phone.locator("main")).to_contain_text("上调3%")
    phone.locator(f'[name="choice"][value="{choice}"]').click()
    phone.get_by_role("button", name="投票").click()
    expect(phone.locator("main")).to_contain_text("您的投票已收到")


def issue(hand: Talker, kind: str) -> None:
    """Issue the last paper of a kind on the page of papers."""
    part = hand.page.locator(f"tr[id^='{kind}']").last
    if part.locator('[name="knowingly"]').count():
        hand.pick("knowingly", "yes", part)
        hand.type({"lacking_why": "其余各项沿用企业现行规章制度，双方同意不列入本协议"}, part)
    hand.click(part.get_by_role("button", name=re.compile("^出具")))
    hand.told("已出具")


def file_twice(hand: Talker, day: str, refusal: str) -> None:
    """File the contract in one window, then from another that was open before: refused, the form kept."""
    page = hand.page
    other = page.context.new_page()
    other.goto(page.url)
    given = {"filed_on": day, "receipt_number": "徐人社集备〔2026〕58号"}
    hand.type(given, page.locator("form[action$='/file']"))
    hand.press("登记报送", page.locator("form[action$='/file']"))
    hand.told("已登记报送")
    form = other.locator("form[action$='/file']")
    for name, text in given.items():
        form.locator(f'[name="{name}"]').fill(text)
    for told in ("其他人修改过这次协商", refusal):
        form.get_by_role("button", name="登记报送").click()
        expect(other.locator("#problems")).to_contain_text(told)
        expect(form.locator('[name="filed_on"]')).to_have_value(day)
    other.close()


def log(hand: Talker, worker: str, firm: str, kind: str) -> None:
    """Log a worker's case against a firm, from the board."""
    page = hand.page
    hand.click(page.get_by_role("link", name="登记来访").last)
    hand.fill(page.get_by_label("申请人姓名"), worker)
    hand.fill(page.locator('[name="respondents[0].name"]'), firm)
    hand.choose(page.locator('[name="claims[0].kind"]'), kind)
    hand.press("登记")
    page.wait_for_url(re.compile("/cases/"))
