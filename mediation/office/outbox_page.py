"""What became of mails and calls: the list for supervisors and admins, and sending a failed one again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict
from mediation.models.notice import CHANNELS, DELIVERY_STATES, Delivery
from mediation.models.user import User
from mediation.office import history
from mediation.office.outbox_faults import remedy, why
from mediation.office.records import Said

ROWS_A_PAGE: Final = 50
MOST_COUNTED: Final = 1000
AGAIN: Final = ("failed", "cancelled")
SINGLE: Final = ("confirm", "test", "inquiry")
"""What is asked for anew rather than sent again: its code has run out, its answer was shown."""


@dataclass(frozen=True)
class DeliveryRow:
    """One mail or call as the list shows it: to whom, of what kind, its state; why it failed and what to do."""

    id: str
    channel: str
    template: str
    to: str
    state: str
    tries: int
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None
    why: Said | None
    remedy: Said | None
    may_resend: bool


@dataclass(frozen=True)
class OutboxPage:
    """One page of deliveries with the filters in force and how many there are in each state."""

    rows: tuple[DeliveryRow, ...]
    counts: dict[str, int]
    state: str
    channel: str
    page: int
    pages: int


def page(session: Session, *, user: Reader, state: str, channel: str, number: int) -> OutboxPage:
    """Return deliveries of the user's stations, the newest first; an unknown filter is none."""
    scope = Scope(session, user)
    state, channel = state if state in DELIVERY_STATES else "", channel if channel in CHANNELS else ""
    of_channel: list[Any] = [col(Delivery.channel) == channel] if channel else []
    counts = {
        one: scope.count(Delivery, col(Delivery.state) == one, *of_channel, most=MOST_COUNTED)
        for one in DELIVERY_STATES
    }
    wanted = [*of_channel, *([col(Delivery.state) == state] if state else [])]
    total = counts[state] if state else sum(counts.values())
    pages = max(1, -(-total // ROWS_A_PAGE))
    number = min(max(number, 1), pages)
    newest = scope.select(Delivery).where(*wanted).order_by(col(Delivery.made_at).desc(), col(Delivery.id))
    found = list(session.exec(newest.limit(ROWS_A_PAGE).offset((number - 1) * ROWS_A_PAGE)))
    names = _names(session, found)
    return OutboxPage(tuple(_row(one, names) for one in found), counts, state, channel, number, pages)


def resend(session: Session, delivery_id: str, *, by: Reader, now: datetime) -> Delivery:
    """Queue a failed or cancelled delivery again, with all its tries. Raises Conflict for one in another state."""
    scope = Scope(session, by)
    query = scope.select(Delivery).where(col(Delivery.id) == delivery_id).with_for_update()
    found = session.exec(query).first() or scope.get(Delivery, delivery_id)
    access.require(by, "delivery.manage", Facts(station_id=found.station_id))
    if found.state not in AGAIN or found.template in SINGLE:
        raise Conflict(N_("这一条不在可以重新发送的状态。"))
    found.state, found.tries, found.due_at, found.fault = "queued", 0, now, ""
    session.add(found)
    subject = ("delivery", found.id)
    history.record(session, station_id=found.station_id, actor=by.id, act="delivery.resend", subject=subject, now=now)
    return found


def _names(session: Session, found: list[Delivery]) -> dict[str, str]:
    ids = {one.user_id for one in found if one.user_id}
    users = session.exec(select(User).where(col(User.id).in_(ids))) if ids else ()
    return {one.id: one.display_name or one.name for one in users}


def _row(one: Delivery, names: dict[str, str]) -> DeliveryRow:
    return DeliveryRow(
        one.id, one.channel, one.template, names.get(one.user_id or "", ""), one.state, one.tries, one.made_at,
        one.due_at, one.sent_at, why(one.fault) if one.fault else None, remedy(one.fault) if one.fault else None,
        one.state in AGAIN and one.template not in SINGLE,
    )  # fmt: skip
