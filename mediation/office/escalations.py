"""Escalations as people meet them: who is told, who acknowledges, to whom one is assigned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.access.acts import AT_DESKS, ON_CASES
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.rulebook import RuleBook
from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.models.talks import Talks
from mediation.models.user import Membership, User
from mediation.office import history, notices, rules
from mediation.office.casebook import facts_of
from mediation.office.notices import Telling
from mediation.office.parties import short_names
from mediation.office.raising import Raised
from mediation.office.records import Words

JOINT_MEETING: Final = 3
STAMP: Final = "%Y%m%dT%H%M%S%f"
TALKS_DESK: Final = frozenset({"union"})
RAISED: Final = N_("%(who)s：%(title)s（%(level)d 级督办）")
TO_MEETING: Final = N_("%(who)s：%(title)s（3 级督办，请提请区联席会议研究）")
AGAIN: Final = N_("再次提醒：%(who)s：%(title)s（3 级督办，尚无人签收）")
ASSIGNED: Final = N_("交您督办：%(who)s：%(title)s")


def people_of_level(session: Session, *, station_id: str, desk: str, level: int) -> list[str]:
    """Return who is told of an escalation: the desk's people for level 1, else the station's supervisors.

    A desk without anybody sends it on to the supervisors: an escalation that nobody hears of would be none.
    """
    at_desk = [col(User.role).in_(AT_DESKS), col(User.desk) == desk]
    found = _members(session, station_id, at_desk) if level == 1 else []
    return found or _members(session, station_id, [col(User.role) == "supervisor"])


def _members(session: Session, station_id: str, wanted: Iterable[sa.ColumnElement[bool]]) -> list[str]:
    query = (
        sa.select(col(User.id))
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(col(Membership.station_id) == station_id, col(User.active), *wanted)
        .order_by(col(User.id))
    )
    return list(session.execute(query).scalars())


def announce(session: Session, raised: Sequence[Raised], *, now: datetime) -> None:
    """Tell the people of each level what this transaction raised."""
    names = _names(session, [(one.finding.case_id, one.finding.subject) for one in raised])

    @cache
    def people(station_id: str, desk: str, level: int) -> list[str]:
        return people_of_level(session, station_id=station_id, desk=desk, level=level)

    book, told = rules.current().book, dict[str, list[Telling]]()
    for one in raised:
        of = one.finding
        message = TO_MEETING if one.level == JOINT_MEETING else RAISED
        params = {"who": names[of.case_id or of.subject], "title": _titled(book, one.rule), "level": one.level}
        who = frozenset(people(of.station_id, of.desk, one.level))
        page = _page(of.case_id, of.subject if of.kind == "talks" else "")
        told.setdefault(of.station_id, []).append(
            Telling(who, f"escalation:{one.id}:{now:{STAMP}}", message, params, page, of.case_id)
        )
    for station_id, tellings in told.items():
        notices.tell_all(session, tellings, station_id=station_id, kind="escalation", now=now)


def tell_again(session: Session, rows: Sequence[Escalation], *, now: datetime) -> list[Escalation]:
    """Tell the supervisors again of escalations nobody acknowledged; return those of which this process told them.

    Of two sweeps at once only the one whose change of `told_at` stood tells.
    """
    names = _names(session, [(row.case_id, row.subject) for row in rows])
    told = []
    for row in sorted(rows, key=lambda one: one.id):
        unmoved = [
            col(Escalation.id) == row.id, col(Escalation.state) == "open",
            col(Escalation.acknowledged_at).is_(None), col(Escalation.told_at).is_not_distinct_from(row.told_at),
        ]  # fmt: skip
        noting = sa.update(Escalation).where(*unmoved).values(told_at=now)
        done = session.execute(noting, execution_options={"synchronize_session": False})
        if not done.rowcount:  # type: ignore[attr-defined]
            continue
        told.append(row)
        notices.tell(
            session, station_id=row.station_id,
            people=people_of_level(session, station_id=row.station_id, desk="", level=row.level),
            kind="escalation", key=f"escalation:{row.id}:{now:{STAMP}}", message=AGAIN,
            params={"who": names[row.case_id or row.subject], "title": _title(row.rule), "level": row.level},
            target=_target(row), case_id=row.case_id, now=now,
        )  # fmt: skip
    return told


def _names(session: Session, about: Iterable[tuple[str | None, str]]) -> dict[str, str]:
    """Return number and parties of each case, and under its own id the employer of each request without a case."""
    pairs = list(about)
    ids = sorted({case_id for case_id, _ in pairs if case_id})
    numbers = session.execute(sa.select(col(Case.id), col(Case.number)).where(col(Case.id).in_(ids)))
    parties = short_names(session, ids)
    found = {row[0]: f"{row[1]} {parties[row[0]]}" for row in numbers}
    alone = sorted({subject for case_id, subject in pairs if not case_id})
    if alone:
        employers = sa.select(col(Talks.id), col(Talks.employer)).where(col(Talks.id).in_(alone))
        found |= {row[0]: row[1] for row in session.execute(employers)}
    return found


def _title(rule_id: str) -> Words:
    return _titled(rules.current().book, rule_id)


def _titled(book: RuleBook, rule_id: str) -> Words:
    rule = next((one for one in reversed(book.rules) if one.id == rule_id), None)
    return Words(rule.title["zh"], rule.title["en"]) if rule else Words(rule_id, rule_id)


def _target(row: Escalation) -> str:
    return _page(row.case_id, row.subject if row.subject_kind == "talks" else "")


def _page(case_id: str | None, talks_id: str = "") -> str:
    return f"/cases/{case_id}" if case_id else f"/talks/{talks_id}" if talks_id else ""


def acknowledge(session: Session, escalation_id: str, *, by: Reader, now: datetime) -> Escalation:
    """Note that the user has seen the escalation and takes it up.

    Raises Conflict when somebody was quicker or it is closed, NotFound for one the user doesn't see, Forbidden for
    one of a level above the user's.
    """
    row = _open(session, escalation_id, "escalation.acknowledge", by)
    if row.acknowledged_at is not None:
        raise Conflict(N_("这条督办已经有人签收。"))
    _note(session, row, "escalation.acknowledge", by, now, {"rule": row.rule, "level": row.level})
    row.acknowledged_at, row.acknowledged_by = now, by.id
    session.add(row)
    return row


def assign(session: Session, escalation_id: str, *, to: str, by: Reader, now: datetime) -> Escalation:
    """Give an escalation to one person of the station, who is told.

    Raises Refused for somebody who doesn't work on cases there, Conflict for one that is closed.
    """
    row = _open(session, escalation_id, "escalation.assign", by)
    person = session.exec(Scope(session, by).select(User).where(User.id == to)).first()
    works = person and person.active and person.role in ON_CASES and row.station_id in person.station_ids
    if person is None or not works:
        raise Refused(Problem(N_("请选择本站在岗的办案人员"), "to", to))
    _note(session, row, "escalation.assign", by, now, {"rule": row.rule, "level": row.level, "to": to})
    row.assigned_to, row.assigned_at = to, now
    session.add(row)
    names = _names(session, [(row.case_id, row.subject)])
    notices.tell(
        session, station_id=row.station_id, people=[to], kind="escalation", message=ASSIGNED,
        key=f"assigned:{row.id}:{now:{STAMP}}",
        params={"who": names[row.case_id or row.subject], "title": _title(row.rule)},
        target=_target(row), case_id=row.case_id, now=now,
    )  # fmt: skip
    return row


def _open(session: Session, escalation_id: str, act: str, by: Reader) -> Escalation:
    row = Scope(session, by).get(Escalation, escalation_id)
    case = session.get(Case, row.case_id) if row.case_id else None
    facts = facts_of(session, case) if case else Facts(station_id=row.station_id, open_desks=TALKS_DESK)
    access.require(by, act, replace(facts, level=row.level))
    if row.state != "open":
        raise Conflict(N_("这条督办的事由已经消除。"))
    return row


def _note(
    session: Session, row: Escalation, act: str, by: Reader, now: datetime, fields: Mapping[str, object]
) -> None:
    """Write the line first: it takes the chain's lock, which the sweep takes before it changes a row."""
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("escalation", row.id), fields=fields,
        case_id=row.case_id, now=now,
    )  # fmt: skip
