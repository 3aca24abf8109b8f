"""The place whose rules hold for wage talks: what would move if it changed, by which articles; and the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import clocks, order, state
from mediation.domain.talks.clocks import TalksClock as Period
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.place import TalksPlace, chain
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.office import rules, talks, talks_pages, talks_state, talks_team
from mediation.office.reasons import law_record
from mediation.office.records import Words
from mediation.office.records.talks_days import MovedRecord, PlaceDay, PlacePage

Key = tuple[str, str, str, bool]


def places() -> list[tuple[str, Words]]:
    """Return the places whose rules are at hand."""
    return [(key, _title(one)) for key, one in rules.current().book.places.items()]


def preview(session: Session, talks_id: str, place: str, *, user: Reader, now: datetime) -> PlacePage:
    """Return what would move if the talks were held by the rules of `place`; nothing is changed.

    Raises Refused for a place without a rule file.
    """
    row, head = talks_pages.frame(session, talks_id, user=user, now=now)
    rows, today = _chain(place), station_day(now)
    gathered = talks_state.gather(session, row)
    known = talks_state.state_of(gathered, today=today)
    before = _periods(known, talks_state.chain_of(row), today)
    after = _periods(known, rows, today)
    moved = [MovedRecord(*key[1:], _day(before.get(key)), _day(after.get(key))) for key in _keys(before, after)]
    old_found = {(one.code, one.side) for one in _found(known, talks_state.chain_of(row), before.values(), today)}
    new_found = [one for one in _found(known, rows, after.values(), today) if (one.code, one.side) not in old_found]
    old_team = {(one.code, one.side) for one in talks_team.findings(row, gathered.members, today=today)}
    team = talks_team.findings(row, gathered.members, today=today, rows=rows)
    new_found += [one for one in team if (one.code, one.side) not in old_team]
    return PlacePage(
        frame=head, place=place, title=_title(rows[0]), periods=tuple(moved),
        findings=tuple(talks.record_of(one) for one in new_found), matters=tuple(row.matters),
        matters_then=_matters(row, rows, today),
    )  # fmt: skip


def change(
    session: Session, talks_id: str, place: str, *, by: Reader, now: datetime, version: int | None = None
) -> Talks:
    """Hold the talks by the rules of another place: every period is counted anew by its articles.

    Raises Refused for a place without a rule file, and where something recorded can't be by its rules.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known = talks.findings(session, row, now=now)
    rows, before = _chain(place), row.place
    row.place = place
    row.matters = list(_matters(row, rows, station_day(now)))
    fields = {"from": before, "to": place, "matters": "、".join(row.matters)}
    talks.settle(session, row, "talks.place", by=by, now=now, fields=fields, known=known)
    return row


def _chain(place: str) -> tuple[TalksPlace, ...]:
    found = rules.current().book.places
    if place not in found:
        raise Refused(Problem(N_("没有这个地方的规则"), "talks_place", place[:40], ", ".join(found)))
    return chain(found, place)


def _matters(row: Talks, rows: tuple[TalksPlace, ...], today: date) -> tuple[str, ...]:
    return state.mandatory_matters(
        rows, today, layoff=row.layoff or 0, staff=row.staff, stoppage=row.stoppage, hazard=row.hazard
    )


def _periods(known: state.Talks, rows: tuple[TalksPlace, ...], today: date) -> dict[Key, Period]:
    found = clocks.clocks(known, rows=rows, calendar=rules.current().calendar, today=today)
    return {(one.id, one.side, one.subject, one.second): one for one in found}


def _keys(before: Mapping[Key, Period], after: Mapping[Key, Period]) -> list[Key]:
    """Return all periods, those of the talks' own place first, each in the order of its earliest day."""
    days = {key: one.limit.safe_on for one_of in (before, after) for key, one in one_of.items()}
    return sorted(days, key=lambda key: (key[3], days[key], key))


def _day(period: Period | None) -> PlaceDay | None:
    if period is None:
        return None
    book = rules.current().book
    laws = tuple(law_record(book, key) for key in period.law)
    title = Words(period.rule.title["zh"], period.rule.title["en"])
    return PlaceDay(_title(book.places[period.place]), title, period.limit.safe_on, period.limit.last_on, laws)


def _found(
    known: state.Talks, rows: tuple[TalksPlace, ...], running: Iterable[Period], today: date
) -> tuple[Finding, ...]:
    return order.check(known, rows=rows, calendar=rules.current().calendar, running=tuple(running), today=today)


def _title(place: TalksPlace) -> Words:
    return Words(place.title["zh"], place.title["en"])
