"""Why a case was given a desk, a flag, a date, or wasn't: the results of its decision, and the proof of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain import advice
from mediation.domain.refusals import N_, NotFound
from mediation.domain.resultproof import Proof, proofs, silent
from mediation.domain.results import Outcome, Result, gives
from mediation.domain.rule import Rule
from mediation.domain.vocabulary import DESKS, FLAGS
from mediation.domain.worktime import station_day
from mediation.models.deadline import Deadline
from mediation.office import cases, dates, proofs_amounts, proofs_ground, proofs_rows
from mediation.office.proofs_ground import Asked
from mediation.office.proofs_rules import is_seen, proof_record, rule_record
from mediation.office.reasons import Reasons
from mediation.office.records import CaseHeader, DeadlineRecord, Words
from mediation.office.records.proofs import ProofRecord, ProofRule, ResultRow, ResultsPage, WhyPage

MOST_CHOSEN: Final = 40
NO_SUCH: Final = N_("找不到该内容。")


def results(session: Session, case_id: str, *, user: Reader, query: str = "") -> ResultsPage:
    """Return everything a case was given and wasn't, and the rules that didn't hold whose title has the words."""
    asked = proofs_ground.ask(session, case_id, user=user)
    rules = _silent(asked, query.strip().lower())
    return ResultsPage(
        header=_header(asked), basis=asked.basis,
        given=(*_listed(given(asked), asked), *(one.row for one in proofs_amounts.worked(asked))),
        not_given=_listed(not_given(asked), asked),
        may_print=asked.may_print, silent=rules, query=query.strip(), found=sum(len(one) for _, one in rules),
    )  # fmt: skip


def why(session: Session, case_id: str, key: str, *, user: Reader, now: datetime) -> WhyPage:
    """Return the proof of one result; raises NotFound for what no rule can give, or the user may not see."""
    asked = proofs_ground.ask(session, case_id, user=user)
    if proofs_amounts.is_amount(key):
        found = proofs_amounts.named(asked, key)
        amount = proofs_amounts.proof(found, asked, now=now)
        return WhyPage(_header(asked), asked.basis, (), asked.may_print, amount)
    return WhyPage(_header(asked), asked.basis, chosen(asked, [key], now=now), asked.may_print)


def chosen(asked: Asked, keys: list[str], *, now: datetime) -> tuple[ProofRecord, ...]:
    """Return the proofs of several results or stored rows, in the order asked for."""
    return tuple(
        proof_record(one, row_of(one, asked, key), asked, receipts(key, one.result, asked, now))
        for key, one in proofs_of(asked, keys)
    )


def proofs_of(asked: Asked, keys: list[str]) -> list[tuple[str, Proof]]:
    """Return the proofs that keys name, each once; raises NotFound for what is none, or none at all."""
    rows = {key: proofs_rows.row_named(key, asked) for key in dict.fromkeys(keys[:MOST_CHOSEN])}
    wanted = {key: proofs_rows.result_of(row, asked) if row else _known(key, asked) for key, row in rows.items()}
    if not wanted:
        raise NotFound(NO_SUCH)
    results = list(dict.fromkeys(one for one in wanted.values() if one is not None))
    found = dict(zip(results, proofs(results, asked.ground, asked.book), strict=True)) if results else {}
    told = []
    for key, row in rows.items():
        result = wanted[key]
        if result is not None:
            told.append((key, found[result]))
        elif row is not None:
            told.append((key, proofs_rows.proof(row, asked)))
    return told


def given(asked: Asked) -> Iterator[Result]:
    """Yield what the decision gives, in the order in which pages show it."""
    tally = asked.answer.heard.tally
    for desk in sorted(tally.priority, key=lambda one: (one != tally.lead, one)):
        yield from (Result("desk", desk), Result("priority", desk))
    yield Result("mediation")
    yield from (Result("flag", one) for one in sorted(tally.flags))
    yield from (one for one in _dates(asked) if asked.answer.outcome(one) is not None)
    yield from (Result("escalation", hit.rule.id) for hit in asked.answer.hits("escalation"))
    yield from (Result("advice", one) for one in sorted({f"{one.kind}.{one.code}" for one in tally.advice}))


def not_given(asked: Asked) -> Iterator[Result]:
    """Yield what the rules in force might have given and didn't."""
    tally = asked.answer.heard.tally
    yield from (Result("desk", one) for one in DESKS if one not in tally.priority)
    flags = {effect.value for rule in asked.book.rules for effect in rule.effects if effect.word == "flag"}
    yield from (Result("flag", one) for one in FLAGS if one in flags and one not in tally.flags)
    yield from (one for one in _dates(asked) if asked.answer.outcome(one) is None)
    raised = {hit.rule.id for hit in asked.answer.hits("escalation")}
    yield from (Result("escalation", one.id) for one in _rules(asked, "escalation") if one.id not in raised)


def _dates(asked: Asked) -> Iterator[Result]:
    """Yield every date that a decision about this case can give; those of claims only to who sees claims."""
    clocks = [
        effect.deadline for stratum in ("clocks", "referral") for rule in _rules(asked, stratum)
        for effect in rule.effects if effect.word == "deadline"
    ]  # fmt: skip
    own = (one for one in clocks if one.id != "station.first_session")  # begins when the lead accepts: a row's own
    yield from (Result("date", one.id) for one in own)
    if not asked.wages:
        return
    for place, claim in enumerate(asked.ground.case.claims):
        names = {
            effect.deadline.name(claim.kind): None for rule in _rules(asked, "limitation") for effect in rule.effects
            if effect.word == "deadline"
        }  # fmt: skip
        injured = claim.kind == "work_injury"
        yield from (Result("date", one, place) for one in names if injured or not one.startswith("injury."))


def _rules(asked: Asked, stratum: str) -> list[Rule]:
    place = asked.ground.standing.place
    return [one for one in asked.book.stratum(stratum, asked.basis.judged_on) if one.place in ("", place)]


def _known(key: str, asked: Asked) -> Result:
    """Return the result that a key names, if some rule of the book can give it to this case."""
    try:
        result = Result.read(key)
    except ValueError:
        raise NotFound(NO_SUCH) from None
    claims = len(asked.ground.case.claims)
    if result.claim is not None and not (asked.wages and 0 <= result.claim < claims):
        raise NotFound(NO_SUCH)
    can_be = any(gives(rule, result) for rule in asked.book.rules)
    if result.kind == "rule" or not (can_be or result.kind == "mediation"):
        raise NotFound(NO_SUCH)
    return result


def row_of(proof: Proof, asked: Asked, key: str = "") -> ResultRow:
    """Return a proven result as lists show it."""
    return _row(proof.result, proof.outcome, asked, key)


def _row(result: Result, outcome: Outcome, asked: Asked, key: str = "") -> ResultRow:
    kind = asked.ground.case.claims[result.claim].kind if result.claim is not None else ""
    return ResultRow(
        key or result.key, result.kind, result.name, outcome, title_of(result, asked), result.claim, kind
    )


def _listed(results: Iterator[Result], asked: Asked) -> tuple[ResultRow, ...]:
    return tuple(_row(one, asked.answer.outcome(one), asked) for one in results)


def title_of(result: Result, asked: Asked) -> Words:
    """Return what a result is called where its name is no code with words of its own."""
    if result.kind == "advice":
        return Words(*advice.words_of(result.name.partition(".")[2]))
    rules = [rule for rule in asked.book.rules if gives(rule, result)]
    if result.kind in ("date", "escalation") and rules:
        holding = [hit.rule for hit in asked.answer.hits(rules[0].stratum, result.claim) if hit.rule in rules]
        rule = (holding or [one for one in rules if one.in_force.covers(asked.basis.judged_on)] or rules)[0]
        return Words(rule.title["zh"], rule.title["en"])
    return Words(result.name, result.name)


def receipts(key: str, result: Result, asked: Asked, now: datetime) -> tuple[DeadlineRecord, ...]:
    """Return the stored dates of a result with their arithmetic, as the case page shows them."""
    if result.kind != "date":
        return ()
    reasons = Reasons(asked.book, asked.basis.judged_on)
    kinds = {claim.id: claim.kind for claim in asked.stored.claims}
    own = asked.stored.claims[result.claim].id if result.claim is not None else None
    named = key.removeprefix("row:")
    rows = [row for row in asked.deadlines if row.id == named] or [
        row for row in asked.deadlines if row.kind == result.name and row.state != "closed" and _about(row, own, kinds)
    ]
    return tuple(dates.record(row, reasons, kinds, station_day(now)) for row in rows)


def _about(row: Deadline, own: str | None, kinds: dict[str, str]) -> bool:
    return row.subject == own if own is not None else row.subject not in kinds


def _silent(asked: Asked, query: str) -> tuple[tuple[Words, tuple[ProofRule, ...]], ...]:
    found = []
    for stratum, said in silent(asked.ground, asked.book).items():
        title = asked.book.strata[stratum].title
        told = [one for one in said if is_seen(one, asked) and (not query or _has(one.rule, query))]
        kept = tuple(rule_record(one, asked, flips=True) for one in told)
        if kept:
            found.append((Words(title["zh"], title["en"]), kept))
    return tuple(found)


def _has(rule: Rule, query: str) -> bool:
    return any(query in text.lower() for text in (rule.id, *rule.title.values()))


def _header(asked: Asked) -> CaseHeader:
    people = cases.names_of(asked.session, asked.stored.case.station_id)
    return cases.header(asked.session, asked.stored, people)
