"""Why a row exists, in records for the pages: rule, articles, facts used, conditions, and what would change it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mediation.domain import articles
from mediation.domain.explain import Flip, Line, explain
from mediation.domain.refusals import N_
from mediation.domain.rulebook import Rule, RuleBook
from mediation.domain.salvage import stand_in
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import Field, fields_of
from mediation.office.records import FactRecord, FactValue, LawRecord, LineRecord, ReasonRecord, Said, Words

MOST_FLIPS = 4


class Reasons:
    """Turns stored causes into records; one for a page, so that nothing is looked up twice."""

    def __init__(self, book: RuleBook, on: date) -> None:
        self.book, self.on = book, on
        self._explained: dict[tuple[str, str, str], ReasonRecord] = {}

    def at(self, on: date) -> "Reasons":
        """Return the same for rules in force on another day; what was explained once is shared."""
        other = Reasons(self.book, on)
        other._explained = self._explained
        return other

    def all(self, because: Iterable[Mapping[str, Any]]) -> tuple[ReasonRecord, ...]:
        """Return the records of the causes of one row."""
        return tuple(self.one(cause) for cause in because)

    def one(self, cause: Mapping[str, Any]) -> ReasonRecord:
        """Return the record of one stored cause; a rule that is gone is named by its id alone."""
        rule = self._rule(cause["rule"])
        version = rule.in_force.start.isoformat() if rule else ""
        key = (cause["rule"], version, repr(sorted(cause["facts"].items(), key=str)))
        if key not in self._explained:
            self._explained[key] = self._record(cause)
        return self._explained[key]

    def title(self, rule_id: str) -> Words:
        """Return a rule's title in both languages."""
        rule = self._rule(rule_id)
        return Words(rule.title["zh"], rule.title["en"]) if rule else Words(rule_id, rule_id)

    def mark(self, rule_id: str) -> str:
        """Return how far a rule was checked: V, S or U; U for one that is gone."""
        rule = self._rule(rule_id)
        return rule.verified if rule else "U"

    def _rule(self, rule_id: str) -> Rule | None:
        versions = [rule for rule in (*self.book.rules, stand_in(rule_id)) if rule is not None and rule.id == rule_id]
        return next((rule for rule in versions if rule.in_force.covers(self.on)), versions[-1] if versions else None)

    def _record(self, cause: Mapping[str, Any]) -> ReasonRecord:
        rule = self._rule(cause["rule"])
        laws = tuple(law_record(self.book, key) for key in cause["law"])
        if rule is None:
            return ReasonRecord(cause["rule"], Words(cause["rule"], cause["rule"]), laws)
        fields = fields_of(rule.subject)
        facts = {name: read_value(fields[name], value) for name, value in cause["facts"].items() if name in fields}
        shown = tuple(fact_record(fields[name], value) for name, value in facts.items() if _worth(fields[name], value))
        found = explain(rule, Situation(rule.subject, {k: v for k, v in facts.items() if v is not None}))
        return ReasonRecord(
            rule.id,
            Words(rule.title["zh"], rule.title["en"]),
            laws,
            shown,
            tuple(_lines(fields, found.lines)),
            tuple(_flip(fields, flip) for flip in found.flips[:MOST_FLIPS]),
        )


def law_record(book: RuleBook, key: str) -> LawRecord:
    """Return an article as pages show it; a key that is gone stands for itself."""
    law = book.laws.get(key)
    if law is None:
        return LawRecord(key, Words(key, key), verified=False)
    title = Words(f"{law.title['zh']} {law.article}", f"{law.title['en']} {articles.in_english(law.article)}")
    return LawRecord(key, title, law.text, law.verified != "U")


def read_value(field: Field, value: Any) -> FactValue:
    """Return a stored fact as its type: days come back from text."""
    if field.type == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    return value  # type: ignore[no-any-return]


def fact_record(field: Field, value: FactValue) -> FactRecord:
    """Return one fact with its words and unit."""
    return FactRecord(field.name, Words(field.zh, field.en), value, unit_of(field))


UNIT_WORDS = {"violence": "violence", "relation": "relation", "channel": "channel", "applicant_kind": "applicant_kind",
              "kind": "claim", "happened": "case_event", "interruption": "interruption",
              "organisation": "organisation", "desk": "desk", "role": "referral_role",
              "priority": "priority"}  # fmt: skip


def unit_of(field: Field) -> str:
    """Return the unit word of the records: fen, day, days, count or the table of an enumeration."""
    if field.type == "enum":
        return UNIT_WORDS.get(field.name, "")
    if field.type == "day":
        return "day"
    return {"fen": "fen", "days": "days"}.get(field.unit, "count" if field.type == "int" else "")


def _worth(field: Field, value: FactValue) -> bool:
    """Leave out the long row of claims that were not made."""
    return not (field.sure and value is False)


_WANTED = {
    "is": N_("是 %(value)s"),
    "at_least": N_("至少 %(value)s"),
    "at_most": N_("至多 %(value)s"),
    "more_than": N_("多于 %(value)s"),
    "less_than": N_("少于 %(value)s"),
    "one_of": N_("%(value)s之一"),
}
_KNOWN = {True: N_("已知"), False: N_("未知")}


def _line(fields: Mapping[str, Field], line: Line, joiner: str) -> LineRecord:
    field = fields[line.field]
    return LineRecord(
        Words(field.zh, field.en), wanted_of(field, line), line.have, line.holds, line.depth, joiner, unit_of(field)
    )


def wanted_of(field: Field, line: Line) -> Said:
    """Return what a test asks for."""
    if line.op == "known":
        return Said(_KNOWN[bool(line.want)])
    values = line.want if isinstance(line.want, tuple) else (line.want,)
    return Said(_WANTED[line.op or "is"], {"value": tuple(fact_record(field, value) for value in values)})


def _lines(fields: Mapping[str, Field], lines: Iterable[Line]) -> Iterable[LineRecord]:
    """Return the tests of a condition, each with the word that joins it to its neighbours."""
    joiners: dict[int, str] = {}
    for line in lines:
        if line.field:
            yield _line(fields, line, joiners.get(line.depth, "all_of").removesuffix("_of"))
        else:
            joiners[line.depth + 1] = line.joiner


def _flip(fields: Mapping[str, Field], flip: Flip) -> Said:
    field = fields[flip.field]
    message = N_("%(fact)s改为%(value)s")
    return Said(message, {"fact": Words(field.zh, field.en), "value": (fact_record(field, flip.instead),)})
