"""Firms and sites with similar cases enough for wage talks, as the domain counts them (domain.talks.agenda).

Cases count no more once talks with their firm run, or once they stand behind talks that weren't dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.domain.talks import agenda
from mediation.domain.talks.agenda import Alarm, Dispute
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.talks import Talks, TalksCase, TalksFirm
from mediation.office import rules, talks_cluster

WITHDRAWN: Final = "withdrawn"
Key = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """One alarm of the domain, with what its firm is called and the ids of its cases."""

    alarm: Alarm
    name: str
    cases: frozenset[str]

    @property
    def key(self) -> Key:
        """Return what it is about: a firm or a site, and which."""
        return self.alarm.where, self.alarm.key

    @property
    def most(self) -> int:
        """Return how many cases the clause with the most of them may settle."""
        return max(len(one.weight.cases) for one in self.alarm.reasons)


def find(session: Session, station_id: str, *, now: datetime) -> tuple[Found, ...]:
    """Return the firms and sites of a station with enough similar cases that no talks took up."""
    today, book = station_day(now), rules.current().book
    disputes, ids = _pool(session, station_id, today)
    found = agenda.alarms(disputes, book.clauses, book.parameters, on=today) if disputes else ()
    named = _names(session, station_id, [one.key for one in found if one.where == "firm"])
    return tuple(
        Found(one, named.get(one.key, one.key), frozenset(ids[number] for number in _numbers(one)))
        for one in _plain(found)
    )


def _plain(found: Sequence[Alarm]) -> list[Alarm]:
    """Leave out the alarm of a site whose cases are all told of at one firm."""
    firms = [_numbers(one) for one in found if one.where == "firm"]
    return [one for one in found if one.where == "firm" or not any(_numbers(one) <= cases for cases in firms)]


def _numbers(one: Alarm) -> set[str]:
    return {case for reason in one.reasons for case in reason.weight.cases}


def _pool(session: Session, station_id: str, today: date) -> tuple[list[Dispute], dict[str, str]]:
    """Return the disputes at firms and sites that may have enough, and the ids of their cases by number."""
    counted = [
        col(Case.station_id) == station_id, col(Party.station_id) == station_id, col(Party.side) == "respondent",
        col(Case.merged_into).is_(None), col(Case.received_on) >= talks_cluster.since(today),
        col(Case.received_on) <= today,
    ]  # fmt: skip
    joined = sa.and_(col(Party.case_id) == col(Case.id))
    busy = _busy(session, station_id)
    firms = [one for one in _crowded(session, col(Party.firm_key), counted, today) if one not in busy]
    sites = _crowded(session, col(Party.address), counted, today)
    if not firms and not sites:
        return [], {}
    at = sa.or_(col(Party.firm_key).in_(firms), col(Party.address).in_(sites))
    rows = sa.select(col(Case.id), col(Case.number)).join(Party, joined).where(*counted, at).distinct()
    taken_up = _taken_up(session, station_id)
    ids = {row.number: row.id for row in session.execute(rows) if row.id not in taken_up}
    found = talks_cluster.disputes(session, list(ids.values()))
    quiet = {one.case for one in found if one.firm in busy}
    return [replace(one, site="") if one.case in quiet else one for one in found if one.firm not in busy], ids


def _crowded(session: Session, key: Any, counted: Sequence[Any], today: date) -> list[str]:
    """Return the firms or sites that may have enough: a clause settles no more cases than its kinds add up to."""
    book = rules.current().book
    least = int(book.parameters[agenda.LEAST_CASES].on(today).value)
    query = (
        sa.select(key, col(Claim.kind), sa.func.count(sa.distinct(col(Case.id))))
        .join(Case, col(Party.case_id) == col(Case.id))
        .join(Claim, col(Claim.case_id) == col(Case.id))
        .where(*counted, key.is_not(None), key != "")
        .group_by(key, col(Claim.kind))
    )
    kinds: dict[str, Counter[str]] = {}
    for place, kind, count in session.execute(query):
        kinds.setdefault(place, Counter())[kind] = count
    similar = [one.disputes for one in book.clauses.values() if one.disputes]
    return [
        place
        for place, held in kinds.items()
        if max(*held.values(), *(sum(held[kind] for kind in group) for group in similar), 0) >= least
    ]


def _busy(session: Session, station_id: str) -> set[str]:
    """Return the firms with which talks run."""
    query = (
        sa.select(col(TalksFirm.firm_key))
        .join(Talks, col(Talks.id) == col(TalksFirm.talks_id))
        .where(col(Talks.station_id) == station_id, col(Talks.stage) != "ended", col(TalksFirm.firm_key).is_not(None))
    )
    return set(session.execute(query).scalars())


def _taken_up(session: Session, station_id: str) -> set[str]:
    """Return the cases behind talks that weren't dropped."""
    query = (
        sa.select(col(TalksCase.case_id))
        .join(Talks, col(Talks.id) == col(TalksCase.talks_id))
        .where(col(Talks.station_id) == station_id, col(Talks.ended_why) != WITHDRAWN)
    )
    return set(session.execute(query).scalars())


def _names(session: Session, station_id: str, keys: Sequence[str]) -> dict[str, str]:
    """Return what each firm is called most often."""
    query = (
        sa.select(col(Party.firm_key), col(Party.name), sa.func.count())
        .where(col(Party.station_id) == station_id, col(Party.firm_key).in_(keys))
        .group_by(col(Party.firm_key), col(Party.name))
    )
    counted: dict[str, Counter[str]] = {}
    for key, name, count in session.execute(query) if keys else ():
        counted.setdefault(key, Counter())[name] = count
    return {key: min(found, key=lambda name: (-found[name], name)) for key, found in counted.items()}
