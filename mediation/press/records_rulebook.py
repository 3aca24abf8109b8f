"""The shape of the printed rule book (规则手册): words only, made from the files of the rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from mediation.press.records import Label, Line, Name, Record

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Maybe = Annotated[str, StringConstraints(max_length=4000)]
Ident = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,120}$")]


class BookLine(Record):
    """One line of a condition; `depth` counts from 0."""

    depth: Annotated[int, Field(ge=0, le=20)]
    text: Text


class BookArticle(Record):
    """One article that a rule cites, as it is worded."""

    key: Ident
    name: Line
    text: Text
    about: Line


class BookExample(Record):
    """One example: what is given, what follows."""

    given: Text
    expected: Text


class BookVersion(Record):
    """One version of a rule in words."""

    facts: Annotated[tuple[tuple[Label, Text], ...], Field(max_length=20)]
    when: Annotated[tuple[BookLine, ...], Field(min_length=1, max_length=400)]
    then: Annotated[tuple[Text, ...], Field(min_length=1, max_length=60)]
    notes: Annotated[tuple[Text, ...], Field(max_length=10)] = ()
    articles: Annotated[tuple[BookArticle, ...], Field(max_length=60)] = ()
    examples: Annotated[tuple[BookExample, ...], Field(max_length=200)] = ()


class BookRule(Record):
    """One rule with its versions, the newest first."""

    id: Ident
    title: Line
    versions: Annotated[tuple[BookVersion, ...], Field(min_length=1, max_length=50)]


class BookSection(Record):
    """The rules of one step of a decision."""

    title: Line
    rules: Annotated[tuple[BookRule, ...], Field(min_length=1, max_length=1000)]


class BookPart(Record):
    """One row of a place of wage talks."""

    key: Ident
    title: Text
    lines: Annotated[tuple[Text, ...], Field(max_length=20)]


class BookParts(Record):
    """Rows that belong together."""

    title: Line
    parts: Annotated[tuple[BookPart, ...], Field(max_length=300)]


class BookEntry(Record):
    """A parameter, a calendar, a place, a clause, an article, a desk or a step."""

    kind: Ident
    key: Ident
    title: Line
    facts: Annotated[tuple[tuple[Label, Text], ...], Field(max_length=30)] = ()
    heads: Annotated[tuple[Label, ...], Field(max_length=10)] = ()
    rows: Annotated[tuple[tuple[Maybe, ...], ...], Field(max_length=400)] = ()
    parts: Annotated[tuple[BookParts, ...], Field(max_length=10)] = ()


class BookChapter(Record):
    """Entries of one kind."""

    kind: Ident
    title: Line
    entries: Annotated[tuple[BookEntry, ...], Field(min_length=1, max_length=3000)]


class RuleBookRecord(Record):
    """The whole book, with the digest that names exactly these files."""

    organisation: Name
    digest: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    version: Line
    printed_on: date
    printed_at: Label
    printed_by: Label
    counts: Annotated[tuple[tuple[Label, Label], ...], Field(max_length=20)]
    reading: Annotated[tuple[Text, ...], Field(max_length=20)]
    sections: Annotated[tuple[BookSection, ...], Field(min_length=1, max_length=60)]
    chapters: Annotated[tuple[BookChapter, ...], Field(max_length=20)]


RULEBOOK_RECORDS: dict[str, type[Record]] = {"rule_book": RuleBookRecord}
"""The record of the printed rule book."""
