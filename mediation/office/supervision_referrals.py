"""The list of referrals that a supervisor hands on, and that the figures of the workload open into."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access import Reader, Scope
from mediation.domain.vocabulary import DESKS
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.office import supervision_reassign, supervision_staff, supervision_work
from mediation.office.inbox import heads, most_urgent
from mediation.office.parties import short_names
from mediation.office.records.supervision import ReferralRow, ReferralsPage

ROWS_A_PAGE: Final = 50
WHICH: Final = ("waiting", "late", "overdue", "accepted", "taken")
LONGEST: Final = 100


@dataclass(frozen=True)
class ReferralFilters:
    """What the list is narrowed to. `which` is a word of WHICH; `taken` shows what was accepted lately, done or not."""

    desk: str = ""
    person: str = ""
    which: str = ""
    flag: str = ""
    employer: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "ReferralFilters":
        """Take the known filters out of an address or a saved view."""
        return cls(**{one.name: str(given.get(one.name, "")).strip()[:LONGEST] for one in fields(cls)})

    def said(self) -> dict[str, Any]:
        """Return the filters that narrow something."""
        return {one.name: text for one in fields(self) if (text := getattr(self, one.name))}


def listing(
    session: Session, *, user: Reader, now: datetime, filters: ReferralFilters, page: int = 1
) -> ReferralsPage:
    """Return one page of referrals, most urgent first; a fixed number of queries."""
    scope = Scope(session, user)
    matching = _matching(filters, now)
    total = scope.count(Referral, *matching)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    found = most_urgent(scope, matching, first=(page - 1) * ROWS_A_PAGE, most=ROWS_A_PAGE)
    rows = _rows(scope, found, now)
    people, undoable = supervision_staff.people(scope), supervision_reassign.undoable(scope, now=now)
    return ReferralsPage(rows, total, page, pages, people, undoable)


def _matching(filters: ReferralFilters, now: datetime) -> list[Any]:
    lately = filters.which == "taken"
    found = [supervision_work.lately_accepted(now)] if lately else supervision_work.living()
    if filters.desk:
        found.append(col(Referral.desk) == filters.desk if filters.desk in DESKS else sa.false())
    if filters.person:
        whose = col(Referral.accepted_by) if lately else supervision_staff.PERSON
        found.append(whose.is_(None) if filters.person == "none" else whose == filters.person)
    if filters.which == "waiting":
        found.append(col(Referral.state) == "open")
    if filters.which == "accepted":
        found.append(col(Referral.state) == "accepted")
    if filters.which == "late":
        found.append(supervision_work.late(now))
    if filters.which == "overdue":
        found.append(supervision_work.overdue(station_day(now)))
    if filters.flag:
        flagged = sa.cast(col(Case.flags), sa.Text).contains(f'"{filters.flag}"', autoescape=True)
        found.append(sa.select(1).where(col(Case.id) == col(Referral.case_id), flagged).exists())
    if filters.employer:
        named = sa.or_(
            col(Party.name).contains(filters.employer, autoescape=True), col(Party.firm_key) == filters.employer
        )
        found.append(
            sa.select(1)
            .where(col(Party.case_id) == col(Referral.case_id), col(Party.kind) == "employer", named)
            .exists()
        )
    return found


def _rows(scope: Scope, found: list[Referral], now: datetime) -> tuple[ReferralRow, ...]:
    ids = [one.case_id for one in found]
    cases = heads(scope.session, ids)
    parties, people = short_names(scope.session, ids), supervision_staff.names(scope)
    return tuple(
        ReferralRow(
            id=one.id, case_id=one.case_id, number=cases[one.case_id].number, parties=parties[one.case_id],
            desk=one.desk, role=one.role, priority=one.priority, state=one.state, referred_at=one.referred_at,
            accept_by=one.accept_by, late=one.state == "open" and one.accept_by < now,
            person=people.get(one.assigned_to or one.accepted_by or "", ""), flags=tuple(cases[one.case_id].flags),
            accepted_at=one.accepted_at,
        )  # fmt: skip
        for one in found
    )
