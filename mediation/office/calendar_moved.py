"""What a holiday list moves, as its page shows it: by number, or the dates alone for who reads no case."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from mediation import access
from mediation.access import Scope
from mediation.models.case import Case
from mediation.models.rulebook import RuleDraft, RuleMove
from mediation.models.station import Station
from mediation.models.talks import Talks
from mediation.office import calendar_moves, rule_drafts, rules
from mediation.office.calendar_moves import Days, Moved
from mediation.office.reasons import Reasons
from mediation.office.records import Words


@dataclass(frozen=True)
class MovedRow:
    """One date that would move, named for a reader: the case or the talks it belongs to, before and after.

    For who reads no case it belongs to none, and stands for `count` that move alike.
    """

    what: str
    name: Words
    was: Days
    becomes: Days
    case_id: str = ""
    talks_id: str = ""
    number: str = ""
    count: int = 1


def of_list(scope: Scope, row: RuleDraft, *, now: datetime) -> list[MovedRow]:
    """Return every date of the user's stations that a list moves; who reads no case gets them without their cases."""
    if access.may(scope.user, "case.read"):
        return [*_decided(scope, row), *_others(scope, row, now)]
    return _without_names(scope, row, now)


def _without_names(scope: Scope, row: RuleDraft, now: datetime) -> list[MovedRow]:
    """Return the same dates with how many move alike, and nothing of the cases and talks that they belong to."""
    session, user = scope.session, scope.user
    with access.as_house(session, "whoever confirms a list sees which dates it moves, without the cases"):
        query = select(RuleMove).where(RuleMove.draft_id == row.id, col(RuleMove.live))
        moves = list(session.exec(query.where(col(RuleMove.station_id).in_(user.station_ids))))
    found = [(one.what, one.name, one.was, one.becomes) for one in _dates(moves, {one.case_id: "" for one in moves})]
    found += [(one.what, _named(one), one.was, one.becomes) for one in _foreseen(scope, row, now)]
    order = sorted(Counter(found).items(), key=lambda one: (one[0][0], str(one[0][3][0]), one[0][1].zh))
    return [MovedRow(*one, count=times) for one, times in order]


def _decided(scope: Scope, row: RuleDraft) -> list[MovedRow]:
    """Return the dates of cases that the rehearsal moves, of open cases alone."""
    query = scope.select(RuleMove).where(RuleMove.draft_id == row.id, col(RuleMove.live))
    moves = list(scope.session.exec(query))
    return _dates(moves, _cases(scope, [one.case_id for one in moves]))


def _dates(moves: Iterable[RuleMove], cases: Mapping[str, str]) -> list[MovedRow]:
    """Return the dates that moves of `cases`, their numbers by id, have in them."""
    reasons = Reasons(rules.current().book, date.max)
    rows = []
    for one in moves:
        for change in one.foreseen:
            if change["about"] != "date" or one.case_id not in cases:
                continue
            name = reasons.title(change.get("rule") or change["id"])
            was, becomes = _days(change["was"]), _days(change["becomes"])
            rows.append(MovedRow("deadline", name, was, becomes, case_id=one.case_id, number=cases[one.case_id]))
    return sorted(rows, key=lambda one: (one.number, str(one.becomes[0])))


def _days(told: Mapping[str, Any] | None) -> Days:
    if told is None:
        return (date.max, None)
    last = told.get("last_on")
    return date.fromisoformat(told["safe_on"]), date.fromisoformat(last) if last else None


def _foreseen(scope: Scope, row: RuleDraft, now: datetime) -> list[Moved]:
    """Return what else of the user's stations moves: nothing any more once the list is in force."""
    if row.state != "draft" or row.faults:
        return []
    session = scope.session
    book = rule_drafts.book_of(session, row)
    with access.as_house(session, "what a holiday list moves is read for whole stations, those of the reader alone"):
        wanted = select(Station).where(col(Station.id).in_(scope.user.station_ids)).order_by(col(Station.code))
        return calendar_moves.foreseen(session, book, session.exec(wanted).all(), now=now)


def _others(scope: Scope, row: RuleDraft, now: datetime) -> list[MovedRow]:
    """Return the same with the numbers of the cases and talks that the user sees."""
    moved = _foreseen(scope, row, now)
    cases = _cases(scope, [one.case_id for one in moved if one.case_id])
    talks = _talks(scope, [one.talks_id for one in moved if one.talks_id])
    return [
        MovedRow(
            one.what, _named(one), one.was, one.becomes, one.case_id or "", one.talks_id or "",
            cases.get(one.case_id or "", "") or talks.get(one.talks_id or "", ""),
        )
        for one in moved
        if (not one.case_id or one.case_id in cases) and (not one.talks_id or one.talks_id in talks)
    ]  # fmt: skip


def _named(one: Moved) -> Words:
    book = rules.current().book
    if one.what == "deadline":
        for rule in reversed(book.rules):
            if any(effect.word == "deadline" and one.code == effect.deadline.id for effect in rule.effects):
                return Words(rule.title["zh"], rule.title["en"])
    if one.what == "talks":
        for place in book.places.values():
            found = next((limit for limit in place.limits if limit.id == one.code), None)
            if found is not None:
                return Words(found.title["zh"], found.title["en"])
    return Words(one.code, one.code)


def _cases(scope: Scope, ids: Sequence[str | None]) -> dict[str, str]:
    rows = scope.session.exec(scope.select(Case).where(col(Case.id).in_([one for one in ids if one])))
    return {one.id: one.number for one in rows}


def _talks(scope: Scope, ids: Sequence[str | None]) -> dict[str, str]:
    rows = scope.session.exec(scope.select(Talks).where(col(Talks.id).in_([one for one in ids if one])))
    return {one.id: one.number or "" for one in rows}
