"""Put mails and calls into the outbox: rows of the same transaction as what they tell of, one a key."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from mediation import db
from mediation.models.base import new_id
from mediation.models.notice import Delivery


def add_new(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> list[str]:
    """Insert rows, leave out those whose unique key is there already, and return the ids of the new ones."""
    if not rows:
        return []
    session.flush()
    table = sa.inspect(model).local_table
    dialect = sqlite if db.is_sqlite(session) else postgresql
    adding = dialect.insert(table).on_conflict_do_nothing().returning(table.c.id)
    return list(session.execute(adding, rows).scalars())


def mail(
    key: str, template: str, params: Mapping[str, Any], *, station_id: str, user_id: str, now: datetime
) -> dict[str, Any]:
    """Return the row of a mail to one person, to be sent from now on."""
    return _row(key, "mail", template, params, station_id, now) | {"user_id": user_id}


def call(key: str, params: Mapping[str, Any], *, station_id: str, now: datetime) -> dict[str, Any]:
    """Return the row of a call of the station's webhook about `key`."""
    single = hashlib.sha256(f"{station_id}:{key}".encode()).hexdigest()
    return _row(f"webhook:{single}", "webhook", "call", params, station_id, now) | {"user_id": None}


def put(session: Session, rows: Iterable[dict[str, Any]]) -> list[str]:
    """Add deliveries to the outbox, each key once; return the ids of the new ones."""
    return add_new(session, Delivery, list(rows))


def _row(
    key: str, channel: str, template: str, params: Mapping[str, Any], station_id: str, now: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(), "key": key, "channel": channel, "template": template, "params": dict(params),
        "station_id": station_id, "made_at": now, "due_at": now, "state": "queued", "tries": 0, "fault": "",
    }  # fmt: skip
