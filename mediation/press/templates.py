"""From a record to a page of HTML: the Jinja environment of the printed documents."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mediation.domain import money

_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def day(value: str | date) -> str:
    """Return a day as documents write it, 2026年11月2日; takes an ISO date too."""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{day.year}年{day.month}月{day.day}日"


def ordinal(number: int) -> str:
    """Return 1 to 99 in Chinese numerals, as clauses are counted: 一, 十, 二十一."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        raise ValueError(f"no numeral for {number}")
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def stem(place: int) -> str:
    """Return the letter of a party, counted from 0: 甲, 乙, 丙 … 癸."""
    return _STEMS[place]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, without empty ones."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def environment(documents: Path) -> Environment:
    """Return the environment for the templates in `documents`: everything escaped, nothing undefined."""
    environment = Environment(
        loader=FileSystemLoader(documents),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=day, ordinal=ordinal, stem=stem, paragraphs=paragraphs, figures=money.figures, capitals=money.capitals
    )
    return environment


def page(environment: Environment, kind: str, record: Mapping[str, Any], *, created: str, digest: str) -> str:
    """Return the HTML of a document; `created` is an ISO instant, `digest` the SHA-256 of the canonical record."""
    template = environment.get_template(f"{kind}/html.j2")
    return template.render(
        record=record,
        created=created,
        digest=digest,
        verify=verification(record, digest),
        clause=itertools.count(1).__next__,
    )


def verification(record: Mapping[str, Any], digest: str) -> str:
    """Return the address behind the QR code: the verification page with the record's digest."""
    return f"{record['verification_url']}?digest={digest}" if "verification_url" in record else ""


def qr_svg(address: str) -> bytes:
    """Return the QR code of an address as SVG, error level M."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, border=0)
    return out.getvalue()


def template_version(documents: Path, kind: str) -> str:
    """Return the name of a template with a digest over all that decides its look: files, fonts, WeasyPrint."""
    files = sorted(path for path in (documents / kind).rglob("*") if path.is_file())
    files += sorted(path for path in documents.glob("base.*") if path.is_file())
    sums = documents / "fonts" / "SHA256SUMS"
    digest = hashlib.sha256(version("weasyprint").encode())
    for path in [*files, *([sums] if sums.is_file() else [])]:
        digest.update(path.relative_to(documents).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{kind}@{digest.hexdigest()[:16]}"
