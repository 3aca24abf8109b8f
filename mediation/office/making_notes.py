"""The notes beside a file that the worker makes: that it is wanted, that it is being made, that it failed."""

from __future__ import annotations

from pathlib import Path


def wanted(file: Path) -> Path:
    """Return where it is noted that a file is wanted."""
    return file.with_suffix(".wanted")


def taken(file: Path) -> Path:
    """Return where it is noted that a worker makes it."""
    return file.with_suffix(".taken")


def failed(file: Path) -> Path:
    """Return where it is noted that it could not be made."""
    return file.with_suffix(".failed")
