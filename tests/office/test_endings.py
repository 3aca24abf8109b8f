"""A case ends with an outcome that contradicts nothing; payments and confirmation are noted, and can be taken back."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from mediation import db
from mediation.domain import endings
from mediation.domain.refusals import Conflict, Forbidden, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import OUTCOMES, Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.referral import Referral
from mediation.models.settlement import Instalment, Settlement
from mediation.office import cases, clock_entries, closing, intake, performance, referrals, settlements
from mediation.office.clock_entries_draft import Draft
from tests.office.afterwards import dealing
from tests.office.working import LATER, Working

TODAY = station_day(LATER)
SOON = LATER + timedelta(days=3)
NOTED = {"transferred": "移送劳动监察", "other": "重复登记"}


def agree(session: Session, case_id: str, *, reserve: bool = False, now=LATER) -> Settlement:
    """Put an agreement of two payments in force, dates and all, without printing it."""
    on = station_day(now)
    row = session.get_one(Settlement, dealing.agree(session, case_id, [on, on + timedelta(days=10)], now=now))
    if reserve:
        last = session.exec(select(Claim).where(Claim.case_id == case_id)).all()[-1]
        last.state, row.terms = "reserved", {**row.terms, "claims": {**row.terms["claims"], last.id: "reserved"}}
    session.flush()
    return row


def agreed(working: Working, **given) -> tuple[str, str, list[str]]:
    """Log a case with an agreement in force; return the ids of case, settlement and payments."""
    case_id = working.log(
        claims=[{"kind": "unpaid_wages", "amount": "6000.00"}, {"kind": "overtime", "amount": "2000.00"}]
    )
    with db.transaction() as session:
        row = agree(session, case_id, **given)
        payments = session.exec(select(Instalment).where(Instalment.settlement_id == row.id)).all()
        return case_id, row.id, [one.id for one in sorted(payments, key=lambda one: one.position)]


def close(working: Working, case_id: str, outcome: str, *, by="mediator", on: date = TODAY, note="", now=LATER) -> None:
    with db.transaction() as session:
        closing.close(session, case_id, outcome=outcome, on=on, note=note, by=working[by], now=now)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_without_an_agreement_only_endings_without_one_are_taken(working, outcome):
    case_id = working.log()

    if outcome in closing.AGREED:
        with pytest.raises(Refused, match="没有已生效的调解协议"):
            close(working, case_id, outcome)
        return
    close(working, case_id, outcome, note=NOTED.get(outcome, ""))

    with db.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.state, case.outcome, case.closed_on) == ("closed", outcome, TODAY)
        lines = session.exec(select(HistoryLine).where(HistoryLine.case_id == case_id)).all()
    assert "case.close" in {line.act for line in lines}


@pytest.mark.parametrize(("reserve", "fits"), [(False, "settled"), (True, "partly_settled")])
def test_with_an_agreement_in_force_exactly_one_ending_fits(working, reserve, fits):
    case_id, _, _ = agreed(working, reserve=reserve)

    with db.reading() as session:
        claims = session.exec(select(Claim).where(Claim.case_id == case_id)).all()
        ground = closing.agreed_of(session, session.get_one(Case, case_id), claims)
        assert endings.Said("agreed", TODAY).outcome(whole=ground.whole) == fits
        assert endings.offered(bool(ground.in_force)) == ("agreed",)
    for outcome in OUTCOMES:
        if outcome != fits:
            with pytest.raises(Refused):
                close(working, case_id, outcome, note="原因")
    close(working, case_id, fits)


def test_an_agreement_that_is_not_in_force_settles_nothing(working):
    case_id, settlement_id, _ = agreed(working)
    with db.transaction() as session:
        session.get_one(Settlement, settlement_id).effective_on = None

    with pytest.raises(Refused):
        close(working, case_id, "settled")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "won"}, "outcome"),
        ({"outcome": "other"}, "note"),
        ({"outcome": "transferred", "note": "  "}, "note"),
        ({"outcome": "withdrawn", "note": "长" * 501}, "note"),
        ({"outcome": "withdrawn", "on": TODAY + timedelta(days=1)}, "closed_on"),
        ({"outcome": "withdrawn", "on": TODAY - timedelta(days=1)}, "closed_on"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_at_its_field(working, given, field):
    case_id = working.log()

    with pytest.raises(Refused) as refused:
        close(working, case_id, **given)

    assert [problem.field for problem in refused.value.problems] == [field]


def test_what_was_open_closes_with_its_reason_and_the_agreements_dates_go_on(working):
    case_id, settlement_id, payments = agreed(working)
    with db.transaction() as session:
        session.add(
            Escalation(
                station_id=working.station.id, case_id=case_id, subject=case_id, rule="x", level=1, raised_at=LATER,
                rulebook="r",
            )  # fmt: skip
        )

    close(working, case_id, "settled")

    with db.reading() as session:
        rows = session.exec(select(Referral).where(Referral.case_id == case_id)).all()
        assert rows
        assert {(one.state, one.closed_why["message"]) for one in rows} == {("closed", "案件已结案")}
        dates = session.exec(select(Deadline).where(Deadline.case_id == case_id)).all()
        still = {one.kind for one in dates if one.state == "open"}
        assert still == {
            "agreement.arbitration_review", "agreement.court_confirmation", "station.follow_up",
            "station.final_follow_up",
        }  # fmt: skip
        assert {one.subject for one in dates if one.state == "open"} == {settlement_id, *payments}
        assert all(one.met_on == TODAY for one in dates if one.state == "met")
        assert session.exec(select(Escalation.state)).all() == ["closed"]


def test_a_closed_case_is_not_worked_on_until_it_is_opened_again(working):
    case_id = working.log()
    close(working, case_id, "withdrawn")

    with db.transaction() as session, pytest.raises(Conflict):
        settlements.begin(session, case_id, by=working["mediator"], now=LATER)
    with db.transaction() as session, pytest.raises(Conflict):
        intake.correct(session, case_id, {"workers": 2}, reason="x", by=working["mediator"], now=LATER)
    with pytest.raises(Conflict):
        close(working, case_id, "withdrawn")


def test_reopened_a_case_is_as_it_was_with_its_dates_and_desks(working):
    case_id = working.log()
    with db.transaction() as session:
        lead = session.exec(select(Referral).where(Referral.case_id == case_id, Referral.role == "lead")).one()
        referrals.accept(session, lead.id, by=working[lead.desk], now=LATER)
    before = alive(case_id)
    close(working, case_id, "withdrawn")

    with db.transaction() as session:
        closing.reopen(session, case_id, reason="申请人改变主意", by=working["supervisor"], now=SOON)

    assert alive(case_id) == before
    with db.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.state, case.outcome, case.closed_on, case.closed_by) == ("open", None, None, None)
        line = session.exec(select(HistoryLine).where(HistoryLine.act == "case.reopen")).one()
        assert "withdrawn" in line.fields_json


def alive(case_id: str) -> tuple[set[tuple[str, str]], set[tuple[str, date, str]]]:
    with db.reading() as session:
        desks = session.exec(select(Referral).where(Referral.case_id == case_id, Referral.state != "closed")).all()
        dates = session.exec(select(Deadline).where(Deadline.case_id == case_id, Deadline.state != "closed")).all()
        return {(one.desk, one.state) for one in desks}, {(one.kind, one.safe_on, one.state) for one in dates}


def test_only_a_supervisor_opens_again_and_only_with_a_reason(working):
    case_id = working.log()
    close(working, case_id, "withdrawn")

    with db.transaction() as session, pytest.raises(Forbidden):
        closing.reopen(session, case_id, reason="x", by=working["mediator"], now=SOON)
    with db.transaction() as session, pytest.raises(Refused, match="理由"):
        closing.reopen(session, case_id, reason=" ", by=working["supervisor"], now=SOON)


def test_payments_are_noted_once_and_taken_back(working):
    case_id, _, payments = agreed(working)
    with db.transaction() as session:
        session.add(
            Escalation(
                station_id=working.station.id, case_id=case_id, subject=payments[0], subject_kind="instalment",
                rule="escalation.instalment", level=1, raised_at=LATER, rulebook="r",
            )  # fmt: skip
        )

    with db.transaction() as session:
        performance.note_paid(session, payments[0], on=TODAY, by=working["mediator"], now=SOON)
    with db.transaction() as session, pytest.raises(Conflict):
        performance.note_paid(session, payments[0], on=TODAY, by=working["mediator"], now=SOON)

    with db.reading() as session:
        row = session.get_one(Instalment, payments[0])
        assert (row.state, row.paid_on, row.noted_by) == ("paid", TODAY, working["mediator"].id)
        assert session.exec(select(Escalation.state)).one() == "closed"
    assert dates_of(payments[0]) == {"station.follow_up": "met"}
    with db.transaction() as session:
        performance.take_back_paid(session, payments[0], by=working["mediator"], now=SOON)
    with db.reading() as session:
        row = session.get_one(Instalment, payments[0])
        assert (row.state, row.paid_on, row.noted_by) == ("due", None, None)
        assert dates_of(payments[0]) == {"station.follow_up": "open"}
        acts = set(session.exec(select(HistoryLine.act).where(HistoryLine.case_id == case_id)))
    assert {"performance.note", "performance.undo"} <= acts


@pytest.mark.parametrize("off", [-1, 4])
def test_a_payment_before_the_agreement_or_in_the_future_is_refused(working, off):
    _, _, payments = agreed(working)

    with db.transaction() as session, pytest.raises(Refused):
        performance.note_paid(session, payments[0], on=TODAY + timedelta(days=off), by=working["mediator"], now=SOON)


def test_payments_are_noted_after_the_case_is_closed(working):
    case_id, _, payments = agreed(working)
    close(working, case_id, "settled")

    with db.transaction() as session:
        performance.note_paid(session, payments[1], on=TODAY, by=working["supervisor"], now=SOON)
    with db.transaction() as session, pytest.raises(Refused):
        performance.note_paid(session, payments[0], on=TODAY, by=working["union"], now=SOON)


def test_what_happens_to_the_agreement_is_recorded_after_the_case_is_closed(working):
    case_id, _, _ = agreed(working)
    close(working, case_id, "settled")
    defaulted, hearing = (Draft("event", code, on=TODAY) for code in ("payment_defaulted", "hearing_set"))

    with db.transaction() as session:
        entry = clock_entries.note(session, case_id, defaulted, by=working["mediator"], now=SOON).id
    with db.transaction() as session, pytest.raises(Refused, match="确认、履行"):
        clock_entries.note(session, case_id, hearing, by=working["mediator"], now=SOON)

    with db.reading() as session:
        rows = session.exec(select(Deadline).where(Deadline.subject == entry, Deadline.state == "open")).all()
        assert session.get_one(Case, case_id).state == "closed"
        assert not session.exec(select(Referral).where(Referral.case_id == case_id, Referral.state != "closed")).all()
    with db.transaction() as session:
        assert clock_entries.met(session, rows[0].id, on=TODAY, by=working["mediator"], now=SOON).state == "met"


def dates_of(settlement_id: str) -> dict[str, str]:
    with db.reading() as session:
        rows = session.exec(select(Deadline).where(Deadline.subject == settlement_id))
        return {row.kind: row.state for row in rows}


def test_the_chosen_way_of_confirmation_is_met_and_the_other_closed(working):
    _, settlement_id, _ = agreed(working)

    with db.transaction() as session:
        performance.note_sent(session, settlement_id, to="court", on=TODAY, by=working["mediator"], now=SOON)

    assert dates_of(settlement_id) == {"agreement.arbitration_review": "closed", "agreement.court_confirmation": "met"}
    with db.transaction() as session, pytest.raises(Conflict):
        performance.note_sent(session, settlement_id, to="arbitration", on=TODAY, by=working["mediator"], now=SOON)
    with db.transaction() as session:
        performance.take_back_sent(session, settlement_id, by=working["mediator"], now=SOON)
    assert set(dates_of(settlement_id).values()) == {"open"}


def test_an_agreement_that_only_confirms_a_relation_is_not_sent_to_arbitration(working):
    case_id = working.log(claims=[{"kind": "confirm_relation"}])
    with db.transaction() as session:
        settlement_id = agree(session, case_id).id

    with db.transaction() as session, pytest.raises(Refused, match="不受理审查"):
        performance.note_sent(session, settlement_id, to="arbitration", on=TODAY, by=working["mediator"], now=SOON)
    with db.reading() as session:
        ending = cases.page(session, case_id, user=working["mediator"], now=SOON).ending
    assert ending.performance[0].ways == ("court",)
