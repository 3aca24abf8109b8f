"""Look into a file that somebody handed in: the parent's side of the child process that opens it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final

from mediation import confined
from mediation.domain.refusals import Problem, Refused
from mediation.files.kinds import REFUSED

LIMITS: Final = confined.Limits(memory_mib=640, cpu_seconds=15, wall_seconds=60, answer_mib=1)
MOST_PAGES: Final = 500
MOST_PIXELS: Final = 70_000_000
TEN_THOUSAND: Final = 10_000


class Unwelcome(Refused):
    """The file is none that is taken in, or one made to do harm."""


@dataclass(frozen=True)
class Found:
    """What a file is by its content: kind, pages, measures; a small picture (JPEG) where there is one."""

    mime: str
    pages: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    small: bytes = b""


def look(file: IO[bytes], name: str) -> Found:
    """Return what an open file is; `name` is only said in refusals. Raises Unwelcome.

    It must be a real file, which the child reads by itself: its bytes don't pass through this process.
    """
    file.flush()
    try:
        answer = confined.run(
            "mediation.files.child", limits=LIMITS, source=file, arguments=(str(MOST_PAGES), str(MOST_PIXELS))
        )
    except confined.Died as fault:
        raise refusal("damaged", name) from fault
    head, _, small = answer.partition(b"\n")
    found: dict[str, Any] = json.loads(head)
    if word := found.get("refused"):
        raise refusal(word, name)
    return Found(found["mime"], found["pages"], found["about"], small)


def refusal(word: str, name: str, most: int = 0) -> Unwelcome:
    """Return the refusal of a file for the reason `word` of kinds.REFUSED; `most` is the bound it broke."""
    most = {"pages": MOST_PAGES, "pixels": MOST_PIXELS // TEN_THOUSAND}.get(word, most)
    said = {"name": name, **({"most": most} if most else {})}
    return Unwelcome(Problem(REFUSED[word], "file", name, params=said))
