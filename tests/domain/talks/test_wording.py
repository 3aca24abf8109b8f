"""What is filled into clauses: read, kept, written, and compared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.refusals import Refused
from mediation.domain.talks import wording
from tests.domain.talks.terms import library


@pytest.mark.parametrize(
    ("clause", "field", "typed", "value", "text"),
    [
        ("minimum_pay", "amount", "1.2万", 1_200_000, "12,000.00元"),
        ("minimum_pay", "amount", "2740", 274_000, "2,740.00元"),
        ("wage_level", "change", "-3", -300, "下调3%"),
        ("wage_level", "change", "−3%", -300, "下调3%"),
        ("wage_level", "change", "+2.55%", 255, "上调2.55%"),
        ("wage_level", "change", "0", 0, "不作调整"),
        ("wage_level", "change", "-50", -5000, "下调50%"),
        ("wage_level", "months", "12个月", 1200, "12个月"),
        ("bonus", "months", "1.5", 150, "1.5个月"),
        ("probation_pay", "percent", "８０％", 8000, "80%"),
        ("probation_pay", "percent", "100%", 10_000, "100%"),
        ("job_security", "until", "2026-12-01", date(2026, 12, 1), "2026年12月1日"),
        ("hours", "week", "40小时", 4000, "40小时"),
        ("job_security", "heads", "160人", 160, "160人"),
        ("term", "from", "2026-12-01", date(2026, 12, 1), "2026年12月1日"),
        ("other", "rule", " 每季度通报一次 ", "每季度通报一次", "每季度通报一次"),
    ],
)
def test_a_value_is_read_as_typed_and_written_as_agreements_write_it(clause, field, typed, value, text) -> None:
    kind = library()[clause]
    rest = {key: one for key, one in {"until": "2099-01-01", "from": "2026-12-01"}.items() if key in kind.fields}

    found = wording.read_values(kind, {**rest, field: typed})

    assert found[field] == value
    assert wording.written(kind.fields[field], value) == text


@pytest.mark.parametrize(
    ("clause", "typed", "field", "message"),
    [
        ("wage_level", {"change": "三成"}, "wage_level.change", wording.NOT_READ),
        ("wage_level", {"change": "-50.01"}, "wage_level.change", wording.OUT_OF_RANGE),
        ("wage_level", {"change": "100.01"}, "wage_level.change", wording.OUT_OF_RANGE),
        ("wage_level", {"change": "1.234"}, "wage_level.change", wording.NOT_READ),
        ("wage_level", {"months": "0.99"}, "wage_level.months", wording.OUT_OF_RANGE),
        ("probation_pay", {"percent": "-80"}, "probation_pay.percent", wording.NOT_READ),
        ("probation_pay", {"percent": "100.01"}, "probation_pay.percent", wording.OUT_OF_RANGE),
        ("probation_pay", {}, "probation_pay.percent", wording.NEEDED),
        ("minimum_pay", {"amount": "约3000"}, "minimum_pay.amount", wording.NOT_READ),
        ("minimum_pay", {"amount": "1.234"}, "minimum_pay.amount", wording.NOT_READ),
        ("job_security", {"from": "2026-02-30", "until": "2026-12-31"}, "job_security.from", wording.NO_DAY),
        ("job_security", {"from": "2026-12-31", "until": "2026-12-30"}, "job_security.until", wording.BACKWARDS),
        ("other", {"rule": "a\x00b"}, "other.rule", wording.CHARACTERS),
        ("other", {"rule": "长" * 601}, "other.rule", wording.TOO_LONG),
        ("wage_level", {"colour": "red", "change": "1"}, "wage_level.colour", wording.UNKNOWN_FIELD),
        ("wage_level", {"change": " "}, "wage_level", wording.NOTHING),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(clause, typed, field, message) -> None:
    with pytest.raises(Refused) as refused:
        wording.read_values(library()[clause], typed)

    assert [(one.field, one.message) for one in refused.value.problems] == [(field, message)]
    assert refused.value.problems[0].text()


def test_a_sentence_is_written_only_where_all_its_fields_are_given() -> None:
    clause = library()["job_security"]
    values = {"from": date(2026, 12, 1), "until": date(2027, 11, 30)}

    short, long = wording.text_of(clause, values), wording.text_of(clause, {**values, "heads": 200})

    assert short == "自2026年12月1日起至2027年11月30日止，企业不因生产经营原因裁减人员或者单方面解除职工劳动合同。"
    assert long == short + "期间在岗职工人数不少于200人。"


def test_a_full_stop_typed_at_the_end_stands_once() -> None:
    text = wording.text_of(library()["bonus"], {"rule": "按考核结果分配。"})

    assert text == "奖金分配办法为：按考核结果分配。"


def test_values_survive_being_kept_as_json() -> None:
    clause = library()["job_security"]
    values = {"from": date(2026, 12, 1), "until": date(2027, 11, 30), "heads": 200, "exceptions": "无"}

    assert wording.restored(clause, wording.stored(values)) == values


def test_a_redline_shows_a_figure_whole() -> None:
    pieces = wording.redline("月工资下调3%，执行12个月。", "月工资下调2.5%，执行12个月。")

    assert pieces == (
        ("same", "月工资下调"), ("removed", "3%"), ("added", "2.5%"), ("same", "，执行12个月。"),
    )  # fmt: skip


@given(st.text(alphabet="工资上下调12.%a b", max_size=40), st.text(alphabet="工资上下调12.%a b", max_size=40))
def test_both_texts_can_be_read_out_of_a_redline(before: str, after: str) -> None:
    pieces = wording.redline(before, after)

    assert "".join(one.text for one in pieces if one.change != "added") == before
    assert "".join(one.text for one in pieces if one.change != "removed") == after


@given(st.integers(-9_999_999, 9_999_999))
def test_hundredths_are_written_so_that_they_read_back(value: int) -> None:
    from decimal import Decimal

    assert Decimal(wording.hundredths(value)) * 100 == value
    assert "E" not in wording.hundredths(value)
