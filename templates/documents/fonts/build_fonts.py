"""Cut the six TrueType faces that documents are printed with, and list the characters they hold.

usage: python build_fonts.py SOURCE TARGET

SOURCE holds five files, copied out of their packages as README.md beside this script says. TARGET receives the faces,
`coverage.txt` (every character a document may contain, as ranges) and `SHA256SUMS`. Needs fontTools; takes half a
minute. Everything comes out with glyf outlines, because WeasyPrint writes glyph numbers as character ids and
viewers then lose the glyphs of a region-cut CFF font. The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

SONG, HEI, BIAO = "NotoSerifSC_400Regular.ttf", "NotoSansSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf"
FANG, PAN = "FandolFang-Regular.otf", "NotoSerifCJK-Regular.ttc"
FACES = ("fang.ttf", "song.ttf", "hei.ttf", "biao.ttf", "rare.ttf", "rareb.ttf")
NAME_CHARACTERS = "喆堃赟翀玥祎槑犇甯昇曌鋆㛃䶮䲜䜣㙦"  # given names beyond GB 2312, wanted in every face
LATIN_ENDS = 0x0250  # FandolFang's figures and letters are typewriter-like: the text takes them from 宋体
SPACES = {0x20, 0x3000}  # Pango takes a space from the face of its neighbour, so every face needs them
LAYOUT_TABLES = ["STAT", "GDEF", "GPOS", "GSUB", "BASE", "vhea", "vmtx", "VORG", "DSIG"]
HINTING_COUNTS = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements",
)  # fmt: skip


def gb2312() -> set[int]:
    """Return the code points of GB 2312, the everyday characters."""
    points = set()
    for high in range(0xA1, 0xFF):
        for low in range(0xA1, 0xFF):
            try:
                points.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return points


def cut(font: TTFont, keep: Iterable[int]) -> TTFont:
    """Keep only the given code points; drop hinting and layout tables."""
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    options.drop_tables += LAYOUT_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=keep)
    subsetter.subset(font)
    return font


def to_glyf(font: TTFont) -> TTFont:
    """Turn cubic CFF outlines into quadratic glyf ones, within one font unit."""
    glyph_set, glyphs = font.getGlyphSet(), {}
    order = font.getGlyphOrder()
    for name in order:
        pen = TTGlyphPen(glyph_set)
        glyph_set[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    maxp, post = font["maxp"], font["post"]
    maxp.tableVersion, maxp.maxZones = 0x00010000, 1
    for count in HINTING_COUNTS:
        setattr(maxp, count, 0)
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order
    font.sfntVersion = "\0\1\0\0"
    return font


def same_height(font: TTFont) -> TTFont:
    """Give the face the ascent and descent that all faces share, so that a fallback never makes a line taller."""
    above, below = (round(font["head"].unitsPerEm * share) for share in (0.88, 0.12))
    head, os2 = font["hhea"], font["OS/2"]
    head.ascent, head.descent, head.lineGap = above, -below, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = above, -below, 0
    os2.usWinAscent, os2.usWinDescent = above, below
    return font


def rename(font: TTFont, family: str) -> TTFont:
    """Name the modified face as ours, so that nobody takes it for the original; its copyright entry stays."""
    for record in list(font["name"].names):
        if record.nameID in (1, 4, 6, 16):
            record.string = family
        elif record.nameID in (3, 17, 21, 22, 25):
            font["name"].names.remove(record)
    return font


def is_common(point: int, everyday: set[int]) -> bool:
    """Tell whether a character goes into the small faces that most documents need."""
    if point in everyday or point < 0x2E80 or point >= 0x20000:
        return True
    return 0x3000 <= point < 0x3200 or 0xFF00 <= point < 0xFFF0 or 0x9FA6 <= point <= 0x9FFF


def is_han(point: int) -> bool:
    """Tell whether a code point lies in a block of Chinese characters."""
    return 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or point >= 0x20000


def faces(source: Path) -> Iterator[tuple[str, TTFont]]:
    """Yield each face with its file name."""
    full = set(TTFont(source / SONG).getBestCmap())
    everyday = gb2312() | {ord(character) for character in NAME_CHARACTERS}
    common = {point for point in full if is_common(point, everyday)}
    for file, name, family in ((SONG, "song", "DocSong"), (HEI, "hei", "DocHei"), (BIAO, "biao", "DocBiao")):
        yield f"{name}.ttf", rename(cut(TTFont(source / file), common), family)
    rest = {point for point in full - common if point >= 0x2E80} | SPACES
    yield "rare.ttf", rename(cut(TTFont(source / SONG), rest), "DocRare")
    fang = TTFont(source / FANG)
    chinese = {point for point in fang.getBestCmap() if point >= LATIN_ENDS} | SPACES
    yield "fang.ttf", rename(cut(to_glyf(fang), chinese), "DocFang")
    collection = TTCollection(source / PAN).fonts
    pan = next(font for font in collection if font["name"].getDebugName(6) == "NotoSerifCJKsc-Regular")
    more = {point for point in set(pan.getBestCmap()) - full if is_han(point)} | SPACES
    yield "rareb.ttf", rename(to_glyf(cut(pan, more)), "DocRareB")


def ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of consecutive code points, in order."""
    first = last = None
    for point in sorted(points):
        if last is not None and point == last + 1:
            last = point
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = point
    if first is not None and last is not None:
        yield first, last


def coverage(target: Path) -> set[int]:
    """Return the characters that every text of a document can show: 仿宋 with its fallbacks.

    黑体 and 小标宋 fall back to the same faces, so they add nothing.
    """
    points: set[int] = set()
    for name in ("fang.ttf", "song.ttf", "rare.ttf", "rareb.ttf"):
        points |= set(TTFont(target / name).getBestCmap())
    return points


def main(source: Path, target: Path) -> None:
    """Write the faces, the coverage list and the sums."""
    target.mkdir(parents=True, exist_ok=True)
    for name, font in faces(source):
        font.recalcTimestamp = False
        same_height(font).save(target / name)
        print(name, len(font.getBestCmap()), "characters", (target / name).stat().st_size, "bytes")
    lines = [f"{first:X}-{last:X}\n" for first, last in ranges(coverage(target))]
    (target / "coverage.txt").write_text("".join(lines), encoding="ascii")
    names = (*FACES, "coverage.txt")
    sums = [f"{hashlib.sha256((target / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (target / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
