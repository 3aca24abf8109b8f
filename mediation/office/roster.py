"""The roster: the shifts that the weekly duties give by the calendar, each with its lawyer or with nobody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict
from mediation.domain.roster import LONGEST_MOVE, Planned, shifts
from mediation.domain.rotation import hindrance
from mediation.domain.worktime import station_day
from mediation.models.roster import DutyPattern, Lawyer, Shift
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import casebook, duty_dates, history, rules
from mediation.office.history import HOUSE
from mediation.office.roster_turns import drop_swaps, duty_of, fill, hands, lock

HORIZON: Final = timedelta(weeks=8)
"""How far ahead the nightly run plans."""

SKIPPED: Final = N_("法定节假日，按设置不值班")
DOUBLED: Final = N_("调整后与另一班次时间重合，合并为一次")
ENDED: Final = N_("值班安排已停用")
BY_RULE: Final = (SKIPPED, DOUBLED, ENDED)
FATES: Final[Mapping[str, str]] = {"skipped": SKIPPED, "doubled": DOUBLED}


@dataclass(frozen=True)
class Generated:
    """What a run changed: shifts made, moved, cancelled, given to a lawyer, left to nobody."""

    made: int = 0
    moved: int = 0
    cancelled: int = 0
    given: int = 0
    gaps: int = 0

    @property
    def anything(self) -> bool:
        """Say whether it changed anything at all."""
        return self != Generated()


def generate_all(session: Session, *, now: datetime) -> int:
    """Plan the coming weeks of every station; return how many shifts were made."""
    stations = session.exec(select(Station).order_by(col(Station.code))).all()
    return sum(generate(session, one, until=station_day(now) + HORIZON, now=now).made for one in stations)


def generate(session: Session, station: Station, *, until: date, now: datetime, by: str = HOUSE) -> Generated:
    """Make the station's shifts up to `until` and bring those that have not begun in line with its weekly duties.

    Running it again changes nothing; two at once come one after the other. Gaps are filled when somebody is free.
    """
    lock(session)
    begin = station_day(now) - LONGEST_MOVE
    rows = _stored(session, station.id, begin)
    until = max([until, *(one.pattern_on for one in rows)])
    patterns = {one.id: one for one in session.exec(select(DutyPattern).where(DutyPattern.station_id == station.id))}
    plans = casebook.duty_plans(session, station.id)
    planned = {(one.plan.key, one.named_on): one for one in shifts(plans, begin, until, rules.current().calendar)}
    known = {(one.pattern_id, one.pattern_on): one for one in rows}
    new = {key: one for key, one in planned.items() if key not in known and one.begins_at > now}
    fresh = [_made(patterns[pattern_id], one, now) for (pattern_id, _), one in new.items()]
    session.add_all(fresh)
    moved, cancelled = _in_line(session, rows, planned, now)
    waiting = [one for one in (*rows, *fresh) if _waits(one, now)]
    filled = fill(session, station.id, waiting, now=now)
    done = Generated(len(fresh), len(moved), len(cancelled), len(filled.given), len(filled.gaps))
    if done.anything:
        _record(session, station, done, filled.given, by, now)
    if moved or cancelled or by != HOUSE:
        duty_dates.recount(session, station.id, actor=by, now=now)
    return done


def _stored(session: Session, station_id: str, begin: date) -> list[Shift]:
    query = (
        select(Shift)
        .where(Shift.station_id == station_id, col(Shift.pattern_id).is_not(None), col(Shift.pattern_on) >= begin)
        .order_by(col(Shift.starts_at))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _made(pattern: DutyPattern, planned: Planned, now: datetime) -> Shift:
    shift = Shift(
        station_id=pattern.station_id, pattern_id=pattern.id, pattern_on=planned.named_on, on=planned.on,
        starts_at=planned.begins_at, ends_at=planned.ends_at, slot_minutes=pattern.slot_minutes,
        walk_in_slots=pattern.walk_in_slots, changed_at=now,
    )  # fmt: skip
    _place(shift, planned)
    if planned.fate != "held":
        _cancel(shift, FATES[planned.fate], now)
    return shift


def _place(shift: Shift, planned: Planned) -> bool:
    """Put the shift on the day of its plan; tell whether anything about it changed."""
    wanted: dict[str, Any] = {
        "on": planned.on, "starts_at": planned.begins_at, "ends_at": planned.ends_at,
        "moved_from": planned.moved_from, "provisional": planned.provisional,
    }  # fmt: skip
    moved = {name: value for name, value in wanted.items() if getattr(shift, name) != value}
    for name, value in moved.items():
        setattr(shift, name, value)
    return bool(moved)


def _cancel(shift: Shift, why: str, now: datetime) -> None:
    shift.state, shift.lawyer_id, shift.owner_id = "cancelled", None, None
    shift.because, shift.changed_at = {"message": why}, now


def _waits(shift: Shift, now: datetime) -> bool:
    return shift.state in ("planned", "nobody") and shift.lawyer_id is None and shift.starts_at > now


def _in_line(
    session: Session, rows: Sequence[Shift], planned: Mapping[tuple[str, date], Planned], now: datetime
) -> tuple[list[Shift], list[Shift]]:
    """Move, cancel or take up again the stored shifts that have not begun; return those moved, those cancelled."""
    moved: list[Shift] = []
    cancelled: list[Shift] = []
    for row in rows:
        if row.starts_at <= now or row.checked_in_at or _by_hand(row):
            continue
        wish = planned.get((str(row.pattern_id), row.pattern_on))
        why = ENDED if wish is None else FATES.get(wish.fate)
        changed = wish is not None and _place(row, wish)
        if why and (row.state != "cancelled" or (row.because or {}).get("message") != why):
            _cancel(row, why, now)
            cancelled.append(row)
        elif not why and row.state == "cancelled":
            row.state, row.because, row.changed_at = "planned", None, now
            moved.append(row)
        elif changed:
            row.changed_at = now
            moved.append(row)
        session.add(row)
    freed = _free_hindered(session, rows, {one.id for one in moved}, now)
    drop_swaps(session, [*moved, *cancelled, *freed], now=now)
    return moved, cancelled


def _by_hand(row: Shift) -> bool:
    """Tell whether a supervisor cancelled the shift: the calendar doesn't bring it back."""
    return row.state == "cancelled" and (row.because or {}).get("message") not in BY_RULE


def _free_hindered(session: Session, rows: Iterable[Shift], moved: set[str], now: datetime) -> list[Shift]:
    """Take shifts from lawyers who are absent then, have left, or are elsewhere on the day it moved to."""
    ahead = [one for one in rows if one.state == "planned" and one.lawyer_id and one.starts_at > now]
    ids = {one.lawyer_id for one in ahead}
    lawyers = {one.id: one for one in session.exec(select(Lawyer).where(col(Lawyer.id).in_(ids)))}
    at_hand = hands(session, list(lawyers.values())) if lawyers else {}
    freed = []
    for row in ahead:
        lawyer = lawyers[str(row.lawyer_id)]
        hand = hands(session, [lawyer], but=[row.id])[lawyer.id] if row.id in moved else at_hand[lawyer.id]
        found = hindrance(hand, duty_of(row))
        if found == "absent" or (found and row.id in moved) or not lawyer.active:
            row.lawyer_id, row.changed_at = None, now
            session.add(row)
            freed.append(row)
    return freed


def _record(
    session: Session, station: Station, done: Generated, given: Iterable[Shift], by: str, now: datetime
) -> None:
    counts = {name: getattr(done, name) for name in ("made", "moved", "cancelled", "gaps")}
    fields = counts | {"given": [f"{one.on.isoformat()} {one.lawyer_id}" for one in given]}
    history.record(
        session, station_id=station.id, actor=by, act="roster.generate", subject=("station", station.id),
        fields=fields, now=now,
    )  # fmt: skip


def replan(session: Session, station_id: str, *, now: datetime, by: Reader) -> Generated:
    """Bring the roster in line at once after a change of what it is made from."""
    with access.as_house(session, "a roster looks at all shifts of its lawyers"):
        station = session.get_one(Station, station_id)
        return generate(session, station, until=station_day(now) + HORIZON, now=now, by=by.id)


def upcoming(session: Session, station_id: str, *, now: datetime, limit: int = 8) -> list[Shift]:
    """Return the station's next shifts that aren't over, gaps among them, cancelled ones not."""
    alive = col(Shift.state).in_(("planned", "nobody", "served"))
    query = (
        select(Shift)
        .where(Shift.station_id == station_id, col(Shift.ends_at) > now, alive)
        .order_by(col(Shift.starts_at), col(Shift.id))
        .limit(limit)
    )
    return list(session.exec(query))


def current_lawyer(session: Session, user: User | Reader, station_id: str | None = None) -> Lawyer | None:
    """Return the lawyer who signs in as `user`, at the given station or the first of the user's."""
    wanted = [station_id] if station_id else list(user.station_ids)
    query = (
        select(Lawyer)
        .where(Lawyer.user_id == user.id, col(Lawyer.active), col(Lawyer.station_id).in_(wanted))
        .order_by(col(Lawyer.station_id))
    )
    return session.exec(query).first()


def open_shift(session: Session, shift_id: str, act: str, *, by: Reader, now: datetime) -> tuple[Shift, Lawyer | None]:
    """Return a shift that has not begun, locked, and its lawyer, if `by` may do `act` with it.

    Raises NotFound for one the user doesn't see, Conflict for one that has begun or is cancelled.
    """
    lock(session)
    shift = Scope(session, by).get(Shift, shift_id)
    session.refresh(shift)
    lawyer = session.get(Lawyer, shift.lawyer_id) if shift.lawyer_id else None
    access.require(by, act, Facts(station_id=shift.station_id, user_id=lawyer.user_id if lawyer else None))
    if shift.state not in ("planned", "nobody") or shift.starts_at <= now:
        raise Conflict(N_("该班次已开始、已结束或已取消，不能再调整。"))
    return shift, lawyer


def record(
    session: Session, station_id: str, act: str, subject: tuple[str, str], fields: Mapping[str, object], by: Reader,
    now: datetime,
) -> None:  # fmt: skip
    """Write what was done to the roster into the history."""
    history.record(session, station_id=station_id, actor=by.id, act=act, subject=subject, fields=fields, now=now)
