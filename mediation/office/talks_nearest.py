"""The period of wage talks that presses most, as lists, heads and boards show it: one missed before all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.domain.talks.clocks import state_on
from mediation.domain.workdays import TimeLimit
from mediation.models.talks import Talks, TalksClock
from mediation.office.records import Words
from mediation.office.records.talks import DueRecord
from mediation.office.talks_clocks import BINDING


def of(session: Session, rows: Iterable[Talks], today: date) -> dict[str, DueRecord]:
    """Return by id of the talks the period that presses most; the longest missed, else the nearest safe day.

    Read in one statement; talks that are over have none.
    """
    ids = [one.id for one in rows if one.stage != "ended"]
    names = ("talks_id", "title", "opens_on", "safe_on", "last_on")
    query = sa.select(*(col(getattr(TalksClock, name)) for name in names)).where(
        col(TalksClock.talks_id).in_(ids), col(TalksClock.done_on).is_(None), ~col(TalksClock.second),
        col(TalksClock.force).in_(BINDING),
    )  # fmt: skip
    order = (TalksClock.safe_on, TalksClock.clock, TalksClock.side, TalksClock.about)
    found: dict[str, DueRecord] = {}
    for talks_id, title, opens_on, safe_on, last_on in session.execute(query.order_by(*(col(one) for one in order))):
        due = _record(title, opens_on, safe_on, last_on, today)
        held = found.get(talks_id)
        if held is None or rank(due) < rank(held):
            found[talks_id] = due
    return found


def rank(one: DueRecord) -> tuple[bool, date]:
    """Return by what periods are put in order: the longest missed first, then by safe day."""
    missed = one.state == "expired"
    return (not missed, one.last_on if missed and one.last_on else one.safe_on)


def _record(
    title: Mapping[str, str], opens_on: date | None, safe_on: date, last_on: date | None, today: date
) -> DueRecord:
    passed = today > safe_on
    until = last_on if passed and last_on is not None else safe_on
    return DueRecord(
        Words(title["zh"], title.get("en", "")), safe_on, last_on, passed,
        state_on(TimeLimit(safe_on, last_on, (), (), ""), opens_on, None, today), (until - today).days,
    )  # fmt: skip
