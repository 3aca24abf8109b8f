"""Measure the import of a ledger: `python -m tests.bench.bench_ledger [ROWS]`, 1,000 by default; TEST_DATABASE_URL or SQLite.

Prints CPU seconds of this process for 1,000 rows: read and understood, imported, imported again (nothing new), undone;
beside what nobody can go below, the same file read by openpyxl and by calamine, and the rows that the import stored
written again by bare INSERTs. Exit 1 above ten CPU seconds for 1,000 rows imported.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import python_calamine
import sqlalchemy as sa
from sqlmodel import SQLModel

from mediation import config, db
from mediation.config import Settings
from mediation.domain.identity import id_check_digit
from mediation.domain.situation import Situation
from mediation.models.user import User
from mediation.office import ledger, ledger_run, ledger_undo, rules
from mediation.sheets import reading
from tests import make

NOW = make.NOW
MOST_SECONDS = 10
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建华玥堃祎赟"
TRADES = "建筑餐饮物流电子服装物业环保科技模具家具医疗汽车"
KINDS = ("欠薪", "加班费", "经济补偿", "工伤", "违法解除", "社保", "双倍工资", "年休假", "欠薪、加班费", "押金")
WAYS = ("来访", "电话", "110移交", "劳动监察移交", "法院委派")
ENDS = ("调解成功", "调解不成", "撤回申请", "")
HEADING = ("收件日期", "申请人", "身份证号", "联系电话", "被申请人", "人数", "纠纷类型", "涉及金额", "案件来源", "处理结果",
           "结案日期", "调解金额", "简要情况")  # fmt: skip


def workbook(rows: int) -> bytes:
    """Return an .xlsx file of a year's ledger: many people, some firms more than once, two thirds of it ended."""
    random, book = Random(7), openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(("2026年工作站台账",))
    sheet.append(HEADING)
    for nth in range(rows):
        on = date(2026, 1, 4) + timedelta(days=nth * 300 // rows)
        first = f"31011219{60 + nth % 40}0{1 + nth % 9}1{nth % 9}{nth % 1000:03d}"
        who = random.choice(SURNAMES) + "".join(random.choice(GIVEN) for _ in range(2))
        firm = f"上海某{random.choice(GIVEN)}{random.choice(TRADES)}{random.choice(TRADES)}有限公司"
        end, amount = random.choice(ENDS), random.randrange(500, 90000)
        sheet.append((
            f"{on.year}.{on.month}.{on.day}", who, first + id_check_digit(first), f"139{nth:08d}", firm,
            random.choice((1, 1, 1, 1, 3, 12)), random.choice(KINDS), amount, random.choice(WAYS), end,
            f"{on + timedelta(days=7):%Y.%m.%d}" if end else "", amount // 2 if end == "调解成功" else "",
            f"申请人在被申请人处工作，双方因{random.choice(KINDS)}发生争议，要求支付{amount}元，已告知依法维权途径。",
        ))  # fmt: skip
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def timed(name: str, rows: int, act: Callable[[], Any]) -> tuple[float, Any]:
    """Do something and print its CPU seconds for 1,000 rows."""
    began = time.process_time()
    done = act()
    took = (time.process_time() - began) * 1000 / rows
    print(f"{name:<44}{took:>8.2f}", flush=True)
    return took, done


def stored() -> dict[sa.Table, list[dict[str, Any]]]:
    """Return every row of every table."""
    with db.reading() as session:
        return {
            table: [dict(row) for row in session.execute(sa.select(table)).mappings()]
            for table in SQLModel.metadata.sorted_tables
        }


def written_again(rows: dict[sa.Table, list[dict[str, Any]]]) -> None:
    """Write rows into an empty database by one INSERT a table."""
    with db.transaction() as session:
        for table, values in rows.items():
            if values:
                session.execute(sa.insert(table), values)


def imported(content: bytes, by: User) -> str:
    """Keep, look and import as the pages do; return the id of the import."""
    sheets = reading.read(content, "ledger.xlsx")
    with db.transaction() as session:
        begun = ledger.begin(session, sheets, "CH", name="ledger.xlsx", content=content, by=by, now=NOW).id
    ledger_run.run(begun, by=by, now=NOW)
    return begun


def undone(import_id: str, by: User) -> None:
    """Undo an import."""
    with db.transaction() as session:
        ledger_undo.undo(session, import_id, by=by, now=NOW + timedelta(hours=1))


def read_openpyxl(content: bytes) -> int:
    """Read every cell with openpyxl."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    return sum(len(row) for row in sheet.iter_rows(values_only=True))


def read_calamine(content: bytes) -> int:
    """Read every cell with calamine."""
    return len(python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def fresh(folder: Path) -> None:
    """Point at a new, empty database of its own."""
    url = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder / 'mediation.db'}"
    config.use(Settings(data_dir=folder, database_url=url, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1))
    config.ensure_keys()
    db.migrate()


def main(rows: int = 1000) -> None:
    """Measure, print, and exit 1 where importing takes too long."""
    content = workbook(rows)
    print(f"{'CPU seconds for 1,000 rows':<44}{'':>8}")
    timed("read by openpyxl", rows, lambda: read_openpyxl(content))
    timed("read by calamine", rows, lambda: read_calamine(content))
    with tempfile.TemporaryDirectory() as folder:
        fresh(Path(folder))
        with db.transaction() as session:
            station = make.station(session)
            by = make.user(session, "wang", at=station)
            make.user(session, "zhan", at=station, role="supervisor", email="zhan@example.org")
            for name, desk in (("gong", "union"), ("si", "judicial_office"), ("jing", "police")):
                make.user(session, name, at=station, role="desk_officer", desk=desk, email=f"{name}@example.org")
        rules.current().engine.fire("escalation", Situation("case"), NOW.date())  # a running server has it warm
        took, import_id = timed("imported", rows, lambda: imported(content, by))
        kept = stored()
        timed("imported again, nothing new", rows, lambda: imported(content, by))
        timed("undone", rows, lambda: undone(import_id, by))
        db.dispose()
    if "TEST_DATABASE_URL" not in os.environ:
        with tempfile.TemporaryDirectory() as folder:
            fresh(Path(folder))
            timed("the same rows by bare INSERTs", rows, lambda: written_again(kept))
            db.dispose()
    count = {table.name: len(values) for table, values in kept.items() if values}
    print(", ".join(f"{name} {number}" for name, number in count.items()))
    sys.exit(1 if took > MOST_SECONDS else 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
