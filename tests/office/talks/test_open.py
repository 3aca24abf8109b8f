"""Talks are opened from every source, corrected with what was there before, requested, dropped; never across stations."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.history import HistoryLine
from mediation.models.talks import Talks, TalksCase, TalksFirm
from mediation.office import talks_base_pages, talks_offered, talks_open, talks_prefill, talks_request
from mediation.office.talks_open import Origin
from tests import make, talks_make
from tests.office.working import LATER, RECEIVED, Working

CODE = "91350100M000100Y43"
FIRM = {
    "name": "城厢建筑公司", "credit_code": CODE, "address": "曹行路1号工地", "industry": "建筑业", "has_union": True,
}  # fmt: skip
PLAIN = {
    "unit": "firm", "firms[0].name": "城厢建筑公司", "firms[0].credit_code": CODE, "firms[0].staff": "180",
    "talks_place": "shanghai", "contract": "wage", "proposer": "workers", "unionised": "true",
    "union_name": "城厢建筑公司工会", "agenda.wage_level": "true", "agenda.term": "true",
}  # fmt: skip


def cluster(working: Working, count: int = 4, firm: dict[str, Any] | None = None) -> list[str]:
    kinds = ("unpaid_wages", "overtime")
    return [
        working.log(
            applicants=[{"name": f"工人{nth}"}], respondents=[firm or FIRM], at=RECEIVED - timedelta(days=nth),
            claims=[{"kind": kinds[nth % 2], "amount": "1000.00"}],
        )  # fmt: skip
        for nth in range(count)
    ]  # fmt: skip


def prefill(working: Working, who: str = "supervisor", **origin: str) -> dict[str, str]:
    with db.reading() as session:
        return dict(talks_prefill.prefill(session, Origin(**origin), user=working[who], now=LATER).values)


def begin(working: Working, given: dict[str, str], who: str = "supervisor", **origin: str) -> str:
    with db.transaction() as session:
        row = talks_open.begin(
            session, given, origin=Origin(**origin), station_id=working.station.id, by=working[who], now=LATER
        )
        return row.id


def correct(working: Working, talks_id: str, given: dict[str, str], version: int | None = None) -> None:
    with db.transaction() as session:
        talks_open.correct(session, talks_id, given, by=working["union"], now=LATER, version=version)


def stored(talks_id: str) -> Talks:
    with db.reading() as session:
        return session.get_one(Talks, talks_id)


def noted(talks_id: str) -> dict[str, Any]:
    with db.reading() as session:
        lines = session.exec(select(HistoryLine).where(HistoryLine.subject_id == talks_id).order_by(col(HistoryLine.seq)))
        return {line.act: json.loads(line.fields_json) for line in lines}


def problems(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.field for one in refused.value.problems}


def test_a_cluster_becomes_talks_with_an_agenda_that_says_why(working: Working) -> None:
    ids = cluster(working)

    given = prefill(working, firm=CODE)

    assert {given[f"firms[0].{name}"] for name in ("name", "credit_code", "address")} == {
        FIRM["name"], CODE, FIRM["address"]
    }  # fmt: skip
    assert (given["industry"], given["unionised"], given["unit"]) == ("建筑业", "true", "firm")
    assert {f"cases.{one}" for one in ids} <= given.keys()
    assert {"agenda.overtime_pay", "agenda.payment_method", "agenda.term"} <= given.keys()

    talks_id = begin(working, {**given, "firms[0].staff": "180"}, firm=CODE)

    row = stored(talks_id)
    assert (row.source, row.stage, row.number) == ("cluster", "preparing", "（2026）曹行协商字第0001号")
    assert (row.employer, row.firm_key, row.staff) == (FIRM["name"], CODE, 180)
    assert len(row.agenda_why["overtime_pay"]["cases"]) == 2
    assert row.agenda.index("overtime_pay") < row.agenda.index("term")
    with db.reading() as session:
        linked = session.exec(select(TalksCase.case_id).where(TalksCase.talks_id == talks_id)).all()
        page = talks_base_pages.page(session, talks_id, user=working["supervisor"], now=LATER)
    assert set(linked) == set(ids)
    assert str(page.agenda[0].why).startswith("2 件争议、2 人、请求金额合计 2,000.00 元")
    assert noted(talks_id)["talks.open"]["cases"] == 4


def test_a_second_round_on_the_same_contract_is_refused_until_the_first_is_dropped(station: Working) -> None:
    talks_id = begin(station, PLAIN)

    with pytest.raises(Refused) as refused:
        begin(station, PLAIN)
    assert problems(refused) == {"firms[0].name"}
    begin(station, {**PLAIN, "contract": "general"})

    with db.transaction() as session, pytest.raises(Refused) as nameless:
        talks_open.withdraw(session, talks_id, reason=" ", by=station["union"], now=LATER)
    assert problems(nameless) == {"reason"}
    with db.transaction() as session:
        talks_open.withdraw(session, talks_id, reason="企业已主动改正", by=station["union"], now=LATER)
    row = stored(talks_id)
    assert (row.stage, row.ended_why, row.ended_note) == ("ended", "withdrawn", "企业已主动改正")
    assert noted(talks_id)["talks.withdraw"]["reason"] == "企业已主动改正"
    begin(station, PLAIN)


def test_what_may_not_be_refused_is_worked_out_by_the_rules_of_the_place(station: Working) -> None:
    twenty = {**PLAIN, "firms[0].staff": "400", "layoff": "20"}

    row = stored(begin(station, twenty))

    assert (row.source, row.matters, row.layoff) == ("mandatory", ["layoff"], 20)
    with db.reading() as session:
        page = talks_base_pages.page(session, row.id, user=station["union"], now=LATER)
        offered = talks_offered.offered(session, twenty, Origin(), user=station["union"], now=LATER)
    assert any("第十五条" in law.title.zh for law in page.matter_laws)
    assert (offered.matters, offered.strict) == (("layoff",), True)
    correct(station, row.id, {**twenty, "layoff": "19"})
    assert (stored(row.id).matters, stored(row.id).layoff) == ([], 19)
    correct(station, row.id, {**twenty, "layoff": "", "stoppage": "true", "talks_place": "national"})
    assert (stored(row.id).matters, stored(row.id).stoppage) == ([], True)
    correct(station, row.id, {**twenty, "layoff": "", "stoppage": "true"})
    assert stored(row.id).matters == ["stoppage"]


@pytest.mark.parametrize(
    ("typed", "clause", "matter"),
    [({"layoff": "20"}, "job_security", "layoff"), ({"hazard": "true"}, "safety", "hazard"), ({"stoppage": "true"}, "other", "stoppage")],
)
def test_what_may_not_be_refused_stands_on_the_agenda_ticked_or_not(
    station: Working, typed: dict[str, str], clause: str, matter: str
) -> None:
    given = {**PLAIN, "firms[0].staff": "400", **typed}
    with db.reading() as session:
        checked = talks_prefill.checked(session, given, user=station["union"], now=LATER)
        shown = talks_offered.offered(session, given, Origin(), user=station["union"], now=LATER)
    assert set(checked) - set(given) == {f"agenda.{clause}"}
    [said] = [one.why for _, clauses in shown.topics for one in clauses if one.key == clause]
    assert said is not None
    assert "不得拒绝" in said.message

    row = stored(begin(station, given))

    assert row.agenda[0] == clause
    assert row.agenda_why[clause] == {
        "from": "matter", "matter": matter, "law": ["ccl-sh-15"],
    }  # fmt: skip
    correct(station, row.id, {**given, "industry": "建筑业"})
    assert clause not in stored(row.id).agenda  # taken off on purpose, while the matter was known
    begun_nationally = begin(station, {**given, "talks_place": "national", "contract": "general"})
    assert clause not in stored(begun_nationally).agenda


def test_a_stoppage_puts_its_own_dispute_on_the_agenda(station: Working) -> None:
    cases = {f"cases.{one}": "true" for one in cluster(station, 1)}
    row = stored(begin(station, {**PLAIN, **cases, "stoppage": "true"}))
    assert (row.agenda[0], row.agenda_why[row.agenda[0]]["from"]) == ("payment_method", "disputes")
    assert "other" not in row.agenda


SECTOR = {
    **PLAIN, "unit": "sector", "sector_name": "城厢区快递行业", "firms[0].staff": "120", "firms[0].authorised": "true",
    "firms[1].name": "速达快递公司", "firms[1].staff": "80", "firms[2].name": "迅捷快递公司", "firms[2].staff": "40",
}  # fmt: skip


def test_several_firms_add_up_and_are_kept_in_their_order(working: Working) -> None:
    talks_id = begin(working, SECTOR)

    row = stored(talks_id)
    assert (row.employer, row.firm_key, row.staff) == ("城厢区快递行业", None, 240)
    fewer = {name: text for name, text in SECTOR.items() if not name.startswith("firms[1]")}
    correct(working, talks_id, {**fewer, "firms[2].staff": ""})
    assert stored(talks_id).staff is None
    with db.reading() as session:
        firms = session.exec(select(TalksFirm).where(TalksFirm.talks_id == talks_id).order_by(col(TalksFirm.position)))
        assert [(one.name, one.staff) for one in firms] == [("城厢建筑公司", 120), ("迅捷快递公司", None)]
    assert noted(talks_id)["talks.correct"] == {
        "number": row.number, "staff": "240 → —", "firms": "速达快递公司，80人；迅捷快递公司，40人 → 迅捷快递公司",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"firms[0].name": " "}, {"firms[0].name"}),
        ({"firms[0].credit_code": "91350100M000100Y44"}, {"firms[0].credit_code"}),
        ({"firms[0].staff": "一百", "planned_on": "下周"}, {"firms[0].staff", "planned_on"}),
        ({"unit": "sector", "sector_name": "快递业"}, {"firms"}),
        ({"firms[1].name": "城厢建筑公司", "firms[1].credit_code": CODE}, {"firms"}),
        ({"unit": "area"}, {"sector_name", "firms"}),
        ({"talks_place": "atlantis", "contract": ""}, {"talks_place", "contract"}),
        ({"layoff": "181"}, {"layoff"}),
        ({"agenda.wage_level": "", "agenda.term": ""}, {"agenda"}),
    ],
)
def test_bad_input_is_refused_beside_its_field(station: Working, changes: dict[str, str], wrong: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        begin(station, {**PLAIN, **changes})

    assert problems(refused) == wrong


def test_a_correction_says_what_was_there_before_and_a_stale_form_is_refused(station: Working) -> None:
    talks_id = begin(station, PLAIN)
    version = stored(talks_id).version

    correct(station, talks_id, {**PLAIN, "union_name": "城厢建筑工会委员会", "agenda.bonus": "true"}, version)

    assert noted(talks_id)["talks.correct"] == {
        "number": stored(talks_id).number, "union_name": "城厢建筑公司工会 → 城厢建筑工会委员会", "agenda": "— → 奖金",
    }  # fmt: skip
    with pytest.raises(Conflict):
        correct(station, talks_id, PLAIN, version)


def test_the_day_of_receipt_starts_the_period_and_holds_the_place(station: Working) -> None:
    talks_id = begin(station, {**PLAIN, "planned_on": "2026-12-15", "meeting_place": "会议室"})
    days = {"proposed_on": "2026-11-12", "received_on": "2026-11-13"}

    with db.transaction() as session:
        found = talks_request.request(session, talks_id, days, by=station["union"], now=LATER)

    assert [(one.code, one.severity) for one in found] == [("proposal.contents", "warning")]
    row = stored(talks_id)
    assert (row.stage, row.reply_by) == ("requested", date(2026, 11, 30))  # the fifteenth day is a Saturday
    assert noted(talks_id)["talks.request"]["received_on"] == "— → 2026-11-13"
    moved = {**PLAIN, "planned_on": "2026-12-15", "meeting_place": "会议室", "talks_place": "national"}
    with pytest.raises(Refused) as unseen:  # only where the moved days are shown first
        correct(station, talks_id, moved)
    assert problems(unseen) == {"talks_place"}
    for wrong, field in (({"received_on": "2026-11-11"}, "received_on"), ({"proposed_on": "2026-11-17"}, "proposed_on"),
                         ({"proposed_on": ""}, "proposed_on")):  # fmt: skip
        with db.transaction() as session, pytest.raises(Refused) as refused:
            talks_request.request(session, talks_id, {**days, **wrong}, by=station["union"], now=LATER)
        assert field in problems(refused)
    assert stored(talks_id).received_on == date(2026, 11, 13)


def test_a_renewal_takes_over_the_old_round_and_closes_its_window(working: Working) -> None:
    until = LATER.date() + timedelta(days=40)
    with db.transaction() as session:
        old = talks_make.talks(
            session, working.station.id, now=LATER, received_on=date(2025, 10, 1), replied_on=date(2025, 10, 9),
            reply="accepted", term_until=until, term_from=until - timedelta(days=364), number="旧1",
            agenda=["bonus", "term"], proposed_on=date(2025, 10, 1),
        )  # fmt: skip
        old_id = old.id
        renewable = talks_prefill.prefill(session, Origin(renews=old_id), user=working["union"], now=LATER)

    assert renewable.values["contract_until"] == until.isoformat()
    assert {name for name in renewable.values if name.startswith("agenda.")} == {"agenda.bonus", "agenda.term"}
    with db.transaction() as session:
        session.get_one(Talks, old_id).stage = "in_force"
    talks_id = begin(working, dict(renewable.values), "union", renews=old_id)
    row = stored(talks_id)
    assert (row.source, row.renews, row.agenda_why["bonus"]) == ("renewal", old_id, {"from": "renewal"})
    with db.transaction() as session:
        talks_request.request(session, talks_id, {"proposed_on": "2026-11-16"}, by=working["union"], now=LATER)
    assert stored(old_id).renewal_proposed_on == date(2026, 11, 16)
    with db.transaction() as session:
        talks_open.withdraw(session, talks_id, reason="另行协商", by=working["union"], now=LATER)
    assert stored(old_id).renewal_proposed_on is None


def test_another_station_and_another_desk_get_nothing(working: Working) -> None:
    ids = cluster(working, 2)
    talks_id = begin(working, PLAIN)
    with db.transaction() as session:
        other = make.station(session, "XZ")
        working.people["stranger"] = make.user(session, "stranger", at=other, role="supervisor")

    with pytest.raises(NotFound):
        prefill(working, "stranger", firm=CODE)
    with pytest.raises(Forbidden):
        begin(working, PLAIN, "police")
    with pytest.raises(Forbidden):
        begin(working, PLAIN, "stranger")
    with db.transaction() as session, pytest.raises(NotFound):
        talks_open.correct(session, talks_id, PLAIN, by=working["stranger"], now=LATER)
    with db.transaction() as session:
        ticks = {f"cases.{one}": "true" for one in ids}
        own = talks_open.begin(
            session, {**PLAIN, **ticks}, origin=Origin(), station_id=other.id, by=working["stranger"], now=LATER
        )
        assert session.exec(select(TalksCase).where(TalksCase.talks_id == own.id)).all() == []
