"""Bring the rows of a case in line with a decision: nothing is deleted, what lost its reason is closed with it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from mediation.domain.decision import Decision, Raised, Routed, decide
from mediation.domain.engine import Rules
from mediation.domain.salvage import Failure
from mediation.domain.tally import Advice, plain
from mediation.domain.worktime import DeskHours, accept_by, station_day
from mediation.models.base import fresh
from mediation.models.case import Case
from mediation.models.escalation import Suggestion
from mediation.models.referral import ALIVE, PRIORITIES, Referral
from mediation.models.station import Station
from mediation.office import (
    casebook,
    conflicts_names,
    docket_holds,
    escalations,
    history,
    notices_referral,
    raising,
    routing_dates,
    rules,
    rules_failing,
    searchwords,
)
from mediation.office.book import Book
from mediation.office.history import Entry
from mediation.office.raising import Finding, Held
from mediation.office.routing_dates import FACTS, Cause
from mediation.office.sittings import calling_off


def reroute(
    session: Session, book: Book, station: Station, *, actor: str, now: datetime, referred_at: datetime | None = None,
    turned: Sequence[str] = (), why: Cause = FACTS,
) -> Decision:  # fmt: skip
    """Ask the rules about the case as it stands and bring its rows in line; writes the decision's history line.

    New referrals count from `referred_at`, from now unless given. `turned` are the rules that time alone has changed,
    `why` says for what reason dates that move and referrals without a ground are closed.
    """
    session.flush()
    conflicts_names.renew(session, book.case, actor=actor, now=now)
    decision, failure = _decided(session, book, station, referred_at or now, now, actor)
    if rules_failing.still_failing(book.case.flags, decision, actor):
        return decision
    enter(book.case, decision, now)
    session.add(book.case)
    moved = _referrals(session, book.case, station, decision, referred_at or now, now, why)
    dates = routing_dates.align(session, book, decision, why=why, now=now)
    raised = _escalations(session, book.case, decision, now)
    _advice(session, book.case, decision, now)
    if failure is not None:
        rules_failing.alarm(session, book.case, failure, now=now)
    line = decided_line(book.case, decision, moved, raised, turned, failure)
    history.record_all(session, [line, *dates], station_id=book.case.station_id, actor=actor, now=now)
    if why_stopped := calling_off.STOPPED.get(book.case.mediation):
        calling_off.call_off(session, book.case, why_stopped, actor=actor, now=now)
    docket_holds.settle(session, book.case, actor=actor, now=now)
    searchwords.index(session, book)
    return decision


def _decided(
    session: Session, book: Book, station: Station, since: datetime, now: datetime, actor: str
) -> tuple[Decision, Failure | None]:
    in_use, file = rules.current(), casebook.as_file(book, station.code)
    settings, standing = casebook.settings_of(session, station), casebook.standing(session, book, now=now)

    def ask(engine: Rules) -> Decision:
        return decide(
            file, engine=engine, calendar=in_use.calendar, now=now, referred_at=since, station=settings,
            standing=standing,
        )  # fmt: skip

    return rules_failing.decide(ask, in_use, actor=actor, now=now, held_by=partial(_leading, session, book.case))


def _leading(session: Session, case: Case) -> str:
    """Return the desk that has accepted the lead of a case, "" for none."""
    leads = select(Referral.desk).where(
        Referral.case_id == case.id, Referral.role == "lead", Referral.state == "accepted"
    )
    return session.exec(leads).first() or ""


def decided_line(
    case: Case, decision: Decision, moved: Sequence[str], raised: Sequence[str], turned: Sequence[str] = (),
    failure: Failure | None = None,
) -> Entry:  # fmt: skip
    """Return the history line of a decision: what it says, which referrals moved, what it raised, why rules failed."""
    fields = {
        "lead": decision.lead, "mediation": decision.mediation, "flags": list(decision.flags),
        "referrals": list(moved), "escalations": list(raised), "rulebook": decision.rulebook,
        **({"turned": list(turned)} if turned else {}), **({"failed": str(failure)} if failure else {}),
    }  # fmt: skip
    return Entry("case.decided", ("case", case.id), fields)


def enter(case: Case, decision: Decision, now: datetime) -> None:
    """Write a decision into the case row."""
    case.flags, case.mediation, case.lead = list(decision.flags), decision.mediation, decision.lead
    case.situation, case.rulebook, case.decided_at = plain(decision.situation.known()), decision.rulebook, now
    case.turns_on = decision.turns_on
    dates = [due.limit.safe_on for due in decision.deadlines if due.id.startswith("limitation.")]
    case.limitation_on = min(dates, default=None)


def _referrals(
    session: Session, case: Case, station: Station, decision: Decision, since: datetime, now: datetime, why: Cause
) -> list[str]:
    """Bring the referrals in line; return what moved, one word each, for the history."""
    hours, calendar = DeskHours(station.opens_at, station.closes_at), rules.current().calendar
    rows = session.exec(select(Referral).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))).all()
    alive = {row.desk: row for row in rows}
    urgency = {row.id: row.priority for row in rows}
    stirred, moved = [], []
    for routed in decision.referrals:
        row = alive.pop(routed.desk, None)
        if row is None:
            row = Referral(**referral_values(case, routed, decision, since))
            moved.append(f"+{routed.desk}")
        elif row.role != routed.role:
            moved.append(f"{routed.desk}→{routed.role}")
        if PRIORITIES.index(routed.priority) > PRIORITIES.index(row.priority):
            _hurry(row, [accept_by(now, routed.priority, hours, calendar, times=times) for times in (1, 2)])
        _renew(row, routed, decision)
        session.add(row)
        if urgency.get(row.id) != row.priority:
            stirred.append((row, row.id not in urgency))
    for row in alive.values():
        row.state, row.closed_at, row.closed_why = "closed", now, dict(why.ended)
        session.add(row)
        moved.append(f"-{row.desk}")
    notices_referral.referred(session, case, stirred, now=now)
    return moved


def _hurry(row: Referral, by: Sequence[datetime]) -> None:
    """Let the shorter time of a referral that has become more urgent run from now, never past the time it had."""
    row.accept_by = min(row.accept_by, by[0])
    row.twice_by = min(row.twice_by or by[1], by[1])


def _renew(row: Referral, routed: Routed, decision: Decision) -> None:
    row.role, row.priority = routed.role, routed.priority
    row.because, row.rulebook = _because(routed, decision), decision.rulebook


def _because(routed: Routed, decision: Decision) -> list[dict[str, Any]]:
    reasons = [reason.stored() for reason in routed.reasons]
    return [*reasons, {**decision.lead_reason.stored(), "lead": True}] if routed.role == "lead" else reasons


def referral_values(case: Case, routed: Routed, decision: Decision, since: datetime) -> dict[str, Any]:
    """Return the values of one new referral."""
    return fresh(
        Referral, station_id=case.station_id, case_id=case.id, desk=routed.desk, role=routed.role,
        priority=routed.priority, referred_at=since, referred_on=station_day(since), accept_by=routed.accept_by,
        twice_by=routed.twice_by, because=_because(routed, decision), rulebook=decision.rulebook,
    )  # fmt: skip


def _escalations(session: Session, case: Case, decision: Decision, now: datetime) -> list[str]:
    """Bring the escalations that a decision makes in line; tell whom they concern; return what was raised."""
    known = raising.rows_of(session, [case.id])
    finding = finding_of(case, decision)
    held = finding.held
    rows = known.get(case.id, [])
    for row in rows:
        if row.state == "open" and row.rule in held and held[row.rule].level == row.level:
            row.because = [dict(held[row.rule].because)]
            session.add(row)
    changes = raising.compare(known, [finding])
    written = raising.write(session, changes, rulebook=decision.rulebook, now=now)
    for row in rows:
        session.expire(row)
    escalations.announce(session, written.raised, now=now)
    return [f"{one.rule}:{one.level}" for one in written.raised]


def finding_of(case: Case, decision: Decision) -> Finding:
    """Return what a decision raises about its case, with what is suggested beside it."""
    held = {
        one.rule: Held(one.level, one.reason.stored(), case.limitation_on if _is_about_time(one) else None)
        for one in decision.escalations
    }
    in_use = rules.current()
    engine = rules_failing.engine_for(decision, in_use)
    held = raising.with_advice(held, engine.fire("watch_case", decision.situation, case.received_on))
    asked = frozenset(rule.id for rule in in_use.book.versions("escalation"))
    return Finding(case.station_id, "case", case.id, case.id, decision.lead, asked, held)


def _is_about_time(raised: Raised) -> bool:
    return "days_to_limitation" in raised.reason.facts


def _advice(session: Session, case: Case, decision: Decision, now: datetime) -> None:
    rows = session.exec(select(Suggestion).where(Suggestion.case_id == case.id)).all()
    known = {(row.kind, row.code): row for row in rows}
    for one in decision.advice:
        row = known.pop((one.kind, one.code), None)
        if row is None:
            row = Suggestion(**suggestion_values(case, one, decision, now))
        row.state, row.because = "open", [one.reason.stored()]
        session.add(row)
    for row in known.values():
        row.state = "closed"
        session.add(row)


def suggestion_values(case: Case, one: Advice, decision: Decision, now: datetime) -> dict[str, Any]:
    """Return the values of one new suggestion."""
    return fresh(
        Suggestion, station_id=case.station_id, case_id=case.id, kind=one.kind, code=one.code, made_at=now,
        because=[one.reason.stored()], rulebook=decision.rulebook,
    )  # fmt: skip
