"""Rules that can never hold, or never matter: contradictions, facts from nowhere, always put out, shadowed levels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from mediation.domain.possible import Goal, Undecided, possible
from mediation.domain.refusals import N_
from mediation.domain.rule import Rule
from mediation.domain.rulehealth.finding import Finding, Named, Severity
from mediation.domain.rulehealth.ground import SILENT, Ground
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import fields_of

CONTRADICTION: Final = N_("对“%(fields)s”的要求不能同时满足")
NOWHERE: Final = N_("“%(fields)s”在此步骤没有规则推定，也没有人填写，或者只在条件所排除的情形下才有")
OUT: Final = N_("凡本规则成立之处，%(others)s 也成立并取代本规则")
SHADOW: Final = N_("凡第 %(level)d 级成立之处，更高的级别也成立")
TANGLED: Final = N_("条件的组合过多，未能判断规则能否成立")


def about_rule(rule: Rule, kind: str, severity: Severity, why: str, **more: Any) -> Finding:
    """Return a finding about a rule; `more` are fields of the finding."""
    title = Named(rule.title["zh"], rule.title["en"])
    version = rule.in_force.start
    return Finding(kind, severity, "rule", rule.id, title, why, file=rule.file, version=version, **more)


def unreachable(ground: Ground) -> Iterator[Finding]:
    """Yield what is wrong with each rule that is or will be in force."""
    for rule in ground.live:
        try:
            found = list(_conditions(ground, rule))
            yield from found or [*_levels(ground, rule), *_overridden(ground, rule)]
        except Undecided:
            yield about_rule(rule, "undecided", "warning", TANGLED)


def _conditions(ground: Ground, rule: Rule) -> Iterator[Finding]:
    silent = SILENT.get(rule.stratum, frozenset())
    for level, condition in rule.conditions().items():
        goal = Goal(condition)
        if possible(rule.subject, [goal]) is None:
            params = {"fields": _named(rule, _culprits(rule, level, goal))}
            yield about_rule(rule, "contradiction", "fault", CONTRADICTION, params=params, level=level)
        elif not _on_some_day(ground, rule, [goal]):
            names = [one for one in rule.fields(level) if fields_of(rule.subject)[one].inferred or one in silent]
            params = {"fields": _named(rule, names or list(rule.fields(level)))}
            yield about_rule(rule, "not_given", "fault", NOWHERE, params=params, level=level)


def _levels(ground: Ground, rule: Rule) -> Iterator[Finding]:
    for level, condition in rule.levels.items():
        above = [Goal(other, holds=False) for higher, other in rule.levels.items() if higher > level]
        if above and not _on_some_day(ground, rule, [Goal(condition), *above]):
            yield about_rule(rule, "shadowed", "fault", SHADOW, params={"level": level}, level=level)


def _overridden(ground: Ground, rule: Rule) -> Iterator[Finding]:
    days = ground.days(rule)
    others = sorted({one.id for day in days for one in ground.overriding(rule, day)})
    if others and all(fulfilled(ground, rule, ground.kept(rule, day), day) is None for day in days):
        yield about_rule(rule, "overridden", "fault", OUT, params={"others": "、".join(others)})


def _on_some_day(ground: Ground, rule: Rule, goals: list[Goal]) -> bool:
    """Say whether the goals can be fulfilled on one of the days ahead, by what other rules infer."""
    return any(fulfilled(ground, rule, goals, day) is not None for day in ground.days(rule))


def fulfilled(ground: Ground, rule: Rule, goals: list[Goal], day: date) -> Situation | None:
    """Return a situation that a case can be in on a day in which the goals are fulfilled."""
    implied = ground.implied(rule.stratum, goals, day)
    return possible(rule.subject, [*goals, *implied], unknown=SILENT.get(rule.stratum, frozenset()))


def _culprits(rule: Rule, level: int | None, goal: Goal) -> list[str]:
    """Return the fields each of which alone, left out, would make the condition possible; all if none does."""
    names = list(rule.fields(level))
    return [name for name in names if possible(rule.subject, [goal], free=[name]) is not None] or names


def _named(rule: Rule, names: list[str]) -> Named:
    fields = [fields_of(rule.subject)[name] for name in names]
    return Named("、".join(one.zh for one in fields), ", ".join(one.en for one in fields))
