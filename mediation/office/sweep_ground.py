"""What every part of a sweep stands on: the instant, the rules, the stations; and how a subject is judged by them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.domain.engine import Engine
from mediation.domain.horizon import Span, reach
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation
from mediation.domain.tally import because
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import DeskHours, station_day
from mediation.models.escalation import Escalation
from mediation.models.station import Station
from mediation.office import raising, rules
from mediation.office.raising import Finding, Held

FAR: Final = 36_500
"""Days no date of a case lies away; stands for a rule that no number of days keeps from holding."""


@dataclass(frozen=True)
class Ground:
    """One sweep's instant, rules and stations."""

    now: datetime
    today: date
    book: RuleBook
    engine: Engine
    calendar: Calendar
    stations: Mapping[str, Station]

    def hours(self, station_id: str) -> DeskHours:
        """Return a station's desk hours."""
        station = self.stations[station_id]
        return DeskHours(station.opens_at, station.closes_at)

    def reach(self, stratum: str, field: str) -> Span:
        """Return the span of `field` outside which no rule of the stratum can hold."""
        return reach(self.book.versions(stratum), field)

    def ahead(self, stratum: str, field: str) -> date:
        """Return the last day a date may lie on for a rule about the days left to it to hold."""
        span = self.reach(stratum, field)
        return self.today + timedelta(days=-FAR if span.empty else int(min(span.most, FAR)))

    def behind(self, stratum: str, field: str) -> date:
        """Return the last day a date may lie on for a rule about the days gone by since to hold."""
        span = self.reach(stratum, field)
        return self.today - timedelta(days=FAR if span.empty else int(max(span.least, -FAR)))

    def asked(self, stratum: str) -> frozenset[str]:
        """Return the rules of a stratum that raise levels."""
        return frozenset(rule.id for rule in self.book.versions(stratum) if rule.levels)

    def held(
        self, situation: Situation, strata: Mapping[str, date], about: Mapping[str, date | None]
    ) -> dict[str, Held]:
        """Return what the rules of the strata, each as in force on its day, raise and suggest beside it.

        `about` names, for a field with a number of days, the day that they are counted to or from.
        """
        hits = [hit for stratum, on in strata.items() for hit in self.engine.fire(stratum, situation, on)]
        found = {}
        for hit in hits:
            if hit.level:
                due_on = next((about[name] for name in hit.rule.fields(hit.level) if name in about), None)
                found[hit.rule.id] = Held(hit.level, because(hit, situation).stored(), due_on)
        return raising.with_advice(found, hits)


class Watch(Protocol):
    """One kind of subject: which of its rows are due, and what the rules say of them."""

    kind: str

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Yield the ids of the subjects for which a rule may hold now, found by index."""
        ...

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Return what holds of these subjects."""
        ...


def ground_of(session: Session, now: datetime) -> Ground:
    """Return the ground of a sweep at `now`."""
    in_use = rules.current()
    stations = {one.id: one for one in session.exec(select(Station))}
    return Ground(now, station_day(now), in_use.book, in_use.engine, in_use.calendar, stations)


def escalated(session: Session, ground: Ground, kind: str, asked: Iterable[str]) -> list[str]:
    """Return the subjects of a kind with an open escalation of one of the rules: its cause may be gone."""
    query = sa.select(col(Escalation.subject)).where(
        col(Escalation.station_id).in_(ground.stations), col(Escalation.state) == "open",
        col(Escalation.subject_kind) == kind, col(Escalation.rule).in_(sorted(asked)),
    )  # fmt: skip
    return list(session.execute(query.distinct()).scalars())


def of_cases(model: Any, case_ids: Sequence[str] | None) -> list[Any]:
    """Return the condition for rows of these cases, none for all cases."""
    return [] if case_ids is None else [col(model.case_id).in_(case_ids)]


def by_id(session: Session, model: Any, ids: Sequence[str]) -> dict[str, Any]:
    """Return the rows of `model` under their ids."""
    return {one.id: one for one in session.exec(select(model).where(col(model.id).in_(ids)))}
