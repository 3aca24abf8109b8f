"""Why a claim was worked out to an amount, in records: by the rule book of then, and beside it what it comes to now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from mediation.domain import articles
from mediation.domain.calendars import calendar_of
from mediation.domain.claims import ClaimResult, compute
from mediation.domain.lawbook import Law
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.vocabulary import CLAIM_KINDS
from mediation.models.claim import Claim
from mediation.models.claim_sheet import ClaimSheet
from mediation.office import cases, claim_sheets_now, claim_sheets_pages, claim_turns, proofs_ground, rules
from mediation.office.proofs_ground import Asked
from mediation.office.records import Words
from mediation.office.records.claims import SheetRecord
from mediation.office.records.proofs import AmountProof, ProofLaw, ResultRow

AMOUNT: Final = "amount"
"""The beginning of the key by which an amount is asked for: `amount:CLAIM`."""
NO_SUCH: Final = N_("找不到该内容。")


@dataclass(frozen=True)
class Worked:
    """A claim of the case with the working that is kept for it, and its position among the claims."""

    claim: Claim
    place: int
    sheet: ClaimSheet

    @property
    def row(self) -> ResultRow:
        """Return it as lists of results show it."""
        kind = self.claim.kind
        return ResultRow(
            f"{AMOUNT}:{self.claim.id}", AMOUNT, kind, self.sheet.amount, Words(*CLAIM_KINDS[kind]), self.place, kind
        )


def is_amount(key: str) -> bool:
    """Say whether a key asks for an amount."""
    return key.partition(":")[0] == AMOUNT


def worked(asked: Asked) -> Iterator[Worked]:
    """Yield the claims that were worked out, none to who doesn't see amounts."""
    if not asked.wages:
        return
    sheets = {one.claim_id: one for one in claim_sheets_now.of_case(asked.scope, asked.stored.case.id)}
    for place, claim in enumerate(asked.stored.claims):
        if claim.id in sheets:
            yield Worked(claim, place, sheets[claim.id])


def named(asked: Asked, key: str) -> Worked:
    """Return the claim that a key names; raises NotFound for one without a working, or that the user doesn't see."""
    for one in worked(asked):
        if one.row.key == key:
            return one
    raise NotFound(NO_SUCH)


def proof(one: Worked, asked: Asked, *, now: datetime) -> AmountProof:
    """Return the proof of an amount, by the rule book it was worked out by."""
    row, case = one.sheet, asked.stored.case
    book, kept = proofs_ground.book_of(asked.session, row.rulebook)
    people = cases.names_of(asked.session, case.station_id)
    sheet = claim_sheets_pages.kept_record(row, book, people)
    result = _worked_out(row.kind, row.facts, row.on, book)
    turns = claim_turns.by_book(row.kind, row.facts, on=row.on, book=book)
    anew = claim_sheets_now.anew(row, case, rules.current(), now=now)
    return AmountProof(
        one.row, one.claim.id, replace(sheet, turns=turns),
        tuple(claim_turns.condition(it, book) for it in result.conditions) if result else (),
        tuple(_law(book, key, row) for key in row.law),
        kept, result is not None and result.amount == row.amount,
        anew, _present(row, asked, now) if anew and anew.amount is not None else None,
    )  # fmt: skip


def _present(row: ClaimSheet, asked: Asked, now: datetime) -> SheetRecord | None:
    facts, on = claim_sheets_now.present(row, asked.stored.case, now=now)
    book = rules.current().book
    result = _worked_out(row.kind, facts, on, book)
    return claim_sheets_pages.fresh_record(result, facts, on=on, book=book) if result else None


def _worked_out(kind: str, facts: Mapping[str, Any], on: date, book: RuleBook) -> ClaimResult | None:
    """Return what a claim comes to by a rule book, None where that can't work it out."""
    try:
        return compute(kind, dict(facts), on=on, book=book, calendar=calendar_of(book))
    except Refused:
        return None


def _law(book: RuleBook, key: str, row: ClaimSheet) -> ProofLaw:
    law: Law | None = book.laws.get(key)
    if law is None:
        return ProofLaw(Words(key, key), "", "U", False)
    title = Words(f"{law.title['zh']}{law.article}", f"{law.title['en']} {articles.in_english(law.article)}")
    stood = any(law.in_force.covers(day) for day in (row.governed_on, row.on))
    return ProofLaw(title, law.text, law.verified, stood)
