"""Read the JSON files that commands take."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mediation.domain.refusals import N_, Problem, Refused

MOST_BYTES = 4 << 20


def read_json(path: Path, *, parse_float: Callable[[str], Any] = float) -> Any:
    """Return the parsed file; raises Refused for one that isn't there, isn't JSON, repeats a key or is over 4 MiB."""
    try:
        content = path.read_bytes()[: MOST_BYTES + 1]
    except OSError as error:
        raise Refused(Problem(N_("文件无法读取：%(why)s"), str(path), params={"why": error.strerror})) from None
    if len(content) > MOST_BYTES:
        raise Refused(Problem(N_("文件过大"), str(path), allowed="≤ 4 MiB"))
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant, parse_float=parse_float
        )
    except UnicodeDecodeError:
        raise Refused(Problem(N_("文件不是 UTF-8 编码"), str(path))) from None
    except (ValueError, RecursionError) as error:
        problem = Problem(N_("文件不是有效的 JSON：%(why)s"), str(path), params={"why": str(error)[:120]})
        raise Refused(problem) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice")
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")
