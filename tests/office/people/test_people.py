"""Parties after intake: added, corrected, taken out; who acts for them; the chain; a case taken apart and mended."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from mediation import db, seals
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.clock_entry import ClockEntry
from mediation.models.group import GroupWorker
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.models.roster import Firm, Lawyer
from mediation.models.supervision import CaseSplit, DuplicatePair
from mediation.office import duplicates, people
from mediation.office.consents import answers
from mediation.office.consents.answers import Answer
from mediation.office.people import alike, chain, correcting, keeping, pages, representatives, splitting, whole
from mediation.office.people.chain import Fresh, NewSign, Row
from tests.office.working import FILE, LATER, Working, dates, referrals

ID = "11010519491231002X"
OTHER_ID = "440524188001010014"
TWO: dict[str, Any] = {
    "applicants": [*FILE["applicants"], {"name": "李四", "phone": "13900005678"}],
    "claims": [{"kind": "unpaid_wages", "amount": "8000.00"}, {"kind": "overtime", "amount": "500.00"}],
}


def party(session: Session, case_id: str, name: str) -> Party:
    return session.exec(select(Party).where(Party.case_id == case_id, Party.name == name)).one()


def by(station: Working, who: str = "mediator") -> dict[str, Any]:
    return {"by": station[who], "now": LATER}


def lines(session: Session, act: str) -> list[str]:
    return [one.fields_json for one in session.exec(select(HistoryLine).where(HistoryLine.act == act))]


def form(row: Party, **changes: Any) -> dict[str, Any]:
    names = ("kind", "name", "address", "credit_code", "industry", "union_member", "migrant", "hardship", "chain_role")
    return {name: getattr(row, name) for name in names if getattr(row, name) is not None} | changes


def test_a_party_is_added_corrected_and_taken_out_and_the_rules_have_their_say(working: Working) -> None:
    case_id = working.log()
    with db.transaction() as session:
        keeping.add(session, case_id, "applicant", {"kind": "person", "name": "李四", "id_number": OTHER_ID}, **by(working))
        first = party(session, case_id, "张玥")
        keeping.edit(session, first.id, form(first, hardship=True, address="某路 1 号"), **by(working))
    with db.transaction() as session:
        added = party(session, case_id, "李四")
        assert (added.sex, added.id_number_tail, session.get_one(Case, case_id).workers) == ("male", "0014", 2)
        assert seals.open(added.id_number_sealed or b"", table="party", column="id_number", row=added.id) == OTHER_ID
        assert party(session, case_id, "张玥").id_number_tail == "002X"
        assert session.get_one(Case, case_id).situation["applicant_hardship"] is True
        keeping.take_out(session, added.id, "另行处理", **by(working))
    with db.transaction() as session:
        assert [one.name for one in people.parties(session, case_id) if one.side == "applicant"] == ["张玥"]
        assert session.get_one(Case, case_id).workers == 1
        with pytest.raises(Refused, match="每一方至少"):
            keeping.take_out(session, party(session, case_id, "张玥").id, "x", **by(working))
        keeping.take_back(session, added.id, **by(working))
        assert len(people.parties(session, case_id)) == 3
        told = " ".join([*lines(session, "party.edit"), *lines(session, "party.add"), *lines(session, "party.leave")])
        assert "hardship" in told
        assert not {"李四", "另行处理", OTHER_ID} & set(told.split('"'))


def test_numbers_are_checked_and_an_older_version_is_not_written_over(station: Working) -> None:
    case_id = station.log()
    with db.transaction() as session:
        row = party(session, case_id, "张玥")
        with pytest.raises(Refused) as fault:
            keeping.edit(session, row.id, form(row, id_number="110105194912310021"), **by(station))
        assert {one.field for one in fault.value.problems} == {"id_number"}
        with pytest.raises(Refused, match="性别"):
            keeping.edit(session, row.id, form(row, sex="male"), **by(station))
        with pytest.raises(keeping.Outdated):
            keeping.edit(session, row.id, form(row, name="张月"), **by(station), seen="0" * 32)
        with pytest.raises(Refused, match="怎样联系"):
            keeping.edit(session, row.id, form(row, contact_unsafe=True), **by(station))
        with pytest.raises(NotFound):
            keeping.edit(session, row.id, form(row), by=station["admin"], now=LATER)


def test_nobody_is_a_party_of_one_case_twice(station: Working) -> None:
    case_id = station.log()
    firm, other = {"kind": "employer", "name": "城 厢建筑公司"}, {"kind": "employer", "name": "另一家公司"}
    with db.transaction() as session:
        for side, data, field in (
            ("respondent", firm, "name"), ("applicant", firm, "name"),
            ("respondent", {**other, "credit_code": "91350100M000100Y43"}, "name"),
            ("applicant", {"kind": "person", "name": "李四", "id_number": ID}, "id_number"),
        ):  # fmt: skip
            with pytest.raises(Refused) as fault:
                keeping.add(session, case_id, side, data, **by(station))
            assert [one.field for one in fault.value.problems] == [field]
        keeping.add(session, case_id, "applicant", {"kind": "person", "name": "张玥", "id_number": OTHER_ID}, **by(station))
        added = keeping.add(session, case_id, "respondent", other, **by(station))
        with pytest.raises(Refused):
            keeping.edit(session, added.id, form(added, name="城厢建筑公司"), **by(station))
        keeping.take_out(session, added.id, "登记有误", **by(station))
        keeping.add(session, case_id, "respondent", other, **by(station))


def test_the_stations_lawyer_acts_for_no_side_and_powers_are_named(station: Working) -> None:
    case_id = station.log()
    plain = {"name": "赵律师", "capacity": "lawyer", "authority": "special", "power_settle": True, "office": "某某律师事务所"}
    with db.transaction() as session:
        firm = Firm(station_id=station.station.id, name="上海正大律师事务所")
        session.add(firm)
        session.flush()
        session.add(Lawyer(station_id=station.station.id, firm_id=firm.id, name="钱值班"))
        worker, other = party(session, case_id, "张玥"), party(session, case_id, "城厢建筑公司")
        for wrong in ({"name": "钱值班"}, {"office": "上海正大律师事务所"}):
            with pytest.raises(Refused, match="不能代理本案任何一方"):
                representatives.add(session, worker.id, plain | wrong, **by(station))
        row = representatives.add(session, worker.id, {**plain, "given_on": "2026-11-16", "phone": "13800001111"}, **by(station))
        with pytest.raises(Refused, match="不能代理双方"):
            representatives.add(session, other.id, plain, **by(station))
        with pytest.raises(Refused, match="逐项选择"):
            representatives.add(session, other.id, {"name": "周", "capacity": "staff", "authority": "special"}, **by(station))
        today = LATER.date()
        [line] = people.representatives_of(session, worker.id, today)
        assert not line.may("settle")  # no written authority on file yet
        assert people.representatives_of(session, worker.id, date(2026, 11, 15)) == []
        representatives.end(session, row.id, "撤销委托", **by(station))
        assert people.representatives_of(session, worker.id, today) == []


def test_an_entry_of_who_acts_is_corrected_and_what_it_said_stays_on_file(station: Working) -> None:
    case_id = station.log()
    said = {"name": "周敏", "capacity": "kin", "authority": "general", "phone": "13800001111"}
    with db.transaction() as session:
        row = representatives.add(session, party(session, case_id, "张玥").id, said, **by(station))
        seen = correcting.seal_of(row)
        settling = said | {"authority": "special", "power_settle": True, "phone": ""}
        with pytest.raises(Refused):
            correcting.correct(session, row.id, said | {"capacity": "staff"}, seen=seen, **by(station))
        correcting.correct(session, row.id, settling, seen=seen, **by(station))
        [line] = people.representatives_of(session, row.party_id, LATER.date())
        assert (line.id, line.powers, line.masked[0][0]) == (row.id, ("settle",), "phone")
        [old] = correcting.former(session, row.id, user=station["mediator"])
        assert (old.powers, old.authority, old.replaced_at) == ([], "general", LATER)
        assert seals.open(old.phone_sealed or b"", table="representative", column="phone", row=old.id) == "13800001111"
        with pytest.raises(keeping.Outdated):
            correcting.correct(session, row.id, said, seen=seen, **by(station))
        with pytest.raises(Conflict):
            correcting.correct(session, old.id, said, **by(station))
        assert lines(session, "representative.correct") != []


def test_the_chain_is_kept_in_one_form_and_a_new_firm_becomes_a_respondent(station: Working) -> None:
    case_id = station.log()
    with db.transaction() as session:
        firm = party(session, case_id, "城厢建筑公司")
        rows = [Row(firm.id, "subcontractor", NewSign("payslip", words="每月 15 日发"))]
        chain.save(session, case_id, rows, Fresh("总包公司", "general_contractor"), **by(station))
    with db.transaction() as session:
        page = pages.of_case(session, case_id, user=station["mediator"], now=LATER)
        assert [one.values["chain_role"] for one in chain.respondents(page.parties)] == ["subcontractor", "general_contractor"]
        assert (page.reading.state, page.reading.unproven) == ("open", True)
        assert page.reading.joins == ()
        sign = page.parties[1].signs[0].id
        chain.save(session, case_id, [Row(firm.id, "subcontractor", drop=frozenset({sign}))], **by(station))
        page = pages.of_case(session, case_id, user=station["mediator"], now=LATER)
        assert page.reading.state == "nothing"
        with pytest.raises(Refused) as fault:
            chain.save(session, case_id, [Row(firm.id, "x", NewSign("y", evidence_id="none"))], **by(station))
        assert {one.field for one in fault.value.problems} == {
            "firms[0].chain_role", "firms[0].sign_kind", "firms[0].evidence_id"
        }  # fmt: skip


def test_a_case_is_taken_apart_and_mended_while_nobody_worked_on_the_new_one(working: Working) -> None:
    case_id = working.log(**TWO)
    with db.transaction() as session:
        noted: dict[str, Any] = {"noted_at": LATER, "noted_by": working["mediator"].id}
        entry = ClockEntry(
            station_id=working.station.id, case_id=case_id, sort="interruption", code="claimed", on=date(2026, 11, 1), **noted
        )
        session.add(entry)
        claims = {one.kind: one.id for one in session.exec(select(Claim))}
        of: dict[str, Any] = {"station_id": working.station.id, "case_id": case_id, "name": "李四", "position": 0}
        session.add(GroupWorker(party_id=party(session, case_id, "李四").id, state="agreed", **of))
        chosen = frozenset({party(session, case_id, "李四").id})
        with pytest.raises(Refused):
            splitting.split(session, case_id, parties=chosen, claims={}, reason="x", **by(working))
        new_id = splitting.split(
            session, case_id, parties=chosen, claims={claims["overtime"]: "move", claims["unpaid_wages"]: "both"},
            reason="两人争议各不相干", **by(working),
        ).id  # fmt: skip
    with db.transaction() as session:
        new = session.get_one(Case, new_id)
        assert [one.name for one in people.parties(session, new_id)] == ["李四", "城厢建筑公司"]
        assert [one.name for one in people.parties(session, case_id)] == ["张玥", "城厢建筑公司"]
        assert (new.split_from, new.workers, new.received_on) == (case_id, 1, session.get_one(Case, case_id).received_on)
        assert sorted(session.exec(select(Claim.kind).where(Claim.case_id == new_id))) == ["overtime", "unpaid_wages"]
        assert len(session.exec(select(ClockEntry).where(ClockEntry.case_id == new_id)).all()) == 1
        assert referrals(session, new_id).keys() == referrals(session, case_id).keys()
        assert dates(session, new_id)
        assert duplicates.search_all(session, now=LATER) == 0
        copied = party(session, new_id, "李四")
        assert seals.open(copied.phone_sealed or b"", table="party", column="phone", row=copied.id) == "13900005678"
        assert session.exec(select(GroupWorker.state)).one() == "left"
        split_id = session.exec(select(CaseSplit.id)).one()
        with pytest.raises(NotFound):
            splitting.undo(session, "none", **by(working))
        splitting.undo(session, split_id, **by(working))
    with db.transaction() as session:
        assert len(people.parties(session, case_id)) == 3
        assert sorted(session.exec(select(Claim.kind).where(Claim.case_id == case_id))) == ["overtime", "unpaid_wages"]
        assert (session.get_one(Case, new_id).state, session.get_one(Case, new_id).merged_into) == ("closed", case_id)
        assert not referrals(session, new_id)
        assert session.exec(select(GroupWorker.state)).one() == "agreed"
        with pytest.raises(Conflict):
            splitting.undo(session, split_id, **by(working))


def test_who_goes_over_in_a_split_takes_only_the_own_answer_along(station: Working) -> None:
    case_id = station.log(**{**TWO, "respondents": [*FILE["respondents"], {"name": "外包公司"}]})
    with db.transaction() as session:
        for name, agreed in (("城厢建筑公司", False), ("李四", True)):
            answers.note(session, party(session, case_id, name).id, Answer("mediation", agreed, "phone", LATER), **by(station))
        assert session.get_one(Case, case_id).mediation == "refused"
        overtime = session.exec(select(Claim.id).where(Claim.kind == "overtime")).one()
        chosen = frozenset(party(session, case_id, one).id for one in ("李四", "外包公司"))
        new = splitting.split(session, case_id, parties=chosen, claims={overtime: "move"}, reason="x", **by(station))
        assert (new.mediation, new.willing_applicant, new.willing_respondent) == ("open", True, None)
        assert session.get_one(Case, case_id).mediation == "refused"


def test_a_split_is_not_undone_once_somebody_worked_on_the_new_case(station: Working) -> None:
    case_id = station.log(**TWO)
    with db.transaction() as session:
        overtime = session.exec(select(Claim.id).where(Claim.kind == "overtime")).one()
        new = splitting.split(session, case_id, parties=frozenset(), claims={overtime: "move"}, reason="x", **by(station))
        new_id, split_id = new.id, session.exec(select(CaseSplit.id)).one()
    with db.transaction() as session:
        keeping.source(session, new_id, "walk_in", "沪劳 1 号", by=station["mediator"], now=LATER + timedelta(minutes=1))
        with pytest.raises(Conflict, match="已有办理记录"):
            splitting.undo(session, split_id, by=station["mediator"], now=LATER + timedelta(minutes=2))


def test_one_page_holds_all_cases_of_a_person_that_the_user_sees(station: Working) -> None:
    first, second = station.log(), station.log(respondents=[{"name": "别的公司"}])
    namesake = station.log(applicants=[{"name": "张玥", "id_number": OTHER_ID}], claims=[{"kind": "maternity"}])
    with db.reading() as session:
        person = party(session, first, "张玥").id
        page = whole.page(session, "person", person, user=station["mediator"], now=LATER)
        firm = whole.page(session, "firm", party(session, first, "城厢建筑公司").id, user=station["mediator"], now=LATER)
        assert ({one.row.id for one in page.cases}, [one.id for one in page.namesakes]) == ({first, second}, [namesake])
        assert {one.row.id for one in firm.cases} == {first, namesake}
        assert [one.claimed for one in page.cases] == [800000, 800000]
        with pytest.raises(NotFound):
            whole.page(session, "firm", person, user=station["mediator"], now=LATER)
        with pytest.raises(Refused):
            whole.page(session, "person", person, user=station["admin"], now=LATER)


def test_what_is_typed_finds_the_person_by_sound_with_the_firm_and_by_number_alone(station: Working) -> None:
    case_id = station.log()

    def found(name: str, number: str = "", firm: str = "") -> list[tuple[str, ...]]:
        with db.reading() as session:
            typed = alike.Typed(((name, number),), ((firm, ""),))
            near = alike.near(session, typed, station_id=station.station.id, user=station["mediator"], now=LATER)
            return [one.signs for one in near]

    assert found("张悦", firm="上海城厢建筑有限公司") == [("like_name", "like_firm", "near_dates")]
    assert found("Zhang Yue", firm="城厢建筑公司") == [("like_name", "same_firm", "near_dates")]
    assert found("张玥") == [("same_name", "near_dates")]
    assert found("张玥", firm="别的公司") == [("same_name", "near_dates")]
    assert found("张悦", firm="别的公司") == []
    assert found("改名", ID, "别的公司") == [("same_id", "near_dates")]
    assert found("张玥", OTHER_ID, "城厢建筑公司") == []
    with db.transaction() as session:
        new = session.get_one(Case, station.log(applicants=[{"name": "王五"}]))
        alike.pair(session, new, case_id, **by(station))
        assert session.exec(select(DuplicatePair.other_id)).one() == case_id
