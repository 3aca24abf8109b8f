"""Bind files into one PDF: the parent's side of the child process that does it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Final, Literal

from mediation import confined
from mediation.files.looking import MOST_PIXELS

LIMITS: Final = {"memory_mib": 1500, "cpu_seconds": 300, "wall_seconds": 900.0, "file_mib": 800, "answer_mib": 1}
SPARE_FILES: Final = 32


class Unbound(RuntimeError):
    """The files could not be bound: a page broke what binds them."""


@dataclass(frozen=True)
class Part:
    """One item: its mark in the outline, how it goes in, its open file (none for a sheet) and its pages."""

    mark: str
    how: Literal["pdf", "picture", "sheet"]
    pages: int
    file: IO[bytes] | None = None


def bind(title: str, parts: Sequence[Part], press: IO[bytes], *, out: IO[bytes], progress: IO[bytes]) -> int:
    """Write one PDF of the parts to `out` and return how many pages all of it has.

    `press` holds the front pages, one sheet for every part that is one, and a stamp for every page, in this order.
    The pages done so far stand in the first bytes of `progress`. Raises Unbound.
    """
    open_files = [press, out, progress, *(part.file for part in parts if part.file is not None)]
    for one in open_files:
        one.flush()
        one.seek(0)
    plan = {
        "title": title, "pages": sum(part.pages for part in parts), "most_pixels": MOST_PIXELS,
        "press": press.fileno(), "out": out.fileno(), "progress": progress.fileno(),
        "items": [
            {"mark": part.mark, "how": part.how, "pages": part.pages, "file": part.file.fileno() if part.file else None}
            for part in parts
        ],
    }  # fmt: skip
    limits = confined.Limits(**LIMITS, files=len(open_files) + SPARE_FILES)  # type: ignore[arg-type]
    try:
        answer = json.loads(
            confined.run(
                "mediation.files.binder", limits=limits, content=json.dumps(plan).encode(),
                passed=[one.fileno() for one in open_files],
            )  # fmt: skip
        )
    except confined.Died as fault:
        raise Unbound(str(fault)) from fault
    if answer["pages"] != plan["pages"]:
        raise Unbound(f"{answer['pages']} pages instead of {plan['pages']}")
    return int(answer["all"])
