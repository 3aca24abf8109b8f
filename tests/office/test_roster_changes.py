"""What happens to single shifts: absences, gaps with an owner, swaps of hands, hours really served."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.roster import Absence, Shift
from mediation.office import roster, roster_changes, roster_service, roster_setup, roster_turns
from mediation.office.roster_setup import FirmForm, LawyerForm
from tests import make
from tests.office.rostering import MONDAY, NAMES, NOW, at, found_firm, lawyer, names, notices_of, plan_mondays, stored
from tests.office.working import Working


@pytest.fixture
def firm(working: Working) -> Working:
    """A station with a firm of three lawyers."""
    return found_firm(working)


@pytest.fixture
def planned(firm: Working) -> Working:
    """The same with Mondays planned for eight weeks."""
    return plan_mondays(firm)


def test_an_absence_frees_the_shift_for_the_next_in_turn_and_tells_them(planned: Working) -> None:
    with db.transaction() as session:
        mine = lawyer(session, NAMES[0])
        roster_changes.note_absence(
            session, mine.id, from_on=date(2026, 11, 16), until_on=date(2026, 11, 20), by=planned["lawyer"], now=NOW
        )
        first = stored(session)[0]
        who = names(session)[first.lawyer_id]

    assert first.state == "planned"
    assert who == NAMES[1]  # the others have as many ahead, and neither has served: the name decides


def test_when_all_are_absent_a_supervisor_owns_the_gap_and_is_told(planned: Working) -> None:
    with db.transaction() as session:
        for name in NAMES:
            roster_changes.note_absence(
                session, lawyer(session, name).id, from_on=date(2026, 11, 23), until_on=date(2026, 11, 23),
                by=planned["supervisor"], now=NOW,
            )  # fmt: skip
        gap = stored(session)[1]
        told = notices_of(session, planned["supervisor"])

    assert (gap.state, gap.lawyer_id, gap.owner_id) == ("nobody", None, planned["supervisor"].id)
    assert told == ["%(at)s 无人值班，请安排律师。"]

    with db.transaction() as session:
        for absence in session.exec(select(Absence)).all():
            roster_changes.withdraw_absence(session, absence.id, by=planned["supervisor"], now=NOW)
        filled = stored(session)[1]
    assert (filled.state, filled.owner_id) == ("planned", None)
    assert filled.lawyer_id is not None


def test_a_gap_is_filled_by_a_supervisor_but_not_with_somebody_absent(planned: Working) -> None:
    with db.transaction() as session:
        for name in NAMES:
            roster_changes.note_absence(
                session, lawyer(session, name).id, from_on=date(2026, 11, 23), until_on=date(2026, 11, 23),
                by=planned["supervisor"], now=NOW,
            )  # fmt: skip
        gap, away = stored(session)[1], lawyer(session, NAMES[1])
    with pytest.raises(Refused, match="白律师 当天请假"), db.transaction() as session:
        roster_changes.assign(session, gap.id, away.id, by=planned["supervisor"], now=NOW)
    with db.transaction() as session:
        form = LawyerForm("丁律师")
        fourth = roster_setup.save_lawyer(session, away.firm_id, form, by=planned["supervisor"], now=NOW)
        found = session.get_one(Shift, gap.id)
        assert found.lawyer_id == fourth.id  # whoever can serve gets the gap at once
        roster_changes.assign(session, stored(session)[2].id, fourth.id, by=planned["supervisor"], now=NOW)
        assert stored(session)[2].lawyer_id == fourth.id
    with pytest.raises(Forbidden), db.transaction() as session:
        roster_changes.assign(session, gap.id, away.id, by=planned["mediator"], now=NOW)


def test_a_shift_cancelled_by_hand_stays_cancelled(planned: Working) -> None:
    with db.transaction() as session:
        shift = stored(session)[1]
        roster_changes.cancel(session, shift.id, reason="场地装修", by=planned["supervisor"], now=NOW)
        roster.generate(session, planned.station, until=date(2027, 1, 11), now=NOW)
        assert stored(session)[1].state == "cancelled"
    with pytest.raises(Conflict), db.transaction() as session:
        roster_changes.cancel(session, shift.id, reason="again", by=planned["supervisor"], now=NOW)
    with pytest.raises(Refused, match="理由"), db.transaction() as session:
        roster_changes.cancel(session, stored(session)[2].id, reason="  ", by=planned["supervisor"], now=NOW)


def test_a_lawyer_who_leaves_loses_the_coming_shifts_and_comes_back_level(planned: Working) -> None:
    with db.transaction() as session:
        gone = lawyer(session, NAMES[1])
        roster_setup.save_lawyer(session, gone.firm_id, LawyerForm(gone.name, active=False), gone.id, by=planned["supervisor"], now=NOW)
        assert gone.id not in {one.lawyer_id for one in stored(session)}
        assert {one.state for one in stored(session)} == {"planned"}


def test_dealing_again_shares_what_one_lawyer_got_alone(working: Working) -> None:
    boss = working["supervisor"]
    with db.transaction() as session:
        firm_id = roster_setup.save_firm(session, working.station.id, FirmForm("城厢律师事务所"), by=boss, now=NOW).id
        roster_setup.add_pattern(session, working.station.id, MONDAY, by=boss, now=NOW)
        for name in NAMES:
            roster_setup.save_lawyer(session, firm_id, LawyerForm(name), by=boss, now=NOW)
        assert len({one.lawyer_id for one in stored(session)}) == 1
        assert roster_changes.deal_again(session, working.station.id, by=boss, now=NOW) == 6
        assert sorted(Counter(one.lawyer_id for one in stored(session)).values()) == [3, 3, 3]


def test_serving_counts_from_check_in_to_check_out(planned: Working) -> None:
    with db.transaction() as session:
        shift = stored(session)[0]
    with pytest.raises(Conflict), db.transaction() as session:
        roster_service.check_in(session, shift.id, by=planned["lawyer"], now=at("2026-11-16T12:29"))
    with pytest.raises(Conflict), db.transaction() as session:
        roster_service.check_out(session, shift.id, by=planned["lawyer"], now=at("2026-11-16T13:29"))
    with db.transaction() as session:
        roster_service.check_in(session, shift.id, by=planned["lawyer"], now=at("2026-11-16T13:25"))
    with db.transaction() as session:
        roster_service.check_out(session, shift.id, by=planned["lawyer"], now=at("2026-11-16T16:55"))
        month = roster_service.month_of(session, planned.station.id, date(2026, 11, 1), user=planned["supervisor"])
    with pytest.raises(Conflict), db.transaction() as session:
        roster_service.check_in(session, shift.id, by=planned["lawyer"], now=at("2026-11-16T16:56"))

    assert [(one.lawyer, one.served, one.planned, one.minutes) for one in month] == [
        ("安律师", 1, 0, 210), ("白律师", 0, 1, 0), ("陈律师", 0, 1, 0),
    ]  # fmt: skip


def test_who_did_not_come_is_marked_and_the_supervisor_can_record_the_hours(planned: Working) -> None:
    with db.transaction() as session:
        shift = stored(session)[0]
        assert roster_service.settle_past(session, now=at("2026-11-17T04:29")) == 0
        assert roster_service.settle_past(session, now=at("2026-11-17T04:30")) == 1
        assert roster_service.settle_past(session, now=at("2026-11-17T04:30")) == 0
        assert stored(session)[0].state == "missed"
        assert "没有签到记录" in notices_of(session, planned["supervisor"])[0]
    with pytest.raises(Refused), db.transaction() as session:
        roster_service.correct(session, shift.id, came="16:00", left="15:00", by=planned["supervisor"], now=at("2026-11-17T09:00"))
    with db.transaction() as session:
        roster_service.correct(session, shift.id, came="13:30", left="15:00", by=planned["supervisor"], now=at("2026-11-17T09:00"))
        assert (stored(session)[0].state, roster_turns.served_minutes(stored(session)[0])) == ("served", 90)


def test_a_forgotten_check_out_counts_to_the_end_of_the_shift(planned: Working) -> None:
    with db.transaction() as session:
        shift = stored(session)[0]
        roster_service.check_in(session, shift.id, by=planned["lawyer"], now=at("2026-11-16T14:00"))
        roster_service.settle_past(session, now=at("2026-11-17T05:00"))
        assert roster_turns.served_minutes(stored(session)[0]) == 150


def test_another_stations_roster_is_not_there(planned: Working) -> None:
    with db.transaction() as session:
        stranger = make.user(session, "stranger", at=make.station(session, "XZ"), role="supervisor")
        shift, someone = stored(session)[0], lawyer(session, NAMES[0])
    with pytest.raises(NotFound), db.transaction() as session:
        roster_changes.assign(session, shift.id, someone.id, by=stranger, now=NOW)
    with pytest.raises(NotFound), db.transaction() as session:
        roster_changes.note_absence(session, someone.id, from_on=NOW.date(), until_on=NOW.date(), by=stranger, now=NOW)
    with pytest.raises(Forbidden), db.transaction() as session:
        roster_setup.add_pattern(session, planned.station.id, MONDAY, by=stranger, now=NOW)
