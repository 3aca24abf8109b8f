"""People in ledgers: names of applicants and firms, how many they are, telephone and identity numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from mediation.domain import identity
from mediation.domain.casefile import MOST_WORKERS, NAME_LENGTH
from mediation.domain.ledger import numerals
from mediation.domain.ledger.grid import Cell, empty, shown, squeezed, tidy
from mediation.domain.ledger.reading import Understood, doubt
from mediation.domain.refusals import N_

NOT_A_NAME = N_("“%(text)s”不是姓名或名称")
CUT_NAME = N_("“%(text)s…”过长，不能作为名称")
NOT_A_COUNT = N_("人数“%(text)s”不能确定，请核对")
NOT_A_PHONE = N_("电话“%(text)s”格式不对，未录入")
FIRST_PHONE = N_("有多个电话，只录入第一个")
MANGLED_ID = N_("身份证号以数字格式存储，末几位已丢失，未录入，请按证件补录")
WRONG_ID = N_("身份证号校验不通过，未录入，请核对")
OTHER_ID = N_("不是 18 位公民身份号码，未录入")
MANY_IDS = N_("有多个身份证号，与申请人人数不一致，未录入")

_TOGETHER = re.compile(
    r"等\s*(?P<count>[\d〇零一二两三四五六七八九十百千万]+)\s*(?:余|多)?\s*(?:人|名|位)"
    r"?[\u4e00-\u9fff]{0,4}$|等(?:人|职工|员工|工人|多人)?$"
)
_BETWEEN = re.compile(r"[、,，;；/／\n]|(?<=[\u4e00-\u9fff])\s*(?:和|与|及)\s*(?=[\u4e00-\u9fff]{2,4}(?:$|[、,，]))")
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NOBODY = re.compile(
    r"[-—–―/\\.·?？×xX*＊]*|无|暂无|不详|不明|未知|未留(?:姓名|名)?|未提供|匿名|待(?:核实|补|定|查)|空|"
    r"同上|nil|none|n/?a",
    re.IGNORECASE,
)
_FIRM = re.compile(
    "(?:公司|集团|[^工]厂|商店|[餐饭酒]店|店铺|经营部|门市部|工作室|事务所|合作社|中心|学校|幼儿园|医院|酒店|宾馆|俱乐部|超市|"
    "分公司|项目部|办事处|工程队|银行|协会|委员会|基金会|养老院|诊所|药房|会所|工厂|企业)$"
)
_COUNT = re.compile(
    r"(?:约|共|计|涉及?|涉案|大约|近)*(?P<count>\d{1,6}|[〇零一二两三四五六七八九十百千万]+)(?:余|多)"
    r"?(?:人|名|位|人次|名职工|名员工|名工人|名劳动者|个)?(?:左右)?"
)
_BEFORE_BRACKET = re.compile(r"[(（].*$")
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(
    r"(?:\+?86-?)?(?:\(?(0\d{2,3})\)?-?)?([2-9]\d{6,7})(?:(?:-|转|分机)(\d{1,6}))?|([48]00)-?(\d{3})"
    r"-?(\d{4})"
)
_PHONES = re.compile(r"[、,，;；/／\n]|或|\s{2,}")


def read_names(cell: Cell) -> Understood[tuple[str, ...]]:
    """Return the names in a cell, in their order; without value where nobody is named."""
    if isinstance(cell, (bool, int, float, date, datetime, time, timedelta)):
        return Understood(None, doubt(NOT_A_NAME, shown(cell), text=shown(cell)))
    if empty(cell):
        return Understood(None)
    text = _TOGETHER.sub("", tidy(cell))
    found = [name for part in _BETWEEN.split(_ASIDE.sub("", text)) if (name := _name(part))]
    if not found:
        return Understood(None, doubt(NOT_A_NAME, shown(cell), text=shown(cell)[:60]))
    if any(len(name) > NAME_LENGTH for name in found):
        return Understood(None, doubt(CUT_NAME, shown(cell), text=shown(cell)[:40]))
    return Understood(tuple(dict.fromkeys(found)))


def people_named(cell: Cell) -> int | None:
    """Return the number of `等12人` in a cell of names, None without one."""
    found = _TOGETHER.search(tidy(cell))
    return _whole(found["count"]) if found and found["count"] else None


def read_firm(cell: Cell) -> Understood[str]:
    """Return the name of a firm as written, without blanks inside and around Chinese names."""
    if isinstance(cell, (bool, int, float, date, datetime, time, timedelta)):
        return Understood(None, doubt(NOT_A_NAME, shown(cell), text=shown(cell)))
    name = _name(tidy(cell))
    if not name:
        return Understood(None, () if empty(cell) else doubt(NOT_A_NAME, shown(cell), text=shown(cell)[:60]))
    if len(name) > NAME_LENGTH:
        return Understood(None, doubt(CUT_NAME, shown(cell), text=name[:40]))
    return Understood(name)


def is_firm(name: str) -> bool:
    """Tell whether a name is that of a firm or another body, by how it ends."""
    return bool(_FIRM.search(_ASIDE.sub("", squeezed(name))))


def read_count(cell: Cell) -> Understood[int]:
    """Return a number of people."""
    if empty(cell) or _NOBODY.fullmatch(squeezed(cell)):
        return Understood(None)
    if isinstance(cell, float) and not cell.is_integer() or isinstance(cell, (bool, date, datetime)):
        return Understood(None, doubt(NOT_A_COUNT, shown(cell), text=shown(cell)))
    found = _COUNT.fullmatch(_BEFORE_BRACKET.sub("", squeezed(cell)))
    count = _whole(found["count"]) if found else None
    if count is None or not 1 <= count <= MOST_WORKERS:
        return Understood(None, doubt(NOT_A_COUNT, shown(cell), text=shown(cell)[:60]))
    return Understood(count)


def read_phone(cell: Cell) -> Understood[str]:
    """Return the first telephone number of a cell: mobiles as 11 digits, others with hyphens."""
    if empty(cell) or _NOBODY.fullmatch(squeezed(cell)):
        return Understood(None)
    text = shown(cell)
    first, *more = [part for part in _PHONES.split(text) if squeezed(part)] or [""]
    number = _phone(squeezed(first))
    if number is None:
        number, more = _phone(squeezed(text)), []
    if number is None:
        return Understood(None, doubt(NOT_A_PHONE, text=text[:40]))
    return Understood(number, doubt(FIRST_PHONE) if more else ())


def read_id_numbers(cell: Cell, people: int, *, today: date) -> Understood[tuple[str, ...]]:
    """Return the identity numbers of a cell, one or as many as there are people.

    A number stored as a number has lost its last digits: refused, never guessed; so is one whose check digit is wrong.
    """
    if empty(cell) or _NOBODY.fullmatch(squeezed(cell)):
        return Understood(None)
    if not isinstance(cell, str):
        return Understood(None, doubt(MANGLED_ID))
    parts = [squeezed(part).strip("'’‘`").replace("-", "").upper() for part in re.split(r"[、,，;；/／\n]", cell)]
    numbers = [part for part in parts if part]
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d+", squeezed(cell).upper()):
        return Understood(None, doubt(MANGLED_ID))
    if faults := [fault for number in numbers if (fault := identity.id_number_fault(number))]:
        return Understood(None, doubt(OTHER_ID if "form" in faults else WRONG_ID))
    if any(identity.born_by(number) > today for number in numbers):
        return Understood(None, doubt(WRONG_ID))
    if len(numbers) not in (1, people):
        return Understood(None, doubt(MANY_IDS))
    return Understood(tuple(numbers))




def _name(part: str) -> str:
    name = tidy(part).strip("、,，;；:：")
    return "" if _NOBODY.fullmatch(squeezed(name)) or not re.search(r"[^\W\d_]", name) else name


def _whole(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text)
    value = numerals.number(text)
    return None if value is None or value != int(value) else int(value)


def _phone(text: str) -> str | None:
    plain = re.sub(r"[-—–―.]", "", text)
    if found := _MOBILE.fullmatch(plain):
        return found[1]
    found = _LANDLINE.fullmatch(re.sub(r"[—–―]", "-", text))
    if not found:
        return None
    area, number, extension, service, middle, last = found.groups()
    if service:
        return f"{service}-{middle}-{last}"
    return "-".join(part for part in (area, number, extension) if part)
