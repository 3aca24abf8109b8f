"""The first look at a file: what its bytes say it is. Pure reading, nothing is unpacked here."""

import codecs
import zipfile
from typing import IO, Final

import filetype

from mediation.files.kinds import OOXML, OWN_WORDS, TAKEN, TEXT

HEAD: Final = 8192
PIECE: Final = 1 << 20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS: Final = b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
STREAMS: Final = (
    ("WordDocument", "application/msword"), ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)  # fmt: skip
DOCUMENTS: Final = (
    ("word/document.xml", f"{OOXML}.wordprocessingml.document"), ("xl/workbook.xml", f"{OOXML}.spreadsheetml.sheet"),
)  # fmt: skip
FTYP: Final = {
    b"heic": "heic", b"heix": "heic", b"heim": "heic", b"heis": "heic", b"hevc": "heic", b"mif1": "heic",
    b"msf1": "heic", b"avif": "image", b"avis": "image",
}  # fmt: skip
MARKUP: Final = (
    b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe", b"<img", b"<a ", b"<div",
    b"<meta", b"<style", b"<object", b"<embed", b"<table", b"<p>", b"<!--", b"<math", b"<link", b"<form", b"<base",
)  # fmt: skip
PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"dex\n", b"\0asm")
SCRIPTS: Final = (b"#!", b"@echo", b"<?php", b"rem ", b"powershell")


class Refusal(Exception):  # noqa: N818 - a word for the parent, no fault
    """The file is not taken in: `word` of kinds.REFUSED says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def kind_of(file: IO[bytes]) -> str:
    """Return the kind of a file, one of kinds.TAKEN. Raises Refusal naming what else it is."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refusal("empty")
    if head.startswith(PROGRAMS):
        raise Refusal("program")
    if head.startswith(ZIP):
        return _packed(file)
    if head.startswith(OLE):
        return _compound(file)
    if head[4:8] == b"ftyp" and (word := FTYP.get(head[8:12])):
        raise Refusal(word)
    found = filetype.guess(head)
    if found is None:
        return _text(file, head)
    mime = OWN_WORDS.get(found.mime, found.mime)
    if mime in TAKEN and not mime.startswith(OOXML):
        return str(mime)
    raise Refusal(_group(mime))


def _group(mime: str) -> str:
    """Return the word for a kind that the library knows and that isn't taken in."""
    if mime in ("image/heic", "image/heif"):
        return "heic"
    first = mime.partition("/")[0]
    if first in ("image", "video"):
        return first
    packed = ("zip", "rar", "7z", "gzip", "tar", "compress", "bzip", "xz", "zstd", "lz", "cab", "deb", "rpm")
    return "archive" if any(word in mime for word in packed) else "unknown"


def _packed(file: IO[bytes]) -> str:
    """Tell office files from other archives by the names of their members."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {one.filename for one in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError, OSError) as fault:
        raise Refusal("damaged") from fault
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refusal("macro")
    if "[Content_Types].xml" in names:
        for member, mime in DOCUMENTS:
            if member in names:
                return mime
        raise Refusal("slides" if "ppt/presentation.xml" in names else "archive")
    if "OFD.xml" in names:
        return "application/ofd"
    raise Refusal("archive")


def _compound(file: IO[bytes]) -> str:
    """Tell old office files apart by the names of their streams, which stand in the file as UTF-16."""
    wanted = {name: name.encode("utf-16-le") + b"\0\0" for name, _ in STREAMS}
    seen, kept = set(), b""
    file.seek(0)
    while piece := file.read(PIECE):
        text = kept + piece
        if MACROS in text:
            raise Refusal("macro")
        if LOCKED in text:
            raise Refusal("password")
        seen |= {name for name, mark in wanted.items() if mark in text}
        kept = text[-64:]
    for name, mime in STREAMS:
        if name in seen:
            return mime
    raise Refusal("unknown")


def _text(file: IO[bytes], head: bytes) -> str:
    """Return text for what reads as text and is neither markup nor a script."""
    plain = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"").lower()
    if plain.startswith(MARKUP):
        raise Refusal("markup")
    if plain.startswith(SCRIPTS):
        raise Refusal("script")
    if encoding_of(file) is None:
        raise Refusal("unknown")
    return TEXT


def encoding_of(file: IO[bytes]) -> str | None:
    """Return the encoding in which the whole file reads as text without control characters, None for no text."""
    file.seek(0)
    wide = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        if _reads(file, encoding):
            return encoding
    return None


def _reads(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            if _controls(decoder.decode(piece)):
                return False
        return not _controls(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


def _controls(text: str) -> bool:
    return any(one < " " and one not in "\t\r\n\f" for one in text)
