"""The shapes of the working sheets of a duty day: the docket, names only, and the brief of one case."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from mediation.press.records import MOST_FEN, Amount, Label, Line, Name, OptionalLabel, OptionalLine, Paragraph, Record

Time = Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d$")]


class DocketLine(Record):
    """One slot: its hours, the case by number and names, how urgent, its state."""

    begins: Time
    ends: Time
    number: OptionalLabel = ""
    parties: OptionalLine = ""
    urgency: OptionalLabel = ""
    state: OptionalLabel = ""
    kept: bool = False


class DutyDocketRecord(Record):
    """A duty day's docket (值班清单): nothing of a case but number, names and urgency (policy, Monday duty)."""

    organisation: Name
    station: Name
    on: date
    begins: Time
    ends: Time
    firm: Annotated[str, StringConstraints(max_length=100)] = ""
    lawyer: OptionalLabel = ""
    handover: Annotated[str, StringConstraints(max_length=2000)] = ""
    lines: Annotated[tuple[DocketLine, ...], Field(max_length=100)]
    later: Annotated[tuple[DocketLine, ...], Field(max_length=200)] = ()
    questions: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    printed_at: Label
    printed_by: Label


class BriefFact(Record):
    """One known fact: what it is called and what it is."""

    name: Label
    value: Line


class BriefClock(Record):
    """One date with how it was counted and the articles it rests on."""

    name: Name
    safe_on: date
    last_on: date | None = None
    left: Label
    count: OptionalLine = ""
    began: OptionalLine = ""
    law: Annotated[tuple[Line, ...], Field(max_length=8)] = ()


class BriefClaim(Record):
    """One claim with its amount and what it was worked out to."""

    name: Label
    amount: Amount | None = None
    worked: Annotated[int, Field(ge=0, le=MOST_FEN, strict=True)] | None = None


class DutyBriefRecord(Record):
    """One case on one page for the duty lawyer (案情摘要): facts, dates, claims, offers, two questions."""

    organisation: Name
    number: Label
    parties: Line
    flags: Annotated[tuple[Label, ...], Field(max_length=20)] = ()
    summary: Paragraph
    facts: Annotated[tuple[BriefFact, ...], Field(max_length=20)] = ()
    clocks: Annotated[tuple[BriefClock, ...], Field(max_length=8)] = ()
    claims: Annotated[tuple[BriefClaim, ...], Field(max_length=30)] = ()
    total: Amount | None = None
    floor: Line
    offers: Annotated[tuple[Line, ...], Field(max_length=10)] = ()
    questions: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=500)], ...], Field(max_length=2)
    ]
    evidence: Annotated[tuple[Annotated[str, StringConstraints(max_length=600)], ...], Field(max_length=20)] = ()
    printed_at: Label
    printed_by: Label


DUTY_RECORDS: dict[str, type[Record]] = {"duty_docket": DutyDocketRecord, "duty_brief": DutyBriefRecord}
