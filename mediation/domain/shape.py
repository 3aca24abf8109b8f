"""Read the plain values of a rule file key by key, noting everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.domain.faults import Place
from mediation.domain.vocabulary import nearest

KEY = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*", re.ASCII)
Path = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day in force, both included; `until` None: still in force."""

    start: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether `day` lies in the period."""
        return self.start <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: Period) -> bool:
        """Say whether the two periods share a day."""
        return (other.until is None or self.start <= other.until) and (self.until is None or other.start <= self.until)


class Shape:
    """Reads the keys of one mapping, noting what is missing, unknown or of the wrong type."""

    def __init__(self, raw: object, place: Place, path: Path = ()) -> None:
        self.place, self.path = place, path
        self.raw: dict[Any, Any] = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            place.fault("type", "should be a mapping of words to values", path)

    def only(self, allowed: Collection[str], needed: Collection[str]) -> Shape:
        """Note unknown and missing words; return the shape itself."""
        for key in self.raw:
            if key not in allowed:
                hint = nearest(key, allowed)
                if not hint and self.raw[key] is None:
                    hint = " — a text with a comma needs quotes"
                self.place.fault("unknown_word", f"unknown word '{key}'{hint}", (*self.path, key))
        for key in needed:
            if key not in self.raw:
                self.place.fault("missing", f"'{key}' is missing", self.path)
        return self

    def _typed(self, key: str, wanted: str, fits: Callable[[Any], bool], default: Any) -> Any:
        if key not in self.raw:
            return default
        value = self.raw[key]
        if fits(value):
            return value
        self.place.fault("type", f"{key} should be {wanted}, not {str(value)[:60]!r}", (*self.path, key))
        return default

    def text(self, key: str, default: str = "") -> str:
        """Return a text that isn't empty."""
        return str(self._typed(key, "a text", lambda one: isinstance(one, str) and bool(one.strip()), default))

    def flag(self, key: str, default: bool = False) -> bool:
        """Return true or false."""
        return bool(self._typed(key, "true or false", lambda one: isinstance(one, bool), default))

    def day(self, key: str) -> date | None:
        """Return a day, or None."""
        found: date | None = self._typed(key, "a day such as 2026-11-22", lambda one: isinstance(one, date), None)
        return found

    def number(self, key: str, *, least: int | None = None) -> int:
        """Return a whole number; one below `least` is a fault."""
        found = int(self._typed(key, "a whole number", lambda one: type(one) is int, least or 0))
        if least is not None and found < least:
            self.place.fault("value", f"{key}: {found} is below {least}", (*self.path, key))
        return found

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them twice."""
        found = self._typed(
            key, "a list of words", lambda one: isinstance(one, list) and all(isinstance(x, str) for x in one), []
        )
        if len(set(found)) < len(found):
            self.place.fault("duplicate", f"{key} names something twice", (*self.path, key))
        return tuple(found)

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """Return one of the allowed words."""
        value = self.text(key)
        if value and value not in allowed:
            hint = nearest(value, allowed)
            reason = f"{key}: unknown '{value}'{hint}; allowed: {', '.join(allowed)}"
            self.place.fault("value", reason, (*self.path, key))
        return value

    def languages(self, key: str) -> dict[str, str]:
        """Return a text in Chinese and in English."""
        inner = Shape(self.raw.get(key, {}), self.place, (*self.path, key)).only(("zh", "en"), ("zh", "en"))
        return {one: inner.text(one) for one in ("zh", "en")}

    def period(self, shape: Shape | None = None) -> Period:
        """Return the days in force of `in_force`, or of `shape` itself."""
        inner = shape
        if inner is None:
            inner = Shape(self.raw.get("in_force", {}), self.place, (*self.path, "in_force"))
            inner.only(("from", "until"), ("from",))
        start, until = inner.day("from"), inner.day("until")
        if start and until and until < start:
            inner.place.fault("period", f"until {until} lies before from {start}", (*inner.path, "until"))
        return Period(start or date.min, until)


def entries(raw: object, place: Place) -> list[tuple[str, Shape]]:
    """Return the entries of a file that maps ids to mappings, each with faults told under its id."""
    found = []
    for key in Shape(raw, place).raw:
        inner = place.named(str(key))
        if not isinstance(key, str) or not KEY.fullmatch(key):
            inner.fault("value", "an id has small letters, digits, - _ and dots", (key,))
        found.append((str(key), Shape(Shape(raw, place).raw[key], inner, (key,))))
    return found
