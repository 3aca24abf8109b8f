"""The shape of a proof sheet (说理单): results of a decision, rules, articles, what would change them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from mediation.press.records import Label, Line, Name, OptionalLine, Record
from mediation.press.records_claims import AnnexClaim, AnnexStep

Text = Annotated[str, StringConstraints(max_length=1500)]
Depth = Annotated[int, Field(ge=0, le=9)]


class ProofArticle(Record):
    """One article as it stood on the day; `text` empty where its wording isn't stored."""

    title: Line
    text: Text = ""
    mark: OptionalLine = ""


class ProofTest(Record):
    """One line of a condition."""

    holds: bool
    depth: Depth
    text: Line


class ProofRule(Record):
    """One rule with its conditions and its law."""

    rule: Name
    title: Line
    version: date
    about: OptionalLine = ""
    verdict: Line
    tests: Annotated[tuple[ProofTest, ...], Field(max_length=220)] = ()
    articles: Annotated[tuple[ProofArticle, ...], Field(max_length=12)] = ()


class ProofOther(Record):
    """A rule that might have given the result and didn't: why not, in a line."""

    title: Line
    why: Text


class ProofResult(Record):
    """One result: what came out, by which rules, and which single facts would change it."""

    title: Line
    outcome: Line
    rules: Annotated[tuple[ProofRule, ...], Field(max_length=20)] = ()
    others: Annotated[tuple[ProofOther, ...], Field(max_length=30)] = ()
    changes: Annotated[tuple[Line, ...], Field(max_length=60)] = ()
    arithmetic: Annotated[tuple[Line, ...], Field(max_length=80)] = ()
    calendar: OptionalLine = ""


class ProofAmount(AnnexClaim):
    """One amount: its working, the conditions it turns on, what would change the way, what it comes to now if else."""

    made: Line
    notes: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    tests: Annotated[tuple[ProofTest, ...], Field(max_length=300)] = ()
    articles: Annotated[tuple[ProofArticle, ...], Field(max_length=30)] = ()
    changes: Annotated[tuple[Text, ...], Field(max_length=60)] = ()
    now: OptionalLine = ""
    now_why: Text = ""
    now_steps: Annotated[tuple[AnnexStep, ...], Field(max_length=300)] = ()


class ProofSheetRecord(Record):
    """The proof sheet of a case (product.md: 说理单): results, amounts, or both.

    law.md §10 point 1: a hint, never final.
    """

    number: Label
    case_number: Label
    organisation: Name
    applicants: Line
    respondents: Line
    received_on: date
    decided_at: Label
    issued_on: date
    issued_by: Label
    rulebook: Line
    notes: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    results: Annotated[tuple[ProofResult, ...], Field(max_length=40)] = ()
    amounts: Annotated[tuple[ProofAmount, ...], Field(max_length=30)] = ()
    verification_url: Line

    @model_validator(mode="after")
    def _not_empty(self) -> ProofSheetRecord:
        if not self.results and not self.amounts:
            raise ValueError("说理单至少列入一项")
        return self


PROOF_RECORDS: dict[str, type[Record]] = {"proof_sheet": ProofSheetRecord}
