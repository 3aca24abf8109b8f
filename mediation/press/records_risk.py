"""The shape of the report of a danger to the police."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from mediation.press.records import Label, Line, Name, OptionalLabel, Record

Text = Annotated[str, StringConstraints(max_length=2000)]
Short = Annotated[str, StringConstraints(max_length=120)]


class ReportCall(Record):
    """One line of the call sheet."""

    who: Name
    phone: OptionalLabel = ""
    reached_at: OptionalLabel = ""
    reached_by: OptionalLabel = ""


class PoliceReportRecord(Record):
    """What a station tells the police of a danger in a case (人民调解法 art. 25)."""

    organisation: Name
    station: Name
    station_phone: OptionalLabel = ""
    number: Label
    parties: Line
    kind: Label
    violent: bool
    people: int | None = None
    place: Short
    seen_at: Label
    words: Text
    measures: Text = ""
    noted_by: Label
    reported_to: Short = ""
    reported_at: OptionalLabel = ""
    reported_number: Short = ""
    calls: Annotated[tuple[ReportCall, ...], Field(max_length=60)] = ()
    printed_at: Label
    printed_by: Label


RISK_RECORDS: dict[str, type[Record]] = {"police_report": PoliceReportRecord}
