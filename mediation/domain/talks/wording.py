"""What is filled into a clause: read from a form, kept as JSON, written into the model text, compared word by word."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from mediation.domain import money
from mediation.domain.characters import code_points, legible, unusable
from mediation.domain.ledger.amounts import read_amount
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.clauses import FIGURES, Clause, ClauseField, Value, Values, blanks

MOST_TEXT: Final = 600
NEEDED: Final = N_("必填")
NOTHING: Final = N_("条款“%(clause)s”没有填写任何内容")
UNKNOWN_FIELD: Final = N_("该条款没有这一栏")
NOT_READ: Final = N_("不能确定数值，请按所示格式填写")
OUT_OF_RANGE: Final = N_("超出可填范围")
NO_DAY: Final = N_("日期应写作 2026-11-22")
BACKWARDS: Final = N_("截止日早于起始日")
CHARACTERS: Final = N_("含有不能使用的字符 %(characters)s")
TOO_LONG: Final = N_("过长：%(length)d 个字")

_HUNDREDTHS = re.compile(r"([+-]?)(\d{1,8})(?:\.(\d{1,2}))?(?:%|个月|小时)?")
_HEADS = re.compile(r"(\d{1,8})(?:人|名)?")
_TOKEN = re.compile(r"[\d.,%+-]+|[A-Za-z]+|\s+|.", re.DOTALL)
_FORMATS: Final[Mapping[str, str]] = {
    "fen": "3000.00", "percent": "80%", "change": "-3%", "months": "12", "hours": "40", "heads": "40", "text": "",
    "day": "2026-11-22",
}  # fmt: skip

NO_PARAMS: Final[Mapping[str, object]] = {}

Change = Literal["same", "removed", "added"]


class Piece(NamedTuple):
    """A run of text in a redline."""

    change: Change
    text: str


def read_values(clause: Clause, typed: Mapping[str, str]) -> dict[str, Value]:
    """Return what a form says of a clause; fields left empty are left out.

    Figures come back whole: fen, heads, and hundredths of a percent, a month, an hour. Raises Refused with every fault,
    under `clause.field`.
    """
    problems = [_problem(clause, key, UNKNOWN_FIELD, typed[key]) for key in typed if key not in clause.fields]
    found: dict[str, Value] = {}
    for key, field in clause.fields.items():
        text = unicodedata.normalize("NFC", typed.get(key, "")).strip()
        if not legible(text):
            problems += [_problem(clause, key, NEEDED)] if field.needed else []
            continue
        value = _read(field, text)
        if isinstance(value, Problem):
            problems.append(_problem(clause, key, value.message, text, value.allowed, value.params))
        else:
            found[key] = value
    if not found and not problems:
        problems.append(Problem(NOTHING, field=clause.key, params={"clause": clause.title["zh"]}))
    first, last = found.get("from"), found.get("until")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        problems.append(_problem(clause, "until", BACKWARDS, last.isoformat()))
    if problems:
        raise Refused(problems)
    return found


def stored(values: Values) -> dict[str, int | str]:
    """Return the values as JSON keeps them."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def restored(clause: Clause, kept: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values that `stored` made; KeyError where the library knows the field no more."""
    return {
        key: date.fromisoformat(value) if clause.fields[key].unit == "day" else value for key, value in kept.items()
    }


def written(field: ClauseField, value: Value) -> str:
    """Return a value as the Chinese text of an agreement writes it: `2,740.00元`, `下调3%`, `2026年1月1日`."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, str) or field.unit == "text":
        return str(value)
    if field.unit == "fen":
        return f"{money.figures(value)}元"
    if field.unit == "heads":
        return f"{value}人"
    plain = hundredths(abs(value) if field.unit == "change" else value)
    if field.unit == "change":
        return "不作调整" if value == 0 else f"{'上调' if value > 0 else '下调'}{plain}%"
    return f"{plain}{ {'percent': '%', 'months': '个月', 'hours': '小时'}[field.unit] }"


def hundredths(value: int) -> str:
    """Return whole hundredths as a plain decimal: 300 → `3`, -125 → `-1.25`."""
    return f"{Decimal(value).scaleb(-2).normalize():f}"


def text_of(clause: Clause, values: Values) -> str:
    """Return the clause's text with its values filled in; a sentence whose fields aren't all given is left out."""
    sentences = (one for one in clause.text if all(name in values for name in blanks(one)))
    filled = {key: written(clause.fields[key], value) for key, value in values.items()}
    return "".join(sentence.format_map(filled) for sentence in sentences).replace("。。", "。")


def redline(before: str, after: str) -> tuple[Piece, ...]:
    """Return how `before` became `after`, run by run; figures and Latin words are compared whole.

    The runs that aren't added make up `before`, those that aren't removed make up `after`.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)


def _read(field: ClauseField, text: str) -> Value | Problem:
    if field.unit == "text":
        return _text(text)
    if field.unit == "day":
        try:
            return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else Problem(NO_DAY)
        except ValueError:
            return Problem(NO_DAY)
    value = _figure(field, text)
    if value is None:
        return Problem(NOT_READ, allowed=_FORMATS[field.unit])
    if not field.least <= value <= field.most:
        return Problem(OUT_OF_RANGE, allowed=f"{_plain(field, field.least)}–{_plain(field, field.most)}")
    return value


def _plain(field: ClauseField, value: int) -> str:
    return str(value) if field.unit == "heads" else hundredths(value)


def _figure(field: ClauseField, text: str) -> int | None:
    if field.unit == "fen":
        found = read_amount(text)
        return None if found.doubts else found.value
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("−", "-")
    if field.unit == "heads":
        heads = _HEADS.fullmatch(plain)
        return int(heads[1]) if heads else None
    match = _HUNDREDTHS.fullmatch(plain)
    if not match or (match[1] and field.unit != "change"):
        return None
    value = int(match[2]) * 100 + int((match[3] or "").ljust(2, "0"))
    return -value if match[1] == "-" else value


def _text(text: str) -> str | Problem:
    if unwanted := unusable(text, lines=True):
        return Problem(CHARACTERS, params={"characters": code_points(unwanted)})
    if len(text) > MOST_TEXT:
        return Problem(TOO_LONG, allowed=f"≤ {MOST_TEXT}", params={"length": len(text)})
    return text


def _problem(
    clause: Clause, key: str, message: str, value: str = "", allowed: str = "", params: Mapping[str, object] = NO_PARAMS
) -> Problem:
    return Problem(message, field=f"{clause.key}.{key}", value=value[:60], allowed=allowed, params=params)


def figure(clause: Clause, key: str, values: Values) -> int | None:
    """Return the figure under `key`, None where it isn't given or the field holds none."""
    value = values.get(key)
    return value if isinstance(value, int) and clause.fields[key].unit in FIGURES else None
