"""Days, times and numbers typed into the forms of the roster; what can't be read is a problem of its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import TypeVar

from mediation.domain.refusals import N_, Problem, Refused
from mediation.office.roster_setup import FirmForm, LawyerForm, NewPattern
from mediation.web.typed import Typed

T = TypeVar("T")
NEVER = date(1, 1, 1)


class Reading:
    """Reads fields of one form and collects what is wrong with them."""

    def __init__(self, form: Typed) -> None:
        """Begin with no problems."""
        self.form, self.problems = form, list[Problem]()

    def day(self, name: str) -> date:
        """Return a day that must be given."""
        return self._read(name, date.fromisoformat, NEVER, N_("请填写日期"), "2026-11-16")

    def day_or_none(self, name: str) -> date | None:
        """Return a day that may be left out."""
        return self.day(name) if self.form(name).strip() else None

    def hour(self, name: str) -> time:
        """Return a wall-clock time."""
        return self._read(name, _hour, time(0), N_("请填写时间"), "13:30")

    def whole(self, name: str) -> int:
        """Return a whole number."""
        return self._read(name, _whole, 0, N_("请填写整数"), "20")

    def _read(self, name: str, read: Callable[[str], T], otherwise: T, message: str, example: str) -> T:
        text = self.form(name).strip()
        try:
            return read(text)
        except ValueError:
            self.problems.append(Problem(message, name, text[:20], example))
            return otherwise

    def done(self) -> None:
        """Raise Refused with everything that was wrong."""
        if self.problems:
            raise Refused(self.problems)


def _hour(text: str) -> time:
    return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise ValueError(text)
    return int(text)


def pattern(form: Typed) -> NewPattern:
    """Return the weekly duty a form asks for."""
    reading = Reading(form)
    new = NewPattern(
        weekday=reading.whole("weekday"),
        begins=reading.hour("begins"),
        ends=reading.hour("ends"),
        since=reading.day("since"),
        until=reading.day_or_none("until"),
        slot_minutes=reading.whole("slot_minutes"),
        walk_in_slots=reading.whole("walk_in_slots"),
        on_holiday=form("on_holiday"),
        firm=form("firm"),
    )
    reading.done()
    return new


def firm(form: Typed) -> FirmForm:
    """Return the firm a form describes."""
    return FirmForm(form("name"), form("contact"), form("phone"), form("active", "true") == "true")


def lawyer(form: Typed) -> LawyerForm:
    """Return the lawyer a form describes."""
    return LawyerForm(form("name"), form("licence"), form("login"), form("active", "true") == "true")
