"""What the rules said of claims and desks, kept while one question is tried on a case changed in many single facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from mediation.domain.casefile import CaseFile, Claim, Employment
from mediation.domain.claimclocks import ClaimHeard, Claims, limitation_ends
from mediation.domain.clockrecord import NOTHING
from mediation.domain.clocks import Due
from mediation.domain.conditions import Test, test_holds, tests_in
from mediation.domain.engine import Hit, Rules
from mediation.domain.facts import Standing, claim_with
from mediation.domain.situation import Situation, Value
from mediation.domain.workdays import Calendar

Kept = tuple[int, ...]
"""The positions of the claims that are made."""
Told = tuple[str, Value | None]
"""One fact of a claim, by the name of its field, and what it is."""


@dataclass(frozen=True, slots=True)
class Gist:
    """Of what the rules say of a claim: which of them hold, and the earliest day on which a limitation of it ends."""

    held: tuple[str, ...]
    ends_on: date | None


class Remembered:
    """What the rules said of claims, and the dates of desks by the instant from which they count.

    Only claims and employment may differ from one case to the next, and the day of receipt within one span of versions
    of the rules; nor is it shared between questions: what it keeps is bounded by what one of them tries.
    """

    def __init__(self) -> None:
        self.referrals: dict[tuple[object, datetime], list[Due]] = {}
        self._heard: dict[tuple[Kept, int, Claim, Employment], ClaimHeard] = {}
        self._gists: dict[tuple[object, ...], Gist] = {}
        self._hits: dict[tuple[object, ...], tuple[Hit, ...]] = {}
        self._tests: dict[str, list[Test]] = {}
        self._answers: dict[tuple[str, Value | None], tuple[bool, ...]] = {}
        self._said: dict[tuple[Value | None, ...], tuple[tuple[bool, ...], ...]] = {}

    def heard(self, claims: TriedClaims, nth: int, kept: Kept) -> ClaimHeard:
        """Return what is said of one of `claims`, which are those that the case has in the positions `kept`."""
        key = (kept, nth, claims.case.claims[nth], claims.case.employment)
        if key not in self._heard:
            self._heard[key] = claims.heard(nth)
        return self._heard[key]

    def gist(self, claims: TriedClaims, nth: int, kept: Kept, change: Told | None = None) -> Gist:
        """Return the gist of it, once for all claims whose days are the same and of which each test answers alike.

        `change`: of that claim with one fact changed.
        """
        work, one = claims.case.employment, claims.case.claims[nth]
        told: dict[str, Value | None] = {
            "kind": one.kind, "amount": one.amount, "known_on": one.known_on,
            "injury_on": one.accident_on or one.diagnosed_on,
        }  # fmt: skip
        if change:
            told[change[0]] = change[1]
        said = (told["kind"], told["amount"], work.relation)
        if said not in self._said:
            asked = zip(("kind", "amount", "relation"), said, strict=True)
            self._said[said] = tuple(self._answered(claims, name, value) for name, value in asked)
        where = () if claims.record is NOTHING else (kept, nth)
        key = (where, told["known_on"], told["injury_on"], work.ended_on, self._said[said])
        if key not in self._gists:
            claims = claims.with_claim(nth, claim_with(one, *change)) if change else claims
            about = claims.about(nth)
            hits = claims.fire(about)
            ends_on = limitation_ends(claims.dues(nth, hits, about))
            self._gists[key] = Gist(tuple(hit.rule.id for hit in hits), ends_on)
        return self._gists[key]

    def hits(self, claims: Claims, about: Situation) -> tuple[Hit, ...]:
        """Return the rules that hold about a claim, asked once for all of which each test answers alike."""
        key = tuple(self._answered(claims, name, about[name]) for name in self._tests_of(claims))
        if key not in self._hits:
            self._hits[key] = Claims.fire(claims, about)
        return self._hits[key]

    def _answered(self, claims: Claims, name: str, value: Value | None) -> tuple[bool, ...]:
        """Return what the tests of a field of claims answer for a value."""
        if (name, value) not in self._answers:
            tests = self._tests_of(claims).get(name, ())
            self._answers[name, value] = tuple(test_holds(test, value) for test in tests)
        return self._answers[name, value]

    def _tests_of(self, claims: Claims) -> dict[str, list[Test]]:
        """Return every test that the rules about claims ask of a field."""
        if not self._tests:
            for rule in claims.engine.book.stratum("limitation", claims.judged_on):
                for test in (test for condition in rule.conditions().values() for test in tests_in(condition)):
                    self._tests.setdefault(test.field, []).append(test)
        return self._tests


class TriedClaims(Claims):
    """The claims of a case changed in one fact; what the rules said of others like them is remembered."""

    def __init__(
        self, case: CaseFile, engine: Rules, calendar: Calendar, standing: Standing, remembered: Remembered
    ) -> None:
        super().__init__(case, engine, calendar, standing)
        self.remembered = remembered

    def fire(self, about: Situation) -> tuple[Hit, ...]:
        """Ask the rules about a claim."""
        return self.remembered.hits(self, about)

    def with_claim(self, nth: int, one: Claim) -> TriedClaims:
        """Return the claims with another one in a position."""
        claims = (*self.case.claims[:nth], one, *self.case.claims[nth + 1 :])
        case = replace(self.case, claims=claims)
        return TriedClaims(case, self.engine, self.calendar, self.standing, self.remembered)
