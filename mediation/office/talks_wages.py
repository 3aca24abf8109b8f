"""The wage table of talks: pasted or uploaded, kept sealed in versions, given back as a spreadsheet."""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader
from mediation.domain.ledger.amounts import read_amount
from mediation.domain.ledger.grid import Sheet
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.domain.talks import costing, wagetable
from mediation.domain.talks.clauses import NATIONAL
from mediation.domain.talks.floors import Standards
from mediation.domain.talks.wagetable import Line
from mediation.models.talks import Talks
from mediation.models.talks_table import WageTable
from mediation.models.user import User
from mediation.office import history, rules, talks, talks_state, talks_wages_sheet
from mediation.office.records import Words
from mediation.office.records.talks_costing import WageVersion
from mediation.office.talks_typed import day, words

PLACE: Final = {"table": "wage_table", "column": "lines"}
FIELDS: Final = tuple(one.name for one in dataclasses.fields(Line))
MOST_GROUPS: Final = 200
MOST_NOTE: Final = 400
MOST_SHOWN: Final = 400_000
WHOLE: Final = 10_000
NOTHING: Final = N_("请粘贴工资表，或者上传工资表文件")
GROUPS: Final = N_("共有 %(count)d 个类别，最多 %(most)d 个；请按班组、岗位归类，不要以人名作类别")
NO_PERCENT: Final = N_("比例应写作 26%")
NO_SUM: Final = N_("金额应写作 7384.00")
LOW_ABOVE_HIGH: Final = N_("缴费基数下限高于上限 %(high)s 元")
NO_SUCH_TABLE: Final = N_("没有这一版工资表。")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%?", re.ASCII)


@dataclass(frozen=True)
class WagesGiven:
    """What a form brings: the lines (None: those of the last version), the day, typed rate and base, a note.

    `text` is an uploaded table as it would have been pasted, empty where it is too long to be shown.
    """

    lines: tuple[Line, ...] | None
    on: date
    insurance: int | None
    low: int | None
    note: str
    text: str = ""


class WagesRefused(Refused):
    """The form can't be read; `text` as in `WagesGiven`."""

    def __init__(self, problems: Iterable[Problem], text: str) -> None:
        super().__init__(problems)
        self.text = text


def read(given: Mapping[str, str], sheets: tuple[Sheet, ...] | None = None) -> WagesGiven:
    """Return what the form says; `sheets` of an uploaded file go before pasted text.

    Raises WagesRefused with every fault: of the table under `wages` with its line (or `wage_file` where the table is
    too long to be shown), of the other fields under their names.
    """
    problems, text = list[Problem](), ""
    lines: tuple[Line, ...] | None = None
    pasted = given.get("wages", "")
    try:
        if sheets is not None:
            rows = talks_wages_sheet.rows_of(sheets)
            text = talks_wages_sheet.text_of(rows)
            lines = wagetable.of_rows(rows)
        elif pasted.strip():
            lines = wagetable.paste(pasted)
        groups = len({one.group for one in lines or ()})
        if groups > MOST_GROUPS:
            raise Refused(GROUPS, count=groups, most=MOST_GROUPS)
    except Refused as refused:
        field = "wages" if 0 < len(text) <= MOST_SHOWN or sheets is None else "wage_file"
        problems += [replace(one, field=field) for one in refused.problems]
    on = day(given, "on", problems, required=True)
    insurance, low = _percent(given, problems), _sum(given, problems)
    note = words(given, "note", problems, most=MOST_NOTE)
    text = text if len(text) <= MOST_SHOWN else ""
    if problems or on is None:
        raise WagesRefused(problems, text)
    return WagesGiven(lines, on, insurance, low, note, text)


def keep(
    session: Session, talks_id: str, given: WagesGiven, *, by: Reader, now: datetime, version: int | None = None
) -> WageTable:
    """Keep a further version of the wage table; the lines are sealed and stand in no log and no history.

    Raises Refused where no lines are given and none are kept, or the costing lacks a standard for the day.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known = talks.findings(session, row, now=now)
    assumed(row, given.on, insurance=given.insurance, low=given.low)
    last = next(iter(_rows(session, row)), None)
    lines = given.lines if given.lines is not None else lines_of(last) if last else None
    if lines is None:
        raise Refused(Problem(NOTHING, "wages"))
    made = WageTable(
        station_id=row.station_id, talks_id=row.id, number=last.number + 1 if last else 1, on=given.on,
        lines_sealed=b"", heads=wagetable.heads(lines), groups=len({one.group for one in lines}),
        insurance=given.insurance, low=given.low, note=given.note, made_at=now,
        made_by=by.id if isinstance(by, User) else None,
    )  # fmt: skip
    made.lines_sealed = sealed(lines, made.id)
    session.add(made)
    fields = {"wage_version": made.number, "on": made.on, "wage_heads": made.heads, "wage_groups": made.groups}
    talks.settle(session, row, "talks.wages", by=by, now=now, fields=fields, known=known)
    return made


def assumed(row: Talks, on: date, *, insurance: int | None, low: int | None) -> costing.Assumptions:
    """Return what the costing rests on for a day; raises Refused beside the form's fields where a number is missing."""
    try:
        found = costing.assumptions(standards(row, on), insurance=insurance, low=low)
    except Refused as refused:
        raise Refused([_named(one, row) for one in refused.problems]) from None
    if found.low is not None and found.high is not None and found.low > found.high:
        raise Refused(Problem(LOW_ABOVE_HIGH, "low", params={"high": f"{found.high / 100:,.2f}"}))
    return found


def standards(row: Talks, on: date) -> Standards:
    """Return the parameters in force at the place of the talks on a day."""
    return Standards(rules.current().book.parameters, row.place, on)


def versions(session: Session, row: Talks) -> tuple[WageVersion, ...]:
    """Return the kept versions without their lines, newest first; the caller may see the talks."""
    found = _rows(session, row)
    wanted = {one.made_by for one in found if one.made_by}
    names = {one.id: one.display_name for one in session.exec(select(User).where(col(User.id).in_(wanted)))}
    return tuple(
        WageVersion(
            one.number, one.on, one.heads, one.groups, one.insurance, one.low, one.note, one.made_at,
            names.get(one.made_by or "", ""),
        )
        for one in found
    )  # fmt: skip


def version_of(session: Session, row: Talks, number: int | None = None) -> WageTable | None:
    """Return a version of the table, the last one without a number; raises NotFound for a number that isn't kept."""
    found = _rows(session, row)
    if number is None:
        return found[0] if found else None
    one = next((one for one in found if one.number == number), None)
    if one is None:
        raise NotFound(NO_SUCH_TABLE)
    return one


def lines_of(table: WageTable) -> tuple[Line, ...]:
    """Return the lines of a version as they were given."""
    kept = json.loads(seals.open(table.lines_sealed, row=table.id, **PLACE))
    names = kept["fields"]
    if tuple(names) == FIELDS:
        return tuple(Line(*values) for values in kept["lines"])
    return tuple(Line(**dict(zip(names, values, strict=True))) for values in kept["lines"])


def sealed(lines: Iterable[Line], table_id: str) -> bytes:
    """Return the lines as the row `table_id` keeps them."""
    values = [[getattr(one, name) for name in FIELDS] for one in lines]
    written = json.dumps({"fields": FIELDS, "lines": values}, ensure_ascii=False, separators=(",", ":"))
    return seals.seal(written, row=table_id, **PLACE)


def merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines with people paid alike in one group put together: the same sums, sooner counted."""
    heads: Counter[Line] = Counter()
    for one in lines:
        alike = Line(one.group, 1, one.monthly, one.allowance, one.bonus, one.weekday, one.rest, one.holiday,
                     one.overtime_base)  # fmt: skip
        heads[alike] += one.heads
    return tuple(one if count == 1 else replace(one, heads=count) for one, count in heads.items())


def sheet(session: Session, talks_id: str, number: int | None, *, by: Reader, now: datetime) -> bytes:
    """Return a version as an .xlsx file, and write down who took it."""
    row = talks.may_be_seen(session, talks_id, by=by)
    table = version_of(session, row, number)
    if table is None:
        raise NotFound(NO_SUCH_TABLE)
    title = f"{row.employer}工资表　第{table.number}版（{table.heads}人，{table.groups}个类别）"
    note_taken(session, row, "talks.wages_export", table.number, by=by, now=now)
    return talks_wages_sheet.written(lines_of(table), title, made_at=now)


def note_taken(session: Session, row: Talks, act: str, number: int, *, by: Reader, now: datetime) -> None:
    """Write down that somebody took wage figures out."""
    access.require(by, "talks.read", talks.facts_of(row))
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("talks", row.id),
        fields={"number": row.number, "wage_version": number}, now=now,
    )  # fmt: skip


def _rows(session: Session, row: Talks) -> list[WageTable]:
    """Return the versions, newest first; what is sealed is fetched when it is asked for."""
    query = select(WageTable).where(WageTable.talks_id == row.id).order_by(col(WageTable.number).desc())
    return list(session.exec(query.options(defer(WageTable.lines_sealed))))  # type: ignore[arg-type]


def _percent(given: Mapping[str, str], problems: list[Problem]) -> int | None:
    text = unicodedata.normalize("NFKC", given.get("insurance", "")).replace(" ", "")
    if not text:
        return None
    match = _PERCENT.fullmatch(text)
    value = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else WHOLE + 1
    if value > WHOLE:
        problems.append(Problem(NO_PERCENT, "insurance", text[:40], "0–100"))
    return value


def _sum(given: Mapping[str, str], problems: list[Problem]) -> int | None:
    text = given.get("low", "").strip()
    if not text:
        return None
    found = read_amount(text)
    if found.doubts or found.value is None:
        problems.append(Problem(NO_SUM, "low", text[:40]))
    return found.value


def _named(problem: Problem, row: Talks) -> Problem:
    """Name the place and the standard by their titles, and point at the field that mends it."""
    place, params = talks_state.chain_of(row)[0].title, dict(problem.params)
    book = rules.current().book.parameters
    params["place"] = Words(place["zh"], place["en"])
    for own in (row.place, NATIONAL):
        found = book.get(f"{own}.{params['name']}")
        if found is not None:
            params["name"] = Words(found.title["zh"], found.title["en"])
            break
    return replace(problem, field="insurance" if problem.field == "insurance" else "on", params=params)
