"""Read a foreign spreadsheet: the parent's side of the child process that opens it."""

import json
import zlib
from datetime import date, datetime
from typing import Any, Final

from mediation import confined
from mediation.confined import MIB
from mediation.domain.ledger.grid import Cell, Merge, Sheet
from mediation.domain.refusals import N_, Problem, Refused

MOST_BYTES: Final = 16 * MIB
LIMITS: Final = confined.Limits(memory_mib=768, cpu_seconds=20, wall_seconds=60, answer_mib=64)


class UnknownForm(Refused):
    """The file is no spreadsheet that can be read here."""


class Damaged(Refused):
    """The file can't be read: damaged, locked, or made to do harm."""


class TooLarge(Refused):
    """The file holds more than a ledger can."""


def read(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of an .xlsx, .xls, .ods or .csv file; `name` is only said in refusals.

    Raises UnknownForm, Damaged or TooLarge. The file is opened in a child process with bounded memory and time.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge(Problem(N_("文件过大"), field="ledger", value=name, allowed=f"≤ {MOST_BYTES // MIB} MiB"))
    if not content:
        raise UnknownForm(Problem(N_("文件是空的"), field="ledger", value=name))
    answer = _answer(content, name)
    if word := answer.get("refused"):
        _refuse(word, name, str(answer.get("detail", "")))
    return _sheets(answer["sheets"])


def pack(sheets: tuple[Sheet, ...]) -> bytes:
    """Return sheets as bytes, for keeping them between two pages."""
    plain = [
        {
            "name": one.name,
            "hidden": one.hidden,
            "rows": [[_plain(cell) for cell in row] for row in one.rows],
            "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in one.merges],
        }
        for one in sheets
    ]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def unpack(packed: bytes) -> tuple[Sheet, ...]:
    """Return the sheets that `pack` put away."""
    return _sheets(json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))


def _answer(content: bytes, name: str) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(confined.run("mediation.sheets.child", limits=LIMITS, content=content))
    except confined.Died as fault:
        raise Damaged(Problem(UNREADABLE, field="ledger", value=name)) from fault
    return answer


UNREADABLE: Final = N_("文件无法读取：已损坏，或者打开后占用过大。请用 Excel 或 WPS 打开后另存为 .xlsx 再试")


def _refuse(word: str, name: str, detail: str) -> None:
    value = f"{name} {detail}".strip()
    if word == "large":
        allowed = N_("每张表不超过 20,000 行、200 列，不超过 60 张表")
        raise TooLarge(Problem(N_("表格过大"), field="ledger", value=value, allowed=allowed))
    if word == "password":
        raise Damaged(Problem(N_("文件设有密码，请去除密码后再试"), field="ledger", value=value))
    if word == "form":
        message = N_("不是能读取的表格文件")
        raise UnknownForm(Problem(message, field="ledger", value=value, allowed=".xlsx, .xls, .ods, .csv"))
    raise Damaged(Problem(UNREADABLE, field="ledger", value=value))


def _sheets(plain: list[dict[str, Any]]) -> tuple[Sheet, ...]:
    return tuple(
        Sheet(
            one["name"],
            tuple(tuple(_cell(cell) for cell in row) for row in one["rows"]),
            tuple(Merge(*merge) for merge in one["merges"]),
            one["hidden"],
        )
        for one in plain
    )


def _cell(plain: Any) -> Cell:
    if not isinstance(plain, dict):
        return None if plain == "" else plain
    if "at" in plain:
        return datetime.fromisoformat(plain["at"])
    return date.fromisoformat(plain["on"]) if "on" in plain else str(plain["span"])


def _plain(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"at": cell.isoformat()}
    if isinstance(cell, date):
        return {"on": cell.isoformat()}
    return "" if cell is None else cell if isinstance(cell, (str, bool, int, float)) else {"span": str(cell)}
