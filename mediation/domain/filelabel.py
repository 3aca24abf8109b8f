"""The name of a file as a label: fit for a page, a header and any disk, and never a path."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 80
NAMELESS: Final = "文件"
_FORBIDDEN: Final = re.compile(r'[<>:"|?*\\/%;]+')
_SPACES: Final = re.compile(r"\s+")
_DEVICES: Final = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
_ENDING: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


def shown(name: str) -> str:
    """Return the name of a file as a page may show it: without folders and marks that hide or turn text."""
    last = re.split(r"[\\/]", name)[-1]
    plain = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one) not in _UNSEEN)
    plain = _SPACES.sub(" ", _FORBIDDEN.sub("_", plain)).strip(" .")
    plain = plain or NAMELESS
    return plain if len(plain) <= LONGEST + 6 else f"{plain[:LONGEST]}{_ending(plain)}"


def _ending(plain: str) -> str:
    found = _ENDING.search(plain)
    return found[0] if found else ""


def stem(name: str) -> str:
    """Return what a file is called, also without its ending."""
    plain = _ENDING.sub("", shown(name))[:LONGEST].strip(" .")
    return f"{NAMELESS}_{plain}" if _DEVICES.match(plain) else plain or NAMELESS


def label(name: str, ending: str) -> str:
    """Return the name of a file with the ending that its content has."""
    return f"{stem(name)}.{ending}"


_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
