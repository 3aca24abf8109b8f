"""The rules for a command: loaded from the checked cache, without settings or database."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mediation import places
from mediation.domain.calendars import calendar_of
from mediation.domain.engine import Engine
from mediation.domain.rulebook import RuleBook, load
from mediation.domain.workdays import Calendar


@dataclass
class Room:
    """One rule book with its calendar and, when asked for, its engine."""

    book: RuleBook

    @cached_property
    def calendar(self) -> Calendar:
        """The published calendars."""
        return calendar_of(self.book)

    @cached_property
    def engine(self) -> Engine:
        """The engine of this book."""
        return Engine(self.book)


def room(directory: Path | None = None) -> Room:
    """Return the rules of `directory`, unless given those in use; raises RuleFault if they aren't in order."""
    return Room(load(directory or places.rules_in_use(), cache=places.cache_dir()))
