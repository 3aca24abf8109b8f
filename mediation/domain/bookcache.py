"""Keep the plain values of a checked rule book, so that a command need not read YAML nor run examples again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from mediation.domain.rulefile import Document

MOST_BYTES = 64 << 20


def _path(folder: Path, digest: str) -> Path:
    return folder / f"rulebook-{digest.removeprefix('sha256:')}.json"


def read(folder: Path, digest: str) -> list[Document] | None:
    """Return the documents kept under `digest`, or None if there are none that can be trusted.

    A file that is a link, belongs to somebody else, may be written by others, or is damaged is passed over.
    """
    try:
        content = _own_bytes(_path(folder, digest))
        told, _, body = content.partition(b"\n")
        if told.decode("ascii") != f"{digest} {hashlib.sha256(body).hexdigest()}":
            return None
        return [Document(file, _unpacked(value)) for file, value in json.loads(body)]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def write(folder: Path, digest: str, documents: Iterable[Document]) -> None:
    """Keep `documents` under `digest`, replacing what stands there in one step; a folder that refuses is left alone."""
    rows = [[one.file, _packed(one.value)] for one in documents]
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    head = f"{digest} {hashlib.sha256(body).hexdigest()}\n".encode("ascii")
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".rulebook-")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(head + body)
            os.replace(name, _path(folder, digest))
        except OSError:
            os.unlink(name)


def _own_bytes(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as opened:
        status = os.fstat(handle)
        others_write = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid() or others_write:
            raise PermissionError(f"{path} is not this user's own file")
        return opened.read(MOST_BYTES)


def _packed(value: Any) -> Any:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, dict):
        return {"map": [[key, _packed(one)] for key, one in value.items()]}
    return [_packed(one) for one in value] if isinstance(value, list) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        if "day" in value:
            return date.fromisoformat(value["day"])
        return {key: _unpacked(one) for key, one in value["map"]}
    return [_unpacked(one) for one in value] if isinstance(value, list) else value
