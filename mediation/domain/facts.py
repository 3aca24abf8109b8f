"""From a case as logged to the situations that rules are asked about; all sums and counts are made here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from mediation.domain.casefile import CaseFile, Claim
from mediation.domain.clockrecord import NOTHING, ClockRecord
from mediation.domain.clockwords import HOME
from mediation.domain.situation import Situation, Value
from mediation.domain.vocabulary import CLAIM_KINDS
from mediation.domain.worktime import station_day

_BUILDING_TRADE = ("construction", "building", "建筑", "建设", "施工", "工地", "工程")


@dataclass(frozen=True)
class Standing:
    """What the office knows of a case besides what was logged.

    `referred` says since when a desk has the case; `returned` by which rules a desk had it that sent it back;
    `settled` are the claims that an agreement settled; `organisation` is the kind of the station's mediation body,
    `place` where it is, `record` what was recorded that moves clocks.
    """

    employer_open_cases: int = 0
    unsafe_withdrawn: bool = False
    willing_on: date | None = None
    accepted_on: date | None = None
    referred: Mapping[str, datetime] = field(default_factory=dict)
    returned: Mapping[str, frozenset[str]] = field(default_factory=dict)
    settled: frozenset[Claim] = frozenset()
    organisation: str | None = None
    place: str = HOME
    record: ClockRecord = NOTHING


def case_situation(case: CaseFile, standing: Standing, days_to_limitation: int | None) -> Situation:
    """Return the situation of the whole case; None values mean "not known"."""
    facts: dict[str, Any] = {
        "received_on": station_day(case.received_at),
        "channel": case.channel,
        "workers": case.workers,
        "relation": case.employment.relation,
        "written_contract": case.employment.written_contract,
        "union_told": case.employment.union_told_of_dismissal,
        "willing_applicant": case.willing.applicant,
        "willing_respondent": case.willing.respondent,
        "violence": case.risk.violence,
        "unsafe_withdrawn": standing.unsafe_withdrawn,
        "days_to_limitation": days_to_limitation,
        "employer_open_cases": standing.employer_open_cases,
        "willing_on": willing_on(case, standing),
        "accepted_on": standing.accepted_on,
        "organisation": standing.organisation,
        **claimed(case.claims),
        **{name: getattr(case.risk, name) for name in _RISKS},
        **_parties(case),
    }
    return Situation("case", {name: value for name, value in facts.items() if value is not None})


_RISKS = ("threat", "gathering", "stoppage", "employer_absconded", "payment_order_ignored")


def claim_situation(case: CaseFile, claim: Claim, *, disputed: bool = False) -> Situation:
    """Return the situation of one claim; `disputed`: the parties tell its first day differently."""
    facts = {
        "kind": claim.kind,
        "amount": claim.amount,
        "known_on": claim.known_on,
        "ended_on": case.employment.ended_on,
        "injury_on": claim.accident_on or claim.diagnosed_on,
        "relation": case.employment.relation,
        "disputed": True if disputed else None,
    }
    return Situation("claim", {name: value for name, value in facts.items() if value is not None})


def claim_with(claim: Claim, name: str, value: Value | None) -> Claim:
    """Return a claim with one of its facts changed, named as its situation names it."""
    if name == "injury_on":
        return replace(claim, accident_on=value, diagnosed_on=None)  # type: ignore[arg-type]
    return replace(claim, **{name: value})  # type: ignore[arg-type]


def _parties(case: CaseFile) -> dict[str, Any]:
    employers = [party for party in (*case.applicants, *case.respondents) if party.kind == "employer"]
    industries = [party.industry for party in employers if party.industry]
    return {
        "applicant_kind": case.applicants[0].kind,
        "applicant_migrant": _any(party.migrant for party in case.applicants),
        "applicant_hardship": _any(party.hardship for party in case.applicants),
        "applicant_union_member": _any(party.union_member for party in case.applicants),
        "employer_has_union": _any(party.has_union for party in employers),
        "industry_construction": any(map(_building_trade, industries)) if industries else None,
        "youngest_age": _youngest(case),
    }


def _any(answers: Any) -> bool | None:
    """Say yes if anyone does, no if somebody does and nobody says yes, else not known."""
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _building_trade(industry: str) -> bool:
    return any(word in industry.lower() for word in _BUILDING_TRADE)


def _youngest(case: CaseFile) -> int | None:
    day = station_day(case.received_at)
    born = [party.born for party in (*case.applicants, *case.respondents) if party.kind == "person" and party.born]
    return min((age_on(one, day) for one in born), default=None)


def age_on(born: date, day: date) -> int:
    """Return the full years of age on `day`; a birthday counts from its beginning (民法典 1259: 满 includes)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def claimed(claims: tuple[Claim, ...]) -> dict[str, Value | None]:
    """Return what a case is asked about its claims together: which kinds, how many of them, their sum."""
    return kinds_claimed(claims, CLAIM_KINDS) | {"amount_claimed": amount_claimed(claims)}


def kinds_claimed(claims: tuple[Claim, ...], asked: Iterable[str]) -> dict[str, Value | None]:
    """Return how many kinds of claims a case makes, and for each kind that is asked about whether it makes it."""
    kinds = {claim.kind for claim in claims}
    return {**{f"claims.{kind}": kind in kinds for kind in asked}, "claim_kinds": len(kinds)}


def amount_claimed(claims: tuple[Claim, ...]) -> int | None:
    """Return the sum of the claims of which an amount is known, in fen; None where none is."""
    amounts = [claim.amount for claim in claims if claim.amount is not None]
    return sum(amounts) if amounts else None


def willing_on(case: CaseFile, standing: Standing) -> date | None:
    """Return the day both sides are known to be willing, None while they aren't."""
    if case.willing.applicant and case.willing.respondent:
        return standing.willing_on or station_day(case.received_at)
    return None
