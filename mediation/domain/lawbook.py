"""What rules lean on: laws, desks, dated parameters, holiday lists and strata, read from the rules folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mediation.domain.faults import Place
from mediation.domain.shape import Period, Shape
from mediation.domain.talks.clauses import Clause
from mediation.domain.vocabulary import SUBJECTS

VERIFIED = ("V", "S", "U")
"""V read in the text itself, S read in a secondary place, U unverified: shown as such wherever it is used."""
PARAMETER_UNITS = ("fen", "days", "count", "text")


@dataclass(frozen=True, slots=True)
class Law:
    """One article; `text` is its wording in Chinese where it is known, `verified` one of V, S, U."""

    key: str
    title: Mapping[str, str]
    article: str
    in_force: Period
    source: str
    verified: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk of the station."""

    id: str
    title: Mapping[str, str]
    does: Mapping[str, str]
    may_lead: bool


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One value of a parameter with the days it is in force; `year`: the calendar year that a statistic is about."""

    in_force: Period
    value: int | str
    source: str
    verified: str
    year: int | None = None


class ParameterGap(LookupError):
    """A parameter was asked for a day for which no value is known; none is ever guessed."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated amount; `unit` is fen, days, count or text."""

    id: str
    title: Mapping[str, str]
    unit: str
    values: tuple[ParameterValue, ...]
    place: str = ""
    note: str = ""

    def on(self, day: date) -> ParameterValue:
        """Return the value in force on `day`; raise ParameterGap before the first, after the last and in between."""
        for one in self.values:
            if one.in_force.covers(day):
                return one
        raise ParameterGap(f"{self.id}: no value is known for {day.isoformat()}")


@dataclass(frozen=True, slots=True)
class Workdays:
    """One year's holiday list as published: days off, make-up working days, and the notice it comes from."""

    year: int
    notice: Mapping[str, Any]
    off: frozenset[date]
    work: frozenset[date]
    source: str
    verified: str

    @property
    def notice_words(self) -> str:
        """Return the notice as receipts name it: title, number and date."""
        return f"{self.notice['zh']}（{self.notice['number']}，{self.notice['date']}）"


@dataclass(frozen=True, slots=True)
class Stratum:
    """One step of a decision: which rules of which subject run in it, and what they may bring about.

    `rules` are prefixes of rule ids (none: every rule of the subject); the longest that fits decides.
    """

    id: str
    subject: str
    title: Mapping[str, str]
    rules: tuple[str, ...]
    effects: tuple[str, ...]
    levels: bool = False

    def fit(self, subject: str, rule: str) -> int:
        """Return how well the stratum fits a rule: the length of the prefix that fits, or -1."""
        if subject != self.subject:
            return -1
        fitting = [len(one) for one in self.rules if rule == one or rule.startswith(f"{one}.")]
        return max(fitting, default=-1) if self.rules else 0


@dataclass(slots=True)
class Lawbook:
    """Everything of a rule book but its rules."""

    laws: dict[str, Law] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    calendars: dict[int, Workdays] = field(default_factory=dict)
    strata: dict[str, Stratum] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)

    def stratum_of(self, subject: str, rule: str) -> Stratum | None:
        """Return the stratum a rule belongs to, or None."""
        best = max(self.strata.values(), key=lambda one: one.fit(subject, rule), default=None)
        return best if best is not None and best.fit(subject, rule) >= 0 else None


def once(known: Mapping[Any, object], key: object, place: Place) -> None:
    """Note that `key` stands in the book already."""
    if key in known:
        place.fault("duplicate", f"'{key}' stands in another place too")


def read_law(key: str, shape: Shape) -> Law:
    """Read one entry of law.yaml."""
    shape.only(
        ("title", "article", "text", "in_force", "source", "verified", "note"),
        ("title", "article", "in_force", "source", "verified"),
    )
    return Law(
        key=key, title=shape.languages("title"), article=shape.text("article"), in_force=shape.period(),
        source=shape.text("source"), verified=shape.choice("verified", VERIFIED), text=shape.text("text"),
        note=shape.text("note"),
    )  # fmt: skip


def read_desk(key: str, shape: Shape) -> Desk:
    """Read one entry of desks.yaml."""
    shape.only(("title", "may_lead", "does"), ("title", "may_lead", "does"))
    return Desk(key, shape.languages("title"), shape.languages("does"), shape.flag("may_lead"))


def read_parameter(key: str, shape: Shape) -> Parameter:
    """Read one entry of a file in parameters/."""
    shape.only(("title", "unit", "place", "values", "note"), ("title", "unit", "values"))
    unit = shape.choice("unit", PARAMETER_UNITS)
    rows = shape.raw.get("values")
    if not isinstance(rows, list) or not rows:
        shape.place.fault("type", "values should be a list of at least one value", (*shape.path, "values"))
        rows = []
    values = [
        _parameter_value(Shape(row, shape.place, (*shape.path, "values", index)), unit)
        for index, row in enumerate(rows)
    ]
    values.sort(key=lambda one: one.in_force.start)
    for earlier, later in zip(values, values[1:], strict=False):
        if earlier.in_force.overlaps(later.in_force):
            reason = f"two values are in force on {later.in_force.start}: end the earlier one the day before (until)"
            shape.place.fault("overlap", reason, (*shape.path, "values"))
    return Parameter(
        key, shape.languages("title"), unit, tuple(values), place=shape.text("place"), note=shape.text("note")
    )


def _parameter_value(shape: Shape, unit: str) -> ParameterValue:
    shape.only(("from", "until", "value", "year", "source", "verified"), ("from", "value", "source", "verified"))
    value = shape.text("value") if unit == "text" else shape.number("value", least=1)
    verified = shape.choice("verified", VERIFIED)
    year = shape.number("year") if "year" in shape.raw else None
    if year is not None and not 1900 <= year <= 2200:
        shape.place.fault("value", f"year: {year} is no calendar year", (*shape.path, "year"))
    return ParameterValue(shape.period(shape), value, shape.text("source"), verified, year)


def read_workdays(raw: object, place: Place) -> Workdays:
    """Read one year's list of workdays/."""
    shape = Shape(raw, place).only(
        ("year", "notice", "off", "work", "source", "verified", "note"),
        ("year", "notice", "off", "work", "source", "verified"),
    )
    notice = Shape(shape.raw.get("notice", {}), place, ("notice",))
    notice.only(("zh", "en", "number", "date"), ("zh", "number", "date"))
    year = shape.number("year")
    off, work = _days(shape, "off", year), _days(shape, "work", year)
    for day in sorted(off & work):
        place.fault("value", f"{day} is both off and worked", ("work",))
    for day in sorted(one for one in work if one.weekday() < 5):
        place.fault("value", f"{day} is no Saturday or Sunday, so it can't be a make-up day", ("work",))
    told = {"zh": notice.text("zh"), "number": notice.text("number"), "date": notice.day("date")}
    verified = shape.choice("verified", VERIFIED)
    return Workdays(year, told, off, work, shape.text("source"), verified)


def _days(shape: Shape, key: str, year: int) -> frozenset[date]:
    rows = shape.raw.get(key)
    if not isinstance(rows, list):
        shape.place.fault("type", f"{key} should be a list of days", (key,))
        return frozenset()
    found: set[date] = set()
    for index, row in enumerate(rows):
        days = _span(row)
        if not days:
            reason = f"{key}: '{row}' is no day and no 2026-10-01..2026-10-07 of at most 31 days"
            shape.place.fault("value", reason, (key, index))
        for day in days:
            if day in found:
                shape.place.fault("duplicate", f"{key}: {day} stands here twice", (key, index))
            if day.year != year:
                shape.place.fault("value", f"{key}: {day} is not in {year}", (key, index))
            found.add(day)
    return frozenset(found)


def _span(row: object) -> list[date]:
    if isinstance(row, date):
        return [row]
    ends = str(row).split("..")
    try:
        first, last = (date.fromisoformat(one.strip()) for one in ends)
    except ValueError:
        return []
    length = (last - first).days + 1
    return [first + timedelta(days=gone) for gone in range(length)] if 1 <= length <= 31 else []


def read_stratum(raw: object, place: Place) -> Stratum:
    """Read one document of strata.yaml."""
    shape = Shape(raw, place).only(
        ("id", "subject", "title", "rules", "effects", "levels"), ("id", "subject", "title", "effects")
    )
    return Stratum(
        id=shape.text("id"), subject=shape.choice("subject", SUBJECTS), title=shape.languages("title"),
        rules=shape.words("rules"), effects=shape.words("effects"), levels=shape.flag("levels"),
    )  # fmt: skip
