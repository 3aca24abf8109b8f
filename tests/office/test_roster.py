"""The roster on both databases: made once, moved by holidays, fair, never twice at the same time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Refused
from mediation.domain.worktime import ZONE
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.roster import DutyPattern
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import roster, roster_setup
from mediation.office.roster_setup import FirmForm, LawyerForm, NewPattern
from tests import make
from tests.office.rostering import MONDAY, NAMES, NOW, at, found_firm, lawyer, names, plan_mondays, stored
from tests.office.working import Working, dates


@pytest.fixture
def firm(working: Working) -> Working:
    """A station with a firm of three lawyers."""
    return found_firm(working)


@pytest.fixture
def planned(firm: Working) -> Working:
    """The same with Mondays planned for eight weeks."""
    return plan_mondays(firm)


def test_a_weekly_duty_is_on_the_roster_at_once_dealt_in_turn(planned: Working) -> None:
    with db.reading() as session:
        rows, who = stored(session), names(session)

    assert [one.on.isoformat() for one in rows][:3] == ["2026-11-16", "2026-11-23", "2026-11-30"]
    assert [who[one.lawyer_id] for one in rows] == [NAMES[nth % 3] for nth in range(len(rows))]
    assert {one.provisional for one in rows if one.on.year == 2026} == {False}
    assert {one.provisional for one in rows if one.on.year == 2027} == {True}
    assert all((one.starts_at, one.ends_at) == (at(f"{one.on}T13:30"), at(f"{one.on}T16:30")) for one in rows)


def test_planning_twice_changes_nothing_and_writes_no_history(planned: Working) -> None:
    with db.reading() as session:
        before = [one.model_dump() for one in stored(session)]
        lines = len(session.exec(select(HistoryLine)).all())
    with db.transaction() as session:
        done = roster.generate(session, planned.station, until=date(2027, 1, 11), now=NOW)
    with db.reading() as session:
        assert [one.model_dump() for one in stored(session)] == before
        assert len(session.exec(select(HistoryLine)).all()) == lines
    assert not done.anything


def test_six_runs_at_once_make_every_shift_once(firm: Working) -> None:
    with db.transaction() as session:
        session.add(
            DutyPattern(station_id=firm.station.id, weekday=1, starts_at=time(13, 30), ends_at=time(16, 30), in_force_from=NOW.date())
        )
        session.add(
            DutyPattern(station_id=firm.station.id, weekday=4, starts_at=time(9), ends_at=time(11), in_force_from=NOW.date())
        )
    barrier = Barrier(6)

    def run(_: int) -> int:
        barrier.wait()
        with db.transaction() as session:
            station = session.get_one(Station, firm.station.id)
            return roster.generate(session, station, until=date(2026, 12, 31), now=NOW).made

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(run, range(6)))
    with db.reading() as session:
        rows = stored(session)
        hours = Counter(one.lawyer_id for one in rows if one.starts_at.astimezone(ZONE).hour == 13)

    assert sorted(made) == [0] * 5 + [len(rows)]
    assert len({(one.pattern_id, one.pattern_on) for one in rows}) == len(rows) == 14
    assert len(hours) == 3


def test_two_stations_planned_at_once_never_send_one_person_to_both(firm: Working) -> None:
    with db.transaction() as session:
        other = make.station(session, "XZ")
        account = session.get_one(User, firm["lawyer"].id)
        account.stations = [*account.stations, other]
        boss = make.user(session, "boss", at=other, role="supervisor")
        make.user(session, "boss2", at=other, role="supervisor")
    with db.transaction() as session:
        there = roster_setup.save_firm(session, other.id, FirmForm("江浦律师事务所"), by=boss, now=NOW)
        form = LawyerForm("安律师（江浦）", account=firm["lawyer"].id)
        roster_setup.save_lawyer(session, there.id, form, by=boss, now=NOW)
        for one in NAMES[1:]:
            row = lawyer(session, one)
            roster_setup.save_lawyer(session, row.firm_id, LawyerForm(one, active=False), row.id, by=firm["supervisor"], now=NOW)
    barrier = Barrier(2)

    def plan(given: tuple[str, User]) -> None:
        barrier.wait()
        with db.transaction() as session:
            roster_setup.add_pattern(session, given[0], MONDAY, by=given[1], now=NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(plan, [(firm.station.id, firm["supervisor"]), (other.id, boss)]))
    with db.reading() as session:
        rows = stored(session)

    taken = [one.starts_at for one in rows if one.state == "planned"]
    assert len(taken) == len(set(taken)) == len(rows) // 2
    assert len([one for one in rows if one.state == "nobody" and one.owner_id]) == len(rows) // 2


def test_a_published_list_moves_the_provisional_shifts(planned: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    from mediation.domain.workdays import Calendar, WorkYear
    from mediation.office import rules

    in_use = rules.current()
    new_year = WorkYear(2027, "国办发明电", frozenset({date(2027, 1, 4)}), frozenset())
    monkeypatch.setattr(in_use, "calendar", Calendar([*in_use.calendar.years.values(), new_year]))
    with db.transaction() as session:
        done = roster.generate(session, planned.station, until=date(2027, 1, 11), now=NOW)
        rows = {one.pattern_on: one for one in stored(session)}

    assert (done.moved, done.made) == (2, 0)
    assert (rows[date(2027, 1, 4)].on, rows[date(2027, 1, 4)].moved_from) == (date(2027, 1, 5), date(2027, 1, 4))
    assert not any(one.provisional for one in rows.values())


def test_a_holiday_is_skipped_where_the_station_says_so(firm: Working) -> None:
    early = at("2026-09-28T08:00")
    skip = NewPattern(1, time(13, 30), time(16, 30), date(2026, 9, 28), on_holiday="skip")
    with db.transaction() as session:
        roster_setup.add_pattern(session, firm.station.id, skip, by=firm["supervisor"], now=early)
        rows = {one.pattern_on: one for one in stored(session)}

    assert rows[date(2026, 10, 5)].state == "cancelled"
    assert rows[date(2026, 10, 5)].because == {"message": roster.SKIPPED}
    assert rows[date(2026, 9, 28)].state == rows[date(2026, 10, 12)].state == "planned"


def test_an_ended_duty_leaves_the_roster_and_a_later_end_brings_it_back(planned: Working) -> None:
    with db.transaction() as session:
        pattern = session.exec(select(DutyPattern)).one()
        roster_setup.end_pattern(session, pattern.id, last_on=date(2026, 11, 29), by=planned["supervisor"], now=NOW)
        states = [one.state for one in stored(session)]
    assert states[:2] == ["planned", "planned"]
    assert set(states[2:]) == {"cancelled"}

    with db.transaction() as session:
        roster_setup.end_pattern(session, pattern.id, last_on=date(2026, 12, 7), by=planned["supervisor"], now=NOW)
        states = [one.state for one in stored(session)]
    assert states[:5] == ["planned"] * 4 + ["cancelled"]


def test_a_station_without_lawyers_has_gaps_told_once(working: Working) -> None:
    with db.transaction() as session:
        roster_setup.add_pattern(session, working.station.id, MONDAY, by=working["supervisor"], now=NOW)
    with db.transaction() as session:
        again = roster.generate(session, working.station, until=date(2027, 1, 11), now=NOW + timedelta(hours=1))
        told = session.exec(select(Notice)).all()

    assert not again.anything
    assert [one.params["count"] for one in told] == [9]


def test_a_newcomer_starts_level_with_the_colleague_who_served_least(planned: Working) -> None:
    with db.transaction() as session:
        for nth, shift in enumerate(stored(session)[:3]):
            shift.state, shift.checked_in_at = "served", shift.starts_at
            shift.checked_out_at = shift.starts_at + timedelta(minutes=100 + nth)
            session.add(shift)
        session.flush()
        firm_id = lawyer(session, NAMES[0]).firm_id
        new = roster_setup.save_lawyer(session, firm_id, LawyerForm("新律师"), by=planned["supervisor"], now=at("2026-12-01T09:00"))

    assert new.credit_minutes == 100


def test_what_was_really_served_decides_the_next_turn(planned: Working) -> None:
    with db.transaction() as session:
        for shift in stored(session)[:3]:
            shift.state, shift.checked_in_at = "served", shift.starts_at
            shift.checked_out_at = shift.starts_at + timedelta(hours=3)
        stored(session)[1].state = "missed"
        last = max(one.pattern_on for one in stored(session))
        done = roster.generate(session, planned.station, until=last + timedelta(days=7), now=at("2026-12-01T09:00"))
        newest = stored(session)[-1]
        assert (done.made, names(session)[newest.lawyer_id]) == (1, NAMES[1])


def test_settings_refuse_what_cannot_be(planned: Working) -> None:
    def add(**changes: object) -> None:
        with db.transaction() as session:
            new = NewPattern(**{**MONDAY.__dict__, **changes})
            roster_setup.add_pattern(session, planned.station.id, new, by=planned["supervisor"], now=NOW)

    for changes, field in (
        ({"begins": time(16), "ends": time(17)}, "begins"),
        ({"weekday": 8}, "weekday"),
        ({"weekday": 2, "ends": time(13)}, "ends"),
        ({"weekday": 2, "slot_minutes": 4}, "slot_minutes"),
        ({"weekday": 2, "walk_in_slots": 10}, "walk_in_slots"),
        ({"weekday": 2, "until": date(2026, 11, 1)}, "until"),
        ({"weekday": 2, "on_holiday": "ask"}, "on_holiday"),
        ({"weekday": 2, "firm": "elsewhere"}, "firm"),
    ):
        with pytest.raises(Refused) as refused:
            add(**changes)
        assert field in {one.field for one in refused.value.problems}
    add(weekday=2)


def test_the_opinion_clock_reads_the_patterns_of_the_station(firm: Working) -> None:
    claims = [{"kind": "severance", "amount": "80000.00"}]
    case_id = firm.log(claims=claims)
    with db.reading() as session:
        assert dates(session, case_id)["station.opinion"].safe_on == date(2026, 11, 16)  # policy's Monday, today
    thursday = NewPattern(4, time(9), time(11), date(2026, 11, 16))
    with db.transaction() as session:
        roster_setup.add_pattern(session, firm.station.id, thursday, by=firm["supervisor"], now=NOW)
    later = firm.log(claims=claims, respondents=[{"name": "江浦制衣厂"}])
    with db.reading() as session:
        assert dates(session, later)["station.opinion"].safe_on == date(2026, 11, 19)
