"""What unkept agreements and unanswered requests raise: boundaries on both sides."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.models.case import Case
from mediation.models.notice import Notice
from mediation.models.settlement import Instalment, Settlement
from mediation.models.talks import Talks
from mediation.office.sweep import sweep
from tests.office.sweeping import TODAY, change, dated, instalment, of_rule, quiet, raised, settlement
from tests.office.working import RECEIVED, Working


@pytest.mark.parametrize(("days", "level"), [(8, []), (7, [1]), (3, [1]), (2, [2]), (0, [2]), (-1, [])])
def test_an_agreement_not_sent_for_confirmation_escalates(station: Working, days: int, level: list[int]) -> None:
    case_id = quiet(station)
    row = settlement(case_id)
    dated(case_id, "agreement.arbitration_review", TODAY + timedelta(days=days), subject=row)
    dated(case_id, "agreement.court_confirmation", TODAY + timedelta(days=days + 15), subject=row)

    assert raised(sweep(now=RECEIVED)) == [("confirmation", one) for one in level]


def test_an_agreement_that_was_sent_is_left_in_peace(station: Working) -> None:
    case_id = quiet(station)
    row = settlement(case_id)
    dated(case_id, "agreement.arbitration_review", TODAY + timedelta(days=2), subject=row)
    sweep(now=RECEIVED)
    change(Settlement, row, sent_to="court", sent_on=TODAY)

    assert sweep(now=RECEIVED).closed == 1
    assert raised(sweep(now=RECEIVED)) == []


@pytest.mark.parametrize(("days", "level"), [(0, []), (1, [1]), (6, [1]), (7, [2])])
def test_an_unpaid_instalment_escalates_also_when_the_case_is_closed(station: Working, days: int, level: list[int]) -> None:
    case_id = quiet(station)
    instalment(settlement(case_id), case_id, TODAY - timedelta(days=days))
    change(Case, case_id, state="closed", outcome="settled")

    assert raised(sweep(now=RECEIVED)) == [("instalment", one) for one in level]


@pytest.mark.parametrize(("kind", "advice"), [("unpaid_wages", ["payment_order"]), ("social_insurance", None)])
def test_a_payment_order_is_suggested_where_the_law_allows_one(station: Working, kind: str, advice: Any) -> None:
    case_id = quiet(station)
    row = instalment(settlement(case_id, kind=kind), case_id, TODAY - timedelta(days=7))

    sweep(now=RECEIVED)

    assert of_rule("instalment")[2].because[0].get("advice") == advice
    change(Instalment, row, state="paid", paid_on=TODAY)
    assert sweep(now=RECEIVED).closed == 1


@pytest.mark.parametrize(("days", "level"), [(0, []), (1, [1]), (14, [1]), (15, [2])])
def test_an_unanswered_request_for_talks_escalates_to_the_union(station: Working, days: int, level: list[int]) -> None:
    with db.transaction() as session:
        reply_by = TODAY - timedelta(days=days)
        session.add(Talks(station_id=station.station.id, employer="城厢厂", received_on=reply_by, reply_by=reply_by, stage="requested", made_at=RECEIVED))

    assert raised(sweep(now=RECEIVED)) == [("talks_reply", one) for one in level]

    told = {1: "union", 2: "supervisor"}
    with db.reading() as session:
        people = session.exec(select(Notice.user_id)).all()
    assert people == [station[told[one]].id for one in level]
    if level == [2]:
        assert of_rule("talks_reply")[2].because[0]["advice"] == ["rectification_opinion"]
