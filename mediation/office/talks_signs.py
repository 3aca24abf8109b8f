"""The cases that speak against the promises of one round, as far as whoever judges them must know.

The sign belongs to the talks. Whoever sees the talks sees what it says: what is claimed, when, against which firm of
the talks, for how many workers. The case's number, its parties and the way to it only whoever may see the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access import Reader, Scope
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.talks import Talks, TalksFirm
from mediation.models.talks_end import Promise, PromiseSign
from mediation.office.parties import short_names


@dataclass(frozen=True)
class SignRecord:
    """One case that speaks against a promise; `number` and `parties` are empty where the reader may not see the case.

    `firms` are those of the talks that the case is against, `workers` how many people it is about.
    """

    row: PromiseSign
    firms: tuple[str, ...]
    workers: int
    number: str
    parties: str


def of_talks(session: Session, row: Talks, *, user: Reader) -> dict[str, tuple[SignRecord, ...]]:
    """Return all signs of one round by promise, the earliest first."""
    found: dict[str, tuple[SignRecord, ...]] = {}
    for one in _records(session, row, user):
        found[one.row.promise_id] = (*found.get(one.row.promise_id, ()), one)
    return found


def waiting(session: Session, row: Talks, *, user: Reader) -> tuple[SignRecord, ...]:
    """Return the signs that still call for somebody: not looked into, or a breach the union hasn't claimed."""
    return _records(session, row, user, calling())


def calling() -> Any:
    """Return the condition of such signs, for a query that joins their promises."""
    breach = sa.and_(col(PromiseSign.state) == "breach", col(Promise.claimed_on).is_(None))
    return sa.or_(col(PromiseSign.state) == "new", breach)


def same_firm() -> Any:
    """Return the condition by which a party of a case is a firm of talks: as cases know firms, or by its name."""
    named = sa.or_(col(Party.firm_key) == col(TalksFirm.firm_key), col(Party.firm_key) == col(TalksFirm.name))
    return sa.and_(col(Party.station_id) == col(TalksFirm.station_id), col(Party.side) == "respondent", named)


def _records(session: Session, row: Talks, user: Reader, *wanted: Any) -> tuple[SignRecord, ...]:
    scope = Scope(session, user)
    query = scope.select(PromiseSign).join(Promise, col(Promise.id) == col(PromiseSign.promise_id))
    query = query.where(col(PromiseSign.talks_id) == row.id, *wanted)
    signs = list(session.exec(query.order_by(col(PromiseSign.day), col(PromiseSign.id))))
    if not signs:
        return ()
    ids = sorted({one.case_id for one in signs})
    numbers = {case.id: case.number for case in session.exec(scope.select(Case).where(col(Case.id).in_(ids)))}
    parties, firms, workers = short_names(session, sorted(numbers)), _firms(session, row, ids), _workers(session, ids)
    return tuple(
        SignRecord(
            one, firms.get(one.case_id, ()) or (row.employer,), workers.get(one.case_id, 0),
            numbers.get(one.case_id, ""), parties.get(one.case_id, ""),
        )
        for one in signs
    )  # fmt: skip


def _firms(session: Session, row: Talks, case_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return by case, of the signs' cases, the firms of the talks that it is against: as the talks call them."""
    query = (
        sa.select(col(Party.case_id), col(TalksFirm.name))
        .join(TalksFirm, same_firm())
        .where(col(Party.case_id).in_(case_ids), col(TalksFirm.talks_id) == row.id)
        .order_by(col(TalksFirm.position), col(TalksFirm.id))
    )
    found: dict[str, tuple[str, ...]] = {}
    for case_id, name in session.execute(query):
        found[case_id] = tuple(dict.fromkeys((*found.get(case_id, ()), name)))
    return found


def _workers(session: Session, case_ids: Sequence[str]) -> dict[str, int]:
    """Return of how many workers each of the signs' cases is: a figure, no more of a case that may be closed."""
    query = sa.select(col(Case.id), col(Case.workers)).where(col(Case.id).in_(case_ids))
    return {one.id: one.workers for one in session.execute(query)}
