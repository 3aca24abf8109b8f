"""Wage talks with enough in them to look at: teams, four rounds of offers with a package, notes, a draft half agreed."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import talks_notes, talks_papers, talks_rounds
from mediation.office.records.gaps import Paper
from tests import talks_make
from tests.office.talks.story import adopted, deed, later
from tests.office.working import Working
from tests.web.house import STATION_NAME

AGENDA = ["wage_level", "minimum_pay", "bonus", "job_security", "hours", "training", "safety", "payment_method", "term"]
LONG = "职工食堂每月召开一次伙食意见会，企业采购、工会监督；意见和答复张贴公布。" * 6
ROUNDS: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("workers", 25, {
        "wage_level.change": "5", "wage_level.lowest": "3300", "minimum_pay.amount": "3300", "bonus.months": "1.5",
        "hours.week": "40", "safety.measure": "更换焊接工位的通风设备", "payment_method.pay_day": "每月10日，银行转账",
        "reason": "本地同行业去年平均上调百分之四点五，物价上涨，企业订单虽降但未亏损。"}),
    ("employer", 24, {
        "wage_level.change": "-6", "wage_level.months": "12", "wage_level.lowest": "2900", "minimum_pay.amount": "2900",
        "job_security.from": "2027-01-01", "job_security.until": "2027-06-30", "package.wage_level": "A",
        "package.job_security": "A", "payment_method": "accept", "reason": "订单下降三成，须共同渡过难关。"}),
    ("workers", 15, {"wage_level.change": "2", "minimum_pay.amount": "3200", "bonus.months": "1.2"}),
    ("employer", 14, {"wage_level.change": "-4.5", "job_security.until": "2027-12-31", "minimum_pay.amount": "3000",
                      "safety": "accept", "bonus.months": "0.5"}),
    ("workers", 8, {"wage_level.change": "0", "wage_level.months": "12", "minimum_pay.amount": "3100", "hours": "withdraw",
                    "training.amount": "120000", "training.rule": "<b>转岗培训</b> 与 العربية 混排"}),
    ("employer", 7, {"wage_level.change": "-3", "minimum_pay.amount": "3050", "training.amount": "80000",
                     "term.from": "2027-01-01", "term.until": "2027-12-31"}),
    ("workers", 1, {"term": "accept", "minimum_pay.amount": "3080", "other.rule": LONG}),
)  # fmt: skip


def bargaining() -> str:
    """Store such talks as the union's desk would note them; return the address of their table."""
    now, today = clock.now(), clock.today()
    with db.transaction() as session:
        station_id = session.exec(select(Station.id).where(Station.name == STATION_NAME)).one()
        row = talks_make.talks(
            session, station_id, now=now, agenda=AGENDA, proposed_on=today - timedelta(days=40),
            received_on=today - timedelta(days=40), replied_on=today - timedelta(days=30), reply="accepted",
            number="〔2026〕协商第0007号",
        )  # fmt: skip
        talks_make.team(session, row, today - timedelta(days=30))
        _play(session, row.id, today)
        return f"/talks/{row.id}/rounds"


def papered() -> str:
    """Store talks whose draft is adopted and filed, some of their papers issued; return their address."""
    with db.reading() as session:
        station = session.exec(select(Station).where(Station.name == STATION_NAME)).one()
        people = {one.name: one for one in session.exec(select(User))}
    working = Working(station, {"union": people["gong"]})
    talks_id = adopted(working, number="〔2026〕协商第0009号", employer="虹梅电子科技股份有限公司")
    for kind in ("talks_representatives", "talks_request"):
        with db.transaction() as session:
            talks_papers.issue(session, talks_id, Paper(kind), {}, by=people["gong"], now=later(1))
    filed = {"filed_on": "2026-11-18", "authority": "城厢区人力资源和社会保障局", "receipt_number": "〔2026〕收字第118号"}
    deed(working, talks_id, "file", now=later(2), **filed)
    return f"/talks/{talks_id}"


def _play(session: Session, talks_id: str, today: date) -> None:
    people = {one.name: one for one in session.exec(select(User))}
    spoken = {"workers": 0, "employer": 0}
    for side, ago, typed in ROUNDS:
        spoken[side] += 1
        given = {"side": side, "round": str(spoken[side]), "made_on": str(today - timedelta(days=ago)), **typed}
        talks_rounds.make(session, talks_id, given, by=people["wang"], now=clock.now())
    for who, side, clause in (("wang", "employer", "wage_level"), ("wang", "workers", ""), ("gong", "workers", "")):
        note = {"note_side": side, "note_clause": clause, "note_text": "底线：降薪不超过百分之四，且须写明恢复日期。"}
        talks_notes.note(session, talks_id, note, by=people[who], now=clock.now())
