"""Which rules never fired in the last cases, told apart from those that no case could have fired yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.rule import Rule
from mediation.domain.rulehealth.finding import Finding
from mediation.domain.rulehealth.ground import Ground
from mediation.domain.rulehealth.reach import about_rule

NEVER: Final = N_("最近 %(cases)d 件案件中，可以适用本规则的 %(able)d 件都没有使它成立")
WATCHED: Final = N_("由时间触发；自 %(since)s 起没有据此升级或者提示")
TOO_YOUNG: Final = N_("最近 %(cases)d 件案件都在它施行或者启用之前")
TIMED: Final = "watch_"
"""Strata that the sweep asks as time goes by: what they raised is counted since the oldest of the cases."""


@dataclass(frozen=True)
class Decided:
    """One case that was decided: the day whose rules decided, and the digest of the book."""

    on: date
    digest: str


@dataclass(frozen=True)
class Fired:
    """What the last cases say: the cases, how often each rule held, and which rules each book knew.

    A book that isn't in `known` is taken to have known every rule.
    """

    cases: tuple[Decided, ...]
    counts: Mapping[str, int]
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def able(self, versions: list[Rule]) -> int:
        """Count the cases that some version could have fired for: in force on their day, and in the book."""
        ident = versions[0].id
        return sum(
            1 for case in self.cases
            if ident in self.known.get(case.digest, frozenset({ident}))
            and any(rule.in_force.covers(case.on) for rule in versions)
        )  # fmt: skip


def never_fired(ground: Ground, fired: Fired) -> Iterator[Finding]:
    """Yield the rules in force today that never held; none can be told of where there were no cases."""
    if not fired.cases:
        return
    since = min(case.on for case in fired.cases)
    for rule in ground.live:
        if not rule.in_force.covers(ground.today) or fired.counts.get(rule.id):
            continue
        if rule.stratum.startswith(TIMED):
            able = sum(rule.in_force.start <= case.on for case in fired.cases)
            why, params = WATCHED, dict[str, Any](since=since)
        else:
            able = fired.able([one for one in ground.book.rules if one.id == rule.id])
            why, params = NEVER, dict[str, Any](cases=len(fired.cases), able=able)
        if able:
            yield about_rule(rule, "never_fired", "note", why, params=params)
        else:
            yield about_rule(rule, "young", "note", TOO_YOUNG, params={"cases": len(fired.cases)})
