"""The word `deadline` of a rule: a clock with its length, who acts, what may stop it and who may make it longer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mediation.domain.clockwords import ACTORS, EXTENSIONS, FORCES, PAUSES
from mediation.domain.faults import Place
from mediation.domain.vocabulary import fields_of, nearest

Unit = Literal["calendar", "month", "year", "working", "duty"]
UNITS: Mapping[str, Unit] = {
    "days": "calendar", "months": "month", "years": "year", "workdays": "working", "duty_days": "duty",
}  # fmt: skip
"""The words of a rule file, and the units of `workdays.time_limit` they mean."""
MOST_LENGTH = 600
WAYS = ("after", "before")
WORDS = ("id", "from", "who", "acts", "force", "way", "roll", "pausable", "extend", *UNITS)
_DEADLINE_ID = re.compile(r"[a-z][a-z0-9_]*\.([a-z][a-z0-9_]*|KIND)", re.ASCII)
Path = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Longer:
    """How a clock may be made longer: `by` whom, and by how many of its own units (0: no cap)."""

    by: str
    at_most: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """Deadline `id` runs from the day in field `start` for `length` of `unit`; `who` is `lead` or a desk.

    In `id` the word KIND stands for the claim's kind. For `duty`, `length` is the most working days it may take.
    `before`: so many units must lie before the day. `acts` names who must act, `force` what becomes of it,
    `pausable` the reasons that stop it; `longer` None: it can't be made longer.
    """

    id: str
    start: str
    length: int
    unit: Unit
    who: str = "lead"
    roll: bool = True
    before: bool = False
    acts: str = ""
    force: str = "hard"
    pausable: tuple[str, ...] = ()
    longer: Longer | None = None

    def name(self, kind: object) -> str:
        """Return the id of the date it starts, for a claim of `kind`."""
        return self.id.replace("KIND", str(kind)) if "KIND" in self.id else self.id


def only(
    place: Place, value: Mapping[Any, object], allowed: Collection[str], needed: Collection[str], path: Path
) -> None:
    """Note unknown and missing words of a mapping."""
    for key in value:
        if key not in allowed:
            place.fault("unknown_word", f"unknown word '{key}'{nearest(key, allowed)}", (*path, key))
    for key in needed:
        if key not in value:
            place.fault("missing", f"'{key}' is missing", path)


class ClockReader:
    """Reads one clock of a rule about `subject`; `desk` checks a desk; faults go to `place`."""

    def __init__(self, subject: str, place: Place, desk: Callable[[object], str]) -> None:
        self.subject, self.place, self.desk = subject, place, desk

    def read(self, value: object, path: Path) -> Clock | None:
        """Return the clock that `value` says, or None after noting that it is no mapping."""
        if not isinstance(value, dict):
            self.place.fault("type", "deadline takes a mapping with id, from, a length and who", path)
            return None
        only(self.place, value, WORDS, ("id", "from"), path)
        length, unit = self.length(value, path)
        roll, who = value.get("roll", True), value.get("who", "lead")
        if not isinstance(roll, bool):
            self.place.fault("type", "deadline: roll is true or false", (*path, "roll"))
        if who != "lead":
            self.desk(who)
        before = self.word(value, "way", WAYS, path, "after") == "before"
        clock = Clock(
            self.ident(value.get("id"), path), self.start(value.get("from"), path), length, unit, str(who), bool(roll),
            before=before, acts=self.word(value, "acts", ACTORS, path, ""),
            force=self.word(value, "force", FORCES, path, "hard"), pausable=self.pausable(value, path),
            longer=self.longer(value, path),
        )  # fmt: skip
        self.fits(clock, path)
        return clock

    def fits(self, clock: Clock, path: Path) -> None:
        """Note what doesn't go together: only days are counted backwards, and such clocks neither stop nor stretch."""
        stretched = bool(clock.pausable or clock.longer)
        if clock.before and (clock.unit not in ("calendar", "working") or stretched):
            self.place.fault("value", "deadline: way before takes days or workdays and nothing else", (*path, "way"))
        if clock.unit == "duty" and stretched:
            self.place.fault("value", "deadline: duty_days neither stop nor become longer", path)

    def word(self, value: Mapping[str, object], key: str, allowed: Collection[str], path: Path, default: str) -> str:
        found = value.get(key, default)
        if found == default or (isinstance(found, str) and found in allowed):
            return str(found)
        reason = f"deadline: {key}: unknown '{found}'{nearest(found, allowed)}; allowed: {', '.join(allowed)}"
        self.place.fault("value", reason, (*path, key))
        return default

    def pausable(self, value: Mapping[str, object], path: Path) -> tuple[str, ...]:
        reasons = value.get("pausable", [])
        if not isinstance(reasons, list) or len(set(map(str, reasons))) < len(reasons):
            self.place.fault("type", "deadline: pausable takes a list of reasons, none twice", (*path, "pausable"))
            return ()
        for one in reasons:
            if one not in PAUSES:
                reason = f"deadline: pausable: unknown '{one}'{nearest(one, PAUSES)}; allowed: {', '.join(PAUSES)}"
                self.place.fault("value", reason, (*path, "pausable"))
        return tuple(str(one) for one in reasons)

    def longer(self, value: Mapping[str, object], path: Path) -> Longer | None:
        raw = value.get("extend")
        if raw is None:
            return None
        where = (*path, "extend")
        if not isinstance(raw, dict):
            self.place.fault("type", "deadline: extend takes {by: consent} or {by: approval, at_most: N}", where)
            return None
        only(self.place, raw, ("by", "at_most"), ("by",), where)
        most = raw.get("at_most", 0)
        if not isinstance(most, int) or isinstance(most, bool) or not 0 <= most <= MOST_LENGTH:
            self.place.fault("value", f"deadline: at_most takes a whole number up to {MOST_LENGTH}", where)
            most = 0
        return Longer(self.word(raw, "by", EXTENSIONS, where, ""), most)

    def ident(self, ident: object, path: Path) -> str:
        if not isinstance(ident, str) or not _DEADLINE_ID.fullmatch(ident):
            self.place.fault("value", f"deadline: '{ident}' is no id such as mediation.accept", (*path, "id"))
        elif ident.endswith("KIND") and "kind" not in fields_of(self.subject):
            self.place.fault("value", f"deadline: a {self.subject} has no kind for '{ident}'", (*path, "id"))
        return str(ident)

    def start(self, start: object, path: Path) -> str:
        days = [one.name for one in fields_of(self.subject).values() if one.type == "day"]
        if start not in days:
            reason = f"deadline: from '{start}' is no day field of {self.subject}{nearest(start, days)}"
            self.place.fault("unknown_field", f"{reason}; allowed: {', '.join(days)}", (*path, "from"))
        return str(start)

    def length(self, value: Mapping[str, object], path: Path) -> tuple[int, Unit]:
        words = [word for word in UNITS if word in value]
        if len(words) != 1:
            self.place.fault("value", f"deadline: exactly one of {', '.join(UNITS)} says how long", path)
            return 0, "calendar"
        [word] = words
        length = value[word]
        if word == "duty_days":
            length = length.get("at_most_workdays") if isinstance(length, dict) and len(length) == 1 else None
        if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length <= MOST_LENGTH:
            wanted = "{at_most_workdays: N}, N" if word == "duty_days" else "a whole number"
            self.place.fault("value", f"deadline: {word} takes {wanted} from 0 to {MOST_LENGTH}", (*path, word))
            return 0, UNITS[word]
        return length, UNITS[word]
