"""Accepting, returning, withdrawing: what a desk may do and what follows."""

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.referral import Referral
from mediation.office import inbox
from mediation.office import referrals as acts
from tests.office.working import LATER, Working, case_of, dates, referrals


def mine(case_id: str, desk: str) -> str:
    with db.reading() as session:
        return referrals(session, case_id)[desk].id


def accept(working: Working, case_id: str, desk: str, who: str | None = None) -> None:
    with db.transaction() as session:
        acts.accept(session, mine(case_id, desk), by=working[who or desk], now=LATER)


def test_the_leads_acceptance_starts_the_clocks_of_mediation(working: Working) -> None:
    case_id = working.log(willing={"applicant": True, "respondent": True})

    accept(working, case_id, "union")

    with db.reading() as session:
        found = dates(session, case_id)
    assert found["mediation.accept"].state == "met"
    assert found["mediation.from_acceptance"].safe_on.isoformat() == "2026-12-01"
    assert found["station.first_session"].safe_on.isoformat() == "2026-11-23"


def test_an_assisting_desks_acceptance_starts_nothing(working: Working) -> None:
    case_id = working.log(claims=[{"kind": "work_injury"}])

    accept(working, case_id, "union")

    with db.reading() as session:
        assert "mediation.from_acceptance" not in dates(session, case_id)


def test_the_law_firm_accepts_nothing_that_its_lawyer_has_not_found_clear(working: Working) -> None:
    case_id = working.log(claims=[{"kind": "severance"}])

    with pytest.raises(NotFound):
        accept(working, case_id, "law_firm", "lawyer")


def test_a_referral_is_accepted_once(working: Working) -> None:
    case_id = working.log()
    accept(working, case_id, "union")

    with pytest.raises(Conflict):
        accept(working, case_id, "union")


def test_another_desks_referral_is_not_there(working: Working) -> None:
    case_id = working.log()

    with pytest.raises(NotFound):
        accept(working, case_id, "union", "police")


def test_a_mediator_does_not_accept_for_a_desk(working: Working) -> None:
    case_id = working.log()

    with pytest.raises(Forbidden):
        accept(working, case_id, "union", "mediator")


def test_a_returned_case_is_routed_again_without_that_desk(working: Working) -> None:
    case_id = working.log()

    with db.transaction() as session:
        acts.send_back(session, mine(case_id, "union"), reason="wrong_desk", by=working["union"], now=LATER)

    with db.reading() as session:
        alive = referrals(session, case_id)
        returned = session.exec(select(Referral).where(Referral.state == "returned")).one()
        case = case_of(session, case_id)
    assert list(alive) == ["judicial_office"]
    assert alive["judicial_office"].role == "lead"
    assert alive["judicial_office"].referred_at == LATER
    assert (case.lead, case.flags) == ("judicial_office", ["triage"])
    assert (returned.desk, returned.return_code) == ("union", "wrong_desk")


def test_a_case_every_desk_sends_back_still_has_a_lead(working: Working) -> None:
    case_id = working.log()
    for desk in ("union", "judicial_office"):
        with db.transaction() as session:
            acts.send_back(session, mine(case_id, desk), reason="no_capacity", by=working[desk], now=LATER)

    with db.reading() as session:
        case, alive = case_of(session, case_id), referrals(session, case_id)
    assert case.lead in alive
    assert alive[case.lead].role == "lead"
    assert "triage" in case.flags


@pytest.mark.parametrize(("reason", "note", "field"), [("because", "", "reason"), ("other", " ", "note"), ("other", "长" * 501, "note")])
def test_a_return_needs_a_reason_from_the_list(working: Working, reason: str, note: str, field: str) -> None:
    case_id = working.log()

    with pytest.raises(Refused) as refused, db.transaction() as session:
        acts.send_back(session, mine(case_id, "union"), reason=reason, note=note, by=working["union"], now=LATER)

    assert refused.value.problems[0].field == field


def test_the_police_withdraw_the_danger_and_mediation_opens(working: Working) -> None:
    case_id = working.log(risk={"violence": "self_harm"})

    with db.transaction() as session:
        acts.withdraw_unsafe(session, case_id, reason="当事人已离开现场", by=working["police"], now=LATER)

    with db.reading() as session:
        case, alive = case_of(session, case_id), referrals(session, case_id)
    assert (case.mediation, case.lead) == ("open", "union")
    assert alive["union"].role == "lead"
    assert "police" not in alive


@pytest.mark.parametrize("who", ["mediator", "supervisor", "union"])
def test_nobody_else_withdraws_the_danger(working: Working, who: str) -> None:
    case_id = working.log(risk={"violence": "self_harm"})

    with pytest.raises((Forbidden, NotFound)), db.transaction() as session:
        acts.withdraw_unsafe(session, case_id, reason="x", by=working[who], now=LATER)


def test_the_police_cannot_hand_a_dangerous_case_back(working: Working) -> None:
    case_id = working.log(risk={"violence": "weapon"})

    with pytest.raises(Refused), db.transaction() as session:
        acts.send_back(session, mine(case_id, "police"), reason="wrong_desk", by=working["police"], now=LATER)


def test_an_unsafe_cases_acceptance_starts_no_mediation(working: Working) -> None:
    case_id = working.log(risk={"violence": "weapon"})

    accept(working, case_id, "police")

    with db.reading() as session:
        assert case_of(session, case_id).accepted_on is None
        assert "station.first_session" not in dates(session, case_id)


def test_the_inbox_shows_the_own_desks_referrals_most_urgent_first(working: Working) -> None:
    working.log()
    urgent = working.log(applicants=[{"name": "王五", "migrant": True}], respondents=[{"name": "另一家"}])

    with db.reading() as session:
        page = inbox.inbox(session, user=working["union"], now=LATER)

    assert [row.priority for row in page.waiting] == ["urgent", "normal"]
    assert page.waiting[0].case_id == urgent
    assert page.waiting[0].nearest is not None
    assert (page.total_waiting, page.total_accepted) == (2, 0)


def test_contact_once_made_meets_its_date(working: Working) -> None:
    case_id = working.log()

    with db.transaction() as session:
        acts.note_first_contact(session, case_id, by=working["mediator"], now=LATER)

    with db.reading() as session:
        assert dates(session, case_id)["station.first_contact"].state == "met"
