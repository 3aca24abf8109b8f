"""The inbox of a desk: what waits for its yes, what it has, most urgent first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope, visible
from mediation.domain.refusals import N_, Forbidden
from mediation.domain.rulebook import RuleBook
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.referral import ALIVE, Referral
from mediation.models.user import User
from mediation.office import dates, rules
from mediation.office.parties import short_names
from mediation.office.reasons import Reasons
from mediation.office.records import DueRow, InboxPage, InboxRow, Words

ROWS_A_PAGE = 25
HEAD: tuple[Any, ...] = (
    col(Case.number), col(Case.lead), col(Case.summary), col(Case.flags), col(Case.received_on), col(Case.station_id)
)  # fmt: skip
DUE: tuple[Any, ...] = (
    col(Deadline.case_id), col(Deadline.rule), col(Deadline.who), col(Deadline.state), col(Deadline.safe_on),
    col(Deadline.last_on),
)  # fmt: skip
URGENCY = sa.case({"immediate": 0, "urgent": 1}, value=col(Referral.priority), else_=2)


def whose() -> Any:
    """Return the SQL of whose a referral is: who was given it, else who accepted it."""
    return sa.func.coalesce(col(Referral.assigned_to), col(Referral.accepted_by))


def inbox(session: Session, *, user: Reader, now: datetime, page: int = 1, mine: bool = False) -> InboxPage:
    """Return one page of the referrals of the user's desk, with `mine` of those in the user's own hands.

    Raises Forbidden for a user without a desk.
    """
    if user.desk is None:
        raise Forbidden(N_("您不属于任何窗口，没有收件箱。"))
    scope = Scope(session, user)
    wanted = [col(Referral.desk) == user.desk, *([whose() == user.id] if mine else [])]
    totals = _totals(scope, wanted)
    pages = max(1, -(-max(totals.values()) // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    rows = {state: _fetch(scope, [*wanted, col(Referral.state) == state], page) for state in totals}
    made = _rows(scope, [*rows["open"], *rows["accepted"]], now)
    waiting = tuple(row for row in made if row.state == "waiting")
    accepted = tuple(row for row in made if row.state == "accepted")
    return InboxPage(user.desk, waiting, accepted, totals["open"], totals["accepted"], page, pages, mine)


def row(session: Session, referral_id: str, *, user: Reader, now: datetime) -> InboxRow:
    """Return one referral of the user's desk; raises NotFound or Forbidden for any other."""
    scope = Scope(session, user)
    referral = scope.get(Referral, referral_id)
    access.require(user, "referral.return", access.Facts(station_id=referral.station_id, desk=referral.desk))
    return _rows(scope, [referral], now)[0]


def _fetch(scope: Scope, wanted: list[Any], page: int) -> list[Referral]:
    return most_urgent(scope, wanted, first=(page - 1) * ROWS_A_PAGE, most=ROWS_A_PAGE)


def most_urgent(scope: Scope, wanted: list[Any], *, first: int, most: int) -> list[Referral]:
    """Return the referrals a user sees that meet conditions, most urgent first.

    Their ids are sorted within an index; only then are the wide rows of these ids read.
    """
    order = (URGENCY, col(Referral.accept_by), col(Referral.id))
    ids = sa.select(col(Referral.id)).where(visible(scope.user, Referral), *wanted).order_by(*order)
    found = scope.session.execute(ids.limit(most).offset(first)).scalars().all()
    return list(scope.session.exec(select(Referral).where(col(Referral.id).in_(found)).order_by(*order)).all())


def _totals(scope: Scope, wanted: list[Any]) -> dict[str, int]:
    query = (
        sa.select(col(Referral.state), sa.func.count())
        .where(visible(scope.user, Referral), *wanted, col(Referral.state).in_(ALIVE))
        .group_by(col(Referral.state))
    )
    return {**dict.fromkeys(ALIVE, 0), **{state: int(number) for state, number in scope.session.execute(query)}}


def _rows(scope: Scope, referrals: list[Referral], now: datetime) -> list[InboxRow]:
    """Return the records of some referrals; a fixed number of queries however many they are."""
    ids = [one.case_id for one in referrals]
    cases = heads(scope.session, ids)
    kinds = claim_kinds(scope.session, ids)
    names, people = short_names(scope.session, ids), _people(scope, referrals)
    nearest = _nearest(scope, ids, cases, names, now)
    book = rules.current().book
    made = []
    for one in referrals:
        case = cases[one.case_id]
        reasons = Reasons(book, case.received_on)
        about = access.Facts(station_id=one.station_id, desk=one.desk, lead_desk=case.lead)
        alive = one.state in ("open", "accepted")
        made.append(
            InboxRow(
                referral_id=one.id, case_id=case.id, number=case.number, parties=names[case.id],
                claim_kinds=kinds.get(case.id, ()), summary=case.summary, role=one.role, priority=one.priority,
                state="waiting" if one.state == "open" else one.state, referred_at=one.referred_at,
                accept_by=one.accept_by, late=one.state == "open" and one.accept_by < now,
                why=tuple(reasons.title(reason["rule"]) for reason in one.because if not reason.get("lead")),
                flags=tuple(case.flags), nearest=nearest.get(case.id),
                may_accept=one.state == "open" and access.may(scope.user, "referral.accept", about),
                may_send_back=alive and one.desk != "police" and access.may(scope.user, "referral.return", about),
                assigned_to=people.get(one.assigned_to or "", ""),
            )  # fmt: skip
        )
    return made


def heads(session: Session, ids: Iterable[str]) -> dict[str, Case]:
    """Return cases the caller may show with what lists show of them, and no more: a case's row is wide."""
    query = select(Case).where(col(Case.id).in_(list(ids))).options(load_only(*HEAD, raiseload=True))
    return {one.id: one for one in session.exec(query)}


def _people(scope: Scope, referrals: list[Referral]) -> dict[str, str]:
    """Return the names of those whom referrals were given to."""
    ids = {one.assigned_to for one in referrals if one.assigned_to}
    found = scope.session.exec(scope.select(User).where(col(User.id).in_(ids))) if ids else ()
    return {one.id: one.display_name or one.name for one in found}


def claim_kinds(session: Session, case_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the kinds claimed in each case, in their order."""
    query = (
        sa.select(col(Claim.case_id), col(Claim.kind))
        .where(col(Claim.case_id).in_(list(case_ids)))
        .order_by(col(Claim.case_id), col(Claim.position))
    )
    found: dict[str, list[str]] = {}
    for case_id, kind in session.execute(query):
        found.setdefault(case_id, []).append(kind)
    return {case_id: tuple(dict.fromkeys(kinds)) for case_id, kinds in found.items()}


def _nearest(
    scope: Scope, ids: list[str], cases: dict[str, Case], names: dict[str, str], now: datetime
) -> dict[str, DueRow]:
    """Return the nearest open date of each case."""
    query = (
        scope.select(Deadline)
        .where(col(Deadline.case_id).in_(ids), col(Deadline.state) == "open")
        .order_by(col(Deadline.safe_on).desc())
        .options(load_only(*DUE, raiseload=True))
    )
    nearest = {one.case_id: one for one in scope.session.exec(query)}
    book = rules.current().book
    return {case_id: due_row(one, cases[case_id], names, now, book) for case_id, one in nearest.items()}


def due_row(
    one: Deadline, case: Any, names: dict[str, str], now: datetime, book: RuleBook | None = None
) -> DueRow:
    """Return a date as lists show it; `book` spares looking the rules up for every row."""
    today = station_day(now)
    left = (one.safe_on - today).days
    title = Reasons(book or rules.current().book, case.received_on).title(one.rule)
    return DueRow(
        one.case_id, case.number, names[one.case_id], Words(title.zh, title.en), one.safe_on, one.last_on, left,
        dates.state_of(one.state, left, one.last_on, today), one.who, one.last_on is None,
    )  # fmt: skip
