"""Files handed out by the pages, under their own names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal
from urllib.parse import quote

from flask import Response

PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_out(
    content: bytes | Iterable[bytes], mimetype: str, name: str, *, plain: str,
    how: Literal["attachment", "inline"] = "attachment",
) -> Response:  # fmt: skip
    """Return a file as an answer; `name` in any script, `plain` in ASCII for what can't read that."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return answer
