"""A signature as it was drawn: lines of points on a field of fixed size, read from text and nothing else.

A phone sends `120,88 124,90;300,40 301,44`: lines apart by `;`, points by a blank. No picture of anybody's making is
ever opened: the house draws the picture itself from these numbers.
"""

from __future__ import annotations

import math
import re
from typing import Final

from mediation.domain.refusals import N_, Problem, Refused

WIDTH: Final = 900
HEIGHT: Final = 300
MOST_LINES: Final = 200
MOST_POINTS: Final = 6_000
MOST_TEXT: Final = 60_000
LEAST_INK: Final = 150
"""Length of all lines together, in units of the field, below which nobody can have signed."""
LEAST_ACROSS: Final = 40
_SHAPE: Final = re.compile(r"[0-9, ;]*", re.ASCII)
_POINT: Final = re.compile(r"(\d{1,4}),(\d{1,4})", re.ASCII)

Line = tuple[tuple[int, int], ...]


def read(text: str) -> tuple[Line, ...]:
    """Return the lines of a drawing. Raises Refused for what isn't one, and for a field left empty or only touched."""
    plain = text.strip()
    if not plain:
        raise Refused(Problem(N_("还没有签名，请在框内手写签名"), "lines"))
    if len(plain) > MOST_TEXT or not _SHAPE.fullmatch(plain):
        raise Refused(Problem(N_("签名过于复杂，请清除后重新签名"), "lines"))
    lines = tuple(_line(one) for one in plain.split(";") if one.strip())
    if len(lines) > MOST_LINES or sum(len(one) for one in lines) > MOST_POINTS:
        raise Refused(Problem(N_("签名过于复杂，请清除后重新签名"), "lines"))
    if ink(lines) < LEAST_INK or across(lines) < LEAST_ACROSS:
        raise Refused(Problem(N_("签名太短，请写清本人姓名"), "lines"))
    return lines


def ink(lines: tuple[Line, ...]) -> float:
    """Return the length of all lines together."""
    return sum(math.dist(a, b) for line in lines for a, b in zip(line, line[1:], strict=False))


def across(lines: tuple[Line, ...]) -> int:
    """Return how far the drawing reaches from left to right."""
    xs = [x for line in lines for x, _ in line]
    return max(xs) - min(xs) if xs else 0


def _line(text: str) -> Line:
    points = []
    for part in text.split():
        hit = _POINT.fullmatch(part)
        if hit is None or int(hit[1]) > WIDTH or int(hit[2]) > HEIGHT:
            raise Refused(Problem(N_("签名过于复杂，请清除后重新签名"), "lines"))
        points.append((int(hit[1]), int(hit[2])))
    return tuple(points)
