"""Next year's holiday list on a station at work: what it moves is foreseen, two people confirm it, then it happens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.config import Settings, clock
from mediation.domain.calendars import calendar_of
from mediation.domain.engine import Engine
from mediation.domain.holidaylist import Holiday, HolidayList, Notice
from mediation.domain.lawbook import Workdays
from mediation.domain.refusals import Conflict, Refused
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice as Told
from mediation.models.referral import Referral
from mediation.models.roster import DutyPattern, Shift
from mediation.models.sweep import JobRun
from mediation.models.user import User
from mediation.office import (
    calendar_carry,
    calendar_drafts,
    calendar_pages,
    clockwork,
    roster,
    rule_carrying,
    rule_rehearsals,
    rules,
)
from mediation.office.calendar_drafts import Proposed
from mediation.office.rules import RulesInUse
from mediation.office.sweep import sweep
from tests import kept, make
from tests.office.working import Working, open_station

DECEMBER = datetime(2026, 12, 31, 7, tzinfo=UTC)
NOTICE = Notice("国务院办公厅关于2027年部分节假日安排的通知", "国办发明电〔2026〕0号", date(2026, 11, 10), "测试用虚构安排", "S")


def day(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


def holidays(*changed: Holiday) -> tuple[Holiday, ...]:
    """A made-up list for 2027 that agrees with the law."""
    rows = {
        one.name: one
        for one in (
            Holiday("元旦", day("01-01"), day("01-03")),
            Holiday("春节", day("02-05"), day("02-11"), (day("02-20"),)),
            Holiday("清明节", day("04-03"), day("04-05")),
            Holiday("劳动节", day("05-01"), day("05-05"), (day("05-08"),)),
            Holiday("端午节", day("06-09"), day("06-09")),
            Holiday("中秋节", day("09-15"), day("09-15")),
            Holiday("国庆节", day("10-01"), day("10-07"), (day("09-26"), day("10-09"))),
            *changed,
        )
    }
    return tuple(rows.values())


LIST = HolidayList(2027, NOTICE, holidays())


def _station() -> Working:
    working = open_station()
    with db.transaction() as session:
        make.user(session, "second", at=working.station, role="supervisor")
        hours: dict[str, Any] = {"starts_at": time(13, 30), "ends_at": time(16, 30)}
        session.add(DutyPattern(station_id=working.station.id, weekday=1, in_force_from=date(2026, 11, 2), **hours))
    return working


@pytest.fixture
def working(sqlite_settings: Settings) -> Iterator[Working]:
    with clock.at(DECEMBER):
        yield kept.built(_station)


def propose(working: Working, given: HolidayList = LIST, *, answered: bool = False) -> str:
    with db.transaction() as session:
        return calendar_drafts.propose(
            session, Proposed(given, "原文", answered), by=working["supervisor"], now=DECEMBER
        ).id


def confirm(draft_id: str, by: User, workdays: int | None = 248, makeup: int | None = 4) -> Any:
    with db.transaction() as session:
        counts = {"workdays": workdays, "makeup": makeup}
        return calendar_drafts.confirm(session, draft_id, counts, by=by, now=DECEMBER)


def second() -> User:
    with db.reading() as session:
        return session.exec(select(User).where(User.name == "second")).one()


def busy(working: Working) -> str:
    """A case whose dates reach into 2027, by decisions and beside them; duty days are planned."""
    case_id = working.log(at=DECEMBER, claims=[{"kind": "unpaid_wages", "amount": "8000.00", "known_on": "2026-05-02"}])
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        facts = {"effective_on": date(2026, 12, 5)}
        clockwork.start(session, case, "agreement", facts, subject="agreement-1", now=DECEMBER)
        roster.generate(session, working.station, until=date(2027, 2, 20), now=DECEMBER)
    return case_id


def test_what_a_list_moves_is_foreseen_and_happens_with_receipts_lines_and_notices(working: Working) -> None:
    case_id = busy(working)
    draft_id = propose(working)
    rule_rehearsals.run_due(DECEMBER)
    with db.reading() as session:
        page = calendar_pages.page(session, draft_id, user=second(), now=DECEMBER)
        open_before = session.exec(select(Deadline).where(Deadline.state == "open")).all()
        plain = calendar_pages.page(session, draft_id, user=working["admin"], now=DECEMBER)
    assert {one.what for one in page.moved} == {"deadline", "accept", "shift"}
    named = sorted((one.what, one.name.zh, one.becomes[0]) for one in page.moved)
    assert sorted((one.what, one.name.zh, one.becomes[0]) for one in plain.moved for _ in range(one.count)) == named
    assert {(one.case_id, one.talks_id, one.number) for one in plain.moved} == {("", "", "")}, "dates without cases"
    assert any(one.kind.startswith("agreement.") and one.last_on is None for one in open_before)

    assert confirm(draft_id, second()) is not None
    rules.look_now()
    later = DECEMBER + timedelta(minutes=2)
    with clock.at(later):
        rule_carrying.carry_due(later)
        with db.transaction() as session:
            calendar_carry.carry(session, now=later)
        with db.transaction() as session:
            assert calendar_carry.carry(session, now=later) == 0  # a second run finds everything in line

    with db.reading() as session:
        rows = session.exec(select(Deadline).where(Deadline.case_id == case_id)).all()
        stored = {(one.safe_on, one.last_on) for one in rows if one.state == "open"}
        closed = [one for one in rows if one.state == "closed"]
        accepted = {one.accept_by.astimezone(UTC).date() for one in session.exec(select(Referral))}
        shifts = {one.on for one in session.exec(select(Shift)) if one.state != "cancelled"}
        lines = session.exec(select(HistoryLine).where(HistoryLine.act == "deadline.moved")).all()
        told = session.exec(select(Told).where(Told.case_id == case_id)).all()
    places: dict[str, set[Any]] = {
        "deadline": stored, "accept": {(on, None) for on in accepted}, "shift": {(on, None) for on in shifts},
    }  # fmt: skip
    for one in page.moved:
        assert one.becomes in places[one.what], one
    assert None not in {last for _, last in stored}
    assert closed
    assert all(one.closed_why for one in closed)
    assert all(one.calendar for one in rows if one.state == "open" and one.safe_on.year == 2027)
    assert len(lines) == len([one for one in page.moved if one.what == "deadline"])
    assert any("放假安排" in one.message for one in told)


def test_nobody_confirms_the_own_list_nor_without_having_counted(working: Working) -> None:
    draft_id = propose(working)
    with pytest.raises(Conflict):
        confirm(draft_id, second())  # before the rehearsal
    rule_rehearsals.run_due(DECEMBER)
    with pytest.raises(Refused, match="填写人以外"):
        confirm(draft_id, working["supervisor"])
    for workdays, makeup, fields in ((250, 4, ["workdays"]), (248, None, ["makeup"])):
        with pytest.raises(Refused) as refused:
            confirm(draft_id, second(), workdays, makeup)
        assert [one.field for one in refused.value.problems] == fields

    assert confirm(draft_id, working["admin"]) is None  # an administrator confirms, a supervisor publishes
    assert not rules.current().calendar.knows(day("01-01"))


def test_faults_stop_a_list_questions_wait_for_an_answer_and_a_neighbouring_year_is_split(working: Working) -> None:
    wrong = HolidayList(2027, NOTICE, holidays(Holiday("中秋节", day("09-16"), day("09-16"))))
    with pytest.raises(Refused, match="法定假日未列入放假"):
        propose(working, wrong)
    longer = HolidayList(2027, NOTICE, holidays(Holiday("元旦", date(2026, 12, 31), day("01-03"), (day("01-09"),))))
    with pytest.raises(Refused) as refused:
        propose(working, longer)
    assert refused.value.problems[-1].field == "answered"

    draft_id = propose(working, longer, answered=True)
    with db.reading() as session:
        row = calendar_drafts.get(session, draft_id, user=working["supervisor"])
    assert sorted(row.overlay) == ["workdays/2026.yaml", "workdays/2027.yaml"]
    assert not row.faults
    assert "2026-12-31" in str(row.overlay["workdays/2026.yaml"])
    assert row.change["split"] == ["2026-12-31"]
    later = HolidayList(2027, NOTICE, holidays(Holiday("元旦", day("01-01"), day("01-03"), (date(2028, 1, 8),))))
    with pytest.raises(Refused, match="2028 年，而该年的安排尚未载入"):
        propose(working, later, answered=True)


def test_the_year_that_is_missing_is_told_from_november_on(working: Working) -> None:
    lists = rules.current().calendar
    for on, year in ((date(2026, 10, 31), None), (date(2026, 11, 1), 2027), (date(2027, 1, 4), 2027)):
        assert calendar_pages.missing_year(lists, on) == year


def with_2027() -> RulesInUse:
    """Return the rules in use with the list for 2027 beside the others, as if its file lay on the disk."""
    room, (off, work) = rules.current(), LIST.of_year(2027)
    told = {"zh": NOTICE.title, "number": NOTICE.number, "date": NOTICE.on}
    year = Workdays(2027, told, frozenset(off), frozenset(work), "", "S")
    book = replace(room.book, calendars=(*room.book.calendars, year), digest="sha256:" + "2" * 64)
    return replace(room, book=book, calendar=calendar_of(book), engine=Engine(book))


def test_dates_follow_when_a_list_is_taken_off_the_disk(working: Working) -> None:
    """The case was dated by a list that is gone: no decided date may stand on it, and the file says why it moved."""
    claim = {"kind": "severance", "known_on": "2026-05-02"}
    with rules.pinned(with_2027()):
        case_id = working.log(at=DECEMBER, claims=[claim])
    dated = decided_days(case_id)
    later = DECEMBER + timedelta(minutes=2)

    with db.transaction() as session:
        calendar_carry.carry(session, now=later)
    with clock.at(later):
        sweep(now=later)

    assert dated["limitation.severance"] == (day("05-02"), day("05-06"))
    assert decided_days(case_id)["limitation.severance"] == (day("05-02"), None)
    assert {one: last for one, (_, last) in decided_days(case_id).items() if last} == {}
    with db.reading() as session:
        moved = session.exec(select(HistoryLine).where(HistoryLine.act == "deadline.moved")).all()
    assert any('"limitation.severance"' in one.fields_json for one in moved)


def test_lists_that_come_back_are_carried_out_once_more(working: Working) -> None:
    """A list taken off by mistake and put back: three changes, each with a name of its own."""
    taken: list[str] = []
    for room in (rules.current(), with_2027(), rules.current()):
        with rules.pinned(room), db.transaction() as session:
            at = DECEMBER + timedelta(minutes=len(taken) + 1)
            name = calendar_carry.slot(at)
            assert name
            session.add(JobRun(job=calendar_carry.JOB, slot=name, begun_at=at))
            taken.append(name)
        with rules.pinned(room):
            assert calendar_carry.slot(at + timedelta(seconds=30)) == name, "nothing changed since"

    assert len(set(taken)) == 3


def decided_days(case_id: str) -> dict[str, tuple[date, date | None]]:
    with db.reading() as session:
        rows = session.exec(select(Deadline).where(Deadline.case_id == case_id, Deadline.state == "open"))
        return {one.kind: (one.safe_on, one.last_on) for one in rows if one.safe_on.year == 2027}
