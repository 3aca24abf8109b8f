"""Small pictures of one colour for the places of an agreement: drawn signatures, days, remarks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from mediation.press.fonts import DOCUMENTS

PEN: Final = 7
MARGIN: Final = 12
SCALE: Final = 4
"""Dots a point of the paper."""
FONT: Final = DOCUMENTS / "fonts" / "hei.ttf"


def drawn(lines: Sequence[Sequence[tuple[int, int]]], *, width: int, height: int) -> bytes:
    """Return a PNG of a drawing, black on white in one bit a dot, cut to what is drawn."""
    image = Image.new("1", (width, height), 1)
    draw = ImageDraw.Draw(image)
    for line in lines:
        if len(line) > 1:
            draw.line(list(line), fill=0, width=PEN, joint="curve")
        for x, y in (line[0], line[-1]) if line else ():
            draw.ellipse((x - PEN // 2, y - PEN // 2, x + PEN // 2, y + PEN // 2), fill=0)
    xs, ys = [x for line in lines for x, _ in line], [y for line in lines for _, y in line]
    box = (
        max(0, min(xs) - MARGIN), max(0, min(ys) - MARGIN), min(width, max(xs) + MARGIN), min(height, max(ys) + MARGIN)
    )  # fmt: skip
    return _png(image.crop(box))


def day(year: int, month: int, on: int, *, size: float = 14) -> bytes:
    """Return a PNG of the numbers that stand in the blanks of `　　　年　　月　　日` set in `size` points."""
    em = size * SCALE
    image = Image.new("1", (round(9 * em), round(1.5 * em)), 1)
    draw = ImageDraw.Draw(image)
    for number, begins, ends in ((year, 0, 3), (month, 4, 6), (on, 7, 9)):
        draw.text(((begins + ends) / 2 * em, 0.75 * em), str(number), font=_font(round(em)), fill=0, anchor="mm")
    return _png(image)


def words(text: str, *, size: float = 9) -> bytes:
    """Return a PNG of a short remark in one line."""
    font = _font(round(size * SCALE))
    image = Image.new("1", (int(font.getlength(text)) + 8, round(size * SCALE * 1.4)), 1)
    ImageDraw.Draw(image).text((4, image.height / 2), text, font=font, fill=0, anchor="lm")
    return _png(image)


def bits(png: bytes) -> tuple[int, int, bytes]:
    """Return width, height and dots (1: paper) of a picture made here."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        plain = image.convert("1")
        return plain.width, plain.height, plain.tobytes()


@cache
def _font(size: int) -> Any:
    return ImageFont.truetype(str(FONT), size)


def _png(image: Any) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG", optimize=True)
    return held.getvalue()
