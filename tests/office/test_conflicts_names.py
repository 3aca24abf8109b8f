"""New names on a case: the gate is asked again, and the case is hidden until the answer."""

from sqlmodel import select

from mediation import db
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.party import Party
from mediation.office import docket_pages, intake, settlements
from tests.office.onduty import WEDNESDAY, OnDuty
from tests.office.test_conflicts import answer, sees


def test_a_new_name_asks_again_and_hides_the_case_until_the_answer(duty: OnDuty) -> None:
    case_id = duty.log()
    answer(duty, case_id, "clear")
    _correct(duty, case_id, "只改摘要")
    assert sees(duty, "lawyer", case_id)

    with db.transaction() as session:
        station_id = duty.working.station.id
        session.add(Party(station_id=station_id, case_id=case_id, side="respondent", kind="employer", name="外包公司"))
    _correct(duty, case_id, "补列被申请人")

    assert not sees(duty, "lawyer", case_id)
    with db.reading() as session:
        (gate,) = docket_pages.shut(session, user=duty["lawyer"], now=WEDNESDAY)
        assert "外包公司" in [one.name for one in gate.names]
        acts = session.exec(select(HistoryLine.act).where(HistoryLine.case_id == case_id)).all()
        told = session.exec(select(Notice).where(Notice.user_id == duty["lawyer"].id, Notice.kind == "conflict")).all()
    assert acts.count("conflict.renew") == len(told) == 1
    answer(duty, case_id, "clear")
    assert sees(duty, "lawyer", case_id)


def test_a_name_in_the_terms_of_an_agreement_asks_again_too(duty: OnDuty) -> None:
    case_id = duty.log()
    answer(duty, case_id, "clear")
    with db.transaction() as session:
        row_id = settlements.begin(session, case_id, by=duty["mediator"], now=WEDNESDAY)
        settlements.save(session, row_id, {"account": {"name": "王外人"}}, by=duty["mediator"], now=WEDNESDAY)

    assert not sees(duty, "lawyer", case_id)


def _correct(duty: OnDuty, case_id: str, why: str) -> None:
    with db.transaction() as session:
        intake.correct(session, case_id, {"summary": why}, reason=why, by=duty["mediator"], now=WEDNESDAY)
