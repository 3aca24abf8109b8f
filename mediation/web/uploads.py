"""Files taken in by the pages: their bare names, and spreadsheets with their sheets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from werkzeug.datastructures import FileStorage

from mediation.domain.ledger.grid import Sheet
from mediation.domain.refusals import Refused
from mediation.sheets import reading

LONGEST_NAME: Final = 100


def bare_name(given: str) -> str:
    """Return the name of an uploaded file without its folders, for showing."""
    bare = re.split(r"[/\\]", given)[-1]
    return "".join(one for one in bare if one.isprintable())[:LONGEST_NAME] or "?"


def sheets_of(file: FileStorage | None, field: str) -> tuple[Sheet, ...] | None:
    """Return the sheets of an uploaded file, None where there is none. Raises Refused at the form's field."""
    if file is None or not file.filename:
        return None
    try:
        return reading.read(file.read(), bare_name(file.filename))
    except Refused as refused:
        raise Refused([replace(one, field=field) for one in refused.problems]) from None
