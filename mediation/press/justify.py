"""Justified Chinese lines: WeasyPrint stretches only spaces, so a Chinese paragraph would stay ragged.

`install()` makes `text-align: justify` open the gaps around Chinese characters too, half a gap on each side of a
character (Pango's own rule for letter-spacing); Latin words and figures keep their spacing. It replaces one function
and one method of WeasyPrint 70 and refuses any other version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from weasyprint import VERSION
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

CHINESE = re.compile(
    "[\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+"
)
FEWEST_GAPS = 4
"""Lines with fewer gaps are left to WeasyPrint: four characters across a page look torn apart."""


class Spacing(float):
    """A justification spacing that also carries the width to add per Chinese character, in CSS pixels."""

    per_character = 0.0


def install() -> None:
    """Replace WeasyPrint's justification. Raises RuntimeError for a version that this wasn't checked with."""
    if not VERSION.startswith("70."):
        raise RuntimeError(f"justification was checked with WeasyPrint 70 only, found {VERSION}")
    if getattr(inline.justify_line, "stretches_chinese", False):
        return
    inline.justify_line = _justifier(inline.justify_line)
    line_break.Layout.set_text = _text_setter(line_break.Layout.set_text)


def _edges(text: str) -> tuple[float, float]:
    """Return the half gaps that the text brings to its left and right neighbour."""
    return bool(CHINESE.match(text[0])) / 2, bool(CHINESE.match(text[-1])) / 2


def _gaps(text: str) -> float:
    """Return the number of gaps inside the text."""
    return sum(match.end() - match.start() for match in CHINESE.finditer(text)) - sum(_edges(text))


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text:
            yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _text_boxes(child)


class _Stretch:
    """One walk over a line that widens its text boxes and moves what follows them."""

    def __init__(self, context: Any, per_character: float) -> None:
        self.context = context
        self.spacing = Spacing(0)
        self.spacing.per_character = per_character
        self.last_edge: float | None = None

    def walk(self, box: Any, shift: float) -> float:
        """Move `box` by `shift`, widen it, and return the shift of what comes after it."""
        if isinstance(box, boxes.TextBox):
            return self._widen(box, shift)
        if not isinstance(box, boxes.LineBox | boxes.InlineBox):
            box.translate(shift, 0)
            return shift
        box.position_x += shift
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = self.walk(child, shift)
        box.width += shift - before
        return shift

    def _widen(self, box: Any, shift: float) -> float:
        if not box.text:
            box.position_x += shift
            return shift
        left, right = _edges(box.text)
        if self.last_edge is not None:
            shift += self.spacing.per_character * (self.last_edge + left)
        box.position_x += shift
        box.justification_spacing = self.spacing
        layout = line_break.create_layout(box.text, box.style, self.context, None, self.spacing)
        layout.deactivate()
        box.pango_layout = layout
        gain = self.spacing.per_character * _gaps(box.text)
        box.width += gain
        self.last_edge = right
        return shift + gain


def _justifier(original: Callable[..., None]) -> Callable[..., None]:
    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        texts = [box.text for box in _text_boxes(line)]
        total = sum(_gaps(text) for text in texts)
        total += sum(_edges(one)[1] + _edges(other)[0] for one, other in zip(texts, texts[1:], strict=False))
        if total < FEWEST_GAPS or line.style["direction"] == "rtl":
            original(context, line, extra_width)
        else:
            _Stretch(context, extra_width / total).walk(line, 0)

    justify_line.stretches_chinese = True  # type: ignore[attr-defined]
    return justify_line


def _text_setter(original: Callable[..., None]) -> Callable[..., None]:
    def set_text(self: Any, text: str, justify: bool = False) -> None:
        original(self, text, justify)
        extra = getattr(self.justification_spacing, "per_character", 0) if justify else 0
        if not extra:
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        base = self.style["letter_spacing"]
        units = int(((0 if base == "normal" else base) + extra) * TO_UNITS)
        for match in CHINESE.finditer(self.text):
            attribute = pango.pango_attr_letter_spacing_new(units)
            attribute.start_index = len(self.text[: match.start()].encode())
            attribute.end_index = len(self.text[: match.end()].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)

    return set_text
