"""Teams of wage talks: incomplete is shown, unlawful is refused, vacancies run, protection and terms are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.domain.worktime import ZONE
from mediation.models.history import HistoryLine
from mediation.models.talks import Talks, TalksClock, TalksMember
from mediation.office import history, talks, talks_team, talks_team_pages, talks_team_paste
from tests import make, talks_make
from tests.office.working import Working

NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)
ROLL = "姓名\t职务\t性别\t方式\n方红\t工会主席\t女\t\n李强\t装配工\t男\t选派\n赵敏\t质检员\t女\t工会选派"
ASKED = {"proposed_on": date(2026, 11, 1), "received_on": date(2026, 11, 2), "replied_on": date(2026, 11, 16), "reply": "accepted"}


@pytest.fixture
def talks_id(station: Working) -> str:
    with db.transaction() as session:
        return talks_make.talks(session, station.station.id, now=NOW, **ASKED).id


@contextmanager
def page(station: Working, talks_id: str, now: datetime = NOW) -> Iterator[Any]:
    with db.reading() as session:
        yield talks_team_pages.page(session, talks_id, user=station["union"], now=now)


def act(station: Working, do: Any, *args: Any, now: datetime = NOW, **given: Any) -> Any:
    with db.transaction() as session:
        return do(session, *args, by=station["union"], now=now, **given)


def enter(station: Working, talks_id: str, side: str = "workers", roll: str = ROLL) -> None:
    given = {"roll": roll, "roll_side": side, "roll_since": "2026-11-16", "roll_chief": "none"}
    act(station, talks_team.add_list, talks_id, given)


def refused(station: Working, do: Any, *args: Any, **given: Any) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        act(station, do, *args, **given)
    return {one.field: one.text() for one in caught.value.problems}


def member(talks_id: str, name: str) -> TalksMember:
    with db.reading() as session:
        return session.exec(select(TalksMember).where(TalksMember.talks_id == talks_id, TalksMember.name == name)).one()


def codes(found: Any) -> set[tuple[str, str]]:
    return {(one.code, one.side) for one in found if one.severity == "error"}


PERSON = {"side": "employer", "name": "周明", "post": "legal_representative", "chosen": "office", "chief": "yes", "since": "2026-11-16"}


def test_a_pasted_list_is_one_act_of_all_or_none(station: Working, talks_id: str):
    unread = {"roll": ROLL.replace("选派", "抓阄", 1), "roll_side": "workers", "roll_since": "2026-11-16"}
    assert "第 3 行" in refused(station, talks_team.add_list, talks_id, unread)["roll"]
    with page(station, talks_id) as found:
        assert [len(side.serving) for side in found.sides] == [0, 0]

    enter(station, talks_id)

    with page(station, talks_id) as found:
        told = [(one.name, one.post, one.chosen, one.woman) for one in found.sides[0].serving]
        assert told == [("方红", "union_head", "office", True), ("李强", "other", "union", False), ("赵敏", "other", "union", True)]
        assert codes(found.findings) == {("team.chief", "workers"), ("team.least", "employer"), ("team.chief", "employer")}
    with db.reading() as session:
        lines = session.exec(select(HistoryLine).where(HistoryLine.act == "talks.member_list")).all()
        assert [line.subject_id for line in lines] == [talks_id]
        assert history.verify(session).broken is None
    with db.transaction() as session:
        stranger = make.user(session, "yuan", at=make.station(session, "XZ"))
    with db.transaction() as session, pytest.raises(NotFound):
        talks_team.add(session, talks_id, PERSON, by=stranger, now=NOW)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("李强,装配工,男,推举\n赵敏,质检员,女,选举", [("李强", "elected"), ("赵敏", "elected")]),
        ("  李强   装配工  男  推举  ", [("李强", "elected")]),
        ("方式\t姓名\n指派\t吴刚", [("吴刚", "employer")]),
        ("Name\tSex\tHow chosen\nWu Gang\tM\tEmployer", [("Wu Gang", "employer")]),
        ("姓名\t职务\t性别\t方式\t首席\n周明\t法定代表人\t男\t\t是", [("周明", "office")]),
    ],
)
def test_lists_are_read_as_spreadsheets_give_them(text: str, told: list[tuple[str, str]]):
    found = talks_team_paste.read(text)

    assert found.problems == ()
    assert [(one["name"], one["chosen"]) for one in found.rows] == told
    assert found.rows[0].get("chief", "") == ("yes" if "是" in text else "")


HEADS = "姓名\t职务\t性别\t方式\n"
DELEGATE = HEADS + "吴刚\t法定代表人授权的财务总监\t男\t书面委托\n郑洁\t人事经理\t女\t指派"


@pytest.mark.parametrize(
    ("side", "roll", "more", "chief", "why"),
    [
        ("workers", ROLL, {}, "方红", "工会主席"),
        ("workers", ROLL, {"roll_chief": "none"}, None, ""),
        ("workers", ROLL.replace("方式", "方式\t首席"), {}, None, ""),
        ("workers", ROLL.replace("李强", "方红梅").replace("车间主任", "工会副主席"), {}, "方红", "工会主席"),
        ("employer", HEADS + "周明\t董事长、法定代表人\t男\t\n吴刚\t总监\t男\t书面委托", {}, "周明", "法定代表人"),
        ("employer", DELEGATE, {}, "吴刚", "书面委托"),
        ("employer", DELEGATE.replace("指派", "书面委托"), {}, None, ""),
    ],
)
def test_a_list_that_names_no_chief_has_the_chief_by_law(
    station: Working, talks_id: str, side: str, roll: str, more: dict[str, str], chief: str | None, why: str
):
    given = {"roll": roll, "roll_side": side, "roll_since": "2026-11-16", **more}
    with db.reading() as session:
        looked = talks_team_pages.listed(session, talks_id, given, user=station["union"])
        shown = talks_team_pages.page(session, talks_id, user=station["union"], now=NOW, pasted=looked).chief

    stored = act(station, talks_team.add_list, talks_id, given)

    assert [one.name for one in stored.members if one.chief] == ([chief] if chief else [])
    assert (shown is None) == (chief is None) == (stored.by_law is None)
    if shown is not None:
        assert why in shown.why.message
        assert "上海市集体合同条例 第七条" in shown.laws[0].title.zh
    again = HEADS + f"孙立\t{'新任工会主席' if side == 'workers' else '法定代表人'}\t男\t因职务"
    second = act(station, talks_team.add_list, talks_id, {**given, "roll": again, "roll_chief": "law"})
    assert [one.chief for one in second.members] == [chief is None]


def test_without_a_union_the_law_names_no_chief_of_the_workers(station: Working, talks_id: str):
    with db.transaction() as session:
        session.get_one(Talks, talks_id).unionised = False
    listed = act(station, talks_team.add_list, talks_id, {"roll": ROLL, "roll_side": "workers", "roll_since": "2026-11-16"})
    assert [one.chief for one in listed.members] == [False, False, False]


@pytest.mark.parametrize("text", ["", " \n ", "姓名\t职务", "李强\t工人\t不详\t推举", "李强\t工人\t男\t", "李强\n" * 61])
def test_what_could_mean_two_things_is_asked_again(text: str):
    assert talks_team_paste.read(text).problems


def test_an_outsider_or_a_second_person_as_chief_and_one_person_on_both_sides_are_refused(station: Working, talks_id: str):
    enter(station, talks_id)
    both = refused(station, talks_team.add, talks_id, {**PERSON, "name": "李强"})
    outsider = refused(station, talks_team.add, talks_id, {**PERSON, "outsider": "yes"})
    two = "姓名\t方式\t首席\n甘强\t选派\t是\n肖敏\t选派\t是"

    assert "上海市集体合同条例" in outsider["chief"]
    assert "首席代表不得由非本单位人员代理" in outsider["chief"]
    assert "李强 同时担任双方代表" in both["name"]
    assert "首席代表应为一人" in refused(
        station, talks_team.add_list, talks_id, {"roll": two, "roll_side": "workers", "roll_since": "2026-11-16"}
    )["roll"]
    assert "同名" in refused(station, talks_team.add, talks_id, {**PERSON, "side": "workers", "name": "李强"})["name"]


def test_the_office_of_chief_passes_on_and_a_trial_stores_nothing(station: Working, talks_id: str):
    enter(station, talks_id)
    first = member(talks_id, "方红")
    given = {"name": "方红", "post": "union_head", "chosen": "office", "chief": "yes", "woman": "yes", "since": "2026-11-16"}
    with db.reading() as session:
        tried = talks_team_pages.trial(session, talks_id, given, user=station["union"], now=NOW, member_id=first.id)
        assert ("team.chief", "workers") not in codes(tried)
    with page(station, talks_id) as found:
        assert ("team.chief", "workers") in codes(found.findings)

    act(station, talks_team.correct, talks_id, first.id, given)
    heir = {"side": "workers", "name": "钱主席", "post": "union_head", "chosen": "office", "chief": "yes", "since": "2026-11-20"}
    act(station, talks_team.add, talks_id, heir)

    assert (member(talks_id, "方红").chief, member(talks_id, "钱主席").chief) == (False, True)


def test_an_unlawful_team_is_not_named_and_a_lawful_one_is_on_the_last_day(station: Working, talks_id: str):
    enter(station, talks_id)
    told = refused(station, talks_team.name_teams, talks_id, {"named_workers_on": "2026-11-20"})
    assert "首席代表应为一人，现为 0 人" in told["named_workers_on"]
    act(station, talks_team.correct, talks_id, member(talks_id, "方红").id,
        {"name": "方红", "post": "union_head", "chosen": "office", "chief": "yes", "woman": "yes", "since": "2026-11-16"})  # fmt: skip
    assert "晚于今天" in refused(station, talks_team.name_teams, talks_id, {"named_workers_on": "2026-11-24"})["named_workers_on"]

    for on, state in (("2026-12-01", "met"), ("2026-12-02", "late")):
        now = datetime(2026, 12, 3, tzinfo=ZONE)
        act(station, talks_team.name_teams, talks_id, {"named_workers_on": on}, now=now)
        with page(station, talks_id, now) as found:
            [own] = [one for one in found.periods if (one.clock, one.side) == ("talks.representatives", "workers")]
            assert (own.state, own.last_on, own.number) == (state, date(2026, 12, 1), "N03")
            [term] = [one for one in found.periods if one.clock == "talks.mandate"]
            assert term.receipt.trigger_on == date.fromisoformat(on)


def test_a_seat_given_up_is_vacant_until_somebody_takes_it(station: Working, talks_id: str):
    enter(station, talks_id)
    left = {"until": "2026-11-20", "left_why": "离职"}
    assert "早于担任代表之日" in refused(station, talks_team.leave, talks_id, member(talks_id, "李强").id, {**left, "until": "2026-11-15"})["until"]
    assert "left_why" in refused(station, talks_team.leave, talks_id, member(talks_id, "李强").id, {"until": "2026-11-20"})

    act(station, talks_team.leave, talks_id, member(talks_id, "李强").id, left)

    with page(station, talks_id) as found:
        [vacancy] = [one for one in found.periods if one.clock == "talks.vacancy"]
        assert (vacancy.about, vacancy.state, vacancy.last_on, vacancy.number) == ("李强", "running", date(2026, 12, 7), "N06")
        assert ("team.least", "workers") in codes(found.findings)
        assert [one.name for one in found.sides[0].left] == ["李强"]
    heir = {"name": "钱工", "post": "other", "chosen": "union", "since": "2026-12-07"}
    act(station, talks_team.leave, talks_id, member(talks_id, "赵敏").id, {**left, **heir}, now=datetime(2026, 12, 8, tzinfo=ZONE))
    with db.reading() as session:
        rows = session.exec(select(TalksClock).where(TalksClock.clock == "talks.vacancy")).all()
        assert {row.about: row.done_on for row in rows} == {"李强": None, "赵敏": date(2026, 12, 7)}


def test_protection_runs_to_the_end_of_the_duty_and_prolongs_the_labour_contract(station: Working, talks_id: str):
    enter(station, talks_id)
    act(station, talks_team.correct, talks_id, member(talks_id, "李强").id,
        {"name": "李强", "post": "other", "chosen": "union", "since": "2026-11-16", "contract_until": "2026-12-31"})  # fmt: skip

    with page(station, talks_id) as found:
        shields = {one.name: one.protection for one in found.sides[0].serving}
        assert (shields["李强"].since, shields["李强"].until, shields["李强"].extends) == (date(2026, 11, 16), date(2027, 5, 16), True)
        assert not shields["方红"].extends
        assert "上海市集体合同条例" in shields["李强"].laws[0].title.zh
        assert any(one.code == "team.protection" and one.severity == "warning" for one in found.findings)


def test_an_entry_made_by_mistake_goes_and_a_stale_form_is_refused(station: Working, talks_id: str):
    with db.reading() as session:
        seen = session.get_one(Talks, talks_id).version
    enter(station, talks_id)
    wrong = member(talks_id, "李强")

    act(station, talks_team.strike, talks_id, wrong.id)

    with page(station, talks_id) as found:
        assert [one.name for one in found.sides[0].serving] == ["方红", "赵敏"]
    with pytest.raises(talks.Stale):
        act(station, talks_team.add, talks_id, PERSON, version=seen)
    with db.transaction() as session:
        other = talks_make.talks(session, station.station.id, now=NOW, employer="莘城电子有限公司").id
    with pytest.raises(Conflict):
        act(station, talks_team.strike, other, member(talks_id, "赵敏").id)

