"""Signatures in a file printed before it had places for them: they stand on pages behind the text."""

from __future__ import annotations

import io

import pikepdf
import pymupdf

from mediation.press import Printed, ink, stamping
from mediation.press.stamping import Mark
from tests.press.reading import broken_rules

LINES = [[(90, 210), (120, 80), (150, 210)], [(105, 150), (150, 140)]]


def without_places(pdf: bytes) -> bytes:
    """Return a file as it was printed before agreements had places to sign."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        names = list(file.Root.Names.Dests.Names)
        pairs = [pair for pair in zip(names[::2], names[1::2], strict=True) if not str(pair[0]).startswith("sign-")]
        file.Root.Names.Dests.Names = pikepdf.Array([one for pair in pairs for one in pair])
        held = io.BytesIO()
        file.save(held)
        return held.getvalue()


def test_marks_without_places_stand_on_pages_of_their_own_and_the_file_stays_an_archive_file(everyday: Printed) -> None:
    old = without_places(everyday.pdf)
    hand = ink.drawn(LINES, width=600, height=260)
    marks = [Mark(f"w{nth}", hand, 86, 20, f"工人{nth}的手写签名") for nth in range(stamping.ROWS + 1)]
    marks.append(Mark("w0-on", ink.day(2026, 11, 22), 126, 21, "工人0签署日期：2026年11月22日"))

    signed = stamping.stamped(old, marks, label="本站电子签名")

    assert stamping.places(old) == {}
    before, after = pymupdf.open(stream=old), pymupdf.open(stream=signed)
    assert len(after) == len(before) + 2
    assert [len(after[nth].get_image_info()) for nth in (-2, -1)] == [2 * stamping.ROWS + 3, 3]
    assert after[0].get_text() == before[0].get_text()
    assert broken_rules(signed) == set()


def test_marks_with_places_add_no_page(everyday: Printed) -> None:
    mark = Mark("0", ink.drawn(LINES, width=600, height=260), 150, 36, "张玥的手写签名")

    signed = stamping.stamped(everyday.pdf, [mark], label="本站电子签名")

    assert len(pymupdf.open(stream=signed)) == len(pymupdf.open(stream=everyday.pdf))
