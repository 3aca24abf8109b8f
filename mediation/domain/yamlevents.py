"""YAML as a stream of events: by the C parser where it reads a text as the careful one does, else by the careful one.

The C parser is twenty times faster, but knows YAML 1.1 and words its complaints differently. So it only ever says
"good": whatever it or its reader refuses, and whatever the two are known to read differently, is read carefully.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

READ_DIFFERENTLY: Final = re.compile(
    "[^\n -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    "|[|]|>(?!-\n +[^ \n#])|^[.]{3}",
    re.MULTILINE,
)
"""Tabs, line breaks other than \\n, byte order marks, unusual block texts, ends of documents."""


def quick(text: str) -> Iterator[Any]:
    """Yield the events of a text in which nothing is `READ_DIFFERENTLY`, by the C parser.

    A plain word has the style "" where the careful parser says None; the events are the same otherwise.
    """
    from _ruamel_yaml import CParser

    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def careful(text: str) -> Iterator[Any]:
    """Yield the events of any text, by the parser of YAML 1.2 that is written in Python."""
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)
