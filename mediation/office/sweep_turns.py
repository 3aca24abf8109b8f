"""The sweep's first part: cases for which time alone has changed what a rule says are routed again, each turn once.

A case keeps the day of its next turn, so that only those due are read. When the rules change the numbers they ask
for, the days of all open cases are worked out anew, from the day each was last decided.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain import turning
from mediation.domain.decision import Decision, turns_on
from mediation.domain.refusals import N_
from mediation.domain.rule import Rule
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import fields_of
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.referral import ALIVE, Referral
from mediation.models.sweep import SweepRun
from mediation.office import casebook, history, notices, routing
from mediation.office.history import SWEEP
from mediation.office.reasons import read_value
from mediation.office.records import Words
from mediation.office.routing_dates import LISTS, MENDED, TIME
from mediation.office.rules_failing import RULES_FAILED
from mediation.office.sweep_ground import Ground
from mediation.office.sweep_report import SweepReport, in_halves

BATCH: Final = 50
PAGE: Final = 1000


def turn(ground: Ground, report: SweepReport) -> None:
    """Route every open case again whose turn has come."""
    report.turning = _renumber(ground)
    due = sa.select(col(Case.id)).where(col(Case.state) == "open", col(Case.turns_on) <= ground.today)
    with db.reading() as session:
        ids = list(session.execute(due.order_by(col(Case.turns_on), col(Case.id))).scalars())
    for first in range(0, len(ids), BATCH):
        in_halves("case", ids[first : first + BATCH], partial(_turn_batch, ground, report), report)


def _turn_batch(ground: Ground, report: SweepReport, ids: Sequence[str]) -> None:
    for one in db.retrying(partial(_turned, ground, ids)):
        case_id = one.pop("failed")
        if case_id:
            report.faults.append({"what": "case", "where": case_id, "why": RULES_FAILED})
        else:
            report.turned.append(one)


def _turned(ground: Ground, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Route the cases again that nobody has routed meanwhile; all in one transaction."""
    with db.transaction() as session:
        stations = sa.select(col(Case.station_id)).where(col(Case.id).in_(ids)).distinct()
        history.hold(session, session.execute(stations).scalars())
        still_due = (
            select(Case)
            .where(col(Case.id).in_(ids), Case.state == "open", col(Case.turns_on) <= ground.today)
            .order_by(col(Case.id))
            .with_for_update()
        )
        return [_route(session, case, ground) for case in session.exec(still_due).all()]


def _route(session: Session, case: Case, ground: Ground) -> dict[str, Any]:
    days = (ground.today - station_day(case.decided_at)).days
    rules = [rule for name in turning.DECIDED for rule in ground.book.stratum(name, case.received_on)]
    changed = turning.turned(rules, _situation(case.situation), days)
    before = (case.lead, sorted(case.flags))
    book, names = casebook.open_book(session, case), [one.id for one in changed]
    station = ground.stations[case.station_id]
    lists = not changed and case.rulebook != ground.book.digest
    why = MENDED if RULES_FAILED in case.flags else LISTS if lists else TIME
    decision = routing.reroute(session, book, station, actor=SWEEP, now=ground.now, turned=names, why=why)
    if changed:
        _tell(session, case, changed, decision, ground)
    failed = case.id if RULES_FAILED in decision.flags else ""
    return {"case": case.number, "rules": names, "changed": before != (case.lead, sorted(case.flags)), "failed": failed}


def _tell(session: Session, case: Case, changed: Sequence[Rule], decision: Decision, ground: Ground) -> None:
    """Tell who logged the case and who has it at the leading desk."""
    lead = session.exec(
        select(Referral).where(Referral.case_id == case.id, Referral.role == "lead", col(Referral.state).in_(ALIVE))
    ).first()
    people = {case.logged_by, lead.accepted_by if lead else None, lead.assigned_to if lead else None} - {None}
    notices.tell(
        session, station_id=case.station_id, people=[one for one in people if one], kind="case",
        key=f"turned:{case.id}:{ground.today.isoformat()}",
        message=N_("案件 %(number)s 随时间推移已重新分流：%(why)s"),
        params={"number": case.number, "why": Words(changed[0].title["zh"], changed[0].title["en"])},
        target=f"/cases/{case.id}#referrals", case_id=case.id, now=ground.now,
    )  # fmt: skip


def _renumber(ground: Ground) -> str:
    """Work the days of turning out anew where the rules ask for other numbers than at the last sweep; return them."""
    pattern = turning.pattern(ground.book)
    last = select(SweepRun.turning).where(SweepRun.state == "done").order_by(col(SweepRun.ended_at).desc()).limit(1)
    with db.reading() as session:
        if session.exec(last).first() == pattern:
            return pattern
        changes = list(_changes(session, ground))
    for first in range(0, len(changes), PAGE):
        with db.transaction() as session:
            for case_id, decided_at, day in changes[first : first + PAGE]:
                still = sa.update(Case).where(col(Case.id) == case_id, col(Case.decided_at) == decided_at)
                session.execute(still.values(turns_on=day), execution_options={"synchronize_session": False})
    return pattern


def _changes(session: Session, ground: Ground) -> Iterator[tuple[str, Any, date | None]]:
    """Yield the open cases whose day of turning is another by the rules of today."""
    query = sa.select(
        col(Case.id), col(Case.decided_at), col(Case.received_on), col(Case.situation), col(Case.turns_on),
        col(Case.flags),
    ).where(col(Case.state) == "open")  # fmt: skip
    rows = session.execute(query.execution_options(yield_per=PAGE))
    for case_id, decided_at, received_on, stored, known, flags in rows:
        if RULES_FAILED in flags or (known is not None and known <= ground.today):
            continue  # it is due, perhaps for lists that came or went: deciding it gives the next day
        day = turns_on(ground.book, _counted(stored), received_on, station_day(decided_at))
        if day != known:
            yield case_id, decided_at, day


def _counted(stored: dict[str, Any]) -> Situation:
    """Return the counted facts of a stored decision alone: a fact that can't be read doesn't hold up the others."""
    names = [field.name for field in fields_of("case").values() if field.per_day]
    return Situation("case", {name: stored[name] for name in names if type(stored.get(name)) is int})


def _situation(stored: dict[str, Any]) -> Situation:
    """Return the facts of a stored decision, those of a word that rules no longer know left out."""
    fields = fields_of("case")
    return Situation("case", {name: read_value(fields[name], one) for name, one in stored.items() if name in fields})
