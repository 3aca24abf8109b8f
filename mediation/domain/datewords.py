"""Days in running Chinese text as papers write them: 2026年11月22日, whatever manner the sentence came in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

_DAY: Final = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\w-])", re.ASCII)


_BEFORE: Final = re.compile(r"(?<=[\u4e00-\u9fff，、：；（]) (?=\d{4}年\d)")
_AFTER: Final = re.compile(r"(?<=\d[月日])(（周.）)? (?=[\u4e00-\u9fff，、；])")


def in_words(text: str) -> str:
    """Return the text with its days and months written out: 自 2026-10-08（周四） 起 → 自2026年10月8日（周四）起."""
    written = _DAY.sub(_written, text)
    return text if written == text else _AFTER.sub(r"\1", _BEFORE.sub("", written))


def _written(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def throughout(found: Any, *, but: Collection[str] = ()) -> Any:
    """Return a record with the days of its texts written out; what stands under the keys of `but` stays as it is."""
    if isinstance(found, str):
        return in_words(found)
    if isinstance(found, Mapping):
        return {key: one if key in but else throughout(one, but=but) for key, one in found.items()}
    return [throughout(one, but=but) for one in found] if isinstance(found, list | tuple) else found
