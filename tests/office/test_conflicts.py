"""The gate: names only, then clear, conflict or unsure; who may see the case after each."""

import json

import pytest
from sqlmodel import col, select

from mediation import db
from mediation.access import Scope
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.docket import ConflictCheck, FirmClient
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.roster import Lawyer
from mediation.office import (
    conflicts,
    conflicts_clients,
    conflicts_decide,
    conflicts_names,
    settlements,
)
from mediation.office.records.duty import NameRecord
from tests.office.onduty import WEDNESDAY, OnDuty, referral_of
from tests.office.working import referrals

FIRM = "城厢建筑公司"


def answer(duty: OnDuty, case_id: str, word: str, who: str = "lawyer", **given: str) -> conflicts.Outcome:
    with db.transaction() as session:
        given_id = referral_of(session, case_id)
        return conflicts.answer(session, given_id, answer=word, by=duty[who], now=WEDNESDAY, **given)


def sees(duty: OnDuty, who: str, case_id: str) -> bool:
    with db.reading() as session:
        scope = Scope(session, duty[who])
        found = [scope.count(model, col(model.case_id) == case_id) for model in (Party, Claim, Referral)]
        assert len({bool(one) for one in found}) == 1
        return bool(scope.count(Case, col(Case.id) == case_id))


def told(who: str) -> list[str]:
    with db.reading() as session:
        rows = session.exec(select(Notice).where(Notice.user_id == who).order_by(col(Notice.made_at)))
        return [row.message % row.params for row in rows]


def list_client(duty: OnDuty, names: str, who: str = "lawyer", kind: str = "client", **given: str) -> int:
    with db.transaction() as session:
        return conflicts_clients.add(session, names, kind=kind, by=duty[who], now=WEDNESDAY, **given)


def lines(case_id: str) -> list[tuple[str, dict]]:
    with db.reading() as session:
        rows = session.exec(select(HistoryLine).where(HistoryLine.case_id == case_id).order_by(col(HistoryLine.seq)))
        return [(row.act, json.loads(row.fields_json)) for row in rows]


def test_a_case_is_shut_until_its_lawyer_says_there_is_no_conflict(duty: OnDuty) -> None:
    case_id = duty.log()
    assert not sees(duty, "lawyer", case_id)

    outcome = answer(duty, case_id, "clear")

    assert outcome == conflicts.Outcome("clear", case_id)
    assert sees(duty, "lawyer", case_id)
    assert not sees(duty, "colleague", case_id)
    assert not sees(duty, "other", case_id)


def test_who_is_clear_has_taken_the_case_on(duty: OnDuty) -> None:
    case_id = duty.log()

    answer(duty, case_id, "clear")

    with db.reading() as session:
        row = referrals(session, case_id)["law_firm"]
    assert (row.state, row.accepted_by) == ("accepted", duty["lawyer"].id)
    assert [act for act, _ in lines(case_id)][-2:] == ["conflict.answer", "referral.accept"]


def test_every_name_of_every_role_is_shown_once(duty: OnDuty) -> None:
    case_id = duty.log(applicants=[{"name": "张玥"}, {"name": "李堃"}], workers=2)
    with db.transaction() as session:
        made = settlements.begin(session, case_id, by=duty["mediator"], now=WEDNESDAY)
        terms = {"group": [{"name": "王祎"}, {"name": "张玥"}], "account": {"name": "王祎之妻", "number": ""}}
        settlements.save(session, made, terms, by=duty["mediator"], now=WEDNESDAY)

    with db.reading() as session:
        found = conflicts_names.names_of(session, case_id)

    assert found == (
        NameRecord("applicant", "person", "张玥"), NameRecord("applicant", "person", "李堃"),
        NameRecord("respondent", "employer", FIRM), NameRecord("group", "person", "王祎"),
        NameRecord("payee", "person", "王祎之妻"),
    )  # fmt: skip


def test_a_conflict_of_the_firm_goes_to_a_lawyer_of_another_firm(duty: OnDuty) -> None:
    case_id = duty.log()

    outcome = answer(duty, case_id, "conflict")

    assert outcome.next_lawyer == "other律师"
    assert not sees(duty, "lawyer", case_id)
    with db.reading() as session:
        assert referrals(session, case_id)["law_firm"].assigned_to == duty["other"].id
        number = session.get_one(Case, case_id).number
    assert told(duty["other"].id) == [f"案件 {number} 改由您承接，请先核对当事人名称"]
    assert told(duty["supervisor"].id) == [f"案件 {number}：lawyer律师不能承接，已改请other律师核对"]
    passed = {"return_code": "conflict_of_interest", "lawyer": "lawyer律师", "next_lawyer": "other律师"}
    assert ("referral.reassign", passed) in lines(case_id)


def test_a_colleague_is_asked_only_where_the_conflict_is_personal(duty: OnDuty) -> None:
    first, second = duty.log(), duty.log()
    with db.transaction() as session:
        session.get_one(Lawyer, duty.lawyers["other"].id).active = False

    assert answer(duty, first, "conflict", ground="personal").next_lawyer == "colleague律师"
    assert answer(duty, second, "conflict", ground="firm").next_lawyer == ""


def test_without_another_lawyer_the_case_is_sent_back_with_its_code_and_routed_again(duty: OnDuty) -> None:
    case_id = duty.log()
    answer(duty, case_id, "conflict")
    answer(duty, case_id, "conflict", "other")

    with db.reading() as session:
        assert "law_firm" not in referrals(session, case_id)
        row = session.exec(select(Referral).where(Referral.case_id == case_id, Referral.state == "returned")).one()
    assert row.return_code == "conflict_of_interest"
    assert "已退回重新分流" in told(duty["supervisor"].id)[-1]
    assert not sees(duty, "colleague", case_id)


def test_what_a_lawyer_is_unsure_of_stays_shut_until_the_supervisor_decides(duty: OnDuty) -> None:
    case_id = duty.log()
    answer(duty, case_id, "unsure")
    assert not sees(duty, "lawyer", case_id)
    with pytest.raises(Conflict):
        answer(duty, case_id, "clear")

    with db.reading() as session:
        (waiting,) = conflicts_decide.unsure(session, user=duty["supervisor"])
        assert conflicts_decide.unsure(session, user=duty["mediator"]) == ()
    assert ([one.name for one in waiting.names], waiting.lawyer) == (["张玥", FIRM], "lawyer律师")
    with db.transaction() as session:
        conflicts_decide.settle(
            session, waiting.id, decision="clear", reason="只是同名", by=duty["supervisor"], now=WEDNESDAY
        )

    assert sees(duty, "lawyer", case_id)
    with db.reading() as session:
        assert conflicts_decide.unsure(session, user=duty["supervisor"]) == ()


@pytest.mark.parametrize(("decision", "following"), [("other", "other律师"), ("conflict", "other律师")])
def test_a_supervisor_may_let_another_lawyer_look(duty: OnDuty, decision: str, following: str) -> None:
    case_id = duty.log()
    answer(duty, case_id, "unsure")

    with db.transaction() as session:
        (waiting,) = conflicts_decide.unsure(session, user=duty["supervisor"])
        found = conflicts_decide.settle(
            session, waiting.id, decision=decision, reason="另请", by=duty["supervisor"], now=WEDNESDAY
        )

    assert found == following
    assert not sees(duty, "lawyer", case_id)


def test_only_a_supervisor_decides_and_says_why(duty: OnDuty) -> None:
    case_id = duty.log()
    answer(duty, case_id, "unsure")
    with db.reading() as session:
        check = session.exec(select(ConflictCheck)).one().id

    for who, reason, refusal in (("mediator", "x", Forbidden), ("lawyer", "x", Forbidden), ("supervisor", " ", Refused)):
        with pytest.raises(refusal), db.transaction() as session:
            conflicts_decide.settle(session, check, decision="clear", reason=reason, by=duty[who], now=WEDNESDAY)


def test_a_client_on_the_firms_list_can_not_be_called_clear(duty: OnDuty) -> None:
    case_id = duty.log()
    list_client(duty, f" {FIRM} ")

    with pytest.raises(Refused) as refused:
        answer(duty, case_id, "clear")

    assert refused.value.problems[0].params == {"name": FIRM}
    assert not sees(duty, "lawyer", case_id)
    answer(duty, case_id, "clear", "other")


@pytest.mark.parametrize(("name", "kind"), [(FIRM, "former"), ("上海城厢建筑有限公司", "client"), ("张玥", "client")])
def test_a_former_client_a_variant_or_a_namesake_is_a_hint_and_no_bar(duty: OnDuty, name: str, kind: str) -> None:
    case_id = duty.log()
    list_client(duty, name, kind=kind)

    with db.reading() as session:
        lawyer = session.get_one(Lawyer, duty.lawyers["lawyer"].id)
        (hit,) = conflicts_clients.match(session, lawyer, conflicts_names.names_of(session, case_id))
    answer(duty, case_id, "clear")

    assert hit.client == name
    assert sees(duty, "lawyer", case_id)


def test_a_firms_list_is_sealed_and_its_own(duty: OnDuty) -> None:
    assert list_client(duty, f"{FIRM}\n\n上海 宏达公司\n上海宏达公司\n") == 2
    assert list_client(duty, FIRM) == 0

    with db.reading() as session:
        shown = {who: _listed(session, duty[who]) for who in ("lawyer", "colleague", "other")}
        rows = session.exec(select(FirmClient)).all()
    own = ["上海 宏达公司", FIRM]
    assert shown == {"lawyer": own, "colleague": own, "other": []}
    assert not any(FIRM.encode() in row.name_sealed for row in rows)
    with pytest.raises(Forbidden), db.reading() as session:
        conflicts_clients.listing(session, user=duty["supervisor"])
    with pytest.raises(NotFound), db.transaction() as session:
        conflicts_clients.remove(session, rows[0].id, by=duty["other"], now=WEDNESDAY)
    with db.transaction() as session:
        conflicts_clients.remove(session, rows[0].id, by=duty["colleague"], now=WEDNESDAY)
    with db.reading() as session:
        assert len(_listed(session, duty["lawyer"])) == 1


def _listed(session: object, user: object) -> list[str]:
    return sorted(one.name for one in conflicts_clients.listing(session, user=user))  # type: ignore[arg-type]


def test_an_affiliate_says_whose_it_is(duty: OnDuty) -> None:
    with pytest.raises(Refused):
        list_client(duty, FIRM, kind="affiliate")
    list_client(duty, FIRM, kind="affiliate", affiliate_of="城厢集团")

    case_id = duty.log()
    with pytest.raises(Refused):
        answer(duty, case_id, "clear")


def test_what_the_list_matched_is_kept_without_the_clients_name(duty: OnDuty) -> None:
    case_id = duty.log()
    list_client(duty, "上海城厢建筑有限公司")

    answer(duty, case_id, "unsure")

    with db.reading() as session:
        row = session.exec(select(ConflictCheck)).one()
        assert Scope(session, duty["supervisor"]).count(ConflictCheck) == 0
    assert row.found == [{"name": FIRM, "grade": "variant", "kind": "client"}]


def test_the_gate_is_for_lawyers_of_the_station_and_living_referrals(duty: OnDuty) -> None:
    case_id = duty.log()
    with db.reading() as session:
        given, union = referral_of(session, case_id), referrals(session, case_id)["judicial_office"].id

    for who, wanted, refusal in (
        ("mediator", given, NotFound), ("lawyer", union, NotFound), ("lawyer", "nothing", NotFound),
        ("lawyer", "没有", NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal), db.transaction() as session:
            conflicts.answer(session, wanted, answer="clear", by=duty[who], now=WEDNESDAY)
    with pytest.raises(Refused):
        answer(duty, case_id, "perhaps")


def test_an_account_that_is_no_lawyer_on_the_roster_opens_nothing(duty: OnDuty) -> None:
    case_id = duty.log()
    with db.transaction() as session:
        session.get_one(Lawyer, duty.lawyers["lawyer"].id).active = False

    with pytest.raises(Forbidden):
        answer(duty, case_id, "clear")


def test_a_lawyer_who_finds_a_conflict_later_loses_the_case_at_once(duty: OnDuty) -> None:
    case_id = duty.log()
    answer(duty, case_id, "clear")

    answer(duty, case_id, "conflict")

    assert not sees(duty, "lawyer", case_id)
