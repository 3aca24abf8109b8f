"""What is handed in is told by its content, and what is made to do harm is refused by what it is and harms nobody."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from mediation.files import child, looking
from mediation.files.kinds import TAKEN
from mediation.files.looking import Found, Unwelcome
from mediation.files.sniffing import Refusal, kind_of
from tests.checkout import ROOT
from tests.office.evidence import given

MIB = 1 << 20
FTYP = b"\0\0\0\x18ftyp"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def old(stream: str, also: str = "") -> bytes:
    """Return what has the marks of an old office file."""
    return OLE + "".join(f"{one}\0" for one in (stream, also) if one).encode("utf-16-le") + bytes(400)


TOLD = {
    "jpg": given.jpeg(), "png": given.png(3, 2), "pdf": given.pdf(), "docx": given.docx(),
    "xlsx": given.packed(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
    "ofd": given.packed(**{"OFD.xml": b"<ofd/>"}), "doc": old("WordDocument"), "xls": old("Workbook"),
    "mp3": b"ID3\x03" + bytes(300), "m4a": FTYP + b"M4A \0\0\0\0M4A " + bytes(300), "amr": b"#!AMR\n" + bytes(30),
    "wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(30), "txt": "工资\t8000\r\n".encode("gb18030"),
}  # fmt: skip
OTHERWISE = {
    "program": (b"MZ" + bytes(300), b"\x7fELF" + bytes(300)),
    "markup": (b"<svg xmlns='x' onload='y'/>", b"\xef\xbb\xbf \n<!DOCTYPE html>", b"<?xml version='1.0'?><svg/>", b"\xff\xfe<\0h\0t\0m\0l\0"),
    "script": (b"#!/bin/sh\nrm -rf /", b"@echo off\r\n", b"<?php echo 1;"),
    "heic": (FTYP + b"heic\0\0\0\0mif1heic" + bytes(90), FTYP + b"mif1\0\0\0\0heic" + bytes(90)),
    "video": (FTYP + b"mp42\0\0\0\0mp42isom" + bytes(300),),
    "image": (b"GIF89a" + bytes(90), b"BM" + bytes(90), b"II*\0" + bytes(90)),
    "archive": (given.packed(a=b"x"), b"Rar!\x1a\x07\0" + bytes(90), b"\x1f\x8b\x08" + bytes(90), b"7z\xbc\xaf\x27\x1c" + bytes(90)),
    "macro": (given.packed(**{"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}), old("WordDocument", "_VBA_PROJECT")),
    "slides": (given.packed(**{"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),),
    "damaged": (given.docx()[:60],),
    "password": (old("EncryptedPackage"),),
    "empty": (b"",),
    "unknown": (bytes(range(256)) * 20, OLE),
}  # fmt: skip


@pytest.mark.parametrize("ending", TOLD)
def test_a_kind_is_told_by_content(ending: str) -> None:
    assert TAKEN[kind_of(io.BytesIO(TOLD[ending]))].ending == ending


@pytest.mark.parametrize(
    ("word", "content"),
    [pytest.param(word, one, id=f"{word} {nth}") for word, all_ in OTHERWISE.items() for nth, one in enumerate(all_)],
)
def test_what_is_not_taken_in_is_named(word: str, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        kind_of(io.BytesIO(content))

    assert refused.value.word == word


def tree(*nodes: str) -> bytes:
    """Return a file of objects, the second the root of its pages."""
    body, places = b"%PDF-1.4\n", []
    for number, node in enumerate(["<</Type/Catalog/Pages 2 0 R>>", *nodes], 1):
        places.append(len(body))
        body += f"{number} 0 obj{node}endobj\n".encode()
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n" + "".join(f"{one:010} 00000 n \n" for one in places)
    end = f"trailer<</Root 1 0 R/Size {len(places) + 1}>>\nstartxref\n{len(body)}\n%%EOF"
    return body + table.encode() + end.encode()


def pages(number: int) -> bytes:
    """Return a file of so many pages."""
    kids = " ".join(f"{3 + nth} 0 R" for nth in range(number))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return tree(f"<</Type/Pages/Count {number}/Kids[{kids}]>>", *[page] * number)


def doubling(times: int) -> bytes:
    """Return a file whose tree of pages doubles so many times."""
    nodes = [f"<</Type/Pages/Count 2/Kids[{3 + nth} 0 R {3 + nth} 0 R]>>" for nth in range(times)]
    return tree(*nodes, "<</Type/Page/MediaBox[0 0 9 9]>>")


def flood(side: int) -> bytes:
    """Return a picture that says it is as large as that."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(MIB))) + chunk(b"IEND", b"")


def lying(content: bytes) -> bytes:
    """Say of the last member of an archive that it is small when unpacked."""
    told, place = bytearray(content), content.rindex(b"PK\x01\x02")
    told[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(told)


HARMFUL = {
    "5,000 pages": ("页数过多", lambda: pages(5000)),
    "a tree of pages that doubles": ("损坏", lambda: doubling(40)),
    "a flood of pixels": ("像素过多", lambda: flood(30_000)),
    "a bomb": ("解开后过大", lambda: given.docx(bytes(257 * MIB))),
    "a bomb that lies": ("损坏", lambda: lying(given.docx(bytes(20 * MIB)))),
    "a locked file": ("密码", lambda: given.pdf(password="x")),
    "a torn photograph": ("损坏", lambda: given.jpeg(900, 900)[:700]),
}  # fmt: skip


def look(content: bytes) -> Found:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        return looking.look(file, "工资条.pdf")


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_made_to_do_harm_is_refused_and_named(name: str) -> None:
    said, make = HARMFUL[name]

    with pytest.raises(Unwelcome, match=f"“工资条.pdf”.*{said}"):
        look(make())


def test_the_child_holds_its_limits_for_a_user_without_privileges_and_writes_nothing(tmp_path: Path) -> None:
    """Root passes some limits by: the worst once more as nobody, in a folder of its own."""
    tmp_path.chmod(0o777)
    script = (
        "import os,sys; os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534));"
        "from mediation.files import child; child.main(sys.argv[1:])"
    )
    limits = [*looking.LIMITS.arguments(), str(looking.MOST_PAGES), str(looking.MOST_PIXELS)]
    for name in ("a tree of pages that doubles", "a flood of pixels", "a bomb that lies"):
        with tempfile.TemporaryFile() as file:
            file.write(HARMFUL[name][1]())
            file.flush()
            done = subprocess.run(
                [sys.executable, "-P", "-c", script, *limits], stdin=file, capture_output=True, timeout=60, cwd=tmp_path,
                env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip
        assert done.returncode != 0 or "refused" in json.loads(done.stdout.partition(b"\n")[0]), name
        assert list(tmp_path.iterdir()) == []


def test_a_photograph_loses_nothing_but_its_size_in_the_small_picture() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of somebody"

    found = look(given.jpeg(400, 200, exif=exif))

    small = Image.open(io.BytesIO(found.small))
    assert (found.about["width"], found.about["height"], found.pages) == (400, 200, 1)
    assert small.size == (80, 160)
    assert dict(small.getexif()) == {}


def test_what_a_reader_would_do_by_itself_is_noticed() -> None:
    assert look(given.pdf(2, script=True)).about == {"active": True}


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ({"A": {"/S": "/URI", "/URI": "https://example.com"}}, False),
        ({"A": {"/S": "/Launch", "/F": "calc.exe"}}, True),
        ({"A": {"/S": "/GoTo", "/Next": [{"/S": "/GoTo"}, {"/S": "/JavaScript", "/JS": "app.alert(1)"}]}}, True),
        ({"Subtype": "/FileAttachment"}, True),
        ({"A": ["/S", None, 7]}, False),
    ],
)
def test_a_link_that_starts_a_program_or_carries_a_file_is_told_from_one_that_leads_elsewhere(
    note: dict[str, Any], found: bool
) -> None:
    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return pikepdf.Dictionary({f"/{key.lstrip('/')}": typed(one) for key, one in value.items()})
        if isinstance(value, list):
            return pikepdf.Array([typed(one) for one in value])
        return pikepdf.Name(value) if isinstance(value, str) and value.startswith("/") else value

    with pikepdf.open(io.BytesIO(given.pdf(2))) as pdf:
        pdf.pages[1].Annots = pdf.make_indirect(pikepdf.Array([typed({"Subtype": "/Link", **note})]))
        assert child.active(pdf) is found


def test_a_torn_file_is_read_as_far_as_it_goes_and_that_is_said() -> None:
    whole = given.pdf(30)

    found = look(whole[: len(whole) // 2])

    assert found.about == {"mended": True}
    assert 0 < (found.pages or 0) < 30


def test_a_plain_archive_as_large_as_an_office_file_may_be_is_taken_in() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", b"")
        archive.writestr("xl/workbook.xml", bytes(30 * MIB))

    assert look(held.getvalue()).mime.endswith("spreadsheetml.sheet")


def test_a_scanned_page_has_a_small_picture_and_a_page_of_text_has_none() -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(given.pdf(2))) as made:
        scan = pikepdf.Stream(made, given.jpeg(300, 600), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=300,
                              Height=600, Filter=pikepdf.Name.DCTDecode)  # fmt: skip
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=scan))
        made.save(held)

    assert Image.open(io.BytesIO(look(held.getvalue()).small)).size == (80, 160)
    assert look(given.pdf(2)).small == b""
