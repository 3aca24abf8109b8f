"""One row of a ledger: what each cell says, and whether it is a case, none, or one to be refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mediation.domain import identity
from mediation.domain.ledger import amounts, days, kinds, marks, people
from mediation.domain.ledger.grid import Cell, empty, shown, squeezed, tidy
from mediation.domain.ledger.reading import Understood, doubt
from mediation.domain.refusals import N_, Problem

REASONS: Final = ("date", "applicant", "employer", "type", "duplicate", "unfit")
SKIPPED: Final = ("blank", "label", "total", "imported")
REASON_WORDS: Final[Mapping[str, str]] = {
    "date": N_("日期缺失或无法确定"),
    "applicant": N_("没有申请人"),
    "employer": N_("没有用人单位"),
    "type": N_("没有纠纷类型，或不属劳动纠纷"),
    "duplicate": N_("与前面的行重复"),
    "unfit": N_("内容自相矛盾或不符合登记要求"),
    "blank": N_("空行"),
    "label": N_("分隔或说明行"),
    "total": N_("合计行"),
    "imported": N_("此前已导入"),
}

NO_APPLICANT = N_("没有申请人姓名")
NO_EMPLOYER = N_("没有用人单位名称")
COUNTED_TWICE = N_("姓名栏为%(named)d人，人数栏为%(count)d人，以人数栏为准")
WRONG_CODE = N_("统一社会信用代码校验不通过，未录入")
LONG_TEXT = N_("文字过长，只保留前 %(most)d 字")
CLOSED_BEFORE = N_("结案日期早于登记日期，未录入")
NOT_AGREED = N_("处理结果不是达成协议，调解金额不计入统计，请核对")
NO_OUTCOME = N_("写有结案日期，但处理结果为空或仍在办理，案件按办理中录入")
NO_DAY_OF_END = N_("没有能确定的结案日期，以登记日期为结案日期，请核对")
SUM_OF_ALL = N_("金额为各项合计，暂记在第一项请求下，请核对分项")

LONGEST_TEXT = 800
AGREED: Final = ("settled", "partly_settled")
FLAGS: Final = ("union_member", "migrant", "hardship", "has_union", "willing_applicant", "willing_respondent")


@dataclass(frozen=True)
class CellRead:
    """One cell: the field its column holds, what stood there, what was understood, what is doubtful."""

    field: str
    column: int
    raw: str
    value: Any
    doubts: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class ReadRow:
    """One row of a ledger, numbered as the file numbers it; `values` by field, without what wasn't understood."""

    row: int
    status: str
    reason: str | None = None
    of_row: int | None = None
    cells: tuple[CellRead, ...] = ()
    values: Mapping[str, Any] | None = None

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """Return everything about the row that a person should look at."""
        return tuple(one for cell in self.cells for one in cell.doubts)

    def value(self, field: str) -> Any:
        """Return what was understood of a field, None for nothing."""
        return (self.values or {}).get(field)


@dataclass(frozen=True)
class Setting:
    """What reading a row needs to know of its ledger and of the day."""

    fields: Mapping[str, int]
    year: int | None
    today: date
    in_wan: frozenset[str] = frozenset()


def read_row(number: int, cells: Mapping[str, Cell], setting: Setting) -> ReadRow:
    """Return what the cells of one row say, by field; refused for the first of the needed fields that is missing."""
    read = {name: _read(name, cell, cells, setting) for name, cell in cells.items()}
    _settle(read, cells)
    found = tuple(
        CellRead(name, setting.fields[name], shown(cells[name]), one.value, one.doubts) for name, one in read.items()
    )
    values = {name: one.value for name, one in read.items() if one.value is not None}
    values["amount_approximate"] = "amount" in read and read["amount"].approximate
    values["workers"] = _workers(read, cells)
    values["type_text"] = tidy(cells.get("type"))
    values["outcome_text"] = tidy(cells.get("outcome"))
    reason = _reason(values)
    return ReadRow(number, "refused" if reason else "accepted", reason, None, found, values)


def key_of(row: ReadRow) -> tuple[Any, ...]:
    """Return what makes two rows the same case: day, applicants, employer, claims."""
    claims = sorted(row.value("type"))
    said = squeezed(row.value("type_text")) if "other" in claims else ""
    applicants = tuple(sorted(squeezed(name) for name in row.value("applicant")))
    return (row.value("received_on").isoformat(), applicants, squeezed(row.value("employer")), tuple(claims), said)


def _reason(values: Mapping[str, Any]) -> str | None:
    needed = (("date", "received_on"), ("applicant", "applicant"), ("employer", "employer"), ("type", "type"))
    return next((word for word, field in needed if field not in values), None)


def _read(name: str, cell: Cell, cells: Mapping[str, Cell], setting: Setting) -> Understood[Any]:
    if name == "received_on":
        return days.read_day(cell, year=setting.year, today=setting.today)
    if name == "closed_on":
        nothing = Understood[date](None)
        return nothing if empty(cell) else days.read_day(cell, year=setting.year, today=setting.today)
    if name in ("amount", "settled_amount"):
        return amounts.read_amount(cell, in_wan=name in setting.in_wan)
    if name == "id_number":
        named = people.read_names(cells.get("applicant")).value or ()
        return people.read_id_numbers(cell, len(named), today=setting.today)
    if name in FLAGS:
        return marks.read_flag(cell)
    return _READERS.get(name, _text)(cell)


def _applicant(cell: Cell) -> Understood[tuple[str, ...]]:
    return Understood(None, doubt(NO_APPLICANT)) if empty(cell) else people.read_names(cell)


def _employer(cell: Cell) -> Understood[str]:
    return Understood(None, doubt(NO_EMPLOYER)) if empty(cell) else people.read_firm(cell)


def _code(cell: Cell) -> Understood[str]:
    code = squeezed(cell).upper()
    if not code:
        return Understood(None)
    wrong = identity.credit_code_fault(code)
    return Understood(None, doubt(WRONG_CODE, code)) if wrong else Understood(code)


def _text(cell: Cell) -> Understood[str]:
    text = tidy(cell)
    if len(text) > LONGEST_TEXT:
        return Understood(text[:LONGEST_TEXT], doubt(LONG_TEXT, most=LONGEST_TEXT))
    return Understood(text or None)


_READERS: Final[Mapping[str, Callable[[Cell], Understood[Any]]]] = {
    "applicant": _applicant,
    "employer": _employer,
    "type": kinds.read_kinds,
    "workers": people.read_count,
    "phone": people.read_phone,
    "credit_code": _code,
    "channel": marks.read_channel,
    "outcome": marks.read_outcome,
}


def _settle(read: dict[str, Understood[Any]], cells: Mapping[str, Cell]) -> None:
    """Hold the cells of a row against each other."""
    named = people.people_named(cells.get("applicant"))
    count = read["workers"].value if "workers" in read else None
    if named and count and named != count:
        read["workers"] = Understood(count, doubt(COUNTED_TWICE, named=named, count=count))
    begun, closed = read["received_on"].value, read.get("closed_on")
    if begun and closed and closed.value and closed.value < begun:
        read["closed_on"] = Understood(None, doubt(CLOSED_BEFORE, closed.value.isoformat()))
    _settle_end(read)
    amount, claims = read.get("amount"), read["type"].value
    if amount and amount.value and claims and len(claims) > 1:
        read["amount"] = Understood(amount.value, (*amount.doubts, *doubt(SUM_OF_ALL)), amount.approximate)


def _settle_end(read: dict[str, Understood[Any]]) -> None:
    """Hold the end of a case against itself, as closing a case does; the cells of a row that is open say nothing."""
    outcome = read["outcome"].value if "outcome" in read else None
    closed, settled = read.get("closed_on"), read.get("settled_amount")
    if closed and closed.value and not outcome:
        read["closed_on"] = Understood(closed.value, (*closed.doubts, *doubt(NO_OUTCOME)))
    if closed and not closed.value and outcome:
        read["closed_on"] = Understood(None, (*closed.doubts, *doubt(NO_DAY_OF_END)))
    if settled and settled.value and outcome and outcome not in AGREED:
        read["settled_amount"] = Understood(None, (*settled.doubts, *doubt(NOT_AGREED)))


def _workers(read: Mapping[str, Understood[Any]], cells: Mapping[str, Cell]) -> int:
    count = read["workers"].value if "workers" in read else None
    return count or people.people_named(cells.get("applicant")) or len(read["applicant"].value or ("",))
