"""One round in Shanghai from the request to an adopted contract, every row as the pages would have stored it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, select

from mediation import db
from mediation.models.talks import Talks, TalksFirm, TalksMember
from mediation.models.talks_table import TalksAsk, TalksOffer, TalksSession
from mediation.office import talks_clocks, talks_filing, talks_votes
from tests import talks_make
from tests.office.working import Working

ASKED = date(2026, 10, 12)
VOTED = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
FIRST, SECOND = date(2026, 10, 30), date(2026, 11, 5)
TERM = {"from": "2027-01-01", "until": "2027-12-31"}
WORKERS = {"wage_level": {"change": 300}, "minimum_pay": {"amount": 330_000}, "term": TERM}
EMPLOYER = {
    "wage_level": {"change": -300, "months": 1200, "from": "2027-01-01"}, "minimum_pay": {"amount": 310_400},
    "job_security": TERM, "term": TERM,
}  # fmt: skip


def later(days: int) -> datetime:
    """Return the same hour some days after the vote."""
    return NOW + timedelta(days=days)


def negotiated(session: Session, station_id: str, **changes: object) -> Talks:
    """Add talks whose draft is agreed after two sessions and signed by both chiefs."""
    given = {"number": "（2026）曹行协商字第0001号", **changes}
    row = talks_make.talks(
        session, station_id, now=NOW, proposed_on=ASKED, received_on=ASKED,
        replied_on=date(2026, 10, 20), reply="accepted", planned_on=FIRST, meeting_place="公司三楼会议室",
        named_workers_on=date(2026, 10, 22), named_employer_on=date(2026, 10, 23),
        agenda=["wage_level", "minimum_pay", "job_security", "term"], **given,
    )  # fmt: skip
    talks_make.team(session, row, ASKED)
    firm = session.exec(select(TalksFirm).where(TalksFirm.talks_id == row.id)).one()
    firm.credit_code, firm.address = "91310112MA1GB0000X", "城厢路1号"
    _meet(session, row)
    of = {"station_id": station_id, "talks_id": row.id, "noted_at": NOW}
    session.add_all([
        TalksOffer(position=1, round=1, side="workers", made_on=FIRST, clauses=WORKERS, **of),
        TalksOffer(position=2, round=1, side="employer", made_on=FIRST, clauses=EMPLOYER, **of),
        TalksOffer(position=3, round=2, side="workers", made_on=SECOND, accepts=list(EMPLOYER), **of),
    ])  # fmt: skip
    row.draft_signed_on, row.term_from, row.term_until = date(2026, 11, 6), date(2027, 1, 1), date(2027, 12, 31)
    talks_clocks.refresh(session, row, now=NOW)
    return row


def _meet(session: Session, row: Talks) -> None:
    of = {"station_id": row.station_id, "talks_id": row.id}
    people = [one.id for one in session.exec(select(TalksMember).where(TalksMember.talks_id == row.id))]
    for number, day in ((1, FIRST), (2, SECOND)):
        session.add(
            TalksSession(
                number=number, state="held", on=day, begins="09:30", ends="11:45", place="公司三楼会议室",
                chair="方红、周明", recorder="卫甯", attended=people[:-1], guests="镇总工会　冯曌",
                topics=["wage_level", "minimum_pay", "job_security"], said_workers="希望稳定岗位。",
                said_employer="订单减少三成。", result="第一次会议交换意见。" if number == 1 else "就全部条款达成一致。",
                signed_workers_on=day, signed_employer_on=day, noted_at=NOW, **of,
            )  # fmt: skip
        )
    session.add(
        TalksAsk(asked="employer", asked_on=ASKED, what="上年度工资总额和职工平均工资", given_on=date(2026, 10, 27), **of)
    )


def vote(working: Working, talks_id: str, on: date = VOTED, *, yes: int = 28, now: datetime = NOW) -> str:
    """Plan and count a vote on paper of 40 delegates, 36 present; return its id."""
    by = working["union"]
    plan = {"on": on.isoformat(), "body": "congress", "way": "paper", "delegates": "40", "vote_place": "公司多功能厅",
            "papers_sent_on": (on - timedelta(days=9)).isoformat()}  # fmt: skip
    heads = {"present": "36", "yes": str(yes), "no": str(34 - yes), "abstain": "1", "invalid": "1", "secret": "yes",
             "counters": "监票人：李祎、计票人：周赟"}  # fmt: skip
    with db.transaction() as session:
        planned = talks_votes.plan(session, talks_id, plan, by=by, now=now)
        talks_votes.count(session, planned.id, heads, by=by, now=now)
        return planned.id


def adopted(working: Working, **changes: object) -> str:
    """Store such talks with the draft adopted, the employer told, the authority named; return their id."""
    with db.transaction() as session:
        talks_id = negotiated(session, working.station.id, **changes).id
    vote(working, talks_id)
    told(working, talks_id)
    return talks_id


def told(working: Working, talks_id: str, on: date = VOTED, *, now: datetime = NOW) -> None:
    """Note the written notice of adoption and the authority."""
    by = working["union"]
    with db.transaction() as session:
        talks_votes.note_adoption(session, talks_id, {"adoption_notice_on": on.isoformat()}, by=by, now=now)
        talks_filing.record(session, talks_id, "authority", {"authority": "城厢区人社局"}, by=by, now=now)


def deed(working: Working, talks_id: str, name: str, *, now: datetime, **typed: str) -> None:
    """Record one deed of filing as its form sends it."""
    given = {key.replace("__", "."): value for key, value in typed.items()}
    with db.transaction() as session:
        talks_filing.record(session, talks_id, name, given, by=working["union"], now=now)
