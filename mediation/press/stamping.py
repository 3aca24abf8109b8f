"""Put pictures into the named places of a printed agreement and give it one field for the station's signature.

The places are the file's own named destinations (`sign-…`), so that a file printed long ago knows its places. A mark
that has none there goes on a page of signatures behind the text. What is put in is tagged as figures with a text of
their own, so that the file stays PDF/A-3a and PDF/UA-1.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from mediation.press import ink

PREFIX: Final = "sign-"
DAY: Final = "-on"
LABELLED: Final = "-label"
PAGE: Final = "page-"
"""What the names of places end or begin with: of days, of words beside a signature, of the head of a page of them."""
FIELD: Final = "StationSignature"
INK: Final = {"blue": "0.05 0.09 0.42 rg", "red": "0.78 0.06 0.06 rg", "black": "0 0 0 rg"}
A4: Final = (595.28, 841.89)
ROW: Final = 52.0
ROWS: Final = 12
FIRST_ROW: Final = 700.0
LABEL_AT: Final = 80.0
MARK_AT: Final = 250.0
DAY_AT: Final = 420.0
"""On a page of signatures: height and number of its rows, where the first begins, where things stand in a row."""
BLANKS: Final = "　　　年　　月　　日"
PAGE_TITLE: Final = "签署页（接协议正文）"
PRINT_AND_LOCKED: Final = 132
SIGNED_AND_APPENDED: Final = 3


@dataclass(frozen=True)
class Mark:
    """One picture: where it goes, how large it may become in points, how far right of and below the place."""

    place: str
    png: bytes
    width: float
    height: float
    alt: str
    colour: str = "blue"
    across: float = 0
    down: float = 0


def places(pdf: bytes) -> dict[str, tuple[int, float, float]]:
    """Return the places of a printed file: page, and the left upper corner in points. Empty for one without places."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _places(document)


def stamped(pdf: bytes, marks: Iterable[Mark], *, label: str) -> bytes:
    """Return the file with the marks in their places and an empty field for the signature; `label` names the field.

    Marks whose places the file doesn't have stand on pages of signatures behind it, each with what it is beside it.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found, tree, marks = _places(document), _Tree(document), list(marks)
        marks += _signature_pages(document, [one for one in marks if one.place not in found], found, tree)
        by_page: dict[int, list[Mark]] = {}
        for mark in marks:
            by_page.setdefault(found[mark.place][0], []).append(mark)
        for number, group in by_page.items():
            _draw(document, number, group, found, tree)
        _field(document, tree, label)
        tree.close()
        held = io.BytesIO()
        document.save(held, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return held.getvalue()


def _signature_pages(
    document: pikepdf.Pdf, homeless: list[Mark], found: dict[str, tuple[int, float, float]], tree: _Tree
) -> list[Mark]:
    """Add pages with a row for each place that is missing, note those places, and return what stands beside them."""
    rows = list(dict.fromkeys(one.place.removesuffix(DAY) for one in homeless))
    beside = []
    for nth, row in enumerate(rows):
        if nth % ROWS == 0:
            document.add_blank_page(page_size=A4)
            tree.begin_page(document.pages[-1])
            found[f"{PAGE}{nth}"] = (len(document.pages) - 1, LABEL_AT, FIRST_ROW + ROW)
            beside.append(Mark(f"{PAGE}{nth}", ink.words(PAGE_TITLE, size=14), 400, 20, PAGE_TITLE, "black"))
        number, top = len(document.pages) - 1, FIRST_ROW - nth % ROWS * ROW
        found[row] = (number, MARK_AT, top)
        found[f"{row}{DAY}"] = (number, DAY_AT, top)
        found[f"{row}{LABELLED}"] = (number, LABEL_AT, top)
        told = next(one.alt for one in homeless if one.place.removesuffix(DAY) == row)
        beside.append(Mark(f"{row}{LABELLED}", ink.words(told, size=10), MARK_AT - LABEL_AT - 8, 14, told, "black"))
    days = (one for one in homeless if one.place == "on" or one.place.endswith(DAY))
    return beside + [Mark(one.place, ink.words(BLANKS, size=14), 142, 19.6, BLANKS.strip(), "black") for one in days]


class _Tree:
    """The structure tree of a tagged file: new elements stand at its end, found by page and by number."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self.root: Any = document.Root.StructTreeRoot
        first = self.root.K[0] if isinstance(self.root.K, Array) else self.root.K
        if "/K" not in first:
            first.K = Array()
        elif not isinstance(first.K, Array):
            first.K = Array([first.K])
        self.top: Any = first
        self.nums: Any = self.root.ParentTree.Nums
        self.next = 1 + max((int(self.nums[nth]) for nth in range(0, len(self.nums), 2)), default=-1)

    def of_page(self, page: Any) -> Any:
        """Return the list of the elements on a page, one a number of marked content."""
        key = int(page.obj.StructParents)
        for nth in range(0, len(self.nums), 2):
            if int(self.nums[nth]) == key:
                return self.nums[nth + 1]
        raise LookupError(f"no elements for page {key}")

    def begin_page(self, page: Any) -> None:
        """Give a new page its list of elements."""
        page.obj.StructParents, page.obj.Tabs = self.next, Name.S
        self.nums.append(self.next)
        self.nums.append(Array())
        self.next += 1

    def figure(self, page: Any, alt: str, box: tuple[float, ...]) -> int:
        """Add a figure and return the number of its marked content."""
        known = self.of_page(page)
        shape = Dictionary(O=Name.Layout, BBox=Array([round(one, 3) for one in box]), Placement=Name.Block)
        element = Dictionary(
            Type=Name.StructElem, S=Name.Figure, P=self.top, Pg=page.obj, K=len(known), Alt=String(alt), A=shape
        )
        held = self.document.make_indirect(element)
        self.top.K.append(held)
        known.append(held)
        return len(known) - 1

    def widget(self, page: Any, annotation: Any) -> None:
        """Put a field under an element of its own (PDF/UA-1 7.18.4)."""
        pointer = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.obj)
        form = Dictionary(Type=Name.StructElem, S=Name.Form, P=self.top, Pg=page.obj, K=pointer)
        held = self.document.make_indirect(form)
        self.top.K.append(held)
        annotation.StructParent = self.next
        self.nums.append(self.next)
        self.nums.append(held)
        self.next += 1

    def close(self) -> None:
        """Say which number comes next."""
        self.root.ParentTreeNextKey = self.next


def _places(document: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    if "/Names" not in document.Root or "/Dests" not in document.Root.Names:
        return {}
    pages = {page.obj.objgen: nth for nth, page in enumerate(document.pages)}
    names = document.Root.Names.Dests.Names
    found = {}
    for nth in range(0, len(names), 2):
        name, target = str(names[nth]), names[nth + 1]
        spot = target.D if isinstance(target, Dictionary) else target
        if name.startswith(PREFIX):
            found[name.removeprefix(PREFIX)] = (pages[spot[0].objgen], float(spot[2]), float(spot[3]))
    return found


def _draw(
    document: pikepdf.Pdf, number: int, marks: list[Mark], found: Mapping[str, tuple[int, float, float]], tree: _Tree
) -> None:
    page = document.pages[number]
    drawn = []
    for mark in marks:
        wide, high, dots = ink.bits(mark.png)
        scale = min(mark.width / wide, mark.height / high)
        width, height = wide * scale, high * scale
        _, left, top = found[mark.place]
        x, y = left + mark.across, top - mark.down - height
        image = pikepdf.Stream(
            document, dots, Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=high, ImageMask=True,
            BitsPerComponent=1, Decode=Array([0, 1]),
        )  # fmt: skip
        name = page.add_resource(image, Name.XObject)
        content = tree.figure(page, mark.alt, (x, y, x + width, y + height))
        drawn.append(
            f"/Figure <</MCID {content}>> BDC q {INK[mark.colour]} "
            f"{width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm {name} Do Q EMC"
        )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(("\nQ\n" + "\n".join(drawn) + "\n").encode())


def _field(document: pikepdf.Pdf, tree: _Tree, label: str) -> None:
    """Add one empty signature field without a picture; it stands on the last page."""
    page = document.pages[-1]
    annotation = document.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(FIELD), TU=String(label),
            Rect=Array([0, 0, 0, 0]), F=PRINT_AND_LOCKED, P=page.obj,
        )  # fmt: skip
    )
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(annotation)
    if "/Tabs" not in page.obj:
        page.obj.Tabs = Name.S
    tree.widget(page, annotation)
    document.Root.AcroForm = Dictionary(Fields=Array([annotation]), SigFlags=SIGNED_AND_APPENDED)
