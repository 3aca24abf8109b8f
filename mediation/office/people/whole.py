"""One person or one firm with all cases the user may see: roles, claims, agreements, unpaid instalments, talks.

A person is the same by ID number, else by phone number; who only has the same name is listed apart, as maybe another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain import names
from mediation.domain.refusals import N_, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.models.settlement import Instalment, Settlement
from mediation.models.talks import Talks, TalksFirm
from mediation.office import board
from mediation.office.people.lines import masked
from mediation.office.records import CaseRow

MOST_CASES: Final = 200
MOST_NAMESAKES: Final = 20
MOST_HITS: Final = 8
KINDS: Final = ("person", "firm")


@dataclass(frozen=True)
class Hit:
    """A person or firm that a search names; `kind` is that of its page."""

    party_id: str
    kind: str
    name: str


@dataclass(frozen=True)
class OfCase:
    """One case of a person or firm: as what it is there, what is claimed, what was agreed, what is unpaid.

    The last three are None where the user doesn't see papers about pay.
    """

    row: CaseRow
    state: str
    roles: tuple[str, ...]
    left: bool
    claims: tuple[str, ...] | None
    claimed: int | None
    agreed: int | None
    unpaid: int | None
    overdue: int = 0


@dataclass(frozen=True)
class WholePage:
    """Everything of one person or firm."""

    kind: str
    party: Party
    names: tuple[str, ...]
    masked: tuple[tuple[str, str], ...]
    sure: bool
    cases: tuple[OfCase, ...]
    more: bool
    namesakes: tuple[CaseRow, ...]
    talks: tuple[tuple[str, str, str], ...]
    unpaid: int
    overdue: int


def page(session: Session, kind: str, party_id: str, *, user: Reader, now: datetime) -> WholePage:
    """Return the page of whoever a party is; raises NotFound for a party of a case the user doesn't see."""
    access.require(user, "case.read")
    scope = Scope(session, user)
    party = scope.get(Party, party_id)
    if kind not in KINDS or (party.kind == "person") != (kind == "person"):
        raise NotFound(N_("找不到该内容。"))
    same, sure = _same(party)
    there = scope.select(Party).where(same, col(Party.station_id) == party.station_id)
    rows = list(session.exec(there.order_by(col(Party.id).desc()).limit(MOST_CASES + 1)))
    if all(one.id != party.id for one in rows):
        rows.append(party)
    found = _cases(scope, rows[:MOST_CASES], station_day(now))
    return WholePage(
        kind, party, tuple(sorted({one.name for one in rows})), masked(party), sure, found, len(rows) > MOST_CASES,
        _namesakes(scope, party, {one.case_id for one in rows}), _talks(scope, party),
        sum(one.unpaid or 0 for one in found), sum(one.overdue for one in found),
    )  # fmt: skip


def named(session: Session, typed: str, case_ids: Iterable[str], *, user: Reader) -> tuple[Hit, ...]:
    """Return the people and firms of some cases that a search names, each once: to open the page of all their cases."""
    words = [plain for word in typed.split() if not word.startswith("-") and (plain := names.plain(word))]
    number = seals.digest(typed) if any(letter.isdigit() for letter in typed) else ""
    query = Scope(session, user).select(Party).where(col(Party.case_id).in_(list(case_ids)))
    found: dict[str, Hit] = {}
    for one in session.exec(query.order_by(col(Party.case_id))) if words else ():
        said = names.plain(one.name)
        by_name = any(
            word in said or (word.isascii() and names.sound(said, person=one.kind == "person").startswith(word))
            for word in words
        )
        if by_name or number in (one.id_number_digest, one.phone_digest, seals.digest(one.credit_code or "-")):
            same = one.id_number_digest or one.firm_key or f"{one.kind}:{one.phone_digest}:{one.name}"
            found.setdefault(same, Hit(one.id, "person" if one.kind == "person" else "firm", one.name))
    return tuple(found.values())[:MOST_HITS]


def _same(party: Party) -> tuple[Any, bool]:
    """Return the condition by which a row means the same, and whether that is sure."""
    if party.kind == "employer":
        return col(Party.firm_key) == (party.credit_code or party.name), True
    if party.kind == "union":
        return sa.and_(col(Party.kind) == "union", col(Party.name) == party.name), True
    if party.id_number_digest:
        return col(Party.id_number_digest) == party.id_number_digest, True
    if party.phone_digest:
        return sa.and_(col(Party.phone_digest) == party.phone_digest, col(Party.name) == party.name), True
    return col(Party.id) == party.id, False


def _cases(scope: Scope, rows: list[Party], today: date) -> tuple[OfCase, ...]:
    ids = {one.case_id for one in rows}
    query = scope.select(Case).where(col(Case.id).in_(ids)).order_by(col(Case.received_at).desc(), col(Case.id))
    cases = list(scope.session.exec(query))
    listed = {row.id: row for row in board.case_rows(scope.session, cases)}
    wages = _wages(scope, cases)
    claims, sums = _claims(scope, wages)
    agreed = _agreed(scope, wages)
    unpaid = _unpaid(scope, wages, today)
    return tuple(
        OfCase(
            listed[one.id], one.state, _roles(rows, one.id),
            all(row.left_on is not None for row in rows if row.case_id == one.id),
            claims.get(one.id, ()) if one.id in wages else None, sums.get(one.id) if one.id in wages else None,
            agreed.get(one.id) if one.id in wages else None,
            unpaid.get(one.id, (0, 0))[0] if one.id in wages else None, unpaid.get(one.id, (0, 0))[1],
        )  # fmt: skip
        for one in cases
    )


def _roles(rows: list[Party], case_id: str) -> tuple[str, ...]:
    found = {one.side: one.chain_role or "" for one in rows if one.case_id == case_id}
    return tuple(f"{side}:{role}" if role else side for side, role in sorted(found.items()))


def _wages(scope: Scope, cases: list[Case]) -> set[str]:
    """Return the cases of which the user sees papers about pay; one query."""
    open_desks: dict[str, set[str]] = {}
    query = sa.select(col(Referral.case_id), col(Referral.desk)).where(
        col(Referral.case_id).in_([one.id for one in cases]), col(Referral.state).in_(ALIVE)
    )
    for case_id, desk in scope.session.execute(query):
        open_desks.setdefault(case_id, set()).add(desk)
    return {
        one.id
        for one in cases
        if access.sees(
            scope.user, "wage_papers",
            Facts(station_id=one.station_id, lead_desk=one.lead, open_desks=frozenset(open_desks.get(one.id, ()))),
        )  # fmt: skip
    }


def _claims(scope: Scope, ids: set[str]) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    kinds: dict[str, tuple[str, ...]] = {}
    sums: dict[str, int] = {}
    for one in scope.session.exec(scope.select(Claim).where(col(Claim.case_id).in_(ids)).order_by(col(Claim.position))):
        kinds[one.case_id] = (*kinds.get(one.case_id, ()), one.kind)
        if one.amount is not None:
            sums[one.case_id] = sums.get(one.case_id, 0) + one.amount
    return kinds, sums


def _agreed(scope: Scope, ids: set[str]) -> dict[str, int]:
    query = select(Settlement.case_id, Settlement.total).where(
        col(Settlement.case_id).in_(ids), Settlement.state == "issued", col(Settlement.total).is_not(None),
        col(Settlement.replaced_on).is_(None),
    )  # fmt: skip
    found: dict[str, int] = {}
    for case_id, total in scope.session.exec(query):
        found[case_id] = found.get(case_id, 0) + (total or 0)
    return found


def _unpaid(scope: Scope, ids: set[str], today: date) -> dict[str, tuple[int, int]]:
    """Return by case what of its agreements is still to be paid, and what of that is overdue."""
    query = (
        scope.select(Instalment).join(Settlement, col(Settlement.id) == col(Instalment.settlement_id))
        .where(
            col(Instalment.case_id).in_(ids), col(Instalment.paid_on).is_(None), Settlement.state == "issued",
            col(Settlement.replaced_on).is_(None),
        )
    )  # fmt: skip
    found: dict[str, tuple[int, int]] = {}
    for one in scope.session.exec(query):
        whole, late = found.get(one.case_id, (0, 0))
        found[one.case_id] = whole + one.amount, late + (one.amount if one.due_on < today else 0)
    return found


def _namesakes(scope: Scope, party: Party, known: set[str]) -> tuple[CaseRow, ...]:
    """Return the cases of people who only have the same name."""
    if party.kind != "person":
        return ()
    rows = scope.select(Party).where(
        col(Party.station_id) == party.station_id, col(Party.kind) == "person", col(Party.name) == party.name
    )
    ids = {one.case_id for one in scope.session.exec(rows.limit(MOST_CASES))} - known
    query = scope.select(Case).where(col(Case.id).in_(ids)).order_by(col(Case.received_at).desc())
    return board.case_rows(scope.session, list(scope.session.exec(query.limit(MOST_NAMESAKES))))


def _talks(scope: Scope, party: Party) -> tuple[tuple[str, str, str], ...]:
    """Return the wage talks with a firm that the user sees: id, number, stage."""
    if party.kind == "person":
        return ()
    held = sa.select(col(TalksFirm.talks_id)).where(
        sa.or_(col(TalksFirm.firm_key) == (party.credit_code or party.name), col(TalksFirm.name) == party.name)
    )
    rows = scope.session.exec(scope.select(Talks).where(col(Talks.id).in_(held)).order_by(col(Talks.made_at).desc()))
    return tuple((one.id, one.number or "", one.stage) for one in rows)
