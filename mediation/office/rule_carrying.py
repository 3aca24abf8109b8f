"""After a publication: decide anew the open cases that the new rules move, each once, and keep what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain import rehearsal as pure
from mediation.domain.refusals import N_
from mediation.domain.rehearsal import Change
from mediation.models.case import Case
from mediation.models.referral import ALIVE, Referral
from mediation.models.rulebook import RuleDraft, RuleMove, RuleVersion
from mediation.models.station import Station
from mediation.office import (
    calendar_carry,
    calendar_moves,
    casebook,
    history,
    notices,
    raising,
    rehearsal,
    rehearsal_rows,
    routing,
    routing_dates,
    rule_beside,
    rule_rehearsals,
    rule_texts,
    rules,
    station_change,
)
from mediation.office.history import Entry
from mediation.office.outbox_queue import add_new
from mediation.office.raising import Finding
from mediation.office.rehearsal import Wanted
from mediation.office.rehearsal_rows import Stations
from mediation.office.routing_dates import Cause, Why
from mediation.office.rule_beside import Beside
from mediation.office.sweep_report import SweepReport, in_halves

ACTOR: Final = "worker"
BATCH: Final = 20
SETTLES: Final = timedelta(seconds=15)
"""By then every process has taken up what was published, so that none decides by the old rules afterwards."""
TOLD: Final = N_("规则变更（%(title)s），案件 %(number)s 已按新规则重新分流")
CALENDAR_TOLD: Final = N_("新的放假安排已载入（%(title)s），案件 %(number)s 已重新计算，请核对。")
STATION_TOLD: Final = N_("站点设置变更（%(title)s），案件 %(number)s 已重新分流")


def carry_due(now: datetime) -> int:
    """Carry out the publications that wait for it; return how many cases were decided anew."""
    done = 0
    while (taken := _take(now)) is not None:
        done += _carry(taken, now)
    return done


def _take(now: datetime) -> str | None:
    with db.transaction() as session:
        at, state = col(RuleDraft.carried_at), col(RuleDraft.carried)
        ripe = sa.and_(state == "asked", at <= now - SETTLES)
        dead = sa.and_(state == "running", at < now - rule_rehearsals.LEFT_FOR_DEAD)
        query = select(RuleDraft).where(RuleDraft.state == "published", sa.or_(ripe, dead))
        query = query.order_by(col(RuleDraft.published_at)).limit(1)
        row = session.exec(query.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        row.carried, row.carried_at = "running", now
        session.add(row)
        return row.id


def _carry(draft_id: str, now: datetime) -> int:
    work, report = _foresee(draft_id, now), SweepReport(now)
    with db.reading() as session:
        waiting = sa.select(col(RuleMove.case_id)).where(*_still(draft_id)).order_by(col(RuleMove.case_id))
        ids = list(session.execute(waiting).scalars())
    for first in range(0, len(ids), BATCH):
        in_halves("case", ids[first : first + BATCH], partial(_batch, work, report), report)
    db.retrying(partial(_ended, work, report))
    return report.subjects


def _ended(work: _Work, report: SweepReport) -> None:
    """Bring in line what moves beside the cases, and note how it all came."""
    with db.transaction() as session, rules.pinned(rules.current()):
        if not work.of_station:
            calendar_carry.carry_published(session, _plain(work.cause()), lists=work.lists, now=work.now)
        row = session.get_one(RuleDraft, work.draft_id, with_for_update=True)
        row.carried, row.carried_at = "failed" if report.faults else "done", work.now
        beside = rule_beside.checked(session, work.beside)
        row.progress = {"done": report.subjects, "faults": report.faults, "beside": beside}
        session.add(row)


def _plain(why: Cause) -> Why:
    """Return why a date moves as history lines and rows say it alike."""
    return {"message": why.lines[0]}


def _foresee(draft_id: str, now: datetime) -> _Work:
    """Add the cases that the change moves but the rehearsal couldn't know: logged or changed since."""
    with db.reading() as session:
        row = session.get_one(RuleDraft, draft_id)
        before, after = (rule_texts.text_of(session, one) for one in (row.base, row.published or ""))
        version = session.exec(select(RuleVersion.title).where(RuleVersion.from_draft == draft_id)).first()
    if before is None or after is None:
        raise LookupError(f"the texts of draft {draft_id} are no longer kept")
    change = station_change.of_draft(row)
    found = rehearsal.rehearse(Wanted(before, after, now, which="open", station=change))
    with db.transaction() as session:
        add_new(session, RuleMove, [rule_rehearsals.values(draft_id, one) for one in found.moved])
    asked = rehearsal.raised_by(rehearsal.book_of(before), rehearsal.book_of(after))
    lists = calendar_moves.first_changed(rehearsal.book_of(before), rehearsal.book_of(after)) is not None
    beside = rule_beside.merged((row.forecast or {}).get("beside", ()), found.beside)
    return _Work(draft_id, now, asked, version or row.title, bool(change), lists, row.kind == "calendar", tuple(beside))


def _still(draft_id: str) -> tuple[Any, ...]:
    return col(RuleMove.draft_id) == draft_id, col(RuleMove.live), col(RuleMove.done_at).is_(None)


@dataclass(frozen=True)
class _Work:
    """One publication being carried out; `asked` are the rules that either book raises by a decision.

    `of_station`: not the rules changed but what a station goes by. `lists`: holiday lists are among what changed.
    `calendar`: nothing else did. `beside`: what moves beside the cases.
    """

    draft_id: str
    now: datetime
    asked: frozenset[str]
    title: str
    of_station: bool
    lists: bool
    calendar: bool
    beside: tuple[Beside, ...]

    def cause(self) -> Cause:
        """Return why the cases are decided anew."""
        if self.of_station:
            return routing_dates.STATION
        return routing_dates.HOLIDAYS if self.calendar else routing_dates.rules_changed(self.title)

    def told(self) -> str:
        """Return what people are told of a case."""
        return STATION_TOLD if self.of_station else CALENDAR_TOLD if self.calendar else TOLD

    def waits(self, case: Case, draft: RuleDraft) -> bool:
        """Tell whether nobody has decided a case by what was published yet."""
        if self.of_station:
            return draft.published_at is None or case.decided_at < draft.published_at
        return case.rulebook != rules.current().book.digest


def _batch(work: _Work, report: SweepReport, ids: Sequence[str]) -> None:
    report.subjects += db.retrying(partial(_decided, work, ids))


def _decided(work: _Work, ids: Sequence[str]) -> int:
    """Decide the cases anew that nobody has decided by the new rules meanwhile; all in one transaction."""
    with db.transaction() as session, rules.pinned(rules.current()):
        stations = sa.select(col(Case.station_id)).where(col(Case.id).in_(ids)).distinct()
        history.hold(session, session.execute(stations).scalars())
        moves = session.exec(
            select(RuleMove)
            .where(*_still(work.draft_id), col(RuleMove.case_id).in_(ids))
            .order_by(col(RuleMove.case_id))
            .with_for_update()
        ).all()
        draft, done, decided = session.get_one(RuleDraft, work.draft_id), 0, dict[str, list[str]]()
        for move in moves:
            case = session.get_one(Case, move.case_id, with_for_update=True)
            if case.state == "open" and work.waits(case, draft):
                move.happened = _anew(session, case, draft, work)
                decided.setdefault(case.station_id, []).append(case.id)
                done += 1
            move.done_at = work.now
            session.add(move)
        for station_id, cases in sorted(decided.items() if not work.of_station else ()):
            station, why = session.get_one(Station, station_id), _plain(work.cause())
            calendar_carry.carry_cases(session, station, cases, why, now=work.now)
        return done


def _anew(session: Session, case: Case, draft: RuleDraft, work: _Work) -> list[Change]:
    """Decide one case by the rules in use; write its line, tell whom it concerns; return what changed on it."""
    now, before = work.now, _picture(session, case, work)
    station = session.get_one(Station, case.station_id)
    routing.reroute(session, casebook.open_book(session, case), station, actor=ACTOR, now=now, why=work.cause())
    _close_gone(session, case, work)
    session.flush()
    changes = pure.changes(before, _picture(session, case, work))
    fields = {"title": work.title, "digest": draft.published, "changes": changes}
    line = Entry("case.station_changed" if work.of_station else "case.rules_changed", ("case", case.id), fields)
    history.record_all(session, [line], station_id=case.station_id, actor=ACTOR, now=now)
    if changes:
        _tell(session, case, work)
    return changes


def _picture(session: Session, case: Case, work: _Work) -> pure.Picture:
    [stood] = rehearsal_rows.stood(session, [case.id], Stations(), now=work.now)
    return rehearsal_rows.pictures(session, [stood], work.asked)[case.id]


def _close_gone(session: Session, case: Case, work: _Work) -> None:
    """Close the escalations of rules that the book no longer has: no decision asks about them any more."""
    known = {rule.id for rule in rules.current().book.rules}
    gone, rows = work.asked - known, raising.rows_of(session, [case.id])
    if gone and rows:
        finding = Finding(case.station_id, "case", case.id, case.id, case.lead or "", frozenset(gone))
        raising.write(
            session, raising.compare(rows, [finding]), rulebook=rules.current().book.digest, now=work.now
        )  # fmt: skip
        for row in rows[case.id]:
            session.expire(row)


def _tell(session: Session, case: Case, work: _Work) -> None:
    """Tell who logged the case and at whom its referrals lie."""
    rows = session.exec(select(Referral).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))).all()
    people = {case.logged_by, *(one.assigned_to or one.accepted_by for one in rows)} - {None}
    notices.tell(
        session, station_id=case.station_id, people=[one for one in people if one], kind="case",
        key=f"rules:{work.draft_id}:{case.id}", message=work.told(),
        params={"title": work.title, "number": case.number}, target=f"/cases/{case.id}#referrals", case_id=case.id,
        now=work.now,
    )  # fmt: skip
