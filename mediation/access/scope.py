"""The way in: a user's handle on the database, and the net under it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlmodel import Session, SQLModel, select
from sqlmodel.sql.expression import SelectOfScalar

from mediation import db
from mediation.access.acts import Reader
from mediation.access.rows import visible
from mediation.domain.refusals import N_, NotFound
from mediation.models.history import HOUSE

M = TypeVar("M", bound=SQLModel)


class Scope:
    """One user's handle on the database: what it doesn't see isn't there.

    From its making on, the session refuses to store a row of a station the user doesn't belong to.
    """

    def __init__(self, session: Session, user: Reader) -> None:
        self.session = session
        self.user = user
        self.net: dict[str, Any] = {}
        session.info["scope"] = self

    def select(self, model: type[M]) -> SelectOfScalar[M]:
        """Begin a query over the rows of `model` that the user may see."""
        return select(model).where(visible(self.user, model))

    def get(self, model: type[M], row_id: str) -> M:
        """Return the row; one that isn't there and one the user may not see raise the same NotFound."""
        key = sa.inspect(model).primary_key[0]
        found = self.session.exec(self.select(model).where(key == row_id)).first() if _sound(row_id) else None
        if found is None:
            raise NotFound(N_("找不到该内容。"))
        return found

    def count(self, model: type[SQLModel], *conditions: Any, most: int | None = None) -> int:
        """Count the rows of `model` that the user may see and that meet `conditions`; stop counting at `most`."""
        rows = sa.select(sa.literal(1)).select_from(model).where(visible(self.user, model), *conditions).limit(most)
        return int(self.session.execute(sa.select(sa.func.count()).select_from(rows.subquery())).scalar_one())


def _sound(row_id: str) -> bool:
    """Tell whether a text from an address can be an id at all: PostgreSQL refuses NUL, drivers lone surrogates."""
    return row_id.isprintable() and row_id.isascii() and len(row_id) <= 64


@contextmanager
def reading_as(user: Reader) -> Iterator[Session]:
    """Open a reading session in which every ORM query sees only what `user` may see, whoever wrote it."""
    with db.reading() as session:
        Scope(session, user)
        session.info["net"] = True
        yield session


@contextmanager
def as_house(session: Session, why: str) -> Iterator[None]:
    """Lift the scope inside the block, for a reading the user's act needs but the user isn't shown; `why` says so."""
    if not why:
        raise ValueError("say why the scope is lifted")
    kept = {name: session.info.pop(name) for name in ("scope", "net") if name in session.info}
    try:
        yield
    finally:
        session.info.update(kept)


@event.listens_for(Session, "do_orm_execute")
def _cast_net(state: ORMExecuteState) -> None:
    """Narrow every ORM statement of a session under the net; a class without a rule gives nothing."""
    info = state.session.info
    if not info.get("net"):
        return
    state.statement = state.statement.options(*_net(info["scope"], state.statement))


def _net(scope: "Scope", statement: Any) -> list[Any]:
    """Return the criteria of the tables a statement names; of all tables where that isn't plain."""
    if not scope.net:
        scope.net = {
            mapper.local_table.description: with_loader_criteria(
                mapper.class_, visible(scope.user, mapper.class_), include_aliases=True, propagate_to_loaders=False
            )
            for mapper in SQLModel._sa_registry.mappers
        }
    named = {part.name for part in visitors.iterate(statement) if isinstance(part, sa.Table)}
    if not named <= scope.net.keys() or not named or named & _eager() or statement._with_options:
        return list(scope.net.values())
    return [scope.net[name] for name in sorted(named)]


@lru_cache(maxsize=1)
def _eager() -> frozenset[str]:
    """Name the tables whose rows bring others along in the same statement."""
    return frozenset(
        mapper.local_table.description
        for mapper in SQLModel._sa_registry.mappers
        if any(relation.lazy in ("joined", False) for relation in mapper.relationships)
    )


@event.listens_for(Session, "before_flush")
def _check_stations(session: Session, *_: object) -> None:
    """Refuse to store a row of a foreign station under a user's scope."""
    scope = session.info.get("scope")
    if scope is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        station_id = getattr(row, "station_id", None)
        if station_id not in (None, HOUSE, *scope.user.station_ids):
            raise ForeignStation(f"{type(row).__name__} belongs to another station")


class ForeignStation(RuntimeError):
    """A row of another station was about to be stored: a fault of the program, caught in time."""
