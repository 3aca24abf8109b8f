"""A rule whose period was changed is not called by the old length."""

import pytest

from mediation.domain.periodnames import renamed


@pytest.mark.parametrize(
    ("zh", "en", "old", "new", "names"),
    [
        ("首次调解：接收后五个工作日", "First session within five working days of acceptance", 5, 3,
         ("首次调解：接收后三个工作日", "First session within three working days of acceptance")),
        ("自收到调解申请之日起十五日", "Fifteen days from receipt of the application", 15, 20,
         ("自收到调解申请之日起二十日", "Twenty days from receipt of the application")),
        ("首次联系：收到后一个工作日", "First contact within one working day of receipt", 1, 12,
         ("首次联系：收到后十二个工作日", "First contact within twelve working days of receipt")),
        ("十日内报送", "File within ten days", 10, 1, ("一日内报送", "File within one day")),
        ("收到后四十五日内审结", "Ended within forty-five days", 45, 60, ("收到后六十日内审结", "Ended within sixty days")),
        ("律师意见：下一值班日，最迟十个工作日", "Lawyer's opinion on the next duty day", 10, 8, None),  # only one says it
        ("收到后二十五日", "Within twenty-five days", 5, 8, None),  # another number
        ("五日内", "Within five days", 5, 5, None),
    ],
)  # fmt: skip
def test_the_old_length_in_a_name_becomes_the_new(zh: str, en: str, old: int, new: int, names: tuple[str, str] | None) -> None:
    found = renamed({"zh": zh, "en": en}, old, new)

    assert found == ({"zh": names[0], "en": names[1]} if names else {})
