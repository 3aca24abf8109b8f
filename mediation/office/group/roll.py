"""Take in a whole list: who is new is added, who is there is corrected, everything that can't be told is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import seals
from mediation.access import Reader
from mediation.domain import grouproll
from mediation.domain.grouproll import Row
from mediation.domain.ledger.grid import Sheet
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.group import GroupWorker
from mediation.office import intake
from mediation.office.group import keeping
from mediation.office.group.lines import match, rows
from mediation.sheets import writing
from mediation.sheets.writing import Column, Table

MOST_SHOWN: Final = 200_000
COLUMNS: Final = (
    Column("姓名", "text"), Column("身份证号", "text"), Column("电话", "text"), Column("岗位", "text"),
    Column("主张金额", "money"), Column("协商金额", "money"),
)  # fmt: skip
CORRECTED: Final = "按工人名册更正人数"
NO_CHANGE: Final = N_("名册人数与案件登记的人数相同，请刷新页面查看。")


class RollRefused(Refused):
    """A list that can't be taken in; `text` is an uploaded one as it would have been pasted, to be corrected."""

    def __init__(self, problems: Sequence[Problem], text: str) -> None:
        super().__init__(problems)
        self.text = text


@dataclass(frozen=True)
class Taken:
    """What a list did: how many were added, how many corrected."""

    added: int
    changed: int


def read(pasted: str, sheets: tuple[Sheet, ...] | None, *, now: datetime) -> tuple[tuple[Row, ...], str]:
    """Return the workers of an uploaded or pasted list, an uploaded one before a pasted, with its text.

    Raises RollRefused with everything that is wrong, by row and column.
    """
    text, today = pasted, station_day(now)
    try:
        if sheets is not None:
            cells = grouproll.rows_of(sheets)
            text = grouproll.text_of(cells)
            return grouproll.read(cells, today=today), text
        if len(pasted) > grouproll.MOST_CHARACTERS:
            raise Refused(Problem(grouproll.TOO_LONG, grouproll.FIELD, params={"most": grouproll.MOST_WORKERS}))
        return grouproll.read(grouproll.cells_of(pasted), today=today, by_comma="\t" not in pasted), text
    except Refused as refused:
        raise RollRefused(refused.problems, text if len(text) <= MOST_SHOWN else "") from refused


def take(session: Session, case_id: str, listed: Sequence[Row], *, by: Reader, now: datetime) -> Taken:
    """Store a list: cells that say something replace what is there, empty ones leave it; the order stays.

    Raises Refused with every row of which it can't be told whether the worker is there; nothing is stored then.
    """
    case = keeping.opened(session, case_id, by)
    there = rows(session, case.id)
    problems: list[Problem] = []
    hits = [match(there, one, problems) for one in listed]
    hits += [None] * (len(listed) - len(hits))
    if len(there) + sum(hit is None for hit in hits) > grouproll.MOST_WORKERS:
        problems.append(Problem(grouproll.TOO_LONG, grouproll.FIELD, params={"most": grouproll.MOST_WORKERS}))
    if problems:
        raise Refused(problems)
    added = changed = 0
    for one, hit in zip(listed, hits, strict=True):
        row = hit or keeping.fresh(case, there, one.name)
        said, sealed = _said(one), _sealed(one, hit)
        differs = bool(sealed) or any(getattr(row, key) != value for key, value in said.items())
        keeping.enter(row, said, sealed)
        added, changed = added + (hit is None), changed + (hit is not None and differs)
        if hit is None:
            there.append(row)
        session.add(row)
    session.flush()
    keeping.record(session, case, "group.roll", {"workers_added": added, "workers_changed": changed}, by, now)
    return Taken(added, changed)


def set_headcount(session: Session, case_id: str, *, by: Reader, now: datetime) -> int:
    """Let the case have as many workers as its list; it is routed again, so that the group flag comes or goes."""
    case = keeping.opened(session, case_id, by)
    count = sum(one.state != "left" for one in rows(session, case.id))
    if count == case.workers or not count:
        raise Refused(NO_CHANGE)
    intake.correct(session, case.id, {"workers": count}, reason=CORRECTED, by=by, now=now)
    return count


def form(*, made_at: datetime) -> bytes:
    """Return the empty form of a list as a spreadsheet."""
    return writing.write([Table("工人名册", "工人名册（一人一行）", COLUMNS, ())], made_at=made_at)


def _said(one: Row) -> dict[str, Any]:
    said: dict[str, Any] = {"name": one.name, **({"post": one.post} if one.post else {})}
    return said | {key: value for key, value in one.sums.items() if key != "paid"}


def _sealed(one: Row, hit: GroupWorker | None) -> dict[str, str]:
    """Return the numbers that differ from those on file; sealing anew what is there would change nothing but bytes."""
    given = {"id_number": one.id_number, "phone": one.phone}
    held = {name: getattr(hit, f"{name}_digest") if hit else None for name in given}
    return {name: text for name, text in given.items() if text and seals.digest(text) != held[name]}

