"""Severance: years of service at their edges, the caps, and a slow formulation beside it."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.refusals import Refused
from mediation.domain.service import half_years, service
from mediation.domain.talks import severance as subject
from mediation.domain.talks.severance import Caps, severance

CITY = 1_257_700
CAPS = Caps(minimum=274_000, city=CITY)


@pytest.mark.parametrize(
    ("hired", "left", "years"),
    [
        ("2020-03-15", "2026-09-14", 7),
        ("2020-03-15", "2026-09-13", 6.5),
        ("2020-03-15", "2026-03-14", 6),
        ("2020-03-15", "2026-03-15", 6.5),
        ("2026-01-01", "2026-06-30", 1),
        ("2026-01-01", "2026-06-29", 0.5),
        ("2026-01-01", "2026-01-01", 0.5),
        ("2024-02-29", "2025-02-28", 1),
        ("2024-02-29", "2025-03-01", 1.5),
        ("2025-08-31", "2026-02-28", 1),
        ("2025-08-31", "2026-02-27", 0.5),
        ("2025-01-01", "2025-12-31", 1),
        ("2025-01-01", "2026-01-01", 1.5),
    ],
)
def test_years_of_service_at_their_edges(hired: str, left: str, years: float) -> None:
    assert half_years(date.fromisoformat(hired), date.fromisoformat(left)) == years * 2


def test_a_last_day_before_the_first_is_refused() -> None:
    with pytest.raises(Refused):
        half_years(date(2026, 1, 2), date(2026, 1, 1))


def slow_months(hired: date, left: date) -> tuple[int, bool]:
    """Walk day by day: a month is full on the day before the same day of a later month, else at that month's end."""
    months, full_on, day = 0, None, hired
    while day <= left:
        after = day + timedelta(days=1)
        same_day_follows = after.day == hired.day and after > hired
        has_no_such_day = after.day == 1 and day.day < hired.day
        if same_day_follows or has_no_such_day:
            months, full_on = months + 1, day
        day = after
    return months, full_on != left


@given(st.dates(date(2008, 1, 1), date(2030, 1, 1)), st.integers(0, 3_000))
def test_months_of_service_agree_with_walking_day_by_day(hired: date, days: int) -> None:
    left = hired + timedelta(days=days)

    assert service(hired, left) == slow_months(hired, left)


@pytest.mark.parametrize(
    ("average", "hired", "amount"),
    [
        (800_000, "2016-11-23", 8_000_000),
        (274_000, "2025-11-23", 274_000),
        (273_999, "2025-11-23", 274_000),
        (3 * CITY, "2012-11-23", 14 * 3 * CITY),
        (3 * CITY + 1, "2012-11-23", 12 * 3 * CITY),
        (3 * CITY + 1, "2016-11-23", 10 * 3 * CITY),
        (800_001, "2026-07-01", 400_001),
    ],
)
def test_the_base_and_its_caps_at_their_edges(average: int, hired: str, amount: int) -> None:
    assert severance(date.fromisoformat(hired), date(2026, 11, 22), average, CAPS).amount == amount


def test_the_high_earner_of_the_law_reference_gets_the_capped_sum() -> None:
    found = severance(date(2010, 1, 1), date(2026, 12, 31), 6_000_000, CAPS)

    assert found.amount == 45_277_200
    assert (found.base, found.halves) == (3_773_100, 24)
    assert [one.message for one in found.steps] == [subject.SERVICE, subject.BASE, subject.CAPPED, subject.PAYS]


def test_what_is_not_known_or_falls_under_old_rules_is_told() -> None:
    old = severance(date(2007, 12, 31), date(2026, 11, 22), 800_000, Caps(None, None))
    new = severance(date(2008, 1, 1), date(2026, 11, 22), 800_000, CAPS)

    assert old.warnings == (subject.NO_CITY, subject.OLD_RULES)
    assert new.warnings == ()


@given(st.integers(1, 10**7), st.integers(0, 60))
def test_one_rounding_half_up_at_the_end(average: int, years: int) -> None:
    found = severance(date(2008, 1, 1), date(2008 + min(years, 40), 6, 30), average, Caps(None, None))

    exact = Decimal(average) * found.halves / 2
    assert found.amount == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def test_every_step_can_be_read() -> None:
    found = severance(date(2024, 3, 1), date(2026, 11, 22), 200_000, CAPS)

    assert [one.text() for one in found.steps] == [
        "工作年限：2024-03-01（周五） 至 2026-11-22（周日），满 32 个月又数日，计 3 个月工资",
        "月工资（前十二个月平均应得）2,000.00元",
        "低于最低工资标准 2,740.00元，按最低工资标准计算",
        "经济补偿：2,740.00元 × 3 = 8,220.00元",
    ]
