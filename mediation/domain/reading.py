"""Read untrusted JSON field by field, collecting every fault instead of stopping at the first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any

from mediation.domain import identity, money
from mediation.domain.characters import code_points, legible, unusable
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_BELOW = re.compile(r"^\s*[-−－]\s*\d")
_PHONE = re.compile(r"^\+?\d[\d -]{4,18}\d$", re.ASCII)
_SHOWN = 60
CLOCK_SKEW = timedelta(minutes=5)
"""A sender's clock may run this far ahead of ours."""


class Reader:
    """Collects the problems met while reading one document."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.problems: list[Problem] = []

    def fault(self, path: str, value: object, message: str, allowed: str = "", **params: object) -> None:
        """Note one problem at `path`."""
        shown = value if isinstance(value, str) else "" if value is None else repr(value)
        shown = shown.encode("utf-8", "replace").decode()
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        self.problems.append(Problem(message, field=path, value=shown, allowed=allowed, params=params))

    def mapping(self, data: Any, path: str) -> Fields:
        """Return the fields of a JSON object; anything else is a fault and reads as empty."""
        if isinstance(data, dict):
            return Fields(self, data, path)
        self.fault(path, data, N_("应为一组字段"), "{…}")
        return Fields(self, {}, path, broken=True)

    def refuse_if_any(self) -> None:
        """Raise Refused with all problems, if there are any."""
        if self.problems:
            raise Refused(self.problems)


class Fields:
    """One JSON object being read; every accessor returns the value or None and notes what is wrong."""

    def __init__(self, reader: Reader, data: dict[Any, Any], path: str, *, broken: bool = False) -> None:
        self.reader, self.data, self.path, self.broken = reader, data, path, broken
        self.asked: list[str] = []

    def where(self, key: object, bracket: bool = False) -> str:
        """Return the path of `key`: `claims[0].amount`, or `claims[ID]` where keys are ids."""
        if bracket:
            return f"{self.path}[{key}]"
        return f"{self.path}.{key}" if self.path else str(key)

    def fault(self, key: str, message: str, allowed: str = "", *, bracket: bool = False, **params: object) -> None:
        """Note a problem with the value under `key`."""
        self.reader.fault(self.where(key, bracket), self.data.get(key), message, allowed, **params)

    def _get(self, key: str, required: bool = False) -> Any:
        self.asked.append(key)
        value = self.data.get(key)
        if value is None and required and not self.broken:
            self.fault(key, N_("必填"))
        return value

    def child(self, key: str) -> Fields:
        """Return the object under `key`; missing or null reads as empty."""
        value = self._get(key)
        return self.reader.mapping({} if value is None else value, self.where(key))

    def rows(self, key: str, *, most: int) -> list[Fields]:
        """Return the objects of the list under `key`, which must hold at least one."""
        value = self._get(key)
        if not isinstance(value, list) or not value:
            if not self.broken:
                self.fault(key, N_("至少需要一项"), "[…]")
            return []
        if len(value) > most:
            self.reader.fault(self.where(key), len(value), N_("项数过多"), f"≤ {most}")
            return []
        return [self.reader.mapping(one, f"{self.where(key)}[{nth}]") for nth, one in enumerate(value)]

    def text(
        self, key: str, *, most: int, required: bool = False, lines: bool = False, pattern: str = ""
    ) -> str | None:
        """Return text in NFC without surrounding blanks; control characters and over-long text are faults."""
        value = self._get(key, required)
        if value is None:
            return None
        if not isinstance(value, str):
            self.fault(key, N_("应为文字"))
            return None
        if unwanted := unusable(value, lines=lines):
            self.fault(key, N_("含有不能使用的字符 %(characters)s"), characters=code_points(unwanted))
            return None
        clean = unicodedata.normalize("NFC", value).strip()
        if not legible(clean):
            if required:
                self.fault(key, N_("必填"))
            return None
        if len(clean) > most:
            self.fault(key, N_("过长：%(length)d 个字"), f"≤ {most}", length=len(clean))
            return None
        if pattern and not re.fullmatch(pattern, clean, re.ASCII):
            self.fault(key, N_("格式不对"), pattern)
            return None
        return clean

    def choice(
        self, key: str, allowed: Iterable[str], *, required: bool = False, bracket: bool = False
    ) -> str | None:
        """Return one of the allowed words."""
        value = self._get(key, required)
        if value is None:
            return None
        words = tuple(allowed)
        if not isinstance(value, str) or value not in words:
            self.fault(key, N_("不是允许的值"), ", ".join(words), bracket=bracket)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """Return true, false or None for not known."""
        value = self._get(key)
        if value is None or isinstance(value, bool):
            return value
        self.fault(key, N_("应为是或否"), "true, false, null")
        return None

    def integer(self, key: str, *, least: int, most: int) -> int | None:
        """Return a whole number within bounds."""
        value = self._get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(key, N_("应为范围内的整数"), f"{least}–{most}")
            return None
        return value

    def amount(self, key: str, *, required: bool = False, bracket: bool = False) -> int | None:
        """Return fen for a decimal string in yuan; negative, exponent and third decimal are faults."""
        value = self._get(key, required)
        if value is None:
            return None
        try:
            if not isinstance(value, str):
                raise ValueError
            return money.fen(value)
        except ValueError:
            below = isinstance(value, str) and _BELOW.match(value)
            said = N_("金额不能为负数") if below else N_("应为以元计的金额，最多两位小数")
            self.fault(key, said, '"8000.00"', bracket=bracket)
            return None

    def day(
        self, key: str, *, first: date, last: date | None = None, required: bool = False
    ) -> date | None:
        """Return a day from `first` to `last`, today unless given."""
        value = self._get(key, required)
        if value is None:
            return None
        try:
            if not isinstance(value, str) or not _DAY.match(value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.fault(key, N_("不是日期"), "YYYY-MM-DD")
            return None
        today = last or station_day(self.reader.now)
        if day > today:
            self.fault(key, N_("日期过晚") if last else N_("日期在将来"), f"≤ {today}")
            return None
        if day < first:
            self.fault(key, N_("日期过早"), f"≥ {first}")
            return None
        return day

    def instant(self, key: str, *, required: bool = False) -> datetime | None:
        """Return an instant with its offset that is not in the future."""
        value = self._get(key, required)
        if value is None:
            return None
        try:
            if not isinstance(value, str) or "T" not in value:
                raise ValueError
            instant = datetime.fromisoformat(value)
            if instant.tzinfo is None or instant.year < 2000:
                raise ValueError
        except ValueError:
            self.fault(key, N_("不是带时区的时间"), "2026-11-16T09:20:00+08:00")
            return None
        if instant > self.reader.now + CLOCK_SKEW:
            self.fault(key, N_("时间在将来"), f"≤ {self.reader.now.isoformat(timespec='minutes')}")
            return None
        return instant

    def phone(self, key: str) -> str | None:
        """Return a telephone number."""
        value = self.text(key, most=20)
        if value is not None and not _PHONE.match(value):
            self.fault(key, N_("不是电话号码"), "13900001234, 021-64100000")
            return None
        return value

    def account_number(self, key: str) -> str | None:
        """Return a bank account number: 8 to 30 digits, spaces and hyphens dropped."""
        value = self.text(key, most=40)
        number = re.sub(r"[\s-]", "", value or "")
        if value is not None and not re.fullmatch(r"\d{8,30}", number, re.ASCII):
            self.fault(key, N_("不是银行账号"), N_("8–30 位数字"))
            return None
        return number or None

    def id_number(self, key: str) -> str | None:
        """Return a citizen identity number whose check digit is right."""
        value = self.text(key, most=30)
        if value is None:
            return None
        number = value.upper()
        fault = identity.id_number_fault(number)
        if not fault and identity.born_by(number) > station_day(self.reader.now):
            fault = "born"
        if fault:
            self.fault(key, _ID_FAULTS[fault], N_("18 位公民身份号码"))
            return None
        return number

    def birthday(self, key: str, id_number: str | None) -> date | None:
        """Return the birthday given, or the one in the identity number; the two must agree."""
        born = self.day(key, first=date(1900, 1, 1))
        written = identity.born_by(id_number) if id_number else None
        if born and written and born != written:
            self.fault(key, N_("与身份号码中的出生日期不一致"), written.isoformat())
        return born or written

    def credit_code(self, key: str) -> str | None:
        """Return a unified social credit code whose check character is right."""
        value = self.text(key, most=30)
        if value is None:
            return None
        code = value.upper()
        if fault := identity.credit_code_fault(code):
            self.fault(key, _CODE_FAULTS[fault], N_("18 位统一社会信用代码"))
            return None
        return code

    def in_order(self, first: str, before: date | None, second: str, after: date | None) -> None:
        """Note a fault if the second day lies before the first."""
        if before and after and after < before:
            self.fault(second, N_("早于 %(other)s"), f"≥ {before}", other=first)

    def nothing_else(self, null_too: tuple[str, ...] = ()) -> None:
        """Refuse every key that nobody asked for, naming the nearest known one; null is let pass for `null_too`."""
        for key, value in self.data.items():
            if key in self.asked or (key in null_too and value is None):
                continue
            near = get_close_matches(str(key), self.asked, n=1)
            message = N_("未知的字段，是否指 %(near)s？") if near else N_("未知的字段")
            self.reader.fault(self.where(_shown(key)), value, message, ", ".join(self.asked), near=(near or [""])[0])


_ID_FAULTS = {
    "form": N_("身份号码应为 17 位数字加 1 位校验码"),
    "check": N_("身份号码校验码不对，请核对"),
    "born": N_("身份号码中的出生日期不存在"),
}
_CODE_FAULTS = {
    "form": N_("统一社会信用代码应为 18 位数字或大写字母"),
    "check": N_("统一社会信用代码校验码不对，请核对"),
}


def _shown(key: object) -> str:
    return str(key).encode("utf-8", "replace").decode()[:_SHOWN]
