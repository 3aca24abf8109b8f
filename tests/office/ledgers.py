"""Ledgers made for tests, and the way through preview and import."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import select

from mediation import db
from mediation.domain.identity import id_check_digit
from mediation.domain.ledger.grid import Cell, Sheet
from mediation.models.case import Case
from mediation.models.ledger import LedgerRow
from mediation.office import ledger, ledger_run
from tests.office.working import RECEIVED, Working

NOW = RECEIVED + timedelta(days=2)
HEADING: tuple[Cell, ...] = ("收件日期", "申请人", "身份证号", "电话", "被申请人", "纠纷类型", "金额", "处理结果", "结案日期", "调解金额")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("2026.11.2", "张三", "310112199001010038", "13900001001", "甲公司", "欠薪", "1.2万", "", "", ""),
    ("2026.11.3", "李四", "", "", "乙公司", "经济补偿、年假", "约5000", "调解成功", "2026.11.9", "5000"),
    ("2026.11.31", "王五", "", "", "丙公司", "欠薪", "", "", "", ""),
    (None,) * 10,
    ("2026年11月2日", "张 三", "", "", "甲公司", "拖欠工资", "", "", "", ""),
    ("合计", None, None, None, None, None, "1.7万", None, None, None),
)


def sheets(rows: Sequence[Sequence[Cell]] = ROWS, *, title: str = "2026年台账") -> tuple[Sheet, ...]:
    """Return a file with one sheet: a title, the heading, `rows`."""
    return (Sheet("台账", ((title,), HEADING, *(tuple(row) for row in rows))),)


def many(number: int) -> list[tuple[Cell, ...]]:
    """Return rows of `number` people at a hundred firms."""
    made: list[tuple[Cell, ...]] = []
    for nth in range(number):
        first = f"31011219{60 + nth % 40}0{1 + nth % 9}1{nth % 9}{nth % 1000:03d}"
        who = f"张{chr(0x4E00 + nth)}"
        made.append((f"2026.{1 + nth % 10}.{1 + nth % 28}", who, first + id_check_digit(first), f"139{nth:08d}",
                     f"第{nth % 100}公司", "欠薪", nth + 1, "", "", ""))  # fmt: skip
    return made


def begin(working: Working, found: tuple[Sheet, ...], *, who: str = "mediator", now: datetime = NOW) -> str:
    """Keep a ledger for a look and return its id."""
    with db.transaction() as session:
        return ledger.begin(session, found, "CH", name="台账.xlsx", content=b"x", by=working[who], now=now).id


def finish(working: Working, import_id: str, *, who: str = "mediator", now: datetime = NOW) -> None:
    """Import all rows."""
    assert ledger_run.run(import_id, by=working[who], now=now) == 0


def cases() -> list[Case]:
    """Return the cases in the book by number."""
    with db.reading() as session:
        return list(session.exec(select(Case).order_by(Case.number)).all())


def became(import_id: str) -> list[tuple[int, str, str | None]]:
    """Return what became of each row."""
    with db.reading() as session:
        rows = session.exec(select(LedgerRow).where(LedgerRow.import_id == import_id).order_by(LedgerRow.row)).all()
    return [(row.row, row.state, row.reason) for row in rows]
