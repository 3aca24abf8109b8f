"""Stored dates and escalations and the results they are: those of the decision, and those of one rule alone."""

from __future__ import annotations

from typing import Final

from sqlmodel import col

from mediation.domain.calendars import calendar_of
from mediation.domain.refusals import N_, NotFound
from mediation.domain.resultproof import DECIDED, Proof
from mediation.domain.results import Outcome, Result
from mediation.domain.rowproof import proof_of
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import fields_of
from mediation.domain.worktime import station_day
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.office import rule_texts
from mediation.office.proofs_ground import Asked
from mediation.office.reasons import read_value

Row = Deadline | Escalation
ROW: Final = "row"
"""The beginning of the key by which a stored row is asked for: `row:ID`."""
NO_SUCH: Final = N_("找不到该内容。")


def row_named(key: str, asked: Asked) -> Row | None:
    """Return the stored row that a key names, None for the key of a result; raises NotFound for no such row."""
    kind, _, ident = key.partition(":")
    if kind != ROW:
        return None
    claims = {claim.id for claim in asked.stored.claims}
    for row in asked.deadlines:
        if row.id == ident and (asked.wages or row.subject not in claims):
            return row
    query = asked.scope.select(Escalation).where(
        Escalation.id == ident, col(Escalation.case_id) == asked.stored.case.id
    )
    found = asked.session.exec(query).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def result_of(row: Row, asked: Asked) -> Result | None:
    """Return the result of the decision that a row stores, None where no decision about the case made it."""
    rule = _rule(row, asked.book)
    if rule is None or rule.stratum not in DECIDED:
        return None
    if isinstance(row, Escalation):
        return Result("escalation", row.rule)
    places = {claim.id: place for place, claim in enumerate(asked.stored.claims)}
    if row.subject is not None and row.subject not in places:
        return None
    result = Result("date", row.kind, places.get(row.subject or ""))
    days = asked.answer.outcome(result) or ()
    return result if (row.safe_on, row.last_on) in days else None


def proof(row: Row, asked: Asked) -> Proof:
    """Return the proof of what a row stores, by its own rule on the facts that were noted with it."""
    book = rule_texts.book_of(asked.session, row.rulebook) or asked.book
    rule = _rule(row, book)
    if rule is None:
        raise NotFound(NO_SUCH)
    made_at = row.raised_at if isinstance(row, Escalation) else row.made_at
    fields = fields_of(rule.subject)
    stored = row.because[0]["facts"] if row.because else {}
    facts = {name: read_value(fields[name], one) for name, one in stored.items() if name in fields}
    if isinstance(row, Deadline) and row.trigger in fields and row.trigger_on is not None:
        facts[row.trigger] = row.trigger_on
    about = Situation(rule.subject, {name: one for name, one in facts.items() if one is not None})
    result, outcome = _told(row)
    return proof_of(
        rule, about, result, outcome, book=book, calendar=calendar_of(book), on=station_day(made_at)
    )  # fmt: skip


def _told(row: Row) -> tuple[Result, Outcome]:
    if isinstance(row, Escalation):
        return Result("escalation", row.rule), row.level
    return Result("date", row.kind), ((row.safe_on, row.last_on),)


def _rule(row: Row, book: RuleBook) -> Rule | None:
    on = station_day(row.raised_at if isinstance(row, Escalation) else row.made_at)
    versions = [one for one in book.rules if one.id == row.rule]
    return next((one for one in versions if one.in_force.covers(on)), versions[-1] if versions else None)
