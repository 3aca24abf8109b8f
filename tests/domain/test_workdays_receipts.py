"""Receipts as people read them, line by line, and what a calendar says of a day."""

from datetime import date

import pytest

from mediation.domain import workdays
from mediation.domain.refusals import Refused
from mediation.domain.workdays import CalendarGap
from tests.domain.claims.books import calendar

OF_2025 = "国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号，2024-11-12）"
OF_2026 = "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025-11-04）"
ROLLED = ("顺延：2026-10-05（周一），放假", "顺延：2026-10-06（周二），放假", "顺延：2026-10-07（周三），放假",
          "最后一日为法定休假日，以次一工作日 2026-10-08（周四） 为最后日期（民法典第203条）")  # fmt: skip


def days(*iso: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(one) for one in iso)


@pytest.mark.parametrize(
    ("start", "length", "unit", "roll", "safe", "last", "told", "skipped", "source"),
    [
        ("2026-09-18", 2, "working", True, "2026-09-21", "2026-09-21",
         ("自 2026-09-18（周五） 次日起算，2 个工作日（开始当日不计入，民法典第201条）", "不计：2026-09-19（周六），周末休息",
          "第 1 个工作日：2026-09-20（周日），调休上班日", "第 2 个工作日：2026-09-21（周一）"), ("2026-09-19",), OF_2026),
        ("2026-10-06", 4, "working", True, "2026-10-12", "2026-10-12",
         ("自 2026-10-06（周二） 次日起算，4 个工作日（开始当日不计入，民法典第201条）", "不计：2026-10-07（周三），放假",
          "第 1 个工作日：2026-10-08（周四）", "第 2 个工作日：2026-10-09（周五）", "第 3 个工作日：2026-10-10（周六），调休上班日",
          "不计：2026-10-11（周日），周末休息", "第 4 个工作日：2026-10-12（周一）"), ("2026-10-07", "2026-10-11"), OF_2026),
        ("2026-09-20", 15, "calendar", True, "2026-10-05", "2026-10-08",
         ("自 2026-09-20（周日） 次日起算 15 日：2026-10-05（周一）（民法典第201条）", *ROLLED),
         ("2026-10-05", "2026-10-06", "2026-10-07"), OF_2026),
        ("2026-09-20", 15, "calendar", False, "2026-10-05", "2026-10-05",
         ("自 2026-09-20（周日） 次日起算 15 日：2026-10-05（周一）（民法典第201条）", "本期限不顺延"), (), OF_2026),
        ("2026-02-28", 1, "month", True, "2026-03-28", "2026-03-30",
         ("自 2026-02-28（周六） 起 1 个月：2026-03-28（周六）（对应日，民法典第202条）", "顺延：2026-03-28（周六），周末休息",
          "顺延：2026-03-29（周日），周末休息", "最后一日为法定休假日，以次一工作日 2026-03-30（周一） 为最后日期（民法典第203条）"),
         ("2026-03-28", "2026-03-29"), OF_2026),
        ("2024-02-29", 1, "year", True, "2025-02-28", "2025-02-28",
         ("自 2024-02-29（周四） 起 1 年：2025-02-28（周五）（对应日，民法典第202条）",
          "当月没有 29 日，以月末日为期间届满日（民法典第202条）"), (), OF_2025),
        ("2026-12-20", 15, "calendar", True, "2027-01-04", None,
         ("自 2026-12-20（周日） 次日起算 15 日：2027-01-04（周一）（民法典第201条）",
          "2027 年放假安排尚未公布，是否顺延不能确定，以 2027-01-04（周一） 为准先行办理（暂定）"), (), ""),
    ],
)  # fmt: skip
def test_a_receipt_tells_each_day_and_why(start, length, unit, roll, safe, last, told, skipped, source) -> None:
    limit = workdays.time_limit(*days(start), length, unit, calendar(), roll=roll)

    assert tuple(one.text() for one in limit.steps) == told
    assert (limit.safe_on, limit.last_on) == (date.fromisoformat(safe), date.fromisoformat(last) if last else None)
    assert (limit.skipped, limit.calendar) == (days(*skipped), source)
    assert limit == workdays.earliest_limit(*days(start), length, unit, calendar(), roll=roll)


def test_a_limit_rolls_unless_it_is_told_not_to() -> None:
    start = date(2026, 9, 20)

    assert workdays.earliest_limit(start, 15, "calendar", calendar()).last_on == date(2026, 10, 8)
    assert workdays.rolled(date(2026, 10, 5), (), calendar()).last_on == date(2026, 10, 8)


def test_days_are_written_as_the_reader_wants_and_notes_are_translated() -> None:
    [_, off, *_] = workdays.time_limit(date(2026, 9, 18), 2, "working", calendar()).steps

    assert off.text({"不计：%(day)s，%(note)s": "not %(day)s: %(note)s", "周末休息": "weekend"}.get, str) == "not 2026-09-19: weekend"


def test_a_limit_into_a_year_without_a_list_says_what_is_known_and_what_is_not() -> None:
    limit = workdays.earliest_limit(date(2026, 12, 24), 7, "working", calendar())

    assert [one.text() for one in limit.steps] == [
        "自 2026-12-24（周四） 次日起算（民法典第201条）",
        "2027 年放假安排尚未公布：该年逐日计算，最早可能为 2027-01-02（周六）",
        "最后日期待放假安排载入后确定（暂定）",
    ]
    assert limit.skipped == days("2026-12-26", "2026-12-27")
    assert limit.calendar == OF_2026


def test_the_notices_of_all_years_between_are_named() -> None:
    calendars = calendar()

    assert calendars.source(date(2025, 12, 31), date(2027, 1, 1)) == f"{OF_2025}；{OF_2026}"
    assert calendars.source(date(2025, 1, 1), date(2025, 12, 31)) == OF_2025
    assert calendars.source(date(2027, 1, 1), date(2027, 1, 1)) == ""


@pytest.mark.parametrize(
    ("day", "note", "off"),
    [("2026-09-18", "工作日", False), ("2026-09-19", "周末休息", False), ("2026-09-13", "周末休息", False),
     ("2026-09-20", "调休上班日", False), ("2026-09-25", "放假", True), ("2026-10-03", "放假", True)],
)  # fmt: skip
def test_a_calendar_says_what_a_day_is(day: str, note: str, off: bool) -> None:
    assert calendar().note(date.fromisoformat(day)) == note
    assert calendar().is_off(date.fromisoformat(day)) is off


def problem(start: str, length: int, unit: str) -> tuple[str, str, str, str]:
    with pytest.raises(Refused) as refused:
        workdays.time_limit(date.fromisoformat(start), length, unit, calendar())
    [one] = refused.value.problems
    return one.field, one.value, one.allowed, one.text()


@pytest.mark.parametrize(("unit", "most"), [("working", 2000), ("calendar", 20000), ("month", 600), ("year", 60)])
def test_the_longest_limit_of_each_unit_is_taken_and_one_more_is_not(unit, most) -> None:
    told = f"期限长度 {most + 1}（单位 {unit}）不在允许范围内"

    assert workdays.earliest_limit(date(2026, 1, 5), most, unit, calendar()).safe_on.year > 2030
    assert problem("2026-01-05", most + 1, unit) == ("days", str(most + 1), f"0–{most}", told)


def test_no_length_at_all_is_the_day_itself() -> None:
    assert workdays.time_limit(date(2026, 9, 21), 0, "working", calendar()).last_on == date(2026, 9, 21)
    assert problem("2026-09-21", -1, "working")[1:3] == ("-1", "0–2000")
    assert problem("2026-09-21", 1, "week") == ("days", "1", "0–0", "期限长度 1（单位 week）不在允许范围内")


@pytest.mark.parametrize(("start", "length", "unit"), [("9999-12-01", 60, "year"), ("9999-12-31", 1, "calendar")])
def test_a_limit_beyond_the_last_day_of_all_names_its_start(start, length, unit) -> None:
    assert problem(start, length, unit) == ("from", start, "", "期限超出可表示的日期范围")


def test_a_missing_list_is_told_with_the_years_there_are() -> None:
    with pytest.raises(CalendarGap) as refused:
        workdays.add_workdays(date(2026, 12, 28), 5, calendar())

    [one] = refused.value.problems
    assert (one.field, one.value, one.allowed) == ("year", "2027", "2024, 2025, 2026")
    assert one.text() == "2027 年的放假安排尚未载入，不能推算工作日；现有年份：2024, 2025, 2026；请主管人员载入公布的安排"


@pytest.mark.parametrize(("start", "months", "end"), [("2023-12-31", 2, "2024-02-29"), ("2026-12-15", 1, "2027-01-15")])
def test_months_run_over_the_end_of_a_year(start: str, months: int, end: str) -> None:
    assert workdays.add_months(date.fromisoformat(start), months) == date.fromisoformat(end)
