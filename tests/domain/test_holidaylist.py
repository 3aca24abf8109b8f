"""Holiday lists: what the shipped ones say of themselves, every single wrong day, the words of the notice."""

from datetime import date, timedelta

import pytest
from holidays.calendars.chinese import _ChineseLunisolar

from mediation.domain.feasts import feasts, ordinary_workdays
from mediation.domain.holidaychecks import Remark, check
from mediation.domain.holidaylist import Holiday, HolidayList, Notice, of_days
from mediation.domain.holidaytext import read_notice
from tests.domain.rulefolder import whole

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日
"""


def shipped(year: int) -> HolidayList:
    [found] = [one for one in whole().calendars if one.year == year]
    notice = Notice(found.notice["zh"], found.notice["number"], found.notice["date"], found.source, found.verified)
    return of_days(year, notice, found.off, found.work)


def changed(given: HolidayList, day: date, *, off: bool) -> HolidayList:
    """The list with the day's place among the days off, or among those worked, turned round."""
    days = ({day} if off else set(), set() if off else {day})
    return of_days(given.year, given.notice, set(given.off) ^ days[0], set(given.work) ^ days[1])


@pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_shipped_list_passes_and_every_list_with_one_wrong_day_is_reported(year: int, worked: int) -> None:
    given = shipped(year)
    assert check(given) == ()
    assert given.workdays() == worked == ordinary_workdays(year)

    days = [date(year, 1, 1) + timedelta(days=nth) for nth in range(365)]
    silent = [(day, off) for day in days for off in (True, False) if not check(changed(given, day, off=off))]
    assert silent == []


def test_the_days_of_the_law_are_those_of_a_kept_library_or_are_asked_about() -> None:
    library = _ChineseLunisolar()
    asked = 0
    for year in range(2015, 2100):
        known = feasts(year)
        eve = year >= 2025  # New Year's Eve comes first
        for name, told, nth in (
            ("春节", library.lunar_new_year_date(year), 1 if eve else 0),
            ("端午节", library.dragon_boat_date(year), 0),
            ("中秋节", library.mid_autumn_date(year), 0),
        ):
            days = known[name]
            asked += days is None
            assert days is None or days[nth] == told[0]
    assert asked < 30  # leap months (2033) and new moons at midnight
    assert sum(len(days or ()) for days in feasts(2027).values()) == 13
    assert feasts(2027)["清明节"] == (date(2027, 4, 5),)


def test_the_words_of_the_notice_become_the_shipped_list() -> None:
    reading = read_notice(NOTICE_2026, 2026)

    assert reading.problems == ()
    assert set(reading.list().off) == set(shipped(2026).off)
    assert set(reading.list().work) == set(shipped(2026).work)
    assert reading.notice == Notice("国务院办公厅关于2026年部分节假日安排的通知", "国办发明电〔2025〕7号", date(2025, 11, 4))
    assert reading.items[0].words == "元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"
    assert reading.items[-1].words.endswith("10月10日（周六）上班。")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("元旦：1月1日（周四）至3日（周六）放假，共3天。", "而 2027-01-01 是周五"),
        ("元旦：1月1日至3日放假，共4天。", "通知写共 4 天，读出的日期为 3 天"),
        ("元旦：1月32日放假。", "没有这一天"),
        ("元旦：放假另行通知。", "没有读出元旦的放假日期"),
        ("春节：2月6日至12日放假。2月13日照常营业。", "没有读懂"),
        ("明年放假安排如下", "没有读出任何假期"),
        ("国务院办公厅关于2026年部分节假日安排的通知\n元旦：1月1日至3日放假", "所贴文字是 2026 年的安排"),
    ],
)
def test_what_the_words_and_the_dates_disagree_about_is_said(text: str, said: str) -> None:
    assert any(said in one.text() for one in read_notice(text, 2027).problems)


@pytest.mark.parametrize(
    ("text", "first", "last", "work"),
    [
        ("元旦：2026年12月31日至2027年1月2日放假调休，共3天。", "2026-12-31", "2027-01-02", []),
        ("元旦:1月1日放假,与周末连休。", "2027-01-01", "2027-01-01", []),
        ("国庆节、中秋节：10月1日（星期五）—7日（星期四）放假７天，９月２６日（星期日）上班", "2027-10-01", "2027-10-07", ["2027-09-26"]),
    ],
)
def test_other_ways_in_which_notices_are_written(text: str, first: str, last: str, work: list[str]) -> None:
    reading = read_notice(text, 2027)

    assert reading.problems == ()
    [holiday] = reading.list().holidays
    assert [str(holiday.first), str(holiday.last), *map(str, holiday.work)] == [first, last, *work]


def test_faults_stop_a_list_and_name_its_field() -> None:
    given = shipped(2026)
    spring = given.holidays[1]
    wrong = {
        "holidays[1].work": Holiday(spring.name, spring.first, spring.last, (date(2026, 2, 13),)),
        "holidays[1].last": Holiday(spring.name, spring.last, spring.first),
        "holidays[1].name": Holiday(" ", spring.first, spring.last, spring.work),
        "holidays[1].first": Holiday(spring.name, date(2025, 2, 15), date(2025, 2, 23)),
    }
    for field, one in wrong.items():
        holidays = (given.holidays[0], one, *given.holidays[2:])
        found = check(HolidayList(2026, given.notice, holidays))
        assert any(remark.problem.field == field and remark.fault for remark in found)
    unsigned: tuple[Remark, ...] = check(HolidayList(2026, Notice(), given.holidays))
    assert {one.problem.field for one in unsigned} == {"notice.title", "notice.number", "notice.source", "notice.on"}
    assert HolidayList.read(given.stored()) == given
