"""Where the firms of a chain stand in its drawing: the worker at the foot, who gives the work at the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mediation.domain.chain import Reading
from mediation.office.people.chain import firm_of
from mediation.office.people.lines import PartyLine

LEVELS: Final = (
    ("owner", "app"), ("general_contractor", "investor"), ("contractor", "platform_partner", "user_firm"),
    ("agency", "subcontractor", "payer", "affiliate"), ("employer", ""),
)  # fmt: skip
"""Who stands on which floor, highest first; a firm whose role nobody has said stands next to the worker."""

BOX: Final = 210
HIGH: Final = 62
ACROSS: Final = 24
DOWN: Final = 40
MARGIN: Final = 8


@dataclass(frozen=True)
class Box:
    """One firm: its place, how many signs speak for and against it, whether the signs point to it."""

    x: int
    y: int
    name: str
    role: str
    speaking: int
    against: int
    points: bool


@dataclass(frozen=True)
class Drawing:
    """The whole map; `lines` run from floor to floor, `worker` is the middle of the foot."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int, int, int], ...]
    worker: tuple[int, int]


def drawn(firms: Sequence[PartyLine], reading: Reading) -> Drawing:
    """Return the drawing of a chain; floors without a firm are left out."""
    floors = [[one for one in firms if (one.values["chain_role"] or "") in roles] for roles in LEVELS]
    floors = [floor for floor in floors if floor]
    width = max((len(floor) * (BOX + ACROSS) - ACROSS for floor in floors), default=BOX) + 2 * MARGIN
    boxes: list[list[Box]] = []
    for nth, floor in enumerate(floors):
        left = (width - (len(floor) * (BOX + ACROSS) - ACROSS)) // 2
        boxes.append([
            _box(left + place * (BOX + ACROSS), MARGIN + nth * (HIGH + DOWN), one, reading)
            for place, one in enumerate(floor)
        ])  # fmt: skip
    foot = MARGIN + len(floors) * (HIGH + DOWN)
    lines = [
        (upper.x + BOX // 2, upper.y + HIGH, lower.x + BOX // 2, lower.y)
        for above, below in zip(boxes, boxes[1:], strict=False)
        for upper in above
        for lower in below
    ]
    lines += [(one.x + BOX // 2, one.y + HIGH, width // 2, foot) for one in (boxes[-1] if boxes else ())]
    every = tuple(box for floor in boxes for box in floor)
    return Drawing(width, foot + HIGH, every, tuple(lines), (width // 2, foot))


def _box(x: int, y: int, one: PartyLine, reading: Reading) -> Box:
    signs = firm_of(one).signs
    speaking = sum(sign.speaks_for for sign in signs)
    role = one.values["chain_role"] or ""
    return Box(x, y, one.name, role, speaking, len(signs) - speaking, one.id == reading.key)
