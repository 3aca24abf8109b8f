"""The docket and the duty day as pages show them: number, names, how urgent; no more of a case that isn't open yet."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain import docket as slots
from mediation.domain.docket import Slot
from mediation.domain.refusals import N_, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.docket import ConflictCheck, Opinion, Visit
from mediation.models.roster import Firm, Lawyer, Shift
from mediation.models.station import Station
from mediation.office import conflicts_clients, conflicts_names, docket, docket_requests, roster_service
from mediation.office.conflicts_lawyers import find_lawyer
from mediation.office.docket import Candidate, Docket
from mediation.office.parties import short_names
from mediation.office.records import Said
from mediation.office.records.duty import DocketPage, DocketRow, GateRecord, KeeperRow, PackPage, ShiftRecord, ShutPage

MOST_SHIFTS = 8
MOST_GATES = 50
OPENABLE = ("queued", "seen", "no_show", "handed_on")
WHY = {
    "handed_on": N_("本次时段已满，顺延至下一个值班日"),
    "conflict": N_("存在利益冲突或不能确定"),
    "dropped": N_("分流已结束"),
}


def upcoming(session: Session, *, user: Reader, now: datetime) -> tuple[ShiftRecord, ...]:
    """Return the duties of today and to come at the user's stations, in order."""
    query = (
        Scope(session, user)
        .select(Shift)
        .where(
            col(Shift.on) >= station_day(now),
            col(Shift.state) != "cancelled",
            col(Shift.station_id).in_(user.station_ids),
        )
        .order_by(col(Shift.starts_at), col(Shift.id))
        .limit(MOST_SHIFTS)
    )
    return tuple(_shift(session, one, user, now) for one in session.exec(query).all())


def page(session: Session, shift_id: str, *, user: Reader, now: datetime) -> DocketPage:
    """Return the docket of one shift; raises NotFound for one of another station."""
    shift = Scope(session, user).get(Shift, shift_id)
    access.require(user, "docket.read", Facts(station_id=shift.station_id))
    return _page(session, docket.of_shift(session, shift, now=now), user, now)


def pack(session: Session, *, user: Reader, now: datetime, shift_id: str = "") -> PackPage:
    """Return the lawyer's duty day: the own duty of today or the next one, its gates, what was left open."""
    lawyer = find_lawyer(session, user)
    shift = _own_shift(session, user, lawyer, now, shift_id)
    today = station_day(now)
    if lawyer is None or shift is None:
        questions = docket_requests.open_questions(Scope(session, user), lawyer.station_id) if lawyer else ()
        return PackPage(today, None, {}, questions, on_duty=False)
    found = docket.of_shift(session, shift, now=now)
    shown = _page(session, found, user, now)
    return PackPage(
        today, shown, _gates(session, lawyer, found, shown),
        docket_requests.open_questions(Scope(session, user), shift.station_id), on_duty=shift.on == today,
        next_on=shift.on,
    )  # fmt: skip


def shut(session: Session, *, user: Reader, now: datetime) -> tuple[GateRecord, ...]:
    """Return what the user, a lawyer, is still to be asked about, at whatever duty, most urgent first."""
    lawyer = find_lawyer(session, user)
    if lawyer is None:
        return ()
    with access.as_house(session, "name the cases a lawyer has to answer for before they are opened"):
        waiting = docket.candidates(session, lawyer.station_id)
    answered = set(session.exec(select(ConflictCheck.case_id).where(
        ConflictCheck.lawyer_id == lawyer.id, col(ConflictCheck.answer).is_not(None)
    )))  # fmt: skip
    asked = [one for one in waiting.values() if one.case_id not in answered and one.assigned_to in (None, user.id)]
    asked.sort(key=lambda one: slots.order(one.waiting))
    return _records(session, lawyer, asked[:MOST_GATES], station_day(now))


def shut_to(session: Session, *, user: Reader, now: datetime) -> ShutPage | None:
    """Return what waits for a lawyer's answer, and who can give it, for a user at their desk who is none of them."""
    if user.desk != access.GATED_DESK or find_lawyer(session, user) is not None:
        return None
    with access.as_house(session, "tell a desk which cases wait for a lawyer's answer, and for whose"):
        waiting = [one for station_id in user.station_ids for one in docket.candidates(session, station_id).values()]
        answered = set(session.exec(select(ConflictCheck.case_id).where(
            col(ConflictCheck.case_id).in_([one.case_id for one in waiting]), ConflictCheck.answer == "clear"
        )))  # fmt: skip
    open_ones = sorted(
        (one.waiting for one in waiting if one.case_id not in answered), key=slots.order
    )[:MOST_GATES]  # fmt: skip
    today = station_day(now)
    shown = tuple((one.number, slots.band(one, today)) for one in open_ones)
    return ShutPage(shown, _keepers(session, user, now)) if shown else None


def _keepers(session: Session, user: Reader, now: datetime) -> tuple[KeeperRow, ...]:
    """Return the lawyers of the user's stations who can answer, who is here first coming first."""
    nearest = (
        sa.select(sa.func.min(col(Shift.starts_at)))
        .where(col(Shift.lawyer_id) == col(Lawyer.id), col(Shift.state) == "planned", col(Shift.ends_at) > now)
        .scalar_subquery()
    )
    query = (
        sa.select(col(Lawyer.name), col(Firm.name), nearest)
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .where(
            col(Lawyer.station_id).in_(user.station_ids), col(Lawyer.active), col(Firm.active),
            col(Lawyer.user_id).is_not(None),
        )
        .order_by(nearest.asc().nulls_last(), col(Lawyer.name))
    )  # fmt: skip
    return tuple(KeeperRow(name, firm, on) for name, firm, on in session.execute(query))


def on_duty_today(session: Session, user: Reader, *, now: datetime) -> bool:
    """Tell whether the user is a lawyer with a duty today: the duty day is the first page then."""
    lawyer = find_lawyer(session, user) if access.may(user, "duty.serve") else None
    if lawyer is None:
        return False
    query = select(Shift.id).where(
        Shift.lawyer_id == lawyer.id, Shift.on == station_day(now), col(Shift.state).in_(("planned", "served"))
    )
    return session.exec(query).first() is not None


def _own_shift(session: Session, user: Reader, lawyer: Lawyer | None, now: datetime, wanted: str) -> Shift | None:
    if lawyer is None:
        return None
    query = Scope(session, user).select(Shift).where(Shift.lawyer_id == lawyer.id)
    if wanted:
        found = session.exec(query.where(Shift.id == wanted)).first()
        if found is None:
            raise NotFound(N_("找不到该内容。"))
        return found
    ahead = query.where(col(Shift.on) >= station_day(now), col(Shift.state).in_(("planned", "served", "missed")))
    rows = session.exec(ahead.order_by(col(Shift.starts_at), col(Shift.id)).limit(MOST_SHIFTS)).all()
    running = [one for one in rows if one.ends_at > now]
    return next(iter([*running, *rows]), None)


def _page(session: Session, found: Docket, user: Reader, now: datetime) -> DocketPage:
    rows = _Rows(session, found, user, now)
    seats = [rows.of_visit(one) for one in found.visits if one.starts_at is not None]
    seats += [rows.planned(key, slot) for key, slot in found.plan.placed.items()]
    seats += [DocketRow("free", "walk_in", one.starts_at, one.ends_at, kept=one.kept) for one in found.plan.free]
    seats += _held(session, found, user)
    seats.sort(key=lambda one: (one.starts_at or found.shift.ends_at, one.number))
    alive, about = found.shift.ends_at > now, Facts(station_id=found.shift.station_id)
    late = [one for one in found.visits if one.state in ("conflict", "dropped") and one.kind == "referral"]
    return DocketPage(
        shift=_shift(session, found.shift, user, now), rows=tuple(seats),
        handed_on=tuple(rows.planned(key, None) for key in found.plan.handed_on),
        others=tuple(rows.of_visit(one) for one in late), stored=bool(found.visits),
        may_arrange=alive and access.may(user, "docket.arrange", about),
        may_hold=alive and access.may(user, "slot.hold", about),
        hold_minutes=session.get_one(Station, found.shift.station_id).hold_minutes,
    )  # fmt: skip


def _held(session: Session, found: Docket, user: Reader) -> list[DocketRow]:
    people = docket.names_of_people(session, {one.held_by for one in found.held})
    return [
        DocketRow(
            "held", "walk_in", one.starts_at, one.ends_at,
            one.id if user.id == one.held_by or user.role == "supervisor" else "",
            held_by=people.get(one.held_by, ""), held_until=one.until,
        )  # fmt: skip
        for one in found.held
    ]


class _Rows:
    """Turns places into rows; names, answers and opinions are fetched once."""

    def __init__(self, session: Session, found: Docket, user: Reader, now: datetime) -> None:
        self.found, self.today = found, max(station_day(now), found.shift.on)
        ids = {one.case_id for one in found.candidates.values()} | {one.case_id for one in found.visits if one.case_id}
        with access.as_house(session, "name the cases of a docket to people who may not open them"):
            self.names = short_names(session, ids)
            numbers = select(Case.id, Case.number).where(col(Case.id).in_(ids))
            self.numbers = {row[0]: row[1] for row in session.exec(numbers)}
        scope = Scope(session, user)
        self.open = {one.id for one in session.exec(scope.select(Case).where(col(Case.id).in_(ids)))}
        lawyer = find_lawyer(session, user, found.shift.station_id)
        checks = select(ConflictCheck).where(ConflictCheck.lawyer_id == (lawyer.id if lawyer else ""))
        self.answers = {one.case_id: one.answer or "" for one in session.exec(checks)}
        given = scope.select(Opinion).where(col(Opinion.case_id).in_(self.open)).order_by(col(Opinion.state).desc())
        self.opinions = {one.case_id: one.state for one in session.exec(given).all()}

    def planned(self, referral_id: str, slot: Slot | None) -> DocketRow:
        """Return the row of a referral that has a place, or none, by the plan alone."""
        state = "queued" if slot else "handed_on"
        starts, ends = (slot.starts_at, slot.ends_at) if slot else (None, None)
        return self._row(state, "referral", starts, ends, referral_id, self.found.candidates[referral_id].case_id, "")

    def of_visit(self, one: Visit) -> DocketRow:
        """Return the row of a stored place."""
        return self._row(
            one.state, one.kind, one.starts_at, one.ends_at, one.referral_id or "", one.case_id or "", one.id
        )

    def _row(
        self, state: str, kind: str, starts: datetime | None, ends: datetime | None, referral_id: str, case_id: str,
        visit_id: str,
    ) -> DocketRow:  # fmt: skip
        candidate = self.found.candidates.get(referral_id)
        return DocketRow(
            state, kind, starts, ends, visit_id or referral_id, referral_id,
            case_id if case_id in self.open and state in (*OPENABLE, "dropped") else "",
            self.numbers.get(case_id, ""), self.names.get(case_id, ""),
            slots.band(candidate.waiting, self.today) if candidate else "",
            self.answers.get(case_id, ""), self.opinions.get(case_id, ""),
            why=Said(WHY[state]) if state in WHY else None,
        )  # fmt: skip


def _gates(session: Session, lawyer: Lawyer, found: Docket, shown: DocketPage) -> dict[str, GateRecord]:
    """Return what the lawyer is asked about each case of the docket that isn't open yet."""
    rows = [row for row in shown.rows if not row.case_id and not row.answer]
    asked = [found.candidates[row.referral_id] for row in rows if row.referral_id in found.candidates]
    return {one.referral_id: one for one in _records(session, lawyer, asked, found.shift.on)}


def _records(session: Session, lawyer: Lawyer, asked: list[Candidate], today: date) -> tuple[GateRecord, ...]:
    """Return number, names and urgency of some cases, and what the firm's own list says of the names; nothing else."""
    with access.as_house(session, "show a lawyer the names of a case, and nothing else of it"):
        names = conflicts_names.names_of_many(session, [one.case_id for one in asked])
        listed = conflicts_clients.list_of(session, lawyer)
    return tuple(
        GateRecord(
            one.waiting.referral_id, one.waiting.number, names[one.case_id],
            conflicts_clients.matched(listed, names[one.case_id]), slots.band(one.waiting, today),
        )  # fmt: skip
        for one in asked
    )


def _shift(session: Session, one: Shift, user: Reader, now: datetime) -> ShiftRecord:
    lawyer = session.get(Lawyer, one.lawyer_id) if one.lawyer_id else None
    mine = bool(lawyer and lawyer.user_id == user.id)
    firm = session.get(Firm, lawyer.firm_id) if lawyer else None
    before = (
        select(Shift.handover)
        .where(
            Shift.station_id == one.station_id,
            col(Shift.starts_at) < one.starts_at,
            col(Shift.starts_at) > one.starts_at - timedelta(days=60),
            Shift.handover != "",
        )
        .order_by(col(Shift.starts_at).desc())
    )
    return ShiftRecord(
        one.id, one.on, one.starts_at, one.ends_at, one.state, lawyer.name if lawyer else "", firm.name if firm else "",
        mine, session.exec(before).first() or "", one.handover, mine and roster_service.may_leave_note(one, now),
    )  # fmt: skip
