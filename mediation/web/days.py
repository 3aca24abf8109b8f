"""Days as forms and addresses give them."""

from __future__ import annotations

from datetime import date
from typing import Final

from mediation.domain.refusals import N_, Problem, Refused

FORMAT: Final = "YYYY-MM-DD"


def day_or_none(text: str) -> date | None:
    """Return the day that a text gives, None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def read_day(text: str, field: str) -> date:
    """Return the day typed into a field. Raises Refused for none and for anything else."""
    found = day_or_none(text)
    if found is None:
        message = N_("不是日期") if text.strip() else N_("请填写日期")
        raise Refused(Problem(message, field, text.strip()[:40], FORMAT))
    return found


def read_day_if_any(text: str, field: str) -> date | None:
    """Return the day typed into a field, None where it was left empty. Raises Refused for anything else."""
    return read_day(text, field) if text.strip() else None
