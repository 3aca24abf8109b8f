"""Early warning: the tenth similar case at one firm or site proposes talks, until they are opened.

What is counted the domain says (`domain.talks.agenda`). Cases count no more once talks with their firm run, or once
they stand behind talks that weren't dropped. Told once a firm or site, to the supervisors and the union's desk.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.access import Reader
from mediation.domain.refusals import N_
from mediation.domain.talks import agenda
from mediation.domain.talks.agenda import Alarm, Dispute
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.notice import Notice
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksCase, TalksFirm
from mediation.office import escalations, notices, rules, talks_cluster
from mediation.office.records import Said, Words
from mediation.office.records.talks_open import ClauseReason, EarlyWarning

DESK: Final = "union"
LONGEST_TARGET: Final = 200
WITHDRAWN: Final = "withdrawn"
TOLD: Final = N_("%(who)s：近 %(days)d 日内同类争议已达 %(cases)d 件，建议发起集体协商")


@dataclass(frozen=True)
class Pool:
    """The cases of a station at firms and sites with enough of them, those that talks took up left out."""

    disputes: tuple[Dispute, ...]
    ids: Mapping[str, str]


def warnings(session: Session, *, user: Reader, now: datetime) -> tuple[EarlyWarning, ...]:
    """Return the talks to be proposed at the user's stations, most cases first."""
    return tuple(one for station in user.station_ids for one in at_station(session, station, now=now))


def at_station(session: Session, station_id: str, *, now: datetime) -> tuple[EarlyWarning, ...]:
    """Return the talks to be proposed at a station, most cases first."""
    today, book = station_day(now), rules.current().book
    pool = _pool(session, station_id, today)
    if not pool.disputes:
        return ()
    found = agenda.alarms(pool.disputes, book.clauses, book.parameters, on=today)
    named = _names(session, station_id, [one.key for one in found if one.where == "firm"])
    return tuple(_warning(station_id, one, pool, named) for one in _plain(found))


def _plain(found: Sequence[Alarm]) -> list[Alarm]:
    """Leave out the alarm of a site whose cases are all told of at one firm."""
    firms = [_cases(one) for one in found if one.where == "firm"]
    return [one for one in found if one.where == "firm" or not any(_cases(one) <= cases for cases in firms)]


def _cases(one: Alarm) -> set[str]:
    return {case for reason in one.reasons for case in reason.weight.cases}


def _warning(station_id: str, one: Alarm, pool: Pool, named: Mapping[str, str]) -> EarlyWarning:
    library = rules.current().book.clauses
    most = max(len(reason.weight.cases) for reason in one.reasons)
    reasons = tuple(
        ClauseReason(
            Words(library[reason.clause].title["zh"], library[reason.clause].title["en"]) if reason.clause else None,
            talks_cluster.because(reason),
        )
        for reason in one.reasons
    )
    return EarlyWarning(
        station_id, one.where, one.key, named.get(one.key, one.key),
        Said(agenda.ALARMS[one.where], {"days": one.days, "cases": most, "least": one.least}), reasons,
        tuple(sorted(pool.ids[number] for number in _cases(one))),
    )  # fmt: skip


def _pool(session: Session, station_id: str, today: date) -> Pool:
    since, least = talks_cluster.since(today), _least(today)
    counted = [
        col(Case.station_id) == station_id, col(Party.station_id) == station_id, col(Party.side) == "respondent",
        col(Case.merged_into).is_(None), col(Case.received_on) >= since, col(Case.received_on) <= today,
    ]  # fmt: skip
    joined = sa.and_(col(Party.case_id) == col(Case.id))
    crowded = []
    for key in (col(Party.firm_key), col(Party.address)):
        gathered = sa.select(key).join(Case, joined).where(*counted, key.is_not(None), key != "").group_by(key)
        crowded.append(gathered.having(sa.func.count(sa.distinct(col(Case.id))) >= least))
    firms, sites = (list(session.execute(query).scalars()) for query in crowded)
    if not firms and not sites:
        return Pool((), {})
    at = sa.or_(col(Party.firm_key).in_(firms), col(Party.address).in_(sites))
    rows = sa.select(col(Case.id), col(Case.number)).join(Party, joined).where(*counted, at).distinct()
    ids = {row.number: row.id for row in session.execute(rows)}
    taken_up, busy = _taken_up(session, station_id), _busy(session, station_id)
    ids = {number: case_id for number, case_id in ids.items() if case_id not in taken_up}
    found = talks_cluster.disputes(session, list(ids.values()))
    quiet = {one.case for one in found if one.firm in busy}
    left = [replace(one, site="") if one.case in quiet else one for one in found if one.firm not in busy]
    return Pool(tuple(left), ids)


def _least(today: date) -> int:
    return int(rules.current().book.parameters[agenda.LEAST_CASES].on(today).value)


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


def _names(session: Session, station_id: str, keys: Iterable[str]) -> dict[str, str]:
    """Return what each firm is called most often."""
    query = (
        sa.select(col(Party.firm_key), col(Party.name), sa.func.count())
        .where(col(Party.station_id) == station_id, col(Party.firm_key).in_(list(keys)))
        .group_by(col(Party.firm_key), col(Party.name))
    )
    counted: dict[str, Counter[str]] = {}
    for key, name, count in session.execute(query):
        counted.setdefault(key, Counter())[name] = count
    return {key: min(found, key=lambda name: (-found[name], name)) for key, found in counted.items()}


def tell(now: datetime) -> int:
    """Tell of every alarm that nobody was told of yet; return how many notices were written."""
    with db.reading() as session:
        stations = list(session.exec(select(Station.id)))
        found = [one for station in stations for one in at_station(session, station, now=now)]
        keys = [key_of(session, one) for one in found]
        known = set(session.exec(select(Notice.key).where(col(Notice.key).in_(keys))))
    fresh = [(one, key) for one, key in zip(found, keys, strict=True) if key not in known]
    if not fresh:
        return 0
    with db.transaction() as session:
        return sum(_tell(session, one, key, now) for one, key in fresh)


def _tell(session: Session, one: EarlyWarning, key: str, now: datetime) -> int:
    people = {
        person
        for level in (1, 2)
        for person in escalations.people_of_level(session, station_id=one.station_id, desk=DESK, level=level)
    }
    return notices.tell(
        session, station_id=one.station_id, people=people, kind="talks", key=key, message=TOLD,
        params={"who": one.name, "days": one.what.params["days"], "cases": one.what.params["cases"]},
        target=target(one), now=now,
    )  # fmt: skip


def target(one: EarlyWarning) -> str:
    """Return the path of the form that opens the talks; of the board where the key makes it too long for a notice."""
    path = f"/talks/new?{urlencode({one.where: one.key})}"
    return path if len(path) <= LONGEST_TARGET else "/supervision"


def key_of(session: Session, one: EarlyWarning) -> str:
    """Return the key under which an alarm is told; another one after talks with the firm have come to an end."""
    rounds = _rounds(session, one.station_id, one.key) if one.where == "firm" else 0
    return _key(one.station_id, one.where, one.key, rounds)


def _key(station_id: str, where: str, key: str, rounds: int) -> str:
    mark = hashlib.sha256(f"{station_id}:{where}:{key}".encode()).hexdigest()[:32]
    return f"talks-alarm:{mark}:{rounds}"


def _rounds(session: Session, station_id: str, firm_key: str) -> int:
    """Count the talks with a firm that are over and weren't dropped."""
    over = [col(Talks.stage) == "ended", col(Talks.ended_why) != WITHDRAWN]
    query = (
        sa.select(sa.func.count(sa.distinct(col(Talks.id))))
        .join(TalksFirm, col(TalksFirm.talks_id) == col(Talks.id))
        .where(col(Talks.station_id) == station_id, col(TalksFirm.firm_key) == firm_key, *over)
    )
    return int(session.execute(query).scalar_one())


def quieten(session: Session, station_id: str, firms: Iterable[str], site: str, *, now: datetime) -> None:
    """Take what was told of firms, and of a site, out of the unread: talks are open."""
    keys = [_key(station_id, "firm", firm, _rounds(session, station_id, firm)) for firm in firms if firm]
    keys += [_key(station_id, "site", site, 0)] if site else []
    unread = [col(Notice.station_id) == station_id, col(Notice.key).in_(keys), col(Notice.read_at).is_(None)]
    reading = sa.update(Notice).where(*unread).values(read_at=now, waiting=False)
    session.execute(reading, execution_options={"synchronize_session": False})
