"""The score of a run as JSON for its row, and back as the page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.practice.course import Course
from mediation.domain.talks.practice.scenario import COST, DAYS, DEAREST, Aim, Ground
from mediation.domain.talks.practice.score import PARTS, Line, Sheet
from mediation.domain.talks.practice.worth import Terms, Worth
from mediation.domain.workdays import Step
from mediation.office import practice_rooms
from mediation.office.practice_rooms import said, texts
from mediation.office.reasons import law_record
from mediation.office.records import Words
from mediation.office.records.practice import AimRecord, Figure, ScoreLine, ScorePart


def stored(course: Course, sheet: Sheet) -> dict[str, Any]:
    """Return a score as JSON."""
    deal = sheet.deal
    return {
        "parts": dict(sheet.parts),
        "lines": [_line(one) for one in sheet.lines],
        "walk_away": deal.walk_away,
        "best": deal.best,
        "better": _issues(course.ground, deal.better),
        "own": _worth(deal.own),
        "other": _worth(deal.other),
    }


def _line(one: Line) -> dict[str, Any]:
    return {
        "part": one.part, "verdict": one.verdict, "done": one.done.stored(), "points": one.points,
        "title": dict(one.title) if one.title else None, "law": list(one.law), "verified": one.verified,
        "better": one.better.stored() if one.better else None, "receipt": [step.stored() for step in one.receipt],
        "void": one.void,
    }  # fmt: skip


def _worth(one: Worth | None) -> dict[str, Any] | None:
    if one is None:
        return None
    aims = [{"id": each.aim.id, "value": each.value, "points": each.points, "kept": each.kept} for each in one.aims]
    return {"total": one.total, "aims": aims}


def _issues(ground: Ground, terms: Terms) -> list[dict[str, Any]]:
    """Return the values of the issues in terms, days as text."""
    found = []
    for issue in ground.scenario.issues:
        value = terms.get(issue.clause, {}).get(issue.field)
        if value is not None:
            kept = value.isoformat() if isinstance(value, date) else value
            found.append({"clause": issue.clause, "field": issue.field, "value": kept})
    return found


def parts_of(sheet: Mapping[str, Any], book: RuleBook) -> tuple[ScorePart, ...]:
    """Return the parts of a stored score, line by line."""
    return tuple(
        ScorePart(
            code, sheet["parts"][code], weight,
            tuple(_shown(one, book) for one in sheet["lines"] if one["part"] == code),
        )
        for code, weight in PARTS.items()
    )  # fmt: skip


def _shown(one: Mapping[str, Any], book: RuleBook) -> ScoreLine:
    return ScoreLine(
        one["verdict"], said(Step.read(one["done"]), book), one["points"],
        texts(one["title"]) if one["title"] else None, tuple(law_record(book, key) for key in one["law"]),
        one["verified"], said(Step.read(one["better"]), book) if one["better"] else None,
        tuple(said(Step.read(step), book) for step in one["receipt"]), one["void"],
    )  # fmt: skip


def better_of(sheet: Mapping[str, Any], ground: Ground) -> tuple[tuple[Words, Words, Figure], ...]:
    """Return what could have been agreed, issue by issue: clause, field, value."""
    found = []
    for one in sheet["better"]:
        clause = ground.library[one["clause"]]
        field = clause.fields[one["field"]]
        value = date.fromisoformat(one["value"]) if field.unit == "day" else one["value"]
        found.append((texts(clause.title), texts(field.title), Figure(field.unit, value)))
    return tuple(found)


def aims_of(ground: Ground, side: str, reached: Mapping[str, Any] | None = None) -> tuple[AimRecord, ...]:
    """Return the aims of a side, with what a stored score says was reached."""
    values = {one["id"]: one for one in reached["aims"]} if reached else {}
    return tuple(_aim(ground, one, values.get(one.id)) for one in ground.scenario.sides[side].aims)


def _aim(ground: Ground, one: Aim, reached: Mapping[str, Any] | None) -> AimRecord:
    unit = unit_of(ground, one.of)
    return AimRecord(
        practice_rooms.texts(one.title), Figure(unit, one.worst), Figure(unit, one.best), one.points,
        Figure(unit, one.limit) if one.limit is not None else None,
        Figure(unit, reached["value"]) if reached else None, reached["points"] if reached else None,
        reached["kept"] if reached else True,
    )  # fmt: skip


def unit_of(ground: Ground, of: str) -> str:
    """Return the unit of what an aim measures."""
    clause, _, name = of.partition(".")
    if name == DAYS:
        return "days"
    return {COST: "more", DEAREST: "change"}.get(of) or ground.library[clause].fields[name].unit
