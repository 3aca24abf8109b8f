"""Files that tests hand in, made by hand or by the libraries that write them."""

import io
import zipfile
from typing import Any

import pikepdf
from PIL import Image

WORD = "word/document.xml"


def jpeg(width: int = 40, height: int = 30, colour: str = "red", **saved: Any) -> bytes:
    """Return a photograph of one colour."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(held, "JPEG", **saved)
    return held.getvalue()


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    """Return an empty picture; a large one packs to very little."""
    held = io.BytesIO()
    Image.new(mode, (width, height)).save(held, "PNG")
    return held.getvalue()


def pdf(pages: int = 1, *, password: str = "", size: tuple[int, int] = (595, 842), script: bool = False) -> bytes:
    """Return a file of so many empty pages."""
    held = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=size)
        if script:
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        made.save(held, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return held.getvalue()


def packed(**members: bytes) -> bytes:
    """Return an archive of members; `_` in a name stands for what a word of Python can't hold."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def docx(body: bytes = b"<w:document/>") -> bytes:
    """Return what is a Word document by its members."""
    return packed(**{"[Content_Types].xml": b"<Types/>", WORD: body})
