"""English nouns counted by a one."""

import pytest

from mediation.domain.singular import numbered
from mediation.domain.workdays import step


@pytest.mark.parametrize(
    ("sentence", "values", "said"),
    [
        ("%(days)s days left", {"days": 1}, "1 day left"),
        ("%(days)s days left", {"days": "1"}, "1 day left"),
        ("%(days)s days left", {"days": 21}, "21 days left"),
        ("%(days)s days left", {"days": "1.5"}, "1.5 days left"),
        ("At most %(count)d working days: %(day)s", {"count": 1, "day": "x"}, "At most 1 working day: x"),
        ("%(days)s days (%(count)s referrals)", {"days": 1, "count": 2}, "1 day (2 referrals)"),
        ("counts as %(years)s months' pay", {"years": "1"}, "counts as 1 month's pay"),
        ("%(heads)d people × %(amount)s yuan", {"heads": 1, "amount": "1"}, "1 person × 1 yuan"),
        ("%(hour)s hourly", {"hour": 1}, "1 hourly"),
    ],
)
def test_one_of_a_thing_is_said_alone(sentence: str, values: dict[str, object], said: str) -> None:
    assert numbered(sentence, values) % values == said


def test_a_step_of_a_receipt_says_so_too() -> None:
    english = {"自 %(start)s 起 %(count)d 年": "%(count)d years from %(start)s"}

    assert step("自 %(start)s 起 %(count)d 年", count=1, start="x").text(english.__getitem__) == "1 year from x"
