"""What the case page and the board show to whom."""

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import NotFound
from mediation.models.history import HistoryLine
from mediation.office import board, cases
from mediation.office.records import CasePage
from tests.office.working import LATER, Working


def page(working: Working, case_id: str, who: str) -> CasePage:
    with db.reading() as session:
        return cases.page(session, case_id, user=working[who], now=LATER)


def test_the_mediator_sees_desks_dates_and_why(working: Working) -> None:
    found = page(working, working.log(), "mediator")

    [union] = found.referrals
    assert [reason.rule for reason in union.reasons] == ["routing.pay", "lead.union"]
    assert union.reasons[0].laws[0].title.zh == "劳动争议调解仲裁法 第二条"
    assert [(fact.label.zh, fact.value) for fact in union.reasons[0].facts] == [("请求含：拖欠工资", True)]
    dates = {one.kind: one for one in found.deadlines}
    assert dates["mediation.from_receipt"].receipt.count.params["count"] == 15
    assert dates["station.first_contact"].state == "soon"
    assert found.may >= {"case.edit", "settlement.draft", "case.unmask"}


def test_numbers_are_masked_on_the_page(working: Working) -> None:
    found = page(working, working.log(), "mediator")

    [applicant] = [one for one in found.parties if one.side == "applicant"]
    assert [(one.column, one.masked) for one in applicant.sealed] == [("id_number", "**************002X"), ("phone", "*******1234")]


def test_a_look_at_a_sealed_number_is_written_down_without_the_number(working: Working) -> None:
    case_id = working.log()
    [applicant] = [one for one in page(working, case_id, "mediator").parties if one.side == "applicant"]

    with db.transaction() as session:
        shown = cases.unmask(
            session, case_id, applicant.id, "id_number", reason="identity", by=working["mediator"], now=LATER
        )

    assert shown == "11010519491231002X"
    with db.reading() as session:
        line = session.exec(select(HistoryLine).where(HistoryLine.act == "case.unmask")).one()
    assert "identity" in line.fields_json
    assert "002X" not in line.fields_json


@pytest.mark.parametrize("column", ["phone_sealed", "name", "account", ""])
def test_only_sealed_numbers_can_be_asked_for(working: Working, column: str) -> None:
    case_id = working.log()
    [applicant] = [one for one in page(working, case_id, "mediator").parties if one.side == "applicant"]

    with pytest.raises(NotFound), db.transaction() as session:
        cases.unmask(session, case_id, applicant.id, column, reason="x", by=working["mediator"], now=LATER)


def test_a_number_is_not_shown_under_the_name_of_another_case(working: Working) -> None:
    case_id, other = working.log(), working.log()
    [applicant] = [one for one in page(working, case_id, "mediator").parties if one.side == "applicant"]

    with pytest.raises(NotFound), db.transaction() as session:
        cases.unmask(session, other, applicant.id, "id_number", reason="identity", by=working["mediator"], now=LATER)


def test_the_police_see_no_wage_papers(working: Working) -> None:
    case_id = working.log(risk={"gathering": True})

    found = page(working, case_id, "police")

    assert found.claims == ()
    assert "claims" in found.hidden
    assert found.may.isdisjoint({"settlement.draft", "case.edit"})


@pytest.mark.parametrize("who", ["admin", "police", "lawyer"])
def test_who_has_nothing_to_do_with_a_case_finds_none(working: Working, who: str) -> None:
    case_id = working.log()

    with pytest.raises(NotFound):
        page(working, case_id, who)


def test_the_board_counts_what_it_shows(working: Working) -> None:
    for _ in range(3):
        working.log()
    working.log(risk={"violence": "weapon"})

    with db.reading() as session:
        found = board.day(session, user=working["supervisor"], now=LATER)

    assert found.counts.open_cases == 4
    assert found.counts.waiting == len(found.waiting) == 5
    assert found.counts.next_seven_days == len([one for one in found.due if one.state == "soon"])
    assert found.escalations[0].level == 3
    assert found.counts.escalations == len(found.escalations)
