"""The wage talks of the demo station: requested, at the table, in force, refused; each act as the station does it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from sqlmodel import Session, col, select

from mediation.domain.identity import credit_check_character
from mediation.domain.workdays import ONE_DAY, add_months
from mediation.domain.worktime import station_day
from mediation.models.station import Station
from mediation.models.talks import Talks
from mediation.models.talks_end import TalksVote
from mediation.models.talks_table import TalksAsk, TalksSession
from mediation.models.user import User
from mediation.office import (
    talks_alarms,
    talks_days,
    talks_draft,
    talks_filing,
    talks_open,
    talks_prefill,
    talks_request,
    talks_rounds,
    talks_sessions,
    talks_similar,
    talks_state,
    talks_team,
    talks_votes,
    talks_wages,
    talks_whatif,
)
from mediation.office.talks_open import Origin

STORY: Final = Path(__file__).with_suffix(".yaml")
DAY: Final = re.compile(r"^@(\+?)(\d+)(?:\+(\d+)m)?$")
Given = Mapping[str, str]
Firms = Mapping[str, Mapping[str, str]]
Act = Callable[[Session, str, Given, User, datetime], object]


def fill(session: Session, firms: Firms, people: Mapping[str, User], *, now: datetime) -> None:
    """Add the talks to a demo station whose cases are logged; `firms` are those of its story."""
    story = YAML(typ="safe", pure=True).load(STORY.read_text("utf-8"))
    for told in story.values():
        at = now - timedelta(days=told["begin"]["ago"])
        talks_id = _begin(session, told["begin"], firms, people["union"], at, now).id
        for step in told["acts"]:
            given = _given(step, now)
            ACTS[step["do"]](session, talks_id, given, people["union"], now - timedelta(days=step["ago"]))
    station = session.exec(select(Station)).one()
    talks_alarms.keep(session, station.id, talks_similar.find(session, station.id, now=now), now=now)


def _given(step: Mapping[str, Any], now: datetime) -> dict[str, str]:
    return {name: _day(text, now) for name, text in step.items() if isinstance(text, str)}


def _day(text: str, now: datetime) -> str:
    """Return the day that a mark such as `@12` stands for; any other text as it is."""
    found = DAY.match(text)
    if found is None:
        return text
    ahead, days, months = found.groups()
    day = station_day(now) + timedelta(days=int(days) if ahead else -int(days))
    return (add_months(day, int(months)) - ONE_DAY if months else day).isoformat()


def _begin(
    session: Session, told: Mapping[str, Any], firms: Firms, by: User, at: datetime, now: datetime
) -> Talks:
    station = session.exec(select(Station)).one()
    keys = {key: one["code"] + credit_check_character(one["code"]) for key, one in firms.items()}
    origin = Origin(firm=keys[told["cluster"]] if "cluster" in told else "")
    typed = dict(talks_prefill.prefill(session, origin, user=by, now=at).values)
    for nth, key in enumerate(told.get("firms", [told["firm"]] if "firm" in told else [])):
        typed |= {f"firms[{nth}].name": firms[key]["name"], f"firms[{nth}].credit_code": keys[key]}
    if "topics" in told:
        typed = {name: text for name, text in typed.items() if not name.startswith("agenda.")}
        typed |= {f"agenda.{key}": "true" for key in told["topics"]}
    typed |= _given(told, now)
    return talks_open.begin(session, typed, origin=origin, station_id=station.id, by=by, now=at)


def _deed(deed: str) -> Act:
    def act(session: Session, talks_id: str, given: Given, by: User, at: datetime) -> object:
        return talks_days.record(session, talks_id, deed, given, by=by, now=at)

    return act


def _filing(deed: str) -> Act:
    def act(session: Session, talks_id: str, given: Given, by: User, at: datetime) -> object:
        return talks_filing.record(session, talks_id, deed, given, by=by, now=at)

    return act


def _plain(do: Callable[..., object]) -> Act:
    def act(session: Session, talks_id: str, given: Given, by: User, at: datetime) -> object:
        return do(session, talks_id, given, by=by, now=at)

    return act


def _answered(session: Session, talks_id: str, given: Given, by: User, at: datetime) -> object:
    """Note that the information asked for last was given."""
    asked = select(TalksAsk.id).where(TalksAsk.talks_id == talks_id).order_by(col(TalksAsk.asked_on).desc())
    ask = session.exec(asked).first() or ""
    return talks_days.record(session, talks_id, "given", {**given, "ask": ask}, by=by, now=at)


def _session(session: Session, talks_id: str, given: Given, by: User, at: datetime) -> object:
    """Hold a session on the whole agenda: everybody was there, both chiefs signed the minutes the same day."""
    row = session.get_one(Talks, talks_id)
    typed = {**given, **{f"topics.{key}": "yes" for key in row.agenda}}
    planned = talks_sessions.plan(session, talks_id, typed, by=by, now=at)
    typed |= {f"attended.{one.id}": "yes" for one in talks_state.gather(session, row).members}
    held: TalksSession = talks_sessions.minutes(session, talks_id, planned.id, typed, by=by, now=at)
    signed = {name: held.on.isoformat() for name in ("signed_workers_on", "signed_employer_on")}
    return talks_sessions.sign(session, talks_id, held.id, signed, by=by, now=at)


def _wages(session: Session, talks_id: str, given: Given, by: User, at: datetime) -> object:
    return talks_wages.keep(session, talks_id, talks_wages.read(given), by=by, now=at)


def _count(session: Session, talks_id: str, given: Given, by: User, at: datetime) -> object:
    votes = select(TalksVote.id).where(TalksVote.talks_id == talks_id).order_by(col(TalksVote.number).desc())
    return talks_votes.count(session, session.exec(votes).first() or "", given, by=by, now=at)


ACTS: Final[Mapping[str, Act]] = {
    "request": _plain(talks_request.request),
    "list": _plain(talks_team.add_list),
    "name": _plain(talks_team.name_teams),
    "offer": _plain(talks_rounds.make),
    "whatif": _plain(talks_whatif.keep),
    "draft": _plain(talks_draft.sign),
    "vote": _plain(talks_votes.plan),
    "adoption": _plain(talks_votes.note_adoption),
    "reply": _deed("reply"),
    "ask": _deed("ask"),
    "given": _answered,
    "session": _session,
    "wages": _wages,
    "count": _count,
    **{deed: _filing(deed) for deed in ("sign", "file", "opinion", "publish")},
}
"""What the story may say was done, and the office's function that does it."""
