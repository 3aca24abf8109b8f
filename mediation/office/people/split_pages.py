"""What may be split off a case, and the splits there were."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.supervision import CaseSplit
from mediation.office import casebook, cases
from mediation.office.casebook import facts_of
from mediation.office.people import splitting
from mediation.office.records import CaseHeader


@dataclass(frozen=True)
class SplitRow:
    """One split that a case was in; `may_undo` while both cases are open and nobody has worked on the new one."""

    id: str
    at: datetime
    by: str
    reason: str
    first: tuple[str, str]
    second: tuple[str, str]
    undone_at: datetime | None
    may_undo: bool


@dataclass(frozen=True)
class SplitPage:
    """The parties and claims of a case to choose from, and its splits."""

    header: CaseHeader
    parties: tuple[Party, ...]
    claims: tuple[Claim, ...]
    splits: tuple[SplitRow, ...]


def page(session: Session, case_id: str, *, user: Reader, now: datetime) -> SplitPage:
    """Return what may be split off a case; raises NotFound, Forbidden."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    access.require(user, "case.split", facts_of(session, case))
    book = casebook.open_book(session, case)
    people = cases.names_of(session, case.station_id)
    return SplitPage(
        cases.header(session, book, people), tuple(book.parties), tuple(book.claims), _splits(scope, case, people)
    )


def _splits(scope: Scope, case: Case, people: dict[str, str]) -> tuple[SplitRow, ...]:
    either = sa.or_(col(CaseSplit.case_id) == case.id, col(CaseSplit.new_id) == case.id)
    rows = scope.session.exec(scope.select(CaseSplit).where(either).order_by(col(CaseSplit.at).desc())).all()
    ids = {one for row in rows for one in (row.case_id, row.new_id)}
    there = {one.id: one for one in scope.session.exec(scope.select(Case).where(col(Case.id).in_(ids)))}
    return tuple(
        SplitRow(
            row.id, row.at, people.get(row.by, ""), row.reason, (row.case_id, there[row.case_id].number),
            (row.new_id, there[row.new_id].number), row.undone_at,
            row.undone_at is None and there[row.case_id].state == "open" and there[row.new_id].state == "open"
            and splitting.untouched(row, there[row.new_id]),
        )  # fmt: skip
        for row in rows
        if row.case_id in there and row.new_id in there
    )
