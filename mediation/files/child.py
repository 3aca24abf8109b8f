"""Look into one file given as standard input and answer: one line of JSON, then the bytes of a small picture.

Started as `python -P -m mediation.files.child LIMITS MOST_PAGES MOST_PIXELS`, without settings, keys or files of the
house. Whatever a hostile file does happens here: within the limits it is refused, beyond them this process dies.
"""

import io
import json
import os
import sys
import warnings
import zipfile
import zlib
from typing import Any, BinaryIO

from mediation import confined
from mediation.files.kinds import JPEG, PNG, TAKEN, TEXT, WEBP
from mediation.files.sniffing import Refusal, encoding_of, kind_of

MIB = confined.MIB
FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
SMALL = 160
"""Pixels of the longer side of the small picture: enough to tell files apart, too few to read them."""
MOST_MEMBERS = 5_000
MOST_UNPACKED = 256 * MIB
PIECE = 256 * 1024
MOST_NOTES = 20_000
MOST_ACTIONS = 50
ACTING = ("/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition")
CARRYING = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie")


def look(file: BinaryIO, most_pages: int, most_pixels: int) -> tuple[dict[str, Any], bytes]:
    """Return what a file is and holds, and a small picture of it; raises Refusal."""
    mime = kind_of(file)
    file.seek(0)
    inside = TAKEN[mime].inside
    found: dict[str, Any] = {"mime": mime, "pages": None, "about": {}}
    small = b""
    if inside == "pdf":
        found["pages"], found["about"], small = _pdf(file, most_pages, most_pixels)
    elif inside == "picture":
        found["pages"] = 1
        found["about"], small = _picture(file, FORMATS[mime], most_pixels)
    elif inside == "archive":
        _count_unpacked(file)
    elif mime == TEXT:
        found["about"] = {"encoding": encoding_of(file)}
    return found, small


def _picture(file: BinaryIO, form: str, most_pixels: int) -> tuple[dict[str, Any], bytes]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    from mediation.files.pictures import on_white

    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(file, formats=(form,)) as image:
            width, height = image.size
            image.draft("RGB", (2 * SMALL, 2 * SMALL))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((SMALL, SMALL))
            held = io.BytesIO()
            on_white(upright).save(held, "JPEG", quality=70)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise Refusal("pixels") from fault
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, TypeError, ZeroDivisionError) as fault:
        raise Refusal("damaged") from fault
    return {"width": width, "height": height}, held.getvalue()


def _pdf(file: BinaryIO, most_pages: int, most_pixels: int) -> tuple[int, dict[str, Any], bytes]:
    import pikepdf

    try:
        with pikepdf.open(file) as pdf:
            pages = len(pdf.pages)
            if pages > most_pages:
                raise Refusal("pages")
            if not pages:
                raise Refusal("damaged")
            small = _scanned(pdf.pages[0], most_pixels)
            told = {"active": active(pdf), "mended": bool(pdf.get_warnings())}
            return pages, {word: True for word, holds in told.items() if holds}, small
    except pikepdf.PasswordError as fault:
        raise Refusal("password") from fault
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError) as fault:
        raise Refusal("damaged") from fault


def active(pdf: Any) -> bool:
    """Tell whether a reader would do something by itself on opening it or at a press, or it carries further files."""
    names = pdf.Root.get("/Names", {})
    at_once = any(key in pdf.Root for key in ("/OpenAction", "/AA"))
    return at_once or any(key in names for key in ("/JavaScript", "/EmbeddedFiles")) or _pressed(pdf)


def _pressed(pdf: Any) -> bool:
    """Tell whether pressing a link or note starts a program, runs a script or sends things, or a note carries a file.

    Of more notes than a paper has, nobody says that they are harmless.
    """
    import pikepdf

    looked = 0
    for page in pdf.pages:
        if "/AA" in page.obj:
            return True
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            looked += 1
            if not isinstance(note, pikepdf.Dictionary):
                continue
            carries = str(note.get("/Subtype")) in CARRYING or "/AA" in note
            if looked > MOST_NOTES or carries or _acts(note.get("/A")):
                return True
    return False


def _acts(action: Any) -> bool:
    """Tell whether an action, or one of those that follow it, does more than lead to another place."""
    import pikepdf

    waiting, seen = [action], 0
    while waiting and seen < MOST_ACTIONS:
        one, seen = waiting.pop(), seen + 1
        if isinstance(one, pikepdf.Array):
            waiting.extend(one)
        elif isinstance(one, pikepdf.Dictionary):
            if str(one.get("/S")) in ACTING:
                return True
            waiting.append(one.get("/Next"))
    return bool(waiting)


def _scanned(page: Any, most_pixels: int) -> bytes:
    """Return the small picture of a scanned page: that of its largest photograph; nothing for a page of text."""
    best = max(
        (one for one in page.images.values() if str(one.get("/Filter")) == "/DCTDecode"),
        key=lambda one: int(one.get("/Width", 0)) * int(one.get("/Height", 0)), default=None,
    )  # fmt: skip
    if best is None:
        return b""
    try:
        return _picture(io.BytesIO(best.read_raw_bytes()), "JPEG", most_pixels)[1]
    except Refusal:
        return b""


def _count_unpacked(file: BinaryIO) -> None:
    """Refuse an archive that says, or turns out, to be larger than an office file is; nothing of it is kept."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
                raise Refusal("bomb")
            if any(one.flag_bits & 1 for one in members):
                raise Refusal("password")
            for one in members:
                with archive.open(one) as member:
                    while member.read(PIECE):
                        pass
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, OSError) as fault:
        raise Refusal("damaged") from fault


def main(arguments: list[str]) -> None:
    """Set the limits, look, answer."""
    most_pages, most_pixels = (int(one) for one in confined.limit(arguments))
    small = b""
    try:
        with open(0, "rb", closefd=False) as file:
            found, small = look(file, most_pages, most_pixels)
    except Refusal as refusal:
        found = {"refused": refusal.word}
    except (MemoryError, RecursionError):
        os._exit(3)
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + small)


if __name__ == "__main__":
    main(sys.argv[1:])
