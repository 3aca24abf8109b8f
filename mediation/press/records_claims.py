"""The shape of the annex of workings (测算明细): each claim with facts, steps, warnings."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from mediation.press.records import MOST_FEN, Label, Line, OptionalLine, Record

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Sum = Annotated[int, Field(ge=0, le=MOST_FEN, strict=True)]


class AnnexFact(Record):
    """One fact: what it is called, and what was given, one part a line."""

    name: Line
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=240)]


class AnnexStep(Record):
    """One line of the working with the articles it rests on."""

    text: Text
    value: Line
    law: OptionalLine = ""


class AnnexClaim(Record):
    """One claim worked out; `claimed` is what is claimed, none where no amount was named."""

    name: Label
    claimed: Sum | None = None
    amount: Sum
    place: Label
    on: date
    governed_on: date
    facts: Annotated[tuple[AnnexFact, ...], Field(max_length=12)]
    steps: Annotated[tuple[AnnexStep, ...], Field(max_length=300)]
    final_award: OptionalLine = ""
    warnings: Annotated[tuple[Text, ...], Field(max_length=260)] = ()
    rulebook: Line


class ClaimAnnexRecord(Record):
    """All claims of a case that were worked out; `agreement` is the number of the agreement it is annexed to."""

    number: Label
    case_number: Label
    organisation: Line
    applicants: Line
    respondents: Line
    agreement: OptionalLine = ""
    claims: Annotated[tuple[AnnexClaim, ...], Field(min_length=1, max_length=30)]
    issued_on: date
    issued_by: Label
    verification_url: Line


CLAIM_RECORDS: dict[str, type[Record]] = {"claim_annex": ClaimAnnexRecord}
