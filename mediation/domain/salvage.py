"""What is still decided when the rules fail: a person at the judicial office sorts the case, nothing is left out.

The rules are then read one by one by the plain reading, so that one that fails takes no other with it: desks, dates,
escalations and a halt of mediation stand as far as they can be worked out. Who leads is left to a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from mediation.domain.clockwords import HOME
from mediation.domain.conditions import ALWAYS
from mediation.domain.counting import counted
from mediation.domain.decision import Decision, NoLead
from mediation.domain.effects import Effect
from mediation.domain.engine import EngineFault, Hit, Rules
from mediation.domain.explain import level_of, rule_holds
from mediation.domain.refusals import Refused
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.shape import Period
from mediation.domain.situation import Situation
from mediation.domain.workdays import Calendar

RULES_FAILED: Final = "rules_failed"
"""The flag of a case that the rules couldn't decide; it isn't a word of rules, none can set or ask for it."""
TRIAGE: Final = "triage"
OFFICE: Final = "judicial_office"
OF_THE_RULES: Final = (
    EngineFault, NoLead, Refused, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What rules that can't be read on a case bring about; anything else (the disk, the database) isn't their fault."""


def _stand_in(ident: str, desk: str, zh: str, en: str) -> Rule:
    return Rule(
        id=ident, title=MappingProxyType({"zh": zh, "en": en}), law=(), in_force=Period(date.min), checked=date.min,
        subject="case", stratum="lead", condition=ALWAYS,
        effects=(Effect("lead", desk=desk), Effect("flag", value=TRIAGE)), levels=MappingProxyType({}), overrides=(),
        examples=(), file="",
    )  # fmt: skip


BY_HAND: Final = "lead.rules_failed"
HELD: Final = "lead.rules_failed_held"


def stand_in(ident: str, desk: str = OFFICE) -> Rule | None:
    """Return what stands in for the rules about the lead where they fail, no rule of any book; None for another id."""
    if ident == BY_HAND:
        zh, en = "规则运行出错，由司法所人工分流", "The rules failed: the judicial office sorts the case by hand"
    elif ident == HELD:
        zh = "规则运行出错，仍由已接收的部门主办，待人工分流"
        en = "The rules failed: the desk that has accepted keeps the lead until the case is sorted by hand"
    else:
        return None
    return _stand_in(ident, desk, zh, en)


@dataclass(frozen=True)
class Failure:
    """Why the rules didn't decide: the kind of error, and which rules fail by themselves; never a fact of the case."""

    error: str
    rules: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as one word for people and logs."""
        return f"{self.error}: {', '.join(self.rules)}" if self.rules else self.error


@dataclass
class OneByOne:
    """Reads each rule of a book by itself; what fails is noted in `failed` and left out.

    Who leads it never says by the rules: the desk that has accepted the lead (`held_by`), else the judicial office.
    """

    whole: RuleBook
    calendar: Calendar
    held_by: str = ""
    failed: dict[str, None] = field(default_factory=dict)

    @property
    def book(self) -> RuleBook:
        """Give the book that is read."""
        return self.whole

    def fire(self, stratum: str, situation: Situation, on: date, place: str = HOME) -> tuple[Hit, ...]:
        """Return the rules of `stratum` in force on `on` that hold, by id, less those that another one overrides."""
        hits = [
            hit for rule in self.whole.rules
            if rule.stratum == stratum and rule.in_force.covers(on) and rule.place in ("", place)
            and (hit := self._asked(rule, situation)) is not None
        ]  # fmt: skip
        if stratum == "lead":
            lead = stand_in(HELD, self.held_by) if self.held_by else stand_in(BY_HAND)
            return (Hit(lead),) if lead else ()
        out = {other for hit in hits for other in hit.rule.overrides}
        return tuple(hit for hit in hits if hit.rule.id not in out)

    def _asked(self, rule: Rule, situation: Situation) -> Hit | None:
        """Ask one rule, and whether its dates can be counted."""
        try:
            if not rule_holds(rule, situation):
                return None
            for effect in rule.effects:
                start = situation[effect.deadline.start] if effect.word == "deadline" else None
                if isinstance(start, date) and effect.deadline.unit != "duty":
                    counted(effect.deadline, start, self.calendar)
            return Hit(rule, level_of(rule, situation))
        except OF_THE_RULES:
            self.failed[rule.id] = None
            return None


def nobody() -> str:
    """Name no desk: nobody has accepted the lead yet."""
    return ""


def decided(
    decide: Callable[[Rules], Decision], engine: Rules, calendar: Calendar, today: date,
    *, held_by: Callable[[], str] = nobody,
) -> tuple[Decision, Failure | None]:  # fmt: skip
    """Return what `decide` says by the engine; where that fails, what can be saved, for a person to sort, and why.

    `held_by` names the desk that has accepted the lead: whoever works on a case keeps it. Such a decision is due to be
    made again from `today` on. Raises again what fails even so: then it isn't the rules.
    """
    try:
        return decide(engine), None
    except OF_THE_RULES as fault:
        error = type(fault).__name__
    rules = OneByOne(engine.book, calendar, held_by())
    decision = decide(rules)
    flags = sorted({*decision.flags, TRIAGE, RULES_FAILED})
    return replace(decision, flags=tuple(flags), turns_on=today), Failure(error, tuple(rules.failed))
