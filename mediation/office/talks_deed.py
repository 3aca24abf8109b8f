"""What the deeds of wage talks share: the form read field by field, its faults, the field a finding is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import order
from mediation.domain.talks.finding import Finding
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.office import talks
from mediation.office.talks_typed import day, words

NOTE: Final = 1000


@dataclass
class Ground:
    """What a deed works on; `problems` collects the faults of its form."""

    session: Session
    row: Talks
    given: Mapping[str, str]
    by: Reader
    now: datetime
    problems: list[Problem] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the station's day."""
        return station_day(self.now)

    def day(self, name: str, *, required: bool = True) -> date | None:
        """Return the day typed into a field."""
        return day(self.given, name, self.problems, required=required)

    def words(self, name: str, *, most: int = NOTE, required: bool = False) -> str:
        """Return the text typed into a field."""
        return words(self.given, name, self.problems, most=most, required=required)

    def past(self, name: str, *, required: bool = True) -> date | None:
        """Return the day typed into a field, noting one that hasn't come."""
        on = self.day(name, required=required)
        if on is not None and on > self.today:
            self.wrong(N_("晚于今天，还没有发生"), name)
        return on

    def wrong(self, message: str, name: str, **params: object) -> None:
        """Note a fault of a field."""
        self.problems.append(Problem(message, name, self.given.get(name, "")[:40], params=params))


@dataclass(frozen=True)
class Deed:
    """One thing that may be recorded: how, and the fields of its form; `ended`: of talks that are over.

    A finding that is about none of the fields is shown at the first.
    """

    note: Callable[[Ground], dict[str, Any]]
    fields: tuple[str, ...]
    ended: bool = False


def field_of(deed: Deed) -> dict[str, str]:
    """Return the form's field for every finding there can be about a day."""
    own = {"first_session_on": "planned_on"}
    found = {
        f"{kind}.{name}": own.get(name, name) if own.get(name, name) in deed.fields else deed.fields[0]
        for kind in ("order", "ahead")
        for name in order.DAYS
    }
    plain = dict.fromkeys(("filing.adopted", "filing.twice", "signature", "term.wage", "term.general"), deed.fields[0])
    return {**found, **plain, "coordination.extended": "coordination_extended"}


def carry_out(
    session: Session, talks_id: str, act: str, deed: Deed, given: Mapping[str, str], *, by: Reader, now: datetime,
    version: int | None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Record a deed as the act `act`; return what is doubtful now.

    Raises Refused with every fault, Stale for an old form.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version, ended=deed.ended)
    known = talks.findings(session, row, now=now)
    ground = Ground(session, row, given, by, now)
    fields = deed.note(ground)
    if ground.problems:
        raise Refused(ground.problems)
    return talks.settle(session, row, act, by=by, now=now, fields=fields, field_of=field_of(deed), known=known)
