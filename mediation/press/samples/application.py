"""An application for mediation made in writing, and an oral one."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return a written application."""
    return shared.head(
        "申", parties=shared.both(), made="written", requests=shared.requests(), facts=shared.SUMMARY, asked_on=(
            "2026-11-16"
        )
    )


def group() -> dict[str, Any]:
    """Return the application of thirteen workers, three of them elected by all."""
    workers = [
        {"name": f"工人{nth}号", "id_number": "310112199001310027", "claimed": 480_000 + nth, "elected": nth < 3}
        for nth in range(13)
    ]  # fmt: skip
    return record() | {"workers": 13, "listed": workers, "elected_on": "2026-11-15"}


def oral() -> dict[str, Any]:
    """Return what was written down of an oral application."""
    here = {"made": "oral", "asked_at": "09:20", "place": "上海市闵行区梅陇镇曹行派出所联动调解室", "recorder": "李祎"}
    return record() | here
