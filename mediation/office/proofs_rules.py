"""A proof of the domain in records for the pages; what a reader's role doesn't see is left out and said to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mediation.domain.articles import in_english
from mediation.domain.explain import Explanation, Flip, Line
from mediation.domain.resultflips import Change
from mediation.domain.resultproof import Article, Proof, RuleSaid
from mediation.domain.situation import Value
from mediation.domain.vocabulary import Field, fields_of
from mediation.office.proofs_ground import Asked
from mediation.office.reasons import fact_record, unit_of, wanted_of
from mediation.office.records import DeadlineRecord, FactRecord, Words
from mediation.office.records.proofs import ProofFlip, ProofLaw, ProofLine, ProofRecord, ProofRule, ResultRow

WAGE_FACTS: Final = frozenset({"amount", "amount_claimed"})
"""Facts that only who sees wage papers is told."""
MOST_FLIPS: Final = 60


def proof_record(
    proof: Proof, row: ResultRow, asked: Asked, receipts: tuple[DeadlineRecord, ...]
) -> ProofRecord:
    """Return the proof of one result for a page."""
    return ProofRecord(
        row, proof.given,
        tuple(rule_record(one, asked) for one in proof.made_by if is_seen(one, asked)),
        tuple(rule_record(one, asked, flips=True) for one in proof.others if is_seen(one, asked)),
        tuple(_change(one, asked) for one in proof.changes[:MOST_FLIPS] if _seen(one.fact.field, asked)),
        receipts,
    )  # fmt: skip


def is_seen(said: RuleSaid, asked: Asked) -> bool:
    """Say whether the reader may see what a rule says: of single claims only who sees wage papers."""
    return asked.wages or said.rule.subject != "claim"


def rule_record(said: RuleSaid, asked: Asked, *, flips: bool = False) -> ProofRule:
    """Return what one rule said; with `flips` also the single facts that would change what it says."""
    rule, fields = said.rule, fields_of(said.rule.subject)
    out = next((one for one in asked.book.rules if one.id == said.put_out_by), None)
    kind = asked.ground.case.claims[said.claim].kind if said.claim is not None else ""
    facts = [fact_record(fields[name], said.about[name]) for name in rule.fields() if _worth(fields[name], said, asked)]
    shown = [one for one in said.found.flips if flips and _seen(fields[one.field], asked)]
    return ProofRule(
        rule.id, Words(rule.title["zh"], rule.title["en"]), rule.in_force.start, said.held,
        tuple(_law(one) for one in said.articles), tuple(_lines(fields, said.found, asked)), tuple(facts),
        tuple(_flip(fields, one) for one in shown), Words(out.title["zh"], out.title["en"]) if out else None,
        said.claim, kind, rule.verified,
    )  # fmt: skip


def _worth(field: Field, said: RuleSaid, asked: Asked) -> bool:
    """Leave out the long row of claims that were not made, and what the reader doesn't see."""
    return not (field.sure and said.about[field.name] is False) and _seen(field, asked)


def _seen(field: Field, asked: Asked) -> bool:
    return asked.wages or (field.name not in WAGE_FACTS and field.subject != "claim")


def _law(article: Article) -> ProofLaw:
    if article.law is None:
        return ProofLaw(Words(article.key, article.key), "", "U", False)
    law = article.law
    title = Words(f"{law.title['zh']}{law.article}", f"{law.title['en']} {in_english(law.article)}")
    return ProofLaw(title, law.text, law.verified, article.in_force)


def _lines(fields: Mapping[str, Field], found: Explanation, asked: Asked) -> Iterable[ProofLine]:
    for line in found.lines:
        if line.joiner:
            yield ProofLine(line.holds, line.depth, line.joiner, line.wanted)
        else:
            yield _line(fields[line.field], line, asked)


def _line(field: Field, line: Line, asked: Asked) -> ProofLine:
    seen = _seen(field, asked)
    return ProofLine(
        line.holds, line.depth, label=Words(field.zh, field.en), wanted=wanted_of(field, line),
        actual=line.have if seen else None, unit=unit_of(field), hidden=not seen,
    )  # fmt: skip


def _change(change: Change, asked: Asked) -> ProofFlip:
    place, field = change.fact.claim, change.fact.field
    kind = asked.ground.case.claims[place].kind if place is not None else ""
    return ProofFlip(
        Words(field.zh, field.en), fact_record(field, change.instead), change.outcome, place, kind, change.any_value
    )


def _flip(fields: Mapping[str, Field], flip: Flip) -> ProofFlip:
    field = fields[flip.field]
    value: Value | None = flip.instead
    record: FactRecord = fact_record(field, value)
    return ProofFlip(Words(field.zh, field.en), record, flip.level or flip.holds, any_value=flip.any_value)
