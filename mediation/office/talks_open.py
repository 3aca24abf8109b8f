"""Wage talks begin: opened from a firm, a cluster, a renewal or a mandatory matter; corrected; or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, Forbidden, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.station import Station
from mediation.models.talks import Talks, TalksCase, TalksFirm
from mediation.office import (
    casebook,
    rules,
    talks,
    talks_alarms,
    talks_base,
    talks_change,
    talks_cluster,
    talks_request,
    talks_state,
    talks_votes,
)
from mediation.office.records.talks_open import FirmLine
from mediation.office.talks_base import Base, FirmGiven
from mediation.office.talks_cluster import Why
from mediation.office.talks_typed import words

CLUSTER: Final = 2
"""From so many linked cases on talks count as begun by a cluster."""
MAY_DROP: Final = ("preparing", "requested")
MOST_NOTE: Final = 1000
MOST_HISTORY: Final = 1000
DAYS: Final = {"ahead.ended_on": "reason", "order.ended_on": "reason"}
RUNNING: Final = ("preparing", "requested", "refused", "negotiating", "voting", "filing")
BASE: Final = {
    "unit": "unit", "employer": "employer", "contract": "contract", "proposer": "proposer",
    "district": "district", "industry": "industry", "unionised": "unionised", "women_committee": "women_committee",
    "consenting": "consenting", "guided": "guided", "union_name": "union_name", "layoff": "layoff",
    "stoppage": "stoppage", "hazard": "hazard", "matters": "matters", "staff": "staff",
    "contract_until": "contract_until", "planned_on": "planned_on", "meeting_place": "meeting_place",
}  # fmt: skip
"""Which columns a correction notes in the history, and under which of the forms' names."""
ARROW: Final = " → "


@dataclass(frozen=True)
class Origin:
    """Where talks come from: a firm's key, a site's address, or the talks whose contract is renewed, or changed."""

    firm: str = ""
    site: str = ""
    renews: str = ""
    changes: str = ""

    @property
    def earlier(self) -> str:
        """Return the talks whose contract these are about."""
        return self.changes or self.renews

MOVED_ELSEWHERE = N_("期限已经起算，变更适用地区请在“改正已登记的日期、变更适用地区”页办理，那里先列出哪些期限会变")

def require_anywhere(user: Reader) -> None:
    """Raise Forbidden for somebody who may open talks at no station."""
    if not any(access.may(user, "talks.open", Facts(station_id=one)) for one in user.station_ids):
        raise Forbidden(N_("您无权进行此操作。"))


def begin(
    session: Session, given: Mapping[str, str], *, origin: Origin, station_id: str, by: Reader, now: datetime
) -> Talks:
    """Open talks as a form describes them; what may not be refused stands on their agenda whether ticked or not.

    Raises Refused with every fault, NotFound for what the user doesn't see.
    """
    access.require(by, "talks.open", Facts(station_id=station_id))
    scope, today = Scope(session, by), station_day(now)
    station = scope.get(Station, station_id)
    old = talks.may_be_seen(session, origin.earlier, by=by) if origin.earlier else None
    if old is not None and old.station_id != station_id:
        raise NotFound(N_("找不到该内容。"))
    if old is not None and origin.changes:
        talks_change.must_be_asked(old)
    cases = talks_cluster.visible_cases(scope, talks_base.ticked(given, "cases"), station_id)
    whys = _whys(session, given, cases, {key: {"from": talks_cluster.RENEWAL} for key in agreed(session, old)})
    called = talks_cluster.demanded(given, whys, today=today)
    whys = talks_cluster.with_matters(whys, given, today=today)
    base = talks_base.read(given, order=(*whys, *rules.current().book.clauses), today=today, also=called)
    _refuse_twice(session, station_id, base)
    row = Talks(station_id=station_id, employer=base.employer, made_at=now, made_by=by.id)
    talks_base.enter(row, base, today)
    row.source = "change" if origin.changes else _source(old, cases, row.matters)
    row.renews = old.id if old else None
    row.number = next_number(session, station, today)
    row.agenda, row.agenda_why = list(base.agenda), {key: dict(whys[key]) for key in base.agenda if key in whys}
    session.add(row)
    session.flush()
    _enter_firms(session, row, base.firms)
    session.add_all([TalksCase(station_id=station_id, talks_id=row.id, case_id=one) for one in cases])
    fields = {"employer": row.employer, "source": row.source, "cases": len(cases), "matters": _plain(row.matters)}
    talks.settle(session, row, "talks.open", by=by, now=now, fields=fields)
    talks_alarms.close(session, station_id, [one.key for one in base.firms], origin.site, now=now)
    return row


def correct(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> Talks:
    """Correct the base data and the agenda; each change stands in the history with what was there before."""
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known, today = talks.findings(session, row, now=now), station_day(now)
    linked = list(session.exec(select(TalksCase).where(TalksCase.talks_id == row.id)))
    cases = _kept_cases(Scope(session, by), given, linked, row.station_id)
    whys: dict[str, Why] = {key: row.agenda_why[key] for key in row.agenda if row.agenda_why.get(key)}
    if set(cases) != {one.case_id for one in linked} or given.get("talks_place") != row.place:
        whys = _whys(session, given, cases, whys)
    called = talks_cluster.demanded(given, whys, today=today, besides=row.matters)
    whys = talks_cluster.with_matters(whys, given, today=today, besides=row.matters)
    order = (*row.agenda, *whys, *rules.current().book.clauses)
    base = talks_base.read(given, order=order, today=today, also=called)
    if base.place != row.place and row.received_on is not None:
        raise Refused(Problem(MOVED_ELSEWHERE, "talks_place", base.place))
    _refuse_twice(session, row.station_id, base, besides=row.id)
    before = _snapshot(session, row, len(linked))
    talks_base.enter(row, base, today)
    row.agenda, row.agenda_why = list(base.agenda), {key: dict(whys[key]) for key in base.agenda if key in whys}
    _enter_firms(session, row, base.firms)
    _relink(session, row, linked, cases)
    if moved := _moved(before, _snapshot(session, row, len(cases))):
        talks.settle(session, row, "talks.correct", by=by, now=now, fields=moved, known=known)
    return row


def withdraw(
    session: Session, talks_id: str, *, reason: str, by: Reader, now: datetime, version: int | None = None
) -> Talks:
    """Drop talks that the other side hasn't answered yet, with the reason."""
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    if row.stage not in MAY_DROP:
        raise Conflict(N_("对方已经答复，不能撤回；请按协商的结果办理。"))
    problems: list[Problem] = []
    note = words({"reason": reason}, "reason", problems, most=MOST_NOTE, required=True)
    if problems:
        raise Refused(problems)
    known = talks.findings(session, row, now=now)
    row.ended_on, row.ended_why, row.ended_note = station_day(now), "withdrawn", note
    fields = {"reason": note}
    talks.settle(session, row, "talks.withdraw", by=by, now=now, fields=fields, field_of=DAYS, known=known)
    talks_request.note_renewal(session, row, None, by=by, now=now)
    return row


def agreed(session: Session, old: Talks | None) -> tuple[str, ...]:
    """Return the clauses of the agreement that is renewed, in its order; its agenda where none was recorded."""
    if old is None:
        return ()
    clauses = talks_votes.draft_of(session, old).clauses
    return tuple(clauses) or tuple(old.agenda)


def next_number(session: Session, station: Station, today: date) -> str:
    """Return the number of new talks, `（2026）曹行协商字第0001号`."""
    given = casebook.next_number(session, station, today.year, "talks")
    return f"（{today.year}）{station.short_name or station.code}协商字第{given:04d}号"


def _whys(
    session: Session, given: Mapping[str, str], cases: Sequence[str], first: Mapping[str, Why]
) -> dict[str, Why]:
    """Return why clauses are on the agenda: what was known first, then the cases, then the law of the place."""
    place = given.get("talks_place", "")
    drafted = talks_cluster.draft(session, cases, place if place in rules.current().book.places else "")
    if not first:
        return drafted
    return {**first, **{key: why for key, why in drafted.items() if key not in first or why["from"] != "law"}}


def _source(old: Talks | None, cases: Sequence[str], matters: Sequence[str]) -> str:
    if old is not None:
        return "renewal"
    if len(cases) >= CLUSTER:
        return "cluster"
    return "mandatory" if matters else "firm"


def _refuse_twice(session: Session, station_id: str, base: Base, besides: str = "") -> None:
    """Refuse a second round on the same kind of contract with a firm while the first has no contract in force."""
    keys = {one.key: nth for nth, one in enumerate(base.firms)}
    query = (
        sa.select(col(TalksFirm.firm_key), col(Talks.number))
        .join(Talks, col(Talks.id) == col(TalksFirm.talks_id))
        .where(
            col(Talks.station_id) == station_id, col(TalksFirm.firm_key).in_(list(keys)),
            col(Talks.contract) == base.contract, col(Talks.stage).in_(RUNNING), col(Talks.id) != besides,
        )
    )  # fmt: skip
    message = N_("该企业已有进行中的同类协商（%(number)s）：请在其中办理，或者先撤回")
    found = [
        Problem(message, f"firms[{keys[key]}].name", params={"number": number or "—"})
        for key, number in session.execute(query)
    ]
    if found:
        raise Refused(found)


def _firms(session: Session, row: Talks) -> list[TalksFirm]:
    query = select(TalksFirm).where(TalksFirm.talks_id == row.id).order_by(col(TalksFirm.position), col(TalksFirm.id))
    return list(session.exec(query))


def firm_lines(session: Session, row: Talks) -> tuple[FirmLine, ...]:
    """Return the firms of a round in their order."""
    return tuple(
        FirmLine(
            one.name, one.firm_key or "", one.credit_code, one.legal_representative, one.address, one.staff,
            one.authorised,
        )  # fmt: skip
        for one in _firms(session, row)
    )


def _enter_firms(session: Session, row: Talks, firms: Iterable[FirmGiven]) -> None:
    """Write the firms in their order; rows of firms that stay are kept, by key, else by name."""
    rest = {one.firm_key or one.name: one for one in _firms(session, row)}
    for nth, one in enumerate(firms):
        firm = rest.pop(one.key, None) or rest.pop(one.name, None)
        firm = firm or TalksFirm(station_id=row.station_id, talks_id=row.id, name=one.name)
        firm.name, firm.firm_key, firm.credit_code, firm.position = one.name, one.key, one.credit_code, nth
        firm.legal_representative, firm.address = one.legal_representative, one.address
        firm.staff, firm.authorised = one.staff, one.authorised
        session.add(firm)
    for gone in rest.values():
        session.delete(gone)
    session.flush()


def _kept_cases(scope: Scope, given: Mapping[str, str], linked: Iterable[TalksCase], station_id: str) -> list[str]:
    """Return the cases ticked, and those linked that the user doesn't see and so can't have unticked."""
    held = [one.case_id for one in linked]
    seen = talks_cluster.visible_cases(scope, held, station_id)
    wanted = talks_cluster.visible_cases(scope, talks_base.ticked(given, "cases"), station_id)
    return [*wanted, *(one for one in held if one not in seen)]


def _relink(session: Session, row: Talks, linked: Iterable[TalksCase], cases: Sequence[str]) -> None:
    held = {one.case_id: one for one in linked}
    for case_id, link in held.items():
        if case_id not in cases:
            session.delete(link)
    new = [one for one in cases if one not in held]
    session.add_all([TalksCase(station_id=row.station_id, talks_id=row.id, case_id=one) for one in new])
    session.flush()


def _snapshot(session: Session, row: Talks, cases: int) -> dict[str, list[str]]:
    """Return the base data as the history compares them: of each a list of texts."""
    library = rules.current().book.clauses
    return {
        **{field: [_plain(getattr(row, name))] for name, field in BASE.items()},
        "talks_place": [talks_state.chain_of(row)[0].title["zh"]],
        "firms": [_firm_line(one) for one in _firms(session, row)],
        "agenda": [library[one].title["zh"] if one in library else one for one in row.agenda],
        "linked_cases": [str(cases)],
    }


def _moved(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> dict[str, str]:
    """Return what changed, `old → new`; of several lines only those that differ."""
    moved = {}
    for name, now in after.items():
        old = before[name]
        gone, come = [one for one in old if one not in now], [one for one in now if one not in old]
        if gone or come:
            moved[name] = f"{'；'.join(gone) or '—'}{ARROW}{'；'.join(come) or '—'}"[:MOST_HISTORY]
    return moved


def _plain(value: Any) -> str:
    """Return a value as the history keeps it: codes and days as they are, nothing as a dash."""
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "—" if value is None or value == "" else str(value)


def _firm_line(one: TalksFirm) -> str:
    """Return a firm with what was entered of it, so that a correction of any of it shows."""
    given = (one.name, one.credit_code, one.legal_representative, one.address, one.staff and f"{one.staff}人")
    authorised = "" if one.authorised is None else "已授权" if one.authorised else "未授权"
    return "，".join(str(part) for part in (*given, authorised) if part)
