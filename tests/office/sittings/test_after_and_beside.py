"""What a refusal calls off, what may be recorded, what is entered afterwards, whose terms are locked."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Refused
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.settlement import Settlement
from mediation.models.sitting import Sitting, SittingSlot
from mediation.office import closing, intake, locks, notices_referral, settlements
from mediation.office.consents import answers, pages, times
from mediation.office.consents.answers import Answer
from mediation.office.consents.times import Times
from mediation.office.sittings import (
    calling_off,
    entering,
    holding,
    offers,
    recording,
)
from mediation.office.sittings import pages as sitting_pages
from mediation.office.sittings.entering import Past
from mediation.office.sittings.holding import Came
from mediation.office.sittings.offers import Given
from mediation.office.sittings.planning import Plan
from tests.office.sittings.test_sittings import BEGINS, DAY, HOUR, came, opened, plan, wish
from tests.office.working import LATER, RECEIVED, Working


def test_a_refusal_calls_off_what_is_planned_and_offered_and_tells_who_was_to_hold_it(station: Working) -> None:
    case_id, by, other = station.log(willing={"applicant": True, "respondent": True}), station["mediator"], station["supervisor"]
    timed = plan(station, case_id, wish(station, recorder_id=other.id))
    with db.transaction() as session:
        given = Times("respondent", (BEGINS + DAY,), 60, mediator_id=other.id)
        untimed = times.offer(session, case_id, given, by=by, now=LATER).id
        refusing = next(one.id for one in holding.parties_of(session, case_id) if one.side == "respondent")
        answer = Answer("mediation", agreed=False, way="phone", said_at=LATER)
        answers.note(session, refusing, answer, by=by, now=LATER)
    with db.reading() as session:
        rows = {one.id: (one.state, one.cancelled_why) for one in session.exec(select(Sitting))}
        told = [(one.user_id, one.message) for one in session.exec(select(Notice)) if one.key.startswith("sitting.cancel:")]
        lines = [json.loads(one.fields_json) for one in session.exec(select(HistoryLine)) if one.act == "sitting.cancel"]
        assert rows == dict.fromkeys((timed, untimed), ("cancelled", "一方明确不愿调解"))
        assert sorted(told) == sorted((who.id, calling_off.CALLED_OFF) for who in (by, other, other))
        assert [one.get("times_lapsed") for one in lines] == [None, 1]
        assert session.exec(select(SittingSlot.state)).all() == ["lapsed"]
        assert pages.of_case(session, case_id, user=by, now=LATER).called_off == (1, 2)


def test_danger_calls_off_what_is_planned(station: Working) -> None:
    case_id, by = station.log(willing={"applicant": True, "respondent": True}), station["mediator"]
    timed = plan(station, case_id, wish(station, recorder_id=station["supervisor"].id))
    with db.transaction() as session:
        intake.correct(session, case_id, {"risk": {"violence": "weapon"}}, reason="持械", by=by, now=LATER)
    with db.reading() as session:
        row = session.get_one(Sitting, timed)
        told = [one for one in session.exec(select(Notice)) if one.key == f"sitting.cancel:{timed}"]
        assert (row.state, row.cancelled_why) == ("cancelled", calling_off.DANGER.zh)
        assert {one.user_id for one in told} == {by.id, station["supervisor"].id}


def test_a_desk_is_told_that_its_referral_closed_with_the_case(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    with db.transaction() as session:
        desks = {one.desk for one in session.exec(select(Referral))} - {"law_firm"}
        closing.close(session, case_id, outcome="not_settled", on=LATER.date(), by=by, now=LATER)
        told = [one for one in session.exec(select(Notice)) if one.key.startswith("referral.ended:")]
        assert {one.user_id for one in told} == {one.id for one in station.people.values() if one.desk in desks} != set()
        assert {one.message for one in told} == {notices_referral.TERMINATED}


def test_a_session_is_recorded_or_public_only_with_the_noted_consent_of_all_who_are_there(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    made = opened(station, case_id)

    def refused(recording_of: str, public: bool) -> list[tuple[str, object]]:
        with db.transaction() as session, pytest.raises(Refused) as fault:
            recording.note(session, made, recording_of, public, by=by, now=BEGINS)
        return [(one.message, one.params.get("names")) for one in fault.value.problems]

    assert refused("audio", False) == [(recording.NOBODY, None)]
    with db.transaction() as session:
        worker, firm = holding.parties_of(session, case_id)
        holding.attend(session, made, came(session, case_id, "present", "late"), by=by, now=BEGINS)
        for one, agreed in ((worker.id, True), (firm.id, False)):
            answers.note(session, one, Answer("recording", agreed, "in_person", LATER), by=by, now=LATER)
    assert refused("video", True) == [
        (recording.NO_RECORDING, firm.name), (recording.NOT_IN_PUBLIC, f"{worker.name}、{firm.name}"),
    ]  # fmt: skip
    with db.transaction() as session:
        answers.note(session, firm.id, Answer("recording", True, "phone", BEGINS), by=by, now=BEGINS)
        recording.note(session, made, "video", False, by=by, now=BEGINS)
        answers.note(session, firm.id, Answer("recording", False, "phone", BEGINS + HOUR), by=by, now=BEGINS + HOUR)
    with db.reading() as session:
        page = sitting_pages.of_one(session, made, user=by, now=BEGINS)
        consenting = pages.of_case(session, case_id, user=by, now=BEGINS + HOUR)
    assert (page.row.sitting.recording, [one.party.id for one in page.unrecordable]) == ("video", [firm.id])
    assert [(row.id, [one.field for one in faults]) for row, faults in consenting.to_stop] == [(made, ["recording"])]


def test_who_joins_or_leaves_while_a_session_is_held_is_counted_asked_after_and_noted(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    made = opened(station, case_id)
    with db.transaction() as session:
        worker, firm = holding.parties_of(session, case_id)
        session.add(Party(**firm.model_dump() | {"id": "joins", "name": "发包单位", "position": 9}))
        firm.left_on = LATER.date()
        session.add(firm)
        holding.attend(session, made, {worker.id: Came("present")}, by=by, now=BEGINS)
    with db.reading() as session:
        page = sitting_pages.of_one(session, made, user=by, now=BEGINS)
        assert (page.row.came, page.row.expected) == (1, 3)
        assert [one.state for one in page.attending] == ["present", "expected", "expected"]
    with db.transaction() as session, pytest.raises(Refused):
        holding.end(session, made, result="另约时间", by=by, now=BEGINS)
    with db.transaction() as session:
        holding.attend(session, made, {firm.id: Came("excused"), "joins": Came("late")}, by=by, now=BEGINS)
        holding.end(session, made, result="另约时间", by=by, now=BEGINS + HOUR)
        session.add(Party(**worker.model_dump() | {"id": "later", "name": "后来的人", "position": 10}))
    with db.reading() as session:
        page = sitting_pages.of_one(session, made, user=by, now=BEGINS + DAY)
    assert (page.row.came, page.row.expected) == (2, 3)
    assert "later" not in [one.party.id for one in page.attending]


def test_what_took_place_on_paper_is_entered_with_its_true_times_and_marked(station: Working) -> None:
    case_id, by, now = station.log(), station["mediator"], BEGINS + DAY
    when = Plan(by.id, BEGINS, BEGINS + HOUR)

    def enter(plan: Plan, sitting_id: str = "", **given: Any) -> str:
        with db.transaction() as session:
            past = Past(plan, came(session, case_id, "present", "no_show"), "另约时间", **given)
            return entering.enter(session, case_id, past, sitting_id=sitting_id, by=by, now=now).id

    for plan_of, given, message in (
        (replace(when, starts_at=now, ends_at=now + HOUR), {}, entering.TO_COME),
        (replace(when, starts_at=RECEIVED - HOUR), {}, entering.TOO_EARLY),
        (replace(when, ends_at=None), {}, entering.NO_TIME), (when, {"recording": "audio"}, recording.NO_RECORDING),
    ):  # fmt: skip
        with pytest.raises(Refused) as fault:
            enter(plan_of, **given)
        assert [one.message for one in fault.value.problems] == [message]
    made = enter(when)
    with pytest.raises(Refused) as fault:
        enter(when)
    assert fault.value.problems[0].message == entering.OVERLAPS
    again = enter(replace(when, starts_at=BEGINS + HOUR, ends_at=BEGINS + 2 * HOUR), plan(station, case_id, Plan(by.id)))
    with db.reading() as session:
        one, two = (session.get_one(Sitting, made), session.get_one(Sitting, again))
        assert (one.opened_at, one.closed_at, one.state, one.entered_at, one.entered_by) == (
            BEGINS, BEGINS + HOUR, "held", now, by.id,
        )  # fmt: skip
        assert (two.nth, two.state) == (2, "held")


def test_an_offer_noted_on_paper_takes_its_place_among_those_made_before_and_after_it(station: Working) -> None:
    case_id, by, now = station.log(), station["mediator"], BEGINS + DAY
    with db.transaction() as session:
        first = offers.note(session, case_id, Given("applicant", 900), by=by, now=BEGINS)
        last = offers.note(session, case_id, Given("applicant", 800), by=by, now=BEGINS + 2 * HOUR)
        late = offers.note(session, case_id, Given("respondent", 500, made_at=BEGINS + HOUR), by=by, now=now)
        assert [one.id for one in offers.of_case(session, case_id)] == [first.id, late.id, last.id]
        assert (late.state, late.made_at, late.entered_at, last.state) == ("countered", BEGINS + HOUR, now, "open")
        for at in (now + HOUR, RECEIVED - HOUR):
            with pytest.raises(Refused):
                offers.note(session, case_id, Given("respondent", 500, made_at=at), by=by, now=now)


def test_an_offer_is_not_written_into_terms_that_a_colleague_is_at_work_on(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    with db.transaction() as session:
        offer = offers.note(session, case_id, Given("respondent", 500), by=by, now=BEGINS)
        offers.answer(session, offer.id, "accepted", by=by, now=BEGINS)
        draft = settlements.begin(session, case_id, by=station["supervisor"], now=BEGINS)
        locks.open_terms(session, draft, by=station["supervisor"], now=BEGINS)
        offer_id = offer.id
    with db.transaction() as session, pytest.raises(locks.Occupied):
        offers.begin_terms(session, offer_id, by=by, now=BEGINS)
    with db.transaction() as session:
        assert session.get_one(Settlement, draft).terms == {}
        locks.take_over(session, case_id, "terms", by=by, now=BEGINS)
        assert offers.begin_terms(session, offer_id, by=by, now=BEGINS) == draft
        assert session.get_one(Settlement, draft).terms["total"] == "5.00"
