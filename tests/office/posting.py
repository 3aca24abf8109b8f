"""Notices on their way out, for the tests of digests, outbox and webhook."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import select

from mediation import db, seals
from mediation.models.base import new_id
from mediation.models.notice import Delivery, MailRoute, Webhook
from mediation.models.user import User
from mediation.office import notices
from tests.office.working import RECEIVED, Working

NOW = RECEIVED
SECRET = "the-secret-of-the-messenger"


def tell(working: Working, people: Iterable[str] = ("mediator",), **given: Any) -> int:
    """Tell people of the station something; an immediate notice of a referral unless said otherwise."""
    plain: dict[str, Any] = {
        "people": [working[name].id for name in people], "kind": "referral", "key": "k", "message": "分流与接收",
        "urgency": "immediate", "station_id": working.station.id, "now": NOW,
    }  # fmt: skip
    with db.transaction() as session:
        return notices.tell(session, **{**plain, **given})


def confirm(working: Working, *people: str, locale: str | None = None) -> None:
    """Give people a confirmed address, name@station.example."""
    with db.transaction() as session:
        for name in people:
            user = session.get_one(User, working[name].id)
            user.email, user.locale = f"{name}@station.example", locale


def route(working: Working, port: int, **given: Any) -> None:
    """Let the station's mail go to a server on loopback."""
    plain: dict[str, Any] = {"host": "127.0.0.1", "port": port, "encryption": "none", "sender": "office@station.example"}
    with db.transaction() as session:
        for old in session.exec(select(MailRoute)):
            session.delete(old)
        session.flush()
        session.add(MailRoute(station_id=working.station.id, **{**plain, **given}))


def hook(working: Working, url: str, **given: Any) -> None:
    """Let the station's escalations be sent to a messenger."""
    one = new_id()
    sealed = seals.seal(SECRET, table="webhook", column="secret", row=one)
    with db.transaction() as session:
        session.add(Webhook(id=one, station_id=working.station.id, url=url, secret_sealed=sealed, **given))


def deliveries() -> list[Delivery]:
    """Return what is or was in the outbox, by key."""
    with db.reading() as session:
        return list(session.exec(select(Delivery).order_by(Delivery.key)))


def delivery() -> Delivery:
    """Return the only row of the outbox."""
    (found,) = deliveries()
    return found


def at(text: str) -> datetime:
    """Return an instant of the station's time: `2026-11-16 08:30`."""
    return datetime.fromisoformat(f"{text}:00+08:00")
