"""The faces: whole, as built, and holding the characters that names need."""

from __future__ import annotations

import hashlib

from fontTools.ttLib import TTFont

from mediation.press.fonts import FONTS, has_glyph, missing_characters
from tests.press import samples


def test_faces_are_the_ones_whose_sums_are_noted() -> None:
    for line in (FONTS / "SHA256SUMS").read_text("ascii").splitlines():
        expected, name = line.split()

        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == expected, name


def test_the_list_of_characters_is_what_the_text_faces_hold() -> None:
    held = {
        point for name in ("fang", "song", "rare", "rareb") for point in TTFont(FONTS / f"{name}.ttf").getBestCmap()
    }
    first, last = (int(end, 16) for end in (FONTS / "coverage.txt").read_text("ascii").split()[-1].split("-"))

    assert all(has_glyph(chr(point)) for point in held)
    assert sum(has_glyph(chr(point)) for point in range(last + 1)) == len(held | {10})
    assert first in held


def test_all_faces_share_one_height_so_that_lines_keep_their_grid() -> None:
    heights = set()
    for path in FONTS.glob("*.ttf"):
        font = TTFont(path)
        heights.add(round(font["hhea"].ascent / font["head"].unitsPerEm, 2))

    assert heights == {0.88}


def test_every_face_has_outlines_of_its_own_and_both_spaces() -> None:
    for path in FONTS.glob("*.ttf"):
        font = TTFont(path)

        assert "glyf" in font, path.name
        assert {0x20, 0x3000} <= set(font.getBestCmap()), path.name


def test_names_of_the_sample_are_covered_and_a_stranger_is_named_once() -> None:
    assert missing_characters(samples.RARE_NAMES) == ()
    assert missing_characters("张𮧵三𮧵😀\n") == ("𮧵", "😀")
