"""Open escalations by level, harm and days left, filtered, each with who must act next."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import col, select

from mediation.access import Scope, visible
from mediation.domain import harm
from mediation.domain.vocabulary import DESKS
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.models.talks import Talks
from mediation.office import ledger_notice, rules, supervision_staff
from mediation.office.inbox import heads
from mediation.office.parties import short_names
from mediation.office.reasons import Reasons
from mediation.office.records.supervision import EscalationRow

ROWS_A_PAGE: Final = 25
AGES: Final = ("1", "3", "7", "14", "30")
TALKS_DESK: Final = "union"
LONGEST: Final = 100
WHY: Any = col(Escalation.because)


STILL_OPEN: Final[tuple[Any, ...]] = (col(Escalation.state) == "open",)


@dataclass(frozen=True)
class Filters:
    """What a list of escalations is narrowed to; an empty word narrows nothing. `age` is the least age in days."""

    level: str = ""
    rule: str = ""
    desk: str = ""
    person: str = ""
    age: str = ""
    flag: str = ""
    employer: str = ""
    ledger: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        """Take the known filters out of an address or a saved view."""
        return cls(**{one.name: str(given.get(one.name, "")).strip()[:LONGEST] for one in fields(cls)})

    def said(self) -> dict[str, Any]:
        """Return the filters that narrow something."""
        return {one.name: text for one in fields(self) if (text := getattr(self, one.name))}


def worst(scope: Scope, *, now: datetime, most: int) -> tuple[EscalationRow, ...]:
    """Return the gravest open escalations, for the day board."""
    return rows(scope, list(STILL_OPEN), now=now, page=1, most=most)


def rows(
    scope: Scope, conditions: list[Any], *, now: datetime, page: int, most: int = ROWS_A_PAGE
) -> tuple[EscalationRow, ...]:
    """Return one page of escalations: by level, then harm, then the day they are about, then age."""
    ids = (
        sa.select(col(Escalation.id))
        .outerjoin(Case, col(Case.id) == col(Escalation.case_id))
        .where(visible(scope.user, Escalation), *conditions)
        .order_by(*_order())
        .limit(most)
        .offset((page - 1) * most)
    )
    found = list(scope.session.execute(ids).scalars())
    query = select(Escalation).where(col(Escalation.id).in_(found)).options(defer(WHY, raiseload=True))
    by_id = {one.id: one for one in scope.session.exec(query)}
    return records(scope, [by_id[one] for one in found], now=now)


def _order() -> list[Any]:
    """Return level, harm (domain/harm.py), days left, age as an ORDER BY."""
    flags = sa.cast(col(Case.flags), sa.Text)
    graver = [
        (sa.or_(col(Escalation.rule).in_(one.rules), *(flags.contains(f'"{flag}"') for flag in one.flags)), nth)
        for nth, one in enumerate(harm.HARMS)
    ]
    due = col(Escalation.due_on)
    return [
        col(Escalation.level).desc(), sa.case(*graver, else_=harm.UNKNOWN), due.is_(None), due,
        col(Escalation.raised_at), col(Escalation.id),
    ]  # fmt: skip


def _subject_referral(column: Any) -> Any:
    return sa.select(column).where(col(Referral.id) == col(Escalation.subject)).scalar_subquery()


def _lead_referral(column: Any) -> Any:
    found = sa.select(column).where(
        col(Referral.case_id) == col(Case.id), col(Referral.desk) == col(Case.lead), col(Referral.state).in_(ALIVE)
    )
    return found.limit(1).scalar_subquery()


def acting_desk() -> Any:
    """Return the desk that must act next: the one that was referred to, else the one that leads."""
    return sa.func.coalesce(_subject_referral(col(Referral.desk)), col(Case.lead), TALKS_DESK)


def acting_person() -> Any:
    """Return who must act next: who was given the escalation, else whose the referral is."""
    whose = supervision_staff.PERSON
    return sa.func.coalesce(col(Escalation.assigned_to), _subject_referral(whose), _lead_referral(whose))


def matching(filters: Filters, now: datetime) -> list[Any]:
    """Return the conditions of open escalations that filters leave, over escalations joined to their cases."""
    found: list[Any] = [*STILL_OPEN]
    if filters.level in ("1", "2", "3"):
        found.append(col(Escalation.level) == int(filters.level))
    if filters.rule:
        found.append(col(Escalation.rule) == filters.rule)
    if filters.desk:
        found.append(acting_desk() == filters.desk if filters.desk in DESKS else sa.false())
    if filters.person:
        whose = acting_person()
        found.append(whose.is_(None) if filters.person == "none" else whose == filters.person)
    if filters.age in AGES:
        found.append(col(Escalation.raised_at) <= now - timedelta(days=int(filters.age)))
    if filters.flag:
        found.append(sa.cast(col(Case.flags), sa.Text).contains(f'"{filters.flag}"', autoescape=True))
    if filters.employer:
        found.append(_of_employer(filters.employer))
    if filters.ledger:
        found.append(col(Escalation.case_id).in_(ledger_notice.imported(filters.ledger)))
    return found


def _of_employer(wanted: str) -> Any:
    named = sa.or_(col(Party.name).contains(wanted, autoescape=True), col(Party.firm_key) == wanted)
    return (
        sa.select(1).where(col(Party.case_id) == col(Escalation.case_id), col(Party.kind) == "employer", named).exists()
    )


def count(scope: Scope, conditions: list[Any]) -> int:
    """Count the escalations that meet conditions of `matching`."""
    found = (
        sa.select(col(Escalation.id))
        .outerjoin(Case, col(Case.id) == col(Escalation.case_id))
        .where(visible(scope.user, Escalation), *conditions)
    )
    return int(scope.session.execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one())


def records(scope: Scope, found: list[Escalation], *, now: datetime) -> tuple[EscalationRow, ...]:
    """Return escalations as lists show them; a fixed number of queries however many they are."""
    session, today = scope.session, station_day(now)
    ids = [one.case_id for one in found if one.case_id]
    cases = heads(session, ids)
    parties, acting, people = short_names(session, cases), _acting(scope, found), supervision_staff.names(scope)
    rounds = _talks(scope, found)
    every = Reasons(rules.current().book, today)
    made = []
    for one in found:
        case = cases.get(one.case_id or "")
        reasons = every.at(case.received_on) if case else every
        desk, person = acting[one.id]
        flags = tuple(case.flags) if case else ()
        talks_id, number, about = rounds.get(one.subject, ("", "", ""))
        made.append(
            EscalationRow(
                id=one.id, title=reasons.title(one.rule), harm=_harm(one.rule, flags), level=one.level,
                raised_at=one.raised_at, rule=one.rule,
                due_on=one.due_on, days_left=(one.due_on - today).days if one.due_on else None,
                case_id=case.id if case else "", talks_id=talks_id, number=case.number if case else number,
                parties=parties.get(case.id, "") if case else about, flags=flags, desk=desk,
                person=people.get(person or "", ""), assigned_to=one.assigned_to or "",
                acknowledged_by=people.get(one.acknowledged_by or "", ""), acknowledged_at=one.acknowledged_at,
            )  # fmt: skip
        )
    return tuple(made)


def _talks(scope: Scope, found: list[Escalation]) -> dict[str, tuple[str, str, str]]:
    """Return id, number and employer of the wage talks that escalations without a case are about."""
    ids = sorted({one.subject for one in found if one.subject_kind == "talks" and not one.case_id})
    rows = scope.session.exec(scope.select(Talks).where(col(Talks.id).in_(ids))) if ids else ()
    return {one.id: (one.id, one.number or "", one.employer) for one in rows}


def _acting(scope: Scope, found: list[Escalation]) -> dict[str, tuple[str, str | None]]:
    query = (
        sa.select(col(Escalation.id), acting_desk(), acting_person())
        .outerjoin(Case, col(Case.id) == col(Escalation.case_id))
        .where(col(Escalation.id).in_([one.id for one in found]))
    )
    return {one_id: (desk, person) for one_id, desk, person in scope.session.execute(query)}


def _harm(rule: str, flags: tuple[str, ...]) -> str:
    place = harm.rank(rule, flags)
    return harm.HARMS[place].name if place < harm.UNKNOWN else ""
