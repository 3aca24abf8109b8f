"""One year's holiday list as people type it: each holiday with its days off and its make-up days, and the notice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from mediation.domain.feasts import NAMES, feasts
from mediation.domain.workdays import ONE_DAY

LONGEST: Final = 31
"""Days that one holiday may last; beyond it lies a typing error."""


@dataclass(frozen=True)
class Holiday:
    """One holiday: its first and last day off, and the weekend days that are worked for it."""

    name: str
    first: date
    last: date
    work: tuple[date, ...] = ()

    def days(self) -> tuple[date, ...]:
        """Return the days off; none where the last day lies before the first or too far behind it."""
        length = (self.last - self.first).days + 1
        return tuple(self.first + ONE_DAY * gone for gone in range(length)) if 1 <= length <= LONGEST else ()


@dataclass(frozen=True)
class Notice:
    """The notice a list comes from: title, number, day; where its text was read, and how (V: the notice itself)."""

    title: str = ""
    number: str = ""
    on: date | None = None
    source: str = ""
    verified: str = "S"


@dataclass(frozen=True)
class HolidayList:
    """A year's list; days of a neighbouring year may stand in it until it is split."""

    year: int
    notice: Notice
    holidays: tuple[Holiday, ...]

    @property
    def off(self) -> tuple[date, ...]:
        """Give every day off, as often as it is named."""
        return tuple(day for one in self.holidays for day in one.days())

    @property
    def work(self) -> tuple[date, ...]:
        """Give every make-up day, as often as it is named."""
        return tuple(day for one in self.holidays for day in one.work)

    def workdays(self) -> int:
        """Count the working days of the year by this list."""
        off, work = set(self.off), set(self.work)
        days = (date.fromordinal(one) for one in range(_first(self.year), _first(self.year + 1)))
        return sum(day in work or (day.weekday() < 5 and day not in off) for day in days)

    def of_year(self, year: int) -> tuple[frozenset[date], frozenset[date]]:
        """Return the days off and the make-up days that lie in a year."""
        return tuple(frozenset(day for day in days if day.year == year) for days in (self.off, self.work))  # type: ignore[return-value]

    def others(self) -> tuple[int, ...]:
        """Return the other years that the list reaches into."""
        return tuple(sorted({day.year for day in (*self.off, *self.work)} - {self.year}))

    def stored(self) -> dict[str, Any]:
        """Return the list as JSON."""
        notice = {name: getattr(self.notice, name) for name in ("title", "number", "source", "verified")}
        return {
            "year": self.year,
            "notice": notice | {"on": self.notice.on.isoformat() if self.notice.on else ""},
            "holidays": [
                {
                    "name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat(),
                    "work": [day.isoformat() for day in one.work],
                }
                for one in self.holidays
            ],
        }  # fmt: skip

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> HolidayList:
        """Return the list that `stored` keeps."""
        told = dict(stored["notice"])
        on = told.pop("on")
        holidays = (
            Holiday(
                one["name"], date.fromisoformat(one["first"]), date.fromisoformat(one["last"]),
                tuple(date.fromisoformat(day) for day in one["work"]),
            )
            for one in stored["holidays"]
        )  # fmt: skip
        return cls(stored["year"], Notice(on=date.fromisoformat(on) if on else None, **told), tuple(holidays))


def of_days(year: int, notice: Notice, off: Iterable[date], work: Iterable[date]) -> HolidayList:
    """Return the list of single days: runs of days off are named by the feasts in them, make-up days go to the next."""
    holidays: list[Holiday] = []
    for day in sorted(set(off)):
        if holidays and holidays[-1].last + ONE_DAY == day:
            holidays[-1] = replace(holidays[-1], last=day)
        else:
            holidays.append(Holiday("", day, day))
    holidays = [replace(one, name=named(one, year)) for one in holidays]
    for day in sorted(set(work)):
        if not holidays:
            break
        near = min(range(len(holidays)), key=lambda nth: _gap(holidays[nth], day))
        holidays[near] = replace(holidays[near], work=(*holidays[near].work, day))
    return HolidayList(year, notice, tuple(holidays))


def named(one: Holiday, year: int) -> str:
    """Return the feasts whose days lie in a run of days off, joined; empty for none."""
    known = feasts(year)
    days = set(one.days())
    return "、".join(name for name in reversed(NAMES) if days & set(known.get(name) or ()))


def _gap(one: Holiday, day: date) -> int:
    return min(abs((one.first - day).days), abs((one.last - day).days))


def _first(year: int) -> int:
    return date(year, 1, 1).toordinal()


def file_text(year: int, told: Mapping[str, str], off: Iterable[date], work: Iterable[date]) -> str:
    """Return the list as the file that rules/workdays/ keeps; `told`: title, number, date, source, verified."""
    quoted = {name: json.dumps(" ".join(value.split()), ensure_ascii=False) for name, value in told.items()}
    return (
        f"year: {year}\n"
        f"notice: {{zh: {quoted['title']}, number: {quoted['number']}, date: {told['date']}}}\n"
        f"source: {quoted['source']}\n"
        f"verified: {told['verified']}\n"
        f"off: [{', '.join(_spans(off))}]\n"
        f"work: [{', '.join(day.isoformat() for day in sorted(set(work)))}]\n"
    )


def _spans(days: Iterable[date]) -> list[str]:
    found: list[list[date]] = []
    for day in sorted(set(days)):
        if found and found[-1][-1] + ONE_DAY == day and len(found[-1]) < LONGEST:
            found[-1].append(day)
        else:
            found.append([day])
    return [one[0].isoformat() if len(one) == 1 else f"{one[0]}..{one[-1]}" for one in found]
