"""Talks in which offers are made as the form sends them: every field as it was shown, but for what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from mediation import db
from mediation.domain.refusals import Problem, Refused
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer
from mediation.office import talks_rounds, talks_rounds_pages
from mediation.office.records.talks_rounds import ClauseRow, TablePage
from tests import talks_make
from tests.office.working import Working

NOW = datetime(2026, 11, 16, 1, 20, tzinfo=UTC)
AGENDA = ["wage_level", "minimum_pay", "job_security", "term"]
TERM = {"term.from": "2027-01-01", "term.until": "2027-12-31"}


def opened(station: Working, **days: object) -> str:
    """Store talks with teams, agreed to by both sides; return their id."""
    given: dict[str, object] = {
        "agenda": AGENDA, "proposed_on": date(2026, 10, 12), "received_on": date(2026, 10, 12),
        "replied_on": date(2026, 10, 20), "reply": "accepted",
    }  # fmt: skip
    with db.transaction() as session:
        row = talks_make.talks(session, station.station.id, now=NOW, **{**given, **days})
        talks_make.team(session, row, date(2026, 10, 20))
        return row.id


def form(station: Working, talks_id: str, side: str, *, who: str = "union", now: datetime = NOW) -> dict[str, str]:
    """Return the form of a side's next offer as a browser would send it back untouched."""
    with db.reading() as session:
        page = talks_rounds_pages.form(session, talks_id, side, user=station[who], now=now)
    typed = {"side": side, "round": str(page.round), "made_on": "", "reason": ""}
    for one in page.agenda + page.further:
        typed |= {one.row.key: "", f"package.{one.row.key}": one.letter} | {field.name: field.default for field in one.fields}
    return typed


def offer(
    station: Working, talks_id: str, side: str, /, *, who: str = "union", now: datetime = NOW, **typed: str
) -> TalksOffer:
    """Make an offer through the form; `typed` names fields with __ for the dot (wage_level__change="3")."""
    given = {name.replace("__", "."): value for name, value in typed.items()}
    sent = form(station, talks_id, side, who=who, now=now) | given
    with db.transaction() as session:
        return talks_rounds.make(session, talks_id, sent, by=station[who], now=now)


def refusal(station: Working, talks_id: str, side: str, /, *, now: datetime = NOW, **typed: str) -> dict[str, Problem]:
    """Make an offer that must be refused; return the problems by field."""
    try:
        offer(station, talks_id, side, now=now, **typed)
    except Refused as refused:
        return {one.field: one for one in refused.problems}
    raise AssertionError("it was stored")


def table(station: Working, talks_id: str, *, who: str = "union", now: datetime = NOW) -> TablePage:
    """Return the table page."""
    with db.reading() as session:
        return talks_rounds_pages.table(session, talks_id, user=station[who], now=now)


def rows(page: TablePage) -> dict[str, ClauseRow]:
    """Return the clauses of a table by key."""
    return {one.key: one for one in page.clauses}


def states(station: Working, talks_id: str, keys: Iterable[str] = AGENDA) -> str:
    """Return the states of clauses, their first letters: o(pen) f(one side) c(ountered) a(greed) w(ithdrawn)."""
    letters = {"open": "o", "offered": "f", "countered": "c", "agreed": "a", "withdrawn": "w"}
    found = rows(table(station, talks_id))
    return "".join(letters[found[key].state] for key in keys)


def stored(talks_id: str) -> Talks:
    """Return talks as stored."""
    with db.reading() as session:
        return session.get_one(Talks, talks_id)
