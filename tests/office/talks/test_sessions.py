"""Sessions of wage talks: planned, held with minutes, signed by both chiefs; of two versions none is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Refused
from mediation.domain.worktime import ZONE
from mediation.models.talks import Talks, TalksClock, TalksMember
from mediation.models.talks_table import TalksSession
from mediation.office import history, talks, talks_sessions, talks_sessions_pages
from tests import talks_make
from tests.office.working import Working

GOING = {"proposed_on": date(2026, 11, 1), "received_on": date(2026, 11, 2), "replied_on": date(2026, 11, 9), "reply": "accepted"}


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}T10:00:00").replace(tzinfo=ZONE)


def begin(station: Working) -> str:
    with db.transaction() as session:
        row = talks_make.talks(session, station.station.id, now=at("11-10"), **GOING)
        talks_make.team(session, row, date(2026, 11, 12))
        return row.id


def act(station: Working, do: Any, *args: Any, on: str = "11-26", by: str = "union", **given: Any) -> Any:
    with db.transaction() as session:
        return do(session, *args, by=station[by], now=at(on), **given)


def refused(station: Working, do: Any, *args: Any, **given: Any) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        act(station, do, *args, **given)
    return {one.field: one.text() for one in caught.value.problems}


def planned(station: Working, talks_id: str, on: str = "2026-11-25", **given: str) -> str:
    return str(act(station, talks_sessions.plan, talks_id, {"on": on, "begins": "14:00", **given}, on="11-20").id)


def written(talks_id: str, **changes: str) -> dict[str, str]:
    with db.reading() as session:
        members = session.exec(select(TalksMember).where(TalksMember.talks_id == talks_id)).all()
    there = {f"attended.{one.id}": "yes" for one in members}
    return {
        "on": "2026-11-25", "begins": "14:00", "ends": "16:30", "session_place": "三楼会议室", "chair": "方红、周明", "recorder": "陈书",
        "topics.wage_level": "yes", "said_workers": "要求增资5%", "said_employer": "同意3%", "result": "工资水平仍有争议", **there, **changes,
    }  # fmt: skip


def of(session_id: str) -> TalksSession:
    with db.reading() as session:
        return session.get_one(TalksSession, session_id)


def test_a_session_is_planned_held_with_minutes_and_signed_by_both_chiefs(station: Working):
    talks_id = begin(station)
    session_id = planned(station, talks_id)
    with db.reading() as session:
        assert session.get_one(Talks, talks_id).stage == "negotiating"
        page = talks_sessions_pages.listing(session, talks_id, user=station["union"], now=at("11-20"))
        assert page.sessions[0].prepare == (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24))  # over a weekend
    early = written(talks_id)
    assert "没有发生" in refused(station, talks_sessions.minutes, talks_id, session_id, early, on="11-24")["on"]

    act(station, talks_sessions.minutes, talks_id, session_id, early)

    assert (of(session_id).state, of(session_id).topics, len(of(session_id).attended)) == ("held", ["wage_level"], 6)
    with db.reading() as session:
        told = talks.findings(session, session.get_one(Talks, talks_id), now=at("11-26"))
        assert [one.law for one in told if one.code == "minutes"] == [("ccl-sh-18",)]
    days = {"signed_workers_on": "2026-11-24", "signed_employer_on": "2026-11-27"}
    assert {"signed_workers_on", "signed_employer_on"} == set(refused(station, talks_sessions.sign, talks_id, session_id, days))
    act(station, talks_sessions.sign, talks_id, session_id, dict.fromkeys(days, "2026-11-25"))
    with db.reading() as session:
        told = talks.findings(session, session.get_one(Talks, talks_id), now=at("11-26"))
        assert [one for one in told if one.code == "minutes"] == []
        assert history.verify(session).broken is None
    assert "先清空签字日期" in refused(station, talks_sessions.minutes, talks_id, session_id, early)["result"]
    act(station, talks_sessions.sign, talks_id, session_id, {})
    act(station, talks_sessions.minutes, talks_id, session_id, {**early, "result": "达成一致"})


def test_what_minutes_cannot_do_without_is_asked_beside_its_field(station: Working):
    talks_id = begin(station)
    session_id = planned(station, talks_id)
    bare = {"on": "2026-11-25", "begins": "late", "ends": "25:00"}
    assert set(refused(station, talks_sessions.minutes, talks_id, session_id, bare)) >= {
        "begins", "ends", "session_place", "chair", "result", "attended", "topics",
    }  # fmt: skip
    partial = {name: text for name, text in written(talks_id).items() if not name.startswith("attended.")}
    with db.reading() as session:
        own = session.exec(select(TalksMember).where(TalksMember.talks_id == talks_id, TalksMember.side == "workers")).first()
    assert own
    assert "双方都要有代表" in refused(station, talks_sessions.minutes, talks_id, session_id, {**partial, f"attended.{own.id}": "yes"})["attended"]
    recorder = refused(station, talks_sessions.minutes, talks_id, session_id, written(talks_id, recorder="赵敏"))["recorder"]
    assert "集体合同规定" in recorder
    assert "第三十三条" in recorder
    assert "不是代表" in refused(station, talks_sessions.minutes, talks_id, session_id, written(talks_id, on="2026-11-11"))["attended"]
    assert "结束早于开始" in refused(station, talks_sessions.minutes, talks_id, session_id, written(talks_id, ends="13:59"))["ends"]
    assert "先登记会议记录" in refused(station, talks_sessions.sign, talks_id, session_id, {})["signed_workers_on"]


def test_a_session_before_the_agreement_to_negotiate_is_refused_and_one_called_off_starts_no_period(station: Working):
    talks_id = begin(station)
    assert "早于" in refused(station, talks_sessions.plan, talks_id, {"on": "2026-11-08"})["on"]
    session_id = planned(station, talks_id)
    assert "cancelled_why" in refused(station, talks_sessions.cancel, talks_id, session_id, reason=" ")

    act(station, talks_sessions.cancel, talks_id, session_id, reason="企业方首席代表出差")

    with db.reading() as session:
        assert not session.exec(select(TalksClock).where(TalksClock.trigger == "first_session_on")).all()
    with pytest.raises(Conflict):
        act(station, talks_sessions.cancel, talks_id, session_id, reason="再次取消")
    assert "会议已取消" in refused(station, talks_sessions.minutes, talks_id, session_id, written(talks_id))["on"]
    with pytest.raises(Conflict):
        act(station, talks_sessions.minutes, begin(station), session_id, written(talks_id))


def test_of_two_who_write_the_same_minutes_one_is_kept_and_the_other_told(working: Working):
    talks_id = begin(working)
    session_id = planned(working, talks_id)
    seen = talks_sessions.seal(of(session_id))

    def write(nth: int) -> str:
        given = written(talks_id, result=f"第{nth}人的记录")
        try:
            act(working, talks_sessions.minutes, talks_id, session_id, given, by=("union", "mediator")[nth], seen=seen)
        except talks.Stale as stale:
            return stale.problems[0].text()
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(write, range(2)), key=len)

    assert told[0] == "kept"
    assert "修改过，请核对后再保存" in told[1]
    kept = of(session_id)
    assert kept.result in ("第0人的记录", "第1人的记录")
    act(working, talks_sessions.minutes, talks_id, session_id, written(talks_id, result="合并"), seen=talks_sessions.seal(kept))
    with ThreadPoolExecutor(2) as pool:
        numbers = {row.number for row in pool.map(lambda _: act(working, talks_sessions.plan, talks_id, {"on": "2026-12-10"}), range(2))}
    assert numbers == {2, 3}
