"""What both sides agree on and what stays disputed (无争议事实): short sentences in an order of their own."""

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.case import Case
from mediation.models.sitting import SharedFact, Sitting
from mediation.office import history
from mediation.office.casebook import facts_of

MOST_WORDS: Final = 500
STATES: Final = ("agreed", "disputed")


def agreed(session: Session, case_id: str) -> list[SharedFact]:
    """Return what both sides agree on, in its order; the caller sees the case."""
    return [one for one in of_case(session, case_id) if one.state == "agreed"]


def of_case(session: Session, case_id: str) -> list[SharedFact]:
    """Return what is agreed on and what is disputed, in its order; what was taken back isn't there."""
    query = select(SharedFact).where(SharedFact.case_id == case_id, SharedFact.state != "withdrawn")
    return list(session.exec(query.order_by(col(SharedFact.position), col(SharedFact.noted_at))))


def add(
    session: Session, case_id: str, words: str, state: str, *, sitting_id: str = "", by: Reader, now: datetime
) -> SharedFact:
    """Add a fact at the end of the list, noted in a session or outside. Raises Refused with every fault."""
    case = _case(session, case_id, by)
    words = " ".join(words.split())
    problems = []
    if not words or len(words) > MOST_WORDS:
        problems.append(Problem(N_("请填写事实（不超过 500 字）"), "fact_words", words[:40]))
    if state not in STATES:
        problems.append(Problem(N_("请选择无争议还是有争议"), "fact_state", state[:20], ", ".join(STATES)))
    if problems:
        raise Refused(problems)
    sitting = Scope(session, by).get(Sitting, sitting_id) if sitting_id else None
    last = session.exec(select(sa.func.max(SharedFact.position)).where(SharedFact.case_id == case.id)).one()
    row = SharedFact(
        station_id=case.station_id, case_id=case.id, position=0 if last is None else last + 1, words=words,
        sitting_id=sitting.id if sitting and sitting.case_id == case.id else None, state=state, noted_at=now,
        noted_by=by.id,
    )  # fmt: skip
    session.add(row)
    _record(session, row, "fact.add", by, now, {"fact_state": state})
    return row


def change(session: Session, fact_id: str, deed: str, *, by: Reader, now: datetime) -> SharedFact:
    """Move a fact `up` or `down`, mark it `agreed` or `disputed`, or take it back (`withdrawn`).

    Raises Refused for another deed, Conflict for a fact that was taken back.
    """
    row = Scope(session, by).get(SharedFact, fact_id)
    _case(session, row.case_id, by)
    if deed not in ("up", "down", "withdrawn", *STATES):
        raise Refused(Problem(N_("请选择一项"), "do", deed[:20]))
    if row.state == "withdrawn":
        raise Conflict(N_("这条事实已经撤回，请刷新页面查看。"))
    if deed in ("up", "down"):
        _swap(session, row, -1 if deed == "up" else 1)
    else:
        row.state = deed
        session.add(row)
    _record(session, row, "fact.change", by, now, {"fact_deed": deed})
    return row


def _swap(session: Session, row: SharedFact, step: int) -> None:
    """Let a fact and its neighbour change places; at the end of the list nothing moves. Places are numbered anew."""
    rows = of_case(session, row.case_id)
    place = next(nth for nth, one in enumerate(rows) if one.id == row.id)
    if 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]
    for nth, one in enumerate(rows):
        one.position = nth
        session.add(one)


def _case(session: Session, case_id: str, by: Reader) -> Case:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "sitting.hold", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已结案，不能修改；请由督导先恢复办理。"))
    session.exec(select(Case.id).where(Case.id == case.id).with_for_update(key_share=True)).one()
    return case


def _record(session: Session, row: SharedFact, act: str, by: Reader, now: datetime, fields: dict[str, Any]) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("case", row.case_id), fields=fields, now=now
    )
