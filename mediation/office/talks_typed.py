"""Days and numbers as the forms of wage talks bring them, every fault noted beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mediation.domain.characters import code_points, unusable
from mediation.domain.refusals import N_, Problem
from mediation.domain.talks.wording import CHARACTERS

EARLIEST, LATEST = date(1995, 1, 1), date(2100, 12, 31)
"""No talks are older than the Labour Law; later days are slips of the pen."""


def day(given: Mapping[str, str], name: str, problems: list[Problem], *, required: bool = False) -> date | None:
    """Return the day typed into `name`; empty is None, and a fault where it is required."""
    text = given.get(name, "").strip()
    if not text:
        if required:
            problems.append(Problem(N_("请填写日期"), name))
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= LATEST:
        problems.append(Problem(N_("日期应写作 2026-11-22"), name, text[:40]))
        return None
    return found


def number(
    given: Mapping[str, str], name: str, problems: list[Problem], *, least: int = 0, most: int = 1_000_000
) -> int:
    """Return the whole number typed into `name`, 0 with a fault where there is none."""
    text = given.get(name, "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    problems.append(Problem(N_("请填写人数"), name, text[:40], f"{least} – {most}"))
    return 0


def words(given: Mapping[str, str], name: str, problems: list[Problem], *, most: int, required: bool = False) -> str:
    """Return the text typed into `name`, at most `most` characters long."""
    text = given.get(name, "").strip()
    if required and not text:
        problems.append(Problem(N_("请填写"), name))
    problems += text_faults(text, name, most=most)
    return text


def text_faults(text: str, name: str, *, most: int) -> list[Problem]:
    """Return what is wrong with a text of several lines: too long, characters that nobody can see or print."""
    problems = []
    if len(text) > most:
        problems.append(Problem(N_("过长：%(length)d 个字"), name, "", f"≤ {most}", {"length": len(text)}))
    if bad := unusable(text, lines=True):
        problems.append(Problem(CHARACTERS, name, params={"characters": code_points(bad)}))
    return problems
