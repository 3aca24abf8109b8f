"""What the rules of a book do for one another on a day: which facts they infer, who puts whom out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from mediation.domain.conditions import Condition, Group, Test, tests_in
from mediation.domain.effects import inferences
from mediation.domain.possible import Goal
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Value
from mediation.domain.vocabulary import fields_of

ON_THE_DAY: Final = ("routing", "lead", "clocks", "escalation")
"""The strata of a case that are asked one after the other about one situation, by the rules of one day."""
WATCHED: Final = frozenset({"days_to_mediation_end", "days_silent", "outcome_known"})
SILENT: Final = {
    **dict.fromkeys(ON_THE_DAY, WATCHED),
    "agreement": frozenset({"sent", "days_to_confirmation"}),
    "instalment": frozenset({"paid", "days_unpaid", "payment_order_open"}),
    "referral": frozenset({"waiting", "acceptance_times_used"}),
    "watch_promise": frozenset({"replied", "days_overdue", "requested_on"}),
    "watch_talks": frozenset({"promise_signs"}),
}
"""Facts that nobody knows when a stratum is asked: the sweep alone counts them, for strata of its own."""
ANY: Final = "may_lead.any"
DESKS_LEAD: Final = "may_lead."


def held(rule: Rule) -> Condition:
    """Return the condition under which a rule holds, at whatever level."""
    conditions = tuple(rule.conditions().values())
    return conditions[0] if len(conditions) == 1 else Group("any_of", conditions)


def named(goal: Goal) -> Iterator[str]:
    """Yield the fields that a goal asks about."""
    return (test.field for test in tests_in(goal.condition))


def made_by(rule: Rule) -> dict[str, Value]:
    """Return the facts that a rule infers for the strata after its own."""
    leads = {one.desk for one in rule.effects if one.word == "lead"}
    return {**inferences(rule.effects), **{f"{DESKS_LEAD}{desk}": True for desk in leads}}


class Ground:
    """One book, asked what surrounds its rules."""

    def __init__(self, book: RuleBook, today: date) -> None:
        self.book, self.today = book, today
        self.order = {name: nth for nth, name in enumerate(book.strata)}
        self.live = tuple(rule for rule in book.rules if rule.in_force.until is None or rule.in_force.until >= today)
        self.makers: dict[tuple[str, str], list[Rule]] = {}
        for rule in book.rules:
            for name in made_by(rule):
                self.makers.setdefault((rule.subject, name), []).append(rule)

    def days(self, *rules: Rule) -> list[date]:
        """Return the days from today on, in force of all the rules, between which nothing changes."""
        first = max(self.today, *(rule.in_force.start for rule in rules))
        ends = [rule.in_force.until for rule in rules if rule.in_force.until]
        turns = {rule.in_force.start for rule in self.book.rules}
        turns |= {rule.in_force.until + timedelta(days=1) for rule in self.book.rules if rule.in_force.until}
        last = min(ends, default=date.max)
        return [day for day in sorted({first} | turns) if first <= day <= last]

    def overriding(self, rule: Rule, day: date) -> list[Rule]:
        """Return the rules in force on a day that put `rule` out wherever it is in force, if they hold."""
        return [
            one for one in self.book.rules
            if rule.id in one.overrides and one.in_force.covers(day) and one.place in ("", rule.place)
        ]  # fmt: skip

    def kept(self, rule: Rule, day: date) -> list[Goal]:
        """Return what must be so for `rule` to hold on a day without being put out."""
        return [Goal(held(rule)), *(Goal(held(one), holds=False) for one in self.overriding(rule, day))]

    def implied(self, stratum: str, goals: Iterable[Goal], day: date) -> list[Goal]:
        """Return what else is so: a fact is inferred where a rule before the stratum infers it, and only there."""
        subject, found, seen = self.book.strata[stratum].subject, list[Goal](), set[str]()
        queue = [name for goal in goals for name in named(goal)]
        while queue:
            name = queue.pop()
            field = fields_of(subject)[name]
            if name in seen or not field.inferred:
                continue
            seen.add(name)
            more = list(self._leading(subject)) if name == ANY else list(self._inferred(stratum, subject, name, day))
            found += more
            queue += [one for goal in more for one in named(goal)]
        return found

    def _leading(self, subject: str) -> Iterator[Goal]:
        """Yield that some desk may lead where one of them may, and only there."""
        desks = [name for name in fields_of(subject) if name.startswith(DESKS_LEAD) and name != ANY]
        yield Goal(Group("any_of", (Test(ANY, "is", False), *(Test(one, "is", True) for one in desks))))
        yield from (Goal(Group("any_of", (Test(one, "is", False), Test(ANY, "is", True)))) for one in desks)

    def _inferred(self, stratum: str, subject: str, name: str, day: date) -> Iterator[Goal]:
        """Yield from which rules a fact comes; a desk may be left out that sent the case back, a flag never is."""
        same_day = stratum in ON_THE_DAY
        before = [
            rule for rule in self.makers.get((subject, name), ())
            if self.order[rule.stratum] < self.order[stratum] and (rule.in_force.covers(day) or not same_day)
        ]  # fmt: skip
        makers = [rule for rule in before if made_by(rule)[name] is True]
        yield Goal(Group("any_of", (Test(name, "is", False), *map(held, makers))))
        if not same_day or name.startswith(DESKS_LEAD) or len(makers) < len(before):
            return
        for rule in makers:
            if not self.overriding(rule, day):
                yield Goal(Group("any_of", (Test(name, "is", True), Group("none_of", (held(rule),)))))
