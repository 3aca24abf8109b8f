"""The lawyer's date moves with the duty days of the station: new receipt, history line, the old date closed."""

from datetime import date, time

from sqlmodel import select

from mediation import db
from mediation.models.deadline import Deadline
from mediation.models.history import HistoryLine
from mediation.office import history, roster, roster_changes, roster_setup
from mediation.office.roster_setup import NewPattern
from tests.office.rostering import at, found_firm, stored
from tests.office.working import Working

NOW = at("2026-11-17T10:00:00")  # a Tuesday
CLAIMS = [{"kind": "severance", "amount": "8000.00", "known_on": "2026-10-01"}]


def _opinions(case_id: str) -> list[tuple[date, str]]:
    with db.reading() as session:
        query = select(Deadline).where(Deadline.case_id == case_id, Deadline.kind == "station.opinion")
        return sorted((row.safe_on, row.state) for row in session.exec(query))


def test_open_dates_follow_the_weekly_duties_and_a_cancelled_day_and_say_so_once(working: Working) -> None:
    found_firm(working)
    boss, case_id, done = working["supervisor"], working.log(at=NOW, claims=CLAIMS), working.log(at=NOW, claims=CLAIMS)
    with db.transaction() as session:
        for row in session.exec(select(Deadline).where(Deadline.case_id == done)):
            row.state = "met"
            session.add(row)
    assert _opinions(case_id) == [(date(2026, 11, 23), "open")]

    with db.transaction() as session:
        thursday = NewPattern(4, time(9), time(11), date(2026, 11, 17))
        pattern = roster_setup.add_pattern(session, working.station.id, thursday, by=boss, now=NOW)
    assert _opinions(case_id) == [(date(2026, 11, 19), "open"), (date(2026, 11, 23), "closed")]

    with db.transaction() as session:
        first = next(one for one in stored(session) if one.on == date(2026, 11, 19))
        roster_changes.cancel(session, first.id, reason="停电", by=boss, now=NOW)
    assert (date(2026, 11, 26), "open") in _opinions(case_id)
    with db.transaction() as session:
        roster.generate_all(session, now=NOW)
        roster_setup.end_pattern(session, pattern.id, last_on=date(2026, 11, 20), by=boss, now=NOW)

    assert [day for day, state in _opinions(case_id) if state == "open"] == [date(2026, 12, 1)]  # ten working days
    assert _opinions(done) == [(date(2026, 11, 23), "met")]
    with db.reading() as session:
        moved = session.exec(select(HistoryLine).where(HistoryLine.act == "deadline.moved")).all()
        row = session.exec(select(Deadline).where(Deadline.case_id == case_id, Deadline.state == "open",
                                                  Deadline.kind == "station.opinion")).one()  # fmt: skip
        closed = session.exec(select(Deadline).where(Deadline.case_id == case_id, Deadline.state == "closed")).all()
        assert history.verify(session).broken is None
    assert [line.case_id for line in moved] == [case_id] * 3
    assert (moved[0].actor, "2026-11-19" in moved[0].fields_json) == (boss.id, True)
    assert row.steps[1]["message"] == "近期没有排定的值班日"
    assert {one.closed_why["message"] for one in closed if one.closed_why} == {"值班安排变动后重新计算"}
