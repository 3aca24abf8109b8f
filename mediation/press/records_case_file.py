"""The shapes of the file that holds a case: cover, contents, back, and the sheet of its page numbers (D01, D02)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from mediation.press.records import Label, Line, Name, OptionalLabel, OptionalLine, Paragraph, Record
from mediation.press.records_case import CasePaper, Count, Mediators, Page

Pages = Annotated[int, Field(ge=1, le=100_000, strict=True)]


class FileCoverRecord(CasePaper):
    """The cover of the file (D01); no law sets how long it is kept: the station does."""

    file_number: Label
    title: Line
    mediators: Mediators
    begins: date
    ends: date | None = None
    filed_by: Label
    filed_on: date
    keep_years: Annotated[int, Field(ge=1, le=100, strict=True)]
    keep_note: OptionalLine = ""
    pages: Count | None = None
    remarks: OptionalLine = ""

    @model_validator(mode="after")
    def _dates(self) -> FileCoverRecord:
        if self.ends is not None and self.ends < self.begins:
            raise ValueError("调解结束日期早于开始日期")
        return self


class ContentsRow(Record):
    """One paper of the file; `first` to `last` are its pages, none where it lies outside the bound volume."""

    title: Line
    number: OptionalLabel = ""
    dated_on: date | None = None
    first: Page | None = None
    last: Page | None = None
    remark: OptionalLine = ""


class FileContentsRecord(CasePaper):
    """The contents of the file (D02), in the order in which its papers lie."""

    title: Line
    rows: Annotated[tuple[ContentsRow, ...], Field(min_length=1, max_length=600)]
    missing: Annotated[tuple[Line, ...], Field(max_length=10)] = ()

    @model_validator(mode="after")
    def _pages_follow(self) -> FileContentsRecord:
        last = 0
        for one in self.rows:
            if one.first is None or one.last is None:
                continue
            if one.first <= last or one.last < one.first:
                raise ValueError("页号须前后相接")
            last = one.last
        return self


class FileBackRecord(CasePaper):
    """The back of the file: how many pages it has, who made it up and who looked it over."""

    title: Line
    pages: Pages
    papers: Pages
    filed_by: OptionalLabel = ""
    filed_on: date | None = None


class Sheet(Record):
    """A sheet that stands for what can't be bound, such as a recording."""

    title: Line
    text: Paragraph


class FileStampsRecord(Record):
    """The page numbers of a bound file, each a strip to be laid over a page, and sheets for what can't be bound."""

    organisation: Name
    number: Label
    sheets: Annotated[tuple[Sheet, ...], Field(max_length=400)] = ()
    pages: Annotated[int, Field(ge=1, le=3000, strict=True)]


FILE_RECORDS: dict[str, type[Record]] = {
    "file_cover": FileCoverRecord,
    "file_contents": FileContentsRecord,
    "file_back": FileBackRecord,
    "file_stamps": FileStampsRecord,
}
