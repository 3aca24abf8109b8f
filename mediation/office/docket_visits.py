"""What happens at a duty: a walk-in takes a kept slot, somebody doesn't come, a visit without a case is over."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader
from mediation.domain import docket as slots
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.case import Case
from mediation.models.docket import Visit
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Shift
from mediation.office import docket

MARKS = ("seen", "no_show", "dropped")


def walk_in(session: Session, shift_id: str, *, number: str = "", by: Reader, now: datetime) -> Visit:
    """Give a walk-in the next kept slot, else any free one; `number` names the case, none for somebody without one.

    Raises Refused for a number that no open case referred to the law firm has, Conflict where no slot is left.
    """
    shift = docket.locked(session, shift_id, by, "docket.arrange")
    found = docket.fix(session, shift, now=now)
    referral = _referred(session, shift, number) if number.strip() else None
    row = _place_of(session, shift, referral)
    slot = slots.walk_in_slot(found.plan.free, now)
    if slot is None:
        raise Conflict(N_("本次值班已无空余时段，请安排到下一个值班日。"))
    row.kind, row.state, row.position, row.changed_at = "walk_in", "queued", slot.position, now
    row.starts_at, row.ends_at = slot.starts_at, slot.ends_at
    session.add(row)
    session.flush()
    docket.record(session, shift, "docket.walk_in", by.id, now, {"at": slot.starts_at}, row.case_id)
    return row


def mark(session: Session, shift_id: str, which: str, *, state: str, by: Reader, now: datetime) -> Visit:
    """Note how a place of the docket ended: `seen`, `no_show`, or `dropped` for a walk-in who left.

    `which` is the id of the visit, or of the referral before the docket was stored. Raises NotFound for neither,
    Conflict for one that ended already.
    """
    if state not in MARKS:
        raise Refused(Problem(N_("请选择到访情况"), "state", state, ", ".join(MARKS)))
    shift = docket.locked(session, shift_id, by, "docket.arrange")
    docket.fix(session, shift, now=now)
    named = sa.or_(col(Visit.id) == which, col(Visit.referral_id) == which)
    query = select(Visit).where(Visit.shift_id == shift.id, named)
    row = session.exec(query).first() if which.isascii() else None
    if row is None or (state == "dropped" and row.kind != "walk_in"):
        raise NotFound(N_("找不到该内容。"))
    if row.state != "queued":
        raise Conflict(N_("这个时段已经有了结果，请刷新页面查看。"))
    row.state, row.changed_at = state, now
    session.add(row)
    docket.record(session, shift, "docket.mark", by.id, now, {"visit_state": state}, row.case_id)
    return row


def note_seen(session: Session, case_id: str, *, now: datetime) -> None:
    """Note that the lawyer has dealt with a case: its place in the duty that runs, or comes next, is used."""
    query = (
        select(Visit)
        .join(Shift, col(Shift.id) == col(Visit.shift_id))
        .where(Visit.case_id == case_id, Visit.state == "queued")
        .order_by(col(Shift.starts_at))
    )
    row = session.exec(query).first()
    if row is not None:
        row.state, row.changed_at = "seen", now
        session.add(row)


def _referred(session: Session, shift: Shift, number: str) -> Referral:
    """Return the law firm's referral of the case with this number; nothing of the case is shown for it."""
    with access.as_house(session, "seat a walk-in whose case the lawyer may not see yet"):
        query = (
            select(Referral)
            .join(Case, col(Case.id) == col(Referral.case_id))
            .where(
                Case.station_id == shift.station_id,
                Case.number == number.strip(),
                Referral.desk == access.GATED_DESK,
                col(Referral.state).in_(ALIVE),
            )
        )
        found = session.exec(query).first()
    if found is None:
        message = N_("没有这个编号的在办案件，或该案没有分流到律师事务所；没有案件的来访可不填编号")
        raise Refused(Problem(message, "number", number.strip()[:40]))
    return found


def _place_of(session: Session, shift: Shift, referral: Referral | None) -> Visit:
    """Return the row a walk-in takes: a fresh one, or the case's own if it has no slot yet."""
    if referral is None:
        return Visit(station_id=shift.station_id, shift_id=shift.id, changed_at=shift.starts_at)
    row = session.exec(select(Visit).where(Visit.shift_id == shift.id, Visit.case_id == referral.case_id)).first()
    if row is not None and row.state != "handed_on":
        raise Conflict(N_("该案已在本次值班清单中。"))
    fresh = Visit(
        station_id=shift.station_id, shift_id=shift.id, case_id=referral.case_id, changed_at=shift.starts_at
    )
    row = row or fresh
    row.referral_id = referral.id
    return row
