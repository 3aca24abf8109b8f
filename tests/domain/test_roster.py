"""The duty roster by the real calendar: named days, and an independent slow reading of every plan on every day."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.clocks import duty_limit
from mediation.domain.roster import DEFAULT_PLANS, DutyPlan, Planned, clashes, next_duty, shifts, slots
from mediation.domain.workdays import add_workdays
from mediation.domain.worktime import ZONE
from tests.domain.test_workdays import CALENDAR

MONDAY = DutyPlan()
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def held(plans: list[DutyPlan], first: str, last: str) -> list[str]:
    found = shifts(plans, date.fromisoformat(first), date.fromisoformat(last), CALENDAR)
    return [one.on.isoformat() for one in found if one.fate == "held"]


def duty_day(after: str, *plans: DutyPlan) -> date | None:
    found = next_duty(at(after), plans, CALENDAR)
    return found.on if found else None


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-11-16T13:29", "2026-11-16"),  # today counts while the hours have not begun
        ("2026-11-16T13:30", "2026-11-23"),
        ("2026-11-17T09:00", "2026-11-23"),
        ("2026-09-29T09:00", "2026-10-08"),  # Monday 5 October is a holiday: the duty moves to Thursday 8
        ("2026-02-14T09:00", "2026-02-24"),  # 16 and 23 February lie in the Spring Festival
        ("2026-02-24T13:29", "2026-02-24"),  # and the one day both move to still counts
        ("2026-02-24T13:30", "2026-03-02"),
    ],
)
def test_the_next_duty_day_is_found_over_holidays(after: str, expected: str) -> None:
    assert duty_day(after, MONDAY) == date.fromisoformat(expected)


def test_a_station_may_skip_a_duty_that_falls_on_a_holiday() -> None:
    assert duty_day("2026-09-29T09:00", DutyPlan(moves=False)) == date(2026, 10, 12)


def test_duty_on_another_weekday_and_hour_is_kept() -> None:
    plan = DutyPlan(weekday=3, begins=time(9), ends=time(12))

    assert duty_day("2026-11-18T08:59", plan) == date(2026, 11, 18)
    assert duty_day("2026-11-18T09:00", plan) == date(2026, 11, 25)


def test_the_nearest_of_several_duties_counts() -> None:
    thursday = DutyPlan(weekday=4, begins=time(9), ends=time(11), key="thursday")

    assert duty_day("2026-11-16T14:00", MONDAY, thursday) == date(2026, 11, 19)


def test_no_duty_is_to_come_when_every_plan_has_ended() -> None:
    assert duty_day("2026-11-16T09:00", DutyPlan(until=date(2026, 11, 15))) is None
    assert duty_day("2026-11-16T09:00", DutyPlan(until=date(2026, 11, 16))) == date(2026, 11, 16)


def test_two_mondays_of_the_spring_festival_are_one_duty_on_the_day_after() -> None:
    found = shifts([MONDAY], date(2026, 2, 9), date(2026, 3, 2), CALENDAR)

    assert [(str(one.named_on), str(one.on), one.fate) for one in found] == [
        ("2026-02-09", "2026-02-09", "held"),
        ("2026-02-16", "2026-02-24", "doubled"),
        ("2026-02-23", "2026-02-24", "held"),
        ("2026-03-02", "2026-03-02", "held"),
    ]


def test_moved_duties_at_other_hours_are_all_held() -> None:
    morning = DutyPlan(begins=time(9), ends=time(11), key="morning")
    afternoon = DutyPlan(key="afternoon")

    assert held([morning, afternoon], "2026-10-05", "2026-10-05") == ["2026-10-08", "2026-10-08"]


def test_a_duty_that_would_land_on_another_gives_way_to_it() -> None:
    thursday = DutyPlan(weekday=4, key="thursday")
    found = shifts([MONDAY, thursday], date(2026, 10, 5), date(2026, 10, 8), CALENDAR)

    assert [(one.plan.key, one.fate) for one in found] == [("", "doubled"), ("thursday", "held")]


def test_a_make_up_working_day_is_no_duty_day_of_another_weekday() -> None:
    assert "2026-10-10" not in held([MONDAY], "2026-09-28", "2026-10-19")  # a Saturday that is worked


def test_a_duty_set_on_a_saturday_is_held_unless_the_list_names_a_holiday() -> None:
    saturday = DutyPlan(weekday=6)

    assert held([saturday], "2026-09-26", "2026-10-17") == ["2026-09-28", "2026-10-08", "2026-10-10", "2026-10-17"]


def test_a_year_without_a_list_gives_provisional_duties() -> None:
    found = shifts([MONDAY], date(2026, 12, 21), date(2027, 1, 4), CALENDAR)

    assert [(str(one.on), one.provisional) for one in found] == [
        ("2026-12-21", False), ("2026-12-28", False), ("2027-01-04", True),
    ]  # fmt: skip


def test_a_deadline_in_an_unpublished_year_stays_provisional() -> None:
    limit = duty_limit(at("2026-12-29T09:00"), DEFAULT_PLANS, 10, CALENDAR)

    assert (str(limit.safe_on), limit.last_on) == ("2027-01-04", None)


def test_a_deadline_is_never_later_than_the_tenth_working_day() -> None:
    rare = DutyPlan(since=date(2026, 12, 14))
    limit = duty_limit(at("2026-11-16T09:00"), [rare], 10, CALENDAR)
    none = duty_limit(at("2026-11-16T09:00"), [DutyPlan(until=date(2026, 1, 5))], 10, CALENDAR)

    assert str(limit.safe_on) == str(none.safe_on) == "2026-11-30"
    assert duty_limit(at("2026-12-29T09:00"), [DutyPlan(until=date(2026, 1, 5))], 10, CALENDAR).last_on is None


def test_plans_that_hold_at_the_same_time_clash() -> None:
    winter = DutyPlan(since=date(2026, 11, 1), until=date(2027, 2, 28))

    assert clashes([winter], DutyPlan(begins=time(16), ends=time(17))) == [winter]
    assert clashes([winter], DutyPlan(begins=time(16, 30), ends=time(17))) == []
    assert clashes([winter], DutyPlan(weekday=2)) == []
    assert clashes([winter], DutyPlan(since=date(2027, 3, 1))) == []
    assert clashes([winter], DutyPlan(since=date(2027, 2, 28))) == [winter]


def test_a_duty_is_cut_into_whole_slots() -> None:
    cut = slots(at("2026-11-16T13:30"), at("2026-11-16T16:30"), 25)

    assert [f"{begin:%H:%M}" for begin, _ in cut] == ["13:30", "13:55", "14:20", "14:45", "15:10", "15:35", "16:00"]


DAYS = st.dates(date(2023, 11, 1), date(2027, 3, 1))
HOURS = st.sampled_from([(time(9), time(12)), (time(11), time(14)), (time(13, 30), time(16, 30)), (time(14), time(15))])


@st.composite
def plans(draw: st.DrawFn) -> list[DutyPlan]:
    """Draw plans of one station, none of which clash."""
    found: list[DutyPlan] = []
    for nth in range(draw(st.integers(1, 4))):
        begins, ends = draw(HOURS)
        since = draw(DAYS)
        until = draw(st.just(date.max) | st.dates(since, date(2027, 6, 1)))
        plan = DutyPlan(draw(st.integers(1, 7)), begins, ends, draw(st.booleans()), since, until, f"p{nth}")
        if not clashes(found, plan):
            found.append(plan)
    return found


def slow(plans: list[DutyPlan], first: date, last: date) -> set[tuple[str, date, date, bool]]:
    """Read the plans day by day from long before: what is held, where, and whether that is sure."""
    wishes = []
    day = first - timedelta(days=60)
    while day <= last + timedelta(days=60):
        for plan in plans:
            if plan.since <= day <= plan.until and (plan.weekday - 1) == day.weekday():
                landing, sure = day, True
                while not _open(landing, plan if landing == day else None):
                    landing += DAY
                sure = all((day + DAY * nth).year in CALENDAR.years for nth in range((landing - day).days + 1))
                if landing == day or plan.moves:
                    wishes.append((plan, day, landing, sure))
        day += DAY
    wishes.sort(key=lambda one: ((one[2] - one[1]).days, one[0].begins, one[0].key, one[1]))
    taken: dict[date, set[int]] = {}
    kept = set()
    for plan, day, landing, sure in wishes:
        minutes = set(range(plan.begins.hour * 60 + plan.begins.minute, plan.ends.hour * 60 + plan.ends.minute))
        if minutes & taken.setdefault(landing, set()):
            continue
        taken[landing] |= minutes
        if first <= day <= last:
            kept.add((plan.key, day, landing, not sure))
    return kept


def _open(day: date, plan: DutyPlan | None) -> bool:
    year = CALENDAR.years.get(day.year)
    if year is None:
        return plan is not None or day.weekday() < 5
    if plan is not None and day.weekday() >= 5:
        return day not in year.off
    return day in year.work or (day.weekday() < 5 and day not in year.off)


@given(plans(), DAYS, st.integers(0, 90))
def test_the_duties_are_those_of_a_slow_reading(plans: list[DutyPlan], first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = {
        (one.plan.key, one.named_on, one.on, one.provisional)
        for one in shifts(plans, first, last, CALENDAR)
        if one.fate == "held"
    }

    assert found == slow(plans, first, last)


@given(plans(), DAYS, st.integers(0, 60), st.integers(0, 60))
def test_what_a_day_gives_does_not_depend_on_the_span(plans: list[DutyPlan], first: date, a: int, b: int) -> None:
    inner, outer = first + timedelta(days=a), first + timedelta(days=a + b)
    wide = shifts(plans, first, outer, CALENDAR)

    assert shifts(plans, first, inner, CALENDAR) == [one for one in wide if one.named_on <= inner]
    assert len({(one.plan.key, one.named_on) for one in wide}) == len(wide)


@given(plans(), DAYS)
def test_no_two_duties_of_a_station_are_held_at_once(plans: list[DutyPlan], first: date) -> None:
    kept = [one for one in shifts(plans, first, first + timedelta(days=120), CALENDAR) if one.fate == "held"]

    assert not any(one.overlaps(other) for one in kept for other in kept if one is not other)
    assert all(CALENDAR.is_workday(one.on) for one in kept if one.moved_from and CALENDAR.knows(one.on))


@given(plans(), st.datetimes(datetime(2024, 2, 1), datetime(2026, 11, 30)))
def test_the_next_duty_is_the_first_that_has_not_begun(plans: list[DutyPlan], moment: datetime) -> None:
    after = moment.replace(tzinfo=ZONE)
    found = next_duty(after, plans, CALENDAR)
    later = [one for one in shifts(plans, after.date() - 40 * DAY, after.date() + 92 * DAY, CALENDAR) if _waits(one, after)]

    assert found == (later[0] if later else None)
    if found is not None and not found.provisional:
        limit = duty_limit(after, plans, 10, CALENDAR)
        assert limit.provisional or limit.safe_on == min(found.on, add_workdays(after.date(), 10, CALENDAR))


def _waits(one: Planned, after: datetime) -> bool:
    return one.fate == "held" and one.begins_at > after
