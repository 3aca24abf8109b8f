"""Decide a case: which desks, in which role, by when; which dates run; who higher up must know; what is advised.

A decision is a pure function of the rule book, the calendar and the facts. The strata run in the fixed order of
rules/strata.yaml; each may infer fields that the next one reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Protocol

from mediation.domain import clocks, turning
from mediation.domain.casefile import CaseFile
from mediation.domain.claimclocks import ClaimHeard, Claims, days_left, event_dues, limitation_ends
from mediation.domain.clocks import Due
from mediation.domain.engine import Hit, Rules
from mediation.domain.facts import Standing, case_situation
from mediation.domain.roster import DEFAULT_PLANS, DutyPlan
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation, Value
from mediation.domain.tally import PRIORITIES, Advice, Reason, Tally, because
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import ZONE, DeskHours, accept_by, station_day


@dataclass(frozen=True)
class Station:
    """What of a station's settings a decision needs."""

    hours: DeskHours = DeskHours()
    duty: tuple[DutyPlan, ...] = DEFAULT_PLANS


class Referred(Protocol):
    """What of a referral its dates rest on."""

    @property
    def desk(self) -> str:
        """Give the desk."""
        ...

    @property
    def role(self) -> str:
        """Give the role."""
        ...

    @property
    def priority(self) -> str:
        """Give the priority."""
        ...


@dataclass(frozen=True)
class Routed:
    """One desk's referral."""

    desk: str
    role: str
    priority: str
    accept_by: datetime
    twice_by: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Raised:
    """One escalation at its highest level."""

    rule: str
    level: int
    reason: Reason


@dataclass(frozen=True)
class Decision:
    """Everything the rules say of a case on a day."""

    flags: tuple[str, ...]
    mediation: str
    lead: str
    lead_reason: Reason
    referrals: tuple[Routed, ...]
    deadlines: tuple[Due, ...]
    escalations: tuple[Raised, ...]
    advice: tuple[Advice, ...]
    situation: Situation
    rulebook: str
    turns_on: date | None = None  # the day on which time alone changes what a rule says

    def answer(self, number: str | None = None) -> dict[str, Any]:
        """Return the answer in the shape of the interface, lists sorted by urgency, then by id."""
        return {
            "number": number,
            "flags": list(self.flags),
            "mediation": self.mediation,
            "referrals": [_referral(one) for one in self.referrals],
            "deadlines": [_deadline(one) for one in self.deadlines],
            "escalations": [{"rule": one.rule, "level": one.level} for one in self.escalations],
            "suggestions": [
                {"id": one.code, "rule": one.reason.rule, "law": list(one.reason.law)} for one in self.advice
            ],
            "rulebook": self.rulebook,
        }


@dataclass(frozen=True)
class Heard:
    """What the claim, routing and lead rules say of a case: desks and flags, all facts, the dates of the claims."""

    tally: Tally
    situation: Situation
    dues: list[Due]


def hear(
    case: CaseFile,
    *,
    engine: Rules,
    calendar: Calendar,
    now: datetime,
    standing: Standing,
    given: Mapping[str, Value | None] = MappingProxyType({}),
    claims: Sequence[ClaimHeard] | None = None,
) -> Heard:
    """Ask the rules that come before the dates; `given` are facts of the case taken instead of what the file says.

    `claims`: what was heard of the claims, where that is known already.
    """
    judged_on = station_day(case.received_at)
    tally = Tally(standing.returned)
    claims = Claims(case, engine, calendar, standing).every() if claims is None else claims
    for one in claims:
        for hit in one.hits:
            tally.add(hit, one.about)
    dues = [due for one in claims for due in one.dues]
    situation = case_situation(case, standing, _days_left(dues, standing, now))
    situation = _routed(tally, situation.plus(given) if given else situation, engine, judged_on)
    return Heard(tally, situation, dues)


def decide(
    case: CaseFile,
    *,
    engine: Rules,
    calendar: Calendar,
    now: datetime,
    referred_at: datetime | None = None,
    station: Station = Station(),  # noqa: B008 - frozen
    standing: Standing = Standing(),  # noqa: B008 - frozen
    given: Mapping[str, Value | None] = MappingProxyType({}),
) -> Decision:
    """Decide `case` as of `now` by the rules in force on the day it was received.

    Acceptance clocks of new referrals run from `referred_at`, the receipt unless given. `given` are facts of the case
    that a "what if" takes instead of what the file says. Raises NoLead where no rule names who leads.
    """
    judged_on = station_day(case.received_at)
    heard = hear(case, engine=engine, calendar=calendar, now=now, standing=standing, given=given)
    tally, situation, dues = heard.tally, heard.situation, heard.dues
    if tally.lead_reason is None:
        raise NoLead(f"no rule gave a lead on {judged_on}: rules/routing/ lacks routing.fallback for that day")
    hits = engine.fire("clocks", situation, judged_on, standing.place)
    dues += clocks.started(hits, situation, calendar=calendar, record=standing.record)
    dues += event_dues(tally, engine, calendar, standing, _days_left(dues, standing, now))
    since = {desk: standing.referred.get(desk, referred_at or case.received_at) for desk in tally.priority}
    referrals = _referrals(tally, since, station.hours, calendar)
    dues += _duty_dues(referrals, since, judged_on, engine, calendar, station)
    return Decision(
        flags=tuple(sorted(tally.flags)),
        mediation=next((one for one in ("blocked", "refused") if one in tally.mediation), "open"),
        lead=tally.lead,
        lead_reason=tally.lead_reason,
        referrals=tuple(referrals),
        deadlines=tuple(sorted(_without_twins(dues), key=lambda due: (due.limit.safe_on, due.id))),
        escalations=_raised(engine.fire("escalation", situation, judged_on), situation),
        advice=tuple(sorted(_once(tally.advice), key=lambda one: one.code)),
        situation=situation,
        rulebook=engine.book.digest,
        turns_on=turns_on(engine.book, situation, judged_on, station_day(now)),
    )


def turns_on(book: RuleBook, situation: Situation, judged_on: date, decided_on: date) -> date | None:
    """Return the first day after `decided_on` on which time alone changes a rule that decided; None for never."""
    rules = [rule for name in turning.DECIDED for rule in book.stratum(name, judged_on)]
    days = turning.next_turn(rules, situation)
    return None if days is None else decided_on + timedelta(days=days)


def _routed(tally: Tally, situation: Situation, engine: Rules, judged_on: date) -> Situation:
    """Let the routing and lead rules have their say; return the situation with what they inferred."""
    for stratum in ("routing", "lead"):
        for hit in engine.fire(stratum, situation, judged_on):
            tally.add(hit, situation)
        if stratum == "routing":
            tally.drop_returned()
        situation = situation.plus(tally.facts())
    return situation


def _raised(hits: Iterable[Hit], situation: Situation) -> tuple[Raised, ...]:
    raised = [Raised(hit.rule.id, hit.level or 1, because(hit, situation)) for hit in hits]
    return tuple(sorted(raised, key=lambda one: (-one.level, one.rule)))


class NoLead(RuntimeError):
    """The rule book in use gives a case no lead: a fault of the rules, to be mended there."""


def _days_left(dues: Iterable[Due], standing: Standing, now: datetime) -> int | None:
    """Count the days to the nearest limitation date of a claim that isn't settled."""
    running = (due for due in dues if due.claim not in standing.settled)
    return days_left([limitation_ends(running)], station_day(now))


def _referrals(
    tally: Tally, since: Mapping[str, datetime], hours: DeskHours, calendar: Calendar
) -> list[Routed]:
    routed = []
    for desk in sorted(tally.priority, key=lambda one: (-PRIORITIES.index(tally.priority[one]), one)):
        priority = tally.priority[desk]
        once, twice = (accept_by(since[desk], priority, hours, calendar, times=times) for times in (1, 2))
        role = "lead" if desk == tally.lead else "assist"
        routed.append(Routed(desk, role, priority, once, twice, tuple(tally.reasons[desk])))
    return routed


def _duty_dues(
    referrals: list[Routed],
    since: Mapping[str, datetime],
    judged_on: date,
    engine: Rules,
    calendar: Calendar,
    station: Station,
) -> list[Due]:
    return [
        due
        for one in referrals
        for due in referral_dues(one, since[one.desk], judged_on, engine, calendar, station.duty)
    ]


def referral_dues(
    one: Referred, since: datetime, judged_on: date, engine: Rules, calendar: Calendar, duty: tuple[DutyPlan, ...]
) -> list[Due]:
    """Return the dates that a referral starts by its desk, role and priority, duty days counted by `duty`."""
    facts = {"desk": one.desk, "role": one.role, "priority": one.priority, "referred_on": station_day(since)}
    about = Situation("referral", facts)
    hits = engine.fire("referral", about, judged_on)
    return clocks.started(hits, about, calendar=calendar, duty=(since, duty))


def _without_twins(dues: Iterable[Due]) -> list[Due]:
    """Drop a date that says the same as another: two pay claims end on one day."""
    kept: dict[tuple[Any, ...], Due] = {}
    for due in dues:
        kept.setdefault((due.id, due.limit.safe_on), due)
    return list(kept.values())


def _once(advice: Iterable[Advice]) -> list[Advice]:
    return list({(one.kind, one.code): one for one in advice}.values())


def _referral(one: Routed) -> dict[str, Any]:
    law = dict.fromkeys(key for reason in one.reasons for key in reason.law)
    return {
        "desk": one.desk,
        "role": one.role,
        "priority": one.priority,
        "accept_by": one.accept_by.astimezone(ZONE).isoformat(timespec="seconds"),
        "rules": sorted(reason.rule for reason in one.reasons),
        "law": list(law),
    }


def _deadline(one: Due) -> dict[str, Any]:
    last = one.limit.last_on
    return {
        "id": one.id,
        "safe_on": one.limit.safe_on.isoformat(),
        "last_on": last.isoformat() if last else None,
        "rule": one.rule,
        "law": list(one.law),
    }


