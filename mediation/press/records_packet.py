"""The shape of what is printed round the papers of a way to a title (途径材料): debts, cover, contents, stamps."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from mediation.press.records import Amount, Label, Line, Name, OptionalLine, Record
from mediation.press.records_case import Sum

MOST_PAGES = 300
Page = Annotated[int, Field(ge=1, le=MOST_PAGES, strict=True)]
Lines = Annotated[tuple[Line, ...], Field(max_length=20)]


class PacketItem(Record):
    """One thing bound in, and the pages that it fills; `sheet`: only a sheet stands for it, with what it is."""

    title: Line
    about: OptionalLine = ""
    first: Page
    pages: Page
    sheet: bool = False


class OwedRow(Record):
    """One instalment and what came of it."""

    due_on: date
    amount: Amount
    came: Sum
    paid_on: date | None = None
    late: bool = False


class UnpaidRow(Record):
    """One worker of a group who wasn't paid what had fallen due."""

    name: Name
    share: Sum
    due: Sum
    paid: Sum


class RoutePacketRecord(Record):
    """What is handed in on a way: the statement of what is owed, or cover, contents and stamps round everything.

    `rest_too` says whether the rest may be claimed at once by the default clause.
    """

    part: Literal["statement", "front"]
    organisation: Name
    case_number: Label
    applicants: Line
    respondents: Line
    way: Label
    who: Label
    agreement_number: Label
    effective_on: date
    as_of: date
    made_by: OptionalLine = ""
    owed: Annotated[tuple[OwedRow, ...], Field(max_length=40)] = ()
    due: Sum = 0
    rest: Sum = 0
    rest_too: Literal["yes", "no", "unsure"] = "no"
    workers: Annotated[tuple[UnpaidRow, ...], Field(max_length=500)] = ()
    items: Annotated[tuple[PacketItem, ...], Field(max_length=200)] = ()
    needed: Lines = ()
    law: Lines = ()
    lacks: bool = False
    pages: Annotated[int, Field(ge=0, le=MOST_PAGES, strict=True)] = 0


PACKET_RECORDS: dict[str, type[Record]] = {"route_packet": RoutePacketRecord}
