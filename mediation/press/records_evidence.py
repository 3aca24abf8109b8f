"""The shape of what is printed around bound evidence (证据册): cover, contents, sheets for originals, page stamps."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from mediation.press.records import Label, Line, Name, OptionalLabel, OptionalLine, Record

MOST_ITEMS = 400
MOST_PAGES = 2000
Sum = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Purpose = Annotated[str, StringConstraints(max_length=300)]


class BundleItem(Record):
    """One file: what it is, who gave it, the pages of the bundle it fills; `sheet`: only a sheet stands for it."""

    number: Annotated[int, Field(ge=1)]
    title: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    kind: Label
    giver: Line
    given_on: date
    dated_on: date | None = None
    proves: Purpose = ""
    original: OptionalLabel = ""
    form: Label
    name: Line
    size: Label
    sha256: Sum
    first: Annotated[int, Field(ge=1, le=MOST_PAGES)]
    pages: Annotated[int, Field(ge=1, le=MOST_PAGES)]
    sheet: bool = False


class EvidenceBundleRecord(Record):
    """A bundle of the evidence of a case for everybody at the station, or for one side (`bound_for`)."""

    organisation: Name
    case_number: Label
    applicants: Line
    respondents: Line
    bound_for: Literal["", "applicant", "respondent"] = ""
    made_at: Label
    made_by: OptionalLine
    items: Annotated[tuple[BundleItem, ...], Field(min_length=1, max_length=MOST_ITEMS)]
    pages: Annotated[int, Field(ge=1, le=MOST_PAGES)]


EVIDENCE_RECORDS: dict[str, type[Record]] = {"evidence_bundle": EvidenceBundleRecord}
