"""The evening before: at 16:00 of the last working day before a duty its docket is stored and told to the lawyer."""

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation.domain.refusals import N_
from mediation.domain.workdays import ONE_DAY, Calendar
from mediation.domain.worktime import ZONE
from mediation.models.notice import Notice
from mediation.models.roster import Lawyer, Shift
from mediation.office import docket, notices, rules
from mediation.office.docket import Docket

AT: Final = time(16)
AHEAD: Final = timedelta(days=21)
"""No run of rest days is longer, so that no duty's eve lies further ahead."""
SHOWN_NUMBERS: Final = 8


def mail_eve(session: Session, *, now: datetime) -> int:
    """Tell every lawyer whose duty's eve has come the numbers on the docket; return how many were told.

    Told once a shift and lawyer: run late, or twice, it makes up for what was missed until the duty begins.
    """
    query = (
        select(Shift, Lawyer)
        .join(Lawyer, col(Lawyer.id) == col(Shift.lawyer_id))
        .where(col(Shift.state) == "planned", col(Shift.starts_at) > now, col(Shift.starts_at) <= now + AHEAD)
        .order_by(col(Shift.starts_at), col(Shift.id))
    )
    calendar = rules.current().calendar
    told = 0
    for shift, lawyer in session.exec(query).all():
        if lawyer.user_id and now >= eve_of(shift.on, calendar) and not _told(session, shift, lawyer):
            told += _tell(session, docket.fix(session, shift, now=now), lawyer, now)
    return told


def eve_of(on: date, calendar: Calendar) -> datetime:
    """Return 16:00 of the last working day before `on`; in a year without a list, of the last Monday to Friday."""
    day = on - ONE_DAY
    while not (calendar.is_workday(day) if calendar.knows(day) else day.isoweekday() <= 5):
        day -= ONE_DAY
    return datetime.combine(day, AT, ZONE)


def key_of(shift: Shift, lawyer: Lawyer) -> str:
    """Return what makes the telling single."""
    return f"docket:{shift.id}:{lawyer.id}"


def _told(session: Session, shift: Shift, lawyer: Lawyer) -> bool:
    query = select(Notice.id).where(Notice.user_id == lawyer.user_id, Notice.key == key_of(shift, lawyer))
    return session.exec(query).first() is not None


def _tell(session: Session, found: Docket, lawyer: Lawyer, now: datetime) -> int:
    shift, seated = found.shift, [one for one in found.visits if one.state == "queued"]
    numbers = [found.candidates[one.referral_id or ""].waiting.number for one in seated if one.referral_id]
    shown = "、".join(numbers[:SHOWN_NUMBERS]) + ("…" if len(numbers) > SHOWN_NUMBERS else "")
    message = N_("%(on)s 值班清单：共 %(count)s 件。%(numbers)s") if numbers else N_("%(on)s 值班清单：暂无排期案件。")
    params = {"on": shift.on, "count": len(numbers), "numbers": shown} if numbers else {"on": shift.on}
    return notices.tell(
        session, station_id=shift.station_id, people=[lawyer.user_id or ""], kind="docket",
        key=key_of(shift, lawyer), message=message, params=params, target=f"/duty?shift={shift.id}", now=now,
    )  # fmt: skip
