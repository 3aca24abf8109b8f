"""Visits after the agreement (回访, D15), and how satisfied each side was, asked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.afterwards import PAYMENT_WORDS, VISIT_WAYS, FollowUp, Satisfaction
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.party import Party
from mediation.models.settlement import Instalment
from mediation.office import history
from mediation.office.casebook import facts_of

VISITS: Final = {"station.follow_up": "第%(number)s期付款后的履行回访", "station.final_follow_up": "最终回访"}
"""Visits that a date asks for, as their records name them: those are Chinese."""
BY_ITSELF: Final = "随时回访"
MOST: Final = {"spoken_with": 80, "words": 1000, "new_dispute": 500, "next_step": 500}
SCORES: Final = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Visit:
    """One visit as a form says it. `deadline_id`: the date it meets; `score` None: not asked or not answered."""

    on: date
    way: str
    party_id: str
    deadline_id: str = ""
    performance: str = ""
    score: int | None = None
    said: Mapping[str, str] | None = None

    def text(self, name: str) -> str:
        """Return one of the free texts."""
        return (self.said or {}).get(name, "").strip()


def note(session: Session, case_id: str, visit: Visit, *, by: Reader, now: datetime) -> FollowUp:
    """Note a visit; the date it was due by is met, an answer about satisfaction is stored with it.

    Raises Refused with everything that doesn't hold, Conflict for a second answer of the same party.
    """
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "visit.note", facts_of(session, case))
    due = _due(session, case, visit.deadline_id)
    _check(session, case, visit, station_day(now))
    part = session.get(Instalment, due.subject) if due and due.subject else None
    row = FollowUp(
        station_id=case.station_id, case_id=case.id, settlement_id=part.settlement_id if part else None,
        instalment_id=part.id if part else None, party_id=visit.party_id, on=visit.on, way=visit.way,
        reason=_reason(due, part), performance=visit.performance or None, noted_at=now, noted_by=by.id,
        **{name: visit.text(name) for name in MOST},
    )  # fmt: skip
    session.add(row)
    if due is not None and due.state == "open":
        due.state, due.met_on = "met", visit.on
        session.add(due)
    fields: dict[str, object] = {"on": visit.on, "visit_way": visit.way, "payment_says": visit.performance}
    history.record(
        session, station_id=case.station_id, actor=by.id, act="visit.note", subject=("case", case.id),
        fields=fields, now=now,
    )  # fmt: skip
    if visit.score is not None:
        _answer(session, case, visit, by, now)
    return row


def _reason(due: Deadline | None, part: Instalment | None) -> str:
    """Return why the visit was paid, as the record of it says (Chinese: it is printed)."""
    if due is None:
        return BY_ITSELF
    return VISITS[due.kind] % {"number": part.position + 1} if part else VISITS["station.final_follow_up"]


def _answer(session: Session, case: Case, visit: Visit, by: Reader, now: datetime) -> None:
    before = select(Satisfaction).where(Satisfaction.case_id == case.id, Satisfaction.party_id == visit.party_id)
    if session.exec(before).first() is not None:
        raise Conflict(N_("这一方已经回答过满意度，请刷新页面查看。"))
    session.add(
        Satisfaction(
            station_id=case.station_id, case_id=case.id, party_id=visit.party_id, score=visit.score or 0,
            words=visit.text("words")[:500], answered_on=visit.on, way=visit.way, noted_at=now, noted_by=by.id,
        )  # fmt: skip
    )
    history.record(
        session, station_id=case.station_id, actor=by.id, act="satisfaction.note", subject=("case", case.id),
        fields={"satisfaction": visit.score}, now=now,
    )  # fmt: skip


def _due(session: Session, case: Case, deadline_id: str) -> Deadline | None:
    if not deadline_id:
        return None
    query = select(Deadline).where(Deadline.id == deadline_id, Deadline.case_id == case.id)
    due = session.exec(query.where(col(Deadline.kind).in_(VISITS))).first()
    if due is None:
        raise Refused(Problem(N_("请选择一项"), "deadline_id"))
    return due


def _check(session: Session, case: Case, visit: Visit, today: date) -> None:
    wrong = []
    if not case.received_on <= visit.on <= today:
        span = f"{case.received_on} – {today}"
        wrong.append(Problem(N_("回访日期应在受理当日至今日之间"), "on", str(visit.on), span))
    if visit.way not in VISIT_WAYS:
        wrong.append(Problem(N_("请选择一项"), "way"))
    if visit.performance not in ("", *PAYMENT_WORDS):
        wrong.append(Problem(N_("请选择一项"), "performance"))
    if visit.score is not None and visit.score not in SCORES:
        wrong.append(Problem(N_("满意度为 1 至 5 分"), "score", str(visit.score)))
    party = select(Party.id).where(Party.id == visit.party_id, Party.case_id == case.id)
    if session.exec(party).first() is None:
        wrong.append(Problem(N_("请选择回访的当事人"), "party_id"))
    for name, most in MOST.items():
        if len(visit.text(name)) > most:
            wrong.append(Problem(N_("最多 %(most)s 个字"), name, params={"most": most}))
    if wrong:
        raise Refused(wrong)
