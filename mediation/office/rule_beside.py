"""What a draft of rules moves beside the decisions of cases: periods of wage talks, dates of agreements, duty days.

Foreseen and carried out by the same reading (office/calendar_moves). Kept with the draft as plain rows, each of them
said to have come as foreseen, or not, once it was carried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.domain.rulebook import RuleBook
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksClock
from mediation.office import calendar_moves, rules
from mediation.office.calendar_moves import Days, Moved

Beside = dict[str, Any]
"""`what` moves (deadline, accept, talks, shift), its `code`, `was` and `becomes`; whose it is: station, case or talks
with their `number`, `person`."""


def foreseen(session: Session, before: RuleBook, draft: RuleBook, *, now: datetime) -> list[Beside]:
    """Return what a draft would move at every station against what is stored."""
    since = calendar_moves.first_changed(before, draft)
    if since is None and before.rules == draft.rules and before.places == draft.places:
        return []
    found: list[Moved] = []
    with rules.pinned(calendar_moves.room_of(draft)):
        for station in session.exec(select(Station).order_by(col(Station.code))).all():
            if since is None:
                found += calendar_moves.by_rules(session, station, now=now)
            else:
                found += calendar_moves.of_station(session, station, since=since, now=now)
    whose = _whose(session, found)
    rows = [_plain(one, *whose.get(one.talks_id or one.case_id or "", ("", ""))) for one in found]
    return sorted(rows, key=lambda one: (one["what"], one["number"], one["code"], one["was"]))


def merged(known: Iterable[Beside], found: Iterable[Beside]) -> list[Beside]:
    """Return what was foreseen, and after it what was not and moves nevertheless."""
    rows = list(known)
    return rows + [{**one, "late": True} for one in found if one not in rows]


def checked(session: Session, rows: Iterable[Beside]) -> list[Beside]:
    """Return the rows, each with whether the new day stands now."""
    return [{**one, "came": _stands(session, one)} for one in rows]


def _stands(session: Session, one: Mapping[str, Any]) -> bool | None:
    safe = date.fromisoformat(one["becomes"][0])
    last = date.fromisoformat(one["becomes"][1]) if one["becomes"][1] else None
    if one["what"] == "talks":
        talks = sa.select(col(TalksClock.last_on)).where(
            col(TalksClock.talks_id) == one["talks_id"], col(TalksClock.clock) == one["code"],
            col(TalksClock.safe_on) == safe,
        )  # fmt: skip
        return last in set(session.execute(talks).scalars())
    if one["what"] == "deadline":
        dates = sa.select(col(Deadline.last_on)).where(
            col(Deadline.case_id) == one["case_id"], col(Deadline.kind) == one["code"],
            col(Deadline.safe_on) == safe, col(Deadline.state) == "open",
        )  # fmt: skip
        return last in set(session.execute(dates).scalars())
    return None


def _whose(session: Session, found: Sequence[Moved]) -> dict[str, tuple[str, str]]:
    """Return number and person of the cases and talks that move, by id."""
    cases = sa.select(col(Case.id), col(Case.number), col(Case.logged_by)).where(
        col(Case.id).in_({one.case_id for one in found if one.case_id})
    )
    talks = sa.select(col(Talks.id), col(Talks.number), col(Talks.made_by)).where(
        col(Talks.id).in_({one.talks_id for one in found if one.talks_id})
    )
    return {row[0]: (row[1] or "", row[2] or "") for query in (cases, talks) for row in session.execute(query)}


def _plain(one: Moved, number: str, person: str) -> Beside:
    return {
        "what": one.what, "code": one.code, "station_id": one.station_id, "case_id": one.case_id,
        "talks_id": one.talks_id, "number": number, "person": person, "was": _days(one.was),
        "becomes": _days(one.becomes),
    }  # fmt: skip


def _days(days: Days) -> list[str | None]:
    return [days[0].isoformat(), days[1].isoformat() if days[1] else None]
