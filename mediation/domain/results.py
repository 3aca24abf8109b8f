"""What a decision gives, result by result, asked by the plain reading: on what ground, and what comes out.

A `Result` names one thing a case may be given: a desk, its priority, a flag, the state of mediation, a date, an
escalation, a piece of advice, or that one rule holds. Its outcome is plain data that two decisions can be compared by;
None or False: not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from mediation.domain import clocks
from mediation.domain.casefile import CaseFile, Claim
from mediation.domain.claimclocks import ClaimHeard, Claims, days_left
from mediation.domain.clocks import Due
from mediation.domain.decision import Heard, hear, referral_dues
from mediation.domain.engine import Hit
from mediation.domain.facts import Standing, claim_with
from mediation.domain.plainrules import PlainRules
from mediation.domain.remembered import Gist, Remembered, Told, TriedClaims
from mediation.domain.roster import DEFAULT_PLANS, DutyPlan
from mediation.domain.rule import Rule
from mediation.domain.situation import Situation, Value
from mediation.domain.workdays import Calendar
from mediation.domain.worktime import station_day

Kind = Literal["desk", "priority", "flag", "mediation", "date", "escalation", "advice", "rule"]
Outcome = Any
"""desk: lead, assist or None · priority: its word or None · flag, advice: bool · mediation: open, refused, blocked ·
date: ((safe_on, last_on), …) or None · escalation: level or None · rule: its level, True where it has none, or None."""


@dataclass(frozen=True, order=True)
class Result:
    """One thing that a decision gives; `claim` is the position of the claim that a date or a rule is about."""

    kind: Kind
    name: str = ""
    claim: int | None = None

    @property
    def key(self) -> str:
        """Return the name by which commands and addresses know it: `date:limitation.severance:0`."""
        return ":".join([self.kind, *filter(None, [self.name]), *([] if self.claim is None else [str(self.claim)])])

    @classmethod
    def read(cls, key: str) -> Result:
        """Return the result that `key` names; raises ValueError for what can be none."""
        kind, *rest = key.split(":")
        if kind not in Kind.__args__ or len(rest) > 2 or (kind == "mediation") == bool(rest):  # type: ignore[attr-defined]
            raise ValueError(f"{key!r} names no result")
        claim = int(rest[1]) if len(rest) == 2 else None
        return cls(kind, rest[0] if rest else "", claim)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Ground:
    """All that a decision rests on; `now` None: it is made at the receipt, and moves with it.

    `given` are facts of the case taken instead of what the file says, `withdrawn` the positions of claims that are left
    out of it.
    """

    case: CaseFile
    calendar: Calendar
    standing: Standing = field(default_factory=Standing)
    now: datetime | None = None
    referred_at: datetime | None = None
    duty: tuple[DutyPlan, ...] = DEFAULT_PLANS
    given: Mapping[str, Value | None] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()

    @property
    def asked(self) -> CaseFile:
        """Give the case as the rules are asked about it."""
        if not self.withdrawn:
            return self.case
        return replace(self.case, claims=tuple(self.case.claims[place] for place in self.kept))

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """Give the positions of the claims that are made."""
        return tuple(place for place in range(len(self.case.claims)) if place not in self.withdrawn)

    @property
    def known(self) -> Standing:
        """Give what the office knows, its record told by the positions that the claims asked about have."""
        return replace(self.standing, record=self.standing.record.of_claims(self.kept))

    def claim(self, place: int | None) -> Claim | None:
        """Return the claim in a position, None for one that isn't made."""
        if place is None or place in self.withdrawn or place >= len(self.case.claims):
            return None
        return self.case.claims[place]

    @cached_property
    def judged_on(self) -> date:
        """Give the day whose rules decide: that of the receipt."""
        return station_day(self.case.received_at)

    @property
    def decided_at(self) -> datetime:
        """Give the instant of the decision."""
        return self.now or self.case.received_at


@dataclass(frozen=True)
class _Desk:
    """A referral as far as its dates rest on it."""

    desk: str
    role: str
    priority: str


class Answer:
    """What the rules say on one ground, each part worked out when it is first asked for."""

    def __init__(self, ground: Ground, rules: PlainRules, remembered: Remembered | None = None) -> None:
        self.ground, self.rules, self.remembered = ground, rules, remembered or Remembered()
        self._told: dict[Result, Outcome] = {}

    @cached_property
    def heard(self) -> Heard:
        """Desks, flags, all facts, the dates of the claims."""
        one = self.ground
        return hear(
            one.asked, engine=self.rules, calendar=one.calendar, now=one.decided_at,
            standing=one.known if one.withdrawn else one.standing, given=one.given, claims=self.claims,
        )  # fmt: skip

    def as_before(self, before: Answer, moved: Mapping[str, Value | None]) -> Answer:
        """Take over what the rules said before, where nothing but the `moved` facts has changed of it."""
        heard = before.heard
        self.__dict__["heard"] = Heard(heard.tally, heard.situation.plus(moved), heard.dues)
        return self

    @property
    def claims(self) -> list[ClaimHeard]:
        """Give what the rules say of each claim that is made."""
        kept = self.ground.kept
        return [self.remembered.heard(self._claims, nth, kept) for nth in range(len(kept))]

    @property
    def gists(self) -> list[Gist]:
        """Give the gist of that."""
        kept = self.ground.kept
        return [self.remembered.gist(self._claims, nth, kept) for nth in range(len(kept))]

    @property
    def days_left(self) -> int | None:
        """Give the days to the nearest limitation date of a claim that isn't settled."""
        ends = [self.ends_on(nth) for nth in range(len(self.ground.kept))]
        return days_left(ends, station_day(self.ground.decided_at))

    def ends_on(self, nth: int, change: Told | None = None) -> date | None:
        """Return when the limitation of the nth claim that is made ends at the earliest, None for a settled one.

        `change`: that of the claim with one fact changed.
        """
        claims, settled = self._claims, self.ground.standing.settled
        if settled and (claim_with(claims.case.claims[nth], *change) if change else claims.case.claims[nth]) in settled:
            return None
        return self.remembered.gist(claims, nth, self.ground.kept, change).ends_on

    @cached_property
    def _claims(self) -> TriedClaims:
        one = self.ground
        standing = one.known if one.withdrawn else one.standing
        return TriedClaims(one.asked, self.rules, one.calendar, standing, self.remembered)

    @property
    def situation(self) -> Situation:
        """The situation of the case with all that was inferred."""
        return self.heard.situation

    def hits(self, stratum: str, claim: int | None = None) -> tuple[Hit, ...]:
        """Return the rules of a stratum that hold and aren't overridden."""
        return self.rules.fire(stratum, self.about(stratum, claim), self.ground.judged_on, self.ground.standing.place)

    def about(self, stratum: str, claim: int | None = None) -> Situation:
        """Return the situation that a stratum is asked about; of another subject than case and claim one unknown."""
        subject = self.rules.book.strata[stratum].subject
        if subject == "case":
            return self.situation
        if subject == "claim" and self.ground.claim(claim) is not None:
            return self.claim_situation(claim or 0)
        return Situation(subject)

    def claim_situation(self, place: int) -> Situation:
        """Return the situation of the claim in a position."""
        case, standing = self.ground.case, self.ground.standing
        return Claims(case, self.rules, self.ground.calendar, standing).about(place)

    def referrals(self) -> list[Situation]:
        """Return the situations of the desks that the case goes to."""
        return [
            Situation("referral", {"desk": one.desk, "role": one.role, "priority": one.priority, "referred_on": on})
            for one, on in ((desk, station_day(self._since(desk.desk))) for desk in self._desks())
        ]

    def outcome(self, result: Result) -> Outcome:
        """Return what comes out for one result."""
        if result not in self._told:
            self._told[result] = self._outcome(result)
        return self._told[result]

    def _outcome(self, result: Result) -> Outcome:
        if result.kind in ("date", "rule"):
            return self._dates(result) if result.kind == "date" else self._rule(result)
        tally = self.heard.tally
        match result.kind:
            case "desk":
                return ("lead" if result.name == tally.lead else "assist") if result.name in tally.priority else None
            case "priority":
                return tally.priority.get(result.name)
            case "flag":
                return result.name in tally.flags
            case "mediation":
                return next((one for one in ("blocked", "refused") if one in tally.mediation), "open")
            case "advice":
                return self._advised(result.name)
        return next((hit.level or 1 for hit in self.hits("escalation") if hit.rule.id == result.name), None)

    def dues(self, result: Result) -> list[Due]:
        """Return the dates of one id, with their receipts."""
        if result.claim is not None:
            kept = self.ground.kept
            if result.claim not in kept:
                return []
            heard = self.remembered.heard(self._claims, kept.index(result.claim), kept)
            return [due for due in heard.dues if due.id == result.name]
        found = self._case_dues(result) if result.name != "station.opinion" else self._desk_dues()
        return [due for due in found if due.id == result.name]

    def _dates(self, result: Result) -> Outcome:
        return tuple((due.limit.safe_on, due.limit.last_on) for due in self.dues(result)) or None

    def _case_dues(self, result: Result) -> list[Due]:
        hits = [hit for hit in self.hits("clocks") if gives(hit.rule, result)]
        record = self.ground.standing.record
        return clocks.started(hits, self.situation, calendar=self.ground.calendar, record=record)

    def _desks(self) -> list[_Desk]:
        tally = self.heard.tally
        return [
            _Desk(desk, "lead" if desk == tally.lead else "assist", priority)
            for desk, priority in tally.priority.items()
        ]

    def _since(self, desk: str) -> datetime:
        one = self.ground
        return one.standing.referred.get(desk, one.referred_at or one.case.received_at)

    def _desk_dues(self) -> list[Due]:
        one, known = self.ground, self.remembered.referrals
        found: list[Due] = []
        for desk in self._desks():
            since = self._since(desk.desk)
            if (desk, since) not in known:
                known[desk, since] = referral_dues(desk, since, one.judged_on, self.rules, one.calendar, one.duty)
            found += known[desk, since]
        return found

    def _advised(self, name: str) -> bool:
        tally = self.heard.tally
        if any(f"{one.kind}.{one.code}" == name for one in tally.advice):
            return True
        return any(gives(hit.rule, Result("advice", name)) for hit in self.hits("clocks"))

    def _rule(self, result: Result) -> Outcome:
        rule = next((one for one in self.rules.book.rules if one.id == result.name), None)
        if rule is None or (result.claim is not None and self.ground.claim(result.claim) is None):
            return None
        hits = self.hits(rule.stratum, result.claim)
        return next((hit.level or True for hit in hits if hit.rule.id == result.name), None)


def gives(rule: Rule, result: Result) -> bool:
    """Say whether `rule`, where it holds, is one of those that make the result; for dates whatever the kind."""
    match result.kind:
        case "desk" | "priority":
            return any(one.word in ("may_lead", "assist", "lead") and one.desk == result.name for one in rule.effects)
        case "flag" | "mediation":
            return any(
                one.word == result.kind and (one.value == result.name or not result.name) for one in rule.effects
            )
        case "advice":
            return any(f"{one.word}.{one.value}" == result.name for one in rule.effects)
        case "date":
            return any(one.word == "deadline" and _is_id(one.deadline.id, result.name) for one in rule.effects)
    return rule.id == result.name


def _is_id(written: str, name: str) -> bool:
    return written == name or (written.endswith(".KIND") and name.startswith(written.removesuffix("KIND")))
