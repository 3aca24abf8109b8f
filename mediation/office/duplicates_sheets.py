"""The workings of claims when cases are merged: the earlier case gets copies, and lays them aside when that is undone.

The later case keeps its own, as it keeps its claims: its file stays whole, and an undone merge needs nothing back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain import money
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.claim_sheet import ClaimSheet
from mediation.office import history

CARRIED: Final = "claim.carried"
LAID_ASIDE: Final = "claim.laid_aside"


def carry(
    session: Session, late: Case, early: Case, fresh: Mapping[str, Claim], *, by: Reader, now: datetime
) -> list[str]:
    """Give the earlier case the workings of the later's claims that it has none for; return the ids of the copies.

    `fresh` are the earlier case's new claims by the id of the one they were made of. A claim of a kind that each case
    has once is the same claim in both.
    """
    session.flush()
    targets = {**_shared(session, late, early), **{old: claim.id for old, claim in fresh.items()}}
    taken = {one.claim_id for one in _current(session, early.id)}
    made = []
    for row in _current(session, late.id):
        target = targets.get(row.claim_id)
        if target is None or target in taken:
            continue
        copy = ClaimSheet(**{**row.model_dump(exclude={"id"}), "case_id": early.id, "claim_id": target})
        session.add(copy)
        made.append(copy)
    session.flush()
    for one in made:
        _note(session, one, CARRIED, late.number, by, now)
    return [one.id for one in made]


def reworked(session: Session, early: Case, copies: Sequence[str]) -> set[str]:
    """Return the claims of the earlier case that have a working of its own, not one that the merge brought."""
    return {one.claim_id for one in _current(session, early.id) if one.id not in copies}


def lay_aside(session: Session, copies: Sequence[str], number: str, *, by: Reader, now: datetime) -> None:
    """Let the copies that still count as the earlier case's workings be replaced; nothing is deleted."""
    for one in session.exec(
        select(ClaimSheet).where(col(ClaimSheet.id).in_(list(copies)), ClaimSheet.state == "current")
    ):
        one.state, one.replaced_at = "replaced", now
        session.add(one)
        _note(session, one, LAID_ASIDE, number, by, now)


def _shared(session: Session, late: Case, early: Case) -> dict[str, str]:
    """Return by claim of the later case the one of the earlier that is the same."""
    own = list(session.exec(select(Claim).where(Claim.case_id == early.id)))
    others = list(session.exec(select(Claim).where(Claim.case_id == late.id)))
    once = [
        {kind for kind, times in Counter(one.kind for one in claims).items() if times == 1} for claims in (own, others)
    ]
    by_kind = {one.kind: one.id for one in own if one.kind in once[0] & once[1]}
    return {one.id: by_kind[one.kind] for one in others if one.kind in by_kind}


def _current(session: Session, case_id: str) -> Sequence[ClaimSheet]:
    return session.exec(select(ClaimSheet).where(ClaimSheet.case_id == case_id, ClaimSheet.state == "current")).all()


def _note(session: Session, row: ClaimSheet, act: str, number: str, by: Reader, now: datetime) -> None:
    fields = {"claim_kind": row.kind, "amount": money.yuan(money.Fen(row.amount)), "number": number}
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("claim_sheet", row.id), case_id=row.case_id,
        fields=fields, now=now,
    )  # fmt: skip
