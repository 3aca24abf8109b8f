"""The printing room: a record goes in, an archive file with its sums comes out.

WeasyPrint is imported by the worker processes only, never by importing this package.
"""

from __future__ import annotations

import atexit
import dataclasses
import logging
import os
from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from mediation.press.canonical import canonical, cleaned, digest
from mediation.press.fonts import DOCUMENTS, missing_characters
from mediation.press.pool import Pool
from mediation.press.process import Job, Limits
from mediation.press.refusals import (
    Busy,
    GlyphMissing,
    LibraryMissing,
    PrintFailed,
    RecordInvalid,
    TextBroken,
    TimedOut,
    TooLong,
)

__all__ = [
    "Busy",
    "GlyphMissing",
    "LibraryMissing",
    "Limits",
    "Pool",
    "PrintFailed",
    "Printed",
    "RecordInvalid",
    "TextBroken",
    "TimedOut",
    "TooLong",
    "default_pool",
    "missing_characters",
    "prepare",
    "print_document",
]

MOST_BYTES = 256 * 1024
"""The longest canonical record that is printed."""
MOST_BYTES_OF = {"rule_book": 4 * 1024 * 1024, "evidence_bundle": 1024 * 1024}
"""What may be longer: the rule book and bound evidence, which are printed in a pool of their own."""

_log = logging.getLogger(__name__)
_pools: dict[int, Pool] = {}
_pools_lock = Lock()


@dataclasses.dataclass(frozen=True)
class Printed:
    """An issued file with what must be stored beside it; `record` is the JSON that is attached to it."""

    pdf: bytes
    sha256: str
    record: bytes
    record_sha256: str
    template: str


def print_document(kind: str, record: Mapping[str, Any], *, created: datetime, pool: Pool | None = None) -> Printed:
    """Print one document and return the file, its sums and the version of its template.

    The same record and instant give the same bytes. `created` is an aware datetime. Raises RecordInvalid,
    TextBroken, GlyphMissing, TooLong, Busy, TimedOut, LibraryMissing (all Refused) and PrintFailed.
    """
    if created.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    from mediation.press.templates import template_version

    data = prepare(kind, record)
    job = Job(kind=kind, created=created.isoformat(), digest=digest(data), data=data)
    template = template_version(DOCUMENTS, kind)
    answer, pdf = (pool or default_pool()).run(job)
    if answer["status"] == "missing":
        raise GlyphMissing(answer["characters"])
    for complaint in answer["complaints"]:
        _log.warning("%s: %s", template, complaint)
    return Printed(pdf=pdf, sha256=digest(pdf), record=data, record_sha256=job.digest, template=template)


def prepare(kind: str, record: Mapping[str, Any]) -> bytes:
    """Return the canonical record, checked and cleaned, without printing it.

    Raises RecordInvalid with one problem a field, TextBroken, GlyphMissing, TooLong.
    """
    from mediation.press.checking import checked

    data = canonical(checked(kind, cleaned(record)))
    most = MOST_BYTES_OF.get(kind, MOST_BYTES)
    if len(data) > most:
        raise TooLong(len(data), most)
    return data


def default_pool() -> Pool:
    """Return this process's own pool, made at the first call; a forked child makes its own."""
    with _pools_lock:
        pool = _pools.get(os.getpid())
        if pool is None:
            pool = _pools[os.getpid()] = Pool()
            atexit.register(pool.close)
    return pool
