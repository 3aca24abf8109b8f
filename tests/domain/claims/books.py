"""The parameters, articles and calendars of the checkout without its rules: all that a calculator leans on, read at once."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mediation.domain.calendars import calendar_of
from mediation.domain.claims import ClaimResult, compute
from mediation.domain.rulebook import RuleBook, load
from mediation.domain.workdays import Calendar
from tests.checkout import ROOT

LEANED_ON = ("law.yaml", "desks.yaml", "strata.yaml", "parameters", "workdays")


def folder(made: Path) -> Path:
    """Copy what calculators lean on below `made`."""
    for name in LEANED_ON:
        source = ROOT / "rules" / name
        if source.is_dir():
            shutil.copytree(source, made / name)
        else:
            made.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, made)
    return made


@cache
def book() -> RuleBook:
    """Return the book, read once a process."""
    with tempfile.TemporaryDirectory() as made:
        return load(folder(Path(made) / "rules"))


@cache
def calendar() -> Calendar:
    """Return its calendars."""
    return calendar_of(book())


def found(kind: str, facts: dict[str, Any], on: str = "2026-11-22") -> ClaimResult:
    """Work out a claim on a day."""
    return compute(kind, facts, on=date.fromisoformat(on), book=book(), calendar=calendar())


def amount(kind: str, facts: dict[str, Any], on: str = "2026-11-22") -> str:
    """Return what a claim comes to, in yuan."""
    return str(found(kind, facts, on).answer(book().laws)["amount"])


def warned(kind: str, facts: dict[str, Any], on: str = "2026-11-22") -> str:
    """Return the warnings of a claim as one text."""
    return "\n".join(one.text() for one in found(kind, facts, on).warnings)


def steps(kind: str, facts: dict[str, Any], on: str = "2026-11-22") -> list[str]:
    """Return the steps of a claim in words."""
    return [f"{one.says.text()}：{one.value}" for one in found(kind, facts, on).steps]
