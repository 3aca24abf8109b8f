"""A house with enough in it to look at: cases of several kinds, accepted and waiting, a settlement drafted and issued."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.document import Document
from mediation.models.roster import Shift
from mediation.models.user import User
from mediation.office import demo_duty, demo_ledger, demo_roster, practice, roster_pages
from tests.browser.lively_afterwards import followed
from tests.browser.lively_costing import costed
from tests.browser.lively_days import minutes, turned_down
from tests.browser.lively_group import grouped
from tests.browser.lively_room import furnish
from tests.browser.lively_rules import drafted
from tests.browser.lively_signing import below, signing
from tests.browser.lively_talks import bargaining, papered
from tests.browser.lively_terms import parts, settle, terms_of
from tests.domain.talks.practice.players import Player, room, to_the_table, well
from tests.office import practising
from tests.web.house import Visitor, least, log_case, sign_in
from tests.web.talks.test_open import fields

WAGES = {
    "applicants[0].name": "周桂芳", "respondents[0].name": "上海锦绣服装加盟有限公司", "claims[0].kind": "unpaid_wages",
    "claims[0].amount": "26400", "claims[1].kind": "overtime", "claims[1].amount": "3180.50",
    "claims[1].known_on": "2026-09-30", "applicants[0].phone": "13900001234", "applicants[0].migrant": "true",
    "employment.ended_on": "2026-10-15", "employment.hired_on": "2024-02-20", "employment.relation": "labour",
    "willing.applicant": "true", "willing.respondent": "true", "respondents[0].industry": "制造业",
    "summary": "工人称公司自九月起未发工资，国庆期间加班未付加班费；公司认可欠薪，对加班时数有异议。",
}  # fmt: skip
GROUP = {
    "applicants[0].name": "钱芬（12名工人代表）", "respondents[0].name": "某服装加盟公司（廊下）", "workers": "12",
    "respondents[1].name": "某服装厂总公司（新埭）", "claims[0].kind": "unpaid_wages", "channel": "police",
    "employment.relation": "over_age", "willing.applicant": "true", "willing.respondent": "true",
}  # fmt: skip
UNSAFE = {
    "applicants[0].name": "陈强", "respondents[0].name": "某售楼处", "claims[0].kind": "unpaid_wages",
    "risk.violence": "assault", "risk.threat": "true", "channel": "police",
}  # fmt: skip
REFUSED = {**WAGES, "applicants[0].name": "何建国", "willing.respondent": "false"}
RETURNED = {**WAGES, "applicants[0].name": "吕小芳", "applicants[0].migrant": "false"}
MANY = {
    **WAGES, "applicants[0].name": "沈玉兰", "claims[2].kind": "annual_leave", "claims[2].amount": "2206.90",
    "claims[3].kind": "social_insurance",
}  # fmt: skip
NEAR = {
    "applicants[0].name": "刘洋", "respondents[0].name": "某平台配送站", "claims[0].kind": "dismissal_damages",
    "claims[0].amount": "84000", "claims[0].known_on": "2025-12-20", "employment.relation": "platform",
}  # fmt: skip

DISMISSED = {
    "applicants[0].name": "孙昇", "respondents[0].name": "上海虹梅电子有限公司", "claims[0].kind": "dismissal_damages",
    "claims[0].amount": "96000", "claims[0].known_on": "2026-10-20", "employment.ended_on": "2026-10-20",
    "summary": "以不胜任工作为由解除，未通知工会。",
}  # fmt: skip


@dataclass
class Addresses:
    """Where things are in the house."""

    wages: str
    group: str
    unsafe: str
    near: str
    terms: str
    issued: str
    refused: str
    returned: str
    returning: str
    many: str
    group_terms: str
    genuine: str
    gap: str = ""
    swap: str = ""
    brief: str = ""
    ledger: str = ""
    ledger_done: str = ""
    why: str = ""
    employer: str = ""
    again: str = ""
    complaint: str = ""
    costing: str = ""
    talks: str = ""
    plan: str = ""
    rounds: str = ""
    practice: str = ""
    practice_score: str = ""
    days: str = ""
    minutes: str = ""
    papers: str = ""
    claim: str = ""
    draft: str = ""
    room: dict[str, str] = field(default_factory=dict)


def fill(app: Flask) -> Addresses:
    """Log cases, accept and settle some of them, as people would."""
    wang, gong = sign_in(app), sign_in(app, "gong")
    group = log_case(wang, least(**GROUP))
    unsafe = log_case(wang, least(**UNSAFE))
    near = log_case(wang, least(**NEAR))
    wages, settled = log_case(wang, least(**WAGES)), log_case(wang, least(**{**WAGES, "applicants[0].name": "李秀英"}))
    accept_first(gong)
    issued = settle(wang, settled)
    terms = _drafted(wang, wages)
    refused, returned, many = (log_case(wang, least(**given)) for given in (REFUSED, RETURNED, MANY))
    send_back(gong, returned)
    with db.reading() as session:
        genuine = f"/verify/{session.exec(select(Document.code)).first()}"
    found = Addresses(
        wages, group, unsafe, near, terms, issued, refused, returned, f"{waiting(gong, many)}/return",
        many_terms(wang, many), _drafted(wang, group), genuine,
    )  # fmt: skip
    wang.get("/sessions")
    found.gap, found.swap = roster()
    found.again = log_case(wang, least(**MANY))
    chief = sign_in(app, "zhan")
    found.why = _first(r'"(/escalations/[\w-]+)"', chief, "/supervision")
    found.employer = _first(r'"(/supervision/employers\?firm=[^"#]+)"', chief, "/supervision/employers")
    found.complaint = watched(wang, chief, unsafe)
    found.ledger, found.ledger_done = ledgers(wang)
    found.brief = duty(wang, sign_in(app, "lv"), near)
    found.costing, found.plan = costed()
    found.talks = opened(chief, "某平台配送站")
    found.rounds = bargaining()
    found.practice, found.practice_score = practised()
    found.days, found.papers = turned_down(), papered()
    found.minutes = minutes(found.days)
    found.claim, found.draft = worked_out(wang, wages), drafted(chief)
    found.room = furnish(wages) | followed(log_case(wang, least())) | _signed(wang)
    found.room |= grouped(wang, least(**GROUP))
    return found


def _signed(wang: Visitor) -> dict[str, str]:
    """Return the pages of an agreement being signed, and of one below what its claim was worked out to."""
    low = log_case(wang, least(**{**WAGES, "applicants[0].name": "赵某"}))
    worked_out(wang, low)
    form = _drafted(wang, low)
    page = wang.get(form).text
    less = {"total": "20000", "instalments[0].amount": "7000", **parts(page, "20000")}
    assert wang.post(form, {**terms_of(page), **less}).status_code == 303
    half = log_case(wang, least(**{**WAGES, "applicants[0].name": "钱某某"}))
    return below(form) | signing(settle(wang, half))


def opened(chief: Visitor, firm: str) -> str:
    """Open wage talks with a firm of the case book as its form proposes them; return the address of the talks."""
    typed = fields(chief.get(f"/talks/new?firm={firm}").text)
    more = {"firms[0].staff": "210", "layoff": "21", "union_name": f"{firm}工会委员会", "contract_until": "2026-12-31"}
    answer = chief.post("/talks/new", {**typed, **more, "do": "open"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).removesuffix("/base")


def worked_out(wang: Visitor, case: str) -> str:
    """Keep what the unpaid wages of a case come to; return the address of the claim's page."""
    address = _first(rf'"({case}/claims/[^"#]+)"', wang, case)
    periods = "2026-08 8800 0\n2026-09 8800 0\n2026-10 8800 2000"
    answer = wang.post(address, {"periods": periods, "on": "2026-11-16", "seen": "", "do": "keep"})
    assert answer.status_code == 303, answer.text
    return address


def watched(wang: Visitor, chief: Visitor, unsafe: str) -> str:
    """Record a danger and a complaint about a mediator; return the address of the complaint."""
    wang.get(f"{unsafe}/risks")
    seen = {"place": "售楼处大厅", "seen_words": "陈某手持木棍，称“今天不给钱谁也别想走”。", "crowd": "6"}
    wang.post(f"{unsafe}/risks", {**seen, "risk_kind": "weapon", "measures": "已将双方分开。"})
    with db.reading() as session:
        about = session.exec(select(User.id).where(User.name == "wang")).one()
    chief.get("/complaints/new")
    typed = {"complaint_subject": "person", "about_id": about, "complaint_way": "phone", "complaint_text": "调解时只听公司一方的话。"}
    address = str(chief.post("/complaints/new", typed).headers["Location"])
    chief.post(f"{address}/examiner", {"elsewhere": "司法所"})
    return address


def ledgers(wang: Visitor) -> tuple[str, str]:
    """Read a ledger for a look, and import another; return their addresses."""
    with db.transaction() as session:
        people = {one.name: one for one in session.exec(select(User))}
        waiting, done = (f"/ledgers/{demo_ledger.fill(session, people['wang'], now=clock.now())}" for _ in range(2))
    wang.get(done)
    wang.post(f"{done}/import")
    return waiting, done


def duty(wang: Visitor, lv: Visitor, near: str) -> str:
    """Let the lawyer open one case and write on it, while another waits at the gate; return the address of its brief."""
    log_case(wang, least(**DISMISSED))
    lv.get("/firm/clients")
    lv.post("/firm/clients", {"lines": "虹梅电子（上海）有限公司", "kind": "former", "client_until": "2025-12-31"})
    brief = near.replace("/cases/", "/duty/cases/")
    page = lv.get("/duty").text
    case = page[page.index("刘洋") :]
    answer = lv.post(case[case.index("/duty/referrals/") :].split('"')[0], {"answer": "clear"})
    assert answer.headers["Location"] == brief, answer.text
    lv.get(brief)
    lv.post(f"{brief}/evidence", {"wanted_evidence": "派单记录和站点考勤", "side": "respondent", "due_on": "2099-12-01"})
    lv.post(f"{brief}/questions", {"left_open": "站点与平台之间是否有承揽协议？"})
    lv.post(
        f"{brief}/opinion",
        {
            "do": "save", "question": "时效还剩多久？", "answer": "应从知道停单之日起算一年。", "range_low": "30000",
            "range_high": "84000", "articles": "ldmal-27-1",
        },
    )  # fmt: skip
    return brief


def practised() -> tuple[str, str]:
    """Play a run to its second session, with an offer against the law, and another to its end; return where they are."""
    with db.reading() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
    player = Player("falling_orders", "workers")
    to_the_table(player)
    usual = {one.key: one.values[-1] for one in room("falling_orders").scenario.issues}
    for amount in ("2500", "2900"):
        clauses = {**usual, "minimum_pay.amount": amount}
        player.do("offer", player.course.day + timedelta(days=1), clauses=clauses, minutes="no")
    playing, over = (practising.stored(one, by, clock.now()) for one in (player, well("refusal", "employer")))
    with db.transaction() as session:
        practice.share(session, over, shared=True, by=by, now=clock.now())
    return f"/practice/runs/{playing}", f"/practice/runs/{over}/score"


def roster() -> tuple[str, str]:
    """Plan the roster as the demo has it; return the addresses of the gap and of the form that swaps a shift."""
    with db.transaction() as session:
        people = {one.name: one for one in session.exec(select(User))}
        demo_roster.fill(session, {"supervisor": people["zhan"], "lawyer": people["lv"]}, now=clock.now())
        demo_duty.serve_next(session, people["lv"], people["zhan"], clock.now())
    with db.reading() as session:
        own = roster_pages.mine(session, user=people["lv"], now=clock.now())
        gap = session.exec(select(Shift.id).where(Shift.state == "nobody")).first()
    return f"/roster/shifts/{gap}", f"/roster/shifts/{own.coming[0].id}/swap"


def _first(pattern: str, visitor: Visitor, path: str) -> str:
    """Return the first address of a kind on a page."""
    found = re.search(pattern, visitor.get(path).text)
    assert found, path
    return found[1]


def _drafted(visitor: Visitor, case: str) -> str:
    visitor.get(case)
    return str(visitor.post(f"{case}/settlement").headers["Location"])


def many_terms(visitor: Visitor, case: str) -> str:
    """Draft a settlement of several claims, one of them reserved, in three instalments; return its address."""
    form = _drafted(visitor, case)
    terms = terms_of(visitor.get(form).text)
    last = [name for name in terms if name.startswith("claims[")][-1]
    more = {last: "reserved", "instalments[2].due_on": "2027-02-10", "instalments[2].amount": "5000", "total": "31000"}
    more |= parts(visitor.get(form).text, "31000")
    assert visitor.post(form, {**terms, **more, "other_terms": "公司出具离职证明。\n工人归还工服两套。"}).status_code == 303
    return form


def waiting(visitor: Visitor, case: str) -> str:
    """Return the address of the referral of a case that waits for the visitor's desk."""
    found = re.search(r'action="(/referrals/[\w-]+)/accept"', visitor.get(case).text)
    assert found
    return found[1]


def send_back(visitor: Visitor, case: str) -> None:
    """Return a case from the visitor's desk, with its reason."""
    given = {"reason": "already_handled", "note": "区劳动监察大队已于十一月立案。"}
    answer = visitor.post(f"{waiting(visitor, case)}/return", given)
    assert answer.status_code == 302, answer.text


def accept_first(visitor: Visitor) -> None:
    """Accept the most urgent referral of the inbox."""
    page = visitor.get("/inbox").text
    start = page.index('action="/referrals/') + len('action="')
    assert visitor.post(page[start : page.index('"', start)]).status_code == 302
