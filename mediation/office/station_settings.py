"""The station itself: name, organisation, hours; and the place whose rules come first, which moves cases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.rulebook import RuleDraft
from mediation.models.station import ORGANISATION_KINDS, Station
from mediation.office import history, rule_drafts, rule_rehearsals, rules, station_change
from mediation.office.records import Words
from mediation.office.station_change import GoesBy, StationChange

MOST: Final[Mapping[str, int]] = {
    "name": 100, "short_name": 20, "organisation_name": 200, "address": 200, "phone": 40,
}  # fmt: skip
NEEDED: Final = ("name", "organisation_name")
HOLDS: Final = range(1, 241)
CODE: Final = re.compile(r"[A-Z][A-Z0-9]{0,15}", re.ASCII)
MOVED_ON: Final = N_("提出变更后规则或站点设置已有变动，请重新提出并演练。")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True)
class StationPage:
    """A station's settings, and the change of what it goes by that is under way."""

    station: Station
    places: tuple[tuple[str, Words], ...]
    pending: RuleDraft | None
    change: StationChange | None


def page(session: Session, station_id: str, *, user: Reader) -> StationPage:
    """Return the settings of a station, for its admin."""
    station = _own(session, station_id, user)
    pending = _pending(session, station.id)
    return StationPage(station, places(), pending, station_change.of_draft(pending) if pending else None)


def places() -> tuple[tuple[str, Words], ...]:
    """Return the places that the rules in use know, by id."""
    found = rules.current().book.places.values()
    return tuple((one.id, Words(one.title["zh"], one.title["en"])) for one in found)


def save(session: Session, station_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> Station:
    """Store what of a station no rule asks for; times for acceptance that run already stay as they were counted."""
    station, problems = _own(session, station_id, by), list[Problem]()
    new = _read(given, problems)
    if problems:
        raise Refused(problems)
    changed = {name: value for name, value in new.items() if getattr(station, name) != value}
    if not changed:
        return station
    fields = {name: f"{_plain(getattr(station, name))} → {_plain(value)}" for name, value in changed.items()}
    for name, value in changed.items():
        setattr(station, name, value)
    session.add(station)
    _note(session, station, "station.change", by.id, now, fields)
    return station


def propose(
    session: Session, station_id: str, place: str, organisation: str, *, by: Reader, now: datetime
) -> RuleDraft:
    """Keep what a station shall go by as a draft and let the worker rehearse it; an earlier proposal is dropped."""
    station = _own(session, station_id, by)
    was, becomes = station_change.goes_by(station), GoesBy(place, organisation)
    known, problems = dict(places()), list[Problem]()
    if place not in known:
        problems.append(Problem(N_("请选择适用地区"), "place", place[:40], ", ".join(known)))
    if organisation not in ORGANISATION_KINDS:
        problems.append(Problem(N_("请选择调解组织类型"), "organisation_kind", organisation[:40]))
    if not problems and was == becomes:
        problems.append(Problem(N_("与现行设置相同，没有需要变更的内容"), "place"))
    if problems:
        raise Refused(problems)
    rules.look_now()
    room = rules.current()
    rule_drafts.base_of(session, room, now=now)
    earlier = _pending(session, station.id)
    if earlier is not None:
        earlier.state = "dropped"
        session.add(earlier)
    title = f"{station.name}：适用{known[place].zh}规定" if place != was.place else f"{station.name}：变更调解组织类型"
    digest = room.book.digest
    row = RuleDraft(
        title=title, kind="rule", change=StationChange(station.id, was, becomes).stored(), base=digest, digest=digest,
        made_by=by.id, made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _note(session, station, "station.propose", by.id, now, {"title": title, "place": _arrow(was.place, place)})
    return rule_rehearsals.begin(session, row, now=now)


def apply(session: Session, draft_id: str, *, by: Reader, now: datetime) -> Station:
    """Let a station go by what was proposed and rehearsed; the worker decides its open cases anew, each once.

    Raises Refused before the rehearsal has shown what moves, Conflict where rules or station have changed since.
    """
    row, change, station = _proposed(session, draft_id, by)
    rules.look_now()
    if rule_drafts.stale(row) or station_change.goes_by(station) != change.was:
        raise Conflict(MOVED_ON)
    if row.rehearsal != "done":
        raise Refused(Problem(N_("请等演练完成，看过会变动的案件后再确认")))
    station.place, station.organisation_kind = change.becomes.place, change.becomes.organisation
    row.state, row.published, row.published_by, row.published_at = "published", row.base, by.id, now
    row.carried, row.carried_at = "asked", now
    session.add_all([station, row])
    fields = {
        "title": row.title, "place": _arrow(change.was.place, change.becomes.place),
        "organisation_kind": _arrow(change.was.organisation, change.becomes.organisation),
        "forecast": (row.forecast or {}).get("moved"),
    }  # fmt: skip
    _note(session, station, "station.apply", by.id, now, fields)
    return station


def drop(session: Session, draft_id: str, *, by: Reader, now: datetime) -> Station:
    """Give a proposed change up."""
    row, _, station = _proposed(session, draft_id, by)
    row.state = "dropped"
    session.add(row)
    _note(session, station, "station.drop", by.id, now, {"title": row.title})
    return station


def again(session: Session, draft_id: str, *, by: Reader, now: datetime) -> RuleDraft:
    """Propose the same anew, by the rules and settings of now."""
    _, change, station = _proposed(session, draft_id, by)
    return propose(session, station.id, change.becomes.place, change.becomes.organisation, by=by, now=now)


def add(session: Session, code: str, given: Mapping[str, str], *, by: str, now: datetime) -> Station:
    """Make a station. Raises Refused with every problem at once, Conflict where the code is taken."""
    problems: list[Problem] = []
    if not CODE.fullmatch(code):
        problems.append(Problem(N_("代号用大写英文字母和数字，以字母开头，不超过 16 个"), "code", code[:40], "CH"))
    place, kind = given.get("place", ""), given.get("organisation_kind", "")
    if place not in dict(places()):
        problems.append(Problem(N_("请选择适用地区"), "place", place[:40], ", ".join(dict(places()))))
    if kind not in ORGANISATION_KINDS:
        kinds = ", ".join(ORGANISATION_KINDS)
        problems.append(Problem(N_("请选择调解组织类型"), "organisation_kind", kind[:40], kinds))
    new = _read(given, problems)
    if problems:
        raise Refused(problems)
    if session.exec(select(Station.id).where(Station.code == code)).first():
        raise Conflict(Problem(N_("已有使用这个代号的工作站。"), "code", code))
    station = Station(code=code, place=place, organisation_kind=kind, **new)
    session.add(station)
    session.flush()
    _note(session, station, "station.add", by, now, {"code": code, "name": station.name, "place": place})
    return station


def everyone(session: Session) -> list[Station]:
    """Return all stations by code."""
    return list(session.exec(select(Station).order_by(col(Station.code))).all())


def _own(session: Session, station_id: str, user: Reader) -> Station:
    station = Scope(session, user).get(Station, station_id)
    access.require(user, "station.manage", Facts(station_id=station.id))
    return station


def _pending(session: Session, station_id: str) -> RuleDraft | None:
    query = select(RuleDraft).where(RuleDraft.state == "draft").order_by(col(RuleDraft.made_at).desc())
    return next((one for one in session.exec(query) if one.change.get("station") == station_id), None)


def _proposed(session: Session, draft_id: str, by: Reader) -> tuple[RuleDraft, StationChange, Station]:
    row = rule_drafts.open_draft(session, draft_id, "station.propose", by=by)
    change = station_change.of_draft(row)
    if change is None:
        raise NotFound(N_("找不到该内容。"))
    return row, change, _own(session, change.station_id, by)


def _read(given: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    """Return the columns that a form says; what is wrong goes to `problems`."""
    found: dict[str, Any] = {name: " ".join(given.get(name, "").split()) for name in MOST}
    for name, most in MOST.items():
        if name in NEEDED and not found[name]:
            problems.append(Problem(N_("必填"), name))
        if len(found[name]) > most:
            problems.append(Problem(N_("请填写文字，不超过 %(most)d 字"), name, params={"most": most}))
    hours = {name: _hour(given.get(name, ""), name, problems) for name in ("opens_at", "closes_at")}
    if hours["opens_at"] and hours["closes_at"] and hours["opens_at"] >= hours["closes_at"]:
        problems.append(Problem(N_("结束时间须晚于开始时间"), "closes_at", given.get("closes_at", "")))
    text = given.get("hold_minutes", "").strip()
    held = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if held not in HOLDS:
        params = {"most": HOLDS[-1]}
        problems.append(Problem(N_("请填写 1 至 %(most)d 的整数"), "hold_minutes", text[:20], params=params))
    return {**found, **hours, "hold_minutes": held}


def _hour(text: str, name: str, problems: list[Problem]) -> time | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        problems.append(Problem(N_("请填写时间，如 08:30"), name, text[:20], "08:30"))
        return None
    return time(int(match[1]), int(match[2]))


def _plain(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value) or "—"


def _arrow(was: str, becomes: str) -> str | None:
    return f"{was} → {becomes}" if was != becomes else None


def _note(
    session: Session, station: Station, act: str, actor: str, now: datetime, fields: Mapping[str, Any]
) -> None:
    history.record(
        session, station_id=station.id, actor=actor, act=act, subject=("station", station.id),
        fields={name: value for name, value in fields.items() if value is not None}, now=now,
    )  # fmt: skip
