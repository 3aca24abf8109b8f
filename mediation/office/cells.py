"""One database value as JSON and back, the same from SQLite and from PostgreSQL."""

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "clock": time.fromisoformat,
    "bytes": lambda text: base64.b64decode(text, validate=True),
    "number": Decimal,
    "json": lambda value: value,
}


def pack(value: Any) -> Any:
    """Return `value` as plain JSON; instants in UTC, bytes in base64, structures marked as such."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"at": aware.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, time):
        return {"clock": value.isoformat()}
    if isinstance(value, (bytes, memoryview)):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return {"json": value}


def unpack(value: Any) -> Any:
    """Return the value that `pack` was given."""
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    return _READ[kind](inner)
