"""The one queue of this house: a SQLite file in the data folder, or tables in the PostgreSQL database."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer

from mediation import config, places
from mediation.jobs.schedule import JOBS, Job, run

FILE: Final = "jobs.db"
TICK_LASTS: Final = 55
"""Seconds after which a tick that nobody took is dropped: the next one does its work."""
_INSTANTS: Final = ("eta", "expires_resolved")


class Plain(Serializer):  # type: ignore[misc]
    """Tasks as JSON: whoever can write into the queue can only name a job, never run code of his own (pickle would)."""

    def _serialize(self, data: Message) -> bytes:
        fields = data._asdict()
        fields |= {name: fields[name].isoformat() for name in _INSTANTS if fields[name] is not None}
        return json.dumps(fields).encode()

    def _deserialize(self, data: bytes) -> Message:
        fields: dict[str, Any] = json.loads(bytes(data))
        fields |= {name: datetime.fromisoformat(fields[name]) for name in _INSTANTS if fields[name] is not None}
        return Message(**fields)


def queue() -> Huey:
    """Return a new queue with every job on its schedule. Make it in the process that uses it, never before a fork."""
    made = _storage()
    for job in JOBS:
        made.periodic_task(crontab(minute="*"), name=job.name, expires=TICK_LASTS)(_tick(job))
    return made


def _storage() -> Huey:
    chosen = config.settings()
    common = {"results": False, "store_intermediate_errors": False, "serializer": Plain()}
    url = sa.make_url(chosen.database)
    if url.get_backend_name() == "sqlite":
        path = places.owned(chosen.data_dir) / FILE
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        return SqliteHuey("mediation", filename=str(path), timeout=15, **common)
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(
        "mediation", dsn=dsn, table_prefix="job", blocking=not chosen.db_pgbouncer, prepare_threshold=None, **common
    )


def _tick(job: Job) -> Callable[[], None]:
    def tick() -> None:
        run(job, now=config.clock.now())

    return tick
