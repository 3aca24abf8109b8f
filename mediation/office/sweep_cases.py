"""The sweep over cases: limitation, clusters at one employer, the end of mediation, silence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.domain import watch
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import fields_of
from mediation.domain.worktime import day_begins, station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.party import Party
from mediation.office.casebook import CLUSTER_DAYS
from mediation.office.raising import Finding
from mediation.office.reasons import read_value
from mediation.office.sweep_ground import Ground, by_id, escalated, of_cases

DECIDED: Final = "escalation"
WATCHED: Final = "watch_case"
TIMED: Final = frozenset({"days_to_limitation", "employer_open_cases"})
"""What a decision counted on its day and time changes since."""
FIRMS_A_QUERY: Final = 400


@dataclass
class Dates:
    """The dates of one case that are still open."""

    limitation: list[date] = field(default_factory=list)
    mediation: list[date] = field(default_factory=list)


class Cases:
    """Watches cases; `recent` says which open cases each employer has from the last 30 days."""

    kind = "case"

    def __init__(self) -> None:
        self.recent: dict[tuple[str, str], frozenset[str]] = {}

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Return the cases near a date, silent, in a cluster or escalated, and the closed ones still escalated."""
        self.recent = _recent(session, ground)
        found = set(_near_a_date(session, ground)) | set(_silent(session, ground))
        found |= set(self._clustered(session, ground))
        found |= set(escalated(session, ground, "case", _timed(ground) | ground.asked(WATCHED)))
        found |= set(_over(session, ground))
        return sorted(found)

    def past(self, session: Session, ground: Ground, case_ids: Sequence[str]) -> Iterable[str]:
        """Return those of some cases that are near a date or in a cluster."""
        self.recent = _recent(session, ground)
        return set(_near_a_date(session, ground, case_ids)) | (set(self._clustered(session, ground)) & set(case_ids))

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Ask the rules about each case, with the days as they are now."""
        dates, firms = _dates(session, ids), _firms(session, ids)
        return [
            self._finding(case, dates.get(case.id, Dates()), firms.get(case.id, ()), ground)
            for case in by_id(session, Case, ids).values()
        ]

    def _finding(self, case: Case, dates: Dates, firms: Sequence[str], ground: Ground) -> Finding:
        about = (case.station_id, "case", case.id, case.id, case.lead)
        if case.state != "open":
            return Finding(*about, asked=None)
        limitation, mediation = min(dates.limitation, default=None), min(dates.mediation, default=None)
        last = case.last_entry_at or case.received_at
        others = frozenset[str]().union(*(self.recent.get((case.station_id, one), frozenset()) for one in firms))
        facts = _stored(case) | {
            "days_to_limitation": None if limitation is None else watch.days_to(limitation, ground.today),
            "employer_open_cases": len(others - {case.id}),
            "days_to_mediation_end": None if mediation is None else watch.days_to(mediation, ground.today),
            "days_silent": watch.days_silent(last, ground.now),
            "outcome_known": case.outcome is not None,
        }
        days = {"days_to_limitation": limitation, "days_to_mediation_end": mediation, "days_silent": station_day(last)}
        strata = {DECIDED: case.received_on, WATCHED: ground.today}
        asked = _timed(ground) | ground.asked(WATCHED)
        held = ground.held(Situation("case", facts), strata, days)
        return Finding(*about, asked, {rule: one for rule, one in held.items() if rule in asked})

    def _clustered(self, session: Session, ground: Ground) -> Iterable[str]:
        """Yield the open cases whose employers have as many other recent ones as a rule asks for."""
        least = ground.reach(DECIDED, "employer_open_cases").least
        crowded = sorted(key for key, cases in self.recent.items() if len(cases) >= min(least, 2))
        of_case: dict[str, set[str]] = {}
        for station_id in ground.stations:
            keys = [firm for station, firm in crowded if station == station_id]
            for first in range(0, len(keys), FIRMS_A_QUERY):
                for case_id, firm in _open_at(session, station_id, keys[first : first + FIRMS_A_QUERY]):
                    of_case.setdefault(case_id, set()).update(self.recent[station_id, firm])
        return (case_id for case_id, others in of_case.items() if len(others - {case_id}) >= least)


def _timed(ground: Ground) -> frozenset[str]:
    """Return the rules of a decision whose answer time changes."""
    return frozenset(rule.id for rule in ground.book.versions(DECIDED) if TIMED & set(rule.fields()))


def _stored(case: Case) -> dict[str, Any]:
    """Return the facts of the last decision, those of a word that rules no longer know left out."""
    fields = fields_of("case")
    return {name: read_value(fields[name], value) for name, value in case.situation.items() if name in fields}


def _near_a_date(session: Session, ground: Ground, case_ids: Sequence[str] | None = None) -> Iterable[str]:
    """Return the cases with an open limitation or mediation date as near as a rule asks for."""
    kind, safe = col(Deadline.kind), col(Deadline.safe_on)
    limits = {
        "limitation.%": ground.ahead(DECIDED, "days_to_limitation"),
        "mediation.from_%": ground.ahead(WATCHED, "days_to_mediation_end"),
    }
    near = [sa.and_(kind.like(name), safe <= last) for name, last in limits.items()]
    query = (
        sa.select(col(Deadline.case_id))
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .where(
            col(Deadline.station_id).in_(ground.stations), col(Deadline.state) == "open",
            safe <= max(limits.values()), sa.or_(*near), col(Case.state) == "open", *of_cases(Deadline, case_ids),
        )
    )  # fmt: skip
    return session.execute(query.distinct()).scalars()


def _runs() -> sa.ColumnElement[bool]:
    """Hold for a date that doesn't stand still; with a limitation people work to the earlier day even then."""
    return sa.or_(col(Deadline.paused_since).is_(None), col(Deadline.kind).like("limitation.%"))


def _silent(session: Session, ground: Ground) -> Iterable[str]:
    """Return the open cases without an entry for as many days as a rule asks for."""
    day = ground.behind(WATCHED, "days_silent")
    before = day_begins(day + timedelta(days=1))
    last = col(Case.last_entry_at)
    never = sa.and_(last.is_(None), col(Case.received_at) < before)
    query = sa.select(col(Case.id)).where(col(Case.state) == "open", sa.or_(last < before, never))
    return session.execute(query).scalars()


def _over(session: Session, ground: Ground) -> Iterable[str]:
    """Return the closed cases that are still escalated."""
    query = (
        sa.select(col(Escalation.subject))
        .join(Case, col(Case.id) == col(Escalation.subject))
        .where(
            col(Escalation.station_id).in_(ground.stations), col(Escalation.state) == "open",
            col(Escalation.subject_kind) == "case", col(Case.state) != "open",
        )
    )  # fmt: skip
    return session.execute(query.distinct()).scalars()


def _recent(session: Session, ground: Ground) -> dict[tuple[str, str], frozenset[str]]:
    """Return the open cases of each employer received in the last 30 days."""
    query = (
        sa.select(col(Case.station_id), col(Party.firm_key), col(Case.id))
        .join(Party, sa.and_(col(Party.case_id) == col(Case.id), col(Party.station_id) == col(Case.station_id)))
        .where(
            col(Case.station_id).in_(ground.stations), col(Case.state) == "open",
            col(Case.received_at) >= ground.now - timedelta(days=CLUSTER_DAYS), col(Party.firm_key).is_not(None),
        )
    )  # fmt: skip
    found: dict[tuple[str, str], set[str]] = {}
    for station_id, firm, case_id in session.execute(query):
        found.setdefault((station_id, firm), set()).add(case_id)
    return {key: frozenset(cases) for key, cases in found.items()}


def _open_at(session: Session, station_id: str, firms: Sequence[str]) -> Iterable[Any]:
    query = (
        sa.select(col(Party.case_id), col(Party.firm_key))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(col(Party.station_id) == station_id, col(Party.firm_key).in_(firms), col(Case.state) == "open")
    )
    return session.execute(query)


def _firms(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    query = sa.select(col(Party.case_id), col(Party.firm_key)).where(
        col(Party.case_id).in_(ids), col(Party.firm_key).is_not(None)
    )
    found: dict[str, list[str]] = {}
    for case_id, firm in session.execute(query):
        found.setdefault(case_id, []).append(firm)
    return found


def _dates(session: Session, ids: Sequence[str]) -> dict[str, Dates]:
    """Return the open limitation dates of claims that aren't settled and the open mediation dates of each case."""
    kind = col(Deadline.kind)
    query = (
        sa.select(col(Deadline.case_id), kind, col(Deadline.safe_on))
        .outerjoin(Claim, col(Claim.id) == col(Deadline.subject))
        .where(
            col(Deadline.case_id).in_(ids), col(Deadline.state) == "open", _runs(),
            sa.or_(kind.like("limitation.%"), kind.like("mediation.from_%")),
            sa.or_(col(Claim.id).is_(None), col(Claim.state) != "settled"),
        )
    )  # fmt: skip
    found: dict[str, Dates] = {}
    for case_id, name, safe_on in session.execute(query):
        dates = found.setdefault(case_id, Dates())
        (dates.limitation if name.startswith("limitation.") else dates.mediation).append(safe_on)
    return found
