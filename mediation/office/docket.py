"""The docket of a shift: who waits for the lawyer, who gets which slot, who is handed on to the next duty.

Until the evening before, the docket is worked out afresh whenever somebody looks. Then, or with the first act on it, it
is stored: from there on a place once given stays given, and who comes later takes what is free.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain import docket
from mediation.domain.docket import Plan, Slot, Waiting
from mediation.domain.refusals import N_, Conflict
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.docket import ConflictCheck, OpenQuestion, Opinion, SlotHold, Visit
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Lawyer, Shift
from mediation.models.user import User
from mediation.office import history

RUNNING = ("planned", "nobody")
SEATED = ("queued", "seen", "no_show")
MOST_WAITING = 2000
MOST_SHIFTS = 60


@dataclass(frozen=True)
class Candidate:
    """A referral of the law firm that waits, with the case it belongs to.

    `assigned_to` is set while it waits for one lawyer; who has taken it on leaves it to whoever is on duty next.
    """

    waiting: Waiting
    case_id: str
    assigned_to: str | None


@dataclass(frozen=True)
class Docket:
    """The docket of one shift: what is stored, and where those go who aren't yet."""

    shift: Shift
    slots: tuple[Slot, ...]
    visits: tuple[Visit, ...]
    plan: Plan
    candidates: dict[str, Candidate]  # by referral, everybody who waits at the station
    held: tuple[SlotHold, ...] = ()


def of_shift(session: Session, shift: Shift, *, now: datetime) -> Docket:
    """Return the docket of a shift; who has a place in an earlier one isn't in it. The caller may show names only."""
    with access.as_house(session, "work out a docket from cases whose content nobody is shown"):
        everybody = candidates(session, shift.station_id)
        gone: set[str] = set()
        for one in _shifts_until(session, shift, now):
            found = _docket(session, one, everybody, gone, now)
            gone |= set(found.plan.placed) | {visit.referral_id or "" for visit in found.visits if _seated(visit)}
        return found


def fix(session: Session, shift: Shift, *, now: datetime) -> Docket:
    """Store the docket of a shift as it is worked out now; what is stored stays, a duty that is over too."""
    lock(session, shift.id)
    found = of_shift(session, shift, now=now)
    if shift.ends_at <= now:
        return found
    rows = {row.case_id: row for row in session.exec(select(Visit).where(Visit.shift_id == shift.id)) if row.case_id}
    for referral_id in (*found.plan.placed, *found.plan.handed_on):
        one, slot = found.candidates[referral_id], found.plan.placed.get(referral_id)
        session.add(seat(rows.get(one.case_id) or _visit(shift, one), one.waiting, slot, now))
    session.flush()
    return of_shift(session, shift, now=now)


def arrange(session: Session, shift_id: str, *, by: Reader, now: datetime) -> Docket:
    """Give the places nobody has used yet out again by urgency: for who came, or became urgent, since it was stored."""
    shift = locked(session, shift_id, by, "docket.arrange")
    if shift.ends_at <= now:
        raise Conflict(N_("该班次已经结束，不能重新排队。"))
    for visit in session.exec(select(Visit).where(Visit.shift_id == shift.id)):
        if visit.kind == "referral" and visit.state in ("queued", "handed_on") and not visit.promised:
            session.delete(visit)
    session.flush()
    found = fix(session, shift, now=now)
    fields = {"placed": sum(_seated(one) for one in found.visits), "handed_on": len(found.plan.handed_on)}
    record(session, shift, "docket.arrange", by.id, now, fields)
    return found


def candidates(session: Session, station_id: str) -> dict[str, Candidate]:
    """Return the referrals that wait for the lawyer, by id: open, without an opinion or with a question left open."""
    given = sa.select(1).where(col(Opinion.referral_id) == col(Referral.id), col(Opinion.state) == "given").exists()
    left = sa.and_(col(OpenQuestion.case_id) == col(Referral.case_id), col(OpenQuestion.state) == "open")
    asked = sa.select(1).where(left).exists()
    query = (
        select(Referral, Case)
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(
            Referral.station_id == station_id,
            Referral.desk == access.GATED_DESK,
            col(Referral.state).in_(ALIVE),
            Case.state == "open",
            sa.or_(~given, asked),
        )
        .order_by(col(Case.limitation_on).asc().nulls_last(), col(Referral.referred_at), col(Referral.id))
        .limit(MOST_WAITING)
    )
    rows = session.exec(query).all()
    waiting = waiting_of(session, rows)
    return {
        one.id: Candidate(waiting[one.id], case.id, one.assigned_to if one.assigned_to != one.accepted_by else None)
        for one, case in rows
    }


def waiting_of(session: Session, rows: Iterable[tuple[Referral, Case]]) -> dict[str, Waiting]:
    """Return what puts referrals where they stand in a queue, by id."""
    known = list(rows)
    ids = [case.id for _, case in known]
    ends, sums = _mediation_ends(session, ids), _amounts(session, ids)
    return {
        one.id: Waiting(one.id, case.number, one.referred_at, case.limitation_on, ends.get(case.id), sums.get(case.id))
        for one, case in known
    }


def _mediation_ends(session: Session, ids: list[str]) -> dict[str, date]:
    query = (
        sa.select(col(Deadline.case_id), sa.func.min(col(Deadline.safe_on)))
        .where(
            col(Deadline.case_id).in_(ids),
            col(Deadline.state) == "open",
            col(Deadline.kind).in_(("mediation.from_receipt", "mediation.from_acceptance")),
        )
        .group_by(col(Deadline.case_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _amounts(session: Session, ids: list[str]) -> dict[str, int]:
    query = (
        sa.select(col(Claim.case_id), sa.func.sum(col(Claim.amount)))
        .where(col(Claim.case_id).in_(ids), col(Claim.state) == "open")
        .group_by(col(Claim.case_id))
    )
    return {case_id: int(total) for case_id, total in session.execute(query) if total is not None}


def _shifts_until(session: Session, last: Shift, now: datetime) -> list[Shift]:
    """Return the shifts not yet over whose docket comes before that of `last`, and `last` itself, in order."""
    earlier = select(Shift).where(
        Shift.station_id == last.station_id,
        col(Shift.state).in_(RUNNING),
        col(Shift.ends_at) > now,
        col(Shift.starts_at) < last.starts_at,
    )
    rows = session.exec(earlier.order_by(col(Shift.starts_at), col(Shift.id)).limit(MOST_SHIFTS)).all()
    return [*rows, last]


def _docket(
    session: Session, shift: Shift, everybody: dict[str, Candidate], gone: set[str], now: datetime
) -> Docket:
    visits = session.exec(select(Visit).where(Visit.shift_id == shift.id).order_by(col(Visit.position), col(Visit.id)))
    stored = tuple(_dropped(one, everybody) for one in visits)
    here = {one.case_id for one in stored if one.state not in ("handed_on", "dropped")}
    barred, elsewhere = _barred(session, shift) | _promised(session, shift, now), _elsewhere(session, shift)
    wanted = [
        one.waiting
        for key, one in everybody.items()
        if key not in gone and one.case_id not in here | barred and one.assigned_to not in elsewhere
    ]
    cut = docket.slots(shift.starts_at, shift.ends_at, shift.slot_minutes, shift.walk_in_slots)
    taken = {one.position for one in stored if _seated(one)} | {one.position for one in cut if one.ends_at <= now}
    held = session.exec(select(SlotHold).where(SlotHold.shift_id == shift.id, col(SlotHold.until) > now)).all()
    taken |= {one.position for one in held}
    return Docket(shift, cut, stored, docket.fill(wanted, cut, taken), everybody, tuple(held))


def _dropped(visit: Visit, everybody: dict[str, Candidate]) -> Visit:
    """Return a stored visit; one whose referral is over has lost its place, though nobody wrote that down yet."""
    if visit.kind == "walk_in" or visit.state != "queued" or visit.referral_id in everybody:
        return visit
    return Visit(**{**visit.model_dump(), "state": "dropped", "starts_at": None, "ends_at": None})


def _seated(visit: Visit) -> bool:
    return visit.state in SEATED and visit.starts_at is not None


def _barred(session: Session, shift: Shift) -> set[str]:
    """Return the cases that the shift's lawyer may not take: an own conflict or doubt, or the whole firm's conflict."""
    lawyer = session.get(Lawyer, shift.lawyer_id) if shift.lawyer_id else None
    if lawyer is None:
        return set()
    own = sa.and_(
        col(ConflictCheck.lawyer_id) == lawyer.id, col(ConflictCheck.answer).in_(("conflict", "unsure"))
    )
    firms = sa.and_(
        col(ConflictCheck.firm_id) == lawyer.firm_id,
        col(ConflictCheck.answer) == "conflict",
        col(ConflictCheck.ground) == "firm",
    )
    query = sa.select(col(ConflictCheck.case_id)).where(sa.or_(own, firms))
    return set(session.execute(query.where(col(ConflictCheck.station_id) == shift.station_id)).scalars())


def _promised(session: Session, shift: Shift, now: datetime) -> set[str]:
    """Return the cases that have a promised place in another duty to come."""
    query = (
        sa.select(col(Visit.case_id))
        .join(Shift, col(Shift.id) == col(Visit.shift_id))
        .where(
            col(Visit.station_id) == shift.station_id, col(Visit.state) == "queued", col(Visit.promised),
            col(Visit.shift_id) != shift.id, col(Shift.ends_at) > now, col(Shift.state).in_(RUNNING),
        )
    )  # fmt: skip
    return set(session.execute(query).scalars())


def _elsewhere(session: Session, shift: Shift) -> set[str]:
    """Return the accounts of other lawyers who have a duty to come: what is theirs waits for them."""
    query = (
        sa.select(col(Lawyer.user_id))
        .join(Shift, col(Shift.lawyer_id) == col(Lawyer.id))
        .where(
            col(Shift.station_id) == shift.station_id,
            col(Shift.state) == "planned",
            col(Shift.starts_at) >= shift.starts_at,
            col(Lawyer.id) != (shift.lawyer_id or ""),
            col(Lawyer.active),
        )
    )
    return {one for one in session.execute(query).scalars() if one}


def _visit(shift: Shift, one: Candidate) -> Visit:
    return Visit(station_id=shift.station_id, shift_id=shift.id, case_id=one.case_id, changed_at=shift.starts_at)


def seat(visit: Visit, waiting: Waiting, slot: Slot | None, now: datetime) -> Visit:
    """Give a case its slot, or write down that there is none for it, with what put it where it stands."""
    visit.referral_id, visit.changed_at = waiting.referral_id, now
    visit.state, visit.position = "queued" if slot else "handed_on", slot.position if slot else 0
    visit.starts_at, visit.ends_at = (slot.starts_at, slot.ends_at) if slot else (None, None)
    visit.rank = {
        "limitation_on": waiting.limitation_on.isoformat() if waiting.limitation_on else None,
        "mediation_on": waiting.mediation_on.isoformat() if waiting.mediation_on else None,
        "amount": waiting.amount,
    }
    return visit


def locked(session: Session, shift_id: str, by: Reader, act: str) -> Shift:
    """Return a shift the user sees, locked: two who change its docket at once do so one after the other."""
    shift = Scope(session, by).get(Shift, shift_id)
    access.require(by, act, Facts(station_id=shift.station_id))
    lock(session, shift.id)
    return shift


def lock(session: Session, shift_id: str) -> None:
    """Take the lock of a shift's docket for this transaction."""
    session.exec(select(Shift.id).where(Shift.id == shift_id).with_for_update()).one()


def record(
    session: Session, shift: Shift, act: str, actor: str, now: datetime, fields: Mapping[str, object],
    case_id: str | None = None,
) -> None:  # fmt: skip
    """Write a line about a docket into the history."""
    history.record(
        session, station_id=shift.station_id, actor=actor, act=act, subject=("shift", shift.id), case_id=case_id,
        fields=fields, now=now,
    )  # fmt: skip


def names_of_people(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of some accounts by id."""
    wanted = set(ids)
    if not wanted:
        return {}
    query = sa.select(col(User.id), col(User.display_name), col(User.name)).where(col(User.id).in_(wanted))
    rows = session.execute(query)
    return {row[0]: row[1] or row[2] for row in rows}
