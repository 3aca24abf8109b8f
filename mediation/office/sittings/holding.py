"""A session while it is held: opened, who came, with whom the mediator speaks and for how long, ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.sitting import ATTENDANCES, TALKING_WITH, Attendance, Sitting, SittingSpan
from mediation.office import referrals
from mediation.office.sittings.planning import found, record, require_holdable

CAME: Final = ("present", "late", "left_early")
NOBODY_CAME: Final = N_("各方均未到场")
MOST_RESULT: Final = 1000
NOT_OPEN: Final = N_("这次调解会没有在进行，请刷新页面查看。")


@dataclass(frozen=True)
class Came:
    """Whether one party came, who came for it, and why not."""

    state: str
    people: str = ""
    why: str = ""


def parties_of(session: Session, case_id: str) -> list[Party]:
    """Return the parties that are still in the case, applicants first, in their order."""
    query = select(Party).where(Party.case_id == case_id, col(Party.left_on).is_(None))
    return list(session.exec(query.order_by(col(Party.side), col(Party.position))))


def open_sitting(
    session: Session, sitting_id: str, came: Mapping[str, Came], *, by: Reader, now: datetime
) -> Sitting:  # fmt: skip
    """Open a planned session, with who is there so far, by party.

    Raises Conflict where mediation may not go on or the session isn't planned any more, Refused for attendance that
    can't be.
    """
    row, case = found(session, sitting_id, "sitting.hold", by)
    require_holdable(case)
    if row.state != "planned":
        raise Conflict(N_("这次调解会已经开始、结束或者取消，请刷新页面查看。"))
    _enter(session, row, came, now)
    row.state, row.opened_at = "open", now
    _turn_to(session, row, "applicant" if row.form == "separate" else "joint", now)
    session.add(row)
    record(session, row, "sitting.open", by, now, {"sitting_came": came_of(session, row)})
    return row


def attend(session: Session, sitting_id: str, came: Mapping[str, Came], *, by: Reader, now: datetime) -> Sitting:
    """Note anew who came while a session is open; raises as `open_sitting` does."""
    row, _ = _running(session, sitting_id, by)
    _enter(session, row, came, now)
    record(session, row, "sitting.attend", by, now, {"sitting_came": came_of(session, row)})
    return row


def talk_with(session: Session, sitting_id: str, whom: str, *, by: Reader, now: datetime) -> Sitting:
    """Note that the mediator now speaks with both, with one side or with nobody; the time of each is kept."""
    row, _ = _running(session, sitting_id, by)
    if whom not in TALKING_WITH:
        raise Refused(Problem(N_("请选择一项"), "talking_with", whom[:20], ", ".join(TALKING_WITH)))
    if row.talking_with != whom:
        _turn_to(session, row, whom, now)
        session.add(row)
        record(session, row, "sitting.turn", by, now, {"talking_with": whom})
    return row


def end(session: Session, sitting_id: str, *, result: str, by: Reader, now: datetime) -> Sitting:
    """End a session with what came of it; where nobody came it wasn't held, and no date is met by it.

    Raises Refused without a result, or while it isn't known of a party whether it came.
    """
    row, case = _running(session, sitting_id, by)
    came = conclude(session, row, {}, result, now)
    _stop(session, row, now)
    row.closed_at = now
    if came:
        referrals.meet(session, case, "station.first_session", on=station_day(row.opened_at or now))
    record(session, row, "sitting.end", by, now, {"sitting_state": row.state})
    return row


def conclude(session: Session, row: Sitting, came: Mapping[str, Came], result: str, now: datetime) -> bool:
    """Keep who came and what came of a session; tell whether anybody came, without whom it wasn't held.

    Raises Refused without a result, or while it isn't known of a party whether it came.
    """
    result = result.replace("\r\n", "\n").strip()
    problems = []
    if not result or len(result) > MOST_RESULT:
        problems.append(Problem(N_("请写明本次调解会的结果（不超过 1000 字）"), "result", result[:40]))
    _enter(session, row, came, now)  # also for whoever became a party since it was opened
    attending = _attending(session, row)
    if not attending or any(one.state == "expected" for one in attending):
        problems.append(Problem(N_("请先登记每一方是否到场"), "attendance"))
    if problems:
        raise Refused(problems)
    held = any(one.state in CAME for one in attending)
    row.result, row.talking_with = result, None
    row.state, row.cancelled_why = ("held", "") if held else ("cancelled", NOBODY_CAME)
    session.add(row)
    return held


def totals(spans: Iterable[SittingSpan], now: datetime) -> dict[str, timedelta]:
    """Return how long the mediator spoke with each, up to now where it goes on."""
    found = dict.fromkeys(TALKING_WITH, timedelta())
    for one in spans:
        found[one.talking_with] += (one.ended_at or now) - one.began_at
    return found


def spans_of(session: Session, sitting_id: str) -> list[SittingSpan]:
    """Return the stretches of a session's time, in their order."""
    query = select(SittingSpan).where(SittingSpan.sitting_id == sitting_id).order_by(col(SittingSpan.began_at))
    return list(session.exec(query))


def _running(session: Session, sitting_id: str, by: Reader) -> tuple[Sitting, Case]:
    row, case = found(session, sitting_id, "sitting.hold", by)
    if row.state != "open":
        raise Conflict(NOT_OPEN)
    return row, case


def _attending(session: Session, row: Sitting) -> list[Attendance]:
    return list(session.exec(select(Attendance).where(Attendance.sitting_id == row.id)))


def _enter(session: Session, row: Sitting, came: Mapping[str, Came], now: datetime) -> None:
    """Keep the attendance of every party as it was given, also of who has left the case since the session was opened.

    A party not named is still expected.
    """
    known = {one.party_id: one for one in _attending(session, row)}
    problems = []
    for party_id in dict.fromkeys([*known, *(one.id for one in parties_of(session, row.case_id))]):
        kept = known.get(party_id) or Attendance(
            station_id=row.station_id, case_id=row.case_id, sitting_id=row.id, party_id=party_id
        )
        given = came.get(party_id) or Came(kept.state, kept.people, kept.why)
        people, why = given.people.strip(), given.why.strip()
        if given.state not in ATTENDANCES:
            problems.append(Problem(N_("请选择是否到场"), f"came.{party_id}.state", given.state[:20]))
            continue
        for name, text in (("people", people), ("why", why)):
            if len(text) > 300:
                said = {"length": len(text)}
                problems.append(Problem(N_("过长：%(length)d 个字"), f"came.{party_id}.{name}", "", "≤ 300", said))
        if (kept.state, kept.people, kept.why) != (given.state, people, why):
            kept.state, kept.people, kept.why = given.state, people, why
            kept.noted_at = now
        session.add(kept)
    if problems:
        raise Refused(problems)
    session.flush()


def came_of(session: Session, row: Sitting) -> str:
    """Return how many of how many parties are there, for the history: no names."""
    attending = _attending(session, row)
    return f"{sum(one.state in CAME for one in attending)}/{len(attending)}"


def _turn_to(session: Session, row: Sitting, whom: str, now: datetime) -> None:
    _stop(session, row, now)
    row.talking_with = whom
    span = SittingSpan(
        station_id=row.station_id, case_id=row.case_id, sitting_id=row.id, talking_with=whom, began_at=now
    )
    session.add(span)


def _stop(session: Session, row: Sitting, now: datetime) -> None:
    query = select(SittingSpan).where(SittingSpan.sitting_id == row.id, col(SittingSpan.ended_at).is_(None))
    for one in session.exec(query):
        one.ended_at = now
        session.add(one)
