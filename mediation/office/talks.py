"""Wage talks: what every act on them shares. Take the row, change it, hold it against the law, reckon, note it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.talks import order
from mediation.domain.talks.finding import NAMED, Finding
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.office import history, rules, talks_clocks, talks_state
from mediation.office.reasons import law_record
from mediation.office.records import Said
from mediation.office.records.talks import FindingRecord

OVER = N_("这次协商已经终止，不能再记录；需要继续的，请另行发起。")
RUNNING = N_("这次协商没有终止，不需要恢复。")
STALE = N_("打开页面之后，其他人修改过这次协商。请核对页面上的最新内容后再次提交；您填写的内容都在。")


class Stale(Conflict):
    """A form rests on a version that somebody has changed since."""


def may_be_seen(session: Session, talks_id: str, *, by: Reader) -> Talks:
    """Return talks the user may read; raises NotFound for others."""
    talks = Scope(session, by).get(Talks, talks_id)
    access.require(by, "talks.read", facts_of(talks))
    return talks


def held(
    session: Session, talks_id: str, act: str, *, by: Reader, version: int | None = None, ended: bool = False
) -> Talks:
    """Return talks for a change, locked; raises NotFound, Forbidden, Stale for an old `version`.

    Raises Conflict for talks that are over; with `ended`, for those that aren't.
    """
    scope = Scope(session, by)
    query = scope.select(Talks).where(col(Talks.id) == talks_id).with_for_update()
    talks = session.exec(query).first() or scope.get(Talks, talks_id)
    access.require(by, act, facts_of(talks))
    if version is not None and talks.version != version:
        raise Stale(STALE)
    if (talks.ended_on is not None) != ended:
        raise Conflict(RUNNING if ended else OVER)
    return talks


def settle(
    session: Session, talks: Talks, act: str, *, by: Reader, now: datetime, fields: Mapping[str, Any] | None = None,
    field_of: Mapping[str, str] | None = None, known: Iterable[Finding] = (),
) -> tuple[Finding, ...]:  # fmt: skip
    """End a change: refuse what can't be, reckon the periods anew, write the history line; return the warnings.

    Errors that were there before (`known`, of `findings` before the change) don't stop an act that isn't about them.
    `field_of` names the form's field for a finding's code. Raises Refused with every new error.
    """
    talks.changed_at = now
    session.add(talks)
    session.flush()
    found = findings(session, talks, now=now)
    before = {(one.code, one.side, str(one.facts)) for one in known}
    errors = [one for one in found if one.severity == "error" and (one.code, one.side, str(one.facts)) not in before]
    if errors:
        raise Refused([problem_of(one, (field_of or {}).get(one.code, "")) for one in errors])
    talks_clocks.refresh(session, talks, now=now)
    history.record(
        session, station_id=talks.station_id, actor=by.id, act=act, subject=("talks", talks.id),
        fields={"number": talks.number, **(fields or {})}, now=now,
    )  # fmt: skip
    return tuple(one for one in found if one.severity != "error")


def findings(session: Session, talks: Talks, *, now: datetime) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful in the recorded days, errors first (domain.talks.order)."""
    session.flush()
    today = station_day(now)
    found = talks_state.gather(session, talks)
    return order.check(
        talks_state.state_of(found, today=today), rows=talks_state.chain_of(talks),
        calendar=rules.current().calendar, running=talks_clocks.reckon(found, today=today), today=today,
    )  # fmt: skip


def problem_of(one: Finding, field: str = "") -> Problem:
    """Return a finding as a refusal: what is wrong, by which articles, and what to do."""
    shown = record_of(one)
    if not shown.laws:
        plain = {"what": shown.what, "remedy": shown.remedy}
        return Problem(N_("%(what)s。%(remedy)s"), field or one.code, params=plain)
    titles = tuple(law.title for law in shown.laws)
    params = {"what": shown.what, "law": titles, "remedy": shown.remedy}
    return Problem(N_("%(what)s（%(law)s）。%(remedy)s"), field or one.code, params=params)


def record_of(one: Finding) -> FindingRecord:
    """Return a finding as pages show it."""
    facts = {key: Said(str(value)) if key in NAMED else value for key, value in one.facts.items()}
    book = rules.current().book
    laws = tuple(law_record(book, key) for key in one.law)
    return FindingRecord(
        one.severity, one.code, Said(one.message, facts), Said(one.remedy), laws, one.verified, one.side, one.second
    )


def facts_of(talks: Talks) -> Facts:
    """Return what access needs to know of talks: only their station."""
    return Facts(station_id=talks.station_id)


def day_or_none(text: str) -> date | None:
    """Read a day as a form writes it; raises ValueError for anything else that isn't empty."""
    return date.fromisoformat(text.strip()) if text.strip() else None
