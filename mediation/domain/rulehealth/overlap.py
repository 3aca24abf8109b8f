"""Two rules that can hold together and say different things of one matter, where nothing says which gives way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from mediation.domain.conditions import Test
from mediation.domain.possible import Goal, Undecided
from mediation.domain.refusals import N_
from mediation.domain.rule import Rule
from mediation.domain.rulehealth.finding import Finding, Named
from mediation.domain.rulehealth.ground import Ground
from mediation.domain.rulehealth.reach import TANGLED, about_rule, fulfilled
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import FIELDS

LEAD: Final = N_("与“%(title)s”（%(other)s）可以同时成立，一条由“%(one)s”主办，一条由“%(two)s”主办，没有写明哪条让位")
DATES: Final = N_("与“%(title)s”（%(other)s）可以同时成立，期限 %(thing)s 一条为 %(one)s，一条为 %(two)s")
INFERRED: Final = N_("与“%(title)s”（%(other)s）可以同时成立，对“%(thing)s”推定相反")
MEDIATION: Final = N_(
    "与“%(title)s”（%(other)s）可以同时成立，一条中止调解，一条记为一方不愿调解；程序按“中止调解”办理"
)
KIND: Final = "KIND"


@dataclass(frozen=True)
class _Said:
    """One thing a rule says: `about` what, `value` what, and what must be so for it to be said."""

    about: str
    thing: str
    value: Any
    needs: tuple[Goal, ...] = ()


def overlaps(ground: Ground) -> Iterator[Finding]:
    """Yield each pair of rules that can hold together with different results, with a specimen of the facts."""
    said = {id(rule): list(_said(rule)) for rule in ground.live}
    for one, two in combinations(ground.live, 2):
        if one.stratum != two.stratum or one.id == two.id or not said[id(one)] or not said[id(two)]:
            continue
        if _apart(one, two):
            continue
        for first in said[id(one)]:
            for second in said[id(two)]:
                yield from _clash(ground, (one, first), (two, second))


def _apart(one: Rule, two: Rule) -> bool:
    """Say whether one of the rules gives way, or they never meet in a place or on a day."""
    settled = one.id in two.overrides or two.id in one.overrides
    elsewhere = bool(one.place and two.place and one.place != two.place)
    return settled or elsewhere or not one.in_force.overlaps(two.in_force)


def _said(rule: Rule) -> Iterator[_Said]:
    for effect in rule.effects:
        if effect.word == "deadline":
            clock = effect.deadline
            started = Goal(Test(clock.start, "known", True))
            length = (clock.start, clock.length, clock.unit, clock.before, clock.roll)
            yield _Said("deadline", clock.id, length, (started,))
        elif effect.word == "mediation":
            yield _Said("mediation", "", effect.value)
        elif effect.word == "lead" and rule.stratum == "lead":
            yield _Said("lead", "", effect.desk)
        for name, value in effect.infer.items():
            yield _Said("infer", name, value)


def _clash(ground: Ground, one: tuple[Rule, _Said], two: tuple[Rule, _Said]) -> Iterator[Finding]:
    (rule, first), (other, second) = one, two
    if first.about != second.about or first.value == second.value:
        return
    kinds = _same_thing(first.thing, second.thing)
    if kinds is None:
        return
    try:
        witness = _together(ground, rule, other, [*first.needs, *second.needs, *kinds])
    except Undecided:
        yield about_rule(rule, "undecided", "warning", TANGLED)
        return
    if witness is not None:
        yield _finding(ground, rule, other, first, second, witness)


def _same_thing(one: str, two: str) -> list[Goal] | None:
    """Return what must be so for two names to mean one thing, None if they never do."""
    if one == two:
        return []
    for name, other in ((one, two), (two, one)):
        stem, _, kind = other.partition(".")
        if name == f"{stem}.{KIND}" and kind in FIELDS["claim", "kind"].values:
            return [Goal(Test("kind", "is", kind))]
    return None


def _together(ground: Ground, one: Rule, two: Rule, needs: list[Goal]) -> Situation | None:
    """Return a situation of some day ahead in which both hold and no third rule puts one of them out."""
    for day in ground.days(one, two):
        found = fulfilled(ground, one, [*ground.kept(one, day), *ground.kept(two, day), *needs], day)
        if found is not None:
            return found
    return None


def _finding(ground: Ground, rule: Rule, other: Rule, first: _Said, second: _Said, witness: Situation) -> Finding:
    params: dict[str, Any] = {"other": other.id, "title": Named(other.title["zh"], other.title["en"])}
    why, kind = LEAD, "overlap"
    if first.about == "lead":
        desks = [ground.book.desks[one.value].title for one in (first, second)]
        params |= {name: Named(desk["zh"], desk["en"]) for name, desk in zip(("one", "two"), desks, strict=True)}
    elif first.about == "deadline":
        why, params = DATES, params | {"thing": first.thing, "one": _length(first), "two": _length(second)}
    elif first.about == "infer":
        field = FIELDS[rule.subject, first.thing]
        why, params = INFERRED, params | {"thing": Named(field.zh, field.en)}
    else:
        why, kind = MEDIATION, "settled_overlap"
    return about_rule(
        rule, kind, "fault" if kind == "overlap" else "note", why, params=params, witness=witness.known()
    )


UNITS: Final = {
    "calendar": Named("日", "days"),
    "month": Named("个月", "months"),
    "year": Named("年", "years"),
    "working": Named("个工作日", "working days"),
    "duty": Named("个工作日内的值班日", "working days at most, a duty day"),
}


def _length(said: _Said) -> Named:
    start, length, unit, before, roll = said.value
    field = next(one for (_, name), one in FIELDS.items() if name == start)
    way = ("之前", "before") if before else ("起", "from")
    fixed = ("" if roll else "（不顺延）", "" if roll else ", not moved off rest days")
    return Named(
        f"自“{field.zh}”{way[0]} {length} {UNITS[unit].zh}{fixed[0]}",
        f"{length} {UNITS[unit].en} {way[1]} “{field.en}”{fixed[1]}",
    )
