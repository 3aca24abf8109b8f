"""Employers around whom cases gather: a list, and what is known of the cases around one of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope, visible
from mediation.domain import names
from mediation.domain.refusals import N_, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.escalation import Escalation
from mediation.models.party import Party
from mediation.models.talks import Talks, TalksFirm
from mediation.office import board
from mediation.office.casebook import CLUSTER_DAYS
from mediation.office.records.supervision import EmployerMap, EmployerRow, LinkRow, MapCase, WorkerRow

LEAST_CASES: Final = 2
MOST_EMPLOYERS: Final = 50
MAP_DAYS: Final = 365
MOST_CASES: Final = 120
MOST_LINKS: Final = 12
LONGEST_KEY: Final = 160


def employers(session: Session, *, user: Reader, now: datetime) -> tuple[EmployerRow, ...]:
    """Return the employers with two or more open cases received in the last 30 days, most first; five queries."""
    access.require(user, "supervision.read")
    scope = Scope(session, user)
    recent = sa.and_(col(Case.state) == "open", col(Case.received_at) >= now - timedelta(days=CLUSTER_DAYS))
    gathered = (
        sa.select(col(Party.firm_key), sa.func.count(sa.distinct(col(Case.id))).label("cases"))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(visible(user, Case), recent, *_employer())
        .group_by(col(Party.firm_key))
        .having(sa.func.count(sa.distinct(col(Case.id))) >= LEAST_CASES)
        .order_by(sa.desc("cases"), col(Party.firm_key))
        .limit(MOST_EMPLOYERS)
    )
    counts = {row[0]: int(row[1]) for row in session.execute(gathered)}
    return _employer_rows(scope, counts, now)


def _employer() -> list[Any]:
    return [col(Party.side) == "respondent", col(Party.firm_key).is_not(None)]


def _employer_rows(scope: Scope, counts: dict[str, int], now: datetime) -> tuple[EmployerRow, ...]:
    """Add to each employer what its open cases hold."""
    of_firms = (
        sa.select(
            col(Party.firm_key), col(Case.id), sa.func.max(col(Party.name)), sa.func.max(col(Case.workers)),
            sa.func.max(col(Case.received_on)),
        )  # fmt: skip
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(visible(scope.user, Case), col(Case.state) == "open", *_employer())
        .where(col(Party.firm_key).in_(list(counts)))
        .group_by(col(Party.firm_key), col(Case.id))
    )
    held: dict[str, list[Any]] = {}
    for firm, *rest in scope.session.execute(of_firms):
        held.setdefault(firm, []).append(rest)
    ids = [row[0] for rows in held.values() for row in rows]
    amounts, levels, talks = board.claimed(scope.session, ids), _levels(scope, ids), _talks(scope, counts)
    return tuple(
        EmployerRow(
            firm=firm, name=max(row[1] for row in held[firm]), cases=count, open_cases=len(held[firm]),
            workers=sum(row[2] for row in held[firm]), latest_on=max(row[3] for row in held[firm]),
            amount=sum(amounts.get(row[0], 0) for row in held[firm]),
            escalated=max((levels.get(row[0], 0) for row in held[firm]), default=0), talks_id=talks.get(firm, ""),
        )  # fmt: skip
        for firm, count in counts.items()
    )


def _levels(scope: Scope, ids: list[str]) -> dict[str, int]:
    query = (
        sa.select(col(Escalation.case_id), sa.func.max(col(Escalation.level)))
        .where(col(Escalation.case_id).in_(ids), col(Escalation.state) == "open")
        .group_by(col(Escalation.case_id))
    )
    return {row[0]: int(row[1]) for row in scope.session.execute(query)}


def _talks(scope: Scope, firms: Iterable[str]) -> dict[str, str]:
    """Return the talks with each firm that aren't over, of several those opened last."""
    query = (
        sa.select(col(TalksFirm.firm_key), col(TalksFirm.talks_id))
        .join(Talks, col(Talks.id) == col(TalksFirm.talks_id))
        .where(visible(scope.user, Talks), col(Talks.stage) != "ended", col(TalksFirm.firm_key).in_(list(firms)))
        .order_by(col(Talks.made_at))
    )
    return {row[0]: row[1] for row in scope.session.execute(query)}


def around(session: Session, firm: str, *, user: Reader, now: datetime) -> EmployerMap:
    """Return the map of the cases of a year around one employer; raises NotFound where the user sees none."""
    access.require(user, "supervision.read")
    scope = Scope(session, user)
    cases, total = _cases_of(scope, firm[:LONGEST_KEY], now)
    if not cases:
        raise NotFound(N_("找不到该内容。"))
    parties = list(session.exec(scope.select(Party).where(col(Party.case_id).in_([one.id for one in cases]))).all())
    own = [one for one in parties if one.firm_key == firm and one.side == "respondent"]
    known = Counter(one.name for one in own)
    sites = {one.case_id: one.address or "" for one in own}
    rows = {row.id: row for row in board.case_rows(session, cases)}
    since = now - timedelta(days=CLUSTER_DAYS)
    months = tuple(sorted({f"{one.received_on:%Y-%m}" for one in cases}))
    return EmployerMap(
        firm=firm, name=known.most_common(1)[0][0], names=tuple(sorted(known)),
        cases=tuple(
            MapCase(rows[one.id], one.state, f"{one.received_on:%Y-%m}", sites.get(one.id, "")) for one in cases
        ),
        total=total, open_cases=sum(one.state == "open" for one in cases),
        recent=sum(one.state == "open" and one.received_at >= since for one in cases),
        months=months, kinds=_by_kind(scope, cases, months),
        sites=tuple(Counter(site for site in sites.values() if site).most_common()),
        links=_links(scope, firm, parties, list(known)), workers=_workers(parties, cases),
        flags=tuple(Counter(flag for one in cases if one.state == "open" for flag in one.flags).most_common()),
        talks_id=_talks(scope, [firm]).get(firm, ""),
    )  # fmt: skip


def _cases_of(scope: Scope, firm: str, now: datetime) -> tuple[list[Case], int]:
    held = sa.select(col(Party.case_id)).where(
        col(Party.station_id).in_(scope.user.station_ids), col(Party.firm_key) == firm, *_employer()
    )
    since = station_day(now) - timedelta(days=MAP_DAYS)
    wanted = [col(Case.id).in_(held), col(Case.received_on) >= since, col(Case.merged_into).is_(None)]
    query = scope.select(Case).where(*wanted).order_by(col(Case.received_at).desc(), col(Case.id)).limit(MOST_CASES)
    return list(scope.session.exec(query).all()), scope.count(Case, *wanted)


def _by_kind(scope: Scope, cases: list[Case], months: tuple[str, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Count cases by kind of claim and month, the kinds most claimed first."""
    month = {one.id: f"{one.received_on:%Y-%m}" for one in cases}
    query = sa.select(col(Claim.case_id), col(Claim.kind)).where(col(Claim.case_id).in_(list(month))).distinct()
    counted: dict[str, Counter[str]] = {}
    for case_id, kind in scope.session.execute(query):
        counted.setdefault(kind, Counter())[month[case_id]] += 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1].total(), item[0]))
    return tuple((kind, tuple(found[one] for one in months)) for kind, found in ordered)


def _links(scope: Scope, firm: str, parties: list[Party], own: list[str]) -> tuple[LinkRow, ...]:
    """Return the firms linked to this one: another name under its code, its name elsewhere, sued together."""
    found: dict[str, tuple[str, str]] = {}
    for one in parties:
        if one.side == "respondent" and one.kind == "employer" and one.firm_key and one.firm_key != firm:
            found[one.firm_key] = (one.name, "together")
    cores = {core for name in own if len(core := names.parts(name).core) >= names.LEAST_CORE}
    if cores:
        like = sa.or_(*(col(Party.name).contains(core, autoescape=True) for core in sorted(cores)))
        query = (
            sa.select(col(Party.firm_key), col(Party.name))
            .where(visible(scope.user, Party), *_employer(), col(Party.firm_key) != firm, like)
            .distinct()
            .limit(MOST_CASES)
        )
        for key, name in scope.session.execute(query):
            grades = {names.compare(name, known) for known in own}
            how = "name" if grades & {"same", "variant"} else "trade_name" if "unsure" in grades else ""
            if how and found.get(key, ("", ""))[1] != "name":
                found[key] = (name, how)
    shown = sorted(found.items(), key=lambda item: (item[1][1], item[1][0]))[:MOST_LINKS]
    counts = _case_counts(scope, [key for key, _ in shown])
    renamed = [LinkRow(firm, name, "credit_code", 0) for name in sorted(own)[1:]]
    return (*renamed, *(LinkRow(key, name, how, counts.get(key, 0)) for key, (name, how) in shown))


def _case_counts(scope: Scope, keys: Iterable[str]) -> dict[str, int]:
    query = (
        sa.select(col(Party.firm_key), sa.func.count(sa.distinct(col(Party.case_id))))
        .where(visible(scope.user, Party), col(Party.firm_key).in_(list(keys)), *_employer())
        .group_by(col(Party.firm_key))
    )
    return {row[0]: int(row[1]) for row in scope.session.execute(query)}


def _workers(parties: list[Party], cases: list[Case]) -> tuple[WorkerRow, ...]:
    """Return the people who are applicants in several of the cases, by ID number where there is one, else by name."""
    numbers = {one.id: one.number for one in cases}
    held: dict[tuple[str, str], dict[str, str]] = {}
    for one in parties:
        if one.side == "applicant":
            mark = ("id", one.id_number_digest) if one.id_number_digest else ("name", names.plain(one.name))
            held.setdefault(mark, {})[one.case_id] = one.name
    return tuple(
        WorkerRow(
            next(iter(found.values())), how == "id", tuple(found), tuple(sorted(numbers[case] for case in found))
        )
        for (how, _), found in sorted(held.items())
        if len(found) > 1
    )
