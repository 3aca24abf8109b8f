"""What every table shares: names of constraints, ids, instants, choices, the version of a row."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SQLModel.model_config["defer_build"] = True  # tables aren't validated: a third of their import would be for nothing

ID_LENGTH = 32


def new_id() -> str:
    """Return a fresh random id (128 bits) for a row; it may stand in an address."""
    return secrets.token_urlsafe(16)


def no_items() -> list[Any]:
    """Return an empty list, for a column of JSON.

    Never `default_factory=list`: pydantic reads the maker's signature at every new row, and that of the built-in is
    text it has to parse first, at ten times the cost.
    """
    return []


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn an aware instant into UTC on its way to the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give every instant back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(name: str, values: Iterable[str]) -> Any:
    """Return the column type of a word out of `values`, kept by a CHECK constraint called `name`.

    Use as `Field(sa_type=choice("role", ROLES))`; `name` is unique within its table.
    """
    return sa.Enum(
        *values, name=name, native_enum=False, create_constraint=True, validate_strings=True, length=40
    )


def text(length: int | None = None) -> Any:
    """Return the column type of text: of at most `length` characters, or without a limit."""
    return sa.String(length) if length else sa.Text()


class Row(SQLModel):
    """A table row with a random id of its own."""

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=text(ID_LENGTH))


class Versioned(SQLModel):
    """A row that refuses a stale write: StaleDataError when somebody saved it in between."""

    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


def fresh(model: type[SQLModel], /, **given: Any) -> dict[str, Any]:
    """Return a new row of `model` as plain values, for storing many at once: its defaults, a new id, then `given`.

    `session.execute(sa.insert(table_of(model)), rows)` takes them; a field left out that has no default is null.
    """
    plain, made = _defaults(model)
    return {**plain, **{name: make() for name, make in made.items() if name not in given}, **given}


def table_of(model: type[SQLModel]) -> sa.Table:
    """Return the table of a model, for statements about many rows at once."""
    return cast(sa.Table, sa.inspect(model).local_table)


@cache
def _defaults(model: type[SQLModel]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the plain defaults of a table's columns and the makers of the others."""
    fields = model.model_fields
    made: dict[str, Any] = {name: one.default_factory for name, one in fields.items() if one.default_factory}
    return {name: None if one.is_required() else one.default for name, one in fields.items() if name not in made}, made
