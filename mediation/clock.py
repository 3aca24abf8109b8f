"""The only reader of the time. It stands alone, so that a command which needs nothing else starts at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

STATION_ZONE: Final = ZoneInfo("Asia/Shanghai")


class Clock:
    """Says what time it is; a test may make it stand still."""

    def __init__(self) -> None:
        self._still: datetime | None = None

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        return self._still or datetime.now(UTC)

    def today(self) -> date:
        """Return the station's calendar day (Asia/Shanghai)."""
        return self.now().astimezone(STATION_ZONE).date()

    @contextmanager
    def at(self, instant: datetime) -> Iterator[None]:
        """Let the clock stand at `instant` (aware) inside the block."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        before, self._still = self._still, instant.astimezone(UTC)
        try:
            yield
        finally:
            self._still = before


clock: Final = Clock()
