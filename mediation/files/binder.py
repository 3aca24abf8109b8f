"""Bind files into one PDF: pages of PDFs as they are, pictures on a page each, every page stamped with its number.

Started as `python -P -m mediation.files.binder LIMITS` with a plan in JSON as its input and the files open under the
numbers that the plan names. Knows nothing of the house; what a hostile file does, it does here.
"""

import io
import json
import os
import sys
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from mediation import confined
from mediation.files.pictures import on_white

A4 = (595.276, 841.89)
MARGIN = 40
STAMP_ROOM = 46
EDGE = 14.2
"""Five millimetres, in points: what lies nearer to the edge of the paper many printers leave out."""
LONGEST_SIDE = 2000
QUALITY = 85
EVERY = 5
"""Pages after which it says how far it is."""
ACTIVE = ("/AA", "/A", "/PA", "/JS", "/Next")


class Binding:
    """The file being bound: front pages first, then item after item."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.made, self.nth = plan, pikepdf.new(), 0
        self.own = pikepdf.open(_file(plan["press"]))
        self.sources: list[pikepdf.Pdf] = []
        pages = len(self.own.pages)
        self.stamps = pages - plan["pages"]
        self.sheets = self.stamps - sum(one["how"] == "sheet" for one in plan["items"])
        for place in range(self.sheets):
            self.made.pages.append(self.own.pages[place])

    def bind(self) -> None:
        """Add every item and its mark in the outline; then write the file."""
        with self.made.open_outline() as outline:
            for item in self.plan["items"]:
                begins = len(self.made.pages)
                for page in self._pages(item):
                    self._stamp(page)
                outline.root.append(pikepdf.OutlineItem(item["mark"], begins))
        with self.made.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = self.plan["title"]
        self.made.Root.Lang = pikepdf.String("zh-CN")
        with _file(self.plan["out"], "wb") as out:
            self.made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)

    def _pages(self, item: dict[str, Any]) -> Any:
        """Yield the pages of an item, as they stand in the new file."""
        if item["how"] == "sheet":
            yield self._added(self.own.pages[self.sheets])
            self.sheets += 1
        elif item["how"] == "picture":
            yield self._picture(item)
        else:
            source = pikepdf.open(_file(item["file"]))
            self.sources.append(source)  # open until the file is written: streams are read only then
            for page in list(source.pages)[: item["pages"]]:
                yield self._added(_quiet(page))

    def _added(self, page: Any) -> Any:
        self.made.pages.append(page)
        return self.made.pages[-1]

    def _picture(self, item: dict[str, Any]) -> Any:
        """Put a picture on a page: upright, as large as fits, without what a camera wrote into it."""
        Image.MAX_IMAGE_PIXELS = self.plan["most_pixels"]
        with Image.open(_file(item["file"])) as image:
            share = max(1.0, max(image.size) / LONGEST_SIDE)
            image.draft("RGB", (int(image.width / share), int(image.height / share)))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
            plain = on_white(upright)
        held = io.BytesIO()
        plain.save(held, "JPEG", quality=QUALITY)
        width, height = plain.size
        stream = pikepdf.Stream(
            self.made, held.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width,
            Height=height, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        paper = A4 if height >= width else A4[::-1]
        page = self.made.add_blank_page(page_size=paper)
        room = (paper[0] - 2 * MARGIN, paper[1] - MARGIN - STAMP_ROOM)
        scale = min(room[0] / width, room[1] / height)
        left, low = (paper[0] - width * scale) / 2, STAMP_ROOM + (room[1] - height * scale) / 2
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=stream))
        drawn = f"q {width * scale:.3f} 0 0 {height * scale:.3f} {left:.3f} {low:.3f} cm /P Do Q"
        page.Contents = pikepdf.Stream(self.made, drawn.encode())
        return page

    def _stamp(self, page: Any) -> None:
        """Lay the stamp of the next page over the foot of `page`, the way round that it is read."""
        stamp = self.own.pages[self.stamps + self.nth]
        box = [float(one) for one in page.cropbox]
        across, up = min(box[0], box[2]), min(box[1], box[3])
        wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
        edge = min(EDGE, wide / 8, high / 8)
        length, thick = min(272.0, wide - 2 * edge, high - 2 * edge), 20.0
        turned = int(page.obj.get("/Rotate", 0)) % 360
        rect = {
            0: (across + wide - edge - length, up + edge, across + wide - edge, up + edge + thick),
            90: (across + wide - edge - thick, up + high - edge - length, across + wide - edge, up + high - edge),
            180: (across + edge, up + high - edge - thick, across + edge + length, up + high - edge),
            270: (across + edge, up + edge, across + edge + thick, up + edge + length),
        }[turned if turned in (90, 180, 270) else 0]
        page.add_overlay(stamp, pikepdf.Rectangle(*rect))
        self.nth += 1
        if self.nth % EVERY == 0 or self.nth == self.plan["pages"]:
            os.pwrite(self.plan["progress"], f"{self.nth:>8}".encode(), 0)


def _quiet(page: Any) -> Any:
    """Take out of a page whatever a reader would do by itself, and the fields of signatures: they sign another file."""
    for key in ("/AA", "/Tabs"):
        if key in page.obj:
            del page.obj[key]
    if isinstance(notes := page.obj.get("/Annots"), pikepdf.Array):
        page.obj.Annots = pikepdf.Array([one for one in notes if not _signs(one)])
    for note in page.obj.get("/Annots", []):
        for key in ACTIVE:
            if isinstance(note, pikepdf.Dictionary) and key in note:
                del note[key]
    return page


def _signs(note: Any) -> bool:
    return isinstance(note, pikepdf.Dictionary) and note.get("/FT") == "/Sig"


def _file(number: int, mode: str = "rb") -> Any:
    return open(number, mode)  # noqa: SIM115 - closed with the process


def main(arguments: list[str]) -> None:
    """Set the limits, bind, say how many pages there are."""
    confined.limit(arguments)
    plan = json.load(sys.stdin)
    try:
        binding = Binding(plan)
        binding.bind()
    except (MemoryError, RecursionError):
        os._exit(3)
    json.dump({"pages": binding.nth, "all": len(binding.made.pages)}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
