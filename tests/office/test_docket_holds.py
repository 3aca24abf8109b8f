"""A held slot: seen as held, the case's place once it comes to the law firm, free by itself, the last one for one only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain import casefile
from mediation.domain.refusals import Conflict, Forbidden
from mediation.models.docket import SlotHold, Visit
from mediation.models.user import User
from mediation.office import docket, docket_holds, docket_pages, intake, roster_service
from tests import make
from tests.office.onduty import MONDAY, WEDNESDAY, OnDuty, reload
from tests.office.working import FILE

LATER = WEDNESDAY + timedelta(minutes=16)
SEVERANCE = [{"kind": "severance", "amount": "8000.00", "known_on": "2026-10-01"}]


def hold(duty: OnDuty, who: User, **where: str) -> SlotHold | None:
    with db.transaction() as session:
        return docket_holds.take(session, station_id=duty.working.station.id, by=who, now=WEDNESDAY, **where)


def rows(duty: OnDuty, now: datetime = WEDNESDAY, who: str = "supervisor") -> list[tuple[str, str]]:
    with db.reading() as session:
        page = docket_pages.page(session, duty.shifts[0].id, user=duty[who], now=now)
        return [(row.state, row.number or row.held_by) for row in page.rows]


def log(duty: OnDuty, hold_id: str, **changes: object) -> str:
    given = {**FILE, "received_at": WEDNESDAY.isoformat(), "claims": SEVERANCE, **changes}
    with db.transaction() as session:
        file = casefile.read(given, now=WEDNESDAY)
        return intake.log(session, file, by=duty["mediator"], now=WEDNESDAY, hold=hold_id).number


def test_a_held_slot_is_the_place_of_the_case_that_is_logged_and_rearranging_leaves_it_there(station_duty: OnDuty) -> None:
    duty = station_duty
    first = duty.log(claims=[{**SEVERANCE[0], "known_on": "2025-12-01"}])
    row = hold(duty, duty["mediator"])
    assert row is not None
    assert rows(duty)[:2] == [("queued", "CH-2026-0001"), ("held", "mediator")]

    number = log(duty, row.id)

    assert rows(duty)[:2] == [("queued", "CH-2026-0001"), ("queued", number)]
    duty.log(claims=[{**SEVERANCE[0], "known_on": "2025-11-20"}])
    with db.transaction() as session:
        docket.arrange(session, duty.shifts[0].id, by=duty["supervisor"], now=WEDNESDAY)
    assert rows(duty)[:3] == [("queued", "CH-2026-0003"), ("queued", number), ("queued", "CH-2026-0001")]
    with db.reading() as session:
        assert session.exec(select(SlotHold)).all() == []
        assert session.exec(select(Visit.case_id).where(Visit.promised)).one() != first


def test_a_hold_nobody_used_falls_free_and_one_given_up_does_at_once(station_duty: OnDuty) -> None:
    duty = station_duty
    row = hold(duty, duty["mediator"])
    assert row is not None
    with pytest.raises(Conflict, match="您已暂留一个时段"):
        hold(duty, duty["mediator"])
    with pytest.raises(Forbidden):
        hold(duty, duty["lawyer"])
    assert log(duty, row.id, claims=[{"kind": "unpaid_wages", "amount": "100.00"}])  # goes to no law firm
    assert rows(duty)[0] == ("held", "mediator")
    assert rows(duty, LATER)[0] == ("free", "")

    other = hold(duty, duty["supervisor"])
    assert other is not None
    with db.transaction() as session:
        docket_holds.release(session, other.id, by=duty["supervisor"], now=WEDNESDAY)
    assert [state for state, _ in rows(duty)][:2] == ["held", "free"]


def test_a_case_the_law_firm_has_already_takes_its_place_at_once(station_duty: OnDuty) -> None:
    duty = station_duty
    case_id = duty.log()

    assert hold(duty, duty["mediator"], case_id=case_id) is None

    with db.reading() as session:
        visit = session.exec(select(Visit)).one()
        assert (visit.case_id, visit.state, visit.promised) == (case_id, "queued", True)
    assert [number for state, number in rows(duty) if state == "queued"] == ["CH-2026-0001"]


def test_a_note_left_at_one_duty_is_on_the_next_and_only_its_lawyer_writes_it(station_duty: OnDuty) -> None:
    duty, during = station_duty, MONDAY + timedelta(hours=1)
    with db.transaction() as session:
        with pytest.raises(Conflict, match="值班开始前一小时"):
            roster_service.leave_note(session, duty.shifts[0].id, "x", by=duty["lawyer"], now=WEDNESDAY)
        with pytest.raises(Forbidden):
            roster_service.leave_note(session, duty.shifts[0].id, "x", by=duty["other"], now=during)
        roster_service.leave_note(session, duty.shifts[0].id, " 打印机缺纸 ", by=duty["lawyer"], now=during)
    with db.reading() as session:
        own = docket_pages.pack(session, user=duty["lawyer"], now=during).docket
        following = docket_pages.pack(session, user=duty["other"], now=during).docket
    assert own is not None
    assert following is not None
    assert (own.shift.note, own.shift.may_note, own.shift.handover) == ("打印机缺纸", True, "")
    assert (following.shift.handover, following.shift.may_note) == ("打印机缺纸", False)


def test_of_several_who_want_the_last_slot_at_once_one_gets_it(duty: OnDuty) -> None:
    with db.transaction() as session:
        for one in duty.shifts[1:]:
            session.delete(reload(session, one))
        last = reload(session, duty.shifts[0])
        last.ends_at, last.walk_in_slots = last.starts_at + timedelta(minutes=20), 0
        session.add(last)
        people = [make.user(session, f"m{nth}", at=duty.working.station) for nth in range(4)]

    def wish(who: User) -> bool:
        try:
            return hold(duty, who) is not None
        except Conflict:
            return False

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(wish, people))

    assert sorted(got) == [False, False, False, True]
    with db.reading() as session:
        assert len(session.exec(select(SlotHold)).all()) == 1
