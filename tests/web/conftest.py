"""A house on SQLite, and somebody signed in: what pages show doesn't depend on the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from mediation import db
from mediation.config import Settings
from tests.web.house import Visitor, build, sign_in


@pytest.fixture
def house(sqlite_settings: Settings) -> Flask:
    """Give the application of a house with people and no cases."""
    return build(sqlite_settings)


@pytest.fixture
def mediator(house: Flask) -> Visitor:
    """Give a visitor signed in as the mediator."""
    return sign_in(house)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements sent to the database inside the block."""
    sent: list[str] = []

    def note(connection, cursor, statement, *rest):
        sent.append(statement)

    sa.event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine(), "before_cursor_execute", note)
