"""Logging and correcting cases: rows, numbers, seals, history, routing again."""

import threading

import pytest
from sqlmodel import select

from mediation import db, seals
from mediation.domain import casefile
from mediation.domain.refusals import NotFound, Refused
from mediation.models.claim import Claim
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.office import history, house, intake
from tests import make
from tests.office.working import FILE, LATER, RECEIVED, Working, case_of, dates, referrals


def test_a_logged_case_reaches_its_desk_and_gets_its_dates(working: Working) -> None:
    case_id = working.log()

    with db.reading() as session:
        case = case_of(session, case_id)
        [union] = referrals(session, case_id).values()
        found = dates(session, case_id)
    assert (case.number, case.lead, case.mediation) == ("CH-2026-0001", "union", "open")
    assert (union.role, union.accept_by.isoformat()) == ("lead", "2026-11-17T01:20:00+00:00")
    assert [reason["rule"] for reason in union.because] == ["routing.pay", "lead.union"]
    assert found["mediation.from_receipt"].safe_on.isoformat() == "2026-12-01"
    assert found["mediation.from_receipt"].steps
    assert found["station.first_contact"].rulebook == case.rulebook


def test_numbers_that_identify_a_person_are_sealed(working: Working) -> None:
    case_id = working.log()

    with db.reading() as session:
        party = session.exec(select(Party).where(Party.case_id == case_id, Party.side == "applicant")).one()
    stored = repr(party.model_dump())
    assert "11010519491231002X" not in stored
    assert "13900001234" not in stored
    assert party.id_number_tail == "002X"
    assert seals.open(party.id_number_sealed or b"", table="party", column="id_number", row=party.id) == "11010519491231002X"


def test_numbers_go_on_and_begin_anew_each_year(working: Working) -> None:
    ids = [working.log(), working.log(), working.log(at=RECEIVED.replace(year=2025))]

    with db.reading() as session:
        assert [case_of(session, one).number for one in ids] == ["CH-2026-0001", "CH-2026-0002", "CH-2025-0001"]


def test_the_same_form_sent_twice_files_one_case(working: Working) -> None:
    assert working.log(key="k1") == working.log(key="k1") != working.log(key="k2")


def test_cases_logged_at_once_get_numbers_of_their_own(working: Working) -> None:
    ids: list[str] = []
    threads = [threading.Thread(target=lambda: ids.append(working.log())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with db.reading() as session:
        numbers = {case_of(session, one).number for one in ids}
        checked = history.verify(session)
    assert numbers == {f"CH-2026-{n:04d}" for n in range(1, 7)}
    assert checked.broken is None


def test_another_stations_case_is_refused(working: Working) -> None:
    with db.transaction() as session:
        make.station(session, "XZ")

    with pytest.raises(Refused) as refused:
        working.log(station="XZ")

    assert refused.value.problems[0].field == "station"


def test_only_who_may_log_logs(working: Working) -> None:
    file = casefile.read(FILE, now=RECEIVED)

    with pytest.raises(Refused), db.transaction() as session:
        intake.log(session, file, by=working["union"], now=RECEIVED)


def test_a_fourth_case_of_an_employer_is_flagged_as_a_cluster(working: Working) -> None:
    for _ in range(3):
        working.log()

    fourth = working.log()

    with db.reading() as session:
        assert case_of(session, fourth).flags == ["cluster"]
        raised = session.exec(select(Escalation).where(Escalation.case_id == fourth)).one()
    assert (raised.rule, raised.level) == ("escalation.cluster", 2)


def test_cases_older_than_thirty_days_make_no_cluster(working: Working) -> None:
    for _ in range(3):
        working.log(at=RECEIVED.replace(month=9))

    with db.reading() as session:
        assert case_of(session, working.log()).flags == []


def test_a_corrected_fact_routes_the_case_again_and_deletes_nothing(working: Working) -> None:
    case_id = working.log(claims=[{"kind": "unpaid_wages"}, {"kind": "severance"}])

    with db.transaction() as session:
        changes = {"claims": [{"kind": "severance", "known_on": "2026-10-01"}]}
        intake.correct(session, case_id, changes, reason="工资已付清", by=working["mediator"], now=LATER)

    with db.reading() as session:
        alive = referrals(session, case_id)
        closed = session.exec(select(Referral).where(Referral.case_id == case_id, Referral.state == "closed")).all()
        kinds = [claim.kind for claim in session.exec(select(Claim).where(Claim.case_id == case_id))]
        assert set(alive) == {"judicial_office", "law_firm"}
        assert [(one.desk, (one.closed_why or {})["message"]) for one in closed] == [("union", "事实更正后不再有分流依据")]
        assert kinds == ["severance"]
        assert dates(session, case_id)["limitation.severance"].safe_on.isoformat() == "2027-10-01"


def test_a_moved_date_keeps_the_old_one_closed_beside_it(working: Working) -> None:
    case_id = working.log(claims=[{"kind": "severance", "known_on": "2026-10-01"}])

    with db.transaction() as session:
        changes = {"claims": [{"kind": "severance", "known_on": "2026-09-01"}]}
        intake.correct(session, case_id, changes, reason="劳动者更正", by=working["mediator"], now=LATER)

    with db.reading() as session:
        from mediation.models.deadline import Deadline

        rows = session.exec(select(Deadline).where(Deadline.case_id == case_id, Deadline.kind == "limitation.severance"))
        assert {(str(row.safe_on), row.state) for row in rows} == {("2027-10-01", "closed"), ("2027-09-01", "open")}


def test_a_correction_with_faults_changes_nothing(working: Working) -> None:
    case_id = working.log()

    with pytest.raises(Refused) as refused, db.transaction() as session:
        intake.correct(
            session, case_id, {"risk": {"violence": "shouting"}}, reason="x", by=working["mediator"], now=LATER
        )

    assert refused.value.problems[0].field == "risk.violence"
    with db.reading() as session:
        assert len(session.exec(select(HistoryLine).where(HistoryLine.act == "case.edit")).all()) == 0


def test_a_correction_needs_its_reason(working: Working) -> None:
    case_id = working.log()

    with pytest.raises(Refused) as refused, db.transaction() as session:
        intake.correct(session, case_id, {"workers": 12}, reason=" ", by=working["mediator"], now=LATER)

    assert refused.value.problems[0].field == "reason"


def test_a_desk_without_a_referral_finds_no_case_to_correct(working: Working) -> None:
    case_id = working.log()

    with pytest.raises(NotFound), db.transaction() as session:
        intake.correct(session, case_id, {"workers": 12}, reason="x", by=working["police"], now=LATER)


def test_both_sides_becoming_willing_starts_the_acceptance_clock_that_day(working: Working) -> None:
    case_id = working.log()

    with db.transaction() as session:
        willing = {"willing": {"applicant": True, "respondent": True}}
        intake.correct(session, case_id, willing, reason="电话确认", by=working["mediator"], now=LATER)

    with db.reading() as session:
        assert dates(session, case_id)["mediation.accept"].safe_on.isoformat() == "2026-11-19"


def test_a_refusal_stops_the_mediation_clock_and_asks_for_the_notice(working: Working) -> None:
    case_id = working.log()

    with db.transaction() as session:
        refused = {"willing": {"applicant": True, "respondent": False}}
        intake.correct(session, case_id, refused, reason="公司拒绝", by=working["mediator"], now=LATER)

    with db.reading() as session:
        assert case_of(session, case_id).mediation == "refused"
        assert "mediation.from_receipt" not in dates(session, case_id)
        wanted = session.exec(select(Suggestion.code).where(Suggestion.case_id == case_id, Suggestion.state == "open"))
        assert list(wanted) == ["termination_notice"]


def test_the_console_logs_a_case_and_answers_as_the_interface_says(working: Working) -> None:
    file = casefile.read(FILE, now=RECEIVED)

    with db.transaction() as session:
        answer = intake.log_as_house(session, file, now=RECEIVED)

    assert answer["number"] == "CH-2026-0001"
    assert [(one["desk"], one["role"], one["accept_by"]) for one in answer["referrals"]] == [
        ("union", "lead", "2026-11-17T09:20:00+08:00")
    ]
    assert {one["id"] for one in answer["deadlines"]} == {"mediation.from_receipt", "station.first_contact"}
    with db.reading() as session:
        assert house.at_the_console(session).station_ids == (working.station.id,)
