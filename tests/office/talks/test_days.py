"""What happened in wage talks is recorded by its day, held against the law; steps are taken in their order."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Problem, Refused
from mediation.domain.worktime import ZONE
from mediation.models.history import HistoryLine
from mediation.models.talks import Talks, TalksClock, TalksStep
from mediation.models.talks_table import TalksAsk
from mediation.office import talks_days, talks_days_pages, talks_pages, talks_place
from mediation.office.talks_typed import words
from tests import talks_make
from tests.office.working import Working

ASKED = {"proposed_on": date(2026, 11, 1), "received_on": date(2026, 11, 2)}
LAST = date(2026, 11, 17)  # fifteen days in Shanghai


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T10:00:00").replace(tzinfo=ZONE)


@pytest.fixture
def talks_id(station: Working) -> str:
    return opened(station)


def opened(station: Working, **given: Any) -> str:
    with db.transaction() as session:
        return talks_make.talks(session, station.station.id, now=at("11-10"), **{**ASKED, **given}).id


def do(station: Working, talks_id: str, deed: str, on: str = "11-20", **given: str) -> list[str]:
    """Do a deed on a day; return the codes of what is doubtful now."""
    with db.transaction() as session:
        found = talks_days.record(session, talks_id, deed, given, by=station["union"], now=at(on))
        return [one.code for one in found]


def refused(station: Working, talks_id: str, deed: str, on: str = "11-20", **given: str) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        do(station, talks_id, deed, on, **given)
    return {one.field: one.text() for one in caught.value.problems}


def row_of(talks_id: str) -> Talks:
    with db.reading() as session:
        return session.get_one(Talks, talks_id)


def seen(station: Working, talks_id: str, on: str = "11-20") -> tuple[list[str], tuple[str, ...]]:
    """Return the steps that are open on a day, and the deeds that fit."""
    with db.reading() as session:
        page = talks_pages.overview(session, talks_id, user=station["union"], now=at(on))
        told = talks_days_pages.deeds(session, page.row, today=at(on).date())
        return [one.id for one in page.steps if one.open], told.fitting


@pytest.mark.parametrize(("replied", "late"), [("11-16", False), ("11-17", False), ("11-18", True)])
def test_a_reply_on_the_fifteenth_day_is_in_time_on_the_sixteenth_late(station: Working, talks_id: str, replied: str, late: bool):
    assert seen(station, talks_id, "11-17") == ([], ("reply",))

    told = do(station, talks_id, "reply", replied_on=f"2026-{replied}", reply="accepted")

    assert ("late.talks.reply" in told) is late
    row = row_of(talks_id)
    assert (row.stage, row.reply_by, row.due_clock) == ("negotiating", LAST, "talks.representatives")
    with db.reading() as session:
        [clock] = session.exec(select(TalksClock).where(TalksClock.clock == "talks.reply"))
        assert (clock.done_on, clock.law) == (date.fromisoformat(f"2026-{replied}"), ["ccl-sh-15"])
        [line] = session.exec(select(HistoryLine).where(HistoryLine.act == "talks.reply"))
        assert line.subject_id == talks_id


def test_an_overdue_reply_opens_guidance_then_the_opinion_then_the_order_and_coordination(station: Working, talks_id: str):
    assert seen(station, talks_id, "11-17")[0] == []
    assert seen(station, talks_id, "11-18") == (["guidance", "rectification"], ("reply",))
    step = {"taken_on": "2026-11-19", "step_note": "街道总工会上门指导"}

    assert "应当先办理" in refused(station, talks_id, "step", step="government_order", **step)["step"]
    assert "应当先办理" in refused(station, talks_id, "step", step="coordination", **step)["step"]
    assert "没有这一步" in refused(station, talks_id, "step", step="refile", **step)["step"]
    assert "早于 2026-11-18" in refused(station, talks_id, "step", step="guidance", taken_on="2026-11-17")["taken_on"]
    assert "晚于今天" in refused(station, talks_id, "step", step="guidance", taken_on="2026-11-21")["taken_on"]
    do(station, talks_id, "step", step="guidance", **step)
    do(station, talks_id, "step", step="rectification", taken_on="2026-11-20")
    assert "已于" in refused(station, talks_id, "step", step="guidance", **step)["step"]
    assert "早于前一步" in refused(station, talks_id, "step", step="coordination", taken_on="2026-11-18")["taken_on"]
    assert seen(station, talks_id)[0] == ["coordination", "government_order"]
    do(station, talks_id, "step", step="coordination", taken_on="2026-11-20")

    assert row_of(talks_id).coordination_asked_on == date(2026, 11, 20)
    assert seen(station, talks_id) == (["government_order"], ("reply", "coordination"))
    with db.reading() as session:
        ids = {one.step: one.id for one in session.exec(select(TalksStep))}
    assert "请先撤销后一步" in refused(station, talks_id, "unstep", step_id=ids["guidance"])["step_id"]
    do(station, talks_id, "unstep", step_id=ids["coordination"])
    assert row_of(talks_id).coordination_asked_on is None


def test_a_refusal_wants_a_reason_and_somebody_to_judge_it(station: Working, talks_id: str):
    told = do(station, talks_id, "reply", "11-16", replied_on="2026-11-16", reply="refused")
    assert "refusal.reason" in told
    assert seen(station, talks_id) == (["guidance", "rectification"], ("agreed", "reason"))
    judged = {"reason_valid": "true", "reason_judge": "区总工会 李律师", "reason_judged_on": "2026-11-18"}
    assert set(refused(station, talks_id, "reason", reason_valid="perhaps", reason_judged_on="2026-11-15")) == {
        "reason_valid", "reason_judge", "reason_judged_on",
    }  # fmt: skip

    do(station, talks_id, "reason", **judged)

    assert seen(station, talks_id)[0] == ["guidance"]
    assert (row_of(talks_id).reason_judge, row_of(talks_id).reason_valid) == ("区总工会 李律师", True)
    do(station, talks_id, "agreed", agreed_later_on="2026-11-19")
    assert row_of(talks_id).stage == "negotiating"
    with db.reading() as session:
        named = {one.side: one.safe_on for one in session.exec(select(TalksClock).where(TalksClock.clock == "talks.representatives"))}
    assert set(named.values()) == {date(2026, 12, 4)}
    do(station, talks_id, "reply", replied_on="2026-11-16", reply="refused", refusal_reason="无订单")
    assert row_of(talks_id).reason_valid is None


def test_days_that_cannot_be_are_refused_beside_their_field(station: Working, talks_id: str):
    early = refused(station, talks_id, "reply", replied_on="2026-11-01", reply="accepted")
    assert "早于" in early["replied_on"]
    assert "晚于今天" in refused(station, talks_id, "reply", replied_on="2026-11-21", reply="accepted")["replied_on"]
    assert set(refused(station, talks_id, "reply", replied_on="", reply="maybe")) == {"replied_on", "reply"}
    assert "不填写" in refused(station, talks_id, "reply", replied_on="2026-11-10", reply="accepted", refusal_reason="无")["refusal_reason"]
    assert "收到要约" in refused(station, opened(station, received_on=None), "reply", replied_on="2026-11-10", reply="accepted")["replied_on"]
    assert "没有登记中止" in refused(station, talks_id, "resume", resumed_on="2026-11-10")["resumed_on"]
    do(station, talks_id, "reply", replied_on="2026-11-10", reply="accepted")
    assert "早于" in refused(station, talks_id, "plan", planned_on="2026-11-09")["planned_on"]
    do(station, talks_id, "plan", planned_on="2026-12-10")
    assert "早于" in refused(station, talks_id, "suspend", suspended_on="2026-11-15", resume_on="2026-11-14")["resume_on"]


def test_information_is_asked_given_in_its_window_or_refused(station: Working, talks_id: str):
    do(station, talks_id, "reply", replied_on="2026-11-16", reply="accepted")
    do(station, talks_id, "plan", planned_on="2026-12-10", meeting_place="三楼会议室")
    do(station, talks_id, "ask", asked="employer", asked_on="2026-11-18", asked_what="上年度工资总额", secrecy="yes")
    with db.reading() as session:
        [ask] = session.exec(select(TalksAsk))
        [clock] = session.exec(select(TalksClock).where(TalksClock.clock == "talks.information"))
        assert (clock.opens_on, clock.safe_on, clock.side, ask.secret) == (date(2026, 12, 5), date(2026, 12, 9), "employer", True)
    assert "早于要求提供之日" in refused(station, talks_id, "given", ask=ask.id, given_on="2026-11-17")["given_on"]
    assert "不填写拒绝的理由" in refused(station, talks_id, "given", ask=ask.id, given_on="2026-11-19", refused_why="保密")["refused_why"]

    do(station, talks_id, "given", ask=ask.id, refused_why="商业秘密")
    assert seen(station, talks_id, "12-10")[0][:1] == ["guidance"]  # refused and the window over: delay
    do(station, talks_id, "given", "12-10", ask=ask.id, given_on="2026-12-09")
    assert seen(station, talks_id, "12-10")[0] == ["guidance", "rectification"]  # still without teams since 1 December
    with pytest.raises(Conflict):
        do(station, opened(station, employer="别家"), "given", ask=ask.id, given_on="2026-11-19")


def test_suspension_deadlock_and_coordination_by_the_authority(station: Working, talks_id: str):
    do(station, talks_id, "reply", replied_on="2026-11-03", reply="accepted")
    do(station, talks_id, "plan", planned_on="2026-11-10")
    told = do(station, talks_id, "suspend", suspended_on="2026-11-12")
    assert "suspension.next" in told
    do(station, talks_id, "suspend", suspended_on="2026-11-12", resume_on="2026-11-20")
    assert seen(station, talks_id)[1] == ("resume",)
    do(station, talks_id, "resume", resumed_on="2026-11-20")
    do(station, talks_id, "deadlock", deadlock_on="2026-11-20")
    accepted = {"coordination_accepted_on": "2026-11-20", "coordination_extended": "0"}
    assert "最多可以延长" in refused(station, talks_id, "coordination", **{**accepted, "coordination_extended": "16"})["coordination_extended"]

    do(station, talks_id, "coordination", **{**accepted, "coordination_extended": "15"})

    with db.reading() as session:
        [clock] = session.exec(select(TalksClock).where(TalksClock.clock == "talks.coordination"))
        assert (clock.safe_on, clock.law) == (date(2027, 1, 4), ["mr22-49"])
    mended = {"replied_on": "2026-11-03", "suspended_on": "2026-11-12", "resume_on": "2026-11-20", "resumed_on": "2026-11-20"}
    do(station, talks_id, "mend", **mended)
    assert (row_of(talks_id).deadlock_on, row_of(talks_id).coordination_accepted_on) == (None, None)
    assert "没有登记中止" in refused(station, talks_id, "mend", replied_on="2026-11-03", resumed_on="2026-11-20")["suspended_on"]
    assert "登记申请协调" in refused(station, talks_id, "mend", **mended, coordination_asked_on="2026-11-20")["coordination_asked_on"]


def test_talks_end_without_a_contract_with_a_reason_and_can_be_taken_up_again(station: Working, talks_id: str):
    do(station, talks_id, "reply", replied_on="2026-11-16", reply="accepted")
    assert set(refused(station, talks_id, "end", ended_on="2026-11-15", ended_why="failed")) == {"ended_on", "ended_note"}
    assert "合同没有生效" in refused(station, talks_id, "end", ended_on="2026-11-20", ended_why="renewed")["ended_why"]

    do(station, talks_id, "end", ended_on="2026-11-20", ended_why="failed", ended_note="双方同意另行发起")

    row = row_of(talks_id)
    assert (row.stage, row.due_on, row.turns_on) == ("ended", None, None)
    with pytest.raises(Conflict):
        do(station, talks_id, "plan", planned_on="2026-12-10")
    do(station, talks_id, "reopen", reopen_reason="误记")
    assert row_of(talks_id).stage == "negotiating"
    with pytest.raises(Conflict):
        do(station, talks_id, "reopen", reopen_reason="误记")


def test_a_change_of_place_shows_each_day_with_its_article_and_then_moves_them(station: Working, talks_id: str):
    with db.reading() as session:
        shown = talks_place.preview(session, talks_id, "national", user=station["union"], now=at("11-20"))
        reply = next(one for one in shown.periods if not one.second)
        assert reply.moves
        assert reply.old
        assert reply.new
        assert (reply.old.last_on, reply.new.last_on) == (LAST, date(2026, 11, 23))
        assert "十五日" in reply.old.title.zh, "each side is called as its own place calls it"
        assert "二十日" in reply.new.title.zh
        assert "工资集体协商试行办法" in reply.new.laws[0].title.zh
        assert row_of(talks_id).place == "shanghai"
    with db.transaction() as session:
        talks_place.change(session, talks_id, "national", by=station["union"], now=at("11-20"))

    assert (row_of(talks_id).reply_by, row_of(talks_id).place) == (date(2026, 11, 23), "national")
    assert seen(station, talks_id, "11-20")[0] == []  # not overdue yet by the national twenty days
    with db.transaction() as session, pytest.raises(Refused):
        talks_place.change(session, talks_id, "atlantis", by=station["union"], now=at("11-20"))


def test_what_cannot_stand_by_the_other_place_is_shown_and_refused(station: Working):
    signed = {"replied_on": date(2026, 11, 3), "reply": "accepted", "draft_signed_on": date(2026, 11, 10), "signed_on": date(2026, 11, 12),
              "stoppage": True, "matters": ["stoppage"]}  # fmt: skip
    talks_id = opened(station, **signed)
    with db.reading() as session:
        shown = talks_place.preview(session, talks_id, "national", user=station["union"], now=at("11-20"))
        assert [one.code for one in shown.findings if one.severity == "error" and one.code == "signature"] == ["signature"]
        assert (shown.matters, shown.matters_then) == (("stoppage",), ())

    with db.transaction() as session, pytest.raises(Refused, match="未经表决"):
        talks_place.change(session, talks_id, "national", by=station["union"], now=at("11-20"))


def test_a_text_too_long_with_characters_nobody_sees_is_told_both() -> None:
    problems: list[Problem] = []
    assert words({"note": " 甲\u202e乙 "}, "note", problems, most=2) == "甲\u202e乙"
    assert [(one.field, one.allowed) for one in problems] == [("note", "≤ 2"), ("note", "")]
    assert "U+202E" in problems[1].text()
