"""The single facts of a case that a person can change, and the case as it would be with one of them changed.

A fact is a field that rules read, as the vocabulary names it, with these exceptions, which are facts of a claim or
follow from other facts:

- `claims[i].kind`, `.amount`, `.known_on`, `.injury_on` are facts of the claim in that position; the kinds and the sum
  that rules about the case read (`claims.*`, `claim_kinds`, `amount_claimed`) and the limitation dates follow from
  them.
- `claims.KIND` is the fact that such a claim is made at all: yes adds one of which nothing else is known, no withdraws
  all of that kind with their amounts and dates (also the only one: the case then claims nothing).
- `days_to_limitation` follows from the claims, from `ended_on` and from the day of the decision: it is no fact.
- `ended_on` and `relation` are facts of the employment; every claim reads them too.
- `willing_on` is a fact only while both sides are known to be willing; till it is told the day of receipt stands for
  it.
- Where a decision is made as of the receipt, `received_on` moves the day of the decision, too. A day of receipt on
  which other versions of the rules are in force is another law and not another fact: it isn't tried.
- What is asked of the parties together stands for all of them: whether an applicant is a migrant worker, the age of
  the youngest, whether the employer has a union. With another `received_on` that age is counted anew from the births.

- What people recorded of a clock (interruptions, pauses, extensions, events, a first day told differently) stays as it
  was recorded.

Inferred fields are no facts: they are what rules make of facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from mediation.domain.casefile import FIRST_DAY, MOST_WORKERS, CaseFile, Claim
from mediation.domain.facts import claim_situation, claim_with
from mediation.domain.results import Ground
from mediation.domain.situation import INT_BOUND, Situation, Value
from mediation.domain.vocabulary import CLAIM_KINDS, Field, fields_of
from mediation.domain.worktime import station_day

_OF_CLAIM: Final = ("kind", "amount", "known_on", "injury_on")
_RISKS: Final = ("threat", "gathering", "stoppage", "violence", "employer_absconded", "payment_order_ignored")
_WORK: Final = {
    "relation": "relation", "written_contract": "written_contract", "union_told": "union_told_of_dismissal",
    "ended_on": "ended_on",
}  # fmt: skip
_STANDING: Final = ("employer_open_cases", "unsafe_withdrawn", "accepted_on", "willing_on")
_ALWAYS_KNOWN: Final = frozenset({
    "received_on", "channel", "workers", "relation", "kind", "applicant_kind", "employer_open_cases",
    "unsafe_withdrawn", "willing_on",
})  # fmt: skip
"""What a case always says of itself: none of these can become unknown (`relation` has a word of its own for it)."""
_LEAST: Final = {"workers": 1, "youngest_age": 0, "employer_open_cases": 0, "amount": 0}
_MOST: Final = {"workers": MOST_WORKERS}


@dataclass(frozen=True)
class Fact:
    """One fact: the field that rules read it as, and the position of the claim it belongs to."""

    field: Field
    claim: int | None = None

    @property
    def name(self) -> str:
        """Return the name of the fact: `workers`, `claims[0].known_on`, `claims.overtime`."""
        return self.field.name if self.claim is None else f"claims[{self.claim}].{self.field.name}"

    @property
    def sure(self) -> bool:
        """Say whether the fact can't become unknown."""
        return self.field.sure or self.field.name in _ALWAYS_KNOWN

    def allows(self, value: Value, ground: Ground, span: tuple[date, date]) -> bool:
        """Say whether a case could hold the value: no days to come, none before `span`, no negative counts."""
        if isinstance(value, date):
            moves = self.field.name == "received_on" and ground.now is None
            first, last = span if self.field.name == "received_on" else (FIRST_DAY, date.max)
            return first <= value <= last and (moves or value <= station_day(ground.decided_at))
        if self.field.type == "int" and isinstance(value, int):
            return _LEAST.get(self.field.name, -INT_BOUND) <= value <= _MOST.get(self.field.name, INT_BOUND)
        return True


def facts_behind(names: Iterable[tuple[str, str]], ground: Ground) -> tuple[Fact, ...]:
    """Return the facts on which these fields (subject, name) rest, each once, in the order of the fields."""
    found: dict[str, Fact] = {}
    for subject, name in names:
        for fact in _behind(subject, name, ground):
            found.setdefault(fact.name, fact)
    return tuple(found.values())


def _behind(subject: str, name: str, ground: Ground) -> Iterator[Fact]:
    case, claim = fields_of("case"), fields_of("claim")
    places = range(len(ground.case.claims))
    if subject == "claim":
        if name in ("ended_on", "relation"):
            yield Fact(claim[name] if name == "ended_on" else case[name])
        elif name in _OF_CLAIM:
            yield from (Fact(claim[name], place) for place in places)
            yield from (Fact(case[f"claims.{kind}"]) for kind in CLAIM_KINDS if name == "kind")
        return
    if name.startswith("claims."):
        yield Fact(case[name])
        yield from (Fact(claim["kind"], place) for place in places)
    elif name == "claim_kinds":
        yield from (Fact(case[f"claims.{kind}"]) for kind in CLAIM_KINDS)
        yield from (Fact(claim["kind"], place) for place in places)
    elif name == "amount_claimed":
        yield from (Fact(claim["amount"], place) for place in places)
        yield from (Fact(case[f"claims.{one.kind}"]) for one in ground.case.claims)
    elif name == "willing_on":
        both = ground.case.willing.applicant and ground.case.willing.respondent
        yield from (Fact(case[one]) for one in ("willing_applicant", "willing_respondent"))
        if both:
            yield Fact(case[name])
    elif not case[name].inferred and name != "days_to_limitation":
        yield Fact(case[name])


def actual(fact: Fact, ground: Ground, situation: Situation) -> Value | None:
    """Return the value that the fact has; `situation` is that of the case."""
    name = fact.field.name
    if fact.claim is not None:
        return claim_situation(ground.case, ground.case.claims[fact.claim])[name]
    return ground.case.employment.ended_on if name == "ended_on" else situation[name]


def changed(ground: Ground, fact: Fact, value: Value | None) -> Ground:
    """Return the ground with one fact changed, and all that follows from it."""
    name, case = fact.field.name, ground.case
    if fact.claim is not None:
        return _with_claim(ground, fact.claim, claim_with(case.claims[fact.claim], name, value))
    if name.startswith("claims."):
        return _claiming(ground, name.removeprefix("claims."), bool(value))
    if name in _STANDING:
        return replace(ground, standing=replace(ground.standing, **{name: value}))  # type: ignore[arg-type]
    of_file = _in_file(case, name, value, ground.judged_on)
    return replace(ground, case=of_file) if of_file else replace(ground, given={**ground.given, name: value})


def _in_file(case: CaseFile, name: str, value: Value | None, received_on: date) -> CaseFile | None:
    """Return the case file with a fact changed that it holds by itself; None for one that it doesn't hold so."""
    if name == "received_on" and isinstance(value, date):
        return replace(case, received_at=case.received_at + timedelta(days=(value - received_on).days))
    if name in ("channel", "workers"):
        return replace(case, **{name: value})  # type: ignore[arg-type]
    if name in _WORK:
        return replace(case, employment=replace(case.employment, **{_WORK[name]: value}))  # type: ignore[arg-type]
    if name in _RISKS:
        return replace(case, risk=replace(case.risk, **{name: value}))  # type: ignore[arg-type]
    if name in ("willing_applicant", "willing_respondent"):
        return replace(case, willing=replace(case.willing, **{name.removeprefix("willing_"): value}))  # type: ignore[arg-type]
    return None


def _with_claim(ground: Ground, place: int, claim: Claim) -> Ground:
    claims = (*ground.case.claims[:place], claim, *ground.case.claims[place + 1 :])
    was, standing = ground.case.claims[place], ground.standing
    if was in standing.settled:
        standing = replace(standing, settled=(standing.settled - {was}) | {claim})
    return replace(ground, case=replace(ground.case, claims=claims), standing=standing)


def _claiming(ground: Ground, kind: str, wanted: bool) -> Ground:
    claims = ground.case.claims
    places = {place for place, one in enumerate(claims) if one.kind == kind}
    if not wanted:
        return replace(ground, withdrawn=ground.withdrawn | places)
    if places - ground.withdrawn:
        return ground
    return replace(ground, case=replace(ground.case, claims=(*claims, Claim(kind))))
