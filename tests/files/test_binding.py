"""Files bound into one: pages as they are, pictures upright, a stamp on each, and nothing that acts by itself."""

from __future__ import annotations

import io
import re
import tempfile
from typing import IO

import pikepdf
import pymupdf
import pytest
from PIL import Image

from mediation.files.binding import Part, Unbound, bind
from tests.office.evidence import given

A4 = (595, 842)


def opened(content: bytes = b"") -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the test
    file.write(content)
    return file


def printed(front: int, sheets: int, stamps: int) -> bytes:
    """Return what the press makes: pages that say what they are."""
    made = pymupdf.open()
    for name, number, size in (("front", front, A4), ("sheet", sheets, A4), ("stamp", stamps, (272, 20))):
        for nth in range(number):
            made.new_page(width=size[0], height=size[1]).insert_text((2, 15), f"{name}-{nth + 1}")
    return bytes(made.tobytes())


def active(pages: int) -> bytes:
    """Return a file in which everything that can act by itself does, turned by a quarter a page."""
    held = io.BytesIO()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    with pikepdf.open(io.BytesIO(given.pdf(pages, script=True))) as made:
        for nth, page in enumerate(made.pages):
            page.Rotate = nth * 90
            page.AA = pikepdf.Dictionary(O=script)
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99], A=script, AA=script)
            page.Annots = pikepdf.Array([made.make_indirect(link)])
        made.save(held)
    return held.getvalue()


def test_pages_pictures_and_sheets_stand_in_order_each_with_its_stamp_the_way_it_is_read() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photograph = given.jpeg(400, 200, exif=exif)
    parts = [
        Part("1　流水", "pdf", 4, opened(active(4))),
        Part("2　录音", "sheet", 1),
        Part("3　照片", "picture", 1, opened(photograph)),
        Part("4　透明", "picture", 1, opened(given.png(30, 60, "RGBA"))),
    ]
    out, progress = opened(), opened()

    count = bind("证据册", parts, opened(printed(2, 1, 7)), out=out, progress=progress)

    out.seek(0)
    whole = out.read()
    made = pymupdf.open(stream=whole)
    said = [re.findall(r"(?:front|sheet|stamp)-\d", page.get_text()) for page in made]
    progress.seek(0)
    assert count == len(made) == 9
    assert said == [["front-1"], ["front-2"], *([f"stamp-{nth}"] for nth in range(1, 5)), ["sheet-1", "stamp-5"], ["stamp-6"], ["stamp-7"]]
    assert int(progress.read(8)) == 7
    assert [(mark[1], mark[2]) for mark in made.get_toc()] == [("1　流水", 3), ("2　录音", 7), ("3　照片", 8), ("4　透明", 9)]
    for page in list(made)[2:]:
        [stamp] = page.search_for("stamp")
        place = stamp * page.rotation_matrix
        assert place.y0 > page.rect.height - 45, page.number
        assert place.width > place.height, page.number
        assert (page.rect + (14, 14, -14, -14)).contains(place), page.number
    assert made[7].get_image_info()[0]["height"] == 400
    with pikepdf.open(io.BytesIO(whole)) as file:
        acting = {"/JS", "/AA", "/OpenAction", "/JavaScript"}
        assert not [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and acting & set(one.keys())]


def test_a_file_that_is_not_what_it_was_said_to_be_binds_nothing() -> None:
    for part in (Part("x", "pdf", 2, opened(given.pdf(1))), Part("x", "picture", 2, opened(b"GIF89a"))):
        with pytest.raises(Unbound):
            bind("x", [part], opened(printed(1, 0, 2)), out=opened(), progress=opened())
