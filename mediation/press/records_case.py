"""The shapes that the papers of a case share: its head, its parties, dates that bind, routes that stay open."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from mediation.press.records import (
    Amount,
    Label,
    Line,
    Name,
    OptionalLabel,
    OptionalLine,
    OrganisationKind,
    Paragraph,
    Party,
    PartyName,
    Record,
    Request,
)
from mediation.press.records_talks import OptionalArticles

MOST_PARTIES = 60
Sum = Annotated[int, Field(ge=0, le=10**11 - 1, strict=True)]
Count = Annotated[int, Field(ge=0, le=100_000, strict=True)]
Page = Annotated[int, Field(ge=1, le=100_000, strict=True)]
OptionalParagraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Requests = Annotated[tuple[Request, ...], Field(min_length=1, max_length=30)]
Mediators = Annotated[tuple[Label, ...], Field(min_length=1, max_length=3)]
CourtName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class CaseParty(Party):
    """One party as applications and registers want it (D03): besides the common data what a person does and is."""

    ethnic_group: OptionalLabel = ""
    age: Annotated[int, Field(ge=0, le=130, strict=True)] | None = None
    occupation: OptionalLabel = ""


Parties = Annotated[tuple[CaseParty, ...], Field(min_length=2, max_length=MOST_PARTIES)]


class Limit(Record):
    """One date that binds: the day by which to act for sure, and the last one after rest days were passed over.

    Without `safe_on` no date runs; `note` then says why.
    """

    what: Line
    safe_on: date | None = None
    last_on: date | None = None
    basis: OptionalArticles = ()
    note: OptionalLine = ""

    @model_validator(mode="after")
    def _in_order(self) -> Limit:
        if self.safe_on is None and (self.last_on is not None or not self.note):
            raise ValueError("没有期限日期的，须写明原因")
        if self.safe_on is not None and self.last_on is not None and self.last_on < self.safe_on:
            raise ValueError("最后日期早于稳妥日期")
        return self


Limits = Annotated[tuple[Limit, ...], Field(max_length=40)]


class RouteLine(Record):
    """One way that stays open, in words, with its articles."""

    title: Label
    text: Paragraph
    basis: OptionalArticles = ()


Routes = Annotated[tuple[RouteLine, ...], Field(min_length=1, max_length=8)]


class Receiver(Record):
    """Whom a notice is for."""

    role: Literal["applicant", "respondent"]
    name: PartyName


class CasePaper(Record):
    """What every paper of a case carries: its number and the case's, and the organisation whose file it is."""

    number: Label
    case_number: Label
    organisation: Name
    organisation_kind: OrganisationKind
    verification_url: Line
    signed_on: date | None = None


def both_sides(parties: tuple[CaseParty, ...]) -> None:
    """Raise ValueError unless each side has somebody."""
    if not {"applicant", "respondent"} <= {one.role for one in parties}:
        raise ValueError("须有申请人和被申请人各至少一名")


class PartiesPaper(CasePaper):
    """A paper of a case that names both sides in full."""

    parties: Parties

    @model_validator(mode="after")
    def _both(self) -> PartiesPaper:
        both_sides(self.parties)
        return self


class Agreed(Record):
    """The agreement that a paper after it rests on."""

    number: Label
    organisation: Name
    issued_on: date
    effective_on: date
    total: Amount | None = None
    content: Annotated[tuple[Paragraph, ...], Field(min_length=1, max_length=30)]

    @model_validator(mode="after")
    def _in_order(self) -> Agreed:
        if self.effective_on < self.issued_on:
            raise ValueError("协议的生效日期早于出具日期")
        return self


class Entry(Record):
    """One thing said and written down; `who` speaks."""

    who: OptionalLine = ""
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


Entries = Annotated[tuple[Entry, ...], Field(max_length=300)]
