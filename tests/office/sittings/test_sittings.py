"""Nobody and no room is booked twice, also by two at once; what a session needs before it opens and ends."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from mediation import db
from mediation.access import Scope
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.domain.worktime import ZONE
from mediation.models.history import HistoryLine
from mediation.models.sitting import Offer, Room, Sitting, SittingNote, SittingSlot
from mediation.models.station import Station
from mediation.office import board, referrals, sittings
from mediation.office.sittings import (
    appointments,
    calling_off,
    facts,
    holding,
    notes,
    offers,
    planning,
)
from mediation.office.sittings.holding import Came
from mediation.office.sittings.offers import Given
from mediation.office.sittings.planning import Plan
from tests.office.working import LATER, Working, case_of, dates

BEGINS = datetime(2026, 11, 18, 9, 0, tzinfo=ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def wish(working: Working, begins: datetime = BEGINS, **given: object) -> Plan:
    return replace(Plan(working["mediator"].id, begins, begins + HOUR), **given)  # type: ignore[arg-type]


def plan(working: Working, case_id: str, given: Plan) -> str:
    with db.transaction() as session:
        return planning.plan(session, case_id, given, by=working["mediator"], now=LATER).id


def opened(working: Working, case_id: str, form: str = "joint") -> str:
    made = plan(working, case_id, wish(working, form=form))
    with db.transaction() as session:
        holding.open_sitting(session, made, {}, by=working["mediator"], now=BEGINS)
    return made


def came(session: Session, case_id: str, *states: str) -> dict[str, Came]:
    parties = holding.parties_of(session, case_id)
    return {one.id: Came(state) for one, state in zip(parties, states, strict=True)}


def test_of_two_who_book_the_same_hour_at_once_one_gets_it(working: Working) -> None:
    """Both look before either has written: without the lock both would find the hour free."""
    with db.transaction() as session:
        session.add(Room(id="room", station_id=working.station.id, name="一号"))
    cases = [working.log(), working.log()]
    people = [working["mediator"].id, working["supervisor"].id]
    ready, said = threading.Barrier(2), list[str]()

    def book(nth: int) -> None:
        given = wish(working, room_id="room", mediator_id=people[nth])
        ready.wait()
        try:
            plan(working, cases[nth], given)
            said.append("booked")
        except Refused as refused:
            said.append(refused.problems[0].field)

    both = [threading.Thread(target=book, args=(nth,)) for nth in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(said) == ["booked", "room_id"]


def test_a_second_who_books_waits_for_the_first(working: Working) -> None:
    """What the first has not committed yet is neither read past nor double."""
    first, second = working.log(), working.log()
    started, said = threading.Event(), list[str]()

    def late() -> None:
        started.set()
        try:
            plan(working, second, wish(working, BEGINS + HOUR / 2))
            said.append("booked")
        except Refused as refused:
            said.append(refused.problems[0].field)

    other = threading.Thread(target=late)
    with db.transaction() as session:
        planning.plan(session, first, wish(working), by=working["mediator"], now=LATER)
        other.start()
        started.wait()
        other.join(0.3)
        assert said == []
    other.join()

    assert said == ["mediator_id"]


def test_an_hour_offered_to_a_side_is_kept_free_until_it_lapses(station: Working) -> None:
    case_id, other = station.log(), station.log()
    open_one = plan(station, case_id, Plan(station["mediator"].id))
    with db.transaction() as session:
        session.add(SittingSlot(
            station_id=station.station.id, case_id=case_id, sitting_id=open_one, side="applicant", starts_at=BEGINS,
            ends_at=BEGINS + HOUR, offered_at=LATER, noted_by=station["mediator"].id,
        ))  # fmt: skip

    with pytest.raises(Refused, match="已有其他调解会"):
        plan(station, other, wish(station))
    plan(station, other, wish(station, BEGINS + HOUR))
    with db.transaction() as session:
        planning.move(session, open_one, wish(station), by=station["mediator"], now=LATER)
        calling_off.cancel(session, open_one, reason="申请人请假", by=station["mediator"], now=LATER)
    plan(station, other, wish(station))


def test_the_day_and_the_calendar_show_ones_own_sessions_and_no_names(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    plan(station, case_id, wish(station))
    plan(station, case_id, wish(station, BEGINS + HOUR, mediator_id=station["supervisor"].id))
    with db.reading() as session:
        found = {
            name: [one.number for one in board.day(session, user=station[name], now=BEGINS).sittings]
            for name in ("mediator", "supervisor", "union")
        }
        number = case_of(session, case_id).number
        own, first = Scope(session, by), BEGINS.date()
        [event] = appointments.events(own, station.station.id, first, first + 9 * DAY)

    assert found == {"mediator": [number], "supervisor": [number] * 2, "union": []}
    assert (event.begins, event.summary.params) == (BEGINS, {"number": number})
    assert "张玥" not in repr(event)


def test_hours_outside_the_desks_are_told_on_a_working_saturday_not(station: Working) -> None:
    with db.reading() as session:
        house = session.get_one(Station, station.station.id)
    assert [planning.outside_hours(house, at, at + HOUR) for at in (
        BEGINS, BEGINS.replace(hour=17), BEGINS.replace(day=21), BEGINS.replace(month=10, day=10), BEGINS.replace(month=10, day=1),
    )] == [False, True, True, False, True]  # fmt: skip


def test_no_session_opens_after_a_refusal_or_in_danger(station: Working) -> None:
    case_id = station.log()
    made = plan(station, case_id, wish(station))
    for state in ("blocked", "refused"):
        with db.transaction() as session:
            case_of(session, case_id).mediation = state
        with db.transaction() as session, pytest.raises(Conflict, match="不能"):
            holding.open_sitting(session, made, {}, by=station["mediator"], now=BEGINS)
        with pytest.raises(Conflict):
            plan(station, case_id, wish(station, BEGINS + 2 * HOUR))
        with db.transaction() as session, pytest.raises(Conflict):
            offers.note(session, case_id, Given("applicant", 100), by=station["mediator"], now=BEGINS)
    plan(station, station.log(), wish(station))  # what was planned takes nobody's time any more


def test_the_first_session_held_meets_its_date_and_one_to_which_nobody_came_does_not(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    with db.transaction() as session:
        lead = case_of(session, case_id).lead
        referral = next(one for one in session.exec(select(referrals.Referral)) if one.desk == lead)
        referrals.accept(session, referral.id, by=station[lead or ""], now=LATER)
    for nth, state in enumerate(("no_show", "late")):
        made = plan(station, case_id, wish(station, BEGINS + nth * HOUR))
        with db.transaction() as session:
            holding.open_sitting(session, made, came(session, case_id, state, "no_show"), by=by, now=BEGINS)
            holding.talk_with(session, made, "applicant", by=by, now=BEGINS + HOUR / 4)
            holding.end(session, made, result="另约时间", by=by, now=BEGINS + HOUR)
            spent = holding.totals(holding.spans_of(session, made), BEGINS + 2 * HOUR)
            assert (spent["joint"], spent["applicant"]) == (HOUR / 4, HOUR * 3 / 4)
            assert dates(session, case_id)["station.first_session"].state == ("open" if nth == 0 else "met")
            assert len(sittings.held(session, case_id)) == nth
            with pytest.raises(Conflict):
                holding.talk_with(session, made, "joint", by=by, now=BEGINS + HOUR)


def test_a_note_is_private_while_one_side_is_spoken_with_and_only_its_author_makes_it_shared(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    made = opened(station, case_id, form="separate")
    with db.transaction() as session:
        kept = notes.write(session, made, "底线六千五", by=by, now=BEGINS)
        holding.talk_with(session, made, "joint", by=by, now=BEGINS)
        assert not notes.write(session, made, "双方到场", by=by, now=BEGINS + HOUR).private
        sitting = session.get_one(Sitting, made)
        seen = {name: [one.words for one in notes.of_sitting(session, sitting, user=station[name], people={})]
                for name in ("mediator", "supervisor")}  # fmt: skip

    assert kept.private
    assert seen == {"mediator": ["底线六千五", "双方到场"], "supervisor": ["双方到场"]}
    with db.transaction() as session, pytest.raises(NotFound):
        notes.share(session, kept.id, by=station["supervisor"], now=BEGINS)
    with db.transaction() as session:
        notes.share(session, kept.id, by=by, now=BEGINS)
    with db.reading() as session:
        row = session.get_one(SittingNote, kept.id)
        assert (row.private, row.words, row.words_sealed) == (False, "底线六千五", None)
        assert not any("底线" in line.fields_json for line in session.exec(select(HistoryLine)))


def test_an_offer_replaces_the_own_one_answers_the_one_told_and_keeps_out_of_the_history(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    given = [
        Given("applicant", 1_234_500), Given("applicant", 1_100_000),
        Given("respondent", count=2, each=345_600, pay_on=BEGINS.date(), told=False), Given("applicant", 1_000_000),
    ]  # fmt: skip
    with db.transaction() as session:
        for one in given:
            offers.note(session, case_id, one, by=by, now=BEGINS)
        rows = offers.of_case(session, case_id)
        states = [(one.nth, one.state, one.amount) for one in rows]

    assert states == [(1, "lapsed", 1_234_500), (2, "countered", 1_100_000), (3, "open", 691_200), (4, "open", 1_000_000)]
    with db.transaction() as session, pytest.raises(Conflict, match="还没有转告"):
        offers.answer(session, rows[2].id, "accepted", by=by, now=BEGINS)
    with db.transaction() as session, pytest.raises(NotFound):
        offers.tell(session, rows[2].id, by=station["lawyer"], now=BEGINS)
    with db.reading() as session:
        told = "".join(line.fields_json for line in session.exec(select(HistoryLine)))
        assert not any(sum_ in told for sum_ in ("1234500", "691200", "345600", "1000000"))
        assert session.exec(select(Offer)).first()


def test_facts_keep_their_order_and_what_is_taken_back_is_gone(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    with db.transaction() as session:
        made = [facts.add(session, case_id, words, "agreed", by=by, now=BEGINS).id for words in "甲乙丙"]
        facts.change(session, made[2], "up", by=by, now=BEGINS)
        facts.change(session, made[0], "withdrawn", by=by, now=BEGINS)
        facts.change(session, made[1], "disputed", by=by, now=BEGINS)
        facts.change(session, made[2], "up", by=by, now=BEGINS)

        assert [(one.words, one.state) for one in facts.of_case(session, case_id)] == [("丙", "agreed"), ("乙", "disputed")]
        assert [one.words for one in facts.agreed(session, case_id)] == ["丙"]
