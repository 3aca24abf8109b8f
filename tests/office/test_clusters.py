"""Employers around whom cases gather, and findings in the data."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Forbidden, NotFound
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.office import clusters, quality
from mediation.office.records.supervision import FindingsPage
from tests import make
from tests.office.working import LATER, RECEIVED, Working
from tests.web.conftest import counted

CODE = "91350100M000100Y43"
FIRM = [{"name": "城厢建筑公司", "credit_code": CODE, "address": "曹行路1号工地"}]


def cluster(working: Working, number: int = 4) -> list[str]:
    return [
        working.log(applicants=[{"name": f"工人{nth}"}], respondents=FIRM, at=RECEIVED - timedelta(days=nth))
        for nth in range(number)
    ]


def employers(working: Working, who: str = "supervisor", now: Any = LATER) -> list[tuple[str, int, int]]:
    with db.reading() as session:
        return [(row.name, row.cases, row.open_cases) for row in clusters.employers(session, user=working[who], now=now)]


def around(working: Working, firm: str = CODE, who: str = "supervisor") -> Any:
    with db.reading() as session:
        return clusters.around(session, firm, user=working[who], now=LATER)


def test_employers_with_several_open_cases_of_thirty_days_are_listed(working: Working) -> None:
    cluster(working, 3)
    working.log(applicants=[{"name": "旧案"}], respondents=FIRM, at=RECEIVED - timedelta(days=40))
    closed = working.log(applicants=[{"name": "结案"}], respondents=FIRM)
    working.log(respondents=[{"name": "只有一件"}])
    with db.transaction() as session:
        session.get_one(Case, closed).state = "closed"

    assert employers(working) == [("城厢建筑公司", 3, 4)]
    assert employers(working, now=LATER + timedelta(days=31)) == []
    with pytest.raises(Forbidden):
        employers(working, "mediator")


def test_the_map_counts_cases_by_month_and_claim_with_sites(working: Working) -> None:
    cluster(working)
    working.log(
        applicants=[{"name": "工人0"}], respondents=FIRM, at=RECEIVED - timedelta(days=40), claims=[{"kind": "severance"}]
    )

    found = around(working)

    assert (found.total, found.open_cases, found.recent) == (5, 5, 4)
    assert found.months == ("2026-10", "2026-11")
    assert found.kinds == (("unpaid_wages", (0, 4)), ("severance", (1, 0)))
    assert found.sites == (("曹行路1号工地", 5),)
    assert [(one.name, one.by_id, len(one.case_ids)) for one in found.workers] == [("工人0", False, 2)]


def test_the_map_names_linked_firms_and_how(working: Working) -> None:
    cluster(working, 2)
    working.log(applicants=[{"name": "改名"}], respondents=[{"name": "城厢建设公司", "credit_code": CODE}])
    working.log(applicants=[{"name": "无码"}], respondents=[{"name": "城厢建筑有限公司"}])
    working.log(applicants=[{"name": "共同"}], respondents=[*FIRM, {"name": "梅陇劳务派遣公司"}])
    working.log(applicants=[{"name": "无关"}], respondents=[{"name": "古美家政公司"}])

    links = {(one.name, one.how) for one in around(working).links}

    assert {("城厢建筑有限公司", "name"), ("梅陇劳务派遣公司", "together")} <= links
    assert any(how == "credit_code" for _, how in links)
    assert "古美家政公司" not in {name for name, _ in links}


def test_the_map_of_another_station_is_not_there(working: Working) -> None:
    cluster(working, 2)
    with db.transaction() as session:
        working.people["stranger"] = make.user(session, "stranger", at=make.station(session, "XZ"), role="supervisor")

    with pytest.raises(NotFound):
        around(working, who="stranger")
    with pytest.raises(NotFound):
        around(working, firm="没有这家")


def test_queries_of_list_and_map_do_not_grow_with_cases(working: Working) -> None:
    cluster(working, 2)
    numbers = []
    for _ in range(2):
        with counted() as sent:
            employers(working)
            around(working)
        numbers.append(len(sent))
        cluster(working, 5)

    assert numbers[0] == numbers[1]


def findings(working: Working, chosen: str = "") -> FindingsPage:
    with db.reading() as session:
        return quality.page(session, user=working["supervisor"], now=LATER, chosen=chosen)


def sound(working: Working, **given: Any) -> Case:
    """Make a case in which no check finds anything, but for what is given."""
    with db.transaction() as session:
        case: Case = make.case(session, working.station, "Q-1", last_entry_at=LATER, **given)
        make.referral(session, case, state="accepted", accepted_at=LATER)
        session.add(
            Party(
                station_id=case.station_id, case_id=case.id, side="respondent", kind="employer", name="城厢", credit_code=CODE
            )
        )
        session.add(Claim(station_id=case.station_id, case_id=case.id, kind="unpaid_wages", amount=100))
    return case


def settled(working: Working, case: Case, number: int, state: str = "issued") -> None:
    with db.transaction() as session:
        for _ in range(number):
            session.add(
                Settlement(
                    station_id=case.station_id, case_id=case.id, state=state, changed_at=LATER, effective_on=LATER.date()
                )
            )


def found(working: Working) -> set[str]:
    return {one.code for one in findings(working).checks if one.count}


def test_a_sound_case_has_no_findings(working: Working) -> None:
    sound(working)

    assert found(working) == set()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"state": "closed"}, "no_outcome"),
        ({"outcome": "not_settled"}, "outcome_while_open"),
        ({"state": "closed", "outcome": "settled"}, "no_agreement"),
        ({"hired_on": date(2026, 3, 2), "ended_on": date(2026, 3, 1)}, "ended_before_hired"),
        ({"hired_on": date(2030, 1, 1)}, "days_out_of_order"),
        ({"state": "closed", "outcome": "other", "closed_on": date(2026, 1, 1)}, "days_out_of_order"),
    ],
)
def test_each_fault_of_a_case_is_found(working: Working, given: dict[str, Any], code: str) -> None:
    case = sound(working, **given)

    assert found(working) == {code}
    assert [row.id for row in findings(working, code).rows] == [case.id]


def test_contradicting_and_double_outcomes_are_found(working: Working) -> None:
    case = sound(working, state="closed", outcome="not_settled")
    settled(working, case, 1)
    assert found(working) == {"contradiction"}

    settled(working, case, 1)
    assert found(working) == {"contradiction", "two_agreements"}


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [("party", "credit_code", None, "no_credit_code"), ("claim", "amount", None, "no_amount"),
     ("claim", "known_on", date(2027, 1, 1), "days_out_of_order")],
)
def test_faults_of_parties_and_claims_are_found(working: Working, table: str, column: str, value: Any, code: str) -> None:
    sound(working)
    with db.transaction() as session:
        row: Any = session.exec(select(Party if table == "party" else Claim)).one()
        setattr(row, column, value)

    assert found(working) == {code}


def test_a_case_nobody_leads_and_one_nobody_accepted_are_found(working: Working) -> None:
    with db.transaction() as session:
        alone = make.case(session, working.station, "Q-2", last_entry_at=LATER)
        waiting = make.case(session, working.station, "Q-3", last_entry_at=LATER, accepted_on=RECEIVED.date())
        make.referral(session, waiting)
        silent = make.case(session, working.station, "Q-4", received_at=LATER - timedelta(days=8))
        make.referral(session, silent, state="accepted", accepted_at=LATER)

    assert [row.id for row in findings(working, "no_lead").rows] == [alone.id]
    assert [row.id for row in findings(working, "accepted_without_lead").rows] == [waiting.id]
    assert [row.id for row in findings(working, "no_entry").rows] == [silent.id]


def test_a_merged_case_needs_no_outcome_and_another_station_is_not_counted(working: Working) -> None:
    kept = sound(working)
    with db.transaction() as session:
        make.case(session, working.station, "Q-5", state="closed", merged_into=kept.id)
        make.case(session, make.station(session, "XZ"), "XZ-1", state="closed")

    assert found(working) == set()


def test_an_unknown_check_is_not_there(working: Working) -> None:
    with pytest.raises(NotFound):
        findings(working, "nonsense")


def test_all_findings_take_one_query_each_page(working: Working) -> None:
    sound(working)

    with counted() as sent:
        findings(working)

    assert len([one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))]) <= 2
