"""Names, numbers of people, telephone and identity numbers in ledgers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.identity import id_check_digit
from mediation.domain.ledger import people
from mediation.domain.ledger.grid import Cell

TODAY = date(2026, 11, 22)
ID_NUMBER = "310112199001010038"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("张三", ("张三",)),
        (" 李 乙丑　", ("李乙丑",)),
        ("张三等12人", ("张三",)),
        ("张三、李四等三人", ("张三", "李四")),
        ("张三，李四；王五", ("张三", "李四", "王五")),
        ("张三和李四", ("张三", "李四")),
        ("欧阳和平", ("欧阳和平",)),
        ("张三（代表）", ("张三",)),
        ("John Smith", ("John Smith",)),
        ("买买提·艾力", ("买买提·艾力",)),
        ("张\u202e三", ("张三",)),
    ],
)
def test_names_are_read_without_blanks_counts_and_remarks(cell: str, names: tuple[str, ...]) -> None:
    assert people.read_names(cell).value == names


@pytest.mark.parametrize("cell", [None, "", "/", "无", "不详", "匿名", "？", 3.0, date(2026, 3, 5), "名" * 121])
def test_what_names_nobody_is_no_name(cell: Cell) -> None:
    assert people.read_names(cell).value is None


@pytest.mark.parametrize(
    ("cell", "count"),
    [("12人", 12), (1.0, 1), ("5", 5), ("约20人", 20), ("十二人", 12), ("12人（女3人）", 12), ("34名", 34), ("三十四", 34)],
)
def test_a_number_of_people_is_read(cell: Cell, count: int) -> None:
    assert people.read_count(cell).value == count


@pytest.mark.parametrize("cell", ["若干", 0.0, 1.5, "3男2女", "3-5人", -2.0, float("nan"), float("inf"), "9" * 7])
def test_a_number_of_people_that_is_none_is_left_to_a_person(cell: Cell) -> None:
    assert people.read_count(cell).value is None
    assert people.read_count(cell).doubts


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13900001001.0, "13900001001"),
        ("139 0000 1002", "13900001002"),
        ("1390000-1004", "13900001004"),
        ("+86 139-0000-1001", "13900001001"),
        ("13900001001/13900001002", "13900001001"),
        ("021-64100000", "021-64100000"),
        ("（021）64100000", "021-64100000"),
        ("64100000转801", "64100000-801"),
        ("400 820 8820", "400-820-8820"),
        ("１３９００００１００１", "13900001001"),
    ],
)
def test_a_telephone_number_is_read(cell: Cell, phone: str) -> None:
    assert people.read_phone(cell).value == phone


@pytest.mark.parametrize("cell", ["1390000100", "139000010011", "1.39E+10", 1.5, "微信同号", 2164100000.0])
def test_a_telephone_number_that_lost_digits_is_not_guessed(cell: Cell) -> None:
    assert people.read_phone(cell).value is None
    assert people.read_phone(cell).doubts


@pytest.mark.parametrize("cell", [ID_NUMBER, f" {ID_NUMBER} ", "310112 19900101 0038", f"'{ID_NUMBER}", "３１０１１２１９９００１０１００３８"])
def test_an_identity_number_is_read(cell: str) -> None:
    assert people.read_id_numbers(cell, 1, today=TODAY).value == (ID_NUMBER,)


@pytest.mark.parametrize(
    "cell", [3.101122003090908e17, 310112199001010038, "3.10112E+17", "310112199001010039", "310112900101003", "E12345678",
             "310112********0038", f"{ID_NUMBER}、310112198512120250、310112197803150463"],
)  # fmt: skip
def test_an_identity_number_that_is_mangled_or_wrong_is_refused_never_guessed(cell: Cell) -> None:
    found = people.read_id_numbers(cell, 1, today=TODAY)

    assert found.value is None
    assert found.doubts
    assert "310112" not in "".join(one.text() + one.value for one in found.doubts)


def test_several_identity_numbers_belong_to_as_many_people() -> None:
    assert len(people.read_id_numbers(f"{ID_NUMBER}、310112198512120250", 2, today=TODAY).value or ()) == 2


@given(st.dates(date(1940, 1, 1), date(2008, 1, 1)), st.integers(0, 999), st.integers(0, 9))
def test_only_the_right_check_digit_is_taken(born: date, serial: int, last: int) -> None:
    first = f"310112{born:%Y%m%d}{serial:03d}"
    found = people.read_id_numbers(f"{first}{last}", 1, today=TODAY).value

    assert (found is not None) == (id_check_digit(first) == str(last))


@pytest.mark.parametrize(("name", "firm"), [("上海某甲餐饮管理有限公司", True), ("某己美容美发店", False), ("李四", False), ("XX建筑厂", True)])
def test_a_firm_is_known_by_its_ending(name: str, firm: bool) -> None:
    assert people.is_firm(name) is firm
