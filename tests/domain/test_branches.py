"""Which fact takes a claim's amount another way: every turn that is named holds on both of its sides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mediation.domain.branches import Turn, turns, way
from mediation.domain.calendars import calendar_of
from mediation.domain.claims.compute import compute
from tests.domain.rulefolder import whole

BOOK = whole()
GIVEN = {"on": date(2026, 3, 2), "book": BOOK, "calendar": calendar_of(BOOK)}
SEVERANCE = {"hired_on": "2020-03-15", "left_on": "2026-03-01", "average_wage": "12000.00"}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("severance", SEVERANCE),
    ("severance", {**SEVERANCE, "average_wage": "90000.00"}),
    ("dismissal_damages", {"hired_on": "2024-07-01", "left_on": "2025-10-20", "wages": ["2000.00", "9000.00"]}),
    ("work_injury", {"grade": 8, "own_wage": "5000.00", "city_average": "12434.00"}),
    ("probation_damages", {"contract_months": 12, "served_probation_months": "3", "full_wage": "8000.00"}),
]


def found(kind: str, facts: dict[str, Any]) -> dict[tuple[str, bool | None], Turn]:
    """Return the turns of a claim by fact and side."""
    return {(one.path, one.up): one for one in turns(kind, facts, **GIVEN)}


def test_the_wage_from_which_the_cap_and_the_floor_hold_and_an_award_is_final():
    cap = 3 * int(BOOK.parameters["shanghai.average_wage_month"].on(date(2026, 3, 1)).value)
    least = int(BOOK.parameters["shanghai.minimum_wage_month"].on(date(2026, 3, 1)).value)

    small = found("severance", {**SEVERANCE, "average_wage": f"{least / 100 + 1:.2f}"})
    large = found("severance", {**SEVERANCE, "average_wage": f"{cap / 100 - 1:.2f}"})

    assert (small["average_wage", False].last, small["average_wage", False].up) == (f"{least / 100:.2f}", False)
    assert any("最低工资" in one.message for one in small["average_wage", False].said)
    assert small["average_wage", True].final_award is False
    assert large["average_wage", True].last == f"{cap / 100:.2f}"


def test_the_day_from_which_another_half_year_counts():
    of = found("severance", SEVERANCE)

    assert (of["left_on", True].last, of["left_on", True].instead) == ("2026-03-14", "2026-03-15")
    assert of["left_on", True].amount == compute("severance", {**SEVERANCE, "left_on": "2026-03-15"}, **GIVEN).amount


@pytest.mark.parametrize(("kind", "facts"), CASES)
def test_each_turn_holds_on_both_of_its_sides(kind: str, facts: dict[str, Any]):
    now = way(compute(kind, facts, **GIVEN))

    for one in turns(kind, facts, **GIVEN):
        name, _, rest = one.path.partition("[")
        place = int(rest.removesuffix("]")) if rest else None
        for value, same in ((one.last, True), (one.instead, False)):
            put = value if place is None else [*facts[name][:place], value, *facts[name][place + 1 :]]
            assert (way(compute(kind, {**facts, name: put}, **GIVEN)) == now) == same, one
