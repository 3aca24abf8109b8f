"""Random whole cases: every fact that rules read known or not, near the values that the rules name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from mediation.domain.casefile import CaseFile, Claim, Employment, Party, Risk, Willing
from mediation.domain.facts import Standing
from mediation.domain.results import Ground
from mediation.domain.vocabulary import CHANNELS, CLAIM_KINDS, RELATIONS, VIOLENCE
from mediation.domain.workdays import Calendar

KINDS = tuple(CLAIM_KINDS)
LEFT = (-3, 0, 6, 7, 8, 29, 30, 31, 59, 60, 61, 200)
AGES = (14, 15, 16, 17, 18, 40)


def maybe(random: Random, *values: Any, unknown: float = 0.5) -> Any:
    """Return one of the values, or None."""
    return None if random.random() < unknown else random.choice(values)


def ground(random: Random, calendar: Calendar) -> Ground:
    """Return a case with what the office knows of it; half of them decided as of the receipt."""
    received = datetime(2026, 11, 16, 1, 20, tzinfo=UTC) + timedelta(days=random.randint(-200, 10))
    now = None if random.random() < 0.5 else received + timedelta(days=random.randint(0, 40))
    today = (now or received).date()
    case = CaseFile(
        station="CH", received_at=received, summary="x", applicants=applicants(random, received.date()),
        respondents=(Party("employer", "乙", industry=maybe(random, "建筑", "餐饮"), has_union=maybe(random, True, False)),),
        claims=tuple(claim(random, today) for _ in range(random.choice((1, 1, 2, 3)))),
        workers=random.choice((1, 2, 9, 10, 11, 29, 30, 200)), channel=random.choice(CHANNELS),
        employment=Employment(
            None, maybe(random, begun(random, today)), random.choice(RELATIONS), maybe(random, True, False),
            maybe(random, True, False),
        ),
        risk=Risk(
            *(maybe(random, True, False, unknown=0.8) for _ in range(3)), maybe(random, *VIOLENCE, unknown=0.7),
            *(maybe(random, True, False, unknown=0.8) for _ in range(2)),
        ),
        willing=Willing(maybe(random, True, True, False), maybe(random, True, True, False)),
    )  # fmt: skip
    return Ground(case, calendar, standing(random, received.date()), now)


def applicants(random: Random, received_on: date) -> tuple[Party, ...]:
    """Return one to three workers, some of them about the ages that count."""
    return tuple(
        Party(
            "person", "甲", born=maybe(random, received_on - timedelta(days=random.choice(AGES) * 365 + random.randint(0, 9))),
            union_member=maybe(random, True, False), migrant=maybe(random, True, False),
            hardship=maybe(random, True, False),
        )
        for _ in range(random.choice((1, 1, 3)))
    )  # fmt: skip


def claim(random: Random, today: date) -> Claim:
    """Return a claim with what may be known of it."""
    amount = maybe(random, 0, 800_000, 25_000_000, 49_999_999, 50_000_000, 50_000_001)
    injured = maybe(random, begun(random, today), unknown=0.8)
    return Claim(random.choice(KINDS), amount, maybe(random, begun(random, today)), injured)


def begun(random: Random, today: date) -> date:
    """Return a day on which a limitation began that ends about now, but none that is to come."""
    return min(today, today + timedelta(days=random.choice(LEFT) - 365 + random.randint(-1, 1)))


def standing(random: Random, received_on: date) -> Standing:
    """Return what an office may know besides."""
    return Standing(
        employer_open_cases=random.choice((0, 0, 2, 3, 4, 5)), unsafe_withdrawn=random.random() < 0.2,
        willing_on=maybe(random, received_on - timedelta(days=2)), accepted_on=maybe(random, received_on),
    )  # fmt: skip
