"""The document fonts: which characters they hold, and a fontconfig that knows no others."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

DOCUMENTS = Path(__file__).resolve().parents[2] / "templates" / "documents"
FONTS = DOCUMENTS / "fonts"
FAMILIES = ("DocFang", "DocSong", "DocHei", "DocBiao", "DocRare", "DocRareB")

_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@cache
def _coverage() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the first and the last code point of each run of characters, in order."""
    text = (FONTS / "coverage.txt").read_text("ascii")
    pairs = [line.split("-") for line in text.split()]
    return tuple(int(first, 16) for first, _ in pairs), tuple(int(last, 16) for _, last in pairs)


def has_glyph(character: str) -> bool:
    """Tell whether the document fonts can show the character; a line end needs no glyph."""
    point = ord(character)
    firsts, lasts = _coverage()
    place = bisect_right(firsts, point) - 1
    return character == "\n" or (place >= 0 and point <= lasts[place])


def missing_characters(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that no document font holds, each once, in order of appearance.

    Reads the committed list beside the fonts once; needs neither WeasyPrint nor fontTools.
    """
    return tuple(character for character in dict.fromkeys(text) if not has_glyph(character))


def write_fontconfig(directory: Path) -> Path:
    """Write a private fonts.conf into `directory` and return its path, for FONTCONFIG_FILE.

    It names the shipped fonts and nothing of the host, so that no other face can leak into a document. It must
    never be empty either: Pango crashes the process when fontconfig knows no font at all.
    """
    conf = directory / "fonts.conf"
    cache_dir = directory / "fontconfig"
    cache_dir.mkdir(parents=True, exist_ok=True)
    conf.write_text(_CONF.format(fonts=escape(str(FONTS)), cache=escape(str(cache_dir))), encoding="utf-8")
    return conf
