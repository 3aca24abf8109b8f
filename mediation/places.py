"""Where things lie: the checkout, its rules and its data, for those who can't wait for the settings to load."""

import os
import re
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[1]
RULES: Final = CHECKOUT / "rules"
DATA: Final = CHECKOUT / "var"
SHELF: Final = "rules"
POINTER: Final = "current"
NAMED: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
"""In the data folder: the texts of published rules, each in a folder named by its digest, and which is in use."""


def rules_dir() -> Path:
    """Return the folder of the rule files: `MEDIATION_RULES_DIR`, else that of the checkout."""
    return Path(os.environ.get("MEDIATION_RULES_DIR") or RULES)


def rules_in_use() -> Path:
    """Return the folder of the rules that the server last had in use: those published here, else `rules_dir()`."""
    shelf = data_dir() / SHELF
    try:
        name = (shelf / POINTER).read_text("ascii").strip()
    except (OSError, ValueError):
        return rules_dir()
    folder = shelf / name / "rules"
    return folder if NAMED.fullmatch(name) and folder.is_dir() else rules_dir()


def data_dir() -> Path:
    """Return the folder of database, keys and caches: `MEDIATION_DATA_DIR`, else `var` in the checkout."""
    return Path(os.environ.get("MEDIATION_DATA_DIR") or DATA)


def owned(folder: Path) -> Path:
    """Make `folder` and whatever is missing above it, each its owner's alone, and return it.

    Every folder of data is made here: `mkdir(parents=True)` would make those above with the usual mode.
    """
    if not folder.is_dir():
        owned(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def sync(folder: Path) -> None:
    """Bring the names in `folder` to the disk; a file that is synced may still be lost with its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cache_dir(data: Path | None = None) -> Path | None:
    """Return the folder for what can be made again, or None where nothing may be written."""
    try:
        folder = owned((data or data_dir()) / "cache")
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
